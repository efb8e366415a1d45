//! Raw claims and mentions to the finished [`Ledger`].
//!
//! All that was gathered of an article in; claims in reading order, with parents and sources, out.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use crate::{
    attribution::Reason,
    base::{Id, Table, TextSpan},
    claims::{
        Candidate, Claim, ClaimKind, Ledger, Source,
        gather::{Gathered, NEAR, RawClaim},
        lexicon::{Number, Pronoun},
        mention::{Form, Mention},
        merge::{EntityId, Ground, Merger},
        nest, portrait,
    },
    text::Text,
};

/// Groups mentions, links claims inside claims, and numbers all.
pub(super) fn settle(text: &Text<'_>, gathered: Gathered) -> Ledger {
    let Gathered { mut claims, mentions, speaks, .. } = gathered;
    let mut merger = Merger::new(text.string());
    for paragraph in mentions.chunk_by(|left, right| left.place.paragraph == right.place.paragraph)
    {
        let first = merger.found.len();
        merger.make_room(paragraph.len());
        let numbered = || (first..).zip(paragraph);
        // What stands outside quotations first, so that it is known who speaks in them.
        let outside = numbered().filter(|(_, mention)| mention.place.quoted == 0);
        let inside = numbered().filter(|(_, mention)| mention.place.quoted > 0);
        for (number, mention) in outside.chain(inside) {
            merger.take(mention, number as u32, speaks[number]);
        }
    }
    join_resumed(text, &mut claims);
    nest::order(&mut claims);
    let parents = nest::parents(&claims);
    let mut speakers = Speakers { merger, mentions: &mentions, groups: HashMap::new() };
    let found = speakers.find(&claims, &parents);
    speakers.note_first_persons(&claims, &found);
    ledger(text.string(), claims, &parents, &found, &speakers)
}

/// Joins a quotation that goes on in the next paragraph to the claim that it continues.
fn join_resumed(text: &Text<'_>, claims: &mut Vec<RawClaim>) {
    // Those that are kept move to the front: a second list would be a tenth of a long text.
    let mut kept = 0;
    for at in 0..claims.len() {
        let claim = &claims[at];
        let is_resumed = resumes(text, claim);
        match is_resumed.then(|| continued(text, &claims[..kept], claim)).flatten() {
            Some(before) => {
                let content = std::mem::take(&mut claims[at].content);
                let (quoted, total) = (claims[at].quoted, claims[at].total);
                let before = &mut claims[before];
                before.content.extend(content);
                before.quoted += quoted;
                before.total += total;
            }
            None => {
                claims.swap(kept, at);
                kept += 1;
            }
        }
    }
    claims.truncate(kept);
}

/// Returns whether `claim` has no cue and stands in a quotation that the paragraph before left open.
fn resumes(text: &Text<'_>, claim: &RawClaim) -> bool {
    let quotes = text
        .paragraphs()
        .get(claim.paragraph as usize)
        .map(|paragraph| paragraph.quotes.as_slice());
    claim.reason == Reason::Continues
        && claim.cue.is_none()
        && quotes
            .unwrap_or_default()
            .iter()
            .any(|quote| quote.resumes && quote.span.overlaps(claim.hull()))
}

/// Returns which of `before` holds the open quotation of the paragraph before `claim`.
fn continued(text: &Text<'_>, before: &[RawClaim], claim: &RawClaim) -> Option<usize> {
    let paragraph = text.paragraphs().get((claim.paragraph as usize).checked_sub(1)?)?;
    let open = paragraph.quotes.iter().find(|quote| quote.runs_on)?;
    // What the quotation itself quotes may end with it too: the claim that has its first word is it.
    let holds = |raw: &RawClaim| {
        let reaches = |piece: &TextSpan| piece.end() + 2 >= open.span.end();
        let begins = |piece: &TextSpan| piece.start() <= open.span.start();
        let mut pieces = raw.content.iter().filter(|piece| piece.overlaps(open.span));
        pieces.any(|piece| reaches(piece) && begins(piece))
    };
    let near = before.len().saturating_sub(NEAR);
    before[near..].iter().rposition(holds).map(|at| near + at)
}

/// Finds the source of each claim.
struct Speakers<'x> {
    merger: Merger<'x>,
    mentions: &'x [Mention],
    /// “we” in the mouth of somebody, by who that is.
    groups: HashMap<EntityId, EntityId>,
}

impl Speakers<'_> {
    /// Returns the entity of each of `claims`, which are in reading order.
    fn find(&mut self, claims: &[RawClaim], parents: &[Option<usize>]) -> Vec<Option<EntityId>> {
        let mut found: Vec<Option<EntityId>> = Vec::with_capacity(claims.len());
        for (at, claim) in claims.iter().enumerate() {
            let source = match claim.mention {
                Some(mention) => self.of_mention(mention, claims, &found, parents[at]),
                None if claim.reason == Reason::Continues => going_on(claims, parents, &found),
                None => None,
            };
            found.push(source);
        }
        found
    }

    /// Returns who the words of a claim mean; for I and we the speaker around them decides.
    fn of_mention(
        &mut self,
        number: u32,
        claims: &[RawClaim],
        found: &[Option<EntityId>],
        parent: Option<usize>,
    ) -> Option<EntityId> {
        if let Some(entity) = self.merger.entity(number) {
            return Some(entity);
        }
        let mention = self.mentions.get(number as usize)?;
        let Form::Pronoun(pronoun) = mention.form else { return None };
        let told = mention.speaker.and_then(|speaker| self.merger.entity(speaker));
        let outer = || parent.or_else(|| around(claims, found.len(), mention.span));
        let speaker = told.or_else(|| found.get(outer()?).copied().flatten())?;
        let entity = self.first_person(pronoun, speaker)?;
        self.enter(number, entity);
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

    fn enter(&mut self, number: u32, entity: EntityId) {
        self.merger.found[number as usize] = Some(entity);
        self.merger.entities[entity].mentions.push(number);
    }

    /// Puts every I, me and my inside a quotation down to its speaker.
    fn note_first_persons(&mut self, claims: &[RawClaim], found: &[Option<EntityId>]) {
        for number in 0..self.mentions.len() {
            let mention = &self.mentions[number];
            if mention.form != Form::Pronoun(Pronoun::I) || self.merger.found[number].is_some() {
                continue;
            }
            let speaker = around(claims, claims.len(), mention.span).and_then(|at| found[at]);
            if let (Some(speaker), true) = (speaker, mention.place.quoted > 0) {
                self.enter(number as u32, speaker);
            }
        }
    }
}

