//! The rows of an article for one width, wrapped only where they are asked for.
//!
//! A place is a section and a line in it, so that no row before it need ever be counted: an article
//! of 100 MB opens as fast as a short one.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    app::links,
    article::{Article, Block, BlockKind},
    base::TextSpan,
    text::{
        glyph,
        wrap::{self, Flow, Inset, Matter, Row, Setting},
    },
};

/// How many sections keep their rows; more than any screen shows, few enough to cost nothing.
const KEPT: usize = 1024;
/// Columns that each level of a list or a block quote moves the words to the right.
const STEP: usize = 2;

/// A block, or a piece of a very long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Section {
    span: TextSpan,
    block: u32,
}

/// A line of the article: line `line` of section `section`, the blank one before it included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which section, from 0.
    pub section: usize,
    /// Which line of it, from 0.
    pub line: usize,
}

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing: the space between two blocks.
    Blank,
    /// A row of a block.
    Row {
        /// The words.
        row: Row,
        /// The block's number in the article.
        block: usize,
        /// Whether it is the first row of the block.
        first: bool,
        /// Columns that stay free left of the words.
        indent: usize,
        /// Columns of the row that are scrolled out at the left; only of rows that are not broken.
        shift: usize,
    },
}

/// The rows of one article for one width.
#[derive(Debug)]
pub struct Rows {
    article: Arc<Article>,
    sections: Vec<Section>,
    setting: Setting,
    /// The numbers of the links, each behind its words.
    insets: Vec<Inset>,
    numbers: LinkNumbers,
    kept: FxHashMap<usize, Arc<[Row]>>,
}

/// Whether links have their numbers behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkNumbers {
    /// They have.
    Shown,
    /// They have not.
    Hidden,
}

impl Rows {
    /// Makes the rows of `article`; wraps nothing yet.
    pub fn new(article: Arc<Article>) -> Self {
        let sections = article
            .blocks
            .iter()
            .enumerate()
            .flat_map(|(block, at)| {
                wrap::pieces(&article.text, at.span, flow(&at.kind))
                    .map(move |span| Section { span, block: block as u32 })
            })
            .collect();
        Self {
            insets: links::insets(&article),
            article,
            sections,
            setting: Setting::plain(1),
            numbers: LinkNumbers::Shown,
            kept: FxHashMap::default(),
        }
    }

    /// Wraps as `setting` has it from now on, with or without the numbers of links.
    pub fn set(&mut self, setting: Setting, numbers: LinkNumbers) {
        if (setting, numbers) != (self.setting, self.numbers) {
            (self.setting, self.numbers) = (setting, numbers);
            self.kept.clear();
        }
    }

