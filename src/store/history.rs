//! The log of changes: makes them, takes them back, makes them again, over restarts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    library::{ArticleKey, Change, NoteId},
    store::{
        Store, StoreError,
        error::Result,
        rows::{self, from_json, read_time, time_text, to_json},
    },
};

/// A change in effect.
const DONE: i64 = 0;
/// A change that was undone and can be redone.
const UNDONE: i64 = 1;
/// A change that was undone and then left behind by another one.
const LEFT: i64 = 2;

/// Something that was once done to a note.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// What was done, be it in effect or undone since.
    pub change: Change,
    /// When.
    pub at: Timestamp,
    /// Whether it is in effect.
    pub in_effect: bool,
}

impl Store {
    /// Makes `change`, asked for in `article` at time `at`; it is on disk when this returns.
    ///
    /// What was undone before can no longer be redone. On an error nothing is changed;
    /// [`StoreError::Conflict`] says that another instance changed the same note, and that the
    /// annotations should be loaded again.
    pub fn apply(&mut self, article: &ArticleKey, change: &Change, at: Timestamp) -> Result<()> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        self.transaction(|connection| {
            rows::apply(connection, change, &failed)?;
            log(connection, article, change, at, None).map_err(failed)
        })
    }

    /// Makes `changes`, each asked for in an article, at time `at` and as one step: all of them
    /// or none, and [`undo`](Self::undo) in any of the articles takes all of them back.
    pub fn apply_in_bulk(&mut self, changes: &[(ArticleKey, Change)], at: Timestamp) -> Result<()> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        self.transaction(|connection| {
            let bulk = next_bulk(connection).map_err(failed)?;
            for (article, change) in changes {
                rows::apply(connection, change, &failed)?;
                log(connection, article, change, at, Some(bulk)).map_err(failed)?;
            }
            Ok(())
        })
    }

    /// Takes back the last change made in `article`, in all articles that it was made in.
    ///
    /// Returns the change that this made, the inverse of the one taken back, or `None` if there
    /// is nothing to take back.
    pub fn undo(&mut self, article: &ArticleKey) -> Result<Option<Change>> {
        let last = "SELECT id, bulk FROM changes WHERE article = ?2 AND state = ?1 \
                    ORDER BY id DESC LIMIT 1";
        self.step(last, Some(article), DONE)
    }

    /// Makes again the change in `article` that was last taken back.
    ///
    /// Returns it, or `None` if there is nothing to make again.
    pub fn redo(&mut self, article: &ArticleKey) -> Result<Option<Change>> {
        let next = "SELECT id, bulk FROM changes WHERE article = ?2 AND state = ?1 \
                    ORDER BY id LIMIT 1";
        self.step(next, Some(article), UNDONE)
    }

    /// Takes back the last step that [`apply_in_bulk`](Self::apply_in_bulk) made, as
    /// [`undo`](Self::undo) does.
    pub fn undo_bulk(&mut self) -> Result<Option<Change>> {
        let last = "SELECT id, bulk FROM changes WHERE bulk NOT NULL AND state = ?1 \
                    ORDER BY bulk DESC LIMIT 1";
        self.step(last, None, DONE)
    }

    /// Makes again the step that [`undo_bulk`](Self::undo_bulk) last took back.
    pub fn redo_bulk(&mut self) -> Result<Option<Change>> {
        let next = "SELECT id, bulk FROM changes WHERE bulk NOT NULL AND state = ?1 \
                    ORDER BY bulk LIMIT 1";
        self.step(next, None, UNDONE)
    }

    /// Returns everything that was ever done to the note or correction called `id`, the oldest
    /// first.
    ///
    /// Rows of the log that cannot be read are left out. Reads the whole log, which takes time
    /// with its size: a note may be changed in any snapshot of its article.
    pub fn history(&self, id: &NoteId) -> Result<Vec<Past>> {
        let read = || -> rusqlite::Result<Vec<Option<Past>>> {
            let sql = "SELECT change, at, state FROM changes WHERE instr(change, ?1) ORDER BY id";
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map([id.as_str()], |row| {
                let past = |change| -> rusqlite::Result<Past> {
                    let (at, in_effect) = (read_time(row, 1)?, row.get::<_, i64>(2)? == DONE);
                    Ok(Past { change, at, in_effect })
                };
                Ok(from_json(row, 0).and_then(past).ok())
            })?;
            rows.collect()
        };
        let all = read().map_err(|error| self.failed(error))?.into_iter().flatten();
        Ok(all.filter(|past| past.change.touches().contains(&id)).collect())
    }

    /// Moves the change whose row `sql` finds out of state `from`, with those of the same bulk,
    /// and does what that means.
    fn step(
        &mut self,
        sql: &str,
        article: Option<&ArticleKey>,
        from: i64,
    ) -> Result<Option<Change>> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        self.transaction(|connection| {
            let Some(row) = find(connection, sql, article, from).map_err(failed)? else {
                return Ok(None);
            };
            let logged = together(connection, row).map_err(failed)?;
            let (change, to) =
                if from == DONE { (logged.inverse(), UNDONE) } else { (logged, DONE) };
            rows::apply(connection, &change, &failed)?;
            connection
                .execute(
                    "UPDATE changes SET state = ?1 WHERE id = ?2 OR bulk = ?3",
                    params![to, row.id, row.bulk],
                )
                .map_err(failed)?;
            Ok(Some(change))
        })
    }
}

/// A row of the log.
#[derive(Clone, Copy, Debug)]
struct Logged {
    id: i64,
    /// What the rows of one step in several articles share.
    bulk: Option<i64>,
}

/// Writes a change that was made to the log.
fn log(
    connection: &Connection,
    article: &ArticleKey,
    change: &Change,
    at: Timestamp,
    bulk: Option<i64>,
) -> rusqlite::Result<()> {
    let key = article.to_string();
    // What was undone in several articles at once can be redone in all of them or in none.
    connection
        .prepare_cached(
            "UPDATE changes SET state = ?1 WHERE state = ?3 AND (article = ?2 OR bulk IN \
             (SELECT bulk FROM changes WHERE article = ?2 AND state = ?3))",
        )?
        .execute(params![LEFT, key, UNDONE])?;
    connection
        .prepare_cached(
            "INSERT INTO changes (article, state, change, at, bulk) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![key, DONE, to_json(change)?, time_text(at), bulk])?;
    Ok(())
}

/// Returns the number of the next step that is made in several articles.
fn next_bulk(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(bulk), 0) + 1 FROM changes", [], |row| row.get(0))
}

/// Returns the row that `sql` finds, in an article where one is named.
fn find(
    connection: &Connection,
    sql: &str,
    article: Option<&ArticleKey>,
    state: i64,
) -> rusqlite::Result<Option<Logged>> {
    let mut query = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok(Logged { id: row.get(0)?, bulk: row.get(1)? });
    match article {
        Some(article) => query.query_row(params![state, article.to_string()], read),
        None => query.query_row([state], read),
    }
    .optional()
}

/// Returns what was logged in a row, and in those of the same step.
fn together(connection: &Connection, row: Logged) -> rusqlite::Result<Change> {
    let sql = "SELECT change FROM changes WHERE id = ?1 OR bulk = ?2 ORDER BY id";
    let mut query = connection.prepare_cached(sql)?;
    let changes = query.query_map(params![row.id, row.bulk], |row| from_json(row, 0))?;
    let mut changes: Vec<Change> = changes.collect::<rusqlite::Result<_>>()?;
    Ok(if changes.len() == 1 { changes.remove(0) } else { Change::Together(changes) })
}
