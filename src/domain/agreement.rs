//! An agreement, as recorded in the file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accepted::AcceptedFinding;
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

/// A memorandum of understanding or another agreement: its text, its events and its activities.
///
/// It contains only facts; what follows from them on a day is its standing. The fields are in the order of
/// the file.
///
/// ```
/// use mou::domain::{Agreement, DEFAULT_KIND, Term, input};
///
/// let mut agreement = Agreement::new("gds-govtech-2022".parse()?, "Digital government");
/// agreement.parties.push(input::parse_party("GovTech [SG]")?);
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// assert_eq!(agreement.kind, DEFAULT_KIND);
/// assert_eq!(agreement.first_day(), Some("2022-07-04".parse()?));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// Its id, unique in the registry.
    pub id: Id,
    /// Title.
    pub title: Text,
    /// The kind: `MoU`, `MoC`, `LoI`, `agreement`, `treaty`, `exchange of letters`, …
    #[serde(default = "usual_kind")]
    pub kind: Text,
    /// The parties; a valid record has at least one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// The signing date.
    #[serde(
        default,
        deserialize_with = "super::date::signing",
        skip_serializing_if = "Option::is_none"
    )]
    pub signed: Option<RecordedDate>,
    /// Where it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// The signatories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Person>,
    /// The witnesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Person>,
    /// The effective date; absent: the signing date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<RecordedDate>,
    /// The term; not known if it and `end` are absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// A stated last day, which takes precedence over the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// How its term is counted.
    #[serde(default, skip_serializing_if = "Basis::is_default")]
    pub basis: Basis,
    /// The renewal clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// The notice period before the end of a period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Duration>,
    /// How often to review an agreement without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Duration>,
    /// The lead times of reminders and calendar alarms, if they differ from the registry's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Duration>,
    /// Areas of cooperation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Text>,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Text>,
    /// Contact person.
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
    /// The findings of `check` that a person has accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<AcceptedFinding>,
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
