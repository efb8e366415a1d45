//! The loop: wait, update, run effects, draw.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    time::Duration,
};

use anyhow::Context;
use jiff::Timestamp;

use crate::{
    app::{App, Effect, Entry, Event, Keymap, Origin, update},
    article::Article,
    base::Id,
    cli::Reading,
    runtime::{
        FAILED, FINE, complain,
        keeper::Keeper,
        shown,
        snapshots::home,
        work::{self, Post},
    },
    terminal::{self, MouseUse, Terminal, Wakes},
    view::Theme,
};

/// How long a prefix may wait before the keys that may follow are shown.
const PAUSE: Duration = Duration::from_millis(500);
/// How long the first frame may wait for the library, so that the text need not move after it.
const GRACE: Duration = Duration::from_millis(10);

/// Reads `entries` in the terminal until the reader leaves.
pub(super) fn run(
    mut entries: Vec<Entry>,
    reading: &Reading,
    theme: &Theme,
    data_dir: anyhow::Result<PathBuf>,
) -> anyhow::Result<u8> {
    let wakes = Wakes::new().context("cannot listen for signals")?;
    let (post, mail) = Post::new(wakes.waker());
    let keeper = Keeper::start(data_dir.map_err(|error| error.to_string()), post.clone());
    let mut code = FINE;
    // The first article is read before the screen is taken, so that a bad file is an error of the
    // shell and not an empty screen.
    let first = loop {
        let Some(entry) = entries.first() else { return Ok(FAILED) };
        match work::load(entry) {
            Ok(loaded) => break loaded,
            Err(why) => {
                complain(&why);
                code = FAILED;
                entries.remove(0);
            }
        }
    };
    terminal::restore_on_panic();
    let mouse = if reading.no_mouse { MouseUse::Terminal } else { MouseUse::Program };
    let terminal = Terminal::take(mouse).context("cannot use the terminal")?;
    let size = terminal.size().context("cannot use the terminal")?;
    let app = App::new(entries, Keymap::default(), size);
    let mut reader = Reader { app, terminal, wakes, post, mail, keeper };
    reader.take(Event::Loaded(Id::new(0), Ok(first)));
    reader.take_mail_within(GRACE);
    #[cfg(debug_assertions)]
    if reading.panic {
        reader.terminal.draw(&reader.app, theme)?;
        panic!("asked for with --panic");
    }
    let result = reader.read(theme);
    let Reader { terminal, keeper, .. } = reader;
    drop(terminal);
    keeper.finish();
    result.map(|()| code)
}

/// Everything the loop needs.
struct Reader {
    app: App,
    terminal: Terminal,
    wakes: Wakes,
    post: Post,
    mail: mpsc::Receiver<Event>,
    keeper: Keeper,
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Read,
    Leave,
}

impl Reader {
    fn read(&mut self, theme: &Theme) -> anyhow::Result<()> {
        loop {
            self.terminal.draw(&self.app, theme).context("cannot draw on the terminal")?;
            let patience = self.app.waits_for_pause().then_some(PAUSE);
            let woken =
                self.wakes.wait(&self.terminal, patience).context("cannot wait for keys")?;
            self.take(Event::Told(Timestamp::now()));
            if woken.paused {
                self.take(Event::Paused);
            }
            if woken.suspend {
                self.suspend()?;
            } else if woken.resumed {
                self.terminal.lend(|| ())?;
                let (width, height) = self.terminal.size()?;
                self.take(Event::Resized(width, height));
            }
            // All that waits is taken before a frame is drawn, so that a held key cannot lag.
            let mail: Vec<Event> = self.mail.try_iter().collect();
            for event in mail.into_iter().chain(woken.events) {
                if self.take(event) == Next::Leave {
                    return Ok(());
                }
            }
        }
    }

    /// Takes in an event and runs what comes of it.
    fn take(&mut self, event: Event) -> Next {
        let mut next = Next::Read;
        for effect in update(&mut self.app, event) {
            if self.run(effect) == Next::Leave {
                next = Next::Leave;
            }
        }
        next
    }

