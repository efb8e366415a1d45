//! A JSON value to the articles in it.

use serde_json::{Map, Value};

use super::{facts, kind};
use crate::{
    article::Article,
    ingest::{
        error::{IngestError, Warning},
        html,
        metadata::{Metadata, plain_name},
        plain,
    },
};

/// The names that an article's text goes by, the best first, without capitals and separators;
/// from the same sources as the names in `metadata`.
const TEXT: [&str; 15] = [
    "articlebody",
    "text",
    "body",
    "content",
    "fulltext",
    "maintext",
    "articletext",
    "bodytext",
    "contenttext",
    "contenthtml",
    "bodyhtml",
    "articlecontent",
    "story",
    "transcript",
    "paragraphs",
];

/// The names of a text that is not all of the article; taken where there is no other, and only
/// beside a title.
const SUMMARY: [&str; 5] = ["description", "summary", "abstract", "excerpt", "snippet"];

/// The names under which files keep their list of articles, or the one article.
const INSIDE: [&str; 16] = [
    "@graph",
    "articles",
    "items",
    "results",
    "documents",
    "docs",
    "stories",
    "posts",
    "entries",
    "hits",
    "data",
    "response",
    "article",
    "mainEntity",
    "item",
    "_source",
];

/// How many objects a record may lie in.
const DEEPEST: usize = 4;

/// A record's article with what to tell of it, or why it is none.
type Found = Result<(Article, Vec<Warning>), IngestError>;

/// Returns the articles in `value`, which stands in the file as `source`, from line `line` on.
pub(super) fn articles(value: Value, source: &str, line: usize) -> Vec<Found> {
    let mut records = Vec::new();
    let kind_of_all = kind(&value);
    collect(value, DEEPEST, &mut records);
    if records.is_empty() {
        return vec![Err(IngestError::NoText { line, found: kind_of_all, names: names() })];
    }
    let place = Place { source, line };
    records.into_iter().map(|record| article(record, &place)).collect()
}

/// The names to tell a reader.
fn names() -> String {
    "“text”, “body”, “content”, “articleBody”, “full_text”, “maintext”".to_owned()
}

/// Where a record stands.
struct Place<'s> {
    source: &'s str,
    line: usize,
}

impl Place<'_> {
    /// Returns the line on which the field `name` stands.
    fn line_of(&self, name: &str) -> usize {
        let quoted = format!("\"{name}\"");
        let mut places = self.source.match_indices(&quoted);
        let key =
            places.find(|(at, _)| self.source[at + quoted.len()..].trim_start().starts_with(':'));
        let before = key.map_or("", |(at, _)| &self.source[..at]);
        self.line + before.matches('\n').count()
    }
}

/// Adds the objects in `value` that have a text of their own to `records`.
fn collect(value: Value, depth: usize, records: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) if depth > 0 => {
            list.into_iter().for_each(|value| collect(value, depth - 1, records));
        }
        Value::Object(mut object) => {
            let has = |names: &[&str]| names.iter().any(|name| has_value(&object, name));
            if has(&TEXT) {
                records.push(object);
                return;
            }
            let before = records.len();
            for name in INSIDE {
                let inside =
                    object.get_mut(name).filter(|value| value.is_array() || value.is_object());
                if let Some(inside) = inside.filter(|_| depth > 0).map(Value::take) {
                    collect(inside, depth - 1, records);
                }
            }
            let has = |names: &[&str]| names.iter().any(|name| has_value(&object, name));
            if records.len() == before && has(&SUMMARY) && has(&["title", "headline"]) {
                records.push(object);
            }
        }
        _ => {}
    }
}

fn has_value(object: &Map<String, Value>, name: &str) -> bool {
    object.iter().any(|(key, value)| !value.is_null() && plain_name(key) == name)
}

/// Makes an article of `object`.
fn article(mut object: Map<String, Value>, place: &Place<'_>) -> Found {
    let body = body(&mut object, place)?;
    let mut warnings = Vec::new();
    let mut metadata = Metadata::default();
    for left_out in facts::read(&object, &mut metadata) {
        let line = place.line_of(&left_out.field);
        warnings.push(Warning::FieldLeftOut { line, field: left_out.field, found: left_out.found });
    }
    let article = if html::is_part(&body) {
        html::read_part(&body, metadata)
    } else {
        plain_article(body, metadata)
    };
    if article.blocks.is_empty() {
        return Err(IngestError::NoText { line: place.line, found: "a record", names: names() });
    }
    Ok((article, warnings))
}

