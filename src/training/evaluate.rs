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
    attribution::{Attribution, Engine, Weights},
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

/// Sets of tokens, numbered over the document.
struct Sets {
    content: BTreeSet<usize>,
    source: BTreeSet<usize>,
    confidence: f32,
}

/// Reads `documents` with `weights` and compares; also returns, for each attribution found, its
/// confidence and whether its content fits.
pub fn evaluate(documents: &[Document], weights: Weights<'static>) -> (Score, Vec<(f32, bool)>) {
    let (mut total, mut outcomes) = (Score::default(), Vec::new());
    for document in documents {
        let (score, own) = compare(document, weights);
        total.add(score);
        outcomes.extend(own);
    }
    (total, outcomes)
}

fn compare(document: &Document, weights: Weights<'static>) -> (Score, Vec<(f32, bool)>) {
    let text = Text::new(&document.article);
    let mut engine = Engine::with_weights(weights);
    let mut all = Tokens::default();
    let mut attributions = Vec::new();
    for paragraph in 0..text.paragraphs().len() {
        let findings = engine.read(&text, paragraph);
        all.spans.extend(&findings.tokens.spans);
        attributions.extend(findings.attributions);
    }
    let found: Vec<Sets> = outermost(&attributions).map(|own| found_sets(&all, own)).collect();
    let marked: Vec<Sets> = document.relations.iter().map(|own| marked_sets(&all, own)).collect();
    pair(&found, &marked)
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
        confidence: own.confidence,
    }
}

fn marked_sets(tokens: &Tokens, own: &Relation) -> Sets {
    let set = |spans: &[TextSpan]| spans.iter().flat_map(|span| within(tokens, *span)).collect();
    Sets { content: set(&own.content), source: set(&own.source), confidence: 1.0 }
}

/// Matches one to one, the most alike first.
fn pair(found: &[Sets], marked: &[Sets]) -> (Score, Vec<(f32, bool)>) {
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
    let (mut ours, mut theirs) = (vec![false; found.len()], vec![false; marked.len()]);
    let mut score = Score { found: found.len(), marked: marked.len(), claims: 0, relations: 0 };
    for (_, source, own, other) in pairs {
        if !ours[own] && !theirs[other] {
            (ours[own], theirs[other]) = (true, true);
            score.claims += 1;
            score.relations += usize::from(source);
        }
    }
    let outcomes = found.iter().zip(ours).map(|(own, right)| (own.confidence, right)).collect();
    (score, outcomes)
}

fn jaccard(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f32 {
    let both = a.intersection(b).count();
    both as f32 / (a.len() + b.len() - both).max(1) as f32
}

/// Fits the share that is right to the score, never falling (pool adjacent violators; Ayer et al.,
/// 1955); returns pairs of score and share.
pub fn isotonic(outcomes: &[(f32, bool)]) -> Vec<(f32, f32)> {
    let mut outcomes = outcomes.to_vec();
    outcomes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Blocks of sum of scores, sum of hits, count.
    let mut blocks: Vec<(f32, f32, f32)> = Vec::new();
    for batch in outcomes.chunks(40) {
        let scores: f32 = batch.iter().map(|(score, _)| score).sum();
        let hits = batch.iter().filter(|(_, right)| *right).count() as f32;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isotonic_shares_never_fall() {
        let outcomes: Vec<_> =
            (0..400).map(|at| (at as f32 / 400.0, at * 7 % 10 < at / 40)).collect();
        let points = isotonic(&outcomes);
        assert!(points.len() > 2);
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
    }
}
