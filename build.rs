//! Asks the linker to lay the program out for a quick start and a small footprint, where it can.
//!
//! Functions that run together lie together (`assets/link/functions.txt`, made by `order.py` beside
//! it), so that a start and a key touch a third of the pages; and relocations are packed, a megabyte
//! that each start would read. Both are flags of LLVM's linker, which Rust brings along on Linux;
//! another linker, or a system that cannot run what comes out, is left alone: it only costs speed.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by the environment")]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

const ORDER: &str = "assets/link/functions.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ORDER}");
    let is_native = variable("HOST") == variable("TARGET");
    if variable("PROFILE") != "release" || !is_native {
        return;
    }
    let order = Path::new(&variable("CARGO_MANIFEST_DIR")).join(ORDER);
    let order = format!("-Wl,--symbol-ordering-file={}", order.display());
    for flags in [
        ["-Wl,--no-warn-symbol-ordering", order.as_str()].as_slice(),
        &["-Wl,-z,pack-relative-relocs"],
    ] {
        if runs_with(flags).unwrap_or(false) {
            flags.iter().for_each(|flag| println!("cargo::rustc-link-arg-bin=whosaid={flag}"));
        }
    }
}

/// Returns whether a program can be linked with `flags`, and runs.
fn runs_with(flags: &[&str]) -> io::Result<bool> {
    let folder = PathBuf::from(variable("OUT_DIR"));
    let [source, program] = ["probe.rs", "probe"].map(|name| folder.join(name));
    fs::write(&source, "fn main() {}\n")?;
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.arg(&source).arg("-o").arg(&program);
    // As cargo will have it: with a linker of the user's own, and flags that may choose another.
    rustc.args(variable("CARGO_ENCODED_RUSTFLAGS").split('\x1f').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    rustc.args(flags.iter().map(|flag| format!("-Clink-arg={flag}")));
    let is_linked = rustc.output()?.status.success();
    Ok(is_linked && Command::new(&program).status()?.success())
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}
