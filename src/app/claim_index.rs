//! Which claims stand at a place: the ledger of an article, ready for the screen to ask.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use compact_str::{CompactString, ToCompactString};
use smallvec::SmallVec;

use crate::{
    attribution::Act,
    base::{ByteOffset, Id, TextSpan},
    claims::{Claim, ClaimKind, Ledger, Source},
    library::{NoteId, Overlay},
};

/// Which part of a claim a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is claimed, in the source's own words.
    Quoted,
    /// What is claimed, in the article's words.
    Reported,
    /// The words that attribute it.
    Cue,
    /// The words that name the source.
    Attribution,
}

/// A piece of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub span: TextSpan,
    /// Whose it is.
    pub claim: Id<Claim>,
    /// What it is of the claim.
    pub part: Part,
}

/// Pieces of a row, mostly few.
pub type Pieces = SmallVec<[Piece; 8]>;

/// A stretch of text with pieces of a claim in it.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    span: TextSpan,
    claim: Id<Claim>,
    /// The furthest end among the stretches up to and with this one.
    furthest: ByteOffset,
}

/// The claims of an article, found by place.
#[derive(Debug, Default)]
pub struct ClaimIndex {
    /// Who says what; shared with what is kept of it to lay corrections over.
    pub ledger: Arc<Ledger>,
    /// Where claims stand, by start; a long article has hundreds of thousands, so their pieces are
    /// only made where they are asked for.
    stretches: Vec<Stretch>,
    /// The claims of each source in reading order, in the order of the sources.
    by_source: Vec<Vec<Id<Claim>>>,
    /// The sources that say something, in order.
    speaking: Vec<Id<Source>>,
    /// How many words each source is given, in the order of the sources.
    words: Vec<usize>,
    /// How many words the article has.
    total_words: usize,
    /// The claims that the reader decided on, each with the correction.
    by_reader: BTreeMap<Id<Claim>, NoteId>,
    /// The sources that the reader named, merged, split or described.
    sources_by_reader: BTreeSet<Id<Source>>,
    /// Whether corrections were laid over it.
    is_corrected: bool,
}

impl ClaimIndex {
    /// Sorts the claims of `ledger`, which was found in `text`.
    pub fn new(ledger: impl Into<Arc<Ledger>>, text: &str) -> Self {
        let ledger = ledger.into();
        let mut words = vec![0; ledger.sources.len()];
        let mut by_source = vec![Vec::new(); ledger.sources.len()];
        for (id, claim) in ledger.claims.iter() {
            if let Some(source) = claim.source {
                by_source[source.index()].push(id);
                words[source.index()] +=
                    claim.content.iter().map(|span| count_words(span.slice(text))).sum::<usize>();
            }
        }
        let says_something = |source: &Id<Source>| !by_source[source.index()].is_empty();
        let speaking = ledger.sources.ids().filter(says_something).collect();
        let total_words = count_words(Some(text));
        Self {
            stretches: stretches(&ledger),
            ledger,
            by_source,
            speaking,
            words,
            total_words,
            ..Self::default()
        }
    }

    /// Sorts the claims of a ledger with the reader's corrections.
    pub fn corrected(overlay: Overlay, text: &str) -> Self {
        let Overlay { ledger, claims, sources, .. } = overlay;
        let index = Self::new(ledger, text);
        Self { by_reader: claims, sources_by_reader: sources, is_corrected: true, ..index }
    }

    /// Returns whether no correction was laid over it.
    pub fn is_as_found(&self) -> bool {
        !self.is_corrected
    }

    /// Returns whether the reader decided on `claim`.
    pub fn is_by_reader(&self, claim: Id<Claim>) -> bool {
        self.by_reader.contains_key(&claim)
    }

    /// Returns whether the reader named, merged, split or described `source`.
    pub fn is_source_by_reader(&self, source: Id<Source>) -> bool {
        self.sources_by_reader.contains(&source)
    }

