//! Names: whether two of them can name the same.
//!
//! Words of names in, yes or no out. Knows no context: which of two fitting people is meant is for
//! [`merge`](super::merge).

use crate::{
    base::TextSpan,
    claims::{lexicon, words::Words},
};

/// The words of a name in lower case, without stops and possessive marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) parts: Words,
    /// Whether it is written in capitals only: “NATO”, or “PENCE” in a transcript.
    pub(super) capitals: bool,
}

impl Name {
    /// Reads the name that `span` of `text` is.
    pub(super) fn new(text: &str, span: TextSpan) -> Self {
        let words = span.slice(text).unwrap_or_default();
        let parts = words
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| {
                word.trim_end_matches("’s").trim_end_matches("'s").trim_end_matches(['’', '\''])
            })
            .map(|word| word.replace('.', "").replace('’', "'").to_lowercase())
            .filter(|word| !word.is_empty() && word != "the")
            .collect();
        Self { parts, capitals: super::scan::is_acronym(words) }
    }

    /// Returns the last word that is no “Jr.”: of a person the surname.
    pub(super) fn last(&self) -> &str {
        let suffix = |part: &&str| matches!(*part, "jr" | "sr" | "ii" | "iii" | "iv");
        self.parts.iter().rev().find(|part| !suffix(part)).unwrap_or_default()
    }

    /// Returns the first word.
    pub(super) fn first(&self) -> &str {
        self.parts.iter().next().unwrap_or_default()
    }

    /// Returns the first letters of the words that count in an acronym.
    pub(super) fn initials(&self) -> String {
        let small =
            |part: &&str| !matches!(*part, "of" | "for" | "the" | "and" | "&" | "on" | "in");
        self.parts.iter().filter(small).filter_map(|part| part.chars().next()).collect()
    }

    /// Returns whether the name is one word.
    pub(super) fn is_single(&self) -> bool {
        self.parts.len() == 1
    }

    /// Returns whether both can name the same person or body.
    pub(super) fn fits(&self, other: &Self) -> bool {
        if self.parts == other.parts {
            return true;
        }
        match (self.is_single(), other.is_single()) {
            (true, true) => false,
            (true, false) => other.shortens_to(self),
            (false, true) => self.shortens_to(other),
            (false, false) => self.is_spelling_of(other) || other.is_spelling_of(self),
        }
    }

    /// Returns whether `short`, of one word, can stand for this name: its last or first word, or
    /// its initials.
    fn shortens_to(&self, short: &Self) -> bool {
        let word = short.first();
        self.last() == word
            || (self.first() == word && !lexicon::is_place(word))
            || (word.len() > 1 && short.capitals && self.initials() == word)
    }

    /// Returns whether this name is `other` with less or shortened words: “H. Clinton”, “Hillary
    /// Clinton” for “Hillary Rodham Clinton”, “Justice Department” for “Department of Justice”.
    fn is_spelling_of(&self, other: &Self) -> bool {
        let large = |part: &&str| !small_word(part);
        let mine = || self.parts.iter().filter(large);
        let theirs = || other.parts.iter().filter(large);
        let (count, their_count) = (mine().count(), theirs().count());
        if count > their_count {
            return false;
        }
        // “the Brennan Center” for “the Brennan Center for Justice”.
        if self.parts.next_in(&other.parts).is_some_and(small_word) {
            return true;
        }
        if self.last() == other.last() {
            let (first, their_first) = (self.first(), other.first());
            let initial = first.len() == 1 && their_first.starts_with(first)
                || their_first.len() == 1 && first.starts_with(their_first);
            return initial || mine().all(|part| theirs().any(|other| other == part));
        }
        count == their_count && mine().all(|part| theirs().any(|other| other == part))
    }
}

/// Returns whether `part` only joins the parts of a name.
fn small_word(part: &str) -> bool {
    matches!(part, "of" | "for" | "and" | "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, fits: bool) {
        let name = |words: &str| Name::new(words, TextSpan::new(0, words.len()));
        assert_eq!(name(left).fits(&name(right)), fits, "{left} / {right}");
        assert_eq!(name(right).fits(&name(left)), fits, "{right} / {left}");
    }

    #[test]
    fn names_fit_their_shorter_forms() {
        check("Anna Berg", "Berg", true);
        check("Anna Berg", "Anna", true);
        check("Anna Berg", "A. Berg", true);
        check("Anna Maria Berg", "Anna Berg", true);
        check("Anna Berg", "Anna Berg’s", true);
        check("Carl Berg Jr.", "Berg", true);
        check("European Space Agency", "ESA", true);
        check("Department of Justice", "Justice Department", true);
        check("The Valley Herald", "Herald", true);
        check("BERG", "Anna Berg", true);
        check("Brennan Center for Justice", "Brennan Center", true);
        check("James O’Neill", "O'Neill", true);
    }

    #[test]
    fn other_names_do_not() {
        check("Anna Berg", "Carl Berg", false);
        check("Anna Berg", "Bergman", false);
        check("Berg", "Holt", false);
        check("Anna Berg", "Anna Holt", false);
        check("Valley Herald", "Valley Herald Tribune", false);
    }
}
