//! Reads tags without building a tree, in time that grows with the length alone.

use std::ops::Range;

use dom_query::Document;

use super::walk;
use crate::ingest::compose::{Composer, Flow};

/// A page without its layout.
pub(super) struct Flat {
    /// Its title and what it says of itself.
    pub(super) head: Document,
    /// Its words, each paragraph after a `<p>`, characters still as the page names them.
    body: String,
}

/// How much of a flat page is parsed at a time, in bytes.
const STEP: usize = 1 << 20;

impl Flat {
    /// Adds its words to `composer`.
    pub(super) fn add(&self, composer: &mut Composer) {
        let mut rest = self.body.as_str();
        while !rest.is_empty() {
            let near = super::boundary(rest, STEP);
            let step = rest[near..].find("<p>").map_or(rest.len(), |at| near + at);
            let (part, after) = rest.split_at(step.max(1));
            if let Some(body) = Document::from(format!("<body>{part}").as_str()).body() {
                walk::add(&body, walk::Whole::Part, composer);
            }
            composer.begin(Flow::Paragraph);
            rest = after;
        }
    }
}

/// A tag, or the words up to the next one.
enum Part<'t> {
    Words(&'t str),
    /// Its name without `/`, and all of it.
    Tag(&'t str, &'t str),
}

/// More attributes than this in one tag are not meant for reading.
const ATTRIBUTES: usize = 2_000;

/// Returns whether a tag has more attributes than any page needs.
pub(super) fn has_endless_tag(text: &str) -> bool {
    let is_endless = |part| match part {
        Part::Words(_) => false,
        Part::Tag(_, tag) => tag.len() > ATTRIBUTES * 2 && attributes(tag) > ATTRIBUTES,
    };
    parts(text).any(is_endless)
}

/// Counts what white space parts outside of quotation marks.
fn attributes(tag: &str) -> usize {
    let mut open = None;
    let mut count = 0;
    let mut before_is_space = false;
    for byte in tag.bytes() {
        match (byte, open) {
            (b'"' | b'\'', None) => open = Some(byte),
            (byte, Some(mark)) if byte == mark => open = None,
            _ => {}
        }
        let is_space = open.is_none() && (byte.is_ascii_whitespace() || byte == b'/');
        count += usize::from(before_is_space && !is_space);
        before_is_space = is_space;
    }
    count
}

/// Leaves of a page only its words, in paragraphs.
pub(super) fn flatten(text: &str) -> Flat {
    let mut head = String::new();
    let mut title = String::new();
    let mut body = String::with_capacity(text.len() / 2);
    let mut is_title = false;
    for part in parts(text) {
        match part {
            Part::Words(words) if is_title => title.push_str(words),
            Part::Words(words) => body.push_str(words),
            Part::Tag(name, tag) => {
                if name.eq_ignore_ascii_case("title") {
                    is_title = title.is_empty() && !tag.starts_with("</");
                } else if name.eq_ignore_ascii_case("meta") && head.len() + tag.len() < HEAD {
                    head.push_str(tag);
                } else if !is_title && !is_inline(name) && !body.ends_with("<p>") {
                    body.push_str("<p>");
                }
            }
        }
    }
    let head = Document::from(format!("<head>{head}<title>{title}</title></head>").as_str());
    Flat { head, body }
}

/// The most that is kept of what a page says of itself, in bytes.
const HEAD: usize = 64 * 1024;

/// Returns whether the words around a tag of this name stand on one line.
fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 24] = [
        "a", "abbr", "acronym", "b", "bdi", "big", "cite", "code", "em", "font", "i", "kbd",
        "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "u", "wbr",
    ];
    INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline))
}

/// Splits `text` into words and tags; comments, scripts and styles are left out.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text[at..];
            let Some(open) = rest.find('<') else {
                at = text.len();
                return Some(Part::Words(rest));
            };
            if open > 0 {
                at += open;
                return Some(Part::Words(&rest[..open]));
            }
            match tag(rest) {
                Found::Tag(name, length) => {
                    at += length;
                    return Some(Part::Tag(&rest[name], &rest[..length]));
                }
                Found::Unread(length) => at += length,
                Found::Sign => {
                    at += 1;
                    return Some(Part::Words("&lt;"));
                }
            }
        }
        None
    })
}

