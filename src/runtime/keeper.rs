//! The library, on a thread of its own: what it answers is on disk.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use jiff::Timestamp;

use crate::{
    app::{Entry, Event, Memory, Origin, Saved, Write},
    article::Article,
    base::{Id, ScalarIndex},
    library::{Annotations, ArticleKey, Change, Recent},
    runtime::work::Post,
    store::{Store, StoreError},
};

/// The way to the library.
pub(super) struct Keeper {
    requests: mpsc::Sender<Request>,
    thread: JoinHandle<()>,
}

/// What is asked of the library.
enum Request {
    Remember(Id<Entry>, Arc<Article>),
    Save(Id<Entry>, Arc<Article>, Origin, Box<Write>),
}

impl Keeper {
    /// Opens the library in `folder` on its thread; answers go to `post`.
    pub(super) fn start(folder: Result<PathBuf, String>, post: Post) -> Self {
        let (requests, inbox) = mpsc::channel();
        let thread = thread::spawn(move || serve(folder, &inbox, &post));
        Self { requests, thread }
    }

    /// Asks for what is kept of an article.
    pub(super) fn remember(&self, entry: Id<Entry>, article: Arc<Article>) {
        self.send(Request::Remember(entry, article));
    }

    /// Asks for a change to be written.
    pub(super) fn save(
        &self,
        entry: Id<Entry>,
        article: Arc<Article>,
        origin: Origin,
        write: Box<Write>,
    ) {
        self.send(Request::Save(entry, article, origin, write));
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
            Request::Remember(entry, article) => {
                let event = match remember(&store, &article) {
                    Ok(memory) => Event::Remembered(entry, Box::new(memory)),
                    Err(error) => Event::LibraryFailed(error.to_string()),
                };
                post.send(event);
            }
            Request::Save(entry, article, origin, write) => {
                post.send(save(&mut store, entry, &article, &origin, *write));
            }
        }
    }
}

fn remember(store: &Store, article: &Article) -> Result<Memory, StoreError> {
    let key = ArticleKey::of(&article.text);
    let kept = store.load(&key)?;
    let place = store.place(&key)?;
    let place = place.map(|place| ScalarIndex::new(&article.text).byte(place));
    let warning = kept.unreadable.len();
    let warning = (warning > 0).then(|| {
        format!("{warning} of the notes cannot be read; they stay in the library as they are")
    });
    Ok(Memory { annotations: kept.annotations(key), place, warning })
}

fn save(
    store: &mut Store,
    entry: Id<Entry>,
    article: &Article,
    origin: &Origin,
    write: Write,
) -> Event {
    let key = ArticleKey::of(&article.text);
    let result = match write {
        Write::Change(change, done) => store
            .apply(&key, &change, Timestamp::now())
            .map(|()| Saved { message: done.to_owned(), annotations: None }),
        Write::Undo => store.undo(&key).and_then(|change| walked(store, &key, change, "undone")),
        Write::Redo => store.redo(&key).and_then(|change| walked(store, &key, change, "redone")),
        Write::Place(at) => {
            let place = ScalarIndex::new(&article.text).scalar(at);
            let recent = Recent {
                article: key,
                path: path(origin).map(Path::to_owned),
                title: article.title.clone(),
                place,
                opened: Timestamp::now(),
            };
            store.remember(&recent).map(|()| Saved { message: String::new(), annotations: None })
        }
    };
    match result {
        Ok(saved) => Event::Saved(entry, saved),
        Err(error) => Event::NotSaved(entry, error.to_string(), on_disk(store, &key)),
    }
}

/// Says what was undone or redone, with the notes as they are now.
fn walked(
    store: &Store,
    key: &ArticleKey,
    change: Option<Change>,
    way: &str,
) -> Result<Saved, StoreError> {
    let message = match &change {
        Some(change) => format!("{way}: {}", describe(change)),
        None => format!("nothing more can be {way}"),
    };
    let annotations = store.load(key)?.annotations(*key);
    Ok(Saved { message, annotations: Some(annotations) })
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

fn on_disk(store: &Store, key: &ArticleKey) -> Option<Annotations> {
    store.load(key).ok().map(|kept| kept.annotations(*key))
}

fn path(origin: &Origin) -> Option<&Path> {
    match origin {
        Origin::File(path) => Some(path),
        Origin::Bytes(_) => None,
    }
}
