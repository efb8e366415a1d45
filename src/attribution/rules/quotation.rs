//! A quotation beside its cue: “…,” said X. “…,” X said. X said: “…”.
//!
//! The plainest attribution there is; this rule finds those that the model missed.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason,
        rules::{
            found::Found,
            phrase,
            scene::{FAR, Scene, is_mark, is_stop},
            verbs::{is_adverb, is_auxiliary, verb_at},
        },
    },
    base::TextSpan,
    text::Quote,
};

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.9;

/// A verb of saying and its subject, beside a quotation.
pub(super) struct Spoken {
    cue: Range<usize>,
    source: Range<usize>,
    /// Where the words that name cue and source end.
    end: usize,
}

/// Finds outer quotations with a verb of saying beside them.
pub(super) fn find(scene: &Scene<'_>, found: &Found) -> Vec<Attribution> {
    let deepest = scene.paragraph().quotes.iter().map(|quote| quote.depth).max().unwrap_or(0);
    (0..=deepest).flat_map(|depth| at_depth(scene, found, depth)).collect()
}

/// Does so for the quotations at one depth.
fn at_depth(scene: &Scene<'_>, found: &Found, depth: u8) -> Vec<Attribution> {
    let outer: Vec<&Quote> =
        scene.paragraph().quotes.iter().filter(|quote| quote.depth == depth).collect();
    let mut claims: Vec<Attribution> = Vec::new();
    for (index, quote) in outer.iter().enumerate() {
        let tokens = scene.quote_tokens(quote);
        // Only the last claim found here can reach this far.
        let continues = claims
            .last()
            .is_some_and(|claim| claim.content.iter().any(|span| span.overlaps(quote.span)));
        if tokens.len() < 3 || continues || is_taken(found, quote.span) {
            continue;
        }
        let earlier =
            index.checked_sub(1).map_or(0, |before| scene.quote_tokens(outer[before]).end);
        let Some(spoken) =
            after(scene, tokens.end).or_else(|| before(scene, earlier, tokens.start))
        else {
            continue;
        };
        let mut content = vec![with_lead_in(scene, earlier, &tokens, quote.span)];
        content.extend(continuation(scene, &outer, index, spoken.end));
        claims.extend(scene.span(spoken.source.clone()).map(|source| Attribution {
            content,
            cue: scene.span(spoken.cue.clone()),
            source: Some(source),
            act: Act::Speech,
            confidence: CONFIDENCE,
            reason: Reason::Rule,
        }));
    }
    claims
}

/// Returns whether somebody says the words in `quote`, and not merely more words around them.
fn is_taken(found: &Found, quote: TextSpan) -> bool {
    let around = |piece: &TextSpan| piece.start() < quote.start() && piece.end() >= quote.end();
    found
        .near(quote)
        .any(|one| one.content.iter().any(|piece| piece.overlaps(quote) && !around(piece)))
}

/// Reads `said X` or `X said` after a quotation that ends before token `at`.
pub(super) fn after(scene: &Scene<'_>, at: usize) -> Option<Spoken> {
    // “So.” He left: a stop inside the marks ends the sentence, and what follows is not beside it.
    let closed = at.checked_sub(2).map(|last| scene.word(last));
    if !matches!(closed, Some("," | "?" | "!" | "—" | "–" | "--" | "…" | "..."))
        && scene.word(at) != ","
    {
        return None;
    }
    let from = if scene.word(at) == "," { at + 1 } else { at };
    let end = stop_after(scene, from);
    let is_cue = |index: usize| verb_at(scene, index).is_some();
    if is_cue(from) {
        let source = phrase::after(scene, from + 1, end)?;
        return Some(Spoken { cue: from..from + 1, end: source.end, source });
    }
    let cue = (from + 1..end).find(|index| is_cue(*index))?;
    let source = phrase::before(scene, from, cue)?;
    let first = (source.end..cue)
        .find(|index| is_auxiliary(scene.lower(*index)) || is_adverb(scene.lower(*index)))
        .unwrap_or(cue);
    (source.start == from).then_some(Spoken { cue: first..cue + 1, source, end: cue + 1 })
}

