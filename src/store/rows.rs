//! Notes and corrections to rows and back.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params, types::Type};

use crate::{
    library::{
        Anchor, Annotations, ArticleKey, Change, Colour, Conflict, Correction, Note, NoteId,
    },
    store::{
        Store,
        error::{Result, StoreError},
    },
};

/// What the library has of one article or of several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The notes, in no order.
    pub notes: Vec<Note>,
    /// The corrections, in no order.
    pub corrections: Vec<Correction>,
    /// One line for each row that could not be read: which and why. Such a row stays where it is
    /// and hides no other.
    pub unreadable: Vec<String>,
}

impl Loaded {
    /// Makes them the annotations of `article`.
    pub fn annotations(self, article: ArticleKey) -> Annotations {
        Annotations::new(article, self.notes, self.corrections)
    }
}

/// The columns of a note, in the order in which [`read_note`] expects them.
const NOTE: &str = "SELECT id, article, exact, prefix, suffix, start, end, colour, body, tags, \
                    starred, created, changed FROM notes";

/// The columns of a correction.
const CORRECTION: &str = "SELECT id, correction FROM corrections";

impl Store {
    /// Returns the notes and corrections made on `article`.
    pub fn load(&self, article: &ArticleKey) -> Result<Loaded> {
        self.select("WHERE article = ?1", &[&article.to_string()])
    }

    /// Returns the notes and corrections made on any of `articles`: the snapshots of one.
    pub fn load_each(&self, articles: &[ArticleKey]) -> Result<Loaded> {
        let mut all = Loaded::default();
        for article in articles {
            let loaded = self.load(article)?;
            all.notes.extend(loaded.notes);
            all.corrections.extend(loaded.corrections);
            all.unreadable.extend(loaded.unreadable);
        }
        Ok(all)
    }

    /// Returns all notes and corrections of the library.
    pub fn load_all(&self) -> Result<Loaded> {
        self.select("", &[])
    }

    /// Returns all corrections of the library that can be read, in no order.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let read = || -> rusqlite::Result<Vec<Option<Correction>>> {
            let mut query = self.connection.prepare_cached(CORRECTION)?;
            query.query_map([], |row| Ok(read_correction(row).ok()))?.collect()
        };
        let all = read().map_err(|error| self.failed(error))?;
        Ok(all.into_iter().flatten().collect())
    }

    /// Returns the note called `id`, or `None` if there is none.
    pub fn note(&self, id: &NoteId) -> Result<Option<Note>> {
        stored_note(&self.connection, id).map_err(|error| self.failed(error))
    }

    /// Returns the correction called `id`, or `None` if there is none.
    pub fn correction(&self, id: &NoteId) -> Result<Option<Correction>> {
        stored_correction(&self.connection, id).map_err(|error| self.failed(error))
    }

    /// Returns how many notes were made on `article`.
    pub fn count(&self, article: &ArticleKey) -> Result<usize> {
        self.connection
            .prepare_cached("SELECT count(*) FROM notes WHERE article = ?1")
            .and_then(|mut query| query.query_row([article.to_string()], |row| row.get(0)))
            .map_err(|error| self.failed(error))
    }

    /// Reads the rows that `filter` leaves.
    fn select(&self, filter: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Loaded> {
        let mut loaded = Loaded::default();
        let mut query = |sql: &str, take: &mut dyn FnMut(&Row<'_>, &mut Loaded)| {
            let mut query = self.connection.prepare_cached(&format!("{sql} {filter}"))?;
            let mut rows = query.query(values)?;
            while let Some(row) = rows.next()? {
                take(row, &mut loaded);
            }
            Ok(())
        };
        let take_note = &mut |row: &Row<'_>, loaded: &mut Loaded| match read_note(row) {
            Ok(note) => loaded.notes.push(note),
            Err(error) => loaded.unreadable.push(complaint("note", row, &error)),
        };
        let take_correction = &mut |row: &Row<'_>, loaded: &mut Loaded| match read_correction(row) {
            Ok(correction) => loaded.corrections.push(correction),
            Err(error) => loaded.unreadable.push(complaint("correction", row, &error)),
        };
        query(NOTE, take_note)
            .and_then(|()| query(CORRECTION, take_correction))
            .map_err(|error| self.failed(error))?;
        Ok(loaded)
    }
}

/// Makes the single steps of `change`, each of which must find what it expects.
pub(super) fn apply(
    connection: &Connection,
    change: &Change,
    failed: &impl Fn(rusqlite::Error) -> StoreError,
) -> Result<()> {
    for step in change.steps() {
        let refused = conflict(connection, step).map_err(failed)?;
        if let Some(conflict) = refused {
            return Err(conflict.into());
        }
        write(connection, step).map_err(failed)?;
    }
    Ok(())
}

/// Returns what keeps a single step from being made, or `None` if it can be.
fn conflict(connection: &Connection, step: &Change) -> rusqlite::Result<Option<Conflict>> {
    Ok(match step {
        Change::Add(note) => {
            exists(connection, &note.id)?.then(|| Conflict::Exists(note.id.clone()))
        }
        Change::Replace { before, after } if before.id != after.id => {
            Some(Conflict::Renamed(before.id.clone()))
        }
        Change::Remove(note) | Change::Replace { before: note, .. } => {
            difference(&note.id, stored_note(connection, &note.id)?.as_ref(), note)
        }
        Change::Correct(correction) => {
            let stored = stored_correction(connection, &correction.id)?;
            stored.map(|_| Conflict::Exists(correction.id.clone()))
        }
        Change::Withdraw(correction) => {
            let stored = stored_correction(connection, &correction.id)?;
            difference(&correction.id, stored.as_ref(), correction)
        }
        Change::Together(_) => None,
    })
}

