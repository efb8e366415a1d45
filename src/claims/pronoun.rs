//! Pronouns: who of those spoken of lately is meant.
//!
//! Candidates and a pronoun in, the likeliest out, with the runners-up. The weights were chosen by
//! hand after `he` and `she` as sources in news (people who spoke last come first; names inside
//! quotations and possessors are poor candidates).

use crate::claims::{
    SourceKind,
    entity::Entity,
    lexicon::{Gender, Number, Pronoun},
    mention::{Mention, Part},
    merge::Speaks,
};

/// How many times likelier than the second the best candidate must be for us to say who is meant.
///
/// Chosen on the articles of `tests/corpus/grouping` that rules were written on, where of those below
/// it none of 2 best candidates was right; at 2.25 it would be 5 of 10, which is no reason to keep
/// quiet. `tests/integration/grouping.rs` prints how that holds.
pub(super) const LEAD: f32 = 1.3;

/// The share of the best candidate below which the reader is told of the doubt. On the same articles
/// 14 of 18 below it were right, 13 of 16 on those that no rule was written on; above it, by the
/// scores before the last change of rules, 46 of 48 and 42 of 44.
pub(super) const SURE: f32 = 0.8;

/// How far scores lie apart for the odds to be e to 1, and the score of “somebody else”: both
/// fitted on the same articles to the share of best candidates that were right.
const SPREAD: f32 = 1.1;
const SOMEBODY_ELSE: f32 = 0.25;

/// How much likelier it makes somebody that the paragraph tells what they think or want.
const THINKS: f32 = 2.0;

/// Returns how likely each of the candidates is to be meant, from their scores, the best first.
pub(super) fn shares<T>(scored: &[(f32, T)]) -> Vec<f32> {
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    let weight = |score: f32| ((score - best) / SPREAD).exp();
    let total: f32 = scored.iter().map(|(score, _)| weight(*score)).sum();
    scored.iter().map(|(score, _)| weight(*score) / (total + weight(SOMEBODY_ELSE))).collect()
}

/// Returns how well `entity` fits `mention`, a pronoun; `None` if it cannot be meant.
///
/// `claims` counts the claims so far, `speaks` is whether one is put down to the pronoun.
pub(super) fn score(
    pronoun: Pronoun,
    mention: &Mention,
    entity: &Entity,
    claims: u32,
    speaks: Speaks,
) -> Option<f32> {
    let fit = match pronoun {
        Pronoun::Singular(gender) => fits_person(gender, entity)?,
        Pronoun::They => fits_they(entity)?,
        Pronoun::It => fits_it(entity)?,
        _ => return None,
    };
    // Who spoke last goes on speaking; what people think and do is told of anybody.
    let goes_on = if matches!(speaks, Speaks::Aloud | Speaks::Within) { 1.0 } else { 0.15 };
    Some(fit + nearness(mention, entity) + goes_on * speaking(mention, entity, claims))
}

/// Scores a candidate for he or she.
fn fits_person(gender: Gender, entity: &Entity) -> Option<f32> {
    let person = matches!(entity.kind, SourceKind::Person | SourceKind::Unknown);
    if !person
        || entity.number == Number::Many
        || entity.gender.is_some_and(|known| known != gender)
    {
        return None;
    }
    // What a name says of gender is sure; what earlier pronouns say was guessed like this one.
    let known = if entity.gender.is_some() && entity.is_named() { 1.6 } else { 0.0 };
    let shouted = !entity.names.is_empty() && entity.names.iter().all(|name| name.capitals);
    if shouted && entity.kind != SourceKind::Person {
        return Some(-1.5);
    }
    let full = entity.names.iter().any(|name| !name.is_single());
    let surely = if entity.kind == SourceKind::Person {
        0.8
    } else if full {
        0.5
    } else {
        0.0
    };
    Some(known + surely)
}

/// Scores a candidate for they.
fn fits_they(entity: &Entity) -> Option<f32> {
    match (entity.number, entity.kind) {
        (Number::Many, SourceKind::Document) => None,
        (Number::Many, _) => Some(1.0),
        (Number::One, SourceKind::Organisation) => Some(0.0),
        // A person whom the article does not name may be “they”.
        (Number::One, SourceKind::Person) if !entity.is_named() && entity.spoke.is_some() => {
            Some(-1.5)
        }
        _ => None,
    }
}

/// Scores a candidate for it.
fn fits_it(entity: &Entity) -> Option<f32> {
    match entity.kind {
        _ if entity.number == Number::Many => None,
        SourceKind::Organisation | SourceKind::Document => Some(1.0),
        SourceKind::Unknown => Some(-0.5),
        SourceKind::Person | SourceKind::Group => None,
    }
}

/// Scores how near and how prominent the last mention of `entity` stands.
fn nearness(mention: &Mention, entity: &Entity) -> f32 {
    let sentences = mention.place.sentence.saturating_sub(entity.last.sentence).min(8) as f32;
    let paragraphs = mention.place.paragraph.saturating_sub(entity.last.paragraph).min(6) as f32;
    let part = match entity.last.part {
        Part::Subject => 0.8,
        Part::Possessor => -0.4,
        Part::Where => -0.8,
        Part::Other => 0.0,
    };
    let hidden = if entity.last.quoted > mention.place.quoted { -1.5 } else { 0.0 };
    let often = 0.3 * (entity.mentions.len() as f32).ln_1p();
    part + hidden + often - 0.5 * sentences - 0.6 * paragraphs
}

/// Scores whether `entity` was speaking just before.
fn speaking(mention: &Mention, entity: &Entity, claims: u32) -> f32 {
    // Whose thoughts the paragraph tells is spoken of as well as who speaks in it.
    let thinks = entity.thought.is_some_and(|place| {
        place.paragraph == mention.place.paragraph && place.quoted == mention.place.quoted
    });
    let thinks = if thinks { THINKS } else { 0.0 };
    let Some((place, number)) = entity.spoke else { return thinks };
    // Who speaks outside a quotation is seldom the third person in it.
    if place.quoted != mention.place.quoted {
        return thinks;
    }
    let near = match mention.place.paragraph.saturating_sub(place.paragraph) {
        0 => 2.0,
        1 => 1.3,
        2 => 0.6,
        _ => 0.0,
    };
    let latest = if number == claims && near > 0.0 { 1.0 } else { 0.0 };
    thinks.max(near + latest)
}
