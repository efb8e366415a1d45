//! What we find in articles of our own, against what a careful reader marks in them.
//!
//! The texts of `tests/corpus` are unlike the news that the engine is trained on, and chosen to be
//! hard. A found claim and a marked one may be the same when half of the words that either has are
//! common; then its source must be named by common words too, be the same person as in its other
//! claims, and the claim must lie in the right one. Claims marked `optional` count neither way.

#![expect(clippy::print_stdout, reason = "the figures are for whoever runs the test")]

use std::{collections::BTreeSet, path::Path};

use whosaid::{
    article::Article,
    base::{Id, TextSpan},
    claims::{Claim, Ledger, Source},
    ingest,
    reading::{self, Reader},
};

use crate::corpus_file::{CorpusCase, Weight, read_folder};

/// How one case went.
#[derive(Clone, Copy, Debug, Default)]
struct Outcome {
    /// Claims that must be found.
    marked: usize,
    /// Claims found, apart from those that only good readers mark.
    found: usize,
    /// Of both, those that are the same.
    claims: usize,
    /// Of these, those with the right words for their source.
    sources: usize,
    /// Of these, those put down to the right one of the text's sources.
    people: usize,
    /// Of these, those that lie in the right claim, or rightly in none.
    parents: usize,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.marked += other.marked;
        self.found += other.found;
        self.claims += other.claims;
        self.sources += other.sources;
        self.people += other.people;
        self.parents += other.parents;
    }

    /// Returns the F1 of `right` claims in percent.
    fn f1(&self, right: usize) -> f64 {
        200.0 * right as f64 / (self.marked + self.found).max(1) as f64
    }

    /// Returns whether nothing is missing, wrong or too much.
    fn is_perfect(&self) -> bool {
        self.parents == self.marked && self.parents == self.found
    }

    fn line(&self) -> String {
        format!(
            "{} marked, {} found; F1 claims {:.1}, with source {:.1}, person {:.1}, parent {:.1}",
            self.marked,
            self.found,
            self.f1(self.claims),
            self.f1(self.sources),
            self.f1(self.people),
            self.f1(self.parents)
        )
    }
}

/// A claim with its words as the places where they start.
#[derive(Clone)]
struct Marked {
    /// Its words, to show.
    shown: String,
    content: BTreeSet<usize>,
    source: BTreeSet<usize>,
    /// The number of its source, and of the claim that it lies in.
    person: Option<usize>,
    parent: Option<usize>,
    weight: Weight,
}

#[test]
fn articles_unlike_the_news_are_read() {
    let total = judge_folder("claims", &Reader::Fast, |_| true);
    println!("60 articles of our own: {}", total.line());
    assert!(total.f1(total.claims) > FLOOR_CLAIMS, "claims: {}", total.line());
    assert!(total.f1(total.people) > FLOOR_PEOPLE, "who says it: {}", total.line());
}

#[test]
fn sources_that_quote_sources_and_hearsay_are_read() {
    let seen = judge_folder("nested", &Reader::Fast, |name| name.starts_with("seen"));
    println!("nested, seen while writing rules: {}", seen.line());
    let held = judge_folder("nested", &Reader::Fast, |name| name.starts_with("held"));
    println!("nested, held out: {}", held.line());
    assert!(seen.f1(seen.parents) > FLOOR_SEEN, "seen: {}", seen.line());
    assert!(held.f1(held.parents) > FLOOR_HELD, "held out: {}", held.line());
}

#[test]
#[ignore = "the deep engine takes minutes in a build that is not optimised"]
fn the_deep_engine_reads_them_no_worse() {
    let Ok(deep) = Reader::best() else { panic!("this build carries no deep engine") };
    let total = judge_folder("claims", &deep, |_| true);
    println!("60 articles of our own, deep: {}", total.line());
    assert!(total.f1(total.claims) > FLOOR_CLAIMS, "claims: {}", total.line());
    for part in ["seen", "held"] {
        let wanted: fn(&str) -> bool = match part {
            "seen" => |name| name.starts_with("seen"),
            _ => |name| name.starts_with("held"),
        };
        println!("nested, {part}, deep: {}", judge_folder("nested", &deep, wanted).line());
    }
}

/// Two points under what was measured for all of a nested case: words, source, person, parent.
const FLOOR_SEEN: f64 = 96.0;

/// The same for those that nobody looked at while writing rules.
const FLOOR_HELD: f64 = 75.0;

