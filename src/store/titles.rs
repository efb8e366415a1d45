//! What is known of articles with notes beside their text, and what the colours mean.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rusqlite::params;

use crate::{
    library::{ArticleKey, Colour},
    store::{Store, error::Result},
};

/// What an article is called and where it is on the web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titled {
    /// Its title; may be empty.
    pub title: String,
    /// Its address.
    pub address: Option<String>,
}

impl Store {
    /// Keeps the text of an article, what it is called, where it is on the web and where its file
    /// lies, so that its notes can be found again in a later text and exported when it is gone.
    ///
    /// Cheap where that is kept already. An empty title or address replaces none that is known;
    /// a text that is not the article's is not kept.
    pub fn keep_article(
        &mut self,
        article: &ArticleKey,
        text: &str,
        titled: &Titled,
        path: Option<&Path>,
    ) -> Result<()> {
        self.keep_text(article, text)?;
        if let Some(path) = path {
            self.keep_path(article, path)?;
        }
        let sql = "INSERT INTO titles (article, title, address) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (article) DO UPDATE SET \
                   title = iif(excluded.title = '', title, excluded.title), \
                   address = iif(excluded.address = '', address, excluded.address) \
                   WHERE excluded.title NOT IN ('', title) OR excluded.address NOT IN ('', address)";
        let address = titled.address.as_deref().unwrap_or_default();
        self.connection
            .prepare_cached(sql)
            .and_then(|mut put| put.execute(params![article.to_string(), titled.title, address]))
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// Returns the other texts with notes that were saved from `address`, in no order.
    pub fn at_address(&self, article: &ArticleKey, address: &str) -> Result<Vec<ArticleKey>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT article FROM titles WHERE address = ?1 AND article <> ?2";
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map([address, &article.to_string()], |row| row.get(0))?;
            rows.collect()
        };
        let keys = read().map_err(|error| self.failed(error))?;
        Ok(keys.iter().filter_map(|key| key.parse().ok()).collect())
    }

    /// Returns what the articles with notes are called.
    pub fn titles(&self) -> Result<BTreeMap<ArticleKey, Titled>> {
        let read = || -> rusqlite::Result<Vec<(String, String, String)>> {
            let sql = "SELECT article, title, address FROM titles";
            let mut query = self.connection.prepare_cached(sql)?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect()
        };
        let rows = read().map_err(|error| self.failed(error))?;
        let titled = |(key, title, address): (String, String, String)| {
            let address = Some(address).filter(|address| !address.is_empty());
            Some((key.parse().ok()?, Titled { title, address }))
        };
        Ok(rows.into_iter().filter_map(titled).collect())
    }

    /// Returns all tags of the library.
    pub fn tags(&self) -> Result<BTreeSet<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT DISTINCT tags FROM notes WHERE tags <> '[]'";
            let mut query = self.connection.prepare_cached(sql)?;
            query.query_map([], |row| row.get(0))?.collect()
        };
        let lists = read().map_err(|error| self.failed(error))?;
        let tags = |list: &String| serde_json::from_str::<Vec<String>>(list).unwrap_or_default();
        Ok(lists.iter().flat_map(tags).collect())
    }

    /// Returns what the reader takes the colours for; nothing for one whose meaning was taken
    /// away, and no row for one that never had one.
    pub fn meanings(&self) -> Result<BTreeMap<Colour, String>> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let mut query = self.connection.prepare_cached("SELECT colour, words FROM meanings")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        let rows = read().map_err(|error| self.failed(error))?;
        let meaning =
            |(colour, words): (String, String)| Some((Colour::from_name(&colour)?, words));
        Ok(rows.into_iter().filter_map(meaning).collect())
    }

    /// Keeps what the reader takes a colour for; empty `words` take its meaning away.
    pub fn set_meaning(&mut self, colour: Colour, words: &str) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO meanings (colour, words) VALUES (?1, ?2)";
        self.connection
            .execute(sql, params![colour.name(), words])
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }
}
