//! Findings of one paragraph to raw claims and mentions.
//!
//! Comes from the engine; goes to `merge` and [`settle`](super::settle). Here the tokens are seen for
//! the last time: what is kept of a paragraph are spans.

use crate::{
    attribution::{Act, Attribution, Findings, Reason},
    base::{Id, TextSpan},
    claims::{
        Claim, ClaimKind, Ground, link, locate,
        mention::{Mention, MentionId, Page},
        merge::Speaks,
        scan::{self, Capitals},
    },
    text::{Paragraph, Role, Text},
};

/// How many attributions back one may lie in another; keeps long paragraphs fast.
pub(super) const NEAR: usize = 64;

/// A claim before its source is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RawClaim {
    /// All that is known of it.
    pub(super) claim: Claim,
    /// The mention that names its source.
    pub(super) mention: Option<MentionId>,
    pub(super) paragraph: u32,
}

/// What stands in one paragraph.
pub(super) struct Gathered {
    pub(super) claims: Vec<RawClaim>,
    pub(super) mentions: Vec<Mention>,
    /// Whether a claim is put down to each mention.
    pub(super) speaks: Vec<Speaks>,
    pub(super) sentences: usize,
}

/// How much was read before a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    pub(super) mentions: usize,
    pub(super) sentences: usize,
}

/// Takes in what was found in a paragraph of `text`; `None` if it has no such paragraph.
pub(super) fn gather(text: &Text<'_>, findings: &Findings<'_>, before: Before) -> Option<Gathered> {
    let paragraph = text.paragraphs().get(findings.paragraph)?;
    let tokens = findings.tokens;
    let mut depths = Vec::new();
    paragraph.quote_depths(tokens, &mut depths);
    let mut cues: Vec<TextSpan> =
        findings.attributions.iter().filter_map(|found| found.cue).collect();
    cues.sort();
    let starts: Vec<usize> = tokens.sentences.iter().map(|sentence| sentence.start).collect();
    let page = Page {
        text: text.string(),
        spans: &tokens.spans,
        tags: findings.tags,
        depths: &depths,
        cues: &cues,
        starts: &starts,
        paragraph: findings.paragraph as u32,
        sentences: before.sentences as u32,
    };
    Some(gather_page(&page, paragraph, &findings.attributions, before.mentions))
}

/// Takes in `page`, whose first mention gets the number `base`.
fn gather_page(
    page: &Page<'_>,
    paragraph: &Paragraph,
    attributions: &[Attribution],
    base: usize,
) -> Gathered {
    let mut mentions = scan::find(page, capitals(page, paragraph.role));
    let scanned = mentions.len();
    let sources: Vec<Option<usize>> = attributions
        .iter()
        .map(|found| locate::locate(page, found.source?, &mut mentions, scanned))
        .collect();
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|at| (mentions[*at].core.start(), mentions[*at].core.end()));
    let mut place_of = vec![0; mentions.len()];
    for (place, at) in order.iter().enumerate() {
        place_of[*at] = place;
    }
    let mut mentions: Vec<Mention> = order.iter().map(|at| mentions[*at]).collect();
    link::tie(page, &mut mentions, base);
    let sources: Vec<Option<usize>> =
        sources.iter().map(|source| source.map(|at| place_of[at])).collect();
    let mut speaks = vec![Speaks::No; mentions.len()];
    for (found, source) in attributions.iter().zip(&sources) {
        if let Some(at) = *source {
            speaks[at] = match found.act {
                Act::Attitude => Speaks::Thinks,
                Act::Speech if within(found, attributions) => Speaks::Within,
                Act::Speech => Speaks::Aloud,
            };
        }
    }
    give_speakers(page, &mut mentions, attributions, &sources, base);
    let claims = attributions.iter().zip(&sources).map(|(found, source)| RawClaim {
        claim: raw_claim(page, paragraph, found),
        mention: source.map(|at| Id::new(base + at)),
        paragraph: page.paragraph,
    });
    let sentences = page.starts.len().max(1);
    Gathered { claims: claims.collect(), mentions, speaks, sentences }
}

