//! “Anna Berg”, “Berg”, “the minister” and “she” to one entity.
//!
//! Comes from all mentions and the claims that name them; goes to the ledger. Reads forward once:
//! a mention is given to something named before it, names aside, which were borne in `names`.

use std::collections::HashMap;

use super::{
    entity::{Entities, Entity, EntityIndex},
    link::Link,
    mention::{Mention, MentionIndex, MentionKind, Number},
    names,
    source::SourceKind,
    words::{self, Class},
};
use crate::{base::TextSpan, text::Text};

/// Who each mention is.
pub(super) struct Merged {
    /// Everybody and everything.
    pub(super) entities: Entities,
    /// The entity of each mention, where known.
    pub(super) found: Vec<Option<EntityIndex>>,
    /// Why.
    pub(super) links: Vec<Link>,
    /// Rivals of mentions that pronouns were doubtful about, the likeliest first.
    pub(super) rivals: HashMap<MentionIndex, Vec<EntityIndex>>,
}

/// What a claim tells of the mention that names its source.
pub(super) struct Naming {
    /// The content of the claim: what stands there is spoken of, and rarely the speaker.
    pub(super) content: Vec<TextSpan>,
}

/// All that is known while mentions are resolved.
pub(super) struct Merger<'r, 'a> {
    pub(super) text: &'r Text<'a>,
    pub(super) mentions: &'r [Mention],
    /// The claims that each mention names the source of.
    pub(super) namings: &'r HashMap<MentionIndex, Naming>,
    pub(super) entities: Entities,
    pub(super) found: Vec<Option<EntityIndex>>,
    pub(super) links: Vec<Link>,
    pub(super) rivals: HashMap<MentionIndex, Vec<EntityIndex>>,
    /// The entity that a claim was last put down to.
    pub(super) speaker: Option<EntityIndex>,
    /// Entities by the nouns that they were called by.
    by_noun: HashMap<String, Vec<EntityIndex>>,
    /// “I” and “we” of the author, “you”.
    authors: HashMap<&'static str, EntityIndex>,
    /// “Berg and Lee”, by who they are.
    pairs: HashMap<Vec<EntityIndex>, EntityIndex>,
}

/// Resolves all mentions.
pub(super) fn merge(text: &Text<'_>, mentions: &[Mention], namings: &HashMap<MentionIndex, Naming>) -> Merged {
    let mut entities = Entities::default();
    let found = names::bear(text, mentions, &mut entities);
    let mut merger = Merger {
        text,
        mentions,
        namings,
        entities,
        links: vec![Link::Itself; mentions.len()],
        found,
        rivals: HashMap::new(),
        speaker: None,
        by_noun: HashMap::new(),
        authors: HashMap::new(),
        pairs: HashMap::new(),
    };
    for at in 0..mentions.len() {
        merger.resolve(at);
    }
    Merged { entities: merger.entities, found: merger.found, links: merger.links, rivals: merger.rivals }
}

impl Merger<'_, '_> {
    fn resolve(&mut self, at: usize) {
        let found = match self.mentions[at].kind {
            MentionKind::Name => self.found[at].map(|entity| (entity, self.name_link(entity, at))),
            MentionKind::Description => self.description(at),
            MentionKind::Pronoun => self.pronoun(at),
        };
        let Some((entity, link)) = found else { return };
        self.found[at] = Some(entity);
        self.links[at] = link;
        self.learn(entity, at);
        if self.is_source(at) {
            self.entities[entity].claims += 1;
            self.speaker = Some(entity);
        }
    }

    /// Returns whether a claim is put down to mention `at`.
    pub(super) fn is_source(&self, at: usize) -> bool {
        MentionIndex::try_from(at).is_ok_and(|at| self.namings.contains_key(&at))
    }

    fn name_link(&self, entity: EntityIndex, at: usize) -> Link {
        let full = self.entities[entity].name.as_ref().map_or(0, |name| name.parts.len());
        let own = super::name::Name::parse(self.text.slice(self.mentions[at].head));
        if own.is_some_and(|own| own.parts.len() < full) { Link::PartOfName } else { Link::Itself }
    }

    /// Adds what mention `at` shows to its entity.
    fn learn(&mut self, entity: EntityIndex, at: usize) {
        let mention = &self.mentions[at];
        let Ok(index) = MentionIndex::try_from(at) else { return };
        let row = &mut self.entities[entity];
        row.mentions.push(index);
        row.gender = row.gender.or(mention.gender);
        if mention.gender.is_some() && row.kind == SourceKind::Unknown {
            row.kind = SourceKind::Person;
        }
        match mention.kind {
            MentionKind::Name => self.learn_role(entity, at),
            MentionKind::Description => self.learn_noun(entity, at),
            MentionKind::Pronoun => {}
        }
    }

