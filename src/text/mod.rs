//! The text model: an article's paragraphs, their quotations, sentences and tokens.
//!
//! Comes from an [`Article`]; goes to `attribution`. Every span is a span of the article's text.
//! Knows punctuation and layout, and no meaning.

mod abbreviation;
pub mod glyph;
pub mod hyphens;
mod mark;
mod place;
mod quote;
mod scan;
mod sentence;
mod token;
mod words;
pub mod wrap;

pub use place::{Place, QuoteSide};
pub use words::WordList;

use std::ops::Range;

use crate::{
    article::{Article, Block, BlockKind},
    base::TextSpan,
};

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
    pub sentences: Vec<Range<usize>>,
    /// Where each token of `spans` stands among the quotations.
    pub places: Vec<Place>,
}

impl<'a> Text<'a> {
    /// Finds the paragraphs of `article` and pairs their quotation marks.
    ///
    /// Code and tables are left out, and what holds nothing but spaces.
    pub fn new(article: &'a Article) -> Self {
        let string = &article.text;
        let mut paragraphs: Vec<_> =
            article.blocks.iter().filter_map(|block| Paragraph::new(string, block)).collect();
        quote::pair(string, &mut paragraphs);
        Self { string, paragraphs }
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

    /// Fills `tokens` with the tokens and sentences of `paragraph`, which is one of this text.
    ///
    /// Takes time linear in the paragraph, and no memory that `tokens` has already.
    pub fn tokenize(&self, paragraph: &Paragraph, tokens: &mut Tokens) {
        tokens.clear();
        token::tokenize(self.string, paragraph.span, &mut tokens.spans);
        place::fill(self.string, &paragraph.quotes, &tokens.spans, &mut tokens.places);
        sentence::split(self.string, tokens);
    }
}

impl Paragraph {
    /// Makes the paragraph of `block` without its quotations; `None` for code, tables and blanks.
    fn new(string: &str, block: &Block) -> Option<Self> {
        let role = role(block)?;
        let words = block.span.slice(string)?.trim_end_matches(scan::is_space);
        let end = block.span.start() + words.len();
        let start = end - words.trim_start_matches(scan::is_space).len();
        (start < end).then(|| Self { span: TextSpan::new(start, end), role, quotes: Vec::new() })
    }

    /// Fills `depths` with how many quotations each of `tokens` lies in; marks count as inside.
    pub fn quote_depths(&self, tokens: &Tokens, depths: &mut Vec<u8>) {
        depths.clear();
        depths.extend(tokens.places.iter().map(|place| place.depth));
    }
}

impl Tokens {
    /// Forgets the tokens and keeps their memory.
    fn clear(&mut self) {
        self.spans.clear();
        self.sentences.clear();
        self.places.clear();
    }
}

/// Returns what a block is to the reader; `None` for what is not language.
fn role(block: &Block) -> Option<Role> {
    Some(match block.kind {
        BlockKind::Code | BlockKind::Table => return None,
        BlockKind::Title => Role::Title,
        BlockKind::Heading(_) => Role::Heading,
        BlockKind::Caption => Role::Caption,
        BlockKind::Paragraph | BlockKind::Item { .. } if block.quoted > 0 => Role::BlockQuote,
        BlockKind::Paragraph => Role::Body,
        BlockKind::Item { .. } => Role::Item,
    })
}

#[cfg(test)]
mod tests {
    use proptest::{
        collection::vec,
        prelude::{TestCaseError, prop_assert, prop_assert_eq, proptest},
    };

    use super::{scan::is_space, *};

    #[test]
    fn blocks_become_paragraphs() {
        let mut article = Article::from_paragraphs(["A", " B\n", "C", "D", "E", "F", "G", " \n"]);
        let item = BlockKind::Item { depth: 0, marker: "•".to_owned() };
        let kinds = [
            BlockKind::Title,
            BlockKind::Heading(2),
            BlockKind::Code,
            BlockKind::Table,
            item.clone(),
            item,
            BlockKind::Caption,
        ];
        for (block, kind) in article.blocks.iter_mut().zip(kinds) {
            block.kind = kind;
        }
        article.blocks[5].quoted = 1;
        let text = Text::new(&article);
        let shown: Vec<_> =
            text.paragraphs().iter().map(|own| (text.slice(own.span), own.role)).collect();
        assert_eq!(
            shown,
            [
                ("A", Role::Title),
                ("B", Role::Heading),
                ("E", Role::Item),
                ("F", Role::BlockQuote),
                ("G", Role::Caption),
            ]
        );
    }

