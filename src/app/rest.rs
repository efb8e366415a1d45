//! A long article whose beginning is shown while the rest of it is read.
//!
//! The beginning is the first blocks of the whole, in the same places, so that the whole takes its
//! place under the reader. Meanwhile nothing is analysed, kept or searched for, and moves that need
//! the end wait for it.

use crate::{
    app::{Action, App, ArticlePane, Effect, Entry, EntryState, Loaded},
    base::Id,
};

/// What is said while the rest is read.
const READING: &str = "this is the beginning; the rest is being read …";
/// What is said to a move that is put off.
const WAITING: &str = "the rest is being read; this waits for it …";

/// Whether all of an article is here.
#[derive(Debug)]
pub enum Rest {
    /// All is here.
    Here,
    /// Only its beginning is; the rest is being read.
    Awaited {
        /// How many bytes the whole has.
        length: usize,
        /// The move that waits for the rest.
        then: Option<PutOff>,
    },
}

/// A move that waits for the rest of its article.
#[derive(Debug)]
pub struct PutOff {
    action: Action,
    count: Option<usize>,
    /// Where the cursor was: a reader who has moved since does not want it any more.
    cursor: usize,
}

impl App {
    /// Shows the beginning of an article of `length` bytes, and asks for the whole.
    pub(super) fn begun(
        &mut self,
        entry: Id<Entry>,
        beginning: Loaded,
        length: usize,
    ) -> Vec<Effect> {
        let pane = ArticlePane::beginning(beginning.article, length);
        self.entries[entry].label = beginning.label;
        self.entries[entry].state = EntryState::Ready(Box::new(pane));
        self.relayout();
        self.say(READING);
        vec![Effect::Load(entry)]
    }

    /// Puts off a move to the end, or to a share of the whole, while the rest is read; returns
    /// whether it did.
    pub(super) fn puts_off(&mut self, action: Action, count: Option<usize>) -> bool {
        let Some(pane) = self.pane_mut() else { return false };
        let Rest::Awaited { then, .. } = &mut pane.rest else { return false };
        let needs_rest = action == Action::Bottom || action == Action::Percent && count.is_some();
        if needs_rest {
            *then = Some(PutOff { action, count, cursor: pane.cursor });
            self.say(WAITING);
        }
        needs_rest
    }

    /// Takes the beginning of an article out of its entry, if that is all there is: it was read to
    /// the end, or failed.
    pub(super) fn end_beginning(&mut self, entry: Id<Entry>) -> Option<Box<ArticlePane>> {
        let state = &mut self.entries[entry].state;
        if !matches!(state, EntryState::Ready(pane) if !pane.is_whole()) {
            return None;
        }
        self.message.take_if(|message| [READING, WAITING].contains(&message.text.as_str()));
        match std::mem::replace(state, EntryState::Loading) {
            EntryState::Ready(beginning) => Some(beginning),
            EntryState::Unread | EntryState::Loading | EntryState::Failed(_) => None,
        }
    }

    /// Goes on in the whole of an article from where the reader is in its beginning, with what
    /// waited for it.
    pub(super) fn go_on_from(
        &mut self,
        entry: Id<Entry>,
        mut beginning: ArticlePane,
    ) -> Vec<Effect> {
        let search = beginning.search.take().filter(|search| search.is_running());
        let then = match &mut beginning.rest {
            Rest::Awaited { then, .. } => then.take(),
            Rest::Here => None,
        };
        let then = then.filter(|then| then.cursor == beginning.cursor);
        if let Some(pane) = self.pane_of_mut(entry) {
            pane.take_over(beginning);
        }
        if entry != self.current {
            return Vec::new();
        }
        let moved = then.map(|then| super::update::act(self, then.action, then.count));
        let found =
            search.map(|search| self.begin_search(&search.query, search.matching, search.awaited));
        moved.into_iter().chain(found).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        app::{Event, Key, Keymap, Origin, update},
        article::Article,
    };

    /// How many paragraphs the beginning has.
    const FIRST: usize = 60;

    fn article() -> Article {
        let line = |number: usize| match number {
            90 => "Here is the needle.".to_owned(),
            _ => {
                format!("Paragraph {number} of a long article, in which little happens. ").repeat(3)
            }
        };
        let lines: Vec<String> = (0..100).map(line).collect();
        Article::from_paragraphs(lines.iter().map(String::as_str))
    }

    fn loaded(article: Article) -> Loaded {
        Loaded { label: "long.txt".into(), article: Arc::new(article), warning: None }
    }

    fn press(app: &mut App, keys: &str) -> Vec<Effect> {
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        keys.into_iter().map(|key| update(app, Event::Key(key))).last().unwrap_or_default()
    }

