//! What is known of articles: the place in each, those opened last, kept texts, bookmarks.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rusqlite::{OptionalExtension, Row, params};

use crate::{
    library::{ArticleKey, Bookmark, Recent},
    store::{
        Store, StoreError,
        error::Result,
        rows::{read_time, time_text},
    },
};

impl Store {
    /// Keeps how far the reader got in an article, and where its file lies.
    pub fn remember(&mut self, recent: &Recent) -> Result<()> {
        let file = self.path.clone();
        let failed = |error| StoreError::database(&file, error);
        let article = "INSERT OR REPLACE INTO articles (key, path, title, place, opened) \
                       VALUES (?1, ?2, ?3, ?4, ?5)";
        let seen = "INSERT OR REPLACE INTO paths (path, article, seen) VALUES (?1, ?2, ?3)";
        let (key, path) = (recent.article.to_string(), recent.path.as_deref().map(path_bytes));
        let opened = time_text(recent.opened);
        self.transaction(|connection| {
            connection
                .prepare_cached(article)
                .and_then(|mut insert| {
                    insert.execute(params![key, path, recent.title, recent.place, opened])
                })
                .map_err(failed)?;
            let Some(path) = &path else { return Ok(()) };
            connection
                .prepare_cached(seen)
                .and_then(|mut insert| insert.execute(params![path, key, opened]))
                .map_err(failed)?;
            Ok(())
        })
    }

    /// Returns how far the reader got in `article`, in Unicode scalar values, or `None` if it was
    /// never open.
    pub fn place(&self, article: &ArticleKey) -> Result<Option<usize>> {
        self.connection
            .prepare_cached("SELECT place FROM articles WHERE key = ?1")
            .and_then(|mut query| {
                query.query_row([article.to_string()], |row| row.get(0)).optional()
            })
            .map_err(|error| self.failed(error))
    }

    /// Returns the `limit` articles that were open last, the latest first.
    pub fn recent(&self, limit: usize) -> Result<Vec<Recent>> {
        let sql = "SELECT key, path, title, place, opened FROM articles \
                   ORDER BY opened DESC LIMIT ?1";
        let read = || -> rusqlite::Result<Vec<_>> {
            let mut query = self.connection.prepare_cached(sql)?;
            // A row that cannot be read must not hide the others.
            let rows = query.query_map([limit], |row| Ok(read_recent(row).ok()))?;
            rows.collect()
        };
        Ok(read().map_err(|error| self.failed(error))?.into_iter().flatten().collect())
    }

    /// Keeps the text of an article, so that what is noted on it can be found again in a later one.
    ///
    /// Cheap where it is kept already. A text that is not the article's is not kept.
    pub fn keep_text(&mut self, article: &ArticleKey, text: &str) -> Result<()> {
        if ArticleKey::of(text) != *article || self.text(article)?.is_some() {
            return Ok(());
        }
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO texts (article, text) VALUES (?1, ?2)")
            .and_then(|mut insert| insert.execute(params![article.to_string(), text]))
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// Returns where each article lay when it was last open; those that came from no file left out.
    pub fn paths(&self) -> Result<BTreeMap<ArticleKey, PathBuf>> {
        let read = || -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
            let sql = "SELECT article, path FROM paths ORDER BY seen";
            let mut query = self.connection.prepare_cached(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = read().map_err(|error| self.failed(error))?;
        let path = |(key, path): (String, Vec<u8>)| Some((key.parse().ok()?, path_from(path)));
        Ok(rows.into_iter().filter_map(path).collect())
    }

    /// Keeps that an article lay at `path`; when is not told, where it was never open there.
    pub(super) fn keep_path(&mut self, article: &ArticleKey, path: &Path) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO paths (path, article, seen) VALUES (?1, ?2, '')")
            .and_then(|mut insert| insert.execute(params![path_bytes(path), article.to_string()]))
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// Returns the text of an article, or `None` if it was not kept.
    pub fn text(&self, article: &ArticleKey) -> Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT text FROM texts WHERE article = ?1")
            .and_then(|mut query| {
                query.query_row([article.to_string()], |row| row.get(0)).optional()
            })
            .map_err(|error| self.failed(error))
    }

    /// Returns the other texts that lay at `path` before, the latest first: earlier snapshots of
    /// `article`, whose notes may belong to it too.
    pub fn earlier(&self, article: &ArticleKey, path: &Path) -> Result<Vec<ArticleKey>> {
        let sql = "SELECT article FROM paths WHERE path = ?1 AND article <> ?2 ORDER BY seen DESC";
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map(params![path_bytes(path), article.to_string()], |row| {
                row.get::<_, String>(0)
            })?;
            rows.collect()
        };
        let keys = read().map_err(|error| self.failed(error))?;
        Ok(keys.iter().filter_map(|key| key.parse().ok()).collect())
    }

    /// Keeps a bookmark, in place of the one that had its letter.
    pub fn set_bookmark(&mut self, bookmark: &Bookmark) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO bookmarks (letter, scope, article, place) \
                   VALUES (?1, ?2, ?3, ?4)";
        let article = bookmark.article.to_string();
        let scope = scope(bookmark.letter, &bookmark.article);
        self.connection
            .execute(sql, params![bookmark.letter.to_string(), scope, article, bookmark.place])
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// Returns the bookmark of `letter` as seen from `article`, or `None` if there is none.
    pub fn bookmark(&self, letter: char, article: &ArticleKey) -> Result<Option<Bookmark>> {
        let marks = self.bookmarks(article)?;
        Ok(marks.into_iter().find(|mark| mark.letter == letter))
    }

    /// Returns the bookmarks of `article` and those of all articles, by letter.
    pub fn bookmarks(&self, article: &ArticleKey) -> Result<Vec<Bookmark>> {
        let sql = "SELECT letter, article, place FROM bookmarks WHERE scope IN ('', ?1) \
                   ORDER BY letter";
        let read = || -> rusqlite::Result<Vec<_>> {
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map([article.to_string()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?))
            })?;
            rows.collect()
        };
        let rows = read().map_err(|error| self.failed(error))?;
        let bookmark = |(letter, article, place): (String, String, usize)| {
            Some(Bookmark { letter: letter.chars().next()?, article: article.parse().ok()?, place })
        };
        Ok(rows.into_iter().filter_map(bookmark).collect())
    }
}

/// Returns what a letter is unique in: an article, or everything for a capital.
fn scope(letter: char, article: &ArticleKey) -> String {
    if letter.is_uppercase() { String::new() } else { article.to_string() }
}

/// Reads a row of the articles.
fn read_recent(row: &Row<'_>) -> rusqlite::Result<Recent> {
    let key: String = row.get(0)?;
    Ok(Recent {
        article: key.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
        path: row.get::<_, Option<Vec<u8>>>(1)?.map(path_from),
        title: row.get(2)?,
        place: row.get(3)?,
        opened: read_time(row, 4)?,
    })
}

/// Returns the bytes of `path`, which need not be UTF-8.
#[cfg(unix)]
fn path_bytes(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_owned()
}

/// Returns the path that has these bytes.
#[cfg(unix)]
fn path_from(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
}

/// Returns the bytes of `path`; what is no Unicode in it is lost.
#[cfg(not(unix))]
fn path_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// Returns the path that has these bytes.
#[cfg(not(unix))]
fn path_from(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}
