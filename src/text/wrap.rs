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
    text::{
        glyph::{Glyph, glyphs, is_shown_as_it_is, width},
        hyphens::{self, Language},
    },
};

/// Longest stretch, in bytes, whose rows are chosen together; a longer block is cut into pieces.
pub const PIECE: usize = 8 * 1024;

/// Most columns of a table that stand under one another.
pub const CELLS: usize = 16;
/// What a hyphen costs where the edge is ragged, in the units of textwrap: as much as a line that is
/// 12 columns short. Where the edge is straight, textwrap's own 25 serves: wide blanks look worse.
const RAGGED_HYPHEN: usize = 144;
/// Columns between two tab stops of code.
const TAB: usize = 4;
/// Widest gap, in columns, that a justified row may put in place of a blank; a row that would need
/// wider ones stays ragged.
const WIDEST_GAP: usize = 3;

/// What is laid out: a text, and what is drawn between its words and is no part of it.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The text.
    pub text: &'a str,
    /// The numbers that are drawn in it, by place.
    pub insets: &'a [Inset],
}

impl<'a> Matter<'a> {
    /// Makes matter of a text alone.
    pub fn plain(text: &'a str) -> Self {
        Self { text, insets: &[] }
    }

    /// Returns the insets behind the characters of `span`, its last one included.
    fn insets_in(self, span: TextSpan) -> &'a [Inset] {
        let start = self.insets.partition_point(|inset| inset.at <= span.start());
        let end = self.insets.partition_point(|inset| inset.at <= span.end());
        &self.insets[start..end.max(start)]
    }

    /// Returns how many columns `span` takes, its insets included.
    fn width(self, span: TextSpan) -> usize {
        width(span.slice(self.text).unwrap_or_default()) + columns_of(self.insets_in(span))
    }
}

/// A number that is drawn behind the words that it stands for, as `[3]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inset {
    /// The byte behind the last of the words.
    pub at: usize,
    /// The number.
    pub number: usize,
}

impl Inset {
    /// Returns what is drawn.
    pub fn label(self) -> String {
        format!("[{}]", self.number)
    }

    /// Returns how many columns that takes.
    fn columns(self) -> usize {
        self.number.max(1).ilog10() as usize + 3
    }
}

fn columns_of(insets: &[Inset]) -> usize {
    insets.iter().map(|inset| inset.columns()).sum()
}

/// One row of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands on it, without the white space at its end.
    pub span: TextSpan,
    /// How it ends.
    pub end: RowEnd,
    /// Where its words stand.
    pub spread: Spread,
}

/// How a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowEnd {
    /// Between words, or where the block ends.
    Whole,
    /// Inside a word: a hyphen is shown behind it.
    Hyphen,
}

/// Where the words of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// One after the other.
    Natural,
    /// One after the other, with as many blanks as the text has.
    Kept,
    /// With `extra` more columns shared out among `gaps` blanks.
    Justified {
        /// Columns to share out.
        extra: u16,
        /// Blanks that they are shared among.
        gaps: u16,
    },
    /// The cell behind each tab at a column of its own; 0 for cells that there are not.
    Cells([u16; CELLS]),
}

impl Row {
    /// Makes a row whose words stand one after the other.
    pub fn new(start: usize, end: usize) -> Self {
        let span = TextSpan::new(start, end);
        Self { span, end: RowEnd::Whole, spread: Spread::Natural }
    }
}

/// How blocks are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The widest row, in columns.
    pub columns: usize,
    /// The language that words are broken by; `None` breaks none.
    pub hyphens: Option<Language>,
    /// Whether rows are made equally long.
    pub edge: RightEdge,
}

/// What the right edge of the rows is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightEdge {
    /// As the words have it.
    Ragged,
    /// Straight: blanks are widened.
    Straight,
}

impl Setting {
    /// Sets plainly: whole words, ragged.
    pub fn plain(columns: usize) -> Self {
        Self { columns, hyphens: None, edge: RightEdge::Ragged }
    }
}

/// A character in a row, with the columns that it takes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The character.
    pub glyph: Glyph<'a>,
    /// The first column, from 0.
    pub column: usize,
    /// How many, without its insets; a blank may take more than its own.
    pub columns: usize,
    /// What is drawn behind it.
    pub insets: &'a [Inset],
}

impl Placed<'_> {
    /// Returns the column behind it and its insets.
    pub fn end(&self) -> usize {
        self.column + self.columns + columns_of(self.insets)
    }
}

