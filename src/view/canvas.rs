//! The few strokes that everything is drawn with. All text passes through here, so that no control
//! character can reach a cell.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::Style,
};

use crate::{
    base::TextSpan,
    text::{
        glyph,
        wrap::{self, Flow},
    },
};

/// Draws `text` on line `line` of `area`, cut with `…` where it is too long; returns its columns.
pub fn line(buf: &mut Buffer, area: Rect, line: u16, text: &str, style: Style) -> u16 {
    text_at(buf, area, 0, line, text, style)
}

/// Draws `text` from `column` of line `line` of `area` on, cut where it is too long; returns the
/// column after it.
pub fn text_at(
    buf: &mut Buffer,
    area: Rect,
    column: u16,
    line: u16,
    text: &str,
    style: Style,
) -> u16 {
    if line >= area.height || column >= area.width {
        return column;
    }
    let clipped = glyph::clip(text, usize::from(area.width - column));
    if glyph::is_shown_as_it_is(&clipped) {
        let mut end = column;
        for (cell, c) in cells(buf, area, column, line).iter_mut().zip(clipped.chars()) {
            cell.set_char(c).set_style(style);
            end += 1;
        }
        return end;
    }
    let (x, _) = buf.set_stringn(
        area.x + column,
        area.y + line,
        clipped,
        usize::from(area.width - column),
        style,
    );
    x - area.x
}

/// Returns the cells of line `line` of `area` from `column` on; none outside of `area`.
fn cells(buf: &mut Buffer, area: Rect, column: u16, line: u16) -> &mut [Cell] {
    if line >= area.height || column >= area.width {
        return &mut [];
    }
    let start = buf.index_of(area.x + column, area.y + line);
    &mut buf.content[start..start + usize::from(area.width - column)]
}

/// Draws `text` so that it ends at the right edge of line `line`, if it fits after `column`.
pub fn right(buf: &mut Buffer, area: Rect, column: u16, line: u16, text: &str, style: Style) {
    let width = u16::try_from(glyph::width(text)).unwrap_or(u16::MAX);
    if width <= area.width.saturating_sub(column) {
        text_at(buf, area, area.width - width, line, text, style);
    }
}

/// Draws `text` over as many lines of `area` as it needs; returns how many.
pub fn paragraph(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let all = TextSpan::new(0, text.len());
    let rows = text_rows(text, all, area.width);
    for (index, row) in rows.iter().take(area.height.into()).enumerate() {
        line(buf, area, index as u16, &text[row.range()], style);
    }
    (rows.len() as u16).min(area.height)
}

/// Returns `span` of `text` broken into rows of `width` columns.
pub fn text_rows(text: &str, span: TextSpan, width: u16) -> Vec<TextSpan> {
    wrap::rows(text, span, width.into(), Flow::Prose).into_iter().map(|row| row.span).collect()
}

/// Fills `area` with blanks.
pub fn clear(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
        }
    }
}
