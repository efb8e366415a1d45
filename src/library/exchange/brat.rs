//! brat standoff: the file that goes beside the article's text.

use std::fmt::Write;

use crate::{
    base::{ScalarIndex, TextSpan},
    library::{Colour, Note},
};

/// Writes each note as a text-bound annotation of type `Note` or `Highlight` with an
/// `AnnotatorNotes` line for what the reader wrote, and its colour as an attribute.
///
/// Positions count Unicode scalar values, as brat does; a passage over several lines becomes
/// several fragments, for brat's file has a line for each annotation.
pub fn write_brat(text: &str, placed: &[(TextSpan, &Note)]) -> String {
    let scalars = ScalarIndex::new(text);
    let mut file = String::new();
    for (number, (span, note)) in placed.iter().enumerate() {
        let number = number + 1;
        let parts = fragments(text, *span);
        let places: Vec<_> = parts
            .iter()
            .map(|part| scalars.scalars(*part))
            .map(|(start, end)| format!("{start} {end}"))
            .collect();
        let words: Vec<_> = parts.iter().filter_map(|part| part.slice(text)).collect();
        let kind = if note.is_highlight() { "Highlight" } else { "Note" };
        // A string takes everything that is written to it.
        let _ = writeln!(file, "T{number}\t{kind} {}\t{}", places.join(";"), words.join(" "));
        if !note.is_highlight() {
            let body = note.body.replace(['\n', '\r', '\t'], " ");
            let _ = writeln!(file, "#{number}\tAnnotatorNotes T{number}\t{body}");
        }
        if let Some(colour) = note.colour {
            let _ = writeln!(file, "A{number}\tColour T{number} {}", Colour::name(colour));
        }
    }
    file
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
