//! The reader's corrections laid over what the program found.
//!
//! The machine's [`Ledger`] and the corrections in, the ledger as the reader has it out. Computes
//! and keeps nothing, so that it can be done again after every analysis and every change. What a
//! correction is on is found by its place; where the caller finds none, it changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{Id, Table, TextSpan},
    claims::{Candidate, Claim, ClaimKind, Ground, Ledger, Pieces, Source, SourceKind},
    library::{Anchor, ArticleKey, Correction, Decision, NoteId, SourceChoice, SourceNature},
};

/// The least that the content of a claim and what a correction was on must share to be the same:
/// the common characters, over all of both.
const SAME: f32 = 0.5;

/// What a ledger is after the reader's corrections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Who says what.
    pub ledger: Ledger,
    /// The claims that the reader decided on, each with the last correction of it.
    pub claims: BTreeMap<Id<Claim>, NoteId>,
    /// The sources that the reader named, merged, split or described.
    pub sources: BTreeSet<Id<Source>>,
    /// Corrections that found nothing to lie on.
    pub idle: Vec<NoteId>,
}

/// Lays `corrections`, the oldest first, over what was found in `text`.
///
/// `locate` says where the words of a correction are now, `None` where that is not sure.
pub fn lay_over(
    machine: &Ledger,
    text: &str,
    corrections: &[Correction],
    locate: impl Fn(&ArticleKey, &Anchor) -> Option<TextSpan>,
) -> Overlay {
    let mut desk = Desk::new(machine, text);
    let mut idle = Vec::new();
    for correction in corrections {
        let place = |anchor: &Anchor| locate(&correction.article, anchor);
        if desk.carry_out(correction, &place).is_none() {
            idle.push(correction.id.clone());
        }
    }
    Overlay { idle, ..desk.finish() }
}

/// Returns the claim of `ledger` whose content is what stands at `span`, or most of it.
pub fn claim_at(ledger: &Ledger, span: TextSpan) -> Option<Id<Claim>> {
    likest(ledger, span).filter(|(_, likeness)| *likeness >= SAME).map(|(claim, _)| claim)
}

/// Returns who says the words at `span`: the source of the claim that they lie in, after those it
/// is told through, as in `aide ▸ senator`; empty where nobody does.
pub fn said_by(ledger: &Ledger, span: TextSpan) -> String {
    let Some((claim, _)) = likest(ledger, span).filter(|(_, likeness)| *likeness > 0.0) else {
        return String::new();
    };
    let chain = ledger.chain(claim).filter(|outer| *outer != claim);
    let claims = std::iter::once(claim).chain(chain);
    let name = |claim| Some(ledger.sources[ledger.claims.get(claim)?.source?].name.as_str());
    let mut names: Vec<&str> = claims.filter_map(name).collect();
    names.reverse();
    names.join(" ▸ ")
}

/// Returns the claim whose content shares most with `span`, and the share, 0 to 1, that both have in
/// common of what either has.
fn likest(ledger: &Ledger, span: TextSpan) -> Option<(Id<Claim>, f32)> {
    let likeness = |claim: &Claim| {
        let hull = claim.hull();
        let both = hull.intersection(span).map_or(0, TextSpan::len);
        both as f32 / hull.hull(span).len().max(1) as f32
    };
    let all = ledger.claims.iter().map(|(id, claim)| (id, likeness(claim)));
    all.max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
}

/// Returns the source that the words at `span` mention; of several the one with the shortest words.
pub fn source_at(ledger: &Ledger, span: TextSpan) -> Option<Id<Source>> {
    let mentions = ledger.sources.iter().flat_map(|(id, source)| {
        source.mentions.iter().filter(|mention| mention.overlaps(span)).map(move |one| (one, id))
    });
    let apart = |mention: &TextSpan| {
        mention.start().abs_diff(span.start()) + mention.end().abs_diff(span.end())
    };
    let mentioned = mentions.min_by_key(|(mention, _)| apart(mention)).map(|(_, id)| id);
    let named = || {
        let claims = ledger.claims.rows().iter();
        let mut named = claims.filter(|claim| claim.attribution.iter().any(|at| at.overlaps(span)));
        named.find_map(|claim| claim.source)
    };
    mentioned.or_else(named)
}

/// A ledger that is being corrected: rows may go, numbers stay until the end.
struct Desk<'t> {
    text: &'t str,
    ledger: Ledger,
    gone: BTreeSet<Id<Claim>>,
    claims: BTreeMap<Id<Claim>, NoteId>,
    sources: BTreeSet<Id<Source>>,
}

impl<'t> Desk<'t> {
    fn new(machine: &Ledger, text: &'t str) -> Self {
        let ledger = machine.clone();
        Self {
            text,
            ledger,
            gone: BTreeSet::new(),
            claims: BTreeMap::new(),
            sources: BTreeSet::new(),
        }
    }

