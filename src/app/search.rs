//! Searching in the text: every match of what was typed, in order, as far as the search has come.
//!
//! A short text is searched at once; a long one in slices, elsewhere, while the reader goes on.

use regex::{Regex, RegexBuilder};

use crate::base::TextSpan;

/// Longest text, in bytes, that is searched while a key waits; a longer one is searched elsewhere.
pub(super) const AT_ONCE: usize = 1 << 20;
/// How much of a long text is searched in one step, in bytes: a few milliseconds.
const SLICE: usize = 2 << 20;
/// How far a match may reach over the end of a slice, in bytes.
const REACH: usize = 4096;
/// How many matches are kept; beyond, `n` searches on from where it is.
const MOST: usize = 1_000_000;

/// What is searched for, and where it stands.
#[derive(Clone, Debug)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// What counts as a match.
    pub matching: Matching,
    /// How far it is.
    pub progress: Progress,
    /// What is to happen at the first match.
    pub awaited: Awaited,
    /// Tells the results of this search from those of an older one.
    pub number: u64,
    /// Matches before the place where the search began, in order.
    before: Vec<TextSpan>,
    /// Matches from there on, in order.
    ahead: Vec<TextSpan>,
}

/// What counts as a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// What was typed, anywhere.
    Anywhere,
    /// Only whole words.
    Words,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// Under way; the share that is done, 0 to 1.
    Running(f32),
    /// The reader stopped it.
    Stopped,
    /// There are more matches than are kept.
    Full,
    /// All of the text was searched.
    Done,
}

/// What is to happen at the first match of a search that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing: the reader is where they want to be.
    Nothing,
    /// It is shown while the reader types on.
    Look,
    /// It is jumped to.
    Jump,
}

impl Search {
    /// Begins the search for `query`; nothing is found yet.
    pub fn new(query: &str, matching: Matching, number: u64) -> Self {
        Self {
            query: query.to_owned(),
            matching,
            progress: Progress::Running(0.0),
            awaited: Awaited::Nothing,
            number,
            before: Vec::new(),
            ahead: Vec::new(),
        }
    }

    /// Takes in what a step has found.
    pub fn add(&mut self, step: Step) {
        match step.part {
            Part::Ahead => self.ahead.extend(step.matches),
            Part::Before => self.before.extend(step.matches),
        }
        self.progress = step.progress;
    }

    /// Returns how many matches are known.
    pub fn len(&self) -> usize {
        self.before.len() + self.ahead.len()
    }

    /// Returns whether no match is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the search is under way.
    pub fn is_running(&self) -> bool {
        matches!(self.progress, Progress::Running(_))
    }

    /// Returns the match with this number, from 0, among those that are known.
    pub fn get(&self, index: usize) -> Option<TextSpan> {
        match index.checked_sub(self.before.len()) {
            None => self.before.get(index).copied(),
            Some(index) => self.ahead.get(index).copied(),
        }
    }

    /// Returns the match that the search came to first.
    pub fn first(&self) -> Option<TextSpan> {
        self.ahead.first().or(self.before.first()).copied()
    }

    /// Returns the number of the first match after byte `at`, and whether that goes round the end.
    pub fn after(&self, at: usize) -> Option<(usize, Wrapped)> {
        let index = self.partition_point(|found| found.start() <= at);
        let wrapped = if index == self.len() { Wrapped::Yes } else { Wrapped::No };
        (!self.is_empty()).then(|| (index % self.len(), wrapped))
    }

    /// Returns the number of the last match before byte `at`, and whether that goes round the
    /// start.
    pub fn before(&self, at: usize) -> Option<(usize, Wrapped)> {
        let index = self.partition_point(|found| found.start() < at);
        let last = self.len().checked_sub(1)?;
        Some(index.checked_sub(1).map_or((last, Wrapped::Yes), |index| (index, Wrapped::No)))
    }

    /// Returns the matches that share a byte with `span`.
    pub fn over(&self, span: TextSpan) -> impl Iterator<Item = TextSpan> {
        let start = self.partition_point(|found| found.end() <= span.start());
        let known = (start..self.len()).map_while(|index| self.get(index));
        known.take_while(move |found| found.start() < span.end())
    }

    fn partition_point(&self, goes_before: impl Fn(&TextSpan) -> bool) -> usize {
        match self.before.partition_point(&goes_before) {
            before if before < self.before.len() => before,
            before => before + self.ahead.partition_point(goes_before),
        }
    }
}

/// Which part of the text a step has searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// From where the search began to the end.
    Ahead,
    /// From the start to where it began.
    Before,
}

/// What a step of a search has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The matches, in order, behind those of the steps before in the same part.
    pub matches: Vec<TextSpan>,
    /// Where they are.
    pub part: Part,
    /// How far the search is now.
    pub progress: Progress,
}

