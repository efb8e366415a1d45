//! The text pane: an article, the place in it, and moves by row.

use std::sync::Arc;

use crate::{
    app::{
        claim_index::{ClaimIndex, Pieces},
        moves::Way,
        notes::{Notes, Texts},
        only::Only,
        overview::{self, Overview},
        rest::Rest,
        rows::{Line, LinkNumbers, Place, Rows},
        search::Search,
        second_look::SecondLook,
    },
    article::{Article, Block, BlockKind, Mark},
    base::{Id, TextSpan},
    claims::{Claim, Ledger},
    library::Annotations,
    text::{
        hyphens::{self, Language},
        wrap::{self, Matter, Row, Setting},
    },
};

/// Columns that stay in sight right of the cursor where long rows are scrolled sideways.
const SIDE_MARGIN: usize = 8;

/// An open article and where the reader is in it.
#[derive(Debug)]
pub struct ArticlePane {
    /// What is read.
    pub article: Arc<Article>,
    /// Whether that is all of it.
    pub rest: Rest,
    /// Who says what in it, as far as that is known, with the reader's corrections.
    pub analysis: Analysis,
    /// What the program found, before the corrections.
    pub machine: Arc<Ledger>,
    /// How far the second look is.
    pub second_look: SecondLook,
    /// The fast engine's claims, while those of the second look are shown.
    pub fast_claims: Option<Box<ClaimIndex>>,
    /// What the reader has added; `None` until the library has answered.
    pub notes: Option<Notes>,
    /// What is searched for.
    pub search: Option<Search>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// The byte at which the cursor stands: the start of a grapheme in a block.
    pub cursor: usize,
    /// The claim that the last move went to; it stays the claim here while the cursor is in it.
    pub chosen: Option<Id<Claim>>,
    /// Which claims are shown, if not all; the rest of the text is dimmed.
    pub only: Option<Only>,
    /// Where in the text its claims lie.
    pub overview: Overview,
    /// The language that its words are broken by, if we can break them.
    pub language: Option<Language>,
    /// How many words there are to read; of a long text an estimate.
    pub words: usize,
    /// The lines on the screen, from the top; what drawing reads.
    pub screen: Vec<Line>,
    rows: Rows,
    top: Place,
    height: usize,
    /// What the screen was filled from last; `None` if that is to be done anew whatever it was.
    filled: Option<(Place, usize)>,
    /// How often the screen was filled with other lines.
    fillings: u64,
    /// The column that moves by row try to keep.
    column: Option<usize>,
}

/// How far the analysis is.
#[derive(Debug)]
pub enum Analysis {
    /// Not asked for yet.
    Waiting,
    /// Under way; the share that is done, 0 to 1.
    Running(f32),
    /// Done.
    Done(Box<ClaimIndex>),
}

/// Selected text: from where it was begun to the cursor, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun.
    pub anchor: usize,
    /// What the selection is made of.
    pub unit: Unit,
    /// Smaller selections that `grow` started from, the smallest first.
    pub grown: Vec<TextSpan>,
}

/// What a selection is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Characters.
    Character,
    /// Whole rows of the screen.
    Row,
}

/// How a move changes what is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// As little as shows the cursor.
    Least,
    /// The cursor's row to the top.
    Top,
    /// The cursor's row to the middle.
    Middle,
    /// The cursor's row to the bottom.
    Bottom,
}

impl ArticlePane {
    /// Opens `article` at its start.
    pub fn new(article: Arc<Article>) -> Self {
        let cursor = article.blocks.first().map_or(0, |block| block.span.start());
        let language = hyphens::language(article.language.as_deref(), &article.text);
        let words = overview::count_words(&article.text);
        Self {
            rows: Rows::new(Arc::clone(&article)),
            article,
            rest: Rest::Here,
            analysis: Analysis::Waiting,
            machine: Arc::default(),
            second_look: SecondLook::Waiting,
            fast_claims: None,
            notes: None,
            search: None,
            selection: None,
            cursor,
            chosen: None,
            only: None,
            overview: Overview::default(),
            language,
            words,
            screen: Vec::new(),
            top: Place::default(),
            height: 1,
            filled: None,
            fillings: 0,
            column: None,
        }
    }

