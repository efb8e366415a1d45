//! An anchor as words: the passage between what stood around it.

use std::ops::Range;

use crate::{
    base::TextSpan,
    library::{
        Anchor,
        anchor::CONTEXT,
        reanchor::words::{Word, split},
    },
};

/// How many bytes of a known text around a passage are compared, on either side; some 30 words.
const WIDE: usize = 160;

/// How many bytes are beside a passage; some eight words.
const BESIDE: usize = 40;

/// What is looked for.
pub(super) struct Sought {
    /// What stood before, the passage, and what stood after, as one text.
    pub(super) text: String,
    /// Its words.
    pub(super) words: Vec<Word>,
    /// Which of the words are of the passage.
    pub(super) passage: Range<usize>,
    /// Which are of the passage and at most [`CONTEXT`] characters around it.
    pub(super) near: Range<usize>,
    /// How many bytes of its first and last word the passage leaves out.
    pub(super) cut: (usize, usize),
    /// The characters of the passage's words.
    pub(super) weight: u32,
    /// The characters of the words around it.
    pub(super) around: u32,
    /// The characters of those that are near.
    pub(super) near_weight: u32,
}

impl Sought {
    /// Takes an anchor apart; `None` if it has no words.
    pub(super) fn new(anchor: &Anchor) -> Option<Self> {
        let is_cut = |part: &str| part.chars().count() >= CONTEXT;
        let cut = (is_cut(&anchor.prefix), is_cut(&anchor.suffix));
        let (start, end) = (anchor.prefix.len(), anchor.prefix.len() + anchor.exact.len());
        Self::from_parts(
            format!("{}{}{}", anchor.prefix, anchor.exact, anchor.suffix),
            start..end,
            cut,
        )
    }

    /// Takes `span` of a text with more of what stands around it than an anchor keeps.
    pub(super) fn around(text: &str, span: TextSpan) -> Option<Self> {
        Self::in_range(text, span, WIDE, 0..text.len())
    }

    /// Takes `span` of a text with what stands around it in the same paragraph, which may move as
    /// a whole.
    pub(super) fn in_paragraph(text: &str, span: TextSpan) -> Option<Self> {
        const BREAK: &str = "\n\n";
        let start = text[..span.start()].rfind(BREAK).map_or(0, |at| at + BREAK.len());
        let end = text[span.end()..].find(BREAK).map_or(text.len(), |at| span.end() + at);
        Self::in_range(text, span, WIDE, start..end)
    }

    /// Takes `span` of a text with what stands right beside it.
    pub(super) fn beside(text: &str, span: TextSpan) -> Option<Self> {
        Self::in_range(text, span, BESIDE, 0..text.len())
    }

    /// Takes `span` of a text with at most `width` bytes on either side, all of them in `range`.
    fn in_range(text: &str, span: TextSpan, width: usize, range: Range<usize>) -> Option<Self> {
        let boundary = |at: &usize| text.is_char_boundary(*at);
        let start = span.start().saturating_sub(width).max(range.start);
        let from = (0..=start).rev().find(boundary)?;
        let to = ((span.end() + width).min(range.end)..=range.end).find(boundary)?;
        let passage = span.start() - from..span.end() - from;
        let cut = (from > range.start, to < range.end);
        Self::from_parts(text[from..to].to_owned(), passage, cut)
    }

    /// Finds the words; `cut` says whether the text goes on before and after.
    ///
    /// Where it does, it is cut by count and so in the middle of a word, which is then no word.
    fn from_parts(text: String, passage: Range<usize>, cut: (bool, bool)) -> Option<Self> {
        let Range { start, end } = passage;
        let mut words = split(&text);
        if cut.1 && words.last().is_some_and(|word| word.start >= end) {
            words.pop();
        }
        if cut.0 && words.first().is_some_and(|word| word.end <= start) {
            words.remove(0);
        }
        let first = words.iter().position(|word| word.end > start && word.start < end)?;
        let last = words.iter().rposition(|word| word.start < end && word.end > start)?;
        let weight = |words: &[Word]| words.iter().map(|word| word.length).sum::<u32>();
        let near_first = words.iter().position(|word| word.end + CONTEXT > start);
        let near_last = words.iter().rposition(|word| word.start < end + CONTEXT);
        let near = near_first.unwrap_or(first)..near_last.unwrap_or(last) + 1;
        Some(Self {
            weight: weight(&words[first..=last]),
            around: weight(&words[..first]) + weight(&words[last + 1..]),
            near_weight: weight(&words[near.clone()]) - weight(&words[first..=last]),
            passage: first..last + 1,
            near,
            cut: (start.saturating_sub(words[first].start), words[last].end.saturating_sub(end)),
            text,
            words,
        })
    }

    /// Returns how many words off the diagonal are looked at: room for a few words put in.
    pub(super) fn band(&self) -> usize {
        (8 + self.words.len() / 12).min(64)
    }
}
