//! Showing only some of the claims: those of one source, of one kind, or the doubtful ones. The
//! rest of the text is dimmed.

use crate::{
    app::{App, ArticlePane, Attitudes, kind_name},
    attribution::Act,
    base::Id,
    claims::{Claim, ClaimKind, Source},
};

/// Which claims of an article are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those of this source, and those that others make through it.
    Source(Id<Source>),
    /// Those of this kind.
    Kind(ClaimKind),
    /// Those that the reader should not rely on.
    Doubtful,
}

impl App {
    /// Returns whether `claim` of `pane` is shown, by what the reader has chosen.
    pub fn shows(&self, pane: &ArticlePane, claim: Id<Claim>) -> bool {
        let Some(claims) = pane.claims() else { return false };
        let row = &claims.ledger.claims[claim];
        let act = self.attitudes != Attitudes::Hidden || row.act == Act::Speech;
        act && match pane.only {
            None => true,
            Some(Only::Source(source)) => claims.speakers(claim).contains(&Some(source)),
            Some(Only::Kind(kind)) => row.kind == kind,
            Some(Only::Doubtful) => claims.is_doubtful(claim),
        }
    }

    /// Returns whether no claim of the article is left out.
    pub(super) fn shows_all_claims(&self) -> bool {
        self.attitudes != Attitudes::Hidden && self.pane().is_some_and(|pane| pane.only.is_none())
    }

    /// Returns how many claims are shown.
    pub fn count_of_claims(&self) -> usize {
        match self.pane().and_then(ArticlePane::claims) {
            None => 0,
            // Nobody need count where nothing is left out.
            Some(claims) if self.shows_all_claims() => claims.ledger.claims.len(),
            Some(_) => self.shown_claims().count(),
        }
    }

    /// Shows only what the source here says, or all again if that is so already.
    pub(super) fn only_source(&mut self) {
        if matches!(self.pane().and_then(|pane| pane.only), Some(Only::Source(_))) {
            return self.show_all();
        }
        if let Some(source) = self.source_here() {
            self.show_only(Only::Source(source));
        }
    }

    /// Shows only direct claims, then mixed ones, then indirect ones, then all again.
    pub(super) fn only_kind(&mut self) {
        let next = match self.pane().and_then(|pane| pane.only) {
            Some(Only::Kind(ClaimKind::Direct)) => Some(ClaimKind::Mixed),
            Some(Only::Kind(ClaimKind::Mixed)) => Some(ClaimKind::Indirect),
            Some(Only::Kind(ClaimKind::Indirect)) => None,
            _ => Some(ClaimKind::Direct),
        };
        match next {
            Some(kind) => self.show_only(Only::Kind(kind)),
            None => self.show_all(),
        }
    }

    /// Shows only doubtful claims, or all again if that is so already.
    pub(super) fn only_doubtful(&mut self) {
        match self.pane().and_then(|pane| pane.only) {
            Some(Only::Doubtful) => self.show_all(),
            _ => self.show_only(Only::Doubtful),
        }
    }

    /// Shows all claims again.
    pub(super) fn show_all(&mut self) {
        if let Some(pane) = self.pane_mut() {
            pane.only = None;
            self.say("all claims are shown");
        }
    }

    /// Says what is shown, if that is not everything.
    pub fn only_name(&self) -> Option<String> {
        let pane = self.pane()?;
        Some(match pane.only? {
            Only::Source(source) => {
                format!(
                    "only {} {}",
                    source.index() + 1,
                    pane.claims()?.ledger.sources[source].name
                )
            }
            Only::Kind(kind) => format!("only {}", kind_name(kind)),
            Only::Doubtful => "only doubtful".to_owned(),
        })
    }

    fn show_only(&mut self, only: Only) {
        let Some(pane) = self.pane_mut() else { return };
        if pane.claims().is_none() {
            return self.warn("still finding out who says what");
        }
        pane.only = Some(only);
        let count = self.count_of_claims();
        self.say(format!("{}; za shows all", super::counted(count, "claim")));
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{Event, Key, sample, update};

    fn check(keys: &str, expected: &[usize]) {
        let mut app = sample::app(120, 40);
        for key in Key::parse_all(keys).expect("the test's keys are keys") {
            update(&mut app, Event::Key(key));
        }
        let shown: Vec<usize> = app.shown_claims().map(|claim| claim.index() + 1).collect();
        assert_eq!(shown, expected, "{keys}");
    }

    #[test]
    fn one_source_with_those_through_it() {
        check("]czs", &[1, 2, 4]);
        check("]c]czs", &[2]);
        check("]czszs", &[1, 2, 3, 4]);
        check("gPjjzs", &[3]);
    }

    #[test]
    fn one_kind_after_another() {
        check("zk", &[1]);
        check("zkzk", &[]);
        check("zkzkzk", &[2, 3, 4]);
        check("zkzkzkzk", &[1, 2, 3, 4]);
    }

    #[test]
    fn the_doubtful_ones() {
        check("z?", &[3]);
        check("z?za", &[1, 2, 3, 4]);
    }

    #[test]
    fn moves_stop_only_at_what_is_shown() {
        let mut app = sample::app(120, 40);
        for key in Key::parse_all("z?]c").expect("keys") {
            update(&mut app, Event::Key(key));
        }
        let cursor = app.pane().map_or(0, |pane| pane.cursor);
        assert!(sample::TEXT[cursor..].starts_with("that most people"));
    }
}
