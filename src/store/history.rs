//! The changes made to each article's notes, in order, so that they can be undone and redone, also
//! after a restart.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::{
    library::{ArticleKey, Change},
    store::Fault,
};

/// Adds a change; what was undone before it can no longer be redone.
pub(super) fn push(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    change: &Change,
    at: Timestamp,
) -> Result<(), Fault> {
    let article = article.to_string();
    transaction
        .execute("DELETE FROM history WHERE article = ?1 AND undone = 1", params![article])?;
    transaction.execute(
        "INSERT INTO history (article, change, made) VALUES (?1, ?2, ?3)",
        params![article, serde_json::to_string(change)?, at.to_string()],
    )?;
    Ok(())
}

/// Marks the last change as undone and returns it; `None` if there is none.
pub(super) fn step_back(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
) -> Result<Option<Change>, Fault> {
    step(
        transaction,
        article,
        "SELECT step, change FROM history WHERE article = ?1 AND undone = 0
         ORDER BY step DESC LIMIT 1",
        1,
    )
}

/// Marks the change that was undone last as made and returns it; `None` if there is none.
pub(super) fn step_forward(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
) -> Result<Option<Change>, Fault> {
    step(
        transaction,
        article,
        "SELECT step, change FROM history WHERE article = ?1 AND undone = 1
         ORDER BY step ASC LIMIT 1",
        0,
    )
}

fn step(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    query: &str,
    undone: i64,
) -> Result<Option<Change>, Fault> {
    let found: Option<(i64, String)> = transaction
        .query_row(query, [article.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((number, change)) = found else { return Ok(None) };
    transaction
        .execute("UPDATE history SET undone = ?1 WHERE step = ?2", params![undone, number])?;
    Ok(Some(serde_json::from_str(&change)?))
}
