//! The notes of the open article, with the places where they are shown.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    app::{Analysis, App, ArticlePane, Effect, Entry},
    article::Article,
    base::{Id, ScalarIndex, TextSpan},
    claims::Ledger,
    library::{
        Anchor, Annotations, ArticleKey, Change, Conflict, Note, NoteId, Passage, Placement,
        said_by,
    },
};

/// Earlier texts of an article, on which notes may have been made.
pub type Texts = Arc<BTreeMap<ArticleKey, String>>;

/// The annotations of one article and where each note stands in its text.
///
/// Notes made on this very text have their places at once. Those of an earlier one are
/// [`sought`](Self::sought) off the key path and are not shown in the text before they are found.
#[derive(Debug)]
pub struct Notes {
    article: Arc<Article>,
    annotations: Annotations,
    texts: Texts,
    places: HashMap<Passage, Placement>,
    /// Who says what each note is on, as the library has it or is asked to keep it.
    sources: HashMap<NoteId, String>,
    /// Where each note stands, in reading order, and its number among the annotations; a note whose
    /// words are gone is not among them.
    placed: Vec<(TextSpan, usize)>,
}

impl Notes {
    /// Finds the places of `annotations` in `article`; `texts` are earlier ones of it.
    pub fn new(article: Arc<Article>, annotations: Annotations, texts: Texts) -> Self {
        let places = HashMap::new();
        let (sources, placed) = (HashMap::new(), Vec::new());
        let mut notes = Self { article, annotations, texts, places, sources, placed };
        notes.place();
        notes
    }

    /// Takes the annotations as they are on disk; what was found stays found.
    pub fn renew(&mut self, annotations: Annotations) {
        self.annotations = annotations;
        self.place();
    }

    /// Takes who says what the notes are on, as the library has it.
    pub fn set_sources(&mut self, sources: HashMap<NoteId, String>) {
        self.sources = sources;
    }

    /// Looks up in `ledger` who says what the notes are on; returns what is new since it was last
    /// asked for.
    pub fn renew_sources(&mut self, ledger: &Ledger) -> Vec<(NoteId, String)> {
        let named = self.placed().map(|(span, note)| (note.id.clone(), said_by(ledger, span)));
        let is_new = |(id, source): &(NoteId, String)| self.sources.get(id) != Some(source);
        let new: Vec<(NoteId, String)> = named.filter(is_new).collect();
        self.sources.extend(new.iter().cloned());
        new
    }

    /// Returns the annotations.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// Returns the earlier texts of the article.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Returns each note with where it stands, in reading order.
    pub fn placed(&self) -> impl DoubleEndedIterator<Item = (TextSpan, &Note)> {
        self.placed
            .iter()
            .filter_map(|(span, at)| Some((*span, self.annotations.notes().get(*at)?)))
    }

    /// Returns the notes that have no place: their words are gone, may be in several places, or
    /// are still looked for.
    pub fn unplaced(&self) -> impl Iterator<Item = &Note> {
        let has_none =
            |note: &&Note| self.placement(note).is_none_or(|placement| placement.span().is_none());
        self.annotations.notes().iter().filter(has_none)
    }

    /// Returns the notes that share a byte with `span`, in reading order.
    pub fn over(&self, span: TextSpan) -> impl DoubleEndedIterator<Item = (TextSpan, &Note)> {
        self.placed().filter(move |(at, _)| at.overlaps(span))
    }

    /// Returns the notes that byte `at` is in, those with the shortest passage first; of those on the
    /// same words the one made last.
    pub fn all_at(&self, at: usize) -> Vec<&Note> {
        let mut here: Vec<(TextSpan, &Note)> =
            self.placed().filter(|(span, _)| span.contains(at)).collect();
        here.sort_by_key(|(span, note)| (span.len(), std::cmp::Reverse(note.created)));
        here.into_iter().map(|(_, note)| note).collect()
    }

    /// Returns the note with the shortest passage that byte `at` is in.
    pub fn at(&self, at: usize) -> Option<&Note> {
        self.all_at(at).into_iter().next()
    }

    /// Returns where the note called `id` stands.
    pub fn span_of(&self, id: &NoteId) -> Option<TextSpan> {
        let note = self.annotations.note(id)?;
        self.placement(note)?.span()
    }

    /// Returns what became of the words that a note is on; `None` while they are looked for.
    pub fn placement(&self, note: &Note) -> Option<&Placement> {
        self.find(&note.article, &note.anchor)
    }

