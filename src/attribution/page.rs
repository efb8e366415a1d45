//! A paragraph as the trained stages see it: what is known of each token, computed once.
//!
//! Comes from the text model and the weights' word list; every later stage and the trainer read it.
//! One vector a property, each with one entry a token, kept and refilled. Holds no words, only
//! hashes of them, and knows nothing outside the paragraph.

use std::ops::Range;

use super::{
    Tag,
    weights::{Head, Word, Words},
};
use crate::text::{Paragraph, Quote, Text, Tokens};

/// Stands for "no such token".
pub(crate) const NONE: u32 = u32::MAX;

/// Stands for the word of a token outside the paragraph.
pub(crate) const OUTSIDE: u32 = 12_345;

/// Distances to a quotation mark above this are all alike.
const FAR: u8 = 30;

/// What the stages know of a paragraph's tokens.
#[derive(Default)]
pub(crate) struct Page {
    /// How many tokens there are.
    pub(crate) len: usize,
    /// The word in lower case, its marks and digits made alike.
    pub(crate) word: Vec<u32>,
    /// The first three characters of it.
    pub(crate) prefix: Vec<u32>,
    /// The last three.
    pub(crate) suffix: Vec<u32>,
    /// The last two.
    pub(crate) ending: Vec<u32>,
    /// Its capitals, small letters, digits and marks.
    pub(crate) shape: Vec<u32>,
    /// What training learnt of the word.
    pub(crate) known: Vec<Word>,
    /// Part of speech.
    pub(crate) tag: Vec<Tag>,
    /// 1 inside an outermost quotation, its marks included, else 0.
    pub(crate) quoted: Vec<u8>,
    /// 1 for the opening mark of an outermost quotation, 2 for the closing one, else 0.
    pub(crate) mark: Vec<u8>,
    /// Tokens since such a mark, at most [`FAR`].
    pub(crate) since_mark: Vec<u8>,
    /// Tokens until the next one, at most [`FAR`].
    pub(crate) until_mark: Vec<u8>,
    /// Where the token's sentence starts.
    pub(crate) sentence_start: Vec<u32>,
    /// Where it ends.
    pub(crate) sentence_end: Vec<u32>,
    /// The number of its sentence.
    pub(crate) sentence: Vec<u32>,
    /// How much of its sentence is quoted, in quarters, and how many marks it has, up to 2.
    pub(crate) sentence_quotes: Vec<u8>,
    /// The nearest word before in the sentence, outside quotations, that mostly is a cue.
    pub(crate) strong_before: Vec<u32>,
    /// The nearest such word after.
    pub(crate) strong_after: Vec<u32>,
    /// The number of its simple noun phrase, or [`NONE`].
    pub(crate) phrase: Vec<u32>,
    /// Verbs and modals before each token, and in all.
    pub(crate) verbs_before: Vec<u32>,
    /// Commas, dashes, colons and brackets before each token, and in all.
    pub(crate) commas_before: Vec<u32>,
    /// Quotation marks before each token, and in all.
    pub(crate) marks_before: Vec<u32>,
    /// Whether the token is a word or number.
    pub(crate) wordlike: Vec<bool>,
    /// Whether the token may head a cue as far as its place goes.
    pub(crate) open: Vec<bool>,
    /// The content that is read for itself, in order; none where the whole paragraph is read.
    pub(crate) rooms: Vec<Room>,
}

impl Page {
    /// Takes in the tokens of `paragraph`; tags come later, with [`Page::settle`].
    pub(crate) fn fill(
        &mut self,
        text: &Text<'_>,
        paragraph: &Paragraph,
        tokens: &Tokens,
        words: &Words<'_>,
    ) {
        self.len = tokens.spans.len();
        self.spell(text, tokens, words);
        self.open.clear();
        self.open.resize(self.len, true);
        self.rooms.clear();
        self.place_quotes(paragraph.quotes.iter().filter(|quote| quote.depth == 0), tokens);
        self.place_sentences(&tokens.sentences);
    }

