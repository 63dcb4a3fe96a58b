//! Amendments in time: before its day the old values hold, from its day on the new ones.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::agreement::Agreement;
use super::date::Day;
use super::event::{Event, EventKind};
use super::field::{AgreementField, Field, HasFields};
use super::parse_error::ParseError;
use super::value::Value;

impl Agreement {
    /// Returns the agreement with the values that hold on `day`: amendments that have not happened
    /// by then are undone, the latest first (S13). Its events are unchanged.
    #[must_use]
    pub fn on(&self, day: Day) -> Cow<'_, Self> {
        let to_come = amendments_after(&self.events, day);
        if to_come.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut then = self.clone();
        for index in to_come.into_iter().rev() {
            for (field, old) in old_values(&self.events[index]) {
                // The form was checked when the record was read.
                let _ = field.load(&mut then, old);
            }
        }
        Cow::Owned(then)
    }

    /// Returns the agreement with the values that hold on `day`; see [`on`](Self::on).
    #[must_use]
    pub fn into_values_on(self, day: Day) -> Self {
        match self.on(day) {
            Cow::Owned(then) => then,
            Cow::Borrowed(_) => self,
        }
    }
}

/// Returns true if the values of the field of this name hold in time (S13).
#[must_use]
pub fn is_dated(name: &str) -> bool {
    Field::dated().any(|field| field.name() == name)
}

/// Returns the index of the first amendment after `day` that changes the field of this name.
#[must_use]
pub fn next_amendment(events: &[Event], day: Day, name: &str) -> Option<usize> {
    let to_come = amendments_after(events, day);
    to_come.into_iter().find(|index| events[*index].fields.contains_key(name))
}

/// Returns the indexes of the amendments that have not happened by `day`, the earliest first.
#[must_use]
pub fn amendments_after(events: &[Event], day: Day) -> Vec<usize> {
    let is_to_come = |event: &Event| event.kind == EventKind::Amended && event.counts_from() > day;
    let mut indexes: Vec<usize> =
        (0..events.len()).filter(|index| is_to_come(&events[*index])).collect();
    indexes.sort_by_key(|index| events[*index].counts_from());
    indexes
}

/// Returns the dated fields that an amendment names, each with its old value if it had one.
pub(super) fn old_values(
    event: &Event,
) -> impl Iterator<Item = (&'static AgreementField, Option<&Value>)> {
    Field::dated().filter_map(|field| {
        let change = event.fields.get(field.name())?;
        Some((field.spec(), change.member("old")))
    })
}

/// Reads events, and checks that the old values of the dated fields can be restored.
pub(super) fn checked_events<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Event>, D::Error> {
    let events = Vec::<Event>::deserialize(deserializer)?;
    for (event, number) in events.iter().zip(1..) {
        if event.kind == EventKind::Amended {
            check(event).map_err(|why| D::Error::custom(format!("event {number}: {why}")))?;
        }
    }
    Ok(events)
}

/// Fails if the old value of a dated field does not have the form of that field.
fn check(event: &Event) -> Result<(), ParseError> {
    let mut probe = Agreement::empty();
    for (field, old) in old_values(event) {
        if !matches!(event.fields.get(field.name), Some(Value::Members(_))) {
            return Err(ParseError::new(format!(
                "the change of `{}` is not an object",
                field.name
            )));
        }
        field
            .load(&mut probe, old)
            .map_err(|why| ParseError::new(format!("the old value of `{}`: {why}", field.name)))?;
    }
    Ok(())
}
