//! W3C Web Annotation JSON-LD: a collection with one page, both selectors on every target.
//!
//! Colour, star, title and key of the article have no place in the model; they go into properties
//! of our own (`urn:whosaid:`), which other readers pass over. Positions count Unicode scalar
//! values.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::library::{
    ArticleKey, Colour, Correction, Note, NoteId,
    exchange::{
        ArticleNotes, ExchangeError, Selector, anchor, entry, file, foreign_key, selectors,
    },
};

/// Writes all notes as one `AnnotationCollection`.
pub fn write_json_ld(shelf: &[ArticleNotes]) -> String {
    let items: Vec<Value> = shelf
        .iter()
        .flat_map(|entry| {
            let notes = entry.notes.iter().map(|note| annotation(entry, note));
            notes.chain(entry.corrections.iter().map(|correction| editing(entry, correction)))
        })
        .collect();
    let collection = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"whosaid": "urn:whosaid:"}],
        "id": "urn:whosaid:notes",
        "type": "AnnotationCollection",
        "label": "Notes of whosaid",
        "total": items.len(),
        "first": {
            "id": "urn:whosaid:notes:1",
            "type": "AnnotationPage",
            "partOf": "urn:whosaid:notes",
            "startIndex": 0,
            "items": items,
        },
    });
    format!("{collection:#}\n")
}

/// Makes one `Annotation`.
fn annotation(entry: &ArticleNotes, note: &Note) -> Value {
    let comment = (!note.is_highlight()).then(|| {
        json!({"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.body})
    });
    let tag = |tag: &String| json!({"type": "TextualBody", "purpose": "tagging", "value": tag});
    let bodies: Vec<Value> = comment.into_iter().chain(note.tags.iter().map(tag)).collect();
    let mut annotation = json!({
        "id": format!("urn:uuid:{}", note.id),
        "type": "Annotation",
        "motivation": if note.is_highlight() { "highlighting" } else { "commenting" },
        "created": note.created,
        "modified": note.changed,
        "body": bodies,
        "target": {"source": source(entry), "selector": selectors(&note.anchor)},
        "whosaid:article": note.article,
        "whosaid:title": entry.title,
        "whosaid:starred": note.starred,
    });
    if let Some(colour) = note.colour {
        annotation["whosaid:colour"] = json!(colour);
    }
    annotation
}

/// Makes one `Annotation` of a correction: what other readers see is the decision in words.
fn editing(entry: &ArticleNotes, correction: &Correction) -> Value {
    let words = correction.describe();
    json!({
        "id": format!("urn:uuid:{}", correction.id),
        "type": "Annotation",
        "motivation": "editing",
        "created": correction.made,
        "body": [{"type": "TextualBody", "purpose": "editing", "format": "text/plain", "value": words}],
        "target": {"source": source(entry), "selector": selectors(&correction.anchor)},
        "whosaid:title": entry.title,
        "whosaid:correction": correction,
    })
}

/// Returns what the annotations of an article are on: its address, else its key.
fn source(entry: &ArticleNotes) -> String {
    let urn = || format!("urn:whosaid:article:{}", entry.article);
    entry.address.clone().unwrap_or_else(urn)
}

/// An `Annotation` as any program may write it.
#[derive(Deserialize)]
struct Annotation {
    id: String,
    created: Option<Timestamp>,
    modified: Option<Timestamp>,
    #[serde(default, deserialize_with = "one_or_many")]
    body: Vec<Body>,
    target: Target,
    #[serde(rename = "whosaid:article")]
    article: Option<ArticleKey>,
    #[serde(rename = "whosaid:title", default)]
    title: String,
    #[serde(rename = "whosaid:starred", default)]
    starred: bool,
    #[serde(rename = "whosaid:colour")]
    colour: Option<Colour>,
    #[serde(rename = "whosaid:correction")]
    correction: Option<Correction>,
}

/// A body: some text, or a link to one, which is passed over.
#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Text { value: String, purpose: Option<String> },
    Other(#[expect(dead_code, reason = "read so that it is passed over")] Value),
}

#[derive(Serialize, Deserialize)]
struct Target {
    source: String,
    #[serde(default, deserialize_with = "one_or_many")]
    selector: Vec<Selector>,
}

/// Reads a value that may stand alone or in a list.
fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match Either::deserialize(from)? {
        Either::Many(list) => list,
        Either::One(one) => vec![one],
    })
}

/// Reads a collection, a page, a list of annotations, or one annotation.
pub fn read_json_ld(json: &str) -> Result<Vec<ArticleNotes>, ExchangeError> {
    let mut shelf = Vec::new();
    for (at, item) in items(serde_json::from_str(json)?).into_iter().enumerate() {
        let problem = |error: serde_json::Error| ExchangeError::Note {
            number: at + 1,
            problem: error.to_string(),
        };
        let annotation: Annotation = serde_json::from_value(item).map_err(problem)?;
        take(&mut shelf, annotation);
    }
    Ok(shelf)
}

/// Returns the annotations of whatever the file is.
fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Object(mut object) => {
            if let Some(inside) = object.remove("first").or_else(|| object.remove("items")) {
                items(inside)
            } else {
                vec![Value::Object(object)]
            }
        }
        other => vec![other],
    }
}

/// Makes an annotation a note.
fn take(shelf: &mut Vec<ArticleNotes>, annotation: Annotation) {
    let Annotation { id, created, modified, body, target, article, title, starred, .. } =
        annotation;
    let colour = annotation.colour;
    let address = Some(target.source.as_str()).filter(|source| !source.starts_with("urn:whosaid:"));
    if let Some(correction) = annotation.correction {
        entry(shelf, &title, address, correction.article).corrections.push(correction);
        return;
    }
    let created = created.or(modified).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut note = Note {
        id: NoteId::imported("json-ld", &id),
        article: article.unwrap_or_else(|| foreign_key(&title, address)),
        anchor: anchor(target.selector),
        colour,
        body: String::new(),
        tags: Default::default(),
        starred,
        created,
        changed: modified.unwrap_or(created),
    };
    for part in body {
        match part {
            Body::Text { value, purpose } if purpose.as_deref() == Some("tagging") => {
                note.tags.insert(value);
            }
            Body::Text { value, .. } if note.body.is_empty() => note.body = value,
            Body::Text { value, .. } => note.body = format!("{}\n\n{value}", note.body),
            Body::Other(_) => {}
        }
    }
    file(shelf, &title, address, note);
}
