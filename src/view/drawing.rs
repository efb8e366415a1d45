//! The screen as it was drawn last, of which only what looks different is drawn again.
//!
//! For every frame it is found out what each part looks like, of rows only where that can have
//! changed. What it costs to draw a part, and to tell the terminal, is spent only on those that look
//! different. While something lies over the text, all is drawn anew.

use std::{ops::Range, rc::Rc, sync::Arc};

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    widgets::Widget as _,
};

use crate::{
    app::Line,
    article::Article,
    layout::{self, Panes},
    view::{
        Screen, Theme,
        article::{ArticleView, OverviewSign, Standing, TextRow},
        bars, list,
        side::SideLook,
    },
};

/// The cells of the screen, and how they came to be.
pub struct Drawing {
    /// What the screen shows once the changes are sent.
    cells: Buffer,
    /// What it showed before, of what was drawn again; of no account elsewhere.
    before: Buffer,
    scrolled: Option<Scroll>,
    /// What stands beside rows that moved: drawn as before, but the terminal has moved it.
    beside: Rect,
    redrawn: Vec<Stretch>,
    theme: Theme,
    /// What was drawn, if nothing lay over it.
    look: Option<Look>,
}

/// Rows that all moved up or down, with nothing where they left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scroll {
    /// Which rows of the screen.
    pub rows: Range<u16>,
    /// By how many rows they moved up; down where negative.
    pub lines: i16,
}

/// Cells of one row that were drawn again.
#[derive(Clone, Debug)]
struct Stretch {
    row: u16,
    columns: Range<u16>,
}

/// A part of a row that was drawn again.
pub struct Change<'a> {
    /// Which row of the screen.
    pub row: u16,
    /// Which of its columns.
    pub columns: Range<usize>,
    /// The row as it was; only in these columns.
    pub before: &'a [Cell],
    /// The whole row as it is now.
    pub cells: &'a [Cell],
}

impl Change<'_> {
    /// Returns whether anything looks different.
    pub fn is_one(&self) -> bool {
        self.before[self.columns.clone()] != self.cells[self.columns.clone()]
    }
}

/// All that the looks of the text and the side pane depend on.
pub(super) struct Look {
    pub(super) texts: Vec<TextLook>,
    pub(super) side: Option<(Rect, Option<Rc<SideLook>>)>,
}

/// All that the looks of an article depend on.
pub(super) struct TextLook {
    article: Arc<Article>,
    /// How many numbers of links stand in the text.
    insets: usize,
    panes: Panes,
    standing: Standing,
    /// `None` for a row of which nothing is known.
    rows: Vec<Option<Rc<TextRow>>>,
    /// By how many lines the rows were scrolled up since the look before, or down where negative.
    moved: Option<i16>,
    overview: Vec<OverviewSign>,
}

impl Look {
    /// Returns whether the texts stand where they stand in `other`, and are of the same articles.
    pub(super) fn is_placed_as(&self, other: &Self) -> bool {
        self.texts.len() == other.texts.len()
            && self.texts.iter().zip(&other.texts).all(|(text, other)| text.is_placed_as(other))
    }

    /// Returns whether nothing has changed since `other` but places in the same claims.
    pub(super) fn stands_as(&self, other: &Self) -> bool {
        self.texts.iter().zip(&other.texts).all(|(text, other)| text.standing == other.standing)
    }

    fn side_area(&self) -> Option<Rect> {
        self.side.as_ref().map(|(area, _)| *area)
    }
}

impl TextLook {
    /// Finds out what an article looks like; `known` is what it looked like before, from which rows
    /// are taken that cannot look different.
    pub(super) fn of(view: &ArticleView<'_>, known: Option<&Self>) -> Self {
        let is_same = |known: &&Self| Arc::ptr_eq(&known.article, &view.pane.article);
        let known = known.filter(is_same);
        let standing = view.standing();
        let moved = known.and_then(|known| lines_between(&known.rows, &view.pane.screen));
        let fresh = known.filter(|known| known.standing.is_but_for_claims(&standing));
        let rows = view.rows(|number, line| {
            let was = number.checked_add_signed(moved.unwrap_or(0).into())?;
            let row = fresh?.rows.get(was)?.as_ref()?;
            let stays = row.line == *line && row.is_far_from(&fresh?.standing, &standing);
            stays.then(|| Rc::clone(row))
        });
        Self {
            article: Arc::clone(&view.pane.article),
            insets: view.pane.matter().insets.len(),
            panes: *view.panes,
            standing,
            rows: rows.into_iter().map(Some).collect(),
            moved,
            overview: view.overview(),
        }
    }

