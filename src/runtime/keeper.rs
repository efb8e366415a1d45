//! The library, on a thread of its own: what it answers is on disk.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use jiff::Timestamp;

use crate::{
    app::{
        Entry, Event, Memory, Origin, Overall, Saved, Scope, Shares, ShelfNote, ShelfNotes,
        Surveyed, Write, shares,
    },
    article::Article,
    base::{Id, ScalarIndex},
    library::{Annotations, ArticleKey, Change, Correction, Note, NoteId, Recent},
    reading::Stop,
    runtime::{
        open, shown,
        snapshots::snapshots,
        survey::{self, Survey},
        unread,
        work::{self, Post},
    },
    store::{Past, Store, StoreError, Titled},
};

/// The way to the library.
pub(super) struct Keeper {
    requests: mpsc::Sender<Request>,
    thread: JoinHandle<()>,
}

/// An article and where its file lies.
struct Subject {
    article: Arc<Article>,
    home: Option<PathBuf>,
    /// Made when it is first asked for, on the thread of the library: keys must not wait for it.
    key: OnceCell<ArticleKey>,
}

impl Subject {
    fn new(article: Arc<Article>, home: Option<PathBuf>) -> Self {
        Self { article, home, key: OnceCell::new() }
    }

    fn key(&self) -> &ArticleKey {
        self.key.get_or_init(|| ArticleKey::of(&self.article.text))
    }
}

/// What is asked of the library.
enum Request {
    Remember(Id<Entry>, Subject),
    Save(Id<Entry>, Subject, Box<Write>),
    Shelve,
    Bulk(Vec<(ArticleKey, Change)>, String),
    BulkOn(Vec<(Subject, Change)>, String),
    Survey(u64, Scope, Stop),
    WalkBulk(Box<Write>),
    KeepSources(Vec<(NoteId, String)>),
}

impl Keeper {
    /// Opens the library in `folder` on its thread; answers go to `post`.
    pub(super) fn start(folder: Result<PathBuf, String>, post: Post) -> Self {
        let (requests, inbox) = mpsc::channel();
        let thread = thread::spawn(move || serve(folder, &inbox, &post));
        Self { requests, thread }
    }

    /// Asks for what is kept of an article.
    pub(super) fn remember(&self, entry: Id<Entry>, article: Arc<Article>, home: Option<PathBuf>) {
        self.send(Request::Remember(entry, Subject::new(article, home)));
    }

    /// Asks for a change to be written.
    pub(super) fn save(
        &self,
        entry: Id<Entry>,
        article: Arc<Article>,
        home: Option<PathBuf>,
        write: Box<Write>,
    ) {
        self.send(Request::Save(entry, Subject::new(article, home), write));
    }

    /// Asks for all notes of the library.
    pub(super) fn shelve(&self) {
        self.send(Request::Shelve);
    }

    /// Asks for changes of notes of several articles.
    pub(super) fn bulk(&self, changes: Vec<(ArticleKey, Change)>, done: String) {
        self.send(Request::Bulk(changes, done));
    }

    /// Asks for changes of articles that may not be known to the library yet.
    pub(super) fn bulk_on(
        &self,
        changes: Vec<(Arc<Article>, Option<PathBuf>, Change)>,
        done: String,
    ) {
        let on = |(article, home, change)| (Subject::new(article, home), change);
        self.send(Request::BulkOn(changes.into_iter().map(on).collect(), done));
    }

    /// Asks for a survey of doubtful claims, until `stop` is asked for.
    pub(super) fn survey(&self, number: u64, scope: Scope, stop: Stop) {
        self.send(Request::Survey(number, scope, stop));
    }

    /// Asks for the last step in several articles to be taken back or made again.
    pub(super) fn walk_bulk(&self, write: Box<Write>) {
        self.send(Request::WalkBulk(write));
    }

    /// Asks for who says what notes are on to be kept.
    pub(super) fn keep_sources(&self, sources: Vec<(NoteId, String)>) {
        self.send(Request::KeepSources(sources));
    }

    /// Waits until all that was asked is done.
    pub(super) fn finish(self) {
        drop(self.requests);
        // The thread ends when nobody asks any more; a fault in it was reported where it happened.
        let _ = self.thread.join();
    }

    /// The thread ends before us only by a fault, which it has reported.
    fn send(&self, request: Request) {
        let _ = self.requests.send(request);
    }
}

