//! `mou suspend`: an agreement put on hold.

use crate::commands::Desk;
use crate::commands::event::{self, EventArgs, Occasion, at, ending};
use crate::commands::told::Told;
use crate::domain::EventKind;
use crate::error::{Error, Result};

/// Record that an agreement is on hold
///
/// Being on hold does not lengthen the term.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou suspend gds-govtech-2022 --on 2024-03-01\n  mou suspend \
                  gds-govtech-2022 --on 2024-03 --note \"until the review is done\" --dry-run")]
pub(crate) struct Args {
    /// Agreements to put on hold; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Adds an event of suspension.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let suspended = args.event.event(EventKind::Suspended, desk.today)?;
    event::record(desk, &args.ids, &suspended, args.event.dry_run, judge)
}

fn judge(occasion: &Occasion) -> Result<Told> {
    occasion.refuse_draft()?;
    let id = &occasion.agreement.id;
    let later = occasion.next_of(&[EventKind::Suspended, EventKind::Resumed]);
    let since = occasion.before.life.suspended;
    let already =
        since.or(later.filter(|next| next.kind == EventKind::Suspended).map(|next| next.on));
    if let Some(on) = already {
        return Err(Error::failed(format!("`{id}` is suspended from {on} on already"))
            .with_hint(format!("`mou resume {id}`")));
    }
    let ends = ending(occasion.after.standing.ends);
    Ok(Told {
        done: format!("Suspended {id} {}; this does not extend it: {ends}.", at(occasion.event.on)),
        notes: occasion.when_it_counts().into_iter().collect(),
        warnings: occasion.doubt().into_iter().collect(),
        ..Told::default()
    })
}
