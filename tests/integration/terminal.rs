//! A few runs of the real program in a pseudo-terminal: what only a terminal can show.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use crate::session::{Session, at_cursor};

/// Two sources, of which the first speaks twice; our own words.
const ARTICLE: &str = "Dam is leaking, engineers say

The dam above Brennau has been leaking since March, people who work there say.

“The dam is leaking,” said an engineer at the plant. “We told the board in March.”

A second source, who works for the board, said that nobody had read the letter.

“We wrote three letters,” the engineer added.
";

/// The program on an article of ours.
struct Bench {
    folder: TempDir,
    article: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let article = folder.path().join("dam.txt");
        fs::write(&article, ARTICLE).expect("the article is written");
        Self { folder, article }
    }

    fn start(&self) -> Session {
        self.start_with(&[], 120, 40, "Dam is leaking")
    }

    fn start_with(&self, options: &[&str], columns: u16, rows: u16, words: &str) -> Session {
        let article = self.article.to_string_lossy().into_owned();
        let arguments: Vec<&str> =
            [article.as_str()].into_iter().chain(options.iter().copied()).collect();
        let mut session =
            Session::start(&arguments, &self.folder.path().join("data"), columns, rows);
        session.wait_for(words);
        session
    }

    /// Starts the program and waits until it knows who says what and which notes there are.
    fn start_and_wait(&self) -> Session {
        let mut session = self.start();
        session.wait_until("counts", |screen| {
            let screen = screen.contents();
            screen.contains("Notes ") && !screen.contains("Notes …") && !screen.contains("Claims …")
        });
        session
    }
}

fn wait_for_cursor(session: &mut Session, words: &str) {
    session.wait_until(words, |screen| at_cursor(screen).starts_with(words));
}