/// Two points under what was measured when the rules for nested claims were finished.
const FLOOR_CLAIMS: f64 = 76.5;

/// The same, with the right person.
const FLOOR_PEOPLE: f64 = 66.5;

/// Reads the cases of a folder of the corpus whose names are wanted, prints a line for each and
/// adds up how they went.
fn judge_folder(name: &str, reader: &Reader, wanted: fn(&str) -> bool) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let cases = read_folder(&folder).expect("the corpus can be read");
    let mut total = Outcome::default();
    let (mut perfect, mut all) = (0, 0);
    for case in cases.iter().filter(|case| wanted(&case.name)) {
        // What is held out counts in the sum only: nobody is to write a rule for it.
        let shown = !case.name.starts_with("held");
        let outcome = judge(case, reader, shown);
        if shown {
            println!("{:<40} {}", case.name, outcome.line());
        }
        total.add(outcome);
        perfect += usize::from(outcome.is_perfect());
        all += 1;
    }
    println!("{perfect} of {all} cases have nothing missing, wrong or too much");
    total
}

/// Compares what is found in a case with what is marked there; prints the differences if `shown`.
fn judge(case: &CorpusCase, reader: &Reader, shown: bool) -> Outcome {
    let article = article_of(&case.text);
    let ledger = reading::read_by(&article, reader);
    let found: Vec<Marked> =
        ledger.claims.iter().map(|(_, claim)| of_claim(&article.text, &ledger, claim)).collect();
    let marked: Vec<Marked> = case
        .claims
        .iter()
        .map(|claim| Marked {
            shown: show(&case.text, &claim.attribution, &claim.cue, &claim.content),
            content: words(&case.text, &claim.content),
            source: words(&case.text, &claim.attribution),
            person: claim.source,
            parent: claim.parent,
            weight: claim.weight,
        })
        .collect();
    if shown {
        report(&found, &marked);
    }
    count(&found, &marked)
}

/// Prints what was missed and what was found too much, or with the wrong source.
fn report(found: &[Marked], marked: &[Marked]) {
    let pairs = pairs(found, marked);
    for (number, own) in marked.iter().enumerate() {
        match pairs.iter().find(|pair| pair.1 == number) {
            None if own.weight == Weight::Required => println!("  missed  {}", own.shown),
            Some((ours, _)) if found[*ours].source.is_disjoint(&own.source) => {
                let both_empty = found[*ours].source.is_empty() && own.source.is_empty();
                if !both_empty {
                    println!("  source  {}\n     not  {}", own.shown, found[*ours].shown);
                }
            }
            Some((ours, _)) if !same_person(&found[*ours], own, found, marked, &pairs) => {
                println!("  person  {}", own.shown);
            }
            _ => {}
        }
    }
    for (number, own) in found.iter().enumerate() {
        if pairs.iter().all(|pair| pair.0 != number) {
            println!("  extra   {}", own.shown);
        }
    }
}

fn show(text: &str, source: &[TextSpan], cue: &[TextSpan], content: &[TextSpan]) -> String {
    let part = |spans: &[TextSpan]| -> String {
        let slices = spans.iter().filter_map(|span| span.slice(text));
        slices.collect::<Vec<_>>().join(" … ").replace('\n', " ")
    };
    format!("{} | {} | {}", part(source), part(cue), part(content))
}

fn article_of(text: &str) -> Article {
    let hint = ingest::Hint { name: "article.txt" };
    let mut records = ingest::read(text.as_bytes().to_vec(), &hint).expect("plain text");
    let record = records.next().expect("it holds an article").expect("it can be read");
    assert_eq!(record.article.text, text, "the places count in the file's text");
    record.article
}

fn of_claim(text: &str, ledger: &Ledger, claim: &Claim) -> Marked {
    let source = |id: Id<Source>| ledger.sources.iter().position(|(other, _)| other == id);
    let parent = |id: Id<Claim>| ledger.claims.iter().position(|(other, _)| other == id);
    Marked {
        shown: show(text, claim.attribution.as_slice(), claim.cue.as_slice(), &claim.content),
        content: words(text, &claim.content),
        source: words(text, claim.attribution.as_slice()),
        person: claim.source.and_then(source),
        parent: claim.parent.and_then(parent),
        weight: Weight::Required,
    }
}

