//! `mou edit`: correct agreements.

mod editor;
pub(super) mod parties;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use crate::commands::add::free_id;
use crate::commands::answer::ChangeArgs;
use crate::commands::fields::CorrectionArgs;
use crate::commands::input::RegistryInput;
use crate::commands::outcome::Sentence;
use crate::commands::{Context, flag, ids, lineage, validate};
use crate::domain::{Agreement, Day, Field, Id, amendments_after};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::diff;
use crate::store::Transaction;

/// Correct agreements; without a field, open one in the editor
///
/// A list flag such as `--area` replaces the list; `--add-area` and `--remove-area` change it. Use
/// `mou amend` for a change that the parties agreed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou edit gds-govtech-2022 --effective 2022-08-01 --contact Mei\n  \
                  mou edit gds-govtech-2022 --add-tag digital --clear notes\n  \
                  mou list --missing contact -o ids | mou edit - --contact Mei\n  \
                  mou edit gds-govtech-2022 --party-left GDS=2025-03-31 --dry-run\n  \
                  mou edit gds-govtech-2022"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// New id; links to the agreement are updated
    #[arg(long, value_name = "NEW")]
    id: Option<String>,
    /// Number of an event to remove, as in `mou show` (can be repeated)
    #[arg(long, value_name = "N", value_parser = flag::whole_number::<NonZeroUsize>)]
    remove_event: Vec<NonZeroUsize>,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    correction: CorrectionArgs,
}

/// An agreement before and after its correction.
type Corrected = (Agreement, Agreement);

/// Corrects the agreements.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if args.correction.is_empty() && args.id.is_none() && args.remove_event.is_empty() {
        return editor::run(&args.ids, args.change.dry_run, context);
    }
    let args = &Args { correction: args.correction.with_texts(context)?, ..args.clone() };
    let events = args.remove_event.iter().map(|number| number.get()).collect();
    let typed = context.typed_ids(&args.ids)?;
    let (store, today) = (context.store.clone(), context.today);
    let result = context.change(args.change.dry_run, |transaction| {
        let ids = ids::resolve_all(&typed, transaction, today)?;
        args.check_one(&ids)?;
        let input = RegistryInput::new(transaction, &store, today).correcting();
        let (corrected, warnings) = args.correct(&ids, &events, transaction, &input)?;
        for (before, after) in &corrected {
            if before != after && before.id == after.id {
                transaction.put(after.clone());
            }
        }
        let linked = rename(&corrected, transaction)?;
        Ok((corrected, warnings, linked))
    })?;
    let (corrected, warnings, linked) = &result.value;
    context.warn_all(warnings);
    summary(corrected, linked).say(&result, context);
    if !result.is_written && !args.change.dry_run {
        context.say("Nothing to change.");
    }
    Ok(())
}

impl Args {
    /// Fails if a flag for one agreement is used with several.
    fn check_one(&self, ids: &[Id]) -> Result<()> {
        if ids.len() < 2 {
            return Ok(());
        }
        let flag = match (&self.id, self.remove_event.as_slice()) {
            (Some(_), _) => "--id",
            (None, [_, ..]) => "--remove-event",
            (None, []) => return Ok(()),
        };
        Err(Error::usage(format!("`{flag}` takes one agreement, but {} are named", ids.len())))
    }

    /// Returns the corrected agreements, and warnings.
    fn correct(
        &self,
        ids: &[Id],
        events: &BTreeSet<usize>,
        transaction: &Transaction<'_>,
        input: &RegistryInput<'_, '_>,
    ) -> Result<(Vec<Corrected>, Vec<String>)> {
        let mut corrected = Vec::with_capacity(ids.len());
        let mut warnings = Vec::new();
        for id in ids {
            let Some(before) = transaction.get(id.as_str())? else { continue };
            let mut after = before.clone();
            warnings.extend(self.correction.apply(&mut after, input)?);
            remove_events(&mut after, events)?;
            warnings.extend(held_only_later(&before, &after, input.today()));
            warnings.extend(validate::check(transaction, Some(&before), &after, input.today())?);
            warnings.extend(validate::unlikely_dates(Some(&before), &after, input.today()));
            if let Some(new) = self.id.as_ref().filter(|new| new.as_str() != id.as_str()) {
                after.id = free_id("--id", new, transaction)?;
            }
            corrected.push((before, after));
        }
        Ok((corrected, warnings))
    }
}

