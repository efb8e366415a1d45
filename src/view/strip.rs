//! Rows of the screen as they are kept: characters in runs that look the same, a tenth of what their
//! cells would take.

use std::ops::Range;

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr as _;

use crate::text::glyph::is_simple;

/// Longest stretch of unchanged characters that is sent again rather than stepped over: to step over
/// it takes four bytes.
pub const BRIDGE: usize = 4;
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

/// Part of a strip in which all looks the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// Its first column, counted from the start of the strip.
    pub column: u16,
    /// How many columns it takes.
    pub columns: u16,
    /// The characters.
    pub text: &'a str,
    /// How they look.
    pub look: Look,
    /// Whether they are one glyph, and not a character to a column.
    pub is_glyph: bool,
}

impl Strip {
    /// Makes a strip that can take so many columns of common letters, in a few looks, at once.
    pub fn with_room(columns: u16) -> Self {
        let text = String::with_capacity(usize::from(columns) + 16);
        Self { text, runs: Vec::with_capacity(8), columns: 0 }
    }

    /// Makes a strip of `columns` blanks.
    pub fn blank(columns: u16) -> Self {
        let mut strip = Self::default();
        strip.pad(columns, Look::PLAIN);
        strip
    }

    /// Makes the strip that shows `cells`.
    pub fn of(cells: &[Cell]) -> Self {
        let mut strip = Self::with_room(cells.len() as u16);
        let mut at = 0;
        while let Some(cell) = cells.get(at) {
            let look = Look::of(cell);
            let is_alike = |cell: &&Cell| is_letter(cell.symbol()) && Look::of(cell) == look;
            let letters = cells[at..].iter().take_while(is_alike);
            let start = strip.text.len();
            strip.text.extend(letters.map(Cell::symbol));
            let count = strip.text.len() - start;
            strip.lengthen(count as u16, count as u32, look);
            at += match count {
                0 => usize::from(strip.push(cell.symbol(), look, cells.len() - at)),
                count => count,
            };
        }
        strip
    }

    /// Returns how many columns it takes.
    pub fn columns(&self) -> u16 {
        self.columns
    }

    /// Adds characters that are shown as they are, each in one column.
    pub fn push_plain(&mut self, words: &str, look: Look) {
        let count = if words.is_ascii() { words.len() } else { words.chars().count() };
        let (columns, bytes) = (count as u16, words.len() as u32);
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

    /// Returns what stands in it, from the left, a character or glyph each.
    pub fn spots(&self) -> impl Iterator<Item = Stretch<'_>> {
        spots(&self.text, &self.runs)
    }

    /// Returns its parts, each with whether `before`, which is as long, shows all of it too, or
    /// nothing of it but stretches no longer than [`BRIDGE`]. The runs at both ends that are the same
    /// are left out.
    pub fn stretches<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (Stretch<'a>, bool)> {
        let text = |strip: &'a Self, at: usize, run: &Run| &strip.text[at..at + run.bytes as usize];
        let (mut first, mut start, mut column) = (0, 0, 0);
        for (run, was) in self.runs.iter().zip(&before.runs) {
            if run != was || text(self, start, run) != text(before, start, run) {
                break;
            }
            (first, start, column) = (first + 1, start + run.bytes as usize, column + run.columns);
        }
        let (mut last, mut ends) = (0, [self.text.len(), before.text.len()]);
        let runs = |strip: &'a Self| strip.runs[first..].iter().rev();
        for (run, was) in runs(self).zip(runs(before)) {
            if run != was {
                break;
            }
            let [end, was_end] = ends.map(|end| end - run.bytes as usize);
            if text(self, end, run) != text(before, was_end, run) {
                break;
            }
            (last, ends) = (last + 1, [end, was_end]);
        }
        let part = |strip: &'a Self, end: usize| {
            Reading::new(&strip.text[start..end], &strip.runs[first..strip.runs.len() - last])
        };
        let (mut new, mut old) = (part(self, ends[0]), part(before, ends[1]));
        std::iter::from_fn(move || {
            let (columns, text, stays) = beside(&mut new, &mut old)?;
            let Run { look, is_glyph, .. } = new.run;
            let stretch = Stretch { column, columns, text, look, is_glyph };
            column += columns;
            Some((stretch, stays))
        })
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
        let mut part = Self::with_room(columns.end.saturating_sub(columns.start));
        let (mut column, mut text) = (0, self.text.as_str());
        for run in &self.runs {
            let (words, rest) = text.split_at(run.bytes as usize);
            let (start, end) = (column, column + run.columns);
            (column, text) = (end, rest);
            let (from, to) = (start.max(columns.start), end.min(columns.end));
            if from >= to {
                continue;
            }
            if (from, to) == (start, end) {
                part.push_run(words, *run);
            } else if run.is_glyph {
                part.pad(to - columns.start, run.look);
            } else {
                let inside = place(words, from - start)..place(words, to - start);
                part.push_plain(&words[inside], run.look);
            }
        }
        part
    }

    /// Adds what stands in `other`.
    pub fn append(&mut self, other: &Self) {
        let mut text = other.text.as_str();
        for run in &other.runs {
            let (words, rest) = text.split_at(run.bytes as usize);
            self.push_run(words, *run);
            text = rest;
        }
    }

    fn push_run(&mut self, words: &str, run: Run) {
        self.text.push_str(words);
        if run.is_glyph {
            self.columns += run.columns;
            self.runs.push(run);
        } else {
            self.lengthen(run.columns, run.bytes, run.look);
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
                first.set_symbol(spot.text);
            }
        }
    }
}

