//! The screen: its size, what is shown on it, which article, and the mouse.

use crate::{
    app::{
        Analysis, App, ArticlePane, ClaimIndex, Effect, Entry, EntryState, Focus, Hyphenation,
        JumpPlace, Justify, LinkNumbers, List, Loaded, MEASURES, Memory, Overall, Page, Scroll,
        Surroundings, Write, moves::Way,
    },
    base::Id,
    layout::Rect,
    text::{
        hyphens,
        wrap::{RightEdge, Setting},
    },
};
use std::sync::Arc;

impl App {
    /// Takes the size of the screen.
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        self.size = (width.max(1), height.max(1));
        self.relayout();
    }

    /// Lays the text out anew where the panes have changed.
    pub(super) fn relayout(&mut self) {
        self.hints = None;
        self.lay_out(self.current, self.panes().words);
        if let Some((other, panes)) = self.other() {
            self.lay_out(other, panes.words);
        }
    }

    fn lay_out(&mut self, entry: Id<Entry>, words: Rect) {
        let (justify, hyphenation) = (self.settings.justify, self.settings.hyphenation);
        let language = self.settings.language.clone();
        // What shows the text alone shows it as it was printed.
        let numbers = match self.surroundings {
            Surroundings::All => LinkNumbers::Shown,
            Surroundings::TextOnly => LinkNumbers::Hidden,
        };
        if let Some(pane) = self.pane_of_mut(entry) {
            let hyphens = match (hyphenation, language) {
                (Hyphenation::Off, _) => None,
                (Hyphenation::On, None) => pane.language,
                (Hyphenation::On, Some(tag)) => hyphens::language(Some(&tag), ""),
            };
            let edge = match justify {
                Justify::On => RightEdge::Straight,
                Justify::Off => RightEdge::Ragged,
            };
            let setting = Setting { columns: words.width.into(), hyphens, edge };
            pane.resize(setting, numbers, words.height.into());
        }
    }

    /// Makes the lines wider or narrower by steps of two columns; the place in the text is kept.
    pub(super) fn change_measure(&mut self, steps: i32) {
        let (least, most) = (i32::from(*MEASURES.start()), i32::from(*MEASURES.end()));
        let wanted = i32::from(self.measure).saturating_add(steps.saturating_mul(2));
        self.measure = wanted.clamp(least, most) as u16;
        self.settings.measure = self.measure;
        self.relayout();
        let shown = self.panes().words.width;
        if shown < self.measure {
            self.warn(format!("lines of {}, but there is room for {shown} only", self.measure));
        } else {
            self.say(format!("lines of {shown} columns"));
        }
    }

    /// Sets the text with a ragged edge, with words broken, or with a straight edge.
    pub(super) fn cycle_typesetting(&mut self) {
        let (justify, hyphenation, words) = match (self.settings.justify, self.settings.hyphenation)
        {
            (Justify::Off, Hyphenation::On) => {
                (Justify::On, Hyphenation::On, "the right edge is straight")
            }
            (Justify::On, _) => (Justify::Off, Hyphenation::Off, "ragged, no word is broken"),
            (Justify::Off, Hyphenation::Off) => {
                (Justify::Off, Hyphenation::On, "ragged, long words are broken")
            }
        };
        (self.settings.justify, self.settings.hyphenation) = (justify, hyphenation);
        self.relayout();
        self.say(words);
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
    pub(super) fn escape(&mut self) -> Vec<Effect> {
        if self.drop_filter() { Vec::new() } else { self.step_back() }
    }

    fn step_back(&mut self) -> Vec<Effect> {
        self.attaching = None;
        self.other_words = None;
        if self.page.take().is_some() {
            return Vec::new();
        }
        let selecting = self.pane().is_some_and(|pane| pane.selection.is_some());
        if self.review.is_some() && !selecting && self.focus == Focus::Text {
            return self.review();
        }
        let selected = self.pane_mut().and_then(|pane| pane.selection.take()).is_some();
        if !selected && self.focus == Focus::Side {
            self.leave_lists();
        } else if !selected {
            return self.stop_search();
        }
        Vec::new()
    }

    /// Closes what is open; at the top asks the program to end.
    pub(super) fn close(&mut self) -> Vec<Effect> {
        let open = self.page.is_some()
            || self.focus == Focus::Side
            || self.pane().is_some_and(|pane| pane.selection.is_some());
        if open {
            return self.step_back();
        }
        if self.beside.is_some() {
            return self.split();
        }
        self.leave()
    }

    /// Ends the program; where the reader was, and what was chosen, is kept.
    pub(super) fn leave(&self) -> Vec<Effect> {
        let beside = self.beside.and_then(|entry| self.keep_place_of(entry));
        let kept = self.keep_place().into_iter().chain(beside).chain(self.keep_choices());
        kept.chain([Effect::Exit]).collect()
    }

    /// Goes to the next or previous article.
    pub(super) fn next_entry(&mut self, way: Way, count: usize) -> Vec<Effect> {
        match self.entry_after(way, count) {
            Some(entry) => self.open_entry(entry),
            None => {
                self.warn(match way {
                    Way::Forward => "this is the last article",
                    Way::Backward => "this is the first article",
                });
                Vec::new()
            }
        }
    }

    /// Shows an article and reads it if it is not read yet.
    pub(super) fn open_entry(&mut self, entry: Id<Entry>) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.keep_place().into_iter().collect();
        self.take_half_of(entry);
        effects.extend(self.interrupt_second_look());
        self.current = entry;
        effects.extend(self.ask_for(entry));
        effects.extend(self.begin_reading());
        self.chosen_rows.clear();
        self.relayout();
        effects.extend(self.begin_second_look());
        effects
    }

    /// Asks for an article that nobody has asked for yet.
    pub(super) fn ask_for(&mut self, entry: Id<Entry>) -> Option<Effect> {
        if !matches!(self.entries[entry].state, EntryState::Unread) {
            return None;
        }
        self.entries[entry].state = EntryState::Loading;
        Some(Effect::Load(entry))
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
        let beginning = self.end_beginning(entry);
        let articles = match result {
            Ok(articles) => articles,
            Err(why) => {
                self.entries[entry].state = EntryState::Failed(why);
                return Vec::new();
            }
        };
        let mut parts = Vec::new();
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
            parts.push(id);
        }
        self.part_in_queue(entry, &parts);
        self.relayout();
        let mut effects = self.begin_reading();
        if let Some(beginning) = beginning {
            effects.extend(self.go_on_from(entry, *beginning));
        }
        effects
    }

    /// Asks for who says what in the articles that are shown, and for their notes.
    fn begin_reading(&mut self) -> Vec<Effect> {
        let mut effects = self.begin_reading_of(self.current);
        if let Some(beside) = self.beside {
            effects.extend(self.begin_reading_of(beside));
        }
        effects
    }

    /// Asks for who says what in an article, and for its notes, if nobody has.
    pub(super) fn begin_reading_of(&mut self, entry: Id<Entry>) -> Vec<Effect> {
        let Some(pane) = self.pane_of_mut(entry) else { return Vec::new() };
        if !matches!(pane.analysis, Analysis::Waiting) || !pane.is_whole() {
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
        let is_first = pane.notes.is_none();
        pane.set_annotations(memory.annotations, memory.texts);
        if let Some(notes) = &mut pane.notes {
            notes.set_sources(memory.sources);
        }
        let start = pane.article.blocks.first().map_or(0, |block| block.span.start());
        if let Some(place) = memory.place
            && pane.cursor == start
            && pane.article.blocks.last().is_some_and(|block| place < block.span.end())
        {
            pane.go_to(place, Scroll::Middle);
        }
        self.lay_corrections(entry);
        self.arrive_at_note();
        let mut effects = self.look_for_words(entry);
        // Without the corrections nobody could tell what is still in doubt.
        if entry == self.current && is_first {
            effects.extend(self.go_on_reviewing());
        }
        effects
    }

    /// Takes in what the library says of all its articles.
    pub(super) fn known(&mut self, entry: Id<Entry>, overall: Overall) -> Vec<Effect> {
        self.tags.extend(overall.tags);
        self.meanings = overall.meanings;
        self.shares = overall.shares;
        self.move_meanings(entry).into_iter().collect()
    }

    /// Takes in who says what.
    pub(super) fn analysed(&mut self, entry: Id<Entry>, claims: Box<ClaimIndex>) -> Vec<Effect> {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state {
            pane.analysis = Analysis::Done(claims);
        }
        self.keep_as_found(entry);
        self.lay_corrections(entry);
        if entry == self.current { self.go_on_reviewing() } else { Vec::new() }
    }

    /// Returns the request to keep where the reader is.
    fn keep_place(&self) -> Option<Effect> {
        self.keep_place_of(self.current)
    }

    fn keep_place_of(&self, entry: Id<Entry>) -> Option<Effect> {
        let pane = self.pane_of(entry).filter(|pane| pane.is_whole())?;
        let write = Write::Place(pane.cursor);
        Some(Effect::Save(entry, Arc::clone(&pane.article), Box::new(write)))
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
