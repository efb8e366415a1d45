//! Holds what is to be sent until a frame is whole, so that it reaches the terminal in one write.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
};

/// Output that is sent only on demand: whoever draws flushes several times a frame.
///
/// Clones share what they hold: one is given to the canvas, another sends.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Rc<RefCell<Vec<u8>>>);

impl Held {
    /// Sends all that is held to standard output.
    pub(super) fn send(&self) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        let mut output = io::stdout().lock();
        let sent = output.write_all(&bytes).and_then(|()| output.flush());
        bytes.clear();
        sent
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing; [`Held::send`] sends.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
