//! The state of the program and the one function that changes it.
//!
//! An [`Event`] comes in, [`update`] changes the [`App`] and returns [`Effect`]s; the view then
//! draws the `App`. Nothing here reads a file, a clock or the terminal.

mod action;
mod address;
mod annotate;
mod article_pane;
mod choices;
mod claim_index;
mod claim_moves;
mod command;
mod command_line;
mod commands;
mod configure;
mod correct;
mod event;
mod filter;
mod find;
mod hints;
mod history;
mod jumps;
mod key;
mod keymap;
mod keys;
mod links;
mod list_area;
mod lists;
mod mouse;
mod moves;
mod notes;
mod only;
mod overview;
mod panes;
mod peek;
mod placing;
mod prompt;
mod rest;
mod review;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
mod search;
mod second_look;
mod settings;
mod shelf;
mod sift;
mod speakers;
mod split;
mod survey;
mod tags;
#[cfg(test)]
mod tests;
mod update;

pub use action::{Action, Group};
pub use address::resolve as address;
pub use article_pane::{Analysis, ArticlePane, Edge, Scroll, Selection, Unit};
pub use choices::Choice;
pub use claim_index::{ClaimIndex, DOUBT, Part, Piece, Pieces, counted, kind_name};
pub use command_line::Completion;
pub use commands::Command;
pub use correct::{Offer, Pick, Subject};
pub use event::{
    Configuration, Effect, Event, Loaded, Memory, Mouse, Occasion, Origin, Overall, Saved, Write,
};
pub use filter::FILTER_HELP;
pub use hints::{Hint, HintTarget, Hints};
pub use history::{History, Typed};
pub use jumps::{JumpPlace, Jumps};
pub use key::{Code, Key};
pub use keymap::{Binding, Context, Keymap, KeymapError};
pub use list_area::{DETAIL, RowInSight, SideView, TAB_GAP};
pub use lists::{List, Listed};
pub use notes::{Notes, Texts};
pub use only::Only;
pub use overview::{Overview, OverviewCell};
pub use peek::{Peek, Peeked};
pub use prompt::{NoteTarget, Prompt, PromptKind};
pub use rest::Rest;
pub use review::{Review, Share, Shares, shares};
pub use rows::{Line, LinkNumbers};
pub use search::{Matching, Progress, Scan, Search, Step};
pub use second_look::{DeepEngine, Engine, Extent, Looked, SecondLook};
pub use settings::{
    Background, Hyphenation, Justify, MEASURES, MouseUse, Setting, Settings, nearest,
};
pub use shelf::{Shelf, ShelfNote, ShelfNotes, ShelfOrder};
pub use sift::{Order, Sift};
pub use speakers::Speakers;
pub use survey::{Doubt, Doubtful, Queue, Scope, Surveyed};
pub use update::update;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    base::{Id, Table, TextSpan},
    layout::{self, Panes},
    library::{Colour, NoteId},
};

/// The widest line of text, in columns, unless the reader changes it.
///
/// Typography's rule of 45 to 75 characters, 66 at best (Bringhurst, “The Elements of Typographic
/// Style”, 2.1.2).
pub const MEASURE: u16 = 66;

