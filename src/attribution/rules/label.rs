//! Transcripts and interviews: `BERG: It is safe.`, `Q: Is it safe?`, `Anna Berg: Yes.`
//!
//! The label is the source, the colon the cue, the rest of the paragraph the content. A label in
//! capitals is one by itself; one in small letters (`Anna Berg:`) only where a paragraph close by
//! has it too, for “There is one way: down” looks the same.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason,
        rules::{
            found::Found,
            scene::{Scene, is_mark},
        },
    },
    text::Role,
};

/// How often a claim that this rule finds is right. Set by hand: the corpus has few transcripts.
const CONFIDENCE: f32 = 0.9;

/// Longest label, in tokens.
const LONGEST: usize = 8;

/// How many paragraphs before and after are searched for the same label.
const NEAR: usize = 8;

/// Words of labels that name no speaker.
const NO_SPEAKERS: [&str; 38] = [
    "update",
    "updated",
    "correction",
    "note",
    "email",
    "e-mail",
    "video",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "picture",
    "pictures",
    "watch",
    "related",
    "abstract",
    "breaking",
    "exclusive",
    "more",
    "of",
    "the",
    "byline",
    "source",
    "read",
    "contact",
    "tel",
    "ps",
    "warning",
    "live",
    "claim",
    "verdict",
    "rating",
    "fact",
    "conclusion",
    "erratum",
    "caption",
    "summary",
    "background",
];

/// Finds the speaker of a paragraph that starts with a label.
pub(super) fn find(scene: &Scene<'_>, _found: &Found) -> Vec<Attribution> {
    label(scene).into_iter().collect()
}

fn label(scene: &Scene<'_>) -> Option<Attribution> {
    if !matches!(scene.paragraph().role, Role::Body | Role::Item | Role::BlockQuote) {
        return None;
    }
    // A transcript may be quoted as a whole, with a mark before each label.
    let first = usize::from(is_mark(scene.word(0)));
    let limit = scene.len().min(first + LONGEST + 1);
    let colon = (first + 1..limit).find(|at| scene.word(*at) == ":")?;
    let source = without_bracket(scene, first..colon)?;
    // A place before the first paragraph, a title above a list of figures: said once, by nobody.
    let is_label = is_letter(scene, &source)
        || is_capitals(scene, &source)
            && !is_no_speaker(scene, &source)
            && (scene.index != 1 || is_repeated(scene, first, colon))
        || is_name(scene, &source) && is_repeated(scene, first, colon);
    let has_words =
        (colon + 1..scene.len()).any(|at| scene.word(at).starts_with(char::is_alphabetic));
    let content = scene.span(colon + 1..scene.len()).filter(|_| is_label && has_words)?;
    Some(Attribution {
        content: vec![content],
        cue: scene.span(colon..colon + 1),
        source: scene.span(source),
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Label,
    })
}

/// Returns the label without what stands in brackets at its end, as in `BERG [laughing]:`.
fn without_bracket(scene: &Scene<'_>, label: Range<usize>) -> Option<Range<usize>> {
    let bracket = label.clone().find(|at| matches!(scene.word(*at), "(" | "["));
    let end = bracket.unwrap_or(label.end);
    (label.start < end).then_some(label.start..end)
}

/// `Q:`, `A:`.
fn is_letter(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    label.len() == 1 && matches!(scene.word(label.start), "Q" | "A" | "Q." | "A.")
}

/// `BERG:`, `THE BEACON:`, `MR. BERG:`: only capitals, at least two of them.
fn is_capitals(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    let letters =
        || label.clone().flat_map(|at| scene.word(at).chars()).filter(|c| c.is_alphabetic());
    let small = letters().filter(|c| c.is_lowercase()).count();
    let titled = scene.word(label.start).ends_with('.');
    letters().count() >= 2 && small <= if titled { 2 } else { 0 }
}

fn is_no_speaker(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    let speaks = |at: &usize| !NO_SPEAKERS.contains(&scene.lower(*at));
    let article = usize::from(scene.lower(label.start) == "the");
    !(label.start + article..label.end).all(|at| speaks(&at))
}

/// `Anna Berg:`, `Anna Berg, engineer:`: capitals at the start of each word up to the first comma.
fn is_name(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    let comma = label.clone().find(|at| scene.word(*at) == ",").unwrap_or(label.end);
    comma > label.start && (label.start..comma).all(|at| scene.is_capitalised(at))
}

/// Returns whether a paragraph close by starts with the same label and colon.
fn is_repeated(scene: &Scene<'_>, first: usize, colon: usize) -> bool {
    let Some(label) = scene.span(first..colon + 1).map(|span| scene.text.slice(span)) else {
        return false;
    };
    let paragraphs = scene.text.paragraphs();
    let near = scene.index.saturating_sub(NEAR)..paragraphs.len().min(scene.index + NEAR + 1);
    near.filter(|index| *index != scene.index).any(|index| {
        let words = scene.text.slice(paragraphs[index].span);
        words.trim_start_matches(['“', '"', '\'', '‘', '«', '„']).starts_with(label)
    })
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::{check_paragraphs, check_rule};

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn labels_in_capitals() {
        check("BERG: It is safe. Very.", &["BERG | : | It is safe. Very."]);
        check("THE BEACON: Is it?", &["THE BEACON | : | Is it?"]);
        check("MR. BERG: It is.", &["MR. BERG | : | It is."]);
        check("BERG [laughing]: It is.", &["BERG | : | It is."]);
        check("“BERG: It is safe.", &["BERG | : | It is safe."]);
    }

    #[test]
    fn questions_and_answers() {
        check("Q: Is it safe?", &["Q | : | Is it safe?"]);
        check("A: It is.", &["A | : | It is."]);
    }

    #[test]
    fn names_that_come_again() {
        check_paragraphs(
            super::find,
            &["Anna Berg: It is safe.", "Courier: Is it?", "Anna Berg: Very."],
            &["Anna Berg | : | It is safe.", "Anna Berg | : | Very."],
        );
        check_paragraphs(
            super::find,
            &["Anna Berg, engineer: It is.", "Anna Berg, engineer: Very."],
            &["Anna Berg, engineer | : | It is.", "Anna Berg, engineer | : | Very."],
        );
    }

    #[test]
    fn other_colons_are_no_labels() {
        check("There is one way: down.", &[]);
        check("At 10:30 it began.", &[]);
        check("Anna Berg: It is safe.", &[]);
        check("UPDATE: The bridge is open again.", &[]);
        check("STAT OF THE WEEK: 43 boats.", &[]);
    }
}
