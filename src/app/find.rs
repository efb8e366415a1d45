//! What the reader does with a search: begin it, go from match to match, stop it.

use std::sync::Arc;

use crate::{
    app::{
        App, Effect, Entry, EntryState, Progress, PromptKind, Scan, Scroll, Search, Step,
        moves::{self, Way},
        search::{AT_ONCE, Awaited, Matching, Wrapped},
    },
    base::Id,
};

/// What is said where a match is asked for that is not found yet.
const STILL_SEARCHING: &str = "still searching; Esc stops it";

impl App {
    /// Opens the field to search in the text.
    pub(super) fn open_search(&mut self) {
        let Some(cursor) = self.pane().map(|pane| pane.cursor) else { return };
        self.open_prompt(PromptKind::Search(cursor), "");
    }

    /// Shows the first match behind byte `from` of what is typed so far.
    pub(super) fn search_while_typed(&mut self, query: &str, from: usize) -> Vec<Effect> {
        if query.trim().is_empty() {
            return self.cancel_search(from);
        }
        if let Some(pane) = self.pane_mut() {
            pane.chosen = None;
            pane.go_to(from, Scroll::Least);
        }
        self.begin_search(query, Matching::Anywhere, Awaited::Look)
    }

    /// Goes to the first match behind byte `from`; what was found while typing need not be
    /// searched for again.
    pub(super) fn accept_search(&mut self, query: &str, from: usize) -> Vec<Effect> {
        if query.trim().is_empty() {
            return self.cancel_search(from);
        }
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        pane.cursor = from;
        let known = pane.search.as_ref();
        if !known
            .is_some_and(|search| search.query == query && search.matching == Matching::Anywhere)
        {
            return self.begin_search(query, Matching::Anywhere, Awaited::Jump);
        }
        if let Some(search) = &mut pane.search
            && search.is_running()
            && search.is_empty()
        {
            search.awaited = Awaited::Jump;
            return Vec::new();
        }
        self.next_match(Way::Forward, 1)
    }

    /// Ends a search whose field is left, and goes back to where it began.
    pub(super) fn cancel_search(&mut self, from: usize) -> Vec<Effect> {
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        let running = pane.search.take().is_some_and(|search| search.is_running());
        pane.go_to(from, Scroll::Least);
        running.then_some(Effect::StopSearch).into_iter().collect()
    }

    /// Stops a search that is under way, else takes the marks of the last one off the text.
    pub(super) fn stop_search(&mut self) -> Vec<Effect> {
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        match &mut pane.search {
            Some(search) if search.is_running() => {
                search.progress = Progress::Stopped;
                search.awaited = Awaited::Nothing;
                // So that what is on its way is not added any more.
                self.searches += 1;
                self.say("the search was stopped");
                vec![Effect::StopSearch]
            }
            _ => {
                pane.search = None;
                Vec::new()
            }
        }
    }

