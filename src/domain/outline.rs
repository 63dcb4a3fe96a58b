//! An agreement in outline: what a list shows of it, and what its dates follow from.

use std::num::NonZeroU32;

use serde::Deserialize;

use super::activity::Progress;
use super::agreement::{Agreement, USUAL_KIND};
use super::date::Date;
use super::deed::Deed;
use super::duration::Duration;
use super::event::{Decision, EventKind};
use super::happening::{Happening, HappeningKind};
use super::id::Id;
use super::party::Party;
use super::passed_over::{AnyText, Each, Rare, Text, Texts};
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyOutline<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow, default)]
    short: Option<Text<'a>>,
    #[serde(borrow, default)]
    country: Option<Text<'a>>,
    #[serde(borrow, default)]
    role: Option<Text<'a>>,
    #[serde(default)]
    signed: Option<Stated>,
    #[serde(default)]
    joined: Option<Date>,
    #[serde(default)]
    left: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventOutline {
    kind: EventKind,
    on: Date,
    #[serde(default, rename = "by")]
    _by: Option<AnyText>,
    #[serde(default)]
    decision: Option<Decision>,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    term: Option<Term>,
    #[serde(default)]
    end: Option<Date>,
    #[serde(default, rename = "fields")]
    _fields: Option<Rare>,
    #[serde(default, rename = "note")]
    _note: Option<AnyText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivityOutline<'a> {
    #[serde(rename = "n")]
    _n: NonZeroU32,
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(borrow, default)]
    kind: Option<Text<'a>>,
    #[serde(default)]
    on: Option<Date>,
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    until: Option<Date>,
    #[serde(default)]
    due: Option<Date>,
    #[serde(default)]
    status: Option<Progress>,
    #[serde(default)]
    known_by: Option<Date>,
    #[serde(default, rename = "areas")]
    _areas: Each<AnyText>,
    #[serde(default, rename = "participants")]
    _participants: Each<AnyText>,
    #[serde(default, rename = "place")]
    _place: Option<AnyText>,
    #[serde(default, rename = "outcome")]
    _outcome: Option<AnyText>,
    #[serde(default, rename = "references")]
    _references: Each<ReferenceForm>,
    #[serde(default, rename = "contact")]
    _contact: Option<AnyText>,
    #[serde(default, rename = "notes")]
    _notes: Option<AnyText>,
    #[serde(default, rename = "fields")]
    _fields: Texts,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonForm {
    #[serde(rename = "name")]
    _name: AnyText,
    #[serde(default, rename = "title")]
    _title: Option<AnyText>,
    #[serde(default, rename = "party")]
    _party: Option<AnyText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceForm {
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(default, rename = "url")]
    _url: Option<AnyText>,
    #[serde(default, rename = "dated")]
    _dated: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentForm {
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(default, rename = "path")]
    _path: Option<AnyText>,
    #[serde(default, rename = "sha256")]
    _sha256: Option<AnyText>,
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

impl From<&PartyOutline<'_>> for Party {
    fn from(party: &PartyOutline<'_>) -> Self {
        Self {
            name: party.name.0.clone().into_owned(),
            short: owned(party.short.as_ref()),
            country: owned(party.country.as_ref()),
            role: owned(party.role.as_ref()),
            signed: party.signed,
            joined: party.joined,
            left: party.left,
        }
    }
}

impl From<&EventOutline> for Happening {
    fn from(event: &EventOutline) -> Self {
        Self {
            kind: HappeningKind::of(&event.kind, event.decision),
            on: event.on,
            from: event.from,
            term: event.term,
            end: event.end,
        }
    }
}

impl From<&ActivityOutline<'_>> for Deed {
    fn from(activity: &ActivityOutline<'_>) -> Self {
        Self {
            status: activity.status,
            day: activity.until.or(activity.on).or(activity.from),
            begins: activity.from.or(activity.on).or(activity.until),
            has_until: activity.until.is_some(),
            known_by: activity.known_by,
            is_review: activity.kind.as_ref().is_some_and(|kind| kind.0 == "review"),
            due: activity.due,
        }
    }
}

fn owned(text: Option<&Text<'_>>) -> Option<String> {
    text.map(|text| text.0.clone().into_owned())
}