    fn is_placed_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article)
            && self.insets == other.insets
            && self.panes == other.panes
    }
}

impl Drawing {
    /// Makes the drawing of a screen of `width` by `height` that shows nothing.
    pub fn new(width: u16, height: u16) -> Self {
        let cells = Buffer::empty(Rect::new(0, 0, width, height));
        Self {
            before: cells.clone(),
            cells,
            scrolled: None,
            beside: Rect::default(),
            redrawn: Vec::new(),
            theme: Theme::default(),
            look: None,
        }
    }

    /// Draws `screen`, which is as large.
    pub fn draw(&mut self, screen: &Screen<'_>) {
        self.redrawn.clear();
        self.scrolled = None;
        self.beside = Rect::default();
        let known = self.look.take().filter(|_| self.theme == *screen.theme);
        let look = screen.look(known.as_ref());
        match (known, &look) {
            (Some(old), Some(new))
                if old.is_placed_as(new) && old.side_area() == new.side_area() =>
            {
                self.draw_changes(screen, old, new);
            }
            _ => self.draw_all(screen),
        }
        self.redrawn.sort_unstable_by_key(|stretch| (stretch.row, stretch.columns.start));
        self.look = look;
    }

    /// Makes the drawing of a screen that showed `before` and is to show `cells`.
    #[cfg(test)]
    pub fn between(before: &Buffer, cells: &Buffer) -> Self {
        let mut drawing = Self::new(cells.area.width, cells.area.height);
        (drawing.before, drawing.cells) = (before.clone(), cells.clone());
        drawing.redrawn.extend(stretches(cells.area));
        drawing
    }

    /// Returns the cells as they are to be shown.
    pub fn cells(&self) -> &Buffer {
        &self.cells
    }

    /// Returns which rows are to be moved before anything else is changed.
    pub fn scrolled(&self) -> Option<&Scroll> {
        self.scrolled.as_ref()
    }

