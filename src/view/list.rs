//! The rows of a list, whatever they stand for.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    app::{
        App, ArticlePane, ClaimIndex, DETAIL, EntryState, List, Listed, Pick, RowInSight, counted,
        kind_name,
    },
    article::BlockKind,
    base::{Id, TextSpan},
    claims::{Claim, DetailKind, Source, SourceKind},
    library::{Note, Placement},
    text::glyph,
    view::{canvas, pencil::Pencil, strip::Strip, theme::Theme},
};

/// Bytes of the text that are shown before the words of a mention.
const CONTEXT_BEFORE: usize = 24;
/// Bytes that are shown behind them.
const CONTEXT_AFTER: usize = 64;

/// A list in its area.
pub struct ListView<'a> {
    /// Everything.
    pub app: &'a App,
    /// The looks.
    pub theme: &'a Theme,
    /// Which list.
    pub list: List,
}

/// A row as it is drawn: lines of text, each with its look, and what stands at the right.
struct Drawn {
    lines: Vec<DrawnLine>,
    right: String,
}

/// Texts with the column that each starts at, and their look.
struct DrawnLine {
    texts: Vec<(u16, String)>,
    style: Style,
}

/// Makes a line of one text that starts at column `indent`.
fn line(indent: u16, text: impl Into<String>, style: Style) -> DrawnLine {
    DrawnLine { texts: vec![(indent, text.into())], style }
}

/// A line of a list as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ListLine {
    /// Which line of the list's area.
    pub line: u16,
    /// Texts with the column that each starts at.
    texts: Vec<(u16, String)>,
    /// What stands at the right.
    right: String,
    style: Style,
    /// Whether it is of the chosen row.
    pub chosen: bool,
}

/// What the chosen row of a list looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// What lies over its words.
    words: Style,
    /// What its lines are filled with, if the list has the keys.
    lit: Option<Style>,
}

impl ListLine {
    fn write(&self, chosen: Chosen, pencil: &mut Pencil<'_>, width: u16) {
        let style = if self.chosen { self.style.patch(chosen.words) } else { self.style };
        let reserved = self.right.chars().count() as u16 + u16::from(!self.right.is_empty());
        for (column, text) in &self.texts {
            pencil.text(*column, width.saturating_sub(reserved), text, style);
        }
        pencil.right(0, &self.right, style);
    }
}

/// Writes what stands on one line of a list of `width` columns.
pub fn strip(lines: &[ListLine], chosen: Chosen, theme: &Theme, width: u16) -> Strip {
    let lit = chosen.lit.filter(|_| lines.iter().any(|line| line.chosen));
    let mut pencil = Pencil::new(theme, width, lit.unwrap_or_default());
    lines.iter().for_each(|line| line.write(chosen, &mut pencil, width));
    pencil.strip()
}

/// Returns those of `lines` that stand on line `line`.
pub fn on(lines: &[ListLine], line: u16) -> &[ListLine] {
    let start = lines.partition_point(|it| it.line < line);
    let end = lines.partition_point(|it| it.line <= line);
    &lines[start..end]
}

/// Draws the lines of a list in its area.
pub fn draw(lines: &[ListLine], chosen: Chosen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    for line in 0..area.height {
        let on = on(lines, line);
        if !on.is_empty() {
            strip(on, chosen, theme, area.width).draw(area.x, area.y + line, buf);
        }
    }
}

