//! Quotation marks: where they stand in a paragraph, and what each can be by the spaces around it.
//!
//! Comes from the words of a paragraph; goes to `quote`, which pairs them. Apostrophes and the
//! marks of feet and inches are told apart here as far as their neighbours tell.

use super::scan::{
    char_at, char_before, elision_end, is_apostrophe, is_clitic, is_space, is_word, word_end,
};

/// A character, or two that are printed as one mark (`''`), which can stand around a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its first byte in the paragraph.
    pub(super) start: usize,
    /// The byte after it.
    pub(super) end: usize,
    /// The character it is made of.
    pub(super) glyph: char,
    /// Which marks it can pair with.
    pub(super) family: Family,
    /// What it can be.
    pub(super) facing: Facing,
}

/// Marks that can pair with each other. A mark may close over unclosed ones of a lesser family:
/// single marks, which apostrophes look like, tell least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// `‘ ’ ' ‚`
    Single,
    /// `‹ ›`
    SingleGuillemet,
    /// `“ ” " '' ``` `` ``` „`
    Double,
    /// `« »`
    Guillemet,
}

/// What a mark can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facing {
    /// It opens a quotation.
    Opens,
    /// It closes one if one is open, else it is stray.
    Closes,
    /// It closes a quotation if one is open, else opens one.
    Either,
    /// It closes one, or is an apostrophe or an inch mark.
    Perhaps,
    /// `«` or `‹` with spaces that leave its side open: closes what `»` opened, else opens.
    PointsLeft,
    /// `»` or `›` likewise: closes what `«` opened, else opens.
    PointsRight,
}

/// What stands beside a run of marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// A space, the paragraph's edge, a bracket that faces the marks.
    Free,
    /// A dash.
    Dash,
    /// A letter or digit.
    Word,
    /// A comma or stop, which follows words and not spaces.
    Stop,
    /// Anything else.
    Other,
}

/// Fills `marks` with the quotation marks of `text`, in order.
pub(super) fn find(text: &str, marks: &mut Vec<Mark>) {
    marks.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' | b'\'' | b'`' | 0xc2 | 0xe2 if is_glyph_at(text, at) => run(text, at, marks),
            // The first bytes of apostrophes that are no marks, but may have one in their word: ʼn'.
            0xca | 0xef => elision_end(text, at).unwrap_or(at + 1),
            _ => at + 1,
        };
    }
}

/// Returns the byte after the mark that starts at byte `at` of `text`: two bytes on for `''` and
/// ``` `` ```. In three single marks the pair stands outside: first in `'''So`, last in `so'''`.
pub(super) fn glyph_end(text: &str, at: usize, c: char) -> usize {
    let bytes = text.as_bytes();
    let same = |at: usize| bytes.get(at) == bytes.get(at.wrapping_add(1));
    if !matches!(c, '\'' | '`') || !same(at) {
        return at + c.len_utf8();
    }
    let starts_three = same(at + 1) && !same(at.wrapping_sub(1)) && !same(at + 2);
    let opens = char_before(text, at).is_none_or(is_space);
    at + if starts_three && !opens { 1 } else { 2 }
}

/// Returns whether `c` can be a quotation mark.
pub(super) fn is_glyph(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»' | '‘'..='‟' | '‹' | '›')
}

fn is_glyph_at(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(is_glyph)
}

/// Adds the marks of the run of marks that starts at byte `at`; returns where the run ends.
fn run(text: &str, at: usize, marks: &mut Vec<Mark>) -> usize {
    let mut end = at;
    while let Some(c) = char_at(text, end).filter(|c| is_glyph(*c)) {
        end += c.len_utf8();
    }
    let sides = Sides {
        before: char_before(text, at),
        left: beside(char_before(text, at), '(', '['),
        right: match beside(char_at(text, end), ')', ']') {
            // Dots may stand for words left out.
            Beside::Stop if text[end..].starts_with("..") => Beside::Other,
            right => right,
        },
    };
    let mut start = at;
    while let Some(c) = char_at(text, start).filter(|_| start < end) {
        // ’n’ and ’90s are words: the second mark of one opens and closes nothing.
        if let Some(end) = elision_end(text, start) {
            return end;
        }
        let stop = glyph_end(text, start, c).min(end);
        if let Some((family, facing)) = sides.read(text, start, c, stop - start) {
            marks.push(Mark { start, end: stop, glyph: c, family, facing });
        }
        start = stop;
    }
    end
}

