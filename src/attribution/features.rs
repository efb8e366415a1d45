//! What the trained stages look at, in one place: inference and training call the same functions.
//!
//! A feature is a template (what is looked at) with its values, hashed to [`FEATURE_BITS`] bits. The
//! number of a template is its place in its function, so a change here makes old weights useless:
//! raise `weights::VERSION` and train again.
//!
//! Groups, as in the table of runs of the model card: *words*, *shape*, *affixes*, *clusters*,
//! *tags*, *quotes*, *bounds* (of sentence and paragraph), *odds* (of being in a cue), *near* (likely
//! cues near by), and, in the span stage, *relative* to the cue at hand.

use std::ops::Range;

use super::{
    Tag,
    page::{NONE, OUTSIDE, Page, THAT},
    weights::FEATURE_BITS,
};

/// Cues at least this likely count as other cues in the span stage.
pub(crate) const LIKELY: f32 = 0.35;

/// Numbers of the first templates of each stage.
const TAGGER: u64 = 0;
const LOCAL: u64 = 100;
const CUE: u64 = 200;
const RELATIVE: u64 = 300;

/// Collects features, numbering their templates.
struct Collector<'f> {
    features: &'f mut Vec<u32>,
    template: u64,
}

impl<'f> Collector<'f> {
    fn new(features: &'f mut Vec<u32>, first: u64) -> Self {
        Self { features, template: first }
    }