/// Everything the screen depends on.
#[derive(Debug)]
pub struct App {
    /// Goes up with whatever may change the looks of an article in another way than by moving in
    /// it: as long as it stays, a row that stays looks the same but for the claim at the cursor and
    /// the selection.
    pub revision: u64,
    /// What was opened, in order.
    pub entries: Table<Entry>,
    /// Which of them is shown.
    pub current: Id<Entry>,
    /// The article beside it, if two are read side by side.
    pub beside: Option<Id<Entry>>,
    /// Which half of the screen has the keys then.
    pub half: Half,
    /// What has the keys.
    pub focus: Focus,
    /// Which list the side pane shows.
    pub side: List,
    /// The page that lies over the text, if one does.
    pub page: Option<Page>,
    /// The footnote that is shown over the text, if one is.
    pub footnote: Option<TextSpan>,
    /// The field that is typed in, if one is open.
    pub prompt: Option<Prompt>,
    /// What the keys pressed so far amount to.
    pub keys: PendingKeys,
    /// The letters on what is in sight, while one of them is to be typed.
    pub hints: Option<Hints>,
    /// What the status line says instead of the claim here.
    pub message: Option<Message>,
    /// How many searches were begun or stopped; the number of the one under way.
    pub searches: u64,
    /// Where jumps started.
    pub jumps: Jumps,
    /// Marks by their letter; capitals hold over articles.
    pub marks: BTreeMap<(Option<Id<Entry>>, char), JumpPlace>,
    /// How claims of attitude are shown.
    pub attitudes: Attitudes,
    /// What stands around the text.
    pub surroundings: Surroundings,
    /// Whether the deep engine can be had.
    pub deep_engine: DeepEngine,
    /// The colour last used.
    pub colour: Colour,
    /// What the side pane shows of its list.
    pub side_view: Option<SideView>,
    /// Which row each list has chosen.
    pub chosen_rows: BTreeMap<List, usize>,
    /// How each list is sorted and narrowed.
    pub sifts: BTreeMap<List, Sift>,
    /// The note that is looked at beside its passage, if one is.
    pub peek: Option<Peek>,
    /// A note that was closed without saving, to be brought back.
    pub draft: Option<(NoteTarget, String)>,
    /// A note that is on its way to the disk, to be brought back if it does not get there.
    pub in_flight: Option<(NoteTarget, String)>,
    /// The note that is to be attached to the words selected next.
    pub attaching: Option<NoteId>,
    /// The claim whose words are to be selected next, by where it stands.
    pub other_words: Option<TextSpan>,
    /// How far the reader is in a review, if one is under way.
    pub review: Option<Review>,
    /// How many surveys were begun; the number of the last.
    pub surveys: u64,
    /// How often the reader agreed with the program so far.
    pub shares: Shares,
    /// All notes of the library, as the list of them shows them.
    pub shelf: Shelf,
    /// The note to go to once its article is open.
    pub go_to_note: Option<NoteId>,
    /// What was done to the note that was last asked about, a line a step.
    pub note_history: Vec<String>,
    /// All tags that are known.
    pub tags: BTreeSet<String>,
    /// What the reader takes the colours for.
    pub meanings: BTreeMap<Colour, String>,
    /// What the reader is asked about the claims that follow.
    pub offer: Option<Offer>,
    /// Whether the library can be written.
    pub library: Library,
    /// Changes on their way to the disk.
    pub saving: usize,
    /// The keys.
    pub keymap: Keymap,
    /// What the reader has set.
    pub settings: Settings,
    /// What the settings file says, which choices made while reading lie over.
    pub filed: Settings,
    /// The choices that are kept.
    pub choices: Vec<Choice>,
    /// The names of the themes that there are.
    pub themes: Vec<String>,
    /// The terminal's background, as far as it has said.
    pub background: Option<Background>,
    /// The commands that were given.
    pub commands: History,
    /// What was searched for in the text.
    pub searched: History,
    /// The widest line of text, in columns, as it is at the moment.
    pub measure: u16,
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// What time it was when the last event came.
    pub now: Timestamp,
}

/// Something that was opened.
#[derive(Debug)]
pub struct Entry {
    /// What the list calls it.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
    /// How far it is.
    pub state: EntryState,
}

/// How far an entry is.
#[derive(Debug)]
pub enum EntryState {
    /// Not asked for yet.
    Unread,
    /// Being read.
    Loading,
    /// Ready.
    Ready(Box<ArticlePane>),
    /// Cannot be read, and why.
    Failed(String),
}

/// A half of a screen on which two articles stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// What has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The text.
    Text,
    /// The side pane.
    Side,
}

/// A page over the text: a list of places to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The keys that act here; only those that hold these words.
    Help {
        /// What they must hold.
        filter: String,
        /// What had the keys when help was asked for.
        context: Context,
    },
    /// A list that is not in the side pane.
    List(List),
}

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words.
    pub text: String,
    /// How much they matter.
    pub tone: Tone,
}

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Plain,
    /// Something could not be done.
    Warning,
}

/// How claims of attitude are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attitudes {
    /// With less weight than speech.
    Dimmed,
    /// As speech is.
    Full,
    /// Not at all.
    Hidden,
}

/// What stands around the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// Margin, colours and side pane.
    All,
    /// Nothing: the text as it was printed.
    TextOnly,
}

/// Whether the library can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Library {
    /// As far as we know.
    Ready,
    /// No, and why.
    Failed(String),
}

