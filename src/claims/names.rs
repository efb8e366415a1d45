//! Every name to the one who bears it: full name, surname, first name, acronym.
//!
//! Runs over the whole article before anything else is resolved, so that a headline's “Berg” finds
//! the “Anna Berg” of the text.

use std::collections::HashMap;

use super::{
    entity::{Entities, Entity, EntityIndex},
    mention::{Mention, MentionKind, Number},
    name::{Name, NameOf, clash},
    source::SourceKind,
    words,
};
use crate::text::Text;

/// Finds the bearers of names.
#[derive(Default)]
pub(super) struct Bearers {
    /// By the last word of a person's name.
    by_last: HashMap<String, Vec<EntityIndex>>,
    /// By the first word of a person's name.
    by_first: HashMap<String, Vec<EntityIndex>>,
    /// By all words of any other name.
    by_key: HashMap<String, EntityIndex>,
    /// By the initials of a body's name, or what brackets say.
    by_initials: HashMap<String, EntityIndex>,
}

/// Says for each mention that is a name whose it is; `None` for all other mentions.
pub(super) fn bear(text: &Text<'_>, mentions: &[Mention], entities: &mut Entities) -> Vec<Option<EntityIndex>> {
    let mut bearers = Bearers::default();
    let names: Vec<Option<Name>> = mentions.iter().map(|mention| parse(text, mention)).collect();
    let mut found = vec![None; mentions.len()];
    for (at, name) in names.iter().enumerate() {
        if let Some(name) = name.as_ref().filter(|name| name.parts.len() > 1) {
            found[at] = Some(bearers.full(name, entities));
        }
    }
    for (at, name) in names.iter().enumerate() {
        let Some(name) = name.as_ref().filter(|name| name.parts.len() == 1) else { continue };
        let beside = mentions[at].same.and_then(|other| found[other as usize]);
        let bearer = match beside {
            Some(entity) if name.of == NameOf::Acronym => entity,
            _ => bearers.short(name, at, mentions, &found, entities),
        };
        if beside.is_some() {
            bearers.by_initials.insert(name.key(), bearer);
        }
        found[at] = Some(bearer);
    }
    for (at, entity) in found.iter().enumerate() {
        if let (Some(entity), Some(name)) = (entity, &names[at]) {
            describe(&mut entities[*entity], name);
        }
    }
    found
}

fn parse(text: &Text<'_>, mention: &Mention) -> Option<Name> {
    (mention.kind == MentionKind::Name).then(|| Name::parse(text.slice(mention.head))).flatten()
}

/// Adds what `name` shows to its bearer.
fn describe(entity: &mut Entity, name: &Name) {
    entity.gender = entity.gender.or(name.gender);
    for title in &name.titles {
        entity.call(title);
        entity.kind = SourceKind::Person;
    }
    if entity.likely_gender.is_none() && name.parts.len() > 1 && entity.kind == SourceKind::Person {
        entity.likely_gender = words::first_name(name.first());
    }
    if entity.name.as_ref().is_none_or(|known| known.parts.len() < name.parts.len()) {
        entity.name = Some(name.clone());
    }
}

impl Bearers {
    /// Returns the bearer of a name of several words.
    fn full(&mut self, name: &Name, entities: &mut Entities) -> EntityIndex {
        if name.of == NameOf::Person {
            let same = self.by_last.get(name.last()).into_iter().flatten().copied();
            let same = same.rev().find(|entity| entities[*entity].name.as_ref().is_some_and(|known| known.fits(name)));
            if let Some(entity) = same {
                return entity;
            }
        } else if let Some(entity) = self.by_key.get(&name.key()) {
            return *entity;
        }
        let entity = entities.add(new(name, Number::Singular));
        describe(&mut entities[entity], name);
        if name.of == NameOf::Person {
            self.by_last.entry(name.last().to_owned()).or_default().push(entity);
            self.by_first.entry(name.first().to_owned()).or_default().push(entity);
        } else {
            self.by_key.insert(name.key(), entity);
            self.by_initials.entry(name.initials()).or_insert(entity);
        }
        entity
    }

    /// Returns the bearer of a name of one word, with or without a title.
    fn short(
        &mut self,
        name: &Name,
        at: usize,
        mentions: &[Mention],
        found: &[Option<EntityIndex>],
        entities: &mut Entities,
    ) -> EntityIndex {
        let key = name.key();
        if mentions[at].number == Number::Plural {
            return self.keyed(format!("the {key}"), name, Number::Plural, entities);
        }
        if let Some(entity) = self.surname(name, at, mentions, found, entities) {
            return entity;
        }
        if name.of == NameOf::Acronym
            && let Some(entity) = self.by_initials.get(&key)
        {
            return *entity;
        }
        let first = self.by_first.get(&key).map_or(&[][..], Vec::as_slice);
        if let [entity] = first
            && name.titles.is_empty()
            && name.of != NameOf::Place
        {
            return *entity;
        }
        self.keyed(key, name, Number::Singular, entities)
    }

    /// Returns the person whose surname `name` is: the only one, or the one that was called by the
    /// full name last in this paragraph, or the first one of the article.
    fn surname(
        &self,
        name: &Name,
        at: usize,
        mentions: &[Mention],
        found: &[Option<EntityIndex>],
        entities: &Entities,
    ) -> Option<EntityIndex> {
        let all = self.by_last.get(name.last())?;
        let gender = |entity: &Entity| entity.gender.or(entity.likely_gender);
        let bearers: Vec<_> =
            all.iter().copied().filter(|entity| !clash(name.gender, gender(&entities[*entity]))).collect();
        if bearers.len() < 2 {
            return bearers.first().copied();
        }
        let recent = (0..at).rev().take_while(|other| mentions[*other].paragraph == mentions[at].paragraph);
        let recent = recent.filter_map(|at| found[at]).find(|entity| bearers.contains(entity));
        let count = |entity: &EntityIndex| found.iter().flatten().filter(|other| *other == entity).count();
        recent.or_else(|| bearers.iter().copied().rev().max_by_key(count))
    }

    fn keyed(&mut self, key: String, name: &Name, number: Number, entities: &mut Entities) -> EntityIndex {
        *self.by_key.entry(key).or_insert_with(|| entities.add(new(name, number)))
    }
}

/// Makes the bearer of `name`.
fn new(name: &Name, number: Number) -> Entity {
    let kind = match name.of {
        _ if number == Number::Plural => SourceKind::Group,
        NameOf::Person => SourceKind::Person,
        NameOf::Body | NameOf::Acronym => SourceKind::Organisation,
        NameOf::Place => SourceKind::Organisation,
        NameOf::Document => SourceKind::Document,
        NameOf::Unknown => SourceKind::Unknown,
    };
    let mut entity = Entity::new(kind, number);
    entity.place = name.of == NameOf::Place;
    if kind == SourceKind::Organisation && name.parts.len() > 1 {
        for part in &name.parts {
            if let Some(noun) = words::noun(part) {
                entity.call(&noun.lemma);
            }
        }
    }
    entity
}
