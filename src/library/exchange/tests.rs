//! What goes out comes back equal, and twice in is once in.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    ArticleNotes, ExchangeError, MARKDOWN_TEMPLATE, Marked, read, read_csv, read_hypothesis,
    read_json_ld, read_readwise, write_brat, write_csv, write_html, write_hypothesis,
    write_json_ld, write_markdown,
};
use crate::{
    attribution::{Act, Reason},
    base::TextSpan,
    claims::{Claim, ClaimKind, Ground, Ledger, Source, SourceKind},
    library::{Anchor, ArticleKey, Colour, Correction, Decision, Note, NoteId, SourceChoice},
};

/// Makes a note on “pier” with this text.
fn note(name: &str, body: &str) -> Note {
    let made = "2026-11-24T09:30:00.5Z".parse().unwrap();
    Note {
        id: NoteId::imported("test", name),
        article: ArticleKey::of("The new pier & quay"),
        anchor: Anchor {
            exact: "pier \u{1b}[1m \"&\"".into(),
            prefix: "The new ".into(),
            suffix: " & quay".into(),
            start: 8,
            end: 12,
        },
        colour: Some(Colour::Orange),
        body: body.into(),
        tags: BTreeSet::from(["a;b\\".to_owned(), "check".to_owned()]),
        starred: true,
        created: made,
        changed: made,
    }
}

/// Makes a shelf with articles of all kinds.
fn shelf() -> Vec<ArticleNotes> {
    let plain = Note { colour: None, tags: BTreeSet::new(), starred: false, ..note("2", "") };
    let other = Note { article: ArticleKey::of("other"), ..note("3", "x") };
    vec![
        ArticleNotes {
            title: "Pier, “new”".into(),
            address: Some("https://news.example/pier".into()),
            article: ArticleKey::of("The new pier & quay"),
            notes: vec![note("1", "Who *says*?\n\n- \"nobody\",\r\n é 😀"), plain],
            corrections: Vec::new(),
        },
        ArticleNotes {
            title: String::new(),
            address: None,
            article: ArticleKey::of("other"),
            notes: vec![other],
            corrections: Vec::new(),
        },
    ]
}

/// Checks that a format gives back what it got.
fn check_round_trip(
    write: impl Fn(&[ArticleNotes]) -> String,
    read: impl Fn(&str) -> Result<Vec<ArticleNotes>, ExchangeError>,
) {
    let written = write(&shelf());
    let back = read(&written).unwrap();
    assert_eq!(back, shelf(), "{written}");
    assert_eq!(write(&back), written);
    assert_eq!(read(&write(&[])).unwrap(), []);
}

#[test]
fn json_ld_comes_back_equal() {
    check_round_trip(write_json_ld, read_json_ld);
}

#[test]
fn hypothesis_comes_back_equal() {
    check_round_trip(write_hypothesis, read_hypothesis);
}

#[test]
fn the_table_comes_back_equal() {
    check_round_trip(
        write_csv,
        |table| if table.is_empty() { Ok(Vec::new()) } else { read_csv(table) },
    );
}

