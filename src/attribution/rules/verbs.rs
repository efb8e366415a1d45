//! The verbs that put words down to somebody.

use std::sync::LazyLock;

use crate::{attribution::Act, text::WordList};

static VERBS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(include_str!("../../../assets/words/cue_verbs.txt")));

/// A form of a verb of saying or thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verb {
    /// What its subject does.
    pub(super) act: Act,
    /// What follows it.
    pub(super) takes: Takes,
    /// Whether it may name whom it is said to first.
    pub(super) person: bool,
}

/// What a verb is followed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A clause, with or without “that”.
    Clause,
    /// A clause with “that”.
    That,
    /// Somebody, “of”, and what they are said to have done.
    Of,
    /// A quotation only.
    Quote,
}

/// Returns the verb that `word`, in lower case, is a form of.
pub(super) fn verb(word: &str) -> Option<Verb> {
    let note = VERBS.note(word)?;
    let has = |name: &str| note.split(' ').any(|part| part == name);
    let act = if has("attitude") { Act::Attitude } else { Act::Speech };
    let takes = match () {
        () if has("clause") => Takes::Clause,
        () if has("of") => Takes::Of,
        () if has("quote") => Takes::Quote,
        () => Takes::That,
    };
    Some(Verb { act, takes, person: has("person") })
}

/// Returns whether `word`, in lower case, may stand between a subject and its verb.
pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "been"
            | "be"
            | "will"
            | "would"
            | "could"
            | "can"
            | "may"
            | "might"
            | "should"
            | "must"
            | "did"
            | "does"
            | "do"
            | "not"
            | "n’t"
            | "n't"
            | "’ve"
            | "’s"
            | "’d"
            | "'s"
            | "'d"
            | "'ve"
            | "’re"
            | "'re"
    )
}

/// Returns whether `word`, in lower case, is an adverb that may stand beside a verb of saying.
pub(super) fn is_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "family" | "reply" | "supply" | "ally")
        || matches!(
            word,
            "also"
                | "then"
                | "later"
                | "often"
                | "once"
                | "never"
                | "always"
                | "even"
                | "again"
                | "now"
                | "still"
                | "just"
                | "earlier"
                | "already"
                | "since"
                | "ever"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_know_what_they_take() {
        let takes = |word| verb(word).map(|verb| verb.takes);
        assert_eq!(takes("said"), Some(Takes::Clause));
        assert_eq!(takes("added"), Some(Takes::That));
        assert_eq!(takes("accused"), Some(Takes::Of));
        assert_eq!(takes("bridge"), None);
        assert_eq!(verb("feel").map(|verb| verb.act), Some(Act::Attitude));
        assert!(verb("told").is_some_and(|verb| verb.person));
    }
}
