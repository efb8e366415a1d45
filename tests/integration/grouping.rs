//! How well claims are put down to sources: B-cubed F1 on articles of PolNeAR that we linked by
//! hand.
//!
//! `tests/corpus/grouping` holds offsets (Unicode scalar values) and entity numbers only. The
//! articles lie outside of the project; without them the tests say so and pass. Gold attributions
//! go in, so that only the grouping is measured. `develop` is what the rules were written on;
//! nobody looked at the errors in `held`.

use std::{collections::HashMap, fs, path::PathBuf};

use serde::Deserialize;
use whosaid::{
    article::Article,
    attribution::{Act, Attribution, Engine, Reason},
    base::{Id, ScalarIndex, TextSpan},
    claims::{Ledger, LedgerBuilder, Source},
    ingest,
    text::Text,
};

#[derive(Deserialize)]
struct Linked {
    article: String,
    attributions: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    source: (usize, usize),
    cue: Option<(usize, usize)>,
    content: Vec<(usize, usize)>,
    entity: u32,
    named: Option<bool>,
}

/// Sums over claims.
#[derive(Default)]
struct Score {
    claims: f64,
    precision: f64,
    recall: f64,
    named: f64,
    named_right: f64,
}

impl Score {
    fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision / self.claims, self.recall / self.claims);
        2.0 * precision * recall / (precision + recall)
    }
}

/// Returns the folder with the corpus, or says that it is not there.
fn corpus() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/polnear");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the articles of PolNeAR are not in {}", folder.display());
    None
}

/// Scores the articles of `part`, a file of `tests/corpus/grouping`.
fn score(part: &str) -> Option<Score> {
    let corpus = corpus()?;
    let links = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/grouping").join(part);
    let links = fs::read_to_string(links).unwrap();
    let mut score = Score::default();
    for line in links.lines() {
        let linked: Linked = serde_json::from_str(line).unwrap();
        let (folder, name) = linked.article.split_once('/').unwrap();
        let bytes = fs::read(corpus.join(folder).join("text").join(format!("{name}.txt"))).unwrap();
        let records = ingest::read(bytes, &ingest::Hint::default()).unwrap();
        let article = records.map(|record| record.unwrap().article).next().unwrap();
        add(&mut score, &article, &linked);
    }
    Some(score)
}

/// Reads `article` with the gold attributions in place of the engine's.
fn read(article: &Article, gold: &[Attribution]) -> Ledger {
    let text = Text::new(article);
    let mut engine = Engine::new();
    let mut builder = LedgerBuilder::new(&text);
    for (number, paragraph) in text.paragraphs().iter().enumerate() {
        let mut findings = engine.read(&text, number);
        let here = gold.iter().filter(|found| found.source.is_some_and(|source| paragraph.span.covers(source)));
        findings.attributions = here.cloned().collect();
        builder.add(&findings);
    }
    builder.finish()
}

fn add(score: &mut Score, article: &Article, linked: &Linked) {
    let scalars = ScalarIndex::new(&article.text);
    let span = |(start, end): (usize, usize)| TextSpan::new(scalars.byte(start), scalars.byte(end));
    let gold = linked.attributions.iter().map(|gold| Attribution {
        content: gold.content.iter().copied().map(span).collect(),
        cue: gold.cue.map(span),
        source: Some(span(gold.source)),
        act: Act::Speech,
        confidence: 1.0,
        reason: Reason::Model,
    });
    let gold: Vec<Attribution> = gold.collect();
    let ledger = read(article, &gold);
    let mut found: HashMap<(Vec<TextSpan>, Option<TextSpan>, Option<TextSpan>), Option<Id<Source>>> = HashMap::new();
    for claim in ledger.claims.rows() {
        let place = (claim.content.clone(), claim.cue.first().copied(), claim.attribution.first().copied());
        found.insert(place, claim.source);
    }
    let sources: Vec<Option<Id<Source>>> = gold
        .iter()
        .map(|gold| {
            let place = (gold.content.clone(), gold.cue, gold.source);
            *found.get(&place).unwrap_or_else(|| panic!("{}: a claim got lost: {place:?}", linked.article))
        })
        .collect();
    count(score, &linked.attributions, &sources, &ledger);
}

fn count(score: &mut Score, gold: &[Gold], sources: &[Option<Id<Source>>], ledger: &Ledger) {
    for (at, source) in sources.iter().enumerate() {
        let same_source = |other: usize| other == at || source.is_some() && sources[other] == *source;
        let same_entity = |other: usize| gold[other].entity == gold[at].entity;
        let all = 0..gold.len();
        let both = all.clone().filter(|other| same_source(*other) && same_entity(*other)).count() as f64;
        score.claims += 1.0;
        score.precision += both / all.clone().filter(|other| same_source(*other)).count() as f64;
        score.recall += both / all.filter(|other| same_entity(*other)).count() as f64;
        if let (Some(named), Some(source)) = (gold[at].named, source) {
            score.named += 1.0;
            score.named_right += f64::from(u8::from(ledger.sources[*source].named == named));
        }
    }
}

/// Checks that `part` reaches `least` B-cubed F1, and prints what it reaches.
fn check(part: &str, least: f64) {
    let Some(score) = score(part) else { return };
    let (precision, recall) = (score.precision / score.claims, score.recall / score.claims);
    let named = score.named_right / score.named;
    let f1 = score.f1();
    eprintln!(
        "{part}: {} claims, B-cubed P {precision:.3} R {recall:.3} F1 {f1:.3}; named right {named:.3}",
        score.claims
    );
    assert!(f1 >= least, "{part}: B-cubed F1 {f1:.3} is less than {least}");
}

#[test]
fn grouping_of_articles_that_rules_were_written_on() {
    check("develop.jsonl", 0.90);
}

#[test]
fn grouping_of_articles_that_no_rule_was_written_on() {
    check("held.jsonl", 0.90);
}
