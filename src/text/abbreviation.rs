//! Abbreviations and what the stop after one can mean.

use std::sync::LazyLock;

use super::words::WordList;

static WORDS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(include_str!("../../assets/words/abbreviations.txt")));

/// What the stop of an abbreviation can be besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Never the end of a sentence: a name follows, as after `Mr.`.
    Title,
    /// Part of an abbreviation only before a number, as in `No. 5`.
    Number,
    /// Perhaps also the end of a sentence, as in `Inc.`.
    Other,
}

/// Returns what the stop after `word` can be; `None` if `word` is no abbreviation we know.
pub(super) fn stop(word: &str) -> Option<Stop> {
    match WORDS.note(word)? {
        "title" => Some(Stop::Title),
        "number" => Some(Stop::Number),
        _ => Some(Stop::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_says_what_its_stop_can_be() {
        for (word, note) in WORDS.iter() {
            assert!(["title", "number", "other"].contains(&note), "{word}: {note}");
        }
    }

    #[test]
    fn knows_titles_numbers_and_others() {
        assert_eq!(stop("Mr"), Some(Stop::Title));
        assert_eq!(stop("No"), Some(Stop::Number));
        assert_eq!(stop("Inc"), Some(Stop::Other));
        assert_eq!(stop("bridge"), None);
    }
}
