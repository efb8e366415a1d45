//! The fields: what typing in one shows at once, and what accepting it does.

use crate::app::{Action, App, Effect, Page, Prompt, PromptKind, update::act};

impl App {
    /// Opens a field.
    pub(super) fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        self.message = None;
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
            }
            PromptKind::Filter(list) => self.set_filter(list, &text),
            PromptKind::Command | PromptKind::Note(_) => {}
        }
        Vec::new()
    }

    /// Does what the field was opened for.
    pub(super) fn accept_field(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.text();
        match prompt.kind {
            PromptKind::Search(from) => self.accept_search(&text, from),
            PromptKind::Command => self.run_command(&text),
            PromptKind::Note(target) => self.save_note(target, &text),
            PromptKind::Help | PromptKind::Filter(_) => Vec::new(),
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
            }
            PromptKind::Filter(list) => self.set_filter(list, ""),
            PromptKind::Note(target) if changed && !text.trim().is_empty() => {
                self.draft = Some((target, text));
                self.warn("not saved; a on the same passage brings the text back");
            }
            PromptKind::Command | PromptKind::Note(_) => {}
        }
        Vec::new()
    }

    /// Completes the name of the action that is typed.
    pub(super) fn complete_field(&mut self) {
        let Some(prompt) = &mut self.prompt else { return };
        if prompt.kind != PromptKind::Command {
            return;
        }
        let typed = prompt.text();
        let names: Vec<&str> = completions(&typed).collect();
        match names[..] {
            [] => {}
            [name] => prompt.replace(name),
            [first, ..] => {
                let common = names.iter().fold(first.len(), |len, name| {
                    let shared = first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b);
                    shared.count().min(len)
                });
                prompt.replace(&first[..common]);
            }
        }
    }

    /// Returns the names that the typed start of a command may become.
    pub fn completions(&self) -> Vec<Action> {
        let Some(prompt) = &self.prompt else { return Vec::new() };
        if prompt.kind != PromptKind::Command {
            return Vec::new();
        }
        completions(&prompt.text()).filter_map(|name| Action::named(name).ok()).collect()
    }

    fn run_command(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        if let Ok(number) = text.parse::<usize>() {
            return act(self, Action::Bottom, Some(number));
        }
        let names: Vec<&str> = completions(text).collect();
        let name = if let [only] = names[..] { only } else { text };
        match (Action::named(short(name)), names.len()) {
            (Ok(action), _) => act(self, action, None),
            (Err(_), 2..) => {
                self.warn(format!("“{text}” may be {}", names.join(", ")));
                Vec::new()
            }
            (Err(nearest), _) => {
                self.warn(format!("no action is called “{text}”; did you mean “{nearest}”?"));
                Vec::new()
            }
        }
    }
}

/// Names that vim users type.
fn short(name: &str) -> &str {
    match name {
        "q" | "q!" | "qa" | "wq" | "x" => "quit",
        "h" => "help",
        "n" => "next-article",
        "p" | "prev" => "previous-article",
        "ls" => "articles",
        name => name,
    }
}

fn completions(typed: &str) -> impl Iterator<Item = &'static str> {
    Action::ALL.iter().map(|action| action.name()).filter(move |name| name.starts_with(typed))
}