impl ListView<'_> {
    /// Returns what the chosen row looks like.
    pub fn chosen(&self) -> Chosen {
        match self.app.active_list() == Some(self.list) {
            true => Chosen { words: self.theme.selected(), lit: Some(self.theme.selected()) },
            false => Chosen { words: self.theme.here(), lit: None },
        }
    }

    /// Draws the rows around the chosen one.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) {
        let lines = self.lines(&self.app.rows_in_sight(self.list, area), area);
        draw(&lines, self.chosen(), self.theme, area, buf);
    }

    /// Returns the lines that show `rows` in `area`.
    pub fn lines(&self, rows: &[RowInSight], area: Rect) -> Vec<ListLine> {
        if rows.is_empty() {
            return self.lines_of_none(area);
        }
        let mut lines = Vec::new();
        for row in rows {
            let Drawn { lines: drawn, right } = self.row(&row.listed, area.width);
            let mut right = Some(right);
            for (line, drawn) in (row.line..area.height).zip(drawn) {
                let right = right.take().unwrap_or_default();
                let DrawnLine { texts, style } = drawn;
                lines.push(ListLine { line, texts, right, style, chosen: row.chosen });
            }
        }
        lines
    }

    /// Returns the lines that say why there are no rows.
    fn lines_of_none(&self, area: Rect) -> Vec<ListLine> {
        let waits = self.app.pane().is_some_and(|pane| pane.claims().is_none());
        let text = match self.list {
            List::People | List::Claims if waits => "finding out who says what …",
            _ => self.empty(),
        };
        let rows = canvas::text_rows(text, TextSpan::new(0, text.len()), area.width);
        let lines = (0..area.height).zip(rows).map(|(line, row)| ListLine {
            line,
            texts: vec![(0, text[row.range()].to_owned())],
            right: String::new(),
            style: self.theme.aside(),
            chosen: false,
        });
        lines.collect()
    }

    fn row(&self, row: &Listed, width: u16) -> Drawn {
        let pane = self.app.pane();
        let claims = pane.and_then(ArticlePane::claims);
        match (row, pane, claims) {
            (Listed::Source(source), _, Some(claims)) => self.source_row(claims, *source),
            (Listed::Claim(claim), Some(pane), Some(claims)) => {
                self.claim_row(pane, claims, *claim)
            }
            (Listed::Mention(span), Some(pane), _) => {
                single(2, context(pane, *span), self.theme.aside())
            }
            (Listed::About(source), _, Some(claims)) => about(claims, *source),
            (Listed::Detail(kind, span), Some(pane), _) => detail(pane, *kind, *span, width),
            (Listed::Section(text), _, _) => single(0, text.clone(), self.theme.heading()),
            (Listed::Note(id), Some(pane), _) => self.note_row(pane, id),
            (Listed::Block(block), Some(pane), _) => self.block_row(pane, *block),
            (Listed::Entry(entry), _, _) => self.entry_row(*entry),
            (Listed::Link(number, span, address), Some(pane), _) => {
                let words = span.slice(&pane.article.text).unwrap_or_default();
                let lines = vec![
                    line(0, format!("{number} {words}"), Style::new()),
                    line(2, address.clone(), self.theme.aside()),
                ];
                Drawn { lines, right: String::new() }
            }
            (Listed::Heading(group), _, _) => single(0, group.title(), self.theme.heading()),
            (Listed::Keys(action, keys), _, _) => {
                let texts = vec![
                    (2, glyph::clip(keys, 17).into_owned()),
                    (20, action.name().to_owned()),
                    (40, action.help().to_owned()),
                ];
                let lines = vec![DrawnLine { texts, style: Style::new() }];
                Drawn { lines, right: String::new() }
            }
            (Listed::Shelf(row), _, _) => self.shelf_row(*row),
            (Listed::Line(words), _, _) => single(0, words.clone(), Style::new()),
            (Listed::Pick(pick), Some(pane), Some(claims)) => self.pick_row(pane, claims, pick),
            _ => single(0, "", Style::new()),
        }
    }

    /// Draws a note of the library with its article.
    fn shelf_row(&self, row: usize) -> Drawn {
        let Some(row) = self.app.shelf.row(row) else { return single(0, "", Style::new()) };
        let note = &row.note;
        let first = match note.body.lines().next() {
            Some(body) => format!("✎ {body}"),
            None => format!("▒ {}", note.anchor.exact.replace('\n', " ")),
        };
        let title = if row.title.is_empty() { "an article without a title" } else { &row.title };
        let words = note.anchor.exact.replace('\n', " ");
        let words = if note.body.is_empty() { "" } else { &words };
        let below = [row.source.as_str(), title, words].into_iter().filter(|it| !it.is_empty());
        let below = below.collect::<Vec<_>>().join(" · ");
        Drawn {
            lines: vec![
                line(0, first, self.theme.note(note.colour)),
                line(2, below, self.theme.aside()),
            ],
            right: self.facts(note, ""),
        }
    }

    /// Returns what is known of a note beside its words: star, tags, what became of it, colour, day.
    fn facts(&self, note: &Note, state: &str) -> String {
        let tags: Vec<String> = note.tags.iter().map(|tag| format!("#{tag}")).collect();
        let star = if note.starred { "★" } else { "" };
        let colour = note.colour.map_or("", |colour| self.app.colour_name(colour));
        let tags = tags.join(" ");
        let facts = [star, tags.as_str(), state, colour];
        facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Draws something that may be said of a claim or a source.
    fn pick_row(&self, pane: &ArticlePane, claims: &ClaimIndex, pick: &Pick) -> Drawn {
        let name = |source: &Id<Source>| {
            format!("{} {}", source.index() + 1, claims.ledger.sources[*source].name)
        };
        let plain = |text: &str| single(0, text, Style::new());
        let of = |text: String, source: &Id<Source>| {
            single(0, text, self.theme.source(Some(source.index())))
        };
        match pick {
            Pick::Accept => plain("it is as it stands"),
            Pick::SaidBy(source) => of(format!("said by {}", name(source)), source),
            Pick::NewSource => plain("said by somebody else …"),
            Pick::Nobody => plain("the text does not say who"),
            Pick::NotAClaim => plain("nobody claims this"),
            Pick::OtherWords => plain("it is other words …"),
            Pick::Same(source) => of(format!("the same as {}", name(source)), source),
            Pick::Apart(span) => {
                plain(&format!("somebody else is meant here: {}", context(pane, *span)))
            }
            Pick::Rename => plain("it has another name …"),
            Pick::Nature(nature) => {
                plain(&format!("it is a source of this kind: {}", nature.describe()))
            }
        }
    }

    fn source_row(&self, claims: &ClaimIndex, source: Id<Source>) -> Drawn {
        let row = &claims.ledger.sources[source];
        let style = self.theme.source(Some(source.index()));
        let count = claims.claims_of(source).len();
        let yours = if claims.is_source_by_reader(source) { " · yours" } else { "" };
        let detail = format!("{} · {}{yours}", describe(row), standing(claims, source));
        Drawn {
            lines: vec![
                line(0, format!("{} {}", source.index() + 1, row.name), style),
                line(2, detail, self.theme.aside()),
            ],
            right: count.to_string(),
        }
    }

    fn claim_row(&self, pane: &ArticlePane, claims: &ClaimIndex, claim: Id<Claim>) -> Drawn {
        let row = &claims.ledger.claims[claim];
        let depth = claims.ledger.chain(claim).count();
        let indent = 2 * depth.min(6) as u16;
        let name = match row.source {
            Some(source) => claims.ledger.sources[source].name.clone(),
            None => unknown(claims, claim),
        };
        let words: Vec<&str> =
            row.content.iter().filter_map(|span| span.slice(&pane.article.text)).collect();
        let head = format!("{} {name}", claims.label(claim));
        Drawn {
            lines: vec![
                line(indent, head, self.theme.source(row.source.map(Id::index))),
                line(indent + 2, words.join(" … "), Style::new()),
            ],
            right: if claims.is_by_reader(claim) {
                format!("{} yours", kind_name(row.kind))
            } else {
                format!("{} {:.2}", kind_name(row.kind), row.confidence)
            },
        }
    }

    fn note_row(&self, pane: &ArticlePane, id: &crate::library::NoteId) -> Drawn {
        let Some(notes) = &pane.notes else { return single(0, "", Style::new()) };
        let Some(note) = notes.annotations().note(id) else { return single(0, "", Style::new()) };
        let body = note.body.lines().next().unwrap_or_default();
        let sign = if note.is_highlight() { "▒" } else { "✎" };
        let first = if body.is_empty() { "highlight" } else { body };
        let (state, words) = self.standing(pane, note, notes.placement(note));
        // In the outline notes stand under their paragraph.
        let indent = if self.list == List::Outline { 6 } else { 0 };
        Drawn {
            lines: vec![
                line(indent, format!("{sign} {first}"), self.theme.note(note.colour)),
                line(indent + 2, words, self.theme.aside()),
            ],
            right: self.facts(note, &state),
        }
    }

    /// Returns what became of a note's words, empty where nothing did, and the words: both the old
    /// and the new where they differ.
    fn standing(
        &self,
        pane: &ArticlePane,
        note: &Note,
        placement: Option<&Placement>,
    ) -> (String, String) {
        let old = note.anchor.exact.clone();
        match placement {
            None => ("looking …".to_owned(), old),
            Some(Placement::Exact(_)) => (String::new(), old),
            Some(Placement::Moved(_)) => ("moved".to_owned(), old),
            Some(Placement::Changed { span, .. }) => {
                let new = span.slice(&pane.article.text).unwrap_or_default();
                ("changed".to_owned(), format!("{new} ‖ was: {old}"))
            }
            Some(Placement::Ambiguous(places)) => {
                (format!("in {}?", counted(places.len(), "place")), old)
            }
            Some(Placement::Lost) => ("lost".to_owned(), old),
        }
    }

    fn block_row(&self, pane: &ArticlePane, block: usize) -> Drawn {
        let row = &pane.article.blocks[block];
        let notes = pane.notes.as_ref().map_or(0, |notes| notes.over(row.span).count());
        let pieces = pane.pieces_over(row.span);
        let mut claims: Vec<_> = pieces.iter().map(|piece| piece.claim).collect();
        claims.retain(|claim| self.app.shows(pane, *claim));
        claims.sort();
        claims.dedup();
        let (indent, style) = match row.kind {
            BlockKind::Title => (0, self.theme.title()),
            BlockKind::Heading(level) => (u16::from(level.clamp(1, 6)) - 1, self.theme.heading()),
            _ => (2, Style::new()),
        };
        let text = pane.article.block_text(row);
        let mut right = Vec::new();
        if let Some(index) = pane.claims()
            && !claims.is_empty()
        {
            let mut labels: Vec<_> = claims.iter().map(|claim| index.label(*claim)).collect();
            labels.sort();
            labels.dedup();
            right.push(glyph::clip(&labels.join(" "), 16).into_owned());
            right.push(counted(claims.len(), "claim"));
        }
        if notes > 0 {
            right.push(counted(notes, "note"));
        }
        let words: String = text.chars().take(200).collect();
        Drawn { lines: vec![line(2 * indent, words, style)], right: right.join(" · ") }
    }

    fn entry_row(&self, entry: Id<crate::app::Entry>) -> Drawn {
        let row = &self.app.entries[entry];
        let (title, right) = match &row.state {
            EntryState::Ready(pane) => {
                let claims = pane.claims().map_or(0, |claims| claims.ledger.claims.len());
                (pane.article.title.clone(), counted(claims, "claim"))
            }
            EntryState::Unread => (String::new(), String::new()),
            EntryState::Loading => (String::new(), "reading …".to_owned()),
            EntryState::Failed(_) => (String::new(), "cannot be read".to_owned()),
        };
        let title = if title.is_empty() { row.label.clone() } else { title };
        Drawn {
            lines: vec![
                line(0, format!("{} {title}", entry.index() + 1), Style::new()),
                line(2, row.label.clone(), self.theme.aside()),
            ],
            right,
        }
    }

    fn empty(&self) -> &'static str {
        if !self.app.sift(self.list).filter.trim().is_empty() {
            return "nothing here holds what was typed; Esc shows all";
        }
        match self.list {
            List::People => "nobody is said to say anything in this article",
            List::Claims => "no claims in this article",
            List::Notes => {
                "no notes yet: on a claim or a selection, a writes one and cc highlights"
            }
            List::Person(_) => "nothing",
            List::Outline => "no headings, claims or notes",
            List::Links => "no links in this article",
            List::Articles => "nothing is open",
            List::Help => "no key here does that; Esc shows all",
            List::Correct(_) => "there is nothing to say of this",
            List::Shelf if self.app.shelf.is_empty() => "no notes in the library yet",
            List::Shelf => "no note is meant by this; / changes it",
            List::History => "nothing was done",
        }
    }
}

