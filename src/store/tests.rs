//! What the library on disk promises, shown on real files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use rusqlite::{Connection, TransactionBehavior};
use tempfile::TempDir;

use crate::{
    claims::SourceKind,
    library::{
        Anchor, Annotations, ArticleKey, Bookmark, Change, Colour, Conflict, Correction, Decision,
        NoteDraft, NoteId, Recent, SourceChoice, SourceNature,
    },
    store::{FILE, Store, StoreError, Titled},
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Makes a folder for a library.
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Opens the library in `folder`, which must work.
fn open(folder: &TempDir) -> Store {
    Store::open(folder.path()).unwrap()
}

/// The article that the tests note on.
fn article() -> ArticleKey {
    ArticleKey::of("The ferry is late again.")
}

/// Returns what the library has on the article.
fn stored(store: &Store) -> Annotations {
    let loaded = store.load(&article()).unwrap();
    assert_eq!(loaded.unreadable, Vec::<String>::new());
    loaded.annotations(article())
}

/// Returns a draft with this text.
fn draft(body: &str) -> NoteDraft {
    let anchor = Anchor { exact: "ferry".into(), start: 4, end: 9, ..Anchor::default() };
    NoteDraft { anchor, body: body.into(), ..NoteDraft::default() }
}

/// Adds a note with this text and returns the change that did.
fn add(store: &mut Store, body: &str) -> Change {
    let change = stored(store).add(draft(body), NOW);
    store.apply(&article(), &change, NOW).unwrap();
    change
}

/// Returns the texts of the notes in the library.
fn bodies(store: &Store) -> Vec<String> {
    stored(store).notes().iter().map(|note| note.body.clone()).collect()
}

/// Returns a correction with this decision.
fn correction(decision: Decision) -> Correction {
    let anchor = draft("").anchor;
    let id = NoteId::imported("test", &format!("{decision:?}"));
    let reason = "I was there".into();
    Correction { id, article: article(), anchor, decision, reason, claim: None, made: NOW }
}

#[test]
fn reopening_finds_everything() {
    let folder = folder();
    let mut annotations = Annotations::new(article(), Vec::new(), Vec::new());
    let recent = Recent {
        article: article(),
        path: Some(PathBuf::from("/news/ferry.txt")),
        title: "Ferry late".into(),
        place: 17,
        opened: NOW,
    };
    {
        let mut store = open(&folder);
        let mut make = |change: Change, annotations: &mut Annotations| {
            annotations.apply(&change).unwrap();
            store.apply(&article(), &change, NOW).unwrap();
        };
        let note = NoteDraft {
            colour: Some(Colour::Purple),
            tags: BTreeSet::from(["check".to_owned(), "two words".to_owned()]),
            ..draft("Who says *so*?\n\n- nobody")
        };
        make(annotations.add(note, NOW), &mut annotations);
        for decision in [
            Decision::Accept,
            Decision::NotAClaim,
            Decision::SaidBy(SourceChoice::New("Ada Holm".into())),
            Decision::SaidBy(SourceChoice::Unknown),
            Decision::Content(vec![Anchor::default()]),
            Decision::SameSource(Anchor::default()),
            Decision::OtherSource(vec![Anchor::default()]),
            Decision::Rename("Ada Holm".into()),
            Decision::Nature(SourceNature { kind: SourceKind::Organisation, named: true }),
        ] {
            make(Change::Correct(correction(decision)), &mut annotations);
        }
        store.remember(&recent).unwrap();
    }
    let store = open(&folder);
    assert_eq!(stored(&store), annotations);
    assert_eq!(store.place(&article()).unwrap(), Some(17));
    assert_eq!(store.recent(10).unwrap(), [recent]);
    assert_eq!(store.load_all().unwrap().notes, annotations.notes());
    store.check().unwrap();
}

#[test]
fn control_characters_survive() {
    let folder = folder();
    let body = "bell \u{7} nul \0 escape \u{1b}[31m \u{202e} \r\n \u{fffd} é 😀";
    add(&mut open(&folder), body);
    assert_eq!(bodies(&open(&folder)), [body]);
}

#[test]
fn a_change_without_its_commit_leaves_nothing() {
    let folder = folder();
    add(&mut open(&folder), "kept");
    {
        let mut store = open(&folder);
        let transaction = store.connection.transaction().unwrap();
        transaction.execute("UPDATE notes SET body = 'half'", []).unwrap();
        transaction.execute("DELETE FROM changes", []).unwrap();
        // What a killed process does: it goes away without commit or rollback.
        std::mem::forget(transaction);
    }
    let mut store = open(&folder);
    assert_eq!(bodies(&store), ["kept"]);
    assert!(store.undo(&article()).unwrap().is_some());
}

#[test]
fn undo_and_redo_survive_a_restart() {
    let folder = folder();
    for body in ["one", "two", "three"] {
        add(&mut open(&folder), body);
    }
    for left in [2, 1] {
        let mut store = open(&folder);
        store.undo(&article()).unwrap();
        assert_eq!(bodies(&store).len(), left);
    }
    let redone = open(&folder).redo(&article()).unwrap();
    assert!(matches!(redone, Some(Change::Add(note)) if note.body == "two"));
    add(&mut open(&folder), "four");
    assert_eq!(open(&folder).redo(&article()).unwrap(), None);
    let mut store = open(&folder);
    while store.undo(&article()).unwrap().is_some() {}
    assert_eq!(bodies(&store), Vec::<String>::new());
}

#[test]
fn each_article_has_an_undo_of_its_own() {
    let folder = folder();
    let mut store = open(&folder);
    add(&mut store, "here");
    assert_eq!(store.undo(&ArticleKey::of("elsewhere")).unwrap(), None);
    assert_eq!(bodies(&store), ["here"]);
}

#[test]
fn the_history_of_a_note_keeps_what_was_undone() {
    let folder = folder();
    let mut store = open(&folder);
    add(&mut store, "first");
    let notes = stored(&store);
    let id = notes.notes()[0].id.clone();
    let edit = notes.edit(&id, NOW, |note| note.body = "second".into()).unwrap();
    store.apply(&article(), &edit, NOW).unwrap();
    store.undo(&article()).unwrap();
    add(&mut store, "other");
    let history = store.history(&id).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].change, edit);
    assert_eq!((history[0].in_effect, history[1].in_effect), (true, false));
}

