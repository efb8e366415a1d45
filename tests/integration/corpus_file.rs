//! Reads the notation of `tests/corpus`: texts with the claims and sources that a person found in
//! them, described in `tests/corpus/README.md`.
//!
//! In goes the content of a file, out come its cases, every span on bytes of the case's text, or an
//! error that names the file and the line. Never guesses: words that stand twice in a text and are
//! not numbered are an error.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use whosaid::{attribution::Act, base::TextSpan, claims::ClaimKind, claims::SourceKind};

/// One text and what is right in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CorpusCase {
    /// The file's name without its ending; after a `/` the case's own, where a file holds several.
    pub(crate) name: String,
    /// What kind of text it is; empty for a nested case.
    pub(crate) genre: String,
    /// What makes it hard, in a few words.
    pub(crate) shows: String,
    /// The article, exactly as it stands in the file, without a line break at the end.
    pub(crate) text: String,
    /// Everyone that a claim is put down to.
    pub(crate) sources: Vec<ExpectedSource>,
    /// Every claim, in order of the start of its content.
    pub(crate) claims: Vec<ExpectedClaim>,
}

/// Somebody or something that claims of a case are put down to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExpectedSource {
    /// What the case calls it: `s1`.
    pub(crate) id: String,
    /// The fullest name that the text gives, or its best description.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: SourceKind,
    /// Whether the text gives its name.
    pub(crate) named: bool,
}

/// A claim as a careful reader marks it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExpectedClaim {
    /// How much of it stands in quotation marks.
    pub(crate) kind: ClaimKind,
    /// Speech or attitude.
    pub(crate) act: Act,
    /// Index into [`CorpusCase::sources`]; `None` where the text does not say.
    pub(crate) source: Option<usize>,
    /// The words that name the source here; empty where there are none.
    pub(crate) attribution: Vec<TextSpan>,
    /// The words that attribute; empty where there are none.
    pub(crate) cue: Vec<TextSpan>,
    /// What is claimed; never empty.
    pub(crate) content: Vec<TextSpan>,
    /// Index into [`CorpusCase::claims`] of the claim whose content this one lies in.
    pub(crate) parent: Option<usize>,
    /// Whether a reader who leaves it out is as right as one who marks it.
    pub(crate) weight: Weight,
    /// Its line in the file, counted from 1.
    pub(crate) line: usize,
}

/// Whether a claim counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It must be found.
    Required,
    /// Good readers differ on it: neither found nor missed counts.
    Optional,
}

/// What is wrong with a file of the corpus, and where.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("{}:{line}: {fault}", file.display())]
pub(crate) struct CorpusError {
    /// The file as it was named to us.
    pub(crate) file: PathBuf,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// What is wrong there.
    pub(crate) fault: Fault,
}

/// What can be wrong with a line.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum Fault {
    /// A case has not the three parts head, text, claims.
    #[error("a case needs three parts with `---` between them, here are {0}")]
    Parts(usize),
    /// A line of the head is not `name: words` with a name we know.
    #[error("`{0}` is no line of the head; it takes case, genre, shows and licence")]
    Head(String),
    /// The head lacks something.
    #[error("the head has no `{0}`")]
    Missing(&'static str),
    /// A line of the last part is neither a source nor a claim.
    #[error("neither `source ID: NAME | KIND | named` nor a claim of five fields: `{0}`")]
    Shape(String),
    /// A word stands where only certain others may.
    #[error("`{found}` is not one of {allowed}")]
    Word {
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// Claims are numbered 1, 2, 3.
    #[error("this claim must have number {0}")]
    Number(usize),
    /// A claim names a source that has no line, or a source has its line twice.
    #[error("source `{0}` must have one line, above the claims")]
    Source(String),
    /// A source that no claim has.
    #[error("no claim has the source `{0}`")]
    Unused(String),
    /// Words do not stand in the text that often.
    #[error("`{words}` stands {found} times in the text, number {wanted} is asked for")]
    Absent {
        /// What was looked for.
        words: String,
        /// How often it was found.
        found: usize,
        /// Which one was asked for.
        wanted: usize,
    },
    /// Words stand in the text more than once.
    #[error("`{words}` stands {found} times in the text; say which with #1 to #{found}")]
    Repeated {
        /// What was looked for.
        words: String,
        /// How often it was found.
        found: usize,
    },
    /// Pieces overlap or do not stand in reading order.
    #[error("the pieces of a content and the claims must stand in reading order")]
    Order,
    /// A parent that there is not, or whose content does not hold this claim's.
    #[error("the content does not lie in that of claim {0}, so that cannot be its parent")]
    Parent(usize),
}

/// Reads all cases of every `.txt` file in `folder`, in order of the files' names.
pub(crate) fn read_folder(folder: &Path) -> io::Result<Vec<CorpusCase>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        cases.extend(parse(&file, &fs::read_to_string(&file)?).map_err(io::Error::other)?);
    }
    Ok(cases)
}

