//! Benchmarks; `cargo bench` runs them.

mod anchor;
mod attribution;
mod ingest;

fn main() {
    divan::main();
}
