//! What the terminal sends to events of ours.
//!
//! Bytes come in from the terminal's file, keys, pastes and what the mouse did go out, and the answer
//! to the question that [`answer`](super::answer) asks. Reading ourselves costs the kernel one call a
//! key; the reader of crossterm takes two more, which is a tenth of what a key costs.

use std::{io, os::fd::BorrowedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use termina::{
    Event as Report, Parser,
    event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind},
};

use crate::{
    app::{Code, Event, Key, Mouse},
    terminal::answer,
};

/// How many bytes are asked for at once.
const ROOM: usize = 4096;
/// The byte that control sequences begin with.
const ESCAPE: u8 = 0x1b;

/// Whether the terminal is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is.
    Open,
    /// It is gone.
    Closed,
}

/// Reads what the terminal sends.
#[derive(Debug)]
pub(super) struct Input {
    decoder: Decoder,
    /// What is read into; kept, for to clear it with each key would cost more than to read it.
    buffer: Box<[u8]>,
}

impl Default for Input {
    fn default() -> Self {
        Self { decoder: Decoder::default(), buffer: vec![0; ROOM].into() }
    }
}

/// Bytes to events, however they are cut.
#[derive(Debug, Default)]
struct Decoder {
    parser: Parser,
    begun: Begun,
}

/// What has begun and is not complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begun {
    #[default]
    Nothing,
    /// A control sequence may have.
    Escape,
    /// An answer of the terminal, which goes on up to its end mark.
    Answer,
    /// A character or a sequence that says itself where it ends.
    Other,
}

