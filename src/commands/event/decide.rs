//! `mou decide`: record what was decided for the end of the current period.

use strum::VariantNames;

use super::{EventArgs, EventInput, record};
use crate::commands::Context;
use crate::commands::flag;
use crate::commands::outcome::{Outcome, Sentence};
use crate::domain::{Decision, End, Event, EventKind};
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
    /// Agreements, by id or a text that only one has; - reads standard input
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
        Decision::Renew => "it will be renewed",
        Decision::Lapse => "it will not be renewed",
        Decision::Renegotiate => "it will be renegotiated",
    };
    let ends = match input.after.standing.ends {
        End::On(last) => format!("Its last day is {last}."),
        End::Indefinite => "It has no end.".to_owned(),
        End::Unknown => "Its end is not known.".to_owned(),
    };
    let rest = format!("the decision for {id}: {what}. {ends}");
    let mut outcome = Outcome::of_change(Sentence::new("Recorded", "record", &rest));
    if decision == Decision::Lapse && input.now.life.will_renew && standing.status.is_in_force() {
        let by = standing.act_by.map_or_else(String::new, |day| format!(" by {day}"));
        outcome.warnings.push(format!("`{id}` renews automatically unless notice is given{by}"));
    }
    outcome.hint = match decision {
        Decision::Renew => Some(format!("`mou renew {id} --term TERM` records the renewal")),
        Decision::Lapse => None,
        Decision::Renegotiate => {
            Some(format!("`mou renew {id} --new --signed DATE` records the new agreement"))
        }
    };
    outcome
}
