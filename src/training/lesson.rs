//! Documents to lessons: the tokens of a paragraph beside what is right about them.
//!
//! Comes from the corpus; goes to the training of each stage. Aligns what was marked by place in the
//! text with our own tokens.

use std::ops::Range;

use super::corpus::{Document, Relation};
use crate::{
    attribution::{Tag, page::Page, weights::Words},
    base::TextSpan,
    text::{Text, Tokens},
};

/// A paragraph with the right answers.
pub(super) struct Lesson {
    /// The number of its document.
    pub(super) document: usize,
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// What the stages see of it.
    pub(super) page: Page,
    /// The machine's tags, where the corpus has them.
    pub(super) silver: Option<Vec<Tag>>,
    /// The attributions whose cue stands in it.
    pub(super) relations: Vec<Marked>,
}

/// An attribution in tokens of one paragraph, each list in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marked {
    /// The token that stands for the cue.
    pub(super) head: usize,
    pub(super) source: Vec<usize>,
    pub(super) cue: Vec<usize>,
    pub(super) content: Vec<usize>,
}

/// Makes the lessons of `documents`; cues get their heads later, see
/// [`set_heads`](super::wordlist::set_heads).
pub(super) fn lessons(documents: &[Document], words: &Words<'_>) -> Vec<Lesson> {
    let mut lessons = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let text = Text::new(&document.article);
        for paragraph in text.paragraphs() {
            let mut tokens = Tokens::default();
            text.tokenize(paragraph, &mut tokens);
            let mut page = Page::default();
            page.fill(&text, paragraph, &tokens, words);
            let silver = (!document.silver.is_empty()).then(|| tags(&tokens, &document.silver));
            let relations = document
                .relations
                .iter()
                .filter(|relation| relation.cue.iter().all(|cue| paragraph.span.covers(*cue)))
                .map(|relation| marked(&tokens, relation))
                .filter(|marked| !marked.cue.is_empty())
                .collect();
            lessons.push(Lesson { document: number, tokens, page, silver, relations });
        }
    }
    lessons
}

fn marked(tokens: &Tokens, relation: &Relation) -> Marked {
    let covered = |spans: &[TextSpan]| {
        let ranges = spans.iter().map(|span| within(tokens, *span));
        let mut all: Vec<usize> = ranges.flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    Marked {
        head: 0,
        source: covered(&relation.source),
        cue: covered(&relation.cue),
        content: covered(&relation.content),
    }
}

/// Returns the tokens that share a byte with `span`.
pub(super) fn within(tokens: &Tokens, span: TextSpan) -> Range<usize> {
    let first = tokens.spans.partition_point(|token| token.end() <= span.start());
    let end = tokens.spans.partition_point(|token| token.start() < span.end());
    first..end.max(first)
}

/// Gives each token the tag of the machine's token that shares most with it.
fn tags(tokens: &Tokens, silver: &[(TextSpan, Tag)]) -> Vec<Tag> {
    let shared = |a: TextSpan, b: TextSpan| a.intersection(b).map_or(0, TextSpan::len);
    tokens
        .spans
        .iter()
        .map(|token| {
            let first = silver.partition_point(|(span, _)| span.end() <= token.start());
            silver[first..]
                .iter()
                .take_while(|(span, _)| span.start() < token.end())
                .fold((0, Tag::Nn), |best, (span, tag)| {
                    let share = shared(*span, *token);
                    if share > best.0 { (share, *tag) } else { best }
                })
                .1
        })
        .collect()
}
