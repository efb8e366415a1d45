//! Changes: what a reader does to annotations, as values that can be undone.

use serde::{Deserialize, Serialize};

use crate::library::{Correction, Note, NoteId};

/// One step that a reader takes back with one `u`.
///
/// Says what was there before as well as what comes after, so that its inverse needs nothing else
/// and a change that met other things than it expects is noticed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A note is made.
    Add(Note),
    /// A note is deleted.
    Remove(Note),
    /// A note is edited, recoloured, retagged, starred or attached to other words.
    Replace {
        /// The note as it was.
        before: Note,
        /// The same note as it is to be.
        after: Note,
    },
    /// A correction is made.
    Correct(Correction),
    /// A correction is taken back.
    Withdraw(Correction),
    /// Several changes at once, in this order: a bulk tag, a correction and its like.
    Together(Vec<Change>),
}

/// Why a change could not be made: the annotations are not what it expects.
///
/// Happens when two readers, or two windows, change the same note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// What is to be added is there already.
    #[error("there is a note {0} already")]
    Exists(NoteId),
    /// What is to be changed or removed is not there.
    #[error("note {0} was deleted in the meantime")]
    Gone(NoteId),
    /// What is to be changed or removed differs from what the change expects.
    #[error("note {0} was changed in the meantime")]
    Differs(NoteId),
    /// A replacement goes by another id than what it replaces.
    #[error("note {0} cannot become another note")]
    Renamed(NoteId),
}

impl Change {
    /// Returns the change that takes this one back.
    pub fn inverse(&self) -> Self {
        match self {
            Self::Add(note) => Self::Remove(note.clone()),
            Self::Remove(note) => Self::Add(note.clone()),
            Self::Replace { before, after } => {
                Self::Replace { before: after.clone(), after: before.clone() }
            }
            Self::Correct(correction) => Self::Withdraw(correction.clone()),
            Self::Withdraw(correction) => Self::Correct(correction.clone()),
            Self::Together(changes) => {
                Self::Together(changes.iter().rev().map(Self::inverse).collect())
            }
        }
    }

    /// Returns the single steps of the change, in order.
    pub fn steps(&self) -> Vec<&Self> {
        match self {
            Self::Together(changes) => changes.iter().flat_map(Self::steps).collect(),
            single => vec![single],
        }
    }

    /// Returns the ids of the notes and corrections it touches, in order, repeats included.
    pub fn touches(&self) -> Vec<&NoteId> {
        self.steps().into_iter().filter_map(Self::id).collect()
    }

    /// Returns the id a single step touches; `None` for several steps.
    fn id(&self) -> Option<&NoteId> {
        match self {
            Self::Add(note) | Self::Remove(note) | Self::Replace { before: note, .. } => {
                Some(&note.id)
            }
            Self::Correct(correction) | Self::Withdraw(correction) => Some(&correction.id),
            Self::Together(_) => None,
        }
    }
}
