//! Places: where the reader was in an article, and the marks that were set.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::library::ArticleKey;

/// An article that was opened, and how far the reader got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// The article.
    pub article: ArticleKey,
    /// Where its file lay when it was last open; `None` for a text that came from a pipe.
    pub path: Option<PathBuf>,
    /// Its title; may be empty.
    pub title: String,
    /// How many Unicode scalar values of its text stand before the cursor.
    pub place: usize,
    /// When it was last open.
    pub opened: Timestamp,
}

/// A place that the reader named with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// The letter; a small one is the article's own, a capital is one for all articles.
    pub letter: char,
    /// The article it is in.
    pub article: ArticleKey,
    /// How many Unicode scalar values of its text stand before it.
    pub place: usize,
}
