//! A corpus folder to documents: texts, the attributions marked in them, parts of speech.
//!
//! Reads the layout of PolNeAR (Newell, Margolin and Ruths, 2018): `text/NAME.txt`,
//! `attributions/NAME_ANNOTATOR.ann` in brat's standoff format, `nlp.tsv.gz` with tokens and tags
//! made by a machine. Of several annotators the first by name counts. Offsets there count Unicode
//! scalar values; ours count bytes.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    article::{Article, Block, BlockKind},
    attribution::Tag,
    base::{ScalarIndex, TextSpan},
};

/// An annotated text.
pub struct Document {
    /// The file's name without its extension; the outlet stands before the first `_`.
    pub name: String,
    /// The text with its title and paragraphs.
    pub article: Article,
    /// The attributions marked in it.
    pub relations: Vec<Relation>,
    /// Tokens with tags made by a machine, in order; empty where the corpus lacks them.
    pub silver: Vec<(TextSpan, Tag)>,
}

/// An attribution as it was marked: each role in one span or more, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    /// Who.
    pub source: Vec<TextSpan>,
    /// The words that attribute.
    pub cue: Vec<TextSpan>,
    /// What.
    pub content: Vec<TextSpan>,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads all documents of the corpus part in `folder`, in order of their names.
///
/// # Errors
///
/// If the folder lacks `text` or a file there cannot be read. Missing annotations are none.
pub fn read(folder: &Path) -> Result<Vec<Document>, CorpusError> {
    let annotations = files(&folder.join("attributions"), ".ann").unwrap_or_default();
    let mut silver = silver(&folder.join("nlp.tsv.gz"));
    let mut documents = Vec::new();
    for path in files(&folder.join("text"), ".txt")? {
        let name = stem(&path);
        let text = read_text(&path)?;
        let index = ScalarIndex::new(&text);
        let own = annotations.iter().find(|path| {
            stem(path)
                .strip_prefix(&name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        });
        let relations = match own {
            Some(path) => relations(&read_text(path)?, &index),
            None => Vec::new(),
        };
        let tokens = silver.remove(&name).unwrap_or_default();
        let silver = tokens
            .into_iter()
            .map(|(start, end, tag)| (TextSpan::new(index.byte(start), index.byte(end)), tag))
            .collect();
        documents.push(Document { name, article: article(text), relations, silver });
    }
    Ok(documents)
}

/// Reads every text in `folder` and the folders in it, in order of their names.
///
/// # Errors
///
/// If a folder or file cannot be read.
pub fn read_texts(folder: &Path) -> Result<Vec<Article>, CorpusError> {
    let mut articles = Vec::new();
    for path in files(folder, "")? {
        if path.is_dir() {
            articles.extend(read_texts(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            articles.push(article(read_text(&path)?));
        }
    }
    Ok(articles)
}

/// Makes the article of a plain text: its first line is the title, each further line a paragraph.
pub fn article(text: String) -> Article {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let left = start + line.len() - line.trim_start().len();
        let words = line.trim();
        if !words.is_empty() {
            let kind = if blocks.is_empty() { BlockKind::Title } else { BlockKind::Paragraph };
            let span = TextSpan::new(left, left + words.len());
            blocks.push(Block { span, kind, quoted: 0 });
        }
        start += line.len();
    }
    let title = blocks.first().and_then(|block| block.span.slice(&text)).unwrap_or_default();
    Article { title: title.to_owned(), blocks, text, ..Article::default() }
}

/// Lists the files of `folder` that end with `ending`, in order.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, CorpusError> {
    let read = |source| CorpusError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.to_string_lossy().ends_with(ending) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a text; invalid UTF-8 becomes U+FFFD.
pub(super) fn read_text(path: &Path) -> Result<String, CorpusError> {
    fs::read(path)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .map_err(|source| CorpusError::Read { path: path.to_owned(), source })
}

/// Reads the relations of a standoff file that have cue and content.
fn relations(standoff: &str, index: &ScalarIndex<'_>) -> Vec<Relation> {
    let mut spans: BTreeMap<&str, Vec<TextSpan>> = BTreeMap::new();
    for line in standoff.lines().filter(|line| line.starts_with('T')) {
        let mut columns = line.split('\t');
        let (Some(id), Some(place)) = (columns.next(), columns.next()) else { continue };
        let Some((_, parts)) = place.split_once(' ') else { continue };
        spans.insert(id, parts.split(';').filter_map(|part| span(part, index)).collect());
    }
    let events = standoff.lines().filter(|line| line.starts_with('E'));
    events
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, roles)| relation(roles, &spans))
        .filter(|relation| !relation.content.is_empty() && !relation.cue.is_empty())
        .collect()
}

