//! What the status line calls saved is on disk: through kills, full disks and second instances.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use serde_json::Value;
use tempfile::TempDir;

use crate::{notes::notes, session::Session};

/// Our own words, none of a single letter: each is a passage that lies in no other.
const ARTICLE: &str = "Dam is leaking\n\nThe dam above Brennau has been leaking since March, one letter \
    says. Nobody at the plant would say why. “We told the board,” said an engineer who asked not to be \
    named. “They wrote back in May.” The board denied all of that on Monday.\n";

/// A note as the status line has acknowledged it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Acknowledged {
    starred: bool,
    deleted: bool,
}

/// An article and a library that outlive the programs that are killed on them.
struct Ground {
    folder: TempDir,
    notes: BTreeMap<String, Acknowledged>,
    /// The note that was being worked on at the kill: any of its states is right.
    open: Option<String>,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("dam.txt"), ARTICLE).expect("the article is written");
        Self { folder, notes: BTreeMap::new(), open: None }
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn start(&self) -> Session {
        let article = self.folder.path().join("dam.txt").to_string_lossy().into_owned();
        Session::start(&[&article], &self.data(), 120, 30)
    }

    /// Makes, stars and deletes notes until the program is killed after `delay`.
    fn round(&mut self, number: usize, delay: Duration) {
        let mut session = self.start();
        if !session.waits_until(|screen| screen.contains("Notes ") && !screen.contains("Notes …"))
        {
            panic!("the program does not start:\n{}", session.contents());
        }
        let killer = session.kill_after(delay);
        for turn in 0.. {
            let body = format!("note {number}-{turn}");
            self.open = Some(body.clone());
            // A passage of its own for each turn, so that keys mean the note just made.
            session.try_press(&format!("gg{}wvea{body}\r", turn % 30 + 1));
            if !session.waits_until(|screen| screen.contains("note saved")) {
                break;
            }
            self.notes.insert(body.clone(), Acknowledged::default());
            if turn % 3 == 1 {
                session.try_press("dd");
                if !session.waits_until(|screen| screen.contains("note deleted")) {
                    break;
                }
                self.notes.insert(body, Acknowledged { deleted: true, ..Default::default() });
            } else {
                session.try_press("cs");
                if !session.waits_until(|screen| screen.contains("starred and saved")) {
                    break;
                }
                self.notes.insert(body, Acknowledged { starred: true, ..Default::default() });
            }
            self.open = None;
        }
        killer.join().expect("the killer ends");
    }

    /// Checks that all that was acknowledged is there, and nothing that was deleted.
    fn check(&self, number: usize) {
        let (code, out, err) = notes(&["export", "--format", "jsonld"], &self.data());
        assert_eq!((code, err.as_str()), (0, ""), "round {number}");
        let all: Value = serde_json::from_str(&out).expect("JSON");
        let items = all["first"]["items"].as_array().expect("a list");
        let stored: BTreeMap<&str, bool> = items
            .iter()
            .filter_map(|item| {
                Some((item["body"][0]["value"].as_str()?, item["whosaid:starred"].as_bool()?))
            })
            .collect();
        for (body, note) in &self.notes {
            let found = stored.get(body.as_str());
            let is_open = self.open.as_ref() == Some(body);
            match (note.deleted, found) {
                (true, found) => assert_eq!(found, None, "round {number}: {body} was deleted"),
                (false, None) => assert!(is_open, "round {number}: {body} was saved and is lost"),
                (false, Some(starred)) => {
                    assert!(
                        is_open || *starred == note.starred,
                        "round {number}: {body}: {note:?}, on disk starred: {starred}; open {:?}\n{out}",
                        self.open
                    );
                }
            }
        }
        let known =
            |body: &&str| self.notes.contains_key(*body) || self.open.as_deref() == Some(*body);
        let strange: Vec<_> = stored.keys().filter(|body| !known(body)).collect();
        assert!(strange.is_empty(), "round {number}: half-written: {strange:?}");
    }
}

