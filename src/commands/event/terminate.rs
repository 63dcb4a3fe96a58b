//! `mou terminate`: record the termination of an agreement.

use super::{EventArgs, EventInput, at, record_each};
use crate::commands::Context;
use crate::commands::flag;
use crate::commands::outcome::{Outcome, Sentence};
use crate::domain::{Date, End, Event, EventKind, Status};
use crate::error::{Error, Result};

/// Record the termination of an agreement
///
/// Use it if an agreement ends other than by notice. --on is the date on which the termination was
/// agreed or declared, --end the last day in force. With a future --on and no --end, it was agreed
/// today and the last day is --on. The status is `terminated` once the last day has passed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou terminate gds-govtech-2022 --on 2024-10-01 --end 2024-12-31 --by \
                  GovTech\n  mou terminate gds-govtech-2022 --note \"by mutual consent\" --dry-run"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Last day in force (default: the date of --on)
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// Who terminated it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Records a termination.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let terminated = args.termination(context)?;
    record_each(context, &args.ids, args.event.change.dry_run, |_| Ok(terminated.clone()), report)
}

impl Args {
    /// Returns the event of termination.
    ///
    /// Fails if the last day is before the day on which the termination was agreed.
    fn termination(&self, context: &mut Context<'_>) -> Result<Event> {
        let (by, today) = (flag::text("--by", self.by.as_ref())?, context.today);
        let event = self.event.event(EventKind::Terminated, context)?;
        let end = self.end.as_ref().map(|text| flag::date("--end", text, today)).transpose()?;
        if let Some(end) = end.filter(|end| end.last() < event.on.first()) {
            return Err(Error::failed(format!(
                "`--end`: {end} is before the day of the termination, {}",
                event.on
            ))
            .with_hint("give a last day on or after `--on`"));
        }
        let is_to_come = event.on.first() > today;
        match (end, Date::from_day(today)) {
            // Agreed today; the given day is the last one.
            (None, Some(today)) if is_to_come => {
                Ok(Event { by, end: Some(event.on), on: today, ..event })
            }
            (end, _) => Ok(Event { by, end: end.filter(|end| *end != event.on), ..event }),
        }
    }
}

fn report(input: &EventInput) -> Result<Outcome> {
    let EventInput { agreement, event, before, after, now, .. } = input;
    let id = &agreement.id;
    let mut events = agreement.events.iter().zip(1..);
    if let Some((other, number)) = events.find(|(event, _)| event.kind == EventKind::Terminated) {
        return Err(Error::failed(format!("`{id}` is already terminated {}", at(other.on)))
            .with_hint(format!("`mou edit {id} --remove-event {number}` undoes that")));
    }
    let is_draft = before.standing.status == Status::Draft;
    let done = Sentence::new("Terminated", "terminate", &format!("{id} {}", at(event.on)));
    let mut outcome = Outcome::of_change(match after.standing.ends {
        End::On(last) if !is_draft => done.and(
            &format!(": its last day is {last}."),
            &format!(": its last day would be {last}."),
        ),
        _ => done.and(".", "."),
    });
    // If the event counts already, `validate` warns of this.
    if before.standing.status == Status::Expired && input.is_to_come() {
        let end = before.life.end;
        outcome.warnings.push(format!("`{id}` had already expired: its last day was {end}"));
    }
    outcome.notes.extend(input.when_it_counts());
    if !input.is_to_come() && now.standing.status.is_in_force() {
        outcome.notes.push(format!("Until then the status is {}.", now.standing.status));
    }
    Ok(outcome)
}
