//! What a reader sees for one character: its symbol, and how many columns that takes.
//!
//! Article text is hostile: a control byte, an escape sequence or a bidirectional override becomes
//! a visible symbol here, so that nothing below this module can send it to the terminal.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::base::TextSpan;

/// One grapheme cluster as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The characters it stands for; a run of white space is one glyph.
    pub span: TextSpan,
    /// What is drawn; holds no control characters.
    pub symbol: Cow<'a, str>,
    /// How many columns `symbol` takes; 0 for characters that only steer others.
    pub width: usize,
}

impl Glyph<'_> {
    /// Returns whether this is white space.
    pub fn is_blank(&self) -> bool {
        self.symbol == " "
    }
}

/// Returns what is shown for `span` of `text`, in order; runs of white space become one space.
///
/// Gives nothing if `span` is of another text.
pub fn glyphs(text: &str, span: TextSpan) -> impl Iterator<Item = Glyph<'_>> {
    let mut rest = span.slice(text).unwrap_or_default();
    let mut at = span.start();
    std::iter::from_fn(move || {
        let grapheme = first_grapheme(rest)?;
        if grapheme.chars().all(|c| c != ' ' && is_simple(c)) {
            let span = TextSpan::new(at, at + grapheme.len());
            (rest, at) = (&rest[grapheme.len()..], span.end());
            return Some(Glyph { span, width: 1, symbol: Cow::Borrowed(grapheme) });
        }
        let blank = rest.len() - rest.trim_start_matches(is_space).len();
        let len = if blank > 0 { blank } else { grapheme.len() };
        let symbol = if blank > 0 { Cow::Borrowed(" ") } else { visible(grapheme) };
        let glyph =
            Glyph { span: TextSpan::new(at, at + len), width: symbol.as_ref().width(), symbol };
        rest = &rest[len..];
        at += len;
        Some(glyph)
    })
}

/// Returns what is shown for all of `text`.
pub fn of(text: &str) -> impl Iterator<Item = Glyph<'_>> {
    glyphs(text, TextSpan::new(0, text.len()))
}

/// Returns `text` as it may be shown in a line: white space runs as one space, controls as symbols.
pub fn shown(text: &str) -> String {
    if is_shown_as_it_is(text) {
        return text.to_owned();
    }
    of(text).map(|glyph| glyph.symbol.into_owned()).collect()
}

/// Returns how many columns `text` takes when it is shown.
pub fn width(text: &str) -> usize {
    if is_shown_as_it_is(text) {
        return if text.is_ascii() { text.len() } else { text.chars().count() };
    }
    of(text).map(|glyph| glyph.width).sum()
}

/// Returns the start of `text` that fits in `columns`, with `…` where something was cut off.
///
/// Borrowed is only what fits and [is shown as it is](is_shown_as_it_is).
pub fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    // One character more tells whether the text is too long: the rest of a long one is not looked at.
    let is_long = text.len() > columns;
    let longer = is_long.then(|| text.char_indices().nth(columns)).flatten();
    let seen = longer.map_or(text, |(at, c)| &text[..at + c.len_utf8()]);
    if is_shown_as_it_is(seen) {
        return match (longer, columns.checked_sub(1)) {
            (None, _) => Cow::Borrowed(text),
            (Some(_), None) => Cow::Borrowed(""),
            (Some(_), Some(room)) => {
                let kept = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
                Cow::Owned(format!("{}…", &text[..kept]))
            }
        };
    }
    Cow::Owned(clip_glyphs(text, columns))
}

/// Returns the same for any text, glyph by glyph.
fn clip_glyphs(text: &str, columns: usize) -> String {
    let text = shown(text);
    if text.as_str().width() <= columns {
        return text;
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used + 1 > columns {
            break;
        }
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// Returns whether `text` is shown in a line as it is, a column for each character.
pub fn is_shown_as_it_is(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a way out on the first byte that says no, many bytes are looked at together.
    let is_control = |byte: &u8| (*byte < b' ') | (*byte == 0x7f);
    let is_run = |pair: &[u8]| (pair[0] == b' ') & (pair[1] == b' ');
    let has_control = bytes.iter().fold(false, |any, byte| any | is_control(byte));
    let has_run = bytes.windows(2).fold(false, |any, pair| any | is_run(pair));
    // Characters that are not of ASCII, by the bytes that begin them.
    let others = bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xc0);
    let mut others = others.filter_map(|(at, _)| text[at..].chars().next());
    !has_control && !has_run && others.all(is_simple)
}

/// Returns the first grapheme; the common case, a letter before a letter, needs no tables.
fn first_grapheme(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        (c, None) if is_simple(c) => Some(text),
        (c, Some(next)) if is_simple(c) && is_simple(next) => Some(&text[..c.len_utf8()]),
        _ => text.graphemes(true).next(),
    }
}

