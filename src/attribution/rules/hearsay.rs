//! Hearsay: “reportedly”, “allegedly”, “is said to”: somebody says so, the text does not say who.
//!
//! `The clerk has reportedly left the country.` The claim is the clause around the word; it has no
//! source, and the reader is told so. Before a participle (`for allegedly striking a guard`) the
//! word covers only what follows it.

use std::{collections::HashSet, ops::Range};

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            found::Found,
            scene::{Scene, is_dash, is_stop},
            verbs::{is_auxiliary, verb, verb_at},
        },
    },
    base::TextSpan,
};

/// How often a claim that this rule finds is right: the words mean nothing else, but the clause
/// may be cut wrongly.
const CONFIDENCE: f32 = 0.85;

/// Adverbs that put a clause down to nobody in particular.
const ADVERBS: [&str; 6] =
    ["reportedly", "allegedly", "purportedly", "supposedly", "rumouredly", "reputedly"];

/// Participles that do, after “is” and before “to” or “that”.
const PASSIVES: [&str; 10] = [
    "said",
    "reported",
    "alleged",
    "rumoured",
    "rumored",
    "believed",
    "understood",
    "thought",
    "claimed",
    "presumed",
];

/// Returns whether `word`, in lower case, puts its clause down to nobody in particular.
pub(super) fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word)
}

/// Finds hearsay by its words.
pub(super) fn find(scene: &Scene<'_>, found: &Found) -> Vec<Attribution> {
    let claims = (0..scene.len()).filter_map(|at| {
        adverb(scene, at)
            .or_else(|| passive(scene, at))
            .or_else(|| impersonal(scene, at))
            .or_else(|| rumour(scene, at))
    });
    // “some residents reportedly feel that …”: a claim of the residents, who are named.
    let known = |cue: TextSpan| {
        let is_it = |one: &Attribution| one.cue.is_some_and(|own| own.overlaps(cue));
        found.near(cue).any(|one| is_it(one) || is_felt_beside(one, cue))
    };
    claims.filter(|claim| !claim.cue.is_some_and(known)).collect()
}

/// Takes away the hearsay of the model whose adverb stands before what somebody feels: “some residents
/// reportedly feel that …” is a claim of the residents.
pub(super) fn leave_to_who_feels(scene: &Scene<'_>, found: &mut Vec<Attribution>) {
    let felt = found.iter().filter(|one| one.act == Act::Attitude && one.source.is_some());
    let starts: HashSet<usize> = felt.filter_map(|one| one.cue).map(|cue| cue.start()).collect();
    found.retain(|one| {
        !one.cue.is_some_and(|cue| {
            starts.contains(&(cue.end() + 1)) && is_adverb(scene.lower(scene.token_at(cue.start())))
        })
    });
}

/// Takes the adverb out of a cue of the model: “has reportedly [told]”. That they told it is hearsay, a
/// claim of its own; what they told is their claim. (“reportedly feel” is left whole.)
pub(super) fn leave_to_hearsay(scene: &Scene<'_>, found: &mut Attribution) {
    let Some(cue) = found.cue.filter(|_| found.act == Act::Speech) else { return };
    let words = scene.token_at(cue.start())..scene.token_at(cue.end());
    let adverb = words.clone().find(|at| is_adverb(scene.lower(*at)));
    let Some(adverb) = adverb else { return };
    let speaks = |at: usize| verb_at(scene, at).is_some_and(|verb| verb.act == Act::Speech);
    if (adverb + 1..words.end).any(speaks) {
        found.cue = scene.span(adverb + 1..words.end);
    }
}

/// Returns whether the model took an adverb of hearsay with a verb that says nothing for a cue: “has
/// supposedly outlived”.
pub(super) fn is_told_only(scene: &Scene<'_>, found: &Attribution) -> bool {
    let Some(cue) = found.cue else { return false };
    let words = scene.token_at(cue.start())..scene.token_at(cue.end());
    let adverb = words.clone().find(|at| is_adverb(scene.lower(*at)));
    adverb.is_some_and(|adverb| {
        let mut verbs = (adverb + 1..words.end).filter(|at| scene.tag(*at).is_verb()).peekable();
        verbs.peek().is_some() && verbs.all(|at| verb(scene.lower(at)).is_none())
    })
}

/// Returns whether `one` is what somebody feels, by a cue right behind `adverb`.
fn is_felt_beside(one: &Attribution, adverb: TextSpan) -> bool {
    one.act == Act::Attitude
        && one.source.is_some()
        && one.cue.is_some_and(|cue| cue.start() == adverb.end() + 1)
}