    /// Does what a correction says; `None` if what it is on is not there.
    fn carry_out(
        &mut self,
        correction: &Correction,
        place: &impl Fn(&Anchor) -> Option<TextSpan>,
    ) -> Option<()> {
        let span = place(&correction.anchor)?;
        match &correction.decision {
            Decision::Accept => {
                let claim = self.claim(span)?;
                self.settle(claim, correction);
            }
            Decision::NotAClaim => {
                let claim = self.claim(span)?;
                self.gone.insert(claim);
            }
            Decision::SaidBy(choice) => {
                let source = self.choose(choice, place);
                let claim = self.claim(span).unwrap_or_else(|| self.add_claim(span));
                let row = &mut self.ledger.claims[claim];
                row.source = source;
                row.grouping = Ground::Reader;
                self.settle(claim, correction);
            }
            Decision::Content(anchors) => {
                let content: Option<Pieces> = anchors.iter().map(place).collect();
                let content = content.filter(|content| !content.is_empty())?;
                let claim = self.claim(span).or_else(|| self.claim(content[0]))?;
                self.ledger.claims[claim].kind = kind_of(self.text, &content);
                self.ledger.claims[claim].content = content;
                self.settle(claim, correction);
            }
            Decision::SameSource(other) => {
                let (into, from) = (self.source(span)?, self.source(place(other)?)?);
                self.unite(into, from);
            }
            Decision::OtherSource(anchors) => {
                let mentions: Vec<TextSpan> = anchors.iter().filter_map(place).collect();
                self.split(self.source(span)?, span, mentions);
            }
            Decision::Rename(name) => {
                let source = self.source(span)?;
                self.ledger.sources[source].name.clone_from(name);
                self.sources.insert(source);
            }
            Decision::Nature(SourceNature { kind, named }) => {
                let source = self.source(span)?;
                let row = &mut self.ledger.sources[source];
                (row.kind, row.named) = (*kind, *named);
                self.sources.insert(source);
            }
        }
        Some(())
    }

    fn claim(&self, span: TextSpan) -> Option<Id<Claim>> {
        claim_at(&self.ledger, span).filter(|claim| !self.gone.contains(claim))
    }

    fn source(&self, span: TextSpan) -> Option<Id<Source>> {
        source_at(&self.ledger, span)
    }

    /// Enters that the reader decided on a claim.
    fn settle(&mut self, claim: Id<Claim>, correction: &Correction) {
        let row = &mut self.ledger.claims[claim];
        row.confidence = 1.0;
        row.candidates.clear();
        self.claims.insert(claim, correction.id.clone());
    }

    /// Returns the source that a reader chose, a new one if the article has it not.
    fn choose(
        &mut self,
        choice: &SourceChoice,
        place: &impl Fn(&Anchor) -> Option<TextSpan>,
    ) -> Option<Id<Source>> {
        let (name, mention) = match choice {
            SourceChoice::Unknown => return None,
            SourceChoice::New(name) => (name, None),
            SourceChoice::Mentioned { name, mention } => (name, place(mention)),
        };
        let lower = name.to_lowercase();
        let called =
            |(id, row): (Id<Source>, &Source)| (row.name.to_lowercase() == lower).then_some(id);
        let known = mention
            .and_then(|span| self.source(span))
            .or_else(|| self.ledger.sources.iter().find_map(called));
        Some(known.unwrap_or_else(|| {
            let source = Source {
                name: name.clone(),
                kind: SourceKind::Unknown,
                named: true,
                mentions: mention.into_iter().collect(),
                details: Vec::new(),
            };
            let id = self.ledger.sources.push(source);
            self.sources.insert(id);
            id
        }))
    }

    /// Adds a claim that the program did not find.
    fn add_claim(&mut self, span: TextSpan) -> Id<Claim> {
        let content = Pieces::from_elem(span, 1);
        self.ledger.claims.push(Claim::by_reader(kind_of(self.text, &content), content))
    }

    /// Makes one source the same as another.
    fn unite(&mut self, into: Id<Source>, from: Id<Source>) {
        if into == from {
            return;
        }
        let absorbed = self.ledger.sources[from].clone();
        let row = &mut self.ledger.sources[into];
        row.mentions.extend(absorbed.mentions);
        row.mentions.sort();
        row.mentions.dedup();
        row.details.extend(absorbed.details);
        if absorbed.named && !row.named {
            (row.name, row.named, row.kind) = (absorbed.name, true, absorbed.kind);
        }
        for claim in self.ledger.claims.ids().collect::<Vec<_>>() {
            let row = &mut self.ledger.claims[claim];
            if row.source == Some(from) {
                row.source = Some(into);
            }
            let absorbed = row.candidates.iter().find(|candidate| candidate.source == from);
            let absorbed = absorbed.map_or(0.0, |candidate| candidate.share);
            match row.candidates.iter_mut().find(|candidate| candidate.source == into) {
                Some(candidate) => candidate.share += absorbed,
                None => row.candidates.iter_mut().for_each(|candidate| {
                    candidate.source =
                        if candidate.source == from { into } else { candidate.source }
                }),
            }
            row.candidates.retain(|candidate| candidate.source != from);
        }
        self.ledger.sources[from].mentions.clear();
        self.sources.insert(into);
    }

