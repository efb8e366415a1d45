//! What can go wrong with the library on disk, and the way out of it.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

use crate::library::Conflict;

/// Why the library could not be opened, read or written.
///
/// Whatever it is, nothing was written by halves and no file was removed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or the file in it may not be written.
    #[error("cannot write to {}; check its permissions or choose another folder with --data-dir", path.display())]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// There is no room left.
    #[error("no space is left for {}; free some and try again", path.display())]
    Full {
        /// The library's file.
        path: PathBuf,
    },
    /// A later version of this program wrote it.
    #[error(
        "{} was written by a newer whosaid (its version is {found}, this one knows {known}); \
         update whosaid or choose another folder with --data-dir", path.display()
    )]
    Newer {
        /// The library's file, which was left as it is.
        path: PathBuf,
        /// The version of the file.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// Another program wrote it.
    #[error("{} is not a library of whosaid; move it aside or choose another folder with --data-dir", path.display())]
    Foreign {
        /// The file, which was left as it is.
        path: PathBuf,
    },
    /// The file does not hold together.
    #[error(
        "{} is damaged ({detail}); move it aside, with the -wal and -shm files beside it, \
         and whosaid starts a new one", path.display()
    )]
    Corrupt {
        /// The library's file, which was left as it is.
        path: PathBuf,
        /// What SQLite found.
        detail: String,
    },
    /// Another instance holds the file for longer than we wait.
    #[error("another whosaid is busy with {}; try again, or close the other one", path.display())]
    Busy {
        /// The library's file.
        path: PathBuf,
    },
    /// Another window changed the same note; the change was not made.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Something else that SQLite reports.
    #[error("cannot use {}: {source}", path.display())]
    Other {
        /// The library's file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Makes the error for what SQLite reports about the file at `path`.
    pub(super) fn database(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable { path, source: error.into() }
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Corrupt { path, detail: detail(&error) }
            }
            _ => Self::Other { path, source: error },
        }
    }

    /// Makes the error for what the system reports about the file or folder at `path`.
    pub(super) fn system(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::NotWritable { path, source: error.into() },
        }
    }
}

/// Returns SQLite's own words for `error`.
fn detail(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(words)) => words.clone(),
        other => other.to_string(),
    }
}

/// The result of everything that touches the library on disk.
pub(super) type Result<T> = std::result::Result<T, StoreError>;
