//! Transcripts and interviews: `BERG: It is safe.`, `Q: Is it safe?`, `Anna Berg, engineer: Yes.`
//!
//! The label is the source, the colon the cue, the rest of the paragraph the content.

use crate::{
    attribution::{Act, Attribution, Reason, rules::scene::Scene},
    text::Role,
};

/// How often a claim that this rule finds is right.
const CONFIDENCE: f32 = 0.9;

/// Longest label, in tokens.
const LONGEST: usize = 8;

/// Finds the speaker of a paragraph that starts with a label.
pub(super) fn find(scene: &Scene<'_>, _found: &[Attribution]) -> Vec<Attribution> {
    label(scene).into_iter().collect()
}

fn label(scene: &Scene<'_>) -> Option<Attribution> {
    if !matches!(scene.paragraph().role, Role::Body | Role::Item | Role::BlockQuote) {
        return None;
    }
    let colon = (1..scene.len().min(LONGEST + 1)).find(|at| scene.word(*at) == ":")?;
    let is_label = is_letter(scene, colon) || is_capitals(scene, colon);
    let content = scene.span(colon + 1..scene.len()).filter(|_| is_label)?;
    Some(Attribution {
        content: vec![content],
        cue: scene.span(colon..colon + 1),
        source: scene.span(0..colon),
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Label,
    })
}

/// `Q:`, `A:`.
fn is_letter(scene: &Scene<'_>, colon: usize) -> bool {
    colon == 1 && matches!(scene.word(0), "Q" | "A" | "Q." | "A.")
}

/// `BERG:`, `THE BEACON:`, `MR. BERG:`: only capitals, at least two of them.
fn is_capitals(scene: &Scene<'_>, colon: usize) -> bool {
    let letters: Vec<char> =
        (0..colon).flat_map(|at| scene.word(at).chars()).filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 2
        && letters.iter().filter(|c| c.is_lowercase()).count()
            <= usize::from(scene.word(0).ends_with('.'))
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_rule;

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn labels_in_capitals() {
        check("BERG: It is safe. Very.", &["BERG | : | It is safe. Very."]);
        check("THE BEACON: Is it?", &["THE BEACON | : | Is it?"]);
    }

    #[test]
    fn questions_and_answers() {
        check("Q: Is it safe?", &["Q | : | Is it safe?"]);
        check("A: It is.", &["A | : | It is."]);
    }

    #[test]
    fn other_colons_are_no_labels() {
        check("There is one way: down.", &[]);
        check("At 10:30 it began.", &[]);
    }
}