/// Reads a text that may start with its own title and byline where the record gives none.
fn plain_article(body: String, metadata: Metadata) -> Article {
    if metadata.title.is_some() {
        return plain::read_body(body, metadata);
    }
    let mut article = plain::read(body);
    // What the record says is surer than what we see.
    let mut known = Article::default();
    metadata.describe(&mut known);
    article.byline = known.byline.or(article.byline);
    article.date = known.date.or(article.date);
    article.outlet = known.outlet.or(article.outlet);
    article.address = known.address.or(article.address);
    article.language = known.language.or(article.language);
    article
}

/// Takes the text out of `object`.
///
/// # Errors
///
/// If no name has a text; then the first that has something else is to blame.
fn body(object: &mut Map<String, Value>, place: &Place<'_>) -> Result<String, IngestError> {
    let mut wrong = None;
    for name in TEXT.iter().chain(&SUMMARY) {
        for (key, value) in object.iter_mut().filter(|(key, _)| plain_name(key) == *name) {
            if value.is_null() {
                continue;
            }
            let found = kind(value);
            match words(value) {
                Some(words) if !words.trim().is_empty() => return Ok(words),
                _ => {
                    wrong.get_or_insert_with(|| (key.clone(), found));
                }
            }
        }
    }
    Err(match wrong {
        Some((field, found)) => {
            let line = place.line_of(&field);
            IngestError::Field { line, field, found, wanted: "text" }
        }
        None => IngestError::NoText { line: place.line, found: "an object", names: names() },
    })
}

/// Takes the words out of a text, a list of paragraphs, or an object that wraps either.
fn words(value: &mut Value) -> Option<String> {
    match value {
        Value::String(words) => Some(std::mem::take(words)),
        Value::Array(list) => {
            let paragraphs: Option<Vec<String>> = list.iter_mut().map(words).collect();
            paragraphs.map(|paragraphs| paragraphs.join("\n\n"))
        }
        Value::Object(object) => {
            // WordPress renders, editors keep paragraphs as objects.
            let inside = ["rendered", "text", "content", "value", "#text", "html"];
            inside.iter().find_map(|name| object.get_mut(*name).and_then(words))
        }
        _ => None,
    }
}

/// Returns whether the start of a JSON file names a field for an article's text.
pub(in crate::ingest) fn names_text(start: &str) -> bool {
    let mut parts = start.split('"').peekable();
    let mut has_title = false;
    let mut has_summary = false;
    while let Some(part) = parts.next() {
        let is_name =
            part.len() < 24 && parts.peek().is_some_and(|next| next.trim_start().starts_with(':'));
        if is_name {
            let name = plain_name(part);
            if TEXT.contains(&name.as_str()) {
                return true;
            }
            has_title |= matches!(name.as_str(), "title" | "headline");
            has_summary |= SUMMARY.contains(&name.as_str());
        }
    }
    has_title && has_summary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_told_apart() {
        for name in TEXT.iter().chain(&SUMMARY) {
            assert_eq!(*name, plain_name(name));
        }
        assert!(TEXT.iter().all(|name| !SUMMARY.contains(name)));
    }

    #[test]
    fn the_line_of_a_field_is_that_of_its_name() {
        let source = "{\n \"a\": \"text\",\n \"text\" : 3}";
        assert_eq!(Place { source, line: 10 }.line_of("text"), 12);
        assert_eq!(Place { source, line: 10 }.line_of("none"), 10);
    }

    #[test]
    fn files_that_name_a_text() {
        assert!(names_text("{\"title\": \"x\", \"full_text\" : \"y"));
        assert!(names_text("{\"headline\": \"x\", \"description\": \"y\"}"));
        assert!(!names_text("{\"name\": \"text\", \"version\": \"1\"}"));
        assert!(!names_text("{\"name\": \"x\", \"description\": \"y\"}"));
    }
}