/// Reads the cases of one file; `file` is only what errors and names call it.
pub(crate) fn parse(file: &Path, content: &str) -> Result<Vec<CorpusCase>, CorpusError> {
    let lines: Vec<&str> = content.lines().collect();
    let mut cases = Vec::new();
    let mut first = 0;
    for part in lines.split(|line| *line == "=====") {
        let case = CaseReader { first, lines: part }.read(file);
        cases.push(case.map_err(|(line, fault)| CorpusError {
            file: file.to_path_buf(),
            line,
            fault,
        })?);
        first += part.len() + 1;
    }
    Ok(cases)
}

/// A fault and its line, counted from 1.
type Located<T> = Result<T, (usize, Fault)>;

/// The lines of one case; `first` lines of the file stand before them.
struct CaseReader<'a> {
    first: usize,
    lines: &'a [&'a str],
}

impl CaseReader<'_> {
    fn read(&self, file: &Path) -> Located<CorpusCase> {
        let marks: Vec<usize> =
            (0..self.lines.len()).filter(|at| self.lines[*at] == "---").collect();
        let [head_end, text_end] = marks[..] else {
            return Err((self.first + 1, Fault::Parts(marks.len() + 1)));
        };
        let mut case = self.head(file, &self.lines[..head_end])?;
        case.text = self.lines[head_end + 1..text_end].join("\n");
        for (at, line) in self.lines.iter().enumerate().skip(text_end + 1) {
            let number = self.first + at + 1;
            let read = match line.strip_prefix("source ") {
                Some(rest) => read_source(&mut case, rest),
                None => read_claim(&mut case, line, number),
            };
            read.map_err(|fault| (number, fault))?;
        }
        check_whole(&case)
            .map_err(|(line, fault)| (line.unwrap_or(self.first + text_end + 1), fault))?;
        Ok(case)
    }

    fn head(&self, file: &Path, lines: &[&str]) -> Located<CorpusCase> {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut case = CorpusCase {
            name: stem,
            genre: String::new(),
            shows: String::new(),
            text: String::new(),
            sources: Vec::new(),
            claims: Vec::new(),
        };
        let mut licence = "";
        for (at, line) in lines.iter().enumerate() {
            match line.split_once(": ") {
                Some(("case", words)) => case.name = format!("{}/{words}", case.name),
                Some(("genre", words)) => case.genre = words.to_owned(),
                Some(("shows", words)) => case.shows = words.to_owned(),
                Some(("licence", words)) => licence = words,
                _ => return Err((self.first + at + 1, Fault::Head((*line).to_owned()))),
            }
        }
        for (name, words) in [("shows", case.shows.as_str()), ("licence", licence)] {
            if words.is_empty() {
                return Err((self.first + 1, Fault::Missing(name)));
            }
        }
        Ok(case)
    }
}

/// Reads `ID: NAME | KIND | named` into `case`.
fn read_source(case: &mut CorpusCase, line: &str) -> Result<(), Fault> {
    let shape = || Fault::Shape(format!("source {line}"));
    let (id, rest) = line.split_once(": ").ok_or_else(shape)?;
    let [name, kind, named] = rest.split(" | ").collect::<Vec<_>>()[..] else {
        return Err(shape());
    };
    if !case.claims.is_empty() || case.sources.iter().any(|source| source.id == id) {
        return Err(Fault::Source(id.to_owned()));
    }
    let kind = choose(
        kind,
        "person, group, organisation, document, unknown",
        &[
            SourceKind::Person,
            SourceKind::Group,
            SourceKind::Organisation,
            SourceKind::Document,
            SourceKind::Unknown,
        ],
    )?;
    let named = choose(named, "named, unnamed", &[true, false])?;
    case.sources.push(ExpectedSource { id: id.to_owned(), name: name.to_owned(), kind, named });
    Ok(())
}

