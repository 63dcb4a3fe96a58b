//! An agreement in outline: what a list shows of it, and what its dates follow from.

mod forms;
mod parts;
mod passed_over;

use std::collections::BTreeSet;

use serde::Deserialize;

use self::forms::{DocumentForm, PersonForm, ReferenceForm};
use self::parts::{ActivityOutline, EventOutline, PartyOutline, owned};
pub use self::passed_over::ANY_TEXT;
use self::passed_over::{AnyText, Each, Rare, Text, Texts};
use super::agreement::{Agreement, USUAL_KIND};
use super::date::Date;
use super::deed::Deed;
use super::duration::Duration;
use super::happening::Happening;
use super::id::Id;
use super::party::Party;
use super::stated::Stated;
use super::tenure::{Tenure, signed_on};
use super::term::{Basis, Renewal, Term};

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
/// assert_eq!(Tenure::from(&outline), Tenure::from(&whole));
/// assert_eq!(outline.to_agreement(), Agreement { tags: Vec::new(), ..whole });
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline<'a> {
    id: Id,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow, default)]
    kind: Kind<'a>,
    #[serde(borrow, default)]
    parties: Vec<PartyOutline<'a>>,
    #[serde(default)]
    signed: Option<Stated>,
    #[serde(default, rename = "place")]
    _place: Option<AnyText>,
    #[serde(default, rename = "signatories")]
    _signatories: Each<PersonForm>,
    #[serde(default, rename = "witnesses")]
    _witnesses: Each<PersonForm>,
    #[serde(default)]
    effective: Option<Stated>,
    #[serde(default)]
    term: Option<Term>,
    #[serde(default)]
    end: Option<Date>,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    renewal: Option<Renewal>,
    #[serde(default)]
    notice: Option<Duration>,
    #[serde(default)]
    review: Option<Duration>,
    #[serde(default, rename = "lead")]
    _lead: Each<Duration>,
    #[serde(default, rename = "areas")]
    _areas: Each<AnyText>,
    #[serde(default, rename = "tags")]
    _tags: Each<AnyText>,
    #[serde(borrow, default)]
    contact: Option<Text<'a>>,
    #[serde(default)]
    succeeds: Vec<Id>,
    #[serde(default, rename = "under")]
    _under: Option<Id>,
    #[serde(default, rename = "related")]
    _related: Each<AnyText>,
    #[serde(default, rename = "references")]
    _references: Each<ReferenceForm>,
    #[serde(default, rename = "documents")]
    _documents: Each<DocumentForm>,
    #[serde(default)]
    events: Vec<EventOutline>,
    #[serde(default, rename = "notes")]
    _notes: Option<AnyText>,
    #[serde(default, rename = "fields")]
    _fields: Texts,
    #[serde(default, rename = "conflicts")]
    _conflicts: Option<Rare>,
    #[serde(borrow, default)]
    activities: Vec<ActivityOutline<'a>>,
}

/// The kind of an agreement, which need not be stated.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Kind<'a>(#[serde(borrow)] Text<'a>);

impl Default for Kind<'_> {
    fn default() -> Self {
        Self(Text(USUAL_KIND.into()))
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
        self.parties.iter().filter(called).map(Party::from).collect()
    }

    /// Returns the agreement with what is kept of it here, and without the rest: its events,
    /// activities and persons, the places, areas, tags, notes, references, documents and fields, what
    /// it is under and related to, and when the calendar rings.
    #[must_use]
    pub fn to_agreement(&self) -> Agreement {
        Agreement {
            kind: self.kind.0.0.clone().into_owned(),
            parties: self.parties.iter().map(Party::from).collect(),
            signed: self.signed,
            effective: self.effective,
            term: self.term,
            end: self.end,
            basis: self.basis,
            renewal: self.renewal,
            notice: self.notice,
            review: self.review,
            contact: owned(self.contact.as_ref()),
            succeeds: self.succeeds.clone(),
            ..Agreement::new(self.id.clone(), self.title.0.clone().into_owned())
        }
    }
}

impl From<&Outline<'_>> for Tenure {
    fn from(outline: &Outline<'_>) -> Self {
        let of_parties = outline.parties.iter().map(|party| party.signed);
        Self {
            signed: signed_on(outline.signed, of_parties, outline.end),
            effective: outline.effective,
            term: outline.term,
            end: outline.end,
            basis: outline.basis,
            renewal: outline.renewal,
            notice: outline.notice,
            review: outline.review,
            events: outline.events.iter().map(Happening::from).collect(),
            deeds: outline.activities.iter().map(Deed::from).collect(),
            conflict: false,
        }
    }
}

#[cfg(test)]
mod tests;
