//! The loop: wait, update, run effects, draw.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    time::{Duration, Instant},
};

use anyhow::Context;
use jiff::Timestamp;

use crate::{
    app::{
        App, DeepEngine, Effect, Entry, EntryState, Event, Keymap, MouseUse, Occasion, Origin,
        Typed, update,
    },
    article::Article,
    base::Id,
    cli::Reading,
    reading::{self, Stop},
    runtime::{
        FAILED, FINE, clipboard, complain,
        configuration::{self, ConfigurationFolder},
        depth,
        keeper::Keeper,
        linear,
        search::Search,
        shown,
        snapshots::home,
        work::{self, Post, SecondLooks},
    },
    terminal::{self, Terminal, Wakes},
    view::{Depth, Theme},
};

/// How long a prefix may wait before the keys that may follow are shown.
const PAUSE: Duration = Duration::from_millis(500);
/// How long after the question the program waits for the terminal's answer before it ends.
const ANSWER: Duration = Duration::from_millis(100);
/// How long the first frame may wait for the library, so that the text need not move after it.
const GRACE: Duration = Duration::from_millis(10);

/// Reads `entries` in the terminal until the reader leaves.
pub(super) fn run(
    mut entries: Vec<Entry>,
    reading: &Reading,
    data_dir: anyhow::Result<PathBuf>,
) -> anyhow::Result<u8> {
    // The library first: the first frame waits for it.
    let wakes = Wakes::new().context("cannot make a pipe")?;
    let (post, mail) = Post::new(wakes.waker());
    let data = data_dir.as_ref().ok().cloned();
    let keeper = Keeper::start(data_dir.map_err(|error| error.to_string()), post.clone());
    wakes.listen().context("cannot listen for signals")?;
    let mut code = FINE;
    // The first article is opened before the screen is taken, so that a bad file is an error of the
    // shell and not an empty screen.
    let first = loop {
        let Some(entry) = entries.first() else { return Ok(FAILED) };
        match work::open(Id::new(0), entry) {
            Ok(event) => break event,
            Err(why) => {
                complain(&why);
                code = FAILED;
                entries.remove(0);
            }
        }
    };
    terminal::restore_on_panic();
    let folder = ConfigurationFolder::of(reading);
    let mut configuration = folder.read(Occasion::Start);
    configuration.choices = data.as_deref().map(configuration::choices).unwrap_or_default();
    let mouse = configuration.settings.as_ref().map_or(MouseUse::Program, |it| it.mouse);
    let terminal = Terminal::take(mouse).context("cannot use the terminal")?;
    let size = terminal.size().context("cannot use the terminal")?;
    // A keymap of the reader's own comes with what else is configured, or what is wrong with it.
    let mut app = App::new(entries, Keymap::default(), size);
    app.deep_engine = deep_engine();
    let second_looks = SecondLooks::new(&post);
    let looks = Looks { folder, depth: depth(reading.color), theme: Theme::default(), asked: None };
    let (search, survey) = (Search::default(), Stop::default());
    let held = Some(Vec::new());
    let mut reader = Reader {
        app,
        looks,
        terminal,
        wakes,
        post,
        mail,
        keeper,
        data,
        held,
        second_looks,
        search,
        survey,
    };
    let is_whole = matches!(first, Event::Loaded(..));
    reader.take(first);
    reader.take(Event::Configured(Box::new(configuration)));
    if let Some(data) = &reader.data {
        let typed = [Typed::Command, Typed::Search].map(|it| (it, configuration::typed(data, it)));
        for (typed, lines) in typed {
            reader.take(Event::Recalled(typed, lines));
        }
    }
    if is_whole {
        // While the library looks; what it finds is drawn on top, and all is sent at once.
        reader.terminal.prepare(&reader.app, &reader.looks.theme).context("cannot draw")?;
        reader.take_mail_within(GRACE);
    }
    #[cfg(debug_assertions)]
    if reading.panic {
        reader.terminal.draw(&reader.app, &reader.looks.theme)?;
        panic!("asked for with --panic");
    }
    let result = reader.read();
    reader.await_answer();
    let Reader { terminal, keeper, .. } = reader;
    drop(terminal);
    keeper.finish();
    result.map(|()| code)
}