    /// Opens the beginning of an article that has `length` bytes.
    pub fn beginning(article: Arc<Article>, length: usize) -> Self {
        let words = overview::estimated_words(length);
        let rest = Rest::Awaited { length, then: None };
        Self { rest, words, ..Self::new(article) }
    }

    /// Takes the place of `beginning`, which is the same article as far as it goes: the reader
    /// stands where they stood, and no line on the screen moves.
    pub(super) fn take_over(&mut self, beginning: Self) {
        self.selection = beginning.selection;
        self.column = beginning.column;
        let is_laid_out = self.height == beginning.height;
        if is_laid_out && self.article.text.starts_with(&beginning.article.text) {
            (self.cursor, self.top) = (beginning.cursor, beginning.top);
            self.fill_screen();
        } else {
            // It is not in sight, or bytes further on have told another encoding, which counts
            // places otherwise.
            self.go_to(beginning.cursor, Scroll::Least);
        }
    }

    /// Returns whether all of the article is here.
    pub fn is_whole(&self) -> bool {
        matches!(self.rest, Rest::Here)
    }

    /// Returns how many bytes the whole of the article has.
    pub fn length(&self) -> usize {
        match self.rest {
            Rest::Here => self.article.text.len(),
            Rest::Awaited { length, .. } => length,
        }
    }

    /// Takes the annotations as the library keeps them; `texts` are earlier ones of the article.
    pub fn set_annotations(&mut self, annotations: Annotations, texts: Texts) {
        self.notes = Some(Notes::new(Arc::clone(&self.article), annotations, texts));
    }

    /// Returns who says what, once that is known.
    pub fn claims(&self) -> Option<&ClaimIndex> {
        match &self.analysis {
            Analysis::Done(claims) => Some(claims),
            Analysis::Waiting | Analysis::Running(_) => None,
        }
    }

    /// Returns the claim that “here” means: the one last jumped to while the cursor is in it, else
    /// the innermost at the cursor.
    pub fn claim_here(&self) -> Option<Id<Claim>> {
        let claims = self.claims()?;
        self.chosen
            .filter(|chosen| claims.belongs(*chosen, self.cursor))
            .or_else(|| claims.at(self.cursor, &self.article.text))
    }

    /// Returns the pieces of claims that share a byte with `span`, in order of start; none before
    /// the article is analysed.
    pub fn pieces_over(&self, span: TextSpan) -> Pieces {
        let claims = self.claims();
        claims.map(|claims| claims.over(span, &self.article.text)).unwrap_or_default()
    }

    /// Returns how far the reader is, 0 to 100, by the last line on the screen.
    pub fn percent(&self) -> usize {
        let end = match self.rest {
            Rest::Here => self.article.blocks.last().map_or(0, |block| block.span.end()),
            Rest::Awaited { length, .. } => length,
        };
        let seen = self.screen.iter().rev().find_map(|line| match line {
            Line::Row { row, .. } => Some(row.span.end()),
            Line::Blank => None,
        });
        match seen {
            Some(seen) if end > 0 => (seen as u64 * 100 / end as u64) as usize,
            _ => 100,
        }
    }

