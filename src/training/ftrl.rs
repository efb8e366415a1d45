//! Learning of sparse weights one example at a time: FTRL-proximal (McMahan et al., 2013).
//!
//! Weights that stay within the pull of L1 are exactly 0 and are not packed.

use crate::attribution::weights::FEATURE_BITS;

/// How fast to learn, and how much evidence a weight needs.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Learning rate.
    pub alpha: f32,
    /// Strength of L1.
    pub l1: f32,
    /// Passes over the examples.
    pub epochs: usize,
    /// Share of features left out at each step.
    pub dropout: f32,
    /// Features seen less often are left out.
    pub frequency: u8,
    /// Weights learnt with other orders of the examples that are averaged.
    pub seeds: u64,
}

/// Damps the first steps.
const BETA: f32 = 1.0;

/// One row of weights: the sums that they follow from.
#[derive(Clone, Copy)]
pub(super) struct Row<const WIDTH: usize> {
    pull: [f32; WIDTH],
    squares: [f32; WIDTH],
}

impl<const WIDTH: usize> Row<WIDTH> {
    /// Starts with weights of 0.
    pub(super) const ZERO: Self = Self { pull: [0.0; WIDTH], squares: [0.0; WIDTH] };

    /// Returns the weights.
    #[inline]
    pub(super) fn weights(&self, alpha: f32, l1: f32) -> [f32; WIDTH] {
        std::array::from_fn(|at| {
            let pull = self.pull[at];
            let excess = (pull.abs() - l1).max(0.0);
            -excess.copysign(pull) * alpha / (BETA + self.squares[at].sqrt())
        })
    }

    /// Takes a step against `gradient`.
    #[inline]
    pub(super) fn step(&mut self, gradient: &[f32; WIDTH], alpha: f32, l1: f32) {
        let weights = self.weights(alpha, l1);
        for at in 0..WIDTH {
            let slope = gradient[at];
            let squares = self.squares[at] + slope * slope;
            let pace = (squares.sqrt() - self.squares[at].sqrt()) / alpha;
            self.pull[at] += slope - pace * weights[at];
            self.squares[at] = squares;
        }
    }
}

/// The features that are frequent enough, numbered densely.
pub(super) struct Alphabet {
    /// For each feature its number and 1, or 0.
    numbers: Vec<u32>,
    /// For each number its feature.
    pub(super) features: Vec<u32>,
}

/// Counts features before an [`Alphabet`] is made.
pub(super) struct Counter(Vec<u8>);

impl Counter {
    /// Has counted nothing.
    pub(super) fn new() -> Self {
        Self(vec![0; 1 << FEATURE_BITS])
    }

    /// Counts `features`, up to 255 of each.
    pub(super) fn count(&mut self, features: &[u32]) {
        for feature in features {
            let count = &mut self.0[*feature as usize];
            *count = count.saturating_add(1);
        }
    }

    /// Keeps those counted at least `frequency` times.
    pub(super) fn alphabet(self, frequency: u8) -> Alphabet {
        let mut alphabet = Alphabet { numbers: vec![0; self.0.len()], features: Vec::new() };
        for (feature, _) in self.0.iter().enumerate().filter(|(_, count)| **count >= frequency) {
            alphabet.features.push(feature as u32);
            alphabet.numbers[feature] = alphabet.features.len() as u32;
        }
        alphabet
    }
}

impl Alphabet {
    /// Appends the numbers of those `features` that are in it.
    pub(super) fn number(&self, features: &[u32], numbers: &mut Vec<u32>) {
        numbers.extend(
            features
                .iter()
                .map(|feature| self.numbers[*feature as usize])
                .filter(|at| *at > 0)
                .map(|at| at - 1),
        );
    }
}

/// Lists of features, one after another.
pub(super) struct Lists {
    items: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
    /// Makes no lists.
    pub(super) fn new() -> Self {
        Self { items: Vec::new(), ends: vec![0] }
    }

    /// Adds what `fill` appends as a list.
    pub(super) fn push(&mut self, fill: impl FnOnce(&mut Vec<u32>)) {
        fill(&mut self.items);
        self.ends.push(self.items.len());
    }

    /// Takes all lists away.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.ends.truncate(1);
    }

    /// Returns how many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Returns list number `at`.
    pub(super) fn get(&self, at: usize) -> &[u32] {
        &self.items[self.ends[at]..self.ends[at + 1]]
    }
}

/// Weights by feature, those of 0 left out, in order of the feature.
pub(super) type Learnt<const WIDTH: usize> = Vec<(u32, [f32; WIDTH])>;

/// Adds a share of `rows` to `sums`.
pub(super) fn average<const WIDTH: usize>(
    sums: &mut [[f32; WIDTH]],
    rows: &[Row<WIDTH>],
    settings: &Settings,
) {
    for (sum, row) in sums.iter_mut().zip(rows) {
        let weights = row.weights(settings.alpha, settings.l1);
        for (sum, weight) in sum.iter_mut().zip(weights) {
            *sum += weight / settings.seeds as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_evidence_leaves_a_weight_at_zero() {
        let mut row = Row::<1>::ZERO;
        row.step(&[-0.5], 0.1, 1.0);
        assert_eq!(row.weights(0.1, 1.0), [0.0]);
        for _ in 0..10 {
            row.step(&[-0.5], 0.1, 1.0);
        }
        assert!(row.weights(0.1, 1.0)[0] > 0.0);
    }

    #[test]
    fn rare_features_are_left_out() {
        let mut counter = Counter::new();
        counter.count(&[5, 7, 7, 9]);
        let alphabet = counter.alphabet(2);
        let mut numbers = Vec::new();
        alphabet.number(&[9, 7, 5], &mut numbers);
        assert_eq!((numbers, alphabet.features), (vec![0], vec![7]));
    }
}
