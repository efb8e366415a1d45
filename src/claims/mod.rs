//! Attributions to claims and sources: who says what, and through whom.
//!
//! Comes from [`attribution`](crate::attribution), paragraph by paragraph; goes to the screen, to
//! `extract` and to the library. Analysis cannot fail: what the text does not give is `None`.

mod claim;
mod source;

mod details;
mod entity;
mod gather;
mod lexicon;
mod link;
mod locate;
mod mention;
mod merge;
mod name;
mod nest;
mod portrait;
mod pronoun;
mod scan;
mod settle;
mod takes_up;
mod why;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod notation;

pub use claim::{Candidate, Claim, ClaimKind};
pub use source::{Detail, DetailKind, Source, SourceKind};

use crate::{
    attribution::Findings,
    base::{Id, Table},
    claims::gather::Gathered,
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

/// Gathers what the engine finds, then says who is who.
pub struct LedgerBuilder<'t, 'a> {
    text: &'t Text<'a>,
    gathered: Gathered,
}

impl<'t, 'a> LedgerBuilder<'t, 'a> {
    /// Makes a builder for the findings of `text`.
    pub fn new(text: &'t Text<'a>) -> Self {
        Self { text, gathered: Gathered::default() }
    }

    /// Takes in what was found in the next paragraph; keeps spans, not tokens.
    pub fn add(&mut self, findings: &Findings<'_>) {
        self.gathered.add(self.text, findings);
    }

    /// Groups the mentions of each source, links claims inside claims, and numbers all.
    pub fn finish(self) -> Ledger {
        settle::settle(self.text, self.gathered)
    }
}
