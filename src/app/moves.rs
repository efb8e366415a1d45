//! Moves by word, sentence, paragraph and heading: from a place in the article to another.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    app::ArticlePane,
    article::{Article, Block, BlockKind},
    base::TextSpan,
    text::{Text, Tokens, wrap::PIECE},
};

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Backward,
}

/// Where a word ends or begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordEdge {
    /// Its first character.
    Start,
    /// Its last character.
    Last,
}

/// Returns the start or last character of the next or previous word.
pub fn word(pane: &ArticlePane, way: Way, edge: WordEdge) -> Option<usize> {
    let article = &pane.article;
    let here = pane.cursor;
    let mut block = pane.block_at(here);
    loop {
        let words = words_near(article, block, here);
        let at = |word: &TextSpan| match edge {
            WordEdge::Start => word.start(),
            WordEdge::Last => last_character(article, *word),
        };
        let found = match way {
            Way::Forward => words.iter().map(at).find(|at| *at > here),
            Way::Backward => words.iter().map(at).rev().find(|at| *at < here),
        };
        if found.is_some() {
            return found;
        }
        block = match way {
            Way::Forward => block + 1,
            Way::Backward => block.checked_sub(1)?,
        };
        article.blocks.get(block)?;
    }
}

/// Returns the word that byte `at` is in or before.
pub fn word_at(pane: &ArticlePane, at: usize) -> Option<TextSpan> {
    let words = words_near(&pane.article, pane.block_at(at), at);
    words.into_iter().find(|word| word.end() > at)
}

/// Returns the start of the next or previous paragraph.
pub fn paragraph(pane: &ArticlePane, way: Way) -> Option<usize> {
    block_start(pane, way, |_| true)
}

/// Returns the start of the next or previous heading.
pub fn heading(pane: &ArticlePane, way: Way) -> Option<usize> {
    block_start(pane, way, |block| matches!(block.kind, BlockKind::Title | BlockKind::Heading(_)))
}

/// Returns the start of the next or previous sentence.
pub fn sentence(pane: &ArticlePane, way: Way) -> Option<usize> {
    let here = pane.cursor;
    let block = pane.block_at(here);
    let starts = |block| sentences(&pane.article, block).into_iter().map(|span| span.start());
    match way {
        Way::Forward => starts(block)
            .find(|at| *at > here)
            .or_else(|| pane.article.blocks.get(block + 1).map(|next| next.span.start())),
        Way::Backward => starts(block).rev().find(|at| *at < here).or_else(|| {
            let before = block.checked_sub(1)?;
            starts(before).next_back()
        }),
    }
}

/// Returns the sentence that byte `at` is in.
pub fn sentence_at(pane: &ArticlePane, at: usize) -> Option<TextSpan> {
    sentences(&pane.article, pane.block_at(at)).into_iter().find(|sentence| sentence.end() > at)
}

/// Returns the innermost quotation that byte `at` is in, with its marks.
pub fn quote_at(pane: &ArticlePane, at: usize) -> Option<TextSpan> {
    let (part, offset) = part_of(&pane.article, pane.block_at(at))?;
    let text = Text::new(&part);
    let quotes = text.paragraphs().iter().flat_map(|paragraph| &paragraph.quotes);
    let inner = quotes.filter(|quote| quote.span.contains(at - offset)).max_by_key(|q| q.depth)?;
    Some(TextSpan::new(inner.span.start() + offset, inner.span.end() + offset))
}

fn block_start(pane: &ArticlePane, way: Way, wanted: impl Fn(&Block) -> bool) -> Option<usize> {
    let here = pane.cursor;
    let block = pane.block_at(here);
    let blocks = &pane.article.blocks;
    let start = |block: &Block| block.span.start();
    match way {
        Way::Forward => blocks.get(block + 1..)?.iter().find(|block| wanted(block)).map(start),
        Way::Backward => {
            let before = blocks.get(..=block)?.iter().rev();
            before.filter(|block| wanted(block)).map(start).find(|at| *at < here)
        }
    }
}

/// Returns the words of `block` within a few thousand bytes of `at`; of all of a short block.
fn words_near(article: &Article, block: usize, at: usize) -> Vec<TextSpan> {
    let Some(block) = article.blocks.get(block) else { return Vec::new() };
    let text = &article.text;
    let middle = at.clamp(block.span.start(), block.span.end());
    let start = boundary(text, middle.saturating_sub(PIECE).max(block.span.start()));
    let end = boundary(text, (middle + PIECE).min(block.span.end()));
    let words = text[start..end].split_word_bound_indices();
    words
        .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
        .map(|(offset, word)| TextSpan::new(start + offset, start + offset + word.len()))
        .collect()
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn last_character(article: &Article, word: TextSpan) -> usize {
    let mut letters = article.text[word.range()].grapheme_indices(true);
    word.start() + letters.next_back().map_or(0, |(offset, _)| offset)
}

fn sentences(article: &Article, block: usize) -> Vec<TextSpan> {
    let Some((part, offset)) = part_of(article, block) else { return Vec::new() };
    let text = Text::new(&part);
    let mut tokens = Tokens::default();
    let mut out = Vec::new();
    for paragraph in text.paragraphs() {
        text.tokenize(paragraph, &mut tokens);
        for sentence in &tokens.sentences {
            let words = &tokens.spans[sentence.clone()];
            let span = words.iter().copied().reduce(TextSpan::hull).unwrap_or_default();
            out.push(TextSpan::new(span.start() + offset, span.end() + offset));
        }
    }
    out
}

/// Returns one block as an article of its own, and the byte at which it stands: the text model of
/// the whole article would take too long for a key.
fn part_of(article: &Article, block: usize) -> Option<(Article, usize)> {
    let block = article.blocks.get(block)?;
    let words = block.span.slice(&article.text)?.to_owned();
    let kind = match &block.kind {
        BlockKind::Code | BlockKind::Table => BlockKind::Paragraph,
        kind => kind.clone(),
    };
    let whole = Block { span: TextSpan::new(0, words.len()), kind, quoted: block.quoted };
    let part = Article { text: words, blocks: vec![whole], ..Article::default() };
    Some((part, block.span.start()))
}
