//! A survey: the doubtful claims of articles that are not open, on a thread.

use std::{sync::Arc, thread};

use crate::{
    app::{ClaimIndex, Doubt, Doubtful, Entry, Event, Origin, Surveyed},
    article::Article,
    base::ScalarIndex,
    library::{Anchor, ArticleKey, Correction, lay_over},
    reading::{self, Stop},
    runtime::{
        documents::documents,
        work::{Post, guarded},
    },
    terminal,
};

/// What is surveyed.
pub(super) struct Survey {
    /// Its number, which comes back with what is found.
    pub(super) number: u64,
    /// The files, none of them read yet.
    pub(super) files: Vec<Entry>,
    /// The corrections of the library: what they settle is not in doubt.
    pub(super) corrections: Vec<Correction>,
    /// Asks for its end.
    pub(super) stop: Stop,
}

/// Reads one file after another and posts its doubtful claims, as the fast engine finds them.
pub(super) fn start(post: &Post, survey: Survey) {
    let post = post.clone();
    thread::spawn(move || {
        terminal::give_way();
        let Survey { number, files, corrections, stop } = survey;
        let all = files.len();
        let mut failed = 0;
        for (at, entry) in files.iter().enumerate() {
            let Origin::File(path) = &entry.origin else { continue };
            // A file that trips us up counts as one that cannot be read; the others go on.
            let read = guarded(|| read_file(entry, &corrections, &stop));
            let (found, unread) = read.unwrap_or_else(|_| (Vec::new(), 1));
            if stop.is_asked() {
                return;
            }
            failed += unread;
            let news = Surveyed::File { done: at + 1, all, path: path.clone(), found };
            if !post.send(Event::Surveyed(number, news)) {
                return;
            }
        }
        post.send(Event::Surveyed(number, Surveyed::Done { failed }));
    });
}

/// Reads the articles of a file until `stop` asks for the end; returns those with doubtful claims,
/// and how many could not be read.
fn read_file(entry: &Entry, corrections: &[Correction], stop: &Stop) -> (Vec<Doubtful>, usize) {
    let (mut found, mut failed) = (Vec::new(), 0);
    for document in documents(entry).take_while(|_| !stop.is_asked()) {
        match document {
            Ok(document) => found.extend(doubtful(document.article, corrections)),
            Err(_) => failed += 1,
        }
    }
    (found, failed)
}

/// Returns the doubtful claims of an article; `None` if there are none.
fn doubtful(article: Article, corrections: &[Correction]) -> Option<Doubtful> {
    let text = &article.text;
    let (key, index) = (ArticleKey::of(text), ScalarIndex::new(text));
    let own: Vec<Correction> =
        corrections.iter().filter(|correction| correction.article == key).cloned().collect();
    let place = |_: &ArticleKey, anchor: &Anchor| anchor.in_place(text, &index);
    let overlay = lay_over(&reading::read(&article), text, &own, place);
    let claims = ClaimIndex::corrected(overlay, text);
    let doubt = |claim| {
        let row = &claims.ledger.claims[claim];
        let source = row.source.map(|source| claims.ledger.sources[source].name.clone());
        let anchor = Anchor::of(text, &index, row.hull())?;
        Some(Doubt { anchor, kind: row.kind, source: source.unwrap_or_default() })
    };
    let all = claims.ledger.claims.ids().filter(|claim| claims.is_doubtful(*claim));
    let doubts: Vec<Doubt> = all.filter_map(doubt).collect();
    drop(claims);
    (!doubts.is_empty()).then(|| Doubtful { article: Arc::new(article), doubts })
}