/// Returns whether `symbol` is one character of ASCII that is shown as it is, as most are.
fn is_letter(symbol: &str) -> bool {
    matches!(symbol.as_bytes(), [b' '..=b'~'])
}

/// Returns the byte of `words`, which take a column for each character, at which `column` begins.
fn place(words: &str, column: u16) -> usize {
    words.char_indices().nth(column.into()).map_or(words.len(), |(at, _)| at)
}

/// Runs that are read from the left.
struct Reading<'a> {
    runs: std::slice::Iter<'a, Run>,
    /// What is left of the run that is read.
    run: Run,
    text: &'a str,
    /// Whether the run is a glyph of which the first column was read already.
    is_torn: bool,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, runs: &'a [Run]) -> Self {
        let run = Run { look: Look::PLAIN, columns: 0, bytes: 0, is_glyph: false };
        Self { runs: runs.iter(), run, text, is_torn: false }
    }

    /// Begins the next run if one is through; `None` after the last.
    fn begin(&mut self) -> Option<()> {
        if self.run.columns == 0 {
            self.run = *self.runs.next()?;
            self.is_torn = false;
        }
        Some(())
    }

    /// Reads `columns` columns of the run, which take `bytes` bytes.
    fn read(&mut self, columns: u16, bytes: usize) -> &'a str {
        let (read, rest) = self.text.split_at(bytes);
        self.run.columns -= columns;
        self.run.bytes -= bytes as u32;
        self.text = rest;
        read
    }

    /// Reads over `columns` columns.
    fn pass(&mut self, mut columns: u16) {
        while columns > 0 && self.begin().is_some() {
            let count = columns.min(self.run.columns);
            let bytes = match self.run.is_glyph {
                true => self.run.bytes as usize,
                false => self.text.chars().take(count.into()).map(char::len_utf8).sum(),
            };
            self.read(count, bytes);
            self.is_torn = true;
            columns -= count;
        }
    }
}

