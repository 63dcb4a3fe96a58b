//! `mou terminate`: an agreement that the parties or one of them ended.

use crate::commands::Desk;
use crate::commands::event::{self, EventArgs, Occasion, at};
use crate::commands::flag;
use crate::commands::told::Told;
use crate::domain::{Date, Day, End, Event, EventKind, Status};
use crate::error::{Error, Result};

/// Record the termination of an agreement
///
/// Use it if an agreement is ended otherwise than by notice. --on is the day on which the
/// termination was agreed or declared, --end the last day in force. A day to come without --end
/// means: agreed today, last day --on. The status is `terminated` when the last day is past.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou terminate gds-govtech-2022 --on 2024-10-01 --end 2024-12-31 --by \
                  GovTech\n  mou terminate gds-govtech-2022 --note \"by mutual consent\" --dry-run"
)]
pub(crate) struct Args {
    /// Agreements that were ended; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Last day in force; the day of --on unless given
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// Who ended it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Adds an event of termination.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let terminated = args.termination(desk.today)?;
    event::record(desk, &args.ids, &terminated, args.event.dry_run, judge)
}

impl Args {
    /// Returns the event of termination.
    ///
    /// Fails if the last day is before the day on which the termination was agreed.
    fn termination(&self, today: Day) -> Result<Event> {
        let by = flag::text("--by", self.by.as_ref())?;
        let event = self.event.event(EventKind::Terminated, today)?;
        let end = self.end.as_ref().map(|text| flag::date("--end", text, today)).transpose()?;
        if let Some(end) = end.filter(|end| end.last() < event.on.first()) {
            return Err(Error::failed(format!(
                "`--end`: {end} is before the day of the termination, {}",
                event.on
            ))
            .with_hint("give a last day on or after `--on`"));
        }
        let is_to_come = event.on.first() > today;
        match (end, Date::of_day(today)) {
            // Agreed today, and the day that was given is the last one.
            (None, Some(today)) if is_to_come => {
                Ok(Event { by, end: Some(event.on), on: today, ..event })
            }
            (end, _) => Ok(Event { by, end: end.filter(|end| *end != event.on), ..event }),
        }
    }
}

fn judge(occasion: &Occasion) -> Result<Told> {
    let Occasion { agreement, event, before, after, now, .. } = occasion;
    let id = &agreement.id;
    let other = agreement.events.iter().zip(1..);
    if let Some((other, number)) =
        other.into_iter().find(|(event, _)| event.kind == EventKind::Terminated)
    {
        return Err(Error::failed(format!("`{id}` is already terminated {}", at(other.on)))
            .with_hint(format!("`mou edit {id} --remove-event {number}` takes that back")));
    }
    let is_draft = before.standing.status == Status::Draft;
    let last_day = match after.standing.ends {
        End::On(last) if !is_draft => format!(": its last day is {last}"),
        _ => String::new(),
    };
    let on = at(event.on);
    let mut told = Told { done: format!("Terminated {id} {on}{last_day}."), ..Told::default() };
    // By today, the check of the record warns of it.
    if before.standing.status == Status::Expired && occasion.is_to_come() {
        told.warnings
            .push(format!("`{id}` had already expired: its last day was {}", before.life.end));
    }
    if occasion.is_to_come() {
        told.notes.extend(occasion.when_it_counts());
    } else if now.standing.status.is_in_force() {
        told.notes.push(format!("Until then the status is {}.", now.standing.status));
    }
    Ok(told)
}
