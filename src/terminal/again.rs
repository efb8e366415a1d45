//! What was written to change part of a row, to be written again where it is changed so again.
//!
//! The terminal moves whole rows, so with each line that a text is scrolled all that stands beside
//! it must be shown anew, mostly by the same bytes as the line before. And a cursor that goes back
//! and forth lights the same claims again.

use std::rc::Rc;

use crate::{
    terminal::pen::Pen,
    view::{Change, Scroll, Strip},
};

/// How many scrolls are remembered: up and down by a line, and by two where a blank one is stepped
/// over, so that the cursor stands on words.
const SCROLLS: usize = 4;
/// How many changes of a row are remembered: there and back over a few claims.
const CHANGES: usize = 16;

/// What was written last. What is written again is by a [fresh pen](Pen::new), and leaves one, for
/// the look that a row ends with is hardly ever the one that the next begins with.
#[derive(Debug, Default)]
pub(super) struct Again {
    /// After scrolls that moved rows by another number of lines each, the latest first.
    scrolls: Vec<Scrolled>,
    /// In each row since the last scroll, the latest first.
    rows: Vec<Vec<Written>>,
}

/// What was written after a scroll beside what was scrolled.
#[derive(Debug)]
struct Scrolled {
    /// By how many lines, as in [`Scroll`].
    lines: i16,
    /// In order of row and column.
    changes: Vec<Known>,
    /// What was written for all of them.
    bytes: Vec<u8>,
}

/// A change that was written.
#[derive(Debug)]
struct Written {
    change: Known,
    /// Nothing where nothing had to be written.
    bytes: Vec<u8>,
}

/// A change as it is known again.
#[derive(Debug)]
struct Known {
    row: u16,
    column: u16,
    before: Rc<Strip>,
    now: Rc<Strip>,
    ends_row: bool,
    /// Where the bytes end that were written for its row.
    end: u32,
}

impl Again {
    /// Takes note that the changes beside a text that follow come of `scroll`.
    pub(super) fn begin(&mut self, scroll: Scroll) {
        // What looked so stands elsewhere now.
        self.rows.iter_mut().for_each(Vec::clear);
        let known = self.scrolls.iter().position(|scrolled| scrolled.lines == scroll.lines);
        match known {
            Some(at) => self.scrolls[..=at].rotate_right(1),
            None => {
                self.scrolls.truncate(SCROLLS - 1);
                self.scrolls.insert(0, Scrolled::new(scroll.lines));
            }
        }
    }

