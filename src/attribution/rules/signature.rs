//! Signatures: a quotation with its speaker after a dash, on the same line or the next.
//!
//! `“It was safe when I left.” — Anna Berg, Brennau`. The dash is the cue. The corpus has a few,
//! too few to learn from.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            found::Found,
            scene::{Scene, is_dash, is_stop},
        },
    },
    base::TextSpan,
    text::{Role, Tokens},
};

/// How often a claim that this rule finds is right. Set by hand.
const CONFIDENCE: f32 = 0.9;

/// Longest signature, in tokens.
const LONGEST: usize = 14;

/// Longest signature that stands on a line of its own, in bytes.
const LONGEST_LINE: usize = 120;

/// Finds the signature of a paragraph that is a quotation.
pub(super) fn find(scene: &Scene<'_>, _found: &Found) -> Vec<Attribution> {
    on_the_line(scene).or_else(|| on_the_next(scene)).into_iter().collect()
}

/// `“So.” — Anna Berg`
fn on_the_line(scene: &Scene<'_>) -> Option<Attribution> {
    let from = scene.len().saturating_sub(LONGEST + 1).max(1);
    let dash = (from..scene.len()).rev().find(|at| is_dash(scene.word(*at)))?;
    let words: Vec<&str> = (dash + 1..scene.len()).map(|at| scene.word(at)).collect();
    let name = name(&words)?;
    let is_noun = |at| matches!(scene.tag(at), Tag::Nnp | Tag::Nnps | Tag::Nn | Tag::Jj | Tag::Fw);
    if !is_noun(dash + 1) || !is_whole_quotation(scene, 0..dash) {
        return None;
    }
    let source = scene.span(dash + 1 + name.start..dash + 1 + name.end)?;
    Some(attribution(scene.span(0..dash)?, scene.span(dash..dash + 1)?, source))
}

/// `“So.”`, and on the next line `— Anna Berg`.
fn on_the_next(scene: &Scene<'_>) -> Option<Attribution> {
    let next = scene.paragraph_after(1)?;
    let line = scene.text.slice(next.span);
    let signed = line.len() <= LONGEST_LINE && line.starts_with(['—', '–', '―', '-']);
    if !signed || !is_whole_quotation(scene, 0..scene.len()) {
        return None;
    }
    let mut tokens = Tokens::default();
    scene.text.tokenize(next, &mut tokens);
    let words: Vec<&str> = tokens.spans.iter().map(|span| scene.text.slice(*span)).collect();
    let (dash, rest) = words.split_first()?;
    let name = name(rest).filter(|_| is_dash(dash))?;
    let source = tokens.spans[1 + name.start].hull(tokens.spans[name.end]);
    Some(attribution(scene.span(0..scene.len())?, tokens.spans[0], source))
}

/// Returns which of `words` are the name: those up to the first comma, if the whole can be a
/// signature: it starts with a capital and holds no sentence.
fn name(words: &[&str]) -> Option<Range<usize>> {
    let bare = words.strip_suffix(&["."]).unwrap_or(words);
    let capital = bare.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let plain = |word: &&str| !is_stop(word) && *word != ":";
    if !capital || bare.len() > LONGEST || !bare.iter().all(plain) {
        return None;
    }
    let end = bare.iter().position(|word| matches!(*word, "," | "(")).unwrap_or(bare.len());
    let small = |word: &&str| word.starts_with(char::is_lowercase) && !is_particle(word);
    (!bare[..end].iter().any(small)).then_some(0..end)
}

/// Returns whether a name may hold this word in small letters.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "and"
            | "de"
            | "van"
            | "von"
            | "der"
            | "den"
            | "da"
            | "di"
            | "la"
            | "al"
            | "bin"
    )
}

/// Returns whether tokens are quoted from end to end: they start with an opening mark and end with
/// a closing one, or the paragraph is set as a block quote.
fn is_whole_quotation(scene: &Scene<'_>, tokens: Range<usize>) -> bool {
    if tokens.len() < 3 {
        return false;
    }
    if scene.paragraph().role == Role::BlockQuote {
        return true;
    }
    scene.place(tokens.start).opens() && scene.place(tokens.end - 1).closes()
}

fn attribution(content: TextSpan, cue: TextSpan, source: TextSpan) -> Attribution {
    Attribution {
        content: vec![content],
        cue: Some(cue),
        source: Some(source),
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Signature,
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::{check_paragraphs, check_rule};

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn on_the_same_line() {
        check("“It was safe.” ― Anna Berg", &["Anna Berg | ― | “It was safe.”"]);
        check("“It was safe.” — Anna Berg, Brennau.", &["Anna Berg | — | “It was safe.”"]);
        check("\"It was safe.\" -- Anna Berg", &["Anna Berg | -- | \"It was safe.\""]);
        check("“It was.” So. “It is.” — Anna Berg", &["Anna Berg | — | “It was.” So. “It is.”"]);
        check("‘It was safe.’ – Anna Berg", &["Anna Berg | – | ‘It was safe.’"]);
    }

    #[test]
    fn on_the_next_line() {
        check_paragraphs(
            super::find,
            &["“It was safe.”", "— Anna Berg, 44, of Brennau"],
            &["Anna Berg | — | “It was safe.”"],
        );
        check_paragraphs(super::find, &["It was safe.", "— Anna Berg"], &[]);
        check_paragraphs(super::find, &["“It was safe.”", "— and nobody came."], &[]);
    }

    #[test]
    fn other_dashes_sign_nothing() {
        check("“It was safe” — and nobody came.", &[]);
        check("“It was safe” — Berg left.", &[]);
        check("It was “safe” — Berg’s word", &[]);
        check("He said it was safe — Anna Berg", &[]);
    }
}
