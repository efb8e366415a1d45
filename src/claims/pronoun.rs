//! “He”, “they”, “who” to the entity that they stand for.
//!
//! Scores what was mentioned before, by nearness, place in the sentence, having spoken, and how
//! often it is named. The weights come from an experiment on PolNeAR dev (81 % agreement with
//! silver coreference), and were adjusted on the articles of the grouping corpus.

use super::{
    entity::{Entity, EntityIndex},
    link::Link,
    mention::{Mention, MentionIndex, MentionKind, Number, Position},
    merge::Merger,
    name::clash,
    source::SourceKind,
};

/// How many paragraphs back an antecedent may stand.
const REACH: u32 = 3;

/// How many mentions back we look; bounds the work on long paragraphs.
const WINDOW: usize = 200;

/// A candidate may lie this far behind the best one and still be a rival.
const RIVAL: f32 = 1.0;

/// Below this score no candidate is taken.
const FLOOR: f32 = -4.5;

impl Merger<'_, '_> {
    /// Resolves pronoun `at`; `None` for one that stands for nothing we know.
    pub(super) fn pronoun(&mut self, at: usize) -> Option<(EntityIndex, Link)> {
        let word = self.text.slice(self.mentions[at].span).to_lowercase();
        match word.as_str() {
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => self.antecedent(at),
            "they" | "them" | "their" | "themselves" | "it" | "its" if self.counts(at) => self.antecedent(at),
            "who" | "which" | "that" | "whom" => self.relative(at),
            _ if !self.is_source(at) || self.mentions[at].quoted => None,
            "i" | "me" | "my" => Some((self.author("i"), Link::Author)),
            "we" | "us" | "our" => Some((self.author("we"), Link::Author)),
            "you" | "your" => Some((self.author("you"), Link::Author)),
            _ => None,
        }
    }

    /// Returns whether it pays to resolve “they” or “it” at `at`.
    fn counts(&self, at: usize) -> bool {
        self.is_source(at) || self.mentions[at].position == Position::Owner
    }

    /// “Who” stands for the words right before it, in the same sentence.
    fn relative(&self, at: usize) -> Option<(EntityIndex, Link)> {
        let mention = &self.mentions[at];
        let same_sentence = (0..at).rev().take_while(|other| self.mentions[*other].sentence == mention.sentence);
        let heads = same_sentence.filter(|other| {
            !matches!(self.mentions[*other].position, Position::Owner | Position::Modifier)
                && self.mentions[*other].kind != MentionKind::Pronoun
        });
        let gap = |end: usize| mention.span.start().saturating_sub(end) <= 2;
        let touching = heads.filter(|other| {
            let other = &self.mentions[*other];
            gap(other.span.end()) || gap(other.complement.end())
        });
        touching.filter_map(|other| self.found[other]).last().map(|entity| (entity, Link::Relative))
    }

    /// Finds the antecedent of a third-person pronoun and notes its rivals.
    fn antecedent(&mut self, at: usize) -> Option<(EntityIndex, Link)> {
        let mut scored = self.scores(at);
        scored.sort_by(|left, right| right.1.total_cmp(&left.1));
        let (best, score) = scored.first().copied().filter(|(_, score)| *score > FLOOR)?;
        let margin = scored.get(1).map(|(_, next)| score - next);
        if let Ok(index) = MentionIndex::try_from(at)
            && self.is_source(at)
        {
            let near = scored.iter().skip(1).filter(|(_, other)| score - other < RIVAL);
            self.rivals.insert(index, near.map(|(entity, _)| *entity).collect());
        }
        let link = match margin {
            None => Link::OnlyOne(self.mentions[at].gender),
            Some(_) if self.speaker == Some(best) => Link::SpokeLast,
            Some(margin) => Link::Nearest((margin * 10.0).clamp(0.0, 20.0) as u8),
        };
        Some((best, link))
    }

    /// Returns each candidate with its best score.
    fn scores(&self, at: usize) -> Vec<(EntityIndex, f32)> {
        let pronoun = &self.mentions[at];
        let content = MentionIndex::try_from(at).ok().and_then(|at| self.namings.get(&at));
        let spoken_of = |mention: &Mention| {
            content.is_some_and(|naming| naming.content.iter().any(|span| span.overlaps(mention.head)))
        };
        let mut best: Vec<(EntityIndex, f32)> = Vec::new();
        let before = (0..at).rev().take(WINDOW);
        for other in before.take_while(|other| self.mentions[*other].paragraph + REACH >= pronoun.paragraph) {
            let mention = &self.mentions[other];
            let Some(entity) = self.found[other] else { continue };
            if spoken_of(mention) || !fits(pronoun, self.text.slice(pronoun.span), &self.entities[entity]) {
                continue;
            }
            let score = self.score(pronoun, other, entity);
            match best.iter_mut().find(|(known, _)| *known == entity) {
                Some((_, known)) => *known = known.max(score),
                None => best.push((entity, score)),
            }
        }
        best
    }

    fn score(&self, pronoun: &Mention, other: usize, entity: EntityIndex) -> f32 {
        let (mention, row) = (&self.mentions[other], &self.entities[entity]);
        let sentences = pronoun.sentence.saturating_sub(mention.sentence) as f32;
        let paragraphs = (pronoun.paragraph - mention.paragraph) as f32;
        let mut score = -sentences.min(6.0) - 0.5 * paragraphs + 0.15 * (row.mentions.len().min(6) as f32);
        score += match mention.position {
            Position::Subject => 1.2,
            Position::Other => 0.0,
            Position::Owner => -0.8,
            Position::Modifier => -1.5,
        };
        if self.speaker == Some(entity) && sentences <= 4.0 {
            score += 1.5;
        }
        if self.is_source(other) && paragraphs <= 1.0 {
            score += 0.5;
        }
        if pronoun.gender.is_some() && row.gender == pronoun.gender {
            score += 0.6;
        }
        if mention.quoted && !pronoun.quoted {
            score -= 1.0;
        }
        score + kind_score(pronoun, row)
    }
}

/// Returns how well the kind of `entity` suits the pronoun.
fn kind_score(pronoun: &Mention, entity: &Entity) -> f32 {
    let named = if entity.name.is_some() { 0.4 } else { 0.0 };
    match (pronoun.gender.is_some(), pronoun.number, entity.kind) {
        (true, _, SourceKind::Person) => named,
        (true, _, _) => -0.8,
        (false, Number::Plural, SourceKind::Group) => 0.5,
        (false, Number::Plural, _) => -0.5,
        (false, _, _) => 0.0,
    }
}

/// Returns whether `entity` can be called `word`.
fn fits(pronoun: &Mention, word: &str, entity: &Entity) -> bool {
    if pronoun.gender.is_some() {
        let person = matches!(entity.kind, SourceKind::Person | SourceKind::Unknown) && !entity.place;
        let gender = entity.gender.or(entity.likely_gender);
        return person && entity.number != Number::Plural && !clash(pronoun.gender, gender);
    }
    if word.to_lowercase().starts_with("it") {
        return !matches!(entity.kind, SourceKind::Person | SourceKind::Group) && entity.gender.is_none();
    }
    matches!(entity.kind, SourceKind::Group | SourceKind::Organisation) && !entity.place
}
