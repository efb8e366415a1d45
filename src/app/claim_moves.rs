//! Between claims and the people who make them.

use crate::{
    app::{App, Attitudes, ClaimIndex, JumpPlace, List, Listed, Scroll, kind_name, moves::Way},
    base::Id,
    claims::{Claim, ClaimKind, Source},
};

/// Which claims a move stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All that are shown.
    Every,
    /// Those with a quotation.
    Quoted,
    /// The doubtful ones.
    Doubtful,
    /// Those of the same source.
    SameSource,
}

impl App {
    /// Returns where the reader is.
    pub(super) fn here(&self) -> Option<JumpPlace> {
        self.pane().map(|pane| JumpPlace { entry: self.current, at: pane.cursor })
    }

    /// Jumps to byte `at` of the article and remembers where from.
    pub(super) fn jump_to(&mut self, at: usize, scroll: Scroll) {
        if let Some(here) = self.here() {
            self.jumps.leave(here);
        }
        if let Some(pane) = self.pane_mut() {
            pane.chosen = None;
            pane.go_to(at, scroll);
        }
    }

    /// Jumps to the start of `claim`, which then is the claim here.
    pub(super) fn jump_to_claim(&mut self, claim: Id<Claim>) {
        let start = self.pane().and_then(|pane| {
            let row = pane.claims()?.ledger.claims.get(claim)?;
            row.content.first().map(|span| span.start())
        });
        let Some(start) = start else { return };
        self.jump_to(start, Scroll::Least);
        if let Some(pane) = self.pane_mut() {
            pane.chosen = Some(claim);
        }
    }

    /// Jumps to the `count`th claim further on, or back, at which `stop` stops.
    pub(super) fn next_claim(&mut self, way: Way, stop: Stop, count: usize) {
        if self.claims_or_warn().is_none() {
            return;
        }
        let Some(source) = self.wanted_source(stop) else { return };
        match self.find_claim(way, stop, source, count) {
            Some(claim) => self.jump_to_claim(claim),
            None => self.warn(no_more(way, stop)),
        }
    }

    pub(super) fn find_claim(
        &self,
        way: Way,
        stop: Stop,
        source: Option<Id<Source>>,
        count: usize,
    ) -> Option<Id<Claim>> {
        let pane = self.pane()?;
        let claims = pane.claims()?;
        let start = |id: Id<Claim>| claims.ledger.claims[id].content[0].start();
        let wanted = |id: &Id<Claim>| match stop {
            Stop::Every => true,
            Stop::Quoted => claims.ledger.claims[*id].kind != ClaimKind::Indirect,
            Stop::Doubtful => claims.is_doubtful(*id),
            Stop::SameSource => claims.ledger.claims[*id].source == source,
        };
        // After a jump to a claim or to the words that name its source, the claim is where we are,
        // and not the cursor: its source may stand before or after what it says.
        let from = pane.chosen.filter(|chosen| pane.claim_here() == Some(*chosen));
        let is_ahead = |id: &Id<Claim>| match from {
            Some(here) => (start(*id), *id) > (start(here), here),
            None => start(*id) > pane.cursor,
        };
        let is_behind = |id: &Id<Claim>| match from {
            Some(here) => (start(*id), *id) < (start(here), here),
            None => start(*id) < pane.cursor,
        };
        let stops = self.shown_claims().filter(wanted);
        match way {
            Way::Forward => stops.filter(is_ahead).take(count.max(1)).last(),
            Way::Backward => stops.rev().filter(is_behind).take(count.max(1)).last(),
        }
    }

    /// Jumps to the words that name the source of the claim here.
    pub(super) fn go_to_source(&mut self) {
        let Some(claim) = self.claim_or_warn() else { return };
        let claims = self.pane().and_then(|pane| pane.claims()).expect("there is a claim here");
        let row = &claims.ledger.claims[claim];
        let words = row.attribution.or_else(|| {
            let source = row.source?;
            claims.ledger.sources[source].mentions.first().copied()
        });
        match words.map(|span| span.start()) {
            Some(at) => {
                self.jump_to(at, Scroll::Least);
                if let Some(pane) = self.pane_mut() {
                    pane.chosen = Some(claim);
                }
            }
            None => self.warn("the text names no source for this claim"),
        }
    }