    /// Returns what is laid out.
    pub fn matter(&self) -> Matter<'_> {
        let insets = match self.numbers {
            LinkNumbers::Shown => self.insets.as_slice(),
            LinkNumbers::Hidden => &[],
        };
        Matter { text: &self.article.text, insets }
    }

    /// Returns the widest row, in columns.
    pub fn columns(&self) -> usize {
        self.setting.columns
    }

    /// Returns the place of the line that shows byte `at`, or the nearest before it.
    pub fn place_of(&mut self, at: usize) -> Place {
        let section = self.section_of(at);
        let gap = self.gap(section);
        let row = self.rows(section).partition_point(|row| row.span.start() <= at);
        Place { section, line: gap + row.saturating_sub(1) }
    }

    /// Returns what stands at `place`; a blank line past the end.
    pub fn line(&mut self, place: Place) -> Line {
        self.lines(place, 1).next().unwrap_or(Line::Blank)
    }

    /// Returns what stands at `place` and below it, for at most `count` lines.
    pub fn lines(&mut self, place: Place, count: usize) -> impl Iterator<Item = Line> {
        let mut from = place.line;
        let sections = (place.section..self.sections.len()).flat_map(move |section| {
            let rows = self.rows(section);
            let gap = self.gap(section);
            let block = self.sections[section].block as usize;
            let starts = self.starts_block(section);
            let indent = indent(&self.article.blocks[block], self.setting.columns);
            (std::mem::take(&mut from)..gap + rows.len()).map(move |line| {
                let Some(index) = line.checked_sub(gap) else { return Line::Blank };
                let first = index == 0 && starts;
                Line::Row { row: rows[index], block, first, indent, shift: 0 }
            })
        });
        sections.take(count)
    }

    /// Returns the place `lines` further down, and how many of them there were.
    pub fn forward(&mut self, mut place: Place, lines: usize) -> (Place, usize) {
        let mut left = lines;
        while left > 0 {
            let height = self.height(place.section);
            if place.line + left < height {
                place.line += left;
                return (place, lines);
            }
            if place.section + 1 >= self.sections.len() {
                let last = height.saturating_sub(1);
                left -= last.saturating_sub(place.line);
                place.line = last;
                return (place, lines - left);
            }
            left -= height - place.line;
            place = Place { section: place.section + 1, line: 0 };
        }
        (place, lines)
    }

    /// Returns the place `lines` further up, or the first.
    pub fn back(&mut self, mut place: Place, lines: usize) -> Place {
        let mut left = lines;
        while left > place.line {
            if place.section == 0 {
                return Place::default();
            }
            left -= place.line + 1;
            place.section -= 1;
            place.line = self.height(place.section).saturating_sub(1);
        }
        Place { line: place.line - left, ..place }
    }

    /// Returns how many lines `to` is below `from`, if it is fewer than `limit`.
    pub fn distance(&mut self, from: Place, to: Place, limit: usize) -> Option<usize> {
        let mut lines = 0;
        let mut section = from.section;
        if to < from {
            return None;
        }
        while section < to.section && lines < limit + from.line {
            lines += self.height(section);
            section += 1;
        }
        let lines = (lines + to.line).checked_sub(from.line)?;
        (section == to.section && lines < limit).then_some(lines)
    }

    /// Returns the last line of the article.
    pub fn last(&mut self) -> Place {
        let section = self.sections.len().saturating_sub(1);
        Place { section, line: self.height(section).saturating_sub(1) }
    }

    /// Returns whether more than `lines` lines surely follow on `place`: each section has one.
    pub fn goes_on(&self, place: Place, lines: usize) -> bool {
        self.sections.len() - place.section.min(self.sections.len()) > lines + 1
    }

    /// Returns the first line at or below `place` that is not blank, else the last above it.
    pub fn with_words(&mut self, mut place: Place) -> Place {
        while self.line(place) == Line::Blank {
            let (next, moved) = self.forward(place, 1);
            if moved == 0 {
                return place;
            }
            place = next;
        }
        place
    }

    fn height(&mut self, section: usize) -> usize {
        self.gap(section) + self.rows(section).len()
    }

    fn section_of(&self, at: usize) -> usize {
        self.sections.partition_point(|section| section.span.start() <= at).saturating_sub(1)
    }

    fn starts_block(&self, section: usize) -> bool {
        section == 0 || self.sections[section - 1].block != self.sections[section].block
    }

    /// Blank lines before a section: one before a block, but none between items of a list, inside
    /// code, and at the top.
    fn gap(&self, section: usize) -> usize {
        if section == 0 || section >= self.sections.len() || !self.starts_block(section) {
            return 0;
        }
        let block = |section: usize| &self.article.blocks[self.sections[section].block as usize];
        let is_item = |block: &Block| matches!(block.kind, BlockKind::Item { .. });
        usize::from(!(is_item(block(section)) && is_item(block(section - 1))))
    }

    fn rows(&mut self, section: usize) -> Arc<[Row]> {
        let Some(at) = self.sections.get(section).copied() else { return Arc::from([]) };
        if let Some(rows) = self.kept.get(&section) {
            return Arc::clone(rows);
        }
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        let block = &self.article.blocks[at.block as usize];
        let columns = self.setting.columns.saturating_sub(indent(block, self.setting.columns));
        let setting = match block.kind {
            // Headings and captions are set as they are: short, and never broken.
            BlockKind::Title | BlockKind::Heading(_) | BlockKind::Caption => {
                Setting::plain(columns)
            }
            BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Code | BlockKind::Table => {
                Setting { columns, ..self.setting }
            }
        };
        let rows: Arc<[Row]> = wrap::set(self.matter(), at.span, setting, flow(&block.kind)).into();
        self.kept.insert(section, Arc::clone(&rows));
        rows
    }
}

