//! Draws the state; reads it and changes nothing.

mod article;
mod bars;
mod canvas;
mod list;
mod overlay;
mod side;
#[cfg(test)]
mod tests;
mod theme;

pub use theme::{
    Depth, NAMES as THEMES, Palette, Theme, file as theme_file, variant as theme_variant,
};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::Widget,
};

use crate::{
    app::{App, Entry, EntryState, Focus, Page, PromptKind},
    base::Id,
    layout::Panes,
    view::{article::ArticleView, overlay::Overlay, side::SidePane},
};

/// The whole screen.
pub struct Screen<'a> {
    app: &'a App,
    theme: &'a Theme,
}

impl<'a> Screen<'a> {
    /// Makes the screen of `app` as `theme` has it.
    pub fn new(app: &'a App, theme: &'a Theme) -> Self {
        Self { app, theme }
    }

    /// Returns where the terminal's cursor belongs: in the text or in the field that is typed in.
    pub fn cursor(&self) -> Option<Position> {
        let panes = self.app.panes();
        if let Some(prompt) = &self.app.prompt {
            return overlay::field_cursor(prompt, &panes);
        }
        if self.app.page.is_some() || self.app.focus == Focus::Side {
            return None;
        }
        let (line, column) = self.app.pane()?.cursor_on_screen()?;
        let column = u16::try_from(column).ok()?.min(panes.words.width.saturating_sub(1));
        let line = u16::try_from(line).ok()?;
        (line < panes.words.height)
            .then(|| Position::new(panes.words.x + column, panes.words.y + line))
    }
}

/// A link on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenLink {
    /// Its cells, which stand in one row.
    pub area: Rect,
    /// Where it goes; its scheme is checked.
    pub address: String,
}

impl Screen<'_> {
    /// Returns the links of the text that are in sight; none while something lies over the text.
    pub fn links(&self) -> Vec<ScreenLink> {
        let bare = self.app.page.is_none()
            && self.app.footnote.is_none()
            && self.app.peek.is_none()
            && self.app.prompt.is_none()
            && !self.app.keys.menu;
        match self.app.pane() {
            Some(pane) if bare => article::links(self.app, pane),
            _ => Vec::new(),
        }
    }
}

impl Screen<'_> {
    /// Draws an article with its title line.
    fn draw_article(&self, entry: Id<Entry>, panes: &Panes, buf: &mut Buffer) {
        let (app, theme) = (self.app, self.theme);
        bars::draw_title(app, entry, theme, panes.title, buf);
        match &app.entries[entry].state {
            EntryState::Ready(pane) => {
                ArticleView { app, pane, panes, theme }.render(panes.text, buf);
            }
            EntryState::Unread | EntryState::Loading => {
                canvas::line(buf, panes.words, 0, "reading …", theme.aside());
            }
            EntryState::Failed(why) => {
                canvas::paragraph(buf, panes.words, why, theme.warning());
            }
        }
    }
}

impl Widget for Screen<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let (app, theme) = (self.app, self.theme);
        let panes = app.panes();
        if area.width < app.size.0
            || area.width < panes.text.right()
            || area.height < panes.status.bottom()
        {
            theme.fill(area, buf);
            return;
        }
        if let Some((other, half)) = app.other() {
            self.draw_article(other, &half, buf);
            let line = panes.text.right().min(half.text.right());
            for row in 0..panes.text.height {
                canvas::text_at(buf, area, line, panes.text.y + row, "│", theme.border());
            }
        }
        self.draw_article(app.current, &panes, buf);
        if let Some(area) = panes.side {
            SidePane { app, theme }.render(area, buf);
        }
        bars::draw_status(app, theme, panes.status, buf);
        let overlay = Overlay { app, theme };
        if let Some(peeked) = app.peeked() {
            overlay.draw_peek(&peeked, buf);
        }
        match &app.page {
            Some(Page::Help { .. } | Page::List(_)) => overlay.draw_page(panes.text, buf),
            None => {}
        }
        if let Some(note) = app.footnote {
            overlay.draw_footnote(note, &panes, buf);
        }
        match &app.prompt {
            Some(prompt) if prompt.is_note() => overlay.draw_note(prompt, &panes, buf),
            Some(prompt) => {
                overlay.draw_line(prompt, &panes, buf);
                if prompt.kind == PromptKind::Command {
                    overlay.draw_completions(&panes, buf);
                }
            }
            None if app.keys.menu => overlay.draw_menu(&panes, buf),
            None => {}
        }
        theme.fill(area, buf);
    }
}
