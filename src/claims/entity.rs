//! An entity: one somebody or something of the article, with all that is known of it.
//!
//! Every mention that is resolved belongs to one. Those that no claim is put down to are dropped
//! in the end; they matter as rivals for pronouns.

use super::{
    mention::{Gender, MentionIndex, Number},
    name::Name,
    source::SourceKind,
};

/// The place of an entity in [`Entities`].
pub(super) type EntityIndex = usize;

/// Somebody or something.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// What it is, as far as known.
    pub(super) kind: SourceKind,
    /// Whether it is surely no source of its own accord: a place or a day.
    pub(super) place: bool,
    /// One or several.
    pub(super) number: Number,
    /// The gender that titles, nouns and pronouns show.
    pub(super) gender: Option<Gender>,
    /// The gender that the first name makes likely.
    pub(super) likely_gender: Option<Gender>,
    /// The fullest name, if it has one.
    pub(super) name: Option<Name>,
    /// Nouns that it was called by: lemmas of roles, titles, kinds.
    pub(super) nouns: Vec<String>,
    /// Words that stood before those nouns.
    pub(super) modifiers: Vec<String>,
    /// Whose it is: the campaign of whom.
    pub(super) owner: Option<EntityIndex>,
    /// Whether it came in as “another”, “a second”.
    pub(super) further: bool,
    /// Its mentions, in reading order.
    pub(super) mentions: Vec<MentionIndex>,
    /// How many claims are put down to it so far.
    pub(super) claims: u32,
    /// Who they are, for “Berg and Lee”.
    pub(super) members: Vec<EntityIndex>,
}

impl Entity {
    /// Makes an entity of which only its kind and number are known.
    pub(super) fn new(kind: SourceKind, number: Number) -> Self {
        Self {
            kind,
            place: false,
            number,
            gender: None,
            likely_gender: None,
            name: None,
            nouns: Vec::new(),
            modifiers: Vec::new(),
            owner: None,
            further: false,
            mentions: Vec::new(),
            claims: 0,
            members: Vec::new(),
        }
    }

    /// Returns the last mention.
    pub(super) fn last(&self) -> Option<MentionIndex> {
        self.mentions.last().copied()
    }

    /// Adds a noun that it was called by.
    pub(super) fn call(&mut self, noun: &str) {
        if !self.nouns.iter().any(|known| known == noun) {
            self.nouns.push(noun.to_owned());
        }
    }
}

/// All entities of an article.
#[derive(Default)]
pub(super) struct Entities {
    rows: Vec<Entity>,
}

impl Entities {
    /// Adds an entity and returns its index.
    pub(super) fn add(&mut self, entity: Entity) -> EntityIndex {
        self.rows.push(entity);
        self.rows.len() - 1
    }
}

impl std::ops::Index<EntityIndex> for Entities {
    type Output = Entity;

    fn index(&self, index: EntityIndex) -> &Entity {
        &self.rows[index]
    }
}

impl std::ops::IndexMut<EntityIndex> for Entities {
    fn index_mut(&mut self, index: EntityIndex) -> &mut Entity {
        &mut self.rows[index]
    }
}
