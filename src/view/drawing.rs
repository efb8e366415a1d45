//! The screen as it was drawn last, of which only what looks different is drawn again.
//!
//! What it costs to draw a part, and to tell the terminal, is spent only on those that look different
//! ([`looks`](crate::view::looks)). While something lies over the text, all is drawn anew.

use std::{ops::Range, rc::Rc};

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget as _};
use smallvec::SmallVec;

use crate::{
    app::Entry,
    base::Id,
    layout::{self, Panes},
    view::{
        Screen, Theme,
        article::ArticleView,
        bars::{self, TitleLook},
        looks::{Changes, ScreenLook, TextLook},
        side::{Renewed, SideLook},
        strip::{Stretch, Strip},
    },
};

/// What the screen shows, and how that came to be.
pub struct Drawing {
    size: (u16, u16),
    /// What is shown, from the top and the left; they cover the screen.
    tiles: Vec<Tile>,
    /// What a part of the screen is drawn in, before it is compared with what is shown.
    fresh: Buffer,
    theme: Theme,
    /// Of the app as it was drawn last; the theme changes with it alone.
    revision: u64,
    /// What was drawn, if nothing lay over it.
    look: Option<ScreenLook>,
}

/// A part of the screen that is drawn, and moved, apart from what stands beside it.
struct Tile {
    area: Rect,
    lines: Vec<Rc<Strip>>,
    /// A line with nothing on it.
    blank: Rc<Strip>,
}

