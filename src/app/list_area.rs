//! Where the rows of a list stand on the screen; drawing and clicks share it.

use crate::{
    app::{App, Entry, List, Listed, Listed as Row, lists::ListRows},
    base::Id,
    layout::{self, Rect},
    text::{
        glyph,
        wrap::{self, Flow},
    },
};

/// Columns before the words of a detail.
pub const DETAIL: u16 = 14;
/// Between two tabs of the side pane.
pub const TAB_GAP: &str = " · ";

/// A row of a list that is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RowInSight {
    /// Its number in the list, from 0.
    pub index: usize,
    /// The first line that it takes, from 0.
    pub line: u16,
    /// How many lines it takes.
    pub lines: u16,
    /// What it stands for.
    pub listed: Listed,
    /// Whether it is the chosen one.
    pub chosen: bool,
}

/// What the side pane shows of a list, as long as only moves were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideView {
    /// Of which article, and which list.
    entry: Id<Entry>,
    list: List,
    /// The row at the top.
    top: usize,
    /// The chosen one.
    chosen: Option<usize>,
    /// See [`App::revision`].
    revision: u64,
}

impl App {
    /// Returns the list that stands in the side pane or on the page, and where its rows are.
    pub fn list_areas(&self) -> Vec<(List, Rect)> {
        let panes = self.panes();
        let side = panes.side.map(|side| (self.side, layout::side_areas(side).rows));
        let page = self.page.as_ref().and_then(|_| self.active_list());
        let page = page.map(|list| (list, layout::page_areas(panes.text).inner));
        page.into_iter().chain(side).collect()
    }

    /// Scrolls the side pane to the chosen row if that is out of sight. Else it stays as it is: what
    /// moves with every line that is read is hard to read.
    pub(super) fn settle_side(&mut self) {
        let Some(side) = self.panes().side else { return };
        let rows = self.list_rows(self.side);
        let chosen = self.chosen_among(self.side, &rows);
        let top = self.side_top_of(self.side);
        let (entry, list, revision) = (self.current, self.side, self.revision);
        let view = |top| Some(SideView { entry, list, top, chosen, revision });
        if top.is_some_and(|top| view(top) == self.side_view) {
            return;
        }
        let area = layout::side_areas(side).rows;
        let kept = top.filter(|top| self.shows_well(&rows, *top, chosen, area));
        let top = kept.unwrap_or_else(|| self.first_row(&rows, chosen.unwrap_or(0), area));
        self.side_view = view(top);
    }

    /// Returns the row at the top of the side pane, if it shows `list`.
    fn side_top_of(&self, list: List) -> Option<usize> {
        let view = self.side_view.as_ref();
        let shown = view.filter(|view| (view.entry, view.list) == (self.current, list));
        shown.map(|view| view.top)
    }

    /// Returns whether `area` is filled, as far as there are rows, by those from `top` on, and all of
    /// the chosen one is among them.
    fn shows_well(
        &self,
        rows: &ListRows<'_>,
        top: usize,
        chosen: Option<usize>,
        area: Rect,
    ) -> bool {
        let height = usize::from(area.height);
        let mut lines = 0;
        let mut is_chosen_seen = chosen.is_none();
        for index in top..rows.len() {
            lines += rows.get(index).map_or(0, |row| self.lines_of(&row, area.width));
            if lines > height {
                break;
            }
            is_chosen_seen |= chosen == Some(index);
        }
        is_chosen_seen && (top == 0 || lines >= height)
    }

    /// Returns the rows to draw in `area`: those around the chosen one.
    pub fn rows_in_sight(&self, list: List, area: Rect) -> Vec<RowInSight> {
        let rows = self.list_rows(list);
        let chosen = self.chosen_among(list, &rows);
        let first = self
            .side_top_of(list)
            .unwrap_or_else(|| self.first_row(&rows, chosen.unwrap_or(0), area));
        let mut line = 0;
        let mut out = Vec::with_capacity(area.height.into());
        for index in first..rows.len() {
            let Some(listed) = rows.get(index).filter(|_| line < area.height) else { break };
            let lines = self.lines_of(&listed, area.width) as u16;
            out.push(RowInSight { index, line, lines, listed, chosen: chosen == Some(index) });
            line += lines;
        }
        out
    }

