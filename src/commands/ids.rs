//! The ids and texts that are typed or read from stdin, and the records that they mean.

use std::collections::BTreeSet;
use std::fmt;
use std::io::BufRead;
use std::iter;
use std::num::NonZeroU32;

use crate::commands::flag;
use crate::commands::lineage::{AgreementSource, Successors};
use crate::domain::search::{SearchWord, fold};
use crate::domain::{Activity, Agreement, Day, Id, Thresholds};
use crate::error::{Error, ErrorLine, Result};
use crate::render::words;

/// How many agreements or names are listed if several match.
pub(crate) const MAX_LISTED_MATCHES: usize = 10;

/// How many texts are searched for in one scan.
const TEXTS_PER_SCAN: usize = 100;

/// What a typed text is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// An id, or the beginning of one. For what cannot be undone by another event.
    ById,
    /// Also a text in the id, the title, or the name or short name of a party, ignoring case and accents.
    ByText,
}

/// Returns the agreement that `typed` means: the one with this id, else the only one whose id begins with it,
/// else the only one that it is [found in](Lookup::ByText).
///
/// Fails if `typed` is blank, or if no agreement or several match. The hint names those that are most like it.
pub(crate) fn resolve(typed: &str, known: &impl AgreementSource, today: Day) -> Result<Id> {
    let mut ids = resolve_by(Lookup::ByText, &[typed], known, today)?;
    ids.pop().ok_or_else(|| unknown(typed, &[]))
}

/// Returns the agreement that each text means, in the order in which they were typed.
///
/// Fails if [`resolve`] fails for one of them.
pub(crate) fn resolve_each(
    typed: &[String],
    known: &impl AgreementSource,
    today: Day,
) -> Result<Vec<Id>> {
    resolve_by(Lookup::ByText, typed, known, today)
}

/// Returns the agreements that the texts mean, without repetitions, in the order in which they were typed.
///
/// Fails if [`resolve`] fails for one of them.
pub(crate) fn resolve_all(
    typed: &[String],
    known: &impl AgreementSource,
    today: Day,
) -> Result<Vec<Id>> {
    resolve_each(typed, known, today).map(without_repetitions)
}

/// Returns the agreements that the texts mean by their ids, without repetitions, in the order in which they
/// were typed.
///
/// Fails if a text is not in the form of an id, or if no id or several begin with it.
pub(crate) fn resolve_all_by_id(
    typed: &[String],
    known: &impl AgreementSource,
    today: Day,
) -> Result<Vec<Id>> {
    resolve_by(Lookup::ById, typed, known, today).map(without_repetitions)
}

/// Returns the ids, or how many they are if these are too many for a sentence.
pub(crate) fn named(ids: &[Id]) -> String {
    if ids.len() > MAX_LISTED_MATCHES {
        return words::count(ids.len(), "agreement", "agreements");
    }
    words::list_and(ids)
}

fn without_repetitions<T: Ord + Clone>(mut ids: Vec<T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}

fn resolve_by<T: AsRef<str>>(
    lookup: Lookup,
    typed: &[T],
    known: &impl AgreementSource,
    today: Day,
) -> Result<Vec<Id>> {
    let mut ids = Vec::with_capacity(typed.len());
    for part in typed.chunks(TEXTS_PER_SCAN) {
        let mut found: Vec<Vec<Id>> = Vec::with_capacity(part.len());
        for text in part {
            found.push(with_beginning(text.as_ref(), lookup, known)?);
        }
        let missing: Vec<usize> =
            (0..part.len()).filter(|index| found[*index].is_empty()).collect();
        if lookup == Lookup::ByText && !missing.is_empty() {
            let words: Vec<SearchWord> =
                missing.iter().map(|index| part[*index].as_ref().into()).collect();
            for (word, id) in with_texts(&words, known, today)? {
                found[missing[word]].push(id);
            }
        }
        for (text, mut matching) in part.iter().zip(found) {
            let text = text.as_ref();
            match (matching.len(), lookup) {
                (1, _) => ids.append(&mut matching),
                (0, Lookup::ById) => return Err(not_an_id(text, known, today)?),
                (0, Lookup::ByText) => return Err(unknown(text, &nearest(text, known, today)?)),
                _ => return Err(ambiguous(text, &matching, known, today)?),
            }
        }
    }
    Ok(ids)
}