    /// Turns to the words in `rooms`, which are in order and apart: the marks around them no longer
    /// count, those of quotations inside them do, no sentence goes beyond them, and cues are looked
    /// for only there.
    pub(crate) fn enter(&mut self, paragraph: &Paragraph, tokens: &Tokens, rooms: &[Room]) {
        self.open.fill(false);
        self.rooms.clear();
        self.rooms.extend_from_slice(rooms);
        for room in rooms {
            self.open[room.tokens.clone()].fill(true);
            let walls = [room.tokens.start.checked_sub(1), Some(room.tokens.end)];
            for wall in walls.into_iter().flatten().filter(|wall| *wall < self.len) {
                self.word[wall] = OUTSIDE;
            }
        }
        let inside = |quote: &&Quote| {
            let at = tokens.spans.partition_point(|span| span.start() < quote.span.start());
            let room = rooms.partition_point(|room| room.tokens.end <= at);
            rooms.get(room).is_some_and(|room| room.tokens.start <= at && room.depth == quote.depth)
        };
        self.place_quotes(paragraph.quotes.iter().filter(inside), tokens);
        let walls: Vec<usize> =
            rooms.iter().flat_map(|room| [room.tokens.start, room.tokens.end]).collect();
        self.place_sentences(&cut(&tokens.sentences, &walls));
    }

    /// Hashes each word and looks it up.
    fn spell(&mut self, text: &Text<'_>, tokens: &Tokens, words: &Words<'_>) {
        for column in
            [&mut self.word, &mut self.prefix, &mut self.suffix, &mut self.ending, &mut self.shape]
        {
            column.clear();
        }
        self.known.clear();
        self.wordlike.clear();
        self.commas_before.clear();
        let mut commas = 0;
        for span in &tokens.spans {
            let word = text.slice(*span);
            let spelling = Spelling::of(word);
            self.commas_before.push(commas);
            commas += u32::from(parts_clauses(word));
            self.word.push(spelling.word);
            self.prefix.push(spelling.prefix);
            self.suffix.push(spelling.suffix);
            self.ending.push(spelling.ending);
            self.shape.push(spelling.shape);
            self.known.push(words.get(spelling.word));
            self.wordlike.push(word.starts_with(char::is_alphanumeric));
        }
        self.commas_before.push(commas);
    }