/// Gathers the spans of one event: `Attribution:T4 Content:T3 Content2:T5 Cue:T2 Source:T1`.
fn relation(roles: &str, spans: &BTreeMap<&str, Vec<TextSpan>>) -> Relation {
    let mut relation = Relation::default();
    for (role, id) in roles.split_whitespace().filter_map(|role| role.split_once(':')) {
        let part = match role.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
            "Source" => &mut relation.source,
            "Cue" => &mut relation.cue,
            "Content" => &mut relation.content,
            _ => continue,
        };
        part.extend(spans.get(id).into_iter().flatten());
        part.sort();
    }
    relation
}

/// Reads `START END`, counted in scalar values.
fn span(part: &str, index: &ScalarIndex<'_>) -> Option<TextSpan> {
    let (start, end) = part.trim().split_once(' ')?;
    let (start, end) = (index.byte(start.parse().ok()?), index.byte(end.parse().ok()?));
    (start < end).then(|| TextSpan::new(start, end))
}

/// Tokens of a document with their tags: start and end in scalar values.
type Silver = Vec<(usize, usize, Tag)>;

/// Reads the machine's tags by document; none if the file is missing.
fn silver(path: &Path) -> BTreeMap<String, Silver> {
    let mut tagged: BTreeMap<String, Silver> = BTreeMap::new();
    let mut text = String::new();
    let unpacked = fs::File::open(path)
        .and_then(|file| flate2::read::GzDecoder::new(file).read_to_string(&mut text));
    if unpacked.is_err() {
        return tagged;
    }
    let mut tokens = &mut Silver::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# doc ") {
            let name = name.trim().trim_end_matches(".txt").to_owned();
            tokens = tagged.entry(name).or_default();
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if let [_, _, start, end, _, _, tag, ..] = columns[..]
            && let (Ok(start), Ok(end), Some(tag)) =
                (start.parse(), end.parse(), Tag::from_name(tag))
        {
            tokens.push((start, end, tag));
        }
    }
    tagged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_standoff_with_parts_and_numbered_roles() {
        let text = "“Ja,” sagt sie, “ja.”";
        let standoff = "T1\tContent 0 5;16 21\tx\nT2\tCue 6 10\tsagt\nT3\tSource 11 14\tsie\n\
            E1\tAttribution:T2 Content2:T1 Cue:T2 Source:T3\nE2\tAttribution:T2 Cue:T2\n";
        let found = relations(standoff, &ScalarIndex::new(text));
        let words = |spans: &[TextSpan]| -> Vec<_> {
            spans.iter().filter_map(|span| span.slice(text)).collect()
        };
        assert_eq!(found.len(), 1);
        assert_eq!(words(&found[0].content), ["“Ja,”", "“ja.”"]);
        assert_eq!(words(&found[0].cue), ["sagt"]);
        assert_eq!(words(&found[0].source), ["sie"]);
    }

    #[test]
    fn the_first_line_is_the_title() {
        let article = article("Rain\n\n It rained.\nIt stopped. \n".to_owned());
        let words: Vec<_> = article.blocks.iter().map(|block| article.block_text(block)).collect();
        assert_eq!(words, ["Rain", "It rained.", "It stopped."]);
        assert_eq!(article.title, "Rain");
    }
}
