//! `mou amend`: record an amendment and what it changed.

use std::collections::BTreeMap;

use super::{EventArgs, EventInput, change_each};
use crate::commands::fields::CorrectionArgs;
use crate::commands::input::RegistryInput;
use crate::commands::outcome::{Outcome, Sentence};
use crate::commands::{Context, validate};
use crate::domain::{Event, EventKind, Field, Id, Value, is_dated};
use crate::error::{Error, Result};
use crate::render::words;
use crate::report::diff::{amended, record_amendment};

/// Record an amendment: change fields, and record the old and new values as an event
///
/// Use `mou edit` to correct a mistake: it records no event.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou amend gds-govtech-2022 --on 2024-05-01 --end 2027-07-04\n  \
                  mou amend gds-govtech-2022 --add-area \"digital identity\" --note Letters\n  \
                  mou amend gds-govtech-2022 --note \"Annex B replaced\" --dry-run"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
    #[command(flatten)]
    correction: CorrectionArgs,
}

/// Records the amendment of each of the agreements.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let event = args.event.event(EventKind::Amended, context)?;
    if args.correction.is_empty() && event.note.is_none() {
        return Err(Error::usage("an amendment needs a field that it changes, or a `--note`")
            .with_hint("`mou amend ID --on DATE --end DATE`"));
    }
    let correction = args.correction.with_texts(context)?;
    let typed = context.typed_ids(&args.ids)?;
    let (store, today) = (context.store.clone(), context.today);
    change_each(context, &typed, args.event.change.dry_run, |transaction, successors, before| {
        let id = &before.id;
        let input = EventInput::new(before.clone(), &event, today, successors);
        input.refuse_draft()?;
        input.refuse_unsigned()?;
        input.refuse_terminated()?;
        let on_day = before.on(input.day);
        let mut changed = on_day.clone().into_owned();
        let registry_input = RegistryInput::new(transaction, &store, today).correcting();
        let mut warnings = correction.apply(&mut changed, &registry_input)?;
        let fields = amended(&on_day, &changed);
        refuse_history(&fields)?;
        let on = event.on;
        if fields.is_empty() && !args.correction.is_empty() {
            return Err(Error::failed(format!("`{id}` has these values already on {on}"))
                .with_hint(format!("`mou show {id} --as-of {}`", input.day)));
        }
        let undated: Vec<&String> = fields.keys().filter(|name| !is_dated(name)).collect();
        let mut notes = Vec::new();
        if input.is_to_come() && !undated.is_empty() {
            let names = words::list_and(&undated);
            warnings.push(format!("`{id}`: {names} changed at once, not on {on}"));
        }
        if input.is_to_come() && undated.len() < fields.len() {
            notes.push(format!("The amendment holds from {on}; until then the old values do."));
        }
        let done = sentence(id, &fields);
        let after = record_amendment(before, Event { fields, ..event.clone() });
        warnings.extend(validate::check(transaction, Some(before), &after, today)?);
        warnings.extend(validate::unlikely_dates(Some(before), &after, today));
        transaction.put(after);
        Ok(Outcome { done, notes, warnings, ..Outcome::default() })
    })
}

/// Fails if a changed field is not part of the signed text.
fn refuse_history(fields: &BTreeMap<String, Value>) -> Result<()> {
    let history = [Field::Events, Field::Activities, Field::Conflicts].map(Field::name);
    let Some(name) = history.into_iter().find(|name| fields.contains_key(*name)) else {
        return Ok(());
    };
    Err(Error::usage(format!("an amendment does not change `{name}`"))
        .with_hint(format!("`mou edit ID --clear {name}`")))
}

fn sentence(id: &Id, fields: &BTreeMap<String, Value>) -> Sentence {
    if fields.is_empty() {
        return Sentence::new("Noted", "note", &format!("an amendment of {id}."));
    }
    let fields: Vec<&String> = fields.keys().collect();
    Sentence::new("Amended", "amend", &format!("{id}: {}.", words::list_and(&fields)))
}
