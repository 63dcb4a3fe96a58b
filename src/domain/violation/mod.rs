//! What in a registry contradicts itself, is not known, or is due.

mod circles;
mod due;
mod gaps;
mod links;
mod mend;
mod record;
mod rule;

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;

use super::agreement::Agreement;
use super::date::{Date, Day};
use super::id::Id;
use super::life::Life;
use super::lineage::Lineages;
use super::standing::{Spans, Standing, Surroundings};
use super::tenure::Tenure;

pub use mend::{Mending, mend};
pub use rule::{Rule, Severity};

/// Something that is to be mended, noted or done in one record, as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub rule: Rule,
    /// The agreement.
    pub agreement: Id,
    /// The number of the activity under it, where it is about one.
    pub activity: Option<NonZeroU32>,
    /// What is wrong, as a sentence that follows what [`Finding::id`] names: "succeeds `x`, which is
    /// not in the registry".
    pub message: String,
    /// The command that mends it. What only the reader knows stands in capitals: `DATE`, `TITLE`.
    pub mend: String,
}

impl Finding {
    /// Returns how bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Returns the id of what it is about: `<agreement>`, or `<agreement>/<n>`.
    #[must_use]
    pub fn id(&self) -> String {
        match self.activity {
            Some(n) => format!("{}/{n}", self.agreement),
            None => self.agreement.to_string(),
        }
    }
}

impl fmt::Display for Finding {
    /// Writes the finding in one sentence, without the command that mends it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.message)
    }
}

/// Returns what is found in the agreements of a registry on `today`: errors, then gaps, then what is
/// due, each by id.
///
/// Between dates that are not known to the day an error is claimed only where it is one whatever
/// they turn out to be. Drafts have few gaps: nothing of them has to be known yet.
///
/// ```
/// use mou::domain::{Agreement, Rule, Spans, findings, typed};
///
/// let today = "2024-06-01".parse::<mou::domain::Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government".to_owned());
/// agreement.parties = vec![typed::party("GDS")?, typed::party("GovTech")?];
/// agreement.contact = Some("Mei".to_owned());
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.effective = Some("2022-06".parse()?);
/// agreement.end = Some("2025-07-04".parse()?);
/// let found = findings(&[agreement], today, &Spans::USUAL);
/// assert_eq!(found[0].rule, Rule::EffectiveBeforeSigned);
/// assert_eq!(found[0].mend, "mou edit gds-2022 --effective DATE");
/// assert_eq!(found.len(), 1);
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[must_use]
pub fn findings(agreements: &[Agreement], today: Day, spans: &Spans) -> Vec<Finding> {
    let tenures: Vec<Tenure> = agreements.iter().map(Tenure::from).collect();
    let lineages = Lineages::of(agreements.iter().zip(&tenures), today);
    let registry: BTreeMap<&Id, Case<'_>> = agreements
        .iter()
        .zip(&tenures)
        .map(|(agreement, tenure)| {
            let around = lineages.around(&agreement.id);
            let life = tenure.life(&around, today);
            let standing = tenure.standing_in(&life, &around, today, spans);
            (&agreement.id, Case { agreement, tenure, standing, life, today })
        })
        .collect();
    let mut findings = Vec::new();
    for case in registry.values() {
        record::look(case, &mut findings);
        links::look(case, &registry, &mut findings);
        gaps::look(case, &mut findings);
        due::look(case, &registry, &mut findings);
    }
    links::look_for_circles(&registry, &mut findings);
    // Stable: what is found in one record stays in the order in which it was looked for.
    findings.sort_by(|one, other| {
        (one.severity(), &one.agreement).cmp(&(other.severity(), &other.agreement))
    });
    findings
}

/// Returns the contradictions within one agreement on `today`, as if it stood alone: the errors that
/// [`findings`] finds in one without links, and nothing else is looked for.
#[must_use]
pub fn contradictions(agreement: &Agreement, today: Day) -> Vec<Finding> {
    let tenure = Tenure::from(agreement);
    let around = Surroundings::default();
    let life = tenure.life(&around, today);
    let standing = tenure.standing_in(&life, &around, today, &Spans::USUAL);
    let case = Case { agreement, tenure: &tenure, standing, life, today };
    let mut findings = Vec::new();
    record::look(&case, &mut findings);
    findings
}

/// An agreement with what follows from it.
struct Case<'a> {
    agreement: &'a Agreement,
    tenure: &'a Tenure,
    standing: Standing,
    life: Life,
    today: Day,
}

impl Case<'_> {
    /// Returns a finding in the agreement, which `mou` with these words mends.
    fn finding(&self, rule: Rule, message: impl Into<String>, mend: impl fmt::Display) -> Finding {
        Finding {
            rule,
            agreement: self.agreement.id.clone(),
            activity: None,
            message: message.into(),
            mend: format!("mou {mend}"),
        }
    }

    /// Returns a finding in the agreement, which `mou edit` with these flags mends.
    fn to_edit(&self, rule: Rule, message: impl Into<String>, flags: &str) -> Finding {
        let blank = if flags.is_empty() { "" } else { " " };
        self.finding(rule, message, format_args!("edit {}{blank}{flags}", self.agreement.id))
    }
}

/// Tells whether `one` is before `other`, whatever days the two turn out to be.
fn is_before(one: Date, other: Date) -> bool {
    one.last() < other.first()
}

#[cfg(test)]
mod tests;
