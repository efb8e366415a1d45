//! What is known of one source while mentions are being grouped.
//!
//! Grows with each mention; goes into a [`Source`](super::Source) when it turns out that claims
//! are put down to it.

use std::ops::{Index, IndexMut};

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    base::Id,
    claims::{
        SourceKind,
        lexicon::{Gender, Number},
        mention::{Mention, Place},
        mentions::Mentions,
        name::Name,
        words::Words,
    },
};

/// The number of an entity.
pub(super) type EntityId = Id<Entity>;

/// Somebody or something that mentions refer to.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub(super) kind: SourceKind,
    pub(super) number: Number,
    pub(super) gender: Option<Gender>,
    /// Its names, each once.
    pub(super) names: SmallVec<[Name; 1]>,
    /// The nouns that it was called by, titles and roles included.
    pub(super) nouns: SmallVec<[Called; 1]>,
    /// Whether it came in as one more of its kind: “another official”.
    pub(super) another: bool,
    /// Whether it came in as somebody known: “the mayor”.
    pub(super) definite: bool,
    /// Where it is mentioned, and in what words.
    pub(super) mentions: Mentions,
    /// Where it was mentioned last.
    pub(super) last: Place,
    /// Where it was last the source of a claim, and the how many-eth claim that was.
    pub(super) spoke: Option<(Place, u32)>,
    /// Where it was last said to think or want something.
    pub(super) thought: Option<Place>,
}

/// The entities of an article so far, but those that nothing can refer to any more.
#[derive(Debug, Default)]
pub(super) struct Entities {
    kept: FxHashMap<EntityId, Box<Entity>>,
    /// How many there ever were.
    count: usize,
}

impl Entities {
    /// Adds an entity and returns its number.
    pub(super) fn push(&mut self, entity: Entity) -> EntityId {
        let id = Id::new(self.count);
        self.kept.insert(id, Box::new(entity));
        self.count += 1;
        id
    }

    /// Returns how many are kept.
    pub(super) fn kept(&self) -> usize {
        self.kept.len()
    }

    /// Takes one out, which must be there.
    pub(super) fn take(&mut self, id: EntityId) -> Entity {
        *self.kept.remove(&id).expect("what is referred to is kept")
    }

    /// Lets go of those of which `keep` says no; numbers stay.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(EntityId, &Entity) -> bool) {
        self.kept.retain(|id, entity| keep(*id, entity));
    }
}

impl Index<EntityId> for Entities {
    type Output = Entity;

    fn index(&self, id: EntityId) -> &Entity {
        self.kept.get(&id).expect("what is referred to is kept")
    }
}

impl IndexMut<EntityId> for Entities {
    fn index_mut(&mut self, id: EntityId) -> &mut Entity {
        self.kept.get_mut(&id).expect("what is referred to is kept")
    }
}

/// A noun that somebody was called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) lemma: CompactString,
    /// The words before it that tell it from others of its kind.
    pub(super) modifiers: Words,
}

impl Called {
    /// Returns whether `later`, with “the” before it, can pick this one up.
    pub(super) fn picks_up(&self, later: &Self) -> bool {
        let within = |few: &Self, many: &Self| {
            few.modifiers.iter().all(|word| many.modifiers.contains(word))
        };
        self.lemma == later.lemma && (within(later, self) || within(self, later))
    }
}

impl Entity {
    /// Makes one of which nothing is known but where it is mentioned first.
    pub(super) fn new(place: Place) -> Self {
        Self {
            kind: SourceKind::Unknown,
            number: Number::One,
            gender: None,
            names: SmallVec::new(),
            nouns: SmallVec::new(),
            another: false,
            definite: false,
            mentions: Mentions::default(),
            last: place,
            spoke: None,
            thought: None,
        }
    }

    /// Returns whether words are put down to it.
    pub(super) fn is_source(&self) -> bool {
        self.spoke.is_some() || self.thought.is_some()
    }

    /// Returns whether it has a name of its own.
    pub(super) fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    /// Takes in what `other` knows, which is the same source.
    pub(super) fn absorb(&mut self, other: Self) {
        if self.kind == SourceKind::Unknown {
            self.kind = other.kind;
        }
        self.gender = self.gender.or(other.gender);
        self.another |= other.another;
        for name in other.names {
            self.add_name(name);
        }
        for noun in other.nouns {
            self.add_noun(noun);
        }
        self.mentions.absorb(other.mentions);
        if (other.last.sentence, other.last.paragraph) > (self.last.sentence, self.last.paragraph) {
            self.last = other.last;
        }
        self.thought = other.thought.or(self.thought);
        self.spoke = match (self.spoke, other.spoke) {
            (Some(mine), Some(theirs)) => Some(if theirs.1 > mine.1 { theirs } else { mine }),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// Enters that `mention`, which stands in `text`, refers to it.
    pub(super) fn add_mention(&mut self, text: &str, mention: &Mention) {
        self.mentions.push(text, mention, self.is_named());
    }

    /// Adds a name, unless it is known.
    pub(super) fn add_name(&mut self, name: Name) {
        if !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Adds a noun, unless it is known.
    pub(super) fn add_noun(&mut self, noun: Called) {
        if !self.nouns.contains(&noun) {
            self.nouns.push(noun);
        }
    }
}
