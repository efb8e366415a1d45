//! The verbs that put words down to somebody.

use std::sync::LazyLock;

use crate::{
    attribution::{Act, Tag, rules::scene::Scene},
    text::WordList,
};

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

/// Returns the verb that token `at` is, if it is used as one there and not as a noun or name: “he
/// claims”, not “his claims”; “they hope”, not “Ms. Hope”.
///
/// None of the verbs is a preposition; where the tagger says so of a rare one, it errs.
pub(super) fn verb_at(scene: &Scene<'_>, at: usize) -> Option<Verb> {
    let tag = scene.tag(at);
    (is_verb(tag) || tag == Tag::In).then(|| verb(scene.lower(at))).flatten()
}

/// Returns whether a part of speech is that of a verb.
fn is_verb(tag: Tag) -> bool {
    matches!(tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
}

/// Returns whether the verb at token `at`, whose group starts at `start`, says that its subject
/// speaks: “said”, “has said”, “would say”, “is saying”; not “to say”, “was said”, “saying”.
pub(super) fn is_active(scene: &Scene<'_>, start: usize, at: usize) -> bool {
    let before = |wanted: fn(&str) -> bool| (start..at).any(|index| wanted(scene.lower(index)));
    match scene.tag(at) {
        Tag::Vbd | Tag::Vbp | Tag::Vbz | Tag::In => true,
        Tag::Vb => {
            before(|word| !is_be(word) && !is_have(word) && is_auxiliary(word) && !is_not(word))
        }
        Tag::Vbg => before(is_be),
        Tag::Vbn => before(is_have) && !before(|word| word == "been") || start == at,
        _ => false,
    }
}

pub(super) fn is_be(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "’s"
            | "’re"
            | "'s"
            | "'re"
            | "’m"
            | "'m"
            | "am"
    )
}

fn is_have(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "’ve" | "'ve" | "’s" | "'s" | "’d" | "'d")
}

fn is_not(word: &str) -> bool {
    matches!(word, "not" | "n’t" | "n't")
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
            | "’ll"
            | "'ll"
            | "’m"
            | "'m"
            | "am"
            | "ca"
            | "wo"
            | "shall"
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
