//! Any file of settings, keys or colours is read or refused, never a panic.
//!
//! Run with `cargo +nightly fuzz run --fuzz-dir tests/fuzz settings`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::{app::Keymap, config, view::Palette};

fuzz_target!(|text: &str| {
    let _ = config::settings(text);
    let _ = Keymap::read(text);
    let _ = Palette::read(text);
});