/// Something that makes a screen show what was drawn. Steps follow on one another.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Rows are to be moved, over the whole width of the screen.
    Scroll(Scroll),
    /// What stands beside the rows that were moved is to be shown where it was, row by row from the
    /// left; as long as nothing there changes, that is the same with each scroll by as many lines.
    Beside(&'a [Change<'a>]),
    /// Part of a row is to be shown, and may soon be shown as it was, and then as now, again.
    Change(Change<'a>),
    /// Part of a row is to be shown that is not likely to be shown there again: the text was moved
    /// there, or all is drawn anew.
    Once(Change<'a>),
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
        Self {
            size: (width, height),
            tiles: vec![Tile::new(Rect::new(0, 0, width, height))],
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
                self.draw_all(screen, &mut tell);
            }
        }
    }

    /// Makes the drawing of a screen that shows `cells`.
    #[cfg(test)]
    pub fn showing(cells: &Buffer) -> Self {
        let mut drawing = Self::new(cells.area.width, cells.area.height);
        let rows = cells.content.chunks(cells.area.width.into());
        drawing.tiles[0].lines = rows.map(|row| Rc::new(Strip::of(row))).collect();
        drawing
    }

    /// Returns what stands in `columns` of `row`, each with its column on the screen.
    pub fn spots(&self, row: u16, columns: Range<u16>) -> impl Iterator<Item = (u16, Stretch<'_>)> {
        let all = self.tiles.iter().filter_map(move |tile| Some((tile.area.x, tile.line(row)?)));
        let all = all.flat_map(|(x, line)| line.spots().map(move |it| (x + it.column, it)));
        all.filter(move |(column, _)| columns.contains(column))
    }

    fn draw_all(&mut self, screen: &Screen<'_>, tell: &mut impl FnMut(Step<'_>)) {
        if self.theme != *screen.theme {
            self.theme = screen.theme.clone();
        }
        let (width, height) = self.size;
        self.fresh.resize(Rect::new(0, 0, width, height));
        self.fresh.reset();
        screen.render(self.fresh.area, &mut self.fresh);
        let areas = match &self.look {
            Some(look) => areas(self.size, look),
            None => vec![self.fresh.area],
        };
        let mut tiles: Vec<Tile> = areas.into_iter().map(Tile::new).collect();
        for (row, cells) in (0..height).zip(self.fresh.content.chunks(width.max(1).into())) {
            let mut before = Strip::with_room(width);
            self.tiles
                .iter()
                .filter_map(|tile| tile.line(row))
                .for_each(|line| before.append(line));
            let (before, now) = (Rc::new(before), Rc::new(Strip::of(cells)));
            let change = Change { row, column: 0, before: &before, now: &now, ends_row: true };
            tell(Step::Once(change));
            for tile in tiles.iter_mut().filter(|tile| tile.line(row).is_some()) {
                tile.draw(row, now.part(tile.area.left()..tile.area.right()));
            }
        }
        self.tiles = tiles;
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
                self.show_line(panes.title, Rc::new(line.strip()), tell);
            }
        }
        let area = screen.app.panes().status;
        if let Some(line) = look.status.renew(screen.app, screen.theme, area.width) {
            self.show_line(area, line, tell);
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
            let strip = look.strip(*at).map_or_else(|| view.blank(), Rc::clone);
            self.show(text.y + *at as u16, text.x, strip, |change| match changes.moved {
                Some(_) => tell(Step::Once(change)),
                None => tell(Step::Change(change)),
            });
        }
        if changes.overview {
            self.again(overview, tell, |buf| view.draw_overview(buf));
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
                    let strip = look.line(&side, line, area);
                    self.show(rows.y + line, rows.x, strip, |change| tell(Step::Change(change)));
                }
            }
        }
    }

    /// Moves the rows of a text up by `lines`, or down where negative. What stands beside them is
    /// to stay, but the terminal moves it too: it is shown anew.
    fn scroll(&mut self, look: &TextLook, lines: i16, tell: &mut impl FnMut(Step<'_>)) {
        let text = look.panes.text;
        let (top, bottom) = (text.top(), text.bottom());
        tell(Step::Scroll(Scroll { top, bottom, lines }));
        let count = usize::from(lines.unsigned_abs());
        for Tile { area, lines: rows, blank } in &mut self.tiles {
            if (area.x, area.y) == (text.x, text.y) {
                let free = if lines > 0 {
                    rows.rotate_left(count);
                    rows.len() - count..rows.len()
                } else {
                    rows.rotate_right(count);
                    0..count
                };
                rows[free].fill(Rc::clone(blank));
            }
        }
        let is_beside = |tile: &Tile| tile.area.y == text.y && tile.area.x != text.x;
        let mut changes = SmallVec::<[Change<'_>; 96]>::new();
        for row in top..bottom {
            let from = row.checked_add_signed(lines);
            for (at, tile) in self.tiles.iter().enumerate().filter(|(_, tile)| is_beside(tile)) {
                let Some(now) = tile.line(row) else { continue };
                let before = from.and_then(|from| tile.line(from)).unwrap_or(&tile.blank);
                if !Rc::ptr_eq(before, now) {
                    let (column, ends_row) = (tile.area.x, self.ends_row(at, row));
                    changes.push(Change { row, column, before, now, ends_row });
                }
            }
        }
        tell(Step::Beside(&changes));
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
            self.show_all(row, area.x, &strip, |change| tell(Step::Change(change)));
        }
    }

    /// Shows `line` in `area`, if that has a line.
    fn show_line(&mut self, area: Rect, line: Rc<Strip>, tell: &mut impl FnMut(Step<'_>)) {
        if area.height > 0 {
            self.show(area.y, area.x, line, |change| tell(Step::Change(change)));
        }
    }

    /// Shows `strip` in `row` from `column` on, and tells so: in a tile of its own as it is, so that
    /// it is known when it is shown again.
    fn show(&mut self, row: u16, column: u16, strip: Rc<Strip>, mut tell: impl FnMut(Change<'_>)) {
        let columns = (column, column + strip.columns());
        let is_own = |tile: &Tile| {
            (tile.area.left(), tile.area.right()) == columns && tile.line(row).is_some()
        };
        let Some(at) = self.tiles.iter().position(is_own) else {
            return self.show_all(row, column, &strip, tell);
        };
        let ends_row = self.ends_row(at, row);
        let before = self.tiles[at].put(row, Rc::clone(&strip));
        tell(Change { row, column, before: &before, now: &strip, ends_row });
    }

    /// Shows `strip` in `row` from `column` on in all tiles that it stands in, and tells what is
    /// other than before.
    fn show_all(&mut self, row: u16, column: u16, strip: &Strip, mut tell: impl FnMut(Change<'_>)) {
        for at in 0..self.tiles.len() {
            let area = self.tiles[at].area;
            let (from, to) = (area.left().max(column), area.right().min(column + strip.columns()));
            let Some(line) = self.tiles[at].line(row).filter(|_| from < to) else { continue };
            let before = Rc::clone(line);
            let part = strip.part(from - column..to - column);
            let now = self.tiles[at].draw(row, before.with(from - area.x, &part));
            if !Rc::ptr_eq(&before, &now) {
                let ends_row = self.ends_row(at, row);
                tell(Change { row, column: area.x, before: &before, now: &now, ends_row });
            }
        }
    }

    /// Returns whether nothing is known to stand in `row` behind the tile with number `at`.
    fn ends_row(&self, at: usize, row: u16) -> bool {
        let is_blank =
            |tile: &Tile| tile.line(row).is_none_or(|line| Rc::ptr_eq(line, &tile.blank));
        self.tiles[at + 1..].iter().all(is_blank)
    }
}

impl Tile {
    /// Makes a tile that shows nothing.
    fn new(area: Rect) -> Self {
        let blank = Rc::new(Strip::blank(area.width));
        Self { area, lines: vec![Rc::clone(&blank); area.height.into()], blank }
    }

    /// Returns what stands on its line in `row` of the screen; `None` where it has none.
    fn line(&self, row: u16) -> Option<&Rc<Strip>> {
        self.lines.get(usize::from(row.checked_sub(self.area.y)?))
    }

    /// Shows `line` in `row` of the screen, and returns it: as the one that stands there, the one
    /// above or a blank one where it is the same, as most of a border are.
    fn draw(&mut self, row: u16, line: Strip) -> Rc<Strip> {
        let above = row.checked_sub(1).and_then(|above| self.line(above));
        let known = [self.line(row), above, Some(&self.blank)].into_iter().flatten();
        let same = known.into_iter().find(|known| ***known == line).map(Rc::clone);
        let line = same.unwrap_or_else(|| Rc::new(line));
        self.put(row, Rc::clone(&line));
        line
    }

    /// Shows `line` in `row` of the screen, and returns what stood there.
    fn put(&mut self, row: u16, line: Rc<Strip>) -> Rc<Strip> {
        std::mem::replace(&mut self.lines[usize::from(row - self.area.y)], line)
    }
}

/// Returns the tiles of a screen of `size`, from the top and the left: above the text, below it, and
/// between these what is drawn or moved apart.
fn areas((width, height): (u16, u16), look: &ScreenLook) -> Vec<Rect> {
    let text = look.texts.first().map_or(Rect::default(), |look| look.panes.text);
    let list = look.side.iter().map(|(area, _)| layout::side_areas(*area).rows.left());
    let texts = look.texts.iter().flat_map(|TextLook { panes, .. }| {
        [panes.text.left(), panes.text.right() - panes.overview.width]
    });
    let mut columns: Vec<u16> = texts.chain(list).collect();
    columns.extend([0, width]);
    columns.sort_unstable();
    let columns = columns.windows(2).map(|pair| (pair[0], pair[1] - pair[0]));
    let band = |y: u16, height: u16| Rect { x: 0, y, width, height };
    let beside = columns.map(|(x, width)| Rect { x, width, ..text });
    let above = std::iter::once(band(0, text.y));
    let below = std::iter::once(band(text.bottom(), height - text.bottom()));
    above.chain(beside).chain(below).filter(|area| !area.is_empty()).collect()
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
                if let Step::Change(change) | Step::Once(change) = step {
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

    /// A strip with its row and column.
    type Shown = (u16, u16, Rc<Strip>);

    #[test]
    fn what_was_shown_before_is_not_drawn_again() {
        let mut app = sample::open(vec![sample::long(9)], 120, 40);
        let theme = Theme::default();
        let mut drawing = Drawing::new(120, 40);
        drawing.draw(&Screen::new(&app, &theme), |_| {});
        let mut shown = |keys| {
            for key in Key::parse_all(keys).unwrap_or_default() {
                update(&mut app, Event::Key(key));
            }
            let mut strips: Vec<Shown> = Vec::new();
            drawing.draw(&Screen::new(&app, &theme), |step| {
                if let Step::Change(change) = step {
                    strips.push((change.row, change.column, Rc::clone(change.now)));
                }
            });
            strips
        };
        let rounds = ["3j", "3j", "3k", "3j", "3k", "3j", "3k"].map(&mut shown);
        let [.., before_last, last, down, up] = &rounds;
        let is_same = |one: &[Shown], other: &[Shown]| {
            let is_same = |one: &Shown, other: &Shown| {
                (one.0, one.1) == (other.0, other.1) && Rc::ptr_eq(&one.2, &other.2)
            };
            !one.is_empty()
                && one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        };
        assert!(is_same(before_last, down), "{before_last:?} {down:?}");
        assert!(is_same(last, up), "{last:?} {up:?}");
    }
}
