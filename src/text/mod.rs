//! The text model: an article's paragraphs, their quotations, sentences and tokens.
//!
//! Comes from an [`Article`]; goes to `attribution`. Every span is a span of the article's text.
//! Knows punctuation and layout, and no meaning.

pub mod glyph;
pub mod wrap;

use crate::{article::Article, base::TextSpan};

/// The paragraphs of an article with their quotations paired.
///
/// Sentences and tokens are made a paragraph at a time ([`Text::tokenize`]), so that the memory
/// for them does not grow with the article.
pub struct Text<'a> {
    string: &'a str,
    paragraphs: Vec<Paragraph>,
}

/// A block of the article that is read as language.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Its words.
    pub span: TextSpan,
    /// What it is.
    pub role: Role,
    /// Its quotations, in order of start; an inner one follows the outer one that holds it.
    pub quotes: Vec<Quote>,
}

/// What a paragraph is to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The article's title.
    Title,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Body,
    /// An item of a list.
    Item,
    /// Set apart as somebody else's words: a block quote.
    BlockQuote,
    /// The words under a picture.
    Caption,
}

/// A quotation: what stands between marks, with the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// From the opening mark to the closing one, both included; to the end of the paragraph where
    /// the closing mark stands in a later one.
    pub span: TextSpan,
    /// How many quotations of this paragraph it lies in: 0 for an outer one.
    pub depth: u8,
    /// Whether the paragraph before left this quotation open.
    pub resumes: bool,
    /// Whether the next paragraph resumes it.
    pub runs_on: bool,
}

/// The tokens and sentences of one paragraph; kept and refilled to save allocations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// Words, numbers, clitics (`’s`, `n’t`) and marks, in order.
    pub spans: Vec<TextSpan>,
    /// Sentences as ranges of `spans`; every token is in exactly one.
    pub sentences: Vec<std::ops::Range<usize>>,
}

impl<'a> Text<'a> {
    /// Finds the paragraphs of `article` and pairs their quotation marks.
    ///
    /// Code and tables are left out.
    pub fn new(article: &'a Article) -> Self {
        Self { string: &article.text, paragraphs: Vec::new() }
    }

    /// Returns all of the article's text.
    pub fn string(&self) -> &'a str {
        self.string
    }

    /// Returns the paragraphs in reading order.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Returns the words of `span`; nothing if the span is of another text.
    pub fn slice(&self, span: TextSpan) -> &'a str {
        span.slice(self.string).unwrap_or_default()
    }

    /// Fills `tokens` with the tokens and sentences of `paragraph`.
    pub fn tokenize(&self, paragraph: &Paragraph, tokens: &mut Tokens) {
        let _ = paragraph;
        tokens.spans.clear();
        tokens.sentences.clear();
    }
}