/// Returns the agreement with this id, else those whose ids begin with it. Ids have no capitals, so these are
/// read as small letters unless the id must be exact.
fn with_beginning(typed: &str, lookup: Lookup, known: &impl AgreementSource) -> Result<Vec<Id>> {
    if typed.trim().is_empty() {
        return Err(Error::bad_value(
            "an ID cannot be blank; write an id, its beginning, or a text that only one agreement has",
        ));
    }
    let typed = match lookup {
        Lookup::ById => typed.to_owned(),
        Lookup::ByText => typed.trim().to_ascii_lowercase(),
    };
    if !Id::is_formed(&typed) {
        return if lookup == Lookup::ById { Err(malformed(&typed)) } else { Ok(Vec::new()) };
    }
    let mut ids = known.ids_with_prefix(&typed)?;
    // They are sorted, so an id precedes all that begin with it.
    if ids.first().is_some_and(|first| first.as_str() == typed) {
        ids.truncate(1);
    }
    Ok(ids)
}

/// Returns the agreements in which one of the words is found, each with the index of the word, by id.
fn with_texts(
    words: &[SearchWord],
    known: &impl AgreementSource,
    today: Day,
) -> Result<Vec<(usize, Id)>> {
    known.gather(|agreement, found| {
        let on_day = agreement.on(today);
        let is_in = |word: &SearchWord| texts_of(&on_day).any(|text| word.is_in(text));
        let matching = words.iter().enumerate().filter(|(_, word)| is_in(word));
        found.extend(matching.map(|(index, _)| (index, agreement.id.clone())));
    })
}

/// Returns the texts by which an agreement is found.
fn texts_of(agreement: &Agreement) -> impl Iterator<Item = &str> {
    let parties = agreement.parties.iter();
    let names = parties.flat_map(|party| [Some(party.name.as_str()), party.short.as_deref()]);
    [agreement.id.as_str(), agreement.title.as_str()].into_iter().chain(names.flatten())
}

/// Returns the error for a text that several agreements match: the first of them with title and status.
fn ambiguous(typed: &str, ids: &[Id], known: &impl AgreementSource, today: Day) -> Result<Error> {
    let listed = &ids[..ids.len().min(MAX_LISTED_MATCHES)];
    let successors = Successors::of(known, listed)?;
    let mut lines = Vec::with_capacity(listed.len());
    for id in listed {
        let Some(agreement) = known.get(id.as_str())? else { continue };
        let context = successors.context_of(id, today);
        let agreement = agreement.on(today);
        let standing = agreement.standing(&context, today, &Thresholds::DEFAULT_THRESHOLDS);
        lines.push(ErrorLine {
            start: format!("{id}: "),
            text: agreement.title.to_string(),
            end: format!(" ({})", standing.status),
        });
    }
    let matches = (ids.len(), "agreements");
    Ok(ambiguous_text(typed, matches, lines).with_hint("type more of it, or one of the ids"))
}

/// Returns the error for a text that several records match; `listed` has the first of them.
pub(crate) fn ambiguous_text(
    typed: &str,
    (count, many): (usize, &str),
    mut listed: Vec<ErrorLine>,
) -> Error {
    if count > MAX_LISTED_MATCHES {
        listed.push(format!("and {} more", count - MAX_LISTED_MATCHES).into());
    }
    let error = format!("`{typed}` is ambiguous: {count} {many} match");
    Error::ambiguous(error).with_details(listed)
}

/// Returns the ids of the agreements that are most like a text that none has: by their ids, their short names,
/// and the words in their titles and in the names of their parties.
fn nearest(typed: &str, known: &impl AgreementSource, today: Day) -> Result<Vec<Id>> {
    let wanted = fold(typed.trim());
    let length = wanted.chars().count();
    // Folding and comparing take long, so most texts are rejected by their length.
    let may_be_near =
        |text: &&str| text.chars().count().abs_diff(length) <= words::max_typing_errors(length) + 1;
    let mut near: Vec<(String, Id)> = known.gather(|agreement, found| {
        let on_day = agreement.on(today);
        let words = |text| str::split(text, |c: char| !c.is_alphanumeric());
        let candidates = texts_of(&on_day).flat_map(|text| iter::once(text).chain(words(text)));
        let candidates: Vec<String> = candidates.filter(may_be_near).map(fold).collect();
        let near = words::nearest(&wanted, candidates.iter().map(String::as_str));
        found.extend(near.into_iter().map(|text| (text.to_owned(), agreement.id.clone())));
    })?;
    let texts: BTreeSet<String> = near.iter().map(|(text, _)| text.clone()).collect();
    let order = words::nearest(&wanted, texts.iter().map(String::as_str));
    near.retain(|(text, _)| order.contains(&text.as_str()));
    near.sort_by_key(|(text, _)| order.iter().position(|near| near == text));
    let ids = without_repetitions(near.into_iter().map(|(_, id)| id).collect());
    Ok(ids.into_iter().take(words::MAX_SUGGESTIONS).collect())
}