    fn take_mail_within(&mut self, patience: Duration) {
        if let Ok(event) = self.mail.recv_timeout(patience) {
            self.take(event);
        }
    }

    fn run(&mut self, effect: Effect) -> Next {
        match effect {
            Effect::Load(id) => work::start_loading(&self.post, id, &self.app.entries[id]),
            Effect::Analyse(id, article) => work::start_analysis(&self.post, id, article),
            Effect::Remember(id, article) => {
                let home = self.home(id, &article);
                self.keeper.remember(id, article, home);
            }
            Effect::Save(id, article, write) => {
                let home = self.home(id, &article);
                self.keeper.save(id, article, home, write);
            }
            Effect::Find(id, article, texts, passages) => {
                work::start_finding(&self.post, id, article, texts, passages);
            }
            Effect::Shelve => self.keeper.shelve(),
            Effect::Bulk(changes, done) => self.keeper.bulk(changes, done),
            Effect::Write(path, words) => {
                return self.take(Event::Written(write_new(&path, &words)));
            }
            Effect::Edit(text) => {
                let result = self.terminal.lend(|| edit(&text));
                let result = result.unwrap_or_else(|error| Err(error.to_string()));
                return self.take(Event::Edited(result));
            }
            Effect::Copy(text) => {
                let result = self.terminal.copy(&text);
                let result = result.map(|()| "to the terminal’s clipboard (OSC 52)");
                return self.take(Event::Copied(result.map_err(|error| error.to_string())));
            }
            Effect::Redraw => drop(self.terminal.forget()),
            Effect::Suspend => drop(self.suspend()),
            Effect::Exit => return Next::Leave,
        }
        Next::Read
    }

    /// Returns where an article of `entry` is at home.
    fn home(&self, entry: Id<Entry>, article: &Article) -> Option<PathBuf> {
        let entry = &self.app.entries[entry];
        let several = match &entry.origin {
            Origin::File(path) => entry.label != shown(path),
            Origin::Bytes(_) => false,
        };
        home(&entry.origin, article, several)
    }

    fn suspend(&mut self) -> anyhow::Result<()> {
        self.terminal.lend(terminal::stop).context("cannot take the terminal back")?;
        let (width, height) = self.terminal.size()?;
        self.take(Event::Resized(width, height));
        Ok(())
    }
}

/// Writes a file that is not there yet, and says so.
fn write_new(path: &Path, words: &str) -> Result<String, String> {
    let name = shown(path);
    let write = || {
        let mut file = std::fs::File::create_new(path)?;
        file.write_all(words.as_bytes())?;
        file.sync_all()
    };
    match write() {
        Ok(()) => Ok(format!("written to {name}")),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(format!("not written: there is a file {name} already; name another"))
        }
        Err(error) => {
            // What was written by halves is ours, and of no use.
            let _ = std::fs::remove_file(path);
            Err(format!("not written to {name}: {error}"))
        }
    }
}

/// Lets the reader write in `$VISUAL`, `$EDITOR` or `vi`, starting from `text`.
#[expect(clippy::disallowed_methods, reason = "the environment names the editor")]
fn edit(text: &str) -> Result<String, String> {
    let mut named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = named.find(|editor| !editor.trim().is_empty());
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let write = || -> std::io::Result<tempfile::NamedTempFile> {
        let mut file = tempfile::Builder::new().prefix("whosaid-note-").suffix(".md").tempfile()?;
        file.write_all(text.as_bytes())?;
        Ok(file)
    };
    let file = write().map_err(|error| format!("cannot write a file for the editor: {error}"))?;
    // By the shell, for the variable may hold arguments: `code --wait`.
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(file.path())
        .status()
        .map_err(|error| format!("cannot run the editor {editor}: {error}"))?;
    if !status.success() {
        return Err(format!("the editor {editor} ended with {status}; the note is as it was"));
    }
    std::fs::read_to_string(file.path()).map_err(|error| format!("cannot read the note: {error}"))
}