/// Everything the loop needs.
struct Reader {
    app: App,
    looks: Looks,
    terminal: Terminal,
    wakes: Wakes,
    post: Post,
    mail: mpsc::Receiver<Event>,
    keeper: Keeper,
    /// Long work that is to begin once the first frame is drawn; `None` from then on.
    held: Option<Vec<Effect>>,
    second_looks: SecondLooks,
    search: Search,
    /// Ends the survey that was begun last.
    survey: Stop,
    /// The folder of the library, where there is one.
    data: Option<PathBuf>,
}

/// What the screen is drawn with.
struct Looks {
    folder: ConfigurationFolder,
    depth: Depth,
    theme: Theme,
    /// When the terminal was asked for its background.
    asked: Option<Instant>,
}

/// Returns whether the deep engine can be had.
fn deep_engine() -> DeepEngine {
    match reading::Reader::missing() {
        None => DeepEngine::Ready,
        Some(why) => DeepEngine::Missing(why.to_string()),
    }
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Read,
    Leave,
}

impl Reader {
    fn read(&mut self) -> anyhow::Result<()> {
        loop {
            self.terminal
                .draw(&self.app, &self.looks.theme)
                .context("cannot draw on the terminal")?;
            self.release();
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

    /// Lets long work begin: the first frame is drawn, which it would only have slowed down.
    fn release(&mut self) {
        for effect in self.held.take().into_iter().flatten() {
            self.run(effect);
        }
        self.second_looks.release();
        self.app.keymap.make_ready();
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

    /// Waits for what the library keeps of the first article; nothing else is under way yet.
    fn take_mail_within(&mut self, patience: Duration) {
        if let Ok(event) = self.mail.recv_timeout(patience) {
            self.take(event);
        }
    }

    fn run(&mut self, effect: Effect) -> Next {
        if let Some(held) = &mut self.held
            && matches!(effect, Effect::Load(_) | Effect::Analyse(..))
        {
            held.push(effect);
            return Next::Read;
        }
        match effect {
            Effect::Load(id) => work::start_loading(&self.post, id, &self.app.entries[id]),
            Effect::Analyse(id, article) => work::start_analysis(&self.post, id, article),
            Effect::LookAgain(id, article, sight) => self.second_looks.start(id, article, sight),
            Effect::StopLooking(id) => self.second_looks.stop(id),
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
            Effect::BulkOn(changes, done) => {
                let homes = changes.into_iter().map(|(entry, article, change)| {
                    let home = self.home(entry, &article);
                    (article, home, change)
                });
                let changes = homes.collect();
                self.keeper.bulk_on(changes, done);
            }
            Effect::Survey(number, scope) => {
                self.survey.ask();
                self.survey = Stop::default();
                self.keeper.survey(number, scope, self.survey.clone());
            }
            Effect::StopSurvey => self.survey.ask(),
            Effect::WalkBulk(write) => self.keeper.walk_bulk(write),
            Effect::KeepSources(sources) => self.keeper.keep_sources(sources),
            Effect::Write(path, words) => {
                return self.take(Event::Written(write_new(&path, &words)));
            }
            Effect::Edit(text) => {
                let result = self.terminal.lend(|| edit(&text));
                let result = result.unwrap_or_else(|error| Err(error.to_string()));
                return self.take(Event::Edited(result));
            }
            Effect::Copy(text) => {
                let told = self.terminal.copy(&text).map_err(|error| error.to_string());
                clipboard::copy(text, told, &self.post);
            }
            Effect::Search(id, number, article, scan) => {
                self.search.stop();
                self.search = Search::start(&self.post, id, number, article, *scan);
            }
            Effect::StopSearch => self.search.stop(),
            Effect::Browse(address) => {
                let result = open::that_detached(&address);
                let result = result.map(|()| address.clone());
                let why = |error: io::Error| match error.kind() {
                    io::ErrorKind::NotFound => {
                        format!("nothing here opens {address}; xdg-open would")
                    }
                    // What ran has failed; its number would tell a reader nothing.
                    io::ErrorKind::Other => format!("no browser here opens {address}"),
                    _ => format!("cannot open {address}: {error}"),
                };
                return self.take(Event::Browsed(result.map_err(why)));
            }
            Effect::Reload => {
                let configuration = self.looks.folder.read(Occasion::Reload);
                return self.take(Event::Configured(Box::new(configuration)));
            }
            Effect::UseTheme => return self.use_theme(),
            Effect::UseMouse(mouse) => drop(self.terminal.use_mouse(mouse)),
            Effect::KeepTyped(typed, line) => {
                if let Some(data) = &self.data {
                    configuration::keep_typed(data, typed, &line);
                }
            }
            Effect::KeepChoices(choices) => {
                if let Some(data) = &self.data {
                    configuration::keep_choices(data, &choices);
                }
            }
            Effect::Linear(id) => return self.print_linear(id),
            Effect::Redraw => self.terminal.forget(),
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

    /// Draws with the theme that is set; asks the terminal for its background where that matters
    /// and is not known.
    fn use_theme(&mut self) -> Next {
        let looks = &mut self.looks;
        let name = self.app.settings.theme.as_str();
        let unknown = self.app.background.is_none() && looks.asked.is_none();
        if unknown && looks.depth != Depth::None && looks.folder.has_two_grounds(name) {
            self.terminal.ask_background();
            looks.asked = Some(now());
        }
        match looks.folder.theme(name, self.app.background, looks.depth) {
            Ok(theme) => {
                looks.theme = theme;
                Next::Read
            }
            Err(why) => {
                let background = self.app.background;
                let own = looks.folder.theme("terminal", background, looks.depth);
                looks.theme = own.unwrap_or_default();
                self.take(Event::Refused(why))
            }
        }
    }

    /// Gives a terminal that was asked just now the time to answer, so that its answer does not
    /// reach the shell.
    fn await_answer(&mut self) {
        let Some(asked) = self.looks.asked.filter(|_| self.app.background.is_none()) else {
            return;
        };
        while let Some(left) = ANSWER.checked_sub(now().duration_since(asked)) {
            let Ok(woken) = self.wakes.wait(&self.terminal, Some(left)) else { return };
            let is_over = |event: &Event| matches!(event, Event::Background(_) | Event::Ended);
            if woken.paused || woken.events.iter().any(is_over) {
                return;
            }
        }
    }

    fn print_linear(&mut self, id: Id<Entry>) -> Next {
        let EntryState::Ready(pane) = &self.app.entries[id].state else { return Next::Read };
        let Some(claims) = pane.claims() else { return Next::Read };
        let page = linear::Page { article: &pane.article, claims, notes: pane.notes.as_ref() };
        let text = page.text(self.app.attitudes);
        match self.terminal.lend(|| linear::show(&text)) {
            Ok(Ok(())) => Next::Read,
            Ok(Err(error)) | Err(error) => {
                self.take(Event::Refused(format!("cannot print the article: {error}")))
            }
        }
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

#[expect(clippy::disallowed_methods, reason = "the clock is read here")]
fn now() -> Instant {
    Instant::now()
}

/// Lets the reader write in `$VISUAL`, `$EDITOR` or `vi`, starting from `text`.
#[expect(clippy::disallowed_methods, reason = "the environment names the editor")]
fn edit(text: &str) -> Result<String, String> {
    let mut named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = named.find(|editor| !editor.trim().is_empty());
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let write = || -> io::Result<tempfile::NamedTempFile> {
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