impl Input {
    /// Takes all that waits to be read from `keys`, which has something.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be read in a way that is not its end.
    pub(super) fn read(
        &mut self,
        keys: BorrowedFd<'_>,
        events: &mut Vec<Event>,
    ) -> io::Result<Line> {
        loop {
            match rustix::io::read(keys, &mut *self.buffer) {
                Ok(0) | Err(rustix::io::Errno::IO) => return Ok(Line::Closed),
                Ok(count) => {
                    // Only a full buffer may have been too small for what waits.
                    let is_full = count == ROOM;
                    self.decoder.take(&self.buffer[..count], is_full, events);
                    if !is_full || !has_more(keys)? {
                        return Ok(Line::Open);
                    }
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => return Ok(Line::Open),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Decoder {
    /// Takes `bytes` in; `is_cut` says that more of them may follow at once.
    fn take(&mut self, bytes: &[u8], is_cut: bool, events: &mut Vec<Event>) {
        if let (Begun::Nothing, [ESCAPE, c @ (b'[' | b']' | b'O' | b'P')]) = (self.begun, bytes) {
            // By itself that is Alt and the letter, and not the beginning of what never ends.
            events.push(Event::Key(Key { alt: true, ..Key::char(char::from(*c)) }));
            return;
        }
        for (at, byte) in bytes.iter().enumerate() {
            // No answer holds such a byte: what looked like one is none, and its keys are lost.
            if self.begun == Begun::Answer && !matches!(*byte, 0x07 | ESCAPE | b' '..=b'~') {
                *self = Self::default();
            }
            self.parser.parse(&[*byte], is_cut || at + 1 < bytes.len());
            self.begun = match (self.begun, *byte) {
                (Begun::Nothing, ESCAPE) => Begun::Escape,
                (Begun::Escape, b']' | b'P') | (Begun::Answer, _) => Begun::Answer,
                _ => Begun::Other,
            };
            while let Some(report) = self.parser.pop() {
                self.begun = Begun::Nothing;
                events.extend(translate(report));
            }
        }
    }
}

/// Returns whether more waits to be read.
fn has_more(keys: BorrowedFd<'_>) -> io::Result<bool> {
    let mut waiting = [PollFd::new(&keys, PollFlags::IN)];
    match poll(&mut waiting, Some(&Timespec::default())) {
        Ok(count) => Ok(count > 0),
        Err(rustix::io::Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Translates what the terminal reported; `None` for what means nothing here.
fn translate(report: Report) -> Option<Event> {
    match report {
        Report::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Event::Key),
        Report::Paste(text) => Some(Event::Pasted(text)),
        Report::Mouse(mouse) => self::mouse(mouse).map(Event::Mouse),
        Report::Osc(answer) => answer::background(&answer).map(Event::Background),
        Report::Key(_)
        | Report::WindowResized(_)
        | Report::FocusIn
        | Report::FocusOut
        | Report::Csi(_)
        | Report::Dcs(_) => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Escape,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Function(number) => Code::Function(number),
        _ => return None,
    };
    let shifted = matches!(event.code, KeyCode::BackTab)
        || event.modifiers.contains(Modifiers::SHIFT) && !matches!(code, Code::Char(_));
    Some(Key {
        code,
        ctrl: event.modifiers.contains(Modifiers::CONTROL),
        alt: event.modifiers.contains(Modifiers::ALT),
        shift: shifted,
    })
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let (column, row) = (event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Press(column, row)),
        MouseEventKind::Drag(MouseButton::Left) => Some(Mouse::Drag(column, row)),
        MouseEventKind::ScrollDown => Some(Mouse::WheelDown(column, row)),
        MouseEventKind::ScrollUp => Some(Mouse::WheelUp(column, row)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns what comes of `chunks`, each read by itself: keys as they are written, the rest by
    /// its name.
    fn events(chunks: &[&[u8]]) -> String {
        let (mut decoder, mut events) = (Decoder::default(), Vec::new());
        chunks.iter().for_each(|bytes| decoder.take(bytes, false, &mut events));
        let shown = events.iter().map(|event| match event {
            Event::Key(key) => key.to_string(),
            Event::Pasted(text) => format!("“{text}”"),
            other => format!("{other:?}"),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn check(chunks: &[&str], expected: &str) {
        let bytes: Vec<&[u8]> = chunks.iter().map(|chunk| chunk.as_bytes()).collect();
        assert_eq!(events(&bytes), expected, "{chunks:?}");
    }

    #[test]
    fn keys_with_and_without_modifiers() {
        check(&["jK ü"], "j K <Space> ü");
        check(&["\r\t\x7f\x1b[Z"], "<Enter> <Tab> <BS> <S-Tab>");
        check(&["\x03\x16\x1bx"], "<C-c> <C-v> <A-x>");
        check(&["\x1b[A\x1bOB\x1b[5~\x1b[1;5C\x1b[15~"], "<Up> <Down> <PageUp> <C-Right> <F5>");
        check(&["\x1b"], "<Esc>");
        check(&["\x1b", "j"], "<Esc> j");
    }

    #[test]
    fn what_comes_in_pieces() {
        check(&["\x1b[1;", "5C"], "<C-Right>");
        assert_eq!(events(&["日".as_bytes()[..2].as_ref(), &"日".as_bytes()[2..]]), "日");
        check(&["\x1b[200~one\x1b[", "201~j"], "“one” j");
    }

    #[test]
    fn pastes_and_mouse() {
        check(&["\x1b[200~a\nb\x1b[201~"], "“a\nb”");
        check(&["\x1b[<0;11;5M\x1b[<0;11;5m"], "Mouse(Press(10, 4))");
        check(&["\x1b[<32;1;1M\x1b[<65;2;3M"], "Mouse(Drag(0, 0)) Mouse(WheelDown(1, 2))");
        check(&["\x1b[I\x1b[O"], "");
    }

    #[test]
    fn an_answer_is_no_key() {
        check(&["j\x1b]11;rgb:1a1a/1b1b/1e1e\x1b\\k"], "j Background(Dark) k");
        check(&["\x1b]11;rgb:FFFF/fafa/f0f0\x07"], "Background(Light)");
        check(&["\x1b]11;rgb:f/", "f/f\x07"], "Background(Light)");
        check(&["\x1b]11;rgb:zz\x07j"], "j");
        check(&["\x1b]10;rgb:f/f/f\x07j"], "j");
    }

    #[test]
    fn alt_and_a_bracket_hold_nothing_back() {
        check(&["\x1b]", "j"], "<A-]> j");
        check(&["\x1b[", "\x1b[", "\x1bP", "\x1bO", "j"], "<A-[> <A-[> <A-P> <A-O> j");
        check(&["\x1b]never ends", "\x03", "j"], "<C-c> j");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(chunks in prop::collection::vec(
            prop::collection::vec(prop_oneof![
                any::<u8>(),
                prop::sample::select(b"\x1b[]OP<>?;:0123456789~uMmcyRnq \x07\\".as_slice()),
            ], 0..40),
            0..4,
        )) {
            let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
            events(&chunks);
        }
    }
}
