//! Prints articles as plain text, with who speaks in the margin, where there is no terminal.

use std::{
    io::{self, BufWriter, Write},
    sync::Arc,
};

use anyhow::Context;
use compact_str::CompactString;

use crate::{
    app::{ClaimIndex, Entry, MEASURE, Piece, Speakers, counted},
    article::{Article, BlockKind},
    reading::{self, Reader},
    runtime::{FAILED, FINE, complain, documents::documents},
    text::{
        glyph,
        wrap::{self, Flow},
    },
};

/// Columns of the margin: the numbers of who speaks, right-aligned.
const MARGIN: usize = 6;

/// Prints the articles of `entries` one after another, with the margin.
pub(super) fn run(entries: &[Entry], reader: &Reader) -> anyhow::Result<u8> {
    each(entries, reader, |article, claims| page(article, claims))
}

/// Reads the articles of `entries` and prints what `page` makes of each, an empty line between.
pub(super) fn each(
    entries: &[Entry],
    reader: &Reader,
    mut page: impl FnMut(&Arc<Article>, &ClaimIndex) -> String,
) -> anyhow::Result<u8> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut code = FINE;
    for (index, document) in entries.iter().flat_map(documents).enumerate() {
        match document {
            Ok(document) => {
                let article = Arc::new(document.article);
                let claims = ClaimIndex::new(reading::read_by(&article, reader), &article.text);
                let gap = if index > 0 { "\n\n" } else { "" };
                write!(output, "{gap}{}", page(&article, &claims))
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
            BlockKind::Code => Flow::Lines,
            BlockKind::Table => Flow::Table,
            _ => Flow::Prose,
        };
        let marker = match &block.kind {
            BlockKind::Item { marker, .. } if !marker.is_empty() => format!("{marker} "),
            _ => "> ".repeat(block.quoted.into()),
        };
        let mut carried = CompactString::default();
        for piece in wrap::pieces(&article.text, block.span, flow) {
            let columns = usize::from(MEASURE).saturating_sub(glyph::width(&marker));
            for row in wrap::rows(&article.text, piece, columns, flow) {
                let pieces = claims.over(row.span, &article.text);
                let (label, bar) = speakers(claims, &pieces, &mut carried);
                let words = wrap::line(&article.text, row);
                let line = format!("{label:>MARGIN$}{bar} {marker}{words}");
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
    }
    out.push_str(&sources(claims));
    out
}

/// Returns who speaks on a row with these pieces, if that has changed since the row before, and its bar.
fn speakers(claims: &ClaimIndex, pieces: &[Piece], carried: &mut CompactString) -> (String, char) {
    let Some(speakers) = Speakers::of(claims, pieces, carried) else {
        carried.clear();
        return (String::new(), ' ');
    };
    let labels: Vec<&str> = speakers.new.iter().map(|(label, _)| label.as_str()).collect();
    let text = labels.join(" ");
    *carried = speakers.last;
    (text, if speakers.quoted { '|' } else { ':' })
}

/// Returns the list of sources under an article.
fn sources(claims: &ClaimIndex) -> String {
    let mut out = String::new();
    for &id in claims.speaking() {
        let source = &claims.ledger.sources[id];
        if out.is_empty() {
            out.push_str("\nWho speaks (| in their own words, : in the article’s):\n");
        }
        let name = glyph::shown(&source.name);
        let count = counted(claims.ledger.claims_of(id).count(), "claim");
        out.push_str(&format!("{:>MARGIN$}  {name}, {count}\n", id.index() + 1));
    }
    out
}
