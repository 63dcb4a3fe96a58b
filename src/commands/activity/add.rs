//! `mou activity add`: record an activity.

use crate::commands::answer::ChangeArgs;
use crate::commands::fields::FieldArgs;
use crate::commands::outcome::{self, Outcome, Sentence};
use crate::commands::{Context, flag, ids};
use crate::domain::{self, Activity};
use crate::error::{Error, Result};

/// Record an activity under an agreement and print its id
///
/// Without --status, an activity with --due or a future date is planned, any other is done.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou activity add gds-govtech-2022 \"Study visit\" --kind \
                  visit --on 2023-03-01\n  mou activity add gds-govtech-2022 \"Yearly report\" \
                  --kind report --due +6m")]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    id: String,
    /// Title
    title: String,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs<Activity>,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Records the activity.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let title = flag::text("TITLE", Some(&args.title))?.unwrap_or_default();
    let today = context.today;
    let mut new = Activity::new(std::num::NonZeroU32::MIN, title);
    args.fields.with_texts(context)?.apply(&mut new, today)?;
    new.status = new.status.or_else(|| Some(new.usual_progress(today)));
    let warnings = domain::unlikely_dates_of_activity(&new, today);
    let typed = context.typed_ids(std::slice::from_ref(&args.id))?;
    let result = context.change(args.change.dry_run, |transaction| {
        let mut outcomes = Vec::new();
        for id in ids::resolve_all(&typed, transaction, today)? {
            let Some(mut agreement) = transaction.get(id.as_str())? else { continue };
            let n = Activity::next_number(&agreement.activities).ok_or_else(|| {
                Error::failed(format!("there is no free activity number in `{id}`"))
            })?;
            agreement.activities.push(Activity { n, ..new.clone() });
            let done = Sentence::new("Added", "add", &format!("{id}/{n}, `{}`.", new.title));
            let result = Some(format!("{id}/{n}"));
            outcomes.push(Outcome {
                result,
                warnings: warnings.clone(),
                ..Outcome::of_change(done)
            });
            transaction.put(agreement);
        }
        Ok(outcomes)
    })?;
    outcome::report(context, &result)
}
