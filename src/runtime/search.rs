//! A search of a long text, on a thread of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    app::{Entry, Event, Progress, Scan, Step},
    article::Article,
    base::Id,
    runtime::work::Post,
};

/// How often progress is told; more would only make the screen flicker.
const OFTEN: Duration = Duration::from_millis(100);

/// The search that is under way, if one is.
#[derive(Debug, Default)]
pub(super) struct Search {
    stopped: Arc<AtomicBool>,
}

impl Search {
    /// Searches `article` on a thread and posts what is found; the first match at once.
    pub(super) fn start(
        post: &Post,
        id: Id<Entry>,
        number: u64,
        article: Arc<Article>,
        scan: Scan,
    ) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let (post, stop) = (post.clone(), Arc::clone(&stopped));
        thread::spawn(move || {
            search(scan, &article.text, |step| {
                !stop.load(Ordering::Relaxed)
                    && step.is_none_or(|step| post.send(Event::Found(id, number, step)))
            });
        });
        Self { stopped }
    }

    /// Ends it; what it has posted may still arrive.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Searches `text` until `go_on` says no; it gets the steps that are to be told, several as one.
#[expect(clippy::disallowed_methods, reason = "progress is told by the clock")]
fn search(mut scan: Scan, text: &str, mut go_on: impl FnMut(Option<Step>) -> bool) {
    let mut held: Option<Step> = None;
    let mut told = Instant::now();
    let mut found = false;
    while let Some(step) = scan.step(text) {
        if held.as_ref().is_some_and(|held| held.part != step.part) && !go_on(held.take()) {
            return;
        }
        let held_step = match &mut held {
            Some(held) => {
                held.matches.extend(step.matches);
                held.progress = step.progress;
                held
            }
            None => held.insert(step),
        };
        let first = !found && !held_step.matches.is_empty();
        let last = !matches!(held_step.progress, Progress::Running(_));
        if first || last || told.elapsed() >= OFTEN {
            found |= first;
            told = Instant::now();
            if !go_on(held.take()) {
                return;
            }
        } else if !go_on(None) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Matching;

    #[test]
    fn tells_the_first_match_at_once_and_stops_when_told() {
        let text = format!("{} needle {}", "hay ".repeat(2_000_000), "hay ".repeat(2_000_000));
        let scan = Scan::new("needle", Matching::Anywhere, 0);
        let mut steps = Vec::new();
        search(scan.clone(), &text, |step| {
            steps.extend(step);
            true
        });
        let found: usize = steps.iter().map(|step| step.matches.len()).sum();
        assert_eq!(found, 1);
        assert_eq!(steps.last().map(|step| step.progress), Some(Progress::Done));
        let mut asked = 0;
        search(scan, &text, |_| {
            asked += 1;
            asked < 2
        });
        assert_eq!(asked, 2);
    }
}
