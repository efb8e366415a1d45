//! The articles of an entry: bytes to records, with a name for each and messages for what failed.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

use crate::{
    app::{Entry, Origin},
    article::Article,
    ingest::{self, Hint},
    runtime::open,
};

/// Length of a file, in bytes, from which its beginning is shown before it is read to the end, which
/// takes about a millisecond a megabyte.
const LONG: usize = 4 << 20;

/// One article with what a message or a list calls it.
pub(super) struct Document {
    /// The path, or `standard input`.
    pub(super) path: String,
    /// Which record of the file it is, from 1; `None` where the file is one article.
    pub(super) number: Option<usize>,
    /// The article.
    pub(super) article: Article,
    /// What was odd about it.
    pub(super) warnings: Vec<String>,
}

impl Document {
    /// Returns the path with the number of the record: `news.jsonl#3`.
    pub(super) fn label(&self) -> String {
        match self.number {
            Some(number) => format!("{}#{number}", self.path),
            None => self.path.clone(),
        }
    }
}

/// Returns the articles of `entry`, each read when it is asked for; an error names the entry.
pub(super) fn documents(entry: &Entry) -> impl Iterator<Item = Result<Document, String>> {
    let label = entry.label.clone();
    let named = move |error: &dyn std::fmt::Display| format!("{label}: {error}");
    let name = match &entry.origin {
        Origin::File(path) => file_name(path),
        Origin::Bytes(_) => entry.label.clone(),
    };
    let records = open::bytes(&entry.origin).and_then(|bytes| {
        ingest::read(bytes, &Hint { name: &name }).map_err(|error| named(&error))
    });
    let (records, failure) = match records {
        Ok(records) => (Some(records), None),
        Err(failure) => (None, Some(failure)),
    };
    let path = entry.label.clone();
    let documents = records.into_iter().flatten().map(move |record| {
        let record = record.map_err(|error| format!("{path}: {error}"))?;
        Ok(Document {
            path: path.clone(),
            number: record.number,
            article: record.article,
            warnings: record.warnings.iter().map(ToString::to_string).collect(),
        })
    });
    failure.into_iter().map(Err).chain(documents)
}

/// Reads the beginning of the article of `entry`, if it is so long that reading it all would keep
/// the reader waiting; with the length of the whole, in bytes.
///
/// `None` too where the beginning does not tell what the whole is, or cannot be read.
pub(super) fn beginning(entry: &Entry) -> Option<(Article, usize)> {
    let Origin::File(path) = &entry.origin else { return None };
    // What is no file, such as a named pipe, can be opened but once.
    let file = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let length = usize::try_from(file.len()).ok()?;
    if length < LONG {
        return None;
    }
    let mut bytes = Vec::with_capacity(ingest::BEGINNING);
    File::open(path).ok()?.take(ingest::BEGINNING as u64).read_to_end(&mut bytes).ok()?;
    let article = ingest::read_beginning(bytes, &Hint { name: &file_name(path) })?;
    Some((article, length))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
