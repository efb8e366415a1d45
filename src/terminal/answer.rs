//! The terminal's answer to what its background is, picked out of the keys.
//!
//! Keys in, keys out without the answer, and the background. The question is OSC 11 of xterm; the
//! answer, `ESC ] 11 ; rgb : … BEL`, reaches us as Alt-] and letters, all at once. A terminal that
//! does not answer costs nothing: only Alt-] is held back, until the key after it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::Background;

/// The question: what is the background?
pub(super) const QUESTION: &str = "\x1b]11;?\x1b\\";

/// What every answer begins with, after Alt-].
const START: &str = "11;rgb";
/// No answer is longer; four colours of four digits have 24 characters with all around them.
const LONGEST: usize = 32;

/// Keys that may be part of an answer.
#[derive(Debug, Default)]
pub(super) struct Answers {
    held: Vec<KeyEvent>,
}

/// What became of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sifted {
    /// It may be part of an answer and is held back.
    Held,
    /// These keys are the reader's.
    Keys(Vec<KeyEvent>),
    /// An answer is complete; `None` if it cannot be understood.
    Answer(Option<Background>),
}

impl Answers {
    /// Looks at the next key.
    pub(super) fn sift(&mut self, key: KeyEvent) -> Sifted {
        if self.held.is_empty() && !is_alt(&key, ']') {
            return Sifted::Keys(vec![key]);
        }
        self.held.push(key);
        let text = self.text();
        if is_end(&key) && text.starts_with(START) {
            self.held.clear();
            return Sifted::Answer(background(&text[START.len()..]));
        }
        let fits = START.starts_with(&text) || text.starts_with(START);
        let plain = self.held.len() == 1 || matches!(key.code, KeyCode::Char(_)) && !is_held(&key);
        if fits && plain && self.held.len() <= LONGEST {
            return Sifted::Held;
        }
        Sifted::Keys(std::mem::take(&mut self.held))
    }

    /// Returns what the keys after Alt-] say.
    fn text(&self) -> String {
        let characters = self.held.iter().skip(1).filter(|key| !is_end(key));
        characters.filter_map(|key| key.code.as_char()).collect()
    }
}

fn is_held(key: &KeyEvent) -> bool {
    key.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::CONTROL)
}

fn is_alt(key: &KeyEvent, c: char) -> bool {
    key.code == KeyCode::Char(c) && key.modifiers.contains(KeyModifiers::ALT)
}

/// BEL, or ESC and a backslash.
fn is_end(key: &KeyEvent) -> bool {
    let bell = key.code == KeyCode::Char('g') && key.modifiers.contains(KeyModifiers::CONTROL);
    bell || is_alt(key, '\\')
}

/// Reads `:1a1a/1b1b/1c1c`, or with `a` before and a fourth part: red, green, blue, each of one to
/// four hexadecimal digits.
fn background(text: &str) -> Option<Background> {
    let (_, parts) = text.split_once(':')?;
    let mut parts = parts.split('/').map(|part| {
        let most =
            16_u32.checked_pow(part.len() as u32)?.checked_sub(1).filter(|most| *most > 0)?;
        Some(f64::from(u32::from_str_radix(part, 16).ok()?) / f64::from(most))
    });
    let mut next = || parts.next().flatten();
    let (red, green, blue) = (next()?, next()?, next()?);
    // Brightness as the eye sees it (ITU-R BT.601); what is half as bright as white is light.
    let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    Some(if brightness > 0.5 { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the keys as crossterm reports these bytes.
    fn keys(bytes: &str) -> Vec<KeyEvent> {
        let mut keys = Vec::new();
        let mut alt = KeyModifiers::NONE;
        for c in bytes.chars() {
            match c {
                '\x1b' => alt = KeyModifiers::ALT,
                '\x07' => keys.push(KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL)),
                c => {
                    keys.push(KeyEvent::new(KeyCode::Char(c), alt));
                    alt = KeyModifiers::NONE;
                }
            }
        }
        keys
    }

    /// Sifts `bytes` and checks the background, if any, and which characters are left.
    fn check(bytes: &str, expected: Option<Background>, left: &str) {
        let mut answers = Answers::default();
        let (mut background, mut rest) = (None, String::new());
        for key in keys(bytes) {
            match answers.sift(key) {
                Sifted::Held => {}
                Sifted::Keys(keys) => rest.extend(keys.iter().filter_map(|key| key.code.as_char())),
                Sifted::Answer(found) => background = found,
            }
        }
        assert_eq!((background, rest.as_str()), (expected, left), "{bytes:?}");
    }

    #[test]
    fn answers_of_every_kind() {
        check("\x1b]11;rgb:1a1a/1b1b/1e1e\x1b\\", Some(Background::Dark), "");
        check("\x1b]11;rgb:FFFF/fafa/f0f0\x07", Some(Background::Light), "");
        check("\x1b]11;rgb:f/f/f\x07", Some(Background::Light), "");
        check("\x1b]11;rgba:0000/0000/0000/ffff\x07", Some(Background::Dark), "");
        check("\x1b]11;rgb:zz\x07", None, "");
        check("\x1b]11;rgb:/1/1\x07", None, "");
    }

    #[test]
    fn keys_before_and_after_an_answer_are_the_readers() {
        check("j\x1b]11;rgb:0/0/0\x07k", Some(Background::Dark), "jk");
    }

    #[test]
    fn what_is_no_answer_is_given_back() {
        check("]c", None, "]c");
        check("\x1b]x", None, "]x");
        check("\x1b]11;rx", None, "]11;rx");
        check("\x1b]1\x07", None, "]1g");
        let long = format!("\x1b]11;rgb{}", ":".repeat(40));
        check(&long, None, &long[1..]);
    }
}
