//! What a reader adds: highlights, notes, copies; and taking it back.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    app::{
        Analysis, App, Effect, Library, Listed, NoteTarget, PromptKind, Scroll, Selection, Unit,
        Write,
        claim_index::ClaimIndex,
        moves::{self, Way},
    },
    base::{Id, TextSpan},
    library::{Change, Colour, Note, NoteDraft, NoteId},
};

impl App {
    /// Returns the note at the cursor: of several the one that is looked at, else that on the
    /// fewest words.
    pub fn note_here(&self) -> Option<&Note> {
        let here = self.notes_here();
        let peeked = self.peek.as_ref().map(|peek| &peek.note);
        let looked_at = here.iter().find(|note| Some(&note.id) == peeked);
        looked_at.or(here.first()).copied()
    }

    /// Returns the rows of the list of notes: in reading order, those without a place last.
    pub(super) fn note_rows(&self) -> Vec<Listed> {
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let Some(notes) = notes else { return Vec::new() };
        let placed = notes.placed().map(|(_, note)| note);
        placed.chain(notes.unplaced()).map(|note| Listed::Note(note.id.clone())).collect()
    }

    /// Jumps to a note.
    pub(super) fn jump_to_note(&mut self, id: &NoteId) {
        let span = self.pane().and_then(|pane| pane.notes.as_ref()?.span_of(id));
        match span {
            Some(span) => self.jump_to(span.start(), Scroll::Least),
            None if self.go_to_next_place(id) => {
                self.say("this may be the place: R on the note’s row attaches it");
            }
            None => self.warn("the words of this note are not in this text; R attaches it by hand"),
        }
    }

    /// Jumps to the next or previous note.
    pub(super) fn next_note(&mut self, way: Way, count: usize) {
        let Some(pane) = self.pane() else { return };
        let cursor = pane.cursor;
        let starts =
            pane.notes.iter().flat_map(|notes| notes.placed()).map(|(span, _)| span.start());
        let starts: Vec<usize> = starts.collect();
        let found = match way {
            Way::Forward => starts.iter().filter(|at| **at > cursor).take(count.max(1)).last(),
            Way::Backward => {
                starts.iter().rev().filter(|at| **at < cursor).take(count.max(1)).last()
            }
        };
        match (found, way) {
            (Some(at), _) => self.jump_to(*at, Scroll::Least),
            (None, Way::Forward) => self.warn("no note further on"),
            (None, Way::Backward) => self.warn("no note before this"),
        }
    }

    /// Begins a selection, changes what it is made of, or ends it.
    pub(super) fn select(&mut self, unit: Unit) {
        let Some(pane) = self.pane_mut() else { return };
        match &mut pane.selection {
            Some(selection) if selection.unit == unit => pane.selection = None,
            Some(selection) => selection.unit = unit,
            None => {
                pane.selection = Some(Selection { anchor: pane.cursor, unit, grown: Vec::new() });
            }
        }
    }

    /// Selects `span`, or says why there is nothing to select.
    pub(super) fn select_span(&mut self, span: Option<TextSpan>, missing: &str) {
        let Some(span) = span.filter(|span| !span.is_empty()) else { return self.warn(missing) };
        let Some(pane) = self.pane_mut() else { return };
        let grown = pane.selection.take().map_or_else(Vec::new, |selection| selection.grown);
        let unit = Unit::Character;
        pane.selection = Some(Selection { anchor: span.start(), unit, grown });
        pane.go_to(span.end() - 1, Scroll::Least);
    }

    /// Grows the selection to the next larger thing: word, quotation, sentence, paragraph.
    pub(super) fn grow(&mut self) {
        let Some(pane) = self.pane() else { return };
        let Some(selected) = pane.selected() else { return };
        let at = selected.start();
        let block = pane.article.blocks.get(pane.block_at(at)).map(|block| block.span);
        let larger = [
            moves::word_at(pane, at),
            moves::quote_at(pane, at),
            moves::sentence_at(pane, at),
            block,
        ]
        .into_iter()
        .flatten()
        .filter(|span| span.covers(selected) && *span != selected)
        .min_by_key(|span| span.len());
        if larger.is_some() {
            self.select_span(larger, "");
            if let Some(selection) = self.pane_mut().and_then(|pane| pane.selection.as_mut()) {
                selection.grown.push(selected);
            }
        } else {
            self.warn("the whole paragraph is selected");
        }
    }

    /// Shrinks the selection to what it grew from.
    pub(super) fn shrink(&mut self) {
        let selection = self.pane_mut().and_then(|pane| pane.selection.as_mut());
        let smaller = selection.and_then(|selection| selection.grown.pop());
        self.select_span(smaller, "this is what the selection began with");
    }

    /// Moves the cursor to the other end of the selection.
    pub(super) fn swap_ends(&mut self) {
        let Some(pane) = self.pane_mut() else { return };
        let cursor = pane.cursor;
        if let Some(selection) = &mut pane.selection {
            let anchor = std::mem::replace(&mut selection.anchor, cursor);
            pane.go_to(anchor, Scroll::Least);
        }
    }

