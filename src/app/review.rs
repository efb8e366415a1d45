//! Review: the doubtful claims one after another, over all articles that are open or those of a
//! survey.

use std::collections::BTreeMap;

use crate::{
    app::{Analysis, App, Effect, Library, Queue, claim_moves::Stop, moves::Way},
    base::{Id, TextSpan},
    claims::{Claim, ClaimKind},
    library::{Change, Decision, Matter},
};

/// How far the reader is in a review.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// How many claims were decided on.
    pub decided: usize,
    /// How many were passed over.
    pub skipped: usize,
    /// The articles, where it goes beyond those that are open.
    pub queue: Option<Queue>,
    /// What was said last of how far it is, and what had been done then.
    pub(super) said: Option<(String, String)>,
}

/// How often the reader agreed with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Claims that were accepted as they were found.
    pub accepted: usize,
    /// Claims that were decided on at all.
    pub all: usize,
}

/// How often the reader agreed, by how a claim is reported.
pub type Shares = BTreeMap<ClaimKind, Share>;

impl App {
    /// Begins a review at the first doubtful claim of the article, or ends the one under way.
    pub(super) fn review(&mut self) -> Vec<Effect> {
        if let Some(review) = self.review.take() {
            self.say(format!("review ended: {}{}", told(&review), self.trust()));
            return review.queue.map_or_else(Vec::new, |_| vec![Effect::StopSurvey]);
        }
        if let Library::Failed(_) = self.library {
            self.can_write();
            return Vec::new();
        }
        self.leave_lists();
        self.review = Some(Review::default());
        if let Some(pane) = self.pane_mut() {
            let start = pane.article.blocks.first().map_or(0, |block| block.span.start());
            pane.chosen = None;
            pane.go_to(start, crate::app::Scroll::Least);
        }
        match self.first_doubt() {
            Some(claim) => {
                self.jump_to_claim(claim);
                self.say_review("");
                Vec::new()
            }
            None => self.next_to_review(),
        }
    }

    /// Takes the claim here as it is found and goes on.
    pub(super) fn accept_claim(&mut self) -> Vec<Effect> {
        self.review_claim(Decision::Accept, "accepted and saved")
    }

    /// Takes the claim here for none and goes on.
    pub(super) fn reject_claim(&mut self) -> Vec<Effect> {
        self.review_claim(Decision::NotAClaim, "rejected and saved; u brings it back")
    }

    /// Goes on without a decision.
    pub(super) fn skip_claim(&mut self) -> Vec<Effect> {
        if let Some(review) = &mut self.review {
            review.skipped += 1;
        }
        self.next_to_review()
    }

    fn review_claim(&mut self, decision: Decision, done: &str) -> Vec<Effect> {
        let Some(claim) = self.claim_or_warn() else { return Vec::new() };
        let span = self.pane().and_then(|pane| Some(pane.claims()?.ledger.claims[claim].hull()));
        let Some(span) = span else { return Vec::new() };
        let mut effects = self.decide(span, decision, done);
        if let (Some(review), false) = (&mut self.review, effects.is_empty()) {
            review.decided += 1;
            effects.extend(self.next_to_review());
        }
        effects
    }

