//! Imports only point up the data flow. The table is the design: a new row or arrow is a change of
//! its own, with its reason.

use std::{collections::BTreeSet, fs, path::Path};

/// Each module and what it may import from this crate, in the order data flows.
///
/// Two arrows more than a strict chain would have: `moves` in `app` cuts sentences, so `app` knows
/// `text`; `cli` knows the formats of notes by their names, which are `library`'s; and the margin tells speech from attitude, so `app` and `view` know `attribution`'s words.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("article", &["base"]),
    ("ingest", &["base", "article"]),
    ("text", &["base", "article"]),
    ("attribution", &["base", "text"]),
    ("training", &["base", "article", "ingest", "text", "attribution"]),
    ("claims", &["base", "text", "attribution"]),
    ("reading", &["base", "article", "text", "attribution", "claims"]),
    ("report", &["base", "article", "attribution", "claims"]),
    ("library", &["base", "article", "claims"]),
    ("store", &["base", "article", "claims", "library"]),
    ("layout", &[]),
    ("app", &["base", "article", "text", "attribution", "claims", "reading", "library", "layout"]),
    (
        "view",
        &[
            "base",
            "article",
            "text",
            "attribution",
            "claims",
            "reading",
            "library",
            "layout",
            "app",
        ],
    ),
    ("terminal", &["base", "app", "view"]),
    ("config", &["app"]),
    ("cli", &["base", "library", "app", "view"]),
    (
        "runtime",
        &[
            "base", "article", "ingest", "text", "claims", "reading", "report", "library", "store",
            "layout", "app", "view", "terminal", "config", "cli",
        ],
    ),
];

/// Crates that only some modules may name.
const OWNED: &[(&str, &[&str])] = &[
    ("ratatui", &["layout", "view", "terminal"]),
    ("crossterm", &["terminal"]),
    ("termina", &["terminal"]),
    ("rustix", &["terminal"]),
    ("rusqlite", &["store"]),
    ("pulldown_cmark", &["ingest"]),
    ("dom_smoothie", &["ingest"]),
    ("dom_query", &["ingest"]),
    ("html5ever", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("chardetng", &["ingest"]),
    ("clap", &["cli", "training"]),
    ("etcetera", &["runtime"]),
    ("tempfile", &["runtime"]),
    ("rten", &["attribution"]),
    ("rten_text", &["attribution"]),
];

#[test]
fn layers_are_listed_in_data_flow_order() {
    let mut above = BTreeSet::new();
    for (layer, allowed) in LAYERS {
        for import in *allowed {
            assert!(above.contains(import), "{layer} may import {import}, which is not above it");
        }
        above.insert(layer);
    }
}

#[test]
fn every_module_is_a_layer() {
    let found: BTreeSet<String> = fs::read_dir(source_folder())
        .expect("src is readable")
        .map(|entry| entry.expect("src is readable").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .filter(|name| !["main", "lib"].contains(&name.as_str()))
        .collect();
    let listed = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn imports_follow_the_layers() {
    let mut wrong = Vec::new();
    for (layer, allowed) in LAYERS {
        for (file, code) in sources(layer) {
            wrong.extend(
                faults(layer, allowed, &code).into_iter().map(|why| format!("{file}: {why}")),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns what `code` of `layer` names that it must not.
fn faults(layer: &str, allowed: &[&str], code: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for import in imports(code, "pub use crate::") {
        if import != *layer {
            wrong.push(format!("{layer} must not re-export {import}"));
        }
    }
    let by_super = imports(code, "super::").into_iter().filter(|name| is_layer(name));
    for import in imports(code, "crate::").into_iter().chain(by_super) {
        if import != *layer && !allowed.contains(&import.as_str()) {
            wrong.push(format!("{layer} must not import {import}"));
        }
    }
    for (owned, owners) in OWNED {
        if !owners.contains(&layer) && names_crate(code, owned) {
            wrong.push(format!("only {owners:?} may name {owned}"));
        }
    }
    wrong
}

#[test]
fn a_forbidden_import_is_found() {
    let find = |code: &str| faults("text", &["base", "article"], code).len();
    assert_eq!(find("use crate::{base::TextSpan, article};"), 0);
    assert_eq!(find("use crate::view;"), 1);
    assert_eq!(find("use crate::{base, app::{self, App}, view};"), 2);
    assert_eq!(find("use super::view;"), 1);
    assert_eq!(find("fn f(x: crate::claims::Claim) {}"), 1);
    assert_eq!(find("pub use crate::base::TextSpan;"), 1);
    assert_eq!(find("fn f(x: ratatui::Frame) {}"), 1);
}

fn source_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Path and comment-free code of every file of `layer`.
fn sources(layer: &str) -> Vec<(String, String)> {
    let folder = source_folder();
    let mut todo = vec![folder.join(layer), folder.join(layer).with_extension("rs")];
    let mut files = Vec::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("src is readable");
            todo.extend(entries.map(|entry| entry.expect("src is readable").path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") && path.exists() {
            let code = fs::read_to_string(&path).expect("source is UTF-8");
            let code: Vec<&str> =
                code.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
            files.push((path, code.join("\n")));
        }
    }
    assert!(!files.is_empty(), "no files for layer {layer}");
    let for_tests: Vec<String> = files.iter().flat_map(|(_, code)| test_modules(code)).collect();
    let is_for_tests = |path: &Path| {
        path.file_stem().is_some_and(|name| for_tests.iter().any(|test| name == test.as_str()))
    };
    files
        .into_iter()
        .filter(|(path, _)| !is_for_tests(path))
        .map(|(path, code)| (path.display().to_string(), without_tests(&code).to_owned()))
        .collect()
}

/// Returns the names of modules in files of their own that are compiled for tests only.
fn test_modules(code: &str) -> Vec<String> {
    let declared = code.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let line = rest.trim_start().lines().next()?.trim_end().strip_suffix(';')?;
        line.rsplit_once("mod ").map(|(_, name)| name.to_owned())
    });
    declared.collect()
}

/// Returns `code` up to its tests, which stand last: they may import what they like.
fn without_tests(code: &str) -> &str {
    let tests = code.match_indices("#[cfg(test)]").find(|(at, mark)| {
        let line = code[at + mark.len()..].trim_start().lines().next().unwrap_or("");
        line.contains("mod ") && line.trim_end().ends_with('{')
    });
    tests.map_or(code, |(at, _)| &code[..at])
}

fn is_layer(name: &str) -> bool {
    LAYERS.iter().any(|(layer, _)| *layer == name)
}

/// Returns the modules that `code` names after `prefix`, also inside a group `crate::{a, b::C}`.
fn imports(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in code.split(prefix).skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_members(group)),
            None => drop(found.insert(identifier(rest))),
        }
    }
    found
}

/// Returns the first name of each member of a group, up to its closing brace.
fn group_members(group: &str) -> Vec<String> {
    let (mut depth, mut at_start, mut members) = (0, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && !c.is_whitespace() => {
                members.push(identifier(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
    }
    members
}

fn identifier(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            && code[at + name.len()..].starts_with("::")
    })
}
