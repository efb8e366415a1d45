//! Work that takes long, on threads of its own: reading a file, finding who says what.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
};

use crate::{
    app::{ClaimIndex, Entry, Event, Loaded, Texts},
    article::Article,
    base::Id,
    library::{Passage, PassageFinder},
    reading,
    runtime::{documents::documents, unread},
    terminal::Waker,
};

/// Shares of an analysis that are reported; more would only make the screen flicker.
const STEPS: f32 = 50.0;

/// Where results of work are posted to.
#[derive(Clone, Debug)]
pub(super) struct Post {
    sender: mpsc::Sender<Event>,
    waker: Waker,
}

impl Post {
    /// Makes a post, and the box that it fills.
    pub(super) fn new(waker: Waker) -> (Self, mpsc::Receiver<Event>) {
        let (sender, receiver) = mpsc::channel();
        (Self { sender, waker }, receiver)
    }

    /// Posts `event`; returns whether anybody still waits for it.
    pub(super) fn send(&self, event: Event) -> bool {
        let sent = self.sender.send(event).is_ok();
        self.waker.wake();
        sent
    }
}

/// Reads the file of `entry`.
///
/// # Errors
///
/// What is wrong with it, if it holds no article that can be read.
pub(super) fn load(entry: &Entry) -> Result<Vec<Loaded>, String> {
    let mut articles = Vec::new();
    let mut failures = Vec::new();
    for document in documents(entry) {
        match document {
            Ok(document) => articles.push(Loaded {
                label: document.label(),
                warning: document.warnings.first().cloned(),
                article: Arc::new(document.article),
            }),
            Err(failure) => failures.push(failure),
        }
    }
    let Some(first) = articles.first_mut() else {
        return Err(failures.into_iter().next().unwrap_or_else(|| "there is nothing in it".into()));
    };
    if let Some(failure) = failures.first() {
        let more = failures.len() - 1;
        let others = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        first.warning = Some(format!("{failure}{others}"));
    }
    Ok(articles)
}

/// Reads the file of `entry` on a thread.
pub(super) fn start_loading(post: &Post, id: Id<Entry>, entry: &Entry) {
    let post = post.clone();
    let entry = unread(entry.label.clone(), entry.origin.clone());
    thread::spawn(move || {
        let result = guarded(|| load(&entry)).unwrap_or_else(Err);
        post.send(Event::Loaded(id, result));
    });
}

/// Finds who says what in `article` on a thread.
pub(super) fn start_analysis(post: &Post, id: Id<Entry>, article: Arc<Article>) {
    let post = post.clone();
    thread::spawn(move || {
        let claims = guarded(|| {
            let mut reported = 0.0;
            let ledger = reading::read_while(&article, |share| {
                let step = (share * STEPS).floor() / STEPS;
                if step <= reported {
                    return true;
                }
                reported = step;
                post.send(Event::Progressed(id, step))
            });
            ledger.map(|ledger| ClaimIndex::new(ledger, &article.text))
        });
        match claims {
            Ok(Some(claims)) => drop(post.send(Event::Analysed(id, Box::new(claims)))),
            Ok(None) => {}
            Err(fault) => drop(post.send(Event::AnalysisFailed(id, fault))),
        }
    });
}

/// How many passages are looked for before what was found is shown.
const BATCH: usize = 64;

/// Looks for words of notes in `article` on a thread, and posts what it finds bit by bit.
pub(super) fn start_finding(
    post: &Post,
    id: Id<Entry>,
    article: Arc<Article>,
    texts: Texts,
    passages: Vec<Passage>,
) {
    let post = post.clone();
    thread::spawn(move || {
        let found = guarded(|| {
            let mut finder = PassageFinder::new(&article.text, &texts);
            for batch in passages.chunks(BATCH) {
                let found =
                    batch.iter().map(|passage| (passage.clone(), finder.find(passage))).collect();
                if !post.send(Event::Found(id, found)) {
                    break;
                }
            }
        });
        if let Err(fault) = found {
            post.send(Event::Written(Err(fault)));
        }
    });
}

/// Runs `work` and turns a panic, which is a fault of ours, into a message.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        format!("this is a fault of whosaid, please report it: {words}")
    })
}
