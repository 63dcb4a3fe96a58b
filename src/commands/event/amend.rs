//! `mou amend`: what an amendment changed, and that it did.

use std::collections::BTreeMap;

use super::{EventArgs, EventInput};
use crate::commands::fields::CorrectionArgs;
use crate::commands::input::RegistryInput;
use crate::commands::lineage::Followers;
use crate::commands::outcome::{self, Outcome};
use crate::commands::{Context, ids, validate};
use crate::domain::{Event, EventKind, Field, Id, Value, is_dated};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::diff::{amended, record_amendment};

/// Record an amendment: the change, and an event that names the fields old and new
///
/// What had been recorded wrongly from the beginning is corrected by `mou edit`, which leaves no event.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou amend gds-govtech-2022 --on 2024-05-01 --end 2027-07-04\n  \
                  mou amend gds-govtech-2022 --add-area \"digital identity\" --note \"Exchange of letters\"\n  \
                  mou amend gds-govtech-2022 --note \"Annex B replaced\" --dry-run"
)]
pub(crate) struct Args {
    /// Agreements, or - for ids on standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
    #[command(flatten)]
    correction: CorrectionArgs,
}

/// Records the amendment of each of the agreements.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let event = args.event.event(EventKind::Amended, context.today)?;
    if args.correction.is_empty() && event.note.is_none() {
        return Err(Error::usage("an amendment needs a field that it changes, or a `--note`")
            .with_hint("`mou amend ID --on DATE --end DATE`"));
    }
    let typed = context.typed_ids(&args.ids)?;
    let (store, today) = (context.store.clone(), context.today);
    let done = context.change(args.event.dry_run, |draft| {
        let ids = ids::resolve_all(&typed, &*draft)?;
        let followers = Followers::of(draft, &ids)?;
        let mut told = Vec::new();
        for id in ids {
            let Some(before) = draft.get(id.as_str())? else { continue };
            let input = EventInput::new(before.clone(), &event, today, &followers);
            input.refuse_draft()?;
            input.refuse_unsigned()?;
            input.refuse_terminated()?;
            let then = before.on(input.day);
            let mut changed = then.clone().into_owned();
            let ground = RegistryInput::new(draft, &store, today).correcting();
            let mut warnings = args.correction.apply(&mut changed, &ground)?;
            let fields = amended(&then, &changed);
            refuse_history(&fields)?;
            if fields.is_empty() && !args.correction.is_empty() {
                return Err(Error::failed(format!(
                    "`{id}` has these values already on {}",
                    event.on
                ))
                .with_hint(format!("`mou show {id} --as-of {}`", input.day)));
            }
            let at_once = fields.keys().filter(|name| !is_dated(name)).collect::<Vec<_>>();
            if input.is_to_come() && !at_once.is_empty() {
                let names = words::list_and(&at_once);
                let on = event.on;
                warnings.push(format!("`{id}`: {names} changed at once, not on {on}"));
            }
            let mut one = Outcome { done: sentence(&id, &fields), warnings, ..Outcome::default() };
            if input.is_to_come() && at_once.len() < fields.len() {
                one.notes.push(format!(
                    "The amendment holds from {}; until then the old values do.",
                    event.on
                ));
            }
            let after = record_amendment(&before, Event { fields, ..event.clone() });
            one.warnings.extend(validate::check(draft, Some(&before), &after, today)?);
            told.push(one);
            draft.put(after);
        }
        Ok(told)
    })?;
    outcome::report(context, &done)
}

/// Fails where what is changed is no part of what the paper says.
fn refuse_history(fields: &BTreeMap<String, Value>) -> Result<()> {
    let history = [Field::Events, Field::Activities, Field::Conflicts].map(Field::name);
    match history.into_iter().find(|name| fields.contains_key(*name)) {
        None => Ok(()),
        Some(name) => Err(Error::usage(format!("an amendment does not change `{name}`"))
            .with_hint(format!("`mou edit ID --clear {name}`"))),
    }
}

fn sentence(id: &Id, fields: &BTreeMap<String, Value>) -> String {
    if fields.is_empty() {
        return format!("Noted an amendment of {id}.");
    }
    let fields: Vec<&String> = fields.keys().collect();
    format!("Amended {id}: {}.", words::list_and(&fields))
}
