//! Notes out to other programs and in again, and what becomes of them when the article changes.

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::Value;

use crate::session::Session;

/// Our own words.
pub(crate) const ARTICLE: &str = "Dam is leaking\n\nThe dam above Brennau has been leaking since March, \
    a letter says.\n\n“We told the board,” said an engineer. “Nobody wrote back.”\n\nThe board said that \
    it had read nothing of the kind.\n";

/// Runs `whosaid notes` with a library of its own; returns exit code, output and messages.
pub(crate) fn notes(arguments: &[&str], data: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .arg("notes")
        .args(arguments)
        .arg("--data-dir")
        .arg(data)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// Writes a file of Hypothesis with `count` notes and returns its path.
fn hypothesis(folder: &Path, name: &str, count: usize) -> String {
    let row = |number: usize| {
        serde_json::json!({
            "id": format!("{name}{number}"), "created": "2026-11-24T09:30:00Z",
            "updated": "2026-11-24T09:30:00Z", "uri": "https://news.example/dam",
            "text": format!("note {number} of {name}"), "tags": ["check"],
            "document": {"title": ["Dam is leaking"]},
            "target": [{"source": "https://news.example/dam", "selector": [
                {"type": "TextQuoteSelector", "exact": "Nobody wrote back",
                 "prefix": "engineer. “", "suffix": ".”"}]}],
        })
    };
    let rows: Vec<Value> = (0..count).map(row).collect();
    let path = folder.join(format!("{name}.json"));
    fs::write(&path, serde_json::json!({"total": count, "rows": rows}).to_string())
        .expect("a file");
    path.to_string_lossy().into_owned()
}

#[test]
fn what_goes_out_comes_in_equal_and_twice_in_is_once_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let file = hypothesis(folder.path(), "from", 3);
    let (code, out, err) = notes(&["import", &file], &one);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.ends_with("3 added, 0 known already\n"), "{out}");
    for format in ["jsonld", "hypothesis", "csv"] {
        let written = notes(&["export", "--format", format], &one).1;
        let file = folder.path().join(format!("out.{format}"));
        fs::write(&file, &written).expect("a file");
        let file = file.to_string_lossy();
        let _ = fs::remove_dir_all(&other);
        assert!(notes(&["import", &file], &other).1.ends_with("3 added, 0 known already\n"));
        assert!(notes(&["import", &file], &other).1.ends_with("0 added, 3 known already\n"));
        assert_eq!(notes(&["export", "--format", format], &other).1, written, "{format}");
    }
}

#[test]
fn exports_go_to_a_folder_a_file_or_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let article = folder.path().join("dam.txt");
    fs::write(&article, ARTICLE).expect("the article is written");
    let article = article.to_string_lossy();
    let readwise = folder.path().join("readwise.csv");
    let table = "Highlight,Book Title,Note\nhad read nothing of the kind,Dam is leaking,sure?\n";
    fs::write(&readwise, table).expect("a file");
    assert_eq!(notes(&["import", &readwise.to_string_lossy()], &data).0, 0);
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder");
    let out_name = out.to_string_lossy();
    for format in ["markdown", "html", "brat"] {
        let arguments = ["export", "--format", format, "--output", &out_name, &article];
        let (code, _, err) = notes(&arguments, &data);
        assert_eq!((code, err.as_str()), (0, ""), "{format}");
    }
    let read = |name: &str| fs::read_to_string(out.join(name)).expect(name);
    assert!(read("Dam is leaking.md").contains("> had read nothing of the kind"));
    assert!(read("Dam is leaking.html").contains("title=\"sure?\">had read nothing of the kind<"));
    let brat = read("Dam is leaking.ann");
    assert!(brat.contains("\thad read nothing of the kind\n"), "{brat}");
    assert!(brat.contains("SaidBy"), "{brat}");
    assert_eq!(read("Dam is leaking.txt"), ARTICLE);
    let (code, _, err) = notes(&["export", "--format", "html"], &data);
    assert_eq!(code, 1);
    assert!(err.contains("name its file"), "{err}");
    let (code, _, err) = notes(&["import", &article], &data);
    assert_eq!(code, 1);
    assert!(err.contains("none of the formats"), "{err}");
}

