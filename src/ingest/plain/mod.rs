//! Plain text to an article: the text stays as it is, blocks are spans of it.
//!
//! Comes as decoded text; goes out with title, byline, date and outlet where its first lines give
//! them, and a block for each paragraph, item and quoted passage. Blank lines part paragraphs; in
//! wrapped text so do indentation and lines that end early, else every line is a paragraph.
//! Quoted lines of one wrapped paragraph are one block, and the `>` between them stay in it.

mod credit;
mod head;
mod lines;
mod list;
mod shape;

use std::iter::Peekable;

use self::{
    lines::{Line, Lines, ends_sentence},
    list::Marker,
    shape::Shape,
};
use super::metadata::Metadata;
use crate::{
    article::{Article, Block, BlockKind},
    base::TextSpan,
};

/// How many bytes at its start tell what the whole of a text is like: its title, its shape.
const START: usize = super::BEGINNING;

/// Makes an article of `text`, which it keeps.
pub(super) fn read(text: String) -> Article {
    let head = head::find(start(&text));
    let mut metadata = head.metadata;
    let mut blocks = head.blocks;
    let of_head = blocks.len();
    body(&text, head.end, &mut blocks);
    let mut of_body = blocks.iter().skip(of_head);
    if let Some(first) = of_body.find(|block| block.kind == BlockKind::Paragraph) {
        metadata.complete(credit::dateline(first.span.slice(&text).unwrap_or_default()));
    }
    finish(text, blocks, metadata)
}

/// Makes an article of `text`, the first bytes of a longer one, at least [`START`] but for a letter
/// that is cut. `None` if they hold too little.
///
/// What it says is what [`read`] says of the whole, and its blocks are the first of the whole.
pub(super) fn read_beginning(mut text: String) -> Option<Article> {
    text.truncate(text.rfind('\n')? + 1);
    let mut article = read(text);
    // The next line may go on with the last block, or change where the last line belongs.
    let sure = article.blocks.len().checked_sub(2)?;
    article.blocks.truncate(sure);
    let has_words = article.blocks.iter().any(|block| block.kind == BlockKind::Paragraph);
    has_words.then_some(article)
}

/// Returns the start of `text` that tells what the whole is like; of a long text whole lines.
fn start(text: &str) -> &str {
    if text.len() < START {
        return text;
    }
    let start = &text[..super::boundary(text, START)];
    start.rfind('\n').map_or(start, |end| &start[..=end])
}

/// Makes an article of `text`, which has no title or byline of its own but what `metadata` says.
pub(super) fn read_body(text: String, metadata: Metadata) -> Article {
    let mut blocks = Vec::new();
    body(&text, 0, &mut blocks);
    if let (Some(first), Some(title)) = (blocks.first_mut(), &metadata.title)
        && first.span.slice(&text) == Some(title)
    {
        first.kind = BlockKind::Title;
    }
    finish(text, blocks, metadata)
}

fn finish(text: String, blocks: Vec<Block>, metadata: Metadata) -> Article {
    let mut article = Article { text, blocks, ..Article::default() };
    metadata.describe(&mut article);
    article
}

/// Adds the blocks of `text` from byte `from` on, which starts a line.
fn body(text: &str, from: usize, blocks: &mut Vec<Block>) {
    let shape = Shape::of(start(text), from);
    let mut body = Body { text, shape, blocks, open: None, indents: Vec::new(), number: 0 };
    let mut lines = Lines::new(text, from).peekable();
    while let Some(line) = lines.next() {
        body.take(line, &mut lines);
    }
    body.close(AtBlank::Yes);
}

/// Whether a block is closed by a blank line or the end of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AtBlank {
    Yes,
    No,
}

/// Gathers lines into blocks.
struct Body<'t, 'b> {
    text: &'t str,
    shape: Shape,
    blocks: &'b mut Vec<Block>,
    open: Option<Open>,
    /// The indents of the list items that the next item may stand in.
    indents: Vec<usize>,
    /// The number of the last numbered item.
    number: u16,
}

/// A block that may go on.
struct Open {
    span: TextSpan,
    quoted: u8,
    marker: Option<Marker>,
    /// Whether a blank line, or nothing, stands before it.
    after_blank: bool,
    lines: usize,
    first_indent: usize,
    /// The line that was added last.
    last: Line,
}