    /// Returns what was drawn again, from the top; where rows are moved first, beside that.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        let width = usize::from(self.cells.area.width);
        self.redrawn.iter().map(move |stretch| {
            let start = usize::from(stretch.row) * width;
            Change {
                row: stretch.row,
                columns: stretch.columns.start.into()..stretch.columns.end.into(),
                before: &self.before.content[start..start + width],
                cells: &self.cells.content[start..start + width],
            }
        })
    }

    fn draw_all(&mut self, screen: &Screen<'_>) {
        if self.theme != *screen.theme {
            self.theme = screen.theme.clone();
        }
        std::mem::swap(&mut self.before, &mut self.cells);
        self.cells.reset();
        let area = self.cells.area;
        screen.render(area, &mut self.cells);
        self.redrawn.extend(stretches(area));
    }

    fn draw_changes(&mut self, screen: &Screen<'_>, mut old: Look, new: &Look) {
        // What is scrolled is scrolled over the whole width of the screen: beside another article
        // it would have to be drawn again there.
        if let ([old], [new]) = (old.texts.as_mut_slice(), new.texts.as_slice())
            && let Some(lines) = new.moved
        {
            self.scroll(old, lines);
        }
        let articles = screen.articles();
        for ((article, old), new) in articles.iter().zip(&old.texts).zip(&new.texts) {
            if let Some(view) = screen.article(article) {
                self.draw_text(&view, old, new);
            }
        }
        if let (Some((area, new)), Some((_, old))) = (&new.side, &old.side)
            && !is_same(old.as_ref(), new.as_ref())
        {
            self.draw_side(screen, *area, old.as_deref(), new.as_deref());
        }
        for (entry, panes) in &articles {
            self.again(panes.title, |buf| {
                bars::draw_title(screen.app, *entry, screen.theme, panes.title, buf);
            });
        }
        let status = screen.app.panes().status;
        self.again(status, |buf| bars::draw_status(screen.app, screen.theme, status, buf));
    }

    /// Draws the lines of the side pane that look different, or all of it if not only lines do.
    fn draw_side(
        &mut self,
        screen: &Screen<'_>,
        area: Rect,
        old: Option<&SideLook>,
        new: Option<&SideLook>,
    ) {
        let rows = layout::side_areas(area).rows;
        match (old, new) {
            (Some(old), Some(new)) if old.head == new.head => {
                for line in 0..rows.height {
                    let (old, new) = (list::on(&old.lines, line), list::on(&new.lines, line));
                    if old != new {
                        let row = Rect { y: rows.y + line, height: 1, ..rows };
                        self.again(row, |buf| list::draw(new, rows, buf));
                    }
                }
            }
            _ => self.again(area, |buf| screen.side().draw(new, area, buf)),
        }
    }

    fn draw_text(&mut self, view: &ArticleView<'_>, old: &TextLook, new: &TextLook) {
        let Panes { text, overview, .. } = new.panes;
        let row_area = Rect { width: text.width - overview.width, height: 1, ..text };
        for line in 0..text.height {
            let at = usize::from(line);
            let row = new.rows.get(at).and_then(Option::as_ref);
            if old.rows.get(at).is_some_and(|old| is_same(old.as_ref(), row)) {
                continue;
            }
            self.again(Rect { y: text.y + line, ..row_area }, |buf| {
                if let Some(row) = row {
                    view.draw_row(line, row, buf);
                }
            });
        }
        if old.overview != new.overview {
            self.again(overview, |buf| view.draw_overview(&new.overview, buf));
        }
    }

    /// Moves the rows of a text up by `lines`, or down where negative. What stands beside them is
    /// to stay, but the terminal moves it too: it is to be sent again.
    fn scroll(&mut self, text: &mut TextLook, lines: i16) {
        let area = text.panes.text;
        let beside = area.right() - text.panes.overview.width;
        self.beside = Rect { x: beside, width: self.cells.area.width - beside, ..area };
        self.scrolled = Some(Scroll { rows: area.top()..area.bottom(), lines });
        self.redrawn.extend(stretches(self.beside));
        text.rows.resize(area.height.into(), None);
        let count = lines.unsigned_abs();
        if lines > 0 {
            let stay = area.bottom() - count;
            (area.top()..stay).for_each(|row| self.move_row(row + count, row));
            (stay..area.bottom()).for_each(|row| self.free_row(row));
            text.rows.drain(..usize::from(count));
        } else {
            let stay = area.top() + count;
            (stay..area.bottom()).rev().for_each(|row| self.move_row(row - count, row));
            (area.top()..stay).for_each(|row| self.free_row(row));
            text.rows.splice(..0, std::iter::repeat_n(None, usize::from(count)));
        }
    }

    /// Moves the text of row `from` to row `to`; what stands there goes the other way.
    fn move_row(&mut self, from: u16, to: u16) {
        let (width, own) = (usize::from(self.cells.area.width), usize::from(self.beside.x));
        let start = |row: u16| usize::from(row) * width;
        let beside = |row: u16| start(row) + own..start(row) + width;
        self.before.content[beside(to)].clone_from_slice(&self.cells.content[beside(from)]);
        let (upper, lower) = self.cells.content.split_at_mut(start(to.max(from)));
        upper[start(to.min(from))..][..own].swap_with_slice(&mut lower[..own]);
    }

    /// Leaves nothing on a row that others have moved away from.
    fn free_row(&mut self, row: u16) {
        let (width, own) = (usize::from(self.cells.area.width), usize::from(self.beside.x));
        let start = usize::from(row) * width;
        self.cells.content[start..start + own].iter_mut().for_each(Cell::reset);
        self.before.content[start + own..start + width].iter_mut().for_each(Cell::reset);
    }

    /// Clears `area`, has it drawn again, and keeps how it was before.
    fn again(&mut self, area: Rect, draw: impl FnOnce(&mut Buffer)) {
        let width = usize::from(self.cells.area.width);
        let is_kept = self.beside.intersects(area);
        for row in area.top()..area.bottom() {
            let start = usize::from(row) * width;
            let places = start + usize::from(area.left())..start + usize::from(area.right());
            let cells = &mut self.cells.content[places.clone()];
            if !is_kept {
                self.before.content[places].swap_with_slice(cells);
            }
            cells.iter_mut().for_each(Cell::reset);
        }
        if !is_kept {
            self.redrawn.extend(stretches(area));
        }
        draw(&mut self.cells);
        self.theme.fill(area, &mut self.cells);
    }
}

