//! The second trained stage: which tokens around a cue are its source, its words and its content.
//!
//! Comes from the page and the first stage; goes to the decoder as potentials. What holds of a token
//! whatever the cue is summed once a paragraph; what relates it to the cue is added for each cue.

use std::ops::Range;

use super::{
    features::{self, Cue, OtherCues},
    lattice::{LABELS, Potentials},
    page::Page,
    weights::RowTable,
};

/// Keeps the buffers of the stage, and the sums of the paragraph, between cues.
#[derive(Default)]
pub(crate) struct SpanStage {
    features: Vec<u32>,
    cue: Cue,
    others: OtherCues,
    /// The part of each token's sums that all cues share; `None` until a window covers it.
    local: Vec<Option<[i32; LABELS]>>,
}

impl SpanStage {
    /// Turns to a new paragraph, whose cues are this likely.
    pub(crate) fn turn_to(&mut self, page: &Page, likelihoods: &[f32]) {
        self.others.set(likelihoods);
        self.local.clear();
        self.local.resize(page.len, None);
    }

    /// Fills `potentials` for the tokens of `window`, around the cue at `cue`.
    pub(crate) fn judge(
        &mut self,
        page: &Page,
        weights: &RowTable<'_, LABELS>,
        cue: usize,
        window: Range<usize>,
        potentials: &mut Vec<Potentials>,
    ) {
        self.cue.set(page, cue, window.clone());
        potentials.clear();
        for index in window {
            let mut sums = *self.local[index].get_or_insert_with(|| {
                let mut sums = [0; LABELS];
                self.features.clear();
                features::local(page, index, &mut self.features);
                weights.add(&self.features, &mut sums);
                sums
            });
            self.features.clear();
            features::relative(page, &self.cue, &self.others, index, &mut self.features);
            weights.add(&self.features, &mut sums);
            potentials.push(sums.map(|sum| sum as f32 * weights.scale));
        }
    }
}
