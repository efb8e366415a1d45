//! Parses a page, within bounds.
//!
//! Two things cost time out of proportion to a page's length: elements nested in one another,
//! each of which the parser and Readability look through again and again, and attributes of one
//! tag, each of which the parser compares with all before. Browsers bound both; so do we. A page
//! beyond the bounds is flattened: its words stay, in paragraphs.

use dom_query::{Document, NodeData, NodeRef};
use html5ever::{
    ParseOpts, Parser, parse_document, tendril::TendrilSink, tree_builder::TreeBuilderOpts,
};

use super::flatten::{self, Flat};

/// A page as far as it can be read.
pub(super) enum Page {
    /// Its tree.
    Whole(Document),
    /// Its words, and why there are no more.
    Flat(Flat, &'static str),
}

/// The deepest that elements may nest: as in Chromium (`kMaximumHTMLParserDOMTreeDepth`).
const DEEPEST: usize = 512;

/// The longest page whose layout is read, in bytes; those that hold their pictures are long.
const LONGEST: usize = 256 << 20;

/// The most tags a page may have. Each takes up to 800 bytes, as Readability keeps up to three
/// copies of the tree.
const TAGS: usize = 500_000;

/// The bound of nesting times length of the words, in bytes: a few seconds of Readability's work.
const WORK: usize = 1 << 30;

/// How much is parsed between two looks at the depth, in bytes.
const STEP: usize = 16 * 1024;

const LONG: &str = "is too long to find its main text";
const DEEP: &str = "nests its parts too deeply to find its main text";

/// Parses `text`.
pub(super) fn parse(text: &str) -> Page {
    match parse_bounded(text) {
        Ok(document) => Page::Whole(document),
        Err(reason) => Page::Flat(flatten::flatten(text), reason),
    }
}

/// Parses `text`, or says what about it is out of bounds.
fn parse_bounded(text: &str) -> Result<Document, &'static str> {
    if text.len() > LONGEST || text.matches('<').count() > TAGS {
        return Err(LONG);
    }
    if flatten::has_endless_tag(text) {
        return Err("has a tag with thousands of attributes");
    }
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = text;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(super::boundary(rest, STEP));
        parser.process(step.into());
        if open_depth(&parser) > DEEPEST {
            return Err(DEEP);
        }
        rest = after;
    }
    let document = parser.finish();
    let Size { depth, words } = measure(&document);
    if depth > DEEPEST || depth.saturating_mul(words) > WORK {
        return Err(DEEP);
    }
    Ok(document)
}

/// Returns how deep the last element lies: the elements that are open stand above it.
fn open_depth(parser: &Parser<Document>) -> usize {
    let root = parser.tokenizer.sink.sink.root();
    std::iter::successors(root.last_child(), |node| node.last_child()).count()
}

/// How large a tree is.
#[derive(Debug, Default, PartialEq, Eq)]
struct Size {
    /// How deep the deepest node lies.
    depth: usize,
    /// The length of its words in bytes, with something for each node.
    words: usize,
}

/// Walks through the tree once.
fn measure(document: &Document) -> Size {
    let root = document.root();
    let mut size = Size::default();
    let mut depth = 0;
    let mut next = root.first_child();
    while let Some(mut node) = next {
        depth += 1;
        size.depth = size.depth.max(depth);
        size.words += weight(&node);
        next = node.first_child();
        while next.is_none() && depth > 0 {
            depth -= 1;
            next = node.next_sibling();
            if next.is_none() {
                match node.parent() {
                    Some(parent) => node = parent,
                    None => break,
                }
            }
        }
    }
    size
}

/// Returns what looking at `node` costs, in bytes of words.
fn weight(node: &NodeRef<'_>) -> usize {
    16 + node.query_or(0, |node| match &node.data {
        NodeData::Text { contents } => contents.len(),
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_flattened: bool) {
        assert_eq!(matches!(parse(text), Page::Flat(..)), is_flattened);
    }

    #[test]
    fn depth_is_that_of_the_deepest_node() {
        // Document, html, body, then the parts.
        assert_eq!(measure(&Document::from("<p>a<b>c</b></p><p>d</p>")).depth, 5);
        assert_eq!(measure(&Document::from("")).depth, 2);
    }

    #[test]
    fn usual_pages_keep_their_layout() {
        check("<p>a<p>b", false);
        check(&"<p>a".repeat(20_000), false);
        check(&format!("{}x", "<div>".repeat(400)), false);
        check(&"<ul><li>a<ul><li>b</ul></ul>".repeat(5_000), false);
    }

    #[test]
    fn deep_ones_do_not() {
        check(&format!("{}x", "<div>".repeat(100_000)), true);
        check(&"<div>".repeat(600), true);
        check(&"<div>x</b>".repeat(100_000), true);
        check(&"<font><table><td>".repeat(50_000), true);
        check(&"<svg><td>".repeat(50_000), true);
        check(&(0..100_000).map(|id| format!("<p><b id={id}></p>")).collect::<String>(), true);
    }

    #[test]
    fn a_tag_without_end_does_not() {
        let attributes: String = (0..100_000).map(|id| format!("a{id} ")).collect();
        check(&format!("<p {attributes}>x"), true);
        check(&format!("<p {attributes}"), true);
    }

    #[test]
    fn long_ones_do_not() {
        check(&"<p>a".repeat(TAGS + 1), true);
        check(&format!("<p title='{}'>a", "x".repeat(LONGEST)), true);
    }
}
