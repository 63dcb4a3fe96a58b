//! What differs between two versions of an agreement, in words.

use crate::domain::{Agreement, Field, Head};

/// A field that differs, with its values before and after as a person types them; absent is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Returns the fields that differ, in the order of the file. A missing version has no fields.
#[must_use]
pub fn differences(before: Option<&Agreement>, after: Option<&Agreement>) -> Vec<Difference> {
    let text =
        |field: Field, of: Option<&Agreement>| of.map_or_else(String::new, |of| field.text(of));
    Field::ALL
        .into_iter()
        .map(|field| Difference { field, old: text(field, before), new: text(field, after) })
        .filter(|difference| difference.old != difference.new)
        .collect()
}

/// Returns what a registry says of itself otherwise than before: the name, the old and the new
/// value, absent as empty.
#[must_use]
pub fn head_differences(before: &Head, after: &Head) -> Vec<(&'static str, String, String)> {
    let [before, after] = [before, after].map(head_values);
    before
        .into_iter()
        .zip(after)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| (name, old, new))
        .collect()
}

fn head_values(head: &Head) -> [(&'static str, String); 6] {
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
    let settings = &head.settings;
    let lead: Vec<String> = settings.lead.iter().map(ToString::to_string).collect();
    [
        ("uid", text(head.uid.as_ref().map(|uid| uid as _))),
        ("owner", text(head.owner.as_ref().map(|owner| owner as _))),
        ("within", text(settings.within.as_ref().map(|within| within as _))),
        ("dormant", text(settings.dormant.as_ref().map(|dormant| dormant as _))),
        ("lead", lead.join("; ")),
        ("log", text(settings.log.as_ref().map(|log| log as _))),
    ]
}
