//! The library on disk: one SQLite file that survives crashes, full disks and a second instance.
//!
//! Takes values of [`library`](crate::library) and gives them back. Every change is one
//! transaction that is on disk when the call returns. Never removes or overwrites a file that it
//! cannot read, and never decides what the reader sees: errors say what happened and the way out.

mod error;
mod history;
mod migrate;
mod places;
mod rows;
mod schema;
mod sources;
#[cfg(test)]
mod tests;
mod titles;

pub use error::StoreError;
pub use history::Past;
pub use rows::Loaded;
pub use titles::Titled;

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use error::Result;

/// The name of the library's file in the data folder.
pub const FILE: &str = "library.sqlite";

/// How long a call waits for another instance that is writing; a write takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often opening is tried again while another instance creates the file.
const TRIES: u32 = 20;

/// An open library.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the library in `folder`; makes the folder, for its owner only, and the file if there
    /// are none.
    pub fn open(folder: &Path) -> Result<Self> {
        make_folder(folder).map_err(|error| StoreError::system(folder, error))?;
        let path = folder.join(FILE);
        make_file(&path).map_err(|error| StoreError::system(&path, error))?;
        for turn in 1..TRIES {
            match Self::open_file(&path) {
                // Of two that switch a new file to the write-ahead log at once, SQLite turns one
                // away without waiting.
                Err(StoreError::Busy { .. }) => {
                    std::thread::sleep(Duration::from_millis(u64::from(turn) * 5))
                }
                done => return done,
            }
        }
        Self::open_file(&path)
    }

    /// Returns whether there is a library in `folder`.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// Returns the library's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns a number that changes when another instance has changed the library, and only
    /// then.
    pub fn version(&self) -> Result<i64> {
        self.connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(|error| self.failed(error))
    }

    /// Reads the whole file and checks that it holds together; takes time with its size.
    pub fn check(&self) -> Result<()> {
        let found: String = self
            .connection
            .pragma_query_value(None, "quick_check", |row| row.get(0))
            .map_err(|error| self.failed(error))?;
        match found.as_str() {
            "ok" => Ok(()),
            _ => Err(StoreError::Corrupt { path: self.path.clone(), detail: found }),
        }
    }

    /// Opens the file, which exists, and brings it to our version.
    fn open_file(path: &Path) -> Result<Self> {
        let failed = |error| StoreError::database(path, error);
        let mut connection = Connection::open(path).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        // Before anything that may write: a file that is not ours must stay as it is.
        migrate::check(&connection, path)?;
        // Some file systems have no write-ahead log; SQLite then keeps its rollback journal, which
        // is as safe.
        let _: String = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
            .map_err(failed)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
        migrate::migrate(&mut connection, path)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Runs `work`, which reads several times, on the library as it is at one moment, and with one
    /// lock.
    ///
    /// # Errors
    ///
    /// Those of `work`, or if the library cannot be locked.
    pub fn reading<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let transaction =
            self.connection.unchecked_transaction().map_err(|error| self.failed(error))?;
        let value = work()?;
        transaction.commit().map_err(|error| self.failed(error))?;
        Ok(value)
    }

    /// Runs `work` in one transaction: all of it is on disk when this returns, or none.
    fn transaction<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let path = &self.path;
        let failed = |error| StoreError::database(path, error);
        let transaction = self
            .connection
            // A lock taken at once waits for its turn; one taken later could only fail.
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let value = work(&transaction)?;
        transaction.commit().map_err(failed)?;
        Ok(value)
    }

    /// Makes the error for what SQLite reports.
    fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(&self.path, error)
    }
}

/// Makes the data folder and those above it; what a reader notes is nobody else's business.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes an empty file for the library if there is none; SQLite gives its companions the same
/// permissions.
fn make_file(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