#[test]
fn notes_of_a_changed_article_say_what_became_of_their_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (article, data) = (folder.path().join("dam.txt"), folder.path().join("data"));
    fs::write(&article, ARTICLE).expect("the article is written");
    let name = article.to_string_lossy().into_owned();
    let start = |words: &str| {
        let mut session = Session::start(&[&name], &data, 120, 30);
        session.wait_for(words);
        session
    };
    let mut session = start("Notes 0");
    for (place, keys) in [("/Brennau\r", "vecr"), ("/Nobody wrote\r", "veecb"), ("/kind\r", "vecg")]
    {
        session.press(place);
        session.press(keys);
        session.wait_for("highlighted and saved");
    }
    session.press("q");
    assert!(session.wait_for_end().success());
    let changed = ARTICLE
        .replace("Brennau", "Grennau")
        .replace("The board said that it had read nothing of the kind.\n", "It rained.\n")
        .replace("Dam is leaking\n\n", "Dam is leaking\n\nUpdated at noon.\n\n");
    fs::write(&article, changed).expect("the article is written");
    let mut session = start("Notes 3");
    session.press("gN");
    session.wait_for("changed · red");
    session.wait_for("Grennau ‖ was: Brennau");
    session.wait_for("moved · blue");
    session.wait_for("lost · green");
    session.press("GR");
    session.wait_for("select the words");
    session.press("/rained\rveR");
    session.wait_for("attached and saved");
    session.press("q");
    assert!(session.wait_for_end().success());
    let mut session = start("Notes 3");
    session.press("gN");
    session.wait_for("rained");
    session.press("qq");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_correction_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (article, data) = (folder.path().join("dam.txt"), folder.path().join("data"));
    fs::write(&article, ARTICLE).expect("the article is written");
    let name = article.to_string_lossy().into_owned();
    let mut session = Session::start(&[&name], &data, 120, 30);
    session.wait_for("Notes 0");
    session.wait_until("claims", |screen| !screen.contents().contains("Claims …"));
    session.press("/“We told\rs");
    session.wait_for("Who said this?");
    session.press("G");
    session.press("kkk\r");
    session.wait_for("name:");
    session.press("Ada Holm\r");
    session.wait_for("corrected and saved");
    session.press("l");
    session.wait_for("Ada Holm · direct · yours");
    session.press("q");
    assert!(session.wait_for_end().success());
    let mut session = Session::start(&[&name], &data, 120, 30);
    session.wait_for("Ada Holm · direct · yours");
    session.press("u");
    session.wait_for("undone: the correction");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn the_step_that_is_undone_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, article) = (folder.path().join("data"), folder.path().join("article.txt"));
    fs::write(&article, ARTICLE).expect("the article is written");
    let name = article.to_string_lossy().into_owned();
    let mut session = Session::start(&[&name], &data, 120, 30);
    session.wait_for("Notes 0");
    session.wait_until("claims", |screen| !screen.contents().contains("Claims …"));
    session.press("]caAsk them.\r");
    session.wait_for("note saved");
    for (keys, told) in [
        ("u", "undone: the new note"),
        ("\x12", "redone: the new note"),
        ("dd", "note deleted"),
        ("u", "undone: the deletion"),
    ] {
        session.press(keys);
        session.wait_for(told);
    }
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn eight_programs_write_to_one_library_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    std::thread::scope(|scope| {
        for turn in 0..8 {
            let (folder, data) = (folder.path(), &data);
            scope.spawn(move || {
                let file = hypothesis(folder, &format!("instance{turn}-"), 25);
                let (code, _, err) = notes(&["import", &file], data);
                assert_eq!((code, err.as_str()), (0, ""));
            });
        }
    });
    let all = notes(&["export", "--format", "jsonld"], &data).1;
    let all: Value = serde_json::from_str(&all).expect("JSON");
    assert_eq!(all["total"], 200);
}
