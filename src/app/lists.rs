//! The lists: what their rows are, which one is chosen, and what opening one does.

use crate::{
    app::{
        Action, App, Binding, ClaimIndex, Context, Edge, Effect, Entry, Focus, Group, Page, Pick,
        Scroll, Subject, counted, update::act,
    },
    article::BlockKind,
    base::{Id, TextSpan},
    claims::{Claim, Detail, DetailKind, Source},
    library::NoteId,
};

/// A list that the reader can move in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// The sources of the article.
    People,
    /// Its claims.
    Claims,
    /// Its notes.
    Notes,
    /// All that one source says.
    Person(Id<Source>),
    /// Headings, and claims and notes under them.
    Outline,
    /// The links of the article.
    Links,
    /// What is open.
    Articles,
    /// The keys that act here.
    Help,
    /// What may be said of a claim or a source.
    Correct(Subject),
    /// All notes of the library.
    Shelf,
    /// What was done to a note.
    History,
}

impl List {
    /// The lists of the side pane, in the order of Tab.
    pub const SIDE: [Self; 3] = [Self::People, Self::Claims, Self::Notes];
}

/// What a row of a list stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    /// A source.
    Source(Id<Source>),
    /// A claim.
    Claim(Id<Claim>),
    /// What a source is, in numbers.
    About(Id<Source>),
    /// What the article says of a source.
    Detail(DetailKind, TextSpan),
    /// Words that refer to a source.
    Mention(TextSpan),
    /// A heading inside a list.
    Section(String),
    /// A note.
    Note(NoteId),
    /// A link: its number in the article, from 1, its words, and its address.
    Link(usize, TextSpan, String),
    /// A block of the article, by number: a heading, or a paragraph without one above it.
    Block(usize),
    /// An article.
    Entry(Id<Entry>),
    /// A heading of the help.
    Heading(Group),
    /// An action of the help, with the keys that ask for it.
    Keys(Action, String),
    /// Something that may be said of a claim or a source.
    Pick(Pick),
    /// A note of the library, by its row in the list of all.
    Shelf(usize),
    /// Some words.
    Line(String),
}

/// The rows of a list; those of the longest lists are only made when they are asked for, which
/// some of them are with every key.
pub(super) enum ListRows<'a> {
    /// All of them.
    Each(Vec<Listed>),
    /// The people of the article, in order.
    People(&'a [Id<Source>]),
    /// The first so many claims, which are all, in reading order.
    Claims(usize),
    /// So many of the list of all notes.
    Shelf(usize),
}

impl ListRows<'_> {
    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Each(rows) => rows.len(),
            Self::People(sources) => sources.len(),
            Self::Claims(count) | Self::Shelf(count) => *count,
        }
    }

    /// Returns row number `row`.
    pub(super) fn get(&self, row: usize) -> Option<Listed> {
        match self {
            Self::Each(rows) => rows.get(row).cloned(),
            Self::People(sources) => sources.get(row).map(|source| Listed::Source(*source)),
            Self::Claims(count) => (row < *count).then(|| Listed::Claim(Id::new(row))),
            Self::Shelf(count) => (row < *count).then_some(Listed::Shelf(row)),
        }
    }
}

