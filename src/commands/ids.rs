//! Ids as they are typed: read from standard input, and resolved to records.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::num::NonZeroU32;
use std::ops::Bound;

use crate::commands::flag;
use crate::domain::Id;
use crate::error::{Error, Result};
use crate::render::words;
use crate::store::{Draft, Reading};

/// Where ids are looked up.
pub(crate) trait Known {
    /// Returns those that begin so, sorted.
    fn beginning(&self, prefix: &str) -> Result<Vec<Id>>;

    /// Returns all of them.
    fn all(&self) -> Result<Vec<Id>>;
}

impl Known for Reading {
    fn beginning(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::beginning(self, prefix)
    }

    fn all(&self) -> Result<Vec<Id>> {
        self.ids()
    }
}

impl Known for Draft<'_> {
    fn beginning(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::beginning(self, prefix)
    }

    fn all(&self) -> Result<Vec<Id>> {
        self.ids()
    }
}

impl Known for BTreeSet<Id> {
    fn beginning(&self, prefix: &str) -> Result<Vec<Id>> {
        let from_prefix = self.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        Ok(from_prefix.take_while(|id| id.as_str().starts_with(prefix)).cloned().collect())
    }

    fn all(&self) -> Result<Vec<Id>> {
        Ok(self.iter().cloned().collect())
    }
}

/// Returns the one of the `known` ids that `typed` means: the exact one, else the only one that begins
/// so.
///
/// Fails where the text could be no id, where no id begins so (with the nearest ones), and where
/// several do (with all of them).
pub(crate) fn resolve(typed: &str, known: &impl Known) -> Result<Id> {
    if !Id::is_formed(typed) {
        return Err(match typed.split_once('/') {
            Some((id, _)) if Id::is_formed(id) => {
                Error::usage(format!("`{typed}` is an activity, not an agreement"))
                    .with_hint(format!("`mou activity show {typed}`"))
            }
            _ => malformed(typed),
        });
    }
    match known.beginning(typed)?.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(unknown(typed, &known.all()?)),
        // An id stands before all that begin with it.
        [first, ..] if first.as_str() == typed => Ok(first.clone()),
        several => {
            let names: Vec<&str> = several.iter().map(Id::as_str).collect();
            Err(Error::not_found(format!(
                "`{typed}` is ambiguous: {} begin so",
                words::list_and(&ticked(&names))
            ))
            .with_hint("type more of the id"))
        }
    }
}

/// Returns the id that was meant by each text, in the order in which they were typed.
///
/// Fails on the first that [`resolve`] fails on.
pub(crate) fn resolve_each(typed: &[String], known: &impl Known) -> Result<Vec<Id>> {
    typed.iter().map(|text| resolve(text, known)).collect()
}

/// Returns the ids that were meant, each once, in the order in which they were typed.
///
/// Fails on the first that [`resolve`] fails on.
pub(crate) fn resolve_all(typed: &[String], known: &impl Known) -> Result<Vec<Id>> {
    let mut seen = BTreeSet::new();
    let mut meant = Vec::with_capacity(typed.len());
    for text in typed {
        let id = resolve(text, known)?;
        if seen.insert(id.clone()) {
            meant.push(id);
        }
    }
    Ok(meant)
}

/// The maximum number of ids on standard input; empty lines count.
const MAX_LINES: usize = 1_000_000;

/// The maximum length of an id on standard input.
const MAX_LINE_BYTES: usize = 1_000;

/// Reads ids, one a line or each ended by NUL; empty lines are skipped.
///
/// Fails if a line is too long or not UTF-8, or if there are too many lines. An input without an end
/// is therefore refused after a bounded number of bytes.
pub(crate) fn read(input: impl BufRead) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let (mut line, mut number) = (Vec::new(), 1);
    for byte in input.bytes() {
        let byte =
            byte.map_err(|cause| Error::failed(format!("cannot read standard input: {cause}")))?;
        if number > MAX_LINES {
            return Err(refused("standard input holds more than 1,000,000 ids"));
        }
        match byte {
            b'\n' | 0 => {
                ids.extend(id_in(&line, number)?);
                line.clear();
                number += 1;
            }
            _ if line.len() == MAX_LINE_BYTES => {
                let wrong = format!("line {number} of standard input has more than 1,000 bytes");
                return Err(refused(&wrong));
            }
            _ => line.push(byte),
        }
    }
    ids.extend(id_in(&line, number)?);
    Ok(ids)
}

/// Returns the id in a line of standard input; `None` if the line is empty.
fn id_in(line: &[u8], number: usize) -> Result<Option<String>> {
    let text = str::from_utf8(line)
        .map_err(|_| refused(&format!("line {number} of standard input is not UTF-8")))?;
    let id = text.trim_end_matches('\r');
    Ok((!id.is_empty()).then(|| id.to_owned()))
}

fn refused(wrong: &str) -> Error {
    Error::usage(format!(
        "{wrong}; write at most 1,000,000 ids of at most 1,000 bytes, one a line or each ended by NUL"
    ))
}

fn malformed(typed: &str) -> Error {
    Error::usage(format!(
        "`{typed}` is not an id; write 1 to 100 of the characters a-z, 0-9 and -, not beginning with -"
    ))
    .with_hint("`mou list` shows the ids")
}

fn unknown(typed: &str, ids: &[Id]) -> Error {
    let error = Error::not_found(format!("there is no agreement `{typed}`"));
    let nearest = words::nearest(typed, ids.iter().map(Id::as_str));
    if nearest.is_empty() {
        return error.with_hint("`mou list` shows all of them");
    }
    error.with_hint(format!("did you mean {}?", words::ticked(&nearest)))
}

fn ticked(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// Splits what was typed for an activity, `ID/N`, into the id of its agreement and its number.
pub(crate) fn activity(typed: &str) -> Result<(&str, NonZeroU32)> {
    typed
        .rsplit_once('/')
        .filter(|(id, _)| Id::is_formed(id))
        .and_then(|(id, digits)| Some((id, flag::whole_number(digits).ok()?)))
        .ok_or_else(|| {
            Error::usage(format!(
                "`{typed}` is not the id of an activity; write the id of an agreement and a number \
                 from 1, such as gds-govtech-2022/1"
            ))
            .with_hint("`mou activity list` shows the ids")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_up_to_the_limits_are_read() {
        let longest = "a".repeat(MAX_LINE_BYTES);
        let input = format!("b\n\r\n\0{longest}\0c\r\nd");
        assert_eq!(read(input.as_bytes()).unwrap(), ["b", longest.as_str(), "c", "d"]);
        assert_eq!(read(&b""[..]).unwrap(), [""; 0]);
        let most = "a\n".repeat(MAX_LINES);
        assert_eq!(read(most.as_bytes()).unwrap().len(), MAX_LINES);
        assert!(read(most.trim_end().as_bytes()).is_ok());
        let more = most + "a";
        assert_eq!(read(more.as_bytes()).unwrap_err().kind(), crate::error::Kind::Usage);
    }
}
