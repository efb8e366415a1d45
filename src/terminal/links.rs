//! Links that the terminal itself can open (OSC 8). Terminals that do not know them show the words.
//!
//! A frame is drawn without; then the cells of links are sent again with their address, where the
//! links are new or something was written in their row.

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use crate::{
    terminal::pen::Pen,
    view::{Drawing, ScreenLink, Scroll},
};

/// The links that the terminal has on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkCells(Vec<ScreenLink>);

impl LinkCells {
    /// Writes into `out` what is new in `links`, which stand in `drawing`, and takes the address off
    /// cells that are no longer links.
    pub(super) fn change(
        &mut self,
        links: Vec<ScreenLink>,
        drawing: &Drawing,
        pen: &mut Pen,
        out: &mut Vec<u8>,
    ) {
        if let Some(scroll) = drawing.scrolled() {
            self.scroll(scroll);
        }
        let drawn = drawing.cells();
        for link in self.0.iter().filter(|old| !links.contains(old)) {
            send(link, drawn, pen, out);
        }
        let links = links.into_iter().filter(|link| is_sendable(&link.address)).collect();
        let known = std::mem::replace(&mut self.0, links);
        let is_new = |link: &&ScreenLink| {
            !known.contains(link)
                || drawing.changes().any(|it| it.row == link.area.y && it.is_one())
        };
        for link in self.0.iter().filter(is_new) {
            out.extend_from_slice(format!("\x1b]8;;{}\x1b\\", link.address).as_bytes());
            send(link, drawn, pen, out);
            out.extend_from_slice(b"\x1b]8;;\x1b\\");
        }
    }

    /// Follows the rows that the terminal has moved.
    fn scroll(&mut self, scroll: &Scroll) {
        self.0.retain_mut(|link| {
            if scroll.rows.contains(&link.area.y) {
                let row = link.area.y.checked_add_signed(-scroll.lines);
                let Some(row) = row.filter(|row| scroll.rows.contains(row)) else { return false };
                link.area.y = row;
            }
            true
        });
    }
}

/// Returns whether an address can stand in the sequence: only what addresses may be made of.
fn is_sendable(address: &str) -> bool {
    address.len() < 2048 && address.bytes().all(|byte| byte.is_ascii_graphic())
}

fn cells<'a>(
    link: &ScreenLink,
    drawn: &'a Buffer,
) -> impl Iterator<Item = (u16, u16, &'a Cell)> + use<'a> {
    let area = link.area.intersection(drawn.area);
    area.positions().map(|at| (at.x, at.y, &drawn[at]))
}

fn send(link: &ScreenLink, drawn: &Buffer, pen: &mut Pen, out: &mut Vec<u8>) {
    let mut wide = 0;
    for (column, row, cell) in cells(link, drawn) {
        // The second cell of a wide character is not sent: the first one fills it.
        if wide > 0 {
            wide -= 1;
            continue;
        }
        wide = cell.symbol().width().saturating_sub(1);
        pen.put(column, row, cell, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    fn link(address: &str, x: u16, width: u16) -> ScreenLink {
        ScreenLink { area: Rect::new(x, 0, width, 1), address: address.into() }
    }

    /// Changes the links of a screen that showed `before`, and returns what was sent.
    fn sent(known: &mut LinkCells, links: &[ScreenLink], before: &str, now: &str) -> String {
        let [before, now] = [before, now].map(|line| Buffer::with_lines([line]));
        let drawing = Drawing::between(&before, &now);
        let mut output = Vec::new();
        known.change(links.to_vec(), &drawing, &mut Pen::new(), &mut output);
        String::from_utf8(output).expect("the buffer holds text")
    }

    #[test]
    fn a_link_is_sent_once_and_taken_back() {
        let mut known = LinkCells::default();
        let links = [link("https://a.example/", 8, 6)];
        let (blank, words) = ("              ", "see the survey");
        let first = sent(&mut known, &links, blank, words);
        assert!(first.contains("\x1b]8;;https://a.example/\x1b\\"), "{first:?}");
        assert!(first.contains("survey"), "{first:?}");
        assert_eq!(sent(&mut known, &links, words, words), "");
        let last = sent(&mut known, &[], words, words);
        assert!(last.contains("survey") && !last.contains("]8;"), "{last:?}");
    }

    /// Cells that are written have no address, also where the words before them changed and the pen
    /// wrote on.
    #[test]
    fn a_link_is_sent_again_when_its_row_is_written() {
        let mut known = LinkCells::default();
        let links = [link("https://a.example/", 8, 6)];
        sent(&mut known, &links, "              ", "see the survey");
        let again = sent(&mut known, &links, "see the survey", "saw the survey");
        assert!(again.contains("survey") && again.contains("]8;;https"), "{again:?}");
    }

    #[test]
    fn links_follow_rows_that_move() {
        let mut known = LinkCells(vec![link("https://a.example/", 8, 6)]);
        known.0[0].area.y = 5;
        known.scroll(&Scroll { rows: 1..9, lines: 4 });
        assert_eq!(known.0[0].area.y, 1);
        known.scroll(&Scroll { rows: 1..9, lines: -7 });
        assert_eq!(known.0[0].area.y, 8);
        known.scroll(&Scroll { rows: 1..9, lines: -1 });
        assert_eq!(known, LinkCells::default());
    }

    #[test]
    fn an_address_cannot_end_the_sequence() {
        for address in ["https://a/\x1b]52;c;eA==\x07", "https://a/\u{9c}", "https://a b"] {
            let mut known = LinkCells::default();
            sent(&mut known, &[link(address, 0, 3)], "see", "see");
            assert_eq!(known, LinkCells::default());
        }
    }
}