    /// Returns the list and the number of its row at a column and row of the screen.
    pub(super) fn row_at(&self, column: u16, row: u16) -> Option<(List, usize)> {
        let (list, area) =
            self.list_areas().into_iter().find(|(_, area)| layout::contains(*area, column, row))?;
        let rows = self.rows_in_sight(list, area);
        let hit = rows.iter().rev().find(|shown| area.y + shown.line <= row)?;
        (row < area.y + hit.line + hit.lines).then_some((list, hit.index))
    }

    /// Returns the tabs of the side pane with the column each starts at.
    pub fn tabs(&self) -> Vec<(List, u16, String)> {
        let mut column = 0;
        let mut out = Vec::new();
        for list in List::SIDE {
            let text = format!("{} {}", list.name(), self.count_of(list));
            let width = glyph::width(&text) as u16;
            out.push((list, column, text));
            column += width + glyph::width(TAB_GAP) as u16;
        }
        out
    }

    /// Returns how many lines `row` takes in a list of `width` columns.
    pub fn lines_of(&self, row: &Listed, width: u16) -> usize {
        match row {
            Row::Source(_)
            | Row::Claim(_)
            | Row::Note(_)
            | Row::Entry(_)
            | Row::Link(..)
            | Row::Shelf(_) => 2,
            Row::Detail(_, span) => self.pane().map_or(1, |pane| {
                let columns = usize::from(width.saturating_sub(DETAIL));
                wrap::rows(&pane.article.text, *span, columns, Flow::Prose).len()
            }),
            Row::About(_)
            | Row::Mention(_)
            | Row::Section(_)
            | Row::Block(_)
            | Row::Heading(_)
            | Row::Keys(..)
            | Row::Pick(_)
            | Row::Line(_) => 1,
        }
    }

    /// Returns the first row to draw, so that the chosen one is in sight with some before it.
    fn first_row(&self, rows: &ListRows<'_>, chosen: usize, area: Rect) -> usize {
        let lines_of = |row| rows.get(row).map_or(0, |row| self.lines_of(&row, area.width));
        let height = usize::from(area.height);
        let mut used = 0;
        let mut first = chosen.min(rows.len().saturating_sub(1));
        while first > 0 {
            used += lines_of(first - 1);
            if used > height / 2 {
                break;
            }
            first -= 1;
        }
        // Near the end the list is not scrolled further than its last row needs.
        let mut below = 0;
        for row in first..rows.len() {
            below += lines_of(row);
            if below > height {
                return first;
            }
        }
        while first > 0 && below + lines_of(first - 1) <= height {
            first -= 1;
            below += lines_of(first);
        }
        first
    }

    /// Returns how many rows a list has; dots as long as that is not known.
    fn count_of(&self, list: List) -> String {
        let known = self.pane().is_some_and(|pane| match list {
            List::Notes => pane.notes.is_some() || self.library != super::Library::Ready,
            _ => pane.claims().is_some(),
        });
        if !known {
            return "…".to_owned();
        }
        let all = match list {
            List::People => self.pane().and_then(|pane| Some(pane.claims()?.speaking().len())),
            List::Claims => Some(self.count_of_claims()),
            _ => None,
        };
        let all = all.unwrap_or_else(|| self.all_rows_of(list).len());
        if self.sift(list).filter.trim().is_empty() {
            return all.to_string();
        }
        format!("{}/{all}", self.rows_of(list).len())
    }
}

impl List {
    /// Returns its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Claims => "Claims",
            Self::Notes => "Notes",
            Self::Person(_) => "Person",
            Self::Outline => "Outline",
            Self::Links => "Links",
            Self::Articles => "Articles",
            Self::Help => "Keys",
            Self::Shelf => "All notes",
            Self::History => "What was done to this note",
            Self::Correct(super::Subject::Claim(_)) => "Who said this?",
            Self::Correct(super::Subject::Source(_)) => "What is this source?",
        }
    }
}
