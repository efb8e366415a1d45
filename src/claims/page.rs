//! A paragraph as the gathering of mentions sees it: words, tags, sentences, quotations.

use std::ops::Range;

use crate::{
    attribution::{Findings, Tag},
    base::TextSpan,
    text::{Paragraph, Text},
};

/// One paragraph with its tokens and tags.
pub(super) struct Page<'p, 'a> {
    /// The article.
    pub(super) text: &'p Text<'a>,
    /// Its number.
    pub(super) number: u32,
    /// The place of its first sentence in the article.
    pub(super) first_sentence: u32,
    /// The paragraph itself.
    pub(super) paragraph: &'p Paragraph,
    spans: &'p [TextSpan],
    tags: &'p [Tag],
    /// Sentences as ranges of tokens.
    pub(super) sentences: &'p [Range<usize>],
}

impl<'p, 'a> Page<'p, 'a> {
    /// Opens the paragraph of `findings`; `None` if it is of another text.
    pub(super) fn new(text: &'p Text<'a>, findings: &'p Findings<'_>, first_sentence: u32) -> Option<Self> {
        let paragraph = text.paragraphs().get(findings.paragraph)?;
        let number = u32::try_from(findings.paragraph).ok()?;
        let spans = &findings.tokens.spans;
        (spans.len() == findings.tags.len()).then_some(Self {
            text,
            number,
            first_sentence,
            paragraph,
            spans,
            tags: findings.tags,
            sentences: &findings.tokens.sentences,
        })
    }

    /// Returns how many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns the place of token `at`; past the end an empty one.
    pub(super) fn span(&self, at: usize) -> TextSpan {
        self.spans.get(at).copied().unwrap_or_default()
    }

    /// Returns the place of `tokens` from the first to the last.
    pub(super) fn spans(&self, tokens: Range<usize>) -> TextSpan {
        let slice = self.spans.get(tokens).unwrap_or_default();
        match (slice.first(), slice.last()) {
            (Some(first), Some(last)) => first.hull(*last),
            _ => TextSpan::default(),
        }
    }

    /// Returns token `at` as printed; past the end nothing.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.text.slice(self.span(at))
    }

    /// Returns whether token `at` is one of `words`, in any case.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    /// Returns the part of speech of token `at`; past the end a full stop.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Stop)
    }

    /// Returns whether token `at` starts with a capital.
    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.word(at).chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_uppercase)
    }

    /// Returns whether byte `at` stands in quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.paragraph.quotes.iter().any(|quote| quote.span.contains(at))
    }

    /// Returns the first token that starts at or after byte `at`.
    pub(super) fn token_at(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.start() < at)
    }
}
