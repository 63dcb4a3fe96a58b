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
    /// A day to compare it with.
    pub(crate) then: Option<Day>,
    /// Whether all of them are looked at whole, so that an outline is of no use.
    pub(crate) is_whole: bool,
    /// Tells by what would follow on the first day if an agreement were linked to none whether anything
    /// of it may be looked at. Where it is linked, and this is not so, it is passed over.
    pub(crate) may: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Tells by what follows from its facts, on the first day and on the other, how much of an agreement
    /// is to be looked at, if anything.
    pub(crate) depth: &'a (dyn Fn(&Standing, Option<&Standing>) -> Option<Depth> + Sync),
}

/// Hands what is to be looked at of the agreements to `take`, with what follows on the other day, which adds
/// what it makes of them to a list; returns these lists, one behind the other, in the order of the ids.
///
/// `take` is called from several threads, and may be called again: it must do nothing else.
pub(crate) fn survey<T: Send>(
    reading: &Reading,
    asked: &Asked<'_>,
    take: impl Fn(Entry, Option<&Standing>, &mut Vec<T>) -> Result<()> + Sync,
) -> Result<Made<T>> {
    let survey = Survey::new(reading.head(), asked.today, asked.then);
    let take_seen = |seen: Seen<'_>, record: &Record<'_>, taken: &mut Vec<T>| {
        let Some(depth) = (asked.depth)(&seen.now, seen.then.as_ref()) else { return Ok(()) };
        let then = seen.then.clone();
        let entry = survey.entry(seen, depth, || record.agreement(), record.text())?;
        take(entry, then.as_ref(), taken)
    };
    let looked = look_twice(
        reading,
        |record, taken| {
            let (seen, bearings) = survey.look(facts_of(record, asked.is_whole)?);
            let succeeds = seen.succeeds().to_vec();
            let may_matter = (asked.may)(&seen.now);
            if succeeds.is_empty() {
                take_seen(seen, record, taken)?;
            }
            Ok(Noted { succeeds, bearings, may_matter })
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
