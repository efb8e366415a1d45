//! Found against marked: precision, recall and F1, to judge training by.
//!
//! Close to the measures of the literature, on our own tokens: a found attribution and a marked one
//! may be matched when the Jaccard index of their content's tokens is 0.5 or more; the relation is
//! right when the sources' is too, or both are empty. Nested attributions are left out.

use std::collections::BTreeSet;

use super::{
    corpus::{Document, Relation},
    lesson::within,
};
use crate::{
    attribution::{Attribution, Engine, Reason, decode},
    base::TextSpan,
    text::{Text, Tokens},
};

/// Counts of what was found, marked and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Attributions found.
    pub found: usize,
    /// Attributions marked.
    pub marked: usize,
    /// Pairs whose content fits.
    pub claims: usize,
    /// Pairs whose content and source fit.
    pub relations: usize,
}

impl Score {
    /// Returns the F1 of `right` pairs in percent.
    pub fn f1(&self, right: usize) -> f32 {
        200.0 * right as f32 / (self.found + self.marked).max(1) as f32
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: Self) {
        self.found += other.found;
        self.marked += other.marked;
        self.claims += other.claims;
        self.relations += other.relations;
    }
}

/// How an attribution that was found compares with what is marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// How sure we were, 0 to 1.
    pub confidence: f32,
    /// How right it was: 1 if content and source fit, a half if only the content does, else 0.
    pub right: f32,
    /// Whether the trained model found it, not a rule.
    pub by_model: bool,
    /// The number of its document.
    pub document: usize,
}

/// Sets of tokens, numbered over the document.
#[derive(Default)]
struct Sets {
    content: BTreeSet<usize>,
    source: BTreeSet<usize>,
}

/// Reads each of `documents` with a new engine and compares; also returns how each attribution found
/// fared.
pub fn evaluate(documents: &[Document], engine: impl Fn() -> Engine) -> (Score, Vec<Outcome>) {
    let (mut total, mut outcomes) = (Score::default(), Vec::new());
    for (number, document) in documents.iter().enumerate() {
        let (score, own) = compare(document, engine());
        total.add(score);
        outcomes.extend(own.into_iter().map(|own| Outcome { document: number, ..own }));
    }
    (total, outcomes)
}

fn compare(document: &Document, mut engine: Engine) -> (Score, Vec<Outcome>) {
    let text = Text::new(&document.article);
    let mut all = Tokens::default();
    let mut attributions = Vec::new();
    for paragraph in 0..text.paragraphs().len() {
        let findings = engine.read(&text, paragraph);
        all.spans.extend(&findings.tokens.spans);
        attributions.extend(findings.attributions);
    }
    let outer: Vec<&Attribution> = outermost(&attributions).collect();
    let found: Vec<Sets> = outer.iter().map(|own| found_sets(&all, own)).collect();
    let marked: Vec<Sets> = document.relations.iter().map(|own| marked_sets(&all, own)).collect();
    let (score, right) = pair(&found, &marked);
    let outcomes = outer.iter().zip(right).map(|(own, right)| Outcome {
        confidence: own.confidence,
        right,
        by_model: own.reason == Reason::Model,
        document: 0,
    });
    (score, outcomes.collect())
}

/// Leaves out attributions that lie in the content of another.
pub(super) fn outermost(attributions: &[Attribution]) -> impl Iterator<Item = &Attribution> {
    attributions.iter().filter(|own| {
        !attributions.iter().any(|other| {
            let inside = |span: &TextSpan| other.content.iter().any(|outer| outer.covers(*span));
            !std::ptr::eq(*own, other)
                && own.cue.iter().all(inside)
                && own.content.iter().all(inside)
        })
    })
}

fn found_sets(tokens: &Tokens, own: &Attribution) -> Sets {
    let set = |spans: &mut dyn Iterator<Item = TextSpan>| {
        spans.flat_map(|span| within(tokens, span)).collect()
    };
    Sets {
        content: set(&mut own.content.iter().copied()),
        source: set(&mut own.source.into_iter()),
    }
}

fn marked_sets(tokens: &Tokens, own: &Relation) -> Sets {
    let set = |spans: &[TextSpan]| spans.iter().flat_map(|span| within(tokens, *span)).collect();
    Sets { content: set(&own.content), source: set(&own.source) }
}

