//! A paragraph as the rules see it: its tokens as words, and which of them are quoted.

use std::ops::Range;

use crate::{
    base::TextSpan,
    text::{Paragraph, Quote, Text, Tokens},
};

/// How far a clause is followed, in tokens each way: no sentence of print is longer, and a text
/// without stops must not take ages.
const FAR: usize = 200;

/// One paragraph, ready to be asked.
pub(in crate::attribution) struct Scene<'s> {
    pub(super) text: &'s Text<'s>,
    /// Its number.
    pub(super) index: usize,
    pub(super) tokens: &'s Tokens,
    /// How many quotations each token lies in.
    depths: Vec<u8>,
}

impl<'s> Scene<'s> {
    /// Makes the scene of paragraph number `index`, whose tokens are `tokens`.
    pub(in crate::attribution) fn new(
        text: &'s Text<'s>,
        index: usize,
        tokens: &'s Tokens,
    ) -> Self {
        let mut depths = Vec::new();
        text.paragraphs()[index].quote_depths(tokens, &mut depths);
        Self { text, index, tokens, depths }
    }

    /// Returns the paragraph.
    pub(super) fn paragraph(&self) -> &'s Paragraph {
        &self.text.paragraphs()[self.index]
    }

    /// Returns how many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.spans.len()
    }

    /// Returns the word of token `at`; empty past either end.
    pub(super) fn word(&self, at: usize) -> &'s str {
        self.tokens.spans.get(at).map_or("", |span| self.text.slice(*span))
    }

    /// Returns the word of token `at` in lower case.
    pub(super) fn lower(&self, at: usize) -> String {
        self.word(at).to_lowercase()
    }

    /// Returns how many quotations token `at` lies in.
    pub(super) fn depth(&self, at: usize) -> u8 {
        self.depths.get(at).copied().unwrap_or(0)
    }

    /// Returns the sentence that token `at` stands in.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let sentences = &self.tokens.sentences;
        let index = sentences.partition_point(|sentence| sentence.end <= at);
        sentences.get(index).cloned().unwrap_or(at..at)
    }

    /// Returns the span from the first to the last token of `range`; `None` if it is empty.
    pub(super) fn span(&self, range: Range<usize>) -> Option<TextSpan> {
        let spans = self.tokens.spans.get(range)?;
        Some(spans.first()?.hull(*spans.last()?))
    }

    /// Returns the first token that starts at or after byte `at`.
    pub(super) fn token_at(&self, at: usize) -> usize {
        self.tokens.spans.partition_point(|span| span.start() < at)
    }

    /// Returns the tokens of a quotation, marks included.
    pub(super) fn quote_tokens(&self, quote: &Quote) -> Range<usize> {
        self.token_at(quote.span.start())..self.token_at(quote.span.end())
    }

    /// Returns the tokens that stand together with token `at`: the innermost quotation without its
    /// marks and without quotations inside it, else the sentence.
    pub(super) fn bounds(&self, at: usize) -> Range<usize> {
        let sentence = self.sentence(at);
        let sentence = sentence.start.max(at.saturating_sub(FAR))..sentence.end.min(at + FAR);
        let depth = self.depth(at);
        let inside = |index: usize| self.depth(index) >= depth;
        let mut start = at;
        while start > sentence.start && inside(start - 1) && !self.parts(start - 1, depth) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < sentence.end && inside(end) && !self.parts(end, depth) {
            end += 1;
        }
        start..end
    }

    /// Returns whether token `at` is a mark of a quotation at this depth: where it opens or closes.
    fn parts(&self, at: usize, depth: u8) -> bool {
        depth > 0 && self.depth(at) == depth && is_mark(self.word(at))
    }
}

/// Returns whether a token is a quotation mark.
pub(super) fn is_mark(word: &str) -> bool {
    matches!(
        word,
        "\"" | "“"
            | "”"
            | "„"
            | "‟"
            | "''"
            | "``"
            | "«"
            | "»"
            | "‘"
            | "’"
            | "'"
            | "‚"
            | "‹"
            | "›"
    )
}

/// Returns whether a token ends a clause.
pub(super) fn is_stop(word: &str) -> bool {
    matches!(word, "." | "?" | "!" | ";" | "…" | "...")
}
