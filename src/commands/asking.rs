//! What a command is told beside its flags: answers, and what stands on standard input.

use std::io::{BufRead, BufReader, Read, Write};

use crate::commands::{Desk, ids};
use crate::error::{Error, Result};
use crate::render::escape::visible;

impl Desk<'_> {
    /// Asks a question that is answered by yes or no; anything but `y` and `yes` is no.
    pub(crate) fn confirm(&mut self, question: &str) -> Result<bool> {
        let _ = write!(self.streams.err, "{} [y/N] ", visible(question));
        let _ = self.streams.err.flush();
        let mut answer = String::new();
        BufReader::new(&mut self.streams.input)
            .read_line(&mut answer)
            .map_err(|cause| Error::failed(format!("cannot read the answer: {cause}")))?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Returns all that is on standard input.
    pub(crate) fn input(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.streams
            .input
            .read_to_end(&mut bytes)
            .map_err(|cause| Error::failed(format!("cannot read standard input: {cause}")))?;
        Ok(bytes)
    }

    /// Returns the ids that were typed, with those on standard input in the place of `-`.
    ///
    /// Fails if [`ids::read`] refuses standard input.
    pub(crate) fn typed_ids(&mut self, typed: &[String]) -> Result<Vec<String>> {
        let mut all = Vec::with_capacity(typed.len());
        for id in typed {
            if id == "-" {
                all.extend(ids::read(BufReader::new(&mut self.streams.input))?);
            } else {
                all.push(id.clone());
            }
        }
        Ok(all)
    }
}
