//! What the trainer says of its model: sizes, weights of the sum, lines that the decoder draws.
//!
//! Comes from the section `config` of the model file, as JSON; goes to every part of the scorer.
//! Checked here once, so that the others need not.

use serde::Deserialize;

use super::{
    DeepError,
    file::misshapen,
    pieces::{MOST_PIECES, SHAPES},
};

/// The section's name.
const SECTION: &str = "config";

/// Windows of more pieces than this are refused: attention takes memory by the square of it.
const WIDEST: usize = 1024;

/// What the trainer says of its model.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Config {
    /// How many numbers the head has for each token.
    pub(super) hidden: usize,
    /// Pieces that the encoder reads at once, its two marks included.
    pub(super) pieces: usize,
    /// Pieces that two windows of one paragraph share.
    pub(super) overlap: usize,
    /// Pieces of the text before a paragraph that are read with it; only 0 is known here.
    #[serde(default)]
    context: usize,
    /// Where the classes of the distance from cue to token part, in tokens, ascending.
    pub(super) buckets: Vec<i32>,
    /// The names of the shapes of a word, in the order of their numbers.
    shapes: Vec<String>,
    /// How much of the linear scorer's evidence for a cue is added.
    #[serde(default)]
    pub(super) linear_cue: f32,
    /// How much of its evidence for labels is added.
    #[serde(default)]
    pub(super) linear_span: f32,
    /// The linear scorer's evidence for a cue where it does not look at a token at all, log odds.
    #[serde(default = "no_candidate")]
    pub(super) linear_absent: f32,
    /// What is added to the evidence for a cue.
    #[serde(default)]
    pub(super) cue_bias: f32,
    /// Attributions with a lower score are left out.
    #[serde(default)]
    pub(super) threshold: Option<f32>,
    /// Pieces of content with a lower mean likelihood are left out.
    #[serde(default)]
    pub(super) piece: Option<f32>,
    /// The share of its content that an attribution must keep from surer ones.
    #[serde(default)]
    pub(super) keep: Option<f32>,
    /// The least score of attributions inside another's content.
    #[serde(default)]
    pub(super) nested: Option<f32>,
}

/// Odds of one to fifty, the share of cues among the words that the linear scorer does not look at.
fn no_candidate() -> f32 {
    -4.0
}

impl Config {
    /// Reads and checks the section.
    ///
    /// # Errors
    ///
    /// If it is not the JSON that is expected, or says what this program cannot do.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, DeepError> {
        let config: Self =
            serde_json::from_slice(bytes).map_err(|error| misshapen(SECTION, error))?;
        let room = MOST_PIECES + 2;
        let faults = [
            (config.hidden == 0 || config.hidden > 4096, "“hidden” must be 1 to 4096"),
            (config.pieces <= room || config.pieces > WIDEST, "“pieces” must be 11 to 1024"),
            (config.overlap + room >= config.pieces, "“overlap” leaves no room in “pieces”"),
            (config.context != 0, "“context” must be 0"),
            (!config.buckets.is_sorted(), "“buckets” must ascend"),
            (config.shapes != SHAPES, "“shapes” are not those that this program knows"),
        ];
        match faults.iter().find(|(wrong, _)| *wrong) {
            Some((_, why)) => Err(misshapen(SECTION, why)),
            None => Ok(config),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks whether `hidden`, `pieces`, `overlap` and more are taken.
    fn check(fields: &str, expected: Option<&str>) {
        let shapes = serde_json::to_string(&SHAPES).expect("strings");
        let json = format!("{{\"shapes\": {shapes}, \"buckets\": [-1, 0, 1], {fields}}}");
        let why = Config::open(json.as_bytes()).err().map(|error| error.to_string());
        match expected {
            None => assert_eq!(why, None),
            Some(part) => assert!(why.as_ref().is_some_and(|why| why.contains(part)), "{why:?}"),
        }
    }

    #[test]
    fn sizes_are_checked() {
        check(r#""hidden": 8, "pieces": 64, "overlap": 16"#, None);
        check(r#""hidden": 8, "pieces": 64, "overlap": 16, "context": 0, "made": "today""#, None);
        check(r#""hidden": 0, "pieces": 64, "overlap": 16"#, Some("hidden"));
        check(r#""hidden": 8, "pieces": 9999, "overlap": 16"#, Some("pieces"));
        check(r#""hidden": 8, "pieces": 64, "overlap": 60"#, Some("overlap"));
        check(r#""hidden": 8, "pieces": 64, "overlap": 16, "context": 9"#, Some("context"));
        check(r#""hidden": -1, "pieces": 64, "overlap": 16"#, Some("invalid value"));
        check(r#""pieces": 64"#, Some("missing field"));
    }

    #[test]
    fn other_shapes_are_refused() {
        let json =
            r#"{"shapes": ["tall"], "buckets": [], "hidden": 8, "pieces": 64, "overlap": 0}"#;
        assert!(Config::open(json.as_bytes()).is_err());
        assert!(Config::open(b"[").is_err());
    }
}
