//! Gathers what the engine finds, then says who is who.

use std::collections::HashMap;

use super::{
    Claim, ClaimKind, Ledger, Source, chain,
    entity::EntityIndex,
    gather::gather,
    kind::kind,
    link::Link,
    mention::{Mention, MentionIndex, MentionKind, Position},
    merge::{Merged, Naming, merge},
    naming::Namer,
    page::Page,
};
use crate::{
    attribution::{Act, Attribution, Findings, Reason},
    base::{Id, Table, TextSpan},
    text::Text,
};

/// Below this confidence of the grouping the source is unknown, and only candidates are kept.
const DOUBT: f32 = 0.5;

/// Gathers what the engine finds, then says who is who.
pub struct LedgerBuilder<'t, 'a> {
    text: &'t Text<'a>,
    mentions: Vec<Mention>,
    drafts: Vec<Draft>,
    sentences: u32,
}

/// A claim whose source is not yet known.
struct Draft {
    attribution: Attribution,
    kind: ClaimKind,
    /// The mention that names its source.
    mention: Option<MentionIndex>,
}

/// To whom a claim is put down, and why.
#[derive(Clone, Default)]
struct Verdict {
    source: Option<EntityIndex>,
    link: Option<Link>,
    candidates: Vec<EntityIndex>,
    /// The words that name the source, where they stand with another claim.
    words: Option<TextSpan>,
}

impl<'t, 'a> LedgerBuilder<'t, 'a> {
    /// Makes a builder for the findings of `text`.
    pub fn new(text: &'t Text<'a>) -> Self {
        Self { text, mentions: Vec::new(), drafts: Vec::new(), sentences: 0 }
    }

    /// Takes in what was found in the next paragraph.
    pub fn add(&mut self, findings: &Findings<'_>) {
        let Some(page) = Page::new(self.text, findings, self.sentences) else { return };
        let first = self.mentions.len();
        let sources: Vec<TextSpan> = findings.attributions.iter().filter_map(|found| found.source).collect();
        gather(&page, &sources, &mut self.mentions);
        for attribution in &findings.attributions {
            if self.resumes(&page, attribution) {
                continue;
            }
            let mention = attribution.source.map(|source| self.head(&page, source, first));
            let kind = kind(&page, attribution);
            self.drafts.push(Draft { attribution: attribution.clone(), kind, mention });
        }
        self.sentences = self.sentences.saturating_add(u32::try_from(page.sentences.len()).unwrap_or(0));
    }

    /// Adds a quotation that the paragraph before left open to the claim that it belongs to.
    fn resumes(&mut self, page: &Page<'_, '_>, attribution: &Attribution) -> bool {
        if attribution.reason != Reason::Continues || page.number == 0 {
            return false;
        }
        let Some(content) = attribution.content.first() else { return false };
        let resumed = page.paragraph.quotes.iter().any(|quote| quote.resumes && quote.span.overlaps(*content));
        let before = &self.text.paragraphs()[page.number as usize - 1];
        let open = before.quotes.iter().find(|quote| quote.runs_on).map(|quote| quote.span);
        let Some(open) = open.filter(|_| resumed) else { return false };
        let holds = |draft: &&mut Draft| draft.attribution.content.iter().any(|piece| piece.overlaps(open));
        let drafts = self.drafts.iter_mut().rev().take(64).filter(holds);
        let Some(draft) = drafts.max_by_key(|draft| draft.attribution.content.iter().map(|piece| piece.len()).sum::<usize>())
        else {
            return false;
        };
        draft.attribution.content.extend(&attribution.content);
        true
    }

    /// Returns the mention that `source` is about: the first that owns nothing, “Berg” in “Berg’s”
    /// where there is no other. `first` is the paragraph's first mention.
    fn head(&mut self, page: &Page<'_, '_>, source: TextSpan, first: usize) -> MentionIndex {
        let inside = |mention: &Mention| mention.span.overlaps(source) && mention.head.overlaps(source);
        let whole = |mention: &Mention| !matches!(mention.position, Position::Owner | Position::Modifier);
        let mentions = &self.mentions[first..];
        let head = mentions.iter().position(|mention| inside(mention) && whole(mention));
        let joined = head.and_then(|head| {
            let last = mentions.iter().rposition(|mention| {
                mention.joins == MentionIndex::try_from(first + head).ok() && source.covers(mention.span)
            });
            last.or(Some(head))
        });
        let found = joined.or_else(|| mentions.iter().rposition(inside));
        let at = found.map_or_else(|| self.fallback(page, source), |found| first + found);
        MentionIndex::try_from(at).unwrap_or(MentionIndex::MAX)
    }

