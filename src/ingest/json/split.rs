//! Splits a JSON file into its records without parsing them.

use std::ops::Range;

use crate::ingest::sniff::Format;

/// A record of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// The line it starts on, counted from 1.
    pub(super) line: usize,
}

/// Walks through the records of a file.
#[derive(Debug)]
pub(super) struct Pieces {
    at: usize,
    /// The line that `at` lies on.
    line: usize,
    way: Way,
}

/// How records are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// By lines: a broken record spoils its own line and no more.
    Lines,
    /// By brackets, the file being one list.
    List,
    /// By brackets, values standing one after another.
    Values,
}

impl Pieces {
    /// Starts at the first record of `text`.
    pub(super) fn new(text: &str, format: Format) -> Self {
        let start = text.find(|c| !is_space(c)).unwrap_or(text.len());
        let way = match format {
            Format::JsonLines => Way::Lines,
            _ if text[start..].starts_with('[') => Way::List,
            _ => Way::Values,
        };
        let mut pieces = Self { at: 0, line: 1, way };
        pieces.go_to(text, if way == Way::List { start + 1 } else { start });
        pieces
    }

    /// Returns the next record of `text`, which must be the text it was made for.
    pub(super) fn next(&mut self, text: &str) -> Option<Piece> {
        let skipped = |c| is_space(c) || (self.way == Way::List && c == ',');
        let start = self.at + text[self.at..].find(|c| !skipped(c))?;
        self.go_to(text, start);
        let rest = &text[start..];
        if self.way == Way::List && rest.starts_with(']') {
            self.at = text.len();
            return None;
        }
        let length = match self.way {
            Way::Lines => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            Way::List | Way::Values => value_length(rest),
        };
        let length = rest[..length].trim_end().len();
        let piece = Piece { range: start..start + length, line: self.line };
        self.go_to(text, start + length);
        Some(piece)
    }

    fn go_to(&mut self, text: &str, at: usize) {
        self.line += text.as_bytes()[self.at..at].iter().filter(|byte| **byte == b'\n').count();
        self.at = at;
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// Returns the length of the value that `rest` starts with; all of `rest` if it does not end.
fn value_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            // The end of a number or a word; never before the first byte, so that all is passed.
            b',' | b']' | b'\n' if depth == 0 && at > 0 => return at,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, format: Format, expected: &[(usize, &str)]) {
        let mut pieces = Pieces::new(text, format);
        let mut found = Vec::new();
        while let Some(piece) = pieces.next(text) {
            found.push((piece.line, &text[piece.range]));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn records_of_a_list() {
        check(
            "[\n {\"a\": [1]},\n {\"b\": \"}]\\\"\"}\n]\n",
            Format::Json,
            &[(2, "{\"a\": [1]}"), (3, "{\"b\": \"}]\\\"\"}")],
        );
        check("[1, \"a\",null]", Format::Json, &[(1, "1"), (1, "\"a\""), (1, "null")]);
        check("[]", Format::Json, &[]);
    }

    #[test]
    fn values_one_after_another() {
        check("{\n}{}\n{", Format::Json, &[(1, "{\n}"), (2, "{}"), (3, "{")]);
    }

    #[test]
    fn lines() {
        check(
            "\u{FEFF}{\"a\": 1}\r\n\n {\"b\n{}",
            Format::JsonLines,
            &[(1, "{\"a\": 1}"), (3, "{\"b"), (4, "{}")],
        );
    }

    #[test]
    fn broken_files_end() {
        check("[{]}", Format::Json, &[(1, "{]"), (1, "}")]);
        check("[{} } ]", Format::Json, &[(1, "{}"), (1, "}")]);
    }
}
