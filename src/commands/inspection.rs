//! Looking for what contradicts itself, is not known or is due, in a registry of which little is held.

use std::sync::OnceLock;

use crate::commands::looks::{Linked, Noted, look_twice};
use crate::domain::{
    Agreement, Bearing, Day, Finding, Id, LinkEnd, Links, Periods, Spans, Tenure, Text,
    findings_in, periods, sort_findings,
};
use crate::error::Result;
use crate::store::Reading;

/// What came of an inspection.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// What is found, as [`findings`](crate::domain::findings) finds it.
    pub(crate) findings: Vec<Finding>,
    /// How many agreements there are.
    pub(crate) agreements: usize,
}

/// What is made of an agreement that is looked at.
#[derive(Debug)]
enum Made {
    Finding(Finding),
    Link(LinkEnd),
}

/// Inspects all agreements.
pub(crate) fn inspect(reading: &Reading, today: Day) -> Result<Inspected> {
    let spans = Spans::of(&reading.head().settings);
    let trouble = OnceLock::new();
    let mut looked = look_twice(
        reading,
        |record, made| {
            let stored = record.agreement()?;
            let agreement = stored.on(today);
            let tenure = Tenure::from_values(&agreement);
            let bearing = Bearing::of(&tenure, today);
            if agreement.succeeds.is_empty() {
                let around = bearing.alone();
                let no_other = |_: &Id| Periods::new();
                let found = findings_in(&agreement, &tenure, &around, today, &spans, &no_other);
                made.extend(found.into_iter().map(Made::Finding));
                let link = || Made::Link(LinkEnd::of(&agreement, &tenure));
                made.extend(has_links(&agreement).then(link));
            }
            let succeeds = stored.succeeds;
            Ok(Noted { succeeds, bearing, may_matter: true })
        },
        |record, linked, made| {
            let stored = record.agreement()?;
            let agreement = stored.on(today);
            let tenure = Tenure::from_values(&agreement);
            let around = linked.around(&agreement.id);
            let periods_of = |id: &Id| {
                periods_in(reading, linked, id, today).unwrap_or_else(|error| {
                    trouble.get_or_init(|| error);
                    Periods::new()
                })
            };
            let found = findings_in(&agreement, &tenure, &around, today, &spans, &periods_of);
            made.extend(found.into_iter().map(Made::Finding));
            made.push(Made::Link(LinkEnd::of(&agreement, &tenure)));
            Ok(())
        },
    )?;
    if let Some(error) = trouble.into_inner() {
        return Err(error);
    }
    let (mut findings, mut links) = (Vec::new(), Links::default());
    for made in looked.made.by_ref() {
        match made {
            Made::Finding(finding) => findings.push(finding),
            Made::Link(end) => links.note(end),
        }
    }
    for id in links.unknown() {
        if looked.has_loose(&id) {
            links.know(id);
        }
    }
    findings.extend(links.findings());
    sort_findings(&mut findings);
    Ok(Inspected { findings, agreements: looked.count })
}

/// Tells whether there is something to find in the links of an agreement that make no lineage.
fn has_links(agreement: &Agreement) -> bool {
    let is_own = |related: &Text| related == agreement.id.as_str();
    agreement.under.is_some() || agreement.related.iter().any(is_own)
}

/// Returns the periods in which the agreement of this id runs; none where there is none.
fn periods_in(reading: &Reading, linked: &Linked<'_>, id: &Id, today: Day) -> Result<Periods> {
    let Some(mark) = linked.mark(id) else { return Ok(Periods::new()) };
    let around = linked.around(id);
    reading.revisit(&[mark], |record, found| {
        found.extend(periods(&record.facts()?.tenure(today), &around, today));
        Ok(())
    })
}