fn serve(folder: Result<PathBuf, String>, inbox: &mpsc::Receiver<Request>, post: &Post) {
    let store = folder.and_then(|folder| Store::open(&folder).map_err(|error| error.to_string()));
    let mut store = match store {
        Ok(store) => store,
        Err(why) => {
            post.send(Event::LibraryFailed(why));
            return;
        }
    };
    let mut sourcing: Option<JoinHandle<()>> = None;
    for request in inbox {
        match request {
            Request::Remember(entry, subject) => {
                let failed = |error: StoreError| Event::LibraryFailed(error.to_string());
                let memory = store.reading(|| remember(&store, &subject));
                let remembered = |memory| Event::Remembered(entry, Box::new(memory));
                post.send(memory.map_or_else(failed, remembered));
                // The first frame waits for the place in the article, and not for this.
                let known = |overall| Event::Known(entry, Box::new(overall));
                post.send(store.reading(|| overall(&store)).map_or_else(failed, known));
            }
            Request::Shelve => {
                post.send(match shelve(&store) {
                    Ok(notes) => Event::Shelved(Box::new(notes)),
                    Err(error) => Event::Written(Err(error.to_string())),
                });
                if sourcing.as_ref().is_none_or(JoinHandle::is_finished) {
                    // What cannot be found out now will be when its article is opened.
                    sourcing = unsourced(&store).ok().map(|all| work::start_sourcing(post, all));
                }
            }
            Request::Bulk(changes, done) => {
                let made = store.apply_in_bulk(&changes, Timestamp::now());
                post.send(Event::BulkSaved(made.map(|()| done).map_err(|error| error.to_string())));
            }
            Request::BulkOn(changes, done) => {
                let made = change_each(&mut store, &changes);
                post.send(Event::BulkSaved(made.map(|()| done).map_err(|error| error.to_string())));
            }
            Request::Survey(number, scope, stop) => match surveyed_files(&store, scope) {
                Ok((files, corrections)) => {
                    let survey = Survey { number, files, corrections, stop };
                    survey::start(post, survey);
                }
                Err(why) => drop(post.send(Event::Surveyed(number, Surveyed::Failed(why)))),
            },
            Request::WalkBulk(write) => post_walked(&mut store, &write, post),
            Request::KeepSources(sources) => {
                if let Err(error) = store.keep_sources(&sources) {
                    post.send(Event::Written(Err(error.to_string())));
                }
            }
            Request::Save(entry, subject, write) => {
                post.send(save(&mut store, entry, &subject, *write));
            }
        }
    }
}

fn remember(store: &Store, subject: &Subject) -> Result<Memory, StoreError> {
    let Subject { article, home, .. } = subject;
    let key = subject.key();
    let (keys, texts) = snapshots(store, article, *key, home.as_deref())?;
    let kept = store.load_each(&keys)?;
    let place = store.place(key)?;
    let place = place.map(|place| ScalarIndex::new(&article.text).byte(place));
    let warning = kept.unreadable.len();
    let warning = (warning > 0).then(|| {
        format!("{warning} of the notes cannot be read; they stay in the library as they are")
    });
    let annotations = kept.annotations(*key);
    let sources = match annotations.notes() {
        [] => HashMap::new(),
        _ => store.sources_in(&keys)?,
    };
    let texts = texts.into();
    Ok(Memory { annotations, texts, sources, place, warning })
}

fn overall(store: &Store) -> Result<Overall, StoreError> {
    Ok(Overall { tags: store.tags()?, shares: all_shares(store)?, meanings: store.meanings()? })
}

/// Takes back, or makes again, the last step in several articles, and posts what came of it.
fn post_walked(store: &mut Store, write: &Write, post: &Post) {
    let (walked, way) = match write {
        Write::Redo => (store.redo_bulk(), Way::Redone),
        _ => (store.undo_bulk(), Way::Undone),
    };
    let said = walked.map(|change| said(change.as_ref(), way)).map_err(|error| error.to_string());
    post.send(Event::BulkSaved(said));
}

fn save(store: &mut Store, entry: Id<Entry>, subject: &Subject, write: Write) -> Event {
    let result = match write {
        Write::Change(change, done) => change_notes(store, subject, &change).and_then(|()| {
            let shares = if corrects(&change) { Some(all_shares(store)?) } else { None };
            Ok(Saved { message: done, annotations: None, shares, elsewhere: false })
        }),
        Write::Undo => {
            store.undo(subject.key()).and_then(|change| walked(store, subject, change, Way::Undone))
        }
        Write::Redo => {
            store.redo(subject.key()).and_then(|change| walked(store, subject, change, Way::Redone))
        }
        Write::Meaning(colour, words) => store
            .set_meaning(colour, &words)
            .map(|()| just_said(format!("the meaning of {colour} is saved"))),
        Write::Meanings(meanings) => {
            let mut all = meanings.iter();
            all.try_for_each(|(colour, words)| store.set_meaning(*colour, words))
                .map(|()| just_said(String::new()))
        }
        Write::History(id) => {
            return match history(store, &id) {
                Ok(lines) => Event::History(entry, lines),
                Err(error) => Event::Written(Err(error.to_string())),
            };
        }
        Write::Place(at) => {
            let place = ScalarIndex::new(&subject.article.text).scalar(at);
            let recent = Recent {
                article: *subject.key(),
                path: subject.home.clone(),
                title: subject.article.title.clone(),
                place,
                opened: Timestamp::now(),
            };
            store.remember(&recent).map(|()| just_said(String::new()))
        }
    };
    match result {
        Ok(saved) => Event::Saved(entry, saved),
        Err(error) => Event::NotSaved(entry, error.to_string(), on_disk(store, subject).ok()),
    }
}

