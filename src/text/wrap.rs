//! Text to rows for a width, and back from a row and column to the text.
//!
//! Stands in the core and not in the view, because scrolling and jumping need it.

use textwrap::{
    WordSeparator,
    core::Fragment,
    wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit},
};

use crate::{
    base::TextSpan,
    text::glyph::{glyphs, width},
};

/// Longest stretch, in bytes, whose rows are chosen together; a longer block is cut into pieces.
pub const PIECE: usize = 8 * 1024;

/// One row of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands on it, without the white space at its end.
    pub span: TextSpan,
}

/// How the lines of a block are broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Between words, wherever it looks best; line breaks of the text are spaces.
    Prose,
    /// Where the text has line breaks, and where a line is too long.
    Lines,
}

/// Cuts a block into pieces of at most [`PIECE`] bytes, at white space where there is any.
///
/// A row never runs over two pieces, so that the rows anywhere in a block of any length are found
/// without those before.
pub fn pieces(text: &str, block: TextSpan) -> Vec<TextSpan> {
    let mut start = block.start();
    let mut out = Vec::with_capacity(block.len() / PIECE + 1);
    while block.end() - start > PIECE {
        let limit = floor_boundary(text, start + PIECE);
        let cut = text[start..limit]
            .rfind(char::is_whitespace)
            .map_or(limit, |at| start + at + 1)
            .max(start + 1);
        let cut = floor_boundary(text, cut).max(ceil_boundary(text, start + 1));
        out.push(TextSpan::new(start, cut));
        start = cut;
    }
    out.push(TextSpan::new(start, block.end()));
    out
}

/// Breaks `piece` into rows of at most `columns`; always at least one row.
///
/// A grapheme wider than `columns` gets a row of its own.
pub fn rows(text: &str, piece: TextSpan, columns: usize, flow: Flow) -> Vec<Row> {
    match flow {
        Flow::Prose => prose_rows(text, piece, columns.max(1)),
        Flow::Lines => {
            lines_of(text, piece).flat_map(|line| hard_rows(text, line, columns.max(1))).collect()
        }
    }
}

/// Returns the column at which byte `at` is shown in `row`; past its end, the column after it.
pub fn column_of(text: &str, row: Row, at: usize) -> usize {
    glyphs(text, row.span).take_while(|glyph| glyph.span.end() <= at).map(|glyph| glyph.width).sum()
}

/// Returns the byte of the grapheme shown at `column` of `row`; past its end, of the last one.
pub fn offset_at(text: &str, row: Row, column: usize) -> usize {
    let mut used = 0;
    let mut last = row.span.start();
    for glyph in glyphs(text, row.span) {
        last = glyph.span.start();
        used += glyph.width;
        if used > column {
            break;
        }
    }
    last
}

fn lines_of(text: &str, piece: TextSpan) -> impl Iterator<Item = TextSpan> {
    let mut at = piece.start();
    piece.slice(text).unwrap_or_default().split('\n').map(move |line| {
        let span = TextSpan::new(at, at + line.trim_end_matches('\r').len());
        at += line.len() + 1;
        span
    })
}

/// Breaks a line wherever it is full.
fn hard_rows(text: &str, line: TextSpan, columns: usize) -> Vec<Row> {
    let mut out = Vec::new();
    let mut start = line.start();
    let mut used = 0;
    for glyph in glyphs(text, line) {
        if used + glyph.width > columns && glyph.span.start() > start {
            out.push(Row { span: TextSpan::new(start, glyph.span.start()) });
            (start, used) = (glyph.span.start(), 0);
        }
        used += glyph.width;
    }
    out.push(Row { span: TextSpan::new(start, line.end()) });
    out
}

/// A stretch that is not broken, with the white space after it.
#[derive(Debug)]
struct Piece {
    word: TextSpan,
    width: usize,
    space: usize,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width as f64
    }
    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

