//! The mouse: the wheel, clicks on claims, people, lists and the overview, and dragging.

use crate::{
    app::{App, Effect, Focus, Mouse, Part, Scroll, Selection, Surroundings, Unit},
    layout,
};

/// Lines that one notch of the wheel scrolls; as most terminals do.
const NOTCH: isize = 3;

impl App {
    /// Does what the mouse asks for.
    pub(super) fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        self.hints = None;
        self.footnote = None;
        match mouse {
            Mouse::Press(column, row) => return self.press_mouse(column, row),
            Mouse::Drag(column, row) => self.drag_mouse(column, row),
            Mouse::WheelDown(column, row) => self.turn_wheel(NOTCH, column, row),
            Mouse::WheelUp(column, row) => self.turn_wheel(-NOTCH, column, row),
        }
        Vec::new()
    }

    fn press_mouse(&mut self, column: u16, row: u16) -> Vec<Effect> {
        if self.prompt.is_some() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let Some((other, panes)) = self.other()
            && self.focus == Focus::Text
            && layout::contains(panes.text, column, row)
        {
            self.page = None;
            effects = self.open_entry(other);
        }
        if let Some((list, index)) = self.row_at(column, row) {
            if self.page.is_none() {
                self.focus = Focus::Side;
            }
            self.chosen_rows.insert(list, index);
            return self.open_row();
        }
        let panes = self.panes();
        let inside = |area| layout::contains(area, column, row);
        if self.page.is_some() {
            // Beside the page: it is closed, as Esc would.
            if !inside(layout::page_areas(panes.text).frame) {
                self.page = None;
            }
        } else if let Some(side) = panes.side.filter(|side| inside(*side)) {
            let tabs = layout::side_areas(side).tabs;
            let tabs: Vec<_> = self.tabs().into_iter().filter(|_| inside(tabs)).collect();
            let under = column.saturating_sub(layout::side_areas(side).tabs.x);
            let list = tabs.iter().rev().find(|(_, start, _)| *start <= under);
            self.show_list(list.map_or(self.side, |(list, ..)| *list));
            self.relayout();
        } else if inside(panes.overview) {
            let cell = usize::from(row - panes.overview.y);
            let at = self.pane().map(|pane| pane.start_of_cell(cell));
            self.jump_to(at.unwrap_or_default(), Scroll::Middle);
        } else if inside(panes.gutter) {
            self.press_gutter(row);
        } else {
            self.press_text(column, row);
        }
        effects
    }

    /// Opens the page of who begins to speak beside the margin.
    fn press_gutter(&mut self, row: u16) {
        let words = self.panes().words;
        let Some(at) = self.offset_at(words.x, row) else { return };
        let Some(pane) = self.pane() else { return };
        let span = pane.screen_rows().find(|shown| shown.span.start() == at);
        let claim = span.and_then(|shown| {
            let mut pieces = pane.pieces_over(shown.span);
            pieces.retain(|piece| {
                self.shows(pane, piece.claim) && matches!(piece.part, Part::Quoted | Part::Reported)
            });
            pieces.first().map(|piece| piece.claim)
        });
        if let Some(claim) = claim {
            self.jump_to_claim(claim);
            self.go_to_person();
        }
    }

    fn press_text(&mut self, column: u16, row: u16) {
        let Some(at) = self.offset_at(column, row) else { return };
        if self.focus == Focus::Side {
            self.leave_lists();
        }
        if let Some(pane) = self.pane_mut() {
            pane.selection = None;
            pane.chosen = None;
            pane.go_to(at, Scroll::Least);
        }
    }

    fn drag_mouse(&mut self, column: u16, row: u16) {
        if self.page.is_some() || self.prompt.is_some() || self.focus == Focus::Side {
            return;
        }
        let Some(at) = self.offset_at(column, row) else { return };
        if let Some(pane) = self.pane_mut() {
            let anchor = pane.cursor;
            pane.selection.get_or_insert(Selection {
                anchor,
                unit: Unit::Character,
                grown: Vec::new(),
            });
            pane.go_to(at, Scroll::Least);
        }
    }

    fn turn_wheel(&mut self, lines: isize, column: u16, row: u16) {
        if let Some((other, panes)) = self.other()
            && self.focus == Focus::Text
            && layout::contains(panes.text, column, row)
        {
            if let Some(pane) = self.pane_of_mut(other) {
                pane.wheel(lines);
            }
            return;
        }
        let panes = self.panes();
        let over_side = panes.side.is_some_and(|side| layout::contains(side, column, row));
        let over_side = over_side && self.surroundings == Surroundings::All && self.page.is_none();
        if over_side && self.focus == Focus::Text {
            self.show_list(self.side);
        }
        match self.active_list().filter(|_| over_side || self.page.is_some()) {
            Some(list) => self.move_row(list, lines),
            None => self.scroll_lines(lines),
        }
    }

    fn offset_at(&self, column: u16, row: u16) -> Option<usize> {
        let words = self.panes().words;
        let line = row.checked_sub(words.y).filter(|line| *line < words.height)?;
        self.pane()?.offset_on_screen(line.into(), column.saturating_sub(words.x).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, List, Page, sample, update},
        base::Id,
    };

    fn click(app: &mut App, column: u16, row: u16) {
        update(app, Event::Mouse(Mouse::Press(column, row)));
    }

    fn here(app: &App) -> &str {
        let pane = app.pane().expect("the sample is open");
        &sample::TEXT[pane.cursor..]
    }

    /// Finds where `words` stand on the screen.
    fn place(app: &App, words: &str) -> (u16, u16) {
        let pane = app.pane().expect("the sample is open");
        let at = sample::TEXT.find(words).expect("the words stand in the text");
        let area = app.panes().words;
        let mut rows = pane.screen.iter().enumerate();
        let found = rows.find_map(|(line, shown)| match shown {
            crate::app::Line::Row { row, .. } if row.span.contains(at) => {
                Some((crate::text::wrap::column_of(pane.matter(), *row, at), line))
            }
            _ => None,
        });
        let (column, line) = found.expect("they are on the screen");
        (area.x + column as u16, area.y + line as u16)
    }

    #[test]
    fn a_click_goes_there() {
        let mut app = sample::app(120, 40);
        let (column, row) = place(&app, "it is safe");
        click(&mut app, column, row);
        assert!(here(&app).starts_with("it is safe"));
        assert_eq!(app.pane().and_then(|pane| pane.claim_here()), Some(Id::new(1)));
    }

    #[test]
    fn a_click_in_the_margin_opens_who_speaks() {
        let mut app = sample::app(120, 40);
        let (_, row) = place(&app, "According");
        let gutter = app.panes().gutter;
        click(&mut app, gutter.x + 4, row);
        assert_eq!(app.page, Some(Page::List(List::Person(Id::new(0)))));
    }

    #[test]
    fn clicks_on_rows_of_lists_open_them() {
        let mut app = sample::app(120, 40);
        let side = layout::side_areas(app.panes().side.expect("there is room"));
        click(&mut app, side.rows.x + 3, side.rows.y + 4);
        assert_eq!(app.page, Some(Page::List(List::Person(Id::new(2)))));
        let page = layout::page_areas(app.panes().text).inner;
        click(&mut app, page.x + 3, page.y + 2);
        assert!(here(&app).starts_with("that most people"), "{}", here(&app));
        assert_eq!(app.page, None);
    }

    #[test]
    fn clicks_on_tabs_show_their_lists() {
        let mut app = sample::app(120, 40);
        let side = layout::side_areas(app.panes().side.expect("there is room"));
        click(&mut app, side.tabs.x + 13, side.tabs.y);
        assert_eq!((app.side, app.focus), (List::Claims, Focus::Side));
    }

    #[test]
    fn dragging_selects() {
        let mut app = sample::app(120, 40);
        let (column, row) = place(&app, "bridge has");
        click(&mut app, column, row);
        update(&mut app, Event::Mouse(Mouse::Drag(column + 5, row)));
        let span = app.pane().and_then(|pane| pane.selected()).expect("a selection");
        assert_eq!(span.slice(sample::TEXT), Some("bridge"));
    }

    #[test]
    fn the_wheel_scrolls_what_is_under_it() {
        let mut app = sample::app(120, 40);
        let side = layout::side_areas(app.panes().side.expect("there is room"));
        update(&mut app, Event::Mouse(Mouse::WheelDown(side.rows.x, side.rows.y)));
        assert_eq!(app.chosen_row(List::People), Some(2));
        let mut app = sample::app(60, 6);
        update(&mut app, Event::Mouse(Mouse::WheelDown(20, 2)));
        assert!(here(&app).starts_with("“Engineers"), "{}", here(&app));
    }
}
