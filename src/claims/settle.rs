//! Raw claims and grouped mentions to the finished [`Ledger`].
//!
//! All that was gathered of an article in; claims in reading order, with parents and sources, out.

use std::collections::HashMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    attribution::{Act, Reason},
    base::{Id, Table, TextSpan},
    claims::{
        Candidate, Claim, ClaimKind, Ground, Ledger, Source,
        entity::{Entities, EntityId},
        gather::{NEAR, RawClaim},
        lexicon::{Number, Pronoun},
        mention::{Form, MentionId},
        merge::Merger,
        nest, portrait,
    },
    text::Text,
};

/// Links claims inside claims, finds the source of each, and numbers all.
pub(super) fn settle(text: &Text<'_>, mut claims: Vec<RawClaim>, mut merger: Merger<'_>) -> Ledger {
    merger.close();
    join_resumed(text, &mut claims);
    nest::order(&mut claims);
    nest::link(&mut claims);
    let mut speakers = Speakers { merger, groups: HashMap::new() };
    let found = speakers.find(&claims);
    speakers.note_first_persons(&claims, &found);
    ledger(text.string(), claims, found, speakers)
}

/// Joins a quotation that goes on in the next paragraph to the claim that it continues.
fn join_resumed(text: &Text<'_>, claims: &mut Vec<RawClaim>) {
    // Those that are kept move to the front: a second list would be a tenth of a long text.
    let mut kept = 0;
    for at in 0..claims.len() {
        let raw = &claims[at];
        let is_resumed = resumes(text, raw);
        match is_resumed.then(|| continued(text, &claims[..kept], raw)).flatten() {
            Some(before) => {
                let content = std::mem::take(&mut claims[at].claim.content);
                let kind = claims[at].claim.kind;
                let before = &mut claims[before].claim;
                before.content.extend(content);
                before.kind = if before.kind == kind { kind } else { ClaimKind::Mixed };
            }
            None => {
                claims.swap(kept, at);
                kept += 1;
            }
        }
    }
    claims.truncate(kept);
}

/// Returns whether `raw` has no cue and stands in a quotation that the paragraph before left open.
fn resumes(text: &Text<'_>, raw: &RawClaim) -> bool {
    let quotes =
        text.paragraphs().get(raw.paragraph as usize).map(|paragraph| paragraph.quotes.as_slice());
    raw.claim.reason == Reason::Continues
        && raw.claim.cue.is_none()
        && quotes
            .unwrap_or_default()
            .iter()
            .any(|quote| quote.resumes && quote.span.overlaps(raw.claim.hull()))
}

/// Returns which of `before` holds the open quotation of the paragraph before `raw`.
fn continued(text: &Text<'_>, before: &[RawClaim], raw: &RawClaim) -> Option<usize> {
    let paragraph = text.paragraphs().get((raw.paragraph as usize).checked_sub(1)?)?;
    let open = paragraph.quotes.iter().find(|quote| quote.runs_on)?;
    // What the quotation itself quotes may end with it too: the claim that has its first word is it.
    let holds = |raw: &RawClaim| {
        let reaches = |piece: &TextSpan| piece.end() + 2 >= open.span.end();
        let begins = |piece: &TextSpan| piece.start() <= open.span.start();
        let mut pieces = raw.claim.content.iter().filter(|piece| piece.overlaps(open.span));
        pieces.any(|piece| reaches(piece) && begins(piece))
    };
    let near = before.len().saturating_sub(NEAR);
    before[near..].iter().rposition(holds).map(|at| near + at)
}

/// Finds the source of each claim.
struct Speakers<'x> {
    merger: Merger<'x>,
    /// “we” in the mouth of somebody, by who that is.
    groups: HashMap<EntityId, EntityId>,
}

impl Speakers<'_> {
    /// Returns the entity of each of `claims`, which are in reading order.
    fn find(&mut self, claims: &[RawClaim]) -> Vec<Option<EntityId>> {
        self.merger.unheard.sort_by_key(|(number, _)| *number);
        let mut found: Vec<Option<EntityId>> = Vec::with_capacity(claims.len());
        for raw in claims {
            let source = match raw.mention {
                Some(mention) => self.of_mention(mention, claims, &found, raw.claim.parent),
                None if raw.claim.reason == Reason::Continues => going_on(claims, &found),
                None => None,
            };
            found.push(source);
        }
        found
    }

    /// Returns who the words of a claim mean; for I and we the speaker around them decides.
    fn of_mention(
        &mut self,
        number: MentionId,
        claims: &[RawClaim],
        found: &[Option<EntityId>],
        parent: Option<Id<Claim>>,
    ) -> Option<EntityId> {
        if let Some(entity) = self.merger.entity(number) {
            return Some(entity);
        }
        let unheard = &self.merger.unheard;
        let at = unheard.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        let mention = unheard[at].1;
        let Form::Pronoun(pronoun) = mention.form else { return None };
        let told = mention.speaker.and_then(|speaker| self.merger.entity(speaker));
        let outer = || parent.map(Id::index).or_else(|| around(claims, found.len(), mention.span));
        let speaker = told.or_else(|| found.get(outer()?).copied().flatten())?;
        let entity = self.first_person(pronoun, speaker)?;
        self.merger.enter(number, &mention, entity);
        Some(entity)
    }

    /// Returns whom a first-person pronoun means when `speaker` uses it.
    fn first_person(&mut self, pronoun: Pronoun, speaker: EntityId) -> Option<EntityId> {
        match pronoun {
            Pronoun::I => Some(speaker),
            Pronoun::We if self.merger.entities[speaker].number == Number::Many => Some(speaker),
            Pronoun::We => Some(match self.groups.get(&speaker) {
                Some(group) => *group,
                None => {
                    let group = self.merger.company(speaker);
                    self.groups.insert(speaker, group);
                    group
                }
            }),
            _ => None,
        }
    }

    /// Puts every I, me and my inside a quotation down to its speaker.
    fn note_first_persons(&mut self, claims: &[RawClaim], found: &[Option<EntityId>]) {
        for (number, mention) in std::mem::take(&mut self.merger.unheard) {
            let is_i = mention.form == Form::Pronoun(Pronoun::I) && mention.place.quoted > 0;
            if !is_i || self.merger.entity(number).is_some() {
                continue;
            }
            let speaker = around(claims, claims.len(), mention.span).and_then(|at| found[at]);
            if let Some(speaker) = speaker {
                self.merger.enter(number, &mention, speaker);
            }
        }
    }
}