fn prose_rows(text: &str, piece: TextSpan, columns: usize) -> Vec<Row> {
    let words = words(text, piece, columns);
    let widths = [columns as f64];
    let lines = wrap_optimal_fit(&words, &widths, &Penalties::new())
        .unwrap_or_else(|_| wrap_first_fit(&words, &widths));
    let rows: Vec<Row> = lines
        .iter()
        .filter_map(|line| Some(Row { span: line.first()?.word.hull(line.last()?.word) }))
        .collect();
    if rows.is_empty() {
        return vec![Row { span: TextSpan::new(piece.start(), piece.start()) }];
    }
    rows
}

/// Returns what may not be broken, cut to `columns` where a word alone is wider.
fn words(text: &str, piece: TextSpan, columns: usize) -> Vec<Piece> {
    let raw = piece.slice(text).unwrap_or_default();
    // Same length in bytes, so that places in it are places in `raw`.
    let spaced: String = raw
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{c}') { ' ' } else { c })
        .collect();
    let mut out: Vec<Piece> = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(&spaced) {
        let start = piece.start() + at;
        let letters = word.word.len();
        at += letters + word.whitespace.len();
        let space = usize::from(!word.whitespace.is_empty());
        if letters == 0 {
            continue;
        }
        let span = TextSpan::new(start, start + letters);
        let columns_of_word = width(&text[span.range()]);
        if columns_of_word <= columns {
            out.push(Piece { word: span, width: columns_of_word, space });
        } else {
            let parts = hard_rows(text, span, columns);
            out.extend(parts.iter().map(|part| Piece {
                word: part.span,
                width: width(&text[part.span.range()]),
                space: 0,
            }));
            if let Some(last) = out.last_mut() {
                last.space = space;
            }
        }
    }
    out
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, columns: usize, flow: Flow, expected: &[&str]) {
        let rows = rows(text, TextSpan::new(0, text.len()), columns, flow);
        let shown: Vec<&str> = rows.iter().map(|row| &text[row.span.range()]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn breaks_between_words() {
        check("one two three", 8, Flow::Prose, &["one two", "three"]);
    }

    #[test]
    fn line_breaks_of_prose_are_spaces() {
        check("one\ntwo\r\n  three", 20, Flow::Prose, &["one\ntwo\r\n  three"]);
    }

    #[test]
    fn a_word_wider_than_the_row_is_cut() {
        check("abcdefgh ij", 3, Flow::Prose, &["abc", "def", "gh", "ij"]);
    }

    #[test]
    fn wide_characters_count_twice() {
        check("日本語日本語", 6, Flow::Prose, &["日本語", "日本語"]);
    }

    #[test]
    fn lines_are_kept() {
        check("a  b\n\nlonger", 4, Flow::Lines, &["a  b", "", "long", "er"]);
    }

    #[test]
    fn nothing_is_one_row() {
        check("", 4, Flow::Prose, &[""]);
        check("   ", 4, Flow::Prose, &[""]);
    }

    #[test]
    fn columns_and_offsets_are_inverse() {
        let text = "a日\u{301} b";
        let row = Row { span: TextSpan::new(0, text.len()) };
        for (at, column) in [(0, 0), (1, 1), (6, 3), (7, 4)] {
            assert_eq!(column_of(text, row, at), column);
            assert_eq!(offset_at(text, row, column), at);
        }
        assert_eq!(offset_at(text, row, 2), 1, "second column of a wide character");
        assert_eq!(offset_at(text, row, 99), 7);
    }

    #[test]
    fn long_blocks_are_cut_at_spaces_and_lose_nothing() {
        let text = format!("{} {}", "word ".repeat(4000), "ß".repeat(20_000));
        let pieces = pieces(&text, TextSpan::new(0, text.len()));
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE && !piece.is_empty()));
        assert_eq!(pieces[0].start(), 0);
        assert!(pieces.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        assert!(text[pieces[0].range()].ends_with(' '));
        assert_eq!(pieces[pieces.len() - 1].end(), text.len());
    }
}