    /// Returns what is laid out: the text, and the numbers of links drawn in it.
    pub fn matter(&self) -> Matter<'_> {
        self.rows.matter()
    }

    /// Takes the size of the words on the screen; the place in the text is kept.
    pub fn resize(&mut self, setting: Setting, numbers: LinkNumbers, height: usize) {
        let first = self.first_offset();
        let blank = self.screen.iter().take_while(|line| **line == Line::Blank).count();
        self.rows.set(setting, numbers);
        self.filled = None;
        self.height = height.max(1);
        if let Some(first) = first {
            // With the space above it: a terminal that is as large as before must not move the text.
            let first = self.rows.place_of(first);
            self.top = self.rows.back(first, blank);
        }
        let here = self.rows.place_of(self.cursor);
        if self.rows.distance(self.top, here, self.height).is_none() {
            return self.show_cursor(Scroll::Least);
        }
        self.top = self.not_below_the_end(self.top);
        self.fill_screen();
    }

    /// Moves the cursor to byte `at`, or the nearest place before it that can be shown.
    pub fn go_to(&mut self, at: usize, scroll: Scroll) {
        self.column = None;
        self.cursor = self.nearest(at);
        self.show_cursor(scroll);
    }

    /// Moves the cursor `rows` rows down, or up where negative, and keeps its column.
    pub fn move_rows(&mut self, rows: isize) {
        let here = self.rows.place_of(self.cursor);
        let mut place = here;
        for _ in 0..rows.unsigned_abs() {
            match self.next_row(place, rows) {
                Some(next) => place = next,
                None => break,
            }
        }
        self.put_cursor_on(place);
        self.show_cursor(Scroll::Least);
    }

    /// Scrolls by `lines` lines, down or up where negative, and takes the cursor along.
    pub fn scroll(&mut self, lines: isize) {
        let here = self.rows.place_of(self.cursor);
        let count = lines.unsigned_abs();
        let moved = if lines >= 0 {
            let top = self.rows.forward(self.top, count).0;
            self.top = self.not_below_the_end(top);
            self.rows.forward(here, count).0
        } else {
            self.top = self.rows.back(self.top, count);
            self.rows.back(here, count)
        };
        let place = self.rows.with_words(moved);
        self.put_cursor_on(place);
        self.show_cursor(Scroll::Least);
    }

    /// Scrolls by `lines` lines without the cursor, unless it would leave the screen.
    pub fn wheel(&mut self, lines: isize) {
        let count = lines.unsigned_abs();
        self.top = if lines >= 0 {
            let top = self.rows.forward(self.top, count).0;
            self.not_below_the_end(top)
        } else {
            self.rows.back(self.top, count)
        };
        let here = self.rows.place_of(self.cursor);
        let bottom = self.rows.forward(self.top, self.height - 1).0;
        if here < self.top || here > bottom {
            let place = self.rows.with_words(here.clamp(self.top, bottom));
            self.put_cursor_on(place);
        }
        self.fill_screen();
    }

    /// Returns how many lines the screen has for words.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Moves the cursor to the start or the last character of its row.
    pub fn go_to_row_edge(&mut self, edge: Edge) {
        if let Some(row) = self.cursor_row() {
            let at = match edge {
                Edge::Start => row.span.start(),
                Edge::End => wrap::offset_at(self.matter(), row, usize::MAX),
            };
            self.go_to(at, Scroll::Least);
            if edge == Edge::End {
                self.column = Some(usize::MAX);
            }
        }
    }

    /// Moves the cursor one character on or back, over the ends of rows too.
    pub fn step(&mut self, way: Way) {
        let text = Arc::clone(&self.article);
        let block = &text.blocks.get(self.block_at(self.cursor));
        let Some(span) = block.map(|block| block.span) else { return };
        let at = match way {
            Way::Forward => self.grapheme_end(self.cursor),
            Way::Backward => {
                let start = self.cursor.saturating_sub(64).max(span.start());
                let start = (start..=self.cursor).find(|at| text.text.is_char_boundary(*at));
                let before = TextSpan::new(start.unwrap_or(self.cursor), self.cursor);
                let last = crate::text::glyph::glyphs(&text.text, before).last();
                last.map_or(self.cursor, |glyph| glyph.span.start())
            }
        };
        if at < span.end() {
            self.go_to(at, Scroll::Least);
        }
    }

    /// Returns the line and column of the cursor on the screen, each from 0.
    pub fn cursor_on_screen(&self) -> Option<(usize, usize)> {
        self.screen.iter().enumerate().find_map(|(line, shown)| match shown {
            Line::Row { row, indent, shift, .. } if self.is_on(*row, line) => {
                let column = wrap::column_of(self.matter(), *row, self.cursor);
                Some((line, indent + column.saturating_sub(*shift)))
            }
            Line::Row { .. } | Line::Blank => None,
        })
    }

    /// Returns the byte shown at `line` and `column` of the screen, each from 0.
    pub fn offset_on_screen(&self, line: usize, column: usize) -> Option<usize> {
        match self.screen.get(line)? {
            Line::Row { row, indent, shift, .. } => {
                let column = column.saturating_sub(*indent) + shift;
                Some(wrap::offset_at(self.matter(), *row, column))
            }
            Line::Blank => None,
        }
    }

    /// Returns the selected span, if anything is selected.
    pub fn selected(&self) -> Option<TextSpan> {
        let selection = self.selection.as_ref()?;
        let (start, last) = (selection.anchor.min(self.cursor), selection.anchor.max(self.cursor));
        let span = TextSpan::new(start, self.grapheme_end(last));
        Some(match selection.unit {
            Unit::Character => span,
            Unit::Row => self
                .screen_rows()
                .filter(|row| row.span.overlaps(span))
                .map(|row| row.span)
                .fold(span, TextSpan::hull),
        })
    }

    /// Returns the byte after the grapheme at `at`.
    pub fn grapheme_end(&self, at: usize) -> usize {
        let text = &self.article.text;
        let rest = TextSpan::new(at.min(text.len()), text.len());
        crate::text::glyph::glyphs(text, rest).next().map_or(text.len(), |glyph| glyph.span.end())
    }

    /// Returns the number of the block that holds byte `at`, or of the last one before it.
    pub fn block_at(&self, at: usize) -> usize {
        let blocks = &self.article.blocks;
        blocks.partition_point(|block| block.span.start() <= at).saturating_sub(1)
    }

    /// Returns the links and emphasis that share a byte with `span`, which lies in one block.
    pub fn marks_over(&self, span: TextSpan) -> impl Iterator<Item = &Mark> {
        let marks = &self.article.marks;
        let block = self.article.blocks.get(self.block_at(span.start()));
        let from = block.map_or(0, |block| block.span.start());
        let start = marks.partition_point(|mark| mark.span.start() < from);
        let end = marks.partition_point(|mark| mark.span.start() < span.end());
        marks[start..end.max(start)].iter().filter(move |mark| mark.span.overlaps(span))
    }

    /// Returns the rows on the screen.
    pub fn screen_rows(&self) -> impl Iterator<Item = Row> {
        self.screen.iter().filter_map(|line| match line {
            Line::Row { row, .. } => Some(*row),
            Line::Blank => None,
        })
    }

    /// Scrolls so that the cursor is on the screen, and lays out what is to be drawn.
    pub fn show_cursor(&mut self, scroll: Scroll) {
        let here = self.rows.place_of(self.cursor);
        let middle = self.height / 2;
        let margin = (self.height / 4).min(2);
        let last = self.height - 1;
        let top = match scroll {
            Scroll::Top => here,
            Scroll::Middle => self.rows.back(here, middle),
            Scroll::Bottom => self.rows.back(here, last),
            Scroll::Least => match self.rows.distance(self.top, here, self.height) {
                Some(line) if line < margin => self.rows.back(here, margin),
                Some(line) if line + margin > last => self.rows.back(here, last - margin),
                Some(_) => self.top,
                None => self.top_for(here, margin),
            },
        };
        self.top = self.not_below_the_end(top);
        self.fill_screen();
    }

    /// Returns the top that shows `here`, which is off the screen: by a little scrolling where it
    /// is near, else in the middle.
    fn top_for(&mut self, here: Place, margin: usize) -> Place {
        let near = self.height / 2;
        if let Some(above) = self.rows.distance(here, self.top, near) {
            return self.rows.back(self.top, above + margin);
        }
        if self.rows.distance(self.top, here, self.height + near).is_some() {
            return self.rows.back(here, self.height - 1 - margin);
        }
        self.rows.back(here, near)
    }

    /// Returns `top`, or the lowest top that leaves no line of the screen empty.
    fn not_below_the_end(&mut self, top: Place) -> Place {
        if self.rows.goes_on(top, self.height) {
            return top;
        }
        let last = self.rows.last();
        top.min(self.rows.back(last, self.height - 1))
    }

    /// Returns a number that is another one whenever other lines may be on the screen.
    pub fn fillings(&self) -> u64 {
        self.fillings
    }

    fn fill_screen(&mut self) {
        let source = (self.top, self.height);
        if self.filled == Some(source) {
            return;
        }
        self.fillings += 1;
        self.screen.clear();
        self.screen.extend(self.rows.lines(self.top, self.height));
        // Whether these look otherwise may depend on where the cursor is.
        let follows_cursor = self.has_long_rows() || self.ends_in_heading().is_some();
        self.filled = Some(source).filter(|_| !follows_cursor);
        self.shift_long_rows();
        self.hide_lone_heading();
    }

    fn has_long_rows(&self) -> bool {
        let mut last = None;
        self.screen.iter().any(|line| match line {
            Line::Row { block, .. } if last.replace(*block) != Some(*block) => {
                self.article.blocks.get(*block).is_some_and(is_long)
            }
            Line::Row { .. } | Line::Blank => false,
        })
    }

    /// Scrolls the rows of the block with the cursor sideways where they are too long to see it.
    fn shift_long_rows(&mut self) {
        let here = self.block_at(self.cursor);
        if !self.article.blocks.get(here).is_some_and(is_long) {
            return;
        }
        let Some(row) = self.cursor_row() else { return };
        let column = wrap::column_of(self.matter(), row, self.cursor);
        let columns = self.rows.columns();
        for line in &mut self.screen {
            if let Line::Row { block, indent, shift, .. } = line
                && *block == here
            {
                let room = columns.saturating_sub(*indent).max(1);
                let margin = SIDE_MARGIN.min(room / 4);
                *shift = (column + margin + 1).saturating_sub(room);
            }
        }
    }

    /// Returns the number of the heading whose words are the last on the screen, if they are one's.
    fn ends_in_heading(&self) -> Option<usize> {
        let last = self.screen.iter().rfind(|line| **line != Line::Blank)?;
        let Line::Row { block, .. } = last else { return None };
        let kind = &self.article.blocks.get(*block)?.kind;
        matches!(kind, BlockKind::Heading(_)).then_some(*block)
    }

    /// Leaves a heading at the end of the screen to the next page, where what it heads is.
    fn hide_lone_heading(&mut self) {
        let Some(heading) = self.ends_in_heading() else { return };
        let is_it = |line: &Line| matches!(line, Line::Row { block, .. } if *block == heading);
        let Some(first) = self.screen.iter().position(is_it) else { return };
        let read = self.block_at(self.cursor) == heading;
        let is_last = heading + 1 >= self.article.blocks.len();
        // A page shows the last two lines of the one before: more must not be held back.
        if self.screen.len() < self.height
            || self.height - first > 2
            || first == 0
            || read
            || is_last
        {
            return;
        }
        self.screen[first..].fill(Line::Blank);
    }

    fn first_offset(&self) -> Option<usize> {
        self.screen_rows().next().map(|row| row.span.start())
    }

    fn cursor_row(&mut self) -> Option<Row> {
        let place = self.rows.place_of(self.cursor);
        match self.rows.line(place) {
            Line::Row { row, .. } => Some(row),
            Line::Blank => None,
        }
    }

    fn next_row(&mut self, place: Place, direction: isize) -> Option<Place> {
        let step = |rows: &mut Rows, place| {
            if direction >= 0 { rows.forward(place, 1).0 } else { rows.back(place, 1) }
        };
        let mut next = step(&mut self.rows, place);
        while self.rows.line(next) == Line::Blank {
            let further = step(&mut self.rows, next);
            if further == next {
                return None;
            }
            next = further;
        }
        (next != place).then_some(next)
    }

    fn put_cursor_on(&mut self, place: Place) {
        let here = self.cursor_row();
        let column = match (self.column, here) {
            (Some(column), _) => column,
            (None, Some(row)) => wrap::column_of(self.matter(), row, self.cursor),
            (None, None) => 0,
        };
        if let Line::Row { row, .. } = self.rows.line(place) {
            self.cursor = wrap::offset_at(self.matter(), row, column);
            self.column = Some(column);
        }
    }

    /// Returns the nearest start of a shown grapheme at or before `at`.
    fn nearest(&mut self, at: usize) -> usize {
        let place = self.rows.place_of(at);
        match self.rows.line(place) {
            Line::Row { row, .. } => {
                let column = wrap::column_of(self.matter(), row, at);
                wrap::offset_at(self.matter(), row, column)
            }
            Line::Blank => 0,
        }
    }

    /// Returns whether the cursor is on `row`, which is line `line` of the screen.
    fn is_on(&self, row: Row, line: usize) -> bool {
        let next = self.screen[line + 1..].iter().find_map(|line| match line {
            Line::Row { row, .. } => Some(row.span.start()),
            Line::Blank => None,
        });
        row.span.start() <= self.cursor
            && next.map_or(self.cursor <= row.span.end(), |next| self.cursor < next)
    }
}

/// One of two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// Returns whether the rows of a block may be longer than the screen is wide.
fn is_long(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Code | BlockKind::Table)
}
