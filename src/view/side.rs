//! The side pane: the people of the article, its claims, its notes.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};

use crate::{
    app::{App, Library, List, Subject},
    view::{canvas, list::ListView, theme::Theme},
};

/// The side pane.
pub struct SidePane<'a> {
    /// Everything.
    pub app: &'a App,
    /// The looks.
    pub theme: &'a Theme,
}

impl Widget for SidePane<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        canvas::clear(buf, area);
        if area.width < 4 || area.height < 2 {
            return;
        }
        for line in 0..area.height {
            canvas::line(buf, area, line, "│", self.theme.border());
        }
        let inner = Rect { x: area.x + 2, width: area.width - 3, ..area };
        self.draw_tabs(inner, buf);
        let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        ListView { app: self.app, theme: self.theme, list: self.app.side }.draw(rows, buf);
    }
}

impl SidePane<'_> {
    fn draw_tabs(&self, area: Rect, buf: &mut Buffer) {
        let mut column = 0;
        for (index, list) in List::SIDE.into_iter().enumerate() {
            if index > 0 {
                column = canvas::text_at(buf, area, column, 0, " · ", self.theme.border());
            }
            let shown = list == self.app.side;
            let style = if shown { self.theme.title() } else { Style::new() };
            let text = format!("{} {}", name(list), self.count(list));
            column = canvas::text_at(buf, area, column, 0, &text, style);
        }
    }
}

impl SidePane<'_> {
    /// Returns how many rows a list has; dots as long as that is not known.
    fn count(&self, list: List) -> String {
        let known = self.app.pane().is_some_and(|pane| match list {
            List::Notes => pane.notes.is_some() || self.app.library != Library::Ready,
            _ => pane.claims().is_some(),
        });
        if known { self.app.rows_of(list).len().to_string() } else { "…".to_owned() }
    }
}

/// Returns the heading of a list.
pub fn name(list: List) -> &'static str {
    match list {
        List::People => "People",
        List::Claims => "Claims",
        List::Notes => "Notes",
        List::Person(_) => "Person",
        List::Outline => "Outline",
        List::Articles => "Articles",
        List::Help => "Keys",
        List::Shelf => "All notes",
        List::History => "What was done to this note",
        List::Correct(Subject::Claim(_)) => "Who said this?",
        List::Correct(Subject::Source(_)) => "What is this source?",
    }
}
