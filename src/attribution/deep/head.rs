//! What the encoder says of a token and of a cue to evidence for each label of the token.
//!
//! Comes from the encoder, for the token and for the cue, with their distance; goes to the lattice.
//! Stands outside the encoder, so that one run of it serves all cues of a paragraph. One hidden
//! layer: `output · relu(own + asked + distance)`, plain sums that the compiler makes wide.

use super::{DeepError, configuration::Config, file::misshapen};
use crate::attribution::lattice::{LABELS, Potentials, Transitions};

/// The section's name.
const SECTION: &str = "head";

/// The head's weights.
pub(super) struct Head {
    hidden: usize,
    buckets: Vec<i32>,
    /// A row of `hidden` weights for each class of distance.
    distance: Vec<f32>,
    /// For each hidden number its weights, a label each, filled up with a zero.
    output: Vec<[f32; LABELS + 1]>,
    bias: Potentials,
    /// Evidence for each label after each other.
    pub(super) transitions: Transitions,
}

impl Head {
    /// Reads the section: `distance`, `output`, `bias`, transitions, one after another.
    ///
    /// # Errors
    ///
    /// If it has another length than `config` says, or holds what is no number.
    pub(super) fn open(bytes: &[u8], config: &Config) -> Result<Self, DeepError> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let distances = (config.buckets.len() + 1) * config.hidden;
        let outputs = config.hidden * LABELS;
        let before = distances + outputs + LABELS;
        let pairs = numbers.len().wrapping_sub(before);
        // The row of the start may be left out.
        if !rest.is_empty() || (pairs != LABELS * LABELS && pairs != LABELS * (LABELS + 1)) {
            return Err(misshapen(SECTION, format!("{} bytes do not fit", bytes.len())));
        }
        if !numbers.iter().all(|number| number.is_finite()) {
            return Err(misshapen(SECTION, "it holds what is no number"));
        }
        let (distance, numbers) = numbers.split_at(distances);
        let (output, numbers) = numbers.split_at(outputs);
        let (bias, pairs) = numbers.split_at(LABELS);
        let mut head = Self {
            hidden: config.hidden,
            buckets: config.buckets.clone(),
            distance: distance.to_vec(),
            output: vec![[0.0; LABELS + 1]; config.hidden],
            bias: [0.0; LABELS],
            transitions: [[0.0; LABELS]; LABELS + 1],
        };
        for (own, weights) in head.output.iter_mut().zip(output.chunks_exact(LABELS)) {
            own[..LABELS].copy_from_slice(weights);
        }
        head.bias.copy_from_slice(bias);
        for (own, weights) in head.transitions.iter_mut().zip(pairs.chunks_exact(LABELS)) {
            own.copy_from_slice(weights);
        }
        Ok(head)
    }

    /// Returns the evidence for the labels of a token that stands `distance` tokens behind the cue,
    /// or before it where negative.
    pub(super) fn judge(&self, own: &[f32], asked: &[f32], distance: i32) -> Potentials {
        let class = self.buckets.partition_point(|edge| *edge <= distance);
        let distance = &self.distance[class * self.hidden..][..self.hidden];
        let mut sums = [0.0; LABELS + 1];
        sums[..LABELS].copy_from_slice(&self.bias);
        for (((own, asked), distance), output) in
            own.iter().zip(asked).zip(distance).zip(&self.output)
        {
            let hidden = (own + asked + distance).max(0.0);
            for (sum, weight) in sums.iter_mut().zip(output) {
                *sum += hidden * weight;
            }
        }
        std::array::from_fn(|label| sums[label])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::deep::pieces::SHAPES;

    fn config() -> Config {
        let shapes = serde_json::to_string(&SHAPES).expect("strings");
        let json = format!(
            "{{\"shapes\": {shapes}, \"buckets\": [0, 2], \"hidden\": 2, \"pieces\": 64, \
             \"overlap\": 16}}"
        );
        Config::open(json.as_bytes()).expect("well-formed")
    }

    /// Three distances of two numbers, two outputs, a bias, transitions.
    fn numbers() -> Vec<f32> {
        let mut numbers = vec![0.0, 0.0, 10.0, 0.0, 0.0, 20.0];
        numbers.extend((0..7).map(|label| label as f32));
        numbers.extend((0..7).map(|label| -(label as f32)));
        numbers.extend([0.5; 7]);
        numbers.extend((0..49).map(|pair| pair as f32));
        numbers
    }

    fn bytes(numbers: &[f32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn own_asked_and_distance_are_summed_and_cut_at_zero() {
        let head = Head::open(&bytes(&numbers()), &config()).expect("well-formed");
        let check = |own: [f32; 2], asked: [f32; 2], distance: i32, expected: f32| {
            let found = head.judge(&own, &asked, distance);
            for (label, found) in found.iter().enumerate() {
                assert_eq!(*found, 0.5 + expected * label as f32);
            }
        };
        check([1.0, 0.0], [2.0, 0.0], -1, 3.0);
        check([1.0, 0.0], [-2.0, 1.0], -5, -1.0);
        check([1.0, 0.0], [0.0, 0.0], 0, 11.0);
        check([1.0, 0.0], [0.0, 0.0], 1, 11.0);
        check([0.0, 1.0], [0.0, 0.0], 2, -21.0);
        assert_eq!(head.transitions[1][0], 7.0);
        assert_eq!(head.transitions[7], [0.0; 7]);
    }

    #[test]
    fn other_lengths_and_no_numbers_are_refused() {
        let mut numbers = numbers();
        let check = |numbers: &[f32]| Head::open(&bytes(numbers), &config()).is_err();
        assert!(!check(&numbers));
        assert!(check(&numbers[1..]));
        assert!(check(&[]));
        numbers[3] = f32::NAN;
        assert!(check(&numbers));
    }
}