#[test]
fn the_article_that_the_program_was_asked_for() {
    let Some(file) = crate::seed::article_file() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (file.to_string_lossy().into_owned(), folder.path().join("data"));
    let mut session = Session::start(&[&file], &data, 120, 40);
    session.wait_until("claims and notes", |screen| {
        let screen = screen.contents();
        screen.contains("Claims ") && !screen.contains("Claims …") && !screen.contains("Notes …")
    });
    session.press("/separate\r");
    wait_for_cursor(&mut session, "separate");
    session.press("[c");
    session.press("gs");
    wait_for_cursor(&mut session, "a separate");
    session.press("]s");
    wait_for_cursor(&mut session, "that the official");
    session.press("\x0f");
    wait_for_cursor(&mut session, "a separate");
    session.press("]scc");
    session.wait_for("Notes 1");
    session.press("aask for the date\r");
    session.wait_for("note saved");
    session.press("q");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
    let mut session = Session::start(&[&file], &data, 120, 40);
    session.wait_for("Notes 1");
    session.wait_until("the cursor where it was", |screen| {
        at_cursor(screen).starts_with("that the official")
    });
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn from_a_claim_to_its_source_to_its_next_claim_and_back() {
    let bench = Bench::new();
    let mut session = bench.start_and_wait();
    session.press("/“The dam\r");
    wait_for_cursor(&mut session, "“The dam");
    session.press("gs");
    wait_for_cursor(&mut session, "an engineer at the plant");
    session.press("]s");
    wait_for_cursor(&mut session, "“We wrote three letters");
    session.press("\x0f");
    wait_for_cursor(&mut session, "an engineer at the plant");
    session.press("\x0f");
    wait_for_cursor(&mut session, "“The dam");
    session.press("q");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
}

#[test]
fn a_highlight_and_a_note_are_found_again_from_another_path() {
    let bench = Bench::new();
    let mut session = bench.start_and_wait();
    session.press("/“We wrote\r");
    wait_for_cursor(&mut session, "“We wrote");
    session.press("viqcg");
    session.wait_for("highlighted and saved");
    session.press("/nobody\r");
    wait_for_cursor(&mut session, "nobody");
    session.press("veaWhere is it?\r");
    session.wait_for("note saved");
    session.press("q");
    assert!(session.wait_for_end().success());

    let elsewhere = bench.folder.path().join("renamed.txt");
    fs::rename(&bench.article, &elsewhere).expect("the article is moved");
    let bench = Bench { article: elsewhere, ..bench };
    let mut session = bench.start_and_wait();
    session.wait_for("Notes 2");
    session.press("gN");
    session.wait_for("Where is it?");
    session.press("\x1b");
    session.wait_for("NORMAL");
    session.press("u");
    session.wait_for("Notes 1");
    session.press("\x12");
    session.wait_for("Notes 2");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_note_written_in_the_editor() {
    let bench = Bench::new();
    let mut session = bench.start_and_wait();
    session.press("ve:edit\r");
    session.wait_for("note saved");
    session.press("gN");
    session.wait_for("Written elsewhere.");
    session.press("qq");
    assert!(session.wait_for_end().success());
}

#[test]
fn the_place_is_kept_when_the_window_changes_and_when_it_is_opened_again() {
    let bench = Bench::new();
    let mut session = bench.start();
    session.press("/nobody\r");
    wait_for_cursor(&mut session, "nobody");
    session.resize(50, 9);
    wait_for_cursor(&mut session, "nobody");
    session.resize(1, 1);
    session.resize(90, 20);
    wait_for_cursor(&mut session, "nobody");
    session.press("q");
    assert!(session.wait_for_end().success());
    let mut session = bench.start();
    wait_for_cursor(&mut session, "nobody");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn the_terminal_is_restored_after_every_signal() {
    for signal in ["TERM", "HUP", "INT"] {
        let bench = Bench::new();
        let mut session = bench.start();
        session.signal(signal);
        assert!(session.wait_for_end().success(), "{signal}");
        assert!(session.is_restored(), "{signal}");
    }
}

#[test]
fn control_c_leaves_at_once_even_from_a_field() {
    let bench = Bench::new();
    let mut session = bench.start();
    session.press("/abc");
    session.wait_for("/abc");
    session.press("\x03");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
}

#[test]
fn the_terminal_is_restored_after_a_panic_and_the_panic_can_be_read() {
    let bench = Bench::new();
    let mut session = bench.start_with(&["--panic"], 120, 40, "asked for with --panic");
    assert!(!session.wait_for_end().success());
    assert!(session.is_restored());
    assert!(session.contents().contains("asked for with --panic"), "{}", session.contents());
}

#[test]
fn a_tiny_terminal_is_used_as_it_is() {
    let bench = Bench::new();
    let article = bench.article.to_string_lossy().into_owned();
    let mut session = Session::start(&[&article], &bench.folder.path().join("data"), 10, 3);
    session.wait_for("Dam is");
    session.press("jjjj]c?qq");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
}

#[test]
fn a_long_article_shows_its_beginning_and_has_its_end() {
    let bench = Bench::new();
    let middle = "Nothing happened on this day either, and nobody said why that was so.\n\n";
    let long =
        format!("{ARTICLE}\n{}The end of the dam.\n", middle.repeat((5 << 20) / middle.len()));
    fs::write(&bench.article, long).expect("the article is written");
    let mut session = bench.start();
    session.press("G");
    session.wait_for("The end of the dam.");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let bench = Bench::new();
    fs::write(&bench.article, "Dam is leaking\x1b]0;owned\x07\n\nA\x1b[2Jb \u{202e}c\u{9b}31m.\n")
        .expect("the article is written");
    let mut session = bench.start();
    session.wait_for("A␛[2Jb");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn the_samples_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(&["demo"], folder.path(), 120, 40);
    session.wait_for("1/8");
    session.press("]a");
    session.wait_for("2/8");
    session.press("gl");
    session.wait_for("08-interview.txt");
    session.press("qq");
    assert!(session.wait_for_end().success());
}

/// Starts the program with these settings, in the folder that the session takes them from.
fn start_with_settings(bench: &Bench, name: &str, text: &str) -> Session {
    let folder = bench.folder.path().join("data");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), text).expect("a file");
    bench.start()
}

fn has_background(screen: &vt100::Screen, colour: vt100::Color) -> bool {
    screen.cell(20, 20).is_some_and(|cell| cell.bgcolor() == colour)
}

#[test]
fn the_theme_follows_the_terminals_background_and_the_answer_is_no_key() {
    let bench = Bench::new();
    let mut session = start_with_settings(&bench, "config.toml", "theme = \"auto\"");
    session.wait_until("no ground", |screen| has_background(screen, vt100::Color::Default));
    session.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    session.wait_until("a light screen", |screen| has_background(screen, vt100::Color::Idx(231)));
    session.press(":theme dark\r");
    session.wait_until("a dark screen", |screen| has_background(screen, vt100::Color::Idx(234)));
    session.press(":theme none\r");
    session.wait_until("no colour", |screen| has_background(screen, vt100::Color::Default));
    session.press("q");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
}

#[test]
fn a_bad_settings_file_is_told_and_a_mended_one_is_taken() {
    let bench = Bench::new();
    let mut session = start_with_settings(&bench, "config.toml", "\nmesure = 40\n");
    session.wait_for("config.toml, line 2: there is no setting “mesure”; did you mean “measure”?");
    let file = bench.folder.path().join("data/config.toml");
    fs::write(file, "measure = 40\n").expect("a file");
    session.press(":reload\r");
    session.wait_for("settings and keys are as their files say");
    session.wait_until("narrow lines", |screen| {
        screen.rows(0, 80).all(|row| row.trim().chars().count() <= 50 || row.contains(" min"))
    });
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn keys_of_the_reader_act_and_commands_are_known_the_next_day() {
    let bench = Bench::new();
    let keys = "[text]\n\"x\" = \"search\"\n";
    let mut session = start_with_settings(&bench, "keymap.toml", keys);
    session.press("xnobody\r");
    wait_for_cursor(&mut session, "nobody");
    session.press(":top\r");
    wait_for_cursor(&mut session, "Dam is");
    session.press("q");
    assert!(session.wait_for_end().success());
    let mut session = bench.start();
    session.press(":\x1b[A");
    session.wait_for(":top");
    session.press("\x03");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_changed_measure_is_found_again() {
    let bench = Bench::new();
    let mut session = bench.start_and_wait();
    session.press(">>");
    session.wait_for("lines of 70 columns");
    session.press("q");
    assert!(session.wait_for_end().success());
    let mut session = bench.start_and_wait();
    session.press(":set measure\r");
    session.wait_for("measure is 70");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn the_linear_form_is_printed_and_left_again() {
    let bench = Bench::new();
    let mut session = bench.start_and_wait();
    session.press(":linear\r");
    session.wait_for("Enter goes back to whosaid.");
    assert!(session.contents().contains("Claim 1"), "{}", session.contents());
    session.press("\r");
    session.wait_for("? help");
    session.press("q");
    assert!(session.wait_for_end().success());
    assert!(session.is_restored());
}

#[test]
fn the_engine_is_chosen_while_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(&["demo"], folder.path(), 120, 40);
    session.wait_for("claim");
    session.press(":engine fast\r");
    session.wait_for("the fast engine reads");
    session.press(":engine deep\r");
    match whosaid::reading::Reader::missing() {
        Some(why) => session.wait_for(&why.to_string()),
        None => {
            session.wait_for("the deep engine reads");
            session.wait_until("the second look's end", |screen| {
                !screen.contents().contains("second look")
            });
        }
    }
    session.press(":q\r");
    assert!(session.wait_for_end().success());
}
