//! The encoder: pieces to what it makes of each of them.
//!
//! Comes from the windows; goes to the head. The graph is run by `rten`, on a bounded number of
//! threads. Knows no labels and no text.

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};

use super::{DeepError, file::misshapen};

/// The section that holds the graph.
const SECTION: &str = "graph";

/// What the graph calls its inputs: pieces, 1 for those that are no padding, shapes.
const INPUTS: [&str; 3] = ["ids", "mask", "shapes"];

/// What it calls its outputs: evidence for a cue, what a piece is by itself, what a cue asks.
const OUTPUTS: [&str; 3] = ["cue", "own", "asked"];

/// The name by which the graph refers to weights that are kept outside of it.
const WEIGHTS: &str = "weights.data";

/// More threads than this gain little on windows of this size, and would be felt elsewhere.
const MOST_THREADS: usize = 4;

/// Windows that are read together, padded to the longest.
#[derive(Default)]
pub(super) struct Batch {
    /// How many pieces each window has.
    pub(super) width: usize,
    /// The number of each piece, window after window.
    pub(super) ids: Vec<i32>,
    /// 1 for a piece, 0 for padding.
    pub(super) mask: Vec<i32>,
    /// The shape of each piece’s token.
    pub(super) shapes: Vec<i32>,
}

/// What the encoder makes of a batch: for each window, for each piece.
pub(super) struct Encoded {
    /// Evidence that the token heads a cue, log odds.
    pub(super) cue: Vec<f32>,
    /// What the token brings into the head, `hidden` numbers.
    pub(super) own: Vec<f32>,
    /// What it brings in as the cue, `hidden` numbers.
    pub(super) asked: Vec<f32>,
}

/// The loaded graph.
pub(super) struct Encoder {
    model: Model,
    inputs: [NodeId; 3],
    outputs: [NodeId; 3],
    threads: Arc<ThreadPool>,
    hidden: usize,
}

impl Encoder {
    /// Loads the graph; `weights` are read in place where the file keeps them outside of it.
    ///
    /// # Errors
    ///
    /// If it is no graph, or not one with these inputs and outputs.
    pub(super) fn open(
        graph: &'static [u8],
        weights: Option<&'static [u8]>,
        hidden: usize,
    ) -> Result<Self, DeepError> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        if let Some(weights) = weights {
            options.external_data_static(WEIGHTS, weights);
        }
        let model = options.load_static_slice(graph).map_err(|error| misshapen(SECTION, error))?;
        let nodes = |names: [&str; 3]| -> Result<[NodeId; 3], DeepError> {
            let mut ids = Vec::new();
            for name in names {
                ids.push(model.node_id(name).map_err(|error| misshapen(SECTION, error))?);
            }
            ids.try_into().map_err(|_| misshapen(SECTION, "a node is missing"))
        };
        let (inputs, outputs) = (nodes(INPUTS)?, nodes(OUTPUTS)?);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = Arc::new(ThreadPool::with_num_threads(cores.min(MOST_THREADS)));
        let encoder = Self { model, inputs, outputs, threads, hidden };
        let mut trial = Batch { width: 3, ..Batch::default() };
        for row in [&mut trial.ids, &mut trial.mask, &mut trial.shapes] {
            row.extend([1; 6]);
        }
        encoder.run(&trial).map(|_| encoder).map_err(|why| misshapen(SECTION, why))
    }

    /// Reads with `threads` threads from now on; the evidence is the same with any number.
    pub(super) fn set_threads(&mut self, threads: usize) {
        self.threads = Arc::new(ThreadPool::with_num_threads(threads));
    }

    /// Reads `batch`.
    ///
    /// # Errors
    ///
    /// What the runtime says, or that the outputs have other sizes than the head expects.
    pub(super) fn run(&self, batch: &Batch) -> Result<Encoded, String> {
        let windows = batch.ids.len() / batch.width.max(1);
        let mut inputs = Vec::with_capacity(INPUTS.len());
        for (node, row) in self.inputs.iter().zip([&batch.ids, &batch.mask, &batch.shapes]) {
            let value = Value::from_shape([windows, batch.width], row.clone());
            inputs.push((*node, value.map_err(|error| error.to_string())?.into()));
        }
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let [cue, own, asked] = self
            .model
            .run_n(inputs, self.outputs, Some(options))
            .map_err(|error| error.to_string())?;
        let numbers = |value: Value, expected: usize| {
            let numbers: Vec<f32> = value
                .into_tensor::<f32>()
                .ok_or_else(|| "an output is not of real numbers".to_owned())?
                .into_data();
            if numbers.len() == expected {
                Ok(numbers)
            } else {
                Err(format!("an output has {} numbers, not {expected}", numbers.len()))
            }
        };
        let pieces = batch.ids.len();
        Ok(Encoded {
            cue: numbers(cue, pieces)?,
            own: numbers(own, pieces * self.hidden)?,
            asked: numbers(asked, pieces * self.hidden)?,
        })
    }
}
