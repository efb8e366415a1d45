//! Screen size to the rectangles of the panes: pure geometry, which drawing and clicks share.

pub use ratatui::layout::Rect;

/// Columns left of the text: a note's sign, the source's number, the claim's bar, a space.
pub const GUTTER: u16 = 8;
/// Narrowest screen that shows the side pane beside the text; below, it lies over it.
pub const BESIDE: u16 = 100;
/// Narrowest measure for which the numbers in the margin are kept.
const NARROWEST: u16 = 12;

/// What the side pane asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Stands beside the text where there is room, else is not shown.
    Resting,
    /// Has the keys: shown always, over the text where there is no room beside it.
    Focused,
    /// Not shown at all.
    Hidden,
}

/// Where everything stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The line with the title; empty on a screen of fewer than 4 rows.
    pub title: Rect,
    /// All columns of the text pane, gutter included.
    pub text: Rect,
    /// The words themselves.
    pub words: Rect,
    /// The columns left of the words; empty where the screen is too narrow.
    pub gutter: Rect,
    /// The column that shows where the claims lie, right of the words; empty without room for it.
    pub overview: Rect,
    /// The side pane, if it is shown, with its border on the left.
    pub side: Option<Rect>,
    /// The line with the state; empty on a screen of 1 row.
    pub status: Rect,
}

/// Places the panes on a screen of `width` by `height` for lines of at most `measure` columns.
pub fn panes(width: u16, height: u16, measure: u16, side: Side) -> Panes {
    let title_rows = u16::from(height >= 4);
    let status_rows = u16::from(height >= 2);
    let body = Rect::new(0, title_rows, width, height - title_rows - status_rows);
    let beside = width >= BESIDE && side != Side::Hidden;
    let side_width = if beside { (width / 3).clamp(36, 64) } else { width.min(60) };
    let side_area = Rect { x: width - side_width, width: side_width, ..body };
    let text = if beside { Rect { width: width - side_width, ..body } } else { body };
    let title = Rect::new(0, 0, width, title_rows);
    let status = Rect::new(0, height - status_rows, width, status_rows);
    let side_shown = (beside || side == Side::Focused).then_some(side_area);
    around(Panes { title, text, side: side_shown, status, ..Panes::default() }, measure, side)
}

/// Narrowest screen on which two articles stand side by side.
pub const SPLIT: u16 = 160;

/// Places two articles side by side, the left one first; `None` on a screen too narrow for that.
///
/// Each has a title line and a margin of its own. The side pane lies over the right one, and only
/// while it has the keys.
pub fn halves(width: u16, height: u16, measure: u16, side: Side) -> Option<[Panes; 2]> {
    if width < SPLIT {
        return None;
    }
    let whole = panes(width, height, measure, Side::Hidden);
    let side_area = Rect { x: width - width / 3, width: width / 3, ..whole.text };
    let half = |x: u16, width: u16| {
        let panes = Panes {
            title: Rect { x, width, ..whole.title },
            text: Rect { x, width, ..whole.text },
            side: (side == Side::Focused).then_some(side_area),
            ..whole
        };
        around(panes, measure, side)
    };
    let left = width / 2;
    // Between them a column for a line.
    Some([half(0, left), half(left + 1, width - left - 1)])
}

/// Places words, margin and overview in the text pane of `panes`.
fn around(panes: Panes, measure: u16, side: Side) -> Panes {
    let text = panes.text;
    let gutter_width = if text.width >= GUTTER + NARROWEST { GUTTER } else { 0 };
    let room = text.width - gutter_width;
    // A column is left free at the right, so that words do not touch the side pane.
    let words_width = room.saturating_sub(u16::from(room > NARROWEST)).min(measure);
    let left = (text.width - gutter_width - words_width) / 2;
    let gutter = Rect { x: text.x + left, width: gutter_width, ..text };
    let words = Rect { x: gutter.right(), width: words_width, ..text };
    // A column between the words and the overview stays free.
    let room = side != Side::Hidden && words.right() + 2 <= text.right() && gutter_width > 0;
    let overview = Rect { x: text.right() - u16::from(room), width: u16::from(room), ..text };
    Panes { words, gutter, overview, ..panes }
}

/// Where everything stands in the side pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideAreas {
    /// The line with the names of the lists.
    pub tabs: Rect,
    /// The line that says how the list is sorted and narrowed.
    pub sift: Rect,
    /// The rows of the list.
    pub rows: Rect,
}

/// Places what stands in the side pane `side`; the column at its left is the border.
pub fn side_areas(side: Rect) -> SideAreas {
    let inner = Rect { x: side.x + 2.min(side.width), width: side.width.saturating_sub(3), ..side };
    let line = |down: u16| Rect {
        y: inner.y + down.min(inner.height),
        height: inner.height.saturating_sub(down).min(1),
        ..inner
    };
    let rows =
        Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
    SideAreas { tabs: line(0), sift: line(1), rows }
}

/// Fewest lines of a look at a note that are worth a frame, frame included.
const PEEK: u16 = 4;

