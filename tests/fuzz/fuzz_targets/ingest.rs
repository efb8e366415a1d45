//! Any bytes are read or refused, and what is read keeps its invariants.
//!
//! Run with `cargo +nightly fuzz run --fuzz-dir tests/fuzz ingest`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::{
    article::Article,
    ingest::{Hint, looks_like_article, read},
};

fuzz_target!(|bytes: &[u8]| {
    for name in ["", "a.md"] {
        let hint = Hint { name };
        looks_like_article(bytes, &hint);
        if let Ok(records) = read(bytes.to_vec(), &hint) {
            records.flatten().for_each(|record| holds(&record.article));
        }
    }
});

/// Asserts the invariants that `Article` states.
fn holds(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start() >= end && !block.span.is_empty());
        assert!(block.span.slice(&article.text).is_some());
        end = block.span.end();
    }
    let mut end = 0;
    for mark in &article.marks {
        assert!(mark.span.start() >= end && !mark.span.is_empty());
        assert!(article.blocks.iter().any(|block| block.span.covers(mark.span)));
        assert!(mark.span.slice(&article.text).is_some());
        end = mark.span.end();
    }
}
