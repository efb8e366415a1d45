//! What lies over the text: pages, the fields to type in, the keys that may follow.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Modifier, Style},
    widgets::{Block, Borders, Widget},
};

use crate::{
    app::{
        Action, App, FILTER_HELP, List, Listed, NoteTarget, Page, Peeked, Progress, Prompt,
        PromptKind,
    },
    base::{Id, TextSpan},
    claims::Source,
    layout::{self, Panes},
    text::glyph,
    view::{canvas, list::ListView, side, theme::Theme},
};

/// Rows of the field of a note, border included.
const NOTE_ROWS: u16 = 8;

/// Most rows of the keys that may follow or the commands that may be meant, border included.
const MENU_ROWS: u16 = 20;

/// Names to choose from, each with what it does.
struct Choices<'a> {
    title: &'a str,
    rows: Vec<(String, String)>,
    chosen: Option<usize>,
}

/// Everything that may lie over the text.
pub struct Overlay<'a> {
    /// Everything.
    pub app: &'a App,
    /// The looks.
    pub theme: &'a Theme,
}

impl Overlay<'_> {
    /// Draws the page that is open.
    pub fn draw_page(&self, area: Rect, buf: &mut Buffer) {
        let Some(list) = self.app.active_list() else { return };
        let areas = layout::page_areas(area);
        self.frame(areas.frame, &self.page_title(list), buf);
        let inner = areas.inner.intersection(buf.area);
        ListView { app: self.app, theme: self.theme, list }.draw(inner, buf);
        if list == List::Help {
            self.draw_whole_help(areas.frame, buf);
        }
    }

    /// Draws on the lower edge what the chosen key does, for its row may be cut.
    fn draw_whole_help(&self, area: Rect, buf: &mut Buffer) {
        let row = self.app.chosen_row(List::Help);
        let rows = self.app.rows_of(List::Help);
        if let Some(Listed::Keys(action, _)) = row.and_then(|row| rows.get(row)) {
            let edge = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
            let text = format!(" {} ", action.help());
            let style = self.theme.aside().remove_modifier(Modifier::DIM);
            canvas::line(buf, edge, area.height.saturating_sub(1), &text, style);
        }
    }

    /// Draws a note that is looked at, beside its passage.
    pub fn draw_peek(&self, peeked: &Peeked, buf: &mut Buffer) {
        let Peeked { area, title, rows, notes, hidden: (above, below) } = peeked;
        let inner = self.frame(*area, title, buf);
        for (line, row) in (0..).zip(rows) {
            canvas::line(buf, inner, line, row, Style::new());
        }
        let scrolls = match (above, below) {
            (0, 0) => None,
            (_, 0) => Some("j k scroll".to_owned()),
            (_, below) => Some(format!("{below} more below: j k")),
        };
        let next = (*notes > 1).then(|| "K next".to_owned());
        let keys = scrolls.into_iter().chain(next).chain(["Esc closes".to_owned()]);
        let more = format!(" {} ", keys.collect::<Vec<_>>().join(" · "));
        let bottom = Rect {
            y: area.bottom().saturating_sub(1),
            width: area.width.saturating_sub(2),
            height: 1.min(area.height),
            ..*area
        };
        canvas::right(buf, bottom, 1, 0, &more, self.theme.aside());
    }

    /// Draws a footnote at the edge of the text that is further from the cursor.
    pub fn draw_footnote(&self, note: TextSpan, panes: &Panes, buf: &mut Buffer) {
        let Some(pane) = self.app.pane() else { return };
        let text = &pane.article.text;
        let [whole, _] = layout::footnote_areas(panes, u16::MAX);
        let rows = canvas::text_rows(text, note, whole.width.saturating_sub(4));
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(2);
        let [above, below] = layout::footnote_areas(panes, height);
        let upper = pane.cursor_on_screen().is_some_and(|(line, _)| line < pane.height() / 2);
        let area = if upper { below } else { above };
        let inner = self.frame(area, "Footnote", buf);
        for (line, row) in (0..inner.height).zip(&rows) {
            canvas::line(buf, inner, line, &text[row.range()], Style::new());
        }
        let cut = rows.len() > usize::from(inner.height);
        let help = format!("{} Enter goes there · Esc closes ", if cut { " …" } else { "" });
        let bottom = Rect { y: area.bottom().saturating_sub(1), height: 1, ..inner };
        canvas::right(buf, bottom, 0, 0, &help, self.theme.aside());
    }

    /// Draws the field of a note above the status line.
    pub fn draw_note(&self, prompt: &Prompt, panes: &Panes, buf: &mut Buffer) {
        let area = note_area(panes);
        let title = match &prompt.kind {
            PromptKind::Note(NoteTarget::Passage(span)) => {
                let words = self.app.pane().and_then(|pane| span.slice(&pane.article.text));
                format!("Note on {}", glyph::clip(words.unwrap_or_default(), 40))
            }
            _ => "Note".to_owned(),
        };
        let inner = self.frame(area, &title, buf);
        let (top, left) = field_scroll(prompt, inner);
        for (line, text) in (0..).zip(prompt.field.lines().iter().skip(top)) {
            let text: String = text.chars().skip(left).collect();
            canvas::line(buf, inner, line, &text, Style::new());
        }
        let help = " Enter saves · Alt-Enter new line · Ctrl-e editor · Esc leaves ";
        let bottom = Rect {
            y: area.bottom().saturating_sub(1),
            width: area.width.saturating_sub(1),
            height: 1,
            ..area
        };
        canvas::right(buf, bottom, 1, 0, help, self.theme.aside());
    }

    /// Draws a field of one line in the status line.
    pub fn draw_line(&self, prompt: &Prompt, panes: &Panes, buf: &mut Buffer) {
        let area = panes.status;
        canvas::clear(buf, area);
        let (before, hint) = match prompt.kind {
            PromptKind::Search(_) => ("/", self.search_count()),
            PromptKind::Command => (":", String::new()),
            PromptKind::Help => ("show keys with: ", String::new()),
            PromptKind::Filter(list) => ("show only: ", self.filter_hint(list, area.width)),
            PromptKind::Note(_) => ("", String::new()),
            PromptKind::Name(_) => ("name: ", String::new()),
            PromptKind::Tags(_) => ("tags: ", self.app.tag_completions().join(" ")),
            PromptKind::Query => ("/", self.query_state()),
        };
        let column = canvas::line(buf, area, 0, before, self.theme.key());
        let text = prompt.text();
        let room = usize::from(area.width.saturating_sub(column + 1));
        let skip = prompt.field.cursor().1.saturating_sub(room);
        let shown: String = text.chars().skip(skip).collect();
        let column = canvas::text_at(buf, area, column, 0, &shown, Style::new());
        canvas::right(buf, area, column + 1, 0, &hint, self.theme.aside());
    }

    /// Draws the commands that the typed start may become.
    pub fn draw_completions(&self, panes: &Panes, buf: &mut Buffer) {
        let rows: Vec<(String, String)> =
            self.app.completions().into_iter().map(|it| (it.word, it.help)).collect();
        if rows.is_empty() {
            return;
        }
        let chosen = self.app.prompt.as_ref().and_then(Prompt::chosen);
        let title = "Tab completes · ↑ earlier commands";
        self.draw_choices(&Choices { title, rows, chosen }, panes, buf);
    }

    /// Draws the keys that may follow those pressed so far.
    pub fn draw_menu(&self, panes: &Panes, buf: &mut Buffer) {
        let pressed = self.app.keys.keys.len();
        let rows: Vec<(String, String)> = self
            .app
            .keymap
            .following(self.app.context(), &self.app.keys.keys)
            .map(|binding| {
                let rest: String =
                    binding.keys[pressed..].iter().map(ToString::to_string).collect();
                (rest, self.action_help(binding.action))
            })
            .collect();
        let keys: String = self.app.keys.keys.iter().map(ToString::to_string).collect();
        self.draw_choices(&Choices { title: &keys, rows, chosen: None }, panes, buf);
    }

    /// Returns what an action does, and what the reader means by its colour.
    fn action_help(&self, action: Action) -> String {
        let meaning = action.colour().and_then(|colour| self.app.meaning(colour));
        match meaning {
            Some(meaning) => format!("{}: {meaning}", action.help()),
            None => action.help().to_owned(),
        }
    }

    fn draw_choices(&self, choices: &Choices<'_>, panes: &Panes, buf: &mut Buffer) {
        let Choices { title, rows, chosen } = choices;
        let names = rows.iter().map(|(name, _)| glyph::width(name)).max().unwrap_or(0);
        let widest = rows.iter().map(|(_, help)| glyph::width(help) + names + 2).max().unwrap_or(0);
        let screen = Rect {
            height: panes.status.y - panes.title.bottom(),
            y: panes.title.bottom(),
            ..panes.status
        };
        let height = (rows.len() as u16).saturating_add(2).min(screen.height).min(MENU_ROWS);
        let width = (widest as u16).saturating_add(4).min(screen.width);
        let area = Rect { x: screen.right() - width, y: screen.bottom() - height, width, height };
        let inner = self.frame(area, title, buf);
        let first = chosen.unwrap_or(0).saturating_sub(usize::from(inner.height.max(1)) - 1);
        for (line, (index, (name, help))) in
            (0..inner.height).zip(rows.iter().enumerate().skip(first))
        {
            let (key, words) = match *chosen == Some(index) {
                true => (self.theme.selected(), self.theme.selected()),
                false => (self.theme.key(), Style::new()),
            };
            let row = Rect { y: inner.y + line, height: 1, ..inner };
            buf.set_style(row, words);
            canvas::line(buf, inner, line, name, key);
            canvas::text_at(buf, inner, names as u16 + 2, line, help, words);
        }
        let below = rows.len().saturating_sub(first + usize::from(inner.height));
        if below > 0 {
            let bottom = Rect { y: area.bottom().saturating_sub(1), height: 1, ..inner };
            canvas::right(buf, bottom, 0, 0, &format!(" {below} more "), self.theme.aside());
        }
    }

    /// Clears `area`, draws a frame with a title around it and returns what is inside.
    fn frame(&self, area: Rect, title: &str, buf: &mut Buffer) -> Rect {
        canvas::clear(buf, area);
        let block = Block::new().borders(Borders::ALL).border_style(self.theme.border());
        let inner = block.inner(area);
        block.render(area, buf);
        if area.width > 4 && area.height > 0 {
            let top = Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area };
            let style = self.theme.heading().remove_modifier(Modifier::DIM);
            canvas::line(buf, top, 0, &format!(" {title} "), style);
        }
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
            .intersection(buf.area)
    }

    fn page_title(&self, list: List) -> String {
        let sift = side::sift_line(self.app, list);
        let title = self.page_name(list);
        if sift.is_empty() { title } else { format!("{title} · {sift}") }
    }

    fn page_name(&self, list: List) -> String {
        match (list, &self.app.page) {
            (List::Person(source), _) => self.person(source).map_or_else(
                || "Person".to_owned(),
                |person| format!("{} {}", source.index() + 1, glyph::clip(&person.name, 60)),
            ),
            (List::Help, Some(Page::Help { filter, .. })) if !filter.is_empty() => {
                format!("Keys with “{filter}”")
            }
            (List::Shelf, _) => {
                let shelf = &self.app.shelf;
                let of = format!("{} of {} notes", shelf.shown().len(), shelf.len());
                let query = match shelf.query() {
                    "" => "/ filters".to_owned(),
                    query => format!("/{}", glyph::clip(query, 40)),
                };
                format!("{of} by {} · {query}", shelf.order().name())
            }
            (List::Help, _) => {
                "Keys that act here · type to filter · Enter does it · Esc closes".to_owned()
            }
            (list, _) => list.name().to_owned(),
        }
    }

    fn person(&self, source: Id<Source>) -> Option<&Source> {
        self.app.pane()?.claims()?.ledger.sources.get(source)
    }

    /// Says how many rows are left, or what can be typed.
    fn filter_hint(&self, list: List, width: u16) -> String {
        let typed = !self.app.sift(list).filter.trim().is_empty();
        if !typed && width >= 120 {
            return format!("{FILTER_HELP} ");
        }
        let (rows, all) = (self.app.rows_of(list), self.app.all_rows_of(list));
        format!("{} of {} ", rows.len(), all.len())
    }

    /// Returns how many notes the query means, or where it is wrong.
    fn query_state(&self) -> String {
        let shelf = &self.app.shelf;
        match shelf.error() {
            Some(error) => format!("{error} "),
            None => format!("{} of {} ", shelf.shown().len(), shelf.len()),
        }
    }

    fn search_count(&self) -> String {
        let found = self.app.pane().and_then(|pane| pane.search.as_ref());
        match found.map(|search| (search.len(), search.progress)) {
            None => String::new(),
            Some((0, Progress::Done)) => "not found ".to_owned(),
            Some((1, Progress::Done)) => "1 match ".to_owned(),
            Some((count, Progress::Running(share))) => {
                format!("{count} so far · {:.0}% searched ", share * 100.0)
            }
            Some((count, Progress::Full)) => format!("more than {count} matches "),
            Some((count, _)) => format!("{count} matches "),
        }
    }
}

