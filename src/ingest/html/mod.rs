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

use dom_smoothie::{Config, Readability};

use self::page::Page;
use super::{
    compose::{Composer, Flow, TitleRule},
    error::Warning,
    metadata::{Field, Metadata},
};
use crate::article::Article;

/// Returns whether `start`, the words of a file, begin a page or a part of one.
///
/// The tags are those by which the WHATWG's MIME sniffing standard knows HTML, and a few that
/// parts of pages begin with; parts must also close a tag.
pub(super) fn is_page(start: &str) -> bool {
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
    let mut rest = start;
    for (open, close) in [("<?xml", "?>"), ("<!--", "-->"), ("<!--", "-->"), ("<meta", ">")] {
        while rest.starts_with(open) {
            let Some((_, after)) = rest.split_once(close) else { break };
            rest = after.trim_start();
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let is_tag = |name: &&str| {
        tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && tag[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    };
    WHOLE.iter().any(|name| is_tag(&name))
        || (PARTS.iter().any(|name| is_tag(&name)) && rest.contains("</"))
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
    let page = page::parse(text);
    if let Some(reason) = page.flattened {
        warnings.push(Warning::Flattened { reason });
    }
    let mut metadata = facts::of(&page.document, text);
    if page.flattened.is_none() {
        match main_text(page, &mut metadata) {
            Ok(article) => return article,
            Err(whole) => {
                warnings.push(Warning::WholePage);
                return compose(&whole, walk::Whole::Page, metadata);
            }
        }
    }
    compose(&page.document, walk::Whole::Page, metadata)
}

/// Adds the words of a part of a page to `composer`.
pub(super) fn add_part(markup: &str, composer: &mut Composer) {
    let page = page::parse(markup);
    if let Some(body) = page.document.body() {
        walk::add(&body, walk::Whole::Part, composer);
    }
    composer.begin(Flow::Paragraph);
}

/// Makes an article of a part of a page, about which `metadata` is known.
pub(super) fn read_part(markup: &str, metadata: Metadata) -> Article {
    let rule = TitleRule::Known(metadata.title.clone().unwrap_or_default());
    let mut composer = Composer::new(rule);
    add_part(markup, &mut composer);
    let mut article = composer.finish();
    metadata.describe(&mut article);
    article
}

/// Finds the main text, and completes `metadata`; gives the page back where there is none.
fn main_text(page: Page, metadata: &mut Metadata) -> Result<Article, dom_query::Document> {
    let whole = page.document.clone();
    walk::remove_unread(&page.document);
    let Some(mut readability) = reader(page.document, metadata.address.as_deref()) else {
        return Err(whole);
    };
    // The port has panicked on pages that we found by chance; such a page is shown as it is.
    let parse = std::panic::AssertUnwindSafe(|| readability.parse());
    let Ok(Ok(found)) = std::panic::catch_unwind(parse) else { return Err(whole) };
    metadata.set(Field::Title, &found.title);
    metadata.set(Field::Byline, found.byline.as_deref().unwrap_or_default());
    let selection = readability.doc.select_single("#readability-page-1");
    let Some(root) = selection.nodes().first() else { return Err(whole) };
    let mut composer = composer_for(metadata);
    walk::add(root, walk::Whole::Main, &mut composer);
    let mut article = composer.finish();
    if is_too_little(&article, &whole) {
        return Err(whole);
    }
    std::mem::take(metadata).describe(&mut article);
    Ok(article)
}

fn reader(document: dom_query::Document, address: Option<&str>) -> Option<Readability> {
    // JSON-LD is read by us, who also look into its graphs.
    let config = Config { disable_json_ld: true, ..Config::default() };
    Readability::with_document(document, address.filter(|address| is_web(address)), Some(config))
        .ok()
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Returns whether the main text that was found can hardly be it: less than a tenth of the words
/// of the page, and fewer than an article has.
fn is_too_little(article: &Article, whole: &dom_query::Document) -> bool {
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

fn compose(document: &dom_query::Document, whole: walk::Whole, metadata: Metadata) -> Article {
    let mut composer = composer_for(&metadata);
    if let Some(body) = document.body() {
        walk::add(&body, whole, &mut composer);
    }
    let mut article = composer.finish();
    metadata.describe(&mut article);
    article
}

fn composer_for(metadata: &Metadata) -> Composer {
    Composer::new(match &metadata.title {
        Some(title) => TitleRule::SetFirst(title.clone()),
        None => TitleRule::FirstHeading,
    })
}

#[cfg(test)]
mod tests;
