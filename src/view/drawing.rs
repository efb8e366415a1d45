//! The screen as it was drawn last, of which only what looks different is drawn again.
//!
//! What it costs to draw a part, and to tell the terminal, is spent only on those that look different
//! ([`looks`](crate::view::looks)). While something lies over the text, all is drawn anew.

use std::{ops::Range, rc::Rc};

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget as _};

use crate::{
    app::Entry,
    base::Id,
    layout::{self, Panes},
    view::{
        Screen, Theme,
        article::ArticleView,
        bars::{self, StatusLook, TitleLook},
        looks::{Changes, ScreenLook, TextLook},
        side::{Renewed, SideLook},
        strip::{Stretch, Strip},
    },
};

/// What the screen shows, and how that came to be.
pub struct Drawing {
    size: (u16, u16),
    /// The rows, or of those that are scrolled the part that moves.
    left: Vec<Rc<Strip>>,
    /// What stands right of that.
    right: Vec<Rc<Strip>>,
    /// What a part of the screen is drawn in, before it is compared with what is shown.
    fresh: Buffer,
    theme: Theme,
    /// Of the app as it was drawn last; the theme changes with it alone.
    revision: u64,
    /// What was drawn, if nothing lay over it.
    look: Option<ScreenLook>,
}

/// Something that makes a screen show what was drawn. Steps follow on one another.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Rows are to be moved, over the whole width of the screen.
    Scroll(Scroll),
    /// What stands beside rows that were moved is to be shown where it was; as long as nothing there
    /// changes, that is the same with each scroll by as many lines.
    Beside(Change<'a>),
    /// Part of a row is to be shown.
    Change(Change<'a>),
}

/// Rows that all move up or down, with nothing where they left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scroll {
    /// The first row of the screen that is scrolled.
    pub top: u16,
    /// The row after the last.
    pub bottom: u16,
    /// By how many rows they move up; down where negative.
    pub lines: i16,
}

impl Scroll {
    /// Returns where `row` goes; `None` where it leaves the screen.
    pub fn target(&self, row: u16) -> Option<u16> {
        if !(self.top..self.bottom).contains(&row) {
            return Some(row);
        }
        row.checked_add_signed(-self.lines).filter(|row| (self.top..self.bottom).contains(row))
    }
}

/// A part of a row that was drawn again.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Which row of the screen.
    pub row: u16,
    /// The first of its columns.
    pub column: u16,
    /// What was shown there.
    pub before: &'a Rc<Strip>,
    /// What is to be shown, which is as long.
    pub now: &'a Rc<Strip>,
    /// Whether nothing stands right of it.
    pub ends_row: bool,
}

impl Drawing {
    /// Makes the drawing of a screen of `width` by `height` that shows nothing.
    pub fn new(width: u16, height: u16) -> Self {
        let (blank, nothing) = (Rc::new(Strip::blank(width)), Rc::default());
        Self {
            size: (width, height),
            left: std::iter::repeat_n(blank, height.into()).collect(),
            right: std::iter::repeat_n(nothing, height.into()).collect(),
            fresh: Buffer::default(),
            theme: Theme::default(),
            revision: 0,
            look: None,
        }
    }