/// How many kills one library goes through; a larger one would only take longer to look at.
const LIBRARY: usize = 50;

/// Kills the program `rounds` times, at moments that look random and are the same in every run.
#[expect(clippy::print_stdout, reason = "the figure is what the long run is for")]
fn kill(rounds: usize) {
    let (mut ground, mut acknowledged) = (Ground::new(), 0);
    let mut dice: u64 = 42;
    for number in 0..rounds {
        if number % LIBRARY == LIBRARY - 1 {
            acknowledged += ground.notes.len();
            ground = Ground::new();
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ground.round(number, Duration::from_millis((dice >> 33) % 900));
        // One note may be in doubt only until it is looked at.
        ground.check(number);
        if let Some(open) = ground.open.take() {
            ground.settle(&open);
        }
    }
    acknowledged += ground.notes.len();
    println!("{rounds} kills, {acknowledged} notes acknowledged, none lost");
}

impl Ground {
    /// Takes the note that was in doubt as it is on disk: from now on it must stay so.
    fn settle(&mut self, body: &str) {
        let out = notes(&["export", "--format", "jsonld"], &self.data()).1;
        let all: Value = serde_json::from_str(&out).expect("JSON");
        let items = all["first"]["items"].as_array().expect("a list");
        let item = items.iter().find(|item| item["body"][0]["value"] == body);
        let starred = item.is_some_and(|item| item["whosaid:starred"] == true);
        self.notes.insert(body.to_owned(), Acknowledged { starred, deleted: item.is_none() });
    }
}

#[test]
fn what_was_called_saved_survives_kills() {
    kill(12);
}

#[test]
#[ignore = "takes about half an hour: cargo test -- --ignored a_thousand_kills --nocapture"]
fn a_thousand_kills() {
    kill(1000);
}

#[test]
fn two_windows_on_one_article_lose_nothing_and_say_what_happened() {
    let ground = Ground::new();
    let (mut one, mut two) = (ground.start(), ground.start());
    for session in [&mut one, &mut two] {
        session.wait_for("Notes 0");
    }
    one.press("wveafrom one\r");
    one.wait_for("note saved");
    two.press("/letter\rveafrom two\r");
    two.wait_for("note saved");
    // The second sees both once it looks at the disk, and an edit of what is gone is refused.
    two.press("u");
    two.wait_for("undone");
    two.press("\x12");
    two.wait_for("redone");
    two.wait_for("Notes 2");
    one.press("dd");
    one.wait_for("note deleted");
    two.press("ggwa more\r");
    two.wait_for("in the meantime");
    two.wait_for("from one more");
    two.press("\x1b");
    two.wait_for("NORMAL");
    two.press("q");
    one.press("q");
    assert!(one.wait_for_end().success());
    assert!(two.wait_for_end().success());
    let out = notes(&["export", "--format", "csv"], &ground.data()).1;
    assert!(out.contains("from two") && !out.contains("from one"), "{out}");
}

/// Starts the program on a library that cannot be used, and checks that it says so and reads on.
fn check_message(data: &Path, ground: &Ground, words: &str) {
    let article = ground.folder.path().join("dam.txt").to_string_lossy().into_owned();
    let mut session = Session::start(&[&article], data, 160, 30);
    session.wait_for(words);
    session.press("wcc");
    session.wait_for("notes cannot be kept");
    session.press("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_library_that_cannot_be_used_is_named_and_reading_goes_on() {
    let ground = Ground::new();
    let data = ground.data();
    fs::create_dir(&data).expect("a folder");
    let file = data.join("library.sqlite");
    fs::write(&file, "this is no database, and long enough to be looked at".repeat(99))
        .expect("a file");
    check_message(&data, &ground, "is damaged");
    fs::remove_file(&file).expect("the file goes");
    fs::create_dir(&file).expect("a folder in place of the file");
    check_message(&data, &ground, "cannot write to");
}
