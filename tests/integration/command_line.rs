//! What the program prints, where it prints it, and its exit codes.

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const ARTICLE: &str = "Dam is leaking\n\n“It is leaking,” said Anna Berg.\n\nIt has rained since the first week of March.\n";

fn whosaid() -> Command {
    Command::new(env!("CARGO_BIN_EXE_whosaid"))
}

fn folder_with(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

/// Returns exit code, standard output and standard error.
fn run(arguments: &[&str], input: &[u8], folder: &Path) -> (i32, String, String) {
    let output = whosaid()
        .args(arguments)
        .current_dir(folder)
        .write_stdin(input)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn prints_the_article_with_its_claims_where_there_is_no_terminal() {
    let folder = folder_with(&[("dam.txt", ARTICLE.as_bytes())]);
    let (code, out, err) = run(&["dam.txt"], b"", folder.path());
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "        Dam is leaking\n\n     1| “It is leaking,” said Anna Berg.\n\n\
         \x20       It has rained since the first week of March.\n\n\
         Who speaks (| in their own words, : in the article’s):\n     1  Anna Berg, 1 claim\n"
    );
    for arguments in [&["-"][..], &[]] {
        assert_eq!(run(arguments, ARTICLE.as_bytes(), folder.path()).1, out);
    }
}

#[test]
fn extract_prints_one_line_an_article() {
    let folder = folder_with(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("b.md", b"# Title\n\nIt rained all day and all of the night before.\n"),
    ]);
    let (code, out, _) = run(&["extract", "."], b"", folder.path());
    assert_eq!(code, 0);
    let lines: Vec<Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    let claim = &lines[0]["claims"][0];
    let start = claim["content"][0]["start"].as_u64().expect("a start") as usize;
    let end = claim["content"][0]["end"].as_u64().expect("an end") as usize;
    let content: String = ARTICLE.chars().skip(start).take(end - start).collect();
    assert_eq!(content, "“It is leaking,”");
    assert_eq!(claim["kind"], "direct");
    let (_, from_input, _) = run(&["extract"], ARTICLE.as_bytes(), folder.path());
    let from_input: Value = serde_json::from_str(&from_input).expect("JSON");
    assert_eq!(from_input["claims"], lines[0]["claims"]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_printed() {
    let folder = folder_with(&[
        ("a.txt", ARTICLE.as_bytes()),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
    ]);
    let arguments = ["extract", "missing.txt", "empty.txt", "picture.png", "a.txt"];
    let (code, out, err) = run(&arguments, b"", folder.path());
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 1);
    let complaints: Vec<&str> = err.lines().collect();
    assert_eq!(complaints.len(), 3, "{err}");
    assert_eq!(complaints[0], "whosaid: cannot read missing.txt: there is no such file or folder");
    assert!(complaints[1].starts_with("whosaid: empty.txt: "), "{err}");
    assert!(complaints[2].starts_with("whosaid: picture.png: "), "{err}");
}

#[test]
fn what_is_passed_over_in_a_folder_is_named() {
    let folder = folder_with(&[
        ("a.txt", ARTICLE.as_bytes()),
        (".hidden", b"\x89PNG\r\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
    ]);
    let (code, out, err) = run(&["extract", "."], b"", folder.path());
    assert_eq!((code, out.lines().count()), (0, 1));
    let expected = "passed over in ., for it does not look like an article: picture.png";
    assert_eq!(err.trim_end(), format!("whosaid: {expected}"));
}

#[test]
fn a_folder_without_articles_is_an_error_that_says_so() {
    let folder = folder_with(&[("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")]);
    let (code, _, err) = run(&["."], b"", folder.path());
    assert_eq!(code, 1);
    assert!(err.starts_with("whosaid: no articles in .: none of its 1 files"), "{err}");
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = folder_with(&[]);
    let (code, out, err) = run(&["--no-such-option"], b"", folder.path());
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("--no-such-option"));
}

#[test]
fn help_and_version_go_to_standard_output() {
    let folder = folder_with(&[]);
    for option in ["--help", "--version"] {
        let (code, out, err) = run(&[option], b"", folder.path());
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("whosaid"));
    }
}