/// Returns where the terminal's cursor belongs in a field.
pub fn field_cursor(prompt: &Prompt, panes: &Panes) -> Option<Position> {
    let cursor = prompt.field.cursor();
    let line = prompt.field.lines().get(cursor.0)?;
    let before: String = line.chars().take(cursor.1).collect();
    if prompt.is_note() {
        let area = note_area(panes);
        let inner = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        let (top, left) = field_scroll(prompt, inner);
        let before: String = before.chars().skip(left).collect();
        let column = (glyph::width(&before) as u16).min(inner.width);
        return Some(Position::new(inner.x + column, inner.y + (cursor.0 - top) as u16));
    }
    let prefix = match prompt.kind {
        PromptKind::Search(_) | PromptKind::Command => 1,
        PromptKind::Help => 16,
        PromptKind::Name(_) | PromptKind::Tags(_) => 6,
        PromptKind::Query => 1,
        PromptKind::Filter(_) => 11,
        PromptKind::Note(_) => 0,
    };
    let room = usize::from(panes.status.width.saturating_sub(prefix + 1));
    let shown: String = before.chars().skip(cursor.1.saturating_sub(room)).collect();
    let column = prefix + glyph::width(&shown) as u16;
    Some(Position::new(panes.status.x + column.min(panes.status.width - 1), panes.status.y))
}

fn note_area(panes: &Panes) -> Rect {
    let screen = panes.text;
    let height = NOTE_ROWS.min(screen.height);
    Rect { y: screen.bottom() - height, height, ..screen }
}

/// Returns the first line and the first character that a note's field shows.
fn field_scroll(prompt: &Prompt, inner: Rect) -> (usize, usize) {
    let cursor = prompt.field.cursor();
    let height = usize::from(inner.height.max(1));
    let width = usize::from(inner.width.max(1));
    (cursor.0.saturating_sub(height - 1), cursor.1.saturating_sub(width - 1))
}
