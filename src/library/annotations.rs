//! The annotations of one open article, and the one way to change them.

use jiff::Timestamp;

use crate::{
    claims::ClaimKind,
    library::{
        Anchor, ArticleKey, Change, Conflict, Correction, Decision, Matter, Note, NoteDraft, NoteId,
    },
};

/// All notes and corrections on one article, its earlier snapshots included.
///
/// Notes are in order of where they start, then of where they end, then of when they were made;
/// corrections in the order in which they were made. Both stay so whatever is done and undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotations {
    article: ArticleKey,
    notes: Vec<Note>,
    corrections: Vec<Correction>,
}

impl Annotations {
    /// Makes an article's annotations from what is stored, in any order.
    pub fn new(
        article: ArticleKey,
        mut notes: Vec<Note>,
        mut corrections: Vec<Correction>,
    ) -> Self {
        notes.sort_by(|left, right| order(left).cmp(&order(right)));
        corrections.sort_by(|left, right| age(left).cmp(&age(right)));
        Self { article, notes, corrections }
    }

    /// Returns the article that is open.
    pub fn article(&self) -> &ArticleKey {
        &self.article
    }

    /// Returns the notes.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the corrections.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// Returns the note called `id`, or `None` if there is none.
    pub fn note(&self, id: &NoteId) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == *id)
    }

    /// Returns the correction called `id`, or `None` if there is none.
    pub fn correction(&self, id: &NoteId) -> Option<&Correction> {
        self.corrections.iter().find(|correction| correction.id == *id)
    }

    /// Returns the change that makes `draft`, at time `at`, a note of this article.
    pub fn add(&self, draft: NoteDraft, at: Timestamp) -> Change {
        let NoteDraft { anchor, colour, body, tags } = draft;
        let id = self.fresh_id(|turn| NoteId::new(&self.article, &anchor, at, turn));
        Change::Add(Note {
            id,
            article: self.article,
            anchor,
            colour,
            body,
            tags,
            starred: false,
            created: at,
            changed: at,
        })
    }

    /// Returns the change that edits the note called `id` at time `at`.
    ///
    /// Returns `None` if there is no such note or `edit` leaves it as it is.
    pub fn edit(&self, id: &NoteId, at: Timestamp, edit: impl FnOnce(&mut Note)) -> Option<Change> {
        let before = self.note(id)?;
        let mut after = before.clone();
        edit(&mut after);
        if after == *before {
            return None;
        }
        after.changed = at;
        Some(Change::Replace { before: before.clone(), after })
    }

    /// Returns the change that deletes the note called `id`, or `None` if there is no such note.
    pub fn remove(&self, id: &NoteId) -> Option<Change> {
        self.note(id).cloned().map(Change::Remove)
    }

    /// Returns the change that makes a correction of this article at time `at`.
    ///
    /// One on the same words that says something of the same matter is taken back with it.
    pub fn correct(
        &self,
        anchor: Anchor,
        decision: Decision,
        claim: Option<ClaimKind>,
        at: Timestamp,
    ) -> Change {
        let same = |old: &&Correction| {
            old.article == self.article
                && (old.anchor.start, old.anchor.end) == (anchor.start, anchor.end)
                && old.decision.matter() == decision.matter()
                && decision.matter() != Matter::Identity
        };
        let old = self.corrections.iter().filter(same).cloned().map(Change::Withdraw);
        let mut steps: Vec<Change> = old.collect();
        let id = self.fresh_id(|turn| NoteId::new(&self.article, &anchor, at, turn));
        let new = Correction::new(self.article, anchor, decision, claim, at, 0);
        steps.push(Change::Correct(Correction { id, ..new }));
        if steps.len() == 1 { steps.remove(0) } else { Change::Together(steps) }
    }

    /// Makes `change` and returns its inverse; on a conflict nothing is changed.
    pub fn apply(&mut self, change: &Change) -> Result<Change, Conflict> {
        let mut done: Vec<Change> = Vec::new();
        for step in change.steps() {
            if let Err(conflict) = self.step(step) {
                for step in done.iter().rev() {
                    self.step(&step.inverse()).expect("what was just done can be undone");
                }
                return Err(conflict);
            }
            done.push(step.clone());
        }
        Ok(change.inverse())
    }

    /// Makes one single step.
    fn step(&mut self, step: &Change) -> Result<(), Conflict> {
        match step {
            Change::Add(note) => self.insert(note),
            Change::Remove(note) => self.take(note),
            Change::Replace { before, after } if before.id != after.id => {
                Err(Conflict::Renamed(before.id.clone()))
            }
            Change::Replace { before, after } => {
                self.take(before)?;
                self.insert(after)
            }
            Change::Correct(correction) => self.lay_over(correction),
            Change::Withdraw(correction) => self.lift(correction),
            Change::Together(steps) => steps.iter().try_for_each(|step| self.step(step)),
        }
    }

    /// Puts a note in its place.
    fn insert(&mut self, note: &Note) -> Result<(), Conflict> {
        if self.note(&note.id).is_some() {
            return Err(Conflict::Exists(note.id.clone()));
        }
        let at = self.notes.partition_point(|other| order(other) < order(note));
        self.notes.insert(at, note.clone());
        Ok(())
    }

    /// Takes out a note that must be as `expected`.
    fn take(&mut self, expected: &Note) -> Result<(), Conflict> {
        let at = self.notes.iter().position(|note| note.id == expected.id);
        let at = at.ok_or_else(|| Conflict::Gone(expected.id.clone()))?;
        if self.notes[at] != *expected {
            return Err(Conflict::Differs(expected.id.clone()));
        }
        self.notes.remove(at);
        Ok(())
    }

    /// Puts a correction in its place.
    fn lay_over(&mut self, correction: &Correction) -> Result<(), Conflict> {
        if self.correction(&correction.id).is_some() {
            return Err(Conflict::Exists(correction.id.clone()));
        }
        let at = self.corrections.partition_point(|other| age(other) < age(correction));
        self.corrections.insert(at, correction.clone());
        Ok(())
    }

    /// Takes out a correction that must be as `expected`.
    fn lift(&mut self, expected: &Correction) -> Result<(), Conflict> {
        let at = self.corrections.iter().position(|other| other.id == expected.id);
        let at = at.ok_or_else(|| Conflict::Gone(expected.id.clone()))?;
        if self.corrections[at] != *expected {
            return Err(Conflict::Differs(expected.id.clone()));
        }
        self.corrections.remove(at);
        Ok(())
    }

    /// Returns the first id that no note and no correction has yet.
    fn fresh_id(&self, id: impl Fn(usize) -> NoteId) -> NoteId {
        let free = |id: &NoteId| self.note(id).is_none() && self.correction(id).is_none();
        let turns = self.notes.len() + self.corrections.len();
        let fresh = (0..=turns).map(id).find(free);
        fresh.expect("more ids were tried than there are notes")
    }
}

