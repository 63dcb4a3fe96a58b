//! The parts of an agreement in outline.

use std::num::NonZeroU32;

use serde::Deserialize;

use super::forms::ReferenceForm;
use super::passed_over::{AnyText, Each, Lent, Rare, Texts};
use crate::domain::activity::Progress;
use crate::domain::date::Date;
use crate::domain::deed::Deed;
use crate::domain::event::{Decision, EventKind};
use crate::domain::happening::{Happening, HappeningKind};
use crate::domain::party::{Party, is_called};
use crate::domain::stated::Stated;
use crate::domain::term::Term;
use crate::domain::text::Text;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartyOutline<'a> {
    #[serde(borrow)]
    name: Lent<'a>,
    #[serde(borrow, default)]
    short: Option<Lent<'a>>,
    #[serde(borrow, default)]
    country: Option<Lent<'a>>,
    #[serde(borrow, default)]
    role: Option<Lent<'a>>,
    #[serde(default, deserialize_with = "crate::domain::stated::signing")]
    pub(super) signed: Option<Stated>,
    #[serde(default)]
    joined: Option<Date>,
    #[serde(default)]
    left: Option<Date>,
}

/// The dated facts of an event, read without the rest of it.
#[derive(Debug, Deserialize)]
#[serde(from = "EventOutline")]
pub(super) struct Happened(pub(super) Happening);

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

/// The dated facts of an activity, read without the rest of it.
#[derive(Debug, Deserialize)]
#[serde(from = "ActivityOutline<'_>")]
pub(super) struct Done(pub(super) Deed);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivityOutline<'a> {
    #[serde(rename = "n")]
    _n: NonZeroU32,
    #[serde(rename = "title")]
    _title: AnyText,
    #[serde(borrow, default)]
    kind: Option<Lent<'a>>,
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

impl PartyOutline<'_> {
    pub(super) fn is_called(&self, name: &str) -> bool {
        is_called(&self.name.0, self.short.as_ref().map(|short| short.0.as_ref()), name)
    }
}

impl From<PartyOutline<'_>> for Party {
    fn from(party: PartyOutline<'_>) -> Self {
        Self {
            name: party.name.0.into(),
            short: owned(party.short),
            country: owned(party.country),
            role: owned(party.role),
            signed: party.signed,
            joined: party.joined,
            left: party.left,
        }
    }
}

impl From<EventOutline> for Happened {
    fn from(event: EventOutline) -> Self {
        Self(Happening {
            kind: HappeningKind::of(&event.kind, event.decision),
            on: event.on,
            from: event.from,
            term: event.term,
            end: event.end,
        })
    }
}

impl From<ActivityOutline<'_>> for Done {
    fn from(activity: ActivityOutline<'_>) -> Self {
        Self(Deed {
            status: activity.status,
            day: activity.until.or(activity.on).or(activity.from),
            begins: activity.from.or(activity.on).or(activity.until),
            has_until: activity.until.is_some(),
            known_by: activity.known_by,
            is_review: activity.kind.is_some_and(|kind| kind.0 == "review"),
            due: activity.due,
        })
    }
}

/// Returns a text of its own.
pub(super) fn owned(text: Option<Lent<'_>>) -> Option<Text> {
    text.map(|text| text.0.into())
}