/// Reads `X said:` or `X said,` before a quotation that starts at token `at`.
fn before(scene: &Scene<'_>, from: usize, at: usize) -> Option<Spoken> {
    let comma = at.checked_sub(1).filter(|comma| matches!(scene.word(*comma), "," | ":"))?;
    let start = from.max(scene.sentence(comma).start);
    let cue = (start..comma).rev().take(6).find(|index| verb_at(scene, *index).is_some())?;
    let source = phrase::before(scene, start, cue)?;
    Some(Spoken { cue: cue..cue + 1, source, end: cue + 1 })
}

/// Returns the quotation with the words that lead into it in the same clause, as in
/// `it was lost and “nobody came,” she said`: the claim is then a mixed one.
fn with_lead_in(
    scene: &Scene<'_>,
    earlier: usize,
    tokens: &Range<usize>,
    quote: TextSpan,
) -> TextSpan {
    let start = scene.sentence(tokens.start).start.max(earlier);
    let joined = tokens.start.checked_sub(1).is_some_and(|last| {
        last >= start && !matches!(scene.word(last), "," | ":") && !is_stop(scene.word(last))
    });
    match scene.span(start..tokens.start) {
        Some(lead) if joined && !(start..tokens.start).any(|at| is_mark(scene.word(at))) => {
            lead.hull(quote)
        }
        _ => quote,
    }
}

/// Returns the next quotation if it goes on with the same speaker: “A,” he said. “B.”
fn continuation(scene: &Scene<'_>, outer: &[&Quote], index: usize, end: usize) -> Option<TextSpan> {
    let next = outer.get(index + 1)?;
    let tokens = scene.quote_tokens(next);
    let between = end..tokens.start;
    let only_marks = between.clone().all(|at| !scene.word(at).chars().any(char::is_alphanumeric));
    (only_marks && after(scene, tokens.end).is_none()).then_some(next.span)
}

fn stop_after(scene: &Scene<'_>, from: usize) -> usize {
    let limit = scene.len().min(from + FAR);
    (from..limit).find(|at| is_stop(scene.word(*at)) || is_mark(scene.word(*at))).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::{check_all, check_rule};

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn cue_and_source_after_it() {
        check(
            "“It is safe,” said a source in Brennau.",
            &["a source in Brennau | said | “It is safe,”"],
        );
        check("“It is safe,” the source explained.", &["the source | explained | “It is safe,”"]);
        check("“Is it safe?” she asked.", &["she | asked | “Is it safe?”"]);
    }

    #[test]
    fn cue_and_source_before_it() {
        check("Berg said: “It is safe.”", &["Berg | said | “It is safe.”"]);
        check("Berg said, “It is safe.”", &["Berg | said | “It is safe.”"]);
    }

    #[test]
    fn a_quotation_goes_on_after_the_cue() {
        check(
            "“It is safe,” said Berg. “Very safe.”",
            &["Berg | said | “It is safe,” … “Very safe.”"],
        );
    }

    #[test]
    fn words_before_the_marks_belong_to_a_mixed_one() {
        check(
            "The nuts were lost and “nobody came to help,” the source said.",
            &["the source | said | The nuts were lost and “nobody came to help,”"],
        );
    }

    #[test]
    fn a_quotation_at_the_end_of_what_somebody_recalls() {
        check_all(
            &["The manager recalled that the singer had asked, “Is it safe?”"],
            &[
                "The manager | recalled | that the singer had asked, “Is it safe?”",
                "the singer | asked | “Is it safe?”",
            ],
        );
    }

    #[test]
    fn a_closed_sentence_has_no_cue_after_it() {
        check("“It is safe.” He left.", &[]);
        check("It is “quite safe” now.", &[]);
    }
}