/// Reads `1 KIND ACT | ID | ATTRIBUTION | CUE | CONTENT`, then `parent=N` and `optional` if any.
fn read_claim(case: &mut CorpusCase, line: &str, number: usize) -> Result<(), Fault> {
    let fields: Vec<&str> = line.split(" | ").collect();
    let [start, id, attribution, cue, content, extras @ ..] = &fields[..] else {
        return Err(Fault::Shape(line.to_owned()));
    };
    let [place, kind, act] = start.split(' ').collect::<Vec<_>>()[..] else {
        return Err(Fault::Shape(line.to_owned()));
    };
    if place.parse() != Ok(case.claims.len() + 1) {
        return Err(Fault::Number(case.claims.len() + 1));
    }
    let (mut parent, mut weight) = (None, Weight::Required);
    for extra in extras {
        match extra.strip_prefix("parent=").map(str::parse::<usize>) {
            Some(Ok(claim)) if claim > 0 => parent = Some(claim - 1),
            _ => weight = choose(extra, "optional, parent=N", &[Weight::Optional])?,
        }
    }
    let kinds = [ClaimKind::Direct, ClaimKind::Mixed, ClaimKind::Indirect];
    case.claims.push(ExpectedClaim {
        kind: choose(kind, "direct, mixed, indirect", &kinds)?,
        act: choose(act, "speech, attitude", &[Act::Speech, Act::Attitude])?,
        source: source_index(case, id)?,
        attribution: pieces(&case.text, attribution)?,
        cue: pieces(&case.text, cue)?,
        content: pieces(&case.text, content)?,
        parent,
        weight,
        line: number,
    });
    Ok(())
}

/// Returns the value that stands where `word` stands in `allowed`, a list with commas.
fn choose<T: Copy>(word: &str, allowed: &'static str, values: &[T]) -> Result<T, Fault> {
    let place = allowed.split(", ").position(|other| other == word);
    let value = place.and_then(|at| values.get(at).copied());
    value.ok_or_else(|| Fault::Word { found: word.to_owned(), allowed })
}

/// Returns which source `id` is, `None` for `-`.
fn source_index(case: &CorpusCase, id: &str) -> Result<Option<usize>, Fault> {
    if id == "-" {
        return Ok(None);
    }
    let place = case.sources.iter().position(|source| source.id == id);
    place.map(Some).ok_or_else(|| Fault::Source(id.to_owned()))
}

/// Finds the pieces of `field`, joined by ` … `; none for `-`.
fn pieces(text: &str, field: &str) -> Result<Vec<TextSpan>, Fault> {
    if field == "-" {
        return Ok(Vec::new());
    }
    field.split(" … ").map(|piece| find(text, piece)).collect()
}

/// Finds `piece`, words with `#n` after them if they stand in the text more than once.
///
/// A space in them is a line break in a text whose lines are wrapped.
fn find(text: &str, piece: &str) -> Result<TextSpan, Fault> {
    let numbered =
        piece.rsplit_once('#').and_then(|(words, digits)| Some((words, digits.parse().ok()?)));
    let (words, wanted) = numbered.map_or((piece, None), |(words, wanted)| (words, Some(wanted)));
    let flat = text.replace('\n', " ");
    let places: Vec<usize> = flat
        .match_indices(words)
        .map(|(at, _)| at)
        .filter(|at| is_whole(&flat, *at, words))
        .collect();
    match (wanted, &places[..]) {
        (None, [_, _, ..]) => Err(Fault::Repeated { words: words.to_owned(), found: places.len() }),
        _ => {
            let wanted: usize = wanted.unwrap_or(1);
            let place = wanted.checked_sub(1).and_then(|at| places.get(at));
            let absent = || Fault::Absent { words: words.to_owned(), found: places.len(), wanted };
            place.map(|at| TextSpan::new(*at, at + words.len())).ok_or_else(absent)
        }
    }
}

/// Returns whether `words`, found at byte `at`, begin and end where words of `text` do.
fn is_whole(text: &str, at: usize, words: &str) -> bool {
    let joins = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let (before, after) = (&text[..at], &text[at + words.len()..]);
    !words.is_empty()
        && !joins(before.chars().next_back(), words.chars().next())
        && !joins(words.chars().next_back(), after.chars().next())
}

/// Checks what only shows when all lines are read; without a line it is the last part's head.
fn check_whole(case: &CorpusCase) -> Result<(), (Option<usize>, Fault)> {
    let mut last_start = 0;
    for claim in &case.claims {
        let fault = |fault| (Some(claim.line), fault);
        let Some(first) = claim.content.first() else {
            return Err(fault(Fault::Missing("content")));
        };
        let ordered = claim.content.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        if !ordered || first.start() < last_start {
            return Err(fault(Fault::Order));
        }
        last_start = first.start();
        if let Some(parent) = claim.parent {
            let holds = case.claims.get(parent).is_some_and(|parent| holds(parent, claim));
            if !holds {
                return Err(fault(Fault::Parent(parent + 1)));
            }
        }
    }
    for (at, source) in case.sources.iter().enumerate() {
        if !case.claims.iter().any(|claim| claim.source == Some(at)) {
            return Err((None, Fault::Unused(source.id.clone())));
        }
    }
    Ok(())
}

