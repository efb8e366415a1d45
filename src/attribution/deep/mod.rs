//! The second look: a small pre-trained encoder that reads nearly as a person does.
//!
//! Comes from the text model, a paragraph at a time; goes to the same decoder as the linear scorer.
//! The model is one file in `assets`, checked when it is opened and only then read; it is opened
//! when it is first asked for. Uses no network and a bounded number of threads, and memory that
//! does not grow with the text.

mod configuration;
mod encoder;
mod file;
mod head;
#[cfg(test)]
mod parity;
mod pieces;
mod scorer;
#[cfg(test)]
mod tests;
mod windows;

pub use file::DeepError;
pub(super) use scorer::Deep;

use configuration::Config;
use encoder::Encoder;
use file::{Sections, misshapen};
use head::Head;
use pieces::Pieces;

use super::decode::Limits;

/// Bytes at a place that is a multiple of 64, so that weights in them can be read where they lie.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

/// The model that the program carries; empty where a build has none.
static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../assets/model/deep.bin"));

/// The opened model; many engines may share it.
pub struct DeepModel {
    config: Config,
    pieces: Pieces,
    encoder: Encoder,
    head: Head,
    calibration: Vec<u8>,
}

impl DeepModel {
    /// Opens the model that the program carries; takes some tens of milliseconds.
    ///
    /// # Errors
    ///
    /// [`DeepError::Absent`] where this build has none; a test shows that there are no others.
    pub fn embedded() -> Result<Self, DeepError> {
        Self::open(&EMBEDDED.0)
    }

    /// Returns whether the program carries a model.
    pub fn is_embedded() -> bool {
        !EMBEDDED.0.is_empty()
    }

    /// Opens the model in `bytes`.
    ///
    /// # Errors
    ///
    /// If `bytes` is no model of this version, whole and unaltered.
    pub fn open(bytes: &'static [u8]) -> Result<Self, DeepError> {
        let sections = Sections::open(bytes)?;
        let config = Config::open(sections.get("config")?)?;
        let pieces = Pieces::open(sections.get("vocab")?)?;
        let head = Head::open(sections.get("head")?, &config)?;
        let calibration = sections.find("calibration").unwrap_or_default().to_vec();
        if !calibration.len().is_multiple_of(8) {
            return Err(misshapen("calibration", "it is not made of pairs"));
        }
        let graph = sections.get("graph")?;
        let encoder = Encoder::open(graph, sections.find("weights"), config.hidden)?;
        Ok(Self { config, pieces, encoder, head, calibration })
    }

    /// Returns the model without its map from score to confidence: confidences are scores.
    #[cfg(feature = "training")]
    pub fn without_calibration(mut self) -> Self {
        self.calibration.clear();
        self
    }

    /// Returns the model file `bytes` with another map from score to confidence: pairs of both, in
    /// ascending order.
    ///
    /// # Errors
    ///
    /// If `bytes` is no model file, whole and unaltered.
    #[cfg(feature = "training")]
    pub fn calibrated(bytes: &[u8], points: &[(f32, f32)]) -> Result<Vec<u8>, DeepError> {
        let pairs = points.iter().flat_map(|(score, share)| [*score, *share]);
        let map: Vec<u8> = pairs.flat_map(f32::to_le_bytes).collect();
        let file = Sections::open(bytes)?;
        let section = |name| match name {
            "calibration" => Some((name, &map[..])),
            _ => file.find(name).map(|section| (name, section)),
        };
        Ok(file::pack(&file.names().filter_map(section).collect::<Vec<_>>()))
    }

    /// Returns the model, to be run on `threads` threads.
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.encoder.set_threads(threads);
        self
    }

    /// Returns where the decoder draws its lines for this model.
    pub(super) fn limits(&self) -> Limits {
        let usual = Limits::new(&self.calibration);
        let config = &self.config;
        Limits {
            threshold: config.threshold.unwrap_or(usual.threshold),
            piece: config.piece.unwrap_or(usual.piece),
            keep: config.keep.unwrap_or(usual.keep),
            nested: config.nested.unwrap_or(usual.nested),
            calibration: usual.calibration,
        }
    }
}
