//! Builds an article's text block by block, for the formats that have markup.
//!
//! Comes as words and the structure around them, in reading order; goes out as an [`Article`]
//! whose text has a blank line between blocks. Keeps the article's invariants by the way it is
//! built: blocks and marks are only added at the end, and what would be empty is not added.

use crate::{
    article::{Article, Block, BlockKind, Mark, MarkKind},
    base::TextSpan,
};

/// What a block is, before it is known whether it stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// The article's title.
    Title,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text; an item where it stands in a list.
    Paragraph,
    /// The words under a picture.
    Caption,
    /// Lines kept as they are.
    Code,
    /// A table; see [`Composer::cell`] and [`Composer::row`].
    Table,
}

/// How the title comes into the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TitleRule {
    /// A heading of level 1 near the start is the title.
    FirstHeading,
    /// The block near the start that says the title is the title block.
    Known(String),
    /// The title is set first; what repeats it near the start is left out.
    SetFirst(String),
}

/// Builds an article's text.
#[derive(Debug)]
pub(super) struct Composer {
    article: Article,
    rule: TitleRule,
    flow: Flow,
    /// The words of the open block, and its marks counted in them.
    words: String,
    marks: Vec<Mark>,
    /// Whether white space was read since the last word.
    space: bool,
    /// The marks that are open, the outermost first, and which of them covers the words since.
    open: Vec<MarkKind>,
    run: Option<Run>,
    quoted: u8,
    lists: Vec<List>,
}

/// Words under one mark.
#[derive(Debug)]
struct Run {
    start: usize,
    /// Its place in [`Composer::open`].
    mark: usize,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The number of the next item; `None` for bullets.
    number: Option<u64>,
    /// The marker of the item that has no words yet.
    marker: String,
}

/// How many blocks are looked at for the title.
const NEAR_THE_START: usize = 4;

impl Composer {
    /// Starts an empty article.
    pub(super) fn new(rule: TitleRule) -> Self {
        let mut composer = Self {
            article: Article::default(),
            rule,
            flow: Flow::Paragraph,
            words: String::new(),
            marks: Vec::new(),
            space: false,
            open: Vec::new(),
            run: None,
            quoted: 0,
            lists: Vec::new(),
        };
        if let TitleRule::SetFirst(title) = &composer.rule {
            let title = title.clone();
            composer.begin(Flow::Title);
            composer.text(&title);
            composer.begin(Flow::Paragraph);
        }
        composer
    }

    /// Ends the open block and begins another; blocks without words vanish.
    pub(super) fn begin(&mut self, flow: Flow) {
        self.end_block();
        self.flow = flow;
    }

    /// Returns whether the open block has no words yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds words; white space between them becomes one space, except in code.
    pub(super) fn text(&mut self, words: &str) {
        if self.flow == Flow::Code {
            self.words.push_str(words);
            return;
        }
        for (index, part) in words.split(is_space).enumerate() {
            self.space |= index > 0;
            if !part.is_empty() {
                self.word(part);
            }
        }
    }

    /// Adds a line break inside the block.
    pub(super) fn line_break(&mut self) {
        let at_end = self.words.is_empty() || self.words.ends_with(['\n', '\t']);
        if self.flow == Flow::Code || !at_end {
            self.words.push('\n');
        }
        self.space = false;
    }

    /// Begins the next cell of a table's row.
    pub(super) fn cell(&mut self) {
        self.end_run();
        self.words.push('\t');
        self.space = false;
    }

    /// Begins the next row of a table.
    pub(super) fn row(&mut self) {
        self.end_run();
        self.words.push('\n');
        self.space = false;
    }

    /// Begins to mark words as `kind`.
    pub(super) fn open(&mut self, kind: MarkKind) {
        self.open.push(kind);
        self.turn();
    }

    /// Ends the mark that was opened last.
    pub(super) fn close(&mut self) {
        if self.run.as_ref().is_some_and(|run| run.mark + 1 == self.open.len()) {
            self.end_run();
        }
        self.open.pop();
        self.turn();
    }

    /// Begins a block quote.
    pub(super) fn begin_quote(&mut self) {
        self.begin(Flow::Paragraph);
        self.quoted = self.quoted.saturating_add(1);
    }

    /// Ends the block quote that was begun last.
    pub(super) fn end_quote(&mut self) {
        self.begin(Flow::Paragraph);
        self.quoted = self.quoted.saturating_sub(1);
    }

    /// Begins a list; `number` is that of its first item, or `None` for bullets.
    pub(super) fn begin_list(&mut self, number: Option<u64>) {
        self.begin(Flow::Paragraph);
        self.lists.push(List { number, marker: String::new() });
    }

    /// Ends the list that was begun last.
    pub(super) fn end_list(&mut self) {
        self.begin(Flow::Paragraph);
        self.lists.pop();
    }

    /// Begins the next item of the innermost list; outside of any list, a paragraph.
    pub(super) fn begin_item(&mut self) {
        self.begin(Flow::Paragraph);
        if let Some(list) = self.lists.last_mut() {
            list.marker = match &mut list.number {
                None => "•".to_owned(),
                Some(number) => {
                    let marker = format!("{number}.");
                    *number = number.saturating_add(1);
                    marker
                }
            };
        }
    }

