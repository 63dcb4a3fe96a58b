//! Agreements that go out as dates in a calendar: of each only its dates are kept.

use crate::commands::Desk;
use crate::commands::filters::Selection;
use crate::domain::{Bearing, Day, Lineages, Query, Tenure};
use crate::error::Result;
use crate::exchange::calendar::{Dates, Told};
use crate::report::depth::Depth;
use crate::store::Reading;

/// Returns the dates of the agreements that the query lets through.
pub(super) fn dates(reading: &Reading, query: &Query, desk: &mut Desk<'_>) -> Result<Vec<Dates>> {
    let today = desk.today;
    let lineages = lineages(reading, today)?;
    let settings = &reading.head().settings;
    Selection::of(query, Depth::Whole).take(reading, desk, |entry, dates| {
        let tenure = Tenure::from(&entry.agreement);
        let id = &entry.agreement.id;
        let around = match lineages.place(id) {
            Some(_) => lineages.around(id),
            None => Bearing::of(&tenure, today).alone(),
        };
        let told = Told {
            agreement: &entry.agreement,
            standing: &entry.standing,
            will_renew: tenure.life(&around, today).will_renew,
        };
        dates.extend(told.dates(settings, today));
        Ok(())
    })
}

/// Returns the lineages of the agreements that succeed others, and of those others.
fn lineages(reading: &Reading, today: Day) -> Result<Lineages> {
    let mut lineages = Lineages::of_links(&reading.links()?);
    let noted = reading.pass(|record, noted| {
        let facts = record.facts()?;
        let place = lineages.place(facts.id());
        noted.extend(place.map(|place| (place, Bearing::of(&facts.tenure(), today))));
        Ok(())
    })?;
    for (place, bearing) in noted {
        lineages.tell(place, bearing);
    }
    lineages.link();
    Ok(lineages)
}
