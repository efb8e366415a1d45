//! The library, on a thread of its own: what it answers is on disk.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use jiff::Timestamp;

use crate::{
    app::{Entry, Event, Memory, Saved, Write},
    article::Article,
    base::{Id, ScalarIndex},
    library::{Annotations, ArticleKey, Change, Recent},
    runtime::{snapshots::snapshots, work::Post},
    store::{Store, StoreError, Titled},
};

/// The way to the library.
pub(super) struct Keeper {
    requests: mpsc::Sender<Request>,
    thread: JoinHandle<()>,
}

/// An article and where its file lies.
struct Subject {
    article: Arc<Article>,
    key: ArticleKey,
    home: Option<PathBuf>,
}

impl Subject {
    fn new(article: Arc<Article>, home: Option<PathBuf>) -> Self {
        Self { key: ArticleKey::of(&article.text), article, home }
    }
}

/// What is asked of the library.
enum Request {
    Remember(Id<Entry>, Subject),
    Save(Id<Entry>, Subject, Box<Write>),
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
    for request in inbox {
        match request {
            Request::Remember(entry, subject) => {
                let event = match remember(&store, &subject) {
                    Ok(memory) => Event::Remembered(entry, Box::new(memory)),
                    Err(error) => Event::LibraryFailed(error.to_string()),
                };
                post.send(event);
            }
            Request::Save(entry, subject, write) => {
                post.send(save(&mut store, entry, &subject, *write));
            }
        }
    }
}

fn remember(store: &Store, subject: &Subject) -> Result<Memory, StoreError> {
    let Subject { article, key, home } = subject;
    let (keys, texts) = snapshots(store, article, home.as_deref())?;
    let kept = store.load_each(&keys)?;
    let place = store.place(key)?;
    let place = place.map(|place| ScalarIndex::new(&article.text).byte(place));
    let warning = kept.unreadable.len();
    let warning = (warning > 0).then(|| {
        format!("{warning} of the notes cannot be read; they stay in the library as they are")
    });
    Ok(Memory { annotations: kept.annotations(*key), texts: texts.into(), place, warning })
}

fn save(store: &mut Store, entry: Id<Entry>, subject: &Subject, write: Write) -> Event {
    let result = match write {
        Write::Change(change, done) => change_notes(store, subject, &change)
            .map(|()| Saved { message: done, annotations: None }),
        Write::Undo => {
            store.undo(&subject.key).and_then(|change| walked(store, subject, change, "undone"))
        }
        Write::Redo => {
            store.redo(&subject.key).and_then(|change| walked(store, subject, change, "redone"))
        }
        Write::Place(at) => {
            let place = ScalarIndex::new(&subject.article.text).scalar(at);
            let recent = Recent {
                article: subject.key,
                path: subject.home.clone(),
                title: subject.article.title.clone(),
                place,
                opened: Timestamp::now(),
            };
            store.remember(&recent).map(|()| Saved { message: String::new(), annotations: None })
        }
    };
    match result {
        Ok(saved) => Event::Saved(entry, saved),
        Err(error) => Event::NotSaved(entry, error.to_string(), on_disk(store, subject).ok()),
    }
}

/// Makes a change; first keeps the text that it is on, by which its words are found again.
fn change_notes(store: &mut Store, subject: &Subject, change: &Change) -> Result<(), StoreError> {
    let Subject { article, key, home } = subject;
    let titled = Titled { title: article.title.clone(), address: article.address.clone() };
    store.keep_article(key, &article.text, &titled, home.as_deref())?;
    store.apply(key, change, Timestamp::now())
}

/// Says what was undone or redone, with the notes as they are now.
fn walked(
    store: &Store,
    subject: &Subject,
    change: Option<Change>,
    way: &str,
) -> Result<Saved, StoreError> {
    let message = match &change {
        Some(change) => format!("{way}: {}", describe(change)),
        None => format!("nothing more can be {way}"),
    };
    Ok(Saved { message, annotations: Some(on_disk(store, subject)?) })
}

fn describe(change: &Change) -> &'static str {
    match change {
        Change::Add(note) if note.is_highlight() => "the highlight",
        Change::Add(_) => "the new note",
        Change::Remove(_) => "the deletion",
        Change::Replace { .. } => "the change of the note",
        Change::Correct(_) | Change::Withdraw(_) => "the correction",
        Change::Together(_) => "several changes",
    }
}

/// Returns the notes of an article as they are on disk.
fn on_disk(store: &Store, subject: &Subject) -> Result<Annotations, StoreError> {
    let (keys, _) = snapshots(store, &subject.article, subject.home.as_deref())?;
    Ok(store.load_each(&keys)?.annotations(subject.key))
}
