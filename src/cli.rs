//! Command line to a checked request.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum, error::ErrorKind};

use crate::library::exchange::Format;

/// Reads stored articles in the terminal and shows who says what.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version,
    after_help = "Press ? while reading for the keys.\n\
        With standard output not a terminal, the articles are printed with their claims marked.\n\
        Exit codes: 0 fine, 1 something could not be read, 2 wrong usage."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// Articles, or folders of them; - for standard input
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    reading: Reading,

    /// Print the settings file that holds where you set nothing
    #[arg(long)]
    print_config: bool,

    /// Print the keymap that holds where you bind nothing
    #[arg(long)]
    print_keys: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the sample articles that come with the program
    Demo {
        #[command(flatten)]
        reading: Reading,
    },
    /// Your notes, out to other programs and in from them
    Notes {
        #[command(subcommand)]
        command: NotesCommand,
    },
    /// Print who says what as JSON, one object an article
    Extract {
        /// Articles, or folders of them; - or none for standard input
        #[arg(value_name = "FILE")]
        paths: Vec<PathBuf>,
        /// Add the article's text, which the places count in
        #[arg(long)]
        with_text: bool,
        /// Say why each claim is put down to its source
        #[arg(long)]
        explain: bool,
        /// Which engine reads: the deep one understands more, the fast one is a hundred times faster
        #[arg(long, value_name = "ENGINE", value_enum)]
        engine: Option<Engine>,
    },
}

#[derive(Debug, Subcommand)]
enum NotesCommand {
    /// Write notes for another program
    Export(Export),
    /// Read notes from other programs; what is there already is passed over
    Import(Import),
}

/// Which notes are written where.
#[derive(Clone, Debug, Args)]
pub struct Export {
    /// In which format
    #[arg(long, value_name = "FORMAT", value_parser = format, default_value = "markdown")]
    pub format: Format,

    /// Only the notes on these articles, or those in these folders; all notes without
    #[arg(value_name = "ARTICLE")]
    pub articles: Vec<PathBuf>,

    /// Write to this file, or a file for each article into this folder, instead of standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,

    /// A template for Markdown instead of the one that comes with the program
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,

    /// Where the notes lie instead of the XDG data folder
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// Which notes are read.
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// Web Annotation JSON-LD, Hypothesis JSON, a table of Readwise or of whosaid
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Where the notes lie instead of the XDG data folder
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// Reads the name of a format.
fn format(name: &str) -> Result<Format, String> {
    let names = Format::ALL.map(Format::name).join(", ");
    Format::from_name(name).ok_or_else(|| format!("formats are {names}"))
}

/// How to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Reading {
    /// Keep notes in this folder instead of the XDG data folder
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Read settings, keys and themes from this folder instead of the XDG configuration folder
    #[arg(long, value_name = "DIR")]
    pub config_dir: Option<PathBuf>,

    /// Print the articles with their claims line by line, for screen readers
    #[arg(long)]
    pub linear: bool,

    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,

    /// Which engine's claims to show: by default the fast one's at once, then the deep one's
    #[arg(long, value_name = "ENGINE", value_enum)]
    pub engine: Option<Engine>,

    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,

    /// Fail on purpose after the first frame, to test that the terminal is restored
    #[cfg(debug_assertions)]
    #[arg(long, hide = true)]
    pub panic: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    /// As the environment says (`NO_COLOR`).
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// Which engine reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Weights of words and their neighbours: hundreds of thousands of words a second.
    Fast,
    /// A small neural model: thousands of words a second, and nearly what a person finds.
    Deep,
}

/// What was asked for.
#[derive(Debug)]
pub enum Request {
    /// Read articles.
    Read(Vec<PathBuf>, Reading),
    /// Read the sample articles.
    Demo(Reading),
    /// Write notes for another program.
    Export(Export),
    /// Read notes from other programs.
    Import(Import),
    /// Print a file that comes with the program.
    Print(Shipped),
    /// Print who says what.
    Extract {
        /// The articles; none means standard input.
        paths: Vec<PathBuf>,
        /// Whether to add the text.
        with_text: bool,
        /// Whether to say why.
        explain: bool,
        /// Which engine reads; `None` is the best there is.
        engine: Option<Engine>,
    },
}