    /// Adds the next template with the values `a`, `b` and `c`.
    #[inline(always)]
    fn add(&mut self, a: u32, b: u32, c: u32) {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let start = u64::from(a) | u64::from(b) << 32;
        let mixed = (start ^ self.template.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(MIX);
        let mixed = (mixed ^ mixed >> 32 ^ u64::from(c)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        self.features.push(((mixed ^ mixed >> 31).wrapping_mul(MIX) >> (64 - FEATURE_BITS)) as u32);
        self.template += 1;
    }

    /// Leaves out templates that have no value here.
    #[inline(always)]
    fn skip(&mut self, templates: u64) {
        self.template += templates;
    }
}

/// Rounds a distance down to a few steps.
#[inline(always)]
fn step(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=9 => 7,
        10..=14 => 10,
        15..=24 => 15,
        _ => 25,
    }
}

#[inline(always)]
fn at(column: &[u32], index: usize, offset: isize) -> u32 {
    index.checked_add_signed(offset).and_then(|at| column.get(at)).copied().unwrap_or(OUTSIDE)
}

#[inline(always)]
fn tag(page: &Page, index: usize, offset: isize) -> u32 {
    let at = index.checked_add_signed(offset);
    at.and_then(|at| page.tag.get(at)).map_or(OUTSIDE, |tag| *tag as u32)
}

#[inline(always)]
fn cluster(page: &Page, index: usize, offset: isize, grain: usize) -> u32 {
    let at = index.checked_add_signed(offset);
    at.and_then(|at| page.known.get(at)).map_or(OUTSIDE, |known| u32::from(known.clusters[grain]))
}

#[inline(always)]
fn odds(page: &Page, index: usize, offset: isize) -> u32 {
    let at = index.checked_add_signed(offset);
    at.and_then(|at| page.known.get(at))
        .map_or(0, |known| (i32::from(known.odds).max(-5) + 10) as u32)
}

/// Collects what the tagger looks at for token `index` of `sentence`; `before` are the two tags
/// before it, the nearer first, as numbers.
pub(crate) fn tagger(
    page: &Page,
    index: usize,
    sentence: &Range<usize>,
    before: [u32; 2],
    features: &mut Vec<u32>,
) {
    let mut sink = Collector::new(features, TAGGER);
    let inside = |column: &[u32], offset: isize| {
        let at = index.checked_add_signed(offset).filter(|at| sentence.contains(at));
        at.map_or(OUTSIDE, |at| column[at])
    };
    let word = page.word[index];
    sink.add(word, 0, 0);
    sink.add(page.suffix[index], 0, 0);
    sink.add(page.ending[index], 0, 0);
    sink.add(page.prefix[index], 0, 0);
    sink.add(page.shape[index], 0, 0);
    sink.add(before[0], 0, 0);
    sink.add(before[0], before[1], 0);
    sink.add(before[0], word, 0);
    sink.add(inside(&page.word, -1), 0, 0);
    sink.add(inside(&page.word, -2), 0, 0);
    sink.add(inside(&page.word, 1), 0, 0);
    sink.add(inside(&page.word, 2), 0, 0);
    sink.add(inside(&page.suffix, -1), 0, 0);
    sink.add(inside(&page.suffix, 1), 0, 0);
    sink.add(inside(&page.shape, 1), page.shape[index], 0);
    sink.add(page.suffix[index], inside(&page.suffix, 1), before[0]);
}

/// Collects what holds of token `index` whatever the cue: both later stages look at it.
pub(crate) fn local(page: &Page, index: usize, features: &mut Vec<u32>) {
    let mut sink = Collector::new(features, LOCAL);
    // Words.
    for offset in -2..=2 {
        sink.add(at(&page.word, index, offset), 0, 0);
    }
    let word = page.word[index];
    sink.add(at(&page.word, index, -1), word, 0);
    sink.add(word, at(&page.word, index, 1), 0);
    // Shape and affixes.
    for offset in -1..=1 {
        sink.add(at(&page.shape, index, offset), 0, 0);
    }
    sink.add(page.prefix[index], 0, 0);
    sink.add(page.suffix[index], 0, 0);
    sink.add(page.ending[index], 0, 0);
    // Clusters.
    for offset in -1..=1 {
        sink.add(cluster(page, index, offset, 1), 0, 0);
        sink.add(cluster(page, index, offset, 0), 0, 0);
    }
    // Tags.
    for offset in -2..=2 {
        sink.add(tag(page, index, offset), 0, 0);
    }
    let (left, own, right) = (tag(page, index, -1), tag(page, index, 0), tag(page, index, 1));
    sink.add(own, right, 0);
    sink.add(left, own, 0);
    sink.add(left, own, right);
    sink.add(own, at(&page.word, index, 1), 0);
    // Odds.
    for offset in -1..=1 {
        sink.add(odds(page, index, offset), 0, 0);
    }
    local_places(page, index, &mut sink);
}

/// The second half of [`local`]: quotation marks, and the bounds of sentence and paragraph.
fn local_places(page: &Page, index: usize, sink: &mut Collector<'_>) {
    let quoted = u32::from(page.quoted[index]);
    let neighbour = |offset: isize| {
        let at = index.checked_add_signed(offset);
        at.and_then(|at| page.quoted.get(at)).map_or(2, |quoted| u32::from(*quoted))
    };
    sink.add(quoted, u32::from(page.mark[index]), 0);
    sink.add(neighbour(-1), quoted, neighbour(1));
    sink.add(quoted, step(usize::from(page.since_mark[index])), 0);
    sink.add(quoted, step(usize::from(page.until_mark[index])), 0);
    sink.add(u32::from(page.sentence_quotes[index]), 0, 0);
    sink.add(step(index - page.sentence_start[index] as usize), 0, 0);
    sink.add(step(page.sentence_end[index] as usize - 1 - index), 0, 0);
    sink.add(step(index), 0, 0);
    sink.add(step(page.len - 1 - index), 0, 0);
}

/// Collects what the cue stage looks at for token `index`, [`local`] included.
pub(crate) fn cue(page: &Page, index: usize, features: &mut Vec<u32>) {
    local(page, index, features);
    let mut sink = Collector::new(features, CUE);
    let word = page.word[index];
    // Words and tags further off.
    for offset in [-4, -3, 3, 4, 5] {
        sink.add(at(&page.word, index, offset), 0, 0);
        sink.add(tag(page, index, offset), 0, 0);
    }
    let tags = |offset: isize| tag(page, index, offset);
    sink.add(tags(0), tags(1), tags(2));
    sink.add(tags(-2), tags(-1), tags(0));
    sink.add(word, tags(1), 0);
    sink.add(word, tags(-1), 0);
    sink.add(word, tags(1), tags(2));
    sink.add(word, tags(-2), tags(-1));
    // Clusters.
    let (left, own, right) =
        (cluster(page, index, -1, 1), cluster(page, index, 0, 1), cluster(page, index, 1, 1));
    sink.add(own, tags(1), 0);
    sink.add(own, right, 0);
    sink.add(left, own, 0);
    cue_sentence(page, index, &mut sink);
    cue_near(page, index, &mut sink);
    cue_subject(page, index, &mut sink);
}

/// What the sentence around the candidate holds: “that”, “to”, quotations, verbs.
fn cue_sentence(page: &Page, index: usize, sink: &mut Collector<'_>) {
    let word = page.word[index];
    let (start, end) = (page.sentence_start[index] as usize, page.sentence_end[index] as usize);
    let that = (index + 1..end.min(index + 9)).find(|at| page.word[*at] == THAT);
    let that = that.map_or(0, |at| (at - index) as u32);
    sink.add(that, 0, 0);
    sink.add(word, u32::from(that > 0), 0);
    let to = (index + 1..end.min(index + 6)).find(|at| page.tag[*at] == Tag::To);
    sink.add(word, to.map_or(0, |at| (at - index).min(3) as u32), 0);
    let left = u32::from(page.marks_before[index] > page.marks_before[start]);
    let right = u32::from(page.marks_before[end] > page.marks_before[index]);
    sink.add(word, u32::from(page.quoted[index]), 0);
    sink.add(left, 0, 0);
    sink.add(right, 0, 0);
    sink.add(word, left, right);
    sink.add(word, step((end - index).min(6)), 0);
    sink.add(word, step((index - start).min(4)), 0);
    let verbs_right = (page.verbs_before[end] - page.verbs_before[index + 1]).min(4);
    let verbs_left = (page.verbs_before[index] - page.verbs_before[start]).min(4);
    sink.add(verbs_right, 0, 0);
    sink.add(verbs_left, 0, 0);
    sink.add(word, verbs_right.min(3), 0);
}

/// The likely cues before and after the candidate.
fn cue_near(page: &Page, index: usize, sink: &mut Collector<'_>) {
    let word = page.word[index];
    for near in [page.strong_before[index], page.strong_after[index]] {
        if near == NONE {
            sink.add(1, 0, 0);
            sink.add(word, 1, 0);
            sink.skip(1);
        } else {
            let other = page.word[near as usize];
            sink.add(other, 0, 0);
            sink.add(word, other, 0);
            sink.add(step((near as usize).abs_diff(index)), 0, 0);
        }
    }
    sink.add(odds(page, index, 0), u32::from(page.quoted[index]), 0);
}

/// The nearest word before the candidate that may be its subject.
fn cue_subject(page: &Page, index: usize, sink: &mut Collector<'_>) {
    let start = (page.sentence_start[index] as usize).max(index.saturating_sub(12));
    let subject = (start..index).rev().find(|at| {
        let tag = page.tag[*at];
        matches!(tag, Tag::Prp | Tag::Nnp | Tag::Nn | Tag::Nns | Tag::Nnps)
            || matches!(tag, Tag::Wp | Tag::Wdt | Tag::Ex)
    });
    if let Some(at) = subject {
        let tag = page.tag[at];
        let pronoun = matches!(tag, Tag::Prp | Tag::Wp | Tag::Wdt);
        let class = if pronoun { page.word[at] } else { cluster(page, at, 0, 1) };
        sink.add(tag as u32, class, 0);
        sink.add(page.word[index], tag as u32, 0);
        sink.add(cluster(page, at, 0, 0), 0, 0);
    }
}

/// What the span stage knows of the cue that it works on.
#[derive(Default)]
pub(crate) struct Cue {
    index: usize,
    window: Range<usize>,
    /// The cue's word, or its cluster if the word is seldom in a cue.
    word: u32,
    after: u32,
    before: u32,
    /// Tokens from the sentence's start to the cue and from there to its end, up to 5.
    to_bounds: u32,
    /// Whether quotation marks stand before and after it in its sentence.
    marks: u32,
    /// What stands right beside it: words count as one.
    beside: u32,
    /// For each token of the window its noun phrase, counted from the cue.
    ranks: Vec<u8>,
}

impl Cue {
    /// Gathers what holds of the cue at `index`, to label `window`.
    pub(crate) fn set(&mut self, page: &Page, index: usize, window: Range<usize>) {
        let (start, end) = (page.sentence_start[index] as usize, page.sentence_end[index] as usize);
        let inside =
            |offset: isize| index.checked_add_signed(offset).filter(|at| window.contains(at));
        let word = |at: Option<usize>| at.map_or(OUTSIDE, |at| page.word[at]);
        let plain = |at: Option<usize>| match at {
            Some(at) if page.wordlike[at] => 7,
            at => word(at),
        };
        self.index = index;
        let frequent = page.known[index].odds > -4;
        self.word = if frequent { page.word[index] } else { cluster(page, index, 0, 1) };
        self.after = word(inside(1));
        self.before = word(inside(-1));
        self.to_bounds = (end - index).min(5) as u32 * 8 + (index - start).min(5) as u32;
        let left = u32::from(page.marks_before[index] > page.marks_before[start]);
        let right = u32::from(page.marks_before[end] > page.marks_before[index]);
        self.marks = left * 2 + right;
        self.beside = plain(inside(1)) ^ plain(inside(-1)).rotate_left(7);
        self.window = window;
        self.rank(page, start, end);
    }

