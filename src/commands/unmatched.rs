//! Warnings about values of filters that no record has, with the nearest value that one has.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::commands::Context;
use crate::domain::{Activity, Agreement, FilterValue, UnmatchedFilters};
use crate::error::Result;
use crate::render::words;
use crate::store::RegistryFile;

/// Warns about the values that no agreement has, unless there are no agreements.
pub(crate) fn warn_of_agreements(
    unmatched: &UnmatchedFilters<'_>,
    registry: &RegistryFile,
    context: &mut Context<'_>,
) -> Result<()> {
    warn(unmatched, "agreement", registry, context, &|value, agreement, f| {
        value.for_each_known(agreement, f);
    })
}

/// Warns about the values that no activity has, unless there are no agreements.
pub(crate) fn warn_of_activities(
    unmatched: &UnmatchedFilters<'_>,
    registry: &RegistryFile,
    context: &mut Context<'_>,
) -> Result<()> {
    warn(unmatched, "activity", registry, context, &|value, agreement, f| {
        for activity in &agreement.activities {
            let activity: &Activity = activity;
            value.for_each_known_in_activity(activity, agreement, f);
        }
    })
}

/// Calls the last argument with each value of the agreement that may have been meant.
type ForEachKnown<'f> =
    &'f (dyn Fn(&FilterValue<'_>, &Agreement, &mut dyn FnMut(&str, &str)) + Sync);

fn warn(
    unmatched: &UnmatchedFilters<'_>,
    record: &str,
    registry: &RegistryFile,
    context: &mut Context<'_>,
    for_each_known: ForEachKnown<'_>,
) -> Result<()> {
    let values: Vec<&FilterValue<'_>> = unmatched.values().collect();
    if values.is_empty() || context.is_quiet() || registry.is_empty()? {
        return Ok(());
    }
    // The known values are read only now: most filters match.
    let near = registry.scan(|record, near| {
        let agreement = record.agreement()?;
        for (index, value) in values.iter().enumerate() {
            let typed = value.typed();
            for_each_known(value, &agreement, &mut |text, meant| {
                if let Some(distance) = words::distance(&typed, text) {
                    near.push((index, meant.to_owned(), distance));
                }
            });
        }
        Ok(())
    })?;
    let mut counts: BTreeMap<(usize, String), (usize, usize)> = BTreeMap::new();
    for (index, meant, distance) in near {
        let (least, count) = counts.entry((index, meant)).or_insert((distance, 0));
        *least = distance.min(*least);
        *count += 1;
    }
    for (index, value) in values.iter().enumerate() {
        let of_value = counts.iter().filter(|((of, _), _)| *of == index);
        let nearest = of_value.min_by_key(|(_, (distance, count))| (*distance, Reverse(*count)));
        let typed = value.typed();
        let typed = value.flag().map_or_else(|| typed.clone(), |flag| format!("{flag} {typed}"));
        let hint = nearest.map(|((_, meant), _)| format!("; did you mean `{meant}`?"));
        context.warn(&format!("no {record} matches `{typed}`{}", hint.unwrap_or_default()));
    }
    Ok(())
}
