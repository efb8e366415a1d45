//! A text to look in: where the words of an anchor stand in it, and how well each place fits.

use std::ops::Range;

use crate::{
    base::{ScalarIndex, TextSpan},
    library::{
        Anchor,
        reanchor::{
            align::{Alignment, Course, Side, align},
            sought::Sought,
            words::{Word, Words},
        },
    },
};

/// How many places of one word are looked at; more are in no text that people write.
const PLACES: usize = 4096;

/// How many places of the same words are compared in full.
const REPEATS: usize = 8;

/// How many places of a word make it too common to lead anywhere.
const COMMON: usize = 96;

/// How many other places are compared with the anchor in full.
const CANDIDATES: usize = 6;

/// By how many characters one place must fit better than the next to be the one: two words.
pub(super) const MARGIN: f32 = 12.0;

/// A text with its words.
pub(super) struct Page<'t> {
    pub(super) words: Words<'t>,
    pub(super) scalars: ScalarIndex<'t>,
}

/// A place that may be the anchor's.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The first and the last word.
    pub(super) words: (usize, usize),
    /// The place.
    pub(super) span: TextSpan,
    /// The share of characters in common, 0 to 1.
    pub(super) similarity: f32,
    /// The share of what stood right before and after that is there again, 0 to 1.
    pub(super) near: f32,
    /// All characters in common, those around included.
    pub(super) fit: f32,
}

impl<'t> Page<'t> {
    /// Reads `text` once.
    pub(super) fn new(text: &'t str) -> Self {
        Self { words: Words::new(text), scalars: ScalarIndex::new(text) }
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &'t str {
        self.words.text
    }

    /// Returns where an anchor that was made on this text stands.
    pub(super) fn origin(&self, anchor: &Anchor) -> Option<TextSpan> {
        anchor.in_place(self.words.text, &self.scalars)
    }

    /// Returns where all words of the passage stand one after the other: the places of the first.
    pub(super) fn same_words(&self, sought: &Sought) -> Vec<usize> {
        let passage = &sought.words[sought.passage.clone()];
        let rarest =
            passage.iter().enumerate().min_by_key(|(_, word)| self.words.places(word).len());
        let Some((offset, word)) = rarest else { return Vec::new() };
        let first = |place: &u32| (*place as usize).checked_sub(offset);
        let here = |first: &usize| self.stand_at(passage, *first);
        self.words.places(word).iter().take(PLACES).filter_map(first).filter(here).collect()
    }

    /// Returns whether `words` stand in the text from word number `first`.
    fn stand_at(&self, words: &[Word], first: usize) -> bool {
        let there = self.words.list.get(first..first + words.len());
        there
            .is_some_and(|there| there.iter().zip(words).all(|(one, other)| one.hash == other.hash))
    }

    /// Returns whether everything that stood around the passage stands around word `first`, too.
    pub(super) fn is_whole(&self, sought: &Sought, first: usize) -> bool {
        let start = first.checked_sub(sought.passage.start);
        start.is_some_and(|start| self.stand_at(&sought.words, start))
    }

    /// Returns the candidate whose words and surroundings are all as sought.
    pub(super) fn whole(&self, sought: &Sought, first: usize) -> Candidate {
        let words = (first, first + sought.passage.len() - 1);
        let fit = (sought.weight + sought.around) as f32;
        Candidate { words, span: self.span(sought, words), similarity: 1.0, near: 1.0, fit }
    }