/// Returns how what is stored differs from what is expected, or `None` if it does not.
fn difference<T: PartialEq>(id: &NoteId, stored: Option<&T>, expected: &T) -> Option<Conflict> {
    match stored {
        None => Some(Conflict::Gone(id.clone())),
        Some(stored) if stored != expected => Some(Conflict::Differs(id.clone())),
        Some(_) => None,
    }
}

/// Writes a single step that fits.
fn write(connection: &Connection, step: &Change) -> rusqlite::Result<()> {
    match step {
        Change::Add(note) | Change::Replace { after: note, .. } => put_note(connection, note),
        Change::Remove(note) => {
            run(connection, "DELETE FROM notes WHERE id = ?1", &[&note.id.as_str()])
        }
        Change::Correct(correction) => run(
            connection,
            "INSERT INTO corrections (id, article, correction) VALUES (?1, ?2, ?3)",
            &[&correction.id.as_str(), &correction.article.to_string(), &to_json(correction)?],
        ),
        Change::Withdraw(correction) => {
            run(connection, "DELETE FROM corrections WHERE id = ?1", &[&correction.id.as_str()])
        }
        Change::Together(_) => Ok(()),
    }
}

/// Runs one statement.
fn run(
    connection: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}

/// Writes a note, over the one of the same id if there is one.
fn put_note(connection: &Connection, note: &Note) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO notes (id, article, exact, prefix, suffix, start, end, \
               colour, body, tags, starred, created, changed) VALUES (:id, :article, :exact, \
               :prefix, :suffix, :start, :end, :colour, :body, :tags, :starred, :created, :changed)";
    connection
        .prepare_cached(sql)?
        .execute(named_params! {
            ":id": note.id.as_str(),
            ":article": note.article.to_string(),
            ":exact": note.anchor.exact,
            ":prefix": note.anchor.prefix,
            ":suffix": note.anchor.suffix,
            ":start": note.anchor.start,
            ":end": note.anchor.end,
            ":colour": note.colour.map(Colour::name),
            ":body": note.body,
            ":tags": to_json(&note.tags)?,
            ":starred": note.starred,
            ":created": time_text(note.created),
            ":changed": time_text(note.changed),
        })
        .map(|_| ())
}

/// Returns whether there is a note of this id, readable or not.
fn exists(connection: &Connection, id: &NoteId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM notes WHERE id = ?1")?.exists([id.as_str()])
}

/// Reads the note called `id`.
fn stored_note(connection: &Connection, id: &NoteId) -> rusqlite::Result<Option<Note>> {
    connection
        .prepare_cached(&format!("{NOTE} WHERE id = ?1"))?
        .query_row(params![id.as_str()], read_note)
        .optional()
}

/// Reads the correction called `id`.
fn stored_correction(connection: &Connection, id: &NoteId) -> rusqlite::Result<Option<Correction>> {
    connection
        .prepare_cached(&format!("{CORRECTION} WHERE id = ?1"))?
        .query_row(params![id.as_str()], read_correction)
        .optional()
}

/// Reads a row of [`NOTE`].
fn read_note(row: &Row<'_>) -> rusqlite::Result<Note> {
    let colour: Option<String> = row.get(7)?;
    let colour = colour.map(|name| {
        Colour::from_name(&name).ok_or_else(|| unreadable(7, format!("no colour is called {name}")))
    });
    Ok(Note {
        id: NoteId::stored(row.get(0)?),
        article: row.get::<_, String>(1)?.parse().map_err(|error| unreadable(1, error))?,
        anchor: Anchor {
            exact: row.get(2)?,
            prefix: row.get(3)?,
            suffix: row.get(4)?,
            start: row.get(5)?,
            end: row.get(6)?,
        },
        colour: colour.transpose()?,
        body: row.get(8)?,
        tags: from_json::<BTreeSet<String>>(row, 9)?,
        starred: row.get(10)?,
        created: read_time(row, 11)?,
        changed: read_time(row, 12)?,
    })
}

/// Reads a row of [`CORRECTION`].
fn read_correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    from_json(row, 1)
}

/// Says which row could not be read and why.
fn complaint(what: &str, row: &Row<'_>, error: &rusqlite::Error) -> String {
    let id: String = row.get(0).unwrap_or_else(|_| "without an id".to_owned());
    format!("{what} {id} cannot be read: {error}")
}

/// Writes a time as the tables keep it.
pub(super) fn time_text(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// Reads a time from `column`.
pub(super) fn read_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    row.get::<_, String>(column)?.parse().map_err(|error: jiff::Error| unreadable(column, error))
}

/// Writes a value as JSON.
pub(super) fn to_json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// Reads a value from the JSON in `column`.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| unreadable(column, error))
}

/// Makes the error for a value in `column` that is not what it should be.
fn unreadable(
    column: usize,
    why: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, why.into())
}
