//! The second look: the deep engine reads what the fast one has read, and its claims take over.
//!
//! It is asked for once the fast engine is done, what is in sight first, and runs elsewhere. What
//! the reader does meanwhile is not touched: the cursor, the rows, jumps and notes stand in the
//! text, and what refers to a claim or source by number is carried over to the new numbers.

use std::sync::Arc;

use crate::{
    app::{
        Analysis, App, ArticlePane, ClaimIndex, Effect, Entry, EntryState, List, Listed, Page,
        Setting, correct::corrected,
    },
    base::{Id, TextSpan},
    claims::{Claim, Source},
};

/// Which engine's claims are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The fast one's.
    Fast,
    /// The deep one's, once it has read the article.
    Deep,
}

/// Whether the program has the deep engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeepEngine {
    /// It has.
    Ready,
    /// It has not, and why.
    Missing(String),
}

/// How far the second look at an article is.
#[derive(Debug, Default)]
pub enum SecondLook {
    /// Not asked for.
    #[default]
    Waiting,
    /// Under way; the share that is done, 0 to 1.
    Running(f32),
    /// Done: its claims are shown.
    Done,
    /// Ended early; it begins again only if the reader asks for it.
    Stopped,
}

/// What the second look found.
#[derive(Debug)]
pub struct Looked {
    /// The claims: of the deep engine where it has looked, else of the fast one.
    pub claims: Box<ClaimIndex>,
    /// Whether it has looked at all of the article.
    pub extent: Extent,
}

/// How much of an article the second look has covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What was in sight.
    Sight,
    /// All of it.
    All,
}

impl App {
    /// Asks for the second look at the article that is shown, if it is wanted and due.
    pub(super) fn begin_second_look(&mut self) -> Vec<Effect> {
        let wanted = self.settings.engine == Engine::Deep && self.deep_engine == DeepEngine::Ready;
        let entry = self.current;
        let Some(pane) = self.pane_mut().filter(|_| wanted) else { return Vec::new() };
        let due = matches!(pane.second_look, SecondLook::Waiting)
            && matches!(pane.analysis, Analysis::Done(_));
        if !due {
            return Vec::new();
        }
        pane.second_look = SecondLook::Running(0.0);
        let sight = pane.screen_rows().map(|row| row.span).reduce(TextSpan::hull);
        vec![Effect::LookAgain(entry, Arc::clone(&pane.article), sight.unwrap_or_default())]
    }

    /// Ends the second look at the article that is shown, so that another may have its turn; it
    /// begins anew when the reader comes back.
    pub(super) fn interrupt_second_look(&mut self) -> Vec<Effect> {
        self.end_second_look(SecondLook::Waiting)
    }

    fn end_second_look(&mut self, outcome: SecondLook) -> Vec<Effect> {
        let entry = self.current;
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        if !matches!(pane.second_look, SecondLook::Running(_)) {
            return Vec::new();
        }
        pane.second_look = outcome;
        self.show_fast_claims(entry);
        vec![Effect::StopLooking(entry)]
    }

    /// Takes in how far the second look is.
    pub(super) fn looked_so_far(&mut self, entry: Id<Entry>, share: f32) {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state
            && let SecondLook::Running(done) = &mut pane.second_look
        {
            *done = share;
        }
    }

