//! `mou activity edit` and `mou activity done`: correct, move or complete activities.

use crate::commands::answer::ChangeArgs;
use crate::commands::event::at;
use crate::commands::fields::{FieldArgs, ListArgs};
use crate::commands::ids::{self, ActivityId, Lookup};
use crate::commands::outcome::{self, Outcome, Sentence, change_each_activity};
use crate::commands::{Context, flag};
use crate::domain::{self, Activity, Date, Progress};
use crate::error::{Error, Result};

/// Correct an activity, or move it to another agreement
///
/// A list flag such as --area replaces the list; --add-area and --remove-area change it.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity edit gds-govtech-2019/1 --status ongoing --add-area \
                  data\n  mou activity edit gds-govtech-2019/1 --to gds-govtech-2022\n  mou activity \
                  edit gds-govtech-2019/1 --clear outcome"
)]
pub(crate) struct Args {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    /// Agreement to move it to, with a new number
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// Title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs<Activity>,
    #[command(flatten, next_help_heading = "Lists and fields")]
    lists: ListArgs<Activity>,
    /// Field to clear (can be repeated)
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

impl Args {
    fn is_empty(&self) -> bool {
        self.to.is_none()
            && self.title.is_none()
            && self.fields.is_empty()
            && self.lists.is_empty()
            && self.clear.is_empty()
    }
}

/// Corrects the activities, and moves them if `--to` is given.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if args.is_empty() {
        return Err(Error::usage("no field to change was given")
            .with_hint("`mou activity edit ID/N --status done`, or `--to ID` to move it"));
    }
    let today = context.today;
    let title = flag::text("--title", args.title.as_ref())?;
    let fields = args.fields.with_texts(context)?;
    let typed = context.typed_ids(&args.ids)?;
    let result = context.change(args.change.dry_run, |transaction| {
        let to = args.to.as_ref().map(|to| ids::resolve(to, &*transaction, today)).transpose()?;
        let ids = ActivityId::resolve_all(&typed, Lookup::ByText, transaction, today)?;
        change_each_activity(ids, transaction, |transaction, id, mut agreement, index| {
            let activity = &mut agreement.activities[index];
            let before = activity.clone();
            let mut warnings = args.lists.apply(&args.clear, activity, &id.to_string(), today)?;
            fields.apply(activity, today)?;
            if let Some(title) = &title {
                activity.title.clone_from(title);
            }
            let known = domain::unlikely_dates_of_activity(&before, today);
            let unlikely = domain::unlikely_dates_of_activity(activity, today);
            warnings.extend(unlikely.into_iter().filter(|sentence| !known.contains(sentence)));
            let differs = *activity != before;
            transaction.put(agreement);
            let mut outcome = Outcome { warnings, ..Outcome::default() };
            match to.as_ref().filter(|to| **to != id.agreement) {
                Some(to) => {
                    let n = transaction.move_activity(&id.agreement, id.n, to)?;
                    let moved = ActivityId { n, agreement: to.clone() };
                    outcome.done = Sentence::new("Moved", "move", &format!("{id} to {moved}."));
                    outcome.result = Some(moved.to_string());
                }
                None if differs => {
                    outcome.done = Sentence::new("Corrected", "correct", &format!("{id}."));
                }
                None => outcome.notes.push(format!(
                    "{id} already has these values: nothing to \
                    change."
                )),
            }
            Ok(outcome)
        })
    })?;
    outcome::report(context, &result)
}

/// Mark an activity as done
///
/// Without a recorded date and --on, the date is today. For an activity of several days it is the
/// last day.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou activity done gds-govtech-2019/1\n  mou activity done \
                  gds-govtech-2019/1 --on 2020-05-06 --outcome \"Report sent\"")]
pub(crate) struct DoneArgs {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    /// Date on which it was done
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Outcome; @FILE reads a file, - standard input
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Marks the activities as done.
pub(crate) fn run_done(args: &DoneArgs, context: &mut Context<'_>) -> Result<()> {
    let on = args.on.as_ref().map(|text| flag::date("--on", text, context.today)).transpose()?;
    let today = flag::date_or_today("--on", None, context.today)?;
    let outcome = args.outcome.as_ref().map(|text| context.long_text("--outcome", text));
    let outcome = flag::text("--outcome", outcome.transpose()?.as_ref())?;
    let (typed, day) = (context.typed_ids(&args.ids)?, context.today);
    let result = context.change(args.change.dry_run, |transaction| {
        let ids = ActivityId::resolve_all(&typed, Lookup::ByText, transaction, day)?;
        change_each_activity(ids, transaction, |transaction, id, mut agreement, index| {
            let activity = &mut agreement.activities[index];
            let before = activity.clone();
            // Today is a guess only for an activity that was not done yet and has no date.
            let is_new = !matches!(before.status, None | Some(Progress::Done));
            activity.status = Some(Progress::Done);
            activity.outcome = outcome.clone().or(activity.outcome.take());
            set_day(activity, on.or_else(|| (is_new && before.day().is_none()).then_some(today)))?;
            let outcome = report_done(id, &before, activity, today);
            transaction.put(agreement);
            Ok(outcome)
        })
    })?;
    outcome::report(context, &result)
}

/// Sets the day on which the activity was done, if it is given.
fn set_day(activity: &mut Activity, day: Option<Date>) -> Result<()> {
    let Some(day) = day else { return Ok(()) };
    if let Some(from) = activity.from.filter(|from| day.last() < from.first()) {
        return Err(Error::failed(format!("`--on`: {day} is before the activity begins, {from}")));
    }
    if activity.from.is_some() || activity.until.is_some() {
        activity.until = Some(day);
    } else {
        activity.on = Some(day);
    }
    Ok(())
}

fn marked(rest: &str) -> Sentence {
    Sentence::new("Done:", "mark as done:", rest)
}

fn report_done(id: &ActivityId, before: &Activity, after: &Activity, today: Date) -> Outcome {
    let title = &after.title;
    let mut outcome = Outcome::default();
    if before == after {
        outcome.notes.push(format!("{id}, `{title}`, is done already: nothing to change."));
    } else if let Some(day) = after.day().filter(|day| Some(*day) != before.day()) {
        outcome.done = marked(&format!("{id}, `{title}`, {}.", at(day)));
    } else {
        outcome.done = marked(&format!("{id}, `{title}`."));
    }
    if let Some(day) = after.day().filter(|day| day.first() > today.first()) {
        outcome.warnings.push(format!("its date, {day}, is in the future; `--on` sets another"));
    }
    outcome
}
