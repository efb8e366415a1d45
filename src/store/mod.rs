//! The library on disk: one SQLite database in the data folder.
//!
//! Every change is one transaction, written through before it returns: what the status line calls
//! saved survives a crash. The database is never deleted or overwritten, whatever state it is in.

mod error;
mod history;
mod schema;

pub use error::StoreError;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::library::{Annotations, ArticleKey, Change, Note, NoteId};

/// Name of the database in the data folder.
const FILE: &str = "library.sqlite";
/// How long another instance may hold the database before we say that it is busy.
const PATIENCE: Duration = Duration::from_secs(3);

/// An open library.
#[derive(Debug)]
pub struct Store {
    database: Connection,
    path: PathBuf,
}

/// Where the reader was in an article, and what the list of recent ones calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit<'a> {
    /// Where its file lies; `None` for a text from a pipe.
    pub path: Option<&'a Path>,
    /// Its title; may be empty.
    pub title: &'a str,
    /// How many Unicode scalar values of its text stand before the cursor.
    pub place: usize,
}

/// Notes as they are on disk, with those that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The notes that could be read.
    pub annotations: Annotations,
    /// Ids of notes whose record cannot be read; they stay in the database.
    pub unreadable: Vec<String>,
}

impl Store {
    /// Opens the library in `folder`, which is made if it is missing.
    ///
    /// # Errors
    ///
    /// If the folder or the database cannot be made, read or written, or the database is not ours,
    /// of a newer version, or damaged. It is left as it is then.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        make_folder(folder)
            .map_err(|source| StoreError::Folder { path: folder.to_owned(), source })?;
        let path = folder.join(FILE);
        let failed = |source| StoreError::from_sqlite(&path, source);
        let mut database = Connection::open(&path).map_err(failed)?;
        database.busy_timeout(PATIENCE).map_err(failed)?;
        schema::prepare(&mut database, &path)?;
        Ok(Self { database, path })
    }

    /// Returns the notes and corrections of an article.
    ///
    /// # Errors
    ///
    /// If the database cannot be read. A single note that cannot be read is no error: it is named
    /// in the result, and the others are there.
    pub fn notes(&self, article: &ArticleKey) -> Result<Kept, StoreError> {
        self.run(|database| {
            let mut statement =
                database.prepare_cached("SELECT id, record FROM note WHERE article = ?1")?;
            let rows = statement.query_map([article.to_string()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            let (mut notes, mut unreadable) = (Vec::new(), Vec::new());
            for row in rows {
                let (id, record) = row?;
                match serde_json::from_str::<Note>(&record) {
                    Ok(note) => notes.push(note),
                    Err(_) => unreadable.push(id),
                }
            }
            let mut statement =
                database.prepare_cached("SELECT id, record FROM correction WHERE article = ?1")?;
            let rows = statement.query_map([article.to_string()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            let mut corrections = Vec::new();
            for row in rows {
                let (id, record) = row?;
                match serde_json::from_str(&record) {
                    Ok(correction) => corrections.push(correction),
                    Err(_) => unreadable.push(id),
                }
            }
            let annotations = Annotations::new(*article, notes, corrections);
            Ok(Kept { annotations, unreadable })
        })
    }

    /// Writes a change of an article's notes, so that it can be undone, also after a restart.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or was made for other notes than those on disk; nothing is changed
    /// then.
    pub fn apply(
        &mut self,
        article: &ArticleKey,
        change: &Change,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            write_change(transaction, article, change)?;
            history::push(transaction, article, change, at)
        })
    }

    /// Takes back the last change of an article's notes; returns it, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// As for [`Store::apply`].
    pub fn undo(&mut self, article: &ArticleKey) -> Result<Option<Change>, StoreError> {
        self.write(|transaction| {
            let Some(change) = history::step_back(transaction, article)? else { return Ok(None) };
            write_change(transaction, article, &change.inverse())?;
            Ok(Some(change))
        })
    }

    /// Does again what was taken back last; returns it, or `None` if there is nothing.
    ///
    /// # Errors
    ///
    /// As for [`Store::apply`].
    pub fn redo(&mut self, article: &ArticleKey) -> Result<Option<Change>, StoreError> {
        self.write(|transaction| {
            let Some(change) = history::step_forward(transaction, article)? else {
                return Ok(None);
            };
            write_change(transaction, article, &change)?;
            Ok(Some(change))
        })
    }

    /// Remembers where the reader is.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn remember(
        &mut self,
        article: &ArticleKey,
        visit: &Visit<'_>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO article (key, path, title, place, opened) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (key) DO UPDATE SET
                    path = coalesce(excluded.path, path), title = excluded.title,
                    place = excluded.place, opened = excluded.opened",
                params![
                    article.to_string(),
                    visit.path.map(|path| path.to_string_lossy().into_owned()),
                    visit.title,
                    visit.place as i64,
                    at.to_string(),
                ],
            )?;
            Ok(())
        })
    }

    /// Returns where the reader was, in Unicode scalar values; `None` for an article never left.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub fn place(&self, article: &ArticleKey) -> Result<Option<usize>, StoreError> {
        self.run(|database| {
            let place: Option<i64> = database
                .query_row(
                    "SELECT place FROM article WHERE key = ?1",
                    [article.to_string()],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(place.and_then(|place| usize::try_from(place).ok()))
        })
    }

    fn run<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        read(&self.database).map_err(|fault| fault.at(&self.path))
    }

    /// Runs `write` in a transaction of its own, which takes the lock at once: two instances wait
    /// for each other and never write on what they have not seen.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let run = |database: &mut Connection| {
            let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = write(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        run(&mut self.database).map_err(|fault: Fault| fault.at(&self.path))
    }
}

