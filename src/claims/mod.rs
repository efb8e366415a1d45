//! Attributions to claims and sources: who says what, and through whom.
//!
//! Comes from [`attribution`](crate::attribution), paragraph by paragraph; goes to the screen, to
//! `extract` and to the library. Analysis cannot fail: what the text does not give is `None`.

mod claim;
mod source;

mod builder;
mod kind;

mod gather;
mod mention;
mod page;
mod phrase;
mod reference;
mod words;

mod description;
mod entity;
mod link;
mod merge;
mod name;
mod names;
mod pronoun;

mod chain;
mod explain;
mod naming;

pub use builder::LedgerBuilder;
pub use claim::{Claim, ClaimKind};
pub use source::{Detail, DetailKind, Source, SourceKind};

use crate::base::{Id, Table};

/// Who says what in one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Every claim, in order of the start of its content.
    pub claims: Table<Claim>,
    /// Everyone and everything that a claim is put down to, in order of their first claim.
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

    /// Says in one line why `claim` was found and why it was put down to its source: “subject of
    /// “said”; pronoun: the only woman named before”. `text` is the article's; empty for a claim
    /// of another ledger.
    pub fn why(&self, claim: Id<Claim>, text: &str) -> String {
        self.claims.get(claim).map(|claim| explain::why(claim, self, text)).unwrap_or_default()
    }
}
