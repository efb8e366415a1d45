//! The text pane: words with what is known of them, and who speaks in the margin.
//!
//! Drawn in two steps, so that a row need not be drawn again while nothing about it changes: what
//! each row looks like ([`TextRow`]), and the strokes that follow from that alone.

use std::rc::Rc;

use compact_str::{CompactString, ToCompactString, format_compact};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
    widgets::Widget,
};
use smallvec::SmallVec;

use crate::{
    app::{
        App, ArticlePane, Attitudes, ClaimIndex, Hints, Line, Part, Piece, Pieces, Speakers,
        Surroundings, address,
    },
    article::{Block, BlockKind, MarkKind},
    attribution::Act,
    base::{Id, TextSpan},
    claims::{Claim, ClaimKind, Source},
    layout::{GUTTER, Panes},
    library::Placement,
    text::{
        glyph,
        wrap::{self, Row, RowEnd},
    },
    view::{
        ScreenLink, canvas,
        pencil::Pencil,
        strip::Strip,
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
    /// Where it stands.
    pub panes: &'a Panes,
    /// The looks.
    pub theme: &'a Theme,
}

/// A stretch of a row with its look; later ones lie over earlier ones.
type Layer = (TextSpan, Style);
type Layers = SmallVec<[Layer; 8]>;

/// A sign in the gutter: its column, its characters, its look.
type Sign = (u16, CompactString, Style);
type Signs = SmallVec<[Sign; 3]>;

/// A row of the text pane as it looks in one place and theme.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRow {
    /// What is shown of it, from the left edge of the pane to the overview.
    pub strip: Rc<Strip>,
    /// Who speaks at the end of the row before, and at its own.
    pub carried: [CompactString; 2],
    /// The claims that it has a part of, each once.
    pub claims: Vec<Spoken>,
}

/// A claim with its source.
pub type Spoken = (Id<Claim>, Option<Id<Source>>);

/// What else than the place of a row its looks depend on, as far as a move can change it; see
/// [`App::revision`] for the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    revision: u64,
    /// The claim at the cursor.
    here: Option<Id<Claim>>,
    /// The source that is lit without a claim at the cursor.
    lit: Option<Id<Source>>,
    selected: Option<TextSpan>,
}

impl Standing {
    /// Returns whether only the claim at the cursor and what it lights can be another in `other`.
    pub fn is_but_for_claims(&self, other: &Self) -> bool {
        self.revision == other.revision && self.selected == other.selected
    }

    /// Returns how near a claim is to the one at the cursor.
    pub fn nearness(&self, (claim, source): Spoken) -> Nearness {
        match (self.here == Some(claim), source.is_some() && self.lit == source) {
            (true, _) => Nearness::Here,
            (false, true) => Nearness::SameSource,
            (false, false) => Nearness::Other,
        }
    }
}

/// Columns of a row, counted from the left edge of the pane.
#[derive(Clone, Copy)]
struct Columns {
    start: u16,
    end: u16,
}

/// Looks of spans that follow on one another, as layers have them.
struct Brush<'a> {
    layers: &'a [Layer],
    style: Style,
    /// Where the look may change next.
    until: usize,
}

impl<'a> Brush<'a> {
    fn new(layers: &'a [Layer]) -> Self {
        Self { layers, style: Style::new(), until: 0 }
    }

    /// Returns the look of `span`, which stands behind those asked for before.
    fn style(&mut self, span: TextSpan) -> Style {
        if span.end() > self.until {
            self.style = self.style_of(span);
            // It changes only where a layer begins or ends; if that is inside of a run of white
            // space, what follows may look different again.
            let edges = self.layers.iter().flat_map(|(layer, _)| [layer.start(), layer.end()]);
            self.until = edges.filter(|edge| *edge > span.start()).min().unwrap_or(usize::MAX);
        }
        self.style
    }

    /// Writes `words`, plain ones that begin at byte `from` of the text; returns their columns.
    fn write(
        &mut self,
        pencil: &mut Pencil<'_>,
        columns: Columns,
        from: usize,
        words: &str,
    ) -> usize {
        let mut column = columns.start;
        let mut at = 0;
        while let Some(c) = words[at..].chars().next() {
            let first = TextSpan::new(from + at, from + at + c.len_utf8());
            let style = self.style(first);
            let end = self.until.max(first.end()).saturating_sub(from).min(words.len());
            let Some(piece) = words.get(at..end) else { break };
            column = pencil.plain(column, columns.end, piece, style);
            at = end;
        }
        words.chars().count()
    }