    /// Counts the noun phrases of the cue's sentence from the cue outwards.
    fn rank(&mut self, page: &Page, start: usize, end: usize) {
        self.ranks.clear();
        self.ranks.resize(self.window.len(), 0);
        let first = self.window.start;
        let left = (start.max(first)..self.index).rev();
        let right = self.index + 1..end.min(self.window.end);
        let mut count = |tokens: &mut dyn Iterator<Item = usize>, base: u8| {
            let (mut rank, mut last) = (0u8, NONE);
            for at in tokens {
                let phrase = page.phrase[at];
                if phrase != NONE && phrase != last {
                    rank = (rank + 1).min(4);
                    last = phrase;
                }
                self.ranks[at - first] = if phrase == NONE { base / 10 } else { base + rank };
            }
        };
        count(&mut { left }, 10);
        count(&mut { right }, 20);
    }
}

/// What the span stage knows of the cues of the paragraph.
#[derive(Default)]
pub(crate) struct OtherCues {
    /// For each token its likelihood in quarters and 1, or 0 if it is no likely cue.
    quarter: Vec<u8>,
    /// Likely cues before each token, and in all.
    before: Vec<u32>,
}

impl OtherCues {
    /// Takes in how likely each token is a cue.
    pub(crate) fn set(&mut self, likelihoods: &[f32]) {
        self.quarter.clear();
        self.before.clear();
        let mut count = 0;
        for likelihood in likelihoods {
            let likely = *likelihood >= LIKELY;
            self.quarter.push(if likely { (likelihood * 4.0) as u8 + 1 } else { 0 });
            self.before.push(count);
            count += u32::from(likely);
        }
        self.before.push(count);
    }

