//! Attributions to claims and sources: who says what, and through whom.
//!
//! Comes from [`attribution`](crate::attribution), paragraph by paragraph; goes to the screen, to
//! `extract` and to the library. Analysis cannot fail: what the text does not give is `None`.

mod claim;
mod ground;
mod source;

mod bearers;
mod details;
mod entity;
mod found;
mod gather;
mod lexicon;
mod link;
mod locate;
mod mention;
mod mentions;
mod merge;
mod name;
mod nest;
mod portrait;
mod pronoun;
mod scan;
mod settle;
mod takes_up;
mod why;
mod words;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod notation;

pub use claim::{Candidate, Claim, ClaimKind, Pieces};
pub use ground::{Ground, Whom};
pub use source::{Detail, DetailKind, Source, SourceKind};

use crate::{
    attribution::Findings,
    base::{Id, Table},
    claims::{
        gather::{Before, RawClaim, gather},
        merge::Merger,
    },
    text::Text,
};

/// Who says what in one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Every claim, in order of the start of its content.
    pub claims: Table<Claim>,
    /// Everyone and everything that a claim is put down to, in order of their first claim; then
    /// those that are candidates only.
    pub sources: Table<Source>,
}

impl Ledger {
    /// Returns the claims of `source`, in reading order.
    pub fn claims_of(&self, source: Id<Source>) -> impl DoubleEndedIterator<Item = Id<Claim>> {
        self.claims.iter().filter(move |(_, claim)| claim.source == Some(source)).map(|(id, _)| id)
    }

    /// Returns the claims that `claim` lies in, the nearest first.
    ///
    /// A parent's content starts before its child's, or at the same place and ends after it, so
    /// this ends.
    pub fn chain(&self, claim: Id<Claim>) -> impl Iterator<Item = Id<Claim>> {
        let parent = |id: Id<Claim>| self.claims.get(id).and_then(|claim| claim.parent);
        std::iter::successors(parent(claim), move |id| parent(*id)).take(self.claims.len())
    }

    /// Says in a few words why `claim` is there and why it has its source, for `gw` and
    /// `extract --explain`: “subject of “said”; pronoun: the only woman named before”.
    ///
    /// `text` is the article's. Empty if the ledger has no such claim.
    pub fn why(&self, claim: Id<Claim>, text: &str) -> String {
        let why = |claim| why::why(claim, &self.sources, text);
        self.claims.get(claim).map(why).unwrap_or_default()
    }
}

/// Gathers what the engine finds and who is who in it, paragraph by paragraph.
pub struct LedgerBuilder<'t, 'a> {
    text: &'t Text<'a>,
    claims: Vec<RawClaim>,
    merger: Merger<'a>,
    sentences: usize,
}

impl<'t, 'a> LedgerBuilder<'t, 'a> {
    /// Makes a builder for the findings of `text`.
    pub fn new(text: &'t Text<'a>) -> Self {
        let merger = Merger::new(text.string());
        Self { text, claims: Vec::new(), merger, sentences: 0 }
    }

    /// Takes in what was found in the next paragraph; keeps spans, not tokens.
    pub fn add(&mut self, findings: &Findings<'_>) {
        let before = Before { mentions: self.merger.mentions(), sentences: self.sentences };
        let Some(mut gathered) = gather(self.text, findings, before) else { return };
        self.sentences += gathered.sentences;
        self.merger.read(&gathered.mentions, &gathered.speaks);
        for raw in &mut gathered.claims {
            let ground = raw.mention.map(|mention| self.merger.ground(mention));
            raw.claim.grouping = ground.unwrap_or_default();
        }
        self.claims.append(&mut gathered.claims);
    }

    /// Links claims inside claims, tells their sources, and numbers all.
    pub fn finish(self) -> Ledger {
        settle::settle(self.text, self.claims, self.merger)
    }
}
