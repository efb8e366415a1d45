//! Hearsay: “reportedly”, “allegedly”, “is said to”: somebody says so, the text does not say who.
//!
//! `The clerk has reportedly left the country.` The claim is the sentence around the word; it has
//! no source, and the reader is told so.

use crate::attribution::{
    Act, Attribution, Reason,
    rules::scene::{Scene, is_stop},
};

/// How often a claim that this rule finds is right: the words mean nothing else.
const CONFIDENCE: f32 = 0.9;

/// Adverbs that put a sentence down to nobody in particular.
const ADVERBS: [&str; 5] = ["reportedly", "allegedly", "purportedly", "supposedly", "rumouredly"];

/// Passives that do, before “to”.
const PASSIVES: [&str; 8] =
    ["said", "reported", "alleged", "rumoured", "rumored", "believed", "understood", "thought"];

/// Finds hearsay by its words.
pub(super) fn find(scene: &Scene<'_>, found: &[Attribution]) -> Vec<Attribution> {
    (0..scene.len())
        .filter_map(|at| {
            let cue = adverb(scene, at).or_else(|| passive(scene, at))?;
            let cue_span = scene.span(cue.clone())?;
            // “some residents reportedly feel that …”: a claim of the residents, who are named.
            if found.iter().any(|one| one.cue.is_some_and(|other| other.overlaps(cue_span))) {
                return None;
            }
            claim(scene, cue)
        })
        .collect()
}

fn adverb(scene: &Scene<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    ADVERBS.contains(&scene.lower(at).as_str()).then_some(at..at + 1)
}

/// `is said to`, `are believed to`.
fn passive(scene: &Scene<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    let be = matches!(scene.lower(at).as_str(), "is" | "are" | "was" | "were");
    let passive = PASSIVES.contains(&scene.lower(at + 1).as_str());
    (be && passive && scene.lower(at + 2) == "to").then_some(at..at + 3)
}

/// Makes the claim: the clause around the cue, in two pieces where words stand on both sides.
fn claim(scene: &Scene<'_>, cue: std::ops::Range<usize>) -> Option<Attribution> {
    let bounds = scene.bounds(cue.start);
    let start = (bounds.start..cue.start)
        .rev()
        .find(|at| matches!(scene.word(*at), ";" | ":" | "—") || scene.lower(*at) == "but")
        .map_or(bounds.start, |at| at + 1);
    let end = (cue.end..bounds.end).find(|at| is_stop(scene.word(*at))).unwrap_or(bounds.end);
    let pieces = [scene.span(start..cue.start), scene.span(cue.end..end)];
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

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_rule;

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn adverbs() {
        check(
            "The clerk has reportedly left the country.",
            &["- | reportedly | The clerk has … left the country"],
        );
        check("Allegedly, he left.", &["- | Allegedly | , he left"]);
    }

    #[test]
    fn passives() {
        check("The clerk is said to be abroad.", &["- | is said to | The clerk … be abroad"]);
        check("The clerk is said nothing.", &[]);
    }
}
