//! Landmarks: runs of words that both texts have exactly once, and what lies between two of them.
//!
//! A passage that stood between two landmarks is looked for between the same two and nowhere else:
//! much less can be meant there, so much less must be as it was.

use std::{collections::HashMap, ops::Range};

use crate::{
    base::TextSpan,
    library::reanchor::{
        align::{Alignment, Course, Side, align, replace},
        page::{Candidate, Page},
        words::Word,
    },
};

/// How many words one after another make a landmark; fewer are alike by chance.
const RUN: usize = 5;

/// How many landmarks in a row make a block that moved: one more than contain a given word.
const BLOCK: usize = RUN + 1;

/// How many words off the straight way from landmark to landmark may meet.
const SLACK: usize = 12;

/// How many words a passage may be away from its landmarks, on either side.
const REACH: usize = 60;

/// By how many words, beside twice its size, what lies between may have grown.
const GROWTH: usize = 30;

/// For each word of one text the word of the other where the same landmark starts.
pub(super) struct Landmarks {
    old_to_new: Vec<Option<u32>>,
    new_to_old: Vec<Option<u32>>,
}

/// A passage of fewer characters is told by what is right beside it, too.
const SHORT: u32 = 24;

/// One of fewer characters is told by what is beside it on both sides.
pub(super) const TINY: u32 = 8;

/// What is found between landmarks.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// The one place; whether what stood right beside it on both sides still does and most of its
    /// words are there, with others put between.
    Found(Candidate, Hold),
    /// The words were there several times, and now they are there less often: nobody can say which
    /// is gone.
    Twins,
}

/// How well a place between landmarks is held by the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// On both sides, with three fifths of its own characters there.
    Firm,
    /// Less well.
    Loose,
}

/// The share of the characters of a passage that must be there between firm neighbours.
const KEPT: f32 = 0.6;

/// What lies between two landmarks, as ranges of words.
struct Between {
    old: (usize, usize),
    new: (usize, usize),
}

impl Landmarks {
    /// Finds the landmarks of two texts.
    pub(super) fn new(before: &Page<'_>, now: &Page<'_>) -> Self {
        let (old, new) = (runs(&before.words.list), runs(&now.words.list));
        let mut found = Self {
            old_to_new: vec![None; before.words.list.len()],
            new_to_old: vec![None; now.words.list.len()],
        };
        let both = old.iter().filter_map(|(run, at)| Some(((*at)?, (*new.get(run)?)?)));
        for (at, there) in landmarks(both.collect()) {
            found.old_to_new[at as usize] = Some(there);
            found.new_to_old[there as usize] = Some(at);
        }
        found
    }

    /// Finds what became of the words that stood at `span` of the old text.
    ///
    /// Returns `None` if there are no landmarks near, if nothing like the words is between them, or
    /// if there are, or were, several that may be meant.
    pub(super) fn find(
        &self,
        before: &Page<'_>,
        now: &Page<'_>,
        span: TextSpan,
    ) -> Option<Verdict> {
        let (first, last) = before.words_of(span)?;
        let (own, other) = around(&self.old_to_new, self.new_to_old.len(), first, last)?;
        let between = Between { old: own, new: other };
        let old = &before.words.list[between.old.0..between.old.1];
        let new = &now.words.list[between.new.0..between.new.1];
        let passage = first - between.old.0..last + 1 - between.old.0;
        let wanted = &old[passage.clone()];
        let (were, are) = (count(old, wanted), count(new, wanted));
        if were > are && are > 0 {
            return Some(Verdict::Twins);
        }
        if were != are.max(1) {
            return None;
        }
        let (place, beside) = if (were, are) == (1, 1) {
            self.same_words(before, now, &between, (first, last))?
        } else {
            let alignment = align_whole(before.text(), old, now.text(), new);
            let (from, to) = place(&alignment.partner, &passage, new.len())?;
            let beside = beside(&alignment.partner, &alignment.cost, &passage);
            ((between.new.0 + from, between.new.0 + to), beside)
        };
        let own = Side { text: before.text(), words: wanted };
        let there = Side { text: now.text(), words: now.words.list.get(place.0..=place.1)? };
        let (kept, extent) = match (were, are) {
            (1, 1) => (weight(wanted), (0, wanted.len() - 1)),
            _ => common(own, there)?,
        };
        let words = (place.0 + extent.0, place.0 + extent.1);
        if !self.leads_back((before, now), words, &(first..last + 1)) {
            return Some(Verdict::Twins);
        }
        let (own, length) = (weight(wanted), weight(&now.words.list[words.0..=words.1]));
        let similarity = kept as f32 / own.max(length).max(1) as f32;
        // A short word may well be in the sentence that took the place of its own.
        let needed = match (own, similarity) {
            (SHORT.., 1.0) => 0,
            (TINY..SHORT, 1.0) | (SHORT.., _) => 1,
            (..SHORT, _) => 2,
        };
        let cut = before.cut_of(span, (first, last));
        let edges = (&before.words.list[first], &before.words.list[last]);
        let span = now.span_of(words, edges, cut);
        let found = Candidate { words, span, similarity, near: 1.0, fit: 0.0 };
        let is_firm = beside == 2 && kept as f32 >= KEPT * own as f32 && length <= 2 * own + SHORT;
        let hold = if is_firm { Hold::Firm } else { Hold::Loose };
        (beside >= needed).then_some(Verdict::Found(found, hold))
    }

