//! The text pane: words with what is known of them, and who speaks in the margin.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
    widgets::Widget,
};

use crate::{
    app::{App, ArticlePane, Attitudes, ClaimIndex, Line, Piece, Speakers, Surroundings},
    article::{Block, BlockKind, MarkKind},
    attribution::Act,
    base::{Id, TextSpan},
    claims::{Claim, ClaimKind},
    layout::GUTTER,
    library::Placement,
    text::{glyph, wrap::Row},
    view::{
        canvas,
        theme::{Nearness, Theme, Weight},
    },
};

/// Columns of the gutter: the sign of a note, then the number, then the bar.
const NUMBER: u16 = 1;
const BAR: u16 = GUTTER - 2;

/// The text pane.
pub struct ArticleView<'a> {
    /// Everything.
    pub app: &'a App,
    /// The article.
    pub pane: &'a ArticlePane,
    /// The looks.
    pub theme: &'a Theme,
}

/// A stretch of a row with its look; later ones lie over earlier ones.
type Layer = (TextSpan, Style);

impl Widget for ArticleView<'_> {
    fn render(self, _area: Rect, buf: &mut Buffer) {
        let panes = self.app.panes();
        let here = self.pane.claim_here();
        let mut carried = String::new();
        for (line, shown) in (0..).zip(&self.pane.screen) {
            if line >= panes.words.height {
                break;
            }
            let Line::Row { row, block, first, indent } = shown else { continue };
            let pieces = self.pieces(row.span);
            let layers = self.layers(*row, *block, &pieces, here);
            let area = indented(panes.words, *indent);
            self.draw_row(buf, area, line, *row, &layers);
            if *first {
                self.draw_marker(buf, panes.words, line, *block, *indent);
            }
            if panes.gutter.width > 0 && self.app.surroundings == Surroundings::All {
                self.draw_note_sign(buf, panes.gutter, line, row.span);
                carried = self.draw_speakers(buf, panes.gutter, line, &pieces, here, &carried);
            }
        }
    }
}

fn indented(area: Rect, indent: usize) -> Rect {
    let indent = (indent as u16).min(area.width);
    Rect { x: area.x + indent, width: area.width - indent, ..area }
}

