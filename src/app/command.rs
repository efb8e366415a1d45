//! The fields: what typing in one shows at once, and what accepting it does.

use crate::app::{App, Effect, List, Page, Prompt, PromptKind, Typed};

impl App {
    /// Opens a field.
    pub(super) fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        self.message = None;
        self.commands.reset();
        self.searched.reset();
        self.prompt = Some(Prompt::new(kind, text));
    }

    /// Shows what the field says so far.
    pub(super) fn field_changed(&mut self) -> Vec<Effect> {
        let Some(prompt) = &self.prompt else { return Vec::new() };
        let text = prompt.text();
        match prompt.kind {
            PromptKind::Search(from) => return self.search_while_typed(&text, from),
            PromptKind::Help => {
                if let Some(Page::Help { filter, .. }) = &mut self.page {
                    *filter = text;
                }
                self.choose_first_key();
            }
            PromptKind::Filter(list) => self.set_filter(list, &text),
            PromptKind::Query => {
                self.shelf.ask(&text);
                self.chosen_rows.insert(List::Shelf, 0);
            }
            PromptKind::Command
            | PromptKind::Note(_)
            | PromptKind::Name(_)
            | PromptKind::Tags(_) => {}
        }
        Vec::new()
    }

    /// Does what the field was opened for.
    pub(super) fn accept_field(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.text();
        match prompt.kind {
            PromptKind::Search(from) => {
                let mut effects = self.accept_search(&text, from);
                if self.searched.add(&text) {
                    effects.push(Effect::KeepTyped(Typed::Search, text));
                }
                effects
            }
            PromptKind::Command => self.run_command(&text),
            PromptKind::Note(target) => self.save_note(target, &text),
            PromptKind::Help => self.open_row(),
            PromptKind::Name(subject) => self.named(subject, &text),
            PromptKind::Tags(target) => self.save_tags(target, &text),
            PromptKind::Query => Vec::new(),
            PromptKind::Filter(_) => Vec::new(),
        }
    }

    /// Closes the field and takes back what it showed; the text of a note is kept as a draft.
    pub(super) fn cancel_field(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.text();
        let changed = prompt.is_changed();
        match prompt.kind {
            PromptKind::Search(from) => return self.cancel_search(from),
            PromptKind::Help => {
                if let Some(Page::Help { filter, .. }) = &mut self.page {
                    filter.clear();
                }
                self.choose_first_key();
            }
            PromptKind::Filter(list) => self.set_filter(list, ""),
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
        Vec::new()
    }
}
