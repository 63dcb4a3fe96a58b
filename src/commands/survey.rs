//! Looking at all agreements of a registry, none of which is held.

use crate::domain::{Day, Facts, Standing};
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
    /// Whether all of them are looked at whole, so that an outline is of no use.
    pub(crate) is_whole: bool,
    /// Tells by what would follow on the first day if an agreement were linked to none whether anything
    /// of it may be looked at. Where it is linked, and this is not so, it is passed over.
    pub(crate) may: &'a (dyn Fn(&Standing) -> bool + Sync),
    /// Tells by what follows from its facts, on the first day and on the other, how much of an agreement
    /// is to be looked at, if anything.
    pub(crate) depth: &'a (dyn Fn(&Standing, Option<&Standing>) -> Option<Depth> + Sync),
}

/// What came of the first look at the agreements of a part of the file.
struct Part<T> {
    taken: Vec<(u64, T)>,
    noted: Vec<Noted>,
    /// The marks of those that are to be looked at again.
    awaited: Vec<u64>,
    cursor: usize,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { taken: Vec::new(), noted: Vec::new(), awaited: Vec::new(), cursor: 0 }
    }
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
    let parts = reading.pass_by_parts(|record, part: &mut Part<T>| {
        match survey.look(facts_of(record, asked.is_whole)?, &mut part.cursor, asked.may) {
            Err(noted) => {
                part.awaited.extend(noted.is_awaited.then(|| record.mark()));
                part.noted.push(noted);
            }
            Ok(seen) => take_marked(&survey, seen, asked, record, &take, &mut part.taken)?,
        }
        Ok(())
    })?;
    let mut awaited = Vec::new();
    let mut parts: Vec<Vec<(u64, T)>> = parts
        .into_iter()
        .map(|part| {
            part.noted.iter().for_each(|noted| survey.note(noted));
            awaited.extend(part.awaited);
            part.taken
        })
        .collect();
    survey.link();
    let again = reading.revisit(&awaited, |record, taken| {
        let seen = survey.look_again(facts_of(record, asked.is_whole)?);
        take_marked(&survey, seen, asked, record, &take, taken)
    })?;
    if !again.is_empty() {
        let mut all: Vec<(u64, T)> = parts.into_iter().flatten().chain(again).collect();
        // Stable: what was taken of one record stays in its order.
        all.sort_by_key(|(mark, _)| *mark);
        parts = vec![all];
    }
    Ok(parts.into_iter().flatten().map(|(_, taken)| taken).collect())
}

/// Takes what is asked for of an agreement that was seen.
fn take_marked<T>(
    survey: &Survey,
    seen: Seen<'_>,
    asked: &Asked<'_>,
    record: &Record<'_>,
    take: &impl Fn(Entry, Option<&Standing>, &mut Vec<T>) -> Result<()>,
    marked: &mut Vec<(u64, T)>,
) -> Result<()> {
    let Some(depth) = (asked.depth)(&seen.now, seen.then.as_ref()) else { return Ok(()) };
    let then = seen.then.clone();
    let entry = survey.entry(seen, depth, || record.agreement(), record.text())?;
    let mut taken = Vec::new();
    take(entry, then.as_ref(), &mut taken)?;
    marked.extend(taken.into_iter().map(|taken| (record.mark(), taken)));
    Ok(())
}

fn facts_of<'a>(record: &'a Record<'_>, is_whole: bool) -> Result<Facts<'a>> {
    if is_whole {
        return Ok(Facts::Whole(Box::new(record.agreement()?)));
    }
    record.facts()
}