/// Places the characters of `row`, in order.
pub fn placed(matter: Matter<'_>, row: Row) -> impl Iterator<Item = Placed<'_>> {
    let text = matter.text;
    let mut column = 0;
    let (mut gap, mut cell) = (0, 0);
    let mut waiting = matter.insets_in(row.span);
    glyphs(text, row.span).map(move |glyph| {
        let mut columns = glyph.width;
        if glyph.is_blank() {
            match row.spread {
                Spread::Natural => {}
                Spread::Kept => columns = kept_columns(text, glyph.span, column),
                Spread::Justified { extra, gaps } => {
                    let share = |gap: usize| gap * usize::from(extra) / usize::from(gaps.max(1));
                    columns += share(gap + 1) - share(gap);
                    gap += 1;
                }
                Spread::Cells(stops) => {
                    cell += tabs(text, glyph.span);
                    let stop = stops.get(cell.wrapping_sub(1)).map_or(0, |stop| usize::from(*stop));
                    columns = columns.max(stop.saturating_sub(column));
                }
            }
        }
        let here = waiting.partition_point(|inset| inset.at <= glyph.span.end());
        let (insets, rest) = waiting.split_at(here);
        waiting = rest;
        let placed = Placed { glyph, column, columns, insets };
        column = placed.end();
        placed
    })
}

/// Returns the words of `row` if each character of them is shown as it is in one column, and nothing
/// stands between: as most rows are, of which much is known without placing each glyph.
pub fn plain<'a>(matter: Matter<'a>, row: Row) -> Option<&'a str> {
    let words = row.span.slice(matter.text)?;
    let is_plain = row.spread == Spread::Natural
        && matter.insets_in(row.span).is_empty()
        && is_shown_as_it_is(words);
    is_plain.then_some(words)
}

/// Returns how many columns `row` takes, its hyphen included.
pub fn row_width(matter: Matter<'_>, row: Row) -> usize {
    let words = placed(matter, row).last().map_or(0, |last| last.end());
    words + usize::from(row.end == RowEnd::Hyphen)
}

/// Returns how many columns the blanks in `span` take from `column` on.
fn kept_columns(text: &str, span: TextSpan, column: usize) -> usize {
    let blanks = span.slice(text).unwrap_or_default().chars();
    let end = blanks.fold(column, |column, blank| match blank {
        '\t' => (column / TAB + 1) * TAB,
        _ => column + 1,
    });
    end - column
}

/// Returns `row` as it is shown, on one line, without insets.
pub fn line(text: &str, row: Row) -> String {
    let mut line: String = placed(Matter::plain(text), row)
        .map(|placed| match placed.glyph.is_blank() {
            true => " ".repeat(placed.columns),
            false => placed.glyph.symbol.into_owned(),
        })
        .collect();
    if row.end == RowEnd::Hyphen {
        line.push('-');
    }
    line
}

fn tabs(text: &str, span: TextSpan) -> usize {
    span.slice(text).unwrap_or_default().bytes().filter(|byte| *byte == b'\t').count()
}

/// How the lines of a block are broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Between words, wherever it looks best; line breaks of the text are spaces.
    Prose,
    /// Where the text has line breaks, and nowhere else: long lines are longer than the screen.
    Lines,
    /// Where the text has line breaks, with cells parted by tabs under one another.
    Table,
}

/// Cuts a block into pieces of at most [`PIECE`] bytes, at line breaks if those are kept, else at
/// white space where there is any.
///
/// A row never runs over two pieces, so that the rows anywhere in a block of any length are found
/// without those before.
pub fn pieces(text: &str, block: TextSpan, flow: Flow) -> impl Iterator<Item = TextSpan> {
    let mut left = Some(block);
    std::iter::from_fn(move || {
        let here = left?;
        let end = piece_end(text, here, flow);
        left = (end < here.end()).then(|| TextSpan::new(end, here.end()));
        Some(TextSpan::new(here.start(), end))
    })
}

/// Returns where the first piece of `block` ends.
fn piece_end(text: &str, block: TextSpan, flow: Flow) -> usize {
    let start = block.start();
    if block.len() <= PIECE {
        return block.end();
    }
    let limit = floor_boundary(text, start + PIECE);
    let window = &text[start..limit];
    let line = (flow != Flow::Prose).then(|| window.rfind('\n')).flatten();
    let cut = line
        .or_else(|| window.rfind(char::is_whitespace))
        .map_or(limit, |at| start + at + 1)
        .max(start + 1);
    floor_boundary(text, cut).max(ceil_boundary(text, start + 1))
}

