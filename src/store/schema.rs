//! The tables, and the steps from one version of them to the next.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// Tells our databases from those of other programs: “whos” in ASCII.
const APPLICATION: i32 = 0x7768_6f73;

/// What takes version `n` to version `n + 1`, from an empty database on.
///
/// Notes and corrections are kept as JSON records: a field that a later version adds is kept by an
/// earlier one that passes the record on. What is searched for has columns of its own.
const STEPS: [&str; 1] = ["
    CREATE TABLE article (
        key TEXT PRIMARY KEY,
        path TEXT,
        title TEXT NOT NULL,
        place INTEGER NOT NULL,
        opened TEXT NOT NULL
    ) STRICT;
    CREATE TABLE note (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX note_of_article ON note (article);
    CREATE TABLE correction (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX correction_of_article ON correction (article);
    CREATE TABLE history (
        step INTEGER PRIMARY KEY AUTOINCREMENT,
        article TEXT NOT NULL,
        change TEXT NOT NULL,
        made TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX history_of_article ON history (article, step);
"];

/// Brings the database to the newest version, and sets how it is written.
pub(super) fn prepare(database: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::from_sqlite(path, source);
    let version = check(database, path)?;
    if version < STEPS.len() as i32 {
        migrate(database, path)?;
    }
    // A write is on the disk when it returns (FULL), and readers do not wait for writers (WAL).
    database.pragma_update(None, "journal_mode", "wal").map_err(failed)?;
    database.pragma_update(None, "synchronous", "full").map_err(failed)
}

/// Returns the version of the database, 0 for an empty one.
fn check(database: &Connection, path: &Path) -> Result<i32, StoreError> {
    let failed = |source| StoreError::from_sqlite(path, source);
    let pragma = |name: &str| database.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id").map_err(failed)?;
    let version = pragma("user_version").map_err(failed)?;
    let known = STEPS.len() as i32;
    if application == APPLICATION {
        return if version > known {
            Err(StoreError::Newer { path: path.to_owned(), found: version, known })
        } else {
            Ok(version)
        };
    }
    let tables: i64 = database
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    if application == 0 && tables == 0 {
        return Ok(0);
    }
    Err(StoreError::Foreign {
        path: path.to_owned(),
        why: "it is a database of another program".to_owned(),
    })
}

/// Makes the steps that are missing, all in one transaction; another instance may have made them
/// since we looked.
fn migrate(database: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::from_sqlite(path, source);
    let transaction =
        database.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let version = check(&transaction, path)?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
    transaction.pragma_update(None, "user_version", STEPS.len() as i32).map_err(failed)?;
    transaction.commit().map_err(failed)
}
