//! The terminal: raw mode on and off, keys and signals in, frames out.
//!
//! Whatever happens, the terminal is put back: [`Terminal`] does so when it is dropped, and a hook
//! does so before a panic is reported.

mod answer;
mod frame;
mod input;
mod links;
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
use ratatui::{
    Terminal as Canvas, TerminalOptions, Viewport, backend::CrosstermBackend, layout::Rect,
};

use crate::{
    app::{App, MouseUse},
    terminal::{frame::Held, links::LinkCells},
    view::{Screen, Theme},
};

/// Whether the terminal is ours at the moment; what is to be put back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub struct Terminal {
    canvas: Canvas<CrosstermBackend<Held>>,
    /// What the canvas has drawn and the terminal has not got yet.
    held: Held,
    /// The size that the canvas has.
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
        // Of a fixed size, which follows the size that the app is told: asking the terminal before
        // each frame would cost more than drawing it.
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
        let held = Held::default();
        let backend = CrosstermBackend::new(held.clone());
        let canvas = Canvas::with_options(backend, TerminalOptions { viewport })?;
        Ok(Self { canvas, held, size, keys, mouse, links: LinkCells::default() })
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
        queue!(self.canvas.backend_mut(), BeginSynchronizedUpdate)?;
        if app.size != self.size {
            self.fit(app.size)?;
        }
        let mut links = Vec::new();
        let frame = self.canvas.draw(|frame| {
            let screen = Screen::new(app, theme);
            let cursor = screen.cursor();
            links = screen.links();
            frame.render_widget(screen, frame.area());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        let links = LinkCells::new(links, frame.buffer);
        self.links.change(links, frame.buffer, &mut self.held)?;
        queue!(self.canvas.backend_mut(), EndSynchronizedUpdate)?;
        self.held.send()
    }

    /// Forgets what is on the screen, so that the next frame is sent whole.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // Not `clear`, which asks the terminal for its cursor and waits for an answer.
        self.fit(self.size)
    }

    fn fit(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.size = size;
        self.links = LinkCells::default();
        queue!(self.canvas.backend_mut(), terminal::Clear(terminal::ClearType::All))?;
        self.canvas.resize(Rect::new(0, 0, size.0, size.1))
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
        self.forget()?;
        Ok(result)
    }

    /// Asks the terminal, with the next frame, what its background is; an answer comes as
    /// [`Event::Background`](crate::app::Event::Background), or never.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn ask_background(&mut self) -> io::Result<()> {
        self.canvas.backend_mut().write_all(answer::QUESTION.as_bytes())
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
            MouseUse::Program => queue!(self.canvas.backend_mut(), event::EnableMouseCapture)?,
            MouseUse::Terminal => queue!(self.canvas.backend_mut(), event::DisableMouseCapture)?,
        }
        self.held.send()
    }

    /// Hands `text` to the terminal's clipboard by OSC 52.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(
            self.canvas.backend_mut(),
            crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)
        )?;
        self.held.send()
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
