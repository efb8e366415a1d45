//! What a key does: types in a field, counts, begins a binding, or asks for an action.

use crate::app::{
    Action, App, Context, Edge, Effect, Key, Page, PendingKeys, PromptKind, key::Code,
    keymap::Lookup, moves::Way, prompt::Typed, update::act,
};

/// The largest count; a slip on a number key should not take minutes.
const MOST: usize = 99_999;

/// Carries out the press of `key`.
pub(super) fn press(app: &mut App, key: Key) -> Vec<Effect> {
    if key == (Key { ctrl: true, ..Key::char('c') }) {
        return act(app, Action::Quit, None);
    }
    if app.waits_for_an_answer() {
        app.revision += 1;
    }
    if app.prompt.is_some() {
        return press_in_field(app, key);
    }
    if app.hints.is_some() {
        return app.press_hint(key);
    }
    app.message = None;
    if app.close_footnote(key) {
        return Vec::new();
    }
    if let Some(offer) = app.offer.take() {
        match key.code {
            Code::Char('y') | Code::Enter => return app.take_offer(offer),
            Code::Char('n') | Code::Escape => return Vec::new(),
            // Whoever goes on without an answer does not want it.
            _ => {}
        }
    }
    if let Some(action) = app.keys.letter_for.take() {
        app.keys.count = None;
        return match key.typed() {
            Some(letter) if key.code != Code::Escape => app.with_letter(action, letter),
            _ => Vec::new(),
        };
    }
    let in_help = matches!(app.page, Some(Page::Help { .. }));
    if app.keys.keys.is_empty() && !in_help && count(app, key) {
        return Vec::new();
    }
    press_in_view(app, key)
}

impl App {
    /// Returns whether the next key goes to something that asked for it, and not by the table.
    fn waits_for_an_answer(&self) -> bool {
        self.prompt.is_some()
            || self.hints.is_some()
            || self.footnote.is_some()
            || self.offer.is_some()
            || self.keys.letter_for.is_some()
    }
}

fn press_in_view(app: &mut App, key: Key) -> Vec<Effect> {
    if key.code == Code::Escape && (!app.keys.keys.is_empty() || app.keys.count.is_some()) {
        app.keys = PendingKeys::default();
        return Vec::new();
    }
    if app.is_shelf_open() && app.keys.keys.is_empty() && key == Key::char('/') {
        let query = app.shelf.query().to_owned();
        app.open_prompt(PromptKind::Query, &query);
        return Vec::new();
    }
    if let Some(start) = filter_start(app, key) {
        app.open_prompt(PromptKind::Help, &start);
        app.field_changed();
        return Vec::new();
    }
    let mut keys = std::mem::take(&mut app.keys.keys);
    keys.push(key);
    match app.keymap.look_up(app.context(), &keys) {
        Lookup::Found(action) => {
            let count = app.keys.count;
            app.keys = PendingKeys::default();
            act(app, action, count)
        }
        Lookup::Prefix => {
            app.keys.keys = keys;
            Vec::new()
        }
        Lookup::Unbound => {
            app.keys = PendingKeys::default();
            let text: String = keys.iter().map(Key::to_string).collect();
            let why = why_not(app, &keys, &text);
            app.warn(why);
            Vec::new()
        }
    }
}

/// Says why `keys` do nothing here: where they do something, or that they are nobody's.
fn why_not(app: &App, keys: &[Key], text: &str) -> String {
    const ELSEWHERE: [(Context, &str); 3] = [
        (Context::Text, "in the text"),
        (Context::Selection, "on a selection, which v begins"),
        (Context::List, "in lists"),
    ];
    let found =
        ELSEWHERE.iter().find_map(|(context, place)| match app.keymap.look_up(*context, keys) {
            Lookup::Found(action) => Some((action, place)),
            Lookup::Prefix | Lookup::Unbound => None,
        });
    match found {
        Some((action, place)) => {
            format!("{text} ({}) does not act here; it acts {place}", action.name())
        }
        None => format!("{text} does nothing here; ? lists the keys that do"),
    }
}

/// In the help, typing filters it: returns what the filter begins with, which is nothing after `/`.
///
/// Keys that leave, scroll or open the command line keep their meaning.
fn filter_start(app: &App, key: Key) -> Option<String> {
    const KEEP: [Action; 4] = [Action::Close, Action::Help, Action::CommandLine, Action::PageDown];
    let typed = key.typed().filter(|_| matches!(app.page, Some(Page::Help { .. })))?;
    match app.keymap.look_up(Context::List, &[key]) {
        Lookup::Found(action) if KEEP.contains(&action) => None,
        _ if typed == '/' => Some(String::new()),
        _ => Some(typed.to_string()),
    }
}

/// Takes a digit of a count; 0 is one only after another digit.
fn count(app: &mut App, key: Key) -> bool {
    let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) else { return false };
    if digit == 0 && app.keys.count.is_none() {
        return false;
    }
    let count = app.keys.count.unwrap_or(0) * 10 + digit as usize;
    app.keys.count = Some(count.min(MOST));
    true
}

fn press_in_field(app: &mut App, key: Key) -> Vec<Effect> {
    let Some(prompt) = app.prompt.as_mut() else { return Vec::new() };
    match prompt.press(key) {
        Typed::Changed => {
            app.message = None;
            app.field_changed()
        }
        Typed::Accepted => app.accept_field(),
        Typed::Cancelled => app.cancel_field(),
        Typed::Editor => vec![Effect::Edit(prompt.text())],
        Typed::Complete(way) => {
            app.complete_field(way);
            Vec::new()
        }
        Typed::Step(way) => step_in_field(app, way),
    }
}

/// Up and down: through what was typed earlier, or through the rows that the field filters.
fn step_in_field(app: &mut App, way: Way) -> Vec<Effect> {
    match (&app.prompt, app.active_list()) {
        (Some(prompt), _) if matches!(prompt.kind, PromptKind::Command | PromptKind::Search(_)) => {
            return app.recall(way);
        }
        (Some(prompt), Some(list)) if prompt.kind == PromptKind::Help => {
            app.move_row(list, if way == Way::Forward { 1 } else { -1 });
        }
        _ => {}
    }
    Vec::new()
}

impl App {
    /// Moves in the list that has the keys; `None` if none has, or the action is not a move.
    pub(super) fn move_in_list(&mut self, action: Action, count: usize) -> Option<Vec<Effect>> {
        let list = self.active_list()?;
        let page = isize::from(i16::try_from(self.panes().text.height).unwrap_or(i16::MAX)).max(2);
        let count = isize::try_from(count).unwrap_or(1);
        match action {
            Action::Down => self.move_row(list, count),
            Action::Up => self.move_row(list, -count),
            Action::HalfPageDown => self.move_row(list, page / 2 * count),
            Action::HalfPageUp => self.move_row(list, -page / 2 * count),
            Action::PageDown => self.move_row(list, (page - 1) * count),
            Action::PageUp => self.move_row(list, -(page - 1) * count),
            Action::Top => self.go_to_list_edge(list, Edge::Start),
            Action::Bottom => self.go_to_list_edge(list, Edge::End),
            Action::Open => return Some(self.open_row()),
            _ => return None,
        }
        Some(Vec::new())
    }
}
