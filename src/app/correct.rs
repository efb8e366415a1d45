//! Corrections: what a reader says of a claim or a source, and what is asked before.

use std::sync::Arc;

use crate::{
    app::{
        Analysis, App, ArticlePane, ClaimIndex, Effect, Entry, EntryState, List, Listed,
        PromptKind, counted,
    },
    base::{Id, TextSpan},
    claims::{Claim, ClaimKind, Source, SourceKind},
    library::{
        Anchor, Annotations, Change, Decision, NoteId, SourceChoice, SourceNature, claim_at,
        lay_over,
    },
};

/// How many speakers before a claim are offered first.
const RECENT: usize = 6;

/// What a correction is made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A claim, by where its content stands: numbers change with every correction.
    Claim(TextSpan),
    /// A source, by words that mention it.
    Source(TextSpan),
}

/// A row of what a reader may say.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// The claim is as it is.
    Accept,
    /// This source says so.
    SaidBy(Id<Source>),
    /// Somebody else, whose name is asked for.
    NewSource,
    /// The text does not say who.
    Nobody,
    /// There is no claim.
    NotAClaim,
    /// The claim is other words, to be selected.
    OtherWords,
    /// The source is the same as this one.
    Same(Id<Source>),
    /// The mention here is of somebody else.
    Apart(TextSpan),
    /// The source has another name, which is asked for.
    Rename,
    /// The source is this.
    Nature(SourceNature),
}

/// The same decision for the claims that follow, if the reader wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The decision.
    pub decision: Decision,
    /// Where the claims stand.
    pub claims: Vec<TextSpan>,
}

/// Lays the corrections of an article over what the program found in it; `None` without any.
pub(super) fn corrected(pane: &ArticlePane) -> Option<ClaimIndex> {
    let notes = pane.notes.as_ref()?;
    let corrections = notes.annotations().corrections();
    if corrections.is_empty() {
        return None;
    }
    let text = &pane.article.text;
    let overlay = lay_over(&pane.machine, text, corrections, |article, anchor| {
        notes.find(article, anchor)?.span()
    });
    Some(ClaimIndex::corrected(overlay, text))
}

