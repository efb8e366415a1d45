//! What was typed into a field, to be typed again.

/// How many lines are remembered.
const MOST: usize = 500;

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A command.
    Command,
    /// What to search for in the text.
    Search,
}

/// What was typed into one field, the oldest first, and how far back the reader has gone in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    lines: Vec<String>,
    /// What was typed when the reader began to go back, and which line is shown.
    recalled: Option<(String, usize)>,
}

impl History {
    /// Makes the history of `lines`, the oldest first.
    pub fn new(lines: Vec<String>) -> Self {
        let mut history = Self::default();
        for line in lines {
            history.add(&line);
        }
        history
    }

    /// Adds a line; returns whether it is worth keeping: not if it was the last one already.
    pub(super) fn add(&mut self, line: &str) -> bool {
        self.recalled = None;
        if line.is_empty() || self.lines.last().is_some_and(|last| last == line) {
            return false;
        }
        self.lines.push(line.to_owned());
        if self.lines.len() > MOST {
            self.lines.remove(0);
        }
        true
    }

    /// Begins anew at the latest.
    pub(super) fn reset(&mut self) {
        self.recalled = None;
    }

    /// Returns the next earlier line that begins with what was `typed` first, if there is one.
    pub(super) fn earlier(&mut self, typed: &str) -> Option<String> {
        let (start, at) =
            self.recalled.clone().unwrap_or_else(|| (typed.to_owned(), self.lines.len()));
        let shown = self.lines.get(at).map(String::as_str).unwrap_or(typed).to_owned();
        let index =
            self.lines[..at].iter().rposition(|line| line.starts_with(&start) && *line != shown)?;
        self.recalled = Some((start, index));
        Some(self.lines[index].clone())
    }

    /// Returns the next later line that begins with what was typed first; after the last of
    /// them, what was typed. `None` if the reader has not gone back.
    pub(super) fn later(&mut self) -> Option<String> {
        let (start, at) = self.recalled.take()?;
        let shown = &self.lines[at];
        let next =
            self.lines.iter().enumerate().skip(at + 1).find_map(|(index, line)| {
                (line.starts_with(&start) && line != shown).then_some(index)
            });
        match next {
            Some(index) => {
                self.recalled = Some((start, index));
                Some(self.lines[index].clone())
            }
            None => Some(start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes back (`<`) and forth (`>`) from `typed` and checks what is shown then.
    fn check(typed: &str, steps: &str, expected: Option<&str>) {
        let commands = ["top", "theme dark", "top", "set measure 70"].map(str::to_owned).into();
        let mut history = History::new(commands);
        let shown = steps.chars().fold(None, |_, step| match step {
            '<' => history.earlier(typed),
            _ => history.later(),
        });
        assert_eq!(shown.as_deref(), expected, "{typed} {steps}");
    }

    #[test]
    fn goes_back_and_forth() {
        check("", "<", Some("set measure 70"));
        check("", "<<", Some("top"));
        check("", "<<<", Some("theme dark"));
        check("", "<<<<<", None);
        check("", "<<>", Some("set measure 70"));
        check("", "<>", Some(""));
        check("", ">", None);
    }

    #[test]
    fn only_what_begins_as_typed() {
        check("t", "<", Some("top"));
        check("t", "<<", Some("theme dark"));
        check("t", "<<>>", Some("t"));
        check("x", "<", None);
    }

    #[test]
    fn the_same_command_twice_is_kept_once() {
        let mut history = History::default();
        assert!(history.add("top"));
        assert!(!history.add("top"));
        assert!(!history.add(""));
    }
}
