//! Which texts of the library are earlier ones of an article that is open.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    app::Origin,
    article::Article,
    library::{ArticleKey, exchange::stand_ins, is_snapshot},
    store::{Store, StoreError},
};

/// Returns where an article is at home: the path of its file, whole and without links.
///
/// An article that is one of several in its file has its address or title added, so that it is not
/// taken for a later text of the others. `None` where it came from no file.
pub(super) fn home(origin: &Origin, article: &Article, several: bool) -> Option<PathBuf> {
    let Origin::File(path) = origin else { return None };
    let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).ok()?;
    if !several {
        return Some(whole);
    }
    let name = article.address.as_deref().unwrap_or(&article.title);
    if name.is_empty() { None } else { Some(whole.join(format!("#{name}"))) }
}

/// Returns the keys under which notes of `article`, whose own is `key`, may lie, and the texts of
/// those that were kept: its own first, then earlier texts of the same file or address, then those
/// under which notes of other programs lie that know its address or title.
pub(super) fn snapshots(
    store: &Store,
    article: &Article,
    key: ArticleKey,
    home: Option<&Path>,
) -> Result<(Vec<ArticleKey>, BTreeMap<ArticleKey, String>), StoreError> {
    let mut earlier = match home {
        Some(path) => store.earlier(&key, path)?,
        None => Vec::new(),
    };
    if let Some(address) = &article.address {
        earlier.extend(store.at_address(&key, address)?);
    }
    earlier.sort();
    earlier.dedup();
    let (mut keys, mut texts) = (vec![key], BTreeMap::new());
    for key in earlier {
        // A text that was not kept has no notes: it is kept before the first.
        if let Some(text) = store.text(&key)?.filter(|text| is_snapshot(text, &article.text)) {
            keys.push(key);
            texts.insert(key, text);
        }
    }
    keys.extend(stand_ins(&article.title, article.address.as_deref()));
    Ok((keys, texts))
}
