//! The fields that the reader types in: search, command, note.

use ratatui_textarea::{Input, Key as FieldKey, TextArea};

use crate::{
    app::{
        List, Subject,
        key::{Code, Key},
        moves::Way,
    },
    base::TextSpan,
    library::NoteId,
};

/// An open field and what it is for.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// The field.
    pub field: TextArea<'static>,
    /// What the field said when it was opened.
    before: String,
    /// Which completion the field shows, and what was typed before it.
    completed: Option<(usize, String)>,
}

/// What a field is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// What to search for; where the cursor was before.
    Search(usize),
    /// The name of an action.
    Command,
    /// A note on a passage.
    Note(NoteTarget),
    /// What the help should show.
    Help,
    /// What a source is called.
    Name(Subject),
    /// Tags, of all notes shown in the list of all for `None`.
    Tags(Option<NoteTarget>),
    /// Which notes the list of all shows.
    Query,
    /// What a list is narrowed to.
    Filter(List),
}

/// What a note is written on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteTarget {
    /// A passage that has no note yet.
    Passage(TextSpan),
    /// An existing note.
    Note(NoteId),
}

/// What became of a key in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The field changed.
    Changed,
    /// The reader is done.
    Accepted,
    /// The reader wants none of it.
    Cancelled,
    /// The note is to be written in the editor.
    Editor,
    /// The next or previous completion is wanted.
    Complete(Way),
    /// A later or earlier command is wanted, or another row of the list that the field filters.
    Step(Way),
}

impl Prompt {
    /// Opens a field that says `text`, with the cursor at its end.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        let mut field = TextArea::new(text.lines().map(str::to_owned).collect());
        field.move_cursor(ratatui_textarea::CursorMove::Bottom);
        field.move_cursor(ratatui_textarea::CursorMove::End);
        Self { kind, field, before: text.to_owned(), completed: None }
    }

    /// Returns what the field says.
    pub fn text(&self) -> String {
        self.field.lines().join("\n")
    }

    /// Returns whether something was typed that closing the field would lose.
    pub fn is_changed(&self) -> bool {
        self.text() != self.before
    }

    /// Returns whether the field has several lines.
    pub fn is_note(&self) -> bool {
        matches!(self.kind, PromptKind::Note(_))
    }

    /// Returns what was typed, not what a completion has made of it.
    pub fn typed_first(&self) -> &str {
        match &self.completed {
            Some((_, typed)) => typed,
            None => self.field.lines().first().map_or("", String::as_str),
        }
    }

    /// Returns which completion the field shows, if it shows one.
    pub fn chosen(&self) -> Option<usize> {
        self.completed.as_ref().map(|(index, _)| *index)
    }

    /// Shows completion number `index`, which is `text`.
    pub(super) fn choose(&mut self, index: usize, text: &str) {
        let typed = self.typed_first().to_owned();
        self.replace(text);
        self.completed = Some((index, typed));
    }

    /// Replaces what the field says.
    pub fn replace(&mut self, text: &str) {
        let before = std::mem::take(&mut self.before);
        *self = Self::new(self.kind.clone(), text);
        self.before = before;
    }

    /// Types `key` into the field.
    ///
    /// Enter is done; Alt-Enter or Ctrl-j begins a line in a note, since terminals send nothing else
    /// that could.
    pub fn press(&mut self, key: Key) -> Typed {
        let note = self.is_note();
        match (key.code, key.ctrl) {
            (Code::Escape, _) => Typed::Cancelled,
            (Code::Char('e'), true) if note => Typed::Editor,
            (Code::Enter, _) | (Code::Char('j'), true) if note && (key.alt || key.ctrl) => {
                self.field.insert_newline();
                Typed::Changed
            }
            (Code::Enter, _) => Typed::Accepted,
            (Code::Tab, _) if !note && key.shift => Typed::Complete(Way::Backward),
            (Code::Tab, _) if !note => Typed::Complete(Way::Forward),
            (Code::Up, _) | (Code::Char('p'), true) if !note => Typed::Step(Way::Backward),
            (Code::Down, _) | (Code::Char('n'), true) if !note => Typed::Step(Way::Forward),
            (Code::Backspace, _) if !note && self.field.is_empty() => Typed::Cancelled,
            _ => {
                self.completed = None;
                self.field.input(input(key));
                Typed::Changed
            }
        }
    }

    /// Types pasted text; line breaks become spaces in a field of one line.
    pub fn paste(&mut self, text: &str) {
        let text =
            if self.is_note() { text.replace('\r', "\n") } else { text.replace(['\r', '\n'], " ") };
        self.completed = None;
        self.field.insert_str(text);
    }
}

/// Translates a key for the field.
fn input(key: Key) -> Input {
    let code = match key.code {
        Code::Char(c) => FieldKey::Char(c),
        Code::Enter => FieldKey::Enter,
        Code::Escape => FieldKey::Esc,
        Code::Tab => FieldKey::Tab,
        Code::Backspace => FieldKey::Backspace,
        Code::Delete => FieldKey::Delete,
        Code::Left => FieldKey::Left,
        Code::Right => FieldKey::Right,
        Code::Up => FieldKey::Up,
        Code::Down => FieldKey::Down,
        Code::Home => FieldKey::Home,
        Code::End => FieldKey::End,
        Code::PageUp => FieldKey::PageUp,
        Code::PageDown => FieldKey::PageDown,
        Code::Function(number) => FieldKey::F(number),
    };
    Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: key.shift }
}
