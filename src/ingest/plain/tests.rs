//! What blocks plain texts have.

use super::{read, read_body};
use crate::ingest::{
    metadata::{Field, Metadata},
    tests::{describe, holds},
};

fn check(text: &str, expected: &[&str]) {
    let article = read(text.to_owned());
    holds(&article);
    assert_eq!(article.text, text);
    assert_eq!(describe(&article), expected);
}

const A: &str = "The council of Lindby voted on Monday to close the old harbour, which has not \
                 seen a ship in four years, and to turn its warehouses into flats.";
const B: &str = "“We waited long enough,” said the mayor, Karin Holm. “Nobody is coming back, \
                 and the roofs will not last another winter without a great deal of money.”";

fn wrap(words: &str) -> String {
    textwrap::fill(words, 60)
}

#[test]
fn a_line_a_paragraph() {
    check(
        &format!("Harbour to close\n\n{A}\n{B}\n"),
        &["title Harbour to close", &format!("p {A}"), &format!("p {B}")],
    );
}

#[test]
fn wrapped_paragraphs_between_blank_lines() {
    let (a, b) = (wrap(A), wrap(B));
    check(&format!("{a}\n\n\n{b}"), &[&format!("p {a}"), &format!("p {b}")]);
}

#[test]
fn wrapped_paragraphs_with_indentation() {
    let indented =
        |words: &str| textwrap::fill(words, textwrap::Options::new(60).initial_indent("   "));
    let (a, b) = (indented(A), indented(B));
    check(&format!("{a}\n{b}\n"), &[&format!("p {}", a.trim()), &format!("p {}", b.trim())]);
}

#[test]
fn wrapped_paragraphs_that_only_end_early() {
    let a = wrap(
        "The council of Lindby voted on Monday to close the old harbour, which has not seen a ship in four years.",
    );
    let b = wrap(B);
    check(&format!("{a}\n{b}\n"), &[&format!("p {a}"), &format!("p {b}")]);
}

#[test]
fn a_hanging_indentation_goes_on() {
    let hanging = textwrap::fill(A, textwrap::Options::new(60).subsequent_indent("    "));
    check(
        &format!("{hanging}\n\n{}\n", wrap(B)),
        &[&format!("p {hanging}"), &format!("p {}", wrap(B))],
    );
}

#[test]
fn a_transcript_without_blank_lines() {
    check(
        "HOLM: We waited.\nBERG: For what?\nHOLM: For a ship.\n",
        &["p HOLM: We waited.", "p BERG: For what?", "p HOLM: For a ship."],
    );
}

#[test]
fn a_wrapped_transcript() {
    let (a, b) = (wrap(&format!("HOLM: {A}")), wrap(&format!("BERG: {A}")));
    check(&format!("{a}\n{b}\n"), &[&format!("p {a}"), &format!("p {b}")]);
}

#[test]
fn quoted_lines_are_block_quotes() {
    check(
        "He wrote:\n\n> It is safe.\n> It was always safe.\n\n>> Is it?\n\nNobody agreed.",
        &[
            "p He wrote:",
            ">p It is safe.",
            ">p It was always safe.",
            ">>p Is it?",
            "p Nobody agreed.",
        ],
    );
}

#[test]
fn a_wrapped_quotation_is_one_block() {
    let quoted =
        textwrap::fill(B, textwrap::Options::new(60).initial_indent("> ").subsequent_indent("> "));
    let a = wrap(A);
    check(
        &format!("{a}\n\n{quoted}\n{a}"),
        &[&format!("p {a}"), &format!(">p {}", &quoted[2..]), &format!("p {a}")],
    );
}

#[test]
fn lists() {
    check(
        "They want three things.\n\n- a ship\n  - a red one\n- a crew\n* a harbour\n\n1. first\n2) second\n\nThat is all.",
        &[
            "p They want three things.",
            "0 • a ship",
            "1 • a red one",
            "0 • a crew",
            "0 • a harbour",
            "0 1. first",
            "0 2. second",
            "p That is all.",
        ],
    );
}

#[test]
fn an_item_may_go_on_under_its_words() {
    check(
        "They want this.\n\n- a ship\n  with sails\n- a crew",
        &["p They want this.", "0 • a ship\n  with sails", "0 • a crew"],
    );
}

#[test]
fn a_number_alone_is_no_list() {
    check(
        "Nobody came.\n\n7. That was the number.",
        &["p Nobody came.", "p 7. That was the number."],
    );
}

#[test]
fn a_line_in_capitals_is_a_heading() {
    check(
        "It closed.\n\nTHE HARBOUR\n\nIt was old.\n\nNO.\n",
        &["p It closed.", "h2 THE HARBOUR", "p It was old.", "p NO."],
    );
}

#[test]
fn underlines_are_words() {
    check(
        "It closed.\n\nIt was old.\n===\n\nSo.",
        &["p It closed.", "p It was old.", "p ===", "p So."],
    );
}

#[test]
fn no_break_at_the_end_and_returns_alone() {
    check("It closed.\rIt was old.", &["p It closed.", "p It was old."]);
}

#[test]
fn a_huge_line_is_one_block() {
    let line = "It closed. ".repeat(100_000);
    let article = read(line.clone());
    assert_eq!(describe(&article), [format!("p {}", line.trim_end())]);
}

#[test]
fn a_body_with_a_known_title() {
    let mut metadata = Metadata::default();
    metadata.set(Field::Title, "Court rules");
    let article = read_body("Court rules\n\nBy Anna Berg\n\nIt ruled.".into(), metadata);
    assert_eq!(describe(&article), ["title Court rules", "p By Anna Berg", "p It ruled."]);
    assert_eq!((article.title.as_str(), article.byline), ("Court rules", None));
}