    /// Takes the mentions at `first` and `others` out of `source` and makes them one of their own.
    fn split(&mut self, source: Id<Source>, first: TextSpan, others: Vec<TextSpan>) {
        let taken: Vec<TextSpan> = std::iter::once(first).chain(others).collect();
        let is_taken = |span: &TextSpan| taken.iter().any(|taken| taken.overlaps(*span));
        let row = &mut self.ledger.sources[source];
        let (mine, rest): (Vec<_>, Vec<_>) = row.mentions.iter().copied().partition(is_taken);
        row.mentions = rest;
        let name = first.slice(self.text).unwrap_or_default();
        let new = Source {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            kind: row.kind,
            named: row.named,
            mentions: mine,
            details: Vec::new(),
        };
        let new = self.ledger.sources.push(new);
        for claim in self.ledger.claims.ids().collect::<Vec<_>>() {
            let row = &mut self.ledger.claims[claim];
            if row.source == Some(source) && row.attribution.iter().any(is_taken) {
                row.source = Some(new);
            }
        }
        self.sources.extend([source, new]);
    }

    /// Numbers claims in reading order and sources in order of their first claim.
    fn finish(self) -> Overlay {
        let Self { ledger, gone, .. } = &self;
        let mut order: Vec<Id<Claim>> =
            ledger.claims.ids().filter(|claim| !gone.contains(claim)).collect();
        order.sort_by_key(|claim| {
            let hull = ledger.claims[*claim].hull();
            (hull.start(), usize::MAX - hull.end())
        });
        let claims: BTreeMap<Id<Claim>, Id<Claim>> =
            order.iter().enumerate().map(|(at, claim)| (*claim, Id::new(at))).collect();
        let mut sources: BTreeMap<Id<Source>, Id<Source>> = BTreeMap::new();
        let mut table: Table<Source> = Table::new();
        for source in order.iter().filter_map(|claim| ledger.claims[*claim].source) {
            sources.entry(source).or_insert_with(|| table.push(ledger.sources[source].clone()));
        }
        // Those that are candidates only come last.
        let candidates = order.iter().flat_map(|claim| &ledger.claims[*claim].candidates);
        for candidate in candidates {
            let source = candidate.source;
            sources.entry(source).or_insert_with(|| table.push(ledger.sources[source].clone()));
        }
        let row = |claim: &Id<Claim>| {
            let row = ledger.claims[*claim].clone();
            let candidates = row.candidates.iter().filter_map(|candidate| {
                Some(Candidate { source: *sources.get(&candidate.source)?, ..*candidate })
            });
            Claim {
                source: row.source.and_then(|source| sources.get(&source).copied()),
                parent: self.parent(*claim).and_then(|parent| claims.get(&parent).copied()),
                candidates: candidates.collect(),
                ..row
            }
        };
        let rows = order.iter().map(row).collect();
        let named = |source: &Id<Source>| sources.get(source).copied();
        Overlay {
            ledger: Ledger { claims: rows, sources: table },
            claims: self
                .claims
                .iter()
                .filter_map(|(claim, id)| Some((*claims.get(claim)?, id.clone())))
                .collect(),
            sources: self.sources.iter().filter_map(named).collect(),
            idle: Vec::new(),
        }
    }

    /// Returns the nearest claim that a claim lies in, still after what was changed.
    fn parent(&self, claim: Id<Claim>) -> Option<Id<Claim>> {
        let hull = self.ledger.claims[claim].hull();
        let holds = |outer: &Id<Claim>| {
            let other = self.ledger.claims[*outer].hull();
            !self.gone.contains(outer) && other.covers(hull) && other != hull
        };
        self.ledger.chain(claim).find(holds)
    }
}

/// Returns how much of a claim's content stands in quotation marks.
fn kind_of(text: &str, content: &[TextSpan]) -> ClaimKind {
    let is_mark = |letter: char| matches!(letter, '“' | '”' | '"' | '«' | '»' | '„');
    let words = || content.iter().filter_map(|span| span.slice(text)).map(str::trim);
    let is_whole = |words: &str| {
        let inner = words.trim_end_matches(['.', ',', '?', '!']);
        inner.starts_with(is_mark) && inner.ends_with(is_mark)
    };
    if words().all(is_whole) {
        ClaimKind::Direct
    } else if words().any(|words| words.contains(is_mark)) {
        ClaimKind::Mixed
    } else {
        ClaimKind::Indirect
    }
}
