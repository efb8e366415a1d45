//! Rows of the screen as they are kept: characters in runs that look the same, a tenth of what their
//! cells would take.

use std::ops::Range;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr as _;

use crate::text::glyph::is_simple;

/// What shows on a blank too.
const LINES: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// How characters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The colour of the characters.
    pub fg: Color,
    /// The colour that they stand on.
    pub bg: Color,
    /// Weight, slant, lines.
    pub modifier: Modifier,
}

impl Look {
    /// The look of a screen on which nothing was written.
    pub const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// Returns the look of `cell`.
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Returns whether a blank looks the same in both.
    pub fn same_on_blank(self, other: Self) -> bool {
        let lines = (self.modifier | other.modifier).intersects(LINES);
        self == other || self.bg == other.bg && !lines
    }
}

/// Part of a row of the screen, from left to right.
///
/// Strips are equal that show the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    text: String,
    runs: Vec<Run>,
    columns: u16,
}

/// Characters side by side that look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    look: Look,
    columns: u16,
    bytes: u32,
    /// Whether they are one glyph, and not a character to a column.
    is_glyph: bool,
}

/// What stands in a column of a strip, or in several if it is a wide glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    /// The column, counted from the start of the strip.
    pub column: u16,
    /// How many columns it takes.
    pub columns: u16,
    /// The characters.
    pub symbol: &'a str,
    /// How they look.
    pub look: Look,
}

impl Spot<'_> {
    /// Returns whether it shows nothing.
    fn is_blank(&self) -> bool {
        self.symbol == " "
    }

    /// Returns whether it shows what `other` shows.
    pub fn shows_as(&self, other: &Self) -> bool {
        (self.column, self.columns, self.symbol) == (other.column, other.columns, other.symbol)
            && (self.look == other.look || self.is_blank() && self.look.same_on_blank(other.look))
    }
}

impl Strip {
    /// Makes a strip of `columns` blanks.
    pub fn blank(columns: u16) -> Self {
        let mut strip = Self::default();
        strip.pad(columns, Look::PLAIN);
        strip
    }

    /// Makes the strip that shows `cells`.
    pub fn of(cells: &[Cell]) -> Self {
        let mut strip = Self::default();
        let mut at = 0;
        while let Some(cell) = cells.get(at) {
            at += usize::from(strip.push(cell.symbol(), Look::of(cell), cells.len() - at));
        }
        strip
    }

    /// Returns how many columns it takes.
    pub fn columns(&self) -> u16 {
        self.columns
    }

    /// Adds characters that are shown as they are, each in one column.
    pub fn push_plain(&mut self, words: &str, look: Look) {
        let (columns, bytes) = (words.chars().count() as u16, words.len() as u32);
        self.text.push_str(words);
        self.lengthen(columns, bytes, look);
    }

    /// Takes note of `columns` characters that were added.
    fn lengthen(&mut self, columns: u16, bytes: u32, look: Look) {
        self.columns += columns;
        match self.runs.last_mut() {
            Some(run) if !run.is_glyph && run.look == look => {
                run.columns += columns;
                run.bytes += bytes;
            }
            _ if columns == 0 => {}
            _ => self.runs.push(Run { look, columns, bytes, is_glyph: false }),
        }
    }