    /// Returns the program with the beginning of the article open, and what it asks for.
    fn begun() -> (App, Vec<Effect>) {
        let entry = Entry {
            label: "long.txt".into(),
            origin: Origin::Bytes(Arc::default()),
            state: EntryState::Loading,
        };
        let mut app = App::new(vec![entry], Keymap::default(), (80, 24));
        let mut beginning = article();
        let length = beginning.text.len();
        beginning.blocks.truncate(FIRST);
        let end = beginning.blocks.last().map_or(0, |block| block.span.end());
        beginning.text.truncate(end);
        let effects = update(&mut app, Event::Begun(Id::new(0), loaded(beginning), length));
        (app, effects)
    }

    fn finish(app: &mut App) -> Vec<Effect> {
        update(app, Event::Loaded(Id::new(0), Ok(vec![loaded(article())])))
    }

    fn here(app: &App) -> &str {
        let pane = app.pane().expect("it is open");
        &pane.article.text[pane.cursor..]
    }

    #[test]
    fn the_whole_takes_its_place_and_no_line_moves() {
        for keys in ["j", "jjj", "<C-d><C-d>jj", "<C-d><C-e>", "vww", "200j"] {
            let (mut app, _) = begun();
            press(&mut app, keys);
            let before = app.pane().map(|pane| (pane.screen.clone(), pane.cursor, pane.selected()));
            let percent = app.pane().map(ArticlePane::percent);
            finish(&mut app);
            let after = app.pane().map(|pane| (pane.screen.clone(), pane.cursor, pane.selected()));
            assert_eq!(before, after, "{keys}");
            assert_eq!(percent, app.pane().map(ArticlePane::percent), "{keys}");
        }
    }

    #[test]
    fn nothing_is_kept_or_analysed_before_the_whole_is_there() {
        let (mut app, effects) = begun();
        assert!(matches!(effects[..], [Effect::Load(_)]));
        assert_eq!(app.message.as_ref().map(|message| message.text.as_str()), Some(READING));
        assert!(press(&mut app, "u").is_empty());
        assert!(matches!(app.leave()[..], [Effect::Exit]));
        let effects = finish(&mut app);
        assert!(matches!(effects[..], [Effect::Remember(..), Effect::Analyse(..)]));
    }

    #[test]
    fn the_reading_is_over_when_the_message_goes() {
        let (mut app, _) = begun();
        finish(&mut app);
        assert_eq!(app.message, None);
        let (mut app, _) = begun();
        press(&mut app, "G");
        finish(&mut app);
        assert_eq!(app.message, None);
    }

    #[test]
    fn a_move_to_the_end_waits_for_it_unless_the_reader_moves_on() {
        let (mut app, _) = begun();
        press(&mut app, "G");
        assert!(here(&app).starts_with("Paragraph 0 "));
        finish(&mut app);
        assert_eq!(here(&app).trim(), ".", "the last character");
        let (mut app, _) = begun();
        press(&mut app, "G}");
        finish(&mut app);
        assert!(here(&app).starts_with("Paragraph 1 "));
    }

    #[test]
    fn a_search_begins_when_the_whole_is_there() {
        let (mut app, _) = begun();
        press(&mut app, "/needle<Enter>n");
        assert!(here(&app).starts_with("Paragraph 0 "));
        finish(&mut app);
        assert!(here(&app).starts_with("needle"));
        let (mut app, _) = begun();
        press(&mut app, "/needle<Enter><Esc>");
        finish(&mut app);
        assert!(here(&app).starts_with("Paragraph 0 "));
    }

    #[test]
    fn a_whole_in_another_encoding_is_shown_near_the_same_place() {
        let (mut app, _) = begun();
        press(&mut app, "<C-d><C-d>");
        let before = app.pane().map_or(0, |pane| pane.cursor);
        let mut other = article();
        other.text = other.text.replace(" a ", " å ");
        other.blocks = Article::plain(other.text.clone()).blocks;
        update(&mut app, Event::Loaded(Id::new(0), Ok(vec![loaded(other)])));
        let pane = app.pane().expect("it is open");
        assert!(pane.cursor.abs_diff(before) < 4 && pane.cursor_on_screen().is_some());
    }

    #[test]
    fn a_rest_that_cannot_be_read_is_told() {
        let (mut app, _) = begun();
        update(&mut app, Event::Loaded(Id::new(0), Err("the disk is gone".to_owned())));
        let state = &app.entries[Id::new(0)].state;
        assert!(matches!(state, EntryState::Failed(why) if why == "the disk is gone"));
        assert!(app.pane().is_none());
    }
}
