//! `mou activity show`: activities whole.

use super::named::Named;
use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::error::Result;
use crate::render::agreement;
use crate::report::activities::Listed;

/// Show an activity whole
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity show gds-govtech-2019/1\n  mou activity list --overdue \
                  -o ids | mou activity show - -o jsonl"
)]
pub(crate) struct Args {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the activities that were named.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let reading = desk.read()?;
    let named = Named::all(&typed, &reading)?;
    let agreements = named.iter().map(|named| named.agreement.clone()).collect();
    let roll = desk.roll_of(&reading, agreements)?;
    let mut shown = Vec::new();
    for named in named {
        let Some(entry) = roll.get(named.agreement.as_str()) else { continue };
        let meant = named.find(&entry.agreement)?;
        let listed = Listed::of(&entry.agreement, Some(&entry.stored), roll.today, |activity| {
            activity == meant
        });
        shown.extend(listed.into_iter().next());
    }
    args.output.show_all(
        desk,
        &args.ids,
        &shown,
        |listed| agreement::activity_card(listed, roll.today),
        agreement::activity_object,
    )
}