#[test]
fn a_newer_library_is_refused_and_left_as_it_is() {
    let folder = folder();
    add(&mut open(&folder), "kept");
    let file = folder.path().join(FILE);
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&file).unwrap();
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 99, known: 3, .. }), "{error}");
    assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = folder();
    let file = folder.path().join(FILE);
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE bookmarks (url)").unwrap();
    let before = fs::read(&file).unwrap();
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = folder();
    let file = folder.path().join(FILE);
    let garbage = "not a database at all, but long enough to have a header".repeat(40);
    fs::write(&file, &garbage).unwrap();
    let error = Store::open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(error.to_string().contains("move it aside"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), garbage);
}

#[test]
fn a_damaged_page_is_an_error_and_no_loss() {
    let folder = folder();
    {
        let mut store = open(&folder);
        for turn in 0..200 {
            add(&mut store, &format!("note {turn} {}", "words ".repeat(40)));
        }
        store.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }
    let file = folder.path().join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0xa5;
    }
    fs::write(&file, &bytes).unwrap();
    let error = match Store::open(folder.path()) {
        Ok(store) => store.load(&article()).err().unwrap(),
        Err(error) => error,
    };
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    assert!(fs::read(&file).unwrap()[4096..].iter().all(|byte| *byte == 0xa5));
}

#[test]
fn a_row_that_cannot_be_read_hides_no_other() {
    let folder = folder();
    let mut store = open(&folder);
    add(&mut store, "bad");
    store.connection.execute("UPDATE notes SET colour = 'mauve'", []).unwrap();
    let good = Annotations::new(article(), Vec::new(), Vec::new());
    let good = good.add(NoteDraft { colour: Some(Colour::Red), ..draft("good") }, Timestamp::MAX);
    store.apply(&article(), &good, NOW).unwrap();
    let loaded = store.load(&article()).unwrap();
    assert_eq!(loaded.notes.len(), 1);
    assert_eq!(loaded.unreadable.len(), 1);
    assert!(loaded.unreadable[0].contains("mauve"), "{:?}", loaded.unreadable);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder();
    let file = folder.path().join("in the way");
    fs::write(&file, "").unwrap();
    check_not_writable(&file);
    check_not_writable(&file.join("below"));
}