impl App {
    /// Returns the rows of `list`, in order, without making those of the longest lists.
    pub(super) fn list_rows(&self, list: List) -> ListRows<'_> {
        match list {
            List::Shelf => ListRows::Shelf(self.shelf.shown().len()),
            List::People if self.sift(list).is_plain() => ListRows::People(self.sources()),
            List::Claims if self.sift(list).is_plain() && self.shows_all_claims() => {
                ListRows::Claims(self.count_of_claims())
            }
            _ => ListRows::Each(self.rows_of(list)),
        }
    }

    /// Returns the rows of `list`, in order.
    pub fn rows_of(&self, list: List) -> Vec<Listed> {
        self.sifted(list, self.all_rows_of(list))
    }

    /// Returns the rows of `list` before it is narrowed and sorted.
    pub fn all_rows_of(&self, list: List) -> Vec<Listed> {
        match list {
            List::People => self.sources().iter().copied().map(Listed::Source).collect(),
            List::Claims => self.shown_claims().map(Listed::Claim).collect(),
            List::Notes => self.note_rows(),
            List::Person(source) => self.person_rows(source),
            List::Outline => self.outline_rows(),
            List::Links => self.link_rows(),
            List::Articles => self.entries.ids().map(Listed::Entry).collect(),
            List::Help => self.help_rows(),
            List::Correct(subject) => self.correct_rows(subject),
            List::Shelf => self.shelf_rows(),
            List::History => self.note_history.iter().cloned().map(Listed::Line).collect(),
        }
    }

    /// Returns which row of `list` is chosen; while the text has the keys, the one for the cursor.
    pub fn chosen_row(&self, list: List) -> Option<usize> {
        self.chosen_among(list, &self.list_rows(list))
    }

    /// Returns which of `rows`, those of `list`, is chosen.
    pub(super) fn chosen_among(&self, list: List, rows: &ListRows<'_>) -> Option<usize> {
        if self.active_list() == Some(list) {
            let last = rows.len().checked_sub(1)?;
            return Some(self.chosen_rows.get(&list).copied().unwrap_or(0).min(last));
        }
        self.here_among(list, rows)
    }

    /// Returns the row of `list` that stands for the place of the cursor.
    pub fn row_here(&self, list: List) -> Option<usize> {
        self.here_among(list, &self.list_rows(list))
    }

    fn here_among(&self, list: List, rows: &ListRows<'_>) -> Option<usize> {
        match rows {
            ListRows::Each(rows) => self.row_here_among(list, rows),
            ListRows::People(sources) => sources.binary_search(&self.speaker_here()?).ok(),
            ListRows::Claims(_) => Some(self.pane()?.claim_here()?.index()),
            ListRows::Shelf(_) => None,
        }
    }

    /// Returns the source of the claim at the cursor.
    fn speaker_here(&self) -> Option<Id<Source>> {
        let pane = self.pane()?;
        pane.claims()?.ledger.claims[pane.claim_here()?].source
    }

    fn row_here_among(&self, list: List, rows: &[Listed]) -> Option<usize> {
        let pane = self.pane()?;
        if list == List::Outline {
            let block = pane.block_at(pane.cursor);
            return rows.iter().rposition(|row| matches!(row, Listed::Block(row) if *row <= block));
        }
        let (claim, source) = (pane.claim_here(), self.speaker_here());
        let note = self.note_here().map(|note| note.id.clone());
        rows.iter().position(|row| match row {
            Listed::Source(row) => Some(*row) == source,
            Listed::Claim(row) => Some(*row) == claim,
            Listed::Note(row) => Some(row) == note.as_ref(),
            Listed::Entry(row) => *row == self.current,
            Listed::About(_)
            | Listed::Detail(..)
            | Listed::Mention(_)
            | Listed::Section(_)
            | Listed::Link(..)
            | Listed::Block(_)
            | Listed::Heading(_)
            | Listed::Keys(..)
            | Listed::Pick(_)
            | Listed::Shelf(_)
            | Listed::Line(_) => false,
        })
    }

    /// Returns the claims that are shown, in reading order.
    pub fn shown_claims(&self) -> impl DoubleEndedIterator<Item = Id<Claim>> {
        let pane = self.pane();
        pane.and_then(|pane| Some(pane.claims()?.ledger.claims.ids()))
            .into_iter()
            .flatten()
            .filter(move |claim| pane.is_some_and(|pane| self.shows(pane, *claim)))
    }

    fn sources(&self) -> &[Id<Source>] {
        self.pane().and_then(|pane| pane.claims()).map_or(&[], ClaimIndex::speaking)
    }

    /// Returns who a source is as the text says it, what it says, and where it is mentioned.
    fn person_rows(&self, source: Id<Source>) -> Vec<Listed> {
        let Some(claims) = self.pane().and_then(|pane| pane.claims()) else { return Vec::new() };
        let Some(row) = claims.ledger.sources.get(source) else { return Vec::new() };
        let mut rows = vec![Listed::About(source)];
        let text = self.pane().map_or("", |pane| pane.article.text.as_str());
        // The name stands above: a role that is all of it says no more.
        let says_more = |detail: &&Detail| {
            let words = detail.span.slice(text).unwrap_or_default();
            detail.kind != DetailKind::Role || !row.name.eq_ignore_ascii_case(words)
        };
        let details = row.details.iter().filter(says_more);
        rows.extend(details.map(|detail| Listed::Detail(detail.kind, detail.span)));
        let count = claims.claims_of(source).len();
        rows.push(Listed::Section(counted(count, "claim")));
        rows.extend(claims.claims_of(source).iter().copied().map(Listed::Claim));
        rows.push(Listed::Section(counted(row.mentions.len(), "mention")));
        rows.extend(row.mentions.iter().map(|span| Listed::Mention(*span)));
        rows
    }

    /// Returns the headings, the paragraphs in which somebody speaks, and the notes.
    fn outline_rows(&self) -> Vec<Listed> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let is_heading =
            |kind: &BlockKind| matches!(kind, BlockKind::Title | BlockKind::Heading(_));
        let speaks =
            |span| pane.pieces_over(span).iter().any(|piece| self.shows(pane, piece.claim));
        let mut rows = Vec::new();
        for (index, block) in pane.article.blocks.iter().enumerate() {
            let notes = pane.notes.iter().flat_map(|notes| notes.over(block.span));
            // A note over several paragraphs stands under the first.
            let notes = notes.filter(|(span, _)| block.span.contains(span.start()));
            let notes: Vec<Listed> = notes.map(|(_, note)| Listed::Note(note.id.clone())).collect();
            if is_heading(&block.kind) || !notes.is_empty() || speaks(block.span) {
                rows.push(Listed::Block(index));
                rows.extend(notes);
            }
        }
        rows
    }

    fn help_rows(&self) -> Vec<Listed> {
        let Some(Page::Help { filter, context }) = &self.page else { return Vec::new() };
        let wanted = filter.to_lowercase();
        let holds = |binding: &&Binding| {
            wanted.is_empty()
                || binding.text().contains(filter.as_str())
                || binding.action.name().contains(&wanted)
                || binding.action.help().to_lowercase().contains(&wanted)
        };
        let by_name: Vec<Binding> = self.keymap.unbound().collect();
        let acting = self.keymap.acting_in(*context).chain(&by_name);
        let mut bindings: Vec<&Binding> = acting.filter(holds).collect();
        bindings.sort_by_key(|binding| (binding.action.group(), binding.action));
        let mut rows = Vec::new();
        for group in bindings.chunk_by(|a, b| a.action.group() == b.action.group()) {
            rows.push(Listed::Heading(group[0].action.group()));
            for same in group.chunk_by(|a, b| a.action == b.action) {
                let keys: Vec<String> = same.iter().map(|binding| binding.text()).collect();
                rows.push(Listed::Keys(same[0].action, keys.join(" ")));
            }
        }
        rows
    }

    /// Moves the chosen row of `list` by `rows`.
    pub(super) fn move_row(&mut self, list: List, rows: isize) {
        // Made once: a list may have ten thousand rows.
        let all = self.list_rows(list);
        let last = all.len().saturating_sub(1);
        let chosen = self.chosen_among(list, &all).unwrap_or(0);
        let row = chosen.saturating_add_signed(rows).min(last);
        self.chosen_rows.insert(list, past_heading(&all, row, rows));
    }

    /// Opens `list` as a page or in the side pane, at the row for the cursor.
    pub(super) fn show_list(&mut self, list: List) {
        let row = self.row_here(list).unwrap_or(0);
        self.chosen_rows.insert(list, row);
        if List::SIDE.contains(&list) {
            self.page = None;
            self.side = list;
            self.focus = Focus::Side;
        } else {
            self.page = Some(Page::List(list));
        }
    }

    /// Opens the help for what has the keys.
    pub(super) fn show_help(&mut self) {
        let context = self.context();
        self.page = Some(Page::Help { filter: String::new(), context });
        self.choose_first_key();
    }

    /// Chooses the first row of the help that is no heading.
    pub(super) fn choose_first_key(&mut self) {
        self.chosen_rows.insert(List::Help, 1);
    }

    /// Does what Enter does on the chosen row of the active list.
    pub(super) fn open_row(&mut self) -> Vec<Effect> {
        let Some(listed) = self.chosen_listed() else {
            self.warn("there is nothing here to open");
            return Vec::new();
        };
        match listed {
            Listed::Source(source) => self.show_list(List::Person(source)),
            Listed::Claim(claim) => {
                self.leave_lists();
                self.jump_to_claim(claim);
            }
            Listed::Mention(span) | Listed::Detail(_, span) => {
                self.leave_lists();
                self.jump_to(span.start(), Scroll::Least);
            }
            Listed::Link(_, _, address) => return self.open_link(&address),
            Listed::Note(id) => {
                self.leave_lists();
                self.jump_to_note(&id);
            }
            Listed::Block(block) => {
                self.leave_lists();
                let at = self.pane().map(|pane| pane.article.blocks[block].span.start());
                self.jump_to(at.unwrap_or_default(), Scroll::Top);
            }
            Listed::Entry(entry) => {
                self.leave_lists();
                return self.open_entry(entry);
            }
            Listed::Keys(action, _) => {
                self.page = None;
                return act(self, action, None);
            }
            Listed::Pick(pick) => {
                if let Some(List::Correct(subject)) = self.active_list() {
                    return self.pick(subject, pick);
                }
            }
            Listed::Shelf(row) => return self.open_shelf_note(row),
            Listed::Heading(_) | Listed::Section(_) | Listed::About(_) | Listed::Line(_) => {}
        }
        Vec::new()
    }

    /// Gives the keys back to the text.
    pub(super) fn leave_lists(&mut self) {
        self.page = None;
        self.focus = Focus::Text;
        self.relayout();
    }

    /// Moves the chosen row of the active list to its start or end.
    pub(super) fn go_to_list_edge(&mut self, list: List, edge: Edge) {
        let row = match edge {
            Edge::Start => 0,
            Edge::End => self.list_rows(list).len().saturating_sub(1),
        };
        self.chosen_rows.insert(list, row);
    }

    /// Returns the context whose keys the help lists.
    pub fn help_context(&self) -> Context {
        match &self.page {
            Some(Page::Help { context, .. }) => *context,
            Some(Page::List(_)) | None => self.context(),
        }
    }
}