    /// Goes to the next or previous match, `count` times.
    pub(super) fn next_match(&mut self, way: Way, count: usize) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let Some(search) = &pane.search else {
            self.warn("nothing is searched for; / begins a search");
            return Vec::new();
        };
        if search.is_empty() && search.is_running() {
            self.say(STILL_SEARCHING);
            return Vec::new();
        }
        let mut at = pane.cursor;
        let mut last = None;
        for _ in 0..count.max(1) {
            let next = match way {
                Way::Forward => search.after(at),
                Way::Backward => search.before(at),
            };
            let Some((index, wrapped)) = next else { break };
            match (wrapped, search.progress) {
                (Wrapped::Yes, Progress::Running(_)) => {
                    self.say(STILL_SEARCHING);
                    return Vec::new();
                }
                (Wrapped::Yes, Progress::Full | Progress::Stopped) => {
                    let (query, matching) = (search.query.clone(), search.matching);
                    return self.begin_search(&query, matching, Awaited::Jump);
                }
                _ => {}
            }
            at = search.get(index).map_or(at, |found| found.start());
            last = Some((index, wrapped));
        }
        match last {
            Some((index, wrapped)) => {
                self.jump_to(at, Scroll::Least);
                self.say_match(index, wrapped);
            }
            None => self.say_not_found(),
        }
        Vec::new()
    }

    /// Searches for the word at the cursor, as a whole word.
    pub(super) fn search_word(&mut self) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let Some(word) = moves::word_at(pane, pane.cursor) else {
            self.warn("there is no word here");
            return Vec::new();
        };
        let query = pane.article.text[word.range()].to_owned();
        self.begin_search(&query, Matching::Words, Awaited::Jump)
    }

    /// Takes in a step of a search.
    pub(super) fn found(&mut self, entry: Id<Entry>, number: u64, step: Step) {
        let EntryState::Ready(pane) = &mut self.entries[entry].state else { return };
        let Some(search) = pane.search.as_mut().filter(|search| search.number == number) else {
            return;
        };
        if number != self.searches {
            return;
        }
        search.add(step);
        if entry == self.current {
            self.show_first_match();
        }
    }

    /// Searches from the cursor on: a short text at once, a long one elsewhere.
    pub(super) fn begin_search(
        &mut self,
        query: &str,
        matching: Matching,
        awaited: Awaited,
    ) -> Vec<Effect> {
        self.forget_searches();
        let (number, entry) = (self.searches, self.current);
        let Some(pane) = self.pane_mut() else { return Vec::new() };
        let mut search = Search::new(query, matching, number);
        search.awaited = awaited;
        let mut scan = Scan::new(query, matching, pane.grapheme_end(pane.cursor));
        let article = Arc::clone(&pane.article);
        if !pane.is_whole() {
            // It begins once the rest is there.
            pane.search = Some(search);
            return Vec::new();
        }
        if article.text.len() > AT_ONCE {
            pane.search = Some(search);
            return vec![Effect::Search(entry, number, article, Box::new(scan))];
        }
        while let Some(step) = scan.step(&article.text) {
            search.add(step);
        }
        pane.search = Some(search);
        self.show_first_match();
        Vec::new()
    }

    /// Ends whatever is searched for in any article: only one search is under way.
    fn forget_searches(&mut self) {
        self.searches += 1;
        for entry in self.entries.ids() {
            if let EntryState::Ready(pane) = &mut self.entries[entry].state
                && let Some(search) = pane.search.as_mut().filter(|search| search.is_running())
            {
                search.progress = Progress::Stopped;
            }
        }
    }

    /// Goes to the first match if one is waited for, or says that there is none.
    fn show_first_match(&mut self) {
        let Some(search) = self.pane_mut().and_then(|pane| pane.search.as_mut()) else { return };
        let Some(first) = search.first() else {
            if !search.is_running() && search.awaited == Awaited::Jump {
                search.awaited = Awaited::Nothing;
                self.say_not_found();
            }
            return;
        };
        match std::mem::replace(&mut search.awaited, Awaited::Nothing) {
            Awaited::Nothing => {}
            Awaited::Look => {
                if let Some(pane) = self.pane_mut() {
                    pane.go_to(first.start(), Scroll::Least);
                }
            }
            Awaited::Jump => {
                let Some(pane) = self.pane() else { return };
                let next = pane.search.as_ref().and_then(|search| search.after(pane.cursor));
                self.jump_to(first.start(), Scroll::Least);
                if let Some((index, wrapped)) = next {
                    self.say_match(index, wrapped);
                }
            }
        }
    }

    fn say_not_found(&mut self) {
        let query = self.pane().and_then(|pane| Some(pane.search.as_ref()?.query.clone()));
        self.warn(format!("“{}” does not occur in this article", query.unwrap_or_default()));
    }

    fn say_match(&mut self, index: usize, wrapped: Wrapped) {
        let Some(search) = self.pane().and_then(|pane| pane.search.as_ref()) else { return };
        let round = match wrapped {
            Wrapped::Yes => " · went round the end",
            Wrapped::No => "",
        };
        let more = match search.progress {
            Progress::Done => "",
            Progress::Running(_) | Progress::Stopped => " so far",
            Progress::Full => " and more",
        };
        self.say(format!("match {}/{}{more}{round}", index + 1, search.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, Key, Typed, sample, update},
        article::Article,
        claims::Ledger,
    };

    fn press(app: &mut App, keys: &str) -> Vec<Effect> {
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        keys.into_iter().map(|key| update(app, Event::Key(key))).last().unwrap_or_default()
    }

    /// Returns a text too long to be searched at once, with a needle in the middle and at the end.
    fn haystack() -> App {
        let hay = "hay and straw ".repeat(AT_ONCE / 16);
        let words = ["Start", &hay, "a needle", &hay, "a needle"];
        sample::open(vec![(Article::from_paragraphs(words), Ledger::default())], 80, 24)
    }

    fn cursor(app: &App) -> &str {
        let pane = app.pane().expect("it is open");
        pane.article.text[pane.cursor..].split([' ', '\n']).next().unwrap_or_default()
    }

    fn message(app: &App) -> &str {
        app.message.as_ref().map_or("", |message| &message.text)
    }

    /// Runs the search that was asked for to its end.
    fn run(app: &mut App, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Search(entry, number, article, mut scan) = effect {
                while let Some(step) = scan.step(&article.text) {
                    update(app, Event::Found(entry, number, step));
                }
            }
        }
    }

    #[test]
    fn a_long_text_is_searched_elsewhere() {
        let mut app = haystack();
        press(&mut app, "/need");
        let effects = press(&mut app, "l");
        assert_eq!(cursor(&app), "Start", "no key waits for it");
        run(&mut app, effects);
        assert_eq!(cursor(&app), "needle", "seen while typing");
        let effects = press(&mut app, "<Enter>");
        assert!(
            matches!(effects[..], [Effect::KeepTyped(..)]),
            "what is known is not searched for again"
        );
        assert_eq!((cursor(&app), message(&app)), ("needle", "match 1/2"));
        press(&mut app, "n");
        assert_eq!(message(&app), "match 2/2");
        press(&mut app, "n");
        assert_eq!(message(&app), "match 1/2 · went round the end");
    }

    #[test]
    fn enter_before_anything_is_found_jumps_there_later() {
        let mut app = haystack();
        press(&mut app, "/needl");
        let effects = press(&mut app, "e");
        press(&mut app, "<Enter>");
        run(&mut app, effects);
        assert_eq!(cursor(&app), "needle");
        press(&mut app, "<C-o>");
        assert_eq!(cursor(&app), "Start");
    }

    #[test]
    fn a_match_that_is_not_found_yet_is_not_said_to_be_missing() {
        let mut app = haystack();
        press(&mut app, "/needle<Enter>n");
        assert_eq!(message(&app), STILL_SEARCHING);
    }

    #[test]
    fn escape_stops_it() {
        let mut app = haystack();
        press(&mut app, "/needl");
        let late = press(&mut app, "e");
        press(&mut app, "<Enter>");
        let effects = press(&mut app, "<Esc>");
        assert!(matches!(effects[..], [Effect::StopSearch]));
        run(&mut app, late);
        assert_eq!((cursor(&app), message(&app)), ("Start", "the search was stopped"));
        let effects = press(&mut app, "/needle<Esc>");
        assert!(matches!(effects[..], [Effect::StopSearch]), "and so in the field");
    }

    #[test]
    fn up_and_down_go_through_earlier_searches() {
        let mut app = sample::app(80, 24);
        update(&mut app, Event::Recalled(Typed::Search, vec!["engineers".into()]));
        let effects = press(&mut app, "/berg<Enter>");
        assert!(matches!(&effects[..], [Effect::KeepTyped(Typed::Search, text)] if text == "berg"));
        press(&mut app, "gg/<Up><Up>");
        let says = |app: &App| app.prompt.as_ref().map(|prompt| prompt.text());
        assert_eq!(says(&app).as_deref(), Some("engineers"));
        let found = app.pane().and_then(|pane| pane.search.as_ref()).map(Search::len);
        assert_eq!(found, Some(1), "it is searched for as if it were typed");
        press(&mut app, "<Down>");
        assert_eq!(says(&app).as_deref(), Some("berg"));
        press(&mut app, "<Esc>/eng<Up>");
        assert_eq!(says(&app).as_deref(), Some("engineers"));
    }

    #[test]
    fn what_does_not_occur_is_said_to() {
        let mut app = haystack();
        press(&mut app, "/gol");
        let effects = press(&mut app, "d");
        press(&mut app, "<Enter>");
        run(&mut app, effects);
        assert_eq!(message(&app), "“gold” does not occur in this article");
    }

    #[test]
    fn a_star_finds_whole_words() {
        let mut app = sample::app(80, 24);
        press(&mut app, "/berg<Enter>");
        press(&mut app, "*");
        assert_eq!(message(&app), "match 2/2");
    }
}