#[test]
fn a_folder_in_place_of_the_file_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join(FILE)).unwrap();
    check_not_writable(folder.path());
}

/// Opens a library in `folder`, which must fail and say why.
fn check_not_writable(folder: &Path) {
    let error = Store::open(folder).err().unwrap();
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error}");
    assert!(error.to_string().contains(folder.to_str().unwrap()), "{error}");
    assert!(error.to_string().contains("--data-dir"), "{error}");
}

#[test]
fn a_read_only_library_is_told_at_once() {
    let folder = folder();
    add(&mut open(&folder), "kept");
    let store = open(&folder);
    store.connection.pragma_update(None, "query_only", true).unwrap();
    let mut connection = store.connection;
    let error = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .and_then(|transaction| transaction.execute("DELETE FROM notes", []))
        .map_err(|error| StoreError::database(folder.path(), error))
        .err()
        .unwrap();
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error}");
}

#[test]
fn a_full_disk_is_an_error_and_no_loss() {
    let folder = folder();
    let mut store = open(&folder);
    add(&mut store, "kept");
    let pages: i64 =
        store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let limit = store
        .connection
        .pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0));
    assert_eq!(limit.unwrap(), pages);
    let change = stored(&store).add(draft(&"long ".repeat(9000)), NOW);
    let error = store.apply(&article(), &change, NOW).err().unwrap();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(bodies(&store), ["kept"]);
    assert_eq!(bodies(&open(&folder)), ["kept"]);
}

#[test]
fn a_lock_held_for_too_long_is_told() {
    let folder = folder();
    let (mut one, mut two) = (open(&folder), open(&folder));
    two.connection.busy_timeout(Duration::from_millis(10)).unwrap();
    let held = one.connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let change = stored(&two).add(draft("late"), NOW);
    let error = two.apply(&article(), &change, NOW).err().unwrap();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    drop(held);
    two.apply(&article(), &change, NOW).unwrap();
}

#[test]
fn two_windows_see_each_other_and_never_overwrite() {
    let folder = folder();
    let (mut one, mut two) = (open(&folder), open(&folder));
    let version = two.version().unwrap();
    add(&mut one, "mine");
    assert_ne!(two.version().unwrap(), version);
    let seen = stored(&two);
    let id = seen.notes()[0].id.clone();
    let edit = |body: &str| seen.edit(&id, NOW, |note| note.body = body.into()).unwrap();
    let own = one.version().unwrap();
    one.apply(&article(), &edit("from one"), NOW).unwrap();
    assert_eq!(one.version().unwrap(), own);
    let refused = two.apply(&article(), &edit("from two"), NOW);
    assert!(matches!(&refused, Err(StoreError::Conflict(Conflict::Differs(_)))), "{refused:?}");
    assert_eq!(bodies(&two), ["from one"]);
}