fn single(indent: u16, text: impl Into<String>, style: Style) -> Drawn {
    Drawn { lines: vec![line(indent, text, style)], right: String::new() }
}

/// Returns what a source is, in numbers.
fn about(claims: &ClaimIndex, source: Id<Source>) -> Drawn {
    let row = &claims.ledger.sources[source];
    let mut facts = format!("{} · {}% of the words", describe(row), claims.share(source));
    if let Some(through) = through(claims, source) {
        facts = format!("{facts} · {through}");
    }
    single(0, facts, Style::new())
}

/// Returns what the article says of a source, over as many lines as that takes.
fn detail(pane: &ArticlePane, kind: DetailKind, span: TextSpan, width: u16) -> Drawn {
    let name = match kind {
        DetailKind::Role => "role",
        DetailKind::Body => "body",
        DetailKind::Place => "place",
        DetailKind::Number => "number",
        DetailKind::WhyUnnamed => "why unnamed",
    };
    let rows = canvas::text_rows(&pane.article.text, span, width.saturating_sub(DETAIL));
    let words = rows.iter().filter_map(|row| row.slice(&pane.article.text));
    let mut lines: Vec<DrawnLine> = words.map(|words| line(DETAIL, words, Style::new())).collect();
    if let Some(first) = lines.first_mut() {
        first.texts.insert(0, (2, name.to_owned()));
    }
    Drawn { lines, right: String::new() }
}

