//! All notes of the library as one list: which are shown, in what order, and what is done to them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
};

use jiff::Timestamp;

use crate::{
    app::{App, Effect, Entry, EntryState, List, Listed, Origin, Page, Write},
    base::Id,
    library::{
        ArticleKey, Change, Colour, Note, NoteId, Query, QuerySubject,
        exchange::{self, ArticleNotes, Format, MARKDOWN_TEMPLATE, write_markdown},
    },
};

/// A note with what is known of its article.
#[derive(Clone, Debug, PartialEq)]
pub struct ShelfNote {
    /// The note.
    pub note: Note,
    /// The title of its article; may be empty.
    pub title: String,
    /// Its address.
    pub address: Option<String>,
    /// Where its file lay when it was last open.
    pub path: Option<PathBuf>,
    /// Who says what it is on; empty where nobody does or nobody has looked yet.
    pub source: String,
}

/// All notes of the library, made ready to be asked for; takes time with their number, so it is
/// made off the key path.
#[derive(Clone, Debug, Default)]
pub struct ShelfNotes {
    rows: Vec<ShelfNote>,
    subjects: Vec<QuerySubject>,
    /// The numbers of all rows in each of [`ShelfOrder::ALL`].
    orders: [Vec<u32>; ShelfOrder::ALL.len()],
}

impl ShelfNotes {
    /// Sorts the notes in every order and prepares them for queries.
    pub fn new(rows: Vec<ShelfNote>) -> Self {
        let subject = |row: &ShelfNote| QuerySubject::new(&row.note, &row.title, &row.source);
        let subjects = rows.iter().map(subject).collect();
        let orders = ShelfOrder::ALL.map(|order| order.sort(&rows));
        Self { rows, subjects, orders }
    }

    /// Takes who says what notes are on.
    fn set_sources(&mut self, sources: &[(NoteId, String)]) {
        let sources: HashMap<&NoteId, &String> = sources.iter().map(|(id, it)| (id, it)).collect();
        for (row, subject) in self.rows.iter_mut().zip(&mut self.subjects) {
            if let Some(source) = sources.get(&row.note.id) {
                row.source.clone_from(source);
                subject.set_source(source);
            }
        }
    }
}

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShelfOrder {
    /// The last changed first.
    #[default]
    Changed,
    /// The first made first.
    Created,
    /// By the title of the article, then as the article goes.
    Article,
    /// By colour, then the last changed first.
    Colour,
}

impl ShelfOrder {
    /// All orders.
    pub const ALL: [Self; 4] = [Self::Changed, Self::Created, Self::Article, Self::Colour];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Created => "created",
            Self::Article => "article",
            Self::Colour => "colour",
        }
    }

    /// Returns the numbers of `rows` in this order.
    fn sort(self, rows: &[ShelfNote]) -> Vec<u32> {
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        let row = |at: &u32| &rows[*at as usize];
        let changed = |at: &u32| Reverse(row(at).note.changed);
        match self {
            Self::Changed => order.sort_by_key(changed),
            Self::Created => order.sort_by_key(|at| row(at).note.created),
            Self::Article => order.sort_by_key(|at| {
                let row = row(at);
                (&row.title, row.note.article, row.note.anchor.start)
            }),
            Self::Colour => order.sort_by_key(|at| (row(at).note.colour, changed(at))),
        }
        order
    }
}

/// All notes, and which of them are shown.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    notes: ShelfNotes,
    /// Which are shown, by number, in the order of the list.
    shown: Vec<u32>,
    query: String,
    order: ShelfOrder,
    error: Option<String>,
}

impl Shelf {
    /// Takes the notes as they are on disk.
    pub fn fill(&mut self, notes: ShelfNotes) {
        self.notes = notes;
        self.choose();
    }

    /// Takes who says what notes are on.
    pub fn set_sources(&mut self, sources: &[(NoteId, String)]) {
        self.notes.set_sources(sources);
        if self.query.contains("source") {
            self.choose();
        }
    }

    /// Returns the note called `id`, if it is in the list, shown or not.
    pub fn note(&self, id: &NoteId) -> Option<&ShelfNote> {
        self.notes.rows.iter().find(|row| row.note.id == *id)
    }

    /// Returns the notes that are shown, in order.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &ShelfNote> {
        self.shown.iter().map(|at| &self.notes.rows[*at as usize])
    }

    /// Returns the note of row `row`.
    pub fn row(&self, row: usize) -> Option<&ShelfNote> {
        self.notes.rows.get(*self.shown.get(row)? as usize)
    }

    /// Returns how many notes there are.
    pub fn len(&self) -> usize {
        self.notes.rows.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.notes.rows.is_empty()
    }

    /// Returns the query as typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Returns what is wrong with the query; the list then stays as it was.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Returns by what the list is sorted.
    pub fn order(&self) -> ShelfOrder {
        self.order
    }

    /// Shows the notes that `query` means.
    pub fn ask(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.choose();
    }

    /// Sorts the list.
    pub fn sort(&mut self, order: ShelfOrder) {
        self.order = order;
        self.choose();
    }

    fn choose(&mut self) {
        let query = match Query::parse(&self.query) {
            Ok(query) => query,
            Err(error) => {
                self.error = Some(error.to_string());
                // What was shown may be gone from the library.
                self.shown.retain(|at| (*at as usize) < self.notes.rows.len());
                return;
            }
        };
        self.error = None;
        let at = ShelfOrder::ALL.iter().position(|order| *order == self.order).unwrap_or(0);
        let ShelfNotes { subjects, orders, .. } = &self.notes;
        let all = orders[at].iter().copied();
        self.shown = all.filter(|at| query.matches(&subjects[*at as usize])).collect();
    }
}

