//! Tells text whose lines were broken to a width from text with a line for each paragraph.
//!
//! A program that breaks lines puts a word on the next line only if it does not fit. So in
//! wrapped text nearly every break is one that the width asks for: line and next word together
//! are longer than the width. Where each line is a paragraph, lines end where their last sentence
//! does, and next words would mostly have fit. Both are counted over the breaks between two
//! lines of words, the width being that of the longer lines themselves.
//!
//! The rule and its numbers are our own, set on news texts that have a line for each paragraph
//! and on the same texts wrapped at 40 to 100 columns, by first fit and unevenly.

use std::ops::RangeInclusive;

use super::lines::{Line, Lines, ends_sentence};

/// How a text's lines make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Each line is a paragraph.
    LineAParagraph,
    /// Lines were broken at a width; paragraphs are parted by blank lines, indentation, or a line
    /// that ends early.
    Wrapped {
        /// A line that would not be longer than this with the next word, in characters, was not
        /// broken for want of room.
        early: usize,
    },
}

/// How many breaks are looked at.
const BREAKS: usize = 4_000;

/// The narrowest and the widest that lines are wrapped at. Mail asks for 78 (RFC 5322, 2.1.1), Project Gutenberg
/// for about 75, editors offer 80 and 100.
const WIDTHS: RangeInclusive<usize> = 30..=110;

/// Longer lines are measured no further than this, in characters.
const MEASURED: usize = 200;

/// What a break between two lines of words says.
struct Break {
    /// The length of the line before it, in characters.
    length: usize,
    /// With the first word after it.
    with_next: usize,
    ends_sentence: bool,
}

impl Shape {
    /// Finds the shape of `text`, from byte `from` on, by its first lines.
    pub(super) fn of(text: &str, from: usize) -> Self {
        let breaks = breaks(text, from);
        let Some(width) = width(&breaks).filter(|width| WIDTHS.contains(width)) else {
            return Self::LineAParagraph;
        };
        let share = |is: &dyn Fn(&Break) -> bool| {
            breaks.iter().filter(|found| is(found)).count() * 100 / breaks.len()
        };
        // Uneven wrapping breaks up to a fifth early.
        let full = share(&|found| found.with_next * 5 > width * 4);
        let ended = share(&|found| found.ends_sentence);
        if full < 60 || ended > 60 {
            return Self::LineAParagraph;
        }
        // Where no break inside a sentence comes early, a break after one that does tells.
        let is_loose = |found: &&Break| !found.ends_sentence && found.with_next <= width;
        let is_strict = breaks.iter().filter(is_loose).count() * 30 <= breaks.len();
        Self::Wrapped { early: if is_strict { width * 19 / 20 } else { width * 3 / 4 } }
    }
}

/// Returns the width that lines before a break keep to: nine in ten are not longer. `None`
/// without breaks.
fn width(breaks: &[Break]) -> Option<usize> {
    let mut lengths: Vec<usize> = breaks.iter().map(|found| found.length).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len().saturating_sub(1) * 9 / 10).copied()
}

/// Measures the first breaks between two lines of words that are set alike.
fn breaks(text: &str, from: usize) -> Vec<Break> {
    let mut found = Vec::new();
    let mut before: Option<Line> = None;
    for line in Lines::new(text, from) {
        if let Some(before) = before.filter(|before| is_alike(text, before, &line)) {
            found.push(measure(text, &before, &line));
        }
        if found.len() == BREAKS {
            break;
        }
        before = (!line.is_blank()).then_some(line);
    }
    found
}

/// Returns whether a program could have broken a line between the two.
fn is_alike(text: &str, before: &Line, line: &Line) -> bool {
    let words = line.words.slice(text).unwrap_or_default();
    !line.is_blank() && line.indent <= before.indent && super::list::marker(words).is_none()
}

fn measure(text: &str, before: &Line, line: &Line) -> Break {
    let words = before.words.slice(text).unwrap_or_default();
    let next = line.words.slice(text).unwrap_or_default();
    let next = &next[super::list::quoted(next).1..];
    let first = next.split_whitespace().next().unwrap_or_default();
    let length = before.indent + words.chars().take(MEASURED).count();
    Break {
        length,
        with_next: length + 1 + first.chars().take(MEASURED).count(),
        ends_sentence: ends_sentence(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_wrapped: bool) {
        let shape = Shape::of(text, 0);
        assert_eq!(matches!(shape, Shape::Wrapped { .. }), is_wrapped, "{shape:?}: {text}");
    }

    /// Three paragraphs of our own.
    const STORY: [&str; 3] = [
        "The council of Lindby voted on Monday to close the old harbour, which has not seen a \
         ship in four years, and to turn its warehouses into flats.",
        "“We waited long enough,” said the mayor, Karin Holm. “Nobody is coming back, and the \
         roofs will not last another winter without a great deal of money.”",
        "Two members of the council voted against the plan. They say that the fish market, which \
         moved to the harbour last spring, was promised a place for ten years at the least.",
    ];

    fn wrapped(width: usize, between: &str) -> String {
        STORY.map(|paragraph| textwrap::fill(paragraph, width)).join(between)
    }

    #[test]
    fn wrapped_at_any_usual_width() {
        for width in [40, 60, 65, 72, 78, 80, 100] {
            check(&wrapped(width, "\n\n"), true);
        }
    }

    #[test]
    fn wrapped_without_blank_lines() {
        check(&wrapped(72, "\n"), true);
        check(&wrapped(72, "\n    "), true);
    }

    #[test]
    fn a_line_a_paragraph() {
        check(&STORY.join("\n"), false);
        check(&STORY.join("\n\n"), false);
        check(&format!("Harbour to close\n\n{}", STORY.join("\n")), false);
    }

    #[test]
    fn short_lines_that_end_where_sentences_do() {
        check("The court ruled.\nIt closed the case.\nThe mayor said nothing.\n", false);
        check("HOLM: We waited.\nBERG: For what?\nHOLM: For a ship.\n", false);
    }

    #[test]
    fn a_poem_or_a_list() {
        check(
            "The harbour lies\nin grey and green\nno ship, no sail\nis ever seen upon the water\n",
            false,
        );
    }

    #[test]
    fn one_line_or_none() {
        check("The court ruled.", false);
        check("", false);
    }
}
