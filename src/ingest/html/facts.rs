//! What a page says of itself: JSON-LD first, then `<meta>`, then what stands in sight.

use dom_query::Document;

use crate::ingest::{
    json,
    metadata::{Field, Metadata},
};

/// The `<meta>` names of each field, the best first: Open Graph, Dublin Core, Parse.ly, Highwire
/// (citations), Sailthru and plain names, as news sites use them.
const META: [(Field, &[&str]); 6] = [
    (
        Field::Title,
        &[
            "og:title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
            "twitter:title",
            "headline",
        ],
    ),
    (
        Field::Byline,
        &[
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "citation_author",
            "byl",
            "byline",
        ],
    ),
    (
        Field::Date,
        &[
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "dcterms.created",
            "dcterms.issued",
            "dc.date.issued",
            "dc.date",
            "citation_publication_date",
            "publish-date",
            "publish_date",
            "pubdate",
            "pdate",
            "date",
        ],
    ),
    (
        Field::Outlet,
        &[
            "og:site_name",
            "dc.publisher",
            "citation_journal_title",
            "publisher",
            "application-name",
        ],
    ),
    (Field::Address, &["og:url", "parsely-link", "twitter:url"]),
    (Field::Language, &["content-language", "language", "dc.language", "og:locale"]),
];

/// Gathers what `document`, parsed from `text`, says of itself.
pub(super) fn of(document: &Document, text: &str) -> Metadata {
    let mut facts = json_ld(document);
    facts.complete(canonical(document));
    facts.complete(meta(document));
    facts.complete(in_sight(document));
    facts.set(Field::Address, saved_from(text).unwrap_or_default());
    facts
}

/// Reads the first JSON-LD that describes an article.
fn json_ld(document: &Document) -> Metadata {
    let scripts = document.select(r#"script[type="application/ld+json"]"#);
    let mut found = scripts.iter().filter_map(|script| {
        let text = script.text();
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        json::schema_facts(text)
    });
    found.next().unwrap_or_default()
}

fn canonical(document: &Document) -> Metadata {
    let mut facts = Metadata::default();
    let link = document.select_single(r#"link[rel~="canonical"][href]"#);
    if let Some(address) = link.attr("href").filter(|address| super::is_web(address)) {
        facts.set(Field::Address, &address);
    }
    let root = document.select_single("html[lang]");
    facts.set(Field::Language, &root.attr_or("lang", ""));
    facts
}

fn meta(document: &Document) -> Metadata {
    let mut told: Vec<(String, String)> = Vec::new();
    for node in document.select("meta[content]").nodes().iter().take(1_000) {
        let names = ["property", "name", "itemprop", "http-equiv"];
        let name = names.iter().find_map(|name| node.attr(name));
        if let Some(name) = name {
            told.push((name.trim().to_ascii_lowercase(), node.attr_or("content", "").to_string()));
        }
    }
    let mut facts = Metadata::default();
    for (field, names) in META {
        for name in names {
            let mut words =
                told.iter().filter(|(told, _)| told == name).map(|(_, words)| words.as_str());
            match field {
                // Several people have a tag each; the address of a profile is no name.
                Field::Byline => {
                    let people: Vec<&str> = words.filter(|words| !super::is_web(words)).collect();
                    facts.set(field, &people.join(", "));
                }
                _ => facts.set(field, words.next().unwrap_or_default()),
            }
        }
    }
    facts
}

/// Reads a date that the page shows.
fn in_sight(document: &Document) -> Metadata {
    const TIMES: [&str; 4] = [
        "time[itemprop='datePublished'][datetime]",
        "time[pubdate][datetime]",
        "article time[datetime]",
        "time[datetime]",
    ];
    let mut facts = Metadata::default();
    for selector in TIMES {
        facts.set(Field::Date, &document.select_single(selector).attr_or("datetime", ""));
    }
    facts
}

/// Returns the address in the remark that browsers put into pages they save.
fn saved_from(text: &str) -> Option<&str> {
    let head = &text[..super::boundary(text, 4096)];
    let (_, rest) = head.split_once("<!-- saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    let (address, _) = rest.split_once(" -->")?;
    super::is_web(address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let Metadata { title, byline, date, outlet, address, language } =
            of(&Document::from(html), html);
        let parts = [title, byline, date, outlet, address, language].into_iter().flatten();
        assert_eq!(parts.collect::<Vec<_>>().join(" / "), expected);
    }

    #[test]
    fn json_ld_goes_first() {
        check(
            r#"<meta property="og:title" content="Other"><script type="application/ld+json">
               {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Court rules",
                "author": [{"@type": "Person", "name": "Anna Berg"}, {"name": "Tom Lee"}],
                "datePublished": "2024-05-03", "publisher": {"name": "The Post"}}</script>"#,
            "Court rules / Anna Berg, Tom Lee / 2024-05-03 / The Post",
        );
    }

    #[test]
    fn graphs_of_json_ld() {
        check(
            r#"<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Site"},
               {"@type": ["ReportageNewsArticle"], "headline": "Court rules"}]}</script>"#,
            "Court rules",
        );
    }

    #[test]
    fn other_json_ld_says_nothing() {
        check(
            r#"<script type="application/ld+json">{"@type": "Organization", "name": "Site"}</script>"#,
            "",
        );
        check(r#"<script type="application/ld+json">{"@type": broken</script>"#, "");
    }

    #[test]
    fn metadata_of_all_kinds() {
        check(
            r#"<html lang="en-GB"><meta property="og:title" content="Court
               rules"><meta name="author" content="Anna Berg"><meta name="author" content="Tom Lee">
               <meta property="article:author" content="https://example.org/anna">
               <meta property="article:published_time" content="2024-05-03T09:00:00Z">
               <meta property="og:site_name" content="The Post">
               <link rel="canonical" href="https://example.org/a">"#,
            "Court rules / Anna Berg, Tom Lee / 2024-05-03T09:00:00Z / The Post / https://example.org/a / en-GB",
        );
    }

    #[test]
    fn a_date_in_sight() {
        check(r#"<article><time datetime="2024-05-03">Friday</time></article>"#, "2024-05-03");
    }

    #[test]
    fn where_a_page_was_saved_from() {
        check("<!-- saved from url=(0021)https://example.org/a --><p>x", "https://example.org/a");
    }
}
