//! Counts over the corpus to the word list: odds of being in a cue, heads of cues, certain tags.

use std::collections::BTreeMap;

use super::lesson::{Lesson, Marked};
use crate::attribution::{
    Act, Tag,
    page::{Page, Spelling},
    weights::{Head, WORD_BYTES, Word, Words},
};

/// A word must be in cues this often for its odds to count.
const IN_CUES: u32 = 3;

/// A word must head cues this often to be a candidate without being a verb.
const HEADS: u32 = 2;

/// A word must be seen this often, and with one tag in [`CERTAIN`] of them, to have only that tag.
const SEEN: u32 = 20;
const CERTAIN: f32 = 0.985;

/// Words that often stand in cues but say nothing on their own.
const WEAK: &str = "to of in on the a an and that for with by as at from his her their its he she they \
    it is was be has have had been being are were will would not n't , . \" : ' - — ( )";

/// Verbs and nouns of saying and writing, compiled by us.
const SPEECH: &str = include_str!("../../assets/words/speech-cues.txt");

/// What was counted of a word.
#[derive(Clone, Default)]
struct Count {
    seen: u32,
    in_cues: u32,
    heads: u32,
    tags: BTreeMap<Tag, u32>,
}

/// Word classes by the hash of the word, from coarse to fine.
pub(super) type Clusters = BTreeMap<u32, [u16; 2]>;

/// Sets the head of each cue: the word with the highest odds that is not weak, the first of equals.
pub(super) fn set_heads(lessons: &mut [Lesson]) {
    let odds = odds(&count(lessons));
    let weak = Weak::new();
    for Lesson { page, relations, .. } in lessons {
        for relation in relations {
            relation.head = head(page, relation, &odds, &weak);
        }
    }
}

fn head(page: &Page, relation: &Marked, odds: &BTreeMap<u32, f32>, weak: &Weak) -> usize {
    let rank = |at: usize| {
        let word = page.word[at];
        let malus = if weak.holds(word) && word != weak.colon { 20.0 } else { 0.0 };
        odds.get(&word).copied().unwrap_or(-9.0) - malus
    };
    let mut best = relation.cue[0];
    for at in &relation.cue[1..] {
        if rank(*at) > rank(best) {
            best = *at;
        }
    }
    best
}

/// Makes the bytes of the word list.
pub(super) fn pack(lessons: &[Lesson], clusters: &Clusters) -> Vec<u8> {
    let counts = count(lessons);
    let odds = odds(&counts);
    let weak = Weak::new();
    let mut list: BTreeMap<u32, Word> = BTreeMap::new();
    for (hash, classes) in clusters {
        list.entry(*hash).or_insert(Word::UNSEEN).clusters = *classes;
    }
    for line in SPEECH.lines().filter(|line| !line.starts_with('#')) {
        for word in line.split_whitespace() {
            list.entry(Spelling::of(word).word).or_insert(Word::UNSEEN).act = Some(Act::Speech);
        }
    }
    for (hash, count) in &counts {
        let own = odds.get(hash);
        let certain = certain_tag(count);
        let head = match own {
            Some(odds) if *odds > -0.5 && !weak.holds(*hash) => Head::Strong,
            _ if count.heads >= HEADS => Head::Sometimes,
            _ => Head::Never,
        };
        if own.is_some() || certain.is_some() || head != Head::Never {
            let word = list.entry(*hash).or_insert(Word::UNSEEN);
            word.odds = own.map_or(Word::UNSEEN.odds, |odds| odds.round().clamp(-5.0, 3.0) as i8);
            word.head = head;
            word.tag = certain;
        }
    }
    table(&list)
}

fn certain_tag(count: &Count) -> Option<Tag> {
    let (tag, most) = count.tags.iter().max_by_key(|(_, times)| **times)?;
    let all: u32 = count.tags.values().sum();
    (all >= SEEN && *most as f32 >= CERTAIN * all as f32).then_some(*tag)
}

fn count(lessons: &[Lesson]) -> BTreeMap<u32, Count> {
    let mut counts: BTreeMap<u32, Count> = BTreeMap::new();
    for lesson in lessons {
        let mut in_cue = vec![false; lesson.page.len];
        for relation in &lesson.relations {
            relation.cue.iter().for_each(|at| in_cue[*at] = true);
            counts.entry(lesson.page.word[relation.head]).or_default().heads += 1;
        }
        for (at, word) in lesson.page.word.iter().enumerate() {
            let count = counts.entry(*word).or_default();
            count.seen += 1;
            count.in_cues += u32::from(in_cue[at]);
            if let Some(tags) = &lesson.silver {
                *count.tags.entry(tags[at]).or_default() += 1;
            }
        }
    }
    counts
}

/// Returns the logarithm of the odds that a word is part of a cue, for words often in cues.
fn odds(counts: &BTreeMap<u32, Count>) -> BTreeMap<u32, f32> {
    let total =
        |of: fn(&Count) -> u32| counts.values().map(|count| f64::from(of(count))).sum::<f64>();
    let base = total(|count| count.in_cues) / total(|count| count.seen).max(1.0);
    let often = counts.iter().filter(|(_, count)| count.in_cues >= IN_CUES);
    often
        .map(|(hash, count)| {
            let share = (f64::from(count.in_cues) + 0.5 * base) / (f64::from(count.seen) + 0.5);
            (*hash, (share / (1.0 - share).max(1e-6)).ln() as f32)
        })
        .collect()
}

/// Lays the words out for [`Words`].
fn table(list: &BTreeMap<u32, Word>) -> Vec<u8> {
    let capacity = (list.len() * 3 / 2).max(8);
    let size = 4 + WORD_BYTES;
    let mut bytes = vec![0; capacity * size];
    for (hash, word) in list {
        let mut slot = Words::slot(*hash, capacity);
        while bytes[slot * size..slot * size + 4] != [0; 4] {
            slot = (slot + 1) % capacity;
        }
        bytes[slot * size..slot * size + 4].copy_from_slice(&hash.to_le_bytes());
        bytes[slot * size + 4..(slot + 1) * size].copy_from_slice(&word.bytes());
    }
    bytes
}

/// The words of [`WEAK`].
struct Weak {
    words: Vec<u32>,
    colon: u32,
}

impl Weak {
    fn new() -> Self {
        let words = WEAK.split_whitespace().map(|word| Spelling::of(word).word).collect();
        Self { words, colon: Spelling::of(":").word }
    }

    fn holds(&self, word: u32) -> bool {
        self.words.contains(&word)
    }
}