/// Makes changes in several articles as one step; first keeps their texts, by which the words are
/// found again.
fn change_each(store: &mut Store, changes: &[(Subject, Change)]) -> Result<(), StoreError> {
    for (subject, _) in changes {
        keep_article(store, subject)?;
    }
    let changes: Vec<(ArticleKey, Change)> =
        changes.iter().map(|(subject, change)| (*subject.key(), change.clone())).collect();
    store.apply_in_bulk(&changes, Timestamp::now())
}

/// Returns the files of a survey and what was corrected in any article.
fn surveyed_files(store: &Store, scope: Scope) -> Result<(Vec<Entry>, Vec<Correction>), String> {
    let entries = match scope {
        Scope::Path(path) => {
            let opened = open::entries(&[path]);
            match opened.failures.into_iter().next() {
                Some(why) if opened.entries.is_empty() => return Err(why),
                _ => opened.entries,
            }
        }
        Scope::Library => {
            let paths = store.paths().map_err(|error| error.to_string())?;
            // One of several articles of a file lies at the file with a name added.
            let file =
                |path: &PathBuf| path.ancestors().find(|path| path.is_file()).map(Path::to_owned);
            let files: BTreeSet<PathBuf> = paths.values().filter_map(file).collect();
            let entry = |path: PathBuf| unread(shown(&path), Origin::File(path));
            files.into_iter().map(entry).collect()
        }
    };
    if entries.is_empty() {
        return Err("the library knows of no article that is still where it was".to_owned());
    }
    Ok((entries, store.corrections().map_err(|error| error.to_string())?))
}

/// Makes what there is to say of a change that touches no note.
fn just_said(message: String) -> Saved {
    Saved { message, annotations: None, shares: None, elsewhere: false }
}

/// Returns whether a change makes or withdraws a correction.
fn corrects(change: &Change) -> bool {
    let is_correction = |step: &&Change| matches!(step, Change::Correct(_) | Change::Withdraw(_));
    change.steps().iter().any(is_correction)
}

/// Counts how often the reader agreed with the program, over the library.
fn all_shares(store: &Store) -> Result<Shares, StoreError> {
    Ok(shares(store.corrections()?.iter()))
}

/// Returns the articles whose notes nobody has looked at yet, with all that is kept of them.
fn unsourced(store: &Store) -> Result<Vec<work::Unsourced>, StoreError> {
    let articles = store.unsourced()?.into_iter();
    let load =
        |(key, text)| Ok(work::Unsourced { annotations: store.load(&key)?.annotations(key), text });
    articles.map(load).collect()
}

/// Returns all notes of the library with what is known of their articles.
fn shelve(store: &Store) -> Result<ShelfNotes, StoreError> {
    let (titles, paths, sources) = (store.titles()?, store.paths()?, store.sources()?);
    let row = |note: Note| {
        let titled = titles.get(&note.article).cloned().unwrap_or_default();
        let path = paths.get(&note.article).cloned();
        let source = sources.get(&note.id).cloned().unwrap_or_default();
        ShelfNote { title: titled.title, address: titled.address, path, source, note }
    };
    Ok(ShelfNotes::new(store.load_all()?.notes.into_iter().map(row).collect()))
}

/// Returns what was done to a note, a line a step.
fn history(store: &Store, id: &NoteId) -> Result<Vec<String>, StoreError> {
    let line = |past: &Past| {
        let at = past.at.to_string();
        let at = at.get(..16).unwrap_or_default().replace('T', " ");
        let undone = if past.in_effect { "" } else { " (undone)" };
        format!("{at}  {}{undone}", told(&past.change, id))
    };
    Ok(store.history(id)?.iter().map(line).collect())
}

