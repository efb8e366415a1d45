//! What the parts of the screen look like while nothing lies over the text, and which of them look
//! different from before: of rows that is found out only where it can have changed.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::{
    app::{Entry, Line},
    article::Article,
    base::Id,
    layout::Panes,
    view::{
        Screen,
        article::{ArticleView, OverviewSign, Spoken, Standing, TextRow},
        bars::{StatusLook, TitleLook},
        side::SideLook,
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
    pub status: StatusLook,
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
    /// `None` for a row of which nothing is known.
    pub rows: Vec<Option<Box<TextRow>>>,
    /// The claims of all rows, each with the number of its row.
    claims: Vec<(usize, Spoken)>,
    /// The signs of the overview, from the top.
    pub overview: Vec<OverviewSign>,
}

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
            status: StatusLook::of(screen.app),
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
            rows: Vec::new(),
            claims: Vec::new(),
            overview: view.overview(),
        };
        look.renew_rows(view, |_, _| false);
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
            return Changes { rows: self.renew_claims(view, &old), ..Changes::default() };
        }
        self.fillings = view.pane.fillings();
        let moved = lines_between(&self.rows, &view.pane.screen);
        if let Some(lines) = moved {
            self.move_rows(lines);
        }
        let rows = self.renew_rows(view, |row, line| {
            let is_far = |spoken: &Spoken| !standing.parts_from(&old, *spoken);
            is_known && row.line == *line && row.claims.iter().all(is_far)
        });
        let overview = view.overview();
        let is_other = overview != self.overview;
        self.overview = overview;
        Changes { moved, rows, overview: is_other }
    }

    /// Finds out the rows anew that have parts of claims which may look otherwise than with `old`;
    /// returns those that do.
    fn renew_claims(&mut self, view: &ArticleView<'_>, old: &Standing) -> Vec<usize> {
        let parted = |(_, spoken): &&(usize, Spoken)| self.standing.parts_from(old, *spoken);
        let mut rows: Vec<usize> = self.claims.iter().filter(parted).map(|(row, _)| *row).collect();
        rows.dedup();
        rows.retain(|row| {
            let Some(known) = self.rows.get_mut(*row).and_then(Option::as_mut) else {
                return false;
            };
            let new = view.row(&known.line, &self.standing, &known.carried[0]);
            let is_other = new != **known;
            **known = new;
            is_other
        });
        rows
    }

    /// Finds out all rows anew but those that stay, as they are known and the line says; returns
    /// those that look different.
    fn renew_rows(
        &mut self,
        view: &ArticleView<'_>,
        stays: impl Fn(&TextRow, &Line) -> bool,
    ) -> Vec<usize> {
        let lines = view.pane.screen.iter().take(self.panes.words.height.into());
        let count = lines.len();
        let mut changed: Vec<usize> = (count..self.rows.len()).collect();
        self.rows.resize_with(count, || None);
        self.claims.clear();
        for (at, line) in lines.enumerate() {
            let (before, here) = self.rows.split_at_mut(at);
            let last = before.last().and_then(Option::as_ref);
            let carried = last.map_or("", |row| row.carried[1].as_str());
            let known = here[0].as_deref();
            if !known.is_some_and(|row| row.carried[0] == carried && stays(row, line)) {
                let row = view.row(line, &self.standing, carried);
                if known != Some(&row) {
                    changed.push(at);
                    here[0] = Some(Box::new(row));
                }
            }
            let claims = here[0].iter().flat_map(|row| &row.claims);
            self.claims.extend(claims.map(|claim| (at, *claim)));
        }
        changed
    }

    /// Moves the rows up by `lines`, or down where negative.
    fn move_rows(&mut self, lines: i16) {
        let count = usize::from(lines.unsigned_abs());
        let height = self.panes.text.height.into();
        if lines > 0 {
            self.rows.drain(..count);
        } else {
            self.rows.splice(..0, std::iter::repeat_with(|| None).take(count));
        }
        self.rows.resize_with(height, || None);
    }
}

/// Returns by how many lines `new` was scrolled up from `old`, or down where negative; `None` where
/// that would leave little to keep.
fn lines_between(old: &[Option<Box<TextRow>>], new: &[Line]) -> Option<i16> {
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
