//! The article that the program was asked for: who says what in it, as a reader finds it.
//!
//! The article is not ours to ship: where it does not lie beside the project, this says so and
//! checks nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use whosaid::{
    article::Article,
    base::{Id, TextSpan},
    claims::{Claim, Ledger, Source, SourceKind},
    ingest,
    reading::{self, Reader},
};

/// Where the article lies beside the project.
const FOLDER: &str = "../shared/seed";

/// Who speaks in it, by a word of what they are called there.
const SPEAKERS: [(&str, SourceKind); 6] = [
    ("NK source", SourceKind::Person),
    ("separate source", SourceKind::Person),
    ("Senior cadres", SourceKind::Group),
    ("family", SourceKind::Group),
    ("accused", SourceKind::Person),
    ("residents", SourceKind::Group),
];

/// Every claim: its cue, words near the start of its content, its speaker (by place in [`SPEAKERS`]), and how
/// the content starts of the claim that it lies in.
const CLAIMS: [(&str, &str, Option<usize>, Option<&str>); 13] = [
    ("reportedly", "A low-level", None, None),
    ("said", "“An official", Some(0), None),
    ("have claimed", "that he ran", Some(2), Some("“An official")),
    ("is protesting", "that he fled", Some(3), Some("“An official")),
    ("explained", "one local", Some(0), None),
    ("added", "“The accused", Some(0), None),
    ("had accused", "him of", Some(2), None),
    ("said", "“The smuggling", Some(1), None),
    ("added", "that the official", Some(1), None),
    ("saying", "that the accused", Some(2), None),
    ("told", "he wanted", Some(4), Some("that the accused")),
    ("added", "that some", Some(1), None),
    ("feel", "that this", Some(5), Some("that some")),
];

/// Returns the path of the article; `None`, with a message, if it is not there.
#[expect(clippy::print_stderr, reason = "whoever runs the test should know that it did not")]
pub(crate) fn article_file() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let files = fs::read_dir(&folder).ok().into_iter().flatten().flatten();
    let text =
        files.map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "txt"));
    if text.is_none() {
        eprintln!("skipped: {FOLDER} is missing");
    }
    text
}

#[test]
fn everybody_in_it_is_told_apart_and_says_what_they_say() {
    let Some(file) = article_file() else { return };
    let article = read(&file);
    // With both engines, where the build carries both.
    for reader in [Reader::Fast, Reader::best().expect("the model opens")] {
        check_speakers(&article, &reading::read_by(&article, &reader));
    }
}

fn check_speakers(article: &Article, ledger: &Ledger) {
    let speakers = SPEAKERS.map(|(word, kind)| speaker(ledger, word, kind));
    for (index, own) in speakers.iter().enumerate() {
        assert!(!speakers[..index].contains(own), "{:?} is somebody else too", SPEAKERS[index]);
    }
    for (cue, start, speaker, parent) in CLAIMS {
        let claim = claim(article, ledger, cue, start);
        assert_eq!(claim.source, speaker.map(|index| speakers[index]), "who says {start:?}");
        let around = claim.parent.and_then(|parent| ledger.claims.get(parent));
        let around = around.map(|around| words(article, &around.content));
        match (around, parent) {
            (Some(around), Some(parent)) => {
                assert!(around.starts_with(parent), "{start:?} in {around:?}")
            }
            (around, parent) => assert_eq!(around.as_deref(), parent, "what {start:?} lies in"),
        }
    }
}

#[test]
fn nobody_in_it_is_named() {
    let Some(file) = article_file() else { return };
    let article = read(&file);
    let ledger = reading::read(&article);
    // Those who only may be meant by a pronoun are no speakers.
    let speaks = |id: &Id<Source>| ledger.claims_of(*id).next().is_some();
    for id in ledger.sources.ids().filter(speaks) {
        let source = &ledger.sources[id];
        assert!(!source.named, "{} has no name in the article", source.name);
    }
}

fn read(file: &Path) -> Article {
    let bytes = fs::read(file).expect("the article can be read");
    let mut records =
        ingest::read(bytes, &ingest::Hint { name: "article.txt" }).expect("plain text");
    records.next().expect("it holds an article").expect("it can be read").article
}

/// Returns the source that is called so and has at least one claim of those expected.
fn speaker(ledger: &Ledger, word: &str, kind: SourceKind) -> Id<Source> {
    let mut named = ledger
        .sources
        .iter()
        .filter(|(_, source)| source.name.contains(word) && source.kind == kind);
    let (id, _) = named.next().unwrap_or_else(|| panic!("nobody is called {word}"));
    assert!(named.next().is_none(), "two are called {word}");
    id
}

/// Returns the first claim with this cue whose content has these words.
fn claim<'l>(article: &Article, ledger: &'l Ledger, cue: &str, start: &str) -> &'l Claim {
    let mut claims = ledger.claims.iter().filter(|(_, claim)| {
        words(article, claim.cue.as_slice()).contains(cue)
            && words(article, &claim.content).contains(start)
    });
    claims.next().unwrap_or_else(|| panic!("no claim {start:?} by {cue:?}")).1
}

fn words(article: &Article, spans: &[TextSpan]) -> String {
    spans.iter().filter_map(|span| span.slice(&article.text)).collect::<Vec<_>>().join(" … ")
}