    /// Finds the passage where its words stand once between the landmarks, as they did: where they
    /// are, and how many of the two words right beside them are the same.
    fn same_words(
        &self,
        before: &Page<'_>,
        now: &Page<'_>,
        between: &Between,
        (first, last): (usize, usize),
    ) -> Option<((usize, usize), usize)> {
        let new = &now.words.list[between.new.0..between.new.1];
        let at = between.new.0 + position(new, &before.words.list[first..=last])?;
        let end = at + (last - first);
        let same = |old: Option<usize>, new: Option<usize>| match (old, new) {
            (Some(old), Some(new)) => {
                let hash = |page: &Page<'_>, at: usize| page.words.list.get(at).map(|w| w.hash);
                hash(before, old) == hash(now, new)
            }
            (None, None) => true,
            _ => false,
        };
        let left = same(first.checked_sub(1), at.checked_sub(1));
        Some(((at, end), usize::from(left) + usize::from(same(Some(last + 1), Some(end + 1)))))
    }

    /// Returns whether the landmarks around words `first` to `last` of the new text lead back to
    /// the `passage`, and only to it.
    fn leads_back(
        &self,
        pages: (&Page<'_>, &Page<'_>),
        (first, last): (usize, usize),
        passage: &Range<usize>,
    ) -> bool {
        let Some((new, old)) = around(&self.new_to_old, self.old_to_new.len(), first, last) else {
            return true;
        };
        let wanted = &pages.0.words.list[passage.clone()];
        let were = count(&pages.0.words.list[old.0..old.1], wanted);
        let are = count(&pages.1.words.list[new.0..new.1], wanted);
        old.0 <= passage.start && passage.end <= old.1 && were == are.max(1)
    }

    /// Returns whether the words at `found` of the new text stood there already when those at
    /// `span` of the old one stood elsewhere: then they are not what became of these.
    pub(super) fn stood_there(
        &self,
        before: &Page<'_>,
        now: &Page<'_>,
        span: TextSpan,
        found: TextSpan,
    ) -> bool {
        let (Some((first, last)), Some(own)) = (now.words_of(found), before.words_of(span)) else {
            return false;
        };
        let Some((new, old)) = around(&self.new_to_old, self.old_to_new.len(), first, last) else {
            return false;
        };
        let is_own = old.0 <= own.0 && own.1 < old.1;
        let wanted = &before.words.list[own.0..=own.1];
        let were = count(&before.words.list[old.0..old.1], wanted);
        let are = count(&now.words.list[new.0..new.1], wanted);
        !is_own && are > 0 && were >= are
    }
}

/// Returns what lies between the nearest landmarks before word `first` and after word `last` of one
/// text, and between the same two of the other, which has `words` words.
///
/// The ends of the texts are landmarks, too.
fn around(
    there: &[Option<u32>],
    words: usize,
    first: usize,
    last: usize,
) -> Option<((usize, usize), (usize, usize))> {
    let from = first.saturating_sub(REACH);
    let before = (from..=first.saturating_sub(RUN)).rev().filter(|_| first >= RUN);
    let before = before.filter_map(|at| Some((at + RUN, there[at]? as usize + RUN))).next();
    let start = before.or((first <= REACH).then_some((0, 0)))?;
    let until = (last + 1 + REACH).min(there.len());
    let after = (last + 1..until).find_map(|at| Some((at, there[at]? as usize)));
    let at_end = last + REACH >= there.len();
    let end = after.or(at_end.then_some((there.len(), words)))?;
    let (own, other) = ((start.0, end.0), (start.1, end.1));
    let is_near = other.0 <= other.1 && other.1 - other.0 <= 2 * (own.1 - own.0) + GROWTH;
    is_near.then_some((own, other))
}

