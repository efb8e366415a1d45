//! Lists of words that come with the program, one a file under `assets/words`.
//!
//! A file has one entry a line: a word, then whatever the list says of it. Lines that start with
//! `#` and empty lines are left out.

use rustc_hash::FxHashMap;

/// A list of words, each with a note that its reader understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordList {
    /// The note of each word; of equal words the first of the file counts.
    notes: FxHashMap<&'static str, &'static str>,
    /// For each first byte the lengths of the words that have it, a bit each: most words that are
    /// looked up are in no list, and need no search.
    lengths: Box<[u32; 256]>,
}

impl WordList {
    /// Reads the text of a list.
    pub fn new(text: &'static str) -> Self {
        let mut notes = FxHashMap::default();
        let mut lengths = Box::new([0; 256]);
        for (word, note) in text.lines().filter_map(entry) {
            notes.entry(word).or_insert(note);
            lengths[usize::from(first(word))] |= length_bit(word);
        }
        Self { notes, lengths }
    }

    /// Returns whether `word` is in the list, spelt like that.
    pub fn has(&self, word: &str) -> bool {
        self.note(word).is_some()
    }

    /// Returns what the list says of `word`, empty where it says nothing; `None` if the word is
    /// not in the list.
    pub fn note(&self, word: &str) -> Option<&'static str> {
        if self.lengths[usize::from(first(word))] & length_bit(word) == 0 {
            return None;
        }
        self.notes.get(word).copied()
    }

    /// Returns the words in order, each with its note.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut entries: Vec<_> = self.notes.iter().map(|(word, note)| (*word, *note)).collect();
        entries.sort_unstable();
        entries.into_iter()
    }
}

/// Returns the first byte of `word`; 0 if it has none.
fn first(word: &str) -> u8 {
    word.as_bytes().first().copied().unwrap_or_default()
}

/// Returns the bit that stands for the length of `word`; all long ones share one.
fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

/// Returns the word of `line` and what follows it, or `None` for a comment or an empty line.
fn entry(line: &'static str) -> Option<(&'static str, &'static str)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let (word, note) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Some((word, note.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_with_their_notes() {
        let list = WordList::new("# origin\n\nsaid\nMr title\n  No  number x \n");
        assert_eq!(list.note("said"), Some(""));
        assert_eq!(list.note("Mr"), Some("title"));
        assert_eq!(list.note("No"), Some("number x"));
        assert!(list.has("said") && !list.has("mr") && !list.has("#"));
        assert_eq!(list.iter().map(|(word, _)| word).collect::<Vec<_>>(), ["Mr", "No", "said"]);
    }
}
