//! What each decision makes of a small ledger, and that it survives another analysis.

use jiff::Timestamp;

use super::{
    Anchor, ArticleKey, Correction, Decision, SourceChoice, SourceNature,
    overlay::{Overlay, lay_over},
};
use crate::{
    attribution::{Act, Reason},
    base::{Id, ScalarIndex, TextSpan},
    claims::{Claim, ClaimKind, Ground, Ledger, Source, SourceKind},
};

const TEXT: &str = "“It is late,” said Berg. Berg wrote that it was cold. A clerk said “no”. The clerk \
                    thought that it was over. Rain fell.";

/// Returns where the first `words` stand after the first `after`.
fn span(after: &str, words: &str) -> TextSpan {
    let from = TEXT.find(after).unwrap();
    let start = from + TEXT[from..].find(words).unwrap();
    TextSpan::new(start, start + words.len())
}

fn anchor(span: TextSpan) -> Anchor {
    Anchor::of(TEXT, &ScalarIndex::new(TEXT), span).unwrap()
}

fn claim(content: TextSpan, attribution: TextSpan, source: usize) -> Claim {
    Claim {
        kind: ClaimKind::Indirect,
        act: Act::Speech,
        source: Some(Id::new(source)),
        parent: None,
        confidence: 0.7,
        content: vec![content].into(),
        cue: None,
        attribution: Some(attribution),
        reason: Reason::Model,
        grouping: Ground::default(),
        candidates: Vec::new(),
    }
}

fn source(name: &str, mentions: &[TextSpan]) -> Source {
    let (kind, mentions) = (SourceKind::Person, mentions.to_vec());
    Source { name: name.into(), kind, named: name == "Berg", mentions, details: Vec::new() }
}

/// Berg says two things, a clerk two more.
fn machine() -> Ledger {
    let berg = [span("said", "Berg"), span(". Berg", "Berg")];
    let clerk = [span("A clerk", "A clerk"), span("The clerk", "The clerk")];
    let claims = [
        claim(span("", "“It is late,”"), berg[0], 0),
        claim(span("", "that it was cold"), berg[1], 0),
        claim(span("", "“no”"), clerk[0], 1),
        claim(span("", "that it was over"), clerk[1], 1),
    ];
    Ledger {
        claims: claims.into_iter().collect(),
        sources: [source("Berg", &berg), source("clerk", &clerk)].into_iter().collect(),
    }
}

fn correction(on: TextSpan, decision: Decision, turn: usize) -> Correction {
    let article = ArticleKey::of(TEXT);
    Correction::new(article, anchor(on), decision, None, Timestamp::UNIX_EPOCH, turn)
}

/// Lays decisions over `ledger`; every anchor is looked for in the text.
fn overlay(ledger: &Ledger, decisions: &[(TextSpan, Decision)]) -> Overlay {
    let corrections: Vec<Correction> = decisions
        .iter()
        .enumerate()
        .map(|(turn, (on, decision))| correction(*on, decision.clone(), turn))
        .collect();
    let index = ScalarIndex::new(TEXT);
    lay_over(ledger, TEXT, &corrections, |_, anchor| anchor.in_place(TEXT, &index))
}

/// Returns each claim as `source: words`.
fn lines(overlay: &Overlay) -> Vec<String> {
    let line = |claim: &Claim| {
        let name = claim.source.map_or("?", |source| &overlay.ledger.sources[source].name);
        let words: Vec<_> = claim.content.iter().filter_map(|span| span.slice(TEXT)).collect();
        format!("{name}: {}", words.join(" … "))
    };
    overlay.ledger.claims.rows().iter().map(line).collect()
}

/// Checks what the claims are after one decision.
fn check(on: TextSpan, decision: Decision, expected: &[&str]) {
    let overlay = overlay(&machine(), &[(on, decision)]);
    assert_eq!(lines(&overlay), expected);
    assert_eq!(overlay.idle, []);
}

const AS_FOUND: [&str; 4] =
    ["Berg: “It is late,”", "Berg: that it was cold", "clerk: “no”", "clerk: that it was over"];

#[test]
fn no_correction_changes_nothing() {
    let overlay = overlay(&machine(), &[]);
    assert_eq!(overlay.ledger, machine());
    assert!(overlay.claims.is_empty());
}

#[test]
fn an_accepted_claim_is_sure() {
    let overlay = overlay(&machine(), &[(span("", "“no”"), Decision::Accept)]);
    assert_eq!(lines(&overlay), AS_FOUND);
    assert_eq!(overlay.ledger.claims[Id::new(2)].confidence, 1.0);
    assert_eq!(overlay.claims.keys().collect::<Vec<_>>(), [&Id::new(2)]);
}

