//! An agreement in outline: what a list shows of it, and what its dates follow from.

mod forms;
mod members;
mod parts;
mod passed_over;

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};

use self::members::Members;
use self::parts::{PartyOutline, owned};
pub use self::passed_over::ANY_TEXT;
use self::passed_over::Lent;
use super::agreement::Agreement;
use super::id::Id;
use super::party::Party;
use super::stated::Stated;
use super::tenure::Tenure;

/// An agreement in outline, with its texts borrowed from its record: what a list shows of it, and
/// what its dates follow from.
///
/// Reading one checks the whole record, with whatever is not kept of it: each member has the form
/// that it has in an [`Agreement`], and none is there twice. It costs about half as much as reading
/// the agreement. In return it is strict: a record that holds a member of no known name, an
/// amendment, or a conflict of a merge is refused, sound or not, and is to be read whole.
///
/// ```
/// use mou::domain::{Agreement, Outline, Tenure};
///
/// let record = r#"{"id":"a","title":"A","signed":"2020-10","tags":["eu"]}"#;
/// let outline: Outline = serde_json::from_str(record).unwrap();
/// let whole: Agreement = serde_json::from_str(record).unwrap();
/// assert_eq!(*outline.tenure(), Tenure::from_values(&whole));
/// assert_eq!(outline.into_agreement(), Agreement { tags: Vec::new(), ..whole });
/// ```
#[derive(Debug)]
pub struct Outline<'a> {
    id: Id,
    title: Lent<'a>,
    kind: Lent<'a>,
    parties: Vec<PartyOutline<'a>>,
    /// The day of signing as it is stated: the tenure has what follows where it is not.
    signed: Option<Stated>,
    contact: Option<Lent<'a>>,
    succeeds: Vec<Id>,
    tenure: Tenure,
}

impl<'de: 'a, 'a> Deserialize<'de> for Outline<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Members::deserialize(deserializer).map(Self::from)
    }
}

impl Outline<'_> {
    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Returns the agreements that this one follows.
    #[must_use]
    pub fn succeeds(&self) -> &[Id] {
        &self.succeeds
    }

    /// Returns the parties whose name or short name is one of these, which are in lower case.
    pub(super) fn parties_called(&self, names: &BTreeSet<String>) -> Vec<Party> {
        let called = |party: &&PartyOutline<'_>| names.iter().any(|name| party.is_called(name));
        self.parties.iter().filter(called).cloned().map(Party::from).collect()
    }

    /// Returns the dated facts.
    #[must_use]
    pub fn tenure(&self) -> &Tenure {
        &self.tenure
    }

    /// Returns the agreement with what is kept of it here, and without the rest: its events,
    /// activities and persons, the places, areas, tags, notes, references, documents and fields, what
    /// it is under and related to, and when the calendar rings.
    #[must_use]
    pub fn into_agreement(self) -> Agreement {
        let Tenure { effective, term, end, basis, renewal, notice, review, .. } = self.tenure;
        Agreement {
            kind: self.kind.0.into(),
            parties: self.parties.into_iter().map(Party::from).collect(),
            signed: self.signed,
            effective,
            term,
            end,
            basis,
            renewal,
            notice,
            review,
            contact: owned(self.contact),
            succeeds: self.succeeds,
            ..Agreement::new(self.id, self.title.0)
        }
    }
}

#[cfg(test)]
mod tests;
