//! Finds the words of an anchor again in a text that has changed.
//!
//! Takes an [`Anchor`], the new text and, where it was kept, the old one; gives a [`Placement`].
//! Says *lost* rather than guess: the shorter a passage, the more of what stood around it must be
//! there again; where two places fit alike it names both and takes neither. The old text tells
//! much more of what stood around, and which other places of it were alike already.

mod align;
#[cfg(test)]
mod edits;
mod landmarks;
mod page;
mod sought;
#[cfg(test)]
mod tests;
mod words;

use crate::{base::TextSpan, library::Anchor};

use landmarks::{Hold, Landmarks, TINY, Verdict};
use page::{Candidate, MARGIN, Page};
use sought::Sought;

/// Where the words of an anchor are now.
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// The same words at the same position.
    Exact(TextSpan),
    /// The same words at another position, and at no other that could be meant.
    Moved(TextSpan),
    /// Other words that took the place of the anchor's.
    Changed {
        /// Where they stand.
        span: TextSpan,
        /// The share of characters that they have in common with the anchor's words, 0 to 1.
        similarity: f32,
    },
    /// Places that may be meant, in reading order: two or more that fit alike, or one where there
    /// were two.
    Ambiguous(Vec<TextSpan>),
    /// No place that fits well enough.
    Lost,
}

impl Placement {
    /// Returns the words that may be shown as annotated, or `None` if none may.
    pub fn span(&self) -> Option<TextSpan> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Changed { span, .. } => Some(*span),
            Self::Ambiguous(_) | Self::Lost => None,
        }
    }
}

/// A passage of so many characters, and [`LONG_WORDS`] words, is told by its words alone.
///
/// Shorter ones are phrases that an article may well use twice.
const LONG: u32 = 60;

/// See [`LONG`].
const LONG_WORDS: usize = 8;

/// A paragraph of so many characters, in [`RARE_WORDS`] words, is told by being in both texts only
/// once.
const RARE: u32 = 20;

/// See [`RARE`].
const RARE_WORDS: usize = 4;

/// How many passages with the same words are asked whether they come to the same place.
const RIVALS: usize = 8;

/// How many words a sentence must have to be known for one that stood elsewhere.
const SENTENCE: usize = 3;

/// A text in which anchors are looked for; made once for many.
pub struct Finder<'t> {
    now: Page<'t>,
    before: Option<Page<'t>>,
    landmarks: Option<Landmarks>,
}

impl<'t> Finder<'t> {
    /// Reads the text to look in, once for all anchors; use [`Finder::between`] where the text
    /// that they were made on is known.
    pub fn new(now: &'t str) -> Self {
        Self { now: Page::new(now), before: None, landmarks: None }
    }

    /// Reads the text that the anchors were made on and the text to look in, once for all anchors.
    pub fn between(before: &'t str, now: &'t str) -> Self {
        let (before, now) = (Page::new(before), Page::new(now));
        let landmarks = Some(Landmarks::new(&before, &now));
        Self { now, before: Some(before), landmarks }
    }

    /// Finds the words of `anchor`.
    pub fn find(&self, anchor: &Anchor) -> Placement {
        let placement = self.find_alone(anchor);
        let origin = self.before.as_ref().and_then(|page| Some((page, page.origin(anchor)?)));
        match (placement.span(), origin) {
            (Some(found), Some((page, own)))
                if self.is_another(page, own, found) || self.has_rival(page, own, found) =>
            {
                Placement::Ambiguous(vec![found])
            }
            _ => placement,
        }
    }

    /// Returns whether the sentence at `found` stood elsewhere in the old text, and the passage in
    /// one that was different: where that was taken out, its like may have come into its place.
    fn is_another(&self, page: &Page<'t>, own: TextSpan, found: TextSpan) -> bool {
        let (before, now) = (page.text(), self.now.text());
        let (stood, stands) = (page.sentence_at(own), self.now.sentence_at(found));
        let Some(sentence) = stands.slice(now) else { return false };
        if stood.slice(before) == Some(sentence) || sentence.split_whitespace().count() < SENTENCE {
            return false;
        }
        let mut places = before.match_indices(sentence);
        places.any(|(at, words)| !TextSpan::new(at, at + words.len()).overlaps(stood))
    }

