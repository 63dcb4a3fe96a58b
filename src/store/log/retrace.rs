//! Taking commands back, and putting them back again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::change::Worked;
use super::super::document::Node;
use super::super::draft::Change;
use super::super::place::Target;
use super::super::reading::Reading;
use super::super::revision::{NewText, Revision};
use super::super::{Mode, Outcome, Stamp, Store};
use super::digest::canonical;
use super::judge::{Version, judge};
use super::line::{Deed, Line, Trace};
use super::memory::Memory;
use super::steps::Steps;
use crate::domain::{Agreement, Head, Id};
use crate::error::{Error, Result};

/// A command that was taken back or put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number in the log.
    pub number: u64,
    /// The command, as a person would type it.
    pub command_line: String,
    /// The records that it had changed.
    pub ids: Vec<Id>,
}

/// Which way the history is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A command is taken back.
    Back,
    /// A command is put back.
    Forth,
}

/// The texts that the log has of each record; of the members of the document where there is no id.
type Texts<'m> = BTreeMap<Option<&'m Id>, Vec<&'m Arc<str>>>;

/// What is to stand in the registry, as far as it has been gone through.
type Staged<'m> = BTreeMap<Option<&'m Id>, Version>;

impl Store {
    pub(super) fn retrace(
        &self,
        stamp: &Stamp,
        mode: Mode,
        count: usize,
        way: Way,
    ) -> Result<Outcome<Vec<Taken>>> {
        let target = Target::find(&self.place.path)?;
        self.carry_out(&target, stamp, mode, |target| self.work_out_retrace(target, count, way))
    }

    fn work_out_retrace(
        &self,
        target: &Target,
        count: usize,
        way: Way,
    ) -> Result<Worked<Vec<Taken>>> {
        let base = self.load(target, &Head::default())?;
        if !base.reading.exists() {
            let nothing = format!("there is nothing to {}", way.verb());
            let shown = self.place.path.display();
            return Err(Error::failed(format!("{nothing}: there is no registry `{shown}`")));
        }
        let memory = Memory::of(target);
        let reading = &base.reading;
        reading.get_ready()?;
        let steps = Steps::of(&memory, reading.head().uid.as_deref(), |items| {
            judge(items, |id| Version::now(reading, id))
        });
        let chosen = steps.choose(count, way)?;
        let texts = memory.texts();
        let mut staged = Staged::new();
        let mut taken = Vec::with_capacity(chosen.len());
        for line in &chosen {
            for trace in line.retraceable() {
                let id = trace.id.as_ref();
                let stands = staged.entry(id).or_insert_with(|| Version::now(reading, id));
                *stands = way.step(line, trace, stands, &texts)?;
            }
            taken.push(Taken {
                number: line.number,
                command_line: line.command_line(),
                ids: line.changes.iter().filter_map(|trace| trace.id.clone()).collect(),
            });
        }
        let (revision, changes, head) = revise(reading, &staged)?;
        let numbers = taken.iter().map(|taken| taken.number).collect();
        let deed = match way {
            Way::Back => Deed::Undo(numbers),
            Way::Forth => Deed::Redo(numbers),
        };
        let mut worked = self.worked(base, taken, &head, revision, changes, deed)?;
        worked.outcome.warnings.extend(memory.warnings.iter().cloned());
        Ok(worked)
    }
}

impl Steps<'_> {
    /// Returns the `count` lines that come next, in the order in which they are gone through.
    fn choose(&self, count: usize, way: Way) -> Result<Vec<&Line>> {
        let (places, ends) = match way {
            Way::Back => (&self.undo, &self.undo_ends),
            Way::Forth => (&self.redo, &self.redo_ends),
        };
        if count <= places.len() {
            let next = places.iter().rev().take(count);
            return Ok(next.filter_map(|place| Some(self.lines.get(*place)?.0)).collect());
        }
        let verb = way.verb();
        let why = ends.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        Err(match places.len() {
            0 => Error::failed(format!("there is nothing to {verb}{why}"))
                .with_hint("`mou log` shows what was done"),
            1 => Error::failed(format!("there is one command to {verb}, not {count}{why}"))
                .with_hint(format!("`mou {verb}`")),
            there => {
                Error::failed(format!("there are {there} commands to {verb}, not {count}{why}"))
                    .with_hint(format!("`mou {verb} {there}`"))
            }
        })
    }
}

