//! A review of articles that are not open: those of a folder or of the whole library.
//!
//! They are read off the key path, one after another; the review begins with the first that has a
//! doubtful claim and goes on while the rest are still being read.

use std::{path::PathBuf, sync::Arc};

use crate::{
    app::{App, Effect, Entry, EntryState, Origin, Review, counted},
    article::Article,
    base::Id,
    claims::ClaimKind,
    library::{Anchor, ArticleKey, Change, Correction, Decision},
};

/// Which articles are surveyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of which the library knows where they lie.
    Library,
    /// A file, or those of a folder.
    Path(PathBuf),
}

/// A doubtful claim of an article that is not open.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// Its content, from the first word to the last.
    pub anchor: Anchor,
    /// How it is reported.
    pub kind: ClaimKind,
    /// Who is thought to say it; empty for an unknown source.
    pub source: String,
}

/// An article with doubtful claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubtful {
    /// The article.
    pub article: Arc<Article>,
    /// Its doubtful claims.
    pub doubts: Vec<Doubt>,
}

/// How far a survey is.
#[derive(Clone, Debug, PartialEq)]
pub enum Surveyed {
    /// So many files are read, of so many; the last of them has these articles with doubtful
    /// claims.
    File {
        /// How many are read.
        done: usize,
        /// How many there are.
        all: usize,
        /// Where it lies.
        path: PathBuf,
        /// What it has.
        found: Vec<Doubtful>,
    },
    /// All are read; so many could not be.
    Done {
        /// How many could not be read.
        failed: usize,
    },
    /// Nothing can be surveyed, and why.
    Failed(String),
}

/// The articles of a review that goes beyond those that are open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// The number of the survey, by which late news of another one are told.
    number: u64,
    items: Vec<Item>,
    /// Which of them is reviewed; `None` before the first and while more are waited for.
    at: Option<usize>,
    /// How many of them were gone through.
    passed: usize,
    /// Files read, of all.
    read: (usize, usize),
    is_done: bool,
}

/// A file with doubtful claims.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    entry: Id<Entry>,
    found: Vec<Doubtful>,
}

impl Item {
    fn count(&self) -> usize {
        self.found.iter().map(|article| article.doubts.len()).sum()
    }
}

impl Queue {
    /// Says how far it is: `article 2 of 5, 31 further on, 40 of 200 files read`.
    pub(super) fn told(&self) -> String {
        let further: usize = self.items.iter().skip(self.passed).map(Item::count).sum();
        let number = self.at.map_or(self.passed, |at| at + 1);
        let mut told = format!("article {number} of {}, {further} further on", self.items.len());
        if !self.is_done {
            told.push_str(&format!(", {} of {} files read", self.read.0, self.read.1));
        }
        told
    }
}

impl App {
    /// Begins a review of what `words` name: a file, a folder, or the library.
    pub(super) fn review_of(&mut self, words: &str) -> Vec<Effect> {
        if words.is_empty() {
            return self.review();
        }
        let scope = match words {
            "library" => Scope::Library,
            path => Scope::Path(PathBuf::from(path)),
        };
        if !self.can_write() {
            return Vec::new();
        }
        self.leave_lists();
        self.surveys += 1;
        let number = self.surveys;
        let queue = Queue { number, ..Queue::default() };
        self.review = Some(Review { queue: Some(queue), ..Review::default() });
        self.say(format!("looking for doubtful claims in {words} … Esc stops"));
        vec![Effect::Survey(number, scope)]
    }

    /// Takes in how far a survey is; goes to the first article with doubtful claims.
    pub(super) fn surveyed(&mut self, number: u64, news: Surveyed) -> Vec<Effect> {
        let queue = self.review.as_ref().and_then(|review| review.queue.as_ref());
        if queue.is_none_or(|queue| queue.number != number) {
            return Vec::new();
        }
        match news {
            Surveyed::Failed(why) => {
                self.review = None;
                self.warn(why);
                return Vec::new();
            }
            Surveyed::File { done, all, path, found } => {
                let item = (!found.is_empty()).then(|| Item { entry: self.entry_at(&path), found });
                if let Some(queue) = self.queue_mut() {
                    queue.read = (done, all);
                    queue.items.extend(item);
                }
            }
            Surveyed::Done { failed } => {
                if let Some(queue) = self.queue_mut() {
                    queue.is_done = true;
                }
                if failed > 0 {
                    self.warn(format!("{} could not be read", counted(failed, "file")));
                }
            }
        }
        let waits = self.queue_mut().is_some_and(|queue| queue.at.is_none());
        if waits { self.next_in_queue().unwrap_or_default() } else { Vec::new() }
    }

