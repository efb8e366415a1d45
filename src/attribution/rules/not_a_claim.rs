//! What looks like a claim and is none: a participle that describes somebody, a title or a name in
//! quotation marks, a word that is spoken of as a word.
//!
//! `The accused man received a letter.` Nobody accuses here; the model, which has seen “accused”
//! mostly as a verb, takes it for one. `a film called “The Bridge”` names and does not quote.

use std::ops::Range;

use crate::{
    attribution::{
        Attribution, Tag,
        rules::{
            caption, cited, hearsay, phrase,
            scene::{Scene, is_mark},
            told,
            verbs::{is_active, is_be},
        },
    },
    base::TextSpan,
};

/// Participles that stand for whom they describe.
const PARTICIPLES: [&str; 4] = ["accused", "alleged", "suspected", "convicted"];

/// Words before a name or title in quotation marks.
const NAMING: [&str; 10] = [
    "titled",
    "entitled",
    "named",
    "nicknamed",
    "called",
    "known",
    "pseudonym",
    "alias",
    "starring",
    "headlined",
];

/// Words before a word that is spoken of.
const MENTIONING: [&str; 8] =
    ["word", "words", "term", "phrase", "name", "nickname", "letter", "title"];

/// Longest name or title, in tokens without the marks.
const LONGEST_NAME: usize = 8;

/// Returns whether an attribution is none.
pub(super) fn is_none(scene: &Scene<'_>, found: &Attribution) -> bool {
    is_participle(scene, found)
        || cites(scene, found)
        || is_run_together(scene, found)
        || caption::is_credit(scene, found)
        || hearsay::is_told_only(scene, found)
        || is_own_subject(scene, found)
        || is_thing(scene, found)
        || quoted_only(scene, found).is_some_and(|words| {
            is_name(scene, found, &words)
                || is_nickname(scene, &words)
                || is_mentioned(scene, &words)
        })
}

/// `[The first two] were guessing`: what stands before an active verb is who does it, and nothing follows
/// that they could say.
fn is_own_subject(scene: &Scene<'_>, found: &Attribution) -> bool {
    let (Some(cue), None, [words]) = (found.cue, found.source, found.content.as_slice()) else {
        return false;
    };
    let tokens = scene.token_at(cue.start())..scene.token_at(cue.end());
    let end = scene.token_at(words.end());
    let Some(verb) = tokens.clone().rev().find(|at| scene.tag(*at).is_verb()) else { return false };
    end == tokens.start
        && end > 0
        && scene.is_word(end - 1)
        && is_active(scene, phrase::group_start(scene, tokens.start, verb), verb)
}

/// Returns whether the content is a thing, with no verb in it, of a verb that can have words or things:
/// `we showed [them the photographs]`, `nobody asked [a question]`, `[the plan] was discovered`.
///
/// What a poll or a video shows is a claim even so; what people show is not.
fn is_thing(scene: &Scene<'_>, found: &Attribution) -> bool {
    let (Some(cue), [content]) = (found.cue, found.content.as_slice()) else { return false };
    let tokens = scene.token_at(cue.start())..scene.token_at(cue.end());
    let Some(verb) = tokens.clone().rev().find(|at| scene.tag(*at).is_verb()) else { return false };
    let words = scene.token_at(content.start())..scene.token_at(content.end());
    let has_thing = match scene.lower(verb) {
        "show" | "shows" | "showed" | "shown" | "showing" => {
            let by_pronoun = |source: TextSpan| {
                let at = scene.token_at(source.start());
                scene.tag(at) == Tag::Prp && scene.tokens.spans[at] == source
            };
            found.source.is_some_and(by_pronoun)
        }
        "ask" | "asks" | "asked" | "asking" => {
            words.len() <= 4 && matches!(scene.lower(words.end - 1), "question" | "questions")
        }
        "discovered" | "found" | "noticed" | "detected" | "spotted" => {
            words.end == tokens.start && tokens.clone().any(|at| is_be(scene.lower(at)))
        }
        _ => false,
    };
    let marked = || words.clone().any(|at| scene.place(at).mark.is_some());
    let says = |at: usize| scene.tag(at).is_verb() || matches!(scene.tag(at), Tag::Md | Tag::To);
    has_thing && !words.clone().any(says) && !marked()
}

/// Returns whether the cue is “quoted drivers as saying”: two claims in one, which `told` parts.
fn is_run_together(scene: &Scene<'_>, found: &Attribution) -> bool {
    let Some(cue) = found.cue else { return false };
    let tokens = scene.token_at(cue.start())..scene.token_at(cue.end());
    tokens.clone().any(|at| {
        told::quoted_as_saying(scene, at).is_some_and(|(_, saying)| tokens.contains(&saying))
    })
}

/// Returns whether the content is who is cited: “the report, citing the mayor, said …”.
fn cites(scene: &Scene<'_>, found: &Attribution) -> bool {
    let Some(cue) = found.cue else { return false };
    let last = scene.token_at(cue.end()).saturating_sub(1);
    let next = scene.tokens.spans.get(last + 1).map(|span| span.start());
    let marked = scene.place(last + 1).opens();
    next == Some(found.hull().start()) && !marked && cited::cites(scene, last)
}