    /// Highlights the selection or the claim here, or recolours the note here.
    pub(super) fn highlight(&mut self, colour: Colour) -> Vec<Effect> {
        self.colour = colour;
        let selected = self.pane().and_then(|pane| pane.selected());
        if let (None, Some(id)) = (selected, self.note_meant()) {
            return self.edit_note(&id, "recoloured and saved", |note| note.colour = Some(colour));
        }
        let Some(passage) = self.passage_or_warn() else { return Vec::new() };
        self.add_note(passage, Some(colour), String::new(), "highlighted and saved")
    }

    /// Opens the field for a note on the selection or the claim here, or for the note here.
    pub(super) fn annotate(&mut self) {
        let Some(target) = self.note_target() else { return };
        let text = match self.draft.take() {
            Some((drafted, text)) if drafted == target => text,
            kept => {
                self.draft = kept;
                self.note_text(&target)
            }
        };
        self.open_prompt(PromptKind::Note(target), &text);
    }

    /// Opens the editor for the note that `annotate` would open a field for.
    pub(super) fn edit_in_editor(&mut self) -> Vec<Effect> {
        self.annotate();
        self.prompt.iter().map(|prompt| Effect::Edit(prompt.text())).collect()
    }

    /// Takes what was written in the editor for the note in the field.
    pub(super) fn edited(&mut self, result: Result<String, String>) -> Vec<Effect> {
        match result {
            Ok(text) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.replace(text.trim_end());
                }
                self.accept_field()
            }
            Err(why) => {
                self.warn(why);
                Vec::new()
            }
        }
    }

    /// Keeps what was written in the field of a note.
    pub(super) fn save_note(&mut self, target: NoteTarget, text: &str) -> Vec<Effect> {
        let body = text.trim_end().to_owned();
        self.in_flight = Some((target.clone(), body.clone()));
        match target {
            NoteTarget::Passage(_) if body.is_empty() => {
                self.warn("an empty note is not kept");
                Vec::new()
            }
            NoteTarget::Passage(span) => self.add_note(span, None, body, "note saved"),
            NoteTarget::Note(id) => self.edit_note(&id, "note saved", |note| note.body = body),
        }
    }

    /// Deletes the note of the chosen row, or the one here.
    pub(super) fn delete_note(&mut self) -> Vec<Effect> {
        if let Some(Listed::Shelf(row)) = self.chosen_listed() {
            return self.delete_from_shelf(row);
        }
        let Some(id) = self.note_meant() else {
            self.warn("there is no note here; ]n goes to the next");
            return Vec::new();
        };
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let change = notes.and_then(|notes| notes.annotations().remove(&id));
        change.map_or_else(Vec::new, |change| self.change(change, "note deleted; u brings it back"))
    }

    /// Takes back, or does again, the last change to the notes of this article.
    pub(super) fn undo_or_redo(&mut self, write: Write) -> Vec<Effect> {
        if !self.can_write() {
            return Vec::new();
        }
        if self.is_shelf_open() {
            self.saving += 1;
            return vec![Effect::WalkBulk(Box::new(write))];
        }
        let Some(pane) = self.pane() else { return Vec::new() };
        let article = Arc::clone(&pane.article);
        self.saving += 1;
        vec![Effect::Save(self.current, article, Box::new(write))]
    }

    /// Copies the selection, the note or claim of the chosen row, or the claim here.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let selected = pane.selected().and_then(|span| span.slice(&pane.article.text));
        let listed = self.chosen_listed();
        let text = match (selected, listed) {
            (Some(words), _) => Some(words.to_owned()),
            (None, Some(Listed::Note(id))) => pane.notes.as_ref().and_then(|notes| {
                let note = notes.annotations().note(&id)?;
                Some(if note.body.is_empty() {
                    note.anchor.exact.clone()
                } else {
                    note.body.clone()
                })
            }),
            (None, Some(Listed::Claim(claim))) => self.claim_text(claim),
            (None, _) => pane.claim_here().and_then(|claim| self.claim_text(claim)),
        };
        let Some(text) = text else {
            self.warn("nothing to copy: v selects, or go to a claim");
            return Vec::new();
        };
        if let Some(pane) = self.pane_mut() {
            pane.selection = None;
        }
        vec![Effect::Copy(text.split_whitespace().collect::<Vec<_>>().join(" "))]
    }

    /// Returns what the chosen row of the active list stands for.
    pub(super) fn chosen_listed(&self) -> Option<Listed> {
        let list = self.active_list()?;
        let rows = self.list_rows(list);
        rows.get(self.chosen_among(list, &rows)?)
    }

    fn claim_text(&self, claim: Id<crate::claims::Claim>) -> Option<String> {
        let pane = self.pane()?;
        let row = pane.claims()?.ledger.claims.get(claim)?;
        let words = row.content.iter().filter_map(|span| span.slice(&pane.article.text));
        Some(words.collect::<Vec<_>>().join(" … "))
    }

    /// Returns what a note would be written on.
    pub(super) fn note_target(&mut self) -> Option<NoteTarget> {
        let selected = self.pane().and_then(|pane| pane.selected());
        match (selected, self.note_meant()) {
            (None, Some(id)) => Some(NoteTarget::Note(id)),
            _ => self.passage_or_warn().map(NoteTarget::Passage),
        }
    }

    fn note_text(&self, target: &NoteTarget) -> String {
        match target {
            NoteTarget::Note(id) => {
                self.note_called(id).map_or_else(String::new, |note| note.body.clone())
            }
            NoteTarget::Passage(_) => String::new(),
        }
    }

    /// Returns the note of the chosen row, or the one here.
    pub(super) fn note_meant(&self) -> Option<NoteId> {
        match self.chosen_listed() {
            Some(Listed::Note(id)) => Some(id),
            Some(Listed::Shelf(row)) => self.shelf.row(row).map(|row| row.note.id.clone()),
            Some(_) => None,
            None => self.note_here().map(|note| note.id.clone()),
        }
    }

    /// Returns the passage that is meant: the selection, else the claim here.
    fn passage_or_warn(&mut self) -> Option<TextSpan> {
        let pane = self.pane()?;
        let claim = |claims: &ClaimIndex| {
            let listed = match self.chosen_listed() {
                Some(Listed::Claim(claim)) => Some(claim),
                _ => None,
            };
            let row = claims.ledger.claims.get(listed.or_else(|| pane.claim_here())?)?;
            Some(row.hull())
        };
        let of_claim = || match &pane.analysis {
            Analysis::Done(claims) => claim(claims),
            Analysis::Waiting | Analysis::Running(_) => None,
        };
        let passage = pane.selected().or_else(of_claim);
        if passage.is_none() {
            self.warn(
                "nothing is selected and there is no claim here: v selects, ]c goes to a claim",
            );
        }
        passage
    }

    fn add_note(
        &mut self,
        passage: TextSpan,
        colour: Option<Colour>,
        body: String,
        done: impl Into<String>,
    ) -> Vec<Effect> {
        self.add(passage, NoteDraft { colour, body, ..NoteDraft::default() }, done)
    }

    /// Adds a highlight with tags.
    pub(super) fn add_tagged(
        &mut self,
        passage: TextSpan,
        colour: Option<Colour>,
        tags: BTreeSet<String>,
        done: &str,
    ) -> Vec<Effect> {
        self.add(passage, NoteDraft { colour, tags, ..NoteDraft::default() }, done)
    }

    fn add(&mut self, passage: TextSpan, draft: NoteDraft, done: impl Into<String>) -> Vec<Effect> {
        let now = self.now;
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        pane.selection = None;
        let change = pane.notes.as_ref().and_then(|notes| {
            let anchor = notes.anchor(passage)?;
            let draft = NoteDraft { anchor, ..draft };
            Some(notes.annotations().add(draft, now))
        });
        match change {
            Some(change) => self.change(change, done),
            None => {
                if self.can_write() {
                    self.warn("the notes of this article are still being read");
                }
                Vec::new()
            }
        }
    }

    pub(super) fn edit_note(
        &mut self,
        id: &NoteId,
        done: impl Into<String>,
        edit: impl FnOnce(&mut Note),
    ) -> Vec<Effect> {
        let now = self.now;
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let Some(notes) = notes.filter(|_| !self.is_shelf_open()) else {
            return self.edit_shelf_note(id, done.into(), edit);
        };
        match notes.annotations().edit(id, now, edit) {
            Some(change) => self.change(change, done),
            None => Vec::new(),
        }
    }

    /// Shows a change at once and asks for it to be written; `done` is said once it is on disk.
    pub(super) fn change(&mut self, change: Change, done: impl Into<String>) -> Vec<Effect> {
        if !self.can_write() {
            return Vec::new();
        }
        let entry = self.current;
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        let article = Arc::clone(&pane.article);
        let Some(notes) = &mut pane.notes else { return Vec::new() };
        if let Err(conflict) = notes.apply(&change) {
            self.warn(conflict.to_string());
            return Vec::new();
        }
        self.saving += 1;
        if change
            .steps()
            .iter()
            .any(|step| matches!(step, Change::Correct(_) | Change::Withdraw(_)))
        {
            self.lay_corrections(entry);
        }
        vec![Effect::Save(entry, article, Box::new(Write::Change(Box::new(change), done.into())))]
    }

    /// Returns whether notes can be kept, or says why not.
    pub(super) fn can_write(&mut self) -> bool {
        if self.pane().is_some_and(|pane| !pane.is_whole()) {
            self.warn("the rest of the article is still being read; then notes can be kept");
            return false;
        }
        match &self.library {
            Library::Ready => true,
            Library::Failed(why) => {
                let why = format!("notes cannot be kept: {why}");
                self.warn(why);
                false
            }
        }
    }
}
