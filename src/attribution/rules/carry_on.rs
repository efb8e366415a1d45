//! A quotation without a cue goes on with whoever spoke last: a paragraph that is a quotation from
//! end to end, or that resumes the one before.
//!
//! `“It is safe,” said Berg.` / `“We checked it twice.”`

use crate::{
    attribution::{
        Act, Attribution, Reason,
        rules::{Memory, found::Found, scene::Scene},
    },
    base::TextSpan,
    text::{Quote, Role},
};

/// How often a paragraph-long quotation goes on with the last speaker. Set by hand; the corpus
/// joins most of them to the claim before.
const CONFIDENCE: f32 = 0.8;

/// Shortest paragraph that can go on by itself, in tokens with its marks; shorter ones are
/// headings between paragraphs.
const SHORTEST: usize = 9;

/// Finds the quotations that go on with the speaker remembered, or with the paragraph's own.
pub(super) fn find(scene: &Scene<'_>, memory: &Memory, found: &Found) -> Vec<Attribution> {
    if !matches!(scene.paragraph().role, Role::Body | Role::BlockQuote) {
        return Vec::new();
    }
    let last = memory.last.filter(|last| last.paragraph + 1 == scene.index).map(|last| last.source);
    let mut speakers = None;
    let quotes = scene.paragraph().quotes.iter().filter(|quote| quote.depth == 0);
    let alone = quotes.filter(|quote| stands_alone(scene, quote) && !is_taken(found, quote.span));
    let claims = alone.filter_map(|quote| {
        let speakers = speakers.get_or_insert_with(|| speakers_aloud(scene, found));
        let before = speakers.partition_point(|(end, _)| *end <= quote.span.start());
        let own = before.checked_sub(1).map(|nearest| speakers[nearest].1);
        let goes_on = quote.resumes || own.is_some() || scene.quote_tokens(quote).len() >= SHORTEST;
        let source = own.or(last).filter(|_| goes_on)?;
        Some(Attribution {
            content: vec![quote.span],
            cue: None,
            source: Some(source),
            act: Act::Speech,
            confidence: CONFIDENCE,
            reason: Reason::Continues,
        })
    });
    claims.collect()
}

/// Returns whether somebody says words of `quote`, and not merely somebody whom the quotation quotes.
pub(super) fn is_taken(found: &Found, quote: TextSpan) -> bool {
    let is_inner = |one: &Attribution| one.cue.is_some_and(|cue| quote.covers(cue));
    let has = |one: &Attribution| one.content.iter().any(|piece| piece.overlaps(quote));
    found.near(quote).any(|one| has(one) && !is_inner(one))
}

/// Returns who is named outside of quotations, and where what they say ends, in that order.
fn speakers_aloud(scene: &Scene<'_>, found: &Found) -> Vec<(usize, TextSpan)> {
    let with_source = found.iter().filter_map(|one| Some((one.hull().end(), one.source?)));
    let mut speakers: Vec<_> = with_source
        .filter(|(_, source)| scene.depth(scene.token_at(source.start())) == 0)
        .collect();
    speakers.sort();
    speakers
}

/// Returns whether a quotation is one or more whole sentences: nothing else stands in them.
pub(super) fn stands_alone(scene: &Scene<'_>, quote: &Quote) -> bool {
    let tokens = scene.quote_tokens(quote);
    if tokens.len() < 4 {
        return false;
    }
    let starts = scene.sentence(tokens.start).start == tokens.start;
    let last = tokens.end - 1;
    let ends = scene.sentence(last).end == tokens.end;
    starts && (ends || quote.runs_on)
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_all;

    #[test]
    fn quoted_paragraphs_go_on() {
        check_all(
            &[
                "“It is safe,” said Berg.",
                "“We checked every bolt of it twice.”",
                "“And so did all of the others.”",
            ],
            &[
                "Berg | said | “It is safe,”",
                "Berg | - | “We checked every bolt of it twice.”",
                "Berg | - | “And so did all of the others.”",
            ],
        );
    }

    #[test]
    fn a_quotation_that_runs_over_paragraphs() {
        check_all(
            &["Berg said: “It is safe.", "“Very.”"],
            &["Berg | said | “It is safe.", "Berg | - | “Very.”"],
        );
    }

    #[test]
    fn a_quotation_that_quotes_somebody_goes_on_too() {
        check_all(
            &["“It is safe,” said Berg.", "“My brother told me that it was checked twice.”"],
            &[
                "Berg | said | “It is safe,”",
                "Berg | - | “My brother told me that it was checked twice.”",
                "My brother | told | that it was checked twice",
            ],
        );
    }

    #[test]
    fn a_plain_paragraph_parts_speakers() {
        check_all(
            &["“It is safe,” said Berg.", "It rained.", "“We checked every bolt of it twice.”"],
            &["Berg | said | “It is safe,”"],
        );
    }

    #[test]
    fn a_short_one_is_a_heading() {
        check_all(
            &["“It is safe,” said Berg.", "‘A hard year.’"],
            &["Berg | said | “It is safe,”"],
        );
    }

    #[test]
    fn scare_quotes_do_not_go_on() {
        check_all(
            &["“It is safe,” said Berg.", "The so-called “bridge of sighs” is old."],
            &["Berg | said | “It is safe,”"],
        );
    }
}
