//! What was found in a paragraph so far, kept by place, so that a rule need not look at all of it.

use std::{cmp::Reverse, collections::HashMap};

use crate::{attribution::Attribution, base::TextSpan};

/// Bytes of text that share a cell: about a clause.
const CELL: usize = 64;

/// Attributions of a paragraph, in the order in which they were found.
#[derive(Default)]
pub(in crate::attribution) struct Found {
    all: Vec<Attribution>,
    /// For each cell of the text, which attributions have content or cue there.
    cells: HashMap<usize, Vec<u32>>,
}

impl Found {
    /// Takes in an attribution.
    pub(super) fn push(&mut self, attribution: Attribution) {
        let number = self.all.len() as u32;
        for cell in attribution.content.iter().chain(&attribution.cue).flat_map(|span| cells(*span))
        {
            let cell = self.cells.entry(cell).or_default();
            if cell.last() != Some(&number) {
                cell.push(number);
            }
        }
        self.all.push(attribution);
    }

    /// Returns those with content or cue near `span`: all that share a byte with it, and a few
    /// more; some more than once.
    pub(super) fn near(&self, span: TextSpan) -> impl Iterator<Item = &Attribution> {
        self.numbers_near(span).map(|number| &self.all[number])
    }

    /// Returns the numbers of those near `span`, as [`Found::near`] has them.
    pub(super) fn numbers_near(&self, span: TextSpan) -> impl Iterator<Item = usize> {
        let numbers = cells(span).filter_map(|cell| self.cells.get(&cell)).flatten();
        numbers.map(|number| *number as usize)
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns the one with this number, which counts from 0 in the order in which they were found.
    pub(super) fn get(&self, number: usize) -> &Attribution {
        &self.all[number]
    }

    /// Gives the one with this number other content.
    pub(super) fn set_content(&mut self, number: usize, content: Vec<TextSpan>) {
        for cell in content.iter().flat_map(|span| cells(*span)) {
            let cell = self.cells.entry(cell).or_default();
            if !cell.contains(&(number as u32)) {
                cell.push(number as u32);
            }
        }
        self.all[number].content = content;
    }

    /// Returns whether content of any of them shares a byte with `span`.
    pub(super) fn has_content_in(&self, span: TextSpan) -> bool {
        self.near(span).any(|one| one.content.iter().any(|own| own.overlaps(span)))
    }

    /// Returns all of them in the order in which they were found.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Attribution> {
        self.all.iter()
    }

    /// Returns all of them in order of content, outer before inner.
    pub(super) fn into_sorted(self) -> Vec<Attribution> {
        let mut all = self.all;
        all.sort_by_key(order);
        all
    }
}

/// Puts attributions in order of content, outer before inner.
pub(super) fn order(attribution: &Attribution) -> (usize, Reverse<usize>) {
    let hull = attribution.hull();
    (hull.start(), Reverse(hull.end()))
}

impl FromIterator<Attribution> for Found {
    fn from_iter<I: IntoIterator<Item = Attribution>>(attributions: I) -> Self {
        let mut found = Self::default();
        attributions.into_iter().for_each(|attribution| found.push(attribution));
        found
    }
}

/// Returns the cells that `span` touches.
fn cells(span: TextSpan) -> impl Iterator<Item = usize> {
    span.start() / CELL..=span.end() / CELL
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Act, Reason};

    fn attribution(start: usize, end: usize) -> Attribution {
        Attribution {
            content: vec![TextSpan::new(start, end)],
            cue: None,
            source: None,
            act: Act::Speech,
            confidence: 1.0,
            reason: Reason::Rule,
        }
    }

    #[test]
    fn finds_by_place() {
        let found: Found = [attribution(0, 500), attribution(700, 900)].into_iter().collect();
        let check = |start, end, expected| {
            assert_eq!(found.has_content_in(TextSpan::new(start, end)), expected, "{start} {end}");
        };
        check(499, 600, true);
        check(500, 700, false);
        check(899, 1000, true);
        check(0, 5000, true);
        check(900, 901, false);
    }

    #[test]
    fn the_outer_one_comes_first() {
        let found: Found =
            [attribution(5, 9), attribution(0, 3), attribution(5, 20)].into_iter().collect();
        let starts: Vec<_> = found.into_sorted().iter().map(|one| one.hull().end()).collect();
        assert_eq!(starts, [3, 20, 9]);
    }
}
