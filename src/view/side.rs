//! The side pane: the people of the article, its claims, its notes.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};

use crate::{
    app::{App, List, Order, TAB_GAP},
    layout,
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
        let areas = layout::side_areas(area);
        self.draw_tabs(areas.tabs, buf);
        let list = self.app.side;
        canvas::line(buf, areas.sift, 0, &sift_line(self.app, list), self.theme.aside());
        ListView { app: self.app, theme: self.theme, list }.draw(areas.rows, buf);
    }
}

impl SidePane<'_> {
    fn draw_tabs(&self, area: Rect, buf: &mut Buffer) {
        for (list, column, text) in self.app.tabs() {
            if column > 0 {
                let gap = column.saturating_sub(TAB_GAP.chars().count() as u16);
                canvas::text_at(buf, area, gap, 0, TAB_GAP, self.theme.border());
            }
            let shown = list == self.app.side;
            let style = if shown { self.theme.title() } else { Style::new() };
            canvas::text_at(buf, area, column, 0, &text, style);
        }
    }
}

/// Says how a list is sorted and narrowed; nothing where it is as it comes.
pub fn sift_line(app: &App, list: List) -> String {
    let sift = app.sift(list);
    let order = (sift.order != Order::Reading).then(|| sift.order.name().to_owned());
    let filter = (!sift.filter.trim().is_empty()).then(|| format!("only “{}”", sift.filter.trim()));
    filter.into_iter().chain(order).collect::<Vec<_>>().join(" · ")
}