    /// Compares the likeliest places with the anchor in full; leaves out those that cannot come
    /// near the best.
    pub(super) fn compare(&self, sought: &Sought, same: &[usize]) -> Vec<Candidate> {
        let hits = Hits::new(self, sought);
        let diagonal = |first: &usize| *first as isize - sought.passage.start as isize;
        let likely = self.likeliest(sought, same);
        let places = likely.iter().map(|first| (diagonal(first), sought.passage.clone()));
        let seeds = hits.seeds().into_iter().map(|diagonal| (diagonal, 0..0));
        let mut courses: Vec<_> = places
            .chain(seeds)
            .map(|(diagonal, pinned)| Course { diagonal, band: hits.band, pinned })
            .map(|course| (hits.near(course.diagonal), course))
            .collect();
        courses.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        let slack = MARGIN.max(0.3 * sought.around as f32);
        let mut found: Vec<Candidate> = Vec::new();
        let mut best: f32 = 0.0;
        for (hits, course) in &courses {
            if (*hits as f32) < best - slack {
                break;
            }
            if let Some(candidate) = self.candidate(sought, course) {
                best = best.max(candidate.fit);
                keep(&mut found, candidate);
            }
        }
        found
    }

    /// Returns those of the places `same` with the most of the surroundings right beside them.
    fn likeliest(&self, sought: &Sought, same: &[usize]) -> Vec<usize> {
        if same.len() <= REPEATS {
            return same.to_vec();
        }
        let mut places: Vec<_> =
            same.iter().map(|first| (self.beside(sought, *first), *first)).collect();
        places.sort_unstable_by_key(|(beside, _)| std::cmp::Reverse(*beside));
        places.into_iter().take(REPEATS).map(|(_, first)| first).collect()
    }

    /// Returns how many characters of equal words go out from word `first` on either side.
    pub(super) fn beside(&self, sought: &Sought, first: usize) -> u32 {
        let equal = |(one, other): &(&Word, &Word)| one.hash == other.hash;
        let (before, after) =
            (&sought.words[..sought.passage.start], &sought.words[sought.passage.end..]);
        let next = first + sought.passage.len();
        let left = before.iter().rev().zip(self.words.list[..first].iter().rev()).take_while(equal);
        let right = after.iter().zip(&self.words.list[next..]).take_while(equal);
        left.chain(right).map(|(word, _)| word.length).sum()
    }

    /// Returns whether a word right beside one passage, in the same sentence, stands on the same
    /// side of another passage of another text; where neither has one, that is as good.
    pub(super) fn is_held_alike(
        &self,
        own: (usize, usize),
        now: &Self,
        there: (usize, usize),
    ) -> bool {
        let sides =
            [(self.before(own.0), now.before(there.0)), (self.after(own.1), now.after(there.1))];
        let held = |(one, other): &(Option<&Word>, Option<&Word>)| {
            one.zip(*other).is_some_and(|(one, other)| one.hash == other.hash)
        };
        sides.iter().any(held) || sides.iter().all(|(one, other)| one.is_none() && other.is_none())
    }

    /// Returns the word right before word `at`, unless a sentence ends between.
    fn before(&self, at: usize) -> Option<&Word> {
        let word = self.words.list.get(at.checked_sub(1)?)?;
        self.is_joined(word, &self.words.list[at]).then_some(word)
    }

    /// Returns the word right after word `at`, unless a sentence ends between.
    fn after(&self, at: usize) -> Option<&Word> {
        let word = self.words.list.get(at + 1)?;
        self.is_joined(&self.words.list[at], word).then_some(word)
    }

    /// Returns whether two words one after the other are in the same sentence.
    fn is_joined(&self, left: &Word, right: &Word) -> bool {
        let is_end = |word: &Word| {
            let words = &self.text()[word.start..word.end];
            words.ends_with(['.', '!', '?'])
        };
        !is_end(left) && !self.text()[left.end..right.start].contains("\n\n")
    }

    /// Returns the sentence that `span` starts in, as far as stops and paragraphs tell.
    pub(super) fn sentence_at(&self, span: TextSpan) -> TextSpan {
        let words = &self.words.list;
        let Some((at, _)) = self.words_of(span) else { return span };
        let joined = |left: &usize| self.is_joined(&words[*left], &words[*left + 1]);
        let first = (0..at).rev().take_while(joined).last().unwrap_or(at);
        let last = (at..words.len() - 1).take_while(joined).last().map_or(at, |left| left + 1);
        TextSpan::new(words[first].start, words[last].end)
    }