/// Gives the agreement its new id and updates the links to it. Returns the ids of the linked records.
fn rename(corrected: &[Corrected], transaction: &mut Transaction<'_>) -> Result<BTreeSet<Id>> {
    let renamed = corrected.iter().find(|(before, after)| before.id != after.id);
    let Some((before, after)) = renamed else { return Ok(BTreeSet::new()) };
    transaction.rename(&before.id, &after.id)?;
    transaction.put(after.clone());
    let mut linked = lineage::redirect(&before.id, &after.id, transaction)?;
    linked.remove(&after.id);
    Ok(linked)
}

/// Removes the events with these numbers. Fails if there is no such event.
fn remove_events(from: &mut Agreement, numbers: &BTreeSet<usize>) -> Result<()> {
    let had = from.events.len();
    if let Some(number) = numbers.iter().find(|number| **number > had) {
        let has = words::count(had, "event", "events");
        let id = &from.id;
        let error = format!("`--remove-event`: `{id}` has no event {number}: it has {has}");
        return Err(
            Error::not_found(error).with_hint(format!("`mou show {id}` numbers the events"))
        );
    }
    for number in numbers.iter().rev() {
        *from = diff::remove_event(from, number - 1);
    }
    Ok(())
}

/// Returns a warning for each changed field that an amendment after `today` sets: `edit` changes the
/// newest value, which holds only from the day of that amendment.
fn held_only_later(before: &Agreement, after: &Agreement, today: Day) -> Vec<String> {
    let changed = diff::fields(before, after);
    let to_come = amendments_after(&after.events, today);
    let sets = |name: &str| {
        let mut events = to_come.iter().rev().map(|index| &after.events[*index]);
        events.find(|event| event.fields.contains_key(name)).map(|event| event.on)
    };
    Field::dated()
        .map(Field::name)
        .filter(|name| changed.contains(name))
        .filter_map(|name| {
            let on = sets(name)?;
            Some(format!(
                "`{}`: an amendment sets `{name}` on {on}; the new value holds only from that day",
                after.id
            ))
        })
        .collect()
}

/// Returns the sentence about the change.
fn summary(corrected: &[Corrected], linked: &BTreeSet<Id>) -> Sentence {
    let changed: Vec<_> = corrected.iter().filter(|(before, after)| before != after).collect();
    let [(before, after)] = changed.as_slice() else {
        let ids: Vec<Id> = changed.iter().map(|(_, after)| after.id.clone()).collect();
        return Sentence::new("Changed", "change", &format!("{}.", ids::named(&ids)));
    };
    let renamed = before.id != after.id;
    let mut fields = diff::fields(before, after);
    fields.retain(|name| !(renamed && *name == "id"));
    let fields = words::list_and(&fields);
    if !renamed {
        return Sentence::new("Changed", "change", &format!("{}: {fields}.", after.id));
    }
    let mut sentence =
        Sentence::new("Renamed", "rename", &format!("{} to {}", before.id, after.id));
    if !fields.is_empty() {
        sentence =
            sentence.and(&format!(", and changed {fields}"), &format!(" and change {fields}"));
    }
    let count = words::count(linked.len(), "linked agreement", "linked agreements");
    match linked.len() {
        0 => sentence.and(".", "."),
        1 => sentence
            .and(&format!("; {count} was updated."), &format!("; {count} would be updated.")),
        _ => sentence
            .and(&format!("; {count} were updated."), &format!("; {count} would be updated.")),
    }
}
