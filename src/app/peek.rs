//! A look at what was noted here, beside the passage: the text and the cursor stay where they are.

use crate::{
    app::{Action, App, Edge, Effect, Focus, Line, moves::Way},
    base::TextSpan,
    layout::{self, Rect, Side},
    library::{Note, NoteId, Placement},
    text::wrap::{self, Flow},
};

/// A note that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// Which.
    pub note: NoteId,
    /// How many of its rows are scrolled out of sight.
    top: usize,
}

/// What a look shows and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peeked {
    /// Where, with a frame.
    pub area: Rect,
    /// Which of the notes here it is, and what is known of it beside its words.
    pub title: String,
    /// How many notes lie here.
    pub notes: usize,
    /// The rows in sight.
    pub rows: Vec<String>,
    /// How many rows are above and below those.
    pub hidden: (usize, usize),
}

impl App {
    /// Opens a look at the note here; if one is open, at the next of those that lie on these words.
    pub(super) fn peek(&mut self) {
        if self.peek.is_some() {
            return self.peek_at_next(Way::Forward);
        }
        match self.note_here().map(|note| note.id.clone()) {
            Some(note) => self.peek = Some(Peek { note, top: 0 }),
            None => self.warn("there is no note here; ]n goes to the next"),
        }
    }

    fn peek_at_next(&mut self, way: Way) {
        let here: Vec<NoteId> = self.notes_here().iter().map(|note| note.id.clone()).collect();
        let Some(peek) = &mut self.peek else { return };
        let at = here.iter().position(|note| *note == peek.note).unwrap_or(0);
        let next = match way {
            Way::Forward => (at + 1) % here.len().max(1),
            Way::Backward => (at + here.len().saturating_sub(1)) % here.len().max(1),
        };
        if let Some(note) = here.get(next).filter(|_| here.len() > 1) {
            *peek = Peek { note: note.clone(), top: 0 };
        } else {
            self.say("there is one note here");
        }
    }

    /// Scrolls, changes or closes the look that is open; `None` if none is, or the action does
    /// something else.
    pub(super) fn move_in_peek(&mut self, action: Action, count: usize) -> Option<Vec<Effect>> {
        let peeked = self.peeked()?;
        let page = peeked.rows.len().max(1);
        match action {
            Action::Down => self.scroll_peek(count as isize),
            Action::Up => self.scroll_peek(-(count as isize)),
            Action::HalfPageDown => self.scroll_peek((page / 2).max(1) as isize),
            Action::HalfPageUp => self.scroll_peek(-((page / 2).max(1) as isize)),
            Action::PageDown => self.scroll_peek(page as isize),
            Action::PageUp => self.scroll_peek(-(page as isize)),
            Action::Top => self.scroll_peek_to(Edge::Start),
            Action::Bottom => self.scroll_peek_to(Edge::End),
            Action::NextPane => self.peek_at_next(Way::Forward),
            Action::PreviousPane => self.peek_at_next(Way::Backward),
            Action::Escape | Action::Close => self.peek = None,
            _ => return None,
        }
        Some(Vec::new())
    }

    fn scroll_peek_to(&mut self, edge: Edge) {
        self.scroll_peek(match edge {
            Edge::Start => isize::MIN,
            Edge::End => isize::MAX,
        });
    }

    fn scroll_peek(&mut self, rows: isize) {
        let Some(Peeked { hidden: (above, below), .. }) = self.peeked() else { return };
        if let Some(peek) = &mut self.peek {
            peek.top = above.saturating_add_signed(rows).min(above + below);
        }
    }

    /// Closes the look once its note is no longer where the cursor is, or a list has the keys.
    pub(super) fn settle_peek(&mut self) {
        let Some(peek) = &self.peek else { return };
        let in_text = self.page.is_none() && self.focus == Focus::Text;
        if !in_text || self.notes_here().iter().all(|note| note.id != peek.note) {
            self.peek = None;
        }
    }

    /// Returns the notes at the cursor, those with the shortest passage first.
    pub(super) fn notes_here(&self) -> Vec<&Note> {
        let pane = self.pane();
        let notes = pane.and_then(|pane| Some(pane.notes.as_ref()?.all_at(pane.cursor)));
        notes.unwrap_or_default()
    }

    /// Returns what the look that is open shows, and where; nothing while a field is open.
    pub fn peeked(&self) -> Option<Peeked> {
        let peek = self.peek.as_ref().filter(|_| self.prompt.is_none())?;
        let here = self.notes_here();
        let at = here.iter().position(|note| note.id == peek.note)?;
        let note = here[at];
        let panes = self.panes();
        let beside = self.side_state() == Side::Resting && panes.side.is_some();
        let words = |width: u16| self.peek_rows(note, width.saturating_sub(4));
        let place = layout::peek(&panes, beside, self.lines_of_note(note), |width| {
            u16::try_from(words(width).len()).unwrap_or(u16::MAX)
        });
        let rows = words(place.width);
        let room = usize::from(place.height.saturating_sub(2));
        let top = peek.top.min(rows.len().saturating_sub(room));
        let below = rows.len().saturating_sub(top + room);
        let rows = rows.into_iter().skip(top).take(room).collect();
        let title = self.peek_title(note, (at, here.len()));
        Some(Peeked { area: place, title, notes: here.len(), rows, hidden: (top, below) })
    }

    fn peek_title(&self, note: &Note, (at, count): (usize, usize)) -> String {
        let number = match count {
            1 => "note".to_owned(),
            _ => format!("note {} of {count}", at + 1),
        };
        let colour = note.colour.map(|colour| self.colour_name(colour).to_owned());
        let star = note.starred.then(|| "★".to_owned());
        let tags = note.tags.iter().map(|tag| format!("#{tag}"));
        let facts = std::iter::once(number).chain(colour).chain(star).chain(tags);
        facts.collect::<Vec<_>>().join(" · ")
    }

    /// Returns all rows of a note: its words, and those of its passage where they were others.
    fn peek_rows(&self, note: &Note, width: u16) -> Vec<String> {
        let mut text = note.body.clone();
        if text.is_empty() {
            text.push_str("a highlight; a writes a note on it");
        }
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        if let Some(Placement::Changed { .. }) = notes.and_then(|notes| notes.placement(note)) {
            text.push_str(&format!("\n\nmade on: {}", note.anchor.exact));
        }
        let mut rows = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let span = TextSpan::new(start, start + line.len());
            let set = wrap::rows(&text, span, width.into(), Flow::Prose);
            rows.extend(set.into_iter().map(|row| wrap::line(&text, row)));
            start += line.len() + 1;
        }
        rows
    }

    /// Returns the first and the last line of the screen that a note's passage is on, from 0; the
    /// line of the cursor where the passage takes more than half of the screen.
    fn lines_of_note(&self, note: &Note) -> (u16, u16) {
        let Some(pane) = self.pane() else { return (0, 0) };
        let span = pane.notes.as_ref().and_then(|notes| notes.span_of(&note.id));
        let is_on = |line: &Line| match line {
            Line::Row { row, .. } => span.is_some_and(|span| row.span.overlaps(span)),
            Line::Blank => false,
        };
        let lines = (
            pane.screen.iter().position(is_on).unwrap_or(0),
            pane.screen.iter().rposition(is_on).unwrap_or(0),
        );
        let (first, last) = match pane.cursor_on_screen() {
            Some((line, _)) if lines.1 - lines.0 > pane.height() / 2 => (line, line),
            _ => lines,
        };
        (first as u16, last as u16)
    }
}