/// Returns whether all of `child`'s content lies in pieces of `parent`'s.
fn holds(parent: &ExpectedClaim, child: &ExpectedClaim) -> bool {
    parent.line != child.line
        && child.content.iter().all(|piece| parent.content.iter().any(|outer| outer.covers(*piece)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "\
genre: sport
shows: a chain
licence: MIT OR Apache-2.0
---
Ann said Bo said he
won. She said so.
---
source s1: Ann | person | named
source s2: Bo | person | unnamed
1 indirect speech | s1 | Ann | said#1 | Bo said he won
2 indirect attitude | s2 | Bo | said#2 | he … won | parent=1 | optional
";

    fn fault(old: &str, new: &str) -> String {
        let broken = GOOD.replacen(old, new, 1);
        assert_ne!(broken, GOOD, "the test must break the file");
        parse(Path::new("a/b.txt"), &broken).expect_err("the file is broken").to_string()
    }

    #[test]
    fn reads_every_field_on_bytes_of_the_text() {
        let cases = parse(Path::new("a/b.txt"), GOOD).expect("the file is good");
        let [case] = &cases[..] else { panic!("one case: {cases:?}") };
        assert_eq!(
            (case.name.as_str(), case.genre.as_str(), case.shows.as_str()),
            ("b", "sport", "a chain")
        );
        assert_eq!(case.text, "Ann said Bo said he\nwon. She said so.");
        assert_eq!(case.sources[1].kind, SourceKind::Person);
        assert_eq!((case.sources[1].name.as_str(), case.sources[1].named), ("Bo", false));
        let claim = &case.claims[1];
        assert_eq!((claim.kind, claim.act), (ClaimKind::Indirect, Act::Attitude));
        assert_eq!((claim.source, claim.parent), (Some(1), Some(0)));
        assert_eq!((claim.weight, claim.line), (Weight::Optional, 11));
        assert_eq!(claim.attribution, [TextSpan::new(9, 11)]);
        assert_eq!(claim.cue, [TextSpan::new(12, 16)]);
        assert_eq!(claim.content, [TextSpan::new(17, 19), TextSpan::new(20, 23)]);
        assert_eq!(case.claims[0].content[0].slice(&case.text), Some("Bo said he\nwon"));
    }

    #[test]
    fn cases_of_one_file_are_told_apart_and_keep_their_lines() {
        let two = format!("case: one\n{GOOD}=====\ncase: two\n{GOOD}");
        let cases = parse(Path::new("b.txt"), &two).expect("the file is good");
        assert_eq!((cases[0].name.as_str(), cases[1].name.as_str()), ("b/one", "b/two"));
        assert_eq!(cases[1].claims[1].line, 25);
    }

    #[test]
    fn an_error_names_the_file_the_line_and_the_words() {
        let cases = [
            (
                "said#1",
                "said",
                "a/b.txt:10: `said` stands 3 times in the text; say which with #1 to #3",
            ),
            (
                "said#1",
                "said#4",
                "a/b.txt:10: `said` stands 3 times in the text, number 4 is asked for",
            ),
            (
                "said#1",
                "said#0",
                "a/b.txt:10: `said` stands 3 times in the text, number 0 is asked for",
            ),
            (
                "| Bo |",
                "| B |",
                "a/b.txt:11: `B` stands 0 times in the text, number 1 is asked for",
            ),
            ("| s2 |", "| s3 |", "a/b.txt:11: source `s3` must have one line, above the claims"),
            (
                "source s2",
                "source s1",
                "a/b.txt:9: source `s1` must have one line, above the claims",
            ),
            ("| s2 |", "| - |", "a/b.txt:7: no claim has the source `s2`"),
            ("2 indirect", "3 indirect", "a/b.txt:11: this claim must have number 2"),
            ("attitude", "mood", "a/b.txt:11: `mood` is not one of speech, attitude"),
            ("optional", "maybe", "a/b.txt:11: `maybe` is not one of optional, parent=N"),
            (
                "parent=1",
                "parent=2",
                "a/b.txt:11: the content does not lie in that of claim 2, so that cannot be its parent",
            ),
            (
                "he … won",
                "won … he",
                "a/b.txt:11: the pieces of a content and the claims must stand in reading order",
            ),
            ("he … won", "-", "a/b.txt:11: the head has no `content`"),
            (
                "shows:",
                "show:",
                "a/b.txt:2: `show: a chain` is no line of the head; it takes case, genre, shows and licence",
            ),
            (
                "---",
                "--",
                "a/b.txt:1: a case needs three parts with `---` between them, here are 2",
            ),
        ];
        for (old, new, expected) in cases {
            assert_eq!(fault(old, new), expected, "{old} → {new}");
        }
    }

    #[test]
    fn every_file_of_the_corpus_is_well_formed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let cases = read_folder(&root.join("claims")).expect("the corpus can be read");
        assert!(cases.len() >= 10, "only {} articles", cases.len());
        let unmarked = cases.iter().find(|case| case.genre.is_empty());
        assert_eq!(unmarked, None, "an article without its genre");
    }
}
