//! What the parts of the screen look like while nothing lies over the text, and which of them look
//! different from before: of rows that is found out only where it can have changed.

use std::{rc::Rc, sync::Arc};

use ratatui::layout::Rect;

use crate::{
    app::{Entry, Line, OverviewCell},
    article::Article,
    base::Id,
    layout::Panes,
    view::{
        Screen,
        article::{ArticleView, Spoken, Standing, TextRow},
        bars::{StatusLine, TitleLook},
        recent::Recent,
        side::SideLook,
        strip::Strip,
    },
};

/// All that the looks of the screen depend on while nothing lies over the text.
pub struct ScreenLook {
    /// Of the articles, in the order of [`Screen::articles`].
    pub texts: Vec<TextLook>,
    /// Of the lines above them.
    pub titles: Vec<TitleLook>,
    /// Where the side pane is, and what it looks like if it has room.
    pub side: Option<(Rect, Option<SideLook>)>,
    /// Of the status line.
    pub status: StatusLine,
}

/// All that the looks of an article depend on.
pub struct TextLook {
    article: Arc<Article>,
    /// How many numbers of links stand in the text.
    insets: usize,
    /// Where it stands.
    pub panes: Panes,
    standing: Standing,
    fillings: u64,
    /// What of the article stands on each row; `None` for one of which nothing is known.
    lines: Vec<Option<Line>>,
    /// What is known of the rows.
    rows: Vec<Option<Box<KnownRow>>>,
    /// The claims of all rows, each with the number of its row, in order of that.
    claims: Vec<(usize, Spoken)>,
    /// The cells of the overview, from the top.
    overview: Vec<OverviewCell>,
}

/// A row as it looks, and as it looked while other claims were lit.
struct KnownRow {
    row: TextRow,
    lights: Option<Lights>,
    recent: Recent<Lights, 6>,
}

/// How near each claim of a row is to the one at the cursor: two bits each, below a bit that tells
/// how many there are.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Lights(u64);

/// What of an article looks different from before.
#[derive(Default)]
pub struct Changes {
    /// By how many lines the rows were scrolled up, or down where negative.
    pub moved: Option<i16>,
    /// The rows that look different from those that stood there, after they were moved.
    pub rows: Vec<usize>,
    /// Whether the overview does.
    pub overview: bool,
}

impl ScreenLook {
    /// Finds out what `screen` looks like; `None` if there is no text.
    pub fn of(screen: &Screen<'_>, articles: &[(Id<Entry>, Panes)]) -> Option<Self> {
        let texts = articles.iter().map(|article| Some(TextLook::of(&screen.article(article)?)));
        let titles = articles.iter().map(|(entry, _)| TitleLook::of(screen.app, *entry));
        Some(Self {
            texts: texts.collect::<Option<Vec<_>>>()?,
            titles: titles.collect(),
            side: screen.app.panes().side.map(|area| (area, screen.side().look(area))),
            status: StatusLine::of(screen.app),
        })
    }

    /// Returns whether all parts of `screen` stand where they stood, and are of the same articles.
    pub fn is_placed_as(&self, screen: &Screen<'_>, articles: &[(Id<Entry>, Panes)]) -> bool {
        let side = self.side.as_ref().map(|(area, _)| *area);
        let is_placed = |(text, article): (&TextLook, _)| {
            screen.article(article).is_some_and(|view| text.is_placed_as(&view))
        };
        side == screen.app.panes().side
            && self.texts.len() == articles.len()
            && self.texts.iter().zip(articles).all(is_placed)
    }
}

impl TextLook {
    /// Finds out what an article looks like.
    fn of(view: &ArticleView<'_>) -> Self {
        let mut look = Self {
            article: Arc::clone(&view.pane.article),
            insets: view.pane.matter().insets.len(),
            panes: *view.panes,
            standing: view.standing(),
            fillings: view.pane.fillings(),
            lines: Vec::new(),
            rows: Vec::new(),
            claims: Vec::new(),
            overview: view.pane.overview.cells.clone(),
        };
        look.renew_rows(view, None);
        look
    }

    fn is_placed_as(&self, view: &ArticleView<'_>) -> bool {
        Arc::ptr_eq(&self.article, &view.pane.article)
            && self.insets == view.pane.matter().insets.len()
            && self.panes == *view.panes
    }

    /// Takes in what the article looks like now; rows that cannot look different are not found out
    /// again.
    pub fn renew(&mut self, view: &ArticleView<'_>) -> Changes {
        let standing = view.standing();
        let stays = self.fillings == view.pane.fillings();
        if stays && standing == self.standing {
            return Changes::default();
        }
        let old = std::mem::replace(&mut self.standing, standing.clone());
        let is_known = old.is_but_for_claims(&standing);
        if stays && is_known {
            let mut rows = self.lit_otherwise(&old);
            rows.retain(|row| self.light(view, *row));
            return Changes { rows, ..Changes::default() };
        }
        self.fillings = view.pane.fillings();
        let moved = lines_between(&self.lines, &view.pane.screen);
        if let Some(lines) = moved {
            self.move_rows(lines);
        }
        let rows = self.renew_rows(view, is_known.then_some(&old));
        let overview = &view.pane.overview.cells;
        let is_other = *overview != self.overview;
        if is_other {
            self.overview.clone_from(overview);
        }
        Changes { moved, rows, overview: is_other }
    }

