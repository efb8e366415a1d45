//! A page of the article with its notes marked in the text.

use std::fmt::Write;

use crate::{
    base::TextSpan,
    library::{Colour, Note},
};

/// Writes `text` with each note marked where it was found and its text in the mark's title;
/// overlapping notes are marked piece by piece. Those that are `lost` stand below with their words.
pub fn write_html(title: &str, text: &str, placed: &[(TextSpan, &Note)], lost: &[&Note]) -> String {
    let mut edges: Vec<usize> = placed
        .iter()
        .flat_map(|(span, _)| [span.start(), span.end()])
        .chain([0, text.len()])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut body = String::new();
    for edge in edges.windows(2) {
        let piece = TextSpan::new(edge[0], edge[1]);
        let words = escape(piece.slice(text).unwrap_or_default());
        let on: Vec<&Note> =
            placed.iter().filter(|(span, _)| span.covers(piece)).map(|(_, note)| *note).collect();
        match on.last() {
            None => body.push_str(&words),
            Some(top) => {
                let colour = top.colour.map_or("none", Colour::name);
                let notes: Vec<_> = on
                    .iter()
                    .map(|note| note.body.as_str())
                    .filter(|body| !body.is_empty())
                    .collect();
                let notes = escape(&notes.join("\n—\n"));
                // A string takes everything that is written to it.
                let _ = write!(body, "<mark class=\"{colour}\" title=\"{notes}\">{words}</mark>");
            }
        }
    }
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n\
         body {{ max-width: 66ch; margin: auto; white-space: pre-wrap; }}\n\
         .yellow {{ background: #fff3a3; }} .green {{ background: #c9f2c7; }} \
         .blue {{ background: #cbe3ff; }} .red {{ background: #ffd0d0; }}\n\
         .orange {{ background: #ffdfba; }} .purple {{ background: #e8d5ff; }} \
         .none {{ background: none; border-bottom: 1px dotted; }}\n\
         </style>\n</head>\n<body>{body}{}</body>\n</html>\n",
        escape(title),
        list_of(lost)
    )
}

/// Makes the list of notes whose words are not in the text.
fn list_of(lost: &[&Note]) -> String {
    if lost.is_empty() {
        return String::new();
    }
    let item = |note: &&Note| {
        let words = escape(&note.anchor.exact);
        format!("<li><q>{words}</q> {}</li>\n", escape(&note.body))
    };
    let items: String = lost.iter().map(item).collect();
    format!("\n<h2>Notes whose words are not in this text</h2>\n<ul>\n{items}</ul>\n")
}

/// Makes what HTML reads as marks plain characters.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