#[test]
fn json_ld_has_both_selectors_and_what_the_model_requires() {
    let json: Value = serde_json::from_str(&write_json_ld(&shelf())).unwrap();
    assert_eq!(json["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!((&json["type"], &json["total"]), (&"AnnotationCollection".into(), &3.into()));
    let page = &json["first"];
    assert_eq!((&page["type"], &page["startIndex"]), (&"AnnotationPage".into(), &0.into()));
    for item in page["items"].as_array().unwrap() {
        assert_eq!(item["type"], "Annotation");
        assert!(item["id"].as_str().unwrap().starts_with("urn:uuid:"));
        let selectors = item["target"]["selector"].as_array().unwrap();
        let kinds: Vec<_> = selectors.iter().map(|selector| selector["type"].clone()).collect();
        assert_eq!(kinds, ["TextQuoteSelector", "TextPositionSelector"]);
    }
}

#[test]
fn foreign_json_ld_is_read() {
    let shelf = read_json_ld(
        r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://x.example/1", "type": "Annotation",
        "body": {"type": "TextualBody", "value": "why?"},
        "target": {"source": "http://x.example/a", "selector": {"type": "TextQuoteSelector", "exact": "ferry"}}}"#,
    )
    .unwrap();
    assert_eq!(shelf[0].address.as_deref(), Some("http://x.example/a"));
    assert_eq!(
        (shelf[0].notes[0].body.as_str(), shelf[0].notes[0].anchor.exact.as_str()),
        ("why?", "ferry")
    );
}

#[test]
fn foreign_hypothesis_is_read_and_gives_the_same_ids_twice() {
    let json = r#"{"total": 1, "rows": [{"id": "q1", "created": "2026-11-24T09:30:00+00:00",
        "updated": "2026-11-24T09:31:00+00:00", "user": "acct:me@x", "uri": "https://x.example/a",
        "text": "why?", "tags": ["check"], "document": {"title": ["Ferry"]},
        "target": [{"source": "https://x.example/a", "selector": [
        {"type": "RangeSelector", "startOffset": 1},
        {"type": "TextPositionSelector", "start": 4, "end": 9},
        {"type": "TextQuoteSelector", "exact": "ferry", "prefix": "The ", "suffix": " is"}]}]}]}"#;
    let shelf = read_hypothesis(json).unwrap();
    let note = &shelf[0].notes[0];
    assert_eq!((note.anchor.exact.as_str(), note.anchor.start), ("ferry", 4));
    assert_eq!(shelf, read_hypothesis(json).unwrap());
}

#[test]
fn readwise_is_read_and_gives_the_same_ids_twice() {
    let table = "Highlight,Book Title,Book Author,Note,Color,Tags,Location,Highlighted at\n\
                 \"too short, he said\",Ferry,Me,why?,blue,\"check, pier\",3,2026-11-24 09:30:00+00:00\n\
                 late,Ferry,Me,,pink,,4,soon\n";
    let shelf = read_readwise(table).unwrap();
    let [first, second] = &shelf[0].notes[..] else { panic!("{shelf:?}") };
    assert_eq!(first.anchor.exact, "too short, he said");
    assert_eq!(first.created.to_string(), "2026-11-24T09:30:00Z");
    assert_eq!((first.tags.len(), first.colour), (2, Some(Colour::Blue)));
    assert_eq!((second.colour, second.is_highlight()), (Some(Colour::Yellow), true));
    assert_eq!(shelf, read_readwise(table).unwrap());
}

#[test]
fn files_that_are_something_else_are_refused() {
    assert!(read_json_ld("no").is_err());
    assert!(read_hypothesis("{\"rows\": 1}").is_err());
    assert!(read_csv("a,b\n1,2\n").is_err());
    assert!(read_readwise("a,b\n1,2\n").is_err());
    let error = read_json_ld("[{\"id\": \"x\"}]").unwrap_err();
    assert!(error.to_string().starts_with("note 1: "), "{error}");
}

#[test]
fn markdown_follows_the_template() {
    let page = write_markdown(&shelf()[0], MARKDOWN_TEMPLATE);
    assert!(page.starts_with("# [[Pier, “new”]]\n\nhttps://news.example/pier\n> pier"), "{page}");
    assert!(page.contains("orange #a;b\\ #check ★ 2026-11-24T09:30:00.5Z ^"), "{page}");
    let short = "{{title}}: {{#notes}}[{{note}}] {{/notes}}{{unknown}} {{";
    let entry = ArticleNotes { notes: vec![note("1", "{{title}}")], ..shelf()[0].clone() };
    assert_eq!(write_markdown(&entry, short), "Pier, “new”: [{{title}}] {{unknown}} {{");
}

#[test]
fn html_marks_overlapping_notes_piece_by_piece() {
    let (one, two) = (note("1", "a <b>"), note("2", "c"));
    let placed = [(TextSpan::new(0, 7), &one), (TextSpan::new(4, 12), &two)];
    let lost = note("3", "gone");
    let page = write_html("T <1>", "The new pier & quay", &placed, &[&lost]);
    assert!(page.contains("not in this text</h2>\n<ul>\n<li><q>pier \u{1b}[1m"), "{page}");
    assert!(page.contains("<title>T &lt;1&gt;</title>"), "{page}");
    let marks = "<mark class=\"orange\" title=\"a &lt;b&gt;\">The </mark>\
        <mark class=\"orange\" title=\"a &lt;b&gt;\n—\nc\">new</mark>\
        <mark class=\"orange\" title=\"c\"> pier</mark> &amp; quay";
    assert!(page.contains(marks), "{page}");
}

