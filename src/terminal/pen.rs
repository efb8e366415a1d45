//! Cells to bytes: what changed on the screen, in as few of them as that takes.
//!
//! Drawing by way of ratatui's own backend would do, but resets every colour after each frame and
//! names three of them where one has changed, which on a slow line is most of a frame.

use ratatui::style::{Color, Modifier};

use crate::view::{BRIDGE, Change, Look, Scroll, Stretch};

/// Shortest stretch of blanks up to the edge of the screen that is erased rather than written.
const ERASED: u16 = 4;
/// Modifiers with the codes that turn them on and off (ECMA-48, 8.3.117).
const CODES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// What the terminal writes with, and where; it is as the last bytes left it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    look: Look,
    /// Column and row of the cursor, where they are known.
    at: Option<(u16, u16)>,
}

impl Pen {
    /// Takes up the pen where nothing is known of it but that its look is plain.
    pub(super) fn new() -> Self {
        Self { look: Look::PLAIN, at: None }
    }

    /// Moves rows up or down: by line feeds at the lower edge of a scrolling region, or reverse ones
    /// at its upper edge, which every terminal since the VT100 knows (DECSTBM, IND, RI).
    pub(super) fn scroll(&mut self, scroll: Scroll, out: &mut Vec<u8>) {
        // What comes in takes the look of the pen.
        self.take(Look::PLAIN, out);
        let (first, last) = (scroll.top + 1, scroll.bottom);
        let (edge, step): (u16, &[u8]) =
            if scroll.lines > 0 { (last, b"\n") } else { (first, b"\x1bM") };
        sequence(&[first, last], b'r', out);
        sequence(&[edge, 1], b'H', out);
        (0..scroll.lines.unsigned_abs()).for_each(|_| out.extend_from_slice(step));
        out.extend_from_slice(b"\x1b[r");
        self.at = None;
    }

    /// Writes into `out` what makes a screen show `change`; returns whether that takes anything.
    pub(super) fn change(&mut self, change: &Change<'_>, out: &mut Vec<u8>) -> bool {
        let Change { row, now, .. } = *change;
        let end = if change.ends_row { now.end() } else { now.columns() };
        let mut is_one = false;
        let mut gap = Gap::None;
        for (stretch, stays) in now.stretches(change.before) {
            if stays {
                gap = self.widen(gap, &stretch);
                continue;
            }
            let column = change.column + stretch.column;
            if is_one && self.at.is_some() && gap.write(out) {
                self.at = Some((column, row));
            }
            self.move_to(column, row, out);
            (is_one, gap) = (true, Gap::None);
            // What is left of the row is erased where that is shorter.
            let written = end.saturating_sub(stretch.column).min(stretch.columns);
            if now.columns() - stretch.column - written < ERASED || written == stretch.columns {
                self.write(&stretch, out);
                continue;
            }
            if written > 0 {
                let bytes = stretch.text.chars().take(written.into()).map(char::len_utf8).sum();
                let text = &stretch.text[..bytes];
                self.write(&Stretch { columns: written, text, ..stretch }, out);
            }
            self.take(Look::PLAIN, out);
            out.extend_from_slice(b"\x1b[K");
            break;
        }
        is_one
    }

    /// Takes a stretch that stays into the gap between what is written.
    fn widen<'a>(&self, gap: Gap<'a>, stretch: &Stretch<'a>) -> Gap<'a> {
        let is_plain = stretch.text.len() == usize::from(stretch.columns) && self.writes(stretch);
        match gap {
            Gap::None if is_plain && stretch.text.len() <= BRIDGE => Gap::Short([stretch.text, ""]),
            Gap::Short([text, ""]) if is_plain && text.len() + stretch.text.len() <= BRIDGE => {
                Gap::Short([text, stretch.text])
            }
            _ => Gap::Long,
        }
    }

    /// Writes what stands in `column` of `row`, whatever stands there.
    pub(super) fn put(&mut self, column: u16, row: u16, spot: &Stretch<'_>, out: &mut Vec<u8>) {
        self.move_to(column, row, out);
        self.write(spot, out);
    }

    /// Moves the cursor to `column` of `row`.
    pub(super) fn move_to(&mut self, column: u16, row: u16, out: &mut Vec<u8>) {
        let to = (column, row);
        match self.at.replace(to) {
            Some(from) if from == to => {}
            Some((from, at)) if at == row && from < column => match column - from {
                1 => out.extend_from_slice(b"\x1b[C"),
                steps => sequence(&[steps], b'C', out),
            },
            _ => sequence(&[row + 1, column + 1], b'H', out),
        }
    }

