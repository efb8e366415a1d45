//! Any text is read for who says what, by the fast engine, and every place found lies in it.
//!
//! Run with `cargo +nightly fuzz run --fuzz-dir tests/fuzz reading`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::{article::Article, base::TextSpan, reading};

fuzz_target!(|text: &str| {
    let article = Article::from_paragraphs(text.split("\n\n"));
    let ledger = reading::read(&article);
    let holds = |span: &TextSpan| span.slice(&article.text).is_some_and(|words| !words.is_empty());
    for (id, claim) in ledger.claims.iter() {
        assert!(!claim.content.is_empty() && claim.content.iter().all(holds));
        assert!(claim.cue.iter().chain(&claim.attribution).all(holds));
        assert!((0.0..=1.0).contains(&claim.confidence));
        assert!(ledger.chain(id).all(|outer| outer != id), "no claim lies in itself");
        assert!(claim.source.is_none_or(|source| ledger.sources.get(source).is_some()));
    }
    for (_, source) in ledger.sources.iter() {
        assert!(source.mentions.iter().all(holds));
    }
});