/// Returns the row of `all` beside `row`, on the way of `rows`, if `row` is a heading.
fn past_heading(all: &ListRows<'_>, row: usize, rows: isize) -> usize {
    let is_heading = matches!(all.get(row), Some(Listed::Heading(_) | Listed::Section(_)));
    let next = if rows < 0 && row > 0 { row - 1 } else { row + 1 };
    if is_heading && next < all.len() { next } else { row }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Event, Key, sample, update};

    /// Checks after `keys` that the rows that are asked for one by one are those made at once, and
    /// that the same one is chosen.
    fn check(list: List, keys: &str) {
        let mut app = sample::app(120, 40);
        for key in Key::parse_all(keys).unwrap_or_default() {
            update(&mut app, Event::Key(key));
        }
        let rows = app.list_rows(list);
        let all = app.rows_of(list);
        assert_eq!(
            (0..=all.len()).map_while(|row| rows.get(row)).collect::<Vec<_>>(),
            all,
            "{keys}"
        );
        assert_eq!(rows.len(), all.len(), "{keys}");
        assert_eq!(app.here_among(list, &rows), app.row_here_among(list, &all));
    }

    #[test]
    fn claims_and_people_are_listed_without_making_all_rows() {
        for keys in ["", "2]c", "]cgCj", "gCO", "gC/Berg<Enter>", "]czs", "z?", "zd", "ga", "gaga"]
        {
            check(List::Claims, keys);
            check(List::People, keys);
        }
    }
}