/// `The clerk has reportedly left`, `for allegedly striking a guard`
fn adverb(scene: &Scene<'_>, at: usize) -> Option<Attribution> {
    if !ADVERBS.contains(&scene.lower(at)) {
        return None;
    }
    let bounds = scene.bounds(at);
    let mut end = clause_end(scene, at + 1, bounds.end);
    let start = if is_modifier(scene, bounds.start, at) {
        at
    } else {
        clause_start(scene, bounds.start, at)
    };
    // “The clerk, who allegedly took the tolls, is abroad”: the aside ends with its comma.
    let aside = start > 0 && start < at && scene.word(start - 1) == ",";
    if aside && matches!(scene.tag(start), Tag::Wp | Tag::Wdt) {
        end = (at + 1..end).find(|index| scene.word(*index) == ",").unwrap_or(end);
    }
    claim(scene, at..at + 1, start, end)
}

/// `The clerk is said to be abroad`
fn passive(scene: &Scene<'_>, at: usize) -> Option<Attribution> {
    let passive = is_be(scene.lower(at)) && PASSIVES.contains(&scene.lower(at + 1));
    if !passive || scene.lower(at + 2) != "to" {
        return None;
    }
    let bounds = scene.bounds(at);
    let end = clause_end(scene, at + 3, bounds.end);
    claim(scene, at..at + 2, clause_start(scene, bounds.start, at), end)
}

/// `It is said that the clerk is abroad`
fn impersonal(scene: &Scene<'_>, at: usize) -> Option<Attribution> {
    let it = scene.lower(at.checked_sub(1)?) == "it";
    let passive = is_be(scene.lower(at)) && PASSIVES.contains(&scene.lower(at + 1));
    if !it || !passive || scene.lower(at + 2) != "that" {
        return None;
    }
    let end = clause_end(scene, at + 3, scene.bounds(at).end);
    claim(scene, at..at + 2, at, end)
}

/// `Rumour has it that the clerk is abroad`
fn rumour(scene: &Scene<'_>, at: usize) -> Option<Attribution> {
    let rumour = matches!(scene.lower(at), "rumour" | "rumor" | "legend" | "gossip" | "word");
    if !rumour || scene.lower(at + 1) != "has" || scene.lower(at + 2) != "it" {
        return None;
    }
    let end = clause_end(scene, at + 3, scene.bounds(at).end);
    claim(scene, at..at + 3, at, end)
}

fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "been")
}

/// Makes the claim of the words from token `start` to `end` around the cue.
fn claim(scene: &Scene<'_>, cue: Range<usize>, start: usize, end: usize) -> Option<Attribution> {
    let after = if scene.word(cue.end) == "," { cue.end + 1 } else { cue.end };
    let pieces = [trim(scene, start..cue.start.max(start)), trim(scene, after..end.max(after))];
    let content: Vec<_> = pieces.into_iter().flatten().collect();
    (!content.is_empty()).then(|| Attribution {
        content,
        cue: scene.span(cue),
        source: None,
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Hearsay,
    })
}

/// Returns the span of `range` without commas at its ends.
fn trim(scene: &Scene<'_>, mut range: Range<usize>) -> Option<TextSpan> {
    while !range.is_empty() && scene.word(range.start) == "," {
        range.start += 1;
    }
    while !range.is_empty() && scene.word(range.end - 1) == "," {
        range.end -= 1;
    }
    scene.span(range)
}

/// Returns whether the adverb at `at` stands before a participle without a subject of its own:
/// after a preposition, an article, a conjunction or a comma.
fn is_modifier(scene: &Scene<'_>, from: usize, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|before| *before >= from) else { return false };
    let participle =
        matches!(scene.tag(at + 1), Tag::Vbg | Tag::Vbn | Tag::Jj | Tag::Nn | Tag::Vbd);
    let joint = matches!(scene.tag(before), Tag::In | Tag::Dt | Tag::Comma | Tag::PrpPossessive);
    participle && joint && !is_auxiliary(scene.lower(before))
}

/// Returns where the clause of token `at` starts: after the last mark or conjunction before it, or
/// with the relative word that is its subject.
fn clause_start(scene: &Scene<'_>, from: usize, at: usize) -> usize {
    let part = (from..at).rev().find(|index| parts(scene, *index));
    // “He was shot [after he allegedly drew a knife]”: the word before the nearest subject parts too.
    let near = (from + 1..at).rev().take_while(|index| scene.word(*index) != ",");
    let leading = near.into_iter().find(|index| leads_clause(scene.lower(*index)));
    let part = part.max(leading);
    let start = match part {
        Some(relative) if matches!(scene.tag(relative), Tag::Wp | Tag::Wdt) => return relative,
        Some(part) => part + 1,
        None => from,
    };
    // “When he left, the clerk reportedly …”: words before the subject are no part of the claim.
    let leads = matches!(scene.tag(start), Tag::In | Tag::Wrb | Tag::Vbg | Tag::To);
    let comma = (start..at).find(|index| scene.word(*index) == ",").filter(|_| leads);
    comma.map_or(start, |comma| comma + 1)
}

