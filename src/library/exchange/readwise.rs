//! The table that Readwise exports: highlights without the words around them.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde::Deserialize;

use crate::library::{
    Anchor, Colour, Note, NoteId,
    exchange::{ArticleNotes, ExchangeError, file, foreign_key},
};

/// One row; other columns are passed over.
#[derive(Deserialize)]
struct Row {
    #[serde(rename = "Highlight")]
    highlight: String,
    #[serde(rename = "Book Title", default)]
    title: String,
    #[serde(rename = "Note", default)]
    note: String,
    #[serde(rename = "Color", default)]
    colour: String,
    #[serde(rename = "Tags", default)]
    tags: String,
    #[serde(rename = "Highlighted at", default)]
    at: String,
}

/// Reads an export of Readwise.
///
/// Its rows have no id: one is made of title, passage and time. A time that cannot be read is the
/// start of 1970. Colours that we do not have are yellow, its default.
pub fn read_readwise(table: &str) -> Result<Vec<ArticleNotes>, ExchangeError> {
    let mut shelf = Vec::new();
    for row in csv::Reader::from_reader(table.as_bytes()).into_deserialize() {
        let Row { highlight, title, note, colour, tags, at } = row?;
        let made = time(&at);
        let name = format!("{title}\0{highlight}\0{at}");
        let words = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
        let note = Note {
            id: NoteId::imported("readwise", &name),
            article: foreign_key(&title, None),
            anchor: Anchor { exact: highlight, ..Anchor::default() },
            colour: Some(Colour::from_name(&colour).unwrap_or(Colour::Yellow)),
            body: note,
            tags: words.map(str::to_owned).collect(),
            starred: false,
            created: made,
            changed: made,
        };
        file(&mut shelf, &title, None, note);
    }
    Ok(shelf)
}

/// Reads `2026-11-24 09:30:00+00:00`, with or without the zone.
fn time(at: &str) -> Timestamp {
    let civil = || TimeZone::UTC.to_timestamp(at.parse::<DateTime>().ok()?).ok();
    let time = at.parse().ok().or_else(civil);
    time.unwrap_or(Timestamp::UNIX_EPOCH)
}