    /// Returns whether the same words stood elsewhere in the old text, too, and whoever looks for
    /// those comes to the same place.
    fn has_rival(&self, page: &Page<'t>, own: TextSpan, found: TextSpan) -> bool {
        let Some(sought) = Sought::beside(page.text(), own) else { return false };
        let places = page.same_words(&sought).into_iter().take(RIVALS);
        let spans = places.map(|first| page.whole(&sought, first).span);
        spans.filter(|span| !span.overlaps(own)).any(|rival| {
            let anchor = Anchor::of(page.text(), &page.scalars, rival);
            let there = anchor.and_then(|anchor| self.find_alone(&anchor).span());
            there.is_some_and(|there| there.overlaps(found))
        })
    }

    /// Finds the words of `anchor`, whatever else may come to the same place.
    fn find_alone(&self, anchor: &Anchor) -> Placement {
        let origin = self.before.as_ref().and_then(|page| Some((page, page.origin(anchor)?)));
        let search = |sought| Search::new(self, anchor, origin, sought);
        let Some((page, span)) = origin else {
            let search = Sought::new(anchor).map(search);
            return search.map_or(Placement::Lost, |search| search.certain_or_likely());
        };
        let between = self.landmarks.as_ref().and_then(|marks| marks.find(page, &self.now, span));
        let between = match between {
            Some(Verdict::Twins) => return self.twins(page, span),
            Some(Verdict::Found(found, hold)) => Some((found, hold)),
            None => None,
        };
        let is_sure =
            |(found, hold): &(Candidate, Hold)| found.similarity == 1.0 || *hold == Hold::Firm;
        if let Some((found, _)) = between.clone().filter(is_sure) {
            return self.place(anchor, found);
        }
        let Some(wide) = Sought::around(page.text(), span).map(search) else {
            return Placement::Lost;
        };
        let certain = Sought::beside(page.text(), span)
            .and_then(|sought| search(sought).certain())
            .or_else(|| wide.certain())
            .or_else(|| Sought::in_paragraph(page.text(), span).map(search)?.certain());
        let stood_there = |placement: &Placement| {
            self.landmarks
                .as_ref()
                .zip(placement.span())
                .is_some_and(|(marks, found)| marks.stood_there(page, &self.now, span, found))
        };
        if let Some(placement) = certain.filter(|placement| !stood_there(placement)) {
            return placement;
        }
        let likely = wide.likely();
        let likely = if stood_there(&likely) { Placement::Lost } else { likely };
        match (likely, between) {
            (Placement::Lost | Placement::Ambiguous(_), Some((found, _)))
                if found.similarity >= wide.least_between() =>
            {
                self.place(anchor, found)
            }
            (placement, _) => placement,
        }
    }

    /// Names what became of `anchor`, which is now at `candidate`.
    fn place(&self, anchor: &Anchor, candidate: Candidate) -> Placement {
        let now = candidate.span.slice(self.now.text()).unwrap_or_default();
        let Candidate { span, similarity, .. } = candidate;
        if !now.split_whitespace().eq(anchor.exact.split_whitespace()) {
            // The style of a mark counts as no character, yet the words are not the same.
            return Placement::Changed { span, similarity: similarity.min(0.999) };
        }
        let is_in_place = self.now.scalars.scalar(span.start()) == anchor.start;
        if is_in_place { Placement::Exact(span) } else { Placement::Moved(span) }
    }

    /// Names the places of words of which some were taken out from among their like.
    fn twins(&self, page: &Page<'t>, span: TextSpan) -> Placement {
        let sought = Sought::beside(page.text(), span);
        let places = |sought: Sought| {
            let first = self.now.same_words(&sought).into_iter();
            first.map(|first| self.now.whole(&sought, first).span).collect::<Vec<_>>()
        };
        match sought.map(places) {
            Some(places) if !places.is_empty() => Placement::Ambiguous(places),
            _ => Placement::Lost,
        }
    }
}

/// One anchor being looked for.
struct Search<'s, 't> {
    finder: &'s Finder<'t>,
    anchor: &'s Anchor,
    sought: Sought,
    /// Where the passage's words stand one after the other now: the first word of each place.
    same: Vec<usize>,
    /// How often they stood in the old text; 0 where that is not known.
    times: usize,
    /// The old text and the anchor's place in it, where that is known.
    origin: Option<(&'s Page<'t>, TextSpan)>,
}

