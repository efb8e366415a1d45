//! Thousands of edits of articles, each kind counted: how many anchors come back, and that none
//! comes back on other words.
//!
//! The passage is marked in the text before the edit is made and the marks ride along, so that we
//! know where it should be without asking the code under test. The articles are those that the
//! program ships, and others made of so few parts that they say nearly the same thing many times
//! over: the hardest case.

use std::{fs, path::Path};

use super::{
    Finder, Placement, align,
    words::{Word, split},
};
use crate::{
    base::{ScalarIndex, TextSpan},
    library::Anchor,
};

/// Marks the start of the passage; a character that no text holds.
const OPEN: char = '\u{e000}';
/// Marks its end.
const CLOSE: char = '\u{e001}';
/// How often each kind of edit is made.
const ROUNDS: usize = 290;

/// What is done to the article.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Typo,
    Reworded,
    ParagraphAdded,
    ParagraphMoved,
    Deleted,
    Repeated,
    OriginalReplaced,
}

const KINDS: [Kind; 7] = [
    Kind::Typo,
    Kind::Reworded,
    Kind::ParagraphAdded,
    Kind::ParagraphMoved,
    Kind::Deleted,
    Kind::Repeated,
    Kind::OriginalReplaced,
];

/// Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).
struct Dice(u64);

impl Dice {
    /// Returns a number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    /// Returns one of `choices`.
    fn one<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// An article as paragraphs of sentences.
type Paragraphs = Vec<Vec<String>>;

const NAMES: [&str; 8] = [
    "Robin Aas",
    "Ines Dahl",
    "Tom Berge",
    "Linus Foss",
    "Mara Vik",
    "Odd Lie",
    "Ada Holm",
    "Jon Moe",
];
const BODIES: [&str; 6] = [
    "the harbour office",
    "the council",
    "the ferry company",
    "the union",
    "the ministry",
    "the museum",
];
const THINGS: [&str; 8] = [
    "the new pier",
    "the night ferry",
    "the old crane",
    "the fish market",
    "the coast road",
    "the budget",
    "the school bus",
    "the customs house",
];
const ENDS: [&str; 8] = [
    "would close before summer",
    "had been inspected twice",
    "cost far too much",
    "was never meant to last",
    "needed a second opinion",
    "could wait until spring",
    "was safer than people thought",
    "had to be moved at once",
];

/// Makes a sentence from few parts, so that an article says nearly the same thing many times.
fn sentence(dice: &mut Dice) -> String {
    let (name, body) = (*dice.one(&NAMES), *dice.one(&BODIES));
    let (thing, end) = (*dice.one(&THINGS), *dice.one(&ENDS));
    match dice.below(7) {
        0 => format!("{name} said that {thing} {end}."),
        1 => format!("According to {body}, {thing} {end}."),
        2 => format!("“I was told that {thing} {end},” said {name}."),
        3 => format!(
            "{name} of {body} denied on {} that {thing} {end}.",
            dice.one(&["Monday", "Friday"])
        ),
        4 => format!("No one at {body} would say whether {thing} {end}, {name} added."),
        5 => format!("In {}, {body} wrote to {name} about {thing}.", 1990 + dice.below(30)),
        _ => format!("{name} did not comment."),
    }
}

/// Makes a sentence that has no words to speak of in common with those of [`sentence`]: what is
/// added to an article is new.
fn other_sentence(dice: &mut Dice) -> String {
    let who = dice.one(&["Two bakers", "His sister", "A retired judge", "Nobody", "The orchestra"]);
    let what = dice.one(&[
        "keeps bees",
        "left by tram",
        "sang for eleven hours",
        "fell asleep",
        "counted every apple",
        "sold clocks",
    ]);
    let when = dice.one(&["before dawn", "while rain set in", "on the way to Oslo", "for a bet"]);
    format!("{who} {what} {when}.")
}

/// Makes an article.
fn article(dice: &mut Dice) -> Paragraphs {
    let paragraph = |dice: &mut Dice| (0..2 + dice.below(3)).map(|_| sentence(dice)).collect();
    (0..9 + dice.below(5)).map(|_| paragraph(dice)).collect()
}

/// Returns the articles that the program ships, as far as they are plain text.
fn shipped() -> Vec<Paragraphs> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt" || end == "md"));
    paths.retain(|path| !path.ends_with("README.md"));
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).map(|text| parts(&text)).collect()
}

/// Takes a text apart into paragraphs of sentences, roughly.
fn parts(text: &str) -> Paragraphs {
    let sentences = |paragraph: &str| -> Vec<String> {
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut = line.replace(". ", ".\n").replace("” ", "”\n");
        cut.lines().map(str::to_owned).collect()
    };
    let front_matter = |paragraph: &&str| paragraph.starts_with("---");
    let paragraphs = text.split("\n\n").skip_while(front_matter);
    paragraphs.map(sentences).filter(|sentences| !sentences.is_empty()).collect()
}

/// Puts an article together.
fn join(article: &Paragraphs) -> String {
    article.iter().map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")
}

