//! Noun phrases that take up somebody spoken of before: “the official”, “the additional source”.
//!
//! Part of [`Merger`]: what was grouped so far and a noun phrase in, the entity it means out.

use crate::claims::{
    Ground, SourceKind,
    entity::{Called, Entity, EntityId},
    mention::{Article, Mention},
    merge::Merger,
    name::Name,
};

/// What the press calls those whom it does not name, one word for another.
const INSIDERS: [&str; 8] =
    ["source", "official", "aide", "insider", "adviser", "staffer", "diplomat", "operative"];

impl Merger<'_> {
    /// Returns which of those spoken of before a noun phrase picks up.
    pub(super) fn known(
        &self,
        noun: &Called,
        mention: &Mention,
        article: Article,
        another: bool,
    ) -> Option<(EntityId, Ground)> {
        match article {
            Article::Indefinite => None,
            Article::Bare if another || noun.lemma == "person" => None,
            Article::Bare => self.repeated(noun, mention, |called| called == noun),
            Article::Definite if another => self.second(noun, mention),
            Article::Definite if noun.modifiers.iter().eq(["first"]) => self.first(noun, mention),
            Article::Definite => self
                .repeated(noun, mention, |called| called.picks_up(noun))
                .or_else(|| self.body(noun, mention))
                .or_else(|| self.of_that_kind(noun, mention))
                .or_else(|| self.only_insider(noun, mention)),
        }
    }

    /// Returns the latest of those who were called by a noun that `fits`.
    fn repeated(
        &self,
        noun: &Called,
        mention: &Mention,
        fits: impl Fn(&Called) -> bool,
    ) -> Option<(EntityId, Ground)> {
        let found = self.bearers(&noun.lemma).filter(|id| {
            let entity = &self.entities[*id];
            entity.number == mention.number && entity.nouns.iter().any(&fits)
        });
        let found = found.max_by_key(|id| {
            let entity = &self.entities[*id];
            let exact = entity.nouns.contains(noun) && !noun.modifiers.is_empty();
            (exact, entity.spoke.map(|(place, _)| place.sentence), entity.last.sentence)
        })?;
        let ground = if self.entities[found].is_named() { Ground::Role } else { Ground::Repeats };
        Some((found, ground))
    }

    /// Returns who came in before all others of its kind: “the first source”.
    fn first(&self, noun: &Called, mention: &Mention) -> Option<(EntityId, Ground)> {
        let alike = |id: &EntityId| {
            let entity = &self.entities[*id];
            entity.number == mention.number && !entity.another
        };
        let known = self.bearers(&noun.lemma).find(alike)?;
        Some((known, Ground::Repeats))
    }

    /// Returns who came in as one more of its kind: “the additional source”.
    fn second(&self, noun: &Called, mention: &Mention) -> Option<(EntityId, Ground)> {
        let alike = |id: &EntityId| self.entities[*id].number == mention.number;
        let flagged =
            self.bearers(&noun.lemma).filter(alike).filter(|id| self.entities[*id].another).last();
        let found = flagged.or_else(|| {
            let all: Vec<EntityId> = self.bearers(&noun.lemma).filter(alike).collect();
            (all.len() > 1).then(|| all.last().copied()).flatten()
        })?;
        Some((found, Ground::Repeats))
    }

    /// Returns the body whose name holds the noun: “the ministry” after “the Ministry of Health”.
    fn body(&self, noun: &Called, mention: &Mention) -> Option<(EntityId, Ground)> {
        if !matches!(mention.kind, SourceKind::Organisation) {
            return None;
        }
        let found = self.by_word.of(&noun.lemma).iter().map(|id| self.current(*id)).filter(|id| {
            let entity = &self.entities[*id];
            let named = |name: &Name| noun.modifiers.iter().all(|word| name.parts.contains(word));
            entity.number == mention.number && entity.names.iter().any(named)
        });
        found.max_by_key(|id| self.entities[*id].last.sentence).map(|id| (id, Ground::Role))
    }

    /// Returns the latest that a noun of wide meaning can stand for: “the woman”, “the newspaper”.
    fn of_that_kind(&self, noun: &Called, mention: &Mention) -> Option<(EntityId, Ground)> {
        if !noun.modifiers.is_empty() {
            return None;
        }
        let fits = |entity: &Entity| match noun.lemma.as_str() {
            "man" | "woman" | "boy" | "girl" => {
                entity.kind == SourceKind::Person && entity.gender == mention.gender
            }
            "newspaper" | "paper" | "company" | "agency" | "organization" | "organisation"
            | "firm" | "outlet" | "magazine" | "network" | "site" | "website" | "group"
            | "blog" => entity.kind == SourceKind::Organisation && entity.is_named(),
            _ => false,
        };
        let near = |id: &&EntityId| {
            let entity = &self.entities[**id];
            entity.number == mention.number
                && fits(entity)
                && mention.place.paragraph - entity.last.paragraph.min(mention.place.paragraph) <= 3
        };
        self.recent.iter().rev().find(near).map(|id| (*id, Ground::Repeats))
    }

    /// Returns the only unnamed insider who spoke lately: “the aide” after “a White House official”.
    fn only_insider(&self, noun: &Called, mention: &Mention) -> Option<(EntityId, Ground)> {
        let is_insider = |lemma: &str| INSIDERS.contains(&lemma);
        if !is_insider(&noun.lemma) || !noun.modifiers.is_empty() {
            return None;
        }
        let near = |id: &&EntityId| {
            let entity = &self.entities[**id];
            let insider = entity.nouns.iter().any(|known| is_insider(&known.lemma));
            let lately = mention.place.paragraph.saturating_sub(entity.last.paragraph) <= 2;
            insider
                && lately
                && !entity.is_named()
                && entity.number == mention.number
                && entity.spoke.is_some()
        };
        let mut fitting = self.recent.iter().filter(near);
        let only = fitting.next().copied()?;
        fitting.next().is_none().then_some((only, Ground::Repeats))
    }

    /// Returns those who were called by `lemma`, in order of coming in.
    pub(super) fn bearers(&self, lemma: &str) -> impl Iterator<Item = EntityId> {
        self.by_noun.of(lemma).iter().map(|id| self.current(*id))
    }
}