fn beside(c: Option<char>, round: char, square: char) -> Beside {
    match c {
        None => Beside::Free,
        Some(c) if is_space(c) || c == round || c == square => Beside::Free,
        Some('-' | '–' | '—' | '―' | '/') => Beside::Dash,
        Some(',' | ';' | ':' | '.' | '?' | '!') => Beside::Stop,
        Some(c) if is_word(c) => Beside::Word,
        Some(_) => Beside::Other,
    }
}

/// The neighbours of a run of marks.
struct Sides {
    before: Option<char>,
    left: Beside,
    right: Beside,
}

impl Sides {
    /// Returns what the mark `c` of `length` bytes at byte `at` can be; `None` if it is none.
    fn read(&self, text: &str, at: usize, c: char, length: usize) -> Option<(Family, Facing)> {
        let spacing = self.spacing();
        Some(match c {
            '"' => (Family::Double, self.straight(text, at)?),
            '\'' if length == 2 => (Family::Double, spacing.unwrap_or(Facing::Either)),
            '“' | '‟' | '„' | '`' if c != '`' || length == 2 => match (c, spacing) {
                (_, Some(Facing::Closes)) => (Family::Double, Facing::Either),
                ('“', None) => (Family::Double, Facing::Either),
                _ => (Family::Double, Facing::Opens),
            },
            '”' if spacing == Some(Facing::Opens) => (Family::Double, Facing::Either),
            '”' => (Family::Double, Facing::Closes),
            // At the start of a line and before a space it is a bullet.
            '»' | '›' if at == 0 && self.right == Beside::Free => return None,
            '«' => (Family::Guillemet, spacing.unwrap_or(Facing::PointsLeft)),
            '»' => (Family::Guillemet, spacing.unwrap_or(Facing::PointsRight)),
            '‹' => (Family::SingleGuillemet, spacing.unwrap_or(Facing::PointsLeft)),
            '›' => (Family::SingleGuillemet, spacing.unwrap_or(Facing::PointsRight)),
            _ => (Family::Single, self.single(text, at, c)?),
        })
    }

    /// Returns what the spaces around the run say; `None` if they leave it open.
    fn spacing(&self) -> Option<Facing> {
        match (self.left, self.right) {
            (Beside::Free, Beside::Free | Beside::Stop) => None,
            (Beside::Free, _) | (Beside::Dash, Beside::Word) => Some(Facing::Opens),
            (_, Beside::Free | Beside::Stop) | (Beside::Dash, Beside::Other) => {
                Some(Facing::Closes)
            }
            (Beside::Dash, Beside::Dash) | (_, Beside::Word) => None,
            (_, Beside::Dash | Beside::Other) => Some(Facing::Closes),
        }
    }

    /// Reads a straight double mark; `None` for the inches of 6'2".
    fn straight(&self, text: &str, at: usize) -> Option<Facing> {
        let digit = char_before(text, at).is_some_and(|c| c.is_ascii_digit());
        match self.spacing() {
            _ if digit && follows_feet(text, at) => None,
            Some(Facing::Closes) if digit => Some(Facing::Perhaps),
            Some(facing) => Some(facing),
            None => Some(Facing::Either),
        }
    }

    /// Reads a single mark; `None` for an apostrophe, the feet of 6'2" and a lone backtick.
    fn single(&self, text: &str, at: usize, c: char) -> Option<Facing> {
        if elision_end(text, at).is_some() || ends_elision(text, at) {
            return None;
        }
        let next = at + c.len_utf8();
        let clitic = text.get(next..word_end(text, next)).is_some_and(is_clitic);
        let ending = if self.may_end_word(text, at) { Facing::Perhaps } else { Facing::Closes };
        match (c, self.spacing()) {
            ('`', Some(Facing::Opens)) => Some(Facing::Opens),
            ('`', _) => None,
            ('‘' | '‛' | '‚', Some(Facing::Closes)) => (c != '‚').then_some(ending),
            ('‘' | '‛' | '‚', _) => Some(Facing::Opens),
            (_, Some(Facing::Closes)) => Some(ending),
            ('\'', Some(Facing::Opens)) => Some(Facing::Opens),
            // Between a stop and a word: a space is missing.
            ('\'', None) if matches!(self.left, Beside::Other | Beside::Stop) && !clitic => {
                Some(Facing::Either)
            }
            _ => None,
        }
    }

