//! A claim: what somebody is said to have said, thought or done with words.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    attribution::{Act, Reason},
    base::{Id, Table, TextSpan},
    claims::{Ground, Source},
};

/// The pieces of a claim's content: nearly always one.
pub type Pieces = SmallVec<[TextSpan; 1]>;

/// Something that the article puts down to somebody.
///
/// A long article has hundreds of thousands, so they are kept small.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// How much of it stands in quotation marks.
    pub kind: ClaimKind,
    /// Speech or attitude.
    pub act: Act,
    /// Who says so; `None` where the text does not say, or where we would have to guess: then
    /// `candidates` may hold guesses.
    pub source: Option<Id<Source>>,
    /// The claim whose content this one lies in: there, its source speaks through that one's.
    pub parent: Option<Id<Claim>>,
    /// 0 to 1: the share of claims at this value that should prove right in their words: what is
    /// claimed, the cue, and the words that name the source. Whom those words mean is another
    /// question, which `candidates` answers.
    pub confidence: f32,
    /// What is claimed, in reading order; never empty.
    pub content: Pieces,
    /// The words that attribute it; `None` where it carries on without any.
    pub cue: Option<TextSpan>,
    /// The words that name the source here; `None` where the text names none.
    pub attribution: Option<TextSpan>,
    /// How it was found.
    pub reason: Reason,
    /// Why the words of `attribution` were taken for this source.
    pub grouping: Ground,
    /// Where it is in doubt whom a pronoun means: those whom it may, the likeliest first, `source`
    /// among them. Empty where there is no doubt, or nobody fits.
    pub candidates: Vec<Candidate>,
}

/// Somebody whom a claim may be put down to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Who.
    pub source: Id<Source>,
    /// 0 to 1: how often such a candidate proves the right one.
    pub share: f32,
}

/// How much of a claim stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClaimKind {
    /// All of it.
    Direct,
    /// Part of it.
    Mixed,
    /// None of it.
    Indirect,
}

impl Claim {
    /// Makes a claim that a reader found where the engine did not; it is put down to nobody yet.
    pub fn by_reader(kind: ClaimKind, content: Pieces) -> Self {
        Self {
            kind,
            act: Act::Speech,
            source: None,
            parent: None,
            confidence: 1.0,
            content,
            cue: None,
            attribution: None,
            reason: Reason::Reader,
            grouping: Ground::default(),
            candidates: Vec::new(),
        }
    }

    /// Returns who may have said it, if that is in doubt: `Carl Holt 48%, Anna Berg 40%`.
    pub fn doubt(&self, sources: &Table<Source>) -> Option<String> {
        let named = self.candidates.iter().filter_map(|candidate| {
            let name = &sources.get(candidate.source)?.name;
            Some(format!("{name} {:.0}%", candidate.share * 100.0))
        });
        let all = named.collect::<Vec<_>>().join(", ");
        (!all.is_empty()).then_some(all)
    }

    /// Returns the span from the first word of the content to the last.
    pub fn hull(&self) -> TextSpan {
        self.content.iter().copied().reduce(TextSpan::hull).unwrap_or_default()
    }
}