    /// Returns where words of a text are now; `None` while they are looked for.
    pub fn find(&self, article: &ArticleKey, anchor: &Anchor) -> Option<&Placement> {
        self.places.get(&Passage { article: *article, anchor: anchor.clone() })
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

    /// Returns the passages of notes and corrections whose places are not known, those near byte
    /// `near` of the article first.
    pub fn sought(&self, near: usize) -> Vec<Passage> {
        let near = ScalarIndex::new(&self.article.text).scalar(near);
        let mut sought: Vec<Passage> =
            self.passages().filter(|passage| !self.places.contains_key(passage)).collect();
        sought.sort_by_key(|passage| passage.anchor.start.abs_diff(near));
        sought.dedup();
        sought
    }

    /// Takes the places that were found.
    pub fn found(&mut self, places: Vec<(Passage, Placement)>) {
        self.places.extend(places);
        self.place();
    }

    fn passages(&self) -> impl Iterator<Item = Passage> {
        let passage =
            |article: ArticleKey, anchor: &Anchor| Passage { article, anchor: anchor.clone() };
        let notes = self.annotations.notes().iter();
        let corrections = self.annotations.corrections().iter();
        notes.map(move |note| passage(note.article, &note.anchor)).chain(corrections.flat_map(
            move |correction| {
                correction.anchors().map(move |anchor| passage(correction.article, anchor))
            },
        ))
    }

    /// Finds the places of what was made on this very text, and sorts the notes that have one.
    fn place(&mut self) {
        let text = &self.article.text;
        let own = *self.annotations.article();
        let index = ScalarIndex::new(text);
        let new: Vec<(Passage, Placement)> = self
            .passages()
            .filter(|passage| passage.article == own && !self.places.contains_key(passage))
            .filter_map(|passage| {
                let span = passage.anchor.in_place(text, &index)?;
                Some((passage, Placement::Exact(span)))
            })
            .collect();
        self.places.extend(new);
        let notes = self.annotations.notes().iter().enumerate();
        let mut placed: Vec<(TextSpan, usize)> =
            notes.filter_map(|(at, note)| Some((self.placement(note)?.span()?, at))).collect();
        placed.sort_by_key(|(span, _)| (span.start(), span.end()));
        self.placed = placed;
    }
}

impl App {
    /// Asks for the library to keep who says what the notes of an article are on, as far as that
    /// is new: the list of all notes can then be asked for it when the article is not open.
    pub(super) fn keep_note_sources(&mut self, entry: Id<Entry>) -> Option<Effect> {
        let pane = self.pane_of_mut(entry)?;
        let ArticlePane { notes: Some(notes), analysis: Analysis::Done(claims), .. } = pane else {
            return None;
        };
        let new = notes.renew_sources(&claims.ledger);
        (!new.is_empty()).then_some(Effect::KeepSources(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Colour, NoteDraft};
    use jiff::Timestamp;

    #[test]
    fn notes_of_an_earlier_text_are_shown_only_once_they_are_found() {
        let (old, new) = ("The pier is short. The ferry is late.", "A quay. The ferry is late.");
        let span = TextSpan::new(23, 28);
        let anchor = Anchor::of(old, &ScalarIndex::new(old), span).unwrap();
        let old_key = ArticleKey::of(old);
        let none = Annotations::new(old_key, Vec::new(), Vec::new());
        let draft = NoteDraft {
            anchor,
            colour: Some(Colour::Red),
            body: "?".into(),
            ..NoteDraft::default()
        };
        let Change::Add(note) = none.add(draft, Timestamp::UNIX_EPOCH) else { unreachable!() };
        let article = Arc::new(Article::plain(new.to_owned()));
        let annotations = Annotations::new(ArticleKey::of(new), vec![note.clone()], Vec::new());
        let texts = Arc::new(BTreeMap::from([(old_key, old.to_owned())]));
        let mut notes = Notes::new(article, annotations.clone(), texts);
        assert_eq!(notes.placed().count(), 0);
        assert_eq!(notes.unplaced().count(), 1);
        let sought = notes.sought(0);
        assert_eq!(sought.len(), 1);
        let span = TextSpan::new(12, 17);
        notes.found(vec![(sought[0].clone(), Placement::Moved(span))]);
        assert_eq!(notes.at(13).map(|found| &found.id), Some(&note.id));
        notes.renew(annotations);
        assert_eq!(notes.sought(0), []);
        assert_eq!(notes.span_of(&note.id), Some(span));
    }
}