    fn between(&self, start: usize, end: usize) -> u32 {
        self.before[end] - self.before[start]
    }
}

/// Where a token stands to the cue at hand, in few values: most of what [`relative`] collects
/// depends on one of them alone, so the span stage sums it once for all tokens that share it.
#[derive(Clone, Copy)]
pub(crate) struct Stand {
    /// Before the cue's token (1), at it (0), behind it (2).
    pub(crate) side: u32,
    /// The side, and sentences between: below [`Stand::PLACES`].
    pub(crate) place: u32,
    /// Tokens between, in steps.
    steps: u32,
    /// The side, and noun phrases between: below [`Stand::RANKS`].
    pub(crate) rank: u32,
}

impl Stand {
    /// How many sides there are.
    pub(crate) const SIDES: usize = 3;
    /// One more than the highest place.
    pub(crate) const PLACES: usize = 3 * 8;
    /// One more than the highest [`Stand::distance`].
    pub(crate) const DISTANCES: usize = 3 * 32;
    /// One more than the highest rank.
    pub(crate) const RANKS: usize = 25 * 4;

    /// Returns where token `index` of the cue's window stands.
    #[inline]
    pub(crate) fn of(page: &Page, cue: &Cue, index: usize) -> Self {
        let side = match index.cmp(&cue.index) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => 0,
            std::cmp::Ordering::Greater => 2,
        };
        let sentences = page.sentence[index] as i64 - page.sentence[cue.index] as i64;
        Self {
            side,
            place: side * 8 + (sentences.clamp(-2, 2) + 2) as u32,
            steps: step(index.abs_diff(cue.index)),
            rank: u32::from(cue.ranks[index - cue.window.start]) * 4 + side,
        }
    }

    /// Returns side and steps as one number.
    #[inline]
    pub(crate) fn distance(self) -> usize {
        self.side as usize * 32 + self.steps as usize
    }

    /// Returns the same as a feature's value.
    fn distance_value(self) -> u32 {
        self.side * 1000 + self.steps
    }
}

/// Collects how token `index` stands to the cue at hand.
///
/// The templates are numbered as they were when there was one group only, so that older weights fit.
#[cfg(feature = "training")]
pub(crate) fn relative(
    page: &Page,
    cue: &Cue,
    others: &OtherCues,
    index: usize,
    features: &mut Vec<u32>,
) {
    let stand = Stand::of(page, cue, index);
    by_place(page, cue, stand.place, features);
    by_distance(cue, stand, features);
    by_rank(cue, stand.rank, features);
    by_side(page, index, stand.side, features);
    alone(page, cue, others, index, stand, features);
}

