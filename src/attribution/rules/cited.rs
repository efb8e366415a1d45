//! A source that the source cites for the whole of what it says: “the report, quoting the minister,
//! said …”, “…, according to a surveyor, who cited a report”.
//!
//! Both have the same words; the one nearest to the reader is the outer one. Needs the outer claim,
//! found before.

use crate::attribution::{
    Attribution, Reason, Tag,
    rules::{found::Found, phrase, scene::Scene},
};

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.75;

/// Most tokens between the outer source and the words that cite.
const FAR: usize = 3;

/// Finds who is cited by whom.
pub(super) fn find(scene: &Scene<'_>, found: &Found) -> Vec<Attribution> {
    (0..scene.len()).filter_map(|at| cited(scene, found, at)).collect()
}

/// Returns whether the word at `at` names, after it, whom somebody cites.
pub(super) fn cites(scene: &Scene<'_>, at: usize) -> bool {
    let relative = |at: usize| matches!(scene.lower(at), "who" | "which");
    match scene.lower(at) {
        "quoting" | "citing" => matches!(
            scene.tag(at + 1),
            Tag::Dt | Tag::PrpPossessive | Tag::Nnp | Tag::Nns | Tag::Jj | Tag::Cd | Tag::Nn
        ),
        "quoted" | "cited" => at.checked_sub(1).is_some_and(relative),
        _ => false,
    }
}

fn cited(scene: &Scene<'_>, found: &Found, at: usize) -> Option<Attribution> {
    if !cites(scene, at) {
        return None;
    }
    let bounds = scene.bounds(at);
    let source = phrase::after(scene, at + 1, bounds.end)?;
    if scene.lower(source.end) == "as" {
        return None;
    }
    let outer = outer(scene, found, at)?;
    Some(Attribution {
        content: outer.content.clone(),
        cue: scene.span(at..at + 1),
        source: scene.span(source),
        act: outer.act,
        confidence: CONFIDENCE,
        reason: Reason::Cited,
    })
}

/// Returns the claim whose source stands right before token `at`, else the one that the sentence
/// has before it.
fn outer<'f>(scene: &Scene<'_>, found: &'f Found, at: usize) -> Option<&'f Attribution> {
    // As far as a clause is followed: a text without stops must not take ages.
    let sentence = scene.span(scene.bounds(at))?;
    let place = scene.tokens.spans[at];
    let near = scene.span(at.saturating_sub(FAR)..at)?;
    let own = |one: &&Attribution| {
        one.cue.is_some_and(|cue| sentence.covers(cue) && cue != place)
            && !one.content.iter().any(|piece| piece.overlaps(place))
    };
    let beside = |one: &&Attribution| one.source.is_some_and(|source| source.overlaps(near));
    found
        .near(sentence)
        .filter(own)
        .find(beside)
        .or_else(|| found.near(sentence).filter(own).find(|one| one.hull().end() <= place.start()))
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_all;

    #[test]
    fn both_have_the_same_words() {
        check_all(
            &["The report, quoting the minister, said that the tunnel was closed."],
            &[
                "The report | said | that the tunnel was closed",
                "the minister | quoting | that the tunnel was closed",
            ],
        );
        check_all(
            &["The dam leaked in March, according to a surveyor, who cited an old report."],
            &[
                "a surveyor | according to | The dam leaked in March",
                "an old report | cited | The dam leaked in March",
            ],
        );
    }

    #[test]
    fn reasons_are_no_sources() {
        check_all(&["He left the room, citing Berg."], &[]);
    }
}
