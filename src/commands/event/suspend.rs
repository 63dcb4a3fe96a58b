//! `mou suspend` and `mou resume`: record the beginning and the end of a suspension.

use super::{EventArgs, EventInput, at, record};
use crate::commands::Context;
use crate::commands::outcome::{Outcome, Sentence};
use crate::domain::{Event, EventKind};
use crate::error::{Error, Result};

/// Record that an agreement is suspended
///
/// A suspension does not extend the term.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou suspend gds-govtech-2022 --on 2024-03-01\n  mou suspend \
                  gds-govtech-2022 --on 2024-03 --note \"under review\" --dry-run")]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Record that a suspended agreement is in operation again
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou suspend gds-govtech-2022 --on 2024-03-01 && \\\n    mou resume \
                  gds-govtech-2022 --on 2024-09-01\n  mou list --status suspended -o ids | mou \
                  resume -"
)]
pub(crate) struct ResumeArgs {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Records a suspension.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let suspended = args.event.event(EventKind::Suspended, context)?;
    record(context, &args.ids, &suspended, args.event.change.dry_run, report_suspended)
}

/// Records the end of a suspension.
pub(crate) fn run_resume(args: &ResumeArgs, context: &mut Context<'_>) -> Result<()> {
    let resumed = args.event.event(EventKind::Resumed, context)?;
    record(context, &args.ids, &resumed, args.event.change.dry_run, report_resumed)
}

fn report_suspended(input: &EventInput) -> Result<Outcome> {
    let id = &input.agreement.id;
    let next = next_of_kind(input, &EventKind::Suspended).map(|event| event.on);
    if let Some(on) = input.before.life.suspended.or(next) {
        return Err(Error::failed(format!("`{id}` is already suspended from {on}"))
            .with_hint(format!("`mou resume {id}`")));
    }
    let rest = format!("{id} {}; this does not extend it", at(input.event.on));
    let done = Sentence::new("Suspended", "suspend", &rest);
    Ok(Outcome::of_change(done.ending(input.after.standing.ends)))
}

fn report_resumed(input: &EventInput) -> Result<Outcome> {
    let id = &input.agreement.id;
    let on = at(input.event.on);
    if input.before.life.suspended.is_none() {
        return Err(Error::failed(format!("`{id}` was not suspended {on}"))
            .with_hint(format!("`mou suspend {id} --on DATE`")));
    }
    if let Some(next) = next_of_kind(input, &EventKind::Resumed) {
        return Err(Error::failed(format!("`{id}` was resumed {} already", at(next.on)))
            .with_hint(format!("`mou edit {id} --remove-event N` undoes that")));
    }
    let done = Sentence::new("Resumed", "resume", &format!("{id} {on}"));
    Ok(Outcome::of_change(done.ending(input.after.standing.ends)))
}

/// Returns the first suspension or resumption after the event, if it is of this kind.
fn next_of_kind<'i>(input: &'i EventInput, kind: &EventKind) -> Option<&'i Event> {
    let is_later = |event: &&Event| {
        matches!(event.kind, EventKind::Suspended | EventKind::Resumed)
            && event.counts_from() > input.day
    };
    let later = input.agreement.events.iter().filter(is_later);
    later.min_by_key(|event| event.counts_from()).filter(|event| event.kind == *kind)
}
