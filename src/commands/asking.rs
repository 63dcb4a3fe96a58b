//! What a command is told beside its flags: answers, and what stands on standard input.

use std::io::{BufRead, BufReader, Read, Write};

use crate::commands::Desk;
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

    /// Returns the ids that were typed, with those on standard input, one a line or ended by NUL,
    /// in the place of `-`.
    pub(crate) fn typed_ids(&mut self, typed: &[String]) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for id in typed {
            if id == "-" {
                let input = String::from_utf8(self.input()?)
                    .map_err(|_| Error::failed("the ids on standard input are not UTF-8"))?;
                let lines = input.split(['\n', '\0']).map(|line| line.trim_end_matches('\r'));
                ids.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
            } else {
                ids.push(id.clone());
            }
        }
        Ok(ids)
    }
}
