//! Links that the terminal itself can open (OSC 8). Terminals that do not know them show the words.
//!
//! A frame is drawn without; then the cells of links are sent again with their address, where the
//! links are new or something was written in their row.

use crate::{
    terminal::pen::Pen,
    view::{Drawing, ScreenLink, Scroll},
};

/// The links that the terminal has on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LinkCells {
    links: Vec<ScreenLink>,
    /// The rows that were written in since the links were told last.
    written: Vec<u16>,
}

impl LinkCells {
    /// Takes note that something was written in `row`: what is written has no address.
    pub(super) fn written(&mut self, row: u16) {
        self.written.push(row);
    }

    /// Follows the rows that the terminal has moved.
    pub(super) fn scroll(&mut self, scroll: Scroll) {
        self.links.retain_mut(|link| match scroll.target(link.area.y) {
            Some(row) => {
                link.area.y = row;
                true
            }
            None => false,
        });
    }

    /// Writes into `out` what is new in the links that stand in `drawing`, and takes the address
    /// off cells that are no longer links; if anything was written at all, for what looks as before
    /// leads where it led.
    pub(super) fn change(
        &mut self,
        links: impl FnOnce() -> Vec<ScreenLink>,
        drawing: &Drawing,
        pen: &mut Pen,
        out: &mut Vec<u8>,
    ) {
        if self.written.is_empty() {
            return;
        }
        let links = links();
        for link in self.links.iter().filter(|old| !links.contains(old)) {
            send(link, drawing, pen, out);
        }
        let links = links.into_iter().filter(|link| is_sendable(&link.address)).collect();
        let known = std::mem::replace(&mut self.links, links);
        let is_new =
            |link: &&ScreenLink| !known.contains(link) || self.written.contains(&link.area.y);
        for link in self.links.iter().filter(is_new) {
            out.extend_from_slice(format!("\x1b]8;;{}\x1b\\", link.address).as_bytes());
            send(link, drawing, pen, out);
            out.extend_from_slice(b"\x1b]8;;\x1b\\");
        }
        self.written.clear();
    }
}

/// Returns whether an address can stand in the sequence: only what addresses may be made of.
fn is_sendable(address: &str) -> bool {
    address.len() < 2048 && address.bytes().all(|byte| byte.is_ascii_graphic())
}

fn send(link: &ScreenLink, drawing: &Drawing, pen: &mut Pen, out: &mut Vec<u8>) {
    let area = link.area;
    for (column, spot) in drawing.spots(area.y, area.left()..area.right()) {
        pen.put(column, area.y, &spot, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{buffer::Buffer, layout::Rect};

    fn link(address: &str, x: u16, width: u16) -> ScreenLink {
        ScreenLink { area: Rect::new(x, 0, width, 1), address: address.into() }
    }

    /// Changes the links of a screen that shows `now`, and returns what was sent; `written` says
    /// whether their row was written in.
    fn sent(known: &mut LinkCells, links: &[ScreenLink], now: &str, written: bool) -> String {
        let drawing = Drawing::showing(&Buffer::with_lines([now]));
        let mut output = Vec::new();
        if written {
            known.written(0);
        }
        known.change(|| links.to_vec(), &drawing, &mut Pen::new(), &mut output);
        String::from_utf8(output).expect("the buffer holds text")
    }

    #[test]
    fn a_link_is_sent_once_and_taken_back() {
        let mut known = LinkCells::default();
        let links = [link("https://a.example/", 8, 6)];
        let words = "see the survey";
        let first = sent(&mut known, &links, words, true);
        assert!(first.contains("\x1b]8;;https://a.example/\x1b\\"), "{first:?}");
        assert!(first.contains("survey"), "{first:?}");
        assert_eq!(sent(&mut known, &links, words, false), "");
        let last = sent(&mut known, &[], words, true);
        assert!(last.contains("survey") && !last.contains("]8;"), "{last:?}");
    }

    /// Cells that are written have no address, also where the words before them changed and the pen
    /// wrote on.
    #[test]
    fn a_link_is_sent_again_when_its_row_is_written() {
        let mut known = LinkCells::default();
        let links = [link("https://a.example/", 8, 6)];
        sent(&mut known, &links, "see the survey", true);
        let again = sent(&mut known, &links, "saw the survey", true);
        assert!(again.contains("survey") && again.contains("]8;;https"), "{again:?}");
    }

    #[test]
    fn links_follow_rows_that_move() {
        let links = vec![link("https://a.example/", 8, 6)];
        let mut known = LinkCells { links, written: Vec::new() };
        known.links[0].area.y = 5;
        known.scroll(Scroll { top: 1, bottom: 9, lines: 4 });
        assert_eq!(known.links[0].area.y, 1);
        known.scroll(Scroll { top: 1, bottom: 9, lines: -7 });
        assert_eq!(known.links[0].area.y, 8);
        known.scroll(Scroll { top: 1, bottom: 9, lines: -1 });
        assert_eq!(known, LinkCells::default());
    }

    #[test]
    fn an_address_cannot_end_the_sequence() {
        for address in ["https://a/\x1b]52;c;eA==\x07", "https://a/\u{9c}", "https://a b"] {
            let mut known = LinkCells::default();
            sent(&mut known, &[link(address, 0, 3)], "see", true);
            assert_eq!(known, LinkCells::default());
        }
    }
}
