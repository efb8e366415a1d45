//! Searching in the text: every match of what was typed, in order.

use regex::{Regex, RegexBuilder};

use crate::base::TextSpan;

/// What is searched for, and where it stands.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// Every match in the article's blocks, in order.
    pub matches: Vec<TextSpan>,
}

impl Search {
    /// Finds `query` in `text`; lower case finds upper case too, white space finds line breaks.
    pub fn new(query: &str, text: &str) -> Self {
        let matches = pattern(query).map_or_else(Vec::new, |pattern| {
            pattern.find_iter(text).map(|found| TextSpan::new(found.start(), found.end())).collect()
        });
        Self { query: query.to_owned(), matches }
    }

    /// Returns the number of the first match after byte `at`, and whether the search went round.
    pub fn after(&self, at: usize) -> Option<(usize, Wrapped)> {
        let index = self.matches.partition_point(|found| found.start() <= at);
        let wrapped = if index == self.matches.len() { Wrapped::Yes } else { Wrapped::No };
        (!self.matches.is_empty()).then(|| (index % self.matches.len(), wrapped))
    }

    /// Returns the number of the last match before byte `at`, and whether the search went round.
    pub fn before(&self, at: usize) -> Option<(usize, Wrapped)> {
        let index = self.matches.partition_point(|found| found.start() < at);
        let last = self.matches.len().checked_sub(1)?;
        Some(index.checked_sub(1).map_or((last, Wrapped::Yes), |index| (index, Wrapped::No)))
    }

    /// Returns the matches that share a byte with `span`.
    pub fn over(&self, span: TextSpan) -> &[TextSpan] {
        let start = self.matches.partition_point(|found| found.end() <= span.start());
        let end = self.matches.partition_point(|found| found.start() < span.end());
        &self.matches[start..end.max(start)]
    }
}

/// Whether a search went past the end and on from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapped {
    /// It went round.
    Yes,
    /// It did not.
    No,
}

/// Smart case, as in vim: a capital in the query makes it exact.
fn pattern(query: &str) -> Option<Regex> {
    let words: Vec<String> = query.split_whitespace().map(regex::escape).collect();
    let exact = query.chars().any(char::is_uppercase);
    if words.is_empty() {
        return None;
    }
    RegexBuilder::new(&words.join(r"\s+")).case_insensitive(!exact).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, text: &str, expected: &[&str]) {
        let search = Search::new(query, text);
        let found: Vec<&str> = search.matches.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lower_case_finds_all_and_a_capital_is_exact() {
        check("berg", "Berg berg", &["Berg", "berg"]);
        check("Berg", "Berg berg", &["Berg"]);
        check("straße", "STRAßE", &["STRAßE"]);
    }

    #[test]
    fn white_space_finds_line_breaks() {
        check("anna berg", "Anna\n  Berg", &["Anna\n  Berg"]);
    }

    #[test]
    fn signs_are_themselves() {
        check("a.b(", "a.b( axb(", &["a.b("]);
        check("  ", "a b", &[]);
    }

    #[test]
    fn goes_round_both_ends() {
        let search = Search::new("a", "a b a");
        assert_eq!(search.after(0), Some((1, Wrapped::No)));
        assert_eq!(search.after(4), Some((0, Wrapped::Yes)));
        assert_eq!(search.before(0), Some((1, Wrapped::Yes)));
        assert_eq!(search.before(4), Some((0, Wrapped::No)));
        assert_eq!(Search::new("x", "a").after(0), None);
    }
}
