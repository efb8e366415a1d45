//! brat standoff: the file that goes beside the article's text.

use std::fmt::Write;

use crate::{
    base::{ScalarIndex, TextSpan},
    claims::{Claim, ClaimKind, Ledger},
    library::{Colour, Correction, Note},
};

/// What is written of an article.
#[derive(Clone, Debug, Default)]
pub struct Marked<'a> {
    /// The notes, each with where it stands.
    pub notes: Vec<(TextSpan, &'a Note)>,
    /// Who says what, the reader's corrections laid over it; `None` to leave that out.
    pub ledger: Option<&'a Ledger>,
    /// The corrections, each with where what it is on stands.
    pub corrections: Vec<(TextSpan, &'a Correction)>,
}

/// Writes the annotations of an article whose text is `text`.
///
/// A note is a text-bound annotation of type `Note` or `Highlight` with an `AnnotatorNotes` line
/// for what the reader wrote and its colour as an attribute. A claim is a `Claim` of kind
/// `direct`, `mixed` or `indirect`, its cue and the words that name its source are a `Cue` and a
/// `Mention`, tied by `CuedBy` and `SaidBy`; all mentions of a source are equivalent (`*`).
/// What the reader corrected is an `AnnotatorNotes` line on the words it is on. Positions count
/// Unicode scalar values, as brat does; a passage over several lines becomes several fragments,
/// for brat's file has a line for each annotation.
pub fn write_brat(text: &str, marked: &Marked<'_>) -> String {
    let mut writer = Writer {
        text,
        scalars: ScalarIndex::new(text),
        file: String::new(),
        spans: 0,
        comments: 0,
        attributes: 0,
        relations: 0,
    };
    for (span, note) in &marked.notes {
        writer.note(*span, note);
    }
    if let Some(ledger) = marked.ledger {
        writer.ledger(ledger);
    }
    for (span, correction) in &marked.corrections {
        let number = writer.span("Correction", *span);
        let reason = match correction.reason.as_str() {
            "" => String::new(),
            reason => format!(" ({reason})"),
        };
        writer.comment(number, &format!("{}{reason}", correction.describe()));
    }
    writer.file
}

/// A file being written: how many of each kind of line it has.
struct Writer<'t> {
    text: &'t str,
    scalars: ScalarIndex<'t>,
    file: String,
    spans: usize,
    comments: usize,
    attributes: usize,
    relations: usize,
}

impl Writer<'_> {
    fn note(&mut self, span: TextSpan, note: &Note) {
        let kind = if note.is_highlight() { "Highlight" } else { "Note" };
        let number = self.span(kind, span);
        if !note.is_highlight() {
            self.comment(number, &note.body);
        }
        if let Some(colour) = note.colour {
            self.attribute("Colour", number, Colour::name(colour));
        }
    }

    fn ledger(&mut self, ledger: &Ledger) {
        let mentions: Vec<Vec<(TextSpan, usize)>> = ledger
            .sources
            .rows()
            .iter()
            .map(|source| {
                let span = |span: &TextSpan| (*span, self.span("Mention", *span));
                source.mentions.iter().map(span).collect()
            })
            .collect();
        for mentions in mentions.iter().filter(|mentions| mentions.len() > 1) {
            let numbers: Vec<String> =
                mentions.iter().map(|(_, number)| format!("T{number}")).collect();
            self.line(&format!("*\tEquiv {}", numbers.join(" ")));
        }
        for claim in ledger.claims.rows() {
            let own = claim.source.and_then(|source| mentions.get(source.index()));
            self.claim(claim, own.map_or(&[], Vec::as_slice));
        }
    }

    fn claim(&mut self, claim: &Claim, mentions: &[(TextSpan, usize)]) {
        let number = self.spans_of("Claim", &claim.content);
        let kind = match claim.kind {
            ClaimKind::Direct => "direct",
            ClaimKind::Mixed => "mixed",
            ClaimKind::Indirect => "indirect",
        };
        self.attribute("Kind", number, kind);
        if let Some(cue) = claim.cue {
            let cue = self.span("Cue", cue);
            self.relation("CuedBy", number, cue);
        }
        let here = claim.attribution.and_then(|words| {
            mentions.iter().find(|(span, _)| span.overlaps(words)).map(|(_, number)| *number)
        });
        let said_by = match (here, claim.attribution) {
            (Some(mention), _) => Some(mention),
            (None, Some(words)) => Some(self.span("Mention", words)),
            (None, None) => mentions.first().map(|(_, number)| *number),
        };
        if let Some(mention) = said_by {
            self.relation("SaidBy", number, mention);
        }
    }

    /// Writes a text-bound annotation and returns its number.
    fn span(&mut self, kind: &str, span: TextSpan) -> usize {
        self.spans_of(kind, &[span])
    }

    /// Writes a text-bound annotation of several pieces and returns its number.
    fn spans_of(&mut self, kind: &str, spans: &[TextSpan]) -> usize {
        self.spans += 1;
        let parts: Vec<TextSpan> =
            spans.iter().flat_map(|span| fragments(self.text, *span)).collect();
        let places: Vec<_> = parts
            .iter()
            .map(|part| self.scalars.scalars(*part))
            .map(|(start, end)| format!("{start} {end}"))
            .collect();
        let words: Vec<_> = parts.iter().filter_map(|part| part.slice(self.text)).collect();
        let line = format!("T{}\t{kind} {}\t{}", self.spans, places.join(";"), words.join(" "));
        self.line(&line);
        self.spans
    }

    fn comment(&mut self, on: usize, words: &str) {
        self.comments += 1;
        let words = words.replace(['\n', '\r', '\t'], " ");
        self.line(&format!("#{}\tAnnotatorNotes T{on}\t{words}", self.comments));
    }

    fn attribute(&mut self, name: &str, on: usize, value: &str) {
        self.attributes += 1;
        self.line(&format!("A{}\t{name} T{on} {value}", self.attributes));
    }

    fn relation(&mut self, name: &str, from: usize, to: usize) {
        self.relations += 1;
        self.line(&format!("R{}\t{name} Arg1:T{from} Arg2:T{to}", self.relations));
    }

    fn line(&mut self, line: &str) {
        // A string takes everything that is written to it.
        let _ = writeln!(self.file, "{line}");
    }
}

/// Returns the parts of `span` that stand on a line each, without the line breaks.
fn fragments(text: &str, span: TextSpan) -> Vec<TextSpan> {
    let mut start = span.start();
    let mut parts = Vec::new();
    for line in span.slice(text).unwrap_or_default().split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.is_empty() {
            parts.push(TextSpan::new(start, start + words.len()));
        }
        start += line.len();
    }
    parts
}