/// Returns where the words in `spans` start.
fn words(text: &str, spans: &[TextSpan]) -> BTreeSet<usize> {
    let mut starts = BTreeSet::new();
    for span in spans {
        let slice = span.slice(text).expect("a span of the text");
        let mut inside = false;
        for (at, character) in slice.char_indices() {
            let is_letter = character.is_alphanumeric();
            if is_letter && !inside {
                starts.insert(span.start() + at);
            }
            inside = is_letter;
        }
    }
    starts
}

/// Matches one to one, the most alike first, and counts.
fn count(found: &[Marked], marked: &[Marked]) -> Outcome {
    let pairs = pairs(found, marked);
    let required = |number: usize| marked[number].weight == Weight::Required;
    let partner = |own: usize| pairs.iter().find(|pair| pair.0 == own).map(|pair| pair.1);
    let beside = pairs.iter().filter(|pair| !required(pair.1)).count();
    let mut outcome = Outcome {
        marked: (0..marked.len()).filter(|number| required(*number)).count(),
        found: found.len() - beside,
        ..Outcome::default()
    };
    for (own, other) in pairs.iter().copied().filter(|pair| required(pair.1)) {
        let (own, other) = (&found[own], &marked[other]);
        outcome.claims += 1;
        let source = own.source.is_empty() && other.source.is_empty()
            || own.source.intersection(&other.source).next().is_some();
        if !source {
            continue;
        }
        outcome.sources += 1;
        if !same_person(own, other, found, marked, &pairs) {
            continue;
        }
        outcome.people += 1;
        outcome.parents += usize::from(own.parent.map(partner) == other.parent.map(Some));
    }
    outcome
}

/// Returns which of `found` is which of `marked`.
fn pairs(found: &[Marked], marked: &[Marked]) -> Vec<(usize, usize)> {
    let mut likely = Vec::new();
    for (own, ours) in found.iter().enumerate() {
        for (other, theirs) in marked.iter().enumerate() {
            let both = ours.content.intersection(&theirs.content).count();
            let all = ours.content.len() + theirs.content.len() - both;
            if both * 2 >= all && all > 0 {
                // One content may have two claims: of equals, those with a common source go together.
                let sources = ours.source.intersection(&theirs.source).count().min(1);
                likely.push((both as f64 / all as f64, sources, own, other));
            }
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, own, other) in likely {
        if pairs.iter().all(|pair| pair.0 != own && pair.1 != other) {
            pairs.push((own, other));
        }
    }
    pairs
}

/// Returns whether most other claims of who is found to say `own` are rightly theirs too, and most
/// of who is marked to say `other` are found to be: a person who is cut in two, or made of two, is
/// wrong in the smaller part.
fn same_person(
    own: &Marked,
    other: &Marked,
    found: &[Marked],
    marked: &[Marked],
    pairs: &[(usize, usize)],
) -> bool {
    if own.person.is_none() || other.person.is_none() {
        return own.person.is_none() && other.person.is_none();
    }
    let (mut both, mut ours, mut theirs) = (0, 0, 0);
    for (left, right) in pairs {
        let by_ours = found[*left].person == own.person;
        let by_theirs = marked[*right].person == other.person;
        both += usize::from(by_ours && by_theirs);
        ours += usize::from(by_ours);
        theirs += usize::from(by_theirs);
    }
    both * 2 >= ours && both * 2 >= theirs
}

#[test]
fn outcomes_count_what_they_say() {
    let claim = |content: &[usize], source: &[usize], person, parent| Marked {
        shown: String::new(),
        content: content.iter().copied().collect(),
        source: source.iter().copied().collect(),
        person,
        parent,
        weight: Weight::Required,
    };
    let marked =
        [claim(&[1, 2, 3, 4], &[9], Some(0), None), claim(&[3, 4], &[2], Some(1), Some(0))];
    let check = |found: &[Marked], expected: [usize; 6]| {
        let own = count(found, &marked);
        let counts = [own.marked, own.found, own.claims, own.sources, own.people, own.parents];
        assert_eq!(counts, expected);
    };
    check(&marked, [2, 2, 2, 2, 2, 2]);
    check(&[claim(&[3, 4], &[2], Some(0), None)], [2, 1, 1, 1, 1, 0]);
    check(&[claim(&[1, 2, 3], &[8], Some(0), None)], [2, 1, 1, 0, 0, 0]);
    let both = [claim(&[1, 2, 3, 4], &[9], Some(0), None), claim(&[3, 4], &[2], None, Some(0))];
    check(&both, [2, 2, 2, 2, 1, 1]);
    assert!(count(&marked, &marked).is_perfect());
}
