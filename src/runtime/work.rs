//! Work that takes long, on threads of its own: reading a file, finding who says what.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    app::{ClaimIndex, Entry, Event, Extent, Loaded, Looked, Texts},
    article::Article,
    base::{Id, ScalarIndex, TextSpan},
    library::{Anchor, Annotations, Note, NoteId, Passage, PassageFinder, lay_over, said_by},
    reading::{self, Closely, Reader, Stop},
    runtime::{
        documents::{beginning, documents},
        unread,
    },
    terminal::{self, Waker},
};

/// How often the share of an analysis that is done is reported: often enough to see that it goes on,
/// too seldom to flicker or to cost anything.
const REPORTS: Duration = Duration::from_millis(100);

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
fn load(entry: &Entry) -> Result<Vec<Loaded>, String> {
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

/// Reads so much of the file of `entry` as the first frame needs: its beginning if it is long.
///
/// # Errors
///
/// As [`load`] has them.
pub(super) fn open(id: Id<Entry>, entry: &Entry) -> Result<Event, String> {
    match beginning(entry) {
        Some((article, length)) => {
            let (label, article) = (entry.label.clone(), Arc::new(article));
            Ok(Event::Begun(id, Loaded { label, article, warning: None }, length))
        }
        None => load(entry).map(|loaded| Event::Loaded(id, Ok(loaded))),
    }
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
        terminal::give_way();
        let claims = guarded(|| {
            let mut pace = Pace::new();
            let ledger = reading::read_while(&article, |share| {
                !pace.is_due() || post.send(Event::Progressed(id, share))
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

/// When something was reported last.
struct Pace(Instant);

impl Pace {
    /// Begins now: what takes no longer than the first report would is not reported at all.
    fn new() -> Self {
        Self(now())
    }

    /// Returns whether it is time for a report, which is then made.
    fn is_due(&mut self) -> bool {
        let due = self.0.elapsed() >= REPORTS;
        if due {
            self.0 = now();
        }
        due
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here")]
fn now() -> Instant {
    Instant::now()
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
                if !post.send(Event::Placed(id, found)) {
                    break;
                }
            }
        });
        if let Err(fault) = found {
            post.send(Event::Written(Err(fault)));
        }
    });
}

/// An article whose notes nobody has looked at yet: its text and what the reader added.
pub(super) struct Unsourced {
    /// The text that the notes were made on.
    pub(super) text: String,
    /// The notes and corrections.
    pub(super) annotations: Annotations,
}

/// Finds out on a thread who says what notes of articles are on that are not open, and posts it
/// article by article.
pub(super) fn start_sourcing(post: &Post, articles: Vec<Unsourced>) -> JoinHandle<()> {
    let post = post.clone();
    thread::spawn(move || {
        if !articles.is_empty() {
            terminal::give_way();
        }
        for unsourced in articles {
            // A fault in one article is met again, and told, when it is opened.
            let Ok(sources) = guarded(|| sources(unsourced)) else { continue };
            if !post.send(Event::Sourced(sources)) {
                break;
            }
        }
    })
}

/// Returns who says what each note is on, by the fast engine and the reader's corrections.
fn sources(unsourced: Unsourced) -> Vec<(NoteId, String)> {
    let Unsourced { text, annotations } = unsourced;
    let article = Article::plain(text);
    let text = &article.text;
    let index = ScalarIndex::new(text);
    let place = |anchor: &Anchor| anchor.in_place(text, &index);
    let found = reading::read(&article);
    let overlay = lay_over(&found, text, annotations.corrections(), |_, anchor| place(anchor));
    let source = |note: &Note| {
        let span = place(&note.anchor);
        span.map_or_else(String::new, |span| said_by(&overlay.ledger, span))
    };
    annotations.notes().iter().map(|note| (note.id.clone(), source(note))).collect()
}

/// Takes second looks, one after another, on a thread of its own that opens the deep engine when it
/// is first asked for one.
pub(super) struct SecondLooks {
    post: Post,
    /// The looks that were asked for and how to end them.
    stops: Vec<(Id<Entry>, Stop)>,
    work: LookWork,
}

/// What becomes of requests.
enum LookWork {
    /// They wait for the first frame.
    Held(Vec<Request>),
    /// They go to the thread.
    Open(mpsc::Sender<Request>),
}

/// A second look that is asked for.
struct Request {
    entry: Id<Entry>,
    article: Arc<Article>,
    /// What is in sight, which is looked at first.
    sight: TextSpan,
    stop: Stop,
}

impl SecondLooks {
    /// Makes ready for requests; what is found goes to `post`.
    pub(super) fn new(post: &Post) -> Self {
        Self { post: post.clone(), stops: Vec::new(), work: LookWork::Held(Vec::new()) }
    }

    /// Asks for a second look.
    pub(super) fn start(&mut self, entry: Id<Entry>, article: Arc<Article>, sight: TextSpan) {
        let stop = Stop::default();
        self.stops.push((entry, stop.clone()));
        let request = Request { entry, article, sight, stop };
        match &mut self.work {
            LookWork::Held(held) => held.push(request),
            // The thread ends before us only by a fault, which it has reported.
            LookWork::Open(requests) => drop(requests.send(request)),
        }
    }

    /// Ends the looks at `entry`.
    pub(super) fn stop(&mut self, entry: Id<Entry>) {
        self.stops.retain(|(of, stop)| {
            if *of == entry {
                stop.ask();
            }
            *of != entry
        });
    }

    /// Lets the thread work: the first frame is drawn.
    pub(super) fn release(&mut self) {
        let LookWork::Held(held) = &mut self.work else { return };
        let held = std::mem::take(held);
        let (requests, inbox) = mpsc::channel();
        let post = self.post.clone();
        thread::spawn(move || serve_looks(&post, &inbox));
        for request in held {
            drop(requests.send(request));
        }
        self.work = LookWork::Open(requests);
    }
}

/// Takes the looks that are asked for, until nobody can ask any more.
fn serve_looks(post: &Post, inbox: &mpsc::Receiver<Request>) {
    let mut reader = None;
    for request in inbox {
        if request.stop.is_asked() {
            continue;
        }
        let reader = reader.get_or_insert_with(|| {
            guarded(Reader::deep).and_then(|deep| deep.map_err(|why| why.to_string()))
        });
        let looked = match reader {
            Ok(reader) => guarded(|| look(post, reader, &request)),
            Err(why) => Err(why.clone()),
        };
        if let Err(why) = looked {
            post.send(Event::LookFailed(request.entry, why));
        }
    }
}

/// Looks at what is in sight, then at all of the article.
fn look(post: &Post, reader: &Reader, request: &Request) {
    let Request { entry, article, sight, stop } = request;
    let blocks = &article.blocks;
    let all = sight.covers(TextSpan::new(
        blocks.first().map_or(0, |block| block.span.start()),
        blocks.last().map_or(0, |block| block.span.end()),
    ));
    let first = (!all).then_some((Closely::Only(*sight), Extent::Sight));
    for (closely, extent) in first.into_iter().chain([(Closely::All, Extent::All)]) {
        let mut pace = Pace::new();
        let ledger = reading::read_closely(article, reader, closely, stop, |share| {
            let due = extent == Extent::All && pace.is_due();
            !due || post.send(Event::LookedSoFar(*entry, share))
        });
        let Some(ledger) = ledger else { return };
        let claims = Box::new(ClaimIndex::new(ledger, &article.text));
        post.send(Event::LookedAgain(*entry, Looked { claims, extent }));
    }
}

/// Runs `work` and turns a panic, which is a fault of ours, into a message.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        format!("this is a fault of whosaid, please report it: {words}")
    })
}
