//! What a JSON object says of an article besides its text.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::kind;
use crate::ingest::metadata::{Field, Metadata, plain_name};

/// A field that holds something we cannot show.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    pub(super) field: String,
    pub(super) found: &'static str,
}

/// Reads what `object` says into `metadata`; returns the fields that say it in a form we do not
/// know, where no other field says it.
pub(super) fn read(object: &Map<String, Value>, metadata: &mut Metadata) -> Vec<LeftOut> {
    let names: Vec<(String, &String, &Value)> =
        object.iter().map(|(key, value)| (plain_name(key), key, value)).collect();
    let mut all_left_out = Vec::new();
    for field in Field::ALL {
        let mut left_out = None;
        let mut is_known = false;
        let told =
            field.names().iter().flat_map(|name| names.iter().filter(move |told| told.0 == *name));
        for (_, key, value) in told {
            match words(field, value) {
                Some(words) if !words.trim().is_empty() => {
                    metadata.set(field, &words);
                    is_known = true;
                    break;
                }
                None if !value.is_null() => {
                    let found = kind(value);
                    left_out.get_or_insert_with(|| LeftOut { field: (*key).clone(), found });
                }
                _ => {}
            }
        }
        all_left_out.extend(left_out.filter(|_| !is_known));
    }
    all_left_out
}

/// Returns the words of a value; `None` if its form is none that `field` may have.
fn words(field: Field, value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) if field == Field::Date => moment(number.as_i64()?),
        Value::Array(list) if list.is_empty() => Some(String::new()),
        Value::Array(list) if field == Field::Byline => {
            let names: Option<Vec<String>> = list.iter().map(|value| words(field, value)).collect();
            let names = names?.into_iter().filter(|name| !name.trim().is_empty());
            Some(names.collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => words(field, list.first()?),
        Value::Object(object) => {
            let inside: &[&str] = match field {
                Field::Title => &["rendered", "main", "text", "@value"],
                Field::Byline | Field::Outlet => &["name", "title", "full_name", "original"],
                Field::Date => &["$date", "@value"],
                Field::Address => &["url", "@id", "href"],
                Field::Language => &["name", "code"],
            };
            inside.iter().find_map(|name| object.get(*name).and_then(|value| words(field, value)))
        }
        _ => None,
    }
}

/// Returns the moment that is `count` seconds, or milliseconds, after the start of 1970.
fn moment(count: i64) -> Option<String> {
    // Years in four digits fit into neither; counts of this century have ten digits or thirteen.
    if (1000..=2999).contains(&count) {
        return Some(count.to_string());
    }
    let moment = if count.abs() < 100_000_000_000 {
        Timestamp::from_second(count)
    } else {
        Timestamp::from_millisecond(count)
    };
    moment.ok().map(|moment| moment.to_string())
}

/// Reads what the first article in a JSON-LD text, as pages hold it, says of itself.
///
/// `None` if the text is not JSON or describes no article.
pub(in crate::ingest) fn schema_facts(text: &str) -> Option<Metadata> {
    let value: Value = serde_json::from_str(text).ok()?;
    let article = find_article(&value, 4)?;
    let mut article = article.clone();
    // A graph gives the publisher and the author as nodes of their own.
    for name in ["publisher", "author"] {
        let id = article.get(name).and_then(|value| value.get("@id")).and_then(Value::as_str);
        let has_name = article.get(name).is_some_and(|value| value.get("name").is_some());
        if let Some(node) = id.filter(|_| !has_name).and_then(|id| find_node(&value, id, 4)) {
            article.insert(name.to_owned(), Value::Object(node.clone()));
        }
    }
    let mut metadata = Metadata::default();
    read(&article, &mut metadata);
    Some(metadata)
}

/// Finds the first object in `value` whose type is one of schema.org's articles.
fn find_article(value: &Value, depth: usize) -> Option<&Map<String, Value>> {
    find(value, depth, &|object| match object.get("@type") {
        Some(Value::String(name)) => is_article(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_article),
        _ => false,
    })
}

/// Finds the object that is called `id` and not only refers to it.
fn find_node<'v>(value: &'v Value, id: &str, depth: usize) -> Option<&'v Map<String, Value>> {
    find(value, depth, &|object| {
        object.len() > 1 && object.get("@id").and_then(Value::as_str) == Some(id)
    })
}

