//! The deep engine on one thread: what opening it, reading and its memory cost.

use std::{fs, sync::Arc};

use divan::{Bencher, counter::ItemsCount};
use whosaid::{
    attribution::{DeepModel, Engine},
    text::Text,
};

use crate::attribution::{SENTENCES, article};

/// Words of a long article.
const WORDS: usize = 1_000;

/// Returns the model, or nothing where this build carries none.
fn model() -> Option<Arc<DeepModel>> {
    DeepModel::embedded().ok().map(|model| Arc::new(model.with_threads(1)))
}

/// Reads [`WORDS`] words in paragraphs of as many sentences as `repeat` says times four.
fn read(model: &Arc<DeepModel>, repeat: usize) -> usize {
    let words = SENTENCES.split_whitespace().count();
    let article = article(&SENTENCES.repeat(repeat), SENTENCES.len() * WORDS / words);
    let text = Text::new(&article);
    let mut engine = Engine::deep(model, Arc::default());
    (0..text.paragraphs().len()).map(|at| engine.read(&text, at).attributions.len()).sum()
}

#[divan::bench(sample_count = 10)]
fn opened() -> Option<Arc<DeepModel>> {
    model()
}

#[divan::bench(args = [1, 4, 16], sample_count = 10)]
fn a_thousand_words_in_paragraphs_of(bencher: Bencher<'_, '_>, sentences: usize) {
    let Some(model) = model() else { return };
    bencher.counter(ItemsCount::new(WORDS)).bench_local(|| read(&model, sentences));
}

/// Prints how much memory the opened model and reading with it add, where the system tells.
#[expect(clippy::print_stdout, reason = "a benchmark says what it finds")]
pub fn memory() {
    let before = resident();
    let model = model();
    let found = model.as_ref().map(|model| read(model, 4));
    if let (Some(before), Some(after), Some(_)) = (before, resident(), found) {
        println!("deep engine: {} KiB of memory added", after.saturating_sub(before));
    }
}

/// Returns the memory in use, in KiB.
fn resident() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
