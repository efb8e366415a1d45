//! Benchmarks; `cargo bench` runs them.

mod anchor;
mod attribution;
mod frame;
mod ingest;
mod text;

fn main() {
    divan::main();
}