/// Returns whether the cue is a participle with a determiner before it.
fn is_participle(scene: &Scene<'_>, found: &Attribution) -> bool {
    let Some(cue) = found.cue else { return false };
    let last = scene.token_at(cue.end()).saturating_sub(1);
    let Some(before) = last.checked_sub(1) else { return false };
    let determined = matches!(
        scene.lower(before),
        "the" | "an" | "a" | "this" | "that" | "his" | "her" | "their" | "its" | "another"
    );
    determined && PARTICIPLES.contains(&scene.lower(last))
}

/// Returns the tokens between the marks of a claim that is one short quotation and no more.
fn quoted_only(scene: &Scene<'_>, found: &Attribution) -> Option<Range<usize>> {
    let [content] = found.content.as_slice() else { return None };
    let (start, end) = (scene.token_at(content.start()), scene.token_at(content.end()));
    let marked = scene.place(start).opens() && scene.place(end.checked_sub(1)?).closes();
    let words = start + 1..end - 1;
    (marked && !words.is_empty() && words.len() <= LONGEST_NAME).then_some(words)
}

/// `a film called “The Bridge”`, `known as “Shorty”`: a word of naming before, capitals inside.
fn is_name(scene: &Scene<'_>, found: &Attribution, words: &Range<usize>) -> bool {
    let Some(cue) = found.cue else { return false };
    let (from, to) = (scene.token_at(cue.start()), scene.token_at(cue.end()));
    let names = (from..to).any(|at| NAMING.contains(&scene.lower(at)));
    names && is_capitalised(scene, words)
}

/// Returns whether each long word has a capital, as in titles; one word alone must have one too.
fn is_capitalised(scene: &Scene<'_>, words: &Range<usize>) -> bool {
    let mut own = words.clone().filter(|at| scene.is_word(*at) && scene.word(*at).len() > 3);
    let first = words.clone().find(|at| scene.is_word(*at));
    first.is_some_and(|at| scene.is_capitalised(at)) && own.all(|at| scene.is_capitalised(at))
}

/// `Anna “Shorty” Berg`: a quotation inside a name.
fn is_nickname(scene: &Scene<'_>, words: &Range<usize>) -> bool {
    let Some(before) = words.start.checked_sub(2) else { return false };
    let name = |at: usize| scene.tag(at) == Tag::Nnp && scene.is_capitalised(at);
    words.len() <= 3 && name(before) && name(words.end + 1) && is_capitalised(scene, words)
}

/// `the word “bridge”`: the quotation names itself.
fn is_mentioned(scene: &Scene<'_>, words: &Range<usize>) -> bool {
    let Some(before) = words.start.checked_sub(2) else { return false };
    words.len() <= 3 && !is_mark(scene.word(before)) && MENTIONING.contains(&scene.lower(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::rules::tests::{finding, with_scene},
    };

    fn check(words: &str, cue: &str, content: &str, expected: bool) {
        check_of(words, "", cue, content, expected);
    }

    /// Checks a claim with a source.
    fn check_of(words: &str, source: &str, cue: &str, content: &str, expected: bool) {
        let found = finding(words, source, cue, content);
        let article = Article::from_paragraphs([words]);
        with_scene(&article, 0, |scene| assert_eq!(is_none(scene, &found), expected, "{words}"));
    }

    #[test]
    fn participles_are_told_from_verbs() {
        check("The accused man received a letter.", "accused", "a letter", true);
        check("The accused had left the town.", "The accused", "the town", true);
        check("The board accused him of theft.", "accused", "him of theft", false);
        check("He was accused of theft again.", "was accused of", "theft", false);
    }

    #[test]
    fn subjects_are_no_contents() {
        check("The first two were guessing.", "were guessing", "The first two", true);
        check("The first two were sought.", "were sought", "The first two", false);
        check("“The first two,” said he.", "said", "“The first two,”", false);
    }

    #[test]
    fn things_are_no_words() {
        check_of("Nobody asked a question.", "Nobody", "asked", "a question", true);
        check_of("She asked about the bridge.", "She", "asked about", "the bridge", false);
        check_of("We showed them the photographs.", "We", "showed", "them the photographs", true);
        check_of("It shows a man running.", "It", "shows", "a man running", false);
        check_of("Polls show a close race.", "Polls", "show", "a close race", false);
        check("The plan was discovered by them.", "was discovered", "The plan", true);
        check("The plan was announced by them.", "was announced", "The plan", false);
    }

    #[test]
    fn titles_and_names() {
        check("He sang in a show titled “The Last Bridge.”", "titled", "“The Last Bridge.”", true);
        check("A man known as “Shorty” was there.", "known as", "“Shorty”", true);
        check("The judge called it “a sad day.”", "called", "“a sad day.”", false);
        check("The judge said: “The End.”", "said", "“The End.”", false);
    }

    #[test]
    fn nicknames_and_words_as_words() {
        check("Then Anna “Shorty” Berg said so.", "said", "“Shorty”", true);
        check("He never used the word “bridge” there.", "used", "“bridge”", true);
        check("He called the bridge “safe” there.", "called", "“safe”", false);
    }
}
