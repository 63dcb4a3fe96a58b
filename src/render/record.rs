//! An agreement or an activity as JSON: the stored members and the derived ones side by side.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::json::Object;
use crate::domain::{Agreement, Date, Flag, Id, Status, Text, amendments_after, next_amendment};
use crate::error::{Error, Result};
use crate::report::activities::Listed;
use crate::report::amendment::amended;
use crate::report::roll::Entry;

/// What is printed of an agreement beside its stored fields: what follows from them on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Derived {
    /// What it is on the day.
    pub status: Status,
    /// The last day of its current period, or `indefinite`; absent where it is not known.
    pub ends: Option<String>,
    /// The day by which to act.
    pub act_by: Option<Date>,
    /// Days until it ends; negative when past.
    pub ends_in_days: Option<i64>,
    /// Days until the day by which to act; negative when past.
    pub act_in_days: Option<i64>,
    /// The parties other than the owner of the registry.
    pub partners: Option<Vec<Text>>,
    /// The signed agreements that succeed it.
    pub succeeded_by: Option<Vec<Id>>,
    /// Days since the latest thing done.
    pub idle_days: Option<i64>,
    /// What is to be noticed.
    pub flags: Vec<Flag>,
}

impl From<&Entry> for Derived {
    fn from(entry: &Entry) -> Self {
        let standing = &entry.standing;
        let ends = standing.ends.to_string();
        Self {
            status: standing.status,
            ends: Some(ends).filter(|ends| !ends.is_empty()),
            act_by: standing.act_by,
            ends_in_days: standing.ends_in_days,
            act_in_days: standing.act_in_days,
            partners: some(&entry.partners),
            succeeded_by: some(&standing.succeeded_by),
            idle_days: standing.idle_days,
            flags: standing.flags.clone(),
        }
    }
}

/// Returns the agreement as it is stored, with the values that hold on the day and what follows from
/// its facts beside them.
///
/// If a stored member has the name of a derived one, the derived one is printed. What is not known is
/// absent.
pub fn agreement(entry: &Entry) -> Result<Object> {
    let mut object = Object::from_stored(&entry.stored)?;
    if !amendments_after(&entry.agreement.events, entry.day).is_empty() {
        let newest: Agreement = serde_json::from_str(&entry.stored)
            .map_err(|cause| Error::damaged(format!("a record is no agreement: {cause}")))?;
        for (name, change) in amended(&newest, &entry.agreement) {
            match raw_old_value(&object, entry, &name) {
                Some(raw) => object.set(&name, &raw)?,
                None => object.set(&name, &change.member("new"))?,
            };
        }
    }
    object.set_all(&Derived::from(entry))?;
    Ok(object)
}

/// Returns the value of a dated field on the day as the next amendment of it has it, with the keys
/// that mou does not know; `None` if the field had no value.
fn raw_old_value(stored: &Object, entry: &Entry, name: &str) -> Option<Box<RawValue>> {
    let index = next_amendment(&entry.agreement.events, entry.day, name)?;
    let events: Vec<BTreeMap<String, Box<RawValue>>> =
        serde_json::from_str(stored.raw("events")?).ok()?;
    let mut raw = events.into_iter().nth(index)?.remove("fields")?;
    for key in [name, "old"] {
        let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(raw.get()).ok()?;
        raw = members.remove(key)?;
    }
    Some(raw)
}

/// Returns the activity as it is stored, with its ids and what follows from its facts beside it.
pub fn activity(listed: &Listed) -> Result<Object> {
    let mut object = Object::from_stored(&listed.stored)?;
    object.set("id", &listed.id())?;
    object.set("agreement", &listed.agreement)?;
    object.set("overdue", &listed.is_overdue)?;
    Ok(object)
}

fn some<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}
