//! What in a registry contradicts itself, is not known, or is due.

mod circles;
mod due;
mod fix;
mod gaps;
mod links;
mod record;
mod rule;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;

use super::agreement::Agreement;
use super::amendment::amendments_after;
use super::date::{Date, Day};
use super::id::Id;
use super::life::Life;
use super::lineage::Lineages;
use super::registry::Header;
use super::standing::{LineageContext, Standing, Thresholds};
use super::tenure::Tenure;

pub use due::Periods;
pub use fix::{Fix, mend};
pub use links::{FrameworkEnd, LinkEnd, Links};
pub use rule::{Rule, Severity};

/// What a check found in one record, as of a day: an error, a gap or something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// The agreement.
    pub agreement: Id,
    /// The number of the activity, if the finding is about one.
    pub activity: Option<NonZeroU32>,
    /// What is wrong, as a sentence that follows what [`Finding::id`] names: "succeeds `x`, which is
    /// not in the registry".
    pub message: String,
    /// The command that fixes it, or two commands with `, or ` between them. What only the reader
    /// knows is in capitals: `DATE`, `TITLE`.
    pub mend: String,
}

impl Finding {
    /// Returns a finding in the agreement with this id, fixed by `mou` with these words.
    fn new(id: &Id, rule: Rule, message: impl Into<String>, mend: impl fmt::Display) -> Self {
        Self {
            rule,
            agreement: id.clone(),
            activity: None,
            message: message.into(),
            mend: format!("mou {mend}"),
        }
    }

    /// Returns a finding in the agreement with this id, fixed by `mou edit` with these flags.
    fn to_edit(id: &Id, rule: Rule, message: impl Into<String>, flags: &str) -> Self {
        let blank = if flags.is_empty() { "" } else { " " };
        Self::new(id, rule, message, format_args!("edit {id}{blank}{flags}"))
    }

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
    /// Writes the finding in one sentence, without the command that fixes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.message)
    }
}

/// Returns what is found in the agreements of a registry on `today`: errors, then gaps, then what is
/// due, each by id.
///
/// A contradiction between partial dates is an error only if it is one for all days that they may mean.
/// Drafts have few gaps, because nothing about them has to be known yet.
///
/// ```
/// use mou::domain::{Agreement, Header, Rule, findings, input};
///
/// let today = "2024-06-01".parse::<mou::domain::Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.parties = vec![input::parse_party("GDS")?, input::parse_party("GovTech")?];
/// agreement.contact = Some("Mei".into());
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.end = Some("2022-06".parse()?);
/// let found = findings(&[agreement], today, &Header::default());
/// assert_eq!(found[0].rule, Rule::EndBeforeStart);
/// assert_eq!(found[0].mend, "mou edit gds-2022 --end DATE");
/// assert_eq!(found[1].rule, Rule::Lapsed);
/// assert_eq!(found.len(), 2);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn findings(agreements: &[Agreement], today: Day, head: &Header) -> Vec<Finding> {
    let agreements: Vec<Cow<'_, Agreement>> = agreements.iter().map(|it| it.on(today)).collect();
    let agreements: Vec<&Agreement> = agreements.iter().map(AsRef::as_ref).collect();
    let tenures: Vec<Tenure> = agreements.iter().map(|it| Tenure::from_values(it)).collect();
    let pairs = agreements.iter().copied().zip(&tenures);
    let lineages = Lineages::of(pairs.clone(), today);
    let by_id: BTreeMap<&Id, (&Agreement, &Tenure)> =
        pairs.map(|(agreement, tenure)| (&agreement.id, (agreement, tenure))).collect();
    let periods_of = |id: &Id| {
        let of = |(_, tenure): &(_, &Tenure)| periods(tenure, &lineages.context_of(id), today);
        by_id.get(id).map(of).unwrap_or_default()
    };
    let (mut found, mut links) = (Vec::new(), Links::default());
    for (id, (agreement, tenure)) in &by_id {
        let around = lineages.context_of(id);
        let case = Case::new(agreement, tenure, &around, today, head);
        found.extend(case.findings(&periods_of));
        links.note(case.link_end());
    }
    found.extend(links.findings());
    sort_findings(&mut found);
    found
}

