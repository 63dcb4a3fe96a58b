//! The fields of an activity.

use std::num::NonZeroU32;

use super::Attribute::{ReadOnly, Required, Searched};
use super::{FieldSpec, HasFields};
use crate::domain::activity::Activity;

type Row = FieldSpec<Activity>;

/// The fields of an activity, in the order of the file.
pub static ACTIVITY_FIELDS: [Row; 17] = [
    Row::read_only("n", &[Required, ReadOnly], |a| &a.n, |a| &mut a.n),
    Row::new(
        "title",
        "TITLE",
        "What it is called",
        &[Required, Searched],
        |a| &a.title,
        |a| &mut a.title,
    ),
    Row::new(
        "kind",
        "KIND",
        "Kind: meeting, visit, exchange, training, pilot, review, workshop, report, …",
        &[Searched],
        |a| &a.kind,
        |a| &mut a.kind,
    ),
    Row::new("on", "DATE", "Day on which it takes place", &[], |a| &a.on, |a| &mut a.on),
    Row::new(
        "from",
        "DATE",
        "First day, where it takes several",
        &[],
        |a| &a.from,
        |a| &mut a.from,
    ),
    Row::new(
        "until",
        "DATE",
        "Last day, where it takes several",
        &[],
        |a| &a.until,
        |a| &mut a.until,
    ),
    Row::new("due", "DATE", "Day by which it is to be done", &[], |a| &a.due, |a| &mut a.due),
    Row::new(
        "status",
        "STATUS",
        "How far it is: planned, ongoing, done or cancelled",
        &[Required],
        |a| &a.status,
        |a| &mut a.status,
    ),
    Row::new(
        "known_by",
        "DATE",
        "Date of the source, for what has no date of its own",
        &[],
        |a| &a.known_by,
        |a| &mut a.known_by,
    )
    .flag("known-by"),
    Row::new("areas", "AREA", "Area of cooperation", &[Searched], |a| &a.areas, |a| &mut a.areas)
        .flag("area")
        .list("Area to add", "Area to take away"),
    Row::new(
        "participants",
        "NAME",
        "Who takes part",
        &[Searched],
        |a| &a.participants,
        |a| &mut a.participants,
    )
    .flag("participant")
    .list("Participant to add", "Participant to take away"),
    Row::new("place", "PLACE", "Where it takes place", &[Searched], |a| &a.place, |a| &mut a.place),
    Row::new("outcome", "TEXT", "What came of it", &[Searched], |a| &a.outcome, |a| &mut a.outcome),
    Row::new(
        "references",
        "REFERENCE",
        "Where a fact comes from, as \"Title | URL | DATE\"",
        &[Searched],
        |a| &a.references,
        |a| &mut a.references,
    )
    .flag("reference")
    .list("Reference to add", "Reference to take away, by its title or address"),
    Row::new(
        "contact",
        "NAME",
        "Who looks after it",
        &[Searched],
        |a| &a.contact,
        |a| &mut a.contact,
    ),
    Row::new("notes", "TEXT", "Remarks", &[Searched], |a| &a.notes, |a| &mut a.notes),
    Row::new("fields", "K=V", "Field of your own", &[Searched], |a| &a.fields, |a| &mut a.fields)
        .flag("field")
        .list("Field of your own to add", "Field of your own to take away, by its name")
        .removed_by("K"),
];

impl HasFields for Activity {
    fn fields() -> &'static [Row] {
        &ACTIVITY_FIELDS
    }

    fn empty() -> Self {
        Self::new(NonZeroU32::MIN, "")
    }
}
