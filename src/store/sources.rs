//! Who says what a note is on, so that notes of articles that are not open can be told by it.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params;

use crate::{
    library::{ArticleKey, NoteId},
    store::{Store, StoreError, error::Result},
};

impl Store {
    /// Keeps for each note who says what it is on; an empty name where nobody does.
    pub fn keep_sources(&mut self, sources: &[(NoteId, String)]) -> Result<()> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        self.transaction(|connection| {
            let sql = "INSERT OR REPLACE INTO note_sources (note, source) VALUES (?1, ?2)";
            let mut put = connection.prepare_cached(sql).map_err(failed)?;
            for (note, source) in sources {
                put.execute(params![note.as_str(), source]).map_err(failed)?;
            }
            Ok(())
        })
    }

    /// Returns who says what each note is on, as far as that was found out; empty where nobody does.
    pub fn sources(&self) -> Result<HashMap<NoteId, String>> {
        self.named("SELECT note, source FROM note_sources", &[])
    }

    /// Returns the same for the notes made on any of `articles`.
    pub fn sources_in(&self, articles: &[ArticleKey]) -> Result<HashMap<NoteId, String>> {
        let sql = "SELECT note, source FROM note_sources JOIN notes ON id = note \
                   WHERE article = ?1";
        let mut all = HashMap::new();
        for article in articles {
            all.extend(self.named(sql, &[&article.to_string()])?);
        }
        Ok(all)
    }

    /// Returns the articles whose notes have not all been looked at, with their texts, those whose
    /// text was not kept left out.
    pub fn unsourced(&self) -> Result<BTreeMap<ArticleKey, String>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let sql = "SELECT article, text FROM texts WHERE article IN \
                       (SELECT article FROM notes LEFT JOIN note_sources ON note = id \
                       WHERE note IS NULL)";
            let mut query = self.connection.prepare_cached(sql)?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = read().map_err(|error| self.failed(error))?;
        Ok(rows.into_iter().filter_map(|(key, text)| Some((key.parse().ok()?, text))).collect())
    }

    fn named(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<HashMap<NoteId, String>> {
        let read = || -> rusqlite::Result<HashMap<NoteId, String>> {
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map(values, |row| {
                Ok((NoteId::stored(row.get(0)?), row.get::<_, String>(1)?))
            })?;
            rows.collect()
        };
        read().map_err(|error| self.failed(error))
    }
}