impl App {
    /// Opens the list of all notes, and asks for them anew.
    pub(super) fn show_shelf(&mut self) -> Vec<Effect> {
        self.show_list(List::Shelf);
        self.chosen_rows.insert(List::Shelf, 0);
        vec![Effect::Shelve]
    }

    /// Takes all notes of the library.
    pub(super) fn shelved(&mut self, notes: ShelfNotes) {
        self.shelf.fill(notes);
    }

    /// Returns whether the list of all notes is open.
    pub(super) fn is_shelf_open(&self) -> bool {
        self.page == Some(Page::List(List::Shelf))
    }

    /// Opens the article of a note and goes to it.
    pub(super) fn open_shelf_note(&mut self, row: usize) -> Vec<Effect> {
        let Some(found) = self.shelf.row(row).cloned() else { return Vec::new() };
        self.leave_lists();
        let (key, id) = (found.note.article, found.note.id);
        let entry = self.entries.iter().find_map(|(id, entry)| {
            let same = match &entry.state {
                EntryState::Ready(pane) => {
                    pane.notes.as_ref().is_some_and(|notes| *notes.annotations().article() == key)
                }
                _ => false,
            };
            let at_path = matches!((&entry.origin, &found.path), (Origin::File(one), Some(other)) if one == other);
            (same || at_path).then_some(id)
        });
        let entry = match (entry, found.path) {
            (Some(entry), _) => entry,
            (None, Some(path)) => {
                let label = path.to_string_lossy().into_owned();
                let (origin, state) = (Origin::File(path), EntryState::Unread);
                self.entries.push(Entry { label, origin, state })
            }
            (None, None) => {
                self.warn(
                    "it is not known where this article lies: open it, and its note is there",
                );
                return Vec::new();
            }
        };
        self.go_to_note = Some(id);
        let effects = self.open_entry(entry);
        self.arrive_at_note();
        effects
    }

    /// Goes to the note that was chosen in the list of all notes, once its article shows it.
    pub(super) fn arrive_at_note(&mut self) {
        let Some(id) = self.go_to_note.clone() else { return };
        let there = self.pane().and_then(|pane| pane.notes.as_ref());
        if there.is_some_and(|notes| notes.annotations().note(&id).is_some()) {
            self.go_to_note = None;
            self.jump_to_note(&id);
        }
    }

    /// Makes a change of every note that is shown, in one step over all articles.
    pub(super) fn change_shown(
        &mut self,
        done: &str,
        edit: impl Fn(&Note) -> Option<Change>,
    ) -> Vec<Effect> {
        let mut steps: BTreeMap<ArticleKey, Vec<Change>> = BTreeMap::new();
        for row in self.shelf.shown() {
            if let Some(change) = edit(&row.note) {
                steps.entry(row.note.article).or_default().push(change);
            }
        }
        let count: usize = steps.values().map(Vec::len).sum();
        if count == 0 {
            self.warn("that changes none of the notes shown");
            return Vec::new();
        }
        if !self.can_write() {
            return Vec::new();
        }
        let changes =
            steps.into_iter().map(|(key, steps)| (key, Change::Together(steps))).collect();
        self.saving += 1;
        vec![Effect::Bulk(changes, format!("{done} {}", crate::app::counted(count, "note")))]
    }

    /// Tags every note that is shown.
    pub(super) fn tag_shown(&mut self, tags: &BTreeSet<String>) -> Vec<Effect> {
        let now = self.now;
        self.change_shown("tagged", |note| {
            let mut after = note.clone();
            after.tags.extend(tags.iter().cloned());
            replaced(note, after, now)
        })
    }

    /// Deletes the note of the chosen row.
    pub(super) fn delete_from_shelf(&mut self, row: usize) -> Vec<Effect> {
        let Some(note) = self.shelf.row(row).map(|row| row.note.clone()) else {
            return Vec::new();
        };
        self.change_shown("deleted", |shown| {
            (shown.id == note.id).then(|| Change::Remove(shown.clone()))
        })
    }

