//! A key as it is pressed, and as it is written: `j`, `<C-d>`, `<S-Tab>`.

use std::fmt;

/// A key with the modifiers that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held; never for characters, which Shift has changed already.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those on the keys")]
pub enum Code {
    Char(char),
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

/// The names that stand in angle brackets.
const NAMES: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Escape),
    ("Tab", Code::Tab),
    ("BS", Code::Backspace),
    ("Del", Code::Delete),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Space", Code::Char(' ')),
    ("lt", Code::Char('<')),
];

impl Key {
    /// Makes the key of a character, without modifiers.
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Makes a key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// Returns the character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads keys written one after another, such as `]c` or `<C-d>`; `None` if a name in angle
    /// brackets is none.
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c == '<' && rest.len() > 1 {
                let (name, after) = rest[1..].split_once('>')?;
                keys.push(Self::named(name)?);
                rest = after;
            } else {
                keys.push(Self::char(c));
                rest = &rest[c.len_utf8()..];
            }
        }
        (!keys.is_empty()).then_some(keys)
    }

    /// Reads what stands between angle brackets: modifiers, then a name or a character.
    fn named(name: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Enter);
        let mut rest = name;
        while let (Some(modifier), Some("-")) = (rest.get(..1), rest.get(1..2)) {
            match modifier {
                "C" => key.ctrl = true,
                "A" | "M" => key.alt = true,
                "S" => key.shift = true,
                _ => return None,
            }
            rest = &rest[2..];
        }
        let code = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest));
        key.code = match code {
            Some((_, code)) => *code,
            None => function(rest).or_else(|| single(rest))?,
        };
        Some(key)
    }
}

fn function(name: &str) -> Option<Code> {
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::Function(number))
}

fn single(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    chars.next().filter(|_| chars.next().is_none()).map(Code::Char)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.code {
            Code::Function(number) => Some(format!("F{number}")),
            code => NAMES.iter().find(|(_, named)| *named == code).map(|(name, _)| (*name).into()),
        };
        let (ctrl, alt, shift) = (self.ctrl, self.alt, self.shift);
        if let (None, false, false, Code::Char(c)) = (&name, ctrl, alt, self.code) {
            return write!(f, "{c}");
        }
        let modifier = |held, text| if held { text } else { "" };
        let name = name.unwrap_or_else(|| match self.code {
            Code::Char(c) => c.to_string(),
            _ => String::new(),
        });
        write!(
            f,
            "<{}{}{}{name}>",
            modifier(ctrl, "C-"),
            modifier(alt, "A-"),
            modifier(shift, "S-")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_they_are_read() {
        for text in
            ["j", "]c", "<C-d>", "<S-Tab>", "g<Esc>", "<A-x>", "<F5>", "ä", "<lt>", "<Space>"]
        {
            let keys = Key::parse_all(text).expect(text);
            let written: String = keys.iter().map(Key::to_string).collect();
            assert_eq!(written, text);
        }
    }

    #[test]
    fn unknown_names_are_refused() {
        for text in ["<Foo>", "<C-", "", "<X-a>", "<F99>"] {
            assert_eq!(Key::parse_all(text), None, "{text}");
        }
    }

    #[test]
    fn a_lone_angle_bracket_is_itself() {
        assert_eq!(Key::parse_all("<"), Some(vec![Key::char('<')]));
    }
}