    /// Returns whether the mark can be the apostrophe of a plural possessive (dogs’), of a letter
    /// left out (goin’, o’, an’), or a foot mark.
    fn may_end_word(&self, text: &str, at: usize) -> bool {
        if self.before.is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x') || c.is_ascii_digit()) {
            return true;
        }
        let word = text.get(..at).unwrap_or_default();
        let from =
            word.len() - word.bytes().rev().take(5).take_while(u8::is_ascii_lowercase).count();
        let whole = !char_before(word, from).is_some_and(is_word);
        let word = &word[from..];
        word.ends_with("in") && word.len() > 3
            || whole
                && matches!(word, "o" | "an" | "th" | "ol" | "wi" | "mo" | "po" | "li" | "d" | "l")
    }
}

/// Returns whether digits and a foot mark stand just before the digits that end at byte `at`.
fn follows_feet(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let digits =
        |bytes: &[u8]| bytes.iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let head = &head[..head.len() - digits(head.as_bytes())];
    ['\'', '’', '′']
        .iter()
        .find_map(|mark| head.trim_end_matches(' ').strip_suffix(*mark))
        .is_some_and(|feet| feet.ends_with(|c: char| c.is_ascii_digit()))
}

/// Returns whether the mark at byte `at` is the second one of ’n’.
fn ends_elision(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let Some(head) = head.strip_suffix(['n', 'N']) else { return false };
    let Some(first) = head.chars().next_back().filter(|c| is_apostrophe(*c) || *c == '‘') else {
        return false;
    };
    elision_end(text, head.len() - first.len_utf8()).is_some_and(|end| end > at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` with `<` before marks that open, `>` after those that close, `?` after those that
    /// can be either or an apostrophe; marks that are none stay bare.
    fn check(text: &str, expected: &str) {
        let mut marks = Vec::new();
        find(text, &mut marks);
        let mut shown = text.to_owned();
        for mark in marks.iter().rev() {
            match mark.facing {
                Facing::Opens => shown.insert(mark.start, '<'),
                Facing::Closes => shown.insert(mark.end, '>'),
                _ => shown.insert(mark.end, '?'),
            }
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn curly_marks_say_what_they_are() {
        check("“So,” he said.", "<“So,”> he said.");
    }

    #[test]
    fn spaces_tell_the_side_of_straight_marks() {
        check("\"So,\" he said (\"no\").", "<\"So,\"> he said (<\"no\">).");
        check("he said--\"so\"--and", "he said--<\"so\">--and");
        check("said,\"So\"", "said,\"?So\">");
        check("so \" so", "so \"? so");
    }

    #[test]
    fn doubled_single_marks_are_one() {
        check("''So,'' he said.", "<''So,''> he said.");
        check("``So,'' he said.", "<``So,''> he said.");
    }

    #[test]
    fn of_three_single_marks_the_outer_two_are_one() {
        check("'''So' it is,''", "<''<'So'> it is,''>");
        check("''it is 'so.'''", "<''it is <'so.'>''>");
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("O’Brien’s don’t", "O’Brien’s don’t");
        check("the ’90s, the '08 vote", "the ’90s, the '08 vote");
        check("rock ’n’ roll, rock 'n' roll", "rock ’n’ roll, rock 'n' roll");
        check("rock ‘n’ roll in the ‘90s", "rock ‘n’ roll in the ‘90s");
        check("tell 'em 'til", "tell 'em 'til");
        check("“No”’s", "<“No”>’s");
    }

    #[test]
    fn possessives_are_doubtful() {
        check("the dogs’ bowl", "the dogs’? bowl");
        check("nothin’ doing", "nothin’? doing");
        check("‘free lunch’ and", "<‘free lunch’> and");
    }

    #[test]
    fn feet_and_inches_are_no_marks() {
        check("He is 6'2\" tall", "He is 6'2\" tall");
        check("He is 6′2″ tall", "He is 6′2″ tall");
        check("a 12\" record", "a 12\"? record");
    }

    #[test]
    fn a_bullet_is_no_guillemet() {
        check("» Read more", "» Read more");
        check("»So«", "<»So«>");
        check("« So »", "«? So »?");
    }
}