/// Tells each of `mentions` inside a quotation, or after the label of a transcript, who speaks.
///
/// `sources` has the place of each attribution's source in `mentions`, `base` the number of the
/// first of them.
fn give_speakers(
    page: &Page<'_>,
    mentions: &mut [Mention],
    attributions: &[Attribution],
    sources: &[Option<usize>],
    base: usize,
) {
    let said: Vec<(&Attribution, usize)> = attributions
        .iter()
        .zip(sources)
        .filter_map(|(found, source)| Some((found, (*source)?)))
        .collect();
    let label = said.iter().find(|(found, source)| {
        let colon = found.cue.is_some_and(|cue| cue.slice(page.text) == Some(":"));
        let first = page.spans.first().is_some_and(|first| first.overlaps(mentions[*source].span));
        (colon || found.reason == Reason::Label) && first
    });
    let label = label.map(|(_, source)| *source);
    for at in 0..mentions.len() {
        let span = mentions[at].core;
        // They stand in order of content: the innermost comes last and counts.
        let after = said.partition_point(|(found, _)| found.hull().start() <= span.start());
        let around = said[..after].iter().rev().take(NEAR).find(|(found, source)| {
            let outside = mentions[*source].place.quoted < mentions[at].place.quoted;
            *source != at && outside && found.content.iter().any(|piece| piece.covers(span))
        });
        let speaker = around.map(|(_, source)| *source).or(label).filter(|source| *source != at);
        mentions[at].speaker = speaker.map(|source| Id::new(base + source));
    }
}

/// Returns what capitals say in a paragraph: nothing in a headline that sets most words so.
fn capitals(page: &Page<'_>, role: Role) -> Capitals {
    // Plain text may have a title that nothing marks as one.
    let unmarked = page.paragraph == 0
        && page.len() > 0
        && !matches!(page.word(page.len() - 1), "." | "”" | "\"" | ",");
    if !matches!(role, Role::Title | Role::Heading) && !unmarked {
        return Capitals::Names;
    }
    let words = (0..page.len()).filter(|at| page.word(*at).chars().count() > 3);
    let (capital, all) =
        words.fold((0, 0), |(capital, all), at| (capital + usize::from(page.capital(at)), all + 1));
    if capital * 3 > all * 2 && all > 3 { Capitals::Nothing } else { Capitals::Names }
}

/// Returns whether `found` stands inside the content of another of `all`, which are in order.
fn within(found: &Attribution, all: &[Attribution]) -> bool {
    let Some(cue) = found.cue.or(found.source) else { return false };
    let after = all.partition_point(|other| other.hull().start() <= cue.start());
    let near = all[..after].iter().rev().take(NEAR);
    near.filter(|other| *other != found)
        .any(|other| other.content.iter().any(|piece| piece.covers(cue)))
}

/// Returns the quotations that hold `cue`.
fn quotes_around(page: &Page<'_>, paragraph: &Paragraph, cue: TextSpan) -> Vec<TextSpan> {
    let depth = page.depths.get(page.token_at(cue.start())).copied().unwrap_or_default();
    let before = paragraph.quotes.partition_point(|quote| quote.span.start() <= cue.start());
    let holders = paragraph.quotes[..before].iter().rev().map(|quote| quote.span);
    holders.filter(|quote| quote.covers(cue)).take(usize::from(depth)).collect()
}

/// Makes the claim of `found`, which is put down to nobody yet.
fn raw_claim(page: &Page<'_>, paragraph: &Paragraph, found: &Attribution) -> Claim {
    Claim {
        kind: kind(page, paragraph, found),
        act: found.act,
        source: None,
        parent: None,
        confidence: found.confidence,
        content: found.content.iter().copied().collect(),
        cue: found.cue,
        attribution: found.source,
        reason: found.reason,
        grouping: Ground::default(),
        candidates: Vec::new(),
    }
}

/// Returns how much of the content of `found` stands in quotation marks.
///
/// Only quotations that do not hold the cue count: what is said without marks inside somebody's
/// quotation is indirect for the one who is said to say it.
fn kind(page: &Page<'_>, paragraph: &Paragraph, found: &Attribution) -> ClaimKind {
    let around: Vec<TextSpan> =
        found.cue.map(|cue| quotes_around(page, paragraph, cue)).unwrap_or_default();
    let is_quoted = |at: usize| {
        let outer = around.iter().filter(|quote| quote.covers(page.spans[at])).count();
        usize::from(page.depths[at]) > outer
    };
    let words = found.content.iter().flat_map(|piece| {
        let from = page.token_at(piece.start());
        let before_end = |at: &usize| page.spans[*at].start() < piece.end();
        (from..page.len()).take_while(before_end)
    });
    let mut words = words.filter(|at| page.word(*at).chars().any(char::is_alphanumeric));
    let Some(first) = words.next().map(is_quoted) else { return ClaimKind::Indirect };
    match (first, words.all(|at| is_quoted(at) == first)) {
        (_, false) => ClaimKind::Mixed,
        (true, true) => ClaimKind::Direct,
        (false, true) => ClaimKind::Indirect,
    }
}