impl<'s, 't> Search<'s, 't> {
    /// Looks up where the words of the passage stand.
    fn new(
        finder: &'s Finder<'t>,
        anchor: &'s Anchor,
        origin: Option<(&'s Page<'t>, TextSpan)>,
        sought: Sought,
    ) -> Self {
        let same = finder.now.same_words(&sought);
        let times = origin.map_or(0, |(page, _)| page.same_words(&sought).len());
        Self { finder, anchor, sought, same, times, origin }
    }

    /// Finds the one place that is as it was, else the one that is most like it.
    fn certain_or_likely(&self) -> Placement {
        self.certain().unwrap_or_else(|| self.likely())
    }

    /// Finds the one place where everything is as it was, with all that stood around.
    ///
    /// Returns `None` if there is no such place, or several, or too little stood around to tell.
    fn certain(&self) -> Option<Placement> {
        let page = &self.finder.now;
        let mut whole = self.same.iter().filter(|first| page.is_whole(&self.sought, **first));
        let first = whole.next()?;
        // Half of the surroundings elsewhere: that may be the place, edited, and this a copy of it.
        let copied = |other: &&usize| page.beside(&self.sought, **other) * 2 >= self.sought.around;
        let others = self.same.iter().filter(|other| *other != first);
        let only = others.filter(copied).count() == 0 && self.sought.around >= 16;
        (only && self.was_only())
            .then(|| self.finder.place(self.anchor, page.whole(&self.sought, *first)))
    }

    /// Returns whether the old text had the passage with all that stood around only once.
    fn was_only(&self) -> bool {
        self.origin.is_none_or(|(page, _)| {
            let same = page.same_words(&self.sought);
            same.iter().filter(|first| page.is_whole(&self.sought, **first)).count() < 2
        })
    }

    /// Takes the best of the acceptable places, if there is a best.
    fn likely(&self) -> Placement {
        let mut found = self.finder.now.compare(&self.sought, &self.same);
        let rare = self.is_rare();
        found.retain(|candidate| self.is_acceptable(candidate, rare));
        found.sort_by(|one, other| other.fit.total_cmp(&one.fit));
        let Some(best) = found.first().cloned() else { return Placement::Lost };
        found.retain(|candidate| best.fit - candidate.fit < self.margin(candidate));
        if let [_] = found[..]
            && self.is_mutual(&best)
        {
            return self.finder.place(self.anchor, best);
        }
        if let Some(stayed) = self.stayed(&found) {
            return self.finder.place(self.anchor, stayed);
        }
        let mut spans: Vec<_> = found.iter().map(|candidate| candidate.span).collect();
        spans.sort();
        Placement::Ambiguous(spans)
    }

    /// Returns by how much another place must fit better than `candidate` to be the one.
    fn margin(&self, candidate: &Candidate) -> f32 {
        let around = self.sought.around as f32;
        if candidate.similarity == 1.0 && candidate.near >= 0.8 && self.origin.is_some() {
            // A copy of the whole sentence: the rest of the paragraph must tell.
            return MARGIN.max(0.25 * around);
        }
        MARGIN.min((around / 3.0).max(4.0))
    }

    /// Returns whether the old text, asked for what stands at `candidate` now, names the anchor's
    /// own place, and no other fits it as well.
    ///
    /// Otherwise the place is one that the old text had elsewhere, and the anchor's is gone.
    fn is_mutual(&self, candidate: &Candidate) -> bool {
        let Some((page, origin)) = self.origin else { return true };
        let back = Sought::around(self.finder.now.text(), candidate.span);
        let Some(back) = back else { return false };
        let places = page.compare(&back, &page.same_words(&back));
        // Words that are the anchor's to the letter can only have been elsewhere where the old text
        // had these words, too.
        let alike = if candidate.similarity == 1.0 { 0.95 } else { 0.4 };
        let alike = places.iter().filter(|place| place.similarity >= alike);
        let (own, others): (Vec<_>, Vec<_>) = alike.partition(|place| place.span.overlaps(origin));
        let best = |places: &[&Candidate]| {
            places.iter().copied().max_by(|one, other| one.fit.total_cmp(&other.fit)).cloned()
        };
        let own = best(&own);
        let margin = MARGIN.max(0.2 * back.around as f32);
        let is_better = |own: &Candidate, other: &Candidate| {
            own.fit >= other.fit + margin && own.similarity + 0.25 >= other.similarity
        };
        own.is_some_and(|own| others.iter().all(|other| is_better(&own, other)))
    }

