//! The only part that does things: opens files, waits for keys, runs effects, draws.

mod documents;
mod extract;
mod keeper;
mod notes;
mod open;
mod page;
mod print;
mod reader;
mod snapshots;
mod work;

use std::{
    env, io,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;

use crate::{
    app::{Entry, EntryState, Origin},
    cli::{Color, Reading, Request},
    view::{Colours, Theme},
};

/// Everything was done.
const FINE: u8 = 0;
/// Something could not be read.
const FAILED: u8 = 1;
/// The arguments make no sense.
const USAGE: u8 = 2;

/// Does what was asked for.
///
/// # Errors
///
/// What stopped it, to be printed with its chain; the exit code is then 1.
pub fn run(request: Request) -> anyhow::Result<ExitCode> {
    let code = match request {
        Request::Extract { paths, with_text, explain } => {
            extract::run(&paths, extract::Options { with_text, explain })?
        }
        Request::Export(options) => notes::export(&options)?,
        Request::Import(options) => notes::import(&options)?,
        Request::Demo(reading) => read(open::demo(), &reading)?,
        Request::Read(paths, reading) => {
            if paths.is_empty() && io::stdin().is_terminal() {
                complain("nothing to read: name a file or a folder, or try `whosaid demo`");
                USAGE
            } else {
                read_paths(&paths, &reading)?
            }
        }
    };
    Ok(ExitCode::from(code))
}

/// Prints a message for the reader on standard error, which may be gone with the terminal.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "whosaid: {}", crate::text::glyph::shown(message));
}

fn read_paths(paths: &[PathBuf], reading: &Reading) -> anyhow::Result<u8> {
    let opened = open::entries(paths);
    for failure in &opened.failures {
        complain(failure);
    }
    if opened.entries.is_empty() {
        return Ok(FAILED);
    }
    let code = read(opened.entries, reading)?;
    Ok(if opened.failures.is_empty() { code } else { FAILED })
}

/// Reads in the terminal, or prints where there is none.
fn read(entries: Vec<Entry>, reading: &Reading) -> anyhow::Result<u8> {
    if io::stdout().is_terminal() && !is_dumb() {
        let theme = Theme::new(colours(reading.color));
        reader::run(entries, reading, &theme, data_dir(reading.data_dir.as_deref()))
    } else {
        print::run(&entries)
    }
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Returns how much colour to use: none if `NO_COLOR` is set and not empty (no-color.org).
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn colours(asked: Color) -> Colours {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match (asked, refused) {
        (Color::Never, _) | (Color::Auto, true) => Colours::None,
        (Color::Always, _) | (Color::Auto, false) => Colours::Sixteen,
    }
}

/// Returns the folder of the library: as asked for, else by the XDG rules.
fn data_dir(asked: Option<&Path>) -> anyhow::Result<PathBuf> {
    use etcetera::BaseStrategy;
    match asked {
        Some(folder) => Ok(folder.to_owned()),
        None => {
            let strategy = etcetera::choose_base_strategy()
                .context("no home folder, so no place for notes; --data-dir names one")?;
            Ok(strategy.data_dir().join("whosaid"))
        }
    }
}

/// Returns a path as it may be shown.
fn shown(path: &Path) -> String {
    crate::text::glyph::shown(&path.to_string_lossy())
}

/// Makes an entry that is not read yet.
fn unread(label: String, origin: Origin) -> Entry {
    Entry { label, origin, state: EntryState::Unread }
}