    /// Draws `screen`, which is as large, and tells step by step what is to be done to what shows
    /// the drawing.
    pub fn draw(&mut self, screen: &Screen<'_>, mut tell: impl FnMut(Step<'_>)) {
        let articles = screen.articles();
        let is_overlaid = screen.is_overlaid(&articles);
        let look = self.look.take().filter(|_| !is_overlaid);
        let is_same_theme = self.revision == screen.app.revision || self.theme == *screen.theme;
        self.revision = screen.app.revision;
        match look {
            Some(mut look) if is_same_theme && look.is_placed_as(screen, &articles) => {
                self.draw_changes(screen, &articles, &mut look, &mut tell);
                self.look = Some(look);
            }
            _ => {
                self.look = (!is_overlaid).then(|| ScreenLook::of(screen, &articles)).flatten();
                let scrolled = match articles.as_slice() {
                    [(_, panes)] if self.look.is_some() => Some(panes),
                    _ => None,
                };
                self.draw_all(screen, scrolled, &mut tell);
            }
        }
    }

    /// Makes the drawing of a screen that shows `cells`.
    #[cfg(test)]
    pub fn showing(cells: &Buffer) -> Self {
        let mut drawing = Self::new(cells.area.width, cells.area.height);
        let rows = cells.content.chunks(cells.area.width.into());
        drawing.left = rows.map(|row| Rc::new(Strip::of(row))).collect();
        drawing
    }

    /// Returns what stands in `columns` of `row`, each with its column on the screen.
    pub fn spots(&self, row: u16, columns: Range<u16>) -> impl Iterator<Item = (u16, Stretch<'_>)> {
        let row = usize::from(row);
        let (left, right) = (self.left.get(row), self.right.get(row));
        let own = left.map_or(0, |strip| strip.columns());
        let left = left.into_iter().flat_map(|strip| strip.spots()).map(|it| (it.column, it));
        let right = right.into_iter().flat_map(|strip| strip.spots());
        let all = left.chain(right.map(move |it| (own + it.column, it)));
        all.filter(move |(column, _)| columns.contains(column))
    }

    fn draw_all(
        &mut self,
        screen: &Screen<'_>,
        scrolled: Option<&Panes>,
        tell: &mut impl FnMut(Step<'_>),
    ) {
        if self.theme != *screen.theme {
            self.theme = screen.theme.clone();
        }
        let (width, height) = self.size;
        self.fresh.resize(Rect::new(0, 0, width, height));
        self.fresh.reset();
        screen.render(self.fresh.area, &mut self.fresh);
        for (row, cells) in (0..height).zip(self.fresh.content.chunks(width.max(1).into())) {
            let at = usize::from(row);
            let mut before = Strip::clone(&self.left[at]);
            before.append(&self.right[at]);
            let (before, now) = (Rc::new(before), Rc::new(Strip::of(cells)));
            tell(Step::Change(Change {
                row,
                column: 0,
                before: &before,
                now: &now,
                ends_row: true,
            }));
            let scrolled = scrolled.filter(|it| (it.text.top()..it.text.bottom()).contains(&row));
            let own = scrolled.map_or(width, |panes| panes.text.right() - panes.overview.width);
            self.left[at] = Rc::new(now.part(0..own));
            self.right[at] = Rc::new(now.part(own..width));
        }
        // A whole screen of cells is much to keep, and soon made again.
        self.fresh = Buffer::default();
    }

    fn draw_changes(
        &mut self,
        screen: &Screen<'_>,
        articles: &[(Id<Entry>, Panes)],
        look: &mut ScreenLook,
        tell: &mut impl FnMut(Step<'_>),
    ) {
        // What is scrolled is scrolled over the whole width of the screen: beside another article
        // it would have to be drawn again there.
        let is_alone = look.texts.len() == 1;
        for (article, look) in articles.iter().zip(&mut look.texts) {
            let Some(view) = screen.article(article) else { continue };
            let mut changes = look.renew(&view);
            match changes.moved {
                Some(lines) if is_alone => self.scroll(look, lines, tell),
                Some(_) => changes.rows = (0..look.panes.text.height.into()).collect(),
                None => {}
            }
            self.draw_text(&view, look, &changes, tell);
        }
        if let Some((area, Some(look))) = &mut look.side {
            self.draw_side(screen, *area, look, tell);
        }
        for ((entry, panes), look) in articles.iter().zip(&mut look.titles) {
            let new = TitleLook::of(screen.app, *entry);
            if std::mem::replace(look, new.clone()) != new {
                let line = bars::title(screen.app, *entry, screen.theme, panes.title.width);
                self.show_line(panes.title, line.strip(), tell);
            }
        }
        let new = StatusLook::of(screen.app);
        if new != look.status {
            let area = screen.app.panes().status;
            let line = bars::status(screen.app, screen.theme, area.width);
            self.show_line(area, line.strip(), tell);
            look.status = new;
        }
    }

    fn draw_text(
        &mut self,
        view: &ArticleView<'_>,
        look: &TextLook,
        changes: &Changes,
        tell: &mut impl FnMut(Step<'_>),
    ) {
        let Panes { text, overview, .. } = look.panes;
        for at in &changes.rows {
            let row = look.rows.get(*at).and_then(Option::as_ref);
            let strip = row.map_or_else(|| view.blank(), |row| Rc::clone(&row.strip));
            self.show(text.y + *at as u16, text.x, strip, tell);
        }
        if changes.overview {
            self.again(overview, tell, |buf| view.draw_overview(&look.overview, buf));
        }
    }

    /// Draws the lines of the side pane that look different, or all of it if not only lines do.
    fn draw_side(
        &mut self,
        screen: &Screen<'_>,
        area: Rect,
        look: &mut SideLook,
        tell: &mut impl FnMut(Step<'_>),
    ) {
        let side = screen.side();
        match look.renew(&side, area) {
            Renewed::All => self.again(area, tell, |buf| side.draw(Some(look), area, buf)),
            Renewed::Lines(lines) => {
                let rows = layout::side_areas(area).rows;
                for line in lines {
                    let strip = side.line(look, line, rows.width);
                    self.show(rows.y + line, rows.x, Rc::new(strip), tell);
                }
            }
        }
    }

    /// Moves the rows of a text up by `lines`, or down where negative. What stands beside them is
    /// to stay, but the terminal moves it too: it is shown anew.
    fn scroll(&mut self, look: &TextLook, lines: i16, tell: &mut impl FnMut(Step<'_>)) {
        let (top, bottom) = (look.panes.text.top(), look.panes.text.bottom());
        tell(Step::Scroll(Scroll { top, bottom, lines }));
        let count = lines.unsigned_abs();
        let rows = &mut self.left[top.into()..bottom.into()];
        let own = rows.first().map_or(0, |strip| strip.columns());
        let free = if lines > 0 {
            rows.rotate_left(count.into());
            bottom - count..bottom
        } else {
            rows.rotate_right(count.into());
            top..top + count
        };
        rows[usize::from(free.start - top)..usize::from(free.end - top)]
            .fill(Rc::new(Strip::blank(own)));
        let nothing = Rc::new(Strip::blank(self.size.0 - own));
        for row in top..bottom {
            let from = row.checked_add_signed(lines).filter(|_| !free.contains(&row));
            let before = from.map_or(&nothing, |from| &self.right[usize::from(from)]);
            let now = &self.right[usize::from(row)];
            tell(Step::Beside(Change { row, column: own, before, now, ends_row: true }));
        }
    }

    /// Has `area` drawn again, and shows that.
    fn again(
        &mut self,
        area: Rect,
        tell: &mut impl FnMut(Step<'_>),
        draw: impl FnOnce(&mut Buffer),
    ) {
        self.fresh.resize(area);
        self.fresh.reset();
        draw(&mut self.fresh);
        self.theme.fill(area, &mut self.fresh);
        let width = usize::from(area.width);
        for (index, row) in (area.top()..area.bottom()).enumerate() {
            let strip = Strip::of(&self.fresh.content[index * width..][..width]);
            self.show(row, area.x, Rc::new(strip), tell);
        }
    }

    /// Shows `line` in `area`, if that has a line.
    fn show_line(&mut self, area: Rect, line: Strip, tell: &mut impl FnMut(Step<'_>)) {
        if area.height > 0 {
            self.show(area.y, area.x, Rc::new(line), tell);
        }
    }

    /// Shows `strip` in `row` from `column` on, and tells so.
    fn show(&mut self, row: u16, column: u16, strip: Rc<Strip>, tell: &mut impl FnMut(Step<'_>)) {
        let (left, right) = (&mut self.left[usize::from(row)], &mut self.right[usize::from(row)]);
        let own = left.columns();
        let (place, start, ends_row) =
            if column < own { (left, 0, right.end() == 0) } else { (right, own, true) };
        let ends_row = ends_row && column - start + strip.columns() == place.columns();
        let before = if place.columns() == strip.columns() {
            std::mem::replace(place, Rc::clone(&strip))
        } else {
            let before = place.part(column - start..column - start + strip.columns());
            if before == *strip {
                return;
            }
            *place = Rc::new(place.with(column - start, &strip));
            Rc::new(before)
        };
        let change = Change { row, column, before: &before, now: &strip, ends_row };
        tell(Step::Change(change));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        app::{App, Event, Key, sample, update},
        view::Depth,
    };

    /// What a reader may press: each moves, scrolls, lies over the text or changes its looks.
    const KEYS: [&str; 42] = [
        "j",
        "j",
        "j",
        "k",
        "k",
        "5j",
        "<C-e>",
        "<C-y>",
        "<C-d>",
        "<C-u>",
        "<C-f>",
        "gg",
        "G",
        "]c",
        "[c",
        "w",
        "zt",
        "zb",
        "<Tab>",
        "<S-Tab>",
        "<Esc>",
        "zo",
        "z?",
        "zs",
        "<lt>",
        ">",
        "v",
        "V",
        "cy",
        "/e<Enter>",
        "n",
        "f",
        "?",
        ":vsplit<Enter>",
        "gP",
        "gC",
        "gN",
        "3",
        "g",
        "X",
        "ma",
        "'a",
    ];

    /// Draws after each of `keys`, and checks that nothing was left as it was that has changed.
    fn check(size: (u16, u16), theme: &Theme, keys: &[&str]) -> Result<(), TestCaseError> {
        let articles = vec![sample::long(9), (sample::article(), sample::ledger())];
        let mut app = sample::open(articles, size.0, size.1);
        let mut drawing = Drawing::new(size.0, size.1);
        let area = Rect::new(0, 0, size.0, size.1);
        drawing.draw(&Screen::new(&app, theme), |_| {});
        for key in keys.iter().flat_map(|keys| Key::parse_all(keys).unwrap_or_default()) {
            update(&mut app, Event::Key(key));
            let screen = Screen::new(&app, theme);
            drawing.draw(&screen, |_| {});
            let mut anew = Buffer::empty(area);
            screen.render(area, &mut anew);
            let anew = Drawing::showing(&anew);
            for row in 0..size.1 {
                let [now, new] = [&drawing, &anew].map(|it| {
                    it.spots(row, 0..size.0)
                        .map(|(column, spot)| (column, spot.text, spot.look))
                        .collect::<Vec<_>>()
                });
                prop_assert_eq!(now, new, "after {} of {:?} in row {}", key, keys, row);
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_left_as_it_was_has_not_changed(
            size in prop::sample::select(vec![(120, 40), (80, 24), (170, 30), (60, 9), (3, 2)]),
            theme in prop::sample::select(vec!["terminal-dark", "light"]),
            keys in prop::collection::vec(prop::sample::select(&KEYS), 1..30),
        ) {
            check(size, &Theme::shipped(theme, Depth::Sixteen), &keys)?;
        }
    }

    #[test]
    fn a_text_that_is_scrolled_is_moved() -> Result<(), TestCaseError> {
        let (article, ledger) = sample::long(9);
        let mut app = sample::open(vec![(article, ledger)], 80, 24);
        let theme = Theme::default();
        let mut drawing = Drawing::new(80, 24);
        let mut scrolled = |keys: &str| {
            for key in Key::parse_all(keys).unwrap_or_default() {
                update(&mut app, Event::Key(key));
            }
            let mut lines = None;
            drawing.draw(&Screen::new(&app, &theme), |step| {
                if let Step::Scroll(scroll) = step {
                    lines = Some(scroll.lines);
                }
            });
            lines
        };
        prop_assert_eq!(scrolled(""), None);
        prop_assert_eq!(scrolled("j"), None);
        prop_assert_eq!(scrolled("3<C-e>"), Some(3));
        prop_assert_eq!(scrolled("<C-y>"), Some(-1));
        prop_assert_eq!(scrolled("G"), None);
        Ok(())
    }

    #[test]
    fn little_is_drawn_again_for_a_key_that_changes_little() {
        let mut app = sample::open(vec![sample::long(9)], 120, 40);
        let theme = Theme::default();
        let mut drawing = Drawing::new(120, 40);
        let mut drawn = |app: &App| {
            let mut rows = Vec::new();
            drawing.draw(&Screen::new(app, &theme), |step| {
                if let Step::Change(change) = step {
                    rows.push((change.row, change.now.columns()));
                }
            });
            rows
        };
        assert_eq!(drawn(&app), (0..40).map(|row| (row, 120)).collect::<Vec<_>>());
        update(&mut app, Event::Key(Key::char('l')));
        assert_eq!(drawn(&app), []);
        update(&mut app, Event::Key(Key::char('3')));
        assert_eq!(drawn(&app), [(39, 120)], "what was typed stands below the text");
    }
}