    /// Returns whether the passage is a whole paragraph of several words, which stood once in the
    /// old text and stands once in the new one: a heading that moved.
    fn is_rare(&self) -> bool {
        let paragraph = |(page, span): (&Page<'_>, TextSpan)| {
            Sought::in_paragraph(page.text(), span).is_some_and(|paragraph| paragraph.around < 4)
        };
        self.times == 1
            && self.same.len() == 1
            && self.sought.weight >= RARE
            && self.sought.passage.len() >= RARE_WORDS
            && self.origin.is_some_and(paragraph)
    }

    /// Returns whether a place fits well enough to show the annotation there.
    ///
    /// The numbers were set on the edits of `edits`, towards no false anchor.
    fn is_acceptable(&self, candidate: &Candidate, rare: bool) -> bool {
        let weight = self.sought.weight as f32;
        // 1 for a passage of no length, ½ for one of 16 characters, towards 0 for a long one.
        let shortness = 16.0 / (16.0 + weight);
        let long = if self.origin.is_some() { LONG } else { LONG * 2 };
        let is_long = self.sought.weight >= long && self.sought.passage.len() >= LONG_WORDS;
        let around = candidate.fit - candidate.similarity * weight;
        let known = around >= 0.6 * self.sought.around as f32;
        let (most, least, words) = match self.origin {
            // All the rest of the paragraph stands here: what was not kept was edited here.
            Some(_) if known && self.times == 1 => (0.4, 0.1, 0.4),
            Some(_) if known => (0.6, 0.3, 0.4),
            Some(_) => (0.85, 0.3, 0.55),
            // Without the old text we do not know how many places were alike.
            None => (1.0, 0.9, 0.6),
        };
        if candidate.similarity == 1.0 {
            let needed = if is_long { 0.0 } else { (most * (1.0 - weight / 60.0)).max(least) };
            let told = rare || self.is_bare() || self.stays(candidate);
            return told || candidate.near >= needed && self.is_held(candidate);
        }
        let nearly = is_long && candidate.similarity >= 0.9;
        let needed = if nearly { least } else { least + 0.15 + 0.5 * shortness };
        candidate.similarity >= words + 0.3 * shortness && candidate.near >= needed.min(0.9)
    }

    /// Returns whether a word that is alone is held by one beside it, of the same sentence: it may
    /// stand by chance in the sentence that took the place of its own.
    fn is_held(&self, candidate: &Candidate) -> bool {
        let Some((page, own)) = self.origin else { return true };
        let Some(place) = page.words_of(own) else { return true };
        self.sought.weight >= TINY || page.is_held_alike(place, &self.finder.now, candidate.words)
    }

    /// Returns how alike words must be that stand between the same landmarks as the passage did.
    fn least_between(&self) -> f32 {
        let weight = self.sought.weight as f32;
        0.4 + 0.3 * 16.0 / (16.0 + weight)
    }

    /// Returns whether nothing is known of a passage but its words, and those are several that
    /// stand here once: other programs keep no more.
    fn is_bare(&self) -> bool {
        self.sought.around == 0
            && self.anchor.end == 0
            && self.same.len() == 1
            && self.sought.weight >= RARE
            && self.sought.passage.len() >= RARE_WORDS
    }

    /// Returns whether an anchor without any surroundings has its words where it had them, and
    /// nowhere else.
    fn stays(&self, candidate: &Candidate) -> bool {
        self.sought.around == 0 && self.same.len() == 1 && self.is_in_place(candidate)
    }

    /// Returns the one of several equal places that is where the anchor was.
    ///
    /// Not among places close to each other: in “No. No. No.” the second takes the place of the
    /// first when that is removed.
    fn stayed(&self, found: &[Candidate]) -> Option<Candidate> {
        let whole = |one: &&Candidate| one.similarity == 1.0 && one.near >= 1.0;
        let stayed = found.iter().filter(whole).find(|one| self.is_in_place(one))?;
        let reach = self.sought.text.len();
        let others = found.iter().filter(|one| one.span != stayed.span);
        let far = |one: &Candidate| one.span.start().abs_diff(stayed.span.start()) > reach;
        others.clone().all(far).then(|| stayed.clone())
    }

    /// Returns whether a place starts where the anchor started.
    fn is_in_place(&self, candidate: &Candidate) -> bool {
        self.finder.now.scalars.scalar(candidate.span.start()) == self.anchor.start
    }
}
