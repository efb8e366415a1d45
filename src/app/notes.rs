//! The notes of the open article, with the places where they are shown.

use std::sync::Arc;

use crate::{
    article::Article,
    base::{ScalarIndex, TextSpan},
    library::{Anchor, Annotations, Change, Conflict, Note, NoteId},
};

/// The annotations of one article and where each note stands in its text.
#[derive(Debug)]
pub struct Notes {
    article: Arc<Article>,
    annotations: Annotations,
    /// Where each note stands, in reading order; a note whose words are gone is not among them.
    placed: Vec<(TextSpan, NoteId)>,
}

impl Notes {
    /// Finds the places of `annotations` in `article`.
    pub fn new(article: Arc<Article>, annotations: Annotations) -> Self {
        let mut notes = Self { article, annotations, placed: Vec::new() };
        notes.place();
        notes
    }

    /// Returns the annotations.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// Returns each note with where it stands, in reading order.
    pub fn placed(&self) -> impl DoubleEndedIterator<Item = (TextSpan, &Note)> {
        self.placed.iter().filter_map(|(span, id)| Some((*span, self.annotations.note(id)?)))
    }

    /// Returns the notes that share a byte with `span`, in reading order.
    pub fn over(&self, span: TextSpan) -> impl DoubleEndedIterator<Item = (TextSpan, &Note)> {
        self.placed().filter(move |(at, _)| at.overlaps(span))
    }

    /// Returns the note with the shortest passage that byte `at` is in.
    pub fn at(&self, at: usize) -> Option<&Note> {
        self.placed()
            .filter(|(span, _)| span.contains(at))
            .min_by_key(|(span, _)| span.len())
            .map(|(_, note)| note)
    }

    /// Returns where the note called `id` stands.
    pub fn span_of(&self, id: &NoteId) -> Option<TextSpan> {
        self.placed.iter().find(|(_, placed)| placed == id).map(|(span, _)| *span)
    }

    /// Makes the anchor of `span`.
    pub fn anchor(&self, span: TextSpan) -> Option<Anchor> {
        let text = &self.article.text;
        Anchor::of(text, &ScalarIndex::new(text), span)
    }

    /// Carries out `change`.
    ///
    /// # Errors
    ///
    /// [`Conflict`] if the change was made for other notes than these; nothing is changed then.
    pub fn apply(&mut self, change: &Change) -> Result<(), Conflict> {
        self.annotations.apply(change)?;
        self.place();
        Ok(())
    }

    fn place(&mut self) {
        if self.annotations.notes().is_empty() {
            return self.placed.clear();
        }
        let text = &self.article.text;
        let index = ScalarIndex::new(text);
        self.placed = self
            .annotations
            .notes()
            .iter()
            .filter_map(|note| Some((note.anchor.in_place(text, &index)?, note.id.clone())))
            .collect();
    }
}