    /// Returns the look of any span.
    fn style_of(&self, span: TextSpan) -> Style {
        let over = self.layers.iter().filter(|(layer, _)| layer.overlaps(span));
        over.fold(Style::new(), |style, (_, layer)| style.patch(*layer))
    }
}

impl Widget for ArticleView<'_> {
    fn render(self, _area: Rect, buf: &mut Buffer) {
        let standing = self.standing();
        let mut carried = CompactString::default();
        for (number, line) in (0..self.panes.words.height).zip(&self.pane.screen) {
            let row = self.row(line, &standing, &carried);
            row.strip.draw(self.panes.text.x, self.panes.text.y + number, buf);
            [_, carried] = row.carried;
        }
        self.draw_overview(buf);
        if let Some(hints) = self.app.hints.as_ref().filter(|_| self.has_keys()) {
            self.draw_hints(buf, self.panes.words, hints);
        }
    }
}

/// Returns the stretches of `row` that lie in none of `pieces`.
fn between(row: TextSpan, pieces: &[Piece]) -> impl Iterator<Item = TextSpan> {
    let mut spans: Vec<TextSpan> = pieces.iter().map(|piece| piece.span).collect();
    spans.sort();
    spans.push(TextSpan::new(row.end(), row.end()));
    let mut from = row.start();
    spans.into_iter().filter_map(move |span| {
        let gap = (from < span.start()).then(|| TextSpan::new(from, span.start()));
        from = from.max(span.end());
        gap
    })
}

/// Returns the links of the markup that are in sight and may be opened.
pub fn links(app: &App, pane: &ArticlePane) -> Vec<ScreenLink> {
    if pane.article.marks.is_empty() {
        return Vec::new();
    }
    let panes = app.panes();
    let mut found = Vec::new();
    for (line, shown) in (0..panes.words.height).zip(&pane.screen) {
        let Line::Row { row, indent, shift: 0, .. } = shown else { continue };
        let area = indented(panes.words, *indent);
        for mark in pane.marks_over(row.span) {
            let MarkKind::Link(link) = &mark.kind else { continue };
            let Ok(address) = address(link, pane.article.address.as_deref()) else { continue };
            let column = |at| wrap::column_of(pane.matter(), *row, at) as u16;
            let start = column(mark.span.start()).min(area.width);
            let end = column(mark.span.end().min(row.span.end())).min(area.width);
            let place = Rect { x: area.x + start, y: area.y + line, width: end - start, height: 1 };
            let side = panes.side.is_some_and(|side| side.intersects(place));
            if end > start && !side {
                found.push(ScreenLink { area: place, address });
            }
        }
    }
    found
}

fn indented(area: Rect, indent: usize) -> Rect {
    let indent = (indent as u16).min(area.width);
    Rect { x: area.x + indent, width: area.width - indent, ..area }
}

