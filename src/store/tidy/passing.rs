//! Passing over what is not known.

use super::{Reader, Unlike};

impl Reader<'_> {
    /// Passes over a value: to the end of its line, or to the line that closes it.
    pub(super) fn pass_over(&mut self) -> Result<(), Unlike> {
        let close = match self.peek() {
            Some(b'[') => b']',
            Some(b'{') => b'}',
            _ => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                let end = memchr::memchr(b'\n', rest).ok_or(Unlike)?;
                let line = rest.get(..end).unwrap_or_default();
                self.at += line.strip_suffix(b",").unwrap_or(line).len();
                return Ok(());
            }
        };
        self.at += 1;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at += memchr::memchr(b'\n', rest).ok_or(Unlike)?;
            // The lines inside begin with more blanks.
            if self.line().is_ok() && self.peek() == Some(close) {
                self.at += 1;
                return Ok(());
            }
        }
    }
}