/// Places a look at a note: in the side pane at the height of the passage where `beside` says so,
/// else right under the passage, or over it where there is more room.
///
/// `lines` are the first and the last line of the passage, from 0 at the top of the text; `rows`
/// says how many lines the note takes in a frame of so many columns.
pub fn peek(panes: &Panes, beside: bool, lines: (u16, u16), rows: impl Fn(u16) -> u16) -> Rect {
    let text = panes.text;
    if let Some(side) = panes.side.filter(|_| beside) {
        let height = rows(side.width).saturating_add(2).min(side.height);
        let y = (side.y + lines.0).min(side.bottom() - height);
        return Rect { y, height, ..side };
    }
    let width = (panes.words.width + 4).min(text.width);
    let x = panes.words.x.saturating_sub(2).clamp(text.x, text.right() - width);
    let wanted = rows(width).saturating_add(2);
    let above = lines.0.min(text.height);
    let below = text.height.saturating_sub(lines.1 + 1);
    let under = below >= wanted || below >= above;
    let room = if under { below } else { above };
    let height = wanted.min(room.max(PEEK)).min(text.height);
    let y = if under {
        (text.y + lines.1 + 1).min(text.bottom() - height)
    } else {
        text.y + above.saturating_sub(height)
    };
    Rect { x, y, width, height }
}

/// Widest page, in columns.
const PAGE: u16 = 100;

/// Where a page stands over the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAreas {
    /// With its frame.
    pub frame: Rect,
    /// What is inside.
    pub inner: Rect,
}

/// Places a page over `text`.
pub fn page_areas(text: Rect) -> PageAreas {
    let frame = centred(text, PAGE, text.height);
    let inner = Rect {
        x: frame.x + 2.min(frame.width),
        y: frame.y + 1.min(frame.height),
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(2),
    };
    PageAreas { frame, inner }
}

/// Places what is shown over the text for a moment, at the upper edge and at the lower one: `height`
/// rows with its frame, but at most half of the text.
pub fn footnote_areas(panes: &Panes, height: u16) -> [Rect; 2] {
    let text = panes.text;
    let height = height.min(text.height.div_ceil(2));
    let width = (panes.words.width + 4).min(text.width);
    let x = panes.words.x.saturating_sub(2).clamp(text.x, text.right() - width);
    [text.y, text.bottom() - height].map(|y| Rect { x, y, width, height })
}

/// Returns whether the cell at `column` and `row` of the screen lies in `area`.
pub fn contains(area: Rect, column: u16, row: u16) -> bool {
    area.contains((column, row).into())
}

/// Returns a rectangle of at most `width` by `height` in the middle of `area`.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_pane_stands_beside_a_text_of_full_measure() {
        let panes = panes(120, 40, 66, Side::Resting);
        assert_eq!(panes.side, Some(Rect::new(80, 1, 40, 38)));
        assert_eq!(panes.words.width, 66);
    }

    #[test]
    fn on_a_narrow_screen_it_lies_over_the_text_when_focused() {
        assert_eq!(panes(80, 24, 66, Side::Resting).side, None);
        assert!(panes(80, 24, 66, Side::Focused).side.is_some());
        assert_eq!(panes(80, 24, 66, Side::Resting).words.width, 66);
    }

    #[test]
    fn two_articles_have_full_measures_on_a_wide_screen() {
        assert_eq!(halves(159, 40, 66, Side::Resting), None);
        let [left, right] = halves(160, 40, 66, Side::Resting).expect("it is wide enough");
        assert_eq!((left.words.width, right.words.width), (66, 66));
        assert!(left.text.right() < right.text.x && right.text.right() == 160);
        assert_eq!(left.side, None);
    }

    #[test]
    fn a_look_at_a_note_stands_beside_its_passage_or_under_or_over_it() {
        let wide = panes(120, 40, 66, Side::Resting);
        let beside = peek(&wide, true, (5, 6), |_| 3);
        assert_eq!((beside.x, beside.y, beside.height), (80, 6, 5));
        let narrow = panes(80, 24, 66, Side::Resting);
        let under = peek(&narrow, false, (5, 6), |_| 3);
        assert_eq!((under.y, under.height), (8, 5));
        let over = peek(&narrow, false, (18, 20), |_| 30);
        assert_eq!((over.y, over.bottom()), (1, 19));
    }

    #[test]
    fn a_look_at_a_note_stays_on_the_screen_at_every_size() {
        for (width, height) in (1..=140).flat_map(|width| (1..=12).map(move |it| (width, it))) {
            let panes = panes(width, height, 66, Side::Resting);
            for line in 0..height {
                let area = peek(&panes, panes.side.is_some(), (line, line), |_| 7);
                let screen = Rect::new(0, 0, width, height);
                assert_eq!(area, area.intersection(screen), "{width}x{height} line {line}");
            }
        }
    }

    #[test]
    fn everything_stays_on_the_screen_at_every_size() {
        for width in 1..=140 {
            for height in 1..=12 {
                for side in [Side::Resting, Side::Focused, Side::Hidden] {
                    let screen = Rect::new(0, 0, width, height);
                    let panes = panes(width, height, 66, side);
                    let all = [
                        panes.title,
                        panes.text,
                        panes.words,
                        panes.gutter,
                        panes.overview,
                        panes.status,
                    ];
                    assert!(
                        all.into_iter()
                            .chain(panes.side)
                            .all(|rect| rect == rect.intersection(screen))
                    );
                    assert!(panes.words.width > 0, "{width}x{height} {side:?}");
                }
            }
        }
    }
}
