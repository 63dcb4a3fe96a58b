//! Looking at all agreements of a registry, none of which is held.

use crate::commands::looks::{Made, Noted, look_twice};
use crate::domain::{Day, Facts, Standing};
use crate::error::Result;
use crate::report::depth::Depth;
use crate::report::roll::Entry;
use crate::report::survey::{Seen, Survey};
use crate::store::{Reading, Record};

/// What is asked of each agreement of a registry.
pub(crate) struct Asked<'a> {
    /// The day that is asked about.
    pub(crate) today: Day,
    /// Whether all of them are looked at whole, so that an outline is of no use.
    pub(crate) is_whole: bool,
    /// Tells by what would follow today if an agreement were linked to none whether anything
    /// of it may be looked at. Where it is linked, and this is not so, it is passed over.
    pub(crate) may: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Returns how much is read of an agreement of this standing; `None` if it is not needed.
    pub(crate) depth: &'a (dyn Fn(&Standing) -> Option<Depth> + Sync),
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
    let take_seen = |seen: Seen<'_>, record: &Record<'_>, taken: &mut Vec<T>| {
        let Some(depth) = (asked.depth)(&seen.standing) else { return Ok(()) };
        let entry = survey.entry(seen, depth, || record.agreement(), record.text())?;
        take(entry, taken)
    };
    let looked = look_twice(
        reading,
        |record, taken| {
            let (seen, bearing) = survey.look(facts_of(record, asked.is_whole)?);
            let succeeds = seen.succeeds().to_vec();
            let may_matter = (asked.may)(&seen.standing);
            if succeeds.is_empty() {
                take_seen(seen, record, taken)?;
            }
            Ok(Noted { succeeds, bearing, may_matter })
        },
        |record, linked, taken| {
            let facts = facts_of(record, asked.is_whole)?;
            let around = linked.around(facts.id());
            take_seen(survey.look_again(facts, around), record, taken)
        },
    )?;
    Ok(looked.made)
}

fn facts_of<'a>(record: &'a Record<'_>, is_whole: bool) -> Result<Facts<'a>> {
    if is_whole {
        return Ok(Facts::Whole(Box::new(record.agreement()?)));
    }
    record.facts()
}
