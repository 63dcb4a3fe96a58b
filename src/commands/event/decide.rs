//! `mou decide`: record what was decided for the end of the current period.

use strum::VariantNames;

use super::{EventArgs, EventInput, ending, record};
use crate::commands::Context;
use crate::commands::flag;
use crate::commands::outcome::Outcome;
use crate::domain::{Decision, Event, EventKind};
use crate::error::Result;

/// Record a decision about the end of the current period
///
/// A decision to let an agreement lapse settles it unless it renews automatically: that takes notice.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou decide gds-govtech-2022 renew --by \"Steering committee\" --on \
                  2025-02-01\n  mou list --tag pilot -o ids | mou decide - lapse --by \"Legal office\""
)]
pub(crate) struct Args {
    /// Agreement; - reads ids from standard input
    #[arg(value_name = "ID")]
    id: String,
    /// Decision: renew, lapse or renegotiate
    #[arg(value_name = "DECISION")]
    decision: String,
    /// Who decided it
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    event: EventArgs,
}

/// Records a decision.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let decision = flag::word("DECISION", &args.decision, Decision::VARIANTS)?;
    let by = flag::text("--by", Some(&args.by))?;
    let event = args.event.event(EventKind::Decided, context)?;
    let decided = Event { by, decision: Some(decision), ..event };
    record(context, std::slice::from_ref(&args.id), &decided, args.event.change.dry_run, |input| {
        Ok(report(input, decision))
    })
}

fn report(input: &EventInput, decision: Decision) -> Outcome {
    let id = &input.agreement.id;
    let standing = &input.now.standing;
    let what = match decision {
        Decision::Renew => "to renew it",
        Decision::Lapse => "to let it lapse",
        Decision::Renegotiate => "to renegotiate it",
    };
    let ends = ending(input.after.standing.ends);
    let mut outcome = Outcome::of_change(format!("Decided for {id}, {what}: {ends}."));
    if decision == Decision::Lapse && input.now.life.will_renew && standing.status.is_in_force() {
        let by = standing.act_by.map_or_else(String::new, |day| format!(" by {day}"));
        outcome.warnings.push(format!("`{id}` renews automatically unless notice is given{by}"));
    }
    outcome.hint = match decision {
        Decision::Renew => Some(format!("`mou renew {id} --term TERM`, when it is")),
        Decision::Lapse => None,
        Decision::Renegotiate => Some(format!("`mou renew {id} --new`, when a new text is signed")),
    };
    outcome
}