/// Says what a change did to one note.
fn told(change: &Change, id: &NoteId) -> String {
    let step = change.steps().into_iter().find(|step| step.touches().contains(&id));
    match step {
        Some(Change::Add(note)) if note.is_highlight() => "highlighted".to_owned(),
        Some(Change::Add(note)) => format!("written: {}", note.body),
        Some(Change::Remove(_)) => "deleted".to_owned(),
        Some(Change::Replace { before, after }) => difference(before, after),
        _ => "changed".to_owned(),
    }
}

/// Says how a note differs from what it was.
fn difference(before: &Note, after: &Note) -> String {
    let mut parts = Vec::new();
    if before.body != after.body {
        parts.push(format!("was “{}”, is “{}”", before.body, after.body));
    }
    if let (true, Some(colour)) = (before.colour != after.colour, after.colour) {
        parts.push(format!("coloured {colour}"));
    }
    if before.tags != after.tags {
        let tags: Vec<&str> = after.tags.iter().map(String::as_str).collect();
        parts.push(format!("tagged {}", tags.join(", ")));
    }
    if before.starred != after.starred {
        parts.push(if after.starred { "starred" } else { "star taken off" }.to_owned());
    }
    if before.anchor != after.anchor {
        parts.push(format!("attached to “{}”", after.anchor.exact));
    }
    parts.join("; ").replace('\n', " ")
}

/// Makes a change; first keeps the text that it is on, by which its words are found again.
fn change_notes(store: &mut Store, subject: &Subject, change: &Change) -> Result<(), StoreError> {
    keep_article(store, subject)?;
    store.apply(subject.key(), change, Timestamp::now())
}

fn keep_article(store: &mut Store, subject: &Subject) -> Result<(), StoreError> {
    let Subject { article, home, .. } = subject;
    let key = subject.key();
    let titled = Titled { title: article.title.clone(), address: article.address.clone() };
    store.keep_article(key, &article.text, &titled, home.as_deref())
}

/// Says what was undone or redone, with the notes as they are now.
fn walked(
    store: &Store,
    subject: &Subject,
    change: Option<Change>,
    way: Way,
) -> Result<Saved, StoreError> {
    let annotations = Some(on_disk(store, subject)?);
    let shares =
        if change.as_ref().is_some_and(corrects) { Some(all_shares(store)?) } else { None };
    let elsewhere = matches!(change, Some(Change::Together(_)));
    Ok(Saved { message: said(change.as_ref(), way), annotations, shares, elsewhere })
}

/// Which way a step was walked.
#[derive(Clone, Copy)]
enum Way {
    Undone,
    Redone,
}

/// Says which step was undone or redone; `change` is what that did to the notes.
fn said(change: Option<&Change>, way: Way) -> String {
    match (change, way) {
        (Some(change), Way::Undone) => format!("undone: {}", describe(&change.inverse())),
        (Some(change), Way::Redone) => format!("redone: {}", describe(change)),
        (None, Way::Undone) => "nothing more can be undone".to_owned(),
        (None, Way::Redone) => "nothing more can be redone".to_owned(),
    }
}

fn describe(change: &Change) -> String {
    let words = match change {
        Change::Add(note) if note.is_highlight() => "the highlight",
        Change::Add(_) => "the new note",
        Change::Remove(_) => "the deletion",
        Change::Replace { .. } => "the change of the note",
        Change::Correct(_) | Change::Withdraw(_) => "the correction",
        Change::Together(_) => {
            return match &change.steps()[..] {
                [only] => describe(only),
                all => format!("{} changes", all.len()),
            };
        }
    };
    words.to_owned()
}

/// Returns the notes of an article as they are on disk.
fn on_disk(store: &Store, subject: &Subject) -> Result<Annotations, StoreError> {
    let key = *subject.key();
    let (keys, _) = snapshots(store, &subject.article, key, subject.home.as_deref())?;
    Ok(store.load_each(&keys)?.annotations(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{ScalarIndex, TextSpan},
        library::{Anchor, ArticleKey, Correction, Decision},
    };

    #[test]
    fn a_step_of_one_change_is_called_by_it() {
        let text = "It rained.";
        let anchor = Anchor::of(text, &ScalarIndex::new(text), TextSpan::new(0, 2));
        let (key, now) = (ArticleKey::of(text), jiff::Timestamp::UNIX_EPOCH);
        let correction =
            Correction::new(key, anchor.expect("words"), Decision::Accept, None, now, 0);
        let steps = |count| Change::Together(vec![Change::Correct(correction.clone()); count]);
        assert_eq!(said(Some(&steps(1)), Way::Undone), "undone: the correction");
        assert_eq!(said(Some(&steps(2)), Way::Redone), "redone: 2 changes");
        assert_eq!(said(None, Way::Undone), "nothing more can be undone");
    }
}
