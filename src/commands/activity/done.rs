//! `mou activity done`: an activity marked as done.

use super::named::Named;
use crate::commands::event::at;
use crate::commands::told::{self, Told};
use crate::commands::{Desk, flag};
use crate::domain::{Activity, Date, Progress};
use crate::error::{Error, Result};

/// Mark an activity as done
///
/// Where no day is recorded and --on gives none, it is today. For an activity of several days it is
/// the last of them.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou activity done gds-govtech-2019/1\n  mou activity done \
                  gds-govtech-2019/1 --on 2020-05-06 --outcome \"Report published\"")]
pub(crate) struct Args {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    /// Day on which it was done
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Marks the activities as done.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let on = args.on.as_ref().map(|text| flag::date("--on", text, desk.today)).transpose()?;
    let today = flag::date_or_today("--on", None, desk.today)?;
    let outcome = flag::text("--outcome", args.outcome.as_ref())?;
    let typed = desk.typed_ids(&args.ids)?;
    let done = desk.change(args.dry_run, |draft| {
        let mut told = Vec::new();
        for named in Named::all(&typed, &*draft)? {
            let Some(mut agreement) = draft.get(named.agreement.as_str())? else { continue };
            let place = named.place(&agreement)?;
            let activity = &mut agreement.activities[place];
            let before = activity.clone();
            // What was done some other day was not done today.
            let is_new = !matches!(before.status, None | Some(Progress::Done));
            activity.status = Some(Progress::Done);
            activity.outcome = outcome.clone().or(activity.outcome.take());
            set_day(activity, on.or_else(|| (is_new && before.day().is_none()).then_some(today)))?;
            told.push(told_of(&named, &before, activity, today));
            draft.put(agreement);
        }
        Ok(told)
    })?;
    told::tell(desk, &done)
}

/// Sets the day on which it was done, where that is given.
fn set_day(activity: &mut Activity, day: Option<Date>) -> Result<()> {
    let Some(day) = day else { return Ok(()) };
    if let Some(from) = activity.from.filter(|from| day.last() < from.first()) {
        return Err(Error::failed(format!("`--on` cannot be {day}: it begins on {from}")));
    }
    if activity.from.is_some() || activity.until.is_some() {
        activity.until = Some(day);
    } else {
        activity.on = Some(day);
    }
    Ok(())
}

fn told_of(named: &Named, before: &Activity, after: &Activity, today: Date) -> Told {
    let title = &after.title;
    let mut told = Told::default();
    if before == after {
        told.notes.push(format!("{named}, `{title}`, is done already: nothing to change."));
    } else if let Some(day) = after.day().filter(|day| Some(*day) != before.day()) {
        told.done = format!("Done: {named}, `{title}`, {}.", at(day));
    } else {
        told.done = format!("Done: {named}, `{title}`.");
    }
    if let Some(day) = after.day().filter(|day| day.first() > today.first()) {
        told.warnings.push(format!("its day, {day}, is still to come; `--on` names another"));
    }
    told
}
