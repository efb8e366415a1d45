//! The first trained stage: how likely each token heads a cue.
//!
//! Comes from the page with its tags; goes to the decoder and the span stage. A logistic model over
//! the candidates: verbs, and words that training saw head a cue more than once. All other tokens
//! get 0.

use super::{features, page::Page, weights::RowTable};

/// Keeps the buffer of the stage between candidates.
#[derive(Default)]
pub(crate) struct CueStage {
    features: Vec<u32>,
}

impl CueStage {
    /// Fills `likelihoods`, one for each token of `page`.
    pub(crate) fn judge(
        &mut self,
        page: &Page,
        weights: &RowTable<'_, 1>,
        likelihoods: &mut Vec<f32>,
    ) {
        likelihoods.clear();
        likelihoods.resize(page.len, 0.0);
        for index in (0..page.len).filter(|index| page.is_candidate(*index)) {
            self.features.clear();
            features::cue(page, index, &mut self.features);
            let mut sum = [0];
            weights.add(&self.features, &mut sum);
            likelihoods[index] = logistic(sum[0] as f32 * weights.scale);
        }
    }
}

/// Turns evidence into a likelihood.
pub(crate) fn logistic(evidence: f32) -> f32 {
    1.0 / (1.0 + (-evidence).exp())
}
