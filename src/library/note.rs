//! A note: what a reader writes on a passage, or only its highlight.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::library::{Anchor, ArticleKey, Colour, NoteId};

/// A word that a reader files notes under; any string, compared as it is.
pub type Tag = String;

/// Something that a reader added to a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is known by.
    pub id: NoteId,
    /// The article it was made on; another one than the article shown if its text has changed.
    pub article: ArticleKey,
    /// Which words it is on.
    pub anchor: Anchor,
    /// The colour the words are marked in; `None` where only the margin shows the note.
    pub colour: Option<Colour>,
    /// What the reader wrote, in Markdown; empty for a bare highlight.
    pub body: String,
    /// What it is filed under.
    pub tags: BTreeSet<Tag>,
    /// Whether the reader set it apart.
    pub starred: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub changed: Timestamp,
}

/// A note without what only its making gives: the id and the times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteDraft {
    /// Which words it is on.
    pub anchor: Anchor,
    /// The colour of the words, if any.
    pub colour: Option<Colour>,
    /// What the reader wrote.
    pub body: String,
    /// What it is filed under.
    pub tags: BTreeSet<Tag>,
}

impl Note {
    /// Returns whether the reader wrote nothing to it.
    pub fn is_highlight(&self) -> bool {
        self.body.is_empty()
    }
}
