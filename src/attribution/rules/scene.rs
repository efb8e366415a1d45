//! A paragraph as the rules see it: its words, their parts of speech, and which are quoted.

use std::ops::Range;

use crate::{
    attribution::Tag,
    base::TextSpan,
    text::{Paragraph, Place, Quote, Text, Tokens},
};

/// How far a clause is followed, in tokens each way: no sentence of print is longer, and a text
/// without stops must not take ages.
pub(super) const FAR: usize = 200;

/// One paragraph, ready to be asked.
pub(in crate::attribution) struct Scene<'s> {
    pub(super) text: &'s Text<'s>,
    /// Its number.
    pub(super) index: usize,
    pub(super) tokens: &'s Tokens,
    tags: &'s [Tag],
    /// Its words in lower case, one after another.
    lower: String,
    /// Where each word starts in `lower`, and where the last one ends.
    starts: Vec<u32>,
}

impl<'s> Scene<'s> {
    /// Makes the scene of paragraph number `index`, whose tokens are `tokens`, with their tags.
    pub(in crate::attribution) fn new(
        text: &'s Text<'s>,
        index: usize,
        tokens: &'s Tokens,
        tags: &'s [Tag],
    ) -> Self {
        let mut lower = String::with_capacity(text.paragraphs()[index].span.len());
        let mut starts = Vec::with_capacity(tokens.spans.len() + 1);
        for span in &tokens.spans {
            starts.push(lower.len() as u32);
            let word = text.slice(*span);
            match word.is_ascii() {
                true => {
                    lower.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())))
                }
                false => lower.extend(word.chars().flat_map(char::to_lowercase)),
            }
        }
        starts.push(lower.len() as u32);
        Self { text, index, tokens, tags, lower, starts }
    }

    /// Returns the paragraph.
    pub(super) fn paragraph(&self) -> &'s Paragraph {
        &self.text.paragraphs()[self.index]
    }

    /// Returns the paragraph `steps` after this one; `None` past the last.
    pub(super) fn paragraph_after(&self, steps: usize) -> Option<&'s Paragraph> {
        self.text.paragraphs().get(self.index + steps)
    }

    /// Returns how many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.spans.len()
    }

    /// Returns the word of token `at`; empty past either end.
    pub(super) fn word(&self, at: usize) -> &'s str {
        self.tokens.spans.get(at).map_or("", |span| self.text.slice(*span))
    }

    /// Returns the word of token `at` in lower case; empty past the end.
    pub(super) fn lower(&self, at: usize) -> &str {
        match self.starts.get(at..at + 2) {
            Some(&[start, end]) => &self.lower[start as usize..end as usize],
            _ => "",
        }
    }

    /// Returns the part of speech of token `at`; that of a stop past the end.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Stop)
    }

    /// Returns where token `at` stands among the quotations; outside of all past the end.
    pub(super) fn place(&self, at: usize) -> Place {
        self.tokens.places.get(at).copied().unwrap_or(Place::OUTSIDE)
    }

    /// Returns how many quotations token `at` lies in.
    pub(super) fn depth(&self, at: usize) -> u8 {
        self.place(at).depth
    }

    /// Returns whether token `at` has a letter or digit.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.word(at).chars().any(char::is_alphanumeric)
    }

    /// Returns whether token `at` starts with a capital.
    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
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

/// Returns whether a token is a dash.
pub(super) fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "―" | "--" | "---" | "-")
}
