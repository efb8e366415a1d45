//! Benchmarks; `cargo bench` runs them.

mod anchor;
mod attribution;
mod frame;
mod ingest;

fn main() {
    divan::main();
}
