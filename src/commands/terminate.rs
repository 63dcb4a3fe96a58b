//! `mou terminate`: an agreement ended by somebody.

use crate::commands::Desk;
use crate::commands::event::{self, EventArgs, Occasion, at};
use crate::commands::flag;
use crate::commands::told::Told;
use crate::domain::{End, Event, EventKind, Status};
use crate::error::{Error, Result};

/// Record that somebody ended an agreement
///
/// It is terminated from that day on, for good. One that will end by notice is not terminated yet:
/// that is what notice is for.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou terminate gds-govtech-2022 --by GovTech --on 2024-12-31\n  mou \
                  terminate gds-govtech-2022 --note \"by mutual consent\" --dry-run"
)]
pub(crate) struct Args {
    /// Agreements that were ended; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Who ended it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Adds an event of termination.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let by = flag::text("--by", args.by.as_ref())?;
    let terminated = Event { by, ..args.event.event(EventKind::Terminated, desk.today)? };
    event::record(desk, &args.ids, &terminated, args.event.dry_run, judge)
}

fn judge(occasion: &Occasion) -> Result<Told> {
    let Occasion { agreement, event, before, after, .. } = occasion;
    let id = &agreement.id;
    let other = agreement.events.iter().zip(1..);
    if let Some((other, number)) =
        other.into_iter().find(|(event, _)| event.kind == EventKind::Terminated)
    {
        return Err(Error::failed(format!("`{id}` is terminated {} already", at(other.on)))
            .with_hint(format!("`mou edit {id} --remove-event {number}` takes that back")));
    }
    let on = at(event.on);
    let last_day = match after.standing.ends {
        End::On(last) if before.standing.status != Status::Draft => {
            format!(": its last day is {last}")
        }
        _ => String::new(),
    };
    let mut told = Told { done: format!("Terminated {id} {on}{last_day}."), ..Told::default() };
    // By today, `check` says so too.
    if before.standing.status == Status::Expired && occasion.is_to_come() {
        told.warnings
            .push(format!("`{id}` had expired before: its last day was {}", before.life.end));
    }
    told.notes.extend(occasion.when_it_counts());
    Ok(told)
}
