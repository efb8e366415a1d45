//! The terminal: raw mode on and off, keys and signals in, frames out.
//!
//! Whatever happens, the terminal is put back: [`Terminal`] does so when it is dropped, and a hook
//! does so before a panic is reported.

mod again;
mod answer;
mod input;
mod links;
mod pen;
mod wake;

pub use wake::{Waker, Wakes, Woken, give_way, stop};

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, IsTerminal, Write},
    os::fd::{AsFd, BorrowedFd},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    Command, cursor, event, queue,
    terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate},
};
use ratatui::layout::Position;

use crate::{
    app::{App, MouseUse},
    terminal::{again::Again, links::LinkCells, pen::Pen},
    view::{Drawing, Screen, Step, Theme},
};

/// Whether the terminal is ours at the moment; what is to be put back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub struct Terminal {
    /// What the screen shows.
    drawing: Drawing,
    /// What writes the changes.
    pen: Pen,
    /// What it wrote beside a text that was scrolled.
    again: Again,
    /// What is to be sent with the next frame.
    held: Vec<u8>,
    /// Whether the screen is to be cleared first.
    clear: bool,
    /// Where the cursor stands, if it is shown.
    cursor: Option<Position>,
    /// The size that the screen has.
    size: (u16, u16),
    keys: Option<File>,
    mouse: MouseUse,
    /// The links that the terminal knows of.
    links: LinkCells,
}

impl Terminal {
    /// Takes the terminal: raw mode, the other screen, no line of the shell touched.
    ///
    /// Keys come from the terminal even where standard input is a pipe.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or it refuses.
    pub fn take(mouse: MouseUse) -> io::Result<Self> {
        let keys = if io::stdin().is_terminal() { None } else { Some(File::open("/dev/tty")?) };
        enter(mouse)?;
        let size = terminal::size()?;
        // The size that the app is told: asking the terminal before each frame would cost more than
        // drawing it.
        Ok(Self {
            drawing: Drawing::new(size.0, size.1),
            pen: Pen::new(),
            again: Again::default(),
            held: Vec::new(),
            clear: false,
            cursor: None,
            size,
            keys,
            mouse,
            links: LinkCells::default(),
        })
    }

