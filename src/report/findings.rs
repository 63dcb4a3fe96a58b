//! The columns of what a check finds.

use super::table::{Cell, Column};
use crate::domain::Finding;

/// The columns that a list of findings has unless others are named.
pub const USUAL: [&str; 4] = ["severity", "id", "message", "mend"];

/// All columns of findings.
pub static COLUMNS: [Column<Finding>; 7] = [
    Column::text("severity", |finding| Cell::Text(finding.severity().to_string())),
    Column::text("rule", |finding| Cell::Text(finding.rule.to_string())),
    Column::text("id", |finding| Cell::Text(finding.id())),
    Column::text("agreement", |finding| Cell::Text(finding.agreement.to_string())),
    Column::number("activity", |finding| {
        Cell::number(finding.activity.map(|n| i64::from(n.get())))
    }),
    Column::text("message", |finding| Cell::Text(finding.message.clone())),
    Column::text("mend", |finding| Cell::Text(finding.mend.clone())),
];