impl ArticleView<'_> {
    /// Returns the pieces of shown claims on a row, the outer ones first.
    fn pieces(&self, span: TextSpan) -> Vec<Piece> {
        let (Some(claims), Surroundings::All) = (self.pane.claims(), self.app.surroundings) else {
            return Vec::new();
        };
        let mut pieces = claims.over(span);
        pieces.retain(|piece| self.app.shows(claims, piece.claim));
        pieces.sort_by_key(|piece| {
            (claims.ledger.chain(piece.claim).count(), piece.claim, piece.part)
        });
        pieces
    }

    fn layers(
        &self,
        row: Row,
        block: usize,
        pieces: &[Piece],
        here: Option<Id<Claim>>,
    ) -> Vec<Layer> {
        let article = &self.pane.article;
        let mut layers = vec![(row.span, self.block_style(&article.blocks[block]))];
        let marks = article.marks.iter().filter(|mark| mark.span.overlaps(row.span));
        layers.extend(marks.map(|mark| (mark.span, self.mark_style(&mark.kind))));
        if let Some(claims) = self.pane.claims() {
            layers.extend(pieces.iter().map(|piece| {
                let (source, nearness, weight) = self.standing(claims, piece.claim, here);
                (piece.span, self.theme.part(piece.part, source, nearness, weight))
            }));
        }
        if let Some(notes) = &self.pane.notes {
            let notes = notes.over(row.span);
            layers.extend(notes.map(|(span, note)| (span, self.theme.highlight(note.colour))));
        }
        if let Some(search) = &self.pane.search {
            layers.extend(search.over(row.span).iter().map(|span| (*span, self.theme.found())));
        }
        layers.extend(self.pane.selected().map(|span| (span, self.theme.selected())));
        layers
    }

    fn draw_row(&self, buf: &mut Buffer, area: Rect, line: u16, row: Row, layers: &[Layer]) {
        let mut column = 0;
        for glyph in glyph::glyphs(&self.pane.article.text, row.span) {
            let style = layers
                .iter()
                .filter(|(span, _)| span.overlaps(glyph.span))
                .fold(Style::new(), |style, (_, layer)| style.patch(*layer));
            column = canvas::glyph(buf, area, column, line, &glyph, style);
        }
    }

    /// Draws what stands left of a block's first row: the bullet of an item.
    fn draw_marker(&self, buf: &mut Buffer, area: Rect, line: u16, block: usize, indent: usize) {
        if let BlockKind::Item { marker, .. } = &self.pane.article.blocks[block].kind {
            let column = indent.saturating_sub(glyph::width(marker) + 1) as u16;
            canvas::text_at(buf, area, column, line, marker, self.theme.aside());
        }
    }

    fn draw_note_sign(&self, buf: &mut Buffer, gutter: Rect, line: u16, span: TextSpan) {
        let Some(notes) = &self.pane.notes else { return };
        let starts = |at: &TextSpan| span.contains(at.start()) || at.start() == span.start();
        let Some((_, note)) = notes.over(span).find(|(at, _)| starts(at)) else { return };
        let sign = match (note.is_highlight(), note.colour) {
            (true, Some(colour)) => colour.letter(),
            (true, None) | (false, _) => '✎',
        };
        // Words that took the place of the note's own are not shown as if they were its own.
        let sign = match notes.placement(note) {
            Some(Placement::Changed { .. }) => '≈',
            _ => sign,
        };
        let style = self.theme.note(note.colour);
        canvas::text_at(buf, gutter, 0, line, &sign.to_string(), style);
    }

    /// Draws who speaks on a row, if that is not who spoke at the end of the row before; returns
    /// who speaks at its end.
    fn draw_speakers(
        &self,
        buf: &mut Buffer,
        gutter: Rect,
        line: u16,
        pieces: &[Piece],
        here: Option<Id<Claim>>,
        carried: &str,
    ) -> String {
        let Some(claims) = self.pane.claims() else { return String::new() };
        let Some(speakers) = Speakers::of(claims, pieces, carried) else { return String::new() };
        let new = &speakers.new;
        let room = usize::from(BAR - NUMBER);
        if let Some((label, claim)) = new.first() {
            let all = new.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(" ");
            let text = if glyph::width(&all) <= room {
                all
            } else if new.len() > 1 && glyph::width(label) < room {
                format!("{label}+")
            } else {
                shorten(label, room)
            };
            let column = BAR - (glyph::width(&text) as u16).min(BAR - NUMBER);
            let (source, nearness, weight) = self.standing(claims, *claim, here);
            let style = self.theme.margin(source, nearness, weight);
            canvas::text_at(buf, gutter, column, line, &text, style);
        }
        let near = here.filter(|here| speakers.claims.contains(here)).unwrap_or(speakers.claims[0]);
        let (source, nearness, weight) = self.standing(claims, near, here);
        let style = self.theme.margin(source, nearness, weight).remove_modifier(Modifier::REVERSED);
        let bar = match (nearness, claims.ledger.claims[near].kind) {
            (Nearness::Here, _) => "█",
            (_, ClaimKind::Direct) => "┃",
            (_, ClaimKind::Mixed) => "╏",
            (_, ClaimKind::Indirect) => "┊",
        };
        canvas::text_at(buf, gutter, BAR, line, bar, style);
        speakers.last
    }

    fn standing(
        &self,
        claims: &ClaimIndex,
        claim: Id<Claim>,
        here: Option<Id<Claim>>,
    ) -> (Option<usize>, Nearness, Weight) {
        let row = &claims.ledger.claims[claim];
        let same = here.is_some_and(|here| {
            row.source.is_some() && claims.ledger.claims[here].source == row.source
        });
        let nearness = match (here == Some(claim), same) {
            (true, _) => Nearness::Here,
            (false, true) => Nearness::SameSource,
            (false, false) => Nearness::Other,
        };
        let weight = match (row.act, self.app.attitudes) {
            (Act::Attitude, Attitudes::Dimmed) => Weight::Dimmed,
            (Act::Attitude | Act::Speech, _) => Weight::Full,
        };
        (row.source.map(Id::index), nearness, weight)
    }

    fn block_style(&self, block: &Block) -> Style {
        match block.kind {
            BlockKind::Title => self.theme.title(),
            BlockKind::Heading(_) => self.theme.heading(),
            BlockKind::Caption | BlockKind::Code => self.theme.aside(),
            BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Table => Style::new(),
        }
    }

    fn mark_style(&self, kind: &MarkKind) -> Style {
        match kind {
            MarkKind::Link(_) => self.theme.link(),
            MarkKind::Emphasis => Style::new().add_modifier(Modifier::ITALIC),
            MarkKind::Strong => Style::new().add_modifier(Modifier::BOLD),
            MarkKind::Code => self.theme.aside(),
        }
    }
}

/// Returns a chain that is too long for the margin with its middle left out: `1▸…▸4`.
fn shorten(label: &str, room: usize) -> String {
    match (label.split('▸').next(), label.rsplit('▸').next()) {
        (Some(first), Some(last)) if label.contains('▸') => {
            let short = format!("{first}…{last}");
            glyph::clip(&short, room).into_owned()
        }
        _ => glyph::clip(label, room).into_owned(),
    }
}
