//! Corrections: what the reader says of a claim or a source that the program got wrong.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    claims::{ClaimKind, SourceKind},
    library::{Anchor, ArticleKey, NoteId},
};

/// A reader's decision on a claim or a source, kept apart from what the program found.
///
/// Laid over every new analysis of the article; what it is on is found again by its anchor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What it is known by.
    pub id: NoteId,
    /// The article it was made on.
    pub article: ArticleKey,
    /// What it is on: the claim's content from its first word to its last, or a mention of the
    /// source.
    pub anchor: Anchor,
    /// What the reader decided.
    pub decision: Decision,
    /// Why, in the reader's words; may be empty.
    pub reason: String,
    /// How the claim that it is on is reported, by which the shares accepted are counted; `None`
    /// for what is on a source.
    #[serde(default)]
    pub claim: Option<ClaimKind>,
    /// When it was made.
    pub made: Timestamp,
}

/// What a reader decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The claim is as the program found it.
    Accept,
    /// The claim is put down to this source.
    SaidBy(SourceChoice),
    /// Nobody claims this.
    NotAClaim,
    /// The claim's content is these passages, in reading order.
    Content(Vec<Anchor>),
    /// The source mentioned here and the one mentioned there are one.
    SameSource(Anchor),
    /// The mention here, and these, are of another source than the rest.
    OtherSource(Vec<Anchor>),
    /// The source mentioned here is called so.
    Rename(String),
    /// The source mentioned here is this.
    Nature(SourceNature),
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Whether there is a claim, and whose.
    Speaker,
    /// Which words it is.
    Words,
    /// Which mentions are of one source.
    Identity,
    /// What the source is called.
    Name,
    /// What it is.
    Nature,
}

/// Whom a reader puts a claim down to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceChoice {
    /// A source that the article mentions.
    Mentioned {
        /// Its name when the choice was made.
        name: String,
        /// Where it is mentioned.
        mention: Anchor,
    },
    /// A source that the program did not find, by the name the reader gives.
    New(String),
    /// The text does not say who.
    Unknown,
}

/// What a reader says a source is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceNature {
    /// A person, a group and so on.
    #[serde(with = "SourceKindName")]
    pub kind: SourceKind,
    /// Whether the article gives its name.
    pub named: bool,
}

/// How a [`SourceKind`] is written in a stored correction.
#[derive(Serialize, Deserialize)]
#[serde(remote = "SourceKind", rename_all = "kebab-case")]
enum SourceKindName {
    Person,
    Group,
    Organisation,
    Document,
    Unknown,
}

impl Correction {
    /// Makes the correction that `decision` is, made at `at`; `turn` tells apart those made on the
    /// same words at the same moment.
    pub fn new(
        article: ArticleKey,
        anchor: Anchor,
        decision: Decision,
        claim: Option<ClaimKind>,
        at: Timestamp,
        turn: usize,
    ) -> Self {
        let id = NoteId::new(&article, &anchor, at, turn);
        Self { id, article, anchor, decision, reason: String::new(), claim, made: at }
    }

    /// Returns the anchors it needs: what it is on, then those that its decision names.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        let inside: &[Anchor] = match &self.decision {
            Decision::Content(anchors) | Decision::OtherSource(anchors) => anchors,
            Decision::SameSource(anchor)
            | Decision::SaidBy(SourceChoice::Mentioned { mention: anchor, .. }) => {
                std::slice::from_ref(anchor)
            }
            _ => &[],
        };
        std::iter::once(&self.anchor).chain(inside)
    }

    /// Says what was decided, as lists and exports show it: `said by Anna Berg`.
    pub fn describe(&self) -> String {
        let name = self.decision.name();
        let words = |anchors: &[Anchor]| {
            let words: Vec<&str> = anchors.iter().map(|anchor| anchor.exact.as_str()).collect();
            words.join(" … ")
        };
        let of = match &self.decision {
            Decision::Accept | Decision::NotAClaim => return name.to_owned(),
            Decision::SaidBy(SourceChoice::Unknown) => "nobody that the text names".to_owned(),
            Decision::SaidBy(SourceChoice::Mentioned { name, .. } | SourceChoice::New(name))
            | Decision::Rename(name) => name.clone(),
            Decision::Content(anchors) | Decision::OtherSource(anchors) => words(anchors),
            Decision::SameSource(anchor) => anchor.exact.clone(),
            Decision::Nature(nature) => nature.describe(),
        };
        format!("{name} {of}")
    }
}

impl SourceNature {
    /// Returns it in words: `named person`, `unnamed group`.
    pub fn describe(&self) -> String {
        let kind = match self.kind {
            SourceKind::Person => "person",
            SourceKind::Group => "group",
            SourceKind::Organisation => "organisation",
            SourceKind::Document => "document",
            SourceKind::Unknown => "source",
        };
        format!("{} {kind}", if self.named { "named" } else { "unnamed" })
    }
}

impl Decision {
    /// Returns what it is about; of two on the same words and matter the later one holds.
    pub fn matter(&self) -> Matter {
        match self {
            Self::Accept | Self::SaidBy(_) | Self::NotAClaim => Matter::Speaker,
            Self::Content(_) => Matter::Words,
            Self::SameSource(_) | Self::OtherSource(_) => Matter::Identity,
            Self::Rename(_) => Matter::Name,
            Self::Nature(_) => Matter::Nature,
        }
    }

    /// Returns the decision in a word or two, as lists and exports show it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::SaidBy(_) => "said by",
            Self::NotAClaim => "not a claim",
            Self::Content(_) => "other words",
            Self::SameSource(_) => "same source",
            Self::OtherSource(_) => "another source",
            Self::Rename(_) => "called",
            Self::Nature(_) => "is a",
        }
    }
}