impl App {
    /// Lays the corrections over what the program found, and shows that.
    pub(super) fn lay_corrections(&mut self, entry: Id<Entry>) {
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return };
        let corrected = corrected(pane);
        let Analysis::Done(shown) = &mut pane.analysis else { return };
        let corrected = match corrected {
            Some(corrected) => corrected,
            None if shown.is_as_found() => return,
            None => ClaimIndex::new(Arc::clone(&pane.machine), &pane.article.text),
        };
        let chosen = pane.chosen.and_then(|claim| shown.ledger.claims.get(claim)).map(Claim::hull);
        **shown = corrected;
        pane.chosen = chosen.and_then(|hull| claim_at(&shown.ledger, hull));
        if entry == self.current {
            self.chosen_rows.remove(&List::Claims);
            self.chosen_rows.remove(&List::People);
        }
    }

    /// Opens what may be said of the claim here, or takes the selection as its words.
    pub(super) fn correct(&mut self) -> Vec<Effect> {
        let selected = self.pane().and_then(|pane| pane.selected());
        if let (Some(words), Some(claim)) = (selected, self.other_words.take()) {
            return self.set_words(claim, words);
        }
        let subject = match (self.listed_claim(), selected) {
            (Some(claim), _) => Some(claim),
            (None, Some(words)) => Some(words),
            (None, None) => self.claim_or_warn().and_then(|claim| self.hull_of(claim)),
        };
        if let Some(span) = subject {
            self.focus_page(List::Correct(Subject::Claim(span)));
        }
        Vec::new()
    }

    /// Opens what may be said of the source of the claim here, or of the chosen row.
    pub(super) fn correct_source(&mut self) {
        let Some(source) = self.source_here() else { return };
        match self.mention_of(source) {
            Some(span) => self.focus_page(List::Correct(Subject::Source(span))),
            None => self.warn("the text has no words for this source; s puts its claims right"),
        }
    }

    fn focus_page(&mut self, list: List) {
        self.show_list(list);
        self.chosen_rows.insert(list, 0);
    }

    /// Returns the rows of what may be said of `subject`.
    pub(super) fn correct_rows(&self, subject: Subject) -> Vec<Listed> {
        let picks = match subject {
            Subject::Claim(span) => self.claim_picks(span),
            Subject::Source(span) => self.source_picks(span),
        };
        picks.into_iter().map(Listed::Pick).collect()
    }

    fn claim_picks(&self, span: TextSpan) -> Vec<Pick> {
        let Some(claims) = self.pane().and_then(|pane| pane.claims()) else { return Vec::new() };
        let found = claim_at(&claims.ledger, span);
        let own = found.and_then(|claim| claims.ledger.claims[claim].source);
        let mut picks: Vec<Pick> = found.iter().map(|_| Pick::Accept).collect();
        let said = self.candidates(claims, found, span).into_iter();
        picks.extend(said.filter(|source| Some(*source) != own).map(Pick::SaidBy));
        picks.extend([Pick::NewSource, Pick::Nobody]);
        if found.is_some() {
            picks.extend([Pick::NotAClaim, Pick::OtherWords]);
        }
        picks
    }

    /// Returns who may have said a claim, the likeliest first: those that the program doubted
    /// between, the last to speak before it, then all others.
    fn candidates(
        &self,
        claims: &ClaimIndex,
        claim: Option<Id<Claim>>,
        span: TextSpan,
    ) -> Vec<Id<Source>> {
        let doubted = claim.map(|claim| claims.ledger.claims[claim].candidates.iter());
        let before = claims.ledger.claims.rows().iter().rev();
        let before = before.filter(|row| row.hull().end() <= span.start()).take(RECENT);
        let mut all: Vec<Id<Source>> = Vec::new();
        let order = doubted
            .into_iter()
            .flatten()
            .map(|candidate| candidate.source)
            .chain(before.filter_map(|row| row.source))
            .chain(claims.ledger.sources.ids());
        for source in order {
            if !all.contains(&source) {
                all.push(source);
            }
        }
        all
    }

    fn source_picks(&self, span: TextSpan) -> Vec<Pick> {
        let Some(claims) = self.pane().and_then(|pane| pane.claims()) else { return Vec::new() };
        let Some(source) = crate::library::source_at(&claims.ledger, span) else {
            return Vec::new();
        };
        let others = claims.ledger.sources.ids().filter(|other| *other != source);
        let mentions = &claims.ledger.sources[source].mentions;
        let apart = mentions.iter().filter(|_| mentions.len() > 1).copied().map(Pick::Apart);
        let kinds =
            [SourceKind::Person, SourceKind::Group, SourceKind::Organisation, SourceKind::Document];
        let natures = kinds
            .into_iter()
            .flat_map(|kind| [true, false].map(|named| Pick::Nature(SourceNature { kind, named })));
        [Pick::Rename]
            .into_iter()
            .chain(others.map(Pick::Same))
            .chain(apart)
            .chain(natures)
            .collect()
    }

    /// Does what the chosen row says.
    pub(super) fn pick(&mut self, subject: Subject, pick: Pick) -> Vec<Effect> {
        self.leave_lists();
        match (subject, pick) {
            (Subject::Claim(span), Pick::SaidBy(source)) => match self.choice_of(source) {
                Some(choice) => self.say_who(span, choice),
                None => Vec::new(),
            },
            (Subject::Claim(span), Pick::Nobody) => self.say_who(span, SourceChoice::Unknown),
            (Subject::Claim(span), Pick::Accept) => {
                self.decide(span, Decision::Accept, "accepted and saved")
            }
            (Subject::Claim(span), Pick::NotAClaim) => {
                self.decide(span, Decision::NotAClaim, "taken out and saved; u brings it back")
            }
            (Subject::Claim(span), Pick::OtherWords) => {
                self.other_words = Some(span);
                self.jump_to(span.start(), crate::app::Scroll::Least);
                self.say("select the right words, then s; Esc leaves the claim as it is");
                Vec::new()
            }
            (_, Pick::NewSource | Pick::Rename) => {
                let name = match subject {
                    Subject::Claim(_) => String::new(),
                    Subject::Source(span) => self.name_at(span).unwrap_or_default(),
                };
                self.open_prompt(PromptKind::Name(subject), &name);
                Vec::new()
            }
            (Subject::Source(span), Pick::Same(other)) => {
                let other = self.mention_of(other).and_then(|span| self.anchor_of(span));
                match other {
                    Some(other) => {
                        self.decide(span, Decision::SameSource(other), "merged and saved")
                    }
                    None => {
                        self.warn("the text has no words for that source");
                        Vec::new()
                    }
                }
            }
            (Subject::Source(_), Pick::Apart(mention)) => {
                self.decide(mention, Decision::OtherSource(Vec::new()), "split and saved")
            }
            (Subject::Source(span), Pick::Nature(nature)) => {
                self.decide(span, Decision::Nature(nature), "described and saved")
            }
            _ => Vec::new(),
        }
    }

    /// Takes the name that was asked for.
    pub(super) fn named(&mut self, subject: Subject, name: &str) -> Vec<Effect> {
        let name = name.trim().to_owned();
        match subject {
            _ if name.is_empty() => {
                self.warn("without a name nothing is changed");
                Vec::new()
            }
            Subject::Claim(span) => self.say_who(span, SourceChoice::New(name)),
            Subject::Source(span) => self.decide(span, Decision::Rename(name), "renamed and saved"),
        }
    }

    /// Puts a claim down to somebody, and offers the same for the claims that follow.
    fn say_who(&mut self, span: TextSpan, choice: SourceChoice) -> Vec<Effect> {
        let claims = self.followers(span);
        let decision = Decision::SaidBy(choice);
        let done = match claims.len() {
            0 => "corrected and saved".to_owned(),
            1 => "corrected and saved; also the next one? y yes, n no".to_owned(),
            count => format!("corrected and saved; also the next {count}? y yes, n no"),
        };
        let effects = self.decide(span, decision.clone(), done);
        self.offer =
            (!claims.is_empty() && !effects.is_empty()).then_some(Offer { decision, claims });
        effects
    }

    /// Returns where the claims stand that follow the one at `span` and have its source: all of a
    /// known one; of an unknown one those up to the next that somebody is known to say.
    fn followers(&self, span: TextSpan) -> Vec<TextSpan> {
        let Some(claims) = self.pane().and_then(|pane| pane.claims()) else { return Vec::new() };
        let Some(claim) = claim_at(&claims.ledger, span) else { return Vec::new() };
        let source = claims.ledger.claims[claim].source;
        let later = claims.ledger.claims.iter().filter(|(id, _)| *id > claim);
        let later = later.filter(|(id, _)| !claims.is_by_reader(*id)).map(|(_, row)| row);
        match source {
            Some(_) => later.filter(|row| row.source == source).map(Claim::hull).collect(),
            None => later.take_while(|row| row.source.is_none()).map(Claim::hull).collect(),
        }
    }

    /// Does for the claims that follow what was offered.
    pub(super) fn take_offer(&mut self, offer: Offer) -> Vec<Effect> {
        let now = self.now;
        let mut steps = Vec::new();
        let Some(pane) = self.pane() else { return Vec::new() };
        let Some(notes) = &pane.notes else { return Vec::new() };
        let mut annotations = notes.annotations().clone();
        for span in &offer.claims {
            let Some(anchor) = notes.anchor(*span) else { continue };
            let kind = self.kind_at(*span);
            let change = annotations.correct(anchor, offer.decision.clone(), kind, now);
            if annotations.apply(&change).is_ok() {
                steps.push(change);
            }
        }
        let done = format!("{} more corrected and saved", counted(steps.len(), "claim"));
        self.change(Change::Together(steps), done)
    }

    /// Makes `words` the content of the claim that stood at `claim`.
    fn set_words(&mut self, claim: TextSpan, words: TextSpan) -> Vec<Effect> {
        if let Some(pane) = self.pane_mut() {
            pane.selection = None;
        }
        let Some(anchor) = self.anchor_of(words) else { return Vec::new() };
        self.decide(claim, Decision::Content(vec![anchor]), "corrected and saved")
    }

    /// Makes a correction on the words at `span`.
    pub(super) fn decide(
        &mut self,
        span: TextSpan,
        decision: Decision,
        done: impl Into<String>,
    ) -> Vec<Effect> {
        let now = self.now;
        let kind = match decision.matter() {
            crate::library::Matter::Speaker | crate::library::Matter::Words => self.kind_at(span),
            _ => None,
        };
        let made =
            |annotations: &Annotations, anchor| annotations.correct(anchor, decision, kind, now);
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        pane.selection = None;
        let change = pane
            .notes
            .as_ref()
            .and_then(|notes| Some(made(notes.annotations(), notes.anchor(span)?)));
        match change {
            Some(change) => self.change(change, done),
            None => {
                self.warn("the notes of this article are still being read");
                Vec::new()
            }
        }
    }

    /// Gives the last correction of the claim here a reason.
    pub(super) fn because(&mut self, words: &str) -> Vec<Effect> {
        let Some(claim) = self.claim_or_warn() else { return Vec::new() };
        let id = self.pane().and_then(|pane| pane.claims()?.correction_of(claim).cloned());
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let found = id.and_then(|id| notes?.annotations().correction(&id).cloned());
        let Some(old) = found else {
            self.warn("this claim is not corrected; s does that");
            return Vec::new();
        };
        let new = crate::library::Correction { reason: words.to_owned(), ..old.clone() };
        let change = Change::Together(vec![Change::Withdraw(old), Change::Correct(new)]);
        self.change(change, "reason saved")
    }

    /// Says what the reader decided on a claim: `said by Ada Holm, because …`.
    pub(super) fn decision_on(&self, claim: Id<Claim>) -> Option<String> {
        let pane = self.pane()?;
        let id: &NoteId = pane.claims()?.correction_of(claim)?;
        let correction = pane.notes.as_ref()?.annotations().correction(id)?;
        let day = correction.made.to_string();
        let day = day.get(..10).unwrap_or_default();
        Some(match correction.reason.as_str() {
            "" => format!("yours, {day}: {}", correction.describe()),
            reason => format!("yours, {day}: {}, because {reason}", correction.describe()),
        })
    }

    fn kind_at(&self, span: TextSpan) -> Option<ClaimKind> {
        let ledger = &self.pane()?.claims()?.ledger;
        Some(ledger.claims[claim_at(ledger, span)?].kind)
    }

    fn listed_claim(&self) -> Option<TextSpan> {
        match self.chosen_listed()? {
            Listed::Claim(claim) => self.hull_of(claim),
            _ => None,
        }
    }

    fn hull_of(&self, claim: Id<Claim>) -> Option<TextSpan> {
        Some(self.pane()?.claims()?.ledger.claims.get(claim)?.hull())
    }

    fn name_at(&self, span: TextSpan) -> Option<String> {
        let ledger = &self.pane()?.claims()?.ledger;
        Some(ledger.sources[crate::library::source_at(ledger, span)?].name.clone())
    }

    fn anchor_of(&self, span: TextSpan) -> Option<Anchor> {
        self.pane()?.notes.as_ref()?.anchor(span)
    }

    /// Returns words that stand for a source: a mention, else those beside one of its claims.
    fn mention_of(&self, source: Id<Source>) -> Option<TextSpan> {
        let ledger = &self.pane()?.claims()?.ledger;
        let mention = ledger.sources.get(source)?.mentions.first().copied();
        let beside = || {
            let claims = ledger.claims_of(source);
            claims.filter_map(|claim| ledger.claims[claim].attribution).next()
        };
        mention.or_else(beside)
    }

    fn choice_of(&self, source: Id<Source>) -> Option<SourceChoice> {
        let name = self.pane()?.claims()?.ledger.sources.get(source)?.name.clone();
        let mention = self.mention_of(source).and_then(|span| self.anchor_of(span));
        Some(match mention {
            Some(mention) => SourceChoice::Mentioned { name, mention },
            None => SourceChoice::New(name),
        })
    }

    /// Keeps what the program found, over which corrections are laid.
    pub(super) fn keep_as_found(&mut self, entry: Id<Entry>) {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state
            && let Analysis::Done(claims) = &pane.analysis
        {
            pane.machine = Arc::clone(&claims.ledger);
        }
    }
}