#[test]
fn eight_instances_start_and_write_at_once() {
    let folder = folder();
    std::thread::scope(|scope| {
        for turn in 0..8 {
            let folder = &folder;
            scope.spawn(move || {
                let mut store = open(folder);
                for note in 0..5 {
                    let anchor = Anchor { start: turn, end: turn + note, ..Anchor::default() };
                    let draft = NoteDraft { anchor, ..draft("busy") };
                    let none = Annotations::new(article(), Vec::new(), Vec::new());
                    store.apply(&article(), &none.add(draft, NOW), NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(bodies(&open(&folder)).len(), 40);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let inside = folder.path().join("a").join("b");
    let _store = Store::open(&inside).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inside), 0o700);
    assert_eq!(mode(&inside.join(FILE)), 0o600);
}

#[test]
fn earlier_texts_of_a_file_are_known() {
    let folder = folder();
    let mut store = open(&folder);
    let path = PathBuf::from("/news/ferry.txt");
    let texts = ["old", "older", "now"].map(ArticleKey::of);
    for (second, article) in [(2, texts[0]), (1, texts[1]), (3, texts[2])] {
        let opened = Timestamp::from_second(second).unwrap();
        let path = Some(path.clone());
        let recent = Recent { article, path, title: String::new(), place: 0, opened };
        store.remember(&recent).unwrap();
    }
    assert_eq!(store.earlier(&texts[2], &path).unwrap(), texts[..2]);
    assert_eq!(store.earlier(&texts[2], Path::new("/news/other.txt")).unwrap(), []);
}

#[test]
fn texts_are_kept_once_and_only_under_their_own_key() {
    let folder = folder();
    let mut store = open(&folder);
    store.keep_text(&article(), "another text").unwrap();
    assert_eq!(store.text(&article()).unwrap(), None);
    for _ in 0..2 {
        store.keep_text(&article(), "The ferry is late again.").unwrap();
    }
    assert_eq!(
        open(&folder).text(&article()).unwrap().as_deref(),
        Some("The ferry is late again.")
    );
}

#[test]
fn titles_and_addresses_of_articles_with_notes_are_known() {
    let folder = folder();
    let mut store = open(&folder);
    let titled = Titled { title: "Ferry late".into(), address: Some("https://x.example".into()) };
    let text = "The ferry is late again.";
    store.keep_article(&article(), text, &Titled::default(), None).unwrap();
    store.keep_article(&article(), text, &titled, Some(Path::new("/a.txt"))).unwrap();
    store.keep_article(&article(), text, &Titled::default(), None).unwrap();
    let store = open(&folder);
    assert_eq!(store.titles().unwrap().get(&article()), Some(&titled));
    let other = ArticleKey::of("later");
    assert_eq!(store.at_address(&other, "https://x.example").unwrap(), [article()]);
    assert_eq!(store.at_address(&article(), "https://x.example").unwrap(), []);
    assert_eq!(store.earlier(&other, Path::new("/a.txt")).unwrap(), [article()]);
    assert_eq!(store.text(&article()).unwrap().as_deref(), Some(text));
}

#[test]
fn a_library_of_the_first_version_is_brought_to_this_one() {
    let folder = folder();
    let file = folder.path().join(FILE);
    let old = Connection::open(&file).unwrap();
    old.execute_batch(super::schema::VERSION_1).unwrap();
    old.pragma_update(None, "application_id", super::schema::APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let mut store = open(&folder);
    add(&mut store, "kept");
    store.set_meaning(Colour::Red, "check").unwrap();
    store.set_meaning(Colour::Red, "quote it").unwrap();
    let meanings = open(&folder).meanings().unwrap();
    assert_eq!(meanings.get(&Colour::Red).map(String::as_str), Some("quote it"));
    store.set_meaning(Colour::Red, "").unwrap();
    let meanings = store.meanings().unwrap();
    assert_eq!(meanings.into_iter().collect::<Vec<_>>(), [(Colour::Red, String::new())]);
    assert_eq!(bodies(&store), ["kept"]);
}

#[test]
fn a_library_of_the_second_version_keeps_its_notes_and_what_can_be_undone() {
    let folder = folder();
    let change = Annotations::new(article(), Vec::new(), Vec::new()).add(draft("old"), NOW);
    let Change::Add(note) = &change else { unreachable!("a note is added") };
    let old = Connection::open(folder.path().join(FILE)).unwrap();
    old.execute_batch(super::schema::VERSION_1).unwrap();
    old.execute_batch(super::schema::VERSION_2).unwrap();
    old.pragma_update(None, "application_id", super::schema::APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 2).unwrap();
    let (id, key) = (note.id.as_str(), article().to_string());
    old.execute(
        "INSERT INTO notes VALUES (?1, ?2, 'ferry', '', '', 4, 9, NULL, 'old', '[]', 0, ?3, ?3)",
        [id, &key, "1970-01-01T00:00:00.000000000Z"],
    )
    .unwrap();
    let json = serde_json::to_string(&change).unwrap();
    old.execute(
        "INSERT INTO changes (article, state, change, at) VALUES (?1, 0, ?2, ?3)",
        [&key, &json, "1970-01-01T00:00:00.000000000Z"],
    )
    .unwrap();
    old.execute("INSERT INTO texts VALUES (?1, 'The ferry is late again.')", [&key]).unwrap();
    drop(old);
    let mut store = open(&folder);
    assert_eq!(bodies(&store), ["old"]);
    assert_eq!(store.unsourced().unwrap().len(), 1);
    store.keep_sources(&[(note.id.clone(), "engineer".into())]).unwrap();
    assert_eq!(store.unsourced().unwrap().len(), 0);
    assert_eq!(store.sources().unwrap()[&note.id], "engineer");
    assert_eq!(store.sources_in(&[article()]).unwrap().len(), 1);
    assert_eq!(store.undo(&article()).unwrap(), Some(change.inverse()));
    assert_eq!(bodies(&store), Vec::<String>::new());
}

#[test]
fn what_is_done_in_several_articles_at_once_is_one_step() {
    let folder = folder();
    let keys = [ArticleKey::of("one"), ArticleKey::of("two")];
    let changes = keys
        .map(|key| (key, Annotations::new(key, Vec::new(), Vec::new()).add(draft("in bulk"), NOW)));
    let count = |store: &Store| keys.map(|key| store.count(&key).unwrap());
    open(&folder).apply_in_bulk(&changes, NOW).unwrap();
    assert_eq!(count(&open(&folder)), [1, 1]);
    // In any of the articles, and after a restart.
    assert!(open(&folder).undo(&keys[1]).unwrap().is_some());
    assert_eq!(count(&open(&folder)), [0, 0]);
    assert!(open(&folder).redo(&keys[0]).unwrap().is_some());
    assert_eq!(count(&open(&folder)), [1, 1]);
    let undone = open(&folder).undo_bulk().unwrap().map(|change| change.steps().len());
    assert_eq!(undone, Some(2));
    assert!(open(&folder).redo_bulk().unwrap().is_some());
    assert!(open(&folder).undo_bulk().unwrap().is_some());
    // What was left behind in one article is left behind in all.
    let other = Annotations::new(keys[0], Vec::new(), Vec::new()).add(draft("later"), NOW);
    open(&folder).apply(&keys[0], &other, NOW).unwrap();
    assert_eq!(open(&folder).redo(&keys[1]).unwrap(), None);
    assert_eq!(open(&folder).redo_bulk().unwrap(), None);
    assert_eq!(count(&open(&folder)), [1, 0]);
}

#[test]
fn of_changes_in_several_articles_all_or_none_are_made() {
    let folder = folder();
    let mut store = open(&folder);
    let keys = [ArticleKey::of("one"), ArticleKey::of("two")];
    let notes = keys.map(|key| Annotations::new(key, Vec::new(), Vec::new()));
    let first = notes[0].add(draft("kept"), NOW);
    let twice = [(keys[1], notes[1].add(draft("new"), NOW)), (keys[0], first.clone())];
    store.apply(&keys[0], &first, NOW).unwrap();
    assert!(matches!(store.apply_in_bulk(&twice, NOW), Err(StoreError::Conflict(_))));
    assert_eq!(keys.map(|key| store.count(&key).unwrap()), [1, 0]);
    // A bulk whose notes were changed since cannot be taken back by halves.
    let second =
        [(keys[0], notes[0].add(draft("a"), Timestamp::MAX)), (keys[1], twice[0].1.clone())];
    store.apply_in_bulk(&second, NOW).unwrap();
    let Change::Add(note) = &second[1].1 else { unreachable!("a note is added") };
    let deletion = Change::Remove(note.clone());
    store.apply(&keys[1], &deletion, NOW).unwrap();
    assert!(matches!(store.undo_bulk(), Err(StoreError::Conflict(_))));
    assert_eq!(keys.map(|key| store.count(&key).unwrap()), [2, 0]);
}

#[test]
fn capitals_are_bookmarks_of_all_articles() {
    let folder = folder();
    let mut store = open(&folder);
    let other = ArticleKey::of("another");
    for (letter, article, place) in [('a', article(), 1), ('a', other, 2), ('B', other, 3)] {
        store.set_bookmark(&Bookmark { letter, article, place }).unwrap();
    }
    store.set_bookmark(&Bookmark { letter: 'a', article: other, place: 4 }).unwrap();
    let place = |letter, from| store.bookmark(letter, &from).unwrap().map(|mark| mark.place);
    assert_eq!(place('a', article()), Some(1));
    assert_eq!(place('a', other), Some(4));
    assert_eq!(place('B', article()), Some(3));
    assert_eq!(place('c', article()), None);
}

/// One thing a reader does.
#[derive(Clone, Debug)]
enum Act {
    Add(usize, String),
    Edit(prop::sample::Index, String),
    Remove(prop::sample::Index),
    Both(String, prop::sample::Index),
    Undo,
    Redo,
    Restart,
}

/// Returns any act.
fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0usize..9, any::<String>()).prop_map(|(at, body)| Act::Add(at, body)),
        2 => (any::<prop::sample::Index>(), any::<String>()).prop_map(|(at, body)| Act::Edit(at, body)),
        1 => any::<prop::sample::Index>().prop_map(Act::Remove),
        1 => (any::<String>(), any::<prop::sample::Index>()).prop_map(|(body, at)| Act::Both(body, at)),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => Just(Act::Restart),
    ]
}

/// What the library should be: every state since the start, and which one is shown.
struct Model {
    states: Vec<Annotations>,
    now: usize,
}

impl Model {
    /// Makes `change` in the model and in the library.
    fn make(&mut self, store: &mut Store, change: &Change, at: Timestamp) {
        let mut next = self.states[self.now].clone();
        next.apply(change).unwrap();
        self.states.truncate(self.now + 1);
        self.states.push(next);
        self.now += 1;
        store.apply(&article(), change, at).unwrap();
    }

    /// Does what the reader does at turn `turn`.
    fn act(&mut self, folder: &TempDir, store: &mut Store, act: &Act, turn: usize) {
        let at = Timestamp::from_second(turn as i64).unwrap();
        let now = self.states[self.now].clone();
        let pick = |index: &prop::sample::Index| {
            let notes = now.notes();
            (!notes.is_empty()).then(|| index.get(notes).id.clone())
        };
        let change = match act {
            Act::Add(start, body) => {
                let anchor = Anchor { start: *start, end: start + 5, ..draft("").anchor };
                Some(now.add(NoteDraft { anchor, ..draft(body) }, at))
            }
            Act::Edit(index, body) => {
                pick(index).and_then(|id| now.edit(&id, at, |note| note.body = body.clone()))
            }
            Act::Remove(index) => pick(index).and_then(|id| now.remove(&id)),
            Act::Both(body, index) => {
                let remove = pick(index).and_then(|id| now.remove(&id));
                let add = now.add(draft(body), at);
                Some(Change::Together(remove.into_iter().chain([add]).collect()))
            }
            Act::Undo => {
                let undone = store.undo(&article()).unwrap();
                assert_eq!(undone.is_some(), self.now > 0);
                self.now = self.now.saturating_sub(1);
                None
            }
            Act::Redo => {
                let redone = store.redo(&article()).unwrap();
                assert_eq!(redone.is_some(), self.now + 1 < self.states.len());
                self.now = (self.now + 1).min(self.states.len() - 1);
                None
            }
            Act::Restart => {
                *store = open(folder);
                None
            }
        };
        if let Some(change) = change {
            self.make(store, &change, at);
        }
    }
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, ..Default::default() })]

    #[test]
    fn whatever_is_done_and_undone_equals_the_model(acts in prop::collection::vec(act(), 1..30)) {
        let folder = folder();
        let mut store = open(&folder);
        // Waiting for the disk at every step is what the other tests do.
        store.connection.pragma_update(None, "synchronous", "OFF").unwrap();
        let none = Annotations::new(article(), Vec::new(), Vec::new());
        let mut model = Model { states: vec![none], now: 0 };
        for (turn, act) in acts.iter().enumerate() {
            model.act(&folder, &mut store, act, turn);
            prop_assert_eq!(&stored(&store), &model.states[model.now]);
        }
    }
}
