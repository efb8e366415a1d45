//! Draws the state; reads it and changes nothing.

mod article;
mod bars;
mod canvas;
mod drawing;
mod list;
mod looks;
mod overlay;
mod pencil;
mod recent;
mod side;
mod strip;
#[cfg(test)]
mod tests;
mod theme;

pub use drawing::{Change, Drawing, Scroll, Step};
pub use strip::{BRIDGE, Look, Stretch, Strip};
pub use theme::{
    Depth, NAMES as THEMES, Palette, Theme, file as theme_file, variant as theme_variant,
};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::Widget,
};
use smallvec::SmallVec;

use crate::{
    app::{App, Entry, EntryState, Focus, Page, PromptKind},
    base::Id,
    layout::Panes,
    view::{article::ArticleView, overlay::Overlay, side::SidePane},
};

/// The whole screen.
#[derive(Clone, Copy)]
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
        match self.app.pane() {
            Some(pane) if !self.is_covered() => article::links(self.app, pane),
            _ => Vec::new(),
        }
    }

    /// Returns whether something lies over the text: a page, a field, the keys that may follow.
    fn is_covered(&self) -> bool {
        self.app.page.is_some()
            || self.app.footnote.is_some()
            || self.app.peek.is_some()
            || self.app.prompt.is_some()
            || self.app.keys.menu
    }

    /// Returns whether something lies over `articles` that their looks do not tell of.
    fn is_overlaid(&self, articles: &[(Id<Entry>, Panes)]) -> bool {
        let side = self.app.panes().side;
        let is_over = |(_, panes): &(_, Panes)| side.is_some_and(|it| it.intersects(panes.text));
        self.is_covered()
            || self.app.hints.is_some()
            || bars::is_high(self.app)
            || articles.iter().any(is_over)
    }

    /// Returns the articles on the screen with their places, the one that has the keys last.
    fn articles(&self) -> SmallVec<[(Id<Entry>, Panes); 2]> {
        self.app.other().into_iter().chain([(self.app.current, self.app.panes())]).collect()
    }

    /// Returns what draws an article; `None` where its text is not there.
    fn article<'a>(&'a self, (entry, panes): &'a (Id<Entry>, Panes)) -> Option<ArticleView<'a>> {
        let (app, theme) = (self.app, self.theme);
        match &app.entries[*entry].state {
            EntryState::Ready(pane) => Some(ArticleView { app, pane, panes, theme }),
            EntryState::Unread | EntryState::Loading | EntryState::Failed(_) => None,
        }
    }

    fn side(&self) -> SidePane<'_> {
        SidePane { app: self.app, theme: self.theme }
    }

    /// Draws an article with its title line.
    fn draw_article(&self, article: &(Id<Entry>, Panes), buf: &mut Buffer) {
        let (app, theme) = (self.app, self.theme);
        let (entry, panes) = article;
        bars::title(app, *entry, theme, panes.title.width).draw(panes.title, buf);
        if let Some(view) = self.article(article) {
            return view.render(panes.text, buf);
        }
        match &app.entries[*entry].state {
            EntryState::Failed(why) => {
                canvas::paragraph(buf, panes.words, why, theme.warning());
            }
            EntryState::Ready(_) | EntryState::Unread | EntryState::Loading => {
                canvas::line(buf, panes.words, 0, "reading …", theme.aside());
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
        for article in self.articles() {
            self.draw_article(&article, buf);
        }
        if let Some((_, half)) = app.other() {
            let line = panes.text.right().min(half.text.right());
            for row in 0..panes.text.height {
                canvas::text_at(buf, area, line, panes.text.y + row, "│", theme.border());
            }
        }
        if let Some(area) = panes.side {
            self.side().draw(self.side().look(area).as_ref(), area, buf);
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