/// Returns the last of the first `upto` claims whose content holds `span`: the innermost.
fn around(claims: &[RawClaim], upto: usize, span: TextSpan) -> Option<usize> {
    let after = claims[..upto].partition_point(|claim| claim.hull().start() <= span.start());
    let near = after.saturating_sub(NEAR);
    (near..after).rev().find(|at| claims[*at].content.iter().any(|piece| piece.covers(span)))
}

/// Returns the speaker who goes on: that of the last claim that lies in no other, attitudes aside.
fn going_on(
    claims: &[RawClaim],
    parents: &[Option<usize>],
    found: &[Option<EntityId>],
) -> Option<EntityId> {
    let spoken = |at: &usize| {
        parents[*at].is_none()
            && claims[*at].mention.is_some()
            && claims[*at].act == crate::attribution::Act::Speech
    };
    let last = (0..found.len()).rev().take(NEAR).find(|at| spoken(at))?;
    found[last]
}

/// Numbers claims and sources.
fn ledger(
    text: &str,
    claims: Vec<RawClaim>,
    parents: &[Option<usize>],
    found: &[Option<EntityId>],
    speakers: &Speakers<'_>,
) -> Ledger {
    let mut sources: Table<Source> = Table::new();
    let mut ids: HashMap<EntityId, Id<Source>> = HashMap::new();
    let owners: HashMap<EntityId, EntityId> =
        speakers.groups.iter().map(|(speaker, group)| (*group, *speaker)).collect();
    let portrait = |entity: EntityId| {
        portrait::source(text, &speakers.merger.entities[entity], speakers.mentions)
    };
    let mut id_of = |entity: EntityId| {
        *ids.entry(entity).or_insert_with(|| {
            let mut source = portrait(entity);
            // “we” tells nothing in a list: whose it is does.
            if let Some(speaker) = owners.get(&entity) {
                source.name = format!("we ({})", portrait(*speaker).name);
            }
            sources.push(source)
        })
    };
    let speaking: HashSet<EntityId> = found.iter().flatten().copied().collect();
    let found: Vec<Option<Id<Source>>> =
        found.iter().map(|entity| entity.map(&mut id_of)).collect();
    let merger = &speakers.merger;
    let rows = claims.into_iter().enumerate().map(|(at, claim)| {
        let doubts = claim.mention.and_then(|number| merger.doubts.get(&number));
        let doubts = doubts.into_iter().flatten();
        let current = doubts.map(|(entity, share)| (merger.current(*entity), *share));
        // Who says nothing else is worth naming only where there is nobody better.
        let known = current.filter(|(entity, _)| found[at].is_none() || speaking.contains(entity));
        Claim {
            kind: kind(&claim),
            act: claim.act,
            source: found[at],
            parent: parents[at].map(Id::new),
            confidence: claim.confidence,
            candidates: known
                .map(|(entity, share)| Candidate { source: id_of(entity), share })
                .collect(),
            content: claim.content,
            cue: claim.cue.into_iter().collect(),
            attribution: claim.words.into_iter().collect(),
            reason: claim.reason,
            grouping: claim.mention.map(|number| grouping(merger, number)).unwrap_or_default(),
        }
    });
    let claims = rows.collect();
    Ledger { claims, sources }
}

/// Returns how much of `claim` stands in quotation marks.
fn kind(claim: &RawClaim) -> ClaimKind {
    match claim.quoted {
        0 => ClaimKind::Indirect,
        quoted if quoted == claim.total => ClaimKind::Direct,
        _ => ClaimKind::Mixed,
    }
}

/// Says why the words of mention `number` were taken for their source.
fn grouping(merger: &Merger<'_>, number: u32) -> Cow<'static, str> {
    match merger.grounds.get(number as usize) {
        None | Some(Ground::New) => Cow::default(),
        Some(Ground::Name) => "a name that was given before".into(),
        Some(Ground::Repeats) => "takes up a description".into(),
        Some(Ground::Role) => "takes up a role".into(),
        Some(Ground::Another) => "one more of its kind".into(),
        Some(Ground::Beside) => "named beside it".into(),
        Some(Ground::Relative) => "the words before “who”".into(),
        Some(Ground::Speaker) if merger.entity(number).is_none() => {
            "first person: the speaker is unknown".into()
        }
        Some(Ground::Speaker) => "first person: the speaker".into(),
        Some(Ground::Pronoun(why)) => format!("pronoun: {why}").into(),
        Some(Ground::Doubtful) => "pronoun, too doubtful to say".into(),
        Some(Ground::Nobody) => "pronoun: nobody before it fits".into(),
    }
}
