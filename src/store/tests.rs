//! What is kept, through a restart, a second instance, and all that may be wrong with a file.

use std::{fs, path::Path};

use jiff::Timestamp;
use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::library::{Anchor, Colour, NoteDraft};

fn key() -> ArticleKey {
    ArticleKey::of("The article.")
}

fn open(folder: &Path) -> Store {
    Store::open(folder).expect("the library opens")
}

fn kept(store: &Store) -> Annotations {
    let kept = store.notes(&key()).expect("the notes can be read");
    assert!(kept.unreadable.is_empty());
    kept.annotations
}

fn draft(start: usize, body: &str) -> NoteDraft {
    let anchor = Anchor { exact: "x".into(), start, end: start + 1, ..Anchor::default() };
    NoteDraft { anchor, colour: Some(Colour::Green), body: body.into(), ..NoteDraft::default() }
}

fn add(store: &mut Store, start: usize, body: &str) {
    let change = kept(store).add(draft(start, body), Timestamp::UNIX_EPOCH);
    store.apply(&key(), &change, Timestamp::UNIX_EPOCH).expect("the note is written");
}

fn bodies(store: &Store) -> Vec<String> {
    kept(store).notes().iter().map(|note| note.body.clone()).collect()
}

#[test]
fn notes_are_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    add(&mut store, 1, "one\u{1b}[2J\0");
    add(&mut store, 2, "two");
    drop(store);
    assert_eq!(bodies(&open(folder.path())), ["one\u{1b}[2J\0", "two"]);
}

#[test]
fn undo_and_redo_go_over_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    add(&mut store, 1, "one");
    add(&mut store, 2, "two");
    store.undo(&key()).expect("undone").expect("a change");
    drop(store);
    let mut store = open(folder.path());
    assert_eq!(bodies(&store), ["one"]);
    store.redo(&key()).expect("redone").expect("a change");
    assert_eq!(bodies(&store), ["one", "two"]);
    store.undo(&key()).expect("undone").expect("a change");
    store.undo(&key()).expect("undone").expect("a change");
    assert_eq!(store.undo(&key()).expect("nothing left"), None);
    add(&mut store, 3, "three");
    assert_eq!(store.redo(&key()).expect("nothing to redo"), None);
    assert_eq!(bodies(&store), ["three"]);
}

#[test]
fn a_change_made_for_other_notes_is_refused_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut here, mut elsewhere) = (open(folder.path()), open(folder.path()));
    add(&mut here, 1, "one");
    let notes = kept(&here);
    let id = notes.notes()[0].id.clone();
    let edit = notes.edit(&id, Timestamp::UNIX_EPOCH, |note| note.body = "mine".into());
    let delete = notes.remove(&id).expect("there is one");
    elsewhere.apply(&key(), &delete, Timestamp::UNIX_EPOCH).expect("deleted elsewhere");
    let edit = Change::Together(vec![
        notes.add(draft(5, "new"), Timestamp::UNIX_EPOCH),
        edit.expect("the body changes"),
    ]);
    let refused = here.apply(&key(), &edit, Timestamp::UNIX_EPOCH);
    assert!(matches!(refused, Err(StoreError::Stale { .. })));
    assert!(bodies(&here).is_empty());
}

#[test]
fn two_instances_lose_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path());
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = open(folder);
                for turn in 0..10 {
                    add(&mut store, writer * 100 + turn, "note");
                }
            });
        }
    });
    assert_eq!(bodies(&open(folder.path())).len(), 40);
}

#[test]
fn the_place_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    assert_eq!(store.place(&key()).expect("readable"), None);
    for place in [7, 9] {
        let visit = Visit { path: None, title: "The article", place };
        store.remember(&key(), &visit, Timestamp::UNIX_EPOCH).expect("written");
    }
    assert_eq!(open(folder.path()).place(&key()).expect("readable"), Some(9));
}

#[test]
fn a_newer_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    open(folder.path());
    let path = folder.path().join(FILE);
    let database = Connection::open(&path).expect("a database");
    database.pragma_update(None, "user_version", 99).expect("written");
    drop(database);
    let error = Store::open(folder.path()).expect_err("newer").to_string();
    assert!(error.contains("written by a newer whosaid (version 99"), "{error}");
}

#[test]
fn other_files_are_left_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(FILE);
    fs::write(&path, "This is no database at all, but a text of some length. ".repeat(40))
        .expect("written");
    let before = fs::read(&path).expect("readable");
    let error = Store::open(folder.path()).expect_err("no database").to_string();
    assert!(error.contains("move it aside"), "{error}");
    assert_eq!(fs::read(&path).expect("readable"), before);

    fs::remove_file(&path).expect("removed");
    let other = Connection::open(&path).expect("a database");
    other.execute_batch("CREATE TABLE recipe (name TEXT)").expect("written");
    drop(other);
    let error = Store::open(folder.path()).expect_err("another program's").to_string();
    assert!(error.contains("a database of another program"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let error = Store::open(&file.join("data")).expect_err("a file in the way").to_string();
    assert!(error.contains("file/data") && error.contains("--data-dir"), "{error}");
}

#[test]
fn a_record_that_cannot_be_read_hides_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path());
    add(&mut store, 1, "one");
    store
        .database
        .execute(
            "INSERT INTO note (id, article, record) VALUES ('bad', ?1, '{')",
            [key().to_string()],
        )
        .expect("written");
    let kept = store.notes(&key()).expect("readable");
    assert_eq!(kept.unreadable, ["bad"]);
    assert_eq!(kept.annotations.notes().len(), 1);
}

#[derive(Clone, Debug)]
enum Act {
    Add(usize),
    Edit(usize),
    Remove(usize),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0..9_usize).prop_map(Act::Add),
        2 => (0..9_usize).prop_map(Act::Edit),
        1 => (0..9_usize).prop_map(Act::Remove),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The model keeps every state of the notes; undo and redo walk along them.
    #[test]
    fn undo_and_redo_walk_through_the_states(acts in acts()) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = open(folder.path());
        let mut states = vec![kept(&store)];
        let mut now = 0;
        for act in acts {
            let notes = states[now].clone();
            let nth = |index: usize| {
                notes.notes().get(index % notes.notes().len().max(1)).map(|note| note.id.clone())
            };
            let change = match act {
                Act::Add(start) => Some(notes.add(draft(start, "a"), Timestamp::UNIX_EPOCH)),
                Act::Edit(index) => nth(index).and_then(|id| {
                    notes.edit(&id, Timestamp::UNIX_EPOCH, |note| note.body.push('b'))
                }),
                Act::Remove(index) => nth(index).and_then(|id| notes.remove(&id)),
                Act::Undo => {
                    let undone = store.undo(&key()).expect("undone");
                    prop_assert_eq!(undone.is_some(), now > 0);
                    now = now.saturating_sub(1);
                    None
                }
                Act::Redo => {
                    let redone = store.redo(&key()).expect("redone");
                    prop_assert_eq!(redone.is_some(), now + 1 < states.len());
                    now = (now + 1).min(states.len() - 1);
                    None
                }
            };
            if let Some(change) = change {
                store.apply(&key(), &change, Timestamp::UNIX_EPOCH).expect("written");
                let mut after = notes.clone();
                after.apply(&change).expect("it fits");
                states.truncate(now + 1);
                states.push(after);
                now += 1;
            }
            prop_assert_eq!(&kept(&store), &states[now]);
        }
    }
}
