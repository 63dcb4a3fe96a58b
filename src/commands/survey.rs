//! Looking at all agreements of a registry, none of which is held.

use crate::commands::looks::{Made, Noted, look_twice};
use crate::domain::{Day, Standing};
use crate::error::Result;
use crate::report::roll::Entry;
use crate::report::survey::{Seen, Survey};
use crate::store::{Reading, Record};

/// What is asked of each agreement of a registry.
pub(crate) struct Asked<'a> {
    /// The day that is asked about.
    pub(crate) today: Day,
    /// Tells by what would follow today if an agreement were linked to none whether anything
    /// of it may be looked at. Where it is linked, and this is not so, it is passed over.
    pub(crate) may: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Returns true if an agreement of this standing is needed.
    pub(crate) is_needed: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Returns true if the text of an agreement of this standing is needed, too.
    pub(crate) needs_text: &'a (dyn Fn(&Standing) -> bool + Sync),
}

/// Calls `take` for each agreement that is needed; it adds items to a list. Returns the items in the order of
/// the ids.
///
/// `take` is called from several threads, possibly twice for an agreement: it must do nothing else.
pub(crate) fn survey<T: Send>(
    reading: &Reading,
    asked: &Asked<'_>,
    take: impl Fn(Entry, &mut Vec<T>) -> Result<()> + Sync,
) -> Result<Made<T>> {
    let survey = Survey::new(reading.head(), asked.today);
    let take_seen = |seen: Seen, record: &Record<'_>, taken: &mut Vec<T>| {
        if !(asked.is_needed)(&seen.standing) {
            return Ok(());
        }
        let text = (asked.needs_text)(&seen.standing).then(|| record.text());
        take(survey.entry(seen, text), taken)
    };
    let looked = look_twice(
        reading,
        |record, taken| {
            let (seen, bearing) = survey.look(record.agreement()?);
            let succeeds = seen.succeeds().to_vec();
            let may_matter = (asked.may)(&seen.standing);
            if succeeds.is_empty() {
                take_seen(seen, record, taken)?;
            }
            Ok(Noted { succeeds, bearing, may_matter })
        },
        |record, linked, taken| {
            let agreement = record.agreement()?;
            let around = linked.around(&agreement.id);
            take_seen(survey.look_again(agreement, around), record, taken)
        },
    )?;
    Ok(looked.made)
}