/// Breaks `piece` into rows of whole words; always at least one row.
///
/// Rows of prose have at most `columns` columns, but a grapheme wider than that a row of its own.
pub fn rows(text: &str, piece: TextSpan, columns: usize, flow: Flow) -> Vec<Row> {
    set(Matter::plain(text), piece, Setting::plain(columns), flow)
}

/// Breaks `piece` into rows as `setting` has it; always at least one row.
pub fn set(matter: Matter<'_>, piece: TextSpan, setting: Setting, flow: Flow) -> Vec<Row> {
    let text = matter.text;
    let setting = Setting { columns: setting.columns.max(1), ..setting };
    let line_row = |line: TextSpan| Row::new(line.start(), line.end());
    match flow {
        Flow::Prose => prose_rows(matter, piece, setting),
        Flow::Lines => lines_of(text, piece)
            .map(|line| Row { spread: Spread::Kept, ..line_row(line) })
            .collect(),
        Flow::Table => {
            let spread = Spread::Cells(stops(matter, piece));
            lines_of(text, piece).map(|line| Row { spread, ..line_row(line) }).collect()
        }
    }
}

/// Returns the column at which each cell but the first begins, two behind the widest before it.
fn stops(matter: Matter<'_>, piece: TextSpan) -> [u16; CELLS] {
    let mut widest = [0; CELLS];
    let mut count = 0;
    for line in lines_of(matter.text, piece) {
        let mut at = line.start();
        let cells = line.slice(matter.text).unwrap_or_default().split('\t');
        for (cell, words) in cells.take(CELLS).enumerate() {
            let insets = matter.insets_in(TextSpan::new(at, at + words.len()));
            widest[cell] = (width(words.trim()) + columns_of(insets)).max(widest[cell]);
            count = count.max(cell);
            at += words.len() + 1;
        }
    }
    let mut stops = [0; CELLS];
    let mut column = 0;
    for cell in 0..count {
        column += widest[cell] + 2;
        stops[cell] = u16::try_from(column).unwrap_or(u16::MAX);
    }
    stops
}

/// Returns the column at which byte `at` is shown in `row`; past its end, the column after it.
pub fn column_of(matter: Matter<'_>, row: Row, at: usize) -> usize {
    if let Some(words) = plain(matter, row) {
        let before = at.saturating_sub(row.span.start());
        let is_before = |(offset, c): &(usize, char)| offset + c.len_utf8() <= before;
        return words.char_indices().take_while(is_before).count();
    }
    let before = placed(matter, row).take_while(|placed| placed.glyph.span.end() <= at);
    before.last().map_or(0, |last| last.end())
}

/// Returns the byte of the grapheme shown at `column` of `row`; past its end, of the last one.
pub fn offset_at(matter: Matter<'_>, row: Row, column: usize) -> usize {
    if let Some(words) = plain(matter, row) {
        let mut places = words.char_indices();
        let place = places.nth(column).or_else(|| words.char_indices().next_back());
        return row.span.start() + place.map_or(0, |(offset, _)| offset);
    }
    let mut last = row.span.start();
    for placed in placed(matter, row) {
        last = placed.glyph.span.start();
        if placed.end() > column {
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
fn hard_rows(matter: Matter<'_>, line: TextSpan, columns: usize) -> Vec<Row> {
    let mut out = Vec::new();
    let mut start = line.start();
    let mut used = 0;
    for glyph in glyphs(matter.text, line) {
        let width = glyph.width + columns_of(matter.insets_in(glyph.span));
        if used + width > columns && glyph.span.start() > start {
            out.push(Row::new(start, glyph.span.start()));
            (start, used) = (glyph.span.start(), 0);
        }
        used += width;
    }
    out.push(Row::new(start, line.end()));
    out
}

/// A stretch that is not broken, with what stands behind it.
#[derive(Debug)]
struct Piece {
    word: TextSpan,
    width: usize,
    after: After,
}

/// What stands behind a stretch that is not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// White space.
    Space,
    /// The rest of the word, which may go on in the next row behind a hyphen.
    Hyphen,
    /// Something that may stand in the next row as it is.
    Nothing,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width as f64
    }
    fn whitespace_width(&self) -> f64 {
        if self.after == After::Space { 1.0 } else { 0.0 }
    }
    fn penalty_width(&self) -> f64 {
        if self.after == After::Hyphen { 1.0 } else { 0.0 }
    }
}

fn prose_rows(matter: Matter<'_>, piece: TextSpan, setting: Setting) -> Vec<Row> {
    let words = words(matter, piece, setting);
    let widths = [setting.columns as f64];
    let mut penalties = Penalties::new();
    if setting.edge == RightEdge::Ragged {
        penalties.hyphen_penalty = RAGGED_HYPHEN;
    }
    let lines = wrap_optimal_fit(&words, &widths, &penalties)
        .unwrap_or_else(|_| wrap_first_fit(&words, &widths));
    let count = lines.len();
    let rows: Vec<Row> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| {
            let (first, last) = (line.first()?, line.last()?);
            let hyphen = last.after == After::Hyphen && index + 1 < count;
            let end = if hyphen { RowEnd::Hyphen } else { RowEnd::Whole };
            let span = first.word.hull(last.word);
            let row = Row { span, end, spread: Spread::Natural };
            Some(match (setting.edge, index + 1 < count) {
                (RightEdge::Straight, true) => justified(matter, row, setting.columns),
                (RightEdge::Straight, false) | (RightEdge::Ragged, _) => row,
            })
        })
        .collect();
    if rows.is_empty() {
        return vec![Row::new(piece.start(), piece.start())];
    }
    rows
}

