//! The texts of a record, in which words are looked for.

use std::collections::BTreeMap;

use crate::domain::activity::Activity;
use crate::domain::agreement::Agreement;
use crate::domain::event::{Event, EventKind};
use crate::domain::party::{Party, Person};
use crate::domain::reference::{Document, Reference};
use crate::domain::text::Text;

/// Tells whether a text of the agreement `is_it`: of its id, its own texts, those of what happened
/// to it and of what was done under it, and the keys and values of the user's own fields. Dates,
/// and the ids of other agreements that it follows or implements, are no texts.
pub(super) fn of_agreement(agreement: &Agreement, is_it: impl Fn(&str) -> bool + Copy) -> bool {
    is_it(agreement.id.as_str())
        || is_it(&agreement.title)
        || is_it(&agreement.kind)
        || agreement.parties.iter().any(|party| of_party(party, is_it))
        || optional(&[&agreement.place, &agreement.contact, &agreement.notes], is_it)
        || agreement.signatories.iter().any(|person| of_person(person, is_it))
        || agreement.witnesses.iter().any(|person| of_person(person, is_it))
        || any(&agreement.areas, is_it)
        || any(&agreement.tags, is_it)
        || any(&agreement.related, is_it)
        || agreement.references.iter().any(|reference| of_reference(reference, is_it))
        || agreement.documents.iter().any(|document| of_document(document, is_it))
        || agreement.events.iter().any(|event| of_event(event, is_it))
        || of_fields(&agreement.fields, is_it)
        || agreement.activities.iter().any(|activity| of_activity(activity, is_it))
}

/// Tells whether a text of the activity `is_it`.
pub(super) fn of_activity(activity: &Activity, is_it: impl Fn(&str) -> bool + Copy) -> bool {
    is_it(&activity.title)
        || optional(
            &[
                &activity.kind,
                &activity.place,
                &activity.outcome,
                &activity.contact,
                &activity.notes,
            ],
            is_it,
        )
        || any(&activity.areas, is_it)
        || any(&activity.participants, is_it)
        || activity.references.iter().any(|reference| of_reference(reference, is_it))
        || of_fields(&activity.fields, is_it)
}

fn of_party(party: &Party, is_it: impl Fn(&str) -> bool) -> bool {
    is_it(&party.name) || optional(&[&party.short, &party.country, &party.role], is_it)
}

fn of_person(person: &Person, is_it: impl Fn(&str) -> bool) -> bool {
    is_it(&person.name) || optional(&[&person.title, &person.party], is_it)
}

fn of_reference(reference: &Reference, is_it: impl Fn(&str) -> bool) -> bool {
    is_it(&reference.title) || optional(&[&reference.url], is_it)
}

fn of_document(document: &Document, is_it: impl Fn(&str) -> bool) -> bool {
    is_it(&document.title) || optional(&[&document.path], is_it)
}

fn of_event(event: &Event, is_it: impl Fn(&str) -> bool) -> bool {
    matches!(&event.kind, EventKind::Remark(word) if is_it(word))
        || optional(&[&event.by, &event.note], is_it)
}

fn of_fields(fields: &BTreeMap<String, String>, is_it: impl Fn(&str) -> bool) -> bool {
    fields.iter().any(|(key, value)| is_it(key) || is_it(value))
}

fn optional(texts: &[&Option<Text>], is_it: impl Fn(&str) -> bool) -> bool {
    texts.iter().any(|text| text.as_ref().is_some_and(|text| is_it(text)))
}

fn any(texts: &[Text], is_it: impl Fn(&str) -> bool) -> bool {
    texts.iter().any(|text| is_it(text))
}