    /// Returns whether the pen's look is right for `stretch`.
    fn writes(&self, stretch: &Stretch<'_>) -> bool {
        let is_blank = || stretch.text.bytes().all(|byte| byte == b' ');
        self.look == stretch.look || self.look.same_on_blank(stretch.look) && is_blank()
    }

    /// Writes `stretch` where the pen is.
    fn write(&mut self, stretch: &Stretch<'_>, out: &mut Vec<u8>) {
        if !self.writes(stretch) {
            self.take(stretch.look, out);
        }
        out.extend_from_slice(stretch.text.as_bytes());
        // Terminals disagree on the columns of what is made of several characters, such as emoji:
        // behind those the cursor is told anew where it stands.
        let sure = !stretch.is_glyph || stretch.text.chars().nth(1).is_none();
        let at = self.at.filter(|_| sure);
        self.at = at.map(|(column, row)| (column + stretch.columns, row));
    }

    /// Changes the look, by what differs or from the start, whichever is shorter.
    fn take(&mut self, look: Look, out: &mut Vec<u8>) {
        if self.look == look {
            return;
        }
        out.extend_from_slice(b"\x1b[");
        let start = out.len();
        let from = std::mem::replace(&mut self.look, look);
        if look == Look::PLAIN {
            return out.push(b'm');
        }
        codes(from, look, out);
        let anew = out.len();
        out.push(b'0');
        codes(Look::PLAIN, look, out);
        if out.len() - anew < anew - start {
            out.drain(start..anew);
        } else {
            out.truncate(anew);
            // A semicolon stands before each code.
            out.remove(start);
        }
        out.push(b'm');
    }

    /// Lays the pen down: what others write looks plain.
    pub(super) fn rest(&mut self, out: &mut Vec<u8>) {
        self.take(Look::PLAIN, out);
    }
}

/// What stays as it is between what is written.
#[derive(Clone, Copy)]
enum Gap<'a> {
    None,
    /// Characters that may be written again instead of being stepped over.
    Short([&'a str; 2]),
    Long,
}

impl Gap<'_> {
    /// Writes what stays again; returns whether it may be.
    fn write(self, out: &mut Vec<u8>) -> bool {
        let Gap::Short(texts) = self else { return false };
        texts.iter().for_each(|text| out.extend_from_slice(text.as_bytes()));
        true
    }
}

/// Writes a control sequence with its parameters.
fn sequence(parameters: &[u16], end: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            out.push(b';');
        }
        decimal(*parameter, out);
    }
    out.push(end);
}

