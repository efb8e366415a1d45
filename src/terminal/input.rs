//! What crossterm reports to events of ours.

use crossterm::event::{
    Event as Report, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::app::{Code, Event, Key, Mouse};

/// Translates what the terminal reported; `None` for what means nothing here.
pub(super) fn translate(report: Report) -> Option<Event> {
    match report {
        Report::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Event::Key),
        Report::Paste(text) => Some(Event::Pasted(text)),
        Report::Mouse(mouse) => self::mouse(mouse).map(Event::Mouse),
        Report::Resize(width, height) => Some(Event::Resized(width, height)),
        Report::Key(_) | Report::FocusGained | Report::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Escape,
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
        KeyCode::F(number) => Code::Function(number),
        _ => return None,
    };
    let shifted = matches!(event.code, KeyCode::BackTab)
        || event.modifiers.contains(KeyModifiers::SHIFT) && !matches!(code, Code::Char(_));
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
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