/// Takes out the marks; says where the passage is, or `None` if it is gone.
fn unmark(text: &str) -> (String, Option<TextSpan>) {
    let open = text.find(OPEN);
    let close = text.find(CLOSE).map(|close| close - OPEN.len_utf8());
    let span = open.zip(close).map(|(open, close)| TextSpan::new(open, close));
    (text.replace([OPEN, CLOSE], ""), span)
}

/// Marks a passage of one word up to a whole sentence and returns where: paragraph and sentence.
fn mark(article: &mut Paragraphs, dice: &mut Dice) -> (usize, usize) {
    let at = (dice.below(article.len()), 0);
    let at = (at.0, dice.below(article[at.0].len()));
    let words: Vec<String> = article[at.0][at.1].split(' ').map(str::to_owned).collect();
    let length = match dice.below(4) {
        0 => 1 + dice.below(2),
        1 => 3 + dice.below(6),
        2 => words.len() / 2,
        _ => words.len(),
    };
    let length = length.clamp(1, words.len());
    let first = dice.below(words.len() - length + 1);
    let mut marked = words;
    let last = first + length - 1;
    // Marks at the edge of a word are what selecting a word gives; a full stop stays outside.
    let end = marked[last].trim_end_matches(['.', ',', '”']).len();
    let end = if end == 0 { marked[last].len() } else { end };
    marked[last].insert(end, CLOSE);
    marked[first].insert(0, OPEN);
    article[at.0][at.1] = marked.join(" ");
    at
}

