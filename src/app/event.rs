//! All that can happen, and all that the program may ask of the outside.

use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use crate::{
    app::{
        Background, Choice, ClaimIndex, Entry, Key, Keymap, Looked, MouseUse, Scan, Scope,
        Settings, Shares, ShelfNotes, Step, Surveyed, Typed, notes::Texts,
    },
    article::Article,
    base::{Id, TextSpan},
    library::{Annotations, ArticleKey, Change, Colour, NoteId, Passage, Placement},
};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted into the terminal.
    Pasted(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The screen has another size: columns and rows.
    Resized(u16, u16),
    /// What time it is.
    Told(Timestamp),
    /// Keys that may go on were followed by a pause.
    Paused,
    /// The beginning of a long article was read, of which the whole has so many bytes.
    Begun(Id<Entry>, Loaded, usize),
    /// A file was read; it may have held several articles.
    Loaded(Id<Entry>, Result<Vec<Loaded>, String>),
    /// An analysis got so far: 0 to 1.
    Progressed(Id<Entry>, f32),
    /// An analysis went wrong, which is a fault of ours, and what is known of it.
    AnalysisFailed(Id<Entry>, String),
    /// An analysis is done.
    Analysed(Id<Entry>, Box<ClaimIndex>),
    /// A second look got so far: 0 to 1.
    LookedSoFar(Id<Entry>, f32),
    /// A second look found this.
    LookedAgain(Id<Entry>, Looked),
    /// A second look went wrong, and why.
    LookFailed(Id<Entry>, String),
    /// What the library keeps of an article was read.
    Remembered(Id<Entry>, Box<Memory>),
    /// What the library says of all its articles was read, after what it keeps of this one.
    Known(Id<Entry>, Box<Overall>),
    /// Words of notes and corrections were looked for in the text.
    Placed(Id<Entry>, Vec<(Passage, Placement)>),
    /// All notes of the library were read.
    Shelved(Box<ShelfNotes>),
    /// The survey with this number came a step further.
    Surveyed(u64, Surveyed),
    /// It was found out who says what notes of the library are on.
    Sourced(Vec<(NoteId, String)>),
    /// What was done to a note, a line a step.
    History(Id<Entry>, Vec<String>),
    /// Changes of notes of several articles are on disk, and what to say, or why not all of them.
    BulkSaved(Result<String, String>),
    /// A file was written, and what to say of it, or why it was not.
    Written(Result<String, String>),
    /// The library cannot be used, and why; reading goes on without.
    LibraryFailed(String),
    /// A change is on disk.
    Saved(Id<Entry>, Saved),
    /// A change could not be written, and why; with the notes as they are on disk, if they could
    /// be read.
    NotSaved(Id<Entry>, String, Option<Annotations>),
    /// The editor was closed with this text, or could not be run.
    Edited(Result<String, String>),
    /// The search with this number came a step further.
    Found(Id<Entry>, u64, Step),
    /// An address was handed to the browser, or why not.
    Browsed(Result<String, String>),
    /// Text was handed to the clipboard: by what means, or why not.
    Copied(Result<String, String>),
    /// The settings and keys of the reader were read.
    Configured(Box<Configuration>),
    /// The terminal said what its background is.
    Background(Background),
    /// What was typed into a field on earlier days, the oldest first.
    Recalled(Typed, Vec<String>),
    /// Something that was asked of the outside could not be done, and why.
    Refused(String),
    /// The program was asked to end.
    Ended,
}

/// What the reader has set, as it was read.
#[derive(Debug)]
pub struct Configuration {
    /// The settings, or what is wrong with their file.
    pub settings: Result<Settings, String>,
    /// The keys, or what is wrong with their file.
    pub keymap: Result<Keymap, String>,
    /// The names of the themes that there are.
    pub themes: Vec<String>,
    /// What was chosen while reading, on earlier days; none where that is to be forgotten.
    pub choices: Vec<Choice>,
    /// Why it was read.
    pub occasion: Occasion,
}

/// Why the settings were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The program started.
    Start,
    /// The reader asked for it.
    Reload,
}

/// An article as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// What the list of articles calls it.
    pub label: String,
    /// The article.
    pub article: Arc<Article>,
    /// What was odd about it, for the status line.
    pub warning: Option<String>,
}

/// What the library keeps of an article.
#[derive(Debug)]
pub struct Memory {
    /// Its notes, those on earlier texts of it included.
    pub annotations: Annotations,
    /// The earlier texts.
    pub texts: Texts,
    /// Who says what its notes are on, as the library has it.
    pub sources: HashMap<NoteId, String>,
    /// The byte at which the reader was, if it was read before.
    pub place: Option<usize>,
    /// What is wrong with some of it.
    pub warning: Option<String>,
}

