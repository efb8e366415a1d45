//! Bytes of a file to articles, one module a format.
//!
//! Comes as bytes that anybody may have written; goes out as [`Article`]s that keep their
//! invariants, or as an error that says what is wrong, where, and the way out. The format is
//! chosen by what the bytes hold; a file's ending only breaks ties. Never opens a file, never
//! prints, never panics on what it reads.

mod binary;
mod compose;
mod encoding;
mod error;
mod html;
mod json;
mod markdown;
mod metadata;
mod plain;
mod sanitize;
mod sniff;

pub use error::{IngestError, Warning};
pub use sniff::{Format, SNIFFED, looks_like_article};

use crate::article::Article;

/// What is known of the bytes besides themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The name of the file, with its ending; empty where there is none, as in a pipe.
    pub name: &'a str,
}

/// One article of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Which record of the file it is, counted from 1; `None` where a file is one article.
    pub number: Option<usize>,
    /// The article.
    pub article: Article,
    /// What the reader should know of how it was read.
    pub warnings: Vec<Warning>,
}

/// The articles of one file, in its order, each made when it is asked for.
///
/// A record that cannot be read is an error in its place; the records after it still follow.
pub struct Records {
    format: Format,
    source: Source,
}

/// Where the next record comes from.
enum Source {
    One(Option<Box<Record>>),
    Json(json::Objects),
}

impl Records {
    /// Returns the format that was recognised.
    pub fn format(&self) -> Format {
        self.format
    }

    fn one(format: Format, article: Article, warnings: Vec<Warning>) -> Result<Self, IngestError> {
        if article.blocks.is_empty() {
            return Err(IngestError::Empty);
        }
        check_length(article.text.len())?;
        let record = Record { number: None, article, warnings };
        Ok(Self { format, source: Source::One(Some(Box::new(record))) })
    }
}

impl Iterator for Records {
    type Item = Result<Record, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::One(record) => record.take().map(|record| Ok(*record)),
            Source::Json(objects) => objects.next(),
        }
    }
}

/// Reads the articles that `bytes` hold.
///
/// Plain text in UTF-8 is taken over without a copy.
///
/// # Errors
///
/// If the bytes are not text, are of a format that is not read, or hold no article at all.
pub fn read(bytes: Vec<u8>, hint: &Hint<'_>) -> Result<Records, IngestError> {
    let encoding::Decoded { text, mut warnings } = encoding::decode(bytes)?;
    check_length(text.len())?;
    let format = sniff::format(&text, hint)?;
    let article = match format {
        Format::Plain => plain::read(text),
        Format::Markdown => markdown::read(&text, &mut warnings),
        Format::Html => html::read(&text, &mut warnings),
        Format::Json | Format::JsonLines => {
            let source = Source::Json(json::Objects::new(text, format, warnings)?);
            return Ok(Records { format, source });
        }
    };
    Records::one(format, article, warnings)
}

/// The most bytes a text may have: places in it are 32-bit numbers, the largest of which stands
/// for “outside of every text”.
const MAX_LENGTH: usize = u32::MAX as usize - 1;

/// Refuses a text whose places do not fit a [`crate::base::ByteOffset`].
fn check_length(length: usize) -> Result<(), IngestError> {
    if length > MAX_LENGTH { Err(IngestError::TooLong { length }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