    /// Ends the last block and returns the article.
    pub(super) fn finish(mut self) -> Article {
        self.end_block();
        if let TitleRule::Known(title) | TitleRule::SetFirst(title) = self.rule {
            self.article.title = title;
        }
        self.article
    }

    fn word(&mut self, word: &str) {
        if self.space && !self.words.is_empty() && !self.words.ends_with(['\n', '\t']) {
            self.words.push(' ');
        }
        self.space = false;
        if self.run.is_none()
            && let Some(mark) = self.covering()
        {
            self.run = Some(Run { start: self.words.len(), mark });
        }
        self.words.push_str(word);
    }

    /// Returns which open mark covers the next words, for marks do not overlap: a link before
    /// all, then code, then what is set apart strongly, then lightly.
    fn covering(&self) -> Option<usize> {
        let rank = |kind: &MarkKind| match kind {
            MarkKind::Link(_) => 0,
            MarkKind::Code => 1,
            MarkKind::Strong => 2,
            MarkKind::Emphasis => 3,
        };
        (0..self.open.len()).min_by_key(|mark| rank(&self.open[*mark]))
    }

    /// Ends the run of words if another mark covers the next.
    fn turn(&mut self) {
        if self.run.as_ref().map(|run| run.mark) != self.covering() {
            self.end_run();
        }
    }

    fn end_run(&mut self) {
        if let Some(Run { start, mark }) = self.run.take() {
            let end = start + self.words[start..].trim_end().len();
            if end > start {
                self.marks
                    .push(Mark { span: TextSpan::new(start, end), kind: self.open[mark].clone() });
            }
        }
    }

    fn end_block(&mut self) {
        self.end_run();
        self.space = false;
        let words = std::mem::take(&mut self.words);
        let marks = std::mem::take(&mut self.marks);
        let trimmed = match self.flow {
            Flow::Code | Flow::Table => words.trim_end().trim_start_matches(['\n', '\r']),
            _ => words.trim_end(),
        };
        if !trimmed.chars().all(|c| c.is_whitespace() || super::sanitize::is_unseen(c)) {
            self.add_block(&words, trimmed, marks);
        }
    }

    /// Adds a block of `trimmed`, a part of `words`, in which `marks` are counted.
    fn add_block(&mut self, words: &str, trimmed: &str, marks: Vec<Mark>) {
        let Some(kind) = self.kind(trimmed) else { return };
        if !self.article.text.is_empty() {
            self.article.text.push_str("\n\n");
        }
        let start = self.article.text.len();
        self.article.text.push_str(trimmed);
        let span = TextSpan::new(start, self.article.text.len());
        self.article.blocks.push(Block { span, kind, quoted: self.quoted });
        let cut = trimmed.as_ptr() as usize - words.as_ptr() as usize;
        let within = TextSpan::new(cut, cut + trimmed.len());
        for Mark { span, kind } in marks {
            if let Some(span) = span.intersection(within) {
                let place = |at: usize| at - cut + start;
                let span = TextSpan::new(place(span.start()), place(span.end()));
                self.article.marks.push(Mark { span, kind });
            }
        }
    }

    /// Returns what the open block is, or `None` if it only repeats the title.
    fn kind(&mut self, words: &str) -> Option<BlockKind> {
        let near = self.article.blocks.len() < NEAR_THE_START;
        if near && matches!(self.flow, Flow::Heading(_) | Flow::Paragraph) {
            match &self.rule {
                TitleRule::FirstHeading if self.flow == Flow::Heading(1) => {
                    let title = super::sanitize::one_line(words).unwrap_or_default();
                    self.rule = TitleRule::Known(title);
                    return Some(BlockKind::Title);
                }
                TitleRule::Known(title) if !self.has_title() && same_words(title, words) => {
                    return Some(BlockKind::Title);
                }
                TitleRule::SetFirst(title) if same_words(title, words) => {
                    return None;
                }
                _ => {}
            }
        }
        Some(match self.flow {
            Flow::Title => BlockKind::Title,
            Flow::Heading(level) => BlockKind::Heading(level.clamp(1, 6)),
            Flow::Caption => BlockKind::Caption,
            Flow::Code => BlockKind::Code,
            Flow::Table => BlockKind::Table,
            Flow::Paragraph => self.paragraph(),
        })
    }

    /// Returns whether a block is the title already.
    fn has_title(&self) -> bool {
        self.article.blocks.iter().any(|block| block.kind == BlockKind::Title)
    }

    fn paragraph(&mut self) -> BlockKind {
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        match self.lists.last_mut() {
            None => BlockKind::Paragraph,
            Some(list) => {
                BlockKind::Item { depth: depth - 1, marker: std::mem::take(&mut list.marker) }
            }
        }
    }
}

/// Returns whether `c` is white space that markup does not keep; a no-break space is kept.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// Returns whether two texts have the same letters and digits.
fn same_words(left: &str, right: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(left).eq(letters(right)) && letters(left).next().is_some()
}

#[cfg(test)]
mod tests;
