//! What can be wrong with the library, in words that name the file and the way out.

use std::{
    io,
    path::{Path, PathBuf},
};

use rusqlite::ErrorCode;

/// Why the library cannot be used or a change cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made or used.
    #[error("cannot use the folder {}: {source}; --data-dir names another", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The database was written by a later version of the program.
    #[error(
        "{} was written by a newer whosaid (version {found}, this one knows {known}); it was left \
         as it is: update whosaid, or name another folder with --data-dir",
        path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// The version of the database.
        found: i32,
        /// The newest version that we know.
        known: i32,
    },
    /// The file is no database, or not one of ours.
    #[error(
        "{} is not a library of whosaid ({why}); it was left as it is: move it aside, or name \
         another folder with --data-dir",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is known of it.
        why: String,
    },
    /// There is no room on the disk.
    #[error("no space is left for {}; make room and try again", path.display())]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// The database cannot be written.
    #[error("{} cannot be written; --data-dir names another folder", path.display())]
    ReadOnly {
        /// The database.
        path: PathBuf,
    },
    /// Another program holds the database.
    #[error("{} is in use by another program; try again", path.display())]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The note was changed by another instance in the meantime.
    #[error("note {id} was changed elsewhere in the meantime; the notes have been read anew")]
    Stale {
        /// The note.
        id: String,
    },
    /// A record in the database cannot be read.
    #[error("a record in {} cannot be read: {source}", path.display())]
    Record {
        /// The database.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Anything else that SQLite reports.
    #[error("cannot use {}: {source}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Says in our words what SQLite reports of the database at `path`.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly { path }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Foreign { path, why: source.to_string() }
            }
            _ => Self::Database { path, source },
        }
    }
}
