//! Passing over what is not known.

use serde::de::IgnoredAny;

use super::{Reader, Unlike};

impl Reader<'_> {
    /// Passes over a value, of which is verified that it is sound, and written as it would be.
    pub(super) fn verify(&mut self) -> Result<(), Unlike> {
        match self.peek() {
            Some(b'"') => self.pass_text(),
            Some(b'[') => {
                self.at += 1;
                let mut is_at_one = self.first(b']')?;
                while is_at_one {
                    self.verify()?;
                    is_at_one = self.next(b']')?;
                }
                Ok(())
            }
            Some(b'{') => {
                self.at += 1;
                let names = self.names.len();
                let mut is_at_one = self.first(b'}')?;
                while is_at_one {
                    let start = self.at;
                    self.pass_text()?;
                    self.note_name(names, start)?;
                    self.colon()?;
                    self.verify()?;
                    is_at_one = self.next(b'}')?;
                }
                self.names.truncate(names);
                Ok(())
            }
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let end = memchr::memchr2(b',', b'\n', rest.as_bytes()).ok_or(Unlike)?;
                let word = rest.get(..end).ok_or(Unlike)?;
                self.at += end;
                let is_bare = !word.contains([' ', '\t', '\r']);
                match serde_json::from_str::<IgnoredAny>(word) {
                    Ok(_) if is_bare => Ok(()),
                    _ => Err(Unlike),
                }
            }
        }
    }
}
