//! What needs attention today, as JSON.

use super::agreement;
use super::json::Object;
use crate::error::Result;
use crate::report::attention::Attention;

/// Returns what needs attention as an object: `as_of`, `within`, `counts` by status, and the
/// records `to_act_on`, `ending`, `lapsed`, `review_due`, `dormant`, `conflicts` and the activities `overdue`.
pub fn object(attention: &Attention<'_>) -> Result<Object> {
    let mut object = Object::new();
    object.set("as_of", &attention.today.to_string())?;
    object.set("within", &attention.within)?;
    let mut counts = Object::new();
    for (status, count) in &attention.counts {
        counts.set(status.word(), count)?;
    }
    object.set("counts", &counts)?;
    for (name, entries) in [
        ("to_act_on", &attention.to_act_on),
        ("ending", &attention.ending),
        ("lapsed", &attention.lapsed),
        ("review_due", &attention.reviews),
        ("dormant", &attention.dormant),
        ("conflicts", &attention.conflicts),
    ] {
        let records =
            entries.iter().map(|entry| agreement::object(entry)).collect::<Result<Vec<_>>>()?;
        object.set(name, &records)?;
    }
    let mut overdue = Vec::new();
    for (entry, activity) in &attention.overdue {
        let mut one = Object::new();
        one.set("id", &format!("{}/{}", entry.agreement.id, activity.n))?;
        one.set("agreement", &entry.agreement.id)?;
        one.set("title", &activity.title)?;
        one.set("status", &activity.status)?;
        one.set("due", &activity.due)?;
        overdue.push(one);
    }
    object.set("overdue", &overdue)?;
    Ok(object)
}