    /// Compares the anchor with the words along `course`.
    fn candidate(&self, sought: &Sought, course: &Course) -> Option<Candidate> {
        let Course { diagonal, band, .. } = *course;
        let reach = sought.words.len() + band + 1;
        let from = (diagonal - band as isize).max(0) as usize;
        let to = (diagonal + reach as isize).clamp(0, self.words.list.len() as isize) as usize;
        let window = self.words.list.get(from..to)?;
        let text = Side { text: self.words.text, words: window };
        let anchor = Side { text: &sought.text, words: &sought.words };
        let course = Course { diagonal: diagonal - from as isize, ..course.clone() };
        let alignment = align(anchor, text, &course);
        let mut partners = alignment.partner[sought.passage.clone()].iter().flatten();
        let first = *partners.next()?;
        let last = partners.next_back().copied().unwrap_or(first);
        let similarity = similarity(sought, &alignment, &window[first..=last]);
        let whole = 0..sought.words.len();
        let kept = |range| surroundings(sought, &alignment, window, (first, last), range);
        let (around, near) = (kept(whole), kept(sought.near.clone()));
        let near = near / sought.near_weight.max(1) as f32;
        let words = (from + first, from + last);
        let fit = similarity * sought.weight as f32 + around;
        Some(Candidate { words, span: self.span(sought, words), similarity, near, fit })
    }

    /// Returns the span of the words, without what the passage leaves out of its first and last.
    fn span(&self, sought: &Sought, words: (usize, usize)) -> TextSpan {
        let passage = &sought.words[sought.passage.clone()];
        match (passage.first(), passage.last()) {
            (Some(first), Some(last)) => self.span_of(words, (first, last), sought.cut),
            _ => TextSpan::default(),
        }
    }

    /// Returns the span of the words from the first to the last, where each is still one of the
    /// `edges` without the bytes that are `cut` from it.
    pub(super) fn span_of(
        &self,
        (first, last): (usize, usize),
        edges: (&Word, &Word),
        cut: (usize, usize),
    ) -> TextSpan {
        let (first, last) = (&self.words.list[first], &self.words.list[last]);
        let kept = |edge: &Word, word: &Word, cut| if edge.hash == word.hash { cut } else { 0 };
        let start = first.start + kept(edges.0, first, cut.0);
        let end = last.end - kept(edges.1, last, cut.1).min(last.end);
        let whole = TextSpan::new(first.start, last.end);
        // Marks of another style have other lengths; then the whole word is taken.
        let text = self.words.text;
        let fits = start < end && text.is_char_boundary(start) && text.is_char_boundary(end);
        if fits { TextSpan::new(start, end) } else { whole }
    }

    /// Returns the first and the last word that share a byte with `span`.
    pub(super) fn words_of(&self, span: TextSpan) -> Option<(usize, usize)> {
        let first = self.words.list.partition_point(|word| word.end <= span.start());
        let after = self.words.list.partition_point(|word| word.start < span.end());
        (first < after).then(|| (first, after - 1))
    }

    /// Returns how many bytes of its first and last word `span` leaves out.
    pub(super) fn cut_of(&self, span: TextSpan, (first, last): (usize, usize)) -> (usize, usize) {
        let (first, last) = (&self.words.list[first], &self.words.list[last]);
        (span.start().saturating_sub(first.start), last.end.saturating_sub(span.end()))
    }
}

/// Puts a candidate among those found; of two that share words the better one stays.
fn keep(found: &mut Vec<Candidate>, candidate: Candidate) {
    let overlaps = |other: &&mut Candidate| {
        other.words.0 <= candidate.words.1 && candidate.words.0 <= other.words.1
    };
    match found.iter_mut().find(overlaps) {
        Some(other) if other.fit < candidate.fit => *other = candidate,
        Some(_) => {}
        None => found.push(candidate),
    }
}