/// Reads on in `new` as long as it shows what `old` shows, or something else but for a few characters,
/// and at most up to the next character that is not of ASCII; returns how many columns that takes, the
/// characters, and whether they are the same.
fn beside<'a>(new: &mut Reading<'a>, old: &mut Reading<'a>) -> Option<(u16, &'a str, bool)> {
    new.begin()?;
    let has_old = old.begin().is_some();
    let is_same_look = new.run.look == old.run.look;
    let is_same_on_blank = new.run.look.same_on_blank(old.run.look);
    if new.run.is_glyph {
        let (columns, bytes) = (new.run.columns, new.run.bytes as usize);
        let stays = has_old
            && is_same_look
            && old.run.is_glyph
            && !old.is_torn
            && old.run.columns == columns
            && new.text.get(..bytes) == old.text.get(..old.run.bytes as usize);
        old.pass(columns);
        return Some((columns, new.read(columns, bytes), stays));
    }
    let room = new.run.columns.min(if has_old { old.run.columns } else { u16::MAX });
    if !has_old || old.run.is_glyph {
        let bytes = new.text.chars().take(room.into()).map(char::len_utf8).sum();
        old.pass(room);
        return Some((room, new.read(room, bytes), false));
    }
    let room = usize::from(room).min(new.text.len()).min(old.text.len());
    let [letters, were] = [&*new, &*old].map(|it| &it.text.as_bytes()[..room]);
    let is_ascii = |(letter, was): &(&u8, &u8)| (**letter | **was).is_ascii();
    let room = letters.iter().zip(were).take_while(is_ascii).count();
    let (letters, were) = (&letters[..room], &were[..room]);
    if room == 0 {
        let [c, was] = [new.text, old.text].map(|text| text.chars().next().unwrap_or_default());
        let stays = is_same_look && c == was;
        old.read(1, was.len_utf8());
        return Some((1, new.read(1, c.len_utf8()), stays));
    }
    let (columns, stays) = if is_same_look {
        common(letters, were, |letter, was| letter == was)
    } else if is_same_on_blank {
        common(letters, were, |letter, was| letter == b' ' && was == b' ')
    } else {
        (room, false)
    };
    old.read(columns as u16, columns);
    Some((columns as u16, new.read(columns as u16, columns), stays))
}

/// Returns how many of `letters` are the same as `were`, or else how many come before the next
/// stretch of those that is longer than [`BRIDGE`]; and which of both it is.
fn common(letters: &[u8], were: &[u8], is_same: impl Fn(u8, u8) -> bool) -> (usize, bool) {
    let pairs = || letters.iter().zip(were);
    let same = pairs().take_while(|(letter, was)| is_same(**letter, **was)).count();
    if same > 0 {
        return (same, true);
    }
    let mut same = 0;
    for (at, (letter, was)) in pairs().enumerate() {
        same = if is_same(*letter, *was) { same + 1 } else { 0 };
        if same > BRIDGE {
            return (at + 1 - same, false);
        }
    }
    (letters.len() - same, false)
}

/// Returns what stands in `runs` of `text`.
fn spots<'a>(text: &'a str, runs: &'a [Run]) -> impl Iterator<Item = Stretch<'a>> + use<'a> {
    let mut reading = Reading::new(text, runs);
    let mut column = 0;
    std::iter::from_fn(move || {
        reading.begin()?;
        let (columns, bytes) = match reading.run.is_glyph {
            true => (reading.run.columns, reading.run.bytes as usize),
            false => (1, reading.text.chars().next()?.len_utf8()),
        };
        let Run { look, is_glyph, .. } = reading.run;
        let spot = Stretch { column, columns, text: reading.read(columns, bytes), look, is_glyph };
        column += columns;
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
        let check = |old: &str, new: &str, expected: &[(u16, &str, bool)]| {
            let joined = |middle: &str| {
                let mut strip = strip("one", Style::new()).part(0..3);
                strip.append(&super::tests::strip(middle, Style::new().fg(Color::Red)).part(0..5));
                strip.append(&super::tests::strip("two", Style::new()).part(0..3));
                strip
            };
            let (old, new) = (joined(old), joined(new));
            let stretches = new.stretches(&old).map(|(it, stays)| (it.column, it.text, stays));
            assert_eq!(stretches.collect::<Vec<_>>(), expected, "{old:?} {new:?}");
        };
        check("right", "right", &[]);
        check("right", "sight", &[(3, "s", false), (4, "ight", true)]);
        check("a bcd", "x byz", &[(3, "x byz", false)]);
        // Of a wide glyph that is written over, nothing is left.
        check("日bcd", "ab cd", &[(3, "ab", false), (5, " ", false), (6, "cd", true)]);
        check("a日cd", "日bcd", &[(3, "日", false), (5, "b", false), (6, "cd", true)]);
        check("日bcd", "日xcd", &[(5, "x", false), (6, "cd", true)]);
    }

    #[test]
    fn a_part_is_put_in_place() {
        let plain = Style::new();
        let two = strip("two", plain).part(0..3);
        assert_eq!(strip("one six ten", plain).with(4, &two), strip("one two ten", plain));
    }
}