fn find<'v>(
    value: &'v Value,
    depth: usize,
    is_it: &dyn Fn(&Map<String, Value>) -> bool,
) -> Option<&'v Map<String, Value>> {
    match value {
        Value::Object(object) if is_it(object) => Some(object),
        Value::Object(object) if depth > 0 => ["@graph", "mainEntity", "mainEntityOfPage"]
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(|value| find(value, depth - 1, is_it)),
        Value::Array(list) if depth > 0 => {
            list.iter().find_map(|value| find(value, depth - 1, is_it))
        }
        _ => None,
    }
}

/// Returns whether schema.org's type `name` is an article: `Article`, its kinds, and the postings
/// that are kinds of it.
fn is_article(name: &str) -> bool {
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    name.ends_with("Article")
        || name.ends_with("Posting") && name != "JobPosting"
        || name == "Report"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let value: Value = serde_json::from_str(json).unwrap();
        let mut metadata = Metadata::default();
        let left_out = read(value.as_object().unwrap(), &mut metadata);
        let Metadata { title, byline, date, outlet, address, language } = metadata;
        let parts = [title, byline, date, outlet, address, language].into_iter().flatten();
        let parts =
            parts.chain(left_out.into_iter().map(|left| format!("{}: {}", left.field, left.found)));
        assert_eq!(parts.collect::<Vec<_>>().join(" / "), expected, "{json}");
    }

    #[test]
    fn people_in_all_forms() {
        check(r#"{"author": "Anna Berg"}"#, "Anna Berg");
        check(r#"{"authors": ["Anna Berg", "Tom Lee"]}"#, "Anna Berg, Tom Lee");
        check(r#"{"author": {"@type": "Person", "name": "Anna Berg"}}"#, "Anna Berg");
        check(
            r#"{"author": [{"name": "Anna Berg"}, {"name": ["Tom Lee"]}]}"#,
            "Anna Berg, Tom Lee",
        );
        check(r#"{"authors": [], "byline": "By Anna Berg"}"#, "By Anna Berg");
        check(r#"{"byline": {"original": "By Anna Berg"}}"#, "By Anna Berg");
    }

    #[test]
    fn dates_in_all_forms() {
        check(r#"{"date_publish": "2024-05-03 09:00:00"}"#, "2024-05-03 09:00:00");
        check(r#"{"date": {"$date": "2024-05-03"}}"#, "2024-05-03");
        check(r#"{"published": 1714726800}"#, "2024-05-03T09:00:00Z");
        check(r#"{"published": 1714726800000}"#, "2024-05-03T09:00:00Z");
        check(r#"{"date": 2024}"#, "2024");
    }

    #[test]
    fn outlets_and_titles_in_all_forms() {
        check(
            r#"{"title": {"rendered": "Court rules"}, "source": {"id": null, "name": "The Post"}}"#,
            "Court rules / The Post",
        );
        check(
            r#"{"name": "x", "headline": "Court rules", "source_domain": "example.org"}"#,
            "Court rules / example.org",
        );
        check(r#"{"title": "", "headline": null, "name": "Court"}"#, "Court");
    }

    #[test]
    fn what_cannot_be_shown_is_told() {
        check(
            r#"{"title": 3, "authors": [1], "date": true}"#,
            "title: a number / authors: a list / date: true or false",
        );
        check(r#"{"title": 3, "name": "Court"}"#, "Court");
    }

    #[test]
    fn nodes_of_a_graph_are_found_by_their_names() {
        let facts = schema_facts(
            r##"{"@graph": [{"@type": "Article", "headline": "Court", "publisher": {"@id": "#p"}},
               {"@id": "#p", "@type": "Organization", "name": "The Post"}]}"##,
        );
        assert_eq!(facts.unwrap().outlet.as_deref(), Some("The Post"));
    }

    #[test]
    fn kinds_of_articles() {
        assert!(is_article("https://schema.org/NewsArticle") && is_article("schema:BlogPosting"));
        assert!(!is_article("JobPosting") && !is_article("WebPage"));
    }
}