/// Returns what stands in place of the name where the source is unknown, with those whom it may
/// be: `who? 3 Carl Holt 48%, 1 Anna Berg 40%`.
pub fn unknown(claims: &ClaimIndex, claim: Id<Claim>) -> String {
    let row = &claims.ledger.claims[claim];
    let numbered = row.candidates.iter().map(|candidate| {
        let name = &claims.ledger.sources[candidate.source].name;
        format!("{} {name} {:.0}%", candidate.source.index() + 1, candidate.share * 100.0)
    });
    let all = numbered.collect::<Vec<_>>().join(", ");
    if all.is_empty() { "unknown".to_owned() } else { format!("who? {all}") }
}

/// Returns what a source is: `unnamed person`, `group`.
pub fn describe(source: &Source) -> String {
    let kind = match source.kind {
        SourceKind::Person => "person",
        SourceKind::Group => "group",
        SourceKind::Organisation => "organisation",
        SourceKind::Document => "document",
        SourceKind::Unknown => "source",
    };
    let unnamed = matches!(source.kind, SourceKind::Person | SourceKind::Unknown) && !source.named;
    if unnamed { format!("unnamed {kind}") } else { kind.to_owned() }
}

/// Returns through whom a source speaks, or what share of the words it is given.
fn standing(claims: &ClaimIndex, source: Id<Source>) -> String {
    through(claims, source).unwrap_or_else(|| format!("{}% of the words", claims.share(source)))
}

