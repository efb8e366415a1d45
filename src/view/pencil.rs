//! A line of the screen written from the left, text by text, as a strip.

use std::borrow::Cow;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    text::glyph::{self, Glyph},
    view::{Strip, Theme},
};

/// Writes one line. All text is made fit to be shown, and cut where the line ends.
pub struct Pencil<'a> {
    theme: &'a Theme,
    strip: Strip,
    width: u16,
    /// What the line looks like where nothing stands, and what lies under the words.
    ground: Style,
}

impl<'a> Pencil<'a> {
    /// Begins a line of `width` columns that looks like `ground`.
    pub fn new(theme: &'a Theme, width: u16, ground: Style) -> Self {
        Self { theme, strip: Strip::with_room(width), width, ground }
    }

    /// Writes `text` from `column` on, over what stands there, and cuts it with `…` where it would
    /// go on behind column `end`; returns the column after it.
    pub fn text(&mut self, column: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.width);
        if column >= end {
            return column;
        }
        let clipped = glyph::clip(text, usize::from(end - column));
        // What was neither cut nor made fit, as most is not, need not be looked at again.
        if matches!(clipped, Cow::Borrowed(_)) || glyph::is_shown_as_it_is(&clipped) {
            return self.plain(column, end, &clipped, style);
        }
        let mut at = column;
        for glyph in glyph::of(&clipped) {
            at = self.glyph(at, end, &glyph, style);
        }
        at
    }

    /// Writes characters that are shown as they are from `column` on, as many as there is room for
    /// before column `end`; returns the column after them.
    pub fn plain(&mut self, column: u16, end: u16, words: &str, style: Style) -> u16 {
        let room = usize::from(end.min(self.width).saturating_sub(column));
        if room == 0 {
            return column;
        }
        let cut = (words.len() > room).then(|| words.char_indices().nth(room)).flatten();
        self.go_to(column);
        let look = self.theme.look(self.ground.patch(style));
        self.strip.push_plain(&words[..cut.map_or(words.len(), |(at, _)| at)], look);
        self.strip.columns()
    }

    /// Writes a glyph at `column`, if it ends before column `end` and is not one that only steers
    /// others; returns the column after it.
    pub fn glyph(&mut self, column: u16, end: u16, glyph: &Glyph<'_>, style: Style) -> u16 {
        let room = usize::from(end.min(self.width).saturating_sub(column));
        if glyph.width == 0 || glyph.width > room {
            return column;
        }
        self.go_to(column);
        let look = self.theme.look(self.ground.patch(style));
        self.strip.push(&glyph.symbol, look, room);
        self.strip.columns()
    }

    /// Writes blanks up to column `end`.
    pub fn fill(&mut self, end: u16, style: Style) {
        let look = self.theme.look(self.ground.patch(style));
        self.strip.pad(end.min(self.width), look);
    }

    /// Takes away what stands from `column` on, and goes there.
    fn go_to(&mut self, column: u16) {
        if self.strip.columns() > column {
            self.strip = self.strip.part(0..column);
        }
        self.strip.pad(column, self.theme.look(self.ground));
    }

    /// Writes `text` so that it ends the line, if it fits after `column`.
    pub fn right(&mut self, column: u16, text: &str, style: Style) {
        let width = u16::try_from(glyph::width(text)).unwrap_or(u16::MAX);
        if width <= self.width.saturating_sub(column) {
            self.text(self.width - width, self.width, text, style);
        }
    }

    /// Returns the line.
    pub fn strip(mut self) -> Strip {
        self.strip.pad(self.width, self.theme.look(self.ground));
        self.strip
    }

    /// Draws the line at the top of `area`.
    pub fn draw(self, area: Rect, buf: &mut Buffer) {
        if area.height > 0 {
            self.strip().draw(area.x, area.y, buf);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_lie_over_one_another() {
        let check = |texts: &[(u16, u16, &str)], right: &str, expected: &str| {
            let theme = Theme::default();
            let mut pencil = Pencil::new(&theme, 10, Style::new());
            for (column, end, text) in texts {
                pencil.text(*column, *end, text, Style::new());
            }
            pencil.right(0, right, Style::new());
            let line = pencil.strip();
            assert_eq!(line.spots().map(|spot| spot.text).collect::<String>(), expected);
            assert_eq!(line.columns(), 10);
        };
        check(&[(0, 10, "one")], "", "one       ");
        check(&[(0, 10, "one two three")], "", "one two t…");
        check(&[(0, 5, "one two"), (7, 20, "three four")], "", "one …  th…");
        check(&[(0, 10, "one two"), (4, 10, "six")], "", "one six   ");
        check(&[(0, 10, "one two")], "33", "one two 33");
        check(&[(1, 4, "日本")], "", " 日…      ");
        check(&[(0, 10, "a\u{1b}[2J")], "\u{202e}b", "a␛[2J   \u{fffd}b");
    }
}
