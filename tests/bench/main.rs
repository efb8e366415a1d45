//! Benchmarks; `cargo bench` runs them.

mod anchor;
mod attribution;
mod frame;
mod ingest;
mod notes;
mod text;

fn main() {
    divan::main();
}
