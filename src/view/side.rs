//! The side pane: the people of the article, its claims, its notes.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    app::{App, List, Order, TAB_GAP},
    layout,
    view::{
        canvas,
        list::{self, ListLine, ListView},
        theme::Theme,
    },
};

/// The side pane.
pub struct SidePane<'a> {
    /// Everything.
    pub app: &'a App,
    /// The looks.
    pub theme: &'a Theme,
}

/// All that the looks of the side pane depend on: in one place and theme, those that are equal
/// look the same.
#[derive(Clone, Debug, PartialEq)]
pub struct SideLook {
    pub(super) head: SideHead,
    pub(super) lines: Vec<ListLine>,
}

/// What stands above the list.
#[derive(Clone, Debug, PartialEq)]
pub struct SideHead {
    shown: List,
    /// The tabs, each with the column that it starts at.
    tabs: Vec<(List, u16, String)>,
    sift: String,
}

impl SidePane<'_> {
    /// Returns what the pane looks like in `area`; `None` where that has no room for it.
    pub fn look(&self, area: Rect) -> Option<SideLook> {
        let shown = self.app.side;
        let rows = layout::side_areas(area).rows;
        (area.width >= 4 && area.height >= 2).then(|| SideLook {
            head: SideHead { shown, tabs: self.app.tabs(), sift: sift_line(self.app, shown) },
            lines: ListView { app: self.app, theme: self.theme, list: shown }.lines(rows),
        })
    }

    /// Draws the pane in `area`, over whatever stands there.
    pub fn draw(&self, look: Option<&SideLook>, area: Rect, buf: &mut Buffer) {
        canvas::clear(buf, area);
        let Some(look) = look else { return };
        for line in 0..area.height {
            canvas::line(buf, area, line, "│", self.theme.border());
        }
        let areas = layout::side_areas(area);
        self.draw_tabs(&look.head, areas.tabs, buf);
        canvas::line(buf, areas.sift, 0, &look.head.sift, self.theme.aside());
        list::draw(&look.lines, areas.rows, buf);
    }

    fn draw_tabs(&self, head: &SideHead, area: Rect, buf: &mut Buffer) {
        for (list, column, text) in &head.tabs {
            if *column > 0 {
                let gap = column.saturating_sub(TAB_GAP.chars().count() as u16);
                canvas::text_at(buf, area, gap, 0, TAB_GAP, self.theme.border());
            }
            let style = if *list == head.shown { self.theme.title() } else { Style::new() };
            canvas::text_at(buf, area, *column, 0, text, style);
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