    /// Takes in what the second look found; nobody may want it any more.
    pub(super) fn looked_again(&mut self, entry: Id<Entry>, looked: Looked) {
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return };
        if !matches!(pane.second_look, SecondLook::Running(_)) {
            return;
        }
        if looked.extent == Extent::All {
            pane.second_look = SecondLook::Done;
        }
        // Without the corrections, which are laid over again when they are shown.
        let fast = ClaimIndex::new(Arc::clone(&pane.machine), &pane.article.text);
        self.replace_claims(entry, looked.claims);
        if let EntryState::Ready(pane) = &mut self.entries[entry].state {
            pane.fast_claims.get_or_insert(Box::new(fast));
        }
    }

    /// Takes in that the second look failed, which is a fault of ours; the fast claims stay.
    pub(super) fn second_look_failed(&mut self, entry: Id<Entry>, why: String) {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state {
            pane.second_look = SecondLook::Stopped;
        }
        self.show_fast_claims(entry);
        self.warn(format!("the second look failed: {why}"));
    }

    /// Does what `:engine` and a word after it ask for.
    pub(super) fn choose_engine(&mut self, word: &str) -> Vec<Effect> {
        match (word, &self.deep_engine) {
            ("fast", _) => {
                self.settings.engine = Engine::Fast;
                self.say("the fast engine reads; :engine deep looks again");
                self.follow_engine()
            }
            ("deep", DeepEngine::Missing(why)) => {
                let why = why.clone();
                self.warn(why);
                Vec::new()
            }
            ("deep", DeepEngine::Ready) => {
                self.settings.engine = Engine::Deep;
                if let Some(pane) = self.pane_mut()
                    && matches!(pane.second_look, SecondLook::Stopped)
                {
                    pane.second_look = SecondLook::Waiting;
                }
                self.say("the deep engine reads");
                self.follow_engine()
            }
            ("stop", _) => {
                let effects = self.end_second_look(SecondLook::Stopped);
                match effects[..] {
                    [] => self.warn("there is no second look to stop"),
                    _ => self.say("stopped: these are the fast engine’s claims"),
                }
                effects
            }
            _ => {
                let engine = self.settings.value(Setting::Engine);
                self.warn(format!("the engine is {engine}; :engine takes fast, deep or stop"));
                Vec::new()
            }
        }
    }

    /// Begins or takes back the second look, as the settings are now.
    pub(super) fn follow_engine(&mut self) -> Vec<Effect> {
        if self.settings.engine == Engine::Deep {
            return self.begin_second_look();
        }
        let effects = self.end_second_look(SecondLook::Waiting);
        let entry = self.current;
        if let Some(pane) = self.pane_mut() {
            pane.second_look = SecondLook::Waiting;
        }
        self.show_fast_claims(entry);
        effects
    }

    /// Shows the fast engine's claims of an article again.
    fn show_fast_claims(&mut self, entry: Id<Entry>) {
        if let EntryState::Ready(pane) = &mut self.entries[entry].state
            && let Some(fast) = pane.fast_claims.take()
        {
            self.replace_claims(entry, fast);
        }
    }

    /// Shows `claims`, with the reader's corrections, instead of those that are shown.
    fn replace_claims(&mut self, entry: Id<Entry>, claims: Box<ClaimIndex>) {
        let is_shown = entry == self.current;
        let chosen = if is_shown { self.chosen_in_lists() } else { Vec::new() };
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return };
        pane.machine = Arc::clone(&claims.ledger);
        let claims = corrected(pane).map_or(claims, Box::new);
        let before = std::mem::replace(&mut pane.analysis, Analysis::Done(claims));
        let Analysis::Done(before) = before else { return };
        let chosen_claim = pane.chosen.and_then(|claim| same_claim(pane, &before, claim));
        pane.chosen = chosen_claim;
        if is_shown {
            self.carry_lists_over(&before, chosen);
        }
    }

    /// Returns what is chosen in each list that was opened.
    fn chosen_in_lists(&self) -> Vec<(List, Listed)> {
        let chosen = self.chosen_rows.iter();
        let rows = chosen
            .filter_map(|(list, row)| Some((*list, self.rows_of(*list).into_iter().nth(*row)?)));
        rows.collect()
    }

    /// Chooses again what was chosen, under its new number and in its new row.
    fn carry_lists_over(&mut self, before: &ClaimIndex, chosen: Vec<(List, Listed)>) {
        let Some(pane) = self.pane() else { return };
        let list_now = |list: List| match list {
            List::Person(source) => same_source(pane, before, source).map(List::Person),
            other => Some(other),
        };
        let listed_now = |listed: Listed| match listed {
            Listed::Claim(claim) => same_claim(pane, before, claim).map(Listed::Claim),
            Listed::Source(source) => same_source(pane, before, source).map(Listed::Source),
            other => Some(other),
        };
        let page = match &self.page {
            Some(Page::List(list)) => Some(list_now(*list).map(Page::List)),
            Some(Page::Help { .. }) | None => None,
        };
        let chosen: Vec<(List, Option<Listed>)> = chosen
            .into_iter()
            .filter_map(|(list, listed)| Some((list_now(list)?, listed_now(listed))))
            .collect();
        if let Some(page) = page {
            // The page of a source that is no longer one closes.
            self.page = page;
        }
        self.chosen_rows.clear();
        for (list, listed) in chosen {
            let rows = self.rows_of(list);
            if let Some(row) = rows.iter().position(|row| Some(row) == listed.as_ref()) {
                self.chosen_rows.insert(list, row);
            }
        }
    }
}

/// Returns the claim of `pane` that is what `claim` was before: of the same cue, else the one whose
/// content shares most with it.
fn same_claim(pane: &ArticlePane, before: &ClaimIndex, claim: Id<Claim>) -> Option<Id<Claim>> {
    let claims = &pane.claims()?.ledger.claims;
    let old = before.ledger.claims.get(claim)?;
    let by_cue = claims.iter().find(|(_, new)| old.cue.is_some() && new.cue == old.cue);
    let shared = |new: &Claim| -> usize {
        let pairs =
            new.content.iter().flat_map(|new| old.content.iter().map(move |old| (new, old)));
        pairs.map(|(new, old)| common(*new, *old)).sum()
    };
    by_cue.map(|(id, _)| id).or_else(|| {
        let best =
            claims.iter().map(|(id, new)| (shared(new), id)).max_by_key(|(shared, _)| *shared);
        best.filter(|(shared, _)| *shared > 0).map(|(_, id)| id)
    })
}

/// Returns the source of `pane` that is what `source` was before: of the same name, else the one
/// that has its first mention.
fn same_source(pane: &ArticlePane, before: &ClaimIndex, source: Id<Source>) -> Option<Id<Source>> {
    let sources = &pane.claims()?.ledger.sources;
    let old = before.ledger.sources.get(source)?;
    let has = |new: &Source, span: TextSpan| new.mentions.iter().any(|own| common(*own, span) > 0);
    let by_name = sources.iter().find(|(_, new)| new.named == old.named && new.name == old.name);
    let found = by_name.or_else(|| {
        let first = *old.mentions.first()?;
        sources.iter().find(|(_, new)| has(new, first))
    });
    found.map(|(id, _)| id)
}

/// Returns how many bytes two spans share.
fn common(left: TextSpan, right: TextSpan) -> usize {
    left.end().min(right.end()).saturating_sub(left.start().max(right.start()))
}