#[test]
fn a_claim_is_put_down_to_whom_the_reader_says() {
    let mention = anchor(span("said", "Berg"));
    let mentioned = SourceChoice::Mentioned { name: "Berg".into(), mention };
    let cold = ["Berg: “It is late,”", "Berg: that it was cold", "Berg: “no”", AS_FOUND[3]];
    check(span("", "“no”"), Decision::SaidBy(mentioned), &cold);
    check(
        span("", "“no”"),
        Decision::SaidBy(SourceChoice::New("Ada Holm".into())),
        &[AS_FOUND[0], AS_FOUND[1], "Ada Holm: “no”", AS_FOUND[3]],
    );
    check(
        span("", "“no”"),
        Decision::SaidBy(SourceChoice::New("berg".into())),
        &[AS_FOUND[0], AS_FOUND[1], "Berg: “no”", AS_FOUND[3]],
    );
    check(
        span("", "“no”"),
        Decision::SaidBy(SourceChoice::Unknown),
        &[AS_FOUND[0], AS_FOUND[1], "?: “no”", AS_FOUND[3]],
    );
}

#[test]
fn a_claim_that_the_program_missed_is_added_in_its_place() {
    let mention = anchor(span("said", "Berg"));
    let choice = SourceChoice::Mentioned { name: "Berg".into(), mention };
    let missed = (span("", "Rain fell"), Decision::SaidBy(choice));
    let overlay = overlay(&machine(), &[missed]);
    assert_eq!(lines(&overlay).last().map(String::as_str), Some("Berg: Rain fell"));
}

#[test]
fn what_is_no_claim_goes_and_its_source_with_its_last_claim() {
    check(span("", "“no”"), Decision::NotAClaim, &[AS_FOUND[0], AS_FOUND[1], AS_FOUND[3]]);
    let decisions = [
        (span("", "“no”"), Decision::NotAClaim),
        (span("", "that it was over"), Decision::NotAClaim),
    ];
    let overlay = overlay(&machine(), &decisions);
    assert_eq!(overlay.ledger.sources.len(), 1);
}

#[test]
fn the_right_words_replace_the_wrong_ones() {
    let right = Decision::Content(vec![anchor(span("", "wrote that it was cold"))]);
    let expected = [AS_FOUND[0], "Berg: wrote that it was cold", AS_FOUND[2], AS_FOUND[3]];
    check(span("", "that it was cold"), right, &expected);
}

#[test]
fn two_sources_become_one_and_one_becomes_two() {
    let same = Decision::SameSource(anchor(span("The clerk", "The clerk")));
    let berg = span("said", "Berg");
    let all = AS_FOUND.map(|line| line.replace("clerk", "Berg"));
    check(berg, same, &all.each_ref().map(String::as_str));
    check(
        span("The clerk", "The clerk"),
        Decision::OtherSource(Vec::new()),
        &[AS_FOUND[0], AS_FOUND[1], AS_FOUND[2], "The clerk: that it was over"],
    );
}

#[test]
fn a_source_is_called_and_is_what_the_reader_says() {
    let clerk = span("A clerk", "A clerk");
    let nature = SourceNature { kind: SourceKind::Organisation, named: true };
    let decisions =
        [(clerk, Decision::Rename("Court clerk".into())), (clerk, Decision::Nature(nature))];
    let overlay = overlay(&machine(), &decisions);
    let row = &overlay.ledger.sources[Id::new(1)];
    assert_eq!((row.name.as_str(), row.kind, row.named), ("Court clerk", nature.kind, true));
    assert_eq!(overlay.sources.iter().collect::<Vec<_>>(), [&Id::new(1)]);
}

#[test]
fn corrections_lie_over_another_analysis_too() {
    // The engine now finds one claim less, cuts another otherwise, and mixes up the sources.
    let mut other = machine();
    other.claims = [
        claim(span("", "“It is late"), span("said", "Berg"), 1),
        claim(span("", "“no”"), span("A clerk", "A clerk"), 0),
    ]
    .into_iter()
    .collect();
    let late = span("", "“It is late,”");
    let berg = Decision::SaidBy(SourceChoice::New("Berg".into()));
    let decisions = [(late, berg.clone()), (span("", "that it was cold"), berg)];
    let overlay = overlay(&other, &decisions);
    assert_eq!(lines(&overlay), ["Berg: “It is late", "Berg: that it was cold", "Berg: “no”"]);
}

#[test]
fn what_is_not_there_any_more_is_idle_and_changes_nothing() {
    let decisions =
        [(span("", "Rain fell"), Decision::NotAClaim), (span("", "Rain"), Decision::Accept)];
    let overlay = overlay(&machine(), &decisions);
    assert_eq!(overlay.idle.len(), 2);
    assert_eq!(overlay.ledger, machine());
    let gone = correction(span("", "“no”"), Decision::NotAClaim, 0);
    let nowhere = lay_over(&machine(), TEXT, &[gone], |_, _| None);
    assert_eq!((lines(&nowhere).len(), nowhere.idle.len()), (4, 1));
}
