//! The hint after a change: the command that usually comes next.

use crate::domain::{Activity, Agreement, Progress};
use crate::store::Change;

/// Returns true if the hint after `command` depends on the records that it added. They are few.
pub(crate) fn needs_new_records(command: &str) -> bool {
    matches!(command, "add" | "draft" | "renew")
}

/// Returns the hint after `command`, which made these changes: a command that can be typed next, and what it does.
pub(crate) fn after(command: &str, changes: &[Change]) -> String {
    let only = match changes {
        [only] => Some(only),
        _ => None,
    };
    let id = only.map(|change| change.id.as_str());
    let agreement = only.and_then(|change| change.after.as_ref());
    match (command, id, agreement) {
        ("init", ..) => {
            "`mou add` records the first agreement, `mou import` brings in a sheet".to_owned()
        }
        ("remove" | "activity remove" | "party merge", ..) => "`mou undo` takes it back".to_owned(),
        ("undo", ..) => "`mou redo` puts it back".to_owned(),
        ("redo", ..) => "`mou undo` takes it back again".to_owned(),
        ("import" | "check" | "accept", ..) => {
            "`mou check` lists the errors and gaps that are left".to_owned()
        }
        ("config", ..) => "`mou config` shows all settings".to_owned(),
        ("party rename", ..) => "`mou party list` shows all parties".to_owned(),
        ("contact rename", ..) => "`mou contact list` shows all contacts".to_owned(),
        ("add" | "draft", Some(id), Some(agreement)) => after_add(id, agreement),
        ("amend" | "notice", Some(id), _) => {
            format!("`mou why {id}` shows how its dates follow")
        }
        ("suspend", Some(id), _) => format!("`mou resume {id}` when it continues"),
        ("activity add", Some(id), Some(agreement)) => after_activity(id, &agreement.activities),
        ("activity edit" | "activity done", Some(id), _) => {
            format!("`mou activity list {id}` shows all its activities")
        }
        // A successor was added.
        ("renew", Some(id), Some(agreement)) if !agreement.succeeds.is_empty() => {
            format!("`mou chain {id}` shows what it succeeds")
        }
        (_, Some(id), Some(_)) => format!("`mou show {id}` shows it in full"),
        _ => "`mou undo` takes it back".to_owned(),
    }
}

/// Returns the hint after an agreement was added: the most important fact that is missing.
fn after_add(id: &str, agreement: &Agreement) -> String {
    if agreement.signed.is_none() {
        return format!("it is a draft; `mou edit {id} --signed DATE` records the signing date");
    }
    if agreement.term.is_none() && agreement.end.is_none() {
        return format!("its end is not known; `mou edit {id} --term 3y` records its term");
    }
    if agreement.contact.is_none() {
        return format!("`mou edit {id} --contact NAME` records who is in charge");
    }
    format!("`mou show {id}` shows it in full")
}

/// Returns the hint after an activity was added to these.
fn after_activity(id: &str, activities: &[Activity]) -> String {
    let newest = activities.iter().max_by_key(|activity| activity.n);
    let open = newest
        .filter(|activity| matches!(activity.status, Some(Progress::Planned | Progress::Ongoing)));
    match open {
        Some(activity) => format!("`mou activity done {id}/{}` when it is done", activity.n),
        None => format!("`mou activity list {id}` shows all its activities"),
    }
}
