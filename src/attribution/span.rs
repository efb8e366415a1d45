//! The second trained stage: which tokens around a cue are its source, its words and its content.
//!
//! Comes from the page and the first stage; goes to the decoder as potentials. What holds of a token
//! whatever the cue is summed once a paragraph, what the cue's place, distance and rank bring once a
//! cue; what is left of how it relates to the cue is added for each.

use std::ops::Range;

use super::{
    features::{self, Cue, OtherCues, Stand},
    lattice::{LABELS, Potentials},
    page::Page,
    weights::RowTable,
};

/// The part of a token's sums that it shares with others; `None` until it is asked for.
type Shared = Option<[i32; LABELS]>;

/// Keeps the buffers of the stage, and the sums of the paragraph, between cues.
#[derive(Default)]
pub(crate) struct SpanStage {
    features: Vec<u32>,
    cue: Cue,
    others: OtherCues,
    /// What holds of each token whatever the cue.
    local: Vec<Shared>,
    /// What holds of it on each side of a cue, whatever the cue.
    sides: Vec<[Shared; Stand::SIDES]>,
    /// What holds of all tokens of a place, a distance and a rank around the cue at hand.
    places: Vec<Shared>,
    distances: Vec<Shared>,
    ranks: Vec<Shared>,
}

impl SpanStage {
    /// Turns to a new paragraph, whose cues are this likely.
    pub(crate) fn turn_to(&mut self, page: &Page, likelihoods: &[f32]) {
        self.others.set(likelihoods);
        forget(&mut self.local, page.len);
        forget(&mut self.sides, page.len);
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
        forget(&mut self.places, Stand::PLACES);
        forget(&mut self.distances, Stand::DISTANCES);
        forget(&mut self.ranks, Stand::RANKS);
        potentials.clear();
        let Self { features, cue, others, local, sides, places, distances, ranks } = self;
        let mut sum = |shared: &mut Shared, collect: &dyn Fn(&mut Vec<u32>)| {
            *shared.get_or_insert_with(|| summed(features, weights, collect))
        };
        for index in window {
            let stand = Stand::of(page, cue, index);
            let parts = [
                sum(&mut local[index], &|found| features::local(page, index, found)),
                sum(&mut sides[index][stand.side as usize], &|found| {
                    features::by_side(page, index, stand.side, found);
                }),
                sum(&mut places[stand.place as usize], &|found| {
                    features::by_place(page, cue, stand.place, found);
                }),
                sum(&mut distances[stand.distance()], &|found| {
                    features::by_distance(cue, stand, found);
                }),
                sum(&mut ranks[stand.rank as usize], &|found| {
                    features::by_rank(cue, stand.rank, found);
                }),
                sum(&mut None, &|found| {
                    features::alone(page, cue, others, index, stand, found);
                }),
            ];
            let sums: [i32; LABELS] =
                std::array::from_fn(|label| parts.iter().map(|part| part[label]).sum());
            potentials.push(sums.map(|sum| sum as f32 * weights.scale));
        }
    }
}

/// Makes `len` empty places.
fn forget<Part: Default + Clone>(parts: &mut Vec<Part>, len: usize) {
    parts.clear();
    parts.resize(len, Part::default());
}

/// Sums the weights of the features that `collect` finds.
fn summed(
    features: &mut Vec<u32>,
    weights: &RowTable<'_, LABELS>,
    collect: &dyn Fn(&mut Vec<u32>),
) -> [i32; LABELS] {
    let mut sums = [0; LABELS];
    features.clear();
    collect(features);
    weights.add(features, &mut sums);
    sums
}