    /// Returns the last correction of `claim`.
    pub fn correction_of(&self, claim: Id<Claim>) -> Option<&NoteId> {
        self.by_reader.get(&claim)
    }

    /// Returns what share of the article's words `source` is given, in percent, rounded.
    pub fn share(&self, source: Id<Source>) -> usize {
        let words = self.words.get(source.index()).copied().unwrap_or(0);
        (words * 100 + self.total_words / 2) / self.total_words.max(1)
    }

    /// Returns the sources that say something; who only may have said it is no source yet.
    pub fn speaking(&self) -> &[Id<Source>] {
        &self.speaking
    }

    /// Returns the claims of `source`, in reading order.
    pub fn claims_of(&self, source: Id<Source>) -> &[Id<Claim>] {
        self.by_source.get(source.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns how many words `source` is given.
    pub fn words_of(&self, source: Id<Source>) -> usize {
        self.words.get(source.index()).copied().unwrap_or(0)
    }

    /// Returns the pieces that share a byte with `span` of `text`, which is the article's, in order
    /// of start; with equal starts, the longer first.
    pub fn over(&self, span: TextSpan, text: &str) -> Pieces {
        let mut pieces = Pieces::new();
        for stretch in self.near(span) {
            let shared = stretch.span.intersection(span).unwrap_or_default();
            add_pieces(
                shared,
                stretch.claim,
                &self.ledger.claims[stretch.claim],
                text,
                &mut pieces,
            );
        }
        if pieces.len() > 1 {
            pieces.sort_by_key(|piece| {
                (piece.span.start(), usize::MAX - piece.span.end(), piece.claim, piece.part)
            });
            pieces.dedup();
        }
        pieces
    }

    /// Returns the stretches that share a byte with `span`.
    fn near(&self, span: TextSpan) -> impl Iterator<Item = &Stretch> {
        let end = self.stretches.partition_point(|other| other.span.start() < span.end());
        let before = &self.stretches[..end];
        let start = before.partition_point(|other| other.furthest.index() <= span.start());
        before[start..].iter().filter(move |other| other.span.overlaps(span))
    }

    /// Returns the innermost claim that byte `at` of `text` belongs to: the one with the shortest
    /// piece there.
    pub fn at(&self, at: usize, text: &str) -> Option<Id<Claim>> {
        let here = TextSpan::new(at, at + 1);
        let mut claims = self.near(here).map(|stretch| stretch.claim);
        let first = claims.find(|claim| self.belongs(*claim, at))?;
        // Of one alone the pieces, which are found by reading it, need not be measured.
        if claims.all(|other| other == first || !self.belongs(other, at)) {
            return Some(first);
        }
        let pieces = self.over(here, text);
        let inner =
            pieces.iter().min_by_key(|piece| (piece.span.len(), std::cmp::Reverse(piece.claim)));
        inner.map(|piece| piece.claim)
    }

    /// Returns whether byte `at` belongs to `claim`.
    pub fn belongs(&self, claim: Id<Claim>, at: usize) -> bool {
        let claim = self.ledger.claims.get(claim);
        claim.is_some_and(|claim| spans_of(claim).any(|span| span.contains(at)))
    }

    /// Returns the sources that speak in `claim`, the outermost first: who says that who says it.
    pub fn speakers(&self, claim: Id<Claim>) -> Vec<Option<Id<Source>>> {
        let mut speakers: Vec<_> = std::iter::once(claim)
            .chain(self.ledger.chain(claim))
            .map(|id| self.ledger.claims[id].source)
            .collect();
        speakers.reverse();
        speakers
    }

    /// Returns the chain as it stands in the margin: `1▸3`, `?` for an unknown source.
    pub fn label(&self, claim: Id<Claim>) -> CompactString {
        let row = &self.ledger.claims[claim];
        let mut label = row.parent.map(|parent| self.label(parent) + "▸").unwrap_or_default();
        match row.source {
            Some(source) => label.push_str(&(source.index() + 1).to_compact_string()),
            None => label.push('?'),
        }
        label
    }

    /// Returns whether `claim` is what somebody is said to think or want, not to say.
    pub fn is_attitude(&self, claim: Id<Claim>) -> bool {
        self.ledger.claims[claim].act == Act::Attitude
    }

    /// Returns whether a reader should be warned of this claim: the source is unknown or in doubt,
    /// or the odds are not much better than even. What the reader decided is never doubtful.
    pub fn is_doubtful(&self, claim: Id<Claim>) -> bool {
        if self.is_by_reader(claim) {
            return false;
        }
        let claim = &self.ledger.claims[claim];
        claim.source.is_none() || !claim.candidates.is_empty() || claim.confidence < DOUBT
    }
}

fn count_words(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.split_whitespace().count())
}

/// Returns all that belongs to `claim`.
fn spans_of(claim: &Claim) -> impl Iterator<Item = TextSpan> {
    claim.content.iter().copied().chain(claim.cue).chain(claim.attribution)
}

/// Returns where the claims of `ledger` stand, by start.
///
/// A claim of one piece stands with its cue and source in one stretch. One that goes on may go on
/// through all of the text: each of its pieces is a stretch, so that few are near any place.
fn stretches(ledger: &Ledger) -> Vec<Stretch> {
    let furthest = ByteOffset::default();
    let mut stretches = Vec::with_capacity(ledger.claims.len());
    for (claim, row) in ledger.claims.iter() {
        let spans = spans_of(row);
        if row.content.len() == 1 {
            let span = spans.reduce(TextSpan::hull).unwrap_or_default();
            stretches.push(Stretch { span, claim, furthest });
        } else {
            stretches.extend(spans.map(|span| Stretch { span, claim, furthest }));
        }
    }
    // They are nearly in order, and no two of them have an equal key that would tell them apart.
    stretches.sort_unstable_by_key(|stretch| (stretch.span.start(), stretch.claim));
    let mut furthest = 0;
    for stretch in &mut stretches {
        furthest = stretch.span.end().max(furthest);
        stretch.furthest = ByteOffset::new(furthest);
    }
    stretches
}

/// Adds the pieces of `claim`, which has this number, that share a byte with `span`.
fn add_pieces(span: TextSpan, id: Id<Claim>, claim: &Claim, text: &str, pieces: &mut Pieces) {
    let mut add = |own: TextSpan, part| {
        if own.overlaps(span) {
            pieces.push(Piece { span: own, claim: id, part });
        }
    };
    let first = claim.content.partition_point(|piece| piece.end() <= span.start());
    let near = claim.content[first..].iter().take_while(|piece| piece.start() < span.end());
    for piece in near {
        match claim.kind {
            ClaimKind::Direct => add(*piece, Part::Quoted),
            ClaimKind::Indirect => add(*piece, Part::Reported),
            ClaimKind::Mixed => {
                split_at_marks(*piece, text).for_each(|(own, part)| add(own, part));
            }
        }
    }
    claim.cue.into_iter().for_each(|own| add(own, Part::Cue));
    claim.attribution.into_iter().for_each(|own| add(own, Part::Attribution));
}

/// Parts the content of a mixed claim into what stands in quotation marks and what does not.
fn split_at_marks(content: TextSpan, text: &str) -> impl Iterator<Item = (TextSpan, Part)> {
    let words = content.slice(text).unwrap_or_default();
    // Most bytes can begin no mark, and are passed over without reading a character.
    let mut places =
        words.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'"' | 0xc2 | 0xe2));
    let (mut from, mut is_open) = (content.start(), false);
    std::iter::from_fn(move || {
        while from < content.end() {
            let part = if is_open { Part::Quoted } else { Part::Reported };
            let Some((at, _)) = places.next() else {
                let rest = TextSpan::new(from, content.end());
                from = content.end();
                return Some((rest, part));
            };
            let mark = words.get(at..).and_then(|rest| rest.chars().next());
            let opens = match mark {
                Some('“' | '«' | '„') => true,
                Some('”' | '»') => false,
                Some('"') => !is_open,
                _ => continue,
            };
            if opens == is_open {
                continue;
            }
            is_open = opens;
            let behind = if opens { 0 } else { mark.map_or(0, char::len_utf8) };
            let piece = TextSpan::new(from, content.start() + at + behind);
            from = piece.end();
            if !piece.is_empty() {
                return Some((piece, part));
            }
        }
        None
    })
}

