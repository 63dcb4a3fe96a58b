//! The columns of what a check finds.

use super::table::{Cell, Column};
use crate::domain::Finding;

/// The columns that a list of findings has unless others are named.
pub const USUAL: [&str; 4] = ["severity", "id", "message", "mend"];

/// All columns of findings.
pub static COLUMNS: [Column<Finding>; 7] = [
    Column::text("severity", |finding| Cell::Text(finding.severity().to_string().into())),
    Column::text("rule", |finding| Cell::Text(finding.rule.to_string().into())),
    Column::text("id", |finding| Cell::Text(finding.id().into())),
    Column::text("agreement", |finding| Cell::Text(finding.agreement.to_string().into())),
    Column::number("activity", |finding| {
        Cell::number(finding.activity.map(|n| i64::from(n.get())))
    }),
    Column::text("message", |finding| Cell::Text((&finding.message).into())),
    Column::text("mend", |finding| Cell::Text((&finding.mend).into())),
];