impl Way {
    fn verb(self) -> &'static str {
        match self {
            Self::Back => "undo",
            Self::Forth => "redo",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Back => "undone",
            Self::Forth => "redone",
        }
    }

    /// Returns what is to stand where `stands` does, once the change of `trace` is taken back or
    /// put back. Fails where `stands` is another than the command had left, or found.
    fn step(
        self,
        line: &Line,
        trace: &Trace,
        stands: &Version,
        texts: &Texts<'_>,
    ) -> Result<Version> {
        let is_as_left = match self {
            Self::Back => trace.made(stands),
            Self::Forth => trace.found(stands),
        };
        let wants_one = match self {
            Self::Back => trace.after.is_some(),
            Self::Forth => trace.before.is_some(),
        };
        if !is_as_left {
            return Err(self.refused(line, trace.id.as_ref(), stands, wants_one));
        }
        if self == Self::Back {
            return Ok(Version::of(trace.before.as_ref()));
        }
        let Some(after) = &trace.after else {
            return Ok(Version::Nothing);
        };
        let known = texts.get(&trace.id.as_ref()).into_iter().flatten();
        known.into_iter().find(|text| after.fits(text)).map_or_else(
            || {
                Err(Error::failed(format!(
                    "`{}` cannot be redone: what it made of {} is no longer in the log",
                    line.command_line(),
                    name(trace.id.as_ref())
                )))
            },
            |text| Ok(Version::Text(Arc::clone(text))),
        )
    }

    fn refused(self, line: &Line, id: Option<&Id>, stands: &Version, wants_one: bool) -> Error {
        let what = match (stands, wants_one) {
            (Version::Nothing, _) => "is not there any more",
            (_, false) => "is there again",
            _ => "was changed since by something that is not in the log",
        };
        let command = line.command_line();
        let error =
            Error::failed(format!("`{command}` cannot be {}: {} {what}", self.done(), name(id)));
        match id {
            Some(id) => error.with_hint(format!("`mou log {id}` shows what was done to it")),
            None => error.with_hint("`mou log` shows what was done"),
        }
    }
}

fn name(id: Option<&Id>) -> String {
    id.map_or_else(|| "what the registry says of itself".to_owned(), |id| format!("record `{id}`"))
}

impl Memory {
    fn texts(&self) -> Texts<'_> {
        let mut texts = Texts::new();
        for trace in self.lines().flat_map(|line| &line.changes) {
            if let Some(before) = &trace.before {
                texts.entry(trace.id.as_ref()).or_default().push(before);
            }
        }
        texts
    }
}

/// Returns what is to be written for what is staged, the changes that it makes, and the new head.
fn revise(reading: &Reading, staged: &Staged<'_>) -> Result<(Revision, Vec<Change>, Head)> {
    let mut revision = Revision::default();
    let mut changes = Vec::new();
    let mut head = reading.head().clone();
    for (id, version) in staged {
        if *version == Version::now(reading, *id) {
            continue;
        }
        let Some(id) = *id else {
            let text = version.text().unwrap_or_default();
            head = version.head().ok_or_else(|| unreadable(None))?;
            revision.members = Some(Node::parse(text).map_err(|_| unreadable(None))?);
            continue;
        };
        let before = reading.find(id.as_str())?.map(|record| record.agreement()).transpose()?;
        let after: Option<Agreement> = match version.text() {
            Some(_) => Some(version.agreement().ok_or_else(|| unreadable(Some(id)))?),
            None => None,
        };
        revision.records.insert(id.clone(), version.text().map(canonical).map(NewText::Text));
        changes.push(Change { id: id.clone(), before, after });
    }
    Ok((revision, changes, head))
}

fn unreadable(id: Option<&Id>) -> Error {
    Error::failed(format!("what the log has of {} cannot be read", name(id)))
}