    /// Adds a mention of words that hold none: their last word is the head.
    fn fallback(&mut self, page: &Page<'_, '_>, source: TextSpan) -> usize {
        let first = page.token_at(source.start());
        let last = (first..page.len()).take_while(|at| page.span(*at).end() <= source.end()).last().unwrap_or(first);
        let sentence = page.sentences.iter().position(|sentence| sentence.contains(&first)).unwrap_or(0);
        self.mentions.push(Mention {
            span: source,
            head: page.span(last),
            kind: MentionKind::Description,
            reference: super::mention::Reference::Bare,
            number: super::mention::Number::Unknown,
            gender: None,
            position: Position::Other,
            quoted: page.is_quoted(source.start()),
            paragraph: page.number,
            sentence: page.first_sentence.saturating_add(u32::try_from(sentence).unwrap_or(0)),
            owner: None,
            same: None,
            joins: None,
            complement: TextSpan::new(source.end(), source.end()),
        });
        self.mentions.len() - 1
    }

    /// Groups the mentions of each source, links claims inside claims, and numbers all.
    pub fn finish(mut self) -> Ledger {
        self.drafts.sort_by_key(|draft| chain::order(&draft.attribution));
        let attributions: Vec<&Attribution> = self.drafts.iter().map(|draft| &draft.attribution).collect();
        let parents = chain::parents(&attributions);
        let mut namings: HashMap<MentionIndex, Naming> = HashMap::new();
        for draft in &self.drafts {
            if let Some(mention) = draft.mention {
                let naming = namings.entry(mention).or_insert_with(|| Naming { content: Vec::new() });
                naming.content.extend(&draft.attribution.content);
            }
        }
        let mut merged = merge(self.text, &self.mentions, &namings);
        let verdicts = self.verdicts(&merged, &parents);
        self.add_first_persons(&mut merged, &verdicts);
        self.ledger(&merged, &verdicts, &parents)
    }

    /// Decides the source of each claim, in order: parents and speakers that carry on come first.
    fn verdicts(&self, merged: &Merged, parents: &[Option<usize>]) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(self.drafts.len());
        let mut speaking: Option<usize> = None;
        for (at, draft) in self.drafts.iter().enumerate() {
            let parent = parents[at];
            let verdict = match (draft.mention, draft.attribution.reason) {
                (Some(mention), _) => {
                    let within = parent.and_then(|parent| verdicts.get(parent)).and_then(|verdict| verdict.source);
                    self.verdict(merged, mention, within)
                }
                (None, Reason::Continues) => self.carried(&verdicts, speaking),
                (None, _) => Verdict::default(),
            };
            if parent.is_none() && draft.attribution.act == Act::Speech && verdict.source.is_some() {
                speaking = Some(at);
            }
            verdicts.push(verdict);
        }
        verdicts
    }

    /// Gives a quotation without a cue to the one who was speaking.
    fn carried(&self, verdicts: &[Verdict], speaking: Option<usize>) -> Verdict {
        let Some(speaking) = speaking else { return Verdict::default() };
        let words = self.drafts[speaking].attribution.source.or(verdicts[speaking].words);
        Verdict { words, link: None, ..verdicts[speaking].clone() }
    }

    /// Returns the entity of `mention`; first persons in a quotation are the speaker `within`.
    fn verdict(&self, merged: &Merged, mention: MentionIndex, within: Option<EntityIndex>) -> Verdict {
        let at = mention as usize;
        let first_person = is_first_person(self.text.slice(self.mentions[at].span));
        let speaker = within.filter(|_| self.mentions[at].quoted && first_person);
        let (found, link) = match speaker {
            Some(speaker) => (Some(speaker), Link::Speaker),
            None => (merged.found[at], merged.links[at]),
        };
        let rivals = merged.rivals.get(&mention).cloned().unwrap_or_default();
        let candidates = if rivals.is_empty() { rivals } else { found.into_iter().chain(rivals).collect() };
        let source = found.filter(|_| link.confidence() >= DOUBT);
        Verdict { source, link: Some(link), candidates, words: None }
    }

    /// Adds “I” and “my” in quotations to the mentions of their speakers.
    fn add_first_persons(&self, merged: &mut Merged, verdicts: &[Verdict]) {
        for (draft, verdict) in self.drafts.iter().zip(verdicts) {
            let Some(source) = verdict.source.filter(|_| draft.kind != ClaimKind::Indirect) else { continue };
            for piece in &draft.attribution.content {
                let first = self.mentions.partition_point(|mention| mention.head.start() < piece.start());
                let inside = (first..self.mentions.len()).take_while(|at| self.mentions[*at].head.start() < piece.end());
                for at in inside {
                    let mention = &self.mentions[at];
                    let words = self.text.slice(mention.span);
                    if mention.kind == MentionKind::Pronoun && mention.quoted && is_singular_first_person(words) {
                        // An inner speaker comes later and takes it over.
                        merged.found[at] = Some(source);
                    }
                }
            }
        }
    }

    fn ledger(&self, merged: &Merged, verdicts: &[Verdict], parents: &[Option<usize>]) -> Ledger {
        let sources = Sources::new(self, merged, verdicts);
        let claims: Table<Claim> = self.drafts.iter().enumerate().map(|(at, draft)| {
            let verdict = &verdicts[at];
            let words = draft.attribution.source.or(verdict.words);
            let certainty = verdict.link.map_or(1.0, Link::confidence);
            Claim {
                kind: draft.kind,
                act: draft.attribution.act,
                source: verdict.source.map(|entity| sources.id(entity)),
                parent: parents[at].map(Id::new),
                confidence: (draft.attribution.confidence * certainty).clamp(0.0, 1.0),
                content: draft.attribution.content.clone(),
                cue: draft.attribution.cue.into_iter().collect(),
                attribution: words.into_iter().collect(),
                reason: draft.attribution.reason,
                grouping: self.grouping(draft, verdict, &sources),
                candidates: verdict.candidates.iter().map(|entity| sources.id(*entity)).collect(),
            }
        }).collect();
        Ledger { claims, sources: sources.table }
    }

    /// Says in a few words why the claim was given to its source.
    fn grouping(&self, draft: &Draft, verdict: &Verdict, sources: &Sources<'_, '_, '_>) -> String {
        let name = verdict.source.and_then(|entity| sources.name(entity));
        match (verdict.link, draft.mention, name) {
            (Some(link), Some(mention), Some(name)) => {
                link.why(self.text.slice(self.mentions[mention as usize].span), name)
            }
            (None, _, Some(name)) if draft.attribution.reason == Reason::Continues => format!("{name} was speaking"),
            _ => String::new(),
        }
    }
}

