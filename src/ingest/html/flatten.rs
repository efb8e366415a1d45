//! Reads tags without building a tree, in time that grows with the length alone.

use std::ops::Range;

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

/// Returns the page with nothing but paragraphs, its title and what it says of itself.
pub(super) fn flatten(text: &str) -> String {
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
                } else if name.eq_ignore_ascii_case("meta") && tag.len() < 4096 {
                    head.push_str(tag);
                } else if !is_title && !is_inline(name) {
                    body.push_str("<p>");
                }
            }
        }
    }
    format!("<head>{head}<title>{title}</title></head>{body}")
}

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
        let expected = format!("<head><title></title></head>{expected}");
        assert_eq!(flatten(text), expected);
    }

    #[test]
    fn parts_become_paragraphs() {
        check("<div>a<div>b</div></div>", "<p>a<p>b<p><p>");
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
        assert_eq!(
            flatten("<p>a<title>Court &amp; <b>x</b></title><meta name=a>b"),
            "<head><meta name=a><title>Court &amp; x</title></head><p>ab"
        );
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