    /// Adds a grapheme, which is given no more than `room` columns; returns how many it takes.
    pub fn push(&mut self, symbol: &str, look: Look, room: usize) -> u16 {
        let mut chars = symbol.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if is_simple(c) => {
                self.text.push(c);
                self.lengthen(1, symbol.len() as u32, look);
                1
            }
            _ => {
                let columns = symbol.width().max(1).min(room) as u16;
                self.text.push_str(symbol);
                self.columns += columns;
                let bytes = symbol.len() as u32;
                self.runs.push(Run { look, columns, bytes, is_glyph: true });
                columns
            }
        }
    }

    /// Adds blanks up to column `end`.
    pub fn pad(&mut self, end: u16, look: Look) {
        let columns = end.saturating_sub(self.columns);
        self.text.extend(std::iter::repeat_n(' ', columns.into()));
        self.lengthen(columns, columns.into(), look);
    }

    /// Returns what stands in it, from the left.
    pub fn spots(&self) -> impl Iterator<Item = Spot<'_>> {
        spots(&self.text, &self.runs, 0)
    }

    /// Returns what stands in this strip and in `other`, as long, between the runs at both ends that
    /// are the same.
    pub fn apart<'a>(&'a self, other: &'a Self) -> [impl Iterator<Item = Spot<'a>> + use<'a>; 2] {
        let ([mine, yours], mut column) = ([self, other], 0);
        let (mut first, mut start) = (0, 0);
        let text = |strip: &'a Self, at: usize, run: &Run| &strip.text[at..at + run.bytes as usize];
        for (run, its) in mine.runs.iter().zip(&yours.runs) {
            if run != its || text(mine, start, run) != text(yours, start, run) {
                break;
            }
            (first, start, column) = (first + 1, start + run.bytes as usize, column + run.columns);
        }
        let mut after = 0;
        let mut ends = [mine.text.len(), yours.text.len()];
        let rest = |strip: &'a Self| strip.runs[first..].iter().rev();
        for (run, its) in rest(mine).zip(rest(yours)) {
            let [end, its_end] = ends.map(|end| end.saturating_sub(run.bytes as usize));
            if run != its || text(mine, end, run) != text(yours, its_end, run) {
                break;
            }
            (after, ends) = (after + 1, [end, its_end]);
        }
        let part = |strip: &'a Self, end: usize| {
            spots(&strip.text[start..end], &strip.runs[first..strip.runs.len() - after], column)
        };
        [part(mine, ends[0]), part(yours, ends[1])]
    }

    /// Returns the column from which on nothing shows; its number of columns if something does in
    /// the last.
    pub fn end(&self) -> u16 {
        let mut end = self.columns;
        let mut rest = self.text.as_str();
        for run in self.runs.iter().rev() {
            let (before, words) = rest.split_at(rest.len() - run.bytes as usize);
            if run.is_glyph || !run.look.same_on_blank(Look::PLAIN) {
                break;
            }
            let shown = words.trim_end_matches(' ');
            if !shown.is_empty() {
                return end - (words.len() - shown.len()) as u16;
            }
            end -= run.columns;
            rest = before;
        }
        end
    }

    /// Returns it with `other` in place of what stands from `column` on.
    pub fn with(&self, column: u16, other: &Self) -> Self {
        let mut strip = self.part(0..column);
        strip.append(other);
        strip.append(&self.part(column + other.columns..self.columns));
        strip
    }

    /// Returns what stands in `columns` of it; where they begin or end inside a glyph, blanks stand
    /// for that.
    pub fn part(&self, columns: Range<u16>) -> Self {
        let mut part = Self::default();
        for spot in self.spots() {
            let end = spot.column + spot.columns;
            if end <= columns.start || spot.column >= columns.end {
                continue;
            }
            if spot.column >= columns.start && end <= columns.end {
                part.push(spot.symbol, spot.look, spot.columns.into());
            } else {
                part.pad(end.min(columns.end) - columns.start, spot.look);
            }
        }
        part
    }

    /// Adds what stands in `other`.
    pub fn append(&mut self, other: &Self) {
        for spot in other.spots() {
            self.push(spot.symbol, spot.look, spot.columns.into());
        }
    }

    /// Draws it from cell (`x`, `y`) of `buf` on, as far as there are cells.
    pub fn draw(&self, x: u16, y: u16, buf: &mut Buffer) {
        let area = buf.area;
        if !(area.top()..area.bottom()).contains(&y) || !(area.left()..area.right()).contains(&x) {
            return;
        }
        let start = buf.index_of(x, y);
        let end = buf.index_of(area.right() - 1, y) + 1;
        let cells = &mut buf.content[start..end];
        for spot in self.spots() {
            let places = usize::from(spot.column)..usize::from(spot.column + spot.columns);
            let Some(cells) = cells.get_mut(places) else { return };
            for cell in &mut *cells {
                (cell.fg, cell.bg, cell.modifier) =
                    (spot.look.fg, spot.look.bg, spot.look.modifier);
                cell.set_symbol(" ");
            }
            if let Some(first) = cells.first_mut() {
                first.set_symbol(spot.symbol);
            }
        }
    }
}

