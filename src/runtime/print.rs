//! Prints articles as plain text, with who speaks in the margin, where there is no terminal.

use std::io::{self, BufWriter, Write};

use anyhow::Context;

use crate::{
    app::{ClaimIndex, Entry, MEASURE, Part},
    article::{Article, BlockKind},
    base::TextSpan,
    reading,
    runtime::{FAILED, FINE, complain, documents::documents},
    text::{
        glyph,
        wrap::{self, Flow},
    },
};

/// Columns of the margin: the numbers of who speaks, right-aligned.
const MARGIN: usize = 6;

/// Prints the articles of `entries` one after another.
pub(super) fn run(entries: &[Entry]) -> anyhow::Result<u8> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut code = FINE;
    for (index, document) in entries.iter().flat_map(documents).enumerate() {
        match document {
            Ok(document) => {
                let claims =
                    ClaimIndex::new(reading::read(&document.article), &document.article.text);
                let gap = if index > 0 { "\n\n" } else { "" };
                write!(output, "{gap}{}", page(&document.article, &claims))
                    .context("cannot write to standard output")?;
            }
            Err(failure) => {
                complain(&failure);
                code = FAILED;
            }
        }
    }
    output.flush().context("cannot write to standard output")?;
    Ok(code)
}

/// Returns an article as text: its rows with the margin, then the sources.
fn page(article: &Article, claims: &ClaimIndex) -> String {
    let mut out = String::new();
    let has_title = article.blocks.iter().any(|block| block.kind == BlockKind::Title);
    if !has_title && !article.title.is_empty() {
        out.push_str(&format!("{:MARGIN$}  {}\n\n", "", glyph::shown(&article.title)));
    }
    for (index, block) in article.blocks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let flow = match block.kind {
            BlockKind::Code | BlockKind::Table => Flow::Lines,
            _ => Flow::Prose,
        };
        let marker = match &block.kind {
            BlockKind::Item { marker, .. } if !marker.is_empty() => format!("{marker} "),
            _ => "> ".repeat(block.quoted.into()),
        };
        let mut carried = String::new();
        for piece in wrap::pieces(&article.text, block.span) {
            let columns = usize::from(MEASURE).saturating_sub(glyph::width(&marker));
            for row in wrap::rows(&article.text, piece, columns, flow) {
                let (label, bar) = speakers(claims, row.span, &mut carried);
                let words = glyph::shown(row.span.slice(&article.text).unwrap_or_default());
                let line = format!("{label:>MARGIN$}{bar} {marker}{words}");
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
    }
    out.push_str(&sources(claims));
    out
}

/// Returns who speaks on a row, if that has changed since the row before, and its bar.
fn speakers(claims: &ClaimIndex, row: TextSpan, carried: &mut String) -> (String, char) {
    let pieces = claims.over(row);
    let is_content = |part| matches!(part, Part::Quoted | Part::Reported);
    let content: Vec<_> = pieces.iter().filter(|piece| is_content(piece.part)).collect();
    let Some(last) = content.last() else {
        carried.clear();
        return (String::new(), ' ');
    };
    let mut labels: Vec<String> = content.iter().map(|piece| claims.label(piece.claim)).collect();
    labels.dedup();
    let new: Vec<&str> =
        labels.iter().map(String::as_str).filter(|label| label != carried).collect();
    let text = new.join(" ");
    *carried = claims.label(last.claim);
    let bar = if content.iter().any(|piece| piece.part == Part::Quoted) { '|' } else { ':' };
    (text, bar)
}

/// Returns the list of sources under an article.
fn sources(claims: &ClaimIndex) -> String {
    let mut out = String::new();
    for (id, source) in claims.ledger.sources.iter() {
        if out.is_empty() {
            out.push_str("\nWho speaks (| in their own words, : in the article’s):\n");
        }
        let name = glyph::shown(&source.name);
        let count = claims.ledger.claims_of(id).count();
        let plural = if count == 1 { "claim" } else { "claims" };
        out.push_str(&format!("{:>MARGIN$}  {name}, {count} {plural}\n", id.index() + 1));
    }
    out
}
