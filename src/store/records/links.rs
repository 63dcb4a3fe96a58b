//! Finding which records succeed which.

use std::ops::Range;

use memchr::memmem::{self, FinderRev};
use serde::Deserialize;

use super::file::Records;
use super::parallel::joined;
use super::window::{BOUNDARY, RECORD_END, RECORD_INDENT, RECORD_START, Stop, Window, id_of};
use crate::domain::Id;
use crate::json::strict;

/// The name of the member with the ids of the predecessors. It cannot occur in a text, where quotes are escaped.
const SUCCEEDS_NAME: &[u8] = b"\"succeeds\"";

/// The start of an escaped ASCII letter. The name or an id may be spelled with it.
const ESCAPE_START: &[u8] = b"\\u00";

/// The links of a record.
#[derive(Deserialize)]
struct Follower {
    id: Id,
    #[serde(default)]
    succeeds: Vec<Id>,
}

impl Records {
    /// Returns all links: the id of a record, and one that it succeeds.
    ///
    /// Only the records with such a member are parsed.
    pub(in crate::store) fn links(&self) -> Result<Vec<(Id, Id)>, Stop> {
        let found = self.in_parts(|part| self.links_in(part))?;
        self.check_still()?;
        Ok(joined(found))
    }

    fn links_in(&self, part: Range<u64>) -> Result<Vec<(Id, Id)>, Stop> {
        let between = [RECORD_END, BOUNDARY, RECORD_START].concat();
        let last_seam = FinderRev::new(&between);
        let names = memmem::Finder::new(SUCCEEDS_NAME);
        let mut window = Window::new(&self.file, part.start, part.end, self.window);
        let mut links = Vec::new();
        let mut done = 0;
        while window.move_on(done)? {
            let bytes = window.from(0);
            done = if window.is_at_end() {
                bytes.len()
            } else {
                let seam = last_seam.rfind(bytes);
                seam.map_or(0, |at| at + RECORD_END.len() + BOUNDARY.len())
            };
            let whole = bytes.get(..done).unwrap_or_default();
            for hit in names.find_iter(whole) {
                links.extend(links_at(whole, hit)?);
            }
            for hit in memchr::memchr_iter(b'\\', whole) {
                if whole.get(hit..).is_some_and(|rest| rest.starts_with(ESCAPE_START)) {
                    links.extend(links_of(whole, hit)?);
                }
            }
        }
        // A record may have been read more than once.
        links.sort();
        links.dedup();
        Ok(links)
    }
}

/// Returns the links of the record with the member at the index `at` in a run of whole records.
fn links_at(run: &[u8], at: usize) -> Result<Vec<(Id, Id)>, Stop> {
    let list = run.get(at + SUCCEEDS_NAME.len()..).and_then(|rest| rest.strip_prefix(b": "));
    let list = list.filter(|list| list.starts_with(b"["));
    let end = list.and_then(|list| memchr::memchr(b']', list));
    let priors = list.zip(end).and_then(|(list, end)| list.get(..=end));
    let priors = priors.and_then(|list| serde_json::from_slice::<Vec<Id>>(list).ok());
    let start = start_before(run, at);
    let id = start.and_then(|start| id_of(run.get(start..)?)).and_then(|id| id.parse::<Id>().ok());
    match id.zip(priors) {
        Some((id, priors)) => Ok(priors.into_iter().map(|prior| (id.clone(), prior)).collect()),
        // It is spelled differently, or is not this member.
        None => links_of(run, at),
    }
}

/// Returns the links of the record around the index `at` in a run of whole records.
fn links_of(run: &[u8], at: usize) -> Result<Vec<(Id, Id)>, Stop> {
    let record = record_around(run, at).ok_or(Stop::NotCanonical)?;
    let follower = strict::from_slice(run.get(record).unwrap_or_default());
    let Follower { id, succeeds } = follower.map_err(|_| Stop::NotCanonical)?;
    Ok(succeeds.into_iter().map(|prior| (id.clone(), prior)).collect())
}

/// Returns the range of the record around the index `at` in a run of whole records.
fn record_around(run: &[u8], at: usize) -> Option<Range<usize>> {
    let start = start_before(run, at)?;
    let end = at + memmem::find(run.get(at..)?, RECORD_END)? + RECORD_END.len();
    Some(start..end)
}

/// Returns the index of the first line of the record around the index `at` in a run of whole records.
fn start_before(run: &[u8], at: usize) -> Option<usize> {
    let brackets = memchr::memrchr_iter(b'{', run.get(..at)?);
    let mut starts = brackets.filter_map(|bracket| bracket.checked_sub(RECORD_INDENT));
    starts.find(|start| run.get(*start..).is_some_and(|rest| rest.starts_with(RECORD_START)))
}
