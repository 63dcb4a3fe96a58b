//! The rules of `check`: contradictions, gaps, and what is due.

mod due;
mod finding;
mod fix;
mod links;
mod record;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::agreement::Agreement;
use super::amendment::amendments_after;
use super::date::Day;
use super::id::Id;
use super::lineage::Lineages;
use super::registry::Header;
use super::standing::{LineageContext, Thresholds};

pub use due::Periods;
pub use finding::{Finding, Rule, Severity};
pub use fix::{Fix, fix};
pub use links::{LinkEnd, Links};
pub use record::CheckedAgreement;

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
/// assert_eq!(found[0].fix_command, "mou edit gds-2022 --end DATE");
/// assert_eq!(found[1].rule, Rule::Lapsed);
/// assert_eq!(found.len(), 2);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn findings(agreements: &[Agreement], today: Day, head: &Header) -> Vec<Finding> {
    findings_with(agreements, today, head, &|_| Vec::new())
}

/// Returns what [`findings`] returns, and what `find_more` finds in each agreement.
#[must_use]
pub fn findings_with(
    agreements: &[Agreement],
    today: Day,
    head: &Header,
    find_more: &dyn Fn(&CheckedAgreement<'_>) -> Vec<Finding>,
) -> Vec<Finding> {
    let agreements: Vec<Cow<'_, Agreement>> = agreements.iter().map(|it| it.on(today)).collect();
    let agreements: Vec<&Agreement> = agreements.iter().map(AsRef::as_ref).collect();
    let lineages = Lineages::new(agreements.iter().copied(), today);
    let by_id: BTreeMap<&Id, &Agreement> = agreements.iter().map(|it| (&it.id, *it)).collect();
    let periods_of = |id: &Id| {
        let agreement = by_id.get(id);
        agreement.map_or_else(Periods::new, |it| periods(it, &lineages.context_of(id), today))
    };
    let (mut found, mut links) = (Vec::new(), Links::default());
    for (id, agreement) in &by_id {
        let context = lineages.context_of(id);
        let checked = CheckedAgreement::new(agreement, &context, today, head);
        found.extend(checked.findings(&periods_of));
        found.extend(find_more(&checked));
        links.note(LinkEnd::new(&checked));
    }
    found.extend(links.findings());
    sort_findings(&mut found);
    found
}

/// Returns the periods in which an agreement runs, as seen on `today`. It must have the values that hold on that day.
#[must_use]
pub fn periods(agreement: &Agreement, context: &LineageContext, today: Day) -> Periods {
    let life = agreement.life(context, today);
    let standing = agreement.standing_in(&life, context, today, &Thresholds::DEFAULT_THRESHOLDS);
    due::periods(agreement, &life, &standing)
}

/// Sorts findings as [`findings`] does: errors, then gaps, then what is due, each by id. What is found in
/// one record stays in its order.
pub fn sort_findings(findings: &mut [Finding]) {
    // They mostly come by id: that is seen at once, and there are few severities to part them by.
    findings.sort_by(|one, other| one.agreement.cmp(&other.agreement));
    findings.sort_by_key(Finding::severity);
}

/// Returns the contradictions within one agreement on `today` and after each later amendment, its links ignored.
#[must_use]
pub fn contradictions(agreement: &Agreement, today: Day) -> Vec<Finding> {
    let to_come = amendments_after(&agreement.events, today);
    let days = to_come.into_iter().map(|index| agreement.events[index].counts_from());
    let mut findings = Vec::new();
    for day in std::iter::once(today).chain(days) {
        let agreement = agreement.on(day);
        let (alone, head) = (LineageContext::default(), Header::default());
        let checked = CheckedAgreement::new(&agreement, &alone, day, &head);
        let mut found = Vec::new();
        record::find_errors(&checked, &mut found);
        found.retain(|finding| !findings.contains(finding));
        findings.append(&mut found);
    }
    findings
}

impl CheckedAgreement<'_> {
    /// Returns what is found in the agreement, without its links: see [`Links`]. `periods_of` returns
    /// the [`periods`] of another agreement.
    #[must_use]
    pub fn findings(&self, periods_of: &dyn Fn(&Id) -> Periods) -> Vec<Finding> {
        let mut findings = Vec::new();
        record::find_errors(self, &mut findings);
        due::find_gaps(self, &mut findings);
        due::find_due(self, periods_of, &mut findings);
        findings
    }
}

#[cfg(test)]
mod tests;