/// Matches one to one, the most alike first; also returns how right each of `found` is.
fn pair(found: &[Sets], marked: &[Sets]) -> (Score, Vec<f32>) {
    let mut pairs = Vec::new();
    for (ours, own) in found.iter().enumerate() {
        for (theirs, other) in marked.iter().enumerate() {
            let alike = jaccard(&own.content, &other.content);
            if alike >= 0.5 {
                let source = own.source.is_empty() && other.source.is_empty()
                    || jaccard(&own.source, &other.source) >= 0.5;
                pairs.push((alike, source, ours, theirs));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let (mut ours, mut theirs) = (vec![0.0; found.len()], vec![false; marked.len()]);
    let mut score = Score { found: found.len(), marked: marked.len(), claims: 0, relations: 0 };
    for (_, source, own, other) in pairs {
        if ours[own] == 0.0 && !theirs[other] {
            (ours[own], theirs[other]) = (if source { 1.0 } else { 0.5 }, true);
            score.claims += 1;
            score.relations += usize::from(source);
        }
    }
    (score, ours)
}

fn jaccard(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f32 {
    let both = a.intersection(b).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// Fits the share that is right to the model's score, never falling (pool adjacent violators; Ayer
/// et al., 1955); returns pairs of score and share.
pub fn isotonic(outcomes: &[Outcome]) -> Vec<(f32, f32)> {
    let mut outcomes: Vec<Outcome> =
        outcomes.iter().copied().filter(|outcome| outcome.by_model).collect();
    outcomes.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    // Blocks of sum of scores, sum of hits, count.
    let mut blocks: Vec<(f32, f32, f32)> = Vec::new();
    for batch in outcomes.chunks(40) {
        let scores: f32 = batch.iter().map(|outcome| outcome.confidence).sum();
        let hits: f32 = batch.iter().map(|outcome| outcome.right).sum();
        blocks.push((scores, hits, batch.len() as f32));
        while let [.., left, right] = blocks[..] {
            if left.1 * right.2 <= right.1 * left.2 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((left.0 + right.0, left.1 + right.1, left.2 + right.2));
        }
    }
    blocks.iter().map(|(scores, hits, count)| (scores / count, hits / count)).collect()
}

/// A band of confidence: how sure we were in it, and how right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// How many attributions fell into it.
    pub count: usize,
    /// Their mean confidence.
    pub confidence: f32,
    /// Their mean rightness, see [`Outcome::right`].
    pub right: f32,
}

/// Returns ten bands of confidence, each a tenth wide, of the model's attributions.
///
/// `outcomes` hold raw scores. Confidence is fitted on every other document and tried on those
/// between them, so that no document judges what was fitted on it.
pub fn bands(outcomes: &[Outcome]) -> [Band; 10] {
    let mut bands = [Band::default(); 10];
    for half in 0..2 {
        let (own, other): (Vec<Outcome>, Vec<Outcome>) =
            outcomes.iter().partition(|outcome| outcome.document % 2 == half);
        let points: Vec<u8> = isotonic(&other)
            .iter()
            .flat_map(|(score, share)| [score.to_le_bytes(), share.to_le_bytes()].concat())
            .collect();
        for outcome in own.iter().filter(|outcome| outcome.by_model) {
            let confidence = decode::confidence(&points, outcome.confidence);
            let band = &mut bands[((confidence * 10.0) as usize).min(9)];
            band.count += 1;
            band.confidence += confidence;
            band.right += outcome.right;
        }
    }
    bands.map(|band| {
        let count = band.count.max(1) as f32;
        Band { confidence: band.confidence / count, right: band.right / count, ..band }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four hundred outcomes that are the righter the surer.
    fn outcomes() -> Vec<Outcome> {
        let outcome = |at: usize| Outcome {
            confidence: at as f32 / 400.0,
            right: if at * 7 % 10 < at / 40 { 1.0 } else { 0.0 },
            by_model: true,
            document: at / 3,
        };
        (0..400).map(outcome).collect()
    }

    #[test]
    fn bands_hold_what_is_about_as_right_as_it_is_sure() {
        let bands = bands(&outcomes());
        assert_eq!(bands.iter().map(|band| band.count).sum::<usize>(), 400);
        for band in bands.iter().filter(|band| band.count > 20) {
            assert!((band.confidence - band.right).abs() < 0.2, "{band:?}");
        }
    }

    #[test]
    fn isotonic_shares_never_fall() {
        let outcomes = outcomes();
        let points = isotonic(&outcomes);
        assert!(points.len() > 2);
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
    }
}
