//! The columns of what a check finds.

use super::table::{Cell, Column};
use crate::domain::Finding;

/// The columns that a list of findings has unless others are named.
pub const USUAL: [&str; 4] = ["severity", "id", "message", "mend"];

/// All columns of findings.
pub static COLUMNS: [Column<Finding>; 7] = [
    text("severity", |finding| Cell::Text(finding.severity().to_string())),
    text("rule", |finding| Cell::Text(finding.rule.to_string())),
    text("id", |finding| Cell::Text(finding.id())),
    text("agreement", |finding| Cell::Text(finding.agreement.to_string())),
    Column {
        name: "activity",
        is_number: true,
        cell: |finding| Cell::number(finding.activity.map(|n| i64::from(n.get()))),
    },
    text("message", |finding| Cell::Text(finding.message.clone())),
    text("mend", |finding| Cell::Text(finding.mend.clone())),
];

const fn text(name: &'static str, cell: fn(&Finding) -> Cell) -> Column<Finding> {
    Column { name, is_number: false, cell }
}
