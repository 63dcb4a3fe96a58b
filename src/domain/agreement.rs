//! An agreement, as recorded in the file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::Activity;
use super::date::{Date, RecordedDate};
use super::duration::Duration;
use super::event::Event;
use super::id::Id;
use super::party::{Party, Person};
use super::reference::{Conflict, Document, Reference};
use super::term::{Basis, Renewal, Term};
use super::text::Text;

/// The kind of an agreement that states none.
pub const DEFAULT_KIND: &str = "MoU";

/// A memorandum of understanding or another agreement: what its paper says, what happened to it
/// and what was done under it.
///
/// It holds facts alone; what follows from them on a day is its
/// standing. The fields stand in the order of the file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// Its id, unique in the registry.
    pub id: Id,
    /// What it is called.
    pub title: Text,
    /// What it is: `MoU`, `MoC`, `LoI`, `agreement`, `treaty`, `exchange of letters`, …
    #[serde(default = "usual_kind")]
    pub kind: Text,
    /// Who agreed: one at least in a sound record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// The day of signing.
    #[serde(
        default,
        deserialize_with = "super::date::signing",
        skip_serializing_if = "Option::is_none"
    )]
    pub signed: Option<RecordedDate>,
    /// Where it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// Who signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Person>,
    /// Who looked on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Person>,
    /// The day of coming into effect; absent: the day of signing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<RecordedDate>,
    /// How long it is to last; absent, and no `end`: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// A stated last day, which beats what the term gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// How its term is counted.
    #[serde(default, skip_serializing_if = "Basis::is_default")]
    pub basis: Basis,
    /// Whether it renews by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// How long before the end of a period notice is to be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Duration>,
    /// How often one without an end is to be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Duration>,
    /// How long before an act-by date the calendar rings, where it differs from the registry's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Duration>,
    /// Areas of cooperation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Text>,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Text>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Text>,
    /// The agreements that this one follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub succeeds: Vec<Id>,
    /// The framework that this one implements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Id>,
    /// Other instruments, campaigns or bodies: ids or texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Text>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// The papers themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// What happened to it, oldest first.
    #[serde(
        default,
        deserialize_with = "super::amendment::checked_events",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub events: Vec<Event>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Text>,
    /// The user's own fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// What a merge left to be resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// What was done under it, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
}

fn usual_kind() -> Text {
    DEFAULT_KIND.into()
}

impl Agreement {
    /// Returns an agreement of the usual kind that has an id and a title and nothing more.
    #[must_use]
    pub fn new(id: Id, title: impl Into<Text>) -> Self {
        Self { id, title: title.into(), kind: usual_kind(), ..Self::default() }
    }
}
