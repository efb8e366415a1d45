//! Lays the words of an anchor along a text so that as few characters as possible differ.

use std::ops::Range;

use crate::library::reanchor::words::{Word, fold};

/// A text and some of its words.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    /// The text that the words are of.
    pub(super) text: &'a str,
    /// The words, in order.
    pub(super) words: &'a [Word],
}

/// How each word of the anchor fares, and what the text has between.
pub(super) struct Alignment {
    /// For each word of the anchor the place of its partner in the text's words, if it has one.
    pub(super) partner: Vec<Option<usize>>,
    /// For each word of the anchor how many characters of it are missing or differ.
    pub(super) cost: Vec<u32>,
}

/// Where a cell of the table was reached from; of those that cost the same the first is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Move {
    Pair,
    Missing,
    Extra,
}

/// The cost of what cannot be.
const NEVER: u32 = u32::MAX / 2;

/// Which words may meet.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// The word of the text that word 0 of the anchor meets on the diagonal; may lie before the
    /// first or after the last.
    pub(super) diagonal: isize,
    /// How many words off the diagonal they may meet.
    pub(super) band: usize,
    /// Which words of the anchor meet on the diagonal and nowhere else; may be none.
    pub(super) pinned: Range<usize>,
}

impl Course {
    /// Returns whether, with `row` words of the anchor used up, a column is out of bounds.
    fn forbids(&self, row: usize, column: usize) -> bool {
        let pinned = &self.pinned;
        !pinned.is_empty() && (pinned.start..=pinned.end).contains(&row) && column != self.band
    }
}

/// Aligns all words of `anchor` with the words of `text` along `course`.
///
/// A missing or extra character costs 1. What stands in the text before and after costs nothing.
pub(super) fn align(anchor: Side<'_>, text: Side<'_>, course: &Course) -> Alignment {
    let Course { diagonal, band, .. } = *course;
    let width = 2 * band + 1;
    let count = anchor.words.len();
    // Cell (row, column) is: `row` words of the anchor and `row + column - band + diagonal` words
    // of the text are used up.
    let used =
        |row: usize, column: usize| row as isize + column as isize - band as isize + diagonal;
    let inside = |used: isize| (0..=text.words.len() as isize).contains(&used);
    let mut costs = vec![NEVER; (count + 1) * width];
    let mut moves = vec![Move::Missing; (count + 1) * width];
    for (column, cost) in costs.iter_mut().enumerate().take(width) {
        if inside(used(0, column)) && !course.forbids(0, column) {
            *cost = 0;
        }
    }
    for row in 1..=count {
        let word = &anchor.words[row - 1];
        for column in 0..width {
            let at = used(row, column);
            if !inside(at) || course.forbids(row, column) {
                continue;
            }
            // Where the text begins, the words before may be missing, be that off the band or not.
            let begin = if at == 0 { weight(&anchor.words[..row]) } else { NEVER };
            let mut best = (begin, Move::Missing);
            if column + 1 < width {
                let missing = costs[(row - 1) * width + column + 1] + word.length;
                best = best.min((missing, Move::Missing));
            }
            if at > 0 {
                let other = &text.words[at as usize - 1];
                if column > 0 {
                    let extra = costs[row * width + column - 1] + other.length;
                    best = best.min((extra, Move::Extra));
                }
                let before = costs[(row - 1) * width + column];
                // Comparing letters is what takes time: only where it can pay.
                if before + least_difference(word, other) <= best.0 {
                    let pair = replace(anchor.text, word, text.text, other);
                    best = best.min((before + pair, Move::Pair));
                }
            }
            costs[row * width + column] = best.0.min(NEVER);
            moves[row * width + column] = best.1;
        }
    }
    let end = cheapest_end(anchor, &costs, width, |row, column| {
        row == count || used(row, column) == text.words.len() as isize
    });
    trace(anchor, text, &moves, width, end, used)
}

/// Returns how many characters differ at the very least between two words.
fn least_difference(word: &Word, other: &Word) -> u32 {
    if word.hash == other.hash { 0 } else { word.length.abs_diff(other.length).max(1) }
}

/// Returns the characters of all `words`.
fn weight(words: &[Word]) -> u32 {
    words.iter().map(|word| word.length).sum()
}

/// Returns the row and column among those that `may_end` where it costs least to let the rest of
/// the anchor go missing.
fn cheapest_end(
    anchor: Side<'_>,
    costs: &[u32],
    width: usize,
    may_end: impl Fn(usize, usize) -> bool,
) -> (usize, usize) {
    let cells = (0..costs.len()).map(|cell| (cell / width, cell % width));
    let ends = cells.filter(|(row, column)| may_end(*row, *column));
    let cost = |(row, column): &(usize, usize)| {
        costs[row * width + column].saturating_add(weight(&anchor.words[*row..]))
    };
    ends.min_by_key(cost).unwrap_or((0, 0))
}