/// Confidence below which a claim is shown as doubtful: about one such claim in two is wrong.
pub const DOUBT: f32 = 0.6;

/// Returns a number with its noun: `1 claim`, `2 claims`.
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Returns the word for a kind.
pub fn kind_name(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Direct => "direct",
        ClaimKind::Mixed => "mixed",
        ClaimKind::Indirect => "indirect",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::sample, base::Table};

    #[test]
    fn finds_the_innermost_claim() {
        let index = ClaimIndex::new(sample::ledger(), sample::TEXT);
        let outer = Id::new(0);
        let inner = Id::new(1);
        let at = |words: &str| index.at(sample::TEXT.find(words).expect(words), sample::TEXT);
        assert_eq!(at("The bridge"), None);
        assert_eq!(at("Engineers"), Some(inner));
        assert_eq!(at("it is safe"), Some(inner));
        assert_eq!(at("last week"), Some(outer));
        assert_eq!(index.label(inner), "1▸2");
    }

    /// Checks the pieces of one claim of three that share a byte with `span`, as `start..end part`.
    fn check_over(span: (usize, usize), pieces: &[&str]) {
        let text = "He said: “one” two “three” four, five.";
        let mut claim = Claim::by_reader(
            ClaimKind::Mixed,
            [TextSpan::new(9, 20), TextSpan::new(34, 38)].into_iter().collect(),
        );
        claim.cue = Some(TextSpan::new(3, 7));
        claim.attribution = Some(TextSpan::new(0, 2));
        let claims = [claim].into_iter().collect();
        let index = ClaimIndex::new(Ledger { claims, sources: Table::new() }, text);
        let found = index.over(TextSpan::new(span.0, span.1), text);
        let shown: Vec<String> =
            found.iter().map(|own| format!("{:?} {:?}", own.span.range(), own.part)).collect();
        assert_eq!(shown, pieces, "{span:?}");
    }

    #[test]
    fn the_pieces_of_a_claim_that_goes_on_are_found_where_they_stand() {
        check_over((0, 8), &["0..2 Attribution", "3..7 Cue"]);
        check_over((2, 3), &[]);
        check_over((6, 10), &["3..7 Cue", "9..18 Quoted"]);
        check_over((18, 36), &["18..20 Reported", "34..38 Reported"]);
        check_over((20, 34), &[]);
        check_over((37, 99), &["34..38 Reported"]);
    }

    #[test]
    fn mixed_content_is_parted_at_its_marks() {
        let text = "it was “not safe” and \"shut\".";
        let parts = split_at_marks(TextSpan::new(0, text.len()), text);
        let parts: Vec<_> = parts.map(|(span, part)| (&text[span.range()], part)).collect();
        assert_eq!(
            parts,
            [
                ("it was ", Part::Reported),
                ("“not safe”", Part::Quoted),
                (" and ", Part::Reported),
                ("\"shut\"", Part::Quoted),
                (".", Part::Reported),
            ]
        );
    }

    #[test]
    fn no_claims_are_nowhere() {
        let index = ClaimIndex::new(Ledger { claims: Table::new(), sources: Table::new() }, "");
        assert_eq!(index.at(0, ""), None);
        assert!(index.over(TextSpan::new(0, 100), "").is_empty());
    }
}