/// Returns through whom a source speaks, if it speaks through one other only.
fn through(claims: &ClaimIndex, source: Id<Source>) -> Option<String> {
    let parents = claims.claims_of(source).iter().map(|claim| claims.ledger.claims[*claim].parent);
    let mut through =
        parents.map(|parent| parent.map(|parent| claims.ledger.claims[parent].source));
    let first = through.next()??;
    if !through.all(|other| other == Some(first)) {
        return None;
    }
    Some(match first {
        Some(first) => format!("through {}", first.index() + 1),
        None => "through an unknown source".to_owned(),
    })
}

/// Returns the words of `span` with a little of what stands around them, whole words only.
fn context(pane: &ArticlePane, span: TextSpan) -> String {
    let text = &pane.article.text;
    let block = pane.article.blocks[pane.block_at(span.start())].span;
    let near = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let from = near(span.start().saturating_sub(CONTEXT_BEFORE).max(block.start()));
    let to = near((span.end() + CONTEXT_AFTER).min(block.end()));
    let before = &text[from..span.start()];
    let before = match (from > block.start(), before.find(' ')) {
        (true, Some(space)) => format!("…{}", &before[space..]),
        (true, None) => "…".to_owned(),
        (false, _) => before.to_owned(),
    };
    let after = &text[span.end().min(to)..to];
    let after = match (to < block.end(), after.rfind(' ')) {
        (true, Some(space)) => format!("{} …", &after[..space]),
        (true, None) => "…".to_owned(),
        (false, _) => after.to_owned(),
    };
    format!("{before}{}{after}", span.slice(text).unwrap_or_default())
}