    /// Learns “spokeswoman” from “spokeswoman Anna Berg”, and titles that the name holds.
    fn learn_role(&mut self, entity: EntityIndex, at: usize) {
        let mention = &self.mentions[at];
        let before = TextSpan::new(mention.span.start(), mention.head.start().max(mention.span.start()));
        let words: Vec<_> = self.text.slice(before).split_whitespace().filter_map(words::noun).collect();
        if let Some(role) = words.last().filter(|noun| noun.class == Class::Person) {
            let row = &mut self.entities[entity];
            row.gender = row.gender.or(role.gender);
            if matches!(row.kind, SourceKind::Unknown) {
                row.kind = SourceKind::Person;
            }
            let lemma = role.lemma.clone();
            self.call(entity, &lemma);
        }
        for noun in self.entities[entity].nouns.clone() {
            self.call(entity, &noun);
        }
    }

    fn learn_noun(&mut self, entity: EntityIndex, at: usize) {
        let mention = &self.mentions[at];
        if mention.joins.is_some() {
            return;
        }
        let lemma = lemma(self.text.slice(mention.head));
        self.call(entity, &lemma);
        let modifiers = self.modifiers(at);
        let row = &mut self.entities[entity];
        for modifier in modifiers {
            if !row.modifiers.contains(&modifier) {
                row.modifiers.push(modifier);
            }
        }
    }

    /// Notes that `entity` was called by `noun`.
    fn call(&mut self, entity: EntityIndex, noun: &str) {
        self.entities[entity].call(noun);
        let row = self.by_noun.entry(noun.to_owned()).or_default();
        if !row.contains(&entity) {
            row.push(entity);
        }
    }

    /// Returns the entities that were called by `noun`.
    pub(super) fn called(&self, noun: &str) -> &[EntityIndex] {
        self.by_noun.get(noun).map_or(&[], Vec::as_slice)
    }

    /// Returns the words before the head of description `at` that tell it from others of its kind.
    pub(super) fn modifiers(&self, at: usize) -> Vec<String> {
        const EMPTY: [&str; 24] = [
            "a", "an", "the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "another",
            "other", "second", "separate", "additional", "first", "same", "new", "own", "one", "some",
        ];
        let mention = &self.mentions[at];
        if mention.head.start() < mention.span.start() {
            return Vec::new();
        }
        let before = TextSpan::new(mention.span.start(), mention.head.start());
        let words = self.text.slice(before).split_whitespace().map(str::to_lowercase);
        words.filter(|word| !EMPTY.contains(&word.as_str()) && word.contains(char::is_alphanumeric)).collect()
    }

    /// Returns the entity that mention `at` belongs to as its owner: “Berg” for “Berg’s aide”.
    pub(super) fn owner(&self, at: usize) -> Option<EntityIndex> {
        self.mentions[at].owner.and_then(|owner| self.found[owner as usize])
    }

    /// Makes an entity for description `at`.
    pub(super) fn open(&mut self, at: usize) -> EntityIndex {
        let mention = &self.mentions[at];
        let class = words::noun(self.text.slice(mention.head)).map(|noun| noun.class);
        let kind = match class {
            Some(Class::Person) if mention.number == Number::Plural => SourceKind::Group,
            Some(Class::Person) => SourceKind::Person,
            Some(Class::People) => SourceKind::Group,
            Some(Class::Body) => SourceKind::Organisation,
            Some(Class::Document) => SourceKind::Document,
            None if mention.number == Number::Plural => SourceKind::Group,
            None => SourceKind::Unknown,
        };
        let mut entity = Entity::new(kind, mention.number);
        entity.gender = mention.gender;
        entity.owner = self.owner(at);
        entity.further = matches!(
            mention.reference,
            super::mention::Reference::Further | super::mention::Reference::KnownFurther
        );
        self.entities.add(entity)
    }

    /// Returns the group that “Berg and Lee” names.
    pub(super) fn pair(&mut self, at: usize, first: MentionIndex) -> EntityIndex {
        let span = self.mentions[at].span;
        let parts = (first as usize..at).filter(|part| {
            let part = &self.mentions[*part];
            span.covers(part.span) && !matches!(part.position, super::mention::Position::Owner | super::mention::Position::Modifier)
        });
        let mut members: Vec<_> = parts.filter_map(|part| self.found[part]).collect();
        members.sort_unstable();
        members.dedup();
        if let Some(entity) = self.pairs.get(&members) {
            return *entity;
        }
        let mut group = Entity::new(SourceKind::Group, Number::Plural);
        group.members.clone_from(&members);
        let entity = self.entities.add(group);
        self.pairs.insert(members, entity);
        entity
    }

    /// Returns the author, or the reader: one entity for each word, whatever its case.
    pub(super) fn author(&mut self, word: &'static str) -> EntityIndex {
        if let Some(entity) = self.authors.get(word) {
            return *entity;
        }
        let number = if word == "i" { Number::Singular } else { Number::Plural };
        let kind = if word == "i" { SourceKind::Person } else { SourceKind::Unknown };
        let entity = self.entities.add(Entity::new(kind, number));
        self.authors.insert(word, entity);
        entity
    }
}

/// Returns the singular of a head noun, in lower case.
pub(super) fn lemma(head: &str) -> String {
    words::noun(head).map_or_else(
        || {
            let word = head.to_lowercase();
            words::singular(&word).unwrap_or(word)
        },
        |noun| noun.lemma,
    )
}