#[test]
fn brat_counts_scalars_and_parts_lines() {
    let note = note("1", "why?\nnow");
    let marked = Marked { notes: vec![(TextSpan::new(3, 8), &note)], ..Marked::default() };
    let file = write_brat("Ærø\nny kaj", &marked);
    assert_eq!(
        file,
        "T1\tNote 2 3;4 6\tø ny\n#1\tAnnotatorNotes T1\twhy? now\nA1\tColour T1 orange\n"
    );
}

#[test]
fn brat_has_claims_with_their_cue_and_source_and_what_was_corrected() {
    let text = "“Late,” said Ada. It is, she said.";
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        TextSpan::new(start, start + words.len())
    };
    let claim = Claim {
        kind: ClaimKind::Direct,
        act: Act::Speech,
        source: Some(crate::base::Id::new(0)),
        parent: None,
        confidence: 0.9,
        content: vec![span("“Late,”")].into(),
        cue: Some(span("said")),
        attribution: Some(span("Ada")),
        reason: Reason::Model,
        grouping: Ground::default(),
        candidates: Vec::new(),
    };
    let source = Source {
        name: "Ada".into(),
        kind: SourceKind::Person,
        named: true,
        mentions: vec![span("Ada"), span("she")],
        details: Vec::new(),
    };
    let ledger =
        Ledger { claims: [claim].into_iter().collect(), sources: [source].into_iter().collect() };
    let correction = said_by("Ada Holm");
    let marked = Marked {
        ledger: Some(&ledger),
        corrections: vec![(span("“Late,”"), &correction)],
        ..Marked::default()
    };
    assert_eq!(
        write_brat(text, &marked),
        "T1\tMention 13 16\tAda\nT2\tMention 25 28\tshe\n*\tEquiv T1 T2\n\
         T3\tClaim 0 7\t“Late,”\nA1\tKind T3 direct\nT4\tCue 8 12\tsaid\n\
         R1\tCuedBy Arg1:T3 Arg2:T4\nR2\tSaidBy Arg1:T3 Arg2:T1\n\
         T5\tCorrection 0 7\t“Late,”\n#1\tAnnotatorNotes T5\tsaid by Ada Holm (heard it)\n"
    );
}

/// Makes a correction that names a new source.
fn said_by(name: &str) -> Correction {
    let decision = Decision::SaidBy(SourceChoice::New(name.to_owned()));
    let made = note("1", "");
    let correction = Correction::new(
        made.article,
        made.anchor,
        decision,
        Some(ClaimKind::Direct),
        made.created,
        0,
    );
    Correction { reason: "heard it".into(), ..correction }
}

#[test]
fn corrections_go_out_and_come_back_as_json_ld() {
    let mut out = shelf();
    out[0].corrections = vec![said_by("Ada Holm"), said_by("Tom Berge")];
    let written = write_json_ld(&out);
    assert!(written.contains("said by Ada Holm"), "{written}");
    assert_eq!(read_json_ld(&written).unwrap(), out);
}

#[test]
fn the_format_of_a_file_is_told_by_its_content() {
    for written in [write_json_ld(&shelf()), write_hypothesis(&shelf()), write_csv(&shelf())] {
        assert_eq!(read(&written).unwrap(), shelf(), "{written}");
    }
    let readwise = "\u{feff}Highlight,Book Title,Note\nlate,Ferry,why?\n";
    assert_eq!(read(readwise).unwrap()[0].notes[0].body, "why?");
}

#[test]
fn two_programs_that_know_an_address_mean_one_article() {
    let key = |address: &str| super::stand_ins("Ferry", Some(address))[0];
    assert_eq!(key("https://x.example/a/"), key("https://x.example/a#top"));
    assert_ne!(key("https://x.example/a"), key("https://x.example/b"));
    assert_eq!(super::stand_ins("", None), []);
    assert_eq!(super::stand_ins(" Ferry ", None), super::stand_ins("Ferry", Some("")));
}
