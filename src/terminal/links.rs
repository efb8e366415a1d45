//! Links that the terminal itself can open (OSC 8). Terminals that do not know them show the words.
//!
//! A frame is drawn without; then the cells of links are sent again with their address, if they or
//! the links have changed.

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use crate::{terminal::pen::Pen, view::ScreenLink};

/// The links on the screen with the cells that they stand in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkCells(Vec<(ScreenLink, Vec<Cell>)>);

impl LinkCells {
    /// Takes the cells of `links` from what was drawn.
    pub(super) fn new(links: Vec<ScreenLink>, drawn: &Buffer) -> Self {
        let links = links.into_iter().filter(|link| is_sendable(&link.address));
        let with_cells = links.map(|link| {
            let cells = cells(&link, drawn).map(|(_, _, cell)| cell.clone()).collect();
            (link, cells)
        });
        Self(with_cells.collect())
    }

    /// Writes what is new in `links` into `out`, and takes the address off cells that are no longer
    /// links.
    pub(super) fn change(&mut self, links: Self, drawn: &Buffer, pen: &mut Pen, out: &mut Vec<u8>) {
        if *self == links {
            return;
        }
        for (link, _) in self.0.iter().filter(|old| !links.0.contains(old)) {
            send(link, drawn, pen, out);
        }
        for (link, _) in &links.0 {
            out.extend_from_slice(format!("\x1b]8;;{}\x1b\\", link.address).as_bytes());
            send(link, drawn, pen, out);
            out.extend_from_slice(b"\x1b]8;;\x1b\\");
        }
        *self = links;
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

    fn links(buffer: &Buffer, address: &str, x: u16, width: u16) -> LinkCells {
        let area = Rect::new(x, 0, width, 1);
        LinkCells::new(vec![ScreenLink { area, address: address.into() }], buffer)
    }

    /// Changes the links and returns what was sent.
    fn sent(known: &mut LinkCells, links: LinkCells, buffer: &Buffer) -> String {
        let mut output = Vec::new();
        known.change(links, buffer, &mut Pen::new(), &mut output);
        String::from_utf8(output).expect("the buffer holds text")
    }

    #[test]
    fn a_link_is_sent_once_and_taken_back() {
        let buffer = Buffer::with_lines(["see the survey"]);
        let mut known = LinkCells::default();
        let first = sent(&mut known, links(&buffer, "https://a.example/", 8, 6), &buffer);
        assert!(first.contains("\x1b]8;;https://a.example/\x1b\\"), "{first:?}");
        assert!(first.contains("survey"), "{first:?}");
        assert_eq!(sent(&mut known, links(&buffer, "https://a.example/", 8, 6), &buffer), "");
        let last = sent(&mut known, LinkCells::default(), &buffer);
        assert!(last.contains("survey") && !last.contains("]8;"), "{last:?}");
    }

    #[test]
    fn an_address_cannot_end_the_sequence() {
        let buffer = Buffer::with_lines(["see"]);
        for address in ["https://a/\x1b]52;c;eA==\x07", "https://a/\u{9c}", "https://a b"] {
            assert_eq!(links(&buffer, address, 0, 3), LinkCells::default());
        }
    }
}
