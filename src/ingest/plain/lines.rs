//! The lines of a text and what stands before their words.

use crate::base::TextSpan;

/// A line without its break and the white space around its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words; empty for a blank line.
    pub(super) words: TextSpan,
    /// The columns of white space before its words; a tab goes to the next multiple of 4.
    pub(super) indent: usize,
}

impl Line {
    /// Returns whether there is nothing to see on it.
    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}

/// Walks through the lines of a text; breaks are LF, CR LF and CR.
#[derive(Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    at: usize,
    has_returns: bool,
}

impl<'t> Lines<'t> {
    /// Starts at byte `from` of `text`, which must be the start of a line.
    pub(super) fn new(text: &'t str, from: usize) -> Self {
        let has_returns = text.as_bytes().contains(&b'\r');
        Self { text, at: from, has_returns }
    }

    /// Returns the byte at which the next line starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns where the line that starts at `from` ends, and where the next one starts.
    fn line_end(&self, from: usize) -> (usize, usize) {
        let rest = &self.text[from..];
        let found = if self.has_returns {
            rest.bytes().position(|byte| byte == b'\n' || byte == b'\r')
        } else {
            rest.find('\n')
        };
        match found {
            None => (self.text.len(), self.text.len()),
            Some(length) => {
                let is_pair = rest.as_bytes()[length..].starts_with(b"\r\n");
                (from + length, from + length + 1 + usize::from(is_pair))
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        if self.at >= self.text.len() {
            return None;
        }
        let from = self.at;
        let (end, next) = self.line_end(from);
        self.at = next;
        Some(measure(self.text, from, end))
    }
}

/// Makes a [`Line`] of the bytes `from` to `end`.
fn measure(text: &str, from: usize, end: usize) -> Line {
    let line = &text[from..end];
    let is_space = |c: char| c.is_whitespace() || super::super::sanitize::is_unseen(c);
    let words = line.trim_start_matches(is_space);
    let start = end - words.len();
    let words = words.trim_end_matches(is_space);
    let indent = text[from..start].chars().filter(|c| c.is_whitespace()).fold(0, |columns, c| {
        match c {
            '\t' => (columns / 4 + 1) * 4,
            // The full-width space that begins paragraphs in Chinese and Japanese.
            '\u{3000}' => columns + 2,
            _ => columns + 1,
        }
    });
    Line { words: TextSpan::new(start, start + words.len()), indent }
}

/// Returns whether a sentence, or the words before a quotation or a list, ends with `words`.
pub(super) fn ends_sentence(words: &str) -> bool {
    let closing = ['"', '\'', '”', '’', '»', '›', ')', ']', '*', '_'];
    let bare = words.trim_end_matches(closing);
    bare.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
        || (bare.len() < words.len()
            && bare.ends_with([',', '—', '–'])
            && words.ends_with(['"', '”']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let lines: Vec<(usize, &str)> = Lines::new(text, 0)
            .map(|line| (line.indent, line.words.slice(text).unwrap()))
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn breaks_of_all_systems() {
        check("a\nb", &[(0, "a"), (0, "b")]);
        check("a\r\nb\r\n", &[(0, "a"), (0, "b")]);
        check("a\rb\r\rc", &[(0, "a"), (0, "b"), (0, ""), (0, "c")]);
        check("\n\n", &[(0, ""), (0, "")]);
        check("", &[]);
    }

    #[test]
    fn white_space_around_is_measured_and_left_out() {
        check("  a b \t\n\tc\n \td", &[(2, "a b"), (4, "c"), (4, "d")]);
        check("\u{3000}日本", &[(2, "日本")]);
        check("\u{FEFF}a", &[(0, "a")]);
        check(" \u{A0} \n", &[(3, "")]);
    }

    #[test]
    fn ends_of_sentences() {
        for words in ["It ruled.", "“It ruled.”", "Really?)", "He said:", "“No,” “"] {
            let is_end = !words.ends_with('“');
            assert_eq!(ends_sentence(words), is_end, "{words}");
        }
        assert!(!ends_sentence("the court, which"));
        assert!(!ends_sentence("the ‘court’"));
    }
}
