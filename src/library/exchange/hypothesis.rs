//! The JSON of Hypothesis: what its interface returns and its exports hold.
//!
//! It has no colours and no stars; ours go into a member of their own, `whosaid`. Its positions
//! count UTF-16 units, ours Unicode scalar values: they differ after characters such as emoji, and
//! the quoted words then find the place.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::library::{
    ArticleKey, Colour, Note, NoteId,
    exchange::{ArticleNotes, ExchangeError, Selector, anchor, file, foreign_key, selectors},
};

/// One annotation.
#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    created: Timestamp,
    updated: Timestamp,
    uri: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    document: Document,
    #[serde(default)]
    target: Vec<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    whosaid: Option<Ours>,
}

#[derive(Default, Serialize, Deserialize)]
struct Document {
    #[serde(default)]
    title: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Target {
    source: String,
    #[serde(default)]
    selector: Vec<Selector>,
}

/// What Hypothesis has no place for.
#[derive(Serialize, Deserialize)]
struct Ours {
    article: ArticleKey,
    colour: Option<Colour>,
    starred: bool,
}

/// A whole answer or export.
#[derive(Serialize, Deserialize)]
struct Answer {
    total: usize,
    rows: Vec<Row>,
}

/// What a file may hold.
#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Answer { rows: Vec<Row> },
    Export { annotations: Vec<Row> },
    Rows(Vec<Row>),
}

/// Writes all notes as an answer of the interface.
pub fn write_hypothesis(shelf: &[ArticleNotes]) -> String {
    let rows: Vec<Row> =
        shelf.iter().flat_map(|entry| entry.notes.iter().map(|note| row(entry, note))).collect();
    let answer = serde_json::to_value(Answer { total: rows.len(), rows });
    format!("{:#}\n", answer.expect("a row is made of strings, numbers and lists"))
}

/// Makes one row.
fn row(entry: &ArticleNotes, note: &Note) -> Row {
    let urn = || format!("urn:whosaid:article:{}", note.article);
    let uri = entry.address.clone().unwrap_or_else(urn);
    let selector = selectors(&note.anchor).to_vec();
    Row {
        id: note.id.to_string(),
        created: note.created,
        updated: note.changed,
        target: vec![Target { source: uri.clone(), selector }],
        uri,
        text: note.body.clone(),
        tags: note.tags.iter().cloned().collect(),
        document: Document { title: vec![entry.title.clone()] },
        whosaid: Some(Ours { article: note.article, colour: note.colour, starred: note.starred }),
    }
}

/// Reads an answer of the interface, an export, or a list of annotations.
pub fn read_hypothesis(json: &str) -> Result<Vec<ArticleNotes>, ExchangeError> {
    let (File::Answer { rows } | File::Export { annotations: rows } | File::Rows(rows)) =
        serde_json::from_str(json)?;
    let mut shelf = Vec::new();
    for row in rows {
        let title = row.document.title.into_iter().next().unwrap_or_default();
        let address = Some(row.uri.as_str()).filter(|uri| !uri.starts_with("urn:whosaid:"));
        let ours = row.whosaid;
        let note = Note {
            id: NoteId::imported("hypothesis", &row.id),
            article: ours
                .as_ref()
                .map_or_else(|| foreign_key(&title, address), |ours| ours.article),
            anchor: row
                .target
                .into_iter()
                .next()
                .map(|target| anchor(target.selector))
                .unwrap_or_default(),
            colour: ours.as_ref().and_then(|ours| ours.colour),
            starred: ours.is_some_and(|ours| ours.starred),
            body: row.text,
            tags: row.tags.into_iter().collect(),
            created: row.created,
            changed: row.updated,
        };
        file(&mut shelf, &title, address, note);
    }
    Ok(shelf)
}
