//! Waiting for whatever comes first: a key, a resize, a signal, or work that another thread has
//! done. Standing idle costs nothing.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crossterm::event::Event as Report;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH},
    flag,
    low_level::pipe,
};

use crate::{
    app::Event,
    terminal::{
        Terminal,
        answer::{Answers, Sifted},
        input,
    },
};

/// Wakes the loop from another thread.
#[derive(Clone, Debug)]
pub struct Waker(Arc<UnixStream>);

impl Waker {
    /// Makes [`Wakes::wait`] return; if it has much to do already, that is wake enough.
    pub fn wake(&self) {
        let _ = (&*self.0).write(&[0]);
    }
}

/// What the loop waits on.
#[derive(Debug)]
pub struct Wakes {
    receiver: UnixStream,
    waker: Waker,
    ended: Arc<AtomicBool>,
    suspended: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    answers: Answers,
}

/// What the wait ended with.
#[derive(Debug, Default)]
pub struct Woken {
    /// What the reader did.
    pub events: Vec<Event>,
    /// Whether the time ran out with nothing to do.
    pub paused: bool,
    /// Whether a signal asked for suspension.
    pub suspend: bool,
    /// Whether the program was stopped and goes on, perhaps on a screen that others have used.
    pub resumed: bool,
}

impl Wakes {
    /// Makes what other threads can wake; no signal does yet.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn new() -> io::Result<Self> {
        let (receiver, sender) = UnixStream::pair()?;
        receiver.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let waker = Waker(Arc::new(sender));
        let [ended, suspended, resumed]: [Arc<AtomicBool>; 3] = Default::default();
        Ok(Self { receiver, waker, ended, suspended, resumed, answers: Answers::default() })
    }

    /// Begins to listen for signals.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn listen(&self) -> io::Result<()> {
        let signals = [
            (SIGTERM, Some(&self.ended)),
            (SIGHUP, Some(&self.ended)),
            (SIGINT, Some(&self.ended)),
            (SIGTSTP, Some(&self.suspended)),
            (SIGCONT, Some(&self.resumed)),
            (SIGWINCH, None),
        ];
        for (signal, flag) in signals {
            if let Some(flag) = flag {
                flag::register(signal, Arc::clone(flag))?;
            }
            pipe::register(signal, self.waker.0.try_clone()?)?;
        }
        Ok(())
    }

    /// Returns what wakes this from other threads.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Waits for a key, a signal, a waker or the end of `patience`; takes all keys that are there.
    ///
    /// # Errors
    ///
    /// If the terminal is gone in a way that is not its end.
    pub fn wait(&mut self, terminal: &Terminal, patience: Option<Duration>) -> io::Result<Woken> {
        let mut woken = Woken::default();
        let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let keys = terminal.keys();
        let mut fds =
            [PollFd::new(&keys, PollFlags::IN), PollFd::new(&self.receiver, PollFlags::IN)];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(0) => woken.paused = true,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let gone = fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if !fds[1].revents().is_empty() {
            self.drain();
        }
        if !gone {
            while crossterm::event::poll(Duration::ZERO)? {
                self.take(crossterm::event::read()?, &mut woken.events);
            }
        }
        if gone || self.ended.swap(false, Ordering::SeqCst) {
            woken.events.push(Event::Ended);
        }
        woken.suspend = self.suspended.swap(false, Ordering::SeqCst);
        woken.resumed = self.resumed.swap(false, Ordering::SeqCst);
        Ok(woken)
    }

    /// Takes what the terminal reported; its answer, if it is part of one, is no key.
    fn take(&mut self, report: Report, events: &mut Vec<Event>) {
        let Report::Key(key) = report else {
            events.extend(input::translate(report));
            return;
        };
        match self.answers.sift(key) {
            Sifted::Held | Sifted::Answer(None) => {}
            Sifted::Answer(Some(background)) => events.push(Event::Background(background)),
            Sifted::Keys(keys) => {
                events
                    .extend(keys.into_iter().filter_map(|key| input::translate(Report::Key(key))));
            }
        }
    }

    fn drain(&mut self) {
        let mut bytes = [0; 256];
        while matches!(self.receiver.read(&mut bytes), Ok(read) if read > 0) {}
    }
}

/// Stops the program as the shell's job control expects; returns when it goes on.
pub fn stop() {
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}

/// Lets the thread that waits for keys go before the one that calls this: on Linux, where each
/// thread has a priority of its own. Elsewhere the system shares the time out as it likes.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 10);
}
