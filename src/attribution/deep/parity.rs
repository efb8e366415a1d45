//! The encoder and the head here give what they give in the trainer, for sentences written for this.
//!
//! The trainer writes the cases beside each model: what torch makes of the sentences in real numbers,
//! and what onnxruntime makes of the packed, rounded graph, which is the one that is run here.

use serde::Deserialize;

use super::{
    DeepModel,
    encoder::Batch,
    pieces::{self, Look, NO_SHAPE},
};
use crate::attribution::lattice::Potentials;

/// A sentence with all that the trainer says of it.
#[derive(Deserialize)]
struct Case {
    words: Vec<String>,
    quoted: Vec<u8>,
    marks: Vec<u8>,
    ids: Vec<i32>,
    shapes: Vec<i32>,
    /// The place of each token's first piece among the ids.
    tokens: Vec<usize>,
    torch: Outcome,
    rounded: Outcome,
}

/// What one of the two makes of it.
#[derive(Deserialize)]
struct Outcome {
    cue: Vec<f32>,
    asked_at: usize,
    potentials: Vec<Potentials>,
}

/// How far two numbers may be apart, as a share of the spread of all numbers they are compared with.
struct Tolerance {
    /// From onnxruntime, which runs the same graph: sums in another order, roundings at the brink.
    rounded: f32,
    /// From torch, which rounds nothing.
    torch: f32,
}

/// Checks a model against the cases that the trainer wrote for it.
fn check(model: &DeepModel, cases: &str, tolerance: &Tolerance) {
    let cases: Vec<Case> = serde_json::from_str(cases).expect("cases as the trainer writes them");
    assert!(cases.len() >= 4);
    for case in &cases {
        let batch = laid_out(model, case);
        assert_eq!((&batch.ids, &batch.shapes), (&case.ids, &case.shapes), "{:?}", case.words);
        let encoded = model.encoder.run(&batch).expect("the graph runs");
        let hidden = model.config.hidden;
        for (expected, tolerance) in
            [(&case.rounded, tolerance.rounded), (&case.torch, tolerance.torch)]
        {
            let cues: Vec<f32> = case.tokens.iter().map(|at| encoded.cue[*at]).collect();
            compare(&cues, &expected.cue, tolerance, &case.words);
            let asked = &encoded.asked[case.tokens[expected.asked_at] * hidden..][..hidden];
            let potentials: Vec<f32> = (0..)
                .zip(&case.tokens)
                .flat_map(|(token, at)| {
                    let own = &encoded.own[at * hidden..][..hidden];
                    model.head.judge(own, asked, token - expected.asked_at as i32)
                })
                .collect();
            compare(&potentials, expected.potentials.as_flattened(), tolerance, &case.words);
        }
    }
}

/// Lays a sentence out as the scorer does.
fn laid_out(model: &DeepModel, case: &Case) -> Batch {
    let mut batch = Batch { ids: vec![model.pieces.marks.begin], ..Batch::default() };
    batch.shapes.push(NO_SHAPE);
    for ((word, quoted), mark) in case.words.iter().zip(&case.quoted).zip(&case.marks) {
        model.pieces.cut(word, &mut batch.ids);
        batch.shapes.resize(batch.ids.len(), pieces::shape(Look::of(word), *quoted, *mark));
    }
    batch.ids.push(model.pieces.marks.end);
    batch.shapes.push(NO_SHAPE);
    batch.width = batch.ids.len();
    batch.mask = vec![1; batch.width];
    batch
}

fn compare(found: &[f32], expected: &[f32], tolerance: f32, words: &[String]) {
    assert_eq!(found.len(), expected.len());
    let spread = expected.iter().fold(0.0_f32, |most, number| most.max(number.abs())).max(1.0);
    for (found, expected) in found.iter().zip(expected) {
        let apart = (found - expected).abs() / spread;
        assert!(apart <= tolerance, "{found} for {expected} (spread {spread}) in {words:?}");
    }
}

#[test]
fn the_tiny_model_gives_what_it_gives_in_training() {
    let cases = include_str!("../../../tests/deep/tiny.json");
    check(&super::tests::tiny(), cases, &Tolerance { rounded: 1e-3, torch: 0.06 });
}

#[test]
fn the_shipped_model_gives_what_it_gives_in_training() {
    let model = DeepModel::embedded().expect("the program carries a model").with_threads(1);
    let cases = include_str!("../../../tests/deep/deep.json");
    check(&model, cases, &Tolerance { rounded: 0.05, torch: 0.15 });
}