/// Collects what depends on the cue and a token's place alone.
pub(crate) fn by_place(page: &Page, cue: &Cue, place: u32, features: &mut Vec<u32>) {
    let mut sink = Collector::new(features, RELATIVE + 1);
    sink.add(place, 0, 0);
    sink.add(place, cue.word, 0);
    sink.add(place, cluster(page, cue.index, 0, 1), 0);
    sink.skip(1);
    sink.add(place, cue.after, 0);
    sink.add(place, cue.word, cue.after);
    sink.add(place, cue.before, 0);
    sink.skip(7);
    sink.add(place, cue.to_bounds, 0);
    sink.add(place, cue.beside, 0);
}

/// Collects what depends on the cue and a token's distance alone.
pub(crate) fn by_distance(cue: &Cue, stand: Stand, features: &mut Vec<u32>) {
    let distance = stand.distance_value();
    let mut sink = Collector::new(features, RELATIVE);
    sink.add(distance, 0, 0);
    sink.skip(3);
    sink.add(distance, cue.word, 0);
}

/// Collects what depends on the cue and a token's rank alone.
pub(crate) fn by_rank(cue: &Cue, rank: u32, features: &mut Vec<u32>) {
    let mut sink = Collector::new(features, RELATIVE + 26);
    sink.add(rank, cue.word, 0);
    sink.add(rank, cue.beside, 0);
    sink.add(rank, cue.to_bounds, 0);
}

/// Collects what depends on a token and its side alone, whatever the cue.
pub(crate) fn by_side(page: &Page, index: usize, side: u32, features: &mut Vec<u32>) {
    let mut sink = Collector::new(features, RELATIVE + 20);
    let own = tag(page, index, 0);
    sink.add(side, own, tag(page, index, 1));
    sink.add(side, own, tag(page, index, -1));
    sink.skip(1);
    sink.add(side, at(&page.word, index, -1), 0);
    sink.add(side, at(&page.word, index, 1), 0);
}

/// Collects what is left of [`relative`]: what no other token is sure to share.
pub(crate) fn alone(
    page: &Page,
    cue: &Cue,
    others: &OtherCues,
    index: usize,
    stand: Stand,
    features: &mut Vec<u32>,
) {
    let mut sink = Collector::new(features, RELATIVE + 8);
    let Stand { side, place, rank, .. } = stand;
    let distance = stand.distance_value();
    let (from, to) =
        if index <= cue.index { (index, cue.index) } else { (cue.index + 1, index + 1) };
    let commas = (page.commas_before[to] - page.commas_before[from]).min(3);
    let verbs = (page.verbs_before[to] - page.verbs_before[from]).min(3);
    let marks = (page.marks_before[to] - page.marks_before[from]).min(3);
    let likely = others.between(from, to).min(2);
    let quoted = u32::from(page.quoted[index]);
    sink.add(side, commas, 0);
    sink.add(side, verbs, 0);
    sink.add(place, commas * 100 + verbs * 10 + likely, 0);
    sink.add(side, quoted, marks);
    sink.add(side, quoted, cue.marks);
    let near = index.abs_diff(cue.index) < 3;
    sink.add(u32::from(page.mark[index]), if near { distance } else { side }, 0);
    sink.add(side, likely, 0);
    sink.skip(2);
    sink.add(place, page.word[index], 0);
    let own = tag(page, index, 0);
    sink.add(place, own, 0);
    sink.add(place, own, cue.word);
    sink.skip(2);
    sink.add(distance, own, tag(page, cue.index, 0));
    sink.skip(2);
    sink.add(rank, own, 0);
    sink.skip(3);
    alone_cues(cue, others, index, side, &mut sink);
}

/// The last part of [`alone`]: whether the token is this cue or another, or before another.
fn alone_cues(cue: &Cue, others: &OtherCues, index: usize, side: u32, sink: &mut Collector<'_>) {
    let own = index == cue.index;
    let likelihood = others.quarter[index];
    if own {
        sink.skip(1);
        sink.add(cue.word, 0, 0);
    } else {
        if likelihood > 0 {
            sink.add(side, u32::from(likelihood), 0);
        } else {
            sink.skip(1);
        }
        sink.skip(1);
    }
    let next = index + 1;
    if next != cue.index && others.quarter.get(next).is_some_and(|quarter| *quarter > 0) {
        sink.add(side, 0, 0);
    }
}
