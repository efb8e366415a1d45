//! Commands with words after their name: `:export markdown notes.md`.
//!
//! A command that takes none is an [`Action`](crate::app::Action) and is not listed here.

use std::path::PathBuf;

use crate::{
    app::{App, Effect, ShelfOrder},
    base::TextSpan,
    library::{
        Change, Note,
        exchange::{
            self, ArticleNotes, Format, MARKDOWN_TEMPLATE, Marked, write_brat, write_html,
            write_markdown,
        },
    },
};

/// A command that takes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Writes the notes of the article for another program.
    Export,
    /// Gives a correction its reason.
    Because,
    /// Accepts doubtful claims.
    Accept,
    /// Sets what a colour means.
    Meaning,
    /// Sorts the list of all notes.
    Sort,
    /// Deletes the notes that the list of all shows.
    DeleteShown,
    /// Recolours the notes that the list of all shows.
    Recolour,
}

impl Command {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Export,
        Self::Because,
        Self::Accept,
        Self::Meaning,
        Self::Sort,
        Self::DeleteShown,
        Self::Recolour,
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Because => "because",
            Self::Accept => "accept",
            Self::Meaning => "meaning",
            Self::Sort => "sort",
            Self::DeleteShown => "delete-shown",
            Self::Recolour => "recolour",
        }
    }

    /// Returns the words that it takes and what it does with them.
    pub fn help(self) -> &'static str {
        match self {
            Self::Export => "FORMAT [FILE]: write the notes of this article, or copy them",
            Self::Accept => "WORDS: accept the doubtful claims whose words or source have these",
            Self::Meaning => "COLOUR WORDS: what a colour means to you",
            Self::Sort => "changed|created|article|colour: sort the list of all notes",
            Self::DeleteShown => {
                "NUMBER: delete the notes that the list of all shows, as many as it shows"
            }
            Self::Recolour => "COLOUR: recolour the notes that the list of all shows",
            Self::Because => "WORDS: why you corrected the claim here",
        }
    }

    /// Finds the command called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.name() == name)
    }
}

impl App {
    /// Carries out a command with the words after its name.
    pub(super) fn run_named(&mut self, command: Command, words: &str) -> Vec<Effect> {
        match command {
            Command::Export => self.export(words),
            Command::Because => self.because(words),
            Command::Accept => self.accept_matching(words),
            Command::Meaning => self.set_meaning(words),
            Command::Sort => self.sort_shelf(words),
            Command::DeleteShown => self.delete_shown(words),
            Command::Recolour => self.recolour_shown(words),
        }
    }

    /// Writes the notes of the article to a file, or copies them where none is named.
    fn export(&mut self, words: &str) -> Vec<Effect> {
        let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
        let (format, path) = match (Format::from_name(first), Format::of_file(words)) {
            (Some(format), _) => (format, rest.trim()),
            (None, Some(format)) => (format, words),
            (None, None) => {
                let names = Format::ALL.map(Format::name).join(", ");
                self.warn(format!(":export takes a format, then a file: {names}"));
                return Vec::new();
            }
        };
        let shelf = self.is_shelf_open();
        let written = if shelf { self.write_shown(format) } else { self.written(format) };
        let Some(written) = written else {
            self.warn(if shelf {
                "this format has a file for each article: export it there, or with whosaid notes export"
            } else {
                "the notes of this article are still being read"
            });
            return Vec::new();
        };
        match path {
            "" => vec![Effect::Copy(written)],
            path => vec![Effect::Write(PathBuf::from(path), written)],
        }
    }

    fn sort_shelf(&mut self, words: &str) -> Vec<Effect> {
        match ShelfOrder::ALL.into_iter().find(|order| order.name() == words) {
            Some(order) => {
                self.shelf.sort(order);
                self.say(format!("all notes are sorted by {words}"));
            }
            None => {
                let names = ShelfOrder::ALL.map(ShelfOrder::name).join(", ");
                self.warn(format!(":sort takes one of {names}"));
            }
        }
        Vec::new()
    }

    /// Deletes the notes that are shown; their number must be typed, so that it is no slip.
    fn delete_shown(&mut self, words: &str) -> Vec<Effect> {
        let count = self.shelf.shown().len();
        if !self.is_shelf_open() || words != count.to_string() {
            self.warn(format!(
                ":delete-shown {count} deletes the {count} notes that the list of all (gA) shows"
            ));
            return Vec::new();
        }
        self.change_shown("deleted", |note| Some(Change::Remove(note.clone())))
    }

    /// Returns the notes of the article in a format.
    fn written(&self, format: Format) -> Option<String> {
        let pane = self.pane()?;
        let notes = pane.notes.as_ref()?;
        let (article, annotations) = (&pane.article, notes.annotations());
        let page = ArticleNotes {
            notes: annotations.notes().to_vec(),
            corrections: annotations.corrections().to_vec(),
            ..ArticleNotes::new(&article.title, article.address.as_deref(), *annotations.article())
        };
        let placed: Vec<(TextSpan, &Note)> = notes.placed().collect();
        Some(match format {
            Format::Markdown => write_markdown(&page, MARKDOWN_TEMPLATE),
            Format::JsonLd => exchange::write_json_ld(&[page]),
            Format::Hypothesis => exchange::write_hypothesis(&[page]),
            Format::Csv => exchange::write_csv(&[page]),
            Format::Html => {
                let lost: Vec<&Note> = notes.unplaced().collect();
                write_html(&article.title, &article.text, &placed, &lost)
            }
            Format::Brat => {
                let place = |one| {
                    let (article, anchor) = place_of(one);
                    Some((notes.find(article, anchor)?.span()?, one))
                };
                let marked = Marked {
                    notes: placed,
                    ledger: pane.claims().map(|claims| claims.ledger.as_ref()),
                    corrections: annotations.corrections().iter().filter_map(place).collect(),
                };
                write_brat(&article.text, &marked)
            }
        })
    }
}

fn place_of(
    correction: &crate::library::Correction,
) -> (&crate::library::ArticleKey, &crate::library::Anchor) {
    (&correction.article, &correction.anchor)
}
