//! The whole analysis: an article in, who says what out. Read this first.

use crate::{
    article::Article,
    attribution::Engine,
    claims::{Ledger, LedgerBuilder},
    text::Text,
};

/// Finds who says what in `article`.
pub fn read(article: &Article) -> Ledger {
    read_while(article, |_| true).unwrap_or_default()
}

/// Finds who says what in `article`, as long as `go_on` allows.
///
/// `go_on` is asked before each paragraph and told the share of the text that is done, 0 to 1.
/// Returns `None` if it said no.
pub fn read_while(article: &Article, mut go_on: impl FnMut(f32) -> bool) -> Option<Ledger> {
    let text = Text::new(article);
    let mut engine = Engine::new();
    let mut ledger = LedgerBuilder::new(&text);
    for (index, paragraph) in text.paragraphs().iter().enumerate() {
        if !go_on(paragraph.span.start() as f32 / article.text.len().max(1) as f32) {
            return None;
        }
        ledger.add(&engine.read(&text, index));
    }
    Some(ledger.finish())
}