    /// Opens the page of the source of the claim here, or of the chosen row of a list.
    pub(super) fn go_to_person(&mut self) {
        let Some(source) = self.source_here() else { return };
        self.show_list(List::Person(source));
    }

    /// Jumps to the claim that the claim here lies in.
    pub(super) fn climb_chain(&mut self) {
        let Some(claim) = self.claim_or_warn() else { return };
        let parent = self.pane().and_then(|pane| pane.claims()?.ledger.claims[claim].parent);
        match parent {
            Some(parent) => self.jump_to_claim(parent),
            None => self.warn("this claim lies in no other: the article itself reports it"),
        }
    }

    /// Says why the claim here is put down to its source.
    pub(super) fn explain(&mut self) {
        let Some(claim) = self.claim_or_warn() else { return };
        let Some(pane) = self.pane() else { return };
        let Some(claims) = pane.claims() else { return };
        let why = claims.ledger.why(claim, &pane.article.text);
        let why = self.decision_on(claim).unwrap_or(why);
        let row = &claims.ledger.claims[claim];
        self.say(format!("{} · {:.2} · {why}", kind_name(row.kind), row.confidence));
    }

    /// Shows attitudes dimmed, in full or not at all, one after the other.
    pub(super) fn cycle_attitudes(&mut self) {
        let (next, words) = match self.attitudes {
            Attitudes::Dimmed => (Attitudes::Full, "attitudes are shown as speech is"),
            Attitudes::Full => (Attitudes::Hidden, "attitudes are not shown"),
            Attitudes::Hidden => (Attitudes::Dimmed, "attitudes are dimmed"),
        };
        self.attitudes = next;
        self.say(words);
    }

    /// Returns the claim here, or says why there is none.
    pub(super) fn claim_or_warn(&mut self) -> Option<Id<Claim>> {
        self.claims_or_warn()?;
        let claim = self.pane().and_then(|pane| pane.claim_here());
        if claim.is_none() {
            self.warn("there is no claim here; ]c goes to the next");
        }
        claim
    }

    /// Returns the claims of the article, or says why there are none.
    fn claims_or_warn(&mut self) -> Option<&ClaimIndex> {
        if self.pane().is_some_and(|pane| pane.claims().is_none()) {
            self.warn("still finding out who says what");
        }
        self.pane().and_then(|pane| pane.claims())
    }

    /// Returns the source that a move along one source follows; `None` after saying why not.
    fn wanted_source(&mut self, stop: Stop) -> Option<Option<Id<Source>>> {
        if stop != Stop::SameSource {
            return Some(None);
        }
        let claim = self.claim_or_warn()?;
        let source = self.pane().and_then(|pane| pane.claims()?.ledger.claims[claim].source);
        if source.is_none() {
            self.warn("the text names no source for this claim");
        }
        source.map(Some)
    }

    /// Returns the source that is meant: of the chosen row, else of the claim here.
    pub(super) fn source_here(&mut self) -> Option<Id<Source>> {
        match self.chosen_listed() {
            Some(Listed::Source(source) | Listed::About(source)) => Some(source),
            Some(Listed::Claim(claim)) => {
                self.pane().and_then(|pane| pane.claims()?.ledger.claims[claim].source)
            }
            _ => {
                let claim = self.claim_or_warn()?;
                let source = self.pane()?.claims()?.ledger.claims[claim].source;
                if source.is_none() {
                    self.warn("the text names no source for this claim");
                }
                source
            }
        }
    }
}

fn no_more(way: Way, stop: Stop) -> &'static str {
    match (way, stop) {
        (Way::Forward, Stop::Every) => "no claim further on",
        (Way::Backward, Stop::Every) => "no claim before this",
        (Way::Forward, Stop::Quoted) => "no quotation further on",
        (Way::Backward, Stop::Quoted) => "no quotation before this",
        (Way::Forward, Stop::Doubtful) => "no doubtful claim further on",
        (Way::Backward, Stop::Doubtful) => "no doubtful claim before this",
        (Way::Forward, Stop::SameSource) => "this source says no more",
        (Way::Backward, Stop::SameSource) => "this source says nothing before this",
    }
}
