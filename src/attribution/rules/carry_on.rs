//! A quotation without a cue goes on with whoever spoke last: a paragraph that is a quotation from
//! end to end, or that resumes the one before.
//!
//! `“It is safe,” said Berg.` / `“We checked it twice.”`

use crate::{
    attribution::{
        Act, Attribution, Reason,
        rules::{Memory, scene::Scene},
    },
    text::{Quote, Role},
};

/// How often a paragraph-long quotation goes on with the last speaker. Set by hand.
const CONFIDENCE: f32 = 0.8;

/// Adds the quotations that go on with the speaker remembered, or with the paragraph's own.
pub(super) fn find(scene: &Scene<'_>, memory: &Memory, found: &mut Vec<Attribution>) {
    if !matches!(scene.paragraph().role, Role::Body | Role::BlockQuote) {
        return;
    }
    let outer = scene.paragraph().quotes.iter().filter(|quote| quote.depth == 0);
    for quote in outer {
        let taken =
            found.iter().any(|one| one.content.iter().any(|span| span.overlaps(quote.span)));
        if taken || !stands_alone(scene, quote) {
            continue;
        }
        let own = found
            .iter()
            .rev()
            .filter(|one| one.hull().end() <= quote.span.start())
            .find_map(|one| one.source);
        let last =
            memory.last.filter(|last| last.paragraph + 1 == scene.index).map(|last| last.source);
        let Some(source) = own.or(last) else { continue };
        found.push(Attribution {
            content: vec![quote.span],
            cue: None,
            source: Some(source),
            act: Act::Speech,
            confidence: CONFIDENCE,
            reason: Reason::Continues,
        });
    }
}

/// Returns whether a quotation is one or more whole sentences: nothing else stands in them.
fn stands_alone(scene: &Scene<'_>, quote: &Quote) -> bool {
    let tokens = scene.quote_tokens(quote);
    if tokens.len() < 4 {
        return false;
    }
    let starts = scene.sentence(tokens.start).start == tokens.start;
    let last = tokens.end - 1;
    let ends = scene.sentence(last).end == tokens.end;
    starts && (ends || quote.runs_on)
}
