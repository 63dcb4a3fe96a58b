//! Agreements that go out as dates in a calendar: of each only its dates are kept.

use std::collections::HashSet;

use crate::commands::Desk;
use crate::commands::filters::Selection;
use crate::domain::{Bearing, Day, Id, Lineages, Query, Surroundings, Tenure};
use crate::error::Result;
use crate::exchange::calendar::{Dates, Told};
use crate::report::depth::Depth;
use crate::store::Reading;

/// Returns the dates of the agreements that the query lets through.
pub(super) fn dates(reading: &Reading, query: &Query, desk: &mut Desk<'_>) -> Result<Vec<Dates>> {
    let today = desk.today;
    let linked = Linked::of(reading, today)?;
    let settings = &reading.head().settings;
    Selection::of(query, Depth::Whole).take(reading, desk, |entry, dates| {
        let tenure = Tenure::from(&entry.agreement);
        let around = linked.around(&entry.agreement.id, &tenure, today);
        let told = Told {
            agreement: &entry.agreement,
            standing: &entry.standing,
            will_renew: tenure.life(&around, today).will_renew,
        };
        dates.extend(told.dates(settings, today));
        Ok(())
    })
}

/// The agreements that succeed others, and those others.
struct Linked {
    ids: HashSet<Id>,
    lineages: Lineages,
}

impl Linked {
    fn of(reading: &Reading, today: Day) -> Result<Self> {
        let links = reading.links()?.into_iter();
        let ids: HashSet<Id> = links.flat_map(|(successor, prior)| [successor, prior]).collect();
        let noted = reading.pass(|record, noted| {
            let facts = record.facts()?;
            if ids.contains(facts.id()) {
                let bearing = Bearing::of(&facts.tenure(), today);
                noted.push((facts.id().clone(), facts.succeeds().to_vec(), bearing));
            }
            Ok(())
        })?;
        let mut lineages = Lineages::on(today);
        for (id, succeeds, bearing) in noted {
            lineages.add(&id, &succeeds, bearing);
        }
        lineages.link();
        Ok(Self { ids, lineages })
    }

    /// Returns what the others say of an agreement.
    fn around(&self, id: &Id, tenure: &Tenure, today: Day) -> Surroundings {
        if self.ids.contains(id) {
            return self.lineages.around(id);
        }
        Bearing::of(tenure, today).alone()
    }
}
