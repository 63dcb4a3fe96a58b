//! The standard streams.

use std::cell::RefCell;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::rc::Rc;

/// The three standard streams, or what replaces them in a test.
pub struct Streams {
    /// Input: ids, files given as `-`, and answers to prompts.
    pub input: Box<dyn Read>,
    /// Results.
    pub out: Box<dyn Write>,
    /// Messages: what was done, warnings, hints and errors.
    pub err: Box<dyn Write>,
}

impl Streams {
    /// Returns the streams of the process.
    #[must_use]
    pub fn from_process() -> Self {
        Self {
            input: Box::new(BufReader::new(io::stdin())),
            out: Box::new(BufWriter::with_capacity(64 * 1024, io::stdout())),
            err: Box::new(io::stderr()),
        }
    }
}

/// What results and messages were, in the order in which they were written.
#[derive(Clone, Default)]
pub(super) struct RecordedOutput(Rc<RefCell<Vec<u8>>>);

impl RecordedOutput {
    /// Returns streams without input, whose results and messages are recorded here.
    pub(super) fn streams(&self) -> Streams {
        Streams {
            input: Box::new(io::empty()),
            out: Box::new(self.clone()),
            err: Box::new(self.clone()),
        }
    }

    /// Returns what was written.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.0.borrow().clone()
    }
}

impl Write for RecordedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl std::fmt::Debug for Streams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").finish_non_exhaustive()
    }
}
