//! Benchmarks; `cargo bench` runs them.

mod attribution;
mod ingest;

fn main() {
    divan::main();
}
