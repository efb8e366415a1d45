//! Benchmarks; `cargo bench` runs them.

mod attribution;
mod ingest;
mod text;

fn main() {
    divan::main();
}
