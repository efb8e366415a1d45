//! What queries mean, and what is said of those that mean nothing.

use std::collections::BTreeSet;

use super::{Query, QueryError, Subject};
use crate::library::{Anchor, ArticleKey, Colour, Note, NoteId};

/// The note that the queries are asked of.
fn note() -> Note {
    let anchor = Anchor { exact: "the Pier is too short".into(), ..Anchor::default() };
    let made = "2026-11-24T09:30:00Z".parse().unwrap();
    Note {
        id: NoteId::imported("test", "1"),
        article: ArticleKey::of(""),
        anchor,
        colour: Some(Colour::Red),
        body: "Who measured it?".into(),
        tags: BTreeSet::from(["Check".to_owned(), "two words".to_owned()]),
        starred: true,
        created: made,
        changed: made,
    }
}

/// Checks whether a query means the note.
fn check(query: &str, expected: bool) {
    let note = note();
    let subject = Subject::new(&note, "Ferry hits new pier", "Robin Aas");
    let parsed = Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(parsed.matches(&subject), expected, "{query}: {parsed:?}");
}

/// Checks where a query is wrong and that the message says so.
fn check_error(query: &str, column: usize, words: &str) {
    let QueryError { column: found, message } = Query::parse(query).unwrap_err();
    assert_eq!(found, column, "{query}: {message}");
    assert!(message.contains(words), "{query}: {message}");
}

#[test]
fn nothing_means_every_note() {
    check("", true);
    check("  ", true);
    check("()", true);
}

#[test]
fn words_are_looked_for_in_passage_note_and_tags() {
    for word in ["pier", "MEASURED", "check", "\"is too\"", "“too short”"] {
        check(word, true);
    }
    check("ferry", false);
    check("\"too is\"", false);
    check("text:pier", true);
    check("text:check", false);
}

#[test]
fn fields_look_in_their_place() {
    check("colour:red", true);
    check("color:Blue", false);
    check("colour:none", false);
    check("tag:check", true);
    check("tag:che", false);
    check("tag:che*", true);
    check("tag:\"two words\"", true);
    check("source:aas", true);
    check("source:ines", false);
    check("article:ferry", true);
    check("is:starred", true);
    check("is:note", true);
    check("is:highlight", false);
}

#[test]
fn dates_are_days_months_and_years() {
    for date in ["2026", "2026-11", "2026-11-24", ">2026-11-23", "<2026-11-25", "<2026-12"] {
        check(&format!("date:{date}"), true);
    }
    for date in ["2025", "2026-1", ">2026-11-24", ">2026-11", ">2026", "<2026-11-24", "<2026-11"] {
        match Query::parse(&format!("date:{date}")) {
            Ok(_) => check(&format!("date:{date}"), false),
            Err(_) => assert_eq!(date, "2026-1"),
        }
    }
    check("date:2026-01..2026-11", true);
    check("date:2026-12..2027", false);
}

#[test]
fn terms_combine() {
    check("pier short", true);
    check("pier ferry", false);
    check("ferry or pier", true);
    check("ferry or boat", false);
    check("-ferry", true);
    check("not pier", false);
    check("not not pier", true);
    check("-(ferry or pier)", false);
    check("colour:red (ferry or tag:check) -source:ines", true);
    check("ferry boat or pier", true);
    check("\"not\"", false);
}

#[test]
fn errors_point_at_the_column() {
    check_error("pier colour:mauve", 13, "no colour");
    check_error("pier color:", 12, "needs a value");
    check_error("é shade:red", 3, "no field “shade”");
    check_error("(pier", 1, "not closed");
    check_error("pier)", 5, "closes nothing");
    check_error("pier \"too", 6, "not closed");
    check_error("pier or", 6, "either side");
    check_error("or pier", 1, "either side");
    check_error("pier -", 7, "missing after");
    check_error("date:tomorrow", 6, "no date");
    check_error("date:2026-13", 6, "no date");
    check_error("is:red", 4, "takes starred");
    check_error(&"(".repeat(5000), 66, "too deep");
    check_error(&"-".repeat(5000), 66, "too deep");
}