/// Entities that become sources, in order of their first claim.
struct Sources<'s, 't, 'a> {
    builder: &'s LedgerBuilder<'t, 'a>,
    merged: &'s Merged,
    verdicts: &'s [Verdict],
    ids: HashMap<EntityIndex, Id<Source>>,
    table: Table<Source>,
}

impl<'s, 't, 'a> Sources<'s, 't, 'a> {
    fn new(builder: &'s LedgerBuilder<'t, 'a>, merged: &'s Merged, verdicts: &'s [Verdict]) -> Self {
        let mut mentions: HashMap<EntityIndex, Vec<TextSpan>> = HashMap::new();
        for (at, entity) in merged.found.iter().enumerate() {
            if let Some(entity) = entity {
                mentions.entry(*entity).or_default().push(builder.mentions[at].span);
            }
        }
        let mut sources = Self { builder, merged, verdicts, ids: HashMap::new(), table: Table::new() };
        let wanted = verdicts.iter().flat_map(|verdict| verdict.source.into_iter().chain(verdict.candidates.iter().copied()));
        let mut words: HashMap<EntityIndex, Vec<TextSpan>> = HashMap::new();
        for (draft, verdict) in builder.drafts.iter().zip(sources.verdicts) {
            if let (Some(entity), Some(source)) = (verdict.source, draft.attribution.source) {
                words.entry(entity).or_default().push(source);
            }
        }
        for entity in wanted {
            if !sources.ids.contains_key(&entity) {
                let mentions = mentions.remove(&entity).unwrap_or_default();
                sources.open(entity, mentions, words.get(&entity).map_or(&[], Vec::as_slice));
            }
        }
        sources
    }

    fn open(&mut self, entity: EntityIndex, mut mentions: Vec<TextSpan>, words: &[TextSpan]) {
        let namer = Namer { text: self.builder.text, mentions: &self.builder.mentions, merged: self.merged };
        mentions.sort_unstable();
        mentions.dedup();
        let id = self.table.push(Source {
            name: namer.name(entity, words),
            kind: self.merged.entities[entity].kind,
            named: namer.is_named(entity),
            mentions,
            details: namer.details(entity, words),
        });
        self.ids.insert(entity, id);
    }

    fn id(&self, entity: EntityIndex) -> Id<Source> {
        self.ids.get(&entity).copied().unwrap_or_else(|| Id::new(usize::MAX))
    }

    fn name(&self, entity: EntityIndex) -> Option<&str> {
        self.ids.get(&entity).and_then(|id| self.table.get(*id)).map(|source| source.name.as_str())
    }
}

fn is_first_person(word: &str) -> bool {
    is_singular_first_person(word) || ["we", "us", "our", "ourselves"].iter().any(|other| word.eq_ignore_ascii_case(other))
}

fn is_singular_first_person(word: &str) -> bool {
    ["i", "me", "my", "mine", "myself"].iter().any(|other| word.eq_ignore_ascii_case(other))
}
