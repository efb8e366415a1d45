//! The only part that does things: opens files, waits for keys, runs effects, draws.

mod clipboard;
mod configuration;
mod documents;
mod extract;
mod keeper;
mod linear;
mod notes;
mod open;
mod page;
mod print;
mod reader;
mod search;
mod snapshots;
mod survey;
mod work;

use std::{
    env, io,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;

use crate::{
    app::{Entry, EntryState, Keymap, Origin},
    cli::{Color, Engine, Reading, Request, Shipped},
    config,
    reading::Reader,
    view::Depth,
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
        Request::Extract { paths, with_text, explain, engine } => {
            extract::run(&paths, extract::Options { with_text, explain }, &reader_for(engine)?)?
        }
        Request::Export(options) => notes::export(&options)?,
        Request::Import(options) => notes::import(&options)?,
        Request::Print(shipped) => print_shipped(shipped)?,
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
    if reading.linear {
        linear::run(
            &entries,
            data_dir(reading.data_dir.as_deref()).ok().as_deref(),
            &reader_for(reading.engine)?,
        )
    } else if io::stdout().is_terminal() && !is_dumb() {
        reader::run(entries, reading, data_dir(reading.data_dir.as_deref()))
    } else {
        print::run(&entries, &reader_for(reading.engine)?)
    }
}

/// Opens the engine that was asked for, or the best there is.
fn reader_for(engine: Option<Engine>) -> anyhow::Result<Reader> {
    let reader = match engine {
        Some(Engine::Fast) => Ok(Reader::Fast),
        Some(Engine::Deep) => Reader::deep(),
        None => Reader::best(),
    };
    reader.context("cannot use the deep engine")
}

fn print_shipped(shipped: Shipped) -> anyhow::Result<u8> {
    let text = match shipped {
        Shipped::Settings => config::DEFAULT,
        Shipped::Keys => Keymap::SHIPPED,
    };
    io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")?;
    Ok(FINE)
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Returns how much colour to use: none if `NO_COLOR` is set and not empty (no-color.org).
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn depth(asked: Color) -> Depth {
    let value = |name| env::var_os(name).unwrap_or_default().to_string_lossy().into_owned();
    let known = Depth::of_terminal(&value("COLORTERM"), &value("TERM"));
    match (asked, value("NO_COLOR").is_empty()) {
        (Color::Never, _) | (Color::Auto, false) => Depth::None,
        (Color::Always, _) | (Color::Auto, true) => known,
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
