//! Waiting for whatever comes first: a key, a resize, a signal, or work that another thread has
//! done. Standing idle costs nothing.

use std::{
    io::{self, PipeReader, PipeWriter, Read, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::ioctl_fionbio,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH},
    flag,
    low_level::pipe,
};

use crate::{
    app::Event,
    terminal::{
        Terminal,
        input::{Input, Line},
    },
};

/// Wakes the loop from another thread.
#[derive(Clone, Debug)]
pub struct Waker(Arc<PipeWriter>);

impl Waker {
    /// Makes [`Wakes::wait`] return; if it has much to do already, that is wake enough.
    pub fn wake(&self) {
        let _ = (&*self.0).write(&[0]);
    }
}

/// What the loop waits on.
#[derive(Debug)]
pub struct Wakes {
    receiver: PipeReader,
    waker: Waker,
    ended: Arc<AtomicBool>,
    suspended: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    input: Input,
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
        let (receiver, sender) = io::pipe()?;
        ioctl_fionbio(&receiver, true)?;
        ioctl_fionbio(&sender, true)?;
        let waker = Waker(Arc::new(sender));
        let [ended, suspended, resumed, resized]: [Arc<AtomicBool>; 4] = Default::default();
        let input = Input::default();
        Ok(Self { receiver, waker, ended, suspended, resumed, resized, input })
    }

    /// Begins to listen for signals.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn listen(&self) -> io::Result<()> {
        let signals = [
            (SIGTERM, &self.ended),
            (SIGHUP, &self.ended),
            (SIGINT, &self.ended),
            (SIGTSTP, &self.suspended),
            (SIGCONT, &self.resumed),
            (SIGWINCH, &self.resized),
        ];
        for (signal, flag) in signals {
            flag::register(signal, Arc::clone(flag))?;
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
        let [typed, told] = fds.map(|fd| fd.revents());
        let mut is_gone = typed.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if !told.is_empty() {
            self.drain();
        }
        if self.resized.swap(false, Ordering::SeqCst) {
            let (width, height) = terminal.size()?;
            woken.events.push(Event::Resized(width, height));
        }
        if typed.contains(PollFlags::IN) && !is_gone {
            is_gone = self.input.read(keys, &mut woken.events)? == Line::Closed;
        }
        if is_gone || self.ended.swap(false, Ordering::SeqCst) {
            woken.events.push(Event::Ended);
        }
        woken.suspend = self.suspended.swap(false, Ordering::SeqCst);
        woken.resumed = self.resumed.swap(false, Ordering::SeqCst);
        Ok(woken)
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