    /// Returns columns and rows.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        terminal::size()
    }

    /// Draws `app`; only cells that changed are sent, in one write.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn draw(&mut self, app: &App, theme: &Theme) -> io::Result<()> {
        self.prepare(app, theme)?;
        self.send()
    }

    /// Draws `app` without sending it: for a time in which there is nothing else to do, after which
    /// little is left to draw.
    ///
    /// # Errors
    ///
    /// None but of the memory that it writes to.
    pub fn prepare(&mut self, app: &App, theme: &Theme) -> io::Result<()> {
        if app.size != self.size {
            self.size = app.size;
            self.forget();
        }
        let before = self.held.len();
        queue!(self.held, BeginSynchronizedUpdate)?;
        let begun = self.held.len();
        if std::mem::take(&mut self.clear) {
            queue!(self.held, terminal::Clear(terminal::ClearType::All))?;
        }
        self.write_frame(app, theme)?;
        if self.held.len() == begun {
            self.held.truncate(before);
        } else {
            queue!(self.held, EndSynchronizedUpdate)?;
        }
        Ok(())
    }

    fn write_frame(&mut self, app: &App, theme: &Theme) -> io::Result<()> {
        let screen = Screen::new(app, theme);
        let Self { drawing, pen, again, links, held, .. } = self;
        drawing.draw(&screen, |step| match step {
            Step::Scroll(scroll) => {
                pen.scroll(scroll, held);
                again.begin(scroll);
                links.scroll(scroll);
            }
            Step::Beside(changes) => {
                again.beside(changes, pen, held);
                changes.iter().for_each(|change| links.written(change.row));
            }
            Step::Change(change) if again.change(&change, pen, held) => links.written(change.row),
            Step::Once(change) if pen.change(&change, held) => links.written(change.row),
            Step::Change(_) | Step::Once(_) => {}
        });
        links.change(|| screen.links(), drawing, pen, held);
        pen.rest(held);
        self.place_cursor(screen.cursor())
    }

    /// Writes what puts the cursor where it belongs.
    fn place_cursor(&mut self, to: Option<Position>) -> io::Result<()> {
        if let Some(to) = to {
            self.pen.move_to(to.x, to.y, &mut self.held);
        }
        match (self.cursor, to) {
            (None, Some(_)) => queue!(self.held, cursor::Show)?,
            (Some(_), None) => queue!(self.held, cursor::Hide)?,
            (None, None) | (Some(_), Some(_)) => {}
        }
        self.cursor = to;
        Ok(())
    }

    /// Sends what is held.
    fn send(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let mut output = io::stdout().lock();
        let sent = output.write_all(&self.held).and_then(|()| output.flush());
        self.held.clear();
        sent
    }

    /// Forgets what is on the screen, so that the next frame is sent whole.
    pub fn forget(&mut self) {
        self.clear = true;
        self.pen = Pen::new();
        self.links = LinkCells::default();
        self.drawing = Drawing::new(self.size.0, self.size.1);
    }

    /// Gives the terminal back while `run` runs, then takes it again.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = run();
        enter(self.mouse)?;
        self.cursor = None;
        self.forget();
        Ok(result)
    }

    /// Asks the terminal, with the next frame, what its background is; an answer comes as
    /// [`Event::Background`](crate::app::Event::Background), or never.
    pub fn ask_background(&mut self) {
        self.held.extend_from_slice(answer::QUESTION.as_bytes());
    }

    /// Gives the mouse to the program or back to the terminal.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn use_mouse(&mut self, mouse: MouseUse) -> io::Result<()> {
        if mouse == self.mouse {
            return Ok(());
        }
        self.mouse = mouse;
        match mouse {
            MouseUse::Program => queue!(self.held, event::EnableMouseCapture)?,
            MouseUse::Terminal => queue!(self.held, event::DisableMouseCapture)?,
        }
        self.send()
    }

    /// Hands `text` to the terminal's clipboard by OSC 52.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.held, crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
        self.send()
    }

    /// Returns where keys come from, to wait on.
    pub fn keys(&self) -> BorrowedFd<'_> {
        match &self.keys {
            Some(file) => file.as_fd(),
            None => rustix::stdio::stdin(),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// Makes a panic put the terminal back before it is reported, so that the report can be read.
///
/// Only the main thread draws; a panic of another thread must not take the screen away under it,
/// and is reported by whoever waits for that thread.
pub fn restore_on_panic() {
    let report = std::panic::take_hook();
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == main {
            leave();
            report(info);
        }
    }));
}

fn enter(mouse: MouseUse) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut output = io::stdout();
    queue!(output, terminal::EnterAlternateScreen, event::EnableBracketedPaste, cursor::Hide)?;
    if mouse == MouseUse::Program {
        queue!(output, event::EnableMouseCapture)?;
    }
    output.flush()
}

/// Puts the terminal back; does nothing if it is not ours. A terminal that is gone needs nothing.
fn leave() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut sequences = String::new();
    let written = write_ansi(&mut sequences);
    let mut output = io::stdout();
    if written.is_ok() {
        let _ = output.write_all(sequences.as_bytes());
    }
    let _ = output.flush();
    let _ = terminal::disable_raw_mode();
}

fn write_ansi(out: &mut String) -> std::fmt::Result {
    EndSynchronizedUpdate.write_ansi(out)?;
    event::DisableMouseCapture.write_ansi(out)?;
    event::DisableBracketedPaste.write_ansi(out)?;
    cursor::Show.write_ansi(out)?;
    out.write_str("\x1b[0m")?;
    terminal::LeaveAlternateScreen.write_ansi(out)
}
