//! The rows of a list, whatever they stand for.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    app::{App, ArticlePane, ClaimIndex, EntryState, List, Listed, Pick, counted, kind_name},
    article::BlockKind,
    base::{Id, TextSpan},
    claims::{Claim, Source, SourceKind},
    library::{Note, Placement},
    text::glyph,
    view::{canvas, theme::Theme},
};

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

impl ListView<'_> {
    /// Draws the rows around the chosen one.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) {
        let rows = self.app.rows_of(self.list);
        if rows.is_empty() {
            let waits = self.app.pane().is_some_and(|pane| pane.claims().is_none());
            let text = match self.list {
                List::People | List::Claims if waits => "finding out who says what …",
                _ => self.empty(),
            };
            canvas::paragraph(buf, area, text, self.theme.aside());
            return;
        }
        let chosen = self.app.chosen_row(self.list);
        let first = self.first_row(&rows, chosen.unwrap_or(0), area.height);
        let mut line = 0;
        for (index, row) in rows.iter().enumerate().skip(first) {
            if line >= area.height {
                break;
            }
            line += self.draw_row(row, chosen == Some(index), area, line, buf);
        }
    }

    /// Returns the first row to draw, so that the chosen one is in sight with some before it.
    fn first_row(&self, rows: &[Listed], chosen: usize, height: u16) -> usize {
        let mut used = 0;
        let above = usize::from(height) / 2;
        let mut first = chosen.min(rows.len() - 1);
        while first > 0 {
            used += lines_of(&rows[first - 1]);
            if used > above {
                break;
            }
            first -= 1;
        }
        // Near the end the list is not scrolled further than its last row needs.
        let mut below: usize = rows[first..].iter().map(lines_of).sum();
        while first > 0 && below + lines_of(&rows[first - 1]) <= usize::from(height) {
            first -= 1;
            below += lines_of(&rows[first]);
        }
        first
    }

    fn draw_row(&self, row: &Listed, chosen: bool, area: Rect, line: u16, buf: &mut Buffer) -> u16 {
        let drawn = self.row(row);
        let active = self.app.active_list() == Some(self.list);
        for (offset, drawn_line) in (0..).zip(&drawn.lines) {
            if line + offset >= area.height {
                break;
            }
            let style = match (chosen, active) {
                (true, true) => drawn_line.style.patch(self.theme.selected()),
                (true, false) => drawn_line.style.patch(self.theme.here()),
                (false, _) => drawn_line.style,
            };
            if chosen && active {
                let row = Rect { y: area.y + line + offset, height: 1, ..area };
                buf.set_style(row, self.theme.selected());
            }
            let right = if offset == 0 { drawn.right.as_str() } else { "" };
            let reserved = right.chars().count() as u16 + u16::from(!right.is_empty());
            let room = Rect { width: area.width.saturating_sub(reserved), ..area };
            for (column, text) in &drawn_line.texts {
                canvas::text_at(buf, room, *column, line + offset, text, style);
            }
            canvas::right(buf, area, 0, line + offset, right, style);
        }
        drawn.lines.len() as u16
    }

    fn row(&self, row: &Listed) -> Drawn {
        let pane = self.app.pane();
        let claims = pane.and_then(ArticlePane::claims);
        match (row, pane, claims) {
            (Listed::Source(source), _, Some(claims)) => self.source_row(claims, *source),
            (Listed::Claim(claim), Some(pane), Some(claims)) => {
                self.claim_row(pane, claims, *claim)
            }
            (Listed::Mention(span), Some(pane), _) => {
                single(2, format!("mention: {}", context(pane, *span)), self.theme.aside())
            }
            (Listed::Note(id), Some(pane), _) => self.note_row(pane, id),
            (Listed::Block(block), Some(pane), _) => self.block_row(pane, *block),
            (Listed::Entry(entry), _, _) => self.entry_row(*entry),
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
        let below = match note.body.is_empty() {
            true => title.to_owned(),
            false => format!("{title} · {}", note.anchor.exact.replace('\n', " ")),
        };
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
        let count = claims.ledger.claims_of(source).count();
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
            Some(source) => claims.ledger.sources[source].name.as_str(),
            None => "unknown",
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
        Drawn {
            lines: vec![
                line(0, format!("{sign} {first}"), self.theme.note(note.colour)),
                line(2, words, self.theme.aside()),
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
        let mut claims: Vec<_> = pane
            .claims()
            .map(|claims| claims.over(row.span).iter().map(|piece| piece.claim).collect())
            .unwrap_or_default();
        claims.sort();
        claims.dedup();
        let (indent, style) = match row.kind {
            BlockKind::Title => (0, self.theme.title()),
            BlockKind::Heading(level) => (u16::from(level.clamp(1, 6)) - 1, self.theme.heading()),
            _ => (2, Style::new()),
        };
        let text = pane.article.block_text(row);
        let mut right = Vec::new();
        if !claims.is_empty() {
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
        match self.list {
            List::People => "nobody is said to say anything in this article",
            List::Claims => "no claims in this article",
            List::Notes => {
                "no notes yet: on a claim or a selection, a writes one and cc highlights"
            }
            List::Person(_) => "nothing",
            List::Outline => "no headings, claims or notes",
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

/// Returns how many lines a row takes.
fn lines_of(row: &Listed) -> usize {
    match row {
        Listed::Source(_) | Listed::Claim(_) | Listed::Note(_) | Listed::Entry(_) => 2,
        Listed::Mention(_) | Listed::Block(_) | Listed::Heading(_) | Listed::Keys(..) => 1,
        Listed::Pick(_) | Listed::Line(_) => 1,
        Listed::Shelf(_) => 2,
    }
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
    let through: Vec<_> = claims
        .ledger
        .claims_of(source)
        .map(|claim| claims.ledger.claims[claim].parent)
        .map(|parent| parent.map(|parent| claims.ledger.claims[parent].source))
        .collect();
    match through.first() {
        Some(Some(first)) if through.iter().all(|through| *through == Some(*first)) => {
            match first {
                Some(first) => format!("through {}", first.index() + 1),
                None => "through an unknown source".to_owned(),
            }
        }
        _ => format!("{}% of the words", claims.share(source)),
    }
}

/// Returns the words of `span` with a little of what stands around them.
fn context(pane: &ArticlePane, span: TextSpan) -> String {
    let text = &pane.article.text;
    let block = pane.article.blocks[pane.block_at(span.start())].span;
    let near = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = near(span.start().saturating_sub(24).max(block.start()));
    let end = near((span.end() + 40).min(block.end()));
    let before = if start > block.start() { "…" } else { "" };
    format!("{before}{}", &text[start..end.max(start)])
}
