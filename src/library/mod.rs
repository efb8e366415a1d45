//! What a reader adds: notes, highlights, corrections, and where they were in each article.
//!
//! Plain values and what can be computed from them. Comes from `app`, which makes and shows them;
//! goes to `store`, which keeps them. Never reads a file, a clock or a database: times are given.

mod anchor;
mod annotations;
mod article_key;
mod change;
mod colour;
mod correction;
pub mod exchange;
mod note;
mod note_id;
mod overlay;
#[cfg(test)]
mod overlay_tests;
mod passage;
mod place;
mod query;
mod reanchor;
mod snapshot;

pub use anchor::{Anchor, CONTEXT};
pub use annotations::Annotations;
pub use article_key::{ArticleKey, KeyError};
pub use change::{Change, Conflict};
pub use colour::Colour;
pub use correction::{Correction, Decision, Matter, SourceChoice, SourceNature};
pub use note::{Note, NoteDraft, Tag};
pub use note_id::NoteId;
pub use overlay::{Overlay, claim_at, lay_over, said_by, source_at};
pub use passage::{Passage, PassageFinder};
pub use place::{Bookmark, Recent};
pub use query::{Query, QueryError, Subject as QuerySubject};
pub use reanchor::{Finder, Placement};
pub use snapshot::is_snapshot;
