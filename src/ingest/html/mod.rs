//! Pages of the web to an article: main text by a port of Mozilla's Readability, and what the
//! page says of itself.
//!
//! Comes as decoded text; goes out as the words of the page without menus and markup, blocks on
//! lines of their own. Where no main text is found all of the page's words are taken, with a
//! warning. Work is bounded: pages that would need time out of proportion lose their layout.

mod facts;
mod flatten;
mod page;
mod walk;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use self::{flatten::Flat, page::Page};
use super::{
    compose::{Composer, Flow, TitleRule},
    error::Warning,
    metadata::{Field, Metadata},
};
use crate::article::Article;

/// How much a text looks like HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// It begins as a page does.
    Page,
    /// It begins as a part of a page does; Markdown may begin so too.
    Part,
    /// It does neither.
    None,
}

/// Looks at the first tag of a text, `start` being its first words.
///
/// The tags are those by which the WHATWG's MIME sniffing standard knows HTML, and a few that
/// parts of pages begin with; parts must also close a tag.
pub(super) fn likeness(start: &str) -> Likeness {
    const WHOLE: [&str; 5] = ["!doctype html", "html", "head", "body", "title"];
    const PARTS: [&str; 22] = [
        "a",
        "article",
        "b",
        "blockquote",
        "br",
        "center",
        "div",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "iframe",
        "img",
        "main",
        "p",
        "script",
        "section",
        "span",
        "style",
        "table",
    ];
    let rest = skip_remarks(start);
    let Some(tag) = rest.strip_prefix('<') else { return Likeness::None };
    let is_tag = |name: &&str| {
        tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && tag[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    };
    if WHOLE.iter().any(is_tag) {
        Likeness::Page
    } else if PARTS.iter().any(is_tag) && rest.contains("</") {
        Likeness::Part
    } else {
        Likeness::None
    }
}

/// Returns what follows the remarks that may stand before the first tag.
fn skip_remarks(start: &str) -> &str {
    const REMARKS: [(&str, &str); 3] = [("<?xml", "?>"), ("<!--", "-->"), ("<meta", ">")];
    let mut rest = start;
    while let Some((_, close)) = REMARKS.iter().find(|(open, _)| rest.starts_with(open)) {
        let Some((_, after)) = rest.split_once(close) else { break };
        rest = after.trim_start();
    }
    rest
}

/// Returns whether `words`, the text of a record, are marked up as a part of a page.
pub(super) fn is_part(words: &str) -> bool {
    const SIGNS: [&str; 8] =
        ["</p>", "<br>", "<br/>", "<br />", "</div>", "</li>", "</h2>", "</blockquote>"];
    words.contains('<') && SIGNS.iter().any(|sign| words.contains(sign))
}

/// Makes an article of a page, and adds to `warnings` what the reader should know.
pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Article {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match page::parse(text) {
        Page::Whole(document) => read_whole(document, text, warnings),
        Page::Flat(flat, reason) => {
            warnings.push(Warning::Flattened { reason });
            read_flat(flat, text)
        }
    }
}

/// Makes an article of a page whose tree is `document`.
fn read_whole(document: Document, text: &str, warnings: &mut Vec<Warning>) -> Article {
    let mut metadata = facts::of(&document, text);
    let reader = reader(document, metadata.address.as_deref());
    metadata.set(Field::Title, &reader.get_article_title());
    let whole = reader.doc.clone();
    main_text(reader, &whole, &mut metadata).unwrap_or_else(|| {
        warnings.push(Warning::WholePage);
        let mut composer = composer_for(&metadata);
        if let Some(body) = whole.body() {
            walk::add(&body, walk::Whole::Page, &mut composer);
        }
        finish(composer, metadata)
    })
}

/// Makes an article of a page of which only the words are left.
fn read_flat(mut flat: Flat, text: &str) -> Article {
    let mut metadata = facts::of(&flat.head, text);
    let reader = reader(std::mem::take(&mut flat.head), None);
    metadata.set(Field::Title, &reader.get_article_title());
    let mut composer = composer_for(&metadata);
    flat.add(&mut composer);
    finish(composer, metadata)
}

fn finish(composer: Composer, metadata: Metadata) -> Article {
    let mut article = composer.finish();
    metadata.describe(&mut article);
    article
}

/// Adds the words of a part of a page to `composer`.
pub(super) fn add_part(markup: &str, composer: &mut Composer) {
    match page::parse(markup) {
        Page::Whole(document) => {
            if let Some(body) = document.body() {
                walk::add(&body, walk::Whole::Part, composer);
            }
        }
        Page::Flat(flat, _) => flat.add(composer),
    }
    composer.begin(Flow::Paragraph);
}

/// Makes an article of a part of a page, about which `metadata` is known.
pub(super) fn read_part(markup: &str, metadata: Metadata) -> Article {
    let rule = TitleRule::Known(metadata.title.clone().unwrap_or_default());
    let mut composer = Composer::new(rule);
    add_part(markup, &mut composer);
    finish(composer, metadata)
}

/// Finds the main text of `whole`, which `reader` has a copy of, and completes `metadata`; `None`
/// where there is none.
fn main_text(
    mut reader: Readability,
    whole: &Document,
    metadata: &mut Metadata,
) -> Option<Article> {
    walk::prepare(&reader.doc);
    // The port panics on some pages, such as those with odd addresses of films; such a page is
    // shown whole.
    let parse = AssertUnwindSafe(|| reader.parse());
    let found = catch_unwind(parse).ok()?.ok()?;
    metadata.set(Field::Byline, found.byline.as_deref().unwrap_or_default());
    let selection = reader.doc.select_single("#readability-page-1");
    let mut composer = composer_for(metadata);
    walk::add(selection.nodes().first()?, walk::Whole::Main, &mut composer);
    let mut article = composer.finish();
    if is_too_little(&article, whole) {
        return None;
    }
    std::mem::take(metadata).describe(&mut article);
    Some(article)
}

/// Sets Readability up for `document`, whose links lead on from `address`.
fn reader(document: Document, address: Option<&str>) -> Readability {
    let doc_url = address.filter(|address| is_web(address)).map(str::to_owned);
    // JSON-LD is read by us, who also look into its graphs.
    let config = Config { disable_json_ld: true, ..Config::default() };
    Readability { doc: document, doc_url, config }
}

/// Returns the last place up to byte `at` where `text` may be cut; more than 0 for `at` above 3.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Returns whether `address` leads to the web.
fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Returns whether the main text that was found can hardly be it: less than a tenth of the words
/// of the page, and fewer than an article has.
fn is_too_little(article: &Article, whole: &Document) -> bool {
    const ARTICLE: usize = 300;
    let length = article.text.len();
    if article.blocks.is_empty() {
        return true;
    }
    length < ARTICLE && {
        let mut composer = Composer::new(TitleRule::Known(String::new()));
        if let Some(body) = whole.body() {
            walk::add(&body, walk::Whole::Page, &mut composer);
        }
        length * 10 < composer.finish().text.len()
    }
}

fn composer_for(metadata: &Metadata) -> Composer {
    Composer::new(match &metadata.title {
        Some(title) => TitleRule::SetFirst(title.clone()),
        None => TitleRule::FirstHeading,
    })
}

#[cfg(test)]
mod tests;