fn stretches(area: Rect) -> impl Iterator<Item = Stretch> {
    (area.top()..area.bottom()).map(move |row| Stretch { row, columns: area.left()..area.right() })
}

/// Returns whether two looks are equal; most often they are one.
fn is_same<T: PartialEq>(old: Option<&Rc<T>>, new: Option<&Rc<T>>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => Rc::ptr_eq(old, new) || old == new,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Returns by how many lines `new` was scrolled up from `old`, or down where negative; `None` where
/// that would leave little to keep.
fn lines_between(old: &[Option<Rc<TextRow>>], new: &[Line]) -> Option<i16> {
    let old_line = |at: usize| old.get(at)?.as_ref().map(|row| row.line);
    let is_row = |line: &Line| matches!(line, Line::Row { .. });
    let find_old = |line: &Line| (0..old.len()).find(|at| old_line(*at).as_ref() == Some(line));
    let at = new.iter().position(is_row)?;
    let (from, to) = match find_old(&new[at]) {
        Some(was) if was >= at => (was - at, 0),
        // What is at the top now was out of sight: the text was scrolled down.
        _ => {
            let at = (0..old.len()).find(|at| old_line(*at).as_ref().is_some_and(is_row))?;
            let first = old_line(at)?;
            (0, new.iter().position(|line| *line == first)?.checked_sub(at)?)
        }
    };
    let is_kept =
        |(at, line): &(usize, &Line)| is_row(line) && old_line(from + at).as_ref() == Some(line);
    let kept = new[to..].iter().enumerate().filter(is_kept).count();
    let lines = i16::try_from(from).ok()? - i16::try_from(to).ok()?;
    (lines != 0 && kept * 3 > new.len()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        app::{Event, Key, sample, update},
        view::Depth,
    };

    /// What a reader may press: each moves, scrolls, lies over the text or changes its looks.
    const KEYS: [&str; 36] = [
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
    ];

    /// Draws after each of `keys`, and checks that nothing was left as it was that has changed.
    fn check(size: (u16, u16), theme: &Theme, keys: &[&str]) -> Result<(), TestCaseError> {
        let articles = vec![sample::long(9), (sample::article(), sample::ledger())];
        let mut app = sample::open(articles, size.0, size.1);
        let mut drawing = Drawing::new(size.0, size.1);
        let area = Rect::new(0, 0, size.0, size.1);
        drawing.draw(&Screen::new(&app, theme));
        for key in keys.iter().flat_map(|keys| Key::parse_all(keys).unwrap_or_default()) {
            update(&mut app, Event::Key(key));
            let screen = Screen::new(&app, theme);
            drawing.draw(&screen);
            let mut anew = Buffer::empty(area);
            screen.render(area, &mut anew);
            prop_assert!(anew == *drawing.cells(), "after {key} of {keys:?}");
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
            drawing.draw(&Screen::new(&app, &theme));
            drawing.scrolled().map(|scroll| scroll.lines)
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
        drawing.draw(&Screen::new(&app, &theme));
        let all: usize = drawing.changes().map(|change| change.columns.len()).sum();
        assert_eq!(all, 120 * 40);
        update(&mut app, Event::Key(Key::char('l')));
        drawing.draw(&Screen::new(&app, &theme));
        let rows: Vec<u16> = drawing.changes().map(|change| change.row).collect();
        assert_eq!(rows, [0, 39], "the lines above and below the text, which are always drawn");
    }
}
