//! The real program in a real pseudo-terminal, its output read as a terminal reads it.

use std::{
    io::{Read, Write},
    num::NonZero,
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, ExitStatus, PtySize, native_pty_system};

/// How long a screen may take; only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program under test and the screen it has drawn so far.
pub(crate) struct Session {
    screen: vt100::Parser,
    output: mpsc::Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    pty: Box<dyn portable_pty::MasterPty + Send>,
}

impl Session {
    /// Starts the program with `arguments` on a screen of `columns` by `rows`, its library in
    /// `data`.
    pub(crate) fn start(arguments: &[&str], data: &Path, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments);
        command.arg("--data-dir");
        command.arg(data);
        command.arg("--config-dir");
        command.arg(data);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("COLORTERM");
        command.env("VISUAL", "");
        command.env("EDITOR", "printf 'Written elsewhere.' >");
        let child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().expect("the terminal can be read");
        let (send, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 || send.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = pty.master.take_writer().expect("the terminal can be written");
        let parser = vt100::Parser::new(
            NonZero::new(rows).expect("there are rows"),
            NonZero::new(columns).expect("there are columns"),
            0,
        );
        Self { screen: parser, output, keys, child, pty: pty.master }
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the program reads keys");
        self.keys.flush().expect("the program reads keys");
    }

    /// Changes the size of the terminal.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.pty.resize(size).expect("the terminal can be resized");
        let rows = NonZero::new(rows).expect("there are rows");
        let columns = NonZero::new(columns).expect("there are columns");
        self.screen.set_size(rows, columns);
    }

    /// Waits until the screen shows `words`.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |screen| screen.contents().contains(words));
    }

    /// Waits until `wanted` holds of the screen; fails with the screen if it does not in time.
    #[expect(clippy::disallowed_methods, reason = "a test must end, even where the program hangs")]
    pub(crate) fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => panic!("no {what:?} on the screen:\n{}", self.contents()),
            }
        }
    }

    /// Waits until `wanted` holds of the screen; returns whether it did before the program ended.
    #[expect(clippy::disallowed_methods, reason = "a test must end, even where the program hangs")]
    pub(crate) fn waits_until(&mut self, wanted: impl Fn(&str) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(&self.contents()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => return false,
            }
        }
        true
    }

    /// Presses keys of a program that may be gone.
    pub(crate) fn try_press(&mut self, keys: &str) {
        let _ = self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush());
    }

    /// Kills the program, which can do nothing about it, after `delay`.
    pub(crate) fn kill_after(&self, delay: Duration) -> thread::JoinHandle<()> {
        let process = self.child.process_id().expect("the program runs").to_string();
        thread::spawn(move || {
            thread::sleep(delay);
            let _ = std::process::Command::new("kill").args(["-s", "KILL", &process]).status();
        })
    }

    /// Waits for the program's end, reading what it still sends.
    pub(crate) fn wait_for_end(&mut self) -> ExitStatus {
        let status = self.child.wait().expect("the program ends");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.screen.process(&bytes);
        }
        status
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.process_id().expect("the program runs").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Returns whether the terminal is as the program found it.
    pub(crate) fn is_restored(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Returns what the screen shows.
    pub(crate) fn contents(&self) -> String {
        self.screen.screen().contents()
    }
}

/// Returns the words from the cursor to the end of its row.
pub(crate) fn at_cursor(screen: &vt100::Screen) -> String {
    let (row, column) = screen.cursor_position();
    let (_, columns) = screen.size();
    screen.contents_between(row, column, row, columns.get())
}
