//! “The source”, “another official”, “residents”: descriptions to the entity that they pick up,
//! or to a new one.

use super::{
    entity::EntityIndex,
    link::Link,
    mention::{MentionKind, Number, Reference},
    merge::{Merger, lemma},
    name::clash,
    source::SourceKind,
    words,
};

/// Nouns that pick up somebody who was called by another one: what is said, and whom it may mean.
const ALSO: [(&str, &[&str]); 13] = [
    ("lawmaker", &["senator", "representative", "congressman", "congresswoman", "legislator"]),
    ("congressman", &["representative"]),
    ("congresswoman", &["representative"]),
    ("legislator", &["senator", "representative", "lawmaker"]),
    ("politician", &["senator", "representative", "governor", "mayor", "congressman"]),
    ("nominee", &["candidate", "contender", "hopeful", "frontrunner", "front-runner"]),
    ("candidate", &["nominee", "contender", "hopeful", "frontrunner", "front-runner"]),
    ("lawyer", &["attorney", "counsel"]),
    ("attorney", &["lawyer", "counsel"]),
    ("spokesperson", &["spokesman", "spokeswoman"]),
    ("survey", &["poll", "study"]),
    ("poll", &["survey"]),
    ("newspaper", &["paper", "times", "post", "journal", "tribune", "herald", "gazette", "news"]),
];

/// Nouns that pick up any body.
const ANY_BODY: [&str; 9] =
    ["group", "organization", "organisation", "agency", "company", "firm", "union", "outlet", "paper"];

impl Merger<'_, '_> {
    /// Resolves description `at`.
    pub(super) fn description(&mut self, at: usize) -> Option<(EntityIndex, Link)> {
        let mention = &self.mentions[at];
        if let Some(first) = mention.joins {
            return Some((self.pair(at, first), Link::Itself));
        }
        if let Some(entity) = mention.same.and_then(|other| self.found[other as usize]) {
            return Some((entity, Link::Apposition));
        }
        let known = match mention.reference {
            Reference::Known => self.known(at),
            Reference::KnownFurther => self.known_further(at),
            Reference::KnownFirst => self.known_first(at),
            Reference::Bare | Reference::New => self.same_words(at),
            Reference::Further => None,
        };
        let known = known.or_else(|| Some((self.open(at), Link::Itself)));
        known
    }

    /// Returns whether description `at` may pick up `entity`.
    fn may_be(&self, at: usize, entity: EntityIndex) -> bool {
        let (mention, row) = (&self.mentions[at], &self.entities[entity]);
        let owners = match (self.owner(at), row.owner) {
            (Some(owner), Some(other)) => owner == other,
            _ => true,
        };
        owners && self.owner(at) != Some(entity) && mention.number.fits(row.number) && !clash(mention.gender, row.gender)
    }

    /// Returns how well the modifiers of `at` fit: how many are shared, or `None` for a clash.
    fn fit(&self, at: usize, entity: EntityIndex) -> Option<usize> {
        let (own, row) = (self.modifiers(at), &self.entities[entity]);
        let shared = own.iter().filter(|word| row.modifiers.contains(word)).count();
        let clash = shared == 0 && !own.is_empty() && !row.modifiers.is_empty() && row.name.is_none();
        (!clash).then_some(shared)
    }

    /// Returns the best of those called by the same noun: most modifiers shared, then the last.
    fn best(&self, at: usize, all: &[EntityIndex]) -> Option<EntityIndex> {
        let fitting = all.iter().copied().filter(|entity| self.may_be(at, *entity));
        let scored = fitting.filter_map(|entity| Some((self.fit(at, entity)?, self.entities[entity].last(), entity)));
        scored.max().map(|(_, _, entity)| entity)
    }

