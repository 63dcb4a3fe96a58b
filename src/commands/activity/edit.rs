//! `mou activity edit`: an activity corrected, or moved.

use super::named::Named;
use crate::commands::fields::{FieldArgs, ListArgs};
use crate::commands::told::{self, Told};
use crate::commands::{Desk, flag, ids};
use crate::domain::Activity;
use crate::error::{Error, Result};

/// Correct an activity, or move it to another agreement
///
/// A list is replaced by --area and its like, and changed by --add-area and --remove-area.
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
    /// Agreement to move it to, where it gets another number
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// What it is called
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    #[command(flatten, next_help_heading = "Fields")]
    fields: FieldArgs<Activity>,
    #[command(flatten, next_help_heading = "Lists and fields")]
    lists: ListArgs<Activity>,
    /// Field to empty (can be repeated)
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    /// Show what would change, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
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

/// Corrects the activities, and moves them where that was asked for.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    if args.is_empty() {
        return Err(Error::usage("no field to correct was named")
            .with_hint("`mou activity edit ID/N --status done`, or `--to ID` to move it"));
    }
    let today = desk.today;
    let title = flag::text("--title", args.title.as_ref())?;
    let typed = desk.typed_ids(&args.ids)?;
    let done = desk.change(args.dry_run, |draft| {
        let to = args.to.as_ref().map(|to| ids::resolve(to, &*draft)).transpose()?;
        let mut told = Vec::new();
        for named in Named::all(&typed, &*draft)? {
            let Some(mut agreement) = draft.get(named.agreement.as_str())? else { continue };
            let place = named.place(&agreement)?;
            let activity = &mut agreement.activities[place];
            let before = activity.clone();
            let mut warnings =
                args.lists.apply(&args.clear, activity, &named.to_string(), today)?;
            args.fields.apply(activity, today)?;
            if let Some(title) = &title {
                activity.title = title.clone();
            }
            let differs = *activity != before;
            draft.put(agreement);
            let mut one = Told::default();
            match to.as_ref().filter(|to| **to != named.agreement) {
                Some(to) => {
                    let moved = Named {
                        n: draft.move_activity(&named.agreement, named.n, to)?,
                        agreement: to.clone(),
                    };
                    one.result = Some(moved.to_string());
                    one.done = format!("Moved {named} to {moved}.");
                }
                None if differs => one.done = format!("Corrected {named}."),
                None => one.notes.push(format!("{named} says that already: nothing to change.")),
            }
            one.warnings.append(&mut warnings);
            told.push(one);
        }
        Ok(told)
    })?;
    told::tell(desk, &done)
}