/// Where the words of an anchor stand in a text: each with its diagonal and its characters.
struct Hits {
    /// The diagonal, the characters and the word, in order of the diagonal.
    rare: Vec<(isize, u32, usize)>,
    /// The characters of the words that stand everywhere.
    common: u32,
    band: usize,
}

impl Hits {
    /// Looks up every word.
    fn new(page: &Page<'_>, sought: &Sought) -> Self {
        let mut hits = Self { rare: Vec::new(), common: 0, band: sought.band() };
        for (at, word) in sought.words.iter().enumerate() {
            let places = page.words.places(word);
            if places.len() > COMMON {
                hits.common += word.length;
            } else {
                let diagonal = |place: &u32| (*place as isize - at as isize, word.length, at);
                hits.rare.extend(places.iter().map(diagonal));
            }
        }
        hits.rare.sort_unstable();
        hits
    }

    /// Returns how many characters can at most be found along a diagonal.
    fn near(&self, diagonal: isize) -> u32 {
        let band = self.band as isize;
        let from = self.rare.partition_point(|hit| hit.0 < diagonal - band);
        let to = self.rare.partition_point(|hit| hit.0 <= diagonal + band);
        let mut words: Vec<(usize, u32)> =
            self.rare[from..to].iter().map(|(_, length, word)| (*word, *length)).collect();
        words.sort_unstable();
        words.dedup();
        self.common + words.iter().map(|(_, length)| length).sum::<u32>()
    }

    /// Returns the diagonals on which most of the anchor's rarer words lie, the fullest first.
    fn seeds(&self) -> Vec<isize> {
        let near = (self.band / 2) as isize;
        let mut sums: Vec<(u32, isize)> = Vec::new();
        let (mut first, mut sum) = (0, 0);
        for (diagonal, length, _) in &self.rare {
            sum += length;
            while diagonal - self.rare[first].0 > near {
                sum -= self.rare[first].1;
                first += 1;
            }
            sums.push((sum, (diagonal + self.rare[first].0) / 2));
        }
        sums.sort_unstable_by(|one, other| other.cmp(one));
        let mut taken: Vec<isize> = Vec::new();
        for (_, diagonal) in sums {
            if taken.len() == CANDIDATES {
                break;
            }
            if taken.iter().all(|other| (other - diagonal).abs() > near) {
                taken.push(diagonal);
            }
        }
        taken
    }
}

/// Returns the share of characters that the passage and `now` have in common.
fn similarity(sought: &Sought, alignment: &Alignment, now: &[Word]) -> f32 {
    let lost: u32 = alignment.cost[sought.passage.clone()].iter().sum();
    let kept = sought.weight.saturating_sub(lost) as f32;
    let length: u32 = now.iter().map(|word| word.length).sum();
    kept / sought.weight.max(length).max(1) as f32
}

/// Returns how many characters of the words of `range` that are around the passage are there
/// again, less what was put between.
fn surroundings(
    sought: &Sought,
    alignment: &Alignment,
    window: &[Word],
    (first, last): (usize, usize),
    range: Range<usize>,
) -> f32 {
    let (before, after) = (range.start..sought.passage.start, sought.passage.end..range.end);
    let partners = |words: &Range<usize>| alignment.partner[words.clone()].iter().flatten();
    let from = partners(&before).next().copied().unwrap_or(first);
    let to = partners(&after).next_back().map_or(last + 1, |at| at + 1);
    let kept = |words: &Range<usize>, there: Range<usize>| {
        let kept = words
            .clone()
            .map(|at| sought.words[at].length - alignment.cost[at].min(sought.words[at].length));
        let paired = |at: &usize| partners(words).any(|partner| partner == at);
        let extra = there.filter(|at| !paired(at)).map(|at| window[at].length);
        kept.sum::<u32>().saturating_sub(extra.sum())
    };
    let left = kept(&before, from.min(first)..first);
    let right = kept(&after, last + 1..to.max(last + 1));
    (left + right) as f32
}
