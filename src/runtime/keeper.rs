//! The library, on a thread of its own: writes through before anything is called saved.

use std::{path::PathBuf, sync::Arc};

use crate::{
    app::{Entry, Origin, Write},
    article::Article,
    base::Id,
    runtime::work::Post,
};

/// stub
pub(super) struct Keeper {
    _post: Post,
}

impl Keeper {
    pub(super) fn start(_folder: Result<PathBuf, String>, post: Post) -> Self {
        Self { _post: post }
    }
    pub(super) fn remember(&self, _id: Id<Entry>, _article: Arc<Article>, _origin: Origin) {}
    pub(super) fn save(&self, _id: Id<Entry>, _article: Arc<Article>, _write: Write) {}
    pub(super) fn finish(self) {}
}
