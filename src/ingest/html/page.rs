//! Parses a page, within bounds.
//!
//! Two things cost time out of proportion to a page's length: elements nested in one another,
//! each of which the parser and Readability look through again and again, and attributes of one
//! tag, each of which the parser compares with all before. Browsers bound both; so do we. A page
//! beyond the bounds is flattened: its words stay, in paragraphs.

use dom_query::Document;
use html5ever::{ParseOpts, Parser, parse_document, tendril::TendrilSink};

use super::flatten::{self, flatten};

/// A parsed page.
pub(super) struct Page {
    pub(super) document: Document,
    /// Why it was flattened; `None` if it was not.
    pub(super) flattened: Option<&'static str>,
}

/// The deepest that elements may nest: as in Chromium (`kMaximumHTMLParserDOMTreeDepth`).
const DEEPEST: usize = 512;

/// The longest page whose layout is read, in bytes. Its tree takes about ten times as much
/// memory, and Readability keeps up to three of them.
const LONGEST: usize = 48 << 20;

/// The bound of nesting times length, in bytes: about two seconds of Readability's work.
const WORK: usize = 1 << 30;

/// How much is parsed between two looks at the depth, in bytes.
const STEP: usize = 16 * 1024;

/// Parses `text`.
pub(super) fn parse(text: &str) -> Page {
    match parse_bounded(text) {
        Ok(document) => Page { document, flattened: None },
        Err(reason) => {
            Page { document: Document::from(flatten(text).as_str()), flattened: Some(reason) }
        }
    }
}

/// Parses `text`, or says what about it is out of bounds.
fn parse_bounded(text: &str) -> Result<Document, &'static str> {
    const DEEP: &str = "nests its parts too deeply to find its main text";
    if text.len() > LONGEST {
        return Err("is too long to find its main text");
    }
    if flatten::has_endless_tag(text) {
        return Err("has a tag with thousands of attributes");
    }
    let mut parser = parse_document(
        Document::default(),
        ParseOpts {
            tree_builder: html5ever::tree_builder::TreeBuilderOpts {
                scripting_enabled: false,
                ..Default::default()
            },
            ..Default::default()
        },
    );
    let mut rest = text;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.ceil_char_boundary(STEP));
        parser.process(step.into());
        if open_depth(&parser) > DEEPEST {
            return Err(DEEP);
        }
        rest = after;
    }
    let document = parser.finish();
    let depth = depth(&document);
    if depth > DEEPEST || depth.saturating_mul(text.len()) > WORK {
        return Err(DEEP);
    }
    Ok(document)
}

/// Returns how deep the last element lies: the elements that are open stand above it.
fn open_depth(parser: &Parser<Document>) -> usize {
    let root = parser.tokenizer.sink.sink.root();
    std::iter::successors(root.last_child(), |node| node.last_child()).count()
}

/// Returns how deep the deepest node lies.
pub(super) fn depth(document: &Document) -> usize {
    let root = document.root();
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut next = root.first_child();
    while let Some(mut node) = next {
        depth += 1;
        deepest = deepest.max(depth);
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
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_flattened: bool) {
        assert_eq!(parse(text).flattened.is_some(), is_flattened);
    }

    #[test]
    fn depth_is_that_of_the_deepest_node() {
        // Document, html, body, then the parts.
        assert_eq!(depth(&Document::from("<p>a<b>c</b></p><p>d</p>")), 5);
        assert_eq!(depth(&Document::from("")), 2);
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
        check(&"<p>The court ruled.</p>".repeat(LONGEST / 20), true);
    }
}
