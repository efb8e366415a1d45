//! A text as words, and where each word stands in it: what re-anchoring looks things up in.
//!
//! Whole words are all that is ever compared, so that “Linus” is not found in “machines”. Spaces
//! and the style of quotation marks and dashes make no difference.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A word, a number or a single mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The byte at which it starts.
    pub(super) start: usize,
    /// The byte just after it.
    pub(super) end: usize,
    /// Its length in Unicode scalar values, which is also its weight.
    pub(super) length: u32,
    /// A hash of its characters; equal for words that count as equal.
    pub(super) hash: u64,
    /// A bit for each letter that it has; two letters may share one.
    pub(super) letters: u64,
}

/// The words of a text with an index of them.
pub(super) struct Words<'t> {
    /// The text.
    pub(super) text: &'t str,
    /// Its words, in order.
    pub(super) list: Vec<Word>,
    places: HashMap<u64, Vec<u32>>,
}

impl<'t> Words<'t> {
    /// Reads `text` once.
    pub(super) fn new(text: &'t str) -> Self {
        let list = split(text);
        let mut places: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, word) in list.iter().enumerate() {
            places.entry(word.hash).or_default().push(at as u32);
        }
        Self { text, list, places }
    }

    /// Returns where words equal to `word` stand, as places in the list, in order.
    pub(super) fn places(&self, word: &Word) -> &[u32] {
        self.places.get(&word.hash).map_or(&[], Vec::as_slice)
    }
}

/// Returns the words of `text`, in order.
pub(super) fn split(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut last = first;
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = rest.peek().copied() {
            let after = text[at + next.len_utf8()..].chars().next();
            if !in_word(first) || !joins(last, next, after) {
                break;
            }
            rest.next();
            (last, end) = (next, at + next.len_utf8());
        }
        words.push(word(text, start, end));
    }
    words
}

/// Makes the word of a text from byte `start` to `end`.
fn word(text: &str, start: usize, end: usize) -> Word {
    let mut hasher = DefaultHasher::new();
    let (mut length, mut letters) = (0, 0);
    for character in text[start..end].chars() {
        let letter = fold(character);
        letter.hash(&mut hasher);
        letters |= 1 << (u32::from(letter) % u64::BITS);
        length += 1;
    }
    Word { start, end, length, hash: hasher.finish(), letters }
}

/// Returns whether `next` goes on with the word that `last` is the last character of so far, given
/// what stands after it.
fn joins(last: char, next: char, after: Option<char>) -> bool {
    if !in_word(last) && fold(last) != '\'' && !matches!(last, '.' | ',') {
        return false;
    }
    let goes_on = after.is_some_and(in_word);
    match fold(next) {
        // “didn’t”, but not the end of a quotation.
        '\'' => in_word(last) && goes_on,
        // “1,200” and “3.5”.
        '.' | ',' => last.is_ascii_digit() && after.is_some_and(|after| after.is_ascii_digit()),
        _ => in_word(next) && (in_word(last) || next.is_alphanumeric()),
    }
}

/// Returns whether a character is part of a word of several characters.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() && !stands_alone(character)
        || matches!(character, '\u{300}'..='\u{36f}' | '_')
}

/// Returns whether a character is of a script that puts no spaces between words.
fn stands_alone(character: char) -> bool {
    // Thai to Myanmar, Khmer; Chinese and Japanese, with the later extensions.
    matches!(character, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the plain form of a mark that has several.
pub(super) fn fold(character: char) -> char {
    match character {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks into which words a text falls, given with `|` between them.
    fn check(text: &str, expected: &str) {
        let words: Vec<_> = split(text).iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn spaces_and_marks_part_words() {
        check("The ferry,\n  late again.", "The|ferry|,|late|again|.");
    }

    #[test]
    fn apostrophes_and_digits_join() {
        check("didn’t pay 1,200.50, ‘he’ said", "didn’t|pay|1,200.50|,|‘|he|’|said");
    }

    #[test]
    fn a_stop_at_the_end_is_no_part_of_a_number() {
        check("in 2019. Then", "in|2019|.|Then");
    }

    #[test]
    fn hyphens_part_words() {
        check("well-known – and", "well|-|known|–|and");
    }

    #[test]
    fn scripts_without_spaces_fall_into_characters() {
        check("日本語 ok", "日|本|語|ok");
    }

    #[test]
    fn the_style_of_marks_makes_no_difference() {
        let hashes = |text: &str| split(text).iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("“It’s” – so"), hashes("\"It's\"  -\nso"));
        assert_ne!(hashes("Its"), hashes("its"));
    }
}