    /// Finds out which tokens stand in `quotes`, which are in order and apart, and how far their
    /// marks are.
    fn place_quotes<'q>(&mut self, quotes: impl Iterator<Item = &'q Quote>, tokens: &Tokens) {
        for column in [&mut self.quoted, &mut self.mark, &mut self.since_mark, &mut self.until_mark]
        {
            column.clear();
        }
        let mut quotes = quotes.peekable();
        for token in &tokens.spans {
            while quotes.next_if(|quote| quote.span.end() <= token.start()).is_some() {}
            let quote = quotes.peek().filter(|quote| quote.span.start() <= token.start());
            let mark = quote.map_or(0, |quote| {
                let opens = quote.span.start() == token.start();
                let closes = quote.span.end() == token.end() && !quote.runs_on;
                if opens { 1 } else { u8::from(closes) * 2 }
            });
            self.quoted.push(u8::from(quote.is_some()));
            self.mark.push(mark);
        }
        self.since_mark.resize(self.len, FAR);
        self.until_mark.resize(self.len, FAR);
        self.marks_before.clear();
        let (mut distance, mut marks) = (FAR, 0);
        for at in 0..self.len {
            distance = if self.mark[at] > 0 { 0 } else { (distance + 1).min(FAR) };
            self.since_mark[at] = distance;
            self.marks_before.push(marks);
            marks += u32::from(self.mark[at] > 0);
        }
        self.marks_before.push(marks);
        distance = FAR;
        for at in (0..self.len).rev() {
            distance = if self.mark[at] > 0 { 0 } else { (distance + 1).min(FAR) };
            self.until_mark[at] = distance;
        }
    }

    /// Notes for each token its sentence, and the nearest likely cues in it.
    fn place_sentences(&mut self, sentences: &[Range<usize>]) {
        for column in [
            &mut self.sentence,
            &mut self.sentence_start,
            &mut self.sentence_end,
            &mut self.strong_before,
            &mut self.strong_after,
        ] {
            column.clear();
            column.resize(self.len, NONE);
        }
        self.sentence_quotes.clear();
        self.sentence_quotes.resize(self.len, 0);
        for (number, sentence) in sentences.iter().enumerate() {
            let quoted: usize =
                self.quoted[sentence.clone()].iter().map(|quoted| usize::from(*quoted)).sum();
            let marks = self.marks_before[sentence.end] - self.marks_before[sentence.start];
            let summary = 4 * quoted / sentence.len().max(1) * 10 + marks.min(2) as usize;
            let mut strong = NONE;
            for at in sentence.clone() {
                self.sentence[at] = number as u32;
                self.sentence_start[at] = sentence.start as u32;
                self.sentence_end[at] = sentence.end as u32;
                self.sentence_quotes[at] = summary as u8;
                self.strong_before[at] = strong;
                strong = if self.is_strong(at) { at as u32 } else { strong };
            }
            strong = NONE;
            for at in sentence.clone().rev() {
                self.strong_after[at] = strong;
                strong = if self.is_strong(at) { at as u32 } else { strong };
            }
        }
    }

    /// Returns whether the word mostly is a cue and stands outside quotations.
    pub(crate) fn is_strong(&self, at: usize) -> bool {
        self.known[at].head == Head::Strong && self.quoted[at] == 0
    }

    /// Takes in what follows from the tags: verbs and noun phrases.
    pub(crate) fn settle(&mut self) {
        self.verbs_before.clear();
        self.phrase.clear();
        let (mut verbs, mut phrases) = (0, 0);
        for at in 0..self.len {
            let tag = self.tag[at];
            self.verbs_before.push(verbs);
            verbs += u32::from(tag.is_verb() || tag == Tag::Md);
            if !tag.is_nominal() {
                self.phrase.push(NONE);
                continue;
            }
            let before = at.checked_sub(1).filter(|before| {
                self.phrase[*before] != NONE && self.sentence[*before] == self.sentence[at]
            });
            let opens = match tag {
                Tag::Prp | Tag::Wp | Tag::Wdt => true,
                Tag::Dt | Tag::PrpPossessive => {
                    before.is_none_or(|before| self.tag[before] != Tag::Pdt)
                }
                _ => false,
            };
            phrases += u32::from(opens || before.is_none());
            self.phrase.push(phrases);
        }
        self.verbs_before.push(verbs);
    }

    /// Returns whether the token may be the head of a cue.
    pub(crate) fn is_candidate(&self, at: usize) -> bool {
        self.open[at] && (self.known[at].head != Head::Never || self.tag[at].is_verb())
    }
}

/// Words that are read as if they stood alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) tokens: Range<usize>,
    /// How many quotations lie around it.
    pub(crate) depth: u8,
}

/// Cuts `sentences` at each of `walls`, which ascend.
fn cut(sentences: &[Range<usize>], walls: &[usize]) -> Vec<Range<usize>> {
    let mut walls = walls.iter().copied().peekable();
    let mut parts = Vec::with_capacity(sentences.len() + walls.len());
    for sentence in sentences {
        let mut start = sentence.start;
        while let Some(wall) = walls.next_if(|wall| *wall < sentence.end) {
            if wall > start {
                parts.push(start..wall);
                start = wall;
            }
        }
        parts.push(start..sentence.end);
    }
    parts
}

