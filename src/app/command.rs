//! The fields: what typing in one shows at once, and what accepting it does.

use crate::app::{
    App, Effect, List, Page, Prompt, PromptKind, Scroll, Search,
    moves::{self, Way},
    search::Wrapped,
};

/// Longest text, in bytes, that is searched anew at each letter; a longer one when Enter is pressed.
const SEARCH_AS_YOU_TYPE: usize = 4 << 20;

impl App {
    /// Opens a field.
    pub(super) fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        self.message = None;
        self.history.reset();
        self.prompt = Some(Prompt::new(kind, text));
    }

    /// Opens the field to search in the text.
    pub(super) fn open_search(&mut self) {
        let Some(cursor) = self.pane().map(|pane| pane.cursor) else { return };
        self.open_prompt(PromptKind::Search(cursor), "");
    }

    /// Shows what the field says so far.
    pub(super) fn field_changed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        let text = prompt.text();
        match prompt.kind {
            PromptKind::Search(from) => {
                let short =
                    |pane: &crate::app::ArticlePane| pane.article.text.len() <= SEARCH_AS_YOU_TYPE;
                if self.pane().is_some_and(short) {
                    self.search_from(&text, from);
                }
            }
            PromptKind::Help => {
                if let Some(Page::Help { filter, .. }) = &mut self.page {
                    *filter = text;
                }
                self.choose_first_key();
            }
            PromptKind::Query => {
                self.shelf.ask(&text);
                self.chosen_rows.insert(List::Shelf, 0);
            }
            PromptKind::Command
            | PromptKind::Note(_)
            | PromptKind::Name(_)
            | PromptKind::Tags(_) => {}
        }
    }

    /// Does what the field was opened for.
    pub(super) fn accept_field(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.text();
        match prompt.kind {
            PromptKind::Search(from) => {
                self.finish_search(&text, from);
                Vec::new()
            }
            PromptKind::Command => self.run_command(&text),
            PromptKind::Note(target) => self.save_note(target, &text),
            PromptKind::Help => self.open_row(),
            PromptKind::Name(subject) => self.named(subject, &text),
            PromptKind::Tags(target) => self.save_tags(target, &text),
            PromptKind::Query => Vec::new(),
        }
    }

    /// Closes the field and takes back what it showed; the text of a note is kept as a draft.
    pub(super) fn cancel_field(&mut self) {
        let Some(prompt) = self.prompt.take() else { return };
        let text = prompt.text();
        let changed = prompt.is_changed();
        match prompt.kind {
            PromptKind::Search(from) => {
                if let Some(pane) = self.pane_mut() {
                    pane.search = None;
                    pane.go_to(from, Scroll::Least);
                }
            }
            PromptKind::Help => {
                if let Some(Page::Help { filter, .. }) = &mut self.page {
                    filter.clear();
                }
                self.choose_first_key();
            }
            PromptKind::Note(target) if changed && !text.trim().is_empty() => {
                self.draft = Some((target, text));
                self.warn("not saved; a on the same passage brings the text back");
            }
            PromptKind::Query => self.shelf.ask(""),
            PromptKind::Command
            | PromptKind::Note(_)
            | PromptKind::Name(_)
            | PromptKind::Tags(_) => {}
        }
    }

    /// Goes to the next or previous match, `count` times.
    pub(super) fn next_match(&mut self, way: Way, count: usize) {
        let Some(pane) = self.pane() else { return };
        let Some(search) = &pane.search else {
            return self.warn("nothing is searched for; / begins a search");
        };
        let mut at = pane.cursor;
        let mut last = None;
        for _ in 0..count.max(1) {
            let Some((index, wrapped)) = (match way {
                Way::Forward => search.after(at),
                Way::Backward => search.before(at),
            }) else {
                break;
            };
            at = search.matches[index].start();
            last = Some((index, wrapped));
        }
        let (total, query) = (search.matches.len(), search.query.clone());
        match last {
            Some((index, wrapped)) => {
                self.jump_to(at, Scroll::Least);
                self.say_match(index, total, wrapped);
            }
            None => self.warn(format!("“{query}” does not occur in this article")),
        }
    }

    /// Searches for the word at the cursor.
    pub(super) fn search_word(&mut self) {
        let Some(pane) = self.pane() else { return };
        let Some(word) = moves::word_at(pane, pane.cursor) else {
            return self.warn("there is no word here");
        };
        let query = pane.article.text[word.range()].to_owned();
        let search = Search::new(&query, &pane.article.text);
        if let Some(pane) = self.pane_mut() {
            pane.search = Some(search);
        }
        self.next_match(Way::Forward, 1);
    }

    fn search_from(&mut self, query: &str, from: usize) {
        let Some(pane) = self.pane_mut() else { return };
        let search = Search::new(query, &pane.article.text);
        let at = match search.after(from) {
            Some((index, _)) => search.matches[index].start(),
            None => from,
        };
        pane.search = Some(search);
        pane.chosen = None;
        pane.go_to(at, Scroll::Least);
    }

    fn finish_search(&mut self, query: &str, from: usize) {
        if query.trim().is_empty() {
            if let Some(pane) = self.pane_mut() {
                pane.search = None;
                pane.go_to(from, Scroll::Least);
            }
            return;
        }
        if let Some(pane) = self.pane_mut() {
            pane.search = Some(Search::new(query, &pane.article.text));
            pane.cursor = from;
        }
        self.next_match(Way::Forward, 1);
    }

    fn say_match(&mut self, index: usize, total: usize, wrapped: Wrapped) {
        let round = match wrapped {
            Wrapped::Yes => " · went round the end",
            Wrapped::No => "",
        };
        self.say(format!("match {}/{total}{round}", index + 1));
    }
}
