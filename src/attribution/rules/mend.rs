//! Sources that the model missed or took wrongly, set right by grammar.
//!
//! The subject of a passive is no source: `[The clerk] is said [to be abroad]` is all content, and
//! whoever `was told that …` is the hearer. PolNeAR marks it so (of 205 passive cues in its train
//! part, 5 have their subject for a source). Where an active verb was found without a source and a
//! subject stands before it, across an aside or with a relative clause of its own, that is the
//! source: `The listing, since pulled, described …`.

use std::ops::Range;

use crate::{
    attribution::{
        Attribution, Reason, Tag,
        rules::{
            phrase,
            scene::{Scene, is_mark, is_stop},
            verbs::{is_active, is_adverb, is_be},
        },
    },
    base::TextSpan,
};

/// Participles that say what was said, thought, or done with words, in a passive.
const PASSIVES: [&str; 39] = [
    "said",
    "reported",
    "believed",
    "understood",
    "thought",
    "alleged",
    "rumoured",
    "rumored",
    "claimed",
    "presumed",
    "supposed",
    "expected",
    "asked",
    "accused",
    "seen",
    "known",
    "considered",
    "announced",
    "told",
    "informed",
    "ordered",
    "warned",
    "advised",
    "instructed",
    "urged",
    "invited",
    "reminded",
    "assured",
    "quoted",
    "learnt",
    "learned",
    "gathered",
    "heard",
    "whispered",
    "suspected",
    "feared",
    "hoped",
    "reputed",
    "tipped",
];

/// Those whose subject hears the words, if a clause or question follows.
const TOLD: [&str; 9] = [
    "told",
    "asked",
    "informed",
    "warned",
    "advised",
    "reminded",
    "assured",
    "heard",
    "instructed",
];

/// How far before the verb its subject is looked for, in tokens.
const FAR: usize = 40;

/// Sets the source of `found`, an attribution of the model, right.
pub(super) fn mend(scene: &Scene<'_>, found: &mut Attribution) {
    let Some(cue) = found.cue.filter(|_| found.reason == Reason::Model) else { return };
    let words = scene.token_at(cue.start())..scene.token_at(cue.end());
    match (passive(scene, &words), found.source) {
        (Some(verb), Some(source)) if source.end() <= cue.start() => {
            found.source = None;
            if !hears(scene, verb, words.end) {
                take_in(found, source);
            }
        }
        (None, None) => {
            found.source =
                quoted_as_saying(scene, &words).or_else(|| subject(scene, &words, found));
        }
        _ => {}
    }
}

/// Returns the participle of a cue that is a passive without “by”.
fn passive(scene: &Scene<'_>, cue: &Range<usize>) -> Option<usize> {
    let verb = cue.clone().rev().find(|at| PASSIVES.contains(&scene.lower(*at)))?;
    let before = (verb.saturating_sub(4)..verb).rev().find(|at| !is_skipped(scene, *at))?;
    let is_passive = is_be(scene.lower(before)) || scene.lower(before) == "being";
    let by = (verb + 1..verb + 3).any(|at| scene.lower(at) == "by");
    (is_passive && !by && scene.tag(verb) != Tag::Vbg).then_some(verb)
}

/// Returns whether token `at` may stand between “was” and its participle.
fn is_skipped(scene: &Scene<'_>, at: usize) -> bool {
    is_adverb(scene.lower(at)) || matches!(scene.lower(at), "not" | "n’t" | "n't" | "twice")
}

/// Returns whether the subject of the passive `verb` is told what follows at `next`.
fn hears(scene: &Scene<'_>, verb: usize, next: usize) -> bool {
    TOLD.contains(&scene.lower(verb)) && scene.lower(next) != "to"
}

/// Puts the words of `source` at the front of the content.
fn take_in(found: &mut Attribution, source: TextSpan) {
    let apart = found.content.iter().all(|piece| piece.start() >= source.end());
    if apart {
        found.content.insert(0, source);
    }
}