/// Returns the last of the first `upto` claims whose content holds `span`: the innermost.
fn around(claims: &[RawClaim], upto: usize, span: TextSpan) -> Option<usize> {
    let starts_before = |raw: &RawClaim| raw.claim.hull().start() <= span.start();
    let after = claims[..upto].partition_point(starts_before);
    let near = after.saturating_sub(NEAR);
    (near..after).rev().find(|at| claims[*at].claim.content.iter().any(|piece| piece.covers(span)))
}

/// Returns the speaker who goes on: that of the last claim that lies in no other, attitudes aside.
fn going_on(claims: &[RawClaim], found: &[Option<EntityId>]) -> Option<EntityId> {
    let spoken = |at: &usize| {
        let raw = &claims[*at];
        raw.claim.parent.is_none() && raw.mention.is_some() && raw.claim.act == Act::Speech
    };
    let last = (0..found.len()).rev().take(NEAR).find(spoken)?;
    found[last]
}

/// Sources as they are numbered.
struct Roll<'x> {
    text: &'x str,
    /// Those that are not on the roll yet: of a long text both would be much.
    entities: Entities,
    /// Whose company a “we” is.
    owners: HashMap<EntityId, EntityId>,
    ids: FxHashMap<EntityId, Id<Source>>,
    sources: Table<Source>,
}

impl Roll<'_> {
    /// Returns the number of the source that `entity` is, and gives it one if it has none.
    fn id_of(&mut self, entity: EntityId) -> Id<Source> {
        if let Some(id) = self.ids.get(&entity) {
            return *id;
        }
        let owner = self.owners.get(&entity).map(|speaker| self.name_of(*speaker));
        let mut source = portrait::source(self.text, &self.entities.take(entity));
        // “we” tells nothing in a list: whose it is does.
        if let Some(owner) = owner {
            source.name = format!("we ({owner})");
        }
        let id = self.sources.push(source);
        self.ids.insert(entity, id);
        id
    }

    fn name_of(&self, entity: EntityId) -> String {
        match self.ids.get(&entity) {
            Some(id) => self.sources[*id].name.clone(),
            None => portrait::source(self.text, &self.entities[entity]).name,
        }
    }
}

/// Numbers claims and sources.
fn ledger(
    text: &str,
    claims: Vec<RawClaim>,
    found: Vec<Option<EntityId>>,
    speakers: Speakers<'_>,
) -> Ledger {
    let Speakers { mut merger, groups } = speakers;
    let mut roll = Roll {
        text,
        entities: std::mem::take(&mut merger.entities),
        owners: groups.into_iter().map(|(speaker, group)| (group, speaker)).collect(),
        ids: FxHashMap::default(),
        sources: Table::new(),
    };
    let speaking: FxHashSet<EntityId> = found.iter().flatten().copied().collect();
    let found: Vec<Option<Id<Source>>> =
        found.into_iter().map(|entity| entity.map(|entity| roll.id_of(entity))).collect();
    // They take the place of the raw ones, which are no smaller: both would be much of a long text.
    let rows = claims.into_iter().enumerate().map(|(at, RawClaim { claim, mention, .. })| {
        let doubts = mention.and_then(|number| merger.doubts.get(&number));
        let doubts = doubts.into_iter().flatten();
        let current = doubts.map(|(entity, share)| (merger.current(*entity), *share));
        // Who says nothing else is worth naming only where there is nobody better.
        let known = current.filter(|(entity, _)| found[at].is_none() || speaking.contains(entity));
        let grouping = match claim.grouping {
            Ground::Speaker if found[at].is_none() => Ground::UnknownSpeaker,
            ground => ground,
        };
        Claim {
            source: found[at],
            candidates: known
                .map(|(entity, share)| Candidate { source: roll.id_of(entity), share })
                .collect(),
            grouping,
            ..claim
        }
    });
    let claims = rows.collect();
    Ledger { claims, sources: roll.sources }
}