    /// Goes on to the next article of the queue; says how far the survey is where that is not
    /// known yet. `None` without a queue, or at its end.
    pub(super) fn next_in_queue(&mut self) -> Option<Vec<Effect>> {
        let queue = self.queue_mut()?;
        let next = (queue.passed..queue.items.len()).find(|at| queue.items[*at].count() > 0);
        match next {
            Some(at) => {
                (queue.at, queue.passed) = (Some(at), at + 1);
                let entry = queue.items[at].entry;
                let mut effects = self.open_entry(entry);
                effects.extend(self.go_on_reviewing());
                Some(effects)
            }
            None if queue.is_done => {
                (queue.at, queue.passed) = (None, queue.items.len());
                if self.review.as_ref().is_some_and(|review| review.decided + review.skipped > 0) {
                    return None;
                }
                self.review = None;
                self.say("nothing is doubtful there");
                Some(Vec::new())
            }
            None => {
                queue.at = None;
                let told = queue.told();
                self.say(format!("waiting for the next doubtful claim: {told} · Esc stops"));
                Some(Vec::new())
            }
        }
    }

    /// Accepts the doubtful claims of articles further on that `meant` names by source and words;
    /// returns how many, and the effect.
    pub(super) fn accept_further_on(
        &mut self,
        meant: impl Fn(&str, &str) -> bool,
    ) -> Option<(usize, Effect)> {
        let now = self.now;
        let queue = self.queue_mut()?;
        let mut accepted = Vec::new();
        let mut count = 0;
        for item in queue.items.iter_mut().skip(queue.passed) {
            for Doubtful { article, doubts } in &mut item.found {
                let key = ArticleKey::of(&article.text);
                let (taken, left): (Vec<Doubt>, Vec<Doubt>) = std::mem::take(doubts)
                    .into_iter()
                    .partition(|doubt| meant(&doubt.source, &doubt.anchor.exact));
                *doubts = left;
                count += taken.len();
                let steps = taken.into_iter().map(|doubt| {
                    let Doubt { anchor, kind, .. } = doubt;
                    let correction =
                        Correction::new(key, anchor, Decision::Accept, Some(kind), now, 0);
                    Change::Correct(correction)
                });
                let steps: Vec<Change> = steps.collect();
                if !steps.is_empty() {
                    let change = Change::Together(steps);
                    accepted.push((item.entry, Arc::clone(article), change));
                }
            }
        }
        if accepted.is_empty() {
            return None;
        }
        self.saving += 1;
        let done = format!("{} further on accepted and saved", counted(count, "claim"));
        Some((count, Effect::BulkOn(accepted, done)))
    }

    /// Gives each article of a file that was opened its own place in the queue.
    pub(super) fn part_in_queue(&mut self, file: Id<Entry>, parts: &[Id<Entry>]) {
        let texts: Vec<Option<Arc<Article>>> =
            parts.iter().map(|part| Some(Arc::clone(&self.pane_of(*part)?.article))).collect();
        let Some(queue) = self.queue_mut().filter(|_| parts.len() > 1) else { return };
        let Some(at) = queue.items.iter().position(|item| item.entry == file) else { return };
        let found = std::mem::take(&mut queue.items[at].found);
        let of = |article: &Option<Arc<Article>>| {
            let is_it = |one: &&Doubtful| {
                article.as_ref().is_some_and(|article| article.text == one.article.text)
            };
            found.iter().filter(is_it).cloned().collect()
        };
        let items =
            parts.iter().zip(&texts).map(|(part, text)| Item { entry: *part, found: of(text) });
        let items: Vec<Item> = items.collect();
        queue.items.splice(at..=at, items);
    }

    fn queue_mut(&mut self) -> Option<&mut Queue> {
        self.review.as_mut()?.queue.as_mut()
    }

    /// Returns the entry of the file at `path`, a new one if it is not open.
    fn entry_at(&mut self, path: &PathBuf) -> Id<Entry> {
        let is_it = |entry: &Entry| matches!(&entry.origin, Origin::File(own) if own == path);
        let open = self.entries.iter().find_map(|(id, entry)| is_it(entry).then_some(id));
        open.unwrap_or_else(|| {
            let label = path.to_string_lossy().into_owned();
            let (origin, state) = (Origin::File(path.clone()), EntryState::Unread);
            self.entries.push(Entry { label, origin, state })
        })
    }
}