/// What went wrong in a transaction.
#[derive(Debug)]
enum Fault {
    Sqlite(rusqlite::Error),
    /// The change was made for other notes than those on disk.
    Stale(NoteId),
    /// A record of ours cannot be read.
    Record(serde_json::Error),
}

impl Fault {
    fn at(self, path: &Path) -> StoreError {
        match self {
            Self::Sqlite(source) => StoreError::from_sqlite(path, source),
            Self::Stale(id) => StoreError::Stale { id: id.to_string() },
            Self::Record(source) => StoreError::Record { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Record(error)
    }
}

/// Writes every step of a change; each must find the record as it expects it.
fn write_change(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    change: &Change,
) -> Result<(), Fault> {
    for step in change.steps() {
        match step {
            Change::Add(note) => insert(transaction, "note", article, &note.id, note)?,
            Change::Remove(note) => remove(transaction, "note", &note.id, note)?,
            Change::Replace { before, after } => {
                remove(transaction, "note", &before.id, before)?;
                insert(transaction, "note", article, &after.id, after)?;
            }
            Change::Correct(correction) => {
                insert(transaction, "correction", article, &correction.id, correction)?;
            }
            Change::Withdraw(correction) => {
                remove(transaction, "correction", &correction.id, correction)?;
            }
            Change::Together(steps) => {
                for step in steps {
                    write_change(transaction, article, step)?;
                }
            }
        }
    }
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    table: &str,
    article: &ArticleKey,
    id: &NoteId,
    record: &impl serde::Serialize,
) -> Result<(), Fault> {
    let sql = format!(
        "INSERT INTO {table} (id, article, record) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
    );
    let record = serde_json::to_string(record)?;
    let rows = transaction.execute(&sql, params![id.as_str(), article.to_string(), record])?;
    if rows == 1 { Ok(()) } else { Err(Fault::Stale(id.clone())) }
}

fn remove(
    transaction: &Transaction<'_>,
    table: &str,
    id: &NoteId,
    expected: &impl serde::Serialize,
) -> Result<(), Fault> {
    let sql = format!("DELETE FROM {table} WHERE id = ?1 AND record = ?2");
    let record = serde_json::to_string(expected)?;
    let rows = transaction.execute(&sql, params![id.as_str(), record])?;
    if rows == 1 { Ok(()) } else { Err(Fault::Stale(id.clone())) }
}

/// Makes the data folder, for its owner only.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests;
