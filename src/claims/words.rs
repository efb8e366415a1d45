//! The words of a name or a description, kept in one piece.
//!
//! An article of news has thousands of either, and most have two short words: a list of strings would
//! be ten times their letters.

use compact_str::CompactString;

/// A few words without white space in them, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(CompactString);

impl Words {
    /// Returns the words, in order.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        let gaps = self.0.as_bytes().iter().filter(|byte| **byte == b' ').count();
        if self.is_empty() { 0 } else { gaps + 1 }
    }

    /// Returns whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether one of them is `word`.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.iter().any(|own| own == word)
    }

    /// Returns the word that follows where `other` begins with these; `None` where it does not, or
    /// has no more.
    pub(super) fn next_in<'o>(&self, other: &'o Self) -> Option<&'o str> {
        let mut theirs = other.iter();
        self.iter().all(|own| theirs.next() == Some(own)).then(|| theirs.next()).flatten()
    }
}

impl<W: AsRef<str>> FromIterator<W> for Words {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let mut all = CompactString::default();
        for word in words {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(word.as_ref());
        }
        Self(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        text.split_whitespace().collect()
    }

    #[test]
    fn words_come_out_as_they_went_in() {
        let own = words("anna maria berg");
        assert_eq!(own.iter().collect::<Vec<_>>(), ["anna", "maria", "berg"]);
        assert_eq!(own.iter().next_back(), Some("berg"));
        assert_eq!((own.len(), own.is_empty()), (3, false));
        assert!(own.contains("maria") && !own.contains("mar"));
        assert_eq!((words("").len(), words("").is_empty()), (0, true));
        assert_eq!(words("").iter().next(), None);
    }

    #[test]
    fn what_follows_is_found_behind_all_of_them_only() {
        let follows = |own: &str, other: &str| words(own).next_in(&words(other)).map(str::to_owned);
        assert_eq!(follows("the centre", "the centre for cases").as_deref(), Some("for"));
        assert_eq!(follows("the centre", "the centre"), None);
        assert_eq!(follows("the centre", "the centres for"), None);
        assert_eq!(follows("the centre for", "the centre"), None);
    }
}
