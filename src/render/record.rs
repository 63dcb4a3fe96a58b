//! An agreement or an activity as JSON: the stored members and the derived ones side by side.

use super::json::Object;
use crate::error::Result;
use crate::report::activities::Listed;
use crate::report::roll::Entry;

/// Returns the agreement as it is stored, with what follows from its facts beside it.
///
/// A stored member that has the name of a derived one gives way to it; what is not known is absent.
pub fn agreement(entry: &Entry) -> Result<Object> {
    let standing = &entry.standing;
    let mut object = Object::of_stored(&entry.stored)?;
    let ends = standing.ends.to_string();
    object.set("status", &standing.status)?;
    object.set("ends", &Some(ends).filter(|ends| !ends.is_empty()))?;
    object.set("act_by", &standing.act_by)?;
    object.set("ends_in_days", &standing.ends_in_days)?;
    object.set("act_in_days", &standing.act_in_days)?;
    object.set("partners", &some(&entry.partners))?;
    object.set("succeeded_by", &some(&standing.succeeded_by))?;
    object.set("idle_days", &standing.idle_days)?;
    object.set("flags", &standing.flags)?;
    Ok(object)
}

/// Returns the activity as it is stored, with its ids and what follows from its facts beside it.
pub fn activity(listed: &Listed) -> Result<Object> {
    let mut object = Object::of_stored(&listed.stored)?;
    object.set("id", &listed.id())?;
    object.set("agreement", &listed.agreement)?;
    object.set("overdue", &listed.is_overdue)?;
    Ok(object)
}

fn some<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}