/// Returns the runs of words with where each starts, `None` for one that there is twice.
fn runs(words: &[Word]) -> HashMap<u64, Option<u32>> {
    let mut runs = HashMap::with_capacity(words.len());
    for (at, run) in words.windows(RUN).enumerate() {
        let hash = run.iter().fold(0u64, |hash, word| {
            (hash ^ word.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        });
        runs.entry(hash).and_modify(|at| *at = None).or_insert(Some(at as u32));
    }
    runs
}

/// Returns the first and the last word of the new text that take the place of the `passage`.
///
/// What stands between the partners of the words right beside it, which may be landmarks; where
/// these have none, what stands from the partner of its first word to that of its last.
fn place(
    partner: &[Option<usize>],
    passage: &Range<usize>,
    words: usize,
) -> Option<(usize, usize)> {
    let left = match passage.start.checked_sub(1) {
        Some(before) => partner[before].map(|at| at + 1),
        None => Some(0),
    };
    let right = match partner.get(passage.end) {
        Some(after) => after.and_then(|at| at.checked_sub(1)),
        None => words.checked_sub(1),
    };
    let from = left.or(partner[passage.start])?;
    let to = right.or(partner[passage.end - 1])?;
    (from <= to).then_some((from, to))
}

/// Returns how many of the two words right beside the passage are there again, right beside it; the
/// end of what was compared counts as one.
fn beside(partner: &[Option<usize>], cost: &[u32], passage: &Range<usize>) -> usize {
    let kept = |at: Option<usize>| match at {
        None => true,
        Some(at) if at == partner.len() => true,
        Some(at) => partner[at].is_some() && cost[at] == 0,
    };
    let left = kept(passage.start.checked_sub(1));
    usize::from(left) + usize::from(kept(Some(passage.end)))
}

/// Returns how many characters of one passage another has, too, in the same order, and which words
/// of the other are its first and last then: those it has, and as many beside them as it has lost
/// at that end. `None` if they have nothing in common.
fn common(own: Side<'_>, there: Side<'_>) -> Option<(u32, (usize, usize))> {
    let width = there.words.len() + 1;
    let mut best = vec![0u32; (own.words.len() + 1) * width];
    for (row, word) in own.words.iter().enumerate() {
        for (column, other) in there.words.iter().enumerate() {
            let at = (row + 1) * width + column + 1;
            let pair = best[at - width - 1] + alike(own, word, there, other);
            best[at] = pair.max(best[at - width]).max(best[at - 1]);
        }
    }
    let (mut row, mut column) = (own.words.len(), there.words.len());
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    while row > 0 && column > 0 {
        let at = row * width + column;
        if best[at] == best[at - width] {
            row -= 1;
        } else if best[at] == best[at - 1] {
            column -= 1;
        } else {
            (row, column) = (row - 1, column - 1);
            pairs.push((row, column));
        }
    }
    let (last, first) = (pairs.first()?, pairs.last()?);
    let from = first.1 - first.0.min(first.1);
    let lost = own.words.len() - 1 - last.0;
    let to = (last.1 + lost).min(there.words.len() - 1);
    Some((best.last().copied()?, (from, to)))
}

/// Returns how many characters of a word another has.
fn alike(own: Side<'_>, word: &Word, there: Side<'_>, other: &Word) -> u32 {
    word.length.saturating_sub(replace(own.text, word, there.text, other))
}

/// Returns the characters of all `words`.
fn weight(words: &[Word]) -> u32 {
    words.iter().map(|word| word.length).sum()
}

/// Aligns all words of two stretches, which begin and end with the same landmarks.
fn align_whole(old_text: &str, old: &[Word], new_text: &str, new: &[Word]) -> Alignment {
    let band = old.len().abs_diff(new.len()) + SLACK;
    let course = Course { diagonal: 0, band, pinned: 0..0 };
    align(Side { text: old_text, words: old }, Side { text: new_text, words: new }, &course)
}

/// Returns where `wanted` stands first in `words`.
fn position(words: &[Word], wanted: &[Word]) -> Option<usize> {
    words
        .windows(wanted.len().max(1))
        .position(|there| there.iter().zip(wanted).all(|(one, other)| one.hash == other.hash))
}

/// Returns the pairs that are landmarks: those that stand in order, and those of blocks that moved.
///
/// Where a sentence is taken out, its like elsewhere may come to stand beside the same words: a
/// few such pairs in a row cross the others, and are no landmarks.
fn landmarks(mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    pairs.sort_unstable();
    let blocks = pairs.chunk_by(|one, next| (one.0 + 1, one.1 + 1) == *next);
    let moved = blocks.filter(|block| block.len() >= BLOCK).flatten().copied();
    let mut all = in_order(&pairs);
    all.extend(moved);
    all
}

/// Returns the longest series of pairs, sorted by the first, in which both sides grow.
fn in_order(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // The pair that the best series of each length ends with, and the pair before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, there)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *there);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let last = ends.last().copied();
    let series = std::iter::successors(last, |at| before[*at]);
    series.map(|at| pairs[at]).collect()
}

/// Returns how often `wanted` stands in `words`.
fn count(words: &[Word], wanted: &[Word]) -> usize {
    let equal =
        |there: &&[Word]| there.iter().zip(wanted).all(|(one, other)| one.hash == other.hash);
    words.windows(wanted.len().max(1)).filter(equal).count()
}