/// What the keys pressed so far amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingKeys {
    /// How often, if a number was typed.
    pub count: Option<usize>,
    /// Keys that begin a longer binding.
    pub keys: Vec<Key>,
    /// An action that waits for a letter.
    pub letter_for: Option<Action>,
    /// Whether the keys that may follow are shown.
    pub menu: bool,
}

impl App {
    /// Makes the state for the opened entries; nothing is read yet.
    ///
    /// # Panics
    ///
    /// If there are no entries: a program without an article has nothing to show.
    pub fn new(entries: Vec<Entry>, keymap: Keymap, size: (u16, u16)) -> Self {
        assert!(!entries.is_empty(), "the command line asks for an article");
        Self {
            entries: entries.into_iter().collect(),
            current: Id::new(0),
            beside: None,
            half: Half::Left,
            focus: Focus::Text,
            side: List::People,
            page: None,
            footnote: None,
            prompt: None,
            keys: PendingKeys::default(),
            hints: None,
            message: None,
            searches: 0,
            jumps: Jumps::default(),
            marks: BTreeMap::new(),
            attitudes: Attitudes::Dimmed,
            surroundings: Surroundings::All,
            deep_engine: DeepEngine::Missing("there is only the fast engine here".to_owned()),
            colour: Colour::Yellow,
            side_view: None,
            chosen_rows: BTreeMap::new(),
            sifts: BTreeMap::new(),
            peek: None,
            draft: None,
            in_flight: None,
            attaching: None,
            other_words: None,
            review: None,
            surveys: 0,
            shares: Shares::new(),
            shelf: Shelf::default(),
            go_to_note: None,
            note_history: Vec::new(),
            tags: BTreeSet::new(),
            meanings: BTreeMap::new(),
            offer: None,
            library: Library::Ready,
            saving: 0,
            keymap,
            settings: Settings::default(),
            filed: Settings::default(),
            choices: Vec::new(),
            themes: Vec::new(),
            background: None,
            commands: History::default(),
            searched: History::default(),
            measure: MEASURE,
            size,
            now: Timestamp::UNIX_EPOCH,
            revision: 0,
        }
    }

    /// Returns the article that is shown, if it is ready.
    pub fn pane(&self) -> Option<&ArticlePane> {
        self.pane_of(self.current)
    }

    /// Returns the article of `entry`, if it is ready.
    pub fn pane_of(&self, entry: Id<Entry>) -> Option<&ArticlePane> {
        match &self.entries[entry].state {
            EntryState::Ready(pane) => Some(pane),
            EntryState::Unread | EntryState::Loading | EntryState::Failed(_) => None,
        }
    }

    fn pane_mut(&mut self) -> Option<&mut ArticlePane> {
        self.pane_of_mut(self.current)
    }

    fn pane_of_mut(&mut self, entry: Id<Entry>) -> Option<&mut ArticlePane> {
        match &mut self.entries[entry].state {
            EntryState::Ready(pane) => Some(pane),
            EntryState::Unread | EntryState::Loading | EntryState::Failed(_) => None,
        }
    }

    /// Returns where everything stands on the screen; of two articles, around the one that has the
    /// keys.
    pub fn panes(&self) -> Panes {
        match (self.halves(), self.half) {
            (Some([left, _]), Half::Left) => left,
            (Some([_, right]), Half::Right) => right,
            (None, _) => layout::panes(self.size.0, self.size.1, self.measure, self.side_state()),
        }
    }

    /// Returns what has the keys.
    pub fn context(&self) -> Context {
        if self.page.is_some() || self.focus == Focus::Side {
            return Context::List;
        }
        match self.pane() {
            Some(pane) if pane.selection.is_some() => Context::Selection,
            _ if self.review.is_some() => Context::Review,
            _ => Context::Text,
        }
    }

    /// Returns the list that has the keys, if a list has them.
    pub fn active_list(&self) -> Option<List> {
        match (&self.page, self.focus) {
            (Some(Page::Help { .. }), _) => Some(List::Help),
            (Some(Page::List(list)), _) => Some(*list),
            (None, Focus::Side) => Some(self.side),
            (None, Focus::Text) => None,
        }
    }

    /// Returns whether a pause in typing would change the screen.
    pub fn waits_for_pause(&self) -> bool {
        !self.keys.keys.is_empty() && !self.keys.menu
    }

    /// Says something in the status line.
    fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), tone: Tone::Plain });
    }

    /// Says in the status line why something cannot be done.
    fn warn(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), tone: Tone::Warning });
    }
}
