//! Two articles side by side, each with its own place; the keys go to one of them.

use crate::{
    app::{App, ArticlePane, Effect, Entry, Focus, Half, Surroundings, moves::Way},
    base::Id,
    claims::Source,
    layout::{self, Panes, SPLIT, Side},
};

impl App {
    /// Returns where the two articles stand; `None` if there is one, or no room for two.
    pub(super) fn halves(&self) -> Option<[Panes; 2]> {
        self.beside?;
        layout::halves(self.size.0, self.size.1, self.measure, self.side_state())
    }

    /// Returns what the side pane asks for.
    pub(super) fn side_state(&self) -> Side {
        match (self.surroundings, self.focus) {
            (Surroundings::TextOnly, _) => Side::Hidden,
            (Surroundings::All, Focus::Side) => Side::Focused,
            (Surroundings::All, Focus::Text) => Side::Resting,
        }
    }

    /// Returns the article that has not the keys, and where it stands, if two are on the screen.
    pub fn other(&self) -> Option<(Id<Entry>, Panes)> {
        let [left, right] = self.halves()?;
        Some((self.beside?, if self.half == Half::Left { right } else { left }))
    }

    /// Returns the source of `pane`, an article beside the one that has the keys, that bears the
    /// name of the source of the claim here.
    pub fn same_source_in(&self, pane: &ArticlePane) -> Option<Id<Source>> {
        let here = self.pane()?;
        let claims = here.claims()?;
        let source = &claims.ledger.sources[claims.ledger.claims[here.claim_here()?].source?];
        let mut sources = pane.claims()?.ledger.sources.iter();
        // Of those without a name nobody knows whether they are the same.
        let same = |other: &Source| {
            source.named && other.named && other.name.to_lowercase() == source.name.to_lowercase()
        };
        sources.find(|(_, other)| same(other)).map(|(id, _)| id)
    }

    /// Shows the next article beside this one, or this one alone again.
    pub(super) fn split(&mut self) -> Vec<Effect> {
        if self.beside.take().is_some() {
            self.relayout();
            self.say("one article");
            return Vec::new();
        }
        let here = self.current.index();
        let other =
            if here + 1 < self.entries.len() { Some(here + 1) } else { here.checked_sub(1) };
        let Some(other) = other.map(Id::new) else {
            self.warn("there is one article only: open two, as in whosaid one.txt two.txt");
            return Vec::new();
        };
        self.beside = Some(other);
        self.half = Half::Left;
        let mut effects = Vec::from_iter(self.ask_for(other));
        effects.extend(self.begin_reading_of(other));
        self.relayout();
        if self.halves().is_some() {
            self.say("<C-w>w goes to the other article, :vsplit ends this");
        } else {
            self.warn(format!(
                "two articles need {SPLIT} columns, here are {}: <C-w>w switches between them",
                self.size.0
            ));
        }
        effects
    }

    /// Gives the keys to the other article.
    pub(super) fn other_half(&mut self) -> Vec<Effect> {
        match self.beside {
            Some(other) => self.open_entry(other),
            None => {
                self.warn("there is no article beside this one; :vsplit shows the next");
                Vec::new()
            }
        }
    }

    /// Takes note that `entry` is to be shown: if it stands in the other half, the halves change
    /// their parts and nothing moves.
    pub(super) fn take_half_of(&mut self, entry: Id<Entry>) {
        if self.beside == Some(entry) && entry != self.current {
            self.beside = Some(self.current);
            self.half = match self.half {
                Half::Left => Half::Right,
                Half::Right => Half::Left,
            };
        }
    }

    /// Returns the entry `count` further on or back.
    pub(super) fn entry_after(&self, way: Way, count: usize) -> Option<Id<Entry>> {
        let index = match way {
            Way::Forward => self.current.index().checked_add(count.max(1)),
            Way::Backward => self.current.index().checked_sub(count.max(1)),
        };
        index.filter(|index| *index < self.entries.len()).map(Id::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, Key, Mouse, Tone, sample, update},
        article::Article,
        claims::Ledger,
    };

    fn press(app: &mut App, keys: &str) {
        for key in Key::parse_all(keys).expect("the test's keys are keys") {
            update(app, Event::Key(key));
        }
    }

    fn app(width: u16) -> App {
        let sample = || (sample::article(), sample::ledger());
        let other = (Article::from_paragraphs(["A third."]), Ledger::default());
        sample::open(vec![sample(), sample(), other], width, 40)
    }

    fn cursors(app: &App) -> [usize; 2] {
        [0, 1].map(|entry| app.pane_of(Id::new(entry)).map_or(0, |pane| pane.cursor))
    }

    #[test]
    fn each_has_its_own_place() {
        let mut app = app(180);
        press(&mut app, ":vsplit<Enter>");
        assert_eq!((app.current, app.beside), (Id::new(0), Some(Id::new(1))));
        press(&mut app, "]c");
        press(&mut app, "<C-w>w");
        assert_eq!((app.current, app.half), (Id::new(1), Half::Right));
        press(&mut app, "3]c");
        let [first, second] = cursors(&app);
        assert!(sample::TEXT[first..].starts_with("“Engineers"));
        assert!(sample::TEXT[second..].starts_with("that most people"));
        press(&mut app, "<C-w>w");
        assert_eq!(
            (app.current, app.half, cursors(&app)),
            (Id::new(0), Half::Left, [first, second])
        );
    }

    #[test]
    fn the_same_source_is_lit_in_both() {
        let mut app = app(180);
        press(&mut app, ":vsplit<Enter>]c");
        let other = app.pane_of(Id::new(1)).expect("it is ready");
        assert_eq!(app.same_source_in(other), Some(Id::new(0)));
        press(&mut app, "]c");
        let other = app.pane_of(Id::new(1)).expect("it is ready");
        assert_eq!(app.same_source_in(other), None, "engineers may be others there");
    }

    #[test]
    fn marks_and_jumps_go_to_the_half_that_shows_the_article() {
        let mut app = app(180);
        press(&mut app, ":vsplit<Enter>]cmA<C-w>w}}'A");
        assert_eq!((app.current, app.half), (Id::new(0), Half::Left));
        press(&mut app, "H");
        assert_eq!((app.current, app.half), (Id::new(1), Half::Right));
    }

    #[test]
    fn another_article_takes_the_half_that_has_the_keys() {
        let mut app = app(180);
        press(&mut app, ":vsplit<Enter><C-w>w]a");
        assert_eq!((app.current, app.beside), (Id::new(2), Some(Id::new(0))));
        assert_eq!(app.half, Half::Right);
        press(&mut app, ":vsplit<Enter>");
        assert_eq!((app.current, app.beside), (Id::new(2), None));
    }

    #[test]
    fn a_click_takes_the_keys_along() {
        let mut app = app(180);
        press(&mut app, ":vsplit<Enter>");
        let (_, panes) = app.other().expect("there is room");
        update(&mut app, Event::Mouse(Mouse::Press(panes.words.x, panes.words.y + 2)));
        assert_eq!((app.current, app.half), (Id::new(1), Half::Right));
    }

    #[test]
    fn a_narrow_screen_switches() {
        let mut app = app(100);
        press(&mut app, ":vsplit<Enter>");
        assert_eq!(app.message.as_ref().map(|message| message.tone), Some(Tone::Warning));
        assert_eq!(app.other(), None);
        press(&mut app, "<C-w>w");
        assert_eq!(app.current, Id::new(1));
    }
}
