//! Benchmarks; `cargo bench` runs them.

mod anchor;
mod attribution;
#[cfg(feature = "deep")]
mod deep;
mod frame;
mod ingest;
mod notes;
mod text;

fn main() {
    // Before all else, while the memory holds nothing of other benchmarks.
    #[cfg(feature = "deep")]
    deep::memory();
    divan::main();
}
