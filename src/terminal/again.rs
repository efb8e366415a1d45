//! What was written beside a text that was scrolled, to be written again.
//!
//! The terminal moves whole rows, so with each line that a text is scrolled all that stands beside
//! it must be shown anew, mostly by the same bytes as the line before.

use std::rc::Rc;

use crate::{
    terminal::pen::Pen,
    view::{Change, Scroll, Strip},
};

/// How many scrolls are remembered: up and down by a line, and by two where a blank one is stepped
/// over, so that the cursor stands on words.
const SCROLLS: usize = 4;

/// What was written after each of the last scrolls that moved rows by another number of lines.
#[derive(Debug, Default)]
pub(super) struct Again {
    /// The latest first.
    scrolls: Vec<Scrolled>,
}

/// What was written after a scroll.
#[derive(Debug)]
struct Scrolled {
    /// By how many lines, as in [`Scroll`].
    lines: i16,
    /// The last change of each row.
    rows: Vec<Option<Written>>,
}

/// A change that was written.
#[derive(Debug)]
struct Written {
    column: u16,
    before: Rc<Strip>,
    now: Rc<Strip>,
    ends_row: bool,
    /// The pen that wrote it, and as that left it.
    pens: [Pen; 2],
    /// Nothing where nothing had to be written.
    bytes: Vec<u8>,
}

impl Again {
    /// Takes note that the changes that follow come of `scroll`.
    pub(super) fn begin(&mut self, scroll: Scroll) {
        let known = self.scrolls.iter().position(|scrolled| scrolled.lines == scroll.lines);
        match known {
            Some(at) => self.scrolls[..=at].rotate_right(1),
            None => {
                self.scrolls.truncate(SCROLLS - 1);
                self.scrolls.insert(0, Scrolled { lines: scroll.lines, rows: Vec::new() });
            }
        }
    }

    /// Writes into `out` what makes a screen show `change`, as [`Pen::change`] does.
    pub(super) fn change(&mut self, change: &Change<'_>, pen: &mut Pen, out: &mut Vec<u8>) -> bool {
        // From elsewhere in the row the way could be a shorter one.
        let scrolled = self.scrolls.first_mut().filter(|_| !pen.is_in(change.row));
        let Some(Scrolled { rows, .. }) = scrolled else { return pen.change(change, out) };
        let row = usize::from(change.row);
        if rows.len() <= row {
            rows.resize_with(row + 1, || None);
        }
        let known = rows[row].as_ref().filter(|known| known.is_for(change, pen));
        if let Some(known) = known {
            out.extend_from_slice(&known.bytes);
            if !known.bytes.is_empty() {
                *pen = known.pens[1];
            }
            return !known.bytes.is_empty();
        }
        let (start, first) = (out.len(), *pen);
        let is_written = pen.change(change, out);
        rows[row] = Some(Written {
            column: change.column,
            before: Rc::clone(change.before),
            now: Rc::clone(change.now),
            ends_row: change.ends_row,
            pens: [first, *pen],
            bytes: out[start..].to_vec(),
        });
        is_written
    }
}

impl Written {
    /// Returns whether `pen`, which is in another row, writes this for `change`.
    fn is_for(&self, change: &Change<'_>, pen: &Pen) -> bool {
        let is_same = |known: &Rc<Strip>, new| Rc::ptr_eq(known, new) || known == new;
        (self.column, self.ends_row) == (change.column, change.ends_row)
            && self.pens[0].looks_like(pen)
            && is_same(&self.before, change.before)
            && is_same(&self.now, change.now)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::view::Look;

    fn strip(words: &str, fg: Color) -> Rc<Strip> {
        let mut strip = Strip::default();
        strip.push_plain(words, Look { fg, ..Look::PLAIN });
        Rc::new(strip)
    }

    /// Writes the changes of `rounds` of rows, with and without what was written before, and checks
    /// that both come to the same.
    fn check(rounds: &[&[(&str, Color)]]) {
        let (mut again, mut pens) = (Again::default(), [Pen::new(), Pen::new()]);
        for round in rounds {
            let strips: Vec<_> = round.iter().map(|(words, fg)| strip(words, *fg)).collect();
            let (mut out, mut expected) = (Vec::new(), Vec::new());
            again.begin(Scroll { top: 0, bottom: 9, lines: 1 });
            for (row, pair) in (0..).zip(strips.windows(2)) {
                let [before, now] = pair else { continue };
                let change = Change { row, column: 3, before, now, ends_row: true };
                let is_written = again.change(&change, &mut pens[0], &mut out);
                assert_eq!(is_written, pens[1].change(&change, &mut expected));
            }
            assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&expected));
            for (pen, out) in pens.iter_mut().zip([&mut out, &mut expected]) {
                pen.move_to(0, 20, out);
            }
        }
    }

    #[test]
    fn what_is_written_again_is_what_would_be_written() {
        let (red, plain) = (Color::Red, Color::Reset);
        let rows: &[_] = &[("one  ", red), ("two  ", red), ("two  ", red), ("     ", plain)];
        check(&[rows, rows, rows]);
        check(&[rows, &[("one  ", red), ("two  ", plain), ("twa  ", red), ("     ", plain)], rows]);
        check(&[&[("abc", plain), ("abd", plain)], &[("abc", red), ("abd", red)]]);
    }

    #[test]
    fn what_was_written_after_a_scroll_is_found_after_others() {
        let mut again = Again::default();
        let mut lines = |lines| {
            again.begin(Scroll { top: 0, bottom: 9, lines });
            again.scrolls.iter().map(|scrolled| scrolled.lines).collect::<Vec<_>>()
        };
        assert_eq!(lines(1), [1]);
        assert_eq!(lines(2), [2, 1]);
        assert_eq!(lines(1), [1, 2]);
        lines(-1);
        assert_eq!(lines(-2), [-2, -1, 1, 2]);
        assert_eq!(lines(20), [20, -2, -1, 1]);
    }

    #[test]
    fn a_pen_of_another_look_writes_anew() {
        let (before, now) = (strip("abc", Color::Red), strip("xyz", Color::Red));
        let change = Change { row: 4, column: 0, before: &before, now: &now, ends_row: false };
        let (mut again, mut out) = (Again::default(), Vec::new());
        again.begin(Scroll { top: 0, bottom: 9, lines: 1 });
        again.change(&change, &mut Pen::new(), &mut out);
        assert_eq!(String::from_utf8_lossy(&out), "\x1b[5;1H\x1b[31mxyz");
        let mut red = Pen::new();
        red.change(&Change { row: 1, ..change }, &mut Vec::new());
        out.clear();
        again.change(&change, &mut red, &mut out);
        assert_eq!(String::from_utf8_lossy(&out), "\x1b[5;1Hxyz");
    }
}
