//! Looking for what contradicts itself, is not known or is due, in a registry of which little is held.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::domain::{
    Agreement, Bearing, Day, Finding, Id, Lineages, Links, Periods, Spans, Tenure, findings_in,
    periods, sort_findings,
};
use crate::error::{Error, Result};
use crate::store::Reading;

/// What came of an inspection.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// What is found, as [`findings`](crate::domain::findings) finds it.
    pub(crate) findings: Vec<Finding>,
    /// How many agreements there are.
    pub(crate) agreements: usize,
}

/// What came of the first look at the agreements of a part of the file.
#[derive(Default)]
struct Part {
    findings: Vec<Finding>,
    agreements: usize,
    links: Links,
    noted: Vec<(usize, Bearing)>,
    /// The marks of those in which others have a say.
    awaited: Vec<u64>,
    cursor: usize,
}

/// Inspects all agreements: most at the first look, and those that are in a lineage with others again
/// when all are known.
pub(crate) fn inspect(reading: &Reading, today: Day) -> Result<Inspected> {
    let spans = Spans::of(&reading.head().settings);
    let mut lineages = Lineages::of_links(&reading.links()?);
    let parts = reading.pass_by_parts(|record, part: &mut Part| {
        let agreement = record.agreement()?;
        let bearing = Bearing::of(&Tenure::from(&agreement), today);
        let place = lineages.place_behind(&agreement.id, &mut part.cursor);
        part.agreements += 1;
        if place.is_some() || has_links(&agreement) {
            part.links.note(&agreement);
        }
        if let Some(place) = place {
            part.noted.push((place, bearing));
            part.awaited.push(record.mark());
        } else {
            let around = bearing.alone();
            let found = findings_in(&agreement, &around, today, &spans, &|_| Periods::new());
            part.findings.extend(found);
        }
        Ok(())
    })?;
    let mut inspected = Inspected { findings: Vec::new(), agreements: 0 };
    let (mut links, mut awaited) = (Links::default(), Vec::new());
    for part in parts {
        inspected.findings.extend(part.findings);
        inspected.agreements += part.agreements;
        links.append(part.links);
        awaited.extend(part.awaited);
        part.noted.into_iter().for_each(|(place, bearing)| lineages.tell(place, bearing));
    }
    lineages.link();
    inspected.findings.extend(among_others(reading, &lineages, &awaited, today, &spans)?);
    for id in known(reading, &links.unknown())? {
        links.know(id);
    }
    inspected.findings.extend(links.findings());
    sort_findings(&mut inspected.findings);
    Ok(inspected)
}

/// Tells whether there is something to find in the links of an agreement that make no lineage.
fn has_links(agreement: &Agreement) -> bool {
    let is_own = |related: &String| related == agreement.id.as_str();
    agreement.under.is_some() || agreement.related.iter().any(is_own)
}

/// Returns what is found in the agreements of these marks, which are in a lineage with others.
fn among_others(
    reading: &Reading,
    lineages: &Lineages,
    marks: &[u64],
    today: Day,
    spans: &Spans,
) -> Result<Vec<Finding>> {
    let trouble = OnceLock::new();
    let periods_of = |id: &Id| {
        let found = reading
            .find(id.as_str())
            .and_then(|found| found.map(|record| record.agreement()).transpose());
        let agreement = found.unwrap_or_else(|error: Error| {
            trouble.get_or_init(|| error);
            None
        });
        agreement.map(|one| periods(&one, &lineages.around(id), today)).unwrap_or_default()
    };
    let findings = reading.revisit(marks, |record, findings| {
        let agreement = record.agreement()?;
        let around = lineages.around(&agreement.id);
        findings.extend(findings_in(&agreement, &around, today, spans, &periods_of));
        Ok(())
    })?;
    trouble.into_inner().map_or(Ok(findings), Err)
}

/// Returns those of the ids that there are agreements of.
fn known(reading: &Reading, ids: &BTreeSet<Id>) -> Result<Vec<Id>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    reading.pass(|record, known| {
        known.extend(ids.get(record.id()).cloned());
        Ok(())
    })
}
