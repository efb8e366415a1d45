//! Passives of telling: “was told that …”, “was told by X that …”, “was quoted by X as saying …”.
//!
//! Whoever is told is no source; the source stands after “by”, or the text does not give it. The
//! model knows these in the news, and hardly inside what somebody else says.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            found::Found,
            phrase,
            reported::{clause_end, trim},
            scene::Scene,
            verbs::{is_adverb, is_be},
        },
    },
    base::TextSpan,
};

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.75;

/// Most tokens between “quoted” and “as saying”.
const FAR: usize = 16;

/// Participles whose subject hears the words.
const TOLD: [&str; 9] = [
    "told",
    "promised",
    "warned",
    "informed",
    "assured",
    "advised",
    "reminded",
    "instructed",
    "ordered",
];

/// Finds what somebody is told, and what they are quoted as saying.
pub(super) fn find(scene: &Scene<'_>, _found: &Found) -> Vec<Attribution> {
    let claims = |at: usize| {
        told(scene, at).or_else(|| quoted(scene, at)).or_else(|| quotes_as_saying(scene, at))
    };
    (0..scene.len()).filter_map(claims).flatten().collect()
}

/// `had been told [by her landlord] that the lease was worthless`
fn told(scene: &Scene<'_>, at: usize) -> Option<Vec<Attribution>> {
    let start = passive_start(scene, at, &TOLD)?;
    let bounds = scene.bounds(at);
    let agent = agent(scene, at + 1, bounds.end);
    let (source, cue_end, from) = match agent {
        Some(agent) => (scene.span(agent.clone()), at + 2, agent.end),
        None => (None, at + 1, at + 1),
    };
    let opens = matches!(scene.lower(from), "that" | "whether" | "how" | "why" | "to")
        || matches!(scene.tag(from), Tag::Dt | Tag::Prp | Tag::PrpPossessive | Tag::Nnp);
    let content = trim(scene, from..clause_end(scene, &bounds, from)).filter(|_| opens)?;
    let cue = scene.span(start..cue_end)?;
    Some(vec![attribution(vec![scene.span(content)?], cue, source)])
}

/// `Drivers were quoted by the agency as saying that the pass was closed`: the agency's claim, and
/// in it the drivers'.
fn quoted(scene: &Scene<'_>, at: usize) -> Option<Vec<Attribution>> {
    let start = passive_start(scene, at, &["quoted"])?;
    let bounds = scene.bounds(at);
    let agent = agent(scene, at + 1, bounds.end);
    let (source, cue_end, from) = match agent {
        Some(agent) => (scene.span(agent.clone()), at + 2, agent.end),
        None => (None, at + 1, at + 1),
    };
    if scene.lower(from) != "as" || scene.lower(from + 1) != "saying" {
        return None;
    }
    let end = clause_end(scene, &bounds, from + 2);
    let subject = phrase::before(scene, bounds.start, at).and_then(|own| scene.span(own))?;
    let words = scene.span(from + 2..end)?;
    let outer = vec![subject, scene.span(from..end)?];
    Some(vec![
        attribution(outer, scene.span(start..cue_end)?, source),
        attribution(vec![words], scene.span(from + 1..from + 2)?, Some(subject)),
    ])
}

/// `The paper quoted drivers as saying that the pass was closed`: the paper's claim, and in it the
/// drivers'.
fn quotes_as_saying(scene: &Scene<'_>, at: usize) -> Option<Vec<Attribution>> {
    let (whom, saying) = quoted_as_saying(scene, at)?;
    let bounds = scene.bounds(at);
    let group = phrase::group_start(scene, bounds.start, at);
    let source = phrase::before(scene, bounds.start, at).and_then(|own| scene.span(own))?;
    let end = clause_end(scene, &bounds, saying);
    let whom_span = scene.span(whom.clone())?;
    let words = scene.span(saying + 1..end)?;
    Some(vec![
        attribution(vec![scene.span(whom.start..end)?], scene.span(group..at + 1)?, Some(source)),
        attribution(vec![words], scene.span(saying..saying + 1)?, Some(whom_span)),
    ])
}

/// Returns who is quoted, and the token “saying”, in “quoted [drivers] as saying” with the verb at
/// token `at`.
pub(super) fn quoted_as_saying(scene: &Scene<'_>, at: usize) -> Option<(Range<usize>, usize)> {
    if !matches!(scene.lower(at), "quoted" | "quotes" | "quote" | "cited" | "cites") {
        return None;
    }
    let limit = scene.bounds(at).end.min(at + FAR);
    let saying = (at + 2..limit).find(|other| scene.lower(*other) == "saying")?;
    let end = saying - 1;
    (scene.lower(end) == "as" && end > at + 1).then_some((at + 1..end, saying))
}

/// Returns where the verb group starts of a participle at `at` that is one of `wanted` and stands in
/// a passive.
pub(super) fn passive_start(scene: &Scene<'_>, at: usize, wanted: &[&str]) -> Option<usize> {
    if !wanted.contains(&scene.lower(at)) {
        return None;
    }
    let from = scene.bounds(at).start;
    let start = phrase::group_start(scene, from, at);
    let be = (start..at).rev().find(|before| !is_adverb(scene.lower(*before)))?;
    is_be(scene.lower(be)).then_some(start)
}

/// Returns who stands after “by” at token `at`.
fn agent(scene: &Scene<'_>, at: usize, to: usize) -> Option<Range<usize>> {
    (scene.lower(at) == "by").then(|| phrase::after(scene, at + 1, to)).flatten()
}

fn attribution(content: Vec<TextSpan>, cue: TextSpan, source: Option<TextSpan>) -> Attribution {
    Attribution {
        content,
        cue: Some(cue),
        source,
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Rule,
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_rule;

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn who_is_told_is_no_source() {
        check(
            "She had been told that the ferry left.",
            &["- | had been told | that the ferry left"],
        );
        check("We were told to wait.", &["- | were told | to wait"]);
        check("They told me to wait.", &[]);
    }

    #[test]
    fn who_tells_stands_after_by() {
        check(
            "She was told by her landlord that it was safe.",
            &["her landlord | was told by | that it was safe"],
        );
    }

    #[test]
    fn quoted_as_saying() {
        check(
            "The paper quoted two drivers as saying that it was closed.",
            &[
                "The paper | quoted | two drivers as saying that it was closed",
                "two drivers | saying | that it was closed",
            ],
        );
        check(
            "Drivers were quoted by the agency as saying that it was closed.",
            &[
                "the agency | were quoted by | Drivers … as saying that it was closed",
                "Drivers | saying | that it was closed",
            ],
        );
    }
}