/// Writes `number` in decimal: many in every frame, each of a few digits, for which the machinery
/// of `write!` is more than the rest of the frame.
fn decimal(number: u16, out: &mut Vec<u8>) {
    if number >= 10 {
        decimal(number / 10, out);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Writes a code with a semicolon before it.
fn code(code: u8, out: &mut Vec<u8>) {
    out.push(b';');
    decimal(code.into(), out);
}

/// Writes the codes that change the look `from` to `to`, a semicolon before each.
fn codes(from: Look, to: Look, out: &mut Vec<u8>) {
    if from.modifier != to.modifier {
        modifiers(from.modifier, to.modifier, out);
    }
    if from.fg != to.fg {
        colour(to.fg, 30, out);
    }
    if from.bg != to.bg {
        colour(to.bg, 40, out);
    }
}

/// Writes the codes that change the modifiers `from` to `to`.
fn modifiers(from: Modifier, to: Modifier, out: &mut Vec<u8>) {
    let gone = from - to;
    let mut off = [0; CODES.len()];
    for (index, (modifier, _, end)) in CODES.into_iter().enumerate() {
        // Bold and dim are turned off by the same code.
        if gone.contains(modifier) && !off.contains(&end) {
            off[index] = end;
            code(end, out);
        }
    }
    for (modifier, on, end) in CODES {
        if to.contains(modifier) && (!from.contains(modifier) || off.contains(&end)) {
            code(on, out);
        }
    }
}

/// Writes the code of a colour; `base` is 30 for words, 40 for what they stand on.
fn colour(colour: Color, base: u8, out: &mut Vec<u8>) {
    let mut write = |codes: &[u8]| codes.iter().for_each(|it| code(*it, out));
    match colour {
        Color::Reset => write(&[base + 9]),
        Color::Rgb(red, green, blue) => write(&[base + 8, 2, red, green, blue]),
        Color::Indexed(number) => write(&[base + 8, 5, number]),
        named => match NAMED.iter().position(|known| *known == named) {
            Some(number @ 0..8) => write(&[base + number as u8]),
            Some(number) => write(&[base + 60 + (number - 8) as u8]),
            None => {}
        },
    }
}

/// The 16 colours of the terminal by their numbers.
const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::{
        app::{Event, Key, sample, update},
        terminal::again::Again,
        view::{Depth, Drawing, Screen, Step, Strip, Theme},
    };

    const WIDTH: u16 = 12;
    const HEIGHT: u16 = 3;

    fn buffer(lines: &[&str]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        for (row, line) in (0..).zip(lines) {
            buffer.set_string(0, row, line, Style::new());
        }
        buffer
    }

    /// Writes what makes a screen show `new` that showed `old`.
    fn change(pen: &mut Pen, old: &Buffer, new: &Buffer, out: &mut Vec<u8>) {
        let width = old.area.width.into();
        let rows = old.content.chunks(width).zip(new.content.chunks(width));
        for (row, (before, now)) in (0..).zip(rows) {
            let (before, now) = (Strip::of(before).into(), Strip::of(now).into());
            let change = Change { row, column: 0, before: &before, now: &now, ends_row: true };
            pen.change(&change, out);
        }
    }

    /// Checks what is sent to make a screen that shows `old` show `new`.
    fn check(old: &[&str], new: &[&str], expected: &str) {
        let mut sent = Vec::new();
        change(&mut Pen::new(), &buffer(old), &buffer(new), &mut sent);
        assert_eq!(String::from_utf8_lossy(&sent), expected);
    }

    #[test]
    fn only_what_changed_is_sent() {
        check(&["same"], &["same"], "");
        check(&["one two"], &["one six"], "\x1b[1;5Hsix");
        check(&["", "abc"], &["", "abd"], "\x1b[2;3Hd");
    }

    #[test]
    fn a_short_stretch_is_sent_again_and_a_long_one_stepped_over() {
        check(&["a same b"], &["x sam. y"], "\x1b[1;1Hx sam. y");
        check(&["a longer b"], &["x longer y"], "\x1b[1;1Hx\x1b[8Cy");
    }

    #[test]
    fn what_is_left_of_a_row_is_erased() {
        check(&["one two"], &["one"], "\x1b[1;5H\x1b[K");
        check(&["123456789012"], &["1234567890"], "\x1b[1;11H  ");
    }

    #[test]
    fn behind_what_is_made_of_several_characters_the_cursor_is_told_where_it_stands() {
        check(&["ab c d"], &["👩‍🔬 c e"], "\x1b[1;1H👩‍🔬\x1b[1;6He");
        check(&["ab c d"], &["xy c e"], "\x1b[1;1Hxy c e");
    }

    #[test]
    fn a_blank_of_any_colour_is_erased_without_taking_it() {
        let mut old = buffer(&["one two"]);
        old[(4, 0)].set_bg(Color::Red);
        let mut sent = Vec::new();
        change(&mut Pen::new(), &old, &buffer(&["one"]), &mut sent);
        assert_eq!(String::from_utf8_lossy(&sent), "\x1b[1;5H\x1b[K");
    }

    #[test]
    fn a_look_is_changed_by_what_differs() {
        let mut new = buffer(&["abcd"]);
        let looks = [
            Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Style::new().fg(Color::Cyan).add_modifier(Modifier::DIM),
            Style::new().fg(Color::LightBlue).bg(Color::Rgb(1, 2, 3)),
            Style::new(),
        ];
        for (column, look) in (0..).zip(looks) {
            new[(column, 0)].set_style(look);
        }
        let (mut pen, mut sent) = (Pen::new(), Vec::new());
        change(&mut pen, &buffer(&[]), &new, &mut sent);
        let expected = "\x1b[1;1H\x1b[1;36ma\x1b[22;2mb\x1b[0;94;48;2;1;2;3mc\x1b[md";
        assert_eq!(String::from_utf8_lossy(&sent), expected);
    }

    #[test]
    fn a_blank_takes_no_colour_of_words() {
        let mut new = buffer(&["a b"]);
        for column in 0..3 {
            new[(column, 0)].set_fg([Color::Red, Color::Reset, Color::Red][usize::from(column)]);
        }
        let mut sent = Vec::new();
        change(&mut Pen::new(), &buffer(&[]), &new, &mut sent);
        assert_eq!(String::from_utf8_lossy(&sent), "\x1b[1;1H\x1b[31ma b");
    }

    /// Screens of words, wide characters and marks in a few looks.
    fn screens() -> impl Strategy<Value = Buffer> {
        let look = (
            prop::sample::select(vec![
                Color::Reset,
                Color::Red,
                Color::LightCyan,
                Color::Indexed(99),
            ]),
            prop::sample::select(vec![Color::Reset, Color::Blue, Color::Rgb(1, 2, 3)]),
            prop::sample::select(vec![
                Modifier::empty(),
                Modifier::BOLD,
                Modifier::DIM,
                Modifier::ITALIC | Modifier::UNDERLINED,
                Modifier::REVERSED,
            ]),
        );
        let piece = ("[ab 日é]{0,5}", 0..WIDTH, 0..HEIGHT, look);
        prop::collection::vec(piece, 0..8).prop_map(|pieces| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
            for (words, column, row, (fg, bg, modifier)) in pieces {
                // A wide character that is written over would leave half of itself behind.
                let start = (0..=column)
                    .rev()
                    .find(|at| *at == 0 || buffer[(at - 1, row)].symbol().width() < 2);
                let plain = Style::new().remove_modifier(Modifier::all());
                let style = plain.fg(fg).bg(bg).add_modifier(modifier);
                buffer.set_string(start.unwrap_or(0), row, words, style);
            }
            buffer
        })
    }

    fn size(cells: u16) -> NonZero<u16> {
        NonZero::new(cells).expect("a screen has cells")
    }

    fn seen(colour: vt100::Color) -> Color {
        match colour {
            vt100::Color::Default => Color::Reset,
            vt100::Color::Idx(number) => Color::Indexed(number),
            vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        }
    }

    fn sent(colour: Color) -> Color {
        let number = NAMED.iter().position(|named| *named == colour);
        number.map_or(colour, |number| Color::Indexed(number as u8))
    }

    /// Checks that `terminal` shows `cells`.
    fn shows(terminal: &vt100::Parser, cells: &Buffer) -> Result<(), TestCaseError> {
        let area = cells.area;
        for row in 0..area.height {
            let mut column = 0;
            while column < area.width {
                let cell = &cells[(column, row)];
                let shown = terminal.screen().cell(row, column).expect("a cell");
                let symbol = if shown.has_contents() { shown.contents() } else { " " };
                prop_assert_eq!(symbol, cell.symbol(), "{} {}", column, row);
                prop_assert_eq!(seen(shown.bgcolor()), sent(cell.bg));
                prop_assert_eq!(shown.inverse(), cell.modifier.contains(Modifier::REVERSED));
                prop_assert_eq!(shown.underline(), cell.modifier.contains(Modifier::UNDERLINED));
                if symbol != " " {
                    prop_assert_eq!(seen(shown.fgcolor()), sent(cell.fg));
                    prop_assert_eq!(shown.bold(), cell.modifier.contains(Modifier::BOLD));
                    prop_assert_eq!(shown.dim(), cell.modifier.contains(Modifier::DIM));
                    prop_assert_eq!(shown.italic(), cell.modifier.contains(Modifier::ITALIC));
                }
                column += cell.symbol().width().max(1) as u16;
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_was_drawn(frames in prop::collection::vec(screens(), 1..5)) {
            let mut terminal = vt100::Parser::new(size(HEIGHT), size(WIDTH), 0);
            let mut pen = Pen::new();
            let mut old = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
            for new in frames {
                let mut bytes = Vec::new();
                change(&mut pen, &old, &new, &mut bytes);
                terminal.process(&bytes);
                shows(&terminal, &new)?;
                old = new;
            }
        }

        #[test]
        fn the_terminal_shows_a_text_that_is_scrolled(
            (width, height) in prop::sample::select(vec![(120, 40), (80, 24), (50, 9)]),
            keys in prop::collection::vec(
                prop::sample::select(vec!["j", "j", "4j", "k", "<C-e>", "<C-y>", "<C-d>", "<C-u>", "]c"]),
                1..30,
            ),
        ) {
            let mut app = sample::open(vec![sample::long(9)], width, height);
            let theme = Theme::shipped("light", Depth::Sixteen);
            let mut terminal = vt100::Parser::new(size(height), size(width), 0);
            let (mut pen, mut again) = (Pen::new(), Again::default());
            let mut drawing = Drawing::new(width, height);
            for keys in keys {
                for key in Key::parse_all(keys).unwrap_or_default() {
                    update(&mut app, Event::Key(key));
                }
                let screen = Screen::new(&app, &theme);
                let mut bytes = Vec::new();
                drawing.draw(&screen, |step| match step {
                    Step::Scroll(scroll) => {
                        pen.scroll(scroll, &mut bytes);
                        again.begin(scroll);
                    }
                    Step::Beside(changes) => again.beside(changes, &mut pen, &mut bytes),
                    Step::Change(change) => drop(again.change(&change, &mut pen, &mut bytes)),
                    Step::Once(change) => drop(pen.change(&change, &mut bytes)),
                });
                terminal.process(&bytes);
                let mut cells = Buffer::empty(Rect::new(0, 0, width, height));
                screen.render(cells.area, &mut cells);
                shows(&terminal, &cells)?;
            }
        }
    }
}