/// Widens the blanks of `row` until it ends at `columns`, if they need not be too wide for that.
fn justified(matter: Matter<'_>, row: Row, columns: usize) -> Row {
    let gaps = glyphs(matter.text, row.span).filter(Glyph::is_blank).count();
    let extra = columns.saturating_sub(row_width(matter, row));
    if gaps == 0 || extra > gaps * (WIDEST_GAP - 1) {
        return row;
    }
    Row { spread: Spread::Justified { extra: extra as u16, gaps: gaps as u16 }, ..row }
}

/// Returns what may not be broken, cut to `columns` where a word alone is wider.
fn words(matter: Matter<'_>, piece: TextSpan, setting: Setting) -> Vec<Piece> {
    let raw = piece.slice(matter.text).unwrap_or_default();
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
        if letters == 0 {
            continue;
        }
        let after = if word.whitespace.is_empty() { After::Nothing } else { After::Space };
        add_word(&mut out, matter, TextSpan::new(start, start + letters), setting);
        if let Some(last) = out.last_mut() {
            last.after = after;
        }
    }
    out
}

/// Adds a word in the parts that it may be broken into.
fn add_word(out: &mut Vec<Piece>, matter: Matter<'_>, word: TextSpan, setting: Setting) {
    let text = matter.text;
    let points = setting.hyphens.map(|language| hyphens::points(&text[word.range()], language));
    let points = points.unwrap_or_default().into_iter().map(|point| word.start() + point);
    let mut start = word.start();
    for end in points.chain([word.end()]) {
        let part = TextSpan::new(start, end);
        let columns = matter.width(part);
        if columns <= setting.columns {
            out.push(Piece { word: part, width: columns, after: After::Hyphen });
        } else {
            let parts = hard_rows(matter, part, setting.columns).into_iter().map(|part| part.span);
            out.extend(parts.map(|part| Piece {
                word: part,
                width: matter.width(part),
                after: After::Nothing,
            }));
        }
        start = end;
    }
    if let Some(last) = out.last_mut() {
        last.after = After::Nothing;
    }
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
        check("a  b\n\nlonger", 4, Flow::Lines, &["a  b", "", "longer"]);
    }

    #[test]
    fn nothing_is_one_row() {
        check("", 4, Flow::Prose, &[""]);
        check("   ", 4, Flow::Prose, &[""]);
    }

    #[test]
    fn columns_and_offsets_are_inverse() {
        let text = "a日\u{301} b";
        let row = Row::new(0, text.len());
        for (at, column) in [(0, 0), (1, 1), (6, 3), (7, 4)] {
            assert_eq!(column_of(Matter::plain(text), row, at), column);
            assert_eq!(offset_at(Matter::plain(text), row, column), at);
        }
        assert_eq!(offset_at(Matter::plain(text), row, 2), 1, "second column of a wide character");
        assert_eq!(offset_at(Matter::plain(text), row, 99), 7);
    }

    #[test]
    fn long_blocks_are_cut_at_spaces_and_lose_nothing() {
        let text = format!("{} {}", "word ".repeat(4000), "ß".repeat(20_000));
        let pieces: Vec<TextSpan> =
            pieces(&text, TextSpan::new(0, text.len()), Flow::Prose).collect();
        assert!(pieces.iter().all(|piece| piece.len() <= PIECE && !piece.is_empty()));
        assert_eq!(pieces[0].start(), 0);
        assert!(pieces.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        assert!(text[pieces[0].range()].ends_with(' '));
        assert_eq!(pieces[pieces.len() - 1].end(), text.len());
    }

    /// Shows rows as they are drawn.
    fn shown(text: &str, setting: Setting, flow: Flow) -> Vec<String> {
        let rows = set(Matter::plain(text), TextSpan::new(0, text.len()), setting, flow);
        rows.iter().map(|row| line(text, *row)).collect()
    }

    fn english(columns: usize) -> Setting {
        Setting { hyphens: hyphens::language(Some("en"), ""), ..Setting::plain(columns) }
    }

    #[test]
    fn words_are_broken_where_the_language_allows() {
        let text = "an important commission";
        assert_eq!(shown(text, english(12), Flow::Prose), ["an important", "commission"]);
        assert_eq!(shown(text, english(9), Flow::Prose), ["an impor-", "tant com-", "mission"]);
    }

    #[test]
    fn straight_edges_widen_blanks_but_not_too_far() {
        let setting = Setting { edge: RightEdge::Straight, ..Setting::plain(12) };
        let text = "aa bb cc dd eeeeeeeeeeee f gggggggggggg h";
        let rows = shown(text, setting, Flow::Prose);
        assert_eq!(rows, ["aa bb cc  dd", "eeeeeeeeeeee", "f", "gggggggggggg", "h"]);
        let row = set(Matter::plain(text), TextSpan::new(0, text.len()), setting, Flow::Prose)[0];
        assert_eq!(row_width(Matter::plain(text), row), 12);
        for at in 0..11 {
            assert_eq!(
                offset_at(Matter::plain(text), row, column_of(Matter::plain(text), row, at)),
                at
            );
        }
    }

    #[test]
    fn code_keeps_its_blanks() {
        let text = "if x:\n    y  = 1\n\tz";
        let rows = shown(text, Setting::plain(4), Flow::Lines);
        assert_eq!(rows, ["if x:", "    y  = 1", "    z"]);
    }

    #[test]
    fn cells_stand_under_one_another() {
        let text = "Year\tVehicles\n2019\t19,000\tmore\n2\t\tx";
        let rows = shown(text, Setting::plain(10), Flow::Table);
        assert_eq!(rows, ["Year  Vehicles", "2019  19,000    more", "2               x"]);
    }

    #[test]
    fn insets_take_columns_but_no_text() {
        let text = "see the survey, or not at all";
        let insets = [Inset { at: 14, number: 3 }, Inset { at: 29, number: 12 }];
        let matter = Matter { text, insets: &insets };
        let all = TextSpan::new(0, text.len());
        let rows = set(matter, all, Setting::plain(18), Flow::Prose);
        let words: Vec<&str> = rows.iter().map(|row| &text[row.span.range()]).collect();
        assert_eq!(words, ["see the survey,", "or not at all"]);
        let narrow = set(matter, all, Setting::plain(17), Flow::Prose);
        assert_eq!(&text[narrow[0].span.range()], "see the");
        assert_eq!((row_width(matter, rows[0]), row_width(matter, rows[1])), (18, 17));
        assert_eq!(column_of(matter, rows[0], 14), 17, "the comma stands behind the number");
        for column in 13..17 {
            assert_eq!(offset_at(matter, rows[0], column), 13, "the number is the last letter's");
        }
        assert_eq!(offset_at(matter, rows[0], 17), 14);
    }

    #[test]
    fn a_table_makes_room_for_insets() {
        let text = "Year\tof\n2019\t1";
        let insets = [Inset { at: 4, number: 1 }];
        let matter = Matter { text, insets: &insets };
        let rows = set(matter, TextSpan::new(0, text.len()), Setting::plain(20), Flow::Table);
        assert_eq!(column_of(matter, rows[0], 5), 9);
        assert_eq!(column_of(matter, rows[1], 13), 9);
    }

    #[test]
    fn a_word_with_its_inset_may_be_wider_than_the_row() {
        let text = "abcdefgh";
        let matter = Matter { text, insets: &[Inset { at: 8, number: 1 }] };
        let rows = set(matter, TextSpan::new(0, 8), Setting::plain(6), Flow::Prose);
        let words: Vec<&str> = rows.iter().map(|row| &text[row.span.range()]).collect();
        assert_eq!(words, ["abcdef", "gh"]);
        let rows = set(matter, TextSpan::new(0, 8), Setting::plain(2), Flow::Prose);
        assert_eq!(rows.len(), 5, "the last letter and its number have a row of their own");
    }
}