/// Returns who is quoted “as saying” what the cue leads to: “it quoted [residents] as saying …”.
fn quoted_as_saying(scene: &Scene<'_>, cue: &Range<usize>) -> Option<TextSpan> {
    let saying = cue.end.checked_sub(1).filter(|at| scene.lower(*at) == "saying")?;
    let end = saying.checked_sub(1).filter(|at| scene.lower(*at) == "as")?;
    let quoted = |at: &usize| {
        matches!(
            scene.lower(*at),
            "quoted" | "quotes" | "quote" | "quoting" | "cited" | "cites" | "citing"
        )
    };
    let from = (end.saturating_sub(FAR)..end).rev().find(quoted)? + 1;
    scene.span(from..end)
}

/// Returns the subject of the active verb in `cue`; `None` if there is none, or it would take words
/// from the content.
fn subject(scene: &Scene<'_>, cue: &Range<usize>, found: &Attribution) -> Option<TextSpan> {
    let verb = cue.clone().find(|at| is_finite_or_participle(scene.tag(*at)))?;
    let bounds = scene.bounds(verb);
    let from = bounds.start.max(verb.saturating_sub(FAR));
    let from = (from..verb)
        .rev()
        .find(|at| is_stop(scene.word(*at)) || is_mark(scene.word(*at)) || scene.lower(*at) == ":")
        .map_or(from, |at| at + 1);
    let group = phrase::group_start(scene, from, verb);
    if !is_active(scene, group, verb) {
        return None;
    }
    let source = phrase::before(scene, from, verb)?;
    let impersonal = matches!(scene.lower(source.start), "it" | "there" | "that" | "this");
    let span = scene.span(source.clone()).filter(|_| !(impersonal && source.len() == 1))?;
    (!found.content.iter().any(|piece| piece.overlaps(span))).then_some(span)
}

fn is_finite_or_participle(tag: Tag) -> bool {
    matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vb | Tag::Vbn | Tag::Vbg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::{Act, rules::tests::with_scene},
    };

    /// Checks which source and content a finding has once it is mended; empty for none.
    fn check(words: &str, source: &str, cue: &str, content: &str, expected: &str) {
        let span = |part: &str| {
            let at = words.find(part).expect("the part stands in the words");
            TextSpan::new(at, at + part.len())
        };
        let mut found = Attribution {
            content: vec![span(content)],
            cue: Some(span(cue)),
            source: (!source.is_empty()).then(|| span(source)),
            act: Act::Speech,
            confidence: 0.6,
            reason: Reason::Model,
        };
        with_scene(&Article::from_paragraphs([words]), 0, |scene| mend(scene, &mut found));
        let slice = |span: &TextSpan| span.slice(words).unwrap_or("?");
        let content: Vec<&str> = found.content.iter().map(slice).collect();
        let source = found.source.as_ref().map_or("", slice);
        assert_eq!(format!("{source} | {}", content.join(" … ")), expected);
    }

    #[test]
    fn the_subject_of_a_passive_is_content() {
        check(
            "The clerk is said to be abroad.",
            "The clerk",
            "is said",
            "to be abroad",
            " | The clerk … to be abroad",
        );
        check("They were told to leave.", "They", "were told", "to leave", " | They … to leave");
    }

    #[test]
    fn a_hearer_is_neither() {
        check(
            "Berg was told that it is safe.",
            "Berg",
            "was told",
            "that it is safe",
            " | that it is safe",
        );
        check("He was asked about it.", "He", "was asked about", "it", " | it");
    }

    #[test]
    fn an_agent_stays() {
        check(
            "It was said by Berg to be safe.",
            "Berg",
            "was said by",
            "to be safe",
            "Berg | to be safe",
        );
        check(
            "Berg was saying that it is safe.",
            "Berg",
            "was saying",
            "that it is safe",
            "Berg | that it is safe",
        );
    }

    #[test]
    fn a_subject_before_an_aside_is_found() {
        check(
            "The listing, since pulled, described it as safe.",
            "",
            "described",
            "it as safe",
            "The listing | it as safe",
        );
        check(
            "Satellite pictures taken on Wednesday show a bridge.",
            "",
            "show",
            "a bridge",
            " | a bridge",
        );
        check(
            "It appears that it is safe.",
            "",
            "appears",
            "that it is safe",
            " | that it is safe",
        );
    }
}