    fn known(&self, at: usize) -> Option<(EntityIndex, Link)> {
        let noun = lemma(self.text.slice(self.mentions[at].head));
        if let Some(entity) = self.best(at, self.called(&noun)) {
            return Some((entity, Link::CalledSo));
        }
        let also = ALSO.iter().filter(|(said, _)| *said == noun).flat_map(|(_, others)| *others);
        let also: Vec<_> = also.flat_map(|other| self.called(other)).copied().collect();
        let other = self.best(at, &also).or_else(|| self.any_body(at, &noun)).or_else(|| self.man_or_woman(at, &noun));
        other.map(|entity| (entity, Link::CanBeCalledSo))
    }

    /// “The group”: the body that was named last, not long ago.
    fn any_body(&self, at: usize, noun: &str) -> Option<EntityIndex> {
        if !ANY_BODY.contains(&noun) || self.mentions[at].owner.is_some() {
            return None;
        }
        self.recent(at, |entity| entity.kind == SourceKind::Organisation && !entity.place)
    }

    /// “The man”: the last person who can be one.
    fn man_or_woman(&self, at: usize, noun: &str) -> Option<EntityIndex> {
        let gender = words::noun(noun).and_then(|noun| noun.gender);
        if !matches!(noun, "man" | "woman" | "boy" | "girl") || !self.modifiers(at).is_empty() {
            return None;
        }
        self.recent(at, |entity| {
            entity.kind == SourceKind::Person
                && entity.number == Number::Singular
                && !clash(gender, entity.gender.or(entity.likely_gender))
        })
    }

    /// Returns the entity mentioned last, in this or the two paragraphs before, for which `fits`.
    fn recent(&self, at: usize, fits: impl Fn(&super::entity::Entity) -> bool) -> Option<EntityIndex> {
        let paragraph = self.mentions[at].paragraph;
        let before = (0..at).rev().take_while(|other| self.mentions[*other].paragraph + 2 >= paragraph);
        before.filter_map(|other| self.found[other]).find(|entity| fits(&self.entities[*entity]))
    }

    /// “The additional source”: the last one that came in beside the first.
    fn known_further(&self, at: usize) -> Option<(EntityIndex, Link)> {
        let noun = lemma(self.text.slice(self.mentions[at].head));
        let called = self.called(&noun).iter().copied().filter(|entity| self.may_be(at, *entity));
        let mut further: Vec<_> = called.filter(|entity| self.entities[*entity].further).collect();
        further.sort_by_key(|entity| self.entities[*entity].last());
        further.last().map(|entity| (*entity, Link::Beside))
    }

    fn known_first(&self, at: usize) -> Option<(EntityIndex, Link)> {
        let noun = lemma(self.text.slice(self.mentions[at].head));
        let mut called = self.called(&noun).iter().copied().filter(|entity| self.may_be(at, *entity));
        called.find(|entity| !self.entities[*entity].further).map(|entity| (entity, Link::CalledSo))
    }

    /// “Residents” again, with the same words before and after; for one person or body only where
    /// the words tell it from its like: “a spokesman for the ministry”.
    fn same_words(&self, at: usize) -> Option<(EntityIndex, Link)> {
        let mention = &self.mentions[at];
        let noun = lemma(self.text.slice(mention.head));
        let spokes = noun.starts_with("spokes") && (mention.owner.is_some() || !mention.complement.is_empty());
        let plural = mention.number == Number::Plural && mention.reference == Reference::Bare;
        if !plural && !spokes {
            return None;
        }
        let same = self.called(&noun).iter().rev().copied().find(|entity| {
            self.may_be(at, *entity) && self.entities[*entity].mentions.iter().any(|other| {
                let other = *other as usize;
                self.mentions[other].kind == MentionKind::Description
                    && self.modifiers(other) == self.modifiers(at)
                    && self.owner(other) == self.owner(at)
                    && (plural || self.text.slice(self.mentions[other].complement) == self.text.slice(mention.complement))
            })
        });
        same.map(|entity| (entity, Link::SameWords))
    }
}
