//! Agreements that go out as dates in a calendar: of each only its dates are kept.

use crate::commands::Context;
use crate::commands::filters::Selection;
use crate::domain::{Query, Tenure};
use crate::error::Result;
use crate::exchange::calendar::{AgreementDates, DatedAgreement};
use crate::store::RegistryFile;

/// Returns the dates of the agreements that the query lets through.
pub(super) fn dates(
    reading: &RegistryFile,
    query: &Query,
    context: &mut Context<'_>,
) -> Result<Vec<AgreementDates>> {
    let today = context.today;
    let settings = &reading.head().settings;
    Selection::of(query, false).scan(reading, context, |entry, dates| {
        let life = Tenure::from_values(&entry.agreement).life(&entry.context, today);
        let dated = DatedAgreement {
            agreement: &entry.agreement,
            standing: &entry.standing,
            will_renew: life.will_renew,
        };
        dates.extend(dated.dates(settings, today));
        Ok(())
    })
}