/// What a `<` begins.
enum Found {
    /// A tag: where its name stands, and its length.
    Tag(Range<usize>, usize),
    /// Something that is not shown, of this length.
    Unread(usize),
    /// Nothing: it is a sign.
    Sign,
}

fn tag(rest: &str) -> Found {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("<!--") {
        return Found::Unread(until("-->"));
    }
    if rest.starts_with("<!") || rest.starts_with("<?") {
        return Found::Unread(until(">"));
    }
    let start = if rest.starts_with("</") { 2 } else { 1 };
    let name = &rest[start..];
    let length =
        name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b':' || *b == b'-').count();
    if length == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Found::Sign;
    }
    let name = start..start + length;
    let end = tag_end(rest);
    for raw in ["script", "style", "noscript", "template"] {
        if start == 1 && rest[name.clone()].eq_ignore_ascii_case(raw) {
            return Found::Unread(end + raw_end(&rest[end..], raw));
        }
    }
    Found::Tag(name, end)
}

/// Returns where the tag that `rest` starts with ends: at the first `>` outside of quotation
/// marks. A mark that is never closed is none.
fn tag_end(rest: &str) -> usize {
    let mut open = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (byte, open) {
            (b'>', None) => return at + 1,
            (b'"' | b'\'', None) => open = Some(byte),
            (byte, Some(mark)) if byte == mark => open = None,
            _ => {}
        }
    }
    rest.find('>').map_or(rest.len(), |at| at + 1)
}

/// Returns where the content of a `name` element ends, with its end tag.
fn raw_end(rest: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        at += found + 2;
        let is_end =
            rest.get(at..at + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        if is_end {
            return at + tag_end(&rest[at..]);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(flatten(text).body, expected);
    }

    #[test]
    fn parts_become_paragraphs() {
        check("<div>a<div>b</div></div>", "<p>a<p>b<p>");
        check("<p class='x>y'>a <b>c</b>&amp;", "<p>a c&amp;");
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        check("a<!-- b -->c<script>if (a<b) d</script>e<style>f</style >g<!doctype x>", "aceg");
        check("a<script>never ends", "a");
        check("a<!-- never ends", "a");
    }

    #[test]
    fn title_and_metadata_stay() {
        let flat = flatten("<p>a<title>Court &amp; <b>x</b></title><meta name=a>b");
        assert_eq!(flat.body, "<p>ab");
        assert_eq!(&*flat.head.select("title").text(), "Court & x");
        assert_eq!(flat.head.select("meta").length(), 1);
    }

    #[test]
    fn long_pages_are_added_in_parts() {
        let mut composer = Composer::new(crate::ingest::compose::TitleRule::FirstHeading);
        flatten(&"<div>It &amp; they.".repeat(100_000)).add(&mut composer);
        let article = composer.finish();
        assert_eq!(article.blocks.len(), 100_000);
        assert!(article.blocks.iter().all(|block| article.block_text(block) == "It & they."));
    }

    #[test]
    fn signs_are_words() {
        check("a < b <3 <", "a &lt; b &lt;3 &lt;");
    }

    #[test]
    fn attributes_are_counted() {
        assert_eq!(attributes("<p a=1 b='x y' c>"), 3);
        assert!(!has_endless_tag(&format!("<img src='{}'>", "x ".repeat(5_000))));
        assert!(has_endless_tag(&format!("<p {}>", "x ".repeat(5_000))));
        assert!(!has_endless_tag(&format!("<script>a<b {}</script>", "x ".repeat(5_000))));
    }

    #[test]
    fn tags_that_never_end_take_no_time_out_of_proportion() {
        // Each must look only as far as it has to.
        for part in ["<p \"", "<p '>", "<script><", "<!--", "</", "<a=\""] {
            flatten(&part.repeat(20_000));
        }
    }
}