/// Returns how the rows of a kind of block are broken.
fn flow(kind: &BlockKind) -> Flow {
    match kind {
        BlockKind::Code => Flow::Lines,
        BlockKind::Table => Flow::Table,
        BlockKind::Title
        | BlockKind::Heading(_)
        | BlockKind::Paragraph
        | BlockKind::Item { .. }
        | BlockKind::Caption => Flow::Prose,
    }
}

/// Columns left of the words of `block`; at most a third of the width, so that words find room.
fn indent(block: &Block, columns: usize) -> usize {
    let quoted = usize::from(block.quoted) * STEP;
    let item = match &block.kind {
        BlockKind::Item { depth, marker } => {
            usize::from(*depth) * STEP + glyph::width(marker).max(1) + 1
        }
        BlockKind::Title
        | BlockKind::Heading(_)
        | BlockKind::Paragraph
        | BlockKind::Caption
        | BlockKind::Code
        | BlockKind::Table => 0,
    };
    (quoted + item).min(columns / 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(blocks: &[&str], columns: usize) -> Rows {
        let mut article = Article::default();
        for words in blocks {
            let start = article.text.len();
            article.text.push_str(words);
            let span = TextSpan::new(start, article.text.len());
            article.blocks.push(Block { span, kind: BlockKind::Paragraph, quoted: 0 });
            article.text.push('\n');
        }
        let mut rows = Rows::new(Arc::new(article));
        rows.set(Setting::plain(columns), LinkNumbers::Shown);
        rows
    }

    fn at(section: usize, line: usize) -> Place {
        Place { section, line }
    }

    #[test]
    fn a_blank_line_parts_blocks() {
        let mut rows = rows(&["one two", "three"], 4);
        assert!(matches!(rows.line(at(0, 1)), Line::Row { first: false, .. }));
        assert_eq!(rows.line(at(1, 0)), Line::Blank);
        assert!(matches!(rows.line(at(1, 1)), Line::Row { first: true, .. }));
        assert_eq!(rows.place_of(4), at(0, 1));
        assert_eq!(rows.place_of(8), at(1, 1));
    }

    #[test]
    fn forward_and_back_are_inverse() {
        let mut rows = rows(&["one two", "three", "four five six"], 5);
        let last = rows.last();
        for lines in 0..=7 {
            let (place, moved) = rows.forward(Place::default(), lines);
            assert_eq!(moved, lines);
            assert_eq!(rows.back(place, lines), Place::default());
            assert_eq!(rows.distance(Place::default(), place, 99), Some(lines));
        }
        assert_eq!(rows.forward(Place::default(), 99), (last, 7));
        assert_eq!(rows.back(last, 99), Place::default());
    }

    #[test]
    fn nothing_is_wrapped_before_it_is_seen() {
        let long = "word ".repeat(400_000);
        let mut rows = rows(&[&long], 60);
        let last = rows.last();
        assert!(last.section > 100);
        assert_eq!(rows.kept.len(), 1);
    }

    #[test]
    fn an_empty_article_has_one_blank_line() {
        let mut rows = rows(&[], 10);
        assert_eq!(rows.line(Place::default()), Line::Blank);
        assert_eq!(rows.last(), Place::default());
        assert_eq!(rows.forward(Place::default(), 3), (Place::default(), 0));
    }
}