    /// Returns the notes that are shown in a format that needs no text.
    pub(super) fn write_shown(&self, format: Format) -> Option<String> {
        let mut shelf: BTreeMap<ArticleKey, ArticleNotes> = BTreeMap::new();
        for row in self.shelf.shown() {
            let key = row.note.article;
            let new = || ArticleNotes::new(&row.title, row.address.as_deref(), key);
            shelf.entry(key).or_insert_with(new).notes.push(row.note.clone());
        }
        let shelf: Vec<ArticleNotes> = shelf.into_values().collect();
        Some(match format {
            Format::JsonLd => exchange::write_json_ld(&shelf),
            Format::Hypothesis => exchange::write_hypothesis(&shelf),
            Format::Csv => exchange::write_csv(&shelf),
            Format::Markdown => {
                let pages = shelf.iter().map(|entry| write_markdown(entry, MARKDOWN_TEMPLATE));
                pages.collect::<Vec<_>>().join("\n")
            }
            Format::Brat | Format::Html => return None,
        })
    }

    /// Recolours every note that is shown.
    pub(super) fn recolour_shown(&mut self, name: &str) -> Vec<Effect> {
        let Some(colour) = Colour::from_name(name).filter(|_| self.is_shelf_open()) else {
            let names = Colour::ALL.map(Colour::name).join(", ");
            self.warn(format!(":recolour takes a colour, for all notes that gA shows: {names}"));
            return Vec::new();
        };
        let now = self.now;
        self.change_shown("recoloured", |note| {
            replaced(note, Note { colour: Some(colour), ..note.clone() }, now)
        })
    }

    /// Changes a note of the list of all notes, wherever its article is.
    pub(super) fn edit_shelf_note(
        &mut self,
        id: &NoteId,
        done: String,
        edit: impl FnOnce(&mut Note),
    ) -> Vec<Effect> {
        let Some(before) = self.shelf.note(id).map(|row| row.note.clone()) else {
            return Vec::new();
        };
        let mut after = before.clone();
        edit(&mut after);
        let Some(change) = replaced(&before, after, self.now).filter(|_| self.can_write()) else {
            return Vec::new();
        };
        self.saving += 1;
        vec![Effect::Bulk(vec![(before.article, change)], done)]
    }

    /// Returns the rows of the list of all notes.
    pub(super) fn shelf_rows(&self) -> Vec<Listed> {
        (0..self.shelf.shown().len()).map(Listed::Shelf).collect()
    }

    /// Asks for what was done to the note here.
    pub(super) fn show_history(&mut self) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let Some(id) = self.note_meant() else {
            self.warn("there is no note here; ]n goes to the next");
            return Vec::new();
        };
        vec![Effect::Save(
            self.current,
            std::sync::Arc::clone(&pane.article),
            Box::new(Write::History(id)),
        )]
    }

    /// Shows what was done to a note, a line a step.
    pub(super) fn show_lines(&mut self, entry: Id<Entry>, lines: Vec<String>) {
        if entry == self.current {
            self.note_history = lines;
            self.show_list(List::History);
        }
    }
}

/// Returns the change from one form of a note to another, or `None` if they are the same.
fn replaced(before: &Note, after: Note, now: Timestamp) -> Option<Change> {
    if *before == after {
        return None;
    }
    Some(Change::Replace { before: before.clone(), after: Note { changed: now, ..after } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Anchor;

    fn note(number: i64, body: &str, colour: Colour, title: &str) -> ShelfNote {
        let made = Timestamp::from_second(number).unwrap();
        let note = Note {
            id: NoteId::imported("test", &number.to_string()),
            article: ArticleKey::of(title),
            anchor: Anchor { exact: "words".into(), ..Anchor::default() },
            colour: Some(colour),
            body: body.into(),
            tags: BTreeSet::new(),
            starred: false,
            created: made,
            changed: made,
        };
        ShelfNote { note, title: title.into(), address: None, path: None, source: String::new() }
    }

    fn bodies(shelf: &Shelf) -> Vec<&str> {
        shelf.shown().map(|row| row.note.body.as_str()).collect()
    }

    #[test]
    fn notes_are_filtered_and_sorted() {
        let mut shelf = Shelf::default();
        shelf.fill(ShelfNotes::new(vec![
            note(1, "one", Colour::Red, "Zoo"),
            note(2, "two", Colour::Yellow, "Ant"),
            note(3, "three", Colour::Red, "Ant"),
        ]));
        assert_eq!(bodies(&shelf), ["three", "two", "one"]);
        shelf.sort(ShelfOrder::Article);
        assert_eq!(bodies(&shelf).last(), Some(&"one"));
        shelf.sort(ShelfOrder::Colour);
        assert_eq!(bodies(&shelf), ["two", "three", "one"]);
        shelf.ask("colour:red -one");
        assert_eq!(bodies(&shelf), ["three"]);
        shelf.ask("colour:mauve");
        assert!(
            shelf.error().is_some_and(|error| error.starts_with("column 8")),
            "{:?}",
            shelf.error()
        );
        assert_eq!(bodies(&shelf), ["three"]);
        let source = (NoteId::imported("test", "2"), "Chief Engineer".to_owned());
        shelf.ask("source:engineer");
        assert_eq!(bodies(&shelf), Vec::<&str>::new());
        shelf.set_sources(&[source]);
        assert_eq!(bodies(&shelf), ["two"]);
        shelf.fill(ShelfNotes::default());
        assert_eq!(bodies(&shelf), Vec::<&str>::new());
    }
}