/// Walks back from the end.
fn trace(
    anchor: Side<'_>,
    text: Side<'_>,
    moves: &[Move],
    width: usize,
    (mut row, mut column): (usize, usize),
    used: impl Fn(usize, usize) -> isize,
) -> Alignment {
    let count = anchor.words.len();
    let mut partner = vec![None; count];
    let mut cost: Vec<u32> = vec![0; row];
    cost.extend(anchor.words[row..].iter().map(|word| word.length));
    while row > 0 {
        match moves[row * width + column] {
            Move::Pair => {
                let at = used(row, column) as usize - 1;
                let word = &anchor.words[row - 1];
                let price = replace(anchor.text, word, text.text, &text.words[at]);
                cost[row - 1] += price;
                partner[row - 1] = Some(at);
                row -= 1;
            }
            Move::Missing => {
                cost[row - 1] += anchor.words[row - 1].length;
                row -= 1;
                column = (column + 1).min(width - 1);
            }
            Move::Extra => column -= 1,
        }
    }
    Alignment { partner, cost }
}

/// Returns how many characters differ between two words; words with less than half in common have
/// nothing in common.
pub(super) fn replace(text: &str, word: &Word, other_text: &str, other: &Word) -> u32 {
    if word.hash == other.hash {
        return 0;
    }
    let longest = word.length.max(other.length);
    let shortest = word.length.min(other.length);
    // More than half of the longer one is missing, or too long to be a word.
    if shortest * 2 < longest || shortest < 2 || longest > 64 {
        return longest;
    }
    // Each letter that one has and the other lacks takes an edit of its own.
    let lacking = |one: u64, other: u64| (one & !other).count_ones();
    let least = lacking(word.letters, other.letters).max(lacking(other.letters, word.letters));
    if least * 2 > longest {
        return longest;
    }
    let distance = distance(&text[word.start..word.end], &other_text[other.start..other.end]);
    if distance * 2 <= longest { distance } else { longest }
}

/// Returns the edit distance of two short words, in scalar values.
fn distance(one: &str, other: &str) -> u32 {
    let mut above = [0; 65];
    for (at, cell) in above.iter_mut().enumerate() {
        *cell = at as u32;
    }
    let mut count = 0;
    for (row, left) in one.chars().enumerate() {
        let mut corner = above[0];
        above[0] = row as u32 + 1;
        for (column, right) in other.chars().enumerate() {
            let pair = corner + u32::from(fold(left) != fold(right));
            corner = above[column + 1];
            above[column + 1] = pair.min(corner + 1).min(above[column] + 1);
            count = column + 1;
        }
    }
    above[count]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::reanchor::words::split;

    /// Checks which words of the text the anchor's words meet, `-` for none, and the costs.
    fn check(anchor: &str, text: &str, partners: &str, costs: &[u32]) {
        let (left, right) = (split(anchor), split(text));
        let alignment = align(
            Side { text: anchor, words: &left },
            Side { text, words: &right },
            &Course { diagonal: 0, band: right.len().max(left.len()), pinned: 0..0 },
        );
        let name = |partner: &Option<usize>| {
            partner.map_or("-", |at| &text[right[at].start..right[at].end])
        };
        let met: Vec<_> = alignment.partner.iter().map(name).collect();
        assert_eq!(met.join(" "), partners);
        assert_eq!(alignment.cost, costs);
    }

    #[test]
    fn finds_the_words_inside_the_text() {
        check("ferry is late", "Again the ferry is late today", "ferry is late", &[0, 0, 0]);
    }

    #[test]
    fn what_the_text_is_too_short_for_is_missing() {
        let (anchor, text) = ("one two three four ferry", "ferry");
        for (anchor, met) in [(anchor, 4), ("ferry one two three four", 0)] {
            let (left, right) = (split(anchor), split(text));
            let sides = (Side { text: anchor, words: &left }, Side { text, words: &right });
            let alignment = align(
                sides.0,
                sides.1,
                &Course { diagonal: -(met as isize), band: 1, pinned: 0..0 },
            );
            assert_eq!(alignment.partner[met], Some(0), "{anchor}");
            assert_eq!(alignment.cost.iter().sum::<u32>(), 15);
        }
    }

    #[test]
    fn a_typo_costs_its_letters() {
        check("the fery is late", "Now the ferry is late", "the ferry is late", &[0, 1, 0, 0]);
    }

    #[test]
    fn pinned_words_meet_on_the_diagonal_only() {
        let (anchor, text) = ("it was not so", "it was so, it was not so");
        let (left, right) = (split(anchor), split(text));
        let course = Course { diagonal: 0, band: 9, pinned: 0..2 };
        let alignment =
            align(Side { text: anchor, words: &left }, Side { text, words: &right }, &course);
        assert_eq!(alignment.partner, [Some(0), Some(1), None, Some(2)]);
    }

    #[test]
    fn a_missing_word_costs_its_length() {
        check(
            "the ferry is very late",
            "the ferry is late",
            "the ferry is - late",
            &[0, 0, 0, 4, 0],
        );
    }

    #[test]
    fn an_extra_word_is_stepped_over() {
        check("ferry is late", "the ferry is so late", "ferry is late", &[0, 0, 0]);
    }

    #[test]
    fn other_words_have_nothing_in_common() {
        let (one, other) = ("harbour", "ministry");
        assert_eq!(replace(one, &split(one)[0], other, &split(other)[0]), 8);
    }

    #[test]
    fn distances_are_those_of_the_letters() {
        assert_eq!(distance("Robin", "Robyn"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", ""), 0);
    }
}