impl Body<'_, '_> {
    fn take(&mut self, line: Line, rest: &mut Peekable<Lines<'_>>) {
        if line.is_blank() {
            self.close(AtBlank::Yes);
            return;
        }
        let words = self.slice(line.words);
        let (quoted, skipped) = list::quoted(words);
        let words = &words[skipped..];
        if words.is_empty() {
            // A quoted blank line.
            self.close(AtBlank::Yes);
            return;
        }
        let marker = list::marker(words).filter(|(marker, _)| self.may_be_item(*marker, &line));
        let next = rest.peek().filter(|next| !next.is_blank()).copied();
        if marker.is_some() || self.starts_block(&line, words, quoted, next.as_ref()) {
            let after_blank = self.open.is_none();
            self.close(AtBlank::No);
            let start = line.words.start() + skipped + marker.map_or(0, |(_, skipped)| skipped);
            let span = TextSpan::new(start, line.words.end());
            let marker = marker.map(|(marker, _)| marker);
            if let Some(Marker::Number(number)) = marker {
                self.number = number;
            }
            let (lines, first_indent) = (1, line.indent);
            self.open =
                Some(Open { span, quoted, marker, after_blank, lines, first_indent, last: line });
        } else if let Some(open) = &mut self.open {
            open.span = TextSpan::new(open.span.start(), line.words.end());
            open.lines += 1;
            open.last = line;
        }
    }

    /// Returns whether a marker at the start of `line` begins an item: its number goes on with a
    /// list or begins one, and it is no dash at which wrapped words were broken.
    fn may_be_item(&self, marker: Marker, line: &Line) -> bool {
        if let (Shape::Wrapped { .. }, Some(open)) = (self.shape, &self.open) {
            let is_beside = open.marker.is_some() && line.indent <= open.first_indent + 1;
            if !is_beside && !ends_sentence(self.slice(open.last.words)) {
                return false;
            }
        }
        match marker {
            Marker::Bullet => true,
            Marker::Number(number) => number == 1 || number == self.number + 1,
        }
    }

    /// Returns whether `line`, whose own words are `words`, begins a block.
    fn starts_block(&self, line: &Line, words: &str, quoted: u8, next: Option<&Line>) -> bool {
        let Some(open) = &self.open else { return true };
        let Shape::Wrapped { early } = self.shape else {
            // A list may still have its items wrapped by hand, under their words.
            return open.marker.is_none() || line.indent <= open.first_indent;
        };
        if open.quoted != quoted {
            return true;
        }
        let before = self.slice(open.last.words);
        let has_ended = ends_sentence(before);
        let goes_back = next.is_some_and(|next| next.indent < line.indent);
        if line.indent > open.last.indent + 1 && open.marker.is_none() {
            // The first line of a paragraph is set in from those around it; a hanging
            // indentation goes on.
            return has_ended || goes_back;
        }
        let is_set_in = line.indent > 1 && goes_back;
        has_ended
            && (is_set_in || is_label(words) || is_early(open.last.indent, before, words, early))
    }

    fn close(&mut self, at_blank: AtBlank) {
        let Some(open) = self.open.take() else { return };
        let stands_alone = open.after_blank && at_blank == AtBlank::Yes && open.lines == 1;
        let kind = match open.marker {
            Some(marker) => self.item(marker, open.first_indent),
            None => {
                if at_blank == AtBlank::No || open.first_indent == 0 {
                    self.indents.clear();
                }
                if stands_alone && is_heading(self.slice(open.span)) {
                    BlockKind::Heading(2)
                } else {
                    BlockKind::Paragraph
                }
            }
        };
        self.blocks.push(Block { span: open.span, kind, quoted: open.quoted });
    }

    fn item(&mut self, marker: Marker, indent: usize) -> BlockKind {
        while self.indents.last().is_some_and(|last| *last >= indent) {
            self.indents.pop();
        }
        let depth = u8::try_from(self.indents.len()).unwrap_or(u8::MAX);
        self.indents.push(indent);
        BlockKind::Item { depth, marker: marker.shown() }
    }

    fn slice(&self, span: TextSpan) -> &str {
        span.slice(self.text).unwrap_or_default()
    }
}

/// Returns whether a line of wrapped text ends so early that only the end of a paragraph explains
/// it: with the next word, it would not have been longer than `early`.
fn is_early(indent: usize, before: &str, words: &str, early: usize) -> bool {
    let next = words.split_whitespace().next().unwrap_or_default();
    let starts_sentence = !words.starts_with(char::is_lowercase);
    starts_sentence && indent + before.chars().count() + 1 + next.chars().count() <= early
}

/// Returns whether `words` start with a speaker's label, as a transcript sets it: `BERG:`, `Q:`.
fn is_label(words: &str) -> bool {
    let Some((label, rest)) = words.split_once(':') else { return false };
    let is_name = |c: char| c.is_uppercase() || matches!(c, ' ' | '.' | '’' | '\'' | '-');
    label.len() <= 40
        && label.starts_with(char::is_uppercase)
        && label.chars().all(is_name)
        && (rest.is_empty() || rest.starts_with(' '))
}

/// Returns whether a line between blank lines is a heading: short, in capitals, no sentence.
fn is_heading(words: &str) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    words.len() <= 80
        && letters().nth(2).is_some()
        && letters().all(char::is_uppercase)
        && !ends_sentence(words)
}

#[cfg(test)]
mod tests;
