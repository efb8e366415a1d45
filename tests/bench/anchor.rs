//! How long 1,000 notes take to be found again in an article that was edited.

use whosaid::{
    base::{ScalarIndex, TextSpan},
    library::{Anchor, Finder, Placement},
};

/// How many notes an article has here.
const NOTES: usize = 1000;

/// Makes an article of about 6,000 words, some as common as “the”, most rare.
fn article() -> String {
    let syllables = ["ba", "ro", "ti", "sen", "mu", "lak", "de", "vor", "ni", "pel", "go", "sha"];
    let mut dice: u64 = 7;
    let mut below = |bound: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % bound
    };
    let mut text = String::new();
    for count in 1..6000 {
        let skewed = below(128);
        let mut number = skewed * skewed * skewed / 1000;
        while number > 0 {
            text.push_str(syllables[number % syllables.len()]);
            number /= syllables.len();
        }
        text.push_str(if count % 70 == 0 {
            "the.\n\n"
        } else if count % 12 == 0 {
            "the. "
        } else {
            " "
        });
    }
    text
}

/// Makes the anchors of passages of one to twenty words.
fn anchors(text: &str) -> Vec<Anchor> {
    let scalars = ScalarIndex::new(text);
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    let anchor = |number: usize| {
        let first = number * (starts.len() - 30) / NOTES;
        let span = TextSpan::new(starts[first], starts[first + 1 + number % 20] - 1);
        Anchor::of(text, &scalars, span)
    };
    (0..NOTES).filter_map(anchor).collect()
}

/// Edits the article all over: a paragraph put in front, each seventh sentence changed.
fn edited(text: &str) -> String {
    let change = |(number, sentence): (usize, &str)| match number % 7 {
        3 => sentence.replacen("ba", "lu", 1).replacen(" ro", " unnamed ro", 1),
        5 if number % 35 == 5 => String::new(),
        _ => sentence.to_owned(),
    };
    let sentences: Vec<String> = text.split(". ").enumerate().map(change).collect();
    format!("An earlier version was wrong.\n\n{}", sentences.join(". "))
}

/// Finds all anchors, the reading of the texts included.
fn find(anchors: &[Anchor], finder: &Finder<'_>) -> usize {
    let found = anchors.iter().map(|anchor| finder.find(anchor));
    found.filter(|placement| *placement != Placement::Lost).count()
}

#[divan::bench]
fn a_thousand_notes_with_the_old_text(bencher: divan::Bencher<'_, '_>) {
    let old = article();
    let (new, anchors) = (edited(&old), anchors(&old));
    bencher.bench(|| find(&anchors, &Finder::between(&old, &new)));
}

#[divan::bench]
fn a_thousand_notes_from_the_anchors_alone(bencher: divan::Bencher<'_, '_>) {
    let old = article();
    let (new, anchors) = (edited(&old), anchors(&old));
    bencher.bench(|| find(&anchors, &Finder::new(&new)));
}

#[divan::bench]
fn a_thousand_notes_in_an_unchanged_text(bencher: divan::Bencher<'_, '_>) {
    let old = article();
    let anchors = anchors(&old);
    bencher.bench(|| find(&anchors, &Finder::between(&old, &old)));
}