/// Returns what stands in `runs` of `text`, which begin at `column`.
fn spots<'a>(
    text: &'a str,
    runs: &'a [Run],
    mut column: u16,
) -> impl Iterator<Item = Spot<'a>> + use<'a> {
    let (mut runs, mut rest) = (runs.iter(), text);
    let mut run = Run { look: Look::PLAIN, columns: 0, bytes: 0, is_glyph: false };
    std::iter::from_fn(move || {
        if run.columns == 0 {
            run = *runs.next()?;
        }
        let (columns, bytes) = match run.is_glyph {
            true => (run.columns, run.bytes as usize),
            false => (1, rest.chars().next()?.len_utf8()),
        };
        run.columns -= columns;
        let (symbol, after) = rest.split_at(bytes);
        let spot = Spot { column, columns, symbol, look: run.look };
        (rest, column) = (after, column + columns);
        Some(spot)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{layout::Rect, style::Style};

    fn strip(words: &str, style: Style) -> Strip {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, words, style);
        Strip::of(&buffer.content)
    }

    #[test]
    fn cells_come_out_as_they_went_in() {
        for words in ["", "one two", "日本 é", "e\u{301}x 👩‍🔬", "  “so”  "] {
            let style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
            let strip = strip(words, style);
            assert_eq!(strip.columns(), 12);
            let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
            strip.draw(0, 0, &mut buffer);
            assert_eq!(Strip::of(&buffer.content), strip, "{words}");
            for at in 0..12 {
                let mut joined = strip.part(0..at);
                joined.append(&strip.part(at..12));
                let is_cut = strip.spots().any(|it| it.column < at && at < it.column + it.columns);
                assert_eq!(joined == strip, !is_cut, "{words} at {at}");
                assert_eq!(joined.columns(), 12);
            }
        }
    }

    #[test]
    fn the_end_is_where_nothing_shows_any_more() {
        let check = |words, style, end| assert_eq!(strip(words, style).end(), end, "{words}");
        check("", Style::new(), 0);
        check("one two", Style::new(), 7);
        check("one  ", Style::new().fg(Color::Red), 3);
        check("one  ", Style::new().add_modifier(Modifier::UNDERLINED), 5);
        check("日本", Style::new(), 4);
        check("            ", Style::new().bg(Color::Red), 12);
    }

    #[test]
    fn what_is_the_same_at_both_ends_is_left_out() {
        let red = Style::new().fg(Color::Red);
        let pair = |middle: &str, style| {
            let mut strip = strip("one ", Style::new()).part(0..4);
            strip.append(&super::tests::strip(middle, style).part(0..3));
            strip.append(&super::tests::strip(" ten", Style::new()).part(0..4));
            strip
        };
        let (old, new) = (pair("two", red), pair("six", red));
        let words = |spots: &mut dyn Iterator<Item = Spot<'_>>| {
            spots.map(|spot| (spot.column, spot.symbol.to_owned())).collect::<Vec<_>>()
        };
        let [mut mine, mut yours] = old.apart(&new);
        let spelt = |word: &str| (4..).zip(word.chars().map(String::from)).collect::<Vec<_>>();
        assert_eq!(words(&mut mine), spelt("two"));
        assert_eq!(words(&mut yours), spelt("six"));
        let [mut mine, mut yours] = old.apart(&old);
        assert_eq!((mine.next(), yours.next()), (None, None));
    }

    #[test]
    fn a_part_is_put_in_place() {
        let plain = Style::new();
        let two = strip("two", plain).part(0..3);
        assert_eq!(strip("one six ten", plain).with(4, &two), strip("one two ten", plain));
    }
}
