//! A table of comma-separated values, a note a row.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::library::{
    Anchor, ArticleKey, Colour, Note, NoteId,
    exchange::{ArticleNotes, ExchangeError, file},
};

/// One row; its members are the columns.
#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    article: ArticleKey,
    title: String,
    address: Option<String>,
    passage: String,
    before: String,
    after: String,
    start: usize,
    end: usize,
    colour: Option<Colour>,
    note: String,
    tags: String,
    starred: bool,
    created: Timestamp,
    changed: Timestamp,
}

/// Writes all notes as a table with a line of headings; tags are parted by `;`.
pub fn write_csv(shelf: &[ArticleNotes]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for entry in shelf {
        for note in &entry.notes {
            writer.serialize(row(entry, note)).expect("a row is made of plain values");
        }
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    String::from_utf8(bytes).expect("strings were written")
}

/// Makes one row.
fn row(entry: &ArticleNotes, note: &Note) -> Row {
    let Anchor { exact, prefix, suffix, start, end } = note.anchor.clone();
    let tags: Vec<String> = note.tags.iter().map(|tag| escape(tag)).collect();
    Row {
        id: note.id.to_string(),
        article: note.article,
        title: entry.title.clone(),
        address: entry.address.clone(),
        passage: exact,
        before: prefix,
        after: suffix,
        start,
        end,
        colour: note.colour,
        note: note.body.clone(),
        tags: tags.join(";"),
        starred: note.starred,
        created: note.created,
        changed: note.changed,
    }
}

/// Reads a table that [`write_csv`] wrote.
pub fn read_csv(table: &str) -> Result<Vec<ArticleNotes>, ExchangeError> {
    let mut shelf = Vec::new();
    for row in csv::Reader::from_reader(table.as_bytes()).into_deserialize() {
        let row: Row = row?;
        let note = Note {
            id: NoteId::imported("csv", &row.id),
            article: row.article,
            anchor: Anchor {
                exact: row.passage,
                prefix: row.before,
                suffix: row.after,
                start: row.start,
                end: row.end,
            },
            colour: row.colour,
            body: row.note,
            tags: part(&row.tags),
            starred: row.starred,
            created: row.created,
            changed: row.changed,
        };
        file(&mut shelf, &row.title, row.address.as_deref(), note);
    }
    Ok(shelf)
}

/// Marks what parts tags where it is part of one.
fn escape(tag: &str) -> String {
    tag.replace('\\', "\\\\").replace(';', "\\;")
}

/// Takes the tags of a cell apart.
fn part<C: FromIterator<String>>(cell: &str) -> C {
    let mut tags = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(next) = characters.next() {
        match next {
            ';' => tags.push(String::new()),
            '\\' => tags.last_mut().expect("there is one").extend(characters.next()),
            other => tags.last_mut().expect("there is one").push(other),
        }
    }
    tags.into_iter().filter(|tag| !tag.is_empty()).collect()
}
