//! The standard streams.

use std::io::{self, BufReader, BufWriter, Read, Write};

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

impl std::fmt::Debug for Streams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").finish_non_exhaustive()
    }
}