/// A search at work: goes through a text from the cursor to the end, then from the start.
#[derive(Clone, Debug)]
pub struct Scan {
    pattern: Option<Regex>,
    from: usize,
    at: usize,
    part: Part,
    found: usize,
}

impl Scan {
    /// Makes the search for `query` in a text, from behind byte `from` on.
    ///
    /// Lower case finds upper case too, a capital in the query makes it exact, as in vim; white
    /// space finds line breaks.
    pub fn new(query: &str, matching: Matching, from: usize) -> Self {
        Self { pattern: pattern(query, matching), from, at: from, part: Part::Ahead, found: 0 }
    }

    /// Searches the next slice of `text`, which must be the same each time; `None` when all is
    /// done.
    pub fn step(&mut self, text: &str) -> Option<Step> {
        let pattern = self.pattern.as_ref()?;
        let part = self.part;
        let end = match part {
            Part::Ahead => text.len(),
            Part::Before => boundary(text, self.from.min(text.len())),
        };
        let slice_end = boundary(text, (self.at + SLICE).min(end));
        let haystack = &text[..boundary(text, (slice_end + REACH).min(text.len()))];
        let mut matches = Vec::new();
        let mut at = boundary(text, self.at);
        while at < slice_end
            && self.found + matches.len() < MOST
            && let Some(found) = pattern.find_at(haystack, at)
            && found.start() < slice_end
        {
            matches.push(TextSpan::new(found.start(), found.end()));
            at = found.end();
        }
        self.found += matches.len();
        self.at = slice_end.max(at);
        let progress = self.go_on(text.len(), end);
        Some(Step { matches, part, progress })
    }

    /// Goes on to the next slice, or round the end; returns how far that is.
    fn go_on(&mut self, len: usize, end: usize) -> Progress {
        if self.found >= MOST {
            self.pattern = None;
            return Progress::Full;
        }
        match self.part {
            Part::Ahead if self.at >= end => (self.part, self.at) = (Part::Before, 0),
            Part::Before if self.at >= end => {
                self.pattern = None;
                return Progress::Done;
            }
            Part::Ahead | Part::Before => {}
        }
        let done = match self.part {
            Part::Ahead => self.at.saturating_sub(self.from),
            Part::Before => self.at + len.saturating_sub(self.from),
        };
        Progress::Running(done as f32 / len.max(1) as f32)
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

fn pattern(query: &str, matching: Matching) -> Option<Regex> {
    let words: Vec<String> = query.split_whitespace().map(regex::escape).collect();
    let exact = query.chars().any(char::is_uppercase);
    if words.is_empty() {
        return None;
    }
    let words = words.join(r"\s+");
    let pattern = match matching {
        Matching::Anywhere => words,
        Matching::Words => format!(r"\b{words}\b"),
    };
    RegexBuilder::new(&pattern).case_insensitive(!exact).build().ok()
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(query: &str, matching: Matching, text: &str, from: usize) -> Search {
        let mut search = Search::new(query, matching, 0);
        let mut scan = Scan::new(query, matching, from);
        while let Some(step) = scan.step(text) {
            search.add(step);
        }
        search
    }

    fn check(query: &str, text: &str, expected: &[&str]) {
        let search = search(query, Matching::Anywhere, text, 0);
        let found: Vec<&str> =
            search.over(TextSpan::new(0, text.len())).map(|span| &text[span.range()]).collect();
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
    fn words_are_whole() {
        let found = search("berg", Matching::Words, "Bergs Berg Bergen", 0);
        assert_eq!(found.first(), Some(TextSpan::new(6, 10)));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn goes_round_both_ends() {
        for from in 0..5 {
            let found = search("a", Matching::Anywhere, "a b a", from);
            assert_eq!(found.after(0), Some((1, Wrapped::No)), "from {from}");
            assert_eq!(found.after(4), Some((0, Wrapped::Yes)));
            assert_eq!(found.before(0), Some((1, Wrapped::Yes)));
            assert_eq!(found.before(4), Some((0, Wrapped::No)));
        }
        assert_eq!(search("x", Matching::Anywhere, "a", 0).after(0), None);
    }

    #[test]
    fn slices_miss_nothing_and_find_nothing_twice() {
        let mut text = "é".repeat(SLICE / 2 - 3);
        text.push_str("Anna Berg ");
        text.push_str(&"word ".repeat(SLICE / 4));
        text.push_str("Anna Berg");
        for from in [0, 1000, SLICE + 2, text.len() - 1] {
            let found = search("anna berg", Matching::Anywhere, &text, from);
            assert_eq!((found.len(), found.progress), (2, Progress::Done), "from {from}");
        }
        assert_eq!(search("word", Matching::Anywhere, &text, 77).len(), SLICE / 4);
    }

    #[test]
    fn too_many_matches_end_the_search() {
        let found = search("a", Matching::Anywhere, &"a".repeat(MOST + 10), 0);
        assert_eq!((found.len(), found.progress), (MOST, Progress::Full));
    }
}
