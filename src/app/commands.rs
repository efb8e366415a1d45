//! Commands with words after their name: `:export markdown notes.md`.
//!
//! A command that takes none is an [`Action`](crate::app::Action) and is not listed here.

use std::path::PathBuf;

use crate::{
    app::{App, Effect},
    base::TextSpan,
    library::{
        Note,
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
}

impl Command {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Export, Self::Because];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Because => "because",
        }
    }

    /// Returns the words that it takes and what it does with them.
    pub fn help(self) -> &'static str {
        match self {
            Self::Export => "FORMAT [FILE]: write the notes of this article, or copy them",
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
        let Some(written) = self.written(format) else {
            self.warn("the notes of this article are still being read");
            return Vec::new();
        };
        match path {
            "" => vec![Effect::Copy(written)],
            path => vec![Effect::Write(PathBuf::from(path), written)],
        }
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
                    ledger: pane.claims().map(|claims| &claims.ledger),
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
