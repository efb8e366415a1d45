//! Whole JSON files.

use super::{
    super::tests::{describe, holds},
    Objects, format,
};
use crate::ingest::{IngestError, Record};

fn read(text: &str) -> Result<Vec<Result<Record, IngestError>>, IngestError> {
    let mut objects = Objects::new(
        text.to_owned(),
        format(text.trim_start_matches('\u{FEFF}').trim()).unwrap(),
        Vec::new(),
    )?;
    Ok(std::iter::from_fn(|| objects.next()).collect())
}

/// Compares each record: its title and its blocks, or its error.
fn check(text: &str, expected: &[&str]) {
    let records = match read(text) {
        Err(error) => vec![error.to_string()],
        Ok(records) => records.iter().map(line).collect(),
    };
    assert_eq!(records, expected, "{text}");
}

fn line(record: &Result<Record, IngestError>) -> String {
    match record {
        Err(error) => error.to_string(),
        Ok(record) => {
            holds(&record.article);
            let mut lines = vec![format!("{}: {}", record.number.unwrap(), record.article.title)];
            lines.extend(describe(&record.article));
            lines.extend(record.warnings.iter().map(ToString::to_string));
            lines.join(" | ")
        }
    }
}

#[test]
fn an_object() {
    check(r#"{"title": "Court rules", "text": "It did."}"#, &["1: Court rules | p It did."]);
    check(
        r#"{"headline": "Court", "articleBody": "It did.\nSo.", "description": "No."}"#,
        &["1: Court | p It did. | p So."],
    );
}

#[test]
fn names_of_archives() {
    for name in [
        "text",
        "body",
        "content",
        "full_text",
        "fullText",
        "maintext",
        "article_text",
        "articleBody",
    ] {
        check(&format!("{{\"{name}\": \"It did.\"}}"), &["1:  | p It did."]);
    }
}

#[test]
fn a_list_and_lines() {
    let expected = ["1: a | p It did.", "2: b | p So."];
    check(r#"[{"title": "a", "text": "It did."}, {"title": "b", "text": "So."}]"#, &expected);
    check(
        "{\"title\": \"a\", \"text\": \"It did.\"}\n\n{\"title\": \"b\", \"text\": \"So.\"}\n",
        &expected,
    );
    check(
        "\u{FEFF}{\n\"title\": \"a\",\n \"text\": \"It did.\"}\n{\n\"title\": \"b\", \"text\": \"So.\"}",
        &expected,
    );
}

#[test]
fn the_text_is_as_stored() {
    let records = read(r#"{"title": "x", "text": "\n  It did. \r\n\r\n So.\n"}"#).unwrap();
    assert_eq!(records[0].as_ref().unwrap().article.text, "\n  It did. \r\n\r\n So.\n");
}

#[test]
fn a_text_without_title_may_start_with_it() {
    check(
        r#"{"text": "Court rules\n\nBy Anna Berg\n\nIt did.", "date": "2024"}"#,
        &["1: Court rules | title Court rules | p By Anna Berg | p It did."],
    );
    check(
        r#"{"title": "Court rules", "text": "Court rules\n\nIt did."}"#,
        &["1: Court rules | title Court rules | p It did."],
    );
}

#[test]
fn paragraphs_and_pages() {
    check(
        r#"{"title": "a", "body": ["It did.", {"type": "p", "text": "So."}]}"#,
        &["1: a | p It did. | p So."],
    );
    check(
        r#"{"title": "a", "content": {"rendered": "<p>It &amp; <em>did</em>.</p><p>So.</p>"}}"#,
        &["1: a | p It & did. |   em did | p So."],
    );
}

#[test]
fn containers() {
    check(
        r#"{"status": "ok", "articles": [{"title": "a", "content": "It did."}]}"#,
        &["1: a | p It did."],
    );
    check(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [{"title": "a", "content_html": "<p>It did.</p>"}]}"#,
        &["1: a | p It did."],
    );
    check(
        r#"{"hits": {"hits": [{"_source": {"title": "a", "text": "It did."}}]}}"#,
        &["1: a | p It did."],
    );
    check(
        r#"{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": "NewsArticle", "headline": "a", "articleBody": "It did."}]}"#,
        &["1: a | p It did."],
    );
}

#[test]
fn a_summary_is_the_last_resort() {
    check(r#"{"title": "a", "description": "It did."}"#, &["1: a | p It did."]);
    check(r#"{"title": "a", "text": null, "description": "It did."}"#, &["1: a | p It did."]);
}

#[test]
fn one_bad_record_does_not_hide_the_rest() {
    check(
        "{\"text\": \"It did.\"}\n{\"text\": }\n{\"text\": 3}\n{\"id\": 4}\n{\"text\": \"\"}\n{\"text\": \"So.\"}\n",
        &[
            "1:  | p It did.",
            "line 2, column 10: this is not JSON: expected value",
            "line 3: field “text” is a number, not text",
            "line 4: an object without an article's text; name its text one of: “text”, “body”, “content”, “articleBody”, “full_text”, “maintext”",
            "line 5: field “text” is empty, not text",
            "6:  | p So.",
        ],
    );
    check(
        "[{\"text\": \"It did.\"},\n {\"text\": [1]},\n {\"text\": \"So.\"}]",
        &["1:  | p It did.", "line 2: field “text” is a list, not text", "3:  | p So."],
    );
}

#[test]
fn an_error_names_the_line_of_the_field() {
    check(
        "{\n  \"title\": \"a\",\n  \"text\": {\"x\": 1}\n}",
        &["line 3: field “text” is an object, not text"],
    );
    check(
        "{\n  \"title\": \"a\"\n  \"text\": 1\n}",
        &["line 3, column 3: this is not JSON: expected `,` or `}`"],
    );
}

#[test]
fn other_files_are_refused() {
    let names =
        "name its text one of: “text”, “body”, “content”, “articleBody”, “full_text”, “maintext”";
    check(
        "{\"name\": \"x\", \"description\": \"A tool.\", \"version\": \"1.0\"}",
        &[&format!("line 1: an object without an article's text; {names}")],
    );
    check(
        "{\"a\": 1}\n{\"a\": 2}",
        &[&format!(
            "none of its 2 records is an article; the first: line 1: an object without an article's text; {names}"
        )],
    );
    check("[]", &["there is no text in it"]);
    check("{}", &[&format!("line 1: an object without an article's text; {names}")]);
    check(
        "{\"text\": \"It did.",
        &["line 1, column 17: this is not JSON: EOF while parsing a string"],
    );
}

#[test]
fn fields_that_cannot_be_shown_are_told() {
    check(
        "{\"text\": \"It did.\",\n \"date\": [true]}",
        &["1:  | p It did. | line 2: field “date” is a list; left out"],
    );
}

#[test]
fn deep_nesting_is_an_error() {
    let text = format!("{{\"text\": {}1", "[".repeat(100_000));
    assert!(matches!(read(&text), Err(IngestError::Json { .. })));
}

#[test]
fn a_long_list_is_read() {
    let text = format!(
        "[{}{{\"text\": \"End.\"}}]",
        "{\"title\": \"a\", \"text\": \"It did.\"},\n".repeat(100_000)
    );
    let records = read(&text).unwrap();
    assert_eq!(records.len(), 100_001);
    assert_eq!(records[100_000].as_ref().unwrap().number, Some(100_001));
}
