//! The screen: its size, what is shown on it, which article, and the mouse.

use crate::{
    app::{
        Analysis, App, ArticlePane, ClaimIndex, Effect, Entry, EntryState, Focus, JumpPlace, List,
        Loaded, Memory, Mouse, Page, Scroll, Selection, Surroundings, Unit, Write, moves::Way,
    },
    base::Id,
    layout,
};
use std::sync::Arc;

/// Lines that one notch of the wheel scrolls; as most terminals do.
const NOTCH: isize = 3;

impl App {
    /// Takes the size of the screen.
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        self.size = (width.max(1), height.max(1));
        self.relayout();
    }

    /// Lays the text out anew where the panes have changed.
    pub(super) fn relayout(&mut self) {
        let words = self.panes().words;
        if let Some(pane) = self.pane_mut() {
            pane.resize(words.width.into(), words.height.into());
        }
    }

    /// Gives the keys to the next or previous pane: text, people, claims, notes.
    pub(super) fn next_pane(&mut self, way: Way) {
        self.page = None;
        let panes = List::SIDE;
        let here = match self.focus {
            Focus::Text => 0,
            Focus::Side => 1 + panes.iter().position(|list| *list == self.side).unwrap_or(0),
        };
        let count = panes.len() + 1;
        let next = match way {
            Way::Forward => (here + 1) % count,
            Way::Backward => (here + count - 1) % count,
        };
        match next.checked_sub(1) {
            None => self.leave_lists(),
            Some(index) => {
                self.surroundings = Surroundings::All;
                self.show_list(panes[index]);
                self.relayout();
            }
        }
    }

    /// Shows only the text, or everything again.
    pub(super) fn toggle_surroundings(&mut self) {
        self.surroundings = match self.surroundings {
            Surroundings::All => Surroundings::TextOnly,
            Surroundings::TextOnly => Surroundings::All,
        };
        self.leave_lists();
    }

    /// Goes one step back: the selection, the page, the pane.
    pub(super) fn escape(&mut self) {
        self.attaching = None;
        self.other_words = None;
        if self.page.take().is_some() {
            return;
        }
        let selecting = self.pane().is_some_and(|pane| pane.selection.is_some());
        if self.review.is_some() && !selecting && self.focus == Focus::Text {
            self.review();
            return;
        }
        let selected = self.pane_mut().and_then(|pane| pane.selection.take()).is_some();
        if !selected && self.focus == Focus::Side {
            self.leave_lists();
        } else if !selected && let Some(pane) = self.pane_mut() {
            pane.search = None;
        }
    }

    /// Closes what is open; at the top asks the program to end.
    pub(super) fn close(&mut self) -> Vec<Effect> {
        let open = self.page.is_some()
            || self.focus == Focus::Side
            || self.pane().is_some_and(|pane| pane.selection.is_some());
        if open {
            self.escape();
            return Vec::new();
        }
        self.leave()
    }

    /// Ends the program; where the reader was is kept.
    pub(super) fn leave(&self) -> Vec<Effect> {
        self.keep_place().into_iter().chain([Effect::Exit]).collect()
    }

    /// Goes to the next or previous article.
    pub(super) fn next_entry(&mut self, way: Way, count: usize) -> Vec<Effect> {
        let index = match way {
            Way::Forward => self.current.index() + count.max(1),
            Way::Backward => self.current.index().wrapping_sub(count.max(1)),
        };
        if index >= self.entries.len() {
            self.warn(match way {
                Way::Forward => "this is the last article",
                Way::Backward => "this is the first article",
            });
            return Vec::new();
        }
        self.open_entry(Id::new(index))
    }

    /// Shows an article and reads it if it is not read yet.
    pub(super) fn open_entry(&mut self, entry: Id<Entry>) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.keep_place().into_iter().collect();
        effects.extend(self.interrupt_second_look());
        self.current = entry;
        if matches!(self.entries[entry].state, EntryState::Unread) {
            self.entries[entry].state = EntryState::Loading;
            effects.push(Effect::Load(entry));
        }
        effects.extend(self.begin_reading());
        self.chosen_rows.clear();
        self.relayout();
        effects.extend(self.begin_second_look());
        effects
    }

    /// Jumps to a place in any article.
    pub(super) fn go_to_place(&mut self, place: JumpPlace) -> Vec<Effect> {
        let effects =
            if place.entry == self.current { Vec::new() } else { self.open_entry(place.entry) };
        if let Some(pane) = self.pane_mut() {
            pane.chosen = None;
            pane.go_to(place.at, Scroll::Least);
        }
        effects
    }

    /// Takes in what a file held; articles after the first get entries of their own.
    pub(super) fn loaded(
        &mut self,
        entry: Id<Entry>,
        result: Result<Vec<Loaded>, String>,
    ) -> Vec<Effect> {
        let articles = match result {
            Ok(articles) => articles,
            Err(why) => {
                self.entries[entry].state = EntryState::Failed(why);
                return Vec::new();
            }
        };
        for (index, loaded) in articles.into_iter().enumerate() {
            if let Some(warning) = loaded.warning {
                self.warn(warning);
            }
            let id = if index == 0 {
                self.entries[entry].label = loaded.label;
                entry
            } else {
                let origin = self.entries[entry].origin.clone();
                let state = EntryState::Loading;
                self.entries.push(Entry { label: loaded.label, origin, state })
            };
            let pane = ArticlePane::new(loaded.article);
            self.entries[id].state = EntryState::Ready(Box::new(pane));
        }
        self.relayout();
        self.begin_reading()
    }

    /// Asks for who says what in the article that is shown, and for its notes, if nobody has.
    fn begin_reading(&mut self) -> Vec<Effect> {
        let entry = self.current;
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        if !matches!(pane.analysis, Analysis::Waiting) {
            return Vec::new();
        }
        pane.analysis = Analysis::Running(0.0);
        let article = Arc::clone(&pane.article);
        vec![Effect::Remember(entry, Arc::clone(&article)), Effect::Analyse(entry, article)]
    }

    /// Takes in what the library keeps of an article; the place only if the reader has not moved.
    pub(super) fn remembered(&mut self, entry: Id<Entry>, memory: Memory) -> Vec<Effect> {
        if let Some(warning) = memory.warning {
            self.warn(warning);
        }
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return Vec::new() };
        pane.set_annotations(memory.annotations, memory.texts);
        self.tags.extend(memory.tags);
        self.meanings = memory.meanings;
        self.shares = memory.shares;
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return Vec::new() };
        let start = pane.article.blocks.first().map_or(0, |block| block.span.start());
        if let Some(place) = memory.place
            && pane.cursor == start
            && pane.article.blocks.last().is_some_and(|block| place < block.span.end())
        {
            pane.go_to(place, Scroll::Middle);
        }
        self.lay_corrections(entry);
        self.arrive_at_note();
        self.look_for_words(entry)
    }

    /// Takes in who says what.
    pub(super) fn analysed(&mut self, entry: Id<Entry>, claims: Box<ClaimIndex>) {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state {
            pane.analysis = Analysis::Done(claims);
        }
        self.keep_as_found(entry);
        self.lay_corrections(entry);
        if entry == self.current {
            self.go_on_reviewing();
        }
    }

    /// Does what the mouse asks for.
    pub(super) fn point(&mut self, mouse: Mouse) {
        match mouse {
            Mouse::Press(column, row) => self.press_mouse(column, row),
            Mouse::Drag(column, row) => self.drag_mouse(column, row),
            Mouse::WheelDown(..) => self.turn_wheel(NOTCH),
            Mouse::WheelUp(..) => self.turn_wheel(-NOTCH),
        }
    }

    fn press_mouse(&mut self, column: u16, row: u16) {
        if self.page.is_some() || self.prompt.is_some() {
            return;
        }
        let panes = self.panes();
        let inside = |area| layout::contains(area, column, row);
        if panes.side.is_some_and(inside) {
            self.show_list(self.side);
            return;
        }
        let Some(at) = self.offset_at(column, row) else { return };
        if self.focus == Focus::Side {
            self.leave_lists();
        }
        if let Some(pane) = self.pane_mut() {
            pane.selection = None;
            pane.chosen = None;
            pane.go_to(at, Scroll::Least);
        }
    }

    fn drag_mouse(&mut self, column: u16, row: u16) {
        let Some(at) = self.offset_at(column, row) else { return };
        if let Some(pane) = self.pane_mut() {
            let anchor = pane.cursor;
            pane.selection.get_or_insert(Selection {
                anchor,
                unit: Unit::Character,
                grown: Vec::new(),
            });
            pane.go_to(at, Scroll::Least);
        }
    }

    fn turn_wheel(&mut self, lines: isize) {
        match (self.active_list(), self.pane_mut()) {
            (Some(list), _) => self.move_row(list, lines),
            (None, Some(pane)) => pane.wheel(lines),
            (None, None) => {}
        }
    }

    fn offset_at(&self, column: u16, row: u16) -> Option<usize> {
        let words = self.panes().words;
        let line = row.checked_sub(words.y).filter(|line| *line < words.height)?;
        self.pane()?.offset_on_screen(line.into(), column.saturating_sub(words.x).into())
    }

    /// Returns the request to keep where the reader is.
    fn keep_place(&self) -> Option<Effect> {
        let pane = self.pane()?;
        let write = Write::Place(pane.cursor);
        Some(Effect::Save(self.current, Arc::clone(&pane.article), Box::new(write)))
    }

    /// Opens or closes the page of a list.
    pub(super) fn toggle_page(&mut self, list: List) {
        if self.page == Some(Page::List(list)) {
            self.page = None;
        } else {
            self.show_list(list);
        }
    }
}
