//! The articles of an entry: bytes to records, with a name for each and messages for what failed.

use std::path::Path;

use crate::{
    app::{Entry, Origin},
    article::Article,
    ingest::{self, Hint},
    runtime::open,
};

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

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
