//! An article as data: one text that never changes, what stands where in it, and where it is from.
//!
//! Comes from `ingest`; nothing here reads bytes or knows a format.

mod block;

pub use block::{Block, BlockKind, Mark, MarkKind};

use crate::base::TextSpan;

/// One stored text with what is known of it.
///
/// Invariants, kept by `ingest`: blocks are in order, do not overlap, are not empty, and lie in
/// `text` on character boundaries; the same holds for the spans of marks, which lie in blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The title; empty if the article has none. If the title also stands in `text`, a block of
    /// kind [`BlockKind::Title`] covers it.
    pub title: String,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// When it was published, as printed or as the metadata gives it.
    pub date: Option<String>,
    /// The paper, agency or site.
    pub outlet: Option<String>,
    /// Its address on the web.
    pub address: Option<String>,
    /// The language as the metadata gives it, such as `en` or `en-GB`.
    pub language: Option<String>,
    /// All of the text. For plain text the input as it was read, so that spans of it are spans of
    /// the file; for other formats the text that was found in it, without markup.
    pub text: String,
    /// What stands where, in reading order. Text outside every block (blank lines) is not shown.
    pub blocks: Vec<Block>,
    /// Links and emphasis inside blocks, in order of start.
    pub marks: Vec<Mark>,
}

impl Article {
    /// Makes an article without metadata whose text is `paragraphs`, a blank line between them.
    ///
    /// Empty ones are left out.
    pub fn from_paragraphs<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
        let mut article = Self::default();
        for words in paragraphs.into_iter().filter(|words| !words.is_empty()) {
            let start = article.text.len();
            article.text.push_str(words);
            let span = TextSpan::new(start, article.text.len());
            article.blocks.push(Block { span, kind: BlockKind::Paragraph, quoted: 0 });
            article.text.push_str("\n\n");
        }
        article
    }

    /// Makes an article without metadata whose text is `text`, kept as it is: blank lines part its
    /// paragraphs.
    pub fn plain(text: String) -> Self {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            let start = at + (part.len() - part.trim_start().len());
            let end = start + part.trim().len();
            if start < end {
                let span = TextSpan::new(start, end);
                blocks.push(Block { span, kind: BlockKind::Paragraph, quoted: 0 });
            }
            at += part.len() + 2;
        }
        Self { text, blocks, ..Self::default() }
    }

    /// Returns the words of `block`, or nothing if the block is of another article.
    pub fn block_text(&self, block: &Block) -> &str {
        block.span.slice(&self.text).unwrap_or_default()
    }
}
