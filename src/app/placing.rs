//! What became of the words of notes: found again, to be shown, or to be attached again by hand.

use std::sync::Arc;

use crate::{
    app::{App, Effect, Entry, EntryState, Listed, Scroll, Selection, Unit},
    base::{Id, TextSpan},
    library::{Note, NoteId, Passage, Placement},
};

impl App {
    /// Asks for the places of notes that were made on an earlier text, if there are such.
    pub(super) fn look_for_words(&mut self, entry: Id<Entry>) -> Vec<Effect> {
        let EntryState::Ready(pane) = &self.entries[entry].state else { return Vec::new() };
        let Some(notes) = &pane.notes else { return Vec::new() };
        let sought = notes.sought(pane.cursor);
        if sought.is_empty() {
            return Vec::new();
        }
        let (article, texts) = (Arc::clone(&pane.article), Arc::clone(notes.texts()));
        vec![Effect::Find(entry, article, texts, sought)]
    }

    /// Takes in where words of notes are now.
    pub(super) fn placed(&mut self, entry: Id<Entry>, places: Vec<(Passage, Placement)>) {
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return };
        let Some(notes) = &mut pane.notes else { return };
        notes.found(places);
        let left = notes.sought(0).len();
        self.lay_corrections(entry);
        if left == 0 && entry == self.current {
            self.say_what_is_lost();
        }
    }

    /// Says how many notes cannot be shown in the text, if there are such.
    fn say_what_is_lost(&mut self) {
        let Some(notes) = self.pane().and_then(|pane| pane.notes.as_ref()) else { return };
        let unplaced = notes.unplaced().count();
        if unplaced > 0 {
            let (these, have) = if unplaced == 1 { ("note", "has") } else { ("notes", "have") };
            self.warn(format!(
                "the text has changed: {unplaced} {these} {have} no sure place in it; gN lists them"
            ));
        }
    }

    /// Attaches a note to other words.
    ///
    /// In a list: begins it for the chosen note. In the text: ends it on the selection; without
    /// one begun, the note here is attached to where it is shown.
    pub(super) fn attach(&mut self) -> Vec<Effect> {
        if let Some(Listed::Note(id)) = self.chosen_listed() {
            self.begin_attaching(id);
            return Vec::new();
        }
        let selected = self.pane().and_then(|pane| pane.selected());
        match (self.attaching.clone(), selected) {
            (Some(id), Some(span)) => self.attach_to(&id, span),
            (Some(_), None) => {
                self.warn("select the words of the note first: v, then R again");
                Vec::new()
            }
            (None, _) => self.keep_where_shown(),
        }
    }

    fn begin_attaching(&mut self, id: NoteId) {
        self.leave_lists();
        let note = self.note_called(&id);
        let words: String =
            note.map_or("", |note| note.anchor.exact.as_str()).chars().take(60).collect();
        self.go_to_next_place(&id);
        self.attaching = Some(id);
        self.say(format!("select the words for “{words}”, then R; Esc leaves it"));
    }

    /// Selects the next of the places that may be the note's, after the cursor.
    pub(super) fn go_to_next_place(&mut self, id: &NoteId) -> bool {
        let places = self.places_of(id);
        let cursor = self.pane().map_or(0, |pane| pane.cursor);
        let next = places.iter().find(|span| span.start() > cursor).or(places.first());
        let Some(span) = next.copied() else { return false };
        self.jump_to(span.start(), Scroll::Least);
        if let Some(pane) = self.pane_mut() {
            let unit = Unit::Character;
            pane.selection = Some(Selection { anchor: span.start(), unit, grown: Vec::new() });
            pane.go_to(span.end() - 1, Scroll::Least);
        }
        true
    }

    /// Returns the places that may be those of a note whose place is not sure.
    fn places_of(&self, id: &NoteId) -> Vec<TextSpan> {
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let placement = notes.and_then(|notes| notes.placement(notes.annotations().note(id)?));
        match placement {
            Some(Placement::Ambiguous(places)) => places.clone(),
            _ => Vec::new(),
        }
    }

    fn attach_to(&mut self, id: &NoteId, span: TextSpan) -> Vec<Effect> {
        self.attaching = None;
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        pane.selection = None;
        let Some(notes) = &pane.notes else { return Vec::new() };
        let (article, anchor) = (*notes.annotations().article(), notes.anchor(span));
        self.edit_note(id, "attached and saved", |note: &mut Note| {
            if let Some(anchor) = anchor {
                (note.article, note.anchor) = (article, anchor);
            }
        })
    }

    /// Attaches the note here to the words where it is shown, which may differ from its own.
    fn keep_where_shown(&mut self) -> Vec<Effect> {
        let here = self.note_here().map(|note| note.id.clone());
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let found = here.and_then(|id| {
            let notes = notes?;
            let placement = notes.placement(notes.annotations().note(&id)?)?;
            match placement {
                Placement::Exact(_) => None,
                placement => Some((id, placement.span()?)),
            }
        });
        match found {
            Some((id, span)) => self.attach_to(&id, span),
            None => {
                self.warn("R attaches a note whose words have changed: choose it in the list (gN)");
                Vec::new()
            }
        }
    }

    pub(super) fn note_called(&self, id: &NoteId) -> Option<&Note> {
        if self.is_shelf_open() {
            return self.shelf.note(id).map(|row| &row.note);
        }
        self.pane()?.notes.as_ref()?.annotations().note(id)
    }
}