#[test]
fn hostile_names_and_texts_are_printed_as_symbols() {
    let folder = folder_with(&[("a\x1b[31m.txt", b"Title\n\nA\x1b[2Jb \xc2\x9bc.\n")]);
    let (_, out, err) = run(&["a\x1b[31m.txt", "missing\x07"], b"", folder.path());
    assert!(!out.contains('\x1b') && !out.contains('\u{9b}'), "{out:?}");
    assert!(out.contains("A␛[2Jb"));
    assert!(err.contains("missing␇") && !err.contains('\x07'), "{err:?}");
}

#[test]
fn odd_input_is_read() {
    let line = "word ".repeat(200_000);
    let folder = folder_with(&[
        ("nul.txt", b"Title\n\nA \0 b.\n"),
        ("invalid.txt", b"Title\n\nIt is \xff so, and \xe2\x80\x9cyes\xe2\x80\x9d.\n"),
        ("line.txt", line.as_bytes()),
    ]);
    for name in ["nul.txt", "invalid.txt", "line.txt"] {
        // The deep engine reads a megabyte in its own tests, with a model that is quick.
        let (code, out, err) = run(&["extract", "--engine", "fast", name], b"", folder.path());
        assert_eq!(code, 0, "{name}: {err}");
        assert_eq!(out.lines().count(), 1, "{name}");
    }
}

#[test]
fn a_standard_error_that_is_gone_is_no_panic() {
    let folder = folder_with(&[]);
    let status = std::process::Command::new("sh")
        .args(["-c", "exec \"$0\" missing.txt 2>/dev/full", env!("CARGO_BIN_EXE_whosaid")])
        .current_dir(folder.path())
        .status()
        .expect("the program runs");
    assert_eq!(status.code(), Some(1));
}

#[test]
fn the_engine_is_chosen() {
    let folder = folder_with(&[("dam.txt", ARTICLE.as_bytes())]);
    let best = run(&["extract", "dam.txt"], b"", folder.path());
    let fast = run(&["extract", "--engine", "fast", "dam.txt"], b"", folder.path());
    let deep = run(&["extract", "--engine", "deep", "dam.txt"], b"", folder.path());
    assert_eq!((best.0, fast.0), (0, 0));
    assert!(fast.1.contains("Anna Berg") && best.1.contains("Anna Berg"));
    match whosaid::reading::Reader::missing() {
        None => assert_eq!(deep, best),
        Some(why) => {
            assert_eq!((deep.0, deep.1.as_str()), (1, ""));
            assert_eq!(deep.2, format!("whosaid: cannot use the deep engine: {why}\n"));
            assert_eq!(best, fast);
        }
    }
    let (code, _, err) = run(&["extract", "--engine", "slow", "dam.txt"], b"", folder.path());
    assert_eq!(code, 2);
    assert!(err.contains("fast, deep"), "{err}");
}

#[test]
fn the_shipped_settings_and_keys_can_be_printed_and_used_as_they_are() {
    let folder = folder_with(&[]);
    let (code, settings, _) = run(&["--print-config"], b"", folder.path());
    assert_eq!(code, 0);
    whosaid::config::settings(&settings).expect("what is printed can be read");
    let (code, keys, _) = run(&["--print-keys"], b"", folder.path());
    assert_eq!(code, 0);
    let keymap = whosaid::app::Keymap::read(&keys).expect("what is printed can be read");
    assert_eq!(keymap, whosaid::app::Keymap::default());
}

#[test]
fn the_linear_form_is_sentences_in_reading_order() {
    let folder = folder_with(&[("dam.txt", ARTICLE.as_bytes())]);
    let (code, out, err) = run(&["--linear", "dam.txt", "--data-dir", "data"], b"", folder.path());
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "Dam is leaking\n1 claim by 1 source.\n\n\
         Paragraph 1. “It is leaking,” said Anna Berg.\n\
         Claim 1: Anna Berg, quoted: “It is leaking,”\n\n\
         Paragraph 2. It has rained since the first week of March.\n\n\
         Sources.\n1. Anna Berg: 1 claim, 17% of the words.\n"
    );
    assert!(!folder.path().join("data").exists(), "printing makes no library");
}
