//! The fields of an activity.

use std::num::NonZeroU32;

use super::spec::Attribute::{Common, Long, Required, Searched};
use super::spec::{FieldSpec, HasFields};
use crate::domain::activity::Activity;

type Row = FieldSpec<Activity>;

/// The fields of an activity, in the order of the file.
pub static ACTIVITY_FIELDS: [Row; 17] = [
    Row::new("n", |a| &a.n, |a| &mut a.n).with(&[Required]),
    Row::new("title", |a| &a.title, |a| &mut a.title)
        .flag("title", "TITLE", "Title")
        .with(&[Required, Searched]),
    Row::new("kind", |a| &a.kind, |a| &mut a.kind)
        .flag(
            "kind",
            "KIND",
            "Kind: meeting, visit, exchange, training, pilot, review, workshop, report, …",
        )
        .with(&[Common, Searched]),
    Row::new("on", |a| &a.on, |a| &mut a.on)
        .flag("on", "DATE", "Date of the activity")
        .with(&[Common]),
    Row::new("from", |a| &a.from, |a| &mut a.from)
        .flag("from", "DATE", "First day, if it takes several")
        .with(&[Common]),
    Row::new("until", |a| &a.until, |a| &mut a.until)
        .flag("until", "DATE", "Last day, if it takes several")
        .with(&[Common]),
    Row::new("due", |a| &a.due, |a| &mut a.due).flag("due", "DATE", "Due date").with(&[Common]),
    Row::new("status", |a| &a.status, |a| &mut a.status)
        .flag("status", "STATUS", "Status: planned, ongoing, done or cancelled")
        .with(&[Common, Required]),
    Row::new("known_by", |a| &a.known_by, |a| &mut a.known_by).flag(
        "known-by",
        "DATE",
        "Date of the source, if the activity has no date",
    ),
    Row::new("areas", |a| &a.areas, |a| &mut a.areas)
        .flag("area", "AREA", "Area of cooperation")
        .list("Area to add", "Area to remove")
        .with(&[Searched]),
    Row::new("participants", |a| &a.participants, |a| &mut a.participants)
        .flag("participant", "NAME", "Participant")
        .list("Participant to add", "Participant to remove")
        .with(&[Common, Searched]),
    Row::new("place", |a| &a.place, |a| &mut a.place)
        .flag("place", "PLACE", "Where it takes place")
        .with(&[Common, Searched]),
    Row::new("outcome", |a| &a.outcome, |a| &mut a.outcome)
        .flag("outcome", "TEXT", "Outcome; @FILE reads a file, - standard input")
        .with(&[Common, Searched, Long]),
    Row::new("references", |a| &a.references, |a| &mut a.references)
        .flag("reference", "REFERENCE", "Source of a fact, as \"Title | URL | DATE\"")
        .list("Reference to add", "Reference to remove, by its title or URL")
        .with(&[Searched]),
    Row::new("contact", |a| &a.contact, |a| &mut a.contact)
        .flag("contact", "NAME", "Contact person")
        .with(&[Searched]),
    Row::new("notes", |a| &a.notes, |a| &mut a.notes)
        .flag("notes", "TEXT", "Remarks; @FILE reads a file, - standard input")
        .with(&[Searched, Long]),
    Row::new("fields", |a| &a.fields, |a| &mut a.fields)
        .flag("field", "K=V", "Field of your own")
        .list("Field of your own to add", "Field of your own to remove, by its name")
        .removed_by("K")
        .with(&[Searched]),
];

impl HasFields for Activity {
    fn fields() -> &'static [Row] {
        &ACTIVITY_FIELDS
    }

    fn empty() -> Self {
        Self::new(NonZeroU32::MIN, "")
    }
}