    /// Writes into `out` what makes a screen show all `changes` beside what was scrolled, in order of
    /// row and column.
    pub(super) fn beside(&mut self, changes: &[Change<'_>], pen: &mut Pen, out: &mut Vec<u8>) {
        pen.rest(out);
        match self.scrolls.first_mut() {
            Some(known) if known.is_for(changes) => out.extend_from_slice(&known.bytes),
            Some(known) => known.renew(changes, out),
            None => write(changes, out),
        }
        *pen = Pen::new();
    }

    /// Writes into `out` what makes a screen show `change`; returns whether that takes anything.
    pub(super) fn change(&mut self, change: &Change<'_>, pen: &mut Pen, out: &mut Vec<u8>) -> bool {
        let row = usize::from(change.row);
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let known = &mut self.rows[row];
        pen.rest(out);
        match known.iter().position(|known| known.change.is(change)) {
            Some(at) => {
                known[..=at].rotate_right(1);
                out.extend_from_slice(&known[0].bytes);
            }
            None => {
                let start = out.len();
                write(std::slice::from_ref(change), out);
                known.truncate(CHANGES - 1);
                let (change, bytes) = (Known::from(change), out[start..].to_vec());
                known.insert(0, Written { change, bytes });
            }
        }
        let is_any = !known[0].bytes.is_empty();
        if is_any {
            *pen = Pen::new();
        }
        is_any
    }
}

/// Writes `changes` of one row with a fresh pen, which is left as one.
fn write(changes: &[Change<'_>], out: &mut Vec<u8>) {
    let mut pen = Pen::new();
    changes.iter().for_each(|change| {
        pen.change(change, out);
    });
    pen.rest(out);
}

impl Scrolled {
    fn new(lines: i16) -> Self {
        Self { lines, changes: Vec::new(), bytes: Vec::new() }
    }

    /// Returns whether this is what is written for `changes`.
    fn is_for(&self, changes: &[Change<'_>]) -> bool {
        self.changes.len() == changes.len()
            && self.changes.iter().zip(changes).all(|(known, change)| known.is(change))
    }

    /// Writes `changes` into `out`, by what is known of their rows, and takes note of that.
    fn renew(&mut self, changes: &[Change<'_>], out: &mut Vec<u8>) {
        let is_place = |(known, change): (&Known, &Change<'_>)| {
            (known.row, known.column) == (change.row, change.column)
        };
        let has_places =
            self.changes.len() == changes.len() && self.changes.iter().zip(changes).all(is_place);
        if !has_places {
            self.changes = changes.iter().map(Known::from).collect();
        }
        let start = out.len();
        let mut known = self.changes.as_mut_slice();
        let mut known_end = 0;
        for row in changes.chunk_by(|one, other| one.row == other.row) {
            let (of_row, rest) = known.split_at_mut(row.len());
            let known_start = known_end;
            known_end = of_row[0].end as usize;
            let mut pairs = of_row.iter().zip(row);
            let is_known = has_places && pairs.all(|(known, change)| known.is(change));
            if is_known {
                out.extend_from_slice(&self.bytes[known_start..known_end]);
            } else {
                write(row, out);
            }
            let end = (out.len() - start) as u32;
            for (known, change) in of_row.iter_mut().zip(row) {
                if is_known {
                    known.end = end;
                } else {
                    *known = Known { end, ..change.into() };
                }
            }
            known = rest;
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(&out[start..]);
    }
}

impl From<&Change<'_>> for Known {
    fn from(change: &Change<'_>) -> Self {
        let Change { row, column, before, now, ends_row } = *change;
        Self { row, column, before: Rc::clone(before), now: Rc::clone(now), ends_row, end: 0 }
    }
}

impl Known {
    /// Returns whether this is `change`. What is shown again is the very strip, so that strips need
    /// not be read.
    fn is(&self, change: &Change<'_>) -> bool {
        (self.row, self.column, self.ends_row) == (change.row, change.column, change.ends_row)
            && Rc::ptr_eq(&self.now, change.now)
            && Rc::ptr_eq(&self.before, change.before)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use ratatui::style::Color;

    use super::*;
    use crate::view::Look;

    fn strip(words: &str, fg: Color) -> Rc<Strip> {
        let mut strip = Strip::default();
        strip.push_plain(words, Look { fg, ..Look::PLAIN });
        Rc::new(strip)
    }

    /// Writes what changes from each to the next of `strips`, row by row and in two columns of each,
    /// anew.
    fn written(strips: &[Rc<Strip>]) -> Vec<u8> {
        let mut out = Vec::new();
        changes(strips).chunks(2).for_each(|row| write(row, &mut out));
        out
    }

    fn changes(strips: &[Rc<Strip>]) -> Vec<Change<'_>> {
        let rows = (0..).zip(strips.windows(3));
        let changes = rows.flat_map(|(row, strips)| {
            [3, 9].into_iter().zip(strips.windows(2)).map(move |(column, pair)| Change {
                row,
                column,
                before: &pair[0],
                now: &pair[1],
                ends_row: column > 3,
            })
        });
        changes.collect()
    }

    /// Shows `rounds` of rows, and checks that what is known is written as what is written anew, each
    /// round told as it is and once more.
    fn check(rounds: &[&[(&'static str, Color)]]) {
        let mut known = HashMap::new();
        let mut again = Again::default();
        again.begin(Scroll { top: 0, bottom: 9, lines: 1 });
        for round in rounds.iter().flat_map(|round| [round, round]) {
            let mut strip = |(words, fg): &(&'static str, Color)| {
                Rc::clone(known.entry((*words, *fg)).or_insert_with(|| strip(words, *fg)))
            };
            let strips: Vec<Rc<Strip>> = round.iter().map(&mut strip).collect();
            let (mut pen, mut out) = (Pen::new(), Vec::new());
            again.beside(&changes(&strips), &mut pen, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&written(&strips)));
            for change in changes(&strips) {
                let (mut out, mut expected) = (Vec::new(), Vec::new());
                let is_written = again.change(&change, &mut pen, &mut out);
                write(&[change], &mut expected);
                assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&expected));
                assert_eq!(is_written, !expected.is_empty());
            }
        }
    }

    #[test]
    fn what_is_written_again_is_what_would_be_written() {
        let (red, plain) = (Color::Red, Color::Reset);
        let rows: &[_] = &[
            ("one  ", red),
            ("two  ", red),
            ("two  ", red),
            ("     ", plain),
            ("one  ", plain),
            ("two  ", red),
        ];
        let mut one_other = rows.to_vec();
        one_other[2] = ("twa  ", red);
        check(&[rows, &one_other, rows, &rows[1..], rows, &rows[..4], &one_other[..4]]);
        check(&[&[("abc", plain), ("abd", plain), ("abd", plain)], &[("abc", red); 3]]);
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
    fn what_is_written_again_begins_with_a_fresh_pen() {
        let (before, now) = (strip("a longer b", Color::Red), strip("a longer c", Color::Red));
        let change = Change { row: 4, column: 0, before: &before, now: &now, ends_row: false };
        let mut again = Again::default();
        for _ in 0..2 {
            let (mut pen, mut out) = (Pen::new(), Vec::new());
            pen.change(&Change { row: 3, ..change }, &mut out);
            again.change(&change, &mut pen, &mut out);
            pen.rest(&mut out);
            let sent = String::from_utf8_lossy(&out);
            assert_eq!(sent, "\x1b[4;10H\x1b[31mc\x1b[m\x1b[5;10H\x1b[31mc\x1b[m");
        }
    }
}