/// Returns whether a word leads a clause of time or condition that stands behind another.
fn leads_clause(word: &str) -> bool {
    matches!(word, "after" | "before" | "when" | "if" | "until" | "since")
}

/// Returns whether token `at` parts a clause from what stands before it.
fn parts(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.lower(at);
    is_stop(word)
        || is_dash(word)
        || word == "and" && at > 0 && scene.word(at - 1) == ","
        || matches!(word, ":" | "but" | "because" | "although" | "while")
        || matches!(scene.tag(at), Tag::Wp | Tag::Wdt)
        || word == "that" && scene.tag(at) == Tag::In
}

/// Returns where the clause that goes on at `from` ends.
pub(super) fn clause_end(scene: &Scene<'_>, from: usize, to: usize) -> usize {
    (from..to)
        .find(|at| {
            let contrast =
                matches!(scene.lower(at + 1), "but" | "while" | "although" | "according");
            let new_clause = scene.lower(at + 1) == "and"
                && (begins_clause(scene, at + 2, to) || is_hearsay_too(scene, at + 2, to));
            is_stop(scene.word(*at)) || scene.word(*at) == "," && (contrast || new_clause)
        })
        .unwrap_or(to)
}

/// Returns whether a clause that begins at token `from` has an adverb of hearsay of its own.
fn is_hearsay_too(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    (from..to.min(from + 8))
        .take_while(|at| scene.word(*at) != ",")
        .any(|at| is_adverb(scene.lower(at)))
}

/// Returns whether a clause with a subject of its own begins at token `from`.
fn begins_clause(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    let subject = matches!(
        scene.tag(from),
        Tag::Dt | Tag::Prp | Tag::PrpPossessive | Tag::Nnp | Tag::Nns | Tag::Nn | Tag::Cd | Tag::Jj
    );
    let is_finite = |at: usize| matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    subject && (from + 1..to.min(from + 8)).any(is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::rules::tests::{check_rule, finding, with_scene},
    };

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn adverbs() {
        check(
            "The clerk has reportedly left the country.",
            &["- | reportedly | The clerk has … left the country"],
        );
        check("Allegedly, he left.", &["- | Allegedly | he left"]);
        check("It rained, but the clerk reportedly left.", &["- | reportedly | the clerk … left"]);
        check("When it rained, the clerk reportedly left.", &["- | reportedly | the clerk … left"]);
        check(
            "He was shot after he allegedly drew a knife.",
            &["- | allegedly | he … drew a knife"],
        );
        check(
            "The clerk reportedly left, but nobody saw him.",
            &["- | reportedly | The clerk … left"],
        );
    }

    /// Checks what is left of a cue of the model.
    fn check_cue(words: &str, cue: &str, expected: &str) {
        let (_, content) = words.split_once(cue).expect("the cue stands in the words");
        let mut found = finding(words, "", cue, content);
        with_scene(&Article::from_paragraphs([words]), 0, |scene| {
            leave_to_hearsay(scene, &mut found);
        });
        assert_eq!(found.cue.and_then(|cue| cue.slice(words)), Some(expected));
    }

    #[test]
    fn a_cue_of_its_own_behind_the_adverb() {
        check_cue("She has reportedly told them that it is safe.", "has reportedly told", "told");
        check_cue("Some reportedly feel that it is safe.", "reportedly feel", "reportedly feel");
    }

    #[test]
    fn a_clause_with_a_relative_word() {
        check(
            "The clerk, who allegedly took the tolls, is abroad.",
            &["- | allegedly | who … took the tolls"],
        );
    }

    #[test]
    fn before_a_participle_only_what_follows() {
        check(
            "The clerk was charged for allegedly striking a guard.",
            &["- | allegedly | striking a guard"],
        );
    }

    #[test]
    fn passives() {
        check("The clerk is said to be abroad.", &["- | is said | The clerk … to be abroad"]);
        check("They are believed to be abroad.", &["- | are believed | They … to be abroad"]);
        check("It is said that he left.", &["- | is said | that he left"]);
        check("He was said by Berg to be abroad.", &[]);
    }

    #[test]
    fn a_new_clause_is_another_claim() {
        check(
            "The buyer is said to have wept, and the horse has supposedly outlived them.",
            &[
                "- | is said | The buyer … to have wept",
                "- | supposedly | the horse has … outlived them",
            ],
        );
    }

    #[test]
    fn rumours() {
        check("Rumour has it that he left.", &["- | Rumour has it | that he left"]);
    }

    #[test]
    fn inside_a_quotation() {
        check("“The clerk reportedly left,” she said.", &["- | reportedly | The clerk … left"]);
    }
}
