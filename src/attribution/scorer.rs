//! The seam between what judges and what decides.
//!
//! A scorer says how likely each token is the head of a cue, and for a cue how much speaks for each
//! label of each token near it. Decoder, rules and confidence take that from any scorer and do not
//! know which one it was.

use std::ops::Range;

use super::{
    cue::CueStage,
    lattice::{Potentials, Transitions},
    page::Page,
    span::SpanStage,
    weights::Weights,
};
use crate::text::{Text, Tokens};

/// Judges the tokens of a paragraph.
pub(crate) trait Scorer {
    /// Turns to the words of a paragraph, for a scorer that reads more than the page holds. Called
    /// once for each paragraph, before it is judged.
    fn turn_to(&mut self, text: &Text<'_>, tokens: &Tokens);

    /// Fills `likelihoods` with how likely each token of `page` heads a cue, 0 to 1. Called first
    /// for each paragraph, and again for the rooms of it that are read a second time.
    fn cues(&mut self, page: &Page, likelihoods: &mut Vec<f32>);

    /// Fills `potentials` with the evidence for each label of each token of `window`, given that
    /// token `cue`, which lies in it, heads a cue.
    fn spans(
        &mut self,
        page: &Page,
        cue: usize,
        window: Range<usize>,
        potentials: &mut Vec<Potentials>,
    );

    /// Returns the evidence for each label after each other.
    fn transitions(&self) -> &Transitions;
}

/// The linear scorer: sums of weights, one a feature.
pub(crate) struct Linear<'w> {
    weights: Weights<'w>,
    cue: CueStage,
    span: SpanStage,
}

impl<'w> Linear<'w> {
    /// Makes the scorer with these weights.
    pub(crate) fn new(weights: Weights<'w>) -> Self {
        Self { weights, cue: CueStage::default(), span: SpanStage::default() }
    }
}

impl Scorer for Linear<'_> {
    /// The page holds all that the linear scorer looks at.
    fn turn_to(&mut self, _: &Text<'_>, _: &Tokens) {}

    fn cues(&mut self, page: &Page, likelihoods: &mut Vec<f32>) {
        self.cue.judge(page, &self.weights.cue, likelihoods);
        self.span.turn_to(page, likelihoods);
    }

    fn spans(
        &mut self,
        page: &Page,
        cue: usize,
        window: Range<usize>,
        potentials: &mut Vec<Potentials>,
    ) {
        self.span.judge(page, &self.weights.span, cue, window, potentials);
    }

    fn transitions(&self) -> &Transitions {
        &self.weights.transitions
    }
}
