//! Finds errors, gaps and what is due in a registry, without holding all of it in memory.

use std::sync::OnceLock;

use crate::commands::looks::{Linked, Noted, look_twice};
use crate::domain::{
    Agreement, Bearing, Case, Day, Finding, FrameworkEnd, Id, LinkEnd, Links, Periods, Tenure,
    Text, periods, sort_findings,
};
use crate::error::Result;
use crate::store::Reading;

/// The result of an inspection.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// What is found, as [`findings`](crate::domain::findings) finds it.
    pub(crate) findings: Vec<Finding>,
    /// How many agreements there are.
    pub(crate) agreements: usize,
}

/// What an agreement contributes to the result.
#[derive(Debug)]
enum Made {
    Finding(Finding),
    Link(LinkEnd),
}

/// Inspects all agreements.
pub(crate) fn inspect(reading: &Reading, today: Day) -> Result<Inspected> {
    let head = reading.head();
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
                let case = Case::new(&agreement, &tenure, &around, today, head);
                made.extend(case.findings(&no_other).into_iter().map(Made::Finding));
                made.extend(has_links(&agreement).then(|| Made::Link(case.link_end())));
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
            let case = Case::new(&agreement, &tenure, &around, today, head);
            made.extend(case.findings(&periods_of).into_iter().map(Made::Finding));
            made.push(Made::Link(case.link_end()));
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
        // An agreement in a lineage has been noted.
        if looked.has_loose(&id) {
            let end = lone_end(reading, &id, today)?;
            links.know(id, end);
        }
    }
    findings.extend(links.findings());
    sort_findings(&mut findings);
    Ok(Inspected { findings, agreements: looked.count })
}

/// Returns true if an agreement has links, other than those of a lineage, in which something may be found.
fn has_links(agreement: &Agreement) -> bool {
    let is_own = |related: &Text| related == agreement.id.as_str();
    agreement.under.is_some() || agreement.related.iter().any(is_own)
}

/// Returns the periods in which the agreement with this id runs; an empty list if there is no such agreement.
fn periods_in(reading: &Reading, linked: &Linked<'_>, id: &Id, today: Day) -> Result<Periods> {
    let Some(mark) = linked.mark(id) else { return Ok(Periods::new()) };
    let around = linked.around(id);
    reading.revisit(&[mark], |record, found| {
        found.extend(periods(&Tenure::on(&record.agreement()?, today), &around, today));
        Ok(())
    })
}

/// Returns how the agreement with this id ended, which is linked to no other; `None` if it is not over.
fn lone_end(reading: &Reading, id: &Id, today: Day) -> Result<Option<FrameworkEnd>> {
    let Some(record) = reading.find(id.as_str())? else { return Ok(None) };
    let tenure = Tenure::on(&record.agreement()?, today);
    let around = Bearing::of(&tenure, today).alone();
    Ok(FrameworkEnd::new(&tenure, &around, today))
}