    /// Returns what the row with this number shows; `None` for one of which nothing is known.
    pub fn strip(&self, row: usize) -> Option<&Rc<Strip>> {
        self.rows.get(row)?.as_ref().map(|known| &known.row.strip)
    }

    /// Returns the rows with claims that are as near as they were with `old` no more, in order.
    fn lit_otherwise(&self, old: &Standing) -> Vec<usize> {
        let is_other = |(_, spoken): &&(usize, Spoken)| {
            self.standing.nearness(*spoken) != old.nearness(*spoken)
        };
        let mut rows: Vec<usize> =
            self.claims.iter().filter(is_other).map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// Lights `row` as it is to be now, from which nothing else about it changes; returns whether it
    /// looks different.
    fn light(&mut self, view: &ArticleView<'_>, row: usize) -> bool {
        match (self.lines.get(row), self.rows.get_mut(row)) {
            (Some(Some(line)), Some(Some(known))) => known.light(view, line, &self.standing),
            _ => false,
        }
    }

    /// Finds out all rows anew, but where only the claim at the cursor is another than with `old` of
    /// those whose line stays only how they are lit; returns those that look different.
    fn renew_rows(&mut self, view: &ArticleView<'_>, old: Option<&Standing>) -> Vec<usize> {
        let lines = view.pane.screen.iter().take(self.panes.words.height.into());
        let count = lines.len();
        let mut changed: Vec<usize> = (count..self.rows.len()).collect();
        self.rows.resize_with(count, || None);
        self.lines.resize(count, None);
        let lit = old.map(|old| self.lit_otherwise(old)).unwrap_or_default();
        let mut renewed = Vec::new();
        // Below a row that stays, so does what it ends with.
        let mut is_below_one = false;
        for (at, line) in lines.enumerate() {
            let stays = old.is_some() && self.lines[at].as_ref() == Some(line);
            if stays && (is_below_one || self.carries_on(at)) {
                if lit.binary_search(&at).is_ok() && self.light(view, at) {
                    changed.push(at);
                }
                is_below_one = true;
                continue;
            }
            let row = view.row(line, &self.standing, self.carried_to(at));
            if self.strip(at).is_none_or(|strip| *strip != row.strip) {
                changed.push(at);
            }
            renewed.extend(row.claims.iter().map(|claim| (at, *claim)));
            self.claims.retain(|(row, _)| *row != at);
            self.lines[at] = Some(*line);
            self.rows[at] = Some(Box::new(KnownRow::new(row, &self.standing)));
            is_below_one = false;
        }
        self.claims.retain(|(row, _)| *row < count);
        self.claims.extend(renewed);
        self.claims.sort_by_key(|(row, _)| *row);
        changed
    }

    /// Returns who speaks at the end of the row above `row`.
    fn carried_to(&self, row: usize) -> &str {
        let above = row.checked_sub(1).and_then(|above| self.rows[above].as_ref());
        above.map_or("", |known| known.row.carried[1].as_str())
    }

    /// Returns whether `row` is known to stand below one at whose end the same speaks.
    fn carries_on(&self, row: usize) -> bool {
        let known = self.rows[row].as_ref();
        known.is_some_and(|known| known.row.carried[0] == self.carried_to(row))
    }

    /// Moves the rows up by `lines`, or down where negative.
    fn move_rows(&mut self, lines: i16) {
        let height = usize::from(self.panes.text.height);
        self.rows.resize_with(height, || None);
        self.lines.resize(height, None);
        let count = usize::from(lines.unsigned_abs());
        let free = if lines > 0 {
            self.rows.rotate_left(count);
            self.lines.rotate_left(count);
            height - count..height
        } else {
            self.rows.rotate_right(count);
            self.lines.rotate_right(count);
            0..count
        };
        self.rows[free.clone()].fill_with(|| None);
        self.lines[free].fill(None);
        self.claims.retain_mut(|(row, _)| {
            let moved = row.checked_add_signed(-isize::from(lines));
            *row = moved.unwrap_or(height);
            *row < height
        });
    }
}

impl KnownRow {
    fn new(row: TextRow, standing: &Standing) -> Self {
        let lights = Lights::of(&row.claims, standing);
        Self { row, lights, recent: Recent::default() }
    }

    /// Lights it, on which `line` stands, as `standing` has it; returns whether it looks different.
    fn light(&mut self, view: &ArticleView<'_>, line: &Line, standing: &Standing) -> bool {
        let lights = Lights::of(&self.row.claims, standing);
        let shown = Rc::clone(&self.row.strip);
        let draw = || view.row(line, standing, &self.row.carried[0]).strip;
        let strip = match (self.lights, lights) {
            (Some(was), Some(lights)) => {
                self.recent.get(was, || Rc::clone(&shown));
                self.recent.get(lights, draw)
            }
            _ => draw(),
        };
        self.lights = lights;
        let is_other = shown != strip;
        self.row.strip = strip;
        is_other
    }
}

impl Lights {
    /// Finds out how `claims` are lit; `None` for more than there are bits for.
    fn of(claims: &[Spoken], standing: &Standing) -> Option<Self> {
        let add = |bits: u64, claim: &Spoken| bits << 2 | standing.nearness(*claim) as u64;
        (claims.len() < 32).then(|| Self(claims.iter().fold(1, add)))
    }
}

/// Returns by how many lines `new` was scrolled up from `old`, or down where negative; `None` where
/// that would leave little to keep.
fn lines_between(old: &[Option<Line>], new: &[Line]) -> Option<i16> {
    let old_line = |at: usize| *old.get(at)?;
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