/// Returns the periods in which an agreement of these dated facts runs, as seen on `today`.
#[must_use]
pub fn periods(tenure: &Tenure, around: &LineageContext, today: Day) -> Periods {
    let life = tenure.life(around, today);
    let standing = tenure.standing_in(&life, around, today, &Thresholds::DEFAULT_THRESHOLDS);
    due::periods(tenure, &life, &standing)
}

/// Sorts findings as [`findings`] does: errors, then gaps, then what is due, each by id. What is found in
/// one record stays in its order.
pub fn sort_findings(findings: &mut [Finding]) {
    // They mostly come by id: that is seen at once, and there are few severities to part them by.
    findings.sort_by(|one, other| one.agreement.cmp(&other.agreement));
    findings.sort_by_key(Finding::severity);
}

/// Returns the contradictions within one agreement on `today`, as if it stood alone: the errors that
/// [`findings`] finds in one without links, and nothing else is looked for.
#[must_use]
pub fn contradictions(agreement: &Agreement, today: Day) -> Vec<Finding> {
    let to_come = amendments_after(&agreement.events, today);
    let days = to_come.into_iter().map(|index| agreement.events[index].counts_from());
    let mut findings = Vec::new();
    for day in std::iter::once(today).chain(days) {
        let agreement = agreement.on(day);
        let tenure = Tenure::from_values(&agreement);
        let (alone, head) = (LineageContext::default(), Header::default());
        let case = Case::new(&agreement, &tenure, &alone, day, &head);
        let mut found = Vec::new();
        record::look(&case, &mut found);
        found.retain(|finding| !findings.contains(finding));
        findings.append(&mut found);
    }
    findings
}

/// An agreement to be checked, with what follows from its facts on a day.
#[derive(Debug)]
pub struct Case<'a> {
    agreement: &'a Agreement,
    tenure: &'a Tenure,
    around: &'a LineageContext,
    /// The owner of the registry.
    owner: Option<&'a str>,
    standing: Standing,
    life: Life,
    today: Day,
}

impl<'a> Case<'a> {
    /// Returns an agreement to be checked on `today`. `tenure` is its dated facts, `around` what the
    /// other agreements mean for it, and `head` the header of the registry.
    #[must_use]
    pub fn new(
        agreement: &'a Agreement,
        tenure: &'a Tenure,
        around: &'a LineageContext,
        today: Day,
        head: &'a Header,
    ) -> Self {
        let life = tenure.life(around, today);
        let standing =
            tenure.standing_in(&life, around, today, &Thresholds::from_settings(&head.settings));
        let owner = head.owner.as_deref();
        Self { agreement, tenure, around, owner, standing, life, today }
    }

    /// Returns what is found in the agreement, without its links: see [`Links`]. `periods_of` returns
    /// the [`periods`] of another agreement.
    #[must_use]
    pub fn findings(&self, periods_of: &dyn Fn(&Id) -> Periods) -> Vec<Finding> {
        let mut findings = Vec::new();
        record::look(self, &mut findings);
        gaps::look(self, &mut findings);
        due::look(self, periods_of, &mut findings);
        findings
    }

    /// Returns the agreement as an end of links.
    #[must_use]
    pub fn link_end(&self) -> LinkEnd {
        LinkEnd::new(self)
    }

    /// Returns a finding in the agreement, fixed by `mou` with these words.
    fn finding(&self, rule: Rule, message: impl Into<String>, mend: impl fmt::Display) -> Finding {
        Finding::new(&self.agreement.id, rule, message, mend)
    }

    /// Returns a finding in the agreement, fixed by `mou edit` with these flags.
    fn to_edit(&self, rule: Rule, message: impl Into<String>, flags: &str) -> Finding {
        Finding::to_edit(&self.agreement.id, rule, message, flags)
    }
}

/// Returns true if `one` is before `other` whatever days the two mean.
fn is_before(one: Date, other: Date) -> bool {
    one.last() < other.first()
}

#[cfg(test)]
mod tests;
