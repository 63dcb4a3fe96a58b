//! The ids that are typed or read from stdin, and the records that they mean.

use std::collections::BTreeSet;
use std::fmt;
use std::io::BufRead;
use std::num::NonZeroU32;
use std::ops::Bound;

use crate::commands::flag;
use crate::domain::{Activity, Agreement, Id};
use crate::error::{Error, Result};
use crate::render::words;
use crate::store::{RegistryFile, Transaction};

/// A set of ids to find a typed one in.
pub(crate) trait KnownIds {
    /// Returns the ids that begin with `prefix`, sorted.
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>>;
}

impl KnownIds for RegistryFile {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::ids_with_prefix(self, prefix)
    }
}

impl KnownIds for Transaction<'_> {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::ids_with_prefix(self, prefix)
    }
}

impl KnownIds for BTreeSet<Id> {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        let from_prefix = self.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        Ok(from_prefix.take_while(|id| id.as_str().starts_with(prefix)).cloned().collect())
    }
}

/// Returns the known id that is `typed`, or the only one that begins with it.
///
/// Fails if `typed` is not in the form of an id, or if no id or several begin with it. The hint names the
/// ids that are most like it.
pub(crate) fn resolve(typed: &str, known: &impl KnownIds) -> Result<Id> {
    if !Id::is_formed(typed) {
        return Err(match typed.split_once('/') {
            Some((id, _)) if Id::is_formed(id) => {
                Error::bad_value(format!("`{typed}` is an activity, not an agreement"))
                    .with_hint(format!("`mou activity show {typed}`"))
            }
            _ => malformed(typed),
        });
    }
    match known.ids_with_prefix(typed)?.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(unknown(typed, &known.ids_with_prefix("")?)),
        // They are sorted, so an id precedes all that begin with it.
        [first, ..] if first.as_str() == typed => Ok(first.clone()),
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("`{id}`")).collect();
            Err(Error::ambiguous(format!(
                "`{typed}` is ambiguous: {} begin with it",
                words::list_and(&ids)
            ))
            .with_hint("type more of the id"))
        }
    }
}

/// Returns the id that each text means, in the order in which they were typed.
///
/// Fails if [`resolve`] fails for one of them.
pub(crate) fn resolve_each(typed: &[String], known: &impl KnownIds) -> Result<Vec<Id>> {
    typed.iter().map(|text| resolve(text, known)).collect()
}

/// Returns the ids that the texts mean, without repetitions, in the order in which they were typed.
///
/// Fails if [`resolve`] fails for one of them.
pub(crate) fn resolve_all(typed: &[String], known: &impl KnownIds) -> Result<Vec<Id>> {
    resolve_each(typed, known).map(without_repetitions)
}

fn without_repetitions<T: Ord + Clone>(mut ids: Vec<T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
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
        let byte = byte.map_err(|cause| Error::input(&cause))?;
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
    Error::bad_value(format!(
        "{wrong}; write at most 1,000,000 ids of at most 1,000 bytes, one a line or each ended by NUL"
    ))
}

fn malformed(typed: &str) -> Error {
    Error::bad_value(format!(
        "`{typed}` is not an id; write 1 to 100 of the characters a-z, 0-9 and -, not beginning with -"
    ))
    .with_hint("`mou list` shows the ids")
}

fn unknown(typed: &str, ids: &[Id]) -> Error {
    let hint = words::suggestion(typed, ids.iter().map(Id::as_str));
    Error::not_found(format!("there is no agreement `{typed}`"))
        .with_hint(hint.unwrap_or_else(|| "`mou list` shows all of them".to_owned()))
}

/// The id of an activity: `gds-govtech-2022/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ActivityId {
    /// The agreement that it is recorded under.
    pub(crate) agreement: Id,
    /// Its number in the agreement.
    pub(crate) n: NonZeroU32,
}

impl fmt::Display for ActivityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.agreement, self.n)
    }
}

impl ActivityId {
    /// Returns the activities that the texts mean, without repetitions. The id of the agreement may be
    /// shortened, the number not.
    ///
    /// Fails if a text is not `ID/N`, or if [`resolve`] fails for its agreement.
    pub(crate) fn resolve_all(typed: &[String], known: &impl KnownIds) -> Result<Vec<Self>> {
        let ids = typed.iter().map(|text| {
            let (id, n) = split(text)?;
            Ok(Self { agreement: resolve(id, known)?, n })
        });
        ids.collect::<Result<_>>().map(without_repetitions)
    }

    /// Returns the index of the activity in its agreement.
    ///
    /// Fails if no activity has this number, or if several have it.
    pub(crate) fn index_in(&self, agreement: &Agreement) -> Result<usize> {
        let Self { agreement: id, n } = self;
        let activities = agreement.activities.iter().enumerate();
        let with_number = activities.filter(|(_, activity)| activity.n == *n);
        match with_number.map(|(index, _)| index).collect::<Vec<_>>().as_slice() {
            [] => Err(Error::not_found(format!("there is no activity `{self}`"))
                .with_hint(numbers_hint(agreement))),
            [index] => Ok(*index),
            several => Err(Error::ambiguous(format!(
                "`{self}` is ambiguous: `{id}` has {} activities with the number {n}",
                several.len(),
            ))
            .with_hint("`mou check --fix` gives each activity its own number")),
        }
    }

    /// Returns the activity in its agreement; fails as [`Self::index_in`] does.
    pub(crate) fn find<'a>(&self, agreement: &'a Agreement) -> Result<&'a Activity> {
        self.index_in(agreement).map(|index| &agreement.activities[index])
    }
}

fn numbers_hint(agreement: &Agreement) -> String {
    let Agreement { id, activities, .. } = agreement;
    let numbers: Vec<String> = activities.iter().map(|activity| activity.n.to_string()).collect();
    match numbers.as_slice() {
        [] => format!("`mou activity add {id} TITLE` records the first"),
        [only] => format!("under `{id}` there is {only} alone"),
        few if few.len() < 10 => format!("under `{id}` there are {}", words::list_and(few)),
        _ => format!("`mou activity list {id}` shows them"),
    }
}

fn split(typed: &str) -> Result<(&str, NonZeroU32)> {
    typed
        .rsplit_once('/')
        .filter(|(id, _)| Id::is_formed(id))
        .and_then(|(id, digits)| Some((id, flag::whole_number(digits).ok()?)))
        .ok_or_else(|| {
            Error::bad_value(format!(
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
        assert_eq!(read(more.as_bytes()).unwrap_err().kind(), crate::error::Kind::BadValue);
    }
}
