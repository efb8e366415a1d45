//! The log of changes: makes them, takes them back, makes them again, over restarts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

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
            log(connection, article, change, at).map_err(failed)
        })
    }

    /// Takes back the last change made in `article`.
    ///
    /// Returns the change that this made, the inverse of the one taken back, or `None` if there
    /// is nothing to take back.
    pub fn undo(&mut self, article: &ArticleKey) -> Result<Option<Change>> {
        let last = "SELECT id, change FROM changes WHERE article = ?1 AND state = ?2 \
                    ORDER BY id DESC LIMIT 1";
        self.step(article, last, DONE, UNDONE)
    }

    /// Makes again the change in `article` that was last taken back.
    ///
    /// Returns it, or `None` if there is nothing to make again.
    pub fn redo(&mut self, article: &ArticleKey) -> Result<Option<Change>> {
        let next = "SELECT id, change FROM changes WHERE article = ?1 AND state = ?2 \
                    ORDER BY id LIMIT 1";
        self.step(article, next, UNDONE, DONE)
    }

    /// Returns everything that was done in `articles`, the snapshots of one, to the note or
    /// correction called `id`, the oldest first.
    ///
    /// Rows of the log that cannot be read are left out.
    pub fn history(&self, articles: &[ArticleKey], id: &NoteId) -> Result<Vec<Past>> {
        let mut all = Vec::new();
        for article in articles {
            all.extend(self.log_of(article).map_err(|error| self.failed(error))?);
        }
        all.sort_by_key(|(row, _)| *row);
        let touches = |past: &Past| past.change.touches().contains(&id);
        Ok(all.into_iter().map(|(_, past)| past).filter(touches).collect())
    }

    /// Returns the readable rows of an article's log with their numbers.
    fn log_of(&self, article: &ArticleKey) -> rusqlite::Result<Vec<(i64, Past)>> {
        let sql = "SELECT change, at, state, id FROM changes WHERE article = ?1";
        let mut query = self.connection.prepare_cached(sql)?;
        let rows = query.query_map([article.to_string()], |row| {
            let past = |change| -> rusqlite::Result<(i64, Past)> {
                let (at, in_effect) = (read_time(row, 1)?, row.get::<_, i64>(2)? == DONE);
                Ok((row.get(3)?, Past { change, at, in_effect }))
            };
            Ok(from_json(row, 0).and_then(past).ok())
        })?;
        let rows: Vec<Option<(i64, Past)>> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Moves the change that `sql` finds from one state to the other and does what that means.
    fn step(
        &mut self,
        article: &ArticleKey,
        sql: &str,
        from: i64,
        to: i64,
    ) -> Result<Option<Change>> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        self.transaction(|connection| {
            let found = find(connection, sql, article, from).map_err(failed)?;
            let Some((row, logged)) = found else { return Ok(None) };
            let change = if to == DONE { logged } else { logged.inverse() };
            rows::apply(connection, &change, &failed)?;
            connection
                .execute("UPDATE changes SET state = ?1 WHERE id = ?2", [to, row])
                .map_err(failed)?;
            Ok(Some(change))
        })
    }
}

/// Writes a change that was made to the log.
fn log(
    connection: &Connection,
    article: &ArticleKey,
    change: &Change,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let key = article.to_string();
    connection
        .prepare_cached("UPDATE changes SET state = ?1 WHERE article = ?2 AND state = ?3")?
        .execute(params![LEFT, key, UNDONE])?;
    connection
        .prepare_cached("INSERT INTO changes (article, state, change, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![key, DONE, to_json(change)?, time_text(at)])?;
    Ok(())
}

/// Returns the row and the change that `sql` finds.
fn find(
    connection: &Connection,
    sql: &str,
    article: &ArticleKey,
    state: i64,
) -> rusqlite::Result<Option<(i64, Change)>> {
    connection
        .prepare_cached(sql)?
        .query_row(params![article.to_string(), state], |row| Ok((row.get(0)?, from_json(row, 1)?)))
        .optional()
}
