//! Whole pages.

use super::{Likeness, Warning, is_part, likeness, read};
use crate::{
    article::Article,
    ingest::tests::{describe, holds},
};

fn read_page(html: &str) -> (Article, Vec<Warning>) {
    let mut warnings = Vec::new();
    let article = read(html, &mut warnings);
    holds(&article);
    (article, warnings)
}

/// A page of our own, with what stands around an article.
fn page(article: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Harbour to close - The Lindby Post</title>\
         <meta property='og:title' content='Harbour to close'>\
         <style>p {{ color: red }}</style></head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav>\
         <div class=content><h1>Harbour to close</h1>{article}</div>\
         <div class=sidebar><a href=/1>Most read: ten ways to cook a cod</a></div>\
         <footer>Copyright The Lindby Post</footer><script>track('“No”')</script></body></html>"
    )
}

const PARAGRAPHS: &str = "<p>The council of Lindby voted on Monday to close the old harbour, which \
    has not seen a ship in four years, and to turn its warehouses into flats, shops and a school.</p>\
    <p>“We waited long enough,” said the mayor, <a href='/holm'>Karin Holm</a>. “Nobody is coming \
    back, and the roofs will not last another winter without a great deal of money, which we have not.”</p>\
    <blockquote><p>The fish market was promised a place for ten years, at the very least, and nobody \
    asked us, wrote its head in a letter to the council, the paper and the county.</p></blockquote>\
    <h2>What comes next</h2><ul><li>a plan by June, which the council must pass</li><li>a vote in \
    autumn, after the elections, if there is a plan</li></ul>\
    <figure><img src=a.png><figcaption>The harbour in May, Lindby</figcaption></figure>\
    <p>Two members of the council voted against, and three were, as often, not there to vote.</p>";

#[test]
fn the_main_text_without_what_stands_around_it() {
    let (article, warnings) = read_page(&page(PARAGRAPHS));
    let lines = describe(&article);
    assert_eq!(warnings, []);
    assert_eq!(article.title, "Harbour to close");
    assert_eq!(lines[0], "title Harbour to close");
    assert!(lines[1].starts_with("p The council of Lindby"));
    assert!(lines.iter().any(|line| line.ends_with("Karin Holm") && line.starts_with("  link(")));
    assert!(lines.iter().any(|line| line.starts_with(">p The fish market")));
    assert!(lines.contains(&"h2 What comes next".to_owned()));
    assert!(lines.iter().any(|line| line.starts_with("0 • a plan by June")));
    assert!(lines.contains(&"caption The harbour in May, Lindby".to_owned()));
    for word in ["Sport", "cod", "Copyright", "track", "color"] {
        assert!(!article.text.contains(word), "{word} in {}", article.text);
    }
}

#[test]
fn links_are_made_whole() {
    let html = page(PARAGRAPHS)
        .replace("<meta", "<link rel=canonical href='https://example.org/news/a'><meta");
    let (article, _) = read_page(&html);
    assert!(describe(&article).contains(&"  link(https://example.org/holm) Karin Holm".to_owned()));
}

#[test]
fn a_short_page_is_shown_whole_or_in_part_but_never_empty() {
    let (article, _) = read_page("<html><body><p>It did.</p></body></html>");
    assert_eq!(describe(&article), ["p It did."]);
    let (article, _) = read_page("<p>One <b>word");
    assert_eq!(describe(&article), ["p One word", "  strong word"]);
}

#[test]
fn a_page_without_main_text_is_taken_whole() {
    let links: String = (0..60)
        .map(|n| format!("<li><a href=/{n}>A story, number {n}, and its line</a></li>"))
        .collect();
    let (article, warnings) = read_page(&format!("<body><ul>{links}</ul><p>It did.</p></body>"));
    assert!(
        article.text.contains("number 59") && article.text.contains("It did."),
        "{}",
        article.text
    );
    assert!(warnings.is_empty() || warnings == [Warning::WholePage]);
}

#[test]
fn a_deep_page_loses_its_layout_and_no_words() {
    let html = format!(
        "<title>Court</title>{}It did.{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let (article, warnings) = read_page(&html);
    assert_eq!(describe(&article), ["title Court", "p It did."]);
    assert!(matches!(warnings[..], [Warning::Flattened { .. }]));
}

#[test]
fn pages_that_break_the_rules() {
    for html in [
        "<html><p>It <b>did<p>not</i></div></html><p>x",
        "<table><p>It did<td>not</table>",
        "<body><body><html><p>x</p></body>y",
        "<p>a<iframe src='日youtube.com'></iframe><embed src='日youtube.com'><p>It did.",
        "<frameset><frame></frameset>",
        "<p <p <p>x",
        "<p>&#0;&#xFFFFFFFF;&bogus;</p>",
    ] {
        read_page(html);
    }
}

#[test]
fn wide_pages_take_no_time_out_of_proportion() {
    for part in [
        "<p>a, b",
        "<br>",
        "<b>a</b>",
        "<li>a",
        "<table><tr><td>a</table>",
        "<a href=x>a</a> ",
        "<div>a</div>",
        "a<!---->",
    ] {
        read_page(&format!("<html><body><div>{}</div>", part.repeat(3_000)));
    }
}

#[test]
fn what_begins_a_page() {
    let check = |start: &str, expected| assert_eq!(likeness(start), expected, "{start}");
    check("<html>", Likeness::Page);
    check("<!DOCTYPE HTML PUBLIC \"x\">", Likeness::Page);
    check("<body class=x>", Likeness::Page);
    check("<!-- a --><!-- b -->\n<html>", Likeness::Page);
    check("<title>x</title>", Likeness::Page);
    check("<p>x</p>", Likeness::Part);
    check("<div align=center><b>x</b>", Likeness::Part);
    for start in
        ["", "<", "<applause>", "<p", "<p>x", "a<p>x</p>", "<!-- a", "<5 people</p>", "<héad>"]
    {
        check(start, Likeness::None);
    }
}

#[test]
fn what_is_marked_up() {
    assert!(is_part("It <b>did</b>.<br>So."));
    assert!(is_part("<p>It did.</p>"));
    assert!(!is_part("It did, a < b and c > d."));
}
