//! Texts that the program has read itself, as documents to learn from.
//!
//! Reads what `whosaid extract` printed of them: a slower engine's claims teach a faster one. A claim
//! that was not sure, or that has no cue to learn from, is neither right nor wrong, so paragraphs
//! that hold words of such a claim are left out.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::corpus::{self, CorpusError, Document, Relation};
use crate::base::{ScalarIndex, TextSpan};

/// Claims at least this sure are taken for right. Chosen among 0, 0.6 and 0.75 by figures on dev.
pub const SURE: f64 = 0.6;

/// What we read of a line.
#[derive(Deserialize)]
struct Line {
    path: PathBuf,
    claims: Vec<Claim>,
}

/// What we read of a claim; places count scalar values.
#[derive(Deserialize)]
struct Claim {
    content: Vec<Place>,
    cue: Vec<Place>,
    attribution: Vec<Place>,
    parent: Option<String>,
    confidence: f64,
}

#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// Why labelled texts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LabelledError {
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] CorpusError),
    /// A line is something else.
    #[error("{path}, line {number}: not what `whosaid extract` prints")]
    Line {
        /// The file.
        path: PathBuf,
        /// Which of its lines, from 1.
        number: usize,
        /// Why.
        source: serde_json::Error,
    },
}

/// Reads the lines of the file at `printed`, and the texts that they name.
///
/// # Errors
///
/// If the file or a text cannot be read, or a line is not what `extract` prints.
pub fn read(printed: &Path) -> Result<Vec<Document>, LabelledError> {
    let lines = corpus::read_text(printed)?;
    let mut documents = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let line = serde_json::from_str(line).map_err(|source| LabelledError::Line {
            path: printed.to_owned(),
            number: number + 1,
            source,
        })?;
        documents.push(document(line)?);
    }
    Ok(documents)
}

/// Reads the text of `line` and keeps what is sure of it.
fn document(line: Line) -> Result<Document, CorpusError> {
    let text = corpus::read_text(&line.path)?;
    let index = ScalarIndex::new(&text);
    let outer = line.claims.iter().filter(|claim| claim.parent.is_none());
    let (sure, doubtful): (Vec<_>, Vec<_>) =
        outer.partition(|claim| claim.confidence >= SURE && !claim.cue.is_empty());
    let relations = sure
        .iter()
        .map(|claim| Relation {
            source: spans(&claim.attribution, &index),
            cue: spans(&claim.cue, &index),
            content: spans(&claim.content, &index),
        })
        .collect::<Vec<_>>();
    let doubtful: Vec<TextSpan> =
        doubtful.iter().flat_map(|claim| spans(&claim.content, &index)).collect();
    let mut article = corpus::article(text);
    article.blocks.retain(|block| !doubtful.iter().any(|span| span.overlaps(block.span)));
    let name = line.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Document { name, article, relations, silver: Vec::new() })
}

fn spans(places: &[Place], index: &ScalarIndex<'_>) -> Vec<TextSpan> {
    places
        .iter()
        .map(|place| TextSpan::new(index.byte(place.start), index.byte(place.end)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_claims_are_kept_and_paragraphs_with_doubtful_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let text = "Title\n\n“Wet,” said Bo.\n\nAda may hope so.\n";
        std::fs::write(&path, text).unwrap();
        let place = |part: &str| {
            let start = text[..text.find(part).unwrap()].chars().count();
            serde_json::json!([{"start": start, "end": start + part.chars().count()}])
        };
        let claim = |content: &str, cue: &str, who: &str, confidence: f64| {
            serde_json::json!({"content": place(content), "cue": place(cue),
                "attribution": place(who), "parent": null, "confidence": confidence})
        };
        let claims = [claim("“Wet,”", "said", "Bo", 0.9), claim("so", "hope", "Ada", 0.4)];
        let printed = folder.path().join("printed.jsonl");
        let line = serde_json::json!({"path": path, "claims": claims});
        std::fs::write(&printed, line.to_string()).unwrap();

        let [document] = read(&printed).unwrap().try_into().ok().expect("one document");
        let kept = document.relations.iter().map(|own| own.content[0].slice(text).unwrap());
        assert_eq!(kept.collect::<Vec<_>>(), ["“Wet,”"]);
        let blocks = document.article.blocks.iter().map(|block| block.span.slice(text).unwrap());
        assert_eq!(blocks.collect::<Vec<_>>(), ["Title", "“Wet,” said Bo."]);
    }

    #[test]
    fn a_line_that_is_something_else_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let printed = folder.path().join("printed.jsonl");
        std::fs::write(&printed, "{}\n").unwrap();
        let error = read(&printed).err().expect("an error").to_string();
        assert!(
            error.ends_with("printed.jsonl, line 1: not what `whosaid extract` prints"),
            "{error}"
        );
    }
}