/// What the library says of all its articles together, which takes the longer the more it keeps.
#[derive(Debug, Default)]
pub struct Overall {
    /// All tags.
    pub tags: BTreeSet<String>,
    /// How often the reader agreed with the program.
    pub shares: Shares,
    /// What the colours mean.
    pub meanings: BTreeMap<Colour, String>,
}

/// What was saved.
#[derive(Debug)]
pub struct Saved {
    /// What the status line says: “note saved”; empty for what nobody asked for.
    pub message: String,
    /// The notes as they are on disk now, where that is not what the screen shows already.
    pub annotations: Option<Annotations>,
    /// How often the reader agrees with the program now, where that may have changed.
    pub shares: Option<Shares>,
    /// Whether notes of other articles may have changed, too.
    pub elsewhere: bool,
}

/// What the mouse did, at a column and row of the screen, each from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press(u16, u16),
    /// It was moved while down.
    Drag(u16, u16),
    /// The wheel was turned towards the reader.
    WheelDown(u16, u16),
    /// The wheel was turned away.
    WheelUp(u16, u16),
}

/// Something to be done outside; what comes of it returns as an [`Event`].
#[derive(Debug)]
pub enum Effect {
    /// Read the file of an entry.
    Load(Id<Entry>),
    /// Find who says what in an article.
    Analyse(Id<Entry>, Arc<Article>),
    /// Take a second look at who says what in an article, first at the part in this span, which is
    /// in sight.
    LookAgain(Id<Entry>, Arc<Article>, TextSpan),
    /// End the second look at an article.
    StopLooking(Id<Entry>),
    /// Read what the library keeps of an article.
    Remember(Id<Entry>, Arc<Article>),
    /// Look for words of notes and corrections in an article whose earlier texts are these.
    Find(Id<Entry>, Arc<Article>, Texts, Vec<Passage>),
    /// Read all notes of the library.
    Shelve,
    /// Make changes of notes of several articles in one step, and say this once they are on disk.
    Bulk(Vec<(ArticleKey, Change)>, String),
    /// The same, of articles that may never have been open: each with its entry and article.
    BulkOn(Vec<(Id<Entry>, Arc<Article>, Change)>, String),
    /// Look for doubtful claims in articles that are not open; each step comes back with this
    /// number. Ends the survey before.
    Survey(u64, Scope),
    /// End the survey that is under way.
    StopSurvey,
    /// Take back, or make again, the last step in several articles.
    WalkBulk(Box<Write>),
    /// Keep who says what notes are on.
    KeepSources(Vec<(NoteId, String)>),
    /// Write a file that is not there yet.
    Write(PathBuf, String),
    /// Write a change of an article's notes to the library.
    Save(Id<Entry>, Arc<Article>, Box<Write>),
    /// Let the reader write in `$EDITOR`, starting from this text.
    Edit(String),
    /// Hand text to the clipboard.
    Copy(String),
    /// Search an article; each step comes back with this number. Ends the search before.
    Search(Id<Entry>, u64, Arc<Article>, Box<Scan>),
    /// End the search that is under way.
    StopSearch,
    /// Show an address in the browser; its scheme was checked.
    Browse(String),
    /// Read the settings and keys again.
    Reload,
    /// Draw with the theme that is set, as it is on the terminal's background.
    UseTheme,
    /// Give the mouse to the program or to the terminal.
    UseMouse(MouseUse),
    /// Keep what was typed, to be recalled another day.
    KeepTyped(Typed, String),
    /// Keep what was chosen while reading, in place of what is kept of that.
    KeepChoices(Vec<Choice>),
    /// Print an article with its claims line by line, for ears rather than eyes.
    Linear(Id<Entry>),
    /// Draw everything anew.
    Redraw,
    /// Suspend the program.
    Suspend,
    /// End the program.
    Exit,
}

/// What is to be written to the library.
#[derive(Clone, Debug)]
pub enum Write {
    /// A change of the notes, and what to say once it is on disk.
    Change(Box<Change>, String),
    /// Take back the last change.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Where the reader is, in bytes.
    Place(usize),
    /// What a colour means.
    Meaning(Colour, String),
    /// What colours mean by the settings file, which kept that once; nobody is told.
    Meanings(BTreeMap<Colour, String>),
    /// Nothing; what was done to this note is asked for.
    History(NoteId),
}

/// Where an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// Bytes that came with the program or through a pipe.
    Bytes(Arc<[u8]>),
}
