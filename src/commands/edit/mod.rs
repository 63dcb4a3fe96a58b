//! `mou edit`: correct agreements.

mod editor;
pub(super) mod parties;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use crate::commands::add::free_id;
use crate::commands::fields::CorrectionArgs;
use crate::commands::input::RegistryInput;
use crate::commands::{Context, flag, ids, lineage, validate};
use crate::domain::{Agreement, Day, Field, Id, amendments_after};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::diff;
use crate::store::Transaction;

/// Correct what is recorded of agreements; with no field, open one in the editor
///
/// A list that is typed, such as `--area`, takes the place of the one that is there; `--add-area` and
/// `--remove-area` change it. What has really changed since is an amendment: see `mou amend`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou edit gds-govtech-2022 --effective 2022-08-01 --contact Mei\n  \
                  mou edit gds-govtech-2022 --add-tag digital --clear notes\n  \
                  mou list --missing contact -o ids | mou edit - --contact Mei\n  \
                  mou edit gds-govtech-2022 --party-left GDS=2025-03-31 --dry-run\n  \
                  mou edit gds-govtech-2022"
)]
pub(crate) struct Args {
    /// Agreements, or - for ids on standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// New id; what points at the agreement follows
    #[arg(long, value_name = "NEW")]
    id: Option<String>,
    /// Number of an event to remove, as `mou show` counts them (can be repeated)
    #[arg(long, value_name = "N", value_parser = flag::whole_number::<NonZeroUsize>)]
    remove_event: Vec<NonZeroUsize>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    correction: CorrectionArgs,
}

/// An agreement before and after its correction.
struct Corrected {
    before: Agreement,
    after: Agreement,
}

/// Corrects the agreements.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if args.correction.is_empty() && args.id.is_none() && args.remove_event.is_empty() {
        return editor::run(&args.ids, args.dry_run, context);
    }
    let events = args.remove_event.iter().map(|number| number.get()).collect();
    let typed = context.typed_ids(&args.ids)?;
    let (store, today) = (context.store.clone(), context.today);
    let done = context.change(args.dry_run, |draft| {
        let meant = ids::resolve_all(&typed, draft)?;
        args.check_one(&meant)?;
        let ground = RegistryInput::new(draft, &store, today).correcting();
        let (corrected, warnings) = args.correct(&meant, &events, draft, &ground)?;
        for one in &corrected {
            if one.before != one.after && one.before.id == one.after.id {
                draft.put(one.after.clone());
            }
        }
        let followers = rename(&corrected, draft)?;
        Ok((corrected, warnings, followers))
    })?;
    let (corrected, warnings, followers) = done.value;
    for warning in &warnings {
        context.warn(warning);
    }
    if done.is_written {
        context.say(&summary(&corrected, &followers));
    } else if !args.dry_run {
        context.say("Nothing to change.");
    }
    Ok(())
}

impl Args {
    /// Fails if a flag for one agreement is used with several.
    fn check_one(&self, meant: &[Id]) -> Result<()> {
        if meant.len() < 2 {
            return Ok(());
        }
        let flag = match (&self.id, self.remove_event.as_slice()) {
            (Some(_), _) => "--id",
            (None, [_, ..]) => "--remove-event",
            (None, []) => return Ok(()),
        };
        Err(Error::usage(format!(
            "`{flag}` goes with one agreement, and {} are named",
            meant.len()
        )))
    }

    /// Returns the corrected agreements, and warnings.
    fn correct(
        &self,
        meant: &[Id],
        events: &BTreeSet<usize>,
        draft: &Transaction<'_>,
        ground: &RegistryInput<'_, '_>,
    ) -> Result<(Vec<Corrected>, Vec<String>)> {
        let mut corrected = Vec::with_capacity(meant.len());
        let mut warnings = Vec::new();
        for id in meant {
            let Some(before) = draft.get(id.as_str())? else { continue };
            let mut after = before.clone();
            warnings.extend(self.correction.apply(&mut after, ground)?);
            warnings.extend(remove_events(&mut after, events));
            warnings.extend(held_only_later(&before, &after, ground.today()));
            warnings.extend(validate::check(draft, Some(&before), &after, ground.today())?);
            if let Some(new) = self.id.as_ref().filter(|new| new.as_str() != id.as_str()) {
                after.id = free_id("--id", new, draft)?;
            }
            corrected.push(Corrected { before, after });
        }
        Ok((corrected, warnings))
    }
}

/// Gives the agreement its new id and updates the links to it. Returns the ids of the linked records.
fn rename(corrected: &[Corrected], draft: &mut Transaction<'_>) -> Result<BTreeSet<Id>> {
    let renamed = corrected.iter().find(|one| one.before.id != one.after.id);
    let Some(Corrected { before, after }) = renamed else {
        return Ok(BTreeSet::new());
    };
    draft.rename(&before.id, &after.id)?;
    draft.put(after.clone());
    let mut followers = lineage::redirect(&before.id, &after.id, draft)?;
    followers.remove(&after.id);
    Ok(followers)
}

/// Removes the events with these numbers. Returns warnings about numbers without an event.
fn remove_events(from: &mut Agreement, numbers: &BTreeSet<usize>) -> Vec<String> {
    let had = from.events.len();
    for number in numbers.iter().rev().filter(|number| **number <= had) {
        *from = diff::remove_event(from, number - 1);
    }
    let has = words::count(had, "event", "events");
    let missing = numbers.iter().filter(|number| **number > had);
    let told =
        |number| format!("`--remove-event`: `{}` has no event {number}: it has {has}", from.id);
    missing.map(told).collect()
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

/// Returns what was done, in one sentence.
fn summary(corrected: &[Corrected], followers: &BTreeSet<Id>) -> String {
    let mut changed = corrected.iter().filter(|one| one.before != one.after);
    let (Some(one), None) = (changed.next(), changed.next()) else {
        let count = corrected.iter().filter(|one| one.before != one.after).count();
        return format!("Changed {}.", words::count(count, "agreement", "agreements"));
    };
    let Corrected { before, after } = one;
    let renamed = before.id != after.id;
    let mut fields = diff::fields(before, after);
    fields.retain(|name| !(renamed && *name == "id"));
    let fields = words::list_and(&fields);
    if !renamed {
        return format!("Changed {}: {fields}.", after.id);
    }
    let with = if fields.is_empty() { String::new() } else { format!(", and changed {fields}") };
    let following = match followers.len() {
        0 => String::new(),
        1 => "; 1 agreement that points at it follows".to_owned(),
        many => format!("; {many} agreements that point at it follow"),
    };
    format!("Renamed {} to {}{with}{following}.", before.id, after.id)
}
