//! Subjects: the words before or after a verb that name who speaks.

use std::ops::Range;

use crate::attribution::rules::{
    scene::{Scene, is_mark, is_stop},
    verbs::{is_adverb, is_auxiliary, verb},
};

/// Longest subject, in tokens; a longer run is no name of anybody.
const LONGEST: usize = 18;

/// Returns the subject that ends before token `at` and begins at or after `from`; with relative
/// clauses between commas left out of it.
///
/// `“…,” [the source] explained`, `[A second source], who works for the board, said`.
pub(super) fn before(scene: &Scene<'_>, from: usize, at: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end > from && is_between(scene, end - 1) {
        end -= 1;
    }
    if end > from && scene.word(end - 1) == "," {
        end = skip_aside(scene, from, end - 1)?;
    }
    let mut start = end;
    while start > from && end - start < LONGEST && continues(scene, start - 1, end) {
        start -= 1;
    }
    trim(scene, start..end)
}

/// Returns the subject that begins at token `at` and ends before `to`.
///
/// `“…,” said [a source at the ministry].`
pub(super) fn after(scene: &Scene<'_>, at: usize, to: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end < to && end - at < LONGEST && !ends(scene, end) {
        end += 1;
    }
    trim(scene, at..end)
}

/// Returns whether token `at` stands between a subject and its verb.
fn is_between(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.lower(at);
    is_auxiliary(&word) || is_adverb(&word)
}

/// Returns where the subject ends that an aside between commas follows; `at` is the second comma.
fn skip_aside(scene: &Scene<'_>, from: usize, at: usize) -> Option<usize> {
    let opening = (from..at).rev().find(|index| scene.word(*index) == ",")?;
    (opening > from).then_some(opening)
}

/// Returns whether token `at` may be part of a subject whose last token stands before `end`.
fn continues(scene: &Scene<'_>, at: usize, end: usize) -> bool {
    let word = scene.lower(at);
    if is_stop(&word)
        || is_mark(&word)
        || matches!(word.as_str(), "," | ":" | "(" | ")" | "—" | "–" | "--")
    {
        return false;
    }
    let breaks = matches!(
        word.as_str(),
        "that"
            | "but"
            | "because"
            | "if"
            | "when"
            | "while"
            | "as"
            | "after"
            | "before"
            | "since"
            | "although"
            | "though"
            | "whether"
            | "what"
            | "how"
            | "why"
            | "where"
            | "which"
            | "so"
            | "yet"
            | "or"
            | "nor"
            | "until"
            | "unless"
            | "then"
    );
    if breaks || is_auxiliary(&word) && word != "’s" && word != "'s" {
        return false;
    }
    // “and” joins two names, but before a pronoun or an article it begins a clause.
    if word == "and" {
        let next = scene.lower(at + 1);
        return at + 1 < end
            && !matches!(next.as_str(), "he" | "she" | "they" | "it" | "we" | "i" | "you");
    }
    verb(&word).is_none() || is_noun_too(scene, at)
}

/// Returns whether a form of a verb of saying is a noun here: after a determiner or an adjective.
fn is_noun_too(scene: &Scene<'_>, at: usize) -> bool {
    at > 0
        && matches!(
            scene.lower(at - 1).as_str(),
            "the" | "a" | "an" | "this" | "his" | "her" | "their" | "its"
        )
}

/// Returns whether a subject after its verb ends before token `at`.
fn ends(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.lower(at);
    is_stop(&word)
        || is_mark(&word)
        || matches!(
            word.as_str(),
            "," | ":"
                | "that"
                | "who"
                | "which"
                | "when"
                | "while"
                | "as"
                | "after"
                | "before"
                | "during"
                | "because"
                | "but"
                | "—"
                | "–"
                | "--"
                | "("
        )
}

/// Returns `range` without what cannot begin or end a name; `None` if nothing is left.
fn trim(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    let leads = |word: &str| {
        matches!(
            word,
            "and"
                | "of"
                | "to"
                | "in"
                | "on"
                | "at"
                | "by"
                | "with"
                | "from"
                | "for"
                | "than"
                | "meanwhile"
        ) || is_adverb(word)
    };
    while start < end && leads(&scene.lower(start)) {
        start += 1;
    }
    while start < end
        && matches!(scene.lower(end - 1).as_str(), "and" | "on" | "in" | "to" | "also")
    {
        end -= 1;
    }
    let words = (start..end).any(|at| scene.word(at).chars().any(char::is_alphabetic));
    (start < end && words).then_some(start..end)
}