/// What notes are sorted by.
fn order(note: &Note) -> (usize, usize, Timestamp, &NoteId) {
    (note.anchor.start, note.anchor.end, note.created, &note.id)
}

/// What corrections are sorted by.
fn age(correction: &Correction) -> (Timestamp, &NoteId) {
    (correction.made, &correction.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Colour;

    /// Returns no annotations of an article.
    fn none() -> Annotations {
        Annotations::new(ArticleKey::of("text"), Vec::new(), Vec::new())
    }

    /// Returns a draft on scalars `start` to `end`.
    fn draft(start: usize, end: usize) -> NoteDraft {
        let anchor = Anchor { exact: "x".repeat(end - start), start, end, ..Anchor::default() };
        NoteDraft { anchor, colour: Some(Colour::Red), ..NoteDraft::default() }
    }

    /// Applies `change`, which must fit.
    fn apply(annotations: &mut Annotations, change: &Change) -> Change {
        annotations.apply(change).expect("the change fits")
    }

    #[test]
    fn notes_stand_in_reading_order() {
        let mut annotations = none();
        for (start, end) in [(9, 12), (3, 8), (3, 5)] {
            let change = annotations.add(draft(start, end), Timestamp::UNIX_EPOCH);
            apply(&mut annotations, &change);
        }
        let places: Vec<_> =
            annotations.notes().iter().map(|n| (n.anchor.start, n.anchor.end)).collect();
        assert_eq!(places, [(3, 5), (3, 8), (9, 12)]);
    }

    #[test]
    fn every_change_is_undone_by_its_inverse() {
        let mut annotations = none();
        let add = annotations.add(draft(1, 2), Timestamp::UNIX_EPOCH);
        let unadd = apply(&mut annotations, &add);
        let id = annotations.notes()[0].id.clone();
        let edit = annotations
            .edit(&id, Timestamp::UNIX_EPOCH, |note| note.body = "why?".into())
            .expect("the note changes");
        let unedit = apply(&mut annotations, &edit);
        assert_eq!(annotations.notes()[0].body, "why?");
        apply(&mut annotations, &unedit);
        assert_eq!(annotations.notes()[0].body, "");
        apply(&mut annotations, &unadd);
        assert_eq!(annotations, none());
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_change() {
        let mut annotations = none();
        let add = annotations.add(draft(1, 2), Timestamp::UNIX_EPOCH);
        apply(&mut annotations, &add);
        let id = annotations.notes()[0].id.clone();
        assert_eq!(annotations.edit(&id, Timestamp::MAX, |note| note.body.clear()), None);
    }

    #[test]
    fn two_notes_on_one_passage_at_one_moment_stay_apart() {
        let mut annotations = none();
        for _ in 0..3 {
            let change = annotations.add(draft(1, 2), Timestamp::UNIX_EPOCH);
            apply(&mut annotations, &change);
        }
        assert_eq!(annotations.notes().len(), 3);
    }

    #[test]
    fn a_stale_change_is_refused_and_changes_nothing() {
        let mut annotations = none();
        let add = annotations.add(draft(1, 2), Timestamp::UNIX_EPOCH);
        apply(&mut annotations, &add);
        let id = annotations.notes()[0].id.clone();
        let edit = annotations.edit(&id, Timestamp::MAX, |note| note.starred = true);
        let edit = edit.expect("the note changes");
        let stale = annotations.remove(&id).expect("the note is there");
        apply(&mut annotations, &edit);
        let kept = annotations.clone();
        assert_eq!(annotations.apply(&stale), Err(Conflict::Differs(id.clone())));
        assert_eq!(annotations.apply(&add), Err(Conflict::Exists(id)));
        assert_eq!(annotations, kept);
    }

    #[test]
    fn a_second_thought_takes_the_place_of_the_first() {
        let mut annotations = none();
        let correct = |annotations: &Annotations, decision| {
            annotations.correct(draft(3, 9).anchor, decision, None, Timestamp::UNIX_EPOCH)
        };
        for decision in [Decision::Accept, Decision::Rename("Ada".into()), Decision::NotAClaim] {
            let change = correct(&annotations, decision);
            apply(&mut annotations, &change);
        }
        let decisions: Vec<&str> =
            annotations.corrections().iter().map(|one| one.decision.name()).collect();
        assert_eq!(decisions.len(), 2, "{decisions:?}");
        assert!(decisions.contains(&"not a claim") && decisions.contains(&"called"));
    }

    #[test]
    fn several_changes_at_once_are_made_all_or_none() {
        let mut annotations = none();
        let add = annotations.add(draft(1, 2), Timestamp::UNIX_EPOCH);
        let twice = Change::Together(vec![add.clone(), add.clone()]);
        assert!(annotations.apply(&twice).is_err());
        assert_eq!(annotations, none());
        let more = annotations.add(draft(5, 6), Timestamp::UNIX_EPOCH);
        let undo = apply(&mut annotations, &Change::Together(vec![add, more]));
        assert_eq!(annotations.notes().len(), 2);
        apply(&mut annotations, &undo);
        assert_eq!(annotations, none());
    }
}
