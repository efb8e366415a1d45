//! Bytes of a file to articles, one module a format.
//!
//! Comes as bytes that anybody may have written; goes out as articles that keep their
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

use crate::article::{Article, Block, BlockKind};

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
        // A page that a script would fill has a title and nothing else.
        let is_title = |block: &Block| block.kind == BlockKind::Title;
        if article.blocks.is_empty()
            || format == Format::Html && article.blocks.iter().all(is_title)
        {
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

/// How much of a file [`read_beginning`] is given, in bytes: as much as it takes to tell the format
/// of the whole.
pub const BEGINNING: usize = 128 * 1024;

/// Reads the beginning of a long file from `bytes`, its first [`BEGINNING`], so that it can be shown
/// while the rest is read.
///
/// Every block of it is a block of the whole, in the same place. `None` where that is not sure: in
/// all formats but plain text, in all encodings but UTF-8, and where the beginning is one block.
pub fn read_beginning(bytes: Vec<u8>, hint: &Hint<'_>) -> Option<Article> {
    let text = encoding::plain_utf_8(bytes)?;
    let is_plain = sniff::is_plain_throughout(&text, hint);
    is_plain.then(|| plain::read_beginning(text)).flatten()
}

/// The most bytes a text may have: places in it are 32-bit numbers, the largest of which stands
/// for “outside of every text”.
const MAX_LENGTH: usize = u32::MAX as usize - 1;

/// Refuses a text whose places do not fit a [`crate::base::ByteOffset`].
fn check_length(length: usize) -> Result<(), IngestError> {
    if length > MAX_LENGTH { Err(IngestError::TooLong { length }) } else { Ok(()) }
}

/// Returns the last place up to byte `at` where `text` may be cut; more than 0 for `at` above 3.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
