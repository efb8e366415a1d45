//! Brings a library to the version that this program knows, one step a version.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::{
    error::{Result, StoreError},
    schema::{APPLICATION_ID, VERSION_1, VERSION_2, VERSION_3},
};

/// What makes each version from the one before; the first makes version 1 from an empty file.
const STEPS: &[&str] = &[VERSION_1, VERSION_2, VERSION_3];

/// The version that this program writes.
const KNOWN: i64 = STEPS.len() as i64;

/// Refuses a file of another program or of a newer version, without a write.
///
/// Reads in one transaction: another instance may be making the tables at this very moment, and
/// half of what it makes would look like the file of another program.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<()> {
    let reading =
        connection.unchecked_transaction().map_err(|error| StoreError::database(path, error))?;
    check_inside(&reading, path)
}

/// Does so inside a transaction.
fn check_inside(connection: &Connection, path: &Path) -> Result<()> {
    let number = |pragma: &str| number(connection, pragma, path);
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION_ID && version > KNOWN {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known: KNOWN });
    }
    if application == APPLICATION_ID {
        return Ok(());
    }
    let count = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = connection
        .query_row(count, [], |row| row.get(0))
        .map_err(|error| StoreError::database(path, error))?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(()),
        _ => Err(StoreError::Foreign { path: path.to_owned() }),
    }
}

/// Takes every step that the file lacks, all in one transaction.
///
/// Takes the lock for writing even where there is nothing to do, so that a library that cannot be
/// written is noticed before the reader writes the first note.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    let failed = |error| StoreError::database(path, error);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let version = number(&transaction, "user_version", path)?;
    if version == KNOWN {
        return transaction.commit().map_err(failed);
    }
    // Another instance may have migrated between the check and the lock.
    check_inside(&transaction, path)?;
    let done = usize::try_from(version).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step).map_err(failed)?;
    }
    let pragma = |name, value| transaction.pragma_update(None, name, value).map_err(failed);
    pragma("application_id", APPLICATION_ID)?;
    pragma("user_version", KNOWN)?;
    transaction.commit().map_err(failed)
}

/// Reads a pragma that is a number.
fn number(connection: &Connection, pragma: &str, path: &Path) -> Result<i64> {
    connection
        .pragma_query_value(None, pragma, |row| row.get(0))
        .map_err(|error| StoreError::database(path, error))
}