/// Returns whether `word` is a mark that parts clauses.
fn parts_clauses(word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "—" | "–" | "--" | "(" | ")" | "―")
}

/// Hashes of a word and of its parts.
pub(crate) struct Spelling {
    /// The whole word in lower case; never 0.
    pub(crate) word: u32,
    prefix: u32,
    suffix: u32,
    ending: u32,
    shape: u32,
}

/// Words are looked at up to this many characters; what is longer is no word.
const LONGEST: usize = 32;

impl Spelling {
    /// Spells `word`: small letters, digits as `0`, marks of one meaning made alike.
    pub(crate) fn of(word: &str) -> Self {
        let mut letters = ['\0'; LONGEST];
        let mut shape = Shape::default();
        let mut len = 0;
        for letter in word.chars().take(LONGEST) {
            shape.add(letter);
            letters[len] = plain(letter);
            len += 1;
        }
        let letters = match &letters[..len] {
            ['\'', '\''] | ['`', '`'] => &['"'],
            ['-', '-'] | ['–'] | ['―'] => &['—'],
            letters => letters,
        };
        let tail = |count: usize| &letters[letters.len().saturating_sub(count)..];
        Self {
            word: hash(letters).max(1),
            prefix: hash(&letters[..letters.len().min(3)]),
            suffix: hash(tail(3)),
            ending: hash(tail(2)),
            shape: shape.hash,
        }
    }
}

/// Makes letters alike that differ only in looks.
fn plain(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        '1'..='9' => '0',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' => '\'',
        _ if letter.is_ascii() => letter,
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// FNV-1a over characters, stirred at the end so that its upper bits are good too.
fn hash(letters: &[char]) -> u32 {
    let sum = letters.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, letter| {
        (sum ^ u64::from(*letter)).wrapping_mul(0x100_0000_01b3)
    });
    ((sum ^ sum >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// As [`hash`], for words in small ASCII letters that the code itself names.
const fn hash_ascii(letters: &[u8]) -> u32 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < letters.len() {
        sum = (sum ^ letters[at] as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    ((sum ^ sum >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The word “that”.
pub(crate) const THAT: u32 = hash_ascii(b"that");

/// The articles “the”, “a” and “an”.
pub(crate) const THE: u32 = hash_ascii(b"the");
pub(crate) const A: u32 = hash_ascii(b"a");
pub(crate) const AN: u32 = hash_ascii(b"an");

/// The kinds of a word's characters, runs of a kind shortened to two.
#[derive(Default)]
struct Shape {
    hash: u32,
    last: [char; 2],
    len: u8,
}

impl Shape {
    fn add(&mut self, letter: char) {
        let kind = match letter {
            _ if letter.is_uppercase() => 'X',
            _ if letter.is_lowercase() => 'x',
            _ if letter.is_numeric() => 'd',
            _ => plain(letter),
        };
        if self.len < 8 && self.last != [kind; 2] {
            self.last = [self.last[1], kind];
            self.len += 1;
            self.hash = (self.hash ^ kind as u32).wrapping_mul(0x0100_0193).rotate_left(5);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that two words are spelt alike.
    fn check(left: &str, right: &str) {
        assert_eq!(Spelling::of(left).word, Spelling::of(right).word, "{left} {right}");
    }

    #[test]
    fn words_that_differ_in_looks_are_alike() {
        check("Said", "said");
        check("1984", "2015");
        check("''", "“");
        check("n’t", "n't");
        check("--", "—");
        check("ÉTÉ", "été");
    }

    #[test]
    fn words_named_in_code_are_spelt_alike() {
        assert_eq!(Spelling::of("That").word, THAT);
    }

    #[test]
    fn other_words_differ() {
        assert_ne!(Spelling::of("said").word, Spelling::of("says").word);
        assert_ne!(Spelling::of("Said").shape, Spelling::of("said").shape);
        assert_eq!(Spelling::of("Berlin").shape, Spelling::of("Oslo").shape);
    }
}