/// Changes, drops or doubles a letter.
fn typo(sentence: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = sentence.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    let at = *dice.one(&places);
    match dice.below(3) {
        0 => letters[at] = if letters[at] == 'e' { 'a' } else { 'e' },
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

/// Puts other words in place of one word in six or more, or adds or takes out as many.
fn reword(sentence: &str, dice: &mut Dice) -> String {
    const OTHERS: [&str; 10] = [
        "reportedly",
        "later",
        "perhaps",
        "claimed",
        "officials",
        "large",
        "whole",
        "again",
        "several",
        "already",
    ];
    let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
    for _ in 0..1 + words.len() / 6 {
        let at = dice.below(words.len());
        let free = !words[at].contains([OPEN, CLOSE]);
        match dice.below(4) {
            0 => words.insert(at, (*dice.one(&OTHERS)).to_owned()),
            1 if free && words.len() > 3 => drop(words.remove(at)),
            _ if free => words[at] = (*dice.one(&OTHERS)).to_owned(),
            _ => {}
        }
    }
    words.join(" ")
}

/// Makes the edit of `kind` on the sentence `at`, which holds the passage.
fn edit(article: &mut Paragraphs, at: (usize, usize), kind: Kind, dice: &mut Dice) {
    let (paragraph, line) = at;
    let plain = article[paragraph][line].replace([OPEN, CLOSE], "");
    match kind {
        Kind::Typo => {
            for _ in 0..1 + dice.below(2) {
                article[paragraph][line] = typo(&article[paragraph][line], dice);
            }
        }
        Kind::Reworded => article[paragraph][line] = reword(&article[paragraph][line], dice),
        Kind::ParagraphAdded => {
            let place = dice.below(article.len() + 1);
            article.insert(place, vec![other_sentence(dice), other_sentence(dice)]);
        }
        Kind::ParagraphMoved => {
            let moved = article.remove(paragraph);
            let place = dice.below(article.len() + 1);
            article.insert(place, moved);
        }
        Kind::Deleted => {
            article[paragraph].remove(line);
        }
        Kind::Repeated => {
            // Not next to the original: of two equal neighbours nobody can say which is which.
            let place = (paragraph + 2 + dice.below(article.len() - 3)) % article.len();
            article[place].insert(0, plain);
        }
        Kind::OriginalReplaced => article[paragraph][line] = other_sentence(dice),
    }
}

/// Does something elsewhere, so that all positions shift.
fn disturb(article: &mut Paragraphs, dice: &mut Dice) {
    let place = dice.below(article.len());
    if article[place].iter().any(|sentence| sentence.contains([OPEN, CLOSE])) {
        return;
    }
    match dice.below(3) {
        0 => article.insert(place, vec![other_sentence(dice)]),
        1 => article[place] = article[place].iter().map(|line| reword(line, dice)).collect(),
        _ => drop(article.remove(place)),
    }
}

/// What came of the anchors after one kind of edit.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    edits: usize,
    wanted: usize,
    found: usize,
    whole: usize,
    ambiguous: usize,
    lost: usize,
    wrong: usize,
}

impl Tally {
    /// Counts one edit: what a person would find, `None` for nothing, and what was found.
    fn count(&mut self, truth: Option<TextSpan>, wanted: bool, placement: &Placement) {
        self.edits += 1;
        self.wanted += usize::from(wanted);
        let right = |span: TextSpan| {
            truth.and_then(|truth| truth.intersection(span).map(|both| (truth, both))).is_some_and(
                |(truth, both)| both.len() * 2 >= truth.len() && both.len() * 2 >= span.len(),
            )
        };
        match placement.span() {
            Some(span) if right(span) => {
                self.found += usize::from(wanted);
                self.whole += usize::from(wanted && Some(span) == truth);
            }
            Some(_) => self.wrong += 1,
            None if wanted && matches!(placement, Placement::Ambiguous(_)) => self.ambiguous += 1,
            None if wanted => self.lost += 1,
            None => {}
        }
    }

    /// Returns the share found of what a person would find, in percent.
    fn share(&self) -> f64 {
        100.0 * self.found as f64 / self.wanted.max(1) as f64
    }
}

/// Returns whether a person would say that `now` is still the passage `old`: at least
/// three in five of its words are there, a word with a typo being the same word.
fn still(old: &str, now: &str) -> bool {
    let (before, after) = (split(old), split(now));
    let has = |word: &&Word| {
        after.iter().any(|other| align::replace(old, word, now, other) * 2 <= word.length)
    };
    before.iter().filter(has).count() * 5 >= before.len() * 3
}

/// Makes one edit of `kind` and counts what comes of it.
fn round(articles: &[Paragraphs], kind: Kind, dice: &mut Dice, tallies: &mut [Tally; 2]) {
    let mut article = dice.one(articles).clone();
    let at = mark(&mut article, dice);
    let (old, span) = unmark(&join(&article));
    let anchor = Anchor::of(&old, &ScalarIndex::new(&old), span.unwrap()).unwrap();
    edit(&mut article, at, kind, dice);
    for _ in 0..dice.below(4) {
        disturb(&mut article, dice);
    }
    let (new, truth) = unmark(&join(&article));
    let now = truth.and_then(|span| span.slice(&new));
    let wanted = now.is_some_and(|now| still(&anchor.exact, now));
    let finders = [Finder::between(&old, &new), Finder::new(&new)];
    for (finder, tally) in finders.iter().zip(tallies) {
        let placement = finder.find(&anchor);
        let wrong = tally.wrong;
        tally.count(truth, wanted, &placement);
        if tally.wrong > wrong {
            println!(
                "wrong: {kind:?} {anchor:?}\n{placement:?} is not {truth:?} {now:?} in\n{new}"
            );
        }
    }
}

/// Prints a row of the table.
fn print(name: &str, tally: &Tally) {
    let Tally { edits, wanted, found, whole, ambiguous, lost, wrong } = tally;
    let share = tally.share();
    println!(
        "{name:<18}{edits:>6}{wanted:>8}{found:>7}{share:>8.1}{whole:>8}{ambiguous:>11}{lost:>6}{wrong:>7}"
    );
}

/// Prints a table of all kinds of edit and returns the sums.
fn print_table(title: &str, rows: &[Tally]) -> Tally {
    println!(
        "{title}\nedit               edits  wanted  found       %   whole  ambiguous  lost  wrong"
    );
    let mut all = Tally::default();
    for (kind, row) in KINDS.iter().zip(rows) {
        print(&format!("{kind:?}"), row);
        all.edits += row.edits;
        all.wanted += row.wanted;
        all.found += row.found;
        all.whole += row.whole;
        all.ambiguous += row.ambiguous;
        all.lost += row.lost;
        all.wrong += row.wrong;
    }
    print("all", &all);
    all
}

/// Makes all kinds of edit of `articles`, `rounds` of each; returns what was found with the old text
/// and without.
fn run(articles: &[Paragraphs], dice: &mut Dice, rounds: usize) -> [[Tally; KINDS.len()]; 2] {
    let mut tables = [[Tally::default(); KINDS.len()]; 2];
    for (row, kind) in KINDS.into_iter().enumerate() {
        let mut tallies = [Tally::default(); 2];
        for _ in 0..rounds {
            round(articles, kind, dice, &mut tallies);
        }
        (tables[0][row], tables[1][row]) = (tallies[0], tallies[1]);
    }
    tables
}

#[test]
fn no_edit_of_an_article_makes_a_false_anchor_and_nearly_all_are_found() {
    // Not among the seeds that the thresholds were set on.
    let mut dice = Dice(4711);
    let [known, alone] = run(&shipped(), &mut dice, ROUNDS);
    let known = print_table("articles, with the old text", &known);
    let alone = print_table("articles, from the anchor alone", &alone);
    assert!(known.edits >= 2000);
    assert_eq!((known.wrong, alone.wrong), (0, 0));
    assert!(known.share() >= 97.0, "only {:.1} % were found", known.share());
}

#[test]
fn sentences_that_are_all_alike_are_seldom_mixed_up() {
    let mut dice = Dice(4712);
    let articles: Vec<_> = (0..5).map(|_| article(&mut dice)).collect();
    let [known, alone] = run(&articles, &mut dice, ROUNDS);
    let known = print_table("made of few parts, with the old text", &known);
    let alone = print_table("made of few parts, from the anchor alone", &alone);
    assert_eq!(known.wrong, 0, "{} were put on other words", known.wrong);
    // FIXME: should be 0. Without the old text nothing tells two sentences apart of which one is
    // gone, and its like stands beside the same words.
    assert!(alone.wrong * 200 <= alone.edits, "{} were put on other words", alone.wrong);
    assert!(known.share() >= 95.0, "only {:.1} % were found", known.share());
}