/// A file that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// The settings.
    Settings,
    /// The keys.
    Keys,
}

impl Request {
    /// Reads the arguments of the program.
    ///
    /// Prints help or an error and ends the program where that is what the arguments ask for.
    pub fn from_arguments() -> Self {
        Arguments::parse().request().unwrap_or_else(|error| error.exit())
    }
}

impl Arguments {
    /// Returns what is asked for.
    ///
    /// # Errors
    ///
    /// If something stands before a command that means nothing to it.
    fn request(self) -> Result<Request, clap::Error> {
        let Self { command, paths, reading, print_config, print_keys } = self;
        let before = !paths.is_empty() || print_config || print_keys;
        Ok(match command {
            None if print_config => Request::Print(Shipped::Settings),
            None if print_keys => Request::Print(Shipped::Keys),
            None => Request::Read(paths, reading),
            // How to read may be said on either side of the command.
            Some(Command::Demo { reading: own }) if !before => Request::Demo(own.or(reading)),
            Some(_) if before || reading != Reading::default() => {
                return Err(Self::command().error(
                    ErrorKind::ArgumentConflict,
                    "files and options stand behind the command that they belong to",
                ));
            }
            Some(Command::Demo { reading }) => Request::Demo(reading),
            Some(Command::Notes { command: NotesCommand::Export(export) }) => {
                Request::Export(export)
            }
            Some(Command::Notes { command: NotesCommand::Import(import) }) => {
                Request::Import(import)
            }
            Some(Command::Extract { paths, with_text, explain, engine }) => {
                Request::Extract { paths, with_text, explain, engine }
            }
        })
    }
}

impl Reading {
    /// Returns this with what it does not say as `other` has it.
    fn or(self, other: Self) -> Self {
        let color = match self.color {
            Color::Auto => other.color,
            Color::Always | Color::Never => self.color,
        };
        Self {
            data_dir: self.data_dir.or(other.data_dir),
            config_dir: self.config_dir.or(other.config_dir),
            linear: self.linear || other.linear,
            color,
            engine: self.engine.or(other.engine),
            no_mouse: self.no_mouse || other.no_mouse,
            #[cfg(debug_assertions)]
            panic: self.panic || other.panic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn files_and_commands_are_told_apart() {
        let parse = |arguments: &[&str]| {
            let arguments = Arguments::try_parse_from(arguments).expect("well-formed");
            arguments.request().expect("nothing is out of place")
        };
        assert!(
            matches!(parse(&["whosaid", "a.txt", "-"]), Request::Read(paths, _) if paths.len() == 2)
        );
        assert!(matches!(parse(&["whosaid", "demo"]), Request::Demo(_)));
        assert!(matches!(
            parse(&["whosaid", "extract", "--explain", "a.txt"]),
            Request::Extract { explain: true, .. }
        ));
    }

    #[test]
    fn how_to_read_may_stand_on_either_side_of_demo() {
        let all = [
            ["whosaid", "--data-dir", "x", "--no-mouse", "demo"],
            ["whosaid", "demo", "--data-dir", "x", "--no-mouse"],
            ["whosaid", "--no-mouse", "demo", "--data-dir", "x"],
        ];
        for arguments in all {
            let parsed = Arguments::try_parse_from(arguments).expect("well-formed");
            let Ok(Request::Demo(reading)) = parsed.request() else { panic!("{arguments:?}") };
            assert_eq!(reading.data_dir, Some("x".into()));
            assert!(reading.no_mouse);
        }
    }

    #[test]
    fn what_means_nothing_to_a_command_is_refused() {
        for arguments in [
            &["whosaid", "--linear", "extract", "a.txt"][..],
            &["whosaid", "--print-keys", "demo"],
            &["whosaid", "--data-dir", "x", "notes", "export"],
        ] {
            let parsed = Arguments::try_parse_from(arguments).expect("well-formed");
            let error = parsed.request().expect_err("wrong on purpose");
            assert_eq!(error.kind(), ErrorKind::ArgumentConflict, "{arguments:?}");
        }
    }
}