    #[test]
    fn tokens_are_forgotten_before_the_next_paragraph() {
        let article = Article::from_paragraphs(["“So,” he said. So.", "No."]);
        let text = Text::new(&article);
        let mut tokens = Tokens::default();
        text.tokenize(&text.paragraphs()[0], &mut tokens);
        text.tokenize(&text.paragraphs()[1], &mut tokens);
        assert_eq!((tokens.spans.len(), tokens.sentences.len(), tokens.places.len()), (2, 1, 2));
    }

    #[test]
    fn depths_follow_the_quotations() {
        let article = Article::from_paragraphs(["He: “So ‘no’ so.” He."]);
        let text = Text::new(&article);
        let (mut tokens, mut depths) = (Tokens::default(), Vec::new());
        text.tokenize(&text.paragraphs()[0], &mut tokens);
        text.paragraphs()[0].quote_depths(&tokens, &mut depths);
        assert_eq!(depths, [0, 0, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0]);
    }

    /// Checks what is true of any text.
    fn check_invariants(article: &Article) -> Result<(), TestCaseError> {
        let text = Text::new(article);
        let mut tokens = Tokens::default();
        let mut resumed = false;
        for paragraph in text.paragraphs() {
            text.tokenize(paragraph, &mut tokens);
            check_tokens(&text, paragraph, &tokens)?;
            check_quotes(paragraph, &tokens)?;
            let resumes = paragraph.quotes.iter().any(|quote| quote.resumes);
            prop_assert!(!resumes || resumed, "only what ran on is resumed");
            resumed = paragraph.quotes.iter().any(|quote| quote.runs_on);
        }
        prop_assert!(!resumed, "nothing runs on past the end");
        Ok(())
    }

    /// Tokens ascend, hold no space and leave out nothing else; sentences cover each token once.
    fn check_tokens(
        text: &Text<'_>,
        paragraph: &Paragraph,
        tokens: &Tokens,
    ) -> Result<(), TestCaseError> {
        let is_blank = |start, end| text.slice(TextSpan::new(start, end)).chars().all(is_space);
        let mut at = paragraph.span.start();
        for token in &tokens.spans {
            prop_assert!(!token.is_empty() && token.start() >= at);
            prop_assert!(token.slice(text.string()).is_some(), "{token:?}");
            prop_assert!(is_blank(at, token.start()));
            let dots = text.slice(*token).starts_with('.');
            prop_assert!(dots || !text.slice(*token).contains(is_space));
            at = token.end();
        }
        prop_assert!(is_blank(at, paragraph.span.end()));
        let covered: Vec<usize> = tokens.sentences.iter().flat_map(Clone::clone).collect();
        prop_assert_eq!(covered, (0..tokens.spans.len()).collect::<Vec<_>>());
        prop_assert!(tokens.sentences.iter().all(|sentence| !sentence.is_empty()));
        Ok(())
    }

    /// Quotations nest, start and end with a token, and places tell of them.
    fn check_quotes(paragraph: &Paragraph, tokens: &Tokens) -> Result<(), TestCaseError> {
        for pair in paragraph.quotes.windows(2) {
            let apart = pair[0].span.end() <= pair[1].span.start();
            prop_assert!(apart || pair[0].span.covers(pair[1].span));
        }
        for (index, quote) in paragraph.quotes.iter().enumerate() {
            let before = &paragraph.quotes[..index];
            let around = before.iter().filter(|outer| outer.span.covers(quote.span)).count();
            prop_assert_eq!(usize::from(quote.depth), around);
            prop_assert!(paragraph.span.covers(quote.span));
            prop_assert!(tokens.spans.iter().any(|token| token.start() == quote.span.start()));
            prop_assert!(tokens.spans.iter().any(|token| token.end() == quote.span.end()));
        }
        prop_assert_eq!(tokens.places.len(), tokens.spans.len());
        for (place, token) in tokens.places.iter().zip(&tokens.spans) {
            let holding = paragraph.quotes.iter().filter(|quote| quote.span.covers(*token));
            prop_assert_eq!(usize::from(place.depth), holding.count());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_covered_exactly(paragraphs in vec("\\PC{0,60}", 1..4)) {
            check_invariants(&Article::from_paragraphs(paragraphs.iter().map(String::as_str)))?;
        }

        #[test]
        fn marks_and_words_in_any_order(
            paragraphs in vec("(a|as|n|s|t|90|Mr|é|日| | |,|\\.|!|-|—|@|#|\\(|\n|'|'|’|‘|“|”|\"|`|«|»|‹|›|„|‚){0,40}", 1..4),
        ) {
            check_invariants(&Article::from_paragraphs(paragraphs.iter().map(String::as_str)))?;
        }
    }
}
