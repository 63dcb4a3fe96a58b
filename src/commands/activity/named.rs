//! Finding an activity by what was typed for its id.

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroU32;

use crate::commands::ids::{self, Known};
use crate::domain::{Activity, Agreement, Id};
use crate::error::{Error, Result};
use crate::render::words;

/// The id of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The agreement that it is under.
    pub(super) agreement: Id,
    /// Its number there.
    pub(super) n: NonZeroU32,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.agreement, self.n)
    }
}

impl Named {
    /// Returns the ids that were meant, each once; the agreements, which are `known`, may be typed by
    /// the beginning of their ids.
    pub(super) fn all(typed: &[String], known: &impl Known) -> Result<Vec<Self>> {
        let mut seen = BTreeSet::new();
        let mut meant = Vec::with_capacity(typed.len());
        for text in typed {
            let (id, n) = ids::activity(text)?;
            let agreement = ids::resolve(id, known)?;
            if seen.insert((agreement.clone(), n)) {
                meant.push(Self { agreement, n });
            }
        }
        Ok(meant)
    }

    /// Returns the index of the activity in its agreement.
    ///
    /// Fails if no activity has this number, or if several have it.
    pub(super) fn place(&self, of: &Agreement) -> Result<usize> {
        let with_number = of.activities.iter().enumerate().filter(|(_, one)| one.n == self.n);
        match with_number.map(|(index, _)| index).collect::<Vec<_>>().as_slice() {
            [] => Err(self.unknown(of)),
            [index] => Ok(*index),
            several => Err(Error::not_found(format!(
                "`{self}` is ambiguous: `{}` has {} activities with the number {}",
                self.agreement,
                several.len(),
                self.n
            ))
            .with_hint("`mou check --fix` gives each activity a number of its own")),
        }
    }

    fn unknown(&self, of: &Agreement) -> Error {
        let numbers: Vec<String> =
            of.activities.iter().map(|activity| activity.n.to_string()).collect();
        let hint = match numbers.as_slice() {
            [] => format!("`mou activity add {} TITLE` records the first", self.agreement),
            [only] => format!("under `{}` there is {only} alone", self.agreement),
            few if few.len() < 10 => {
                format!("under `{}` there are {}", self.agreement, words::list_and(few))
            }
            _ => format!("`mou activity list {}` shows them", self.agreement),
        };
        Error::not_found(format!("there is no activity `{self}`")).with_hint(hint)
    }

    /// Returns the activity of its agreement.
    pub(super) fn find<'a>(&self, of: &'a Agreement) -> Result<&'a Activity> {
        self.place(of).map(|place| &of.activities[place])
    }
}
