//! Looking at all agreements of a registry, none of which is held.

use crate::domain::{Day, Standing};
use crate::error::Result;
use crate::report::depth::Depth;
use crate::report::roll::Entry;
use crate::report::survey::{Noted, Seen, Survey};
use crate::store::{Reading, Record};

/// What is asked of each agreement of a registry.
pub(crate) struct Asked<'a> {
    /// The day that is asked about.
    pub(crate) today: Day,
    /// A day to compare it with.
    pub(crate) then: Option<Day>,
    /// Tells by what would follow on the first day if an agreement were linked to none whether anything
    /// of it may be looked at. Where it is linked, and this is not so, it is passed over.
    pub(crate) may: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Tells by what follows from its facts, on the first day and on the other, how much of an agreement
    /// is to be looked at, if anything.
    pub(crate) depth: &'a (dyn Fn(&Standing, Option<&Standing>) -> Option<Depth> + Sync),
}

/// What came of the first look at an agreement.
enum Look<T> {
    Taken(u64, T),
    Noted(u64, Noted),
}

/// Hands what is to be looked at of the agreements to `take`, with what follows on the other day, which adds
/// what it makes of them to a list; returns these lists in the order of the ids.
///
/// `take` is called from several threads, and may be called again: it must do nothing else.
pub(crate) fn survey<T: Send>(
    reading: &Reading,
    asked: &Asked<'_>,
    take: impl Fn(Entry, Option<&Standing>, &mut Vec<T>) -> Result<()> + Sync,
) -> Result<Vec<T>> {
    let links = reading.links()?;
    let mut survey = Survey::new(reading.head(), asked.today, asked.then, &links);
    drop(links);
    let first = reading.pass(|record, looks| {
        match survey.look(record.facts()?, asked.may) {
            Err(noted) => looks.push(Look::Noted(record.mark(), noted)),
            Ok(seen) => {
                for taken in taken(&survey, seen, asked, record, &take)? {
                    looks.push(Look::Taken(record.mark(), taken));
                }
            }
        }
        Ok(())
    })?;
    let (mut all, mut awaited) = (Vec::new(), Vec::new());
    for look in first {
        match look {
            Look::Taken(mark, taken) => all.push((mark, taken)),
            Look::Noted(mark, noted) => {
                survey.note(&noted);
                awaited.extend(noted.is_awaited.then_some(mark));
            }
        }
    }
    survey.link();
    let again = reading.revisit(&awaited, |record, items| {
        let seen = survey.look_again(record.facts()?);
        for taken in taken(&survey, seen, asked, record, &take)? {
            items.push((record.mark(), taken));
        }
        Ok(())
    })?;
    if !again.is_empty() {
        all.extend(again);
        // Stable: what was taken of one record stays in its order.
        all.sort_by_key(|(mark, _)| *mark);
    }
    Ok(all.into_iter().map(|(_, taken)| taken).collect())
}

fn taken<T>(
    survey: &Survey,
    seen: Seen<'_>,
    asked: &Asked<'_>,
    record: &Record<'_>,
    take: &impl Fn(Entry, Option<&Standing>, &mut Vec<T>) -> Result<()>,
) -> Result<Vec<T>> {
    let mut taken = Vec::new();
    if let Some(depth) = (asked.depth)(&seen.now, seen.then.as_ref()) {
        let then = seen.then.clone();
        let entry = survey.entry(seen, depth, || record.agreement(), record.text())?;
        take(entry, then.as_ref(), &mut taken)?;
    }
    Ok(taken)
}
