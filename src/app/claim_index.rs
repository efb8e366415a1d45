//! Which claims stand at a place: the ledger of an article, ready for the screen to ask.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    attribution::Act,
    base::{Id, TextSpan},
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

/// The claims of an article, found by place.
#[derive(Debug, Default)]
pub struct ClaimIndex {
    /// Who says what; shared with what is kept of it to lay corrections over.
    pub ledger: Arc<Ledger>,
    /// All pieces by start; with equal starts, the longer first.
    pieces: Vec<Piece>,
    /// The furthest end among the pieces up to and with each one.
    furthest: Vec<usize>,
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
    /// Sorts the pieces of `ledger`, which was found in `text`.
    pub fn new(ledger: impl Into<Arc<Ledger>>, text: &str) -> Self {
        let ledger = ledger.into();
        let mut pieces: Vec<Piece> =
            ledger.claims.iter().flat_map(|(id, claim)| pieces_of(id, claim, text)).collect();
        pieces
            .sort_by_key(|piece| (piece.span.start(), usize::MAX - piece.span.end(), piece.claim));
        let furthest = pieces
            .iter()
            .scan(0, |end, piece| {
                *end = piece.span.end().max(*end);
                Some(*end)
            })
            .collect();
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
            ledger,
            pieces,
            furthest,
            by_source,
            speaking,
            words,
            total_words,
            ..Self::default()
        }
    }

    /// Sorts the pieces of a ledger with the reader's corrections.
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

    /// Returns the pieces that share a byte with `span`, in order of start.
    pub fn over(&self, span: TextSpan) -> Vec<Piece> {
        let end = self.pieces.partition_point(|piece| piece.span.start() < span.end());
        let start = self.furthest[..end].partition_point(|furthest| *furthest <= span.start());
        let overlapping = |piece: &&Piece| piece.span.overlaps(span);
        self.pieces[start..end].iter().filter(overlapping).copied().collect()
    }

    /// Returns the innermost claim that byte `at` belongs to: the one with the shortest piece there.
    pub fn at(&self, at: usize) -> Option<Id<Claim>> {
        self.over(TextSpan::new(at, at + 1))
            .iter()
            .min_by_key(|piece| (piece.span.len(), std::cmp::Reverse(piece.claim)))
            .map(|piece| piece.claim)
    }

    /// Returns whether byte `at` belongs to `claim`.
    pub fn belongs(&self, claim: Id<Claim>, at: usize) -> bool {
        self.over(TextSpan::new(at, at + 1)).iter().any(|piece| piece.claim == claim)
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
    pub fn label(&self, claim: Id<Claim>) -> String {
        let row = &self.ledger.claims[claim];
        let mut label = row.parent.map(|parent| self.label(parent) + "▸").unwrap_or_default();
        match row.source {
            Some(source) => label.push_str(&(source.index() + 1).to_string()),
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

fn pieces_of(id: Id<Claim>, claim: &Claim, text: &str) -> Vec<Piece> {
    let piece = |span, part| Piece { span, claim: id, part };
    let mut pieces = Vec::new();
    for span in &claim.content {
        match claim.kind {
            ClaimKind::Direct => pieces.push(piece(*span, Part::Quoted)),
            ClaimKind::Indirect => pieces.push(piece(*span, Part::Reported)),
            ClaimKind::Mixed => {
                pieces.extend(split_at_marks(*span, text).map(|(span, part)| piece(span, part)));
            }
        }
    }
    pieces.extend(claim.cue.iter().map(|span| piece(*span, Part::Cue)));
    pieces.extend(claim.attribution.iter().map(|span| piece(*span, Part::Attribution)));
    pieces
}

/// Parts the content of a mixed claim into what stands in quotation marks and what does not.
fn split_at_marks(content: TextSpan, text: &str) -> impl Iterator<Item = (TextSpan, Part)> {
    let words = content.slice(text).unwrap_or_default();
    let mut cuts = vec![content.start()];
    let mut open = false;
    let mut first = Part::Reported;
    for (at, c) in words.char_indices() {
        let opens = match c {
            '“' | '«' | '„' => true,
            '”' | '»' => false,
            '"' => !open,
            _ => continue,
        };
        if opens == open {
            continue;
        }
        open = opens;
        let cut = content.start() + at + if opens { 0 } else { c.len_utf8() };
        if cut > content.start() {
            cuts.push(cut);
        } else {
            first = Part::Quoted;
        }
    }
    cuts.push(content.end());
    let other = |part| if part == Part::Quoted { Part::Reported } else { Part::Quoted };
    let parts = std::iter::successors(Some(first), move |part| Some(other(*part)));
    let spans: Vec<TextSpan> = cuts.windows(2).map(|cut| TextSpan::new(cut[0], cut[1])).collect();
    spans.into_iter().zip(parts).filter(|(span, _)| !span.is_empty())
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
        let at = |words: &str| index.at(sample::TEXT.find(words).expect(words));
        assert_eq!(at("The bridge"), None);
        assert_eq!(at("Engineers"), Some(inner));
        assert_eq!(at("it is safe"), Some(inner));
        assert_eq!(at("last week"), Some(outer));
        assert_eq!(index.label(inner), "1▸2");
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
        assert_eq!(index.at(0), None);
        assert!(index.over(TextSpan::new(0, 100)).is_empty());
    }
}
