//! What `check` lists: findings, or how many there are of each rule.

use std::collections::BTreeMap;

use super::table::{Cell, Column};
use crate::domain::{Finding, Rule};

/// The column of the command that fixes a finding.
pub const COMMAND_COLUMN: &str = "mend";

/// The columns of a list of findings, unless others are chosen.
pub const DEFAULT_FINDING_COLUMNS: [&str; 4] = ["severity", "id", "message", COMMAND_COLUMN];

/// All columns of findings.
pub static FINDING_COLUMNS: [Column<Finding>; 7] = [
    Column::text("severity", |finding| Cell::Text(finding.severity().to_string().into())),
    Column::text("rule", |finding| Cell::Text(finding.rule.to_string().into())),
    Column::text("id", |finding| Cell::Text(finding.id().into())),
    Column::text("agreement", |finding| Cell::Text(finding.agreement.to_string().into())),
    Column::number("activity", |finding| {
        Cell::number(finding.activity.map(|n| i64::from(n.get())))
    }),
    Column::text("message", |finding| Cell::Text((&finding.message).into())),
    Column::text(COMMAND_COLUMN, |finding| Cell::Text((&finding.fix_command).into())),
];

/// How many findings a rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule.
    pub rule: Rule,
    /// How many findings it has.
    pub count: usize,
}

impl RuleCount {
    /// Returns the number of findings of each rule that has some, the worst rules first.
    #[must_use]
    pub fn of_each(findings: &[Finding]) -> Vec<Self> {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.rule).or_insert(0) += 1;
        }
        counts.into_iter().map(|(rule, count)| Self { rule, count }).collect()
    }
}

/// The columns of a summary of findings.
pub const DEFAULT_RULE_COUNT_COLUMNS: [&str; 3] = ["severity", "findings", "command"];

/// All columns of a summary of findings.
pub static RULE_COUNT_COLUMNS: [Column<RuleCount>; 3] = [
    Column::text("severity", |counted| Cell::Text(counted.rule.severity().to_string().into())),
    Column::number("findings", |counted| Cell::number(i64::try_from(counted.count).ok())),
    Column::text("command", |counted| Cell::full(format!("mou check --rule {}", counted.rule))),
];
