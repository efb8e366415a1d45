//! The model card's figures are those of the committed weights.
//!
//! Needs the corpus and its scorer, which do not come with the project: without them this says so
//! and checks nothing.

use std::{fs, path::Path, process::Command};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;

/// Where corpus and scorer lie beside the project.
const SHARED: &str = "../shared";

/// Rows of the card's table, and where the scorer has the same figure.
const ROWS: [(&str, &str); 4] = [
    ("content tokens", "/content_tokens/f1"),
    ("claims, overlap", "/claims_overlap/f1"),
    ("claims, exact", "/claims_exact/f1"),
    ("whole relation", "/relation/f1"),
];

#[test]
fn its_figures_are_those_of_the_committed_weights() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join(SHARED);
    let dev = shared.join("data/polnear/dev");
    if !dev.is_dir() || !shared.join("score.py").is_file() {
        eprintln!("skipped: {SHARED} is missing");
        return;
    }
    let card = fs::read_to_string(root.join("assets/model/CARD.md")).expect("the card is there");
    let score = score(&shared, &dev);
    for (row, place) in ROWS {
        let own = figure(&card, row);
        let measured = 100.0 * score.pointer(place).and_then(Value::as_f64).expect("a figure");
        assert!((own - measured).abs() < 0.06, "{row}: the card says {own}, it is {measured:.2}");
    }
}

/// Scores what the fast engine finds in all articles of the development part.
fn score(shared: &Path, dev: &Path) -> Value {
    let mut files: Vec<_> = fs::read_dir(dev.join("text"))
        .expect("the corpus has texts")
        .map(|file| file.expect("the folder can be listed").path())
        .collect();
    files.sort();
    let found = Command::cargo_bin("whosaid")
        .expect("the program is built")
        .args(["extract", "--engine", "fast"])
        .args(files)
        .output()
        .expect("the program runs");
    let folder = tempfile::tempdir().expect("a folder");
    let lines = folder.path().join("found.jsonl");
    fs::write(&lines, found.stdout).expect("the claims are written");
    let scored = Command::new("python3")
        .arg(shared.join("score.py"))
        .args(["--drop-nested", "--json", "--pred"])
        .arg(&lines)
        .arg("--gold")
        .args([dev.join("text"), dev.join("attributions")])
        .output()
        .expect("python3 runs");
    serde_json::from_slice(&scored.stdout).expect("the scorer prints JSON")
}

/// Returns the last figure of a row of the card's first table.
fn figure(card: &str, row: &str) -> f64 {
    let line = card.lines().find(|line| line.starts_with(&format!("| {row} |"))).expect("a row");
    let last = line.trim_end_matches([' ', '|']).rsplit('|').next().expect("a figure");
    last.trim().trim_matches('*').parse().expect("a number")
}