    /// Accepts the doubtful claims that are on the screen.
    pub(super) fn accept_visible(&mut self) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let rows: Vec<TextSpan> = pane.screen_rows().map(|row| row.span).collect();
        let shown = |span: TextSpan| rows.iter().any(|row| row.overlaps(span));
        self.accept_where(|_, hull, _| shown(hull), false)
    }

    /// Accepts the doubtful claims of the article whose source or words have `words` in them.
    pub(super) fn accept_matching(&mut self, words: &str) -> Vec<Effect> {
        let words = words.to_lowercase();
        if words.is_empty() {
            self.warn(":accept takes words that the claims or their source must have");
            return Vec::new();
        }
        let meant = |name: &str, content: &str| {
            name.to_lowercase().contains(&words) || content.to_lowercase().contains(&words)
        };
        let further = self.accept_further_on(meant);
        let mut effects: Vec<Effect> = Vec::new();
        if let Some((count, effect)) = further {
            effects.push(effect);
            if let Some(review) = &mut self.review {
                review.decided += count;
            }
        }
        let is_any = !effects.is_empty();
        effects.extend(self.accept_where(|name, _, content| meant(name, content), is_any));
        effects
    }

    /// Accepts the doubtful claims of the article that `meant` names by source, place and words, in
    /// one step; says so if there are none, unless some elsewhere were meant.
    fn accept_where(
        &mut self,
        meant: impl Fn(&str, TextSpan, &str) -> bool,
        elsewhere: bool,
    ) -> Vec<Effect> {
        let now = self.now;
        let Some(pane) = self.pane() else { return Vec::new() };
        let (Some(claims), Some(notes)) = (pane.claims(), &pane.notes) else { return Vec::new() };
        let mut annotations = notes.annotations().clone();
        let mut steps = Vec::new();
        for claim in claims.ledger.claims.ids().filter(|claim| claims.is_doubtful(*claim)) {
            let row = &claims.ledger.claims[claim];
            let name = row.source.map_or("", |source| &claims.ledger.sources[source].name);
            let words = row.hull().slice(&pane.article.text).unwrap_or_default();
            let anchor = notes.anchor(row.hull()).filter(|_| meant(name, row.hull(), words));
            let Some(anchor) = anchor else { continue };
            let change = annotations.correct(anchor, Decision::Accept, Some(row.kind), now);
            if annotations.apply(&change).is_ok() {
                steps.push(change);
            }
        }
        if steps.is_empty() && elsewhere {
            return Vec::new();
        }
        if steps.is_empty() {
            self.warn("no doubtful claim is meant by this");
            return Vec::new();
        }
        let count = steps.len();
        if let Some(review) = &mut self.review {
            review.decided += count;
        }
        let done = format!("{} accepted and saved", crate::app::counted(count, "claim"));
        let mut effects = self.change(Change::Together(steps), done);
        if self.review.is_some() {
            effects.extend(self.next_to_review());
        }
        effects
    }

    /// Goes to the next doubtful claim, of this article or of one further on.
    fn next_to_review(&mut self) -> Vec<Effect> {
        let next = self.find_claim(Way::Forward, Stop::Doubtful, None, 1);
        if let Some(claim) = next {
            self.jump_to_claim(claim);
            self.say_review("");
            return Vec::new();
        }
        if let Some(effects) = self.next_in_queue() {
            return effects;
        }
        let further = self.current.index() + 1;
        let in_queue = self.review.as_ref().is_some_and(|review| review.queue.is_some());
        if further < self.entries.len() && !in_queue {
            let mut effects = self.open_entry(Id::new(further));
            effects.extend(self.go_on_reviewing());
            return effects;
        }
        let review = self.review.take().unwrap_or_default();
        self.say(format!("that was the last doubtful claim: {}{}", told(&review), self.trust()));
        Vec::new()
    }

    /// Goes to the first doubtful claim of an article that has just been read, in a review.
    ///
    /// In a survey an article whose doubts were settled since is passed over.
    pub(super) fn go_on_reviewing(&mut self) -> Vec<Effect> {
        let ready = self
            .pane()
            .is_some_and(|pane| matches!(pane.analysis, Analysis::Done(_)) && pane.notes.is_some());
        let Some(review) = self.review.as_ref().filter(|_| ready) else { return Vec::new() };
        let in_queue = review.queue.is_some();
        match self.first_doubt() {
            Some(claim) => {
                self.jump_to_claim(claim);
                self.say_review("");
                Vec::new()
            }
            None if in_queue => self.next_to_review(),
            None => {
                self.say("nothing is doubtful here; n goes on to the next article");
                Vec::new()
            }
        }
    }

    fn first_doubt(&self) -> Option<Id<Claim>> {
        let claims = self.pane()?.claims()?;
        self.shown_claims().find(|claim| claims.is_doubtful(*claim))
    }

    /// Says what was done, how far the review is and which keys go on.
    pub(super) fn say_review(&mut self, done: &str) {
        let text = self.review_status(done);
        if let Some(review) = &mut self.review {
            review.said = Some((text.clone(), done.to_owned()));
        }
        self.say(text);
    }

    /// Says anew how far the review is, while that is what is said: a survey goes on and claims
    /// change without a key.
    pub(super) fn renew_review_status(&mut self) {
        let said = self.review.as_ref().and_then(|review| review.said.as_ref());
        let shown = self.message.as_ref().map(|message| &message.text);
        if let Some((_, done)) = said.filter(|(text, _)| shown == Some(text)) {
            let done = done.clone();
            self.say_review(&done);
        }
    }

    fn review_status(&self, done: &str) -> String {
        let left = self.pane().and_then(|pane| pane.claims()).map_or(0, |claims| {
            let all = claims.ledger.claims.ids();
            all.filter(|claim| claims.is_doubtful(*claim)).count()
        });
        let decided = self.review.as_ref().map_or(0, |review| review.decided);
        let queue = self.review.as_ref().and_then(|review| review.queue.as_ref());
        let further = queue.map_or_else(String::new, |queue| format!(" · {}", queue.told()));
        let done = if done.is_empty() { String::new() } else { format!("{done} · ") };
        let keys = "y right · s correct · x no claim · n skip";
        format!("{done}{decided} decided, {left} left here{further} · {keys}")
    }

    /// Says how often the reader agreed so far, by kind: how far to trust the program here.
    fn trust(&self) -> String {
        let share = |(kind, share): (&ClaimKind, &Share)| {
            let percent = share.accepted * 100 / share.all.max(1);
            format!("{} {percent} % of {}", crate::app::kind_name(*kind), share.all)
        };
        let shares: Vec<String> = self.shares.iter().map(share).collect();
        if shares.is_empty() {
            String::new()
        } else {
            format!(" · right so far: {}", shares.join(", "))
        }
    }
}

/// Counts how often a reader agreed, of all decisions that are on claims.
pub fn shares<'c>(corrections: impl Iterator<Item = &'c crate::library::Correction>) -> Shares {
    let mut shares = Shares::new();
    for correction in corrections {
        let on_claim = matches!(correction.decision.matter(), Matter::Speaker | Matter::Words);
        if let (Some(kind), true) = (correction.claim, on_claim) {
            let share = shares.entry(kind).or_default();
            share.all += 1;
            share.accepted += usize::from(correction.decision == Decision::Accept);
        }
    }
    shares
}

fn told(review: &Review) -> String {
    format!("{} decided, {} skipped", review.decided, review.skipped)
}
