//! `mou resume`: an agreement no longer on hold.

use crate::commands::Desk;
use crate::commands::event::{self, EventArgs, Occasion, at, ending};
use crate::commands::told::Told;
use crate::domain::EventKind;
use crate::error::{Error, Result};

/// Record that an agreement is no longer on hold
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou suspend gds-govtech-2022 --on 2024-03-01 && mou resume \
                  gds-govtech-2022 --on 2024-09-01\n  mou list --status suspended -o ids | mou \
                  resume -")]
pub(crate) struct Args {
    /// Agreements that are on hold; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    event: EventArgs,
}

/// Adds an event of resumption.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let resumed = args.event.event(EventKind::Resumed, desk.today)?;
    event::record(desk, &args.ids, &resumed, args.event.dry_run, judge)
}

fn judge(occasion: &Occasion) -> Result<Told> {
    occasion.refuse_draft()?;
    let id = &occasion.agreement.id;
    let on = at(occasion.event.on);
    if occasion.before.life.suspended.is_none() {
        return Err(Error::failed(format!("`{id}` was not suspended {on}"))
            .with_hint(format!("`mou suspend {id} --on DATE`")));
    }
    let later = occasion.next_of(&[EventKind::Suspended, EventKind::Resumed]);
    if let Some(next) = later.filter(|next| next.kind == EventKind::Resumed) {
        return Err(Error::failed(format!("`{id}` was resumed {} already", at(next.on)))
            .with_hint(format!("`mou edit {id} --remove-event N` takes that back")));
    }
    Ok(Told {
        done: format!("Resumed {id} {on}: {}.", ending(occasion.after.standing.ends)),
        notes: occasion.when_it_counts().into_iter().collect(),
        warnings: occasion.doubt().into_iter().collect(),
        ..Told::default()
    })
}
