//! What is built of blocks and marks.

use super::*;
use crate::ingest::tests::{describe, holds};

fn check(compose: impl FnOnce(&mut Composer), expected: &[&str]) {
    check_with(TitleRule::FirstHeading, compose, expected);
}

fn check_with(rule: TitleRule, compose: impl FnOnce(&mut Composer), expected: &[&str]) {
    let mut composer = Composer::new(rule);
    compose(&mut composer);
    let article = composer.finish();
    holds(&article);
    assert_eq!(describe(&article), expected);
}

#[test]
fn white_space_becomes_one_space() {
    check(
        |c| {
            c.text("\n  The court ");
            c.text("\n ruled");
            c.text(".");
        },
        &["p The court ruled."],
    );
}

#[test]
fn blocks_without_words_vanish() {
    check(
        |c| {
            c.text("  \u{FEFF} ");
            c.begin(Flow::Paragraph);
            c.text("Court");
            c.begin(Flow::Heading(2));
        },
        &["p Court"],
    );
}

#[test]
fn marks_do_not_overlap_and_links_go_first() {
    check(
        |c| {
            c.open(MarkKind::Emphasis);
            c.text("see ");
            c.open(MarkKind::Link("a".into()));
            c.text("the ");
            c.open(MarkKind::Strong);
            c.text("whole");
            c.close();
            c.text(" text ");
            c.close();
            c.text("now");
            c.close();
        },
        &["p see the whole text now", "  em see", "  link(a) the whole text", "  em now"],
    );
}

#[test]
fn an_open_mark_goes_on_in_the_next_block() {
    check(
        |c| {
            c.open(MarkKind::Strong);
            c.text("one ");
            c.begin(Flow::Paragraph);
            c.text(" two");
            c.close();
            c.text(" three");
        },
        &["p one", "  strong one", "p two three", "  strong two"],
    );
}

#[test]
fn lists_nest_and_items_go_on() {
    check(
        |c| {
            c.begin_list(Some(3));
            c.begin_item();
            c.text("one");
            c.begin(Flow::Paragraph);
            c.text("more");
            c.begin_list(None);
            c.begin_item();
            c.text("inner");
            c.end_list();
            c.begin_item();
            c.text("two");
            c.end_list();
            c.text("after");
        },
        &["0 3. one", "0  more", "1 • inner", "0 4. two", "p after"],
    );
}

#[test]
fn quotes_nest() {
    check(
        |c| {
            c.begin_quote();
            c.text("outer");
            c.begin_quote();
            c.text("inner");
            c.end_quote();
            c.end_quote();
            c.text("none");
        },
        &[">p outer", ">>p inner", "p none"],
    );
}

#[test]
fn tables_and_code_keep_their_shape() {
    check(
        |c| {
            c.begin(Flow::Table);
            c.cell();
            c.text(" a  b ");
            c.row();
            c.text("1");
            c.cell();
            c.text("2");
            c.row();
            c.begin(Flow::Code);
            c.text("\n  if x\n    y\n");
        },
        &["table \ta b\n1\t2", "code   if x\n    y"],
    );
}

#[test]
fn the_first_heading_is_the_title() {
    check(
        |c| {
            c.begin(Flow::Heading(1));
            c.text("Court\nrules");
            c.begin(Flow::Heading(1));
            c.text("Why");
        },
        &["title Court rules", "h1 Why"],
    );
}

#[test]
fn a_title_that_is_set_first_is_not_repeated() {
    check_with(
        TitleRule::SetFirst("Court rules".into()),
        |c| {
            c.begin(Flow::Heading(2));
            c.text("COURT RULES");
            c.begin(Flow::Paragraph);
            c.text("It did.");
        },
        &["title Court rules", "p It did."],
    );
}

#[test]
fn a_known_title_is_found_in_the_text() {
    check_with(
        TitleRule::Known("Court rules".into()),
        |c| {
            c.text("Court rules");
            c.begin(Flow::Paragraph);
            c.text("It did.");
        },
        &["title Court rules", "p It did."],
    );
}