/// Returns whether `c` is shown as it is in one column, whatever stands before it: letters of the
/// Latin script, the punctuation of print, lines and blocks.
pub fn is_simple(c: char) -> bool {
    matches!(
        c,
        ' '..='~' | '¡'..='¬' | '®'..='ɏ' | '‐'..='‧' | '─'..='▿'
    )
}

/// White space that may be shown as one space. The no-break spaces are kept apart.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}')
}

/// Returns what is drawn for `grapheme`.
///
/// C0 controls have pictures in Unicode (U+2400…); C1 controls and what steers the direction of
/// text (UAX #9) become the replacement character.
fn visible(grapheme: &str) -> Cow<'_, str> {
    let mut chars = grapheme.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return if grapheme.chars().any(is_dangerous) {
            Cow::Owned(
                grapheme.chars().map(|c| if is_dangerous(c) { '\u{fffd}' } else { c }).collect(),
            )
        } else {
            Cow::Borrowed(grapheme)
        };
    };
    match c {
        '\0'..='\u{1f}' => Cow::Owned(picture(c as u32).to_string()),
        '\u{7f}' => Cow::Borrowed("␡"),
        '\u{feff}' | '\u{200b}' => Cow::Borrowed(""),
        '\u{a0}' => Cow::Borrowed("\u{a0}"),
        c if is_dangerous(c) => Cow::Borrowed("\u{fffd}"),
        _ => Cow::Borrowed(grapheme),
    }
}

/// Returns the picture of a C0 control character.
fn picture(control: u32) -> char {
    char::from_u32(0x2400 + control).unwrap_or('\u{fffd}')
}

/// Controls, and the marks, embeddings, overrides and isolates of the bidirectional algorithm.
fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_sequences_are_shown_not_sent() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a␛[2Jb");
        assert_eq!(shown("\u{9b}31m\u{7f}\0"), "\u{fffd}31m␡␀");
    }

    #[test]
    fn overrides_are_shown_not_obeyed() {
        assert_eq!(shown("a\u{202e}b\u{2066}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn white_space_runs_are_one_space() {
        assert_eq!(shown("a \r\n\t b"), "a b");
        let spans: Vec<_> = glyphs("a \n b", TextSpan::new(0, 5)).map(|g| g.span).collect();
        assert_eq!(spans[1], TextSpan::new(1, 4));
    }

    #[test]
    fn wide_and_combining_characters_take_their_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩‍🔬"), 2);
        assert_eq!(width("\u{feff}a"), 1);
    }

    #[test]
    fn what_is_simple_is_what_the_tables_say_it_is() {
        for c in (' '..='\u{ffff}').filter(|c| is_simple(*c)) {
            let alone = c.to_string();
            assert_eq!(alone.width(), 1, "{c:?}");
            assert!(!is_dangerous(c), "{c:?}");
            for pair in [format!("{c}a"), format!("a{c}"), format!("{c}“"), format!("“{c}")] {
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
        }
    }

    #[test]
    fn what_is_shown_as_it_is_is_shown_as_it_is() {
        for text in ["", "one two", " “so” — é ", "│ ▸1"] {
            assert!(is_shown_as_it_is(text), "{text:?}");
            assert_eq!((shown(text).as_str(), width(text)), (text, text.chars().count()));
        }
        for text in ["two  blanks", "tab\t", "\u{7f}", "é  “", "日", "e\u{301}", "\u{ad}"] {
            assert!(!is_shown_as_it_is(text), "{text:?}");
        }
    }

    #[test]
    fn clips_by_columns() {
        assert_eq!(clip("日本語", 5), "日本…");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abc", 0), "");
        assert_eq!(clip("“añb”", 5), "“añb”");
        assert_eq!(clip("“añb” c", 5), "“añb…");
        assert_eq!(clip("abcd  ", 5), "abcd ");
        assert_eq!(clip("abc\ne", 4), "abc…");
        assert_eq!(clip("abce\u{301}", 4), "abce\u{301}");
        assert_eq!(clip("abce\u{301}f", 4), "abc…");
        assert!(matches!(clip("abc", 3), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn clips_simple_texts_as_it_clips_any(
            text in "[ab é…日\u{301}\u{200d}\u{fe0f}👩▪\t\n\u{7f}]{0,12}",
            columns in 0_usize..14,
        ) {
            prop_assert_eq!(clip(&text, columns), clip_glyphs(&text, columns));
        }
    }
}
