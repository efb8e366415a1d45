//! The side pane: the people of the article, its claims, its notes.

use std::rc::Rc;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    app::{App, List, Order, RowInSight, SideView, TAB_GAP},
    layout,
    view::{
        canvas,
        list::{self, Chosen, ListLine, ListView},
        recent::Recent,
        strip::Strip,
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

/// All that the looks of the side pane depend on, in one place and theme.
#[derive(Debug)]
pub struct SideLook {
    revision: u64,
    /// What it showed of its list.
    view: Option<SideView>,
    head: SideHead,
    rows: Vec<RowInSight>,
    lines: Vec<ListLine>,
    chosen: Chosen,
    /// Each line of the list as it was drawn, of the chosen row and not.
    recent: Vec<Recent<bool, 2>>,
}

/// What stands above the list.
#[derive(Clone, Debug, PartialEq)]
struct SideHead {
    shown: List,
    /// The tabs, each with the column that it starts at.
    tabs: Vec<(List, u16, String)>,
    sift: String,
}

/// Which lines of a list look different from before.
pub enum Renewed {
    /// All, and what stands above them.
    All,
    /// Those with these numbers.
    Lines(Vec<u16>),
}

impl SideLook {
    /// Takes in what the pane looks like now in `area`.
    pub fn renew(&mut self, pane: &SidePane<'_>, area: Rect) -> Renewed {
        let list = pane.list();
        let is_settled = self.view.is_some() && self.view == pane.app.side_view;
        if is_settled && self.revision == pane.app.revision && self.chosen == list.chosen() {
            return Renewed::Lines(Vec::new());
        }
        self.view.clone_from(&pane.app.side_view);
        let place = layout::side_areas(area).rows;
        let rows = pane.app.rows_in_sight(list.list, place);
        // What a row says changes with the revision alone, and the list that is shown does too.
        let is_same = self.revision == pane.app.revision
            && self.chosen == list.chosen()
            && self.rows.len() == rows.len()
            && self.rows.iter().zip(&rows).all(|(old, new)| is_same_row(old, new));
        if is_same {
            let other = self.rows.iter().zip(&rows).filter(|(old, new)| old.chosen != new.chosen);
            let taken = other.flat_map(|(_, row)| row.line..row.line + row.lines);
            let changed: Vec<u16> = taken.filter(|line| *line < place.height).collect();
            for line in self.lines.iter_mut().filter(|line| changed.contains(&line.line)) {
                line.chosen = !line.chosen;
            }
            self.rows = rows;
            return Renewed::Lines(changed);
        }
        let Some(new) = pane.look(area) else { return Renewed::All };
        let old = std::mem::replace(self, new);
        if (&old.head, old.chosen) != (&self.head, self.chosen) {
            return Renewed::All;
        }
        let is_other = |line: &u16| list::on(&old.lines, *line) != list::on(&self.lines, *line);
        Renewed::Lines((0..place.height).filter(is_other).collect())
    }

    /// Returns what stands on line `line` of the list, up to the right edge of the pane in `area`.
    pub fn line(&mut self, pane: &SidePane<'_>, line: u16, area: Rect) -> Rc<Strip> {
        let on = list::on(&self.lines, line);
        let at = usize::from(line);
        if self.recent.len() <= at {
            self.recent.resize_with(at + 1, Recent::default);
        }
        let place = layout::side_areas(area).rows;
        let draw = || {
            let mut strip = list::strip(on, self.chosen, pane.theme, place.width);
            strip.pad(area.right() - place.x, pane.theme.look(Style::new()));
            Rc::new(strip)
        };
        self.recent[at].get(on.iter().any(|line| line.chosen), draw)
    }
}

/// Returns whether two rows are the same, whether or not they are the chosen ones.
fn is_same_row(old: &RowInSight, new: &RowInSight) -> bool {
    (old.index, old.line, old.lines) == (new.index, new.line, new.lines) && old.listed == new.listed
}

impl SidePane<'_> {
    fn list(&self) -> ListView<'_> {
        ListView { app: self.app, theme: self.theme, list: self.app.side }
    }

    /// Returns what the pane looks like in `area`; `None` where that has no room for it.
    pub fn look(&self, area: Rect) -> Option<SideLook> {
        let (shown, list) = (self.app.side, self.list());
        let place = layout::side_areas(area).rows;
        (area.width >= 4 && area.height >= 2).then(|| {
            let rows = self.app.rows_in_sight(shown, place);
            SideLook {
                revision: self.app.revision,
                view: self.app.side_view.clone(),
                head: SideHead { shown, tabs: self.app.tabs(), sift: sift_line(self.app, shown) },
                lines: list.lines(&rows, place),
                chosen: list.chosen(),
                rows,
                recent: Vec::new(),
            }
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
        list::draw(&look.lines, look.chosen, self.theme, areas.rows, buf);
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
