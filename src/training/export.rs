//! Lessons as JSON Lines, so that the second look is trained, in Python, on the very tokens that it
//! will be given here.
//!
//! Comes from a corpus folder; goes to `src/training/deep`. A line is a paragraph: its words with
//! their places, its sentences and quotations, and what is marked in it as labels of the lattice.
//! With [`Evidence::Linear`] also what the fast engine says of it, to find out how the two are best
//! added up. Decides nothing itself.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{
    corpus::Document,
    lesson::{self, Lesson, Marked},
    spans, wordlist,
};
use crate::{
    attribution::{
        Tag, Weights, decode,
        lattice::{Lattice, Potentials},
        page::Page,
        scorer::{Linear, Scorer},
        tagger::Tagger,
    },
    base::{ScalarIndex, TextSpan},
    text::{Text, Tokens},
};

/// Whether the fast engine's evidence is written too; it makes a line ten times as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Words and marks only.
    None,
    /// Also its likelihood of each cue and its potentials around each possible one.
    Linear,
}

/// Tokens with a lower likelihood of heading a cue come without potentials.
const FAINT: f32 = 0.003;

/// Writes each paragraph of `documents` as a line, in order.
///
/// # Errors
///
/// If `out` cannot be written to.
pub fn export(
    documents: &[Document],
    weights: Weights<'static>,
    evidence: Evidence,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lessons = lesson::lessons(documents, &weights.words);
    wordlist::set_heads(&mut lessons);
    let mut lessons = lessons.into_iter();
    let mut judge = Judge { weights, tagger: Tagger::default(), linear: Linear::new(weights) };
    for document in documents {
        let text = Text::new(&document.article);
        let index = ScalarIndex::new(text.string());
        for (number, paragraph) in text.paragraphs().iter().enumerate() {
            let mut lesson = lessons.next().expect("there is a lesson for each paragraph");
            let mut line = words(&lesson, &text, &index);
            line["document"] = json!(document.name);
            line["paragraph"] = json!(number);
            line["role"] = json!(format!("{:?}", paragraph.role).to_lowercase());
            if evidence == Evidence::Linear {
                line["linear"] = judge.evidence(&mut lesson.page, &lesson.tokens);
            }
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What is known of a paragraph and marked in it; places count scalar values of the text.
fn words(lesson: &Lesson, text: &Text<'_>, index: &ScalarIndex<'_>) -> Value {
    let spans = &lesson.tokens.spans;
    let place = |span: &TextSpan| {
        let (start, end) = index.scalars(*span);
        json!([start, end])
    };
    let sentences = lesson.tokens.sentences.iter().map(|own| json!([own.start, own.end]));
    let name = |tag: &Tag| tag.name();
    json!({
        "words": spans.iter().map(|span| text.slice(*span)).collect::<Vec<_>>(),
        "places": spans.iter().map(place).collect::<Vec<_>>(),
        "sentences": sentences.collect::<Vec<_>>(),
        "quoted": lesson.page.quoted,
        "marks": lesson.page.mark,
        "tags": lesson.silver.as_ref().map(|tags| tags.iter().map(name).collect::<Vec<_>>()),
        "relations": lesson.relations.iter().map(|own| relation(&lesson.page, own))
            .collect::<Vec<_>>(),
    })
}

/// One marked attribution: the labels of the window around its cue, and whether the lattice can
/// express them.
fn relation(page: &Page, own: &Marked) -> Value {
    let window = decode::window(page, own.head);
    let labels = spans::labels(own, &window);
    let usable = labels.iter().any(|label| label.is_content())
        && Lattice::allows(&labels, own.head - window.start);
    json!({
        "head": own.head,
        "window": [window.start, window.end],
        "labels": labels.iter().map(|label| *label as u8).collect::<Vec<_>>(),
        "usable": usable,
        "source": own.source,
        "cue": own.cue,
        "content": own.content,
    })
}

/// The fast engine's two stages with the tagger they need.
struct Judge {
    weights: Weights<'static>,
    tagger: Tagger,
    linear: Linear<'static>,
}

impl Judge {
    /// Judges a paragraph as the engine does; fills in its tags.
    fn evidence(&mut self, page: &mut Page, tokens: &Tokens) -> Value {
        self.tagger.tag(page, &tokens.sentences, &self.weights.tagger);
        page.settle();
        let mut likelihoods = Vec::new();
        self.linear.cues(page, &mut likelihoods);
        let mut potentials: Vec<Potentials> = Vec::new();
        let mut spans = Vec::new();
        for cue in (0..page.len).filter(|cue| likelihoods[*cue] >= FAINT) {
            self.linear.spans(page, cue, decode::window(page, cue), &mut potentials);
            let rows = potentials.iter().map(|row| row.map(|sum| rounded(sum, 1e3)));
            spans.push(json!({"cue": cue, "potentials": rows.collect::<Vec<_>>()}));
        }
        let likelihoods = likelihoods.iter().map(|own| rounded(*own, 1e6));
        let transitions = self.linear.transitions().map(|row| row.map(|own| rounded(own, 1e3)));
        let tags = page.tag.iter().map(|tag| tag.name());
        json!({
            "tags": tags.collect::<Vec<_>>(),
            "cues": likelihoods.collect::<Vec<_>>(),
            "spans": spans,
            "transitions": transitions,
        })
    }
}

/// Rounds to what is worth writing down, one part in `parts`.
fn rounded(number: f32, parts: f64) -> f64 {
    (f64::from(number) * parts).round() / parts
}

#[cfg(test)]
mod tests {
    use super::{Evidence, export};
    use crate::{
        attribution::Weights,
        base::TextSpan,
        training::corpus::{self, Document, Relation},
    };

    #[test]
    fn a_line_holds_words_marks_and_evidence() {
        let text = "Rain\n\n“Wé will see,” Anna said.".to_owned();
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            vec![TextSpan::new(start, start + part.len())]
        };
        let (source, cue, content) = (span("Anna"), span("said"), span("“Wé will see,”"));
        let relations = vec![Relation { source, cue, content }];
        let article = corpus::article(text.clone());
        let document = Document { name: "made".into(), article, relations, silver: Vec::new() };
        let mut out = Vec::new();
        export(&[document], Weights::embedded().unwrap(), Evidence::Linear, &mut out).unwrap();
        let lines: Vec<serde_json::Value> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines[0]["words"][0], "Rain");
        let own = &lines[1];
        assert_eq!(own["words"][1], "Wé");
        assert_eq!(own["places"][2], serde_json::json!([10, 14]));
        let marked = &own["relations"][0];
        assert_eq!(marked["head"], 7);
        assert_eq!(marked["labels"].to_string(), "[5,6,6,6,6,6,1,3,0]");
        assert_eq!(marked["usable"], true);
        assert!(own["linear"]["cues"][7].as_f64().unwrap() > 0.5);
        let around = &own["linear"]["spans"][0]["potentials"];
        assert_eq!(around.as_array().unwrap().len(), 9);
    }
}
