//! Notes to the formats of other programs and back, one module a format.
//!
//! Values to strings and strings to values; which files they are is for the caller. Ids are kept
//! or made from the other program's, so that reading the same file twice gives the same notes.

mod brat;
mod csv_table;
mod format;
mod html;
mod hypothesis;
mod json_ld;
mod markdown;
mod readwise;
#[cfg(test)]
mod tests;

pub use brat::{Marked, write_brat};
pub use csv_table::{read_csv, write_csv};
pub use format::{Format, read};
pub use html::write_html;
pub use hypothesis::{read_hypothesis, write_hypothesis};
pub use json_ld::{read_json_ld, write_json_ld};
pub use markdown::{MARKDOWN_TEMPLATE, write_markdown};
pub use readwise::read_readwise;

use serde::{Deserialize, Serialize};

use crate::library::{Anchor, ArticleKey, Correction, Note};

/// The notes of one article on their way out or in.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleNotes {
    /// The article's title; may be empty.
    pub title: String,
    /// Its address on the web.
    pub address: Option<String>,
    /// Its key. For a file of another program, which knows none, the key of the address or the
    /// title as if that were its text: the caller finds the article by these.
    pub article: ArticleKey,
    /// Its notes.
    pub notes: Vec<Note>,
    /// What the reader corrected in it; only JSON-LD and brat carry these.
    pub corrections: Vec<Correction>,
}

impl ArticleNotes {
    /// Makes the shelf of one article, with nothing on it.
    pub fn new(title: &str, address: Option<&str>, article: ArticleKey) -> Self {
        Self {
            title: title.to_owned(),
            address: address.map(str::to_owned),
            article,
            notes: Vec::new(),
            corrections: Vec::new(),
        }
    }
}

/// Why a file of notes cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// It is not JSON, or not of the expected shape.
    #[error("this is not the expected JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It is not a table, or lacks a column.
    #[error("this is not the expected table: {0}")]
    Table(#[from] csv::Error),
    /// It is nothing that we read.
    #[error(
        "this is none of the formats that are read: Web Annotation, Hypothesis, and the tables of Readwise and of whosaid"
    )]
    Unknown,
    /// An entry has a value that cannot be read.
    #[error("note {number}: {problem}")]
    Note {
        /// Which one, from 1.
        number: usize,
        /// What is wrong.
        problem: String,
    },
}

/// A selector of the W3C Web Annotation Data Model; kinds that we do not use are passed over.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Selector {
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: String,
        #[serde(default)]
        prefix: String,
        #[serde(default)]
        suffix: String,
    },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(other)]
    Other,
}

/// Writes an anchor as both selectors.
fn selectors(anchor: &Anchor) -> [Selector; 2] {
    let Anchor { exact, prefix, suffix, start, end } = anchor.clone();
    [Selector::Quote { exact, prefix, suffix }, Selector::Position { start, end }]
}

/// Reads an anchor from the selectors that are there; without any it has no words.
fn anchor(selectors: Vec<Selector>) -> Anchor {
    let mut anchor = Anchor::default();
    for selector in selectors {
        match selector {
            Selector::Quote { exact, prefix, suffix } => {
                (anchor.exact, anchor.prefix, anchor.suffix) = (exact, prefix, suffix);
            }
            Selector::Position { start, end } => (anchor.start, anchor.end) = (start, end),
            Selector::Other => {}
        }
    }
    anchor
}

/// Puts a note with those of its article, in the order of the file.
fn file(shelf: &mut Vec<ArticleNotes>, title: &str, address: Option<&str>, note: Note) {
    entry(shelf, title, address, note.article).notes.push(note);
}

/// Returns the entry of an article, a new one if it has none yet.
fn entry<'s>(
    shelf: &'s mut Vec<ArticleNotes>,
    title: &str,
    address: Option<&str>,
    article: ArticleKey,
) -> &'s mut ArticleNotes {
    let same = |entry: &ArticleNotes| {
        entry.article == article && entry.title == title && entry.address.as_deref() == address
    };
    // Files have the notes of an article one after another: look at the last first.
    let at = shelf.iter().rposition(same).unwrap_or(shelf.len());
    if at == shelf.len() {
        shelf.push(ArticleNotes::new(title, address, article));
    }
    &mut shelf[at]
}

/// Returns the stand-in key of an article of which another program tells only this.
fn foreign_key(title: &str, address: Option<&str>) -> ArticleKey {
    stand_ins(title, address).into_iter().next().unwrap_or_else(|| ArticleKey::of(""))
}

/// Returns the keys under which notes lie that another program made on an article with this title
/// and address: it knows no key of ours.
///
/// That of the address first, without the part after `#` and a slash at the end; none where there
/// is neither address nor title.
pub fn stand_ins(title: &str, address: Option<&str>) -> Vec<ArticleKey> {
    let bare = |address: &str| {
        let address = address.split('#').next().unwrap_or_default();
        address.trim_end_matches('/').to_owned()
    };
    let names = address.map(bare).into_iter().chain([title.trim().to_owned()]);
    names
        .filter(|name| !name.is_empty())
        .map(|name| ArticleKey::of(&format!("stand-in\0{name}")))
        .collect()
}