/// Returns the error for a text that is no id and begins none, where a text is not searched for.
fn not_an_id(typed: &str, known: &impl AgreementSource, today: Day) -> Result<Error> {
    if let [(_, only)] = with_texts(&[typed.into()], known, today)?.as_slice() {
        let hint = format!("did you mean `{only}`? Only an id or its beginning is accepted here");
        return Ok(Error::not_found(format!("no id begins with `{typed}`")).with_hint(hint));
    }
    Ok(unknown(typed, &nearest(typed, known, today)?))
}

fn malformed(typed: &str) -> Error {
    if let Some(error) = activity_instead(typed, "remove") {
        return error;
    }
    Error::bad_value(format!(
        "`{typed}` is not an id; write 1 to 100 of the characters a-z, 0-9 and -, not beginning with -"
    ))
    .with_hint("`mou list` shows the ids")
}

/// Returns the error for the id of an activity where an agreement is expected; `verb` is the command for
/// activities.
fn activity_instead(typed: &str, verb: &str) -> Option<Error> {
    let (id, n) = typed.rsplit_once('/')?;
    let is_activity = Id::is_formed(id) && flag::whole_number::<NonZeroU32>(n).is_ok();
    is_activity.then(|| {
        Error::bad_value(format!("`{typed}` is an activity, not an agreement"))
            .with_hint(format!("`mou activity {verb} {typed}`"))
    })
}

fn unknown(typed: &str, nearest: &[Id]) -> Error {
    if let Some(error) = activity_instead(typed, "show") {
        return error;
    }
    let hint = if nearest.is_empty() {
        "`mou list` shows all of them".to_owned()
    } else {
        format!("did you mean {}?", words::ticked(nearest))
    };
    Error::not_found(format!("there is no agreement `{typed}`")).with_hint(hint)
}

/// The maximum number of ids on standard input; empty lines count.
const MAX_LINES: usize = 1_000_000;

/// The maximum length of an id on standard input.
const MAX_LINE_BYTES: usize = 1_000;

/// The maximum length of all ids on standard input: as many as there may be, each as long as an id may be.
const MAX_TOTAL_BYTES: usize = 100_000_000;

/// Reads ids, one a line or each ended by NUL; empty lines are skipped.
///
/// Fails if a line is too long or not UTF-8, or if there are too many lines. An input without an end
/// is therefore refused after a bounded number of bytes.
pub(crate) fn read(input: impl BufRead) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let (mut line, mut number, mut total) = (Vec::new(), 1, 0);
    for byte in input.bytes() {
        let byte = byte.map_err(|cause| Error::input(&cause))?;
        if number > MAX_LINES {
            return Err(refused("standard input holds more than 1,000,000 ids"));
        }
        total += 1;
        if total > MAX_TOTAL_BYTES {
            return Err(refused("standard input holds more than 100,000,000 bytes"));
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
    /// Returns the activities that the texts mean, without repetitions. What is before the slash means an
    /// agreement as [`resolve`] says, the number must be whole.
    ///
    /// Fails if a text is not `ID/N`, or if its agreement is not found.
    pub(crate) fn resolve_all(
        typed: &[String],
        lookup: Lookup,
        known: &impl AgreementSource,
        today: Day,
    ) -> Result<Vec<Self>> {
        let (texts, numbers): (Vec<&str>, Vec<NonZeroU32>) =
            typed.iter().map(|text| split(text)).collect::<Result<Vec<_>>>()?.into_iter().unzip();
        let agreements = resolve_by(lookup, &texts, known, today)?;
        let ids = agreements.into_iter().zip(numbers);
        Ok(without_repetitions(ids.map(|(agreement, n)| Self { agreement, n }).collect()))
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
        [only] => format!("`{id}` has one activity, `{id}/{only}`"),
        few if few.len() < 10 => {
            format!("the activities of `{id}` have the numbers {}", words::list_and(few))
        }
        _ => format!("`mou activity list {id}` shows them"),
    }
}

fn split(typed: &str) -> Result<(&str, NonZeroU32)> {
    typed
        .rsplit_once('/')
        .filter(|(id, _)| !id.trim().is_empty())
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