impl ArticleView<'_> {
    /// Returns whether this is the article that has the keys, and not the one beside it.
    fn has_keys(&self) -> bool {
        self.app.pane().is_some_and(|pane| std::ptr::eq(pane, self.pane))
    }

    /// Returns what the rows depend on besides their places.
    pub fn standing(&self) -> Standing {
        let here = self.pane.claim_here().filter(|_| self.has_keys());
        Standing {
            revision: self.app.revision,
            here,
            lit: self.lit(here),
            selected: self.pane.selected(),
        }
    }

    /// Returns the source whose claims are lit: that of the claim at the cursor, be it in the
    /// article beside this one.
    fn lit(&self, here: Option<Id<Claim>>) -> Option<Id<Source>> {
        match here {
            Some(here) => self.pane.claims()?.ledger.claims[here].source,
            None if !self.has_keys() => self.app.same_source_in(self.pane),
            None => None,
        }
    }

    /// Returns what a row looks like; `carried` says who spoke at the end of the row before.
    pub fn row(&self, line: &Line, standing: &Standing, carried: &str) -> TextRow {
        let mut carried = [CompactString::from(carried), CompactString::from(carried)];
        let Line::Row { row, block, .. } = line else {
            return TextRow { strip: self.blank(), carried, claims: Vec::new() };
        };
        let pieces = self.pieces(row.span);
        let mut margin = Signs::new();
        if self.panes.gutter.width > 0 && self.app.surroundings == Surroundings::All {
            margin.extend(self.note_sign(row.span));
            let (signs, last) = self.speakers(&pieces, standing, &carried[0]);
            margin.extend(signs);
            carried[1] = last;
        }
        let mut claims = Vec::with_capacity(pieces.len());
        if let Some(index) = self.pane.claims() {
            let source = |piece: &Piece| index.ledger.claims[piece.claim].source;
            claims.extend(pieces.iter().map(|piece| (piece.claim, source(piece))));
            claims.dedup();
        }
        let layers = self.layers(*row, *block, &pieces, standing);
        let strip = Rc::new(self.strip(line, &layers, &margin));
        TextRow { strip, carried, claims }
    }

    /// Returns how many columns the strips of rows have.
    fn columns(&self) -> u16 {
        self.panes.text.width - self.panes.overview.width
    }

    /// Returns what a row without anything on it looks like.
    pub fn blank(&self) -> Rc<Strip> {
        Rc::new(Pencil::new(self.theme, self.columns(), Style::new()).strip())
    }

    /// Writes a row from the left: its margin, what stands before the words, the words.
    fn strip(&self, line: &Line, layers: &[Layer], margin: &[Sign]) -> Strip {
        let panes = self.panes;
        let mut pencil = Pencil::new(self.theme, self.columns(), Style::new());
        let Line::Row { row, block, first, indent, shift } = *line else { return pencil.strip() };
        let gutter = panes.gutter.x - panes.text.x;
        for (column, text, style) in margin {
            pencil.text(gutter + column, gutter + panes.gutter.width, text, *style);
        }
        let start = panes.words.x - panes.text.x;
        let words = Columns { start, end: start + panes.words.width };
        self.write_quote_bars(&mut pencil, words, block);
        if first {
            self.write_marker(&mut pencil, words, block, indent);
        }
        let start = (start + indent as u16).min(words.end);
        self.write_words(&mut pencil, Columns { start, ..words }, row, shift, layers);
        pencil.strip()
    }

    /// Returns the pieces of shown claims on a row, the outer ones first.
    fn pieces(&self, span: TextSpan) -> Pieces {
        let (Some(claims), Surroundings::All) = (self.pane.claims(), self.app.surroundings) else {
            return Pieces::new();
        };
        let mut pieces = self.pane.pieces_over(span);
        pieces.retain(|piece| self.app.shows(self.pane, piece.claim));
        pieces.sort_by_key(|piece| {
            (claims.ledger.chain(piece.claim).count(), piece.claim, piece.part)
        });
        pieces
    }

    fn layers(&self, row: Row, block: usize, pieces: &[Piece], standing: &Standing) -> Layers {
        let article = &self.pane.article;
        let mut layers = Layers::new();
        layers.push((row.span, self.block_style(&article.blocks[block])));
        let marks = self.pane.marks_over(row.span);
        layers.extend(marks.map(|mark| (mark.span, self.mark_style(&mark.kind))));
        let only = self.pane.only.is_some() && self.app.surroundings == Surroundings::All;
        if only {
            layers.extend(between(row.span, pieces).map(|span| (span, self.theme.aside())));
        }
        if let Some(claims) = self.pane.claims() {
            layers.extend(pieces.iter().map(|piece| {
                let (source, nearness, weight) = self.nearness(claims, piece.claim, standing);
                let style = self.theme.part(piece.part, source, nearness, weight);
                match (piece.part, weight) {
                    // Not in the colour of a claim that it stands in: dimmed and coloured is too
                    // dark to read.
                    (Part::Cue, _) | (_, Weight::Dimmed) => {
                        (piece.span, Style::new().fg(Color::Reset).patch(style))
                    }
                    // Nor dimmed as the cue or the attitude that it stands in, for it is neither.
                    (Part::Quoted | Part::Reported | Part::Attribution, Weight::Full) => {
                        let full = Style::new().remove_modifier(Modifier::DIM);
                        (piece.span, full.patch(style))
                    }
                }
            }));
        }
        if let Some(notes) = &self.pane.notes {
            let notes = notes.over(row.span);
            layers.extend(notes.map(|(span, note)| (span, self.theme.highlight(note.colour))));
        }
        if let Some(search) = &self.pane.search {
            layers.extend(search.over(row.span).map(|span| (span, self.theme.found())));
        }
        layers.extend(standing.selected.map(|span| (span, self.theme.selected())));
        layers
    }

    fn write_words(
        &self,
        pencil: &mut Pencil<'_>,
        columns: Columns,
        row: Row,
        shift: usize,
        layers: &[Layer],
    ) {
        let Columns { start, end } = columns;
        let mut brush = Brush::new(layers);
        let width = match wrap::plain(self.pane.matter(), row).filter(|_| shift == 0) {
            Some(words) => brush.write(pencil, columns, row.span.start(), words),
            None => self.write_glyphs(pencil, columns, row, shift, &mut brush),
        };
        let after = start + width.saturating_sub(shift).min(usize::from(end - start)) as u16;
        if row.end == RowEnd::Hyphen {
            let last = TextSpan::new(row.span.end().saturating_sub(1), row.span.end());
            pencil.text(after, end, "-", brush.style_of(last));
        }
        if width > shift + usize::from(end - start) {
            pencil.text(end.saturating_sub(1), end, "›", self.theme.aside());
        }
    }

    /// Writes the glyphs of a row one by one, those that are scrolled out at the left left out;
    /// returns how many columns the whole row takes.
    fn write_glyphs(
        &self,
        pencil: &mut Pencil<'_>,
        columns: Columns,
        row: Row,
        shift: usize,
        brush: &mut Brush<'_>,
    ) -> usize {
        let Columns { start, end } = columns;
        let room = usize::from(end - start);
        if shift > 0 {
            pencil.text(start, end, "‹", self.theme.aside());
        }
        let mut width = 0;
        for placed in wrap::placed(self.pane.matter(), row) {
            width = placed.end();
            let style = brush.style(placed.glyph.span);
            let Some(column) = placed.column.checked_sub(shift) else { continue };
            if column >= room {
                break;
            }
            let is_marked = shift > 0 && column == 0;
            let column = start + column as u16;
            // What stands where more to the left is marked is not seen.
            if !is_marked {
                pencil.glyph(column, end, &placed.glyph, style);
            }
            // A blank may be wider than one column: in tables, code, and where rows are justified.
            let mut after = column + placed.columns.min(usize::from(end - column)) as u16;
            pencil.fill(after, style);
            for inset in placed.insets {
                after = pencil.text(after, end, &inset.label(), self.theme.aside());
            }
        }
        width
    }

    /// Writes a bar for each block quote that a block stands in.
    fn write_quote_bars(&self, pencil: &mut Pencil<'_>, words: Columns, block: usize) {
        let levels = self.pane.article.blocks[block].quoted;
        let room = (words.end - words.start) / 3;
        for level in (0..u16::from(levels)).take_while(|level| 2 * level < room) {
            pencil.text(words.start + 2 * level, words.end, "│", self.theme.border());
        }
    }

    /// Writes what stands left of a block's first row: the bullet of an item.
    fn write_marker(&self, pencil: &mut Pencil<'_>, words: Columns, block: usize, indent: usize) {
        if let BlockKind::Item { marker, .. } = &self.pane.article.blocks[block].kind {
            let column = indent.saturating_sub(glyph::width(marker) + 1) as u16;
            pencil.text(words.start + column, words.end, marker, self.theme.aside());
        }
    }

    /// Returns the sign of a note that begins on a row.
    fn note_sign(&self, span: TextSpan) -> Option<Sign> {
        let notes = self.pane.notes.as_ref()?;
        let starts = |at: &TextSpan| span.contains(at.start()) || at.start() == span.start();
        let (_, note) = notes.over(span).find(|(at, _)| starts(at))?;
        let sign = match (note.is_highlight(), note.colour) {
            (true, Some(colour)) => colour.letter(),
            (true, None) | (false, _) => '✎',
        };
        // Words that took the place of the note's own are not shown as if they were its own.
        let sign = match notes.placement(note) {
            Some(Placement::Changed { .. }) => '≈',
            _ => sign,
        };
        Some((0, sign.to_compact_string(), self.theme.note(note.colour)))
    }

    /// Returns the signs of who speaks on a row, their numbers only if that is not who spoke at the
    /// end of the row before; and who speaks at its end.
    fn speakers(
        &self,
        pieces: &[Piece],
        standing: &Standing,
        carried: &str,
    ) -> (Signs, CompactString) {
        let spoken = self.pane.claims().and_then(|claims| {
            Speakers::of(claims, pieces, carried).map(|speakers| (claims, speakers))
        });
        let Some((claims, speakers)) = spoken else { return Default::default() };
        let mut signs = Signs::new();
        let new = &speakers.new;
        let room = usize::from(BAR - NUMBER);
        if let Some((label, claim)) = new.first() {
            let mut all = label.clone();
            new[1..].iter().for_each(|(label, _)| all.extend([" ", label.as_str()]));
            let text = if glyph::width(&all) <= room {
                all
            } else if new.len() > 1 && glyph::width(label) < room {
                format_compact!("{label}+")
            } else {
                shorten(label, room)
            };
            let column = BAR - (glyph::width(&text) as u16).min(BAR - NUMBER);
            let (source, nearness, weight) = self.nearness(claims, *claim, standing);
            signs.push((column, text, self.theme.margin(source, nearness, weight)));
        }
        let here = standing.here.filter(|here| speakers.claims.contains(here));
        let near = here.unwrap_or(speakers.claims[0]);
        let (source, nearness, weight) = self.nearness(claims, near, standing);
        let style = self.theme.margin(source, nearness, weight).remove_modifier(Modifier::REVERSED);
        let bar = match (nearness, claims.ledger.claims[near].kind) {
            (Nearness::Here, _) => "█",
            (_, ClaimKind::Direct) => "┃",
            (_, ClaimKind::Mixed) => "╏",
            (_, ClaimKind::Indirect) => "┊",
        };
        signs.push((BAR, CompactString::const_new(bar), style));
        (signs, speakers.last)
    }

    /// Draws where the claims lie, from the start of the text to its end, and what is in sight;
    /// nothing where all of it is.
    pub fn draw_overview(&self, buf: &mut Buffer) {
        let cells = &self.pane.overview.cells;
        if self.panes.overview.width == 0 || cells.iter().all(|cell| cell.in_sight) {
            return;
        }
        for (line, cell) in (0..self.panes.overview.height).zip(cells) {
            let sign = match (cell.claimed, cell.in_sight) {
                (0, false) => " ",
                (0, true) => "┃",
                (_, false) => "▪",
                (_, true) => "▐",
            };
            let style = match cell.claimed {
                0 => self.theme.border(),
                _ => self.theme.source(cell.source.map(Id::index)),
            };
            canvas::line(buf, self.panes.overview, line, sign, style);
        }
    }

    /// Draws the letters that are still to be typed over the words that they go to.
    fn draw_hints(&self, buf: &mut Buffer, area: Rect, hints: &Hints) {
        // Where letters would lie on those before them, they move on.
        let (mut last, mut free) = (usize::MAX, 0);
        for hint in &hints.places {
            let Some(Line::Row { row, indent, shift, .. }) = self.pane.screen.get(hint.line) else {
                continue;
            };
            if hint.line != last {
                (last, free) = (hint.line, 0);
            }
            let column = wrap::column_of(self.pane.matter(), *row, hint.at);
            let place = indent + column.saturating_sub(*shift);
            let column = (place as u16).max(free);
            let letters = hint.letters.strip_prefix(&hints.typed).unwrap_or_default();
            let line = hint.line as u16;
            free = canvas::text_at(buf, area, column, line, letters, self.theme.hint());
        }
    }

    fn nearness(
        &self,
        claims: &ClaimIndex,
        claim: Id<Claim>,
        standing: &Standing,
    ) -> (Option<usize>, Nearness, Weight) {
        let row = &claims.ledger.claims[claim];
        let nearness = standing.nearness((claim, row.source));
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
fn shorten(label: &str, room: usize) -> CompactString {
    match (label.split('▸').next(), label.rsplit('▸').next()) {
        (Some(first), Some(last)) if label.contains('▸') => {
            let short = format!("{first}…{last}");
            glyph::clip(&short, room).into()
        }
        _ => glyph::clip(label, room).into(),
    }
}
