//! `mou list`: agreements, filtered.

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selected, Selection, hint_at_span};
use crate::commands::output::{OutputArgs, Subject};
use crate::commands::user_settings::UserKey;
use crate::error::{Error, Result};
use crate::report::agreements::{AGREEMENT_COLUMNS, DEFAULT_AGREEMENT_COLUMNS};
use crate::report::listing::ListedAgreement;

/// List agreements, all unless filtered
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou list --active --country JP\n  mou list --missing contact -o ids\n  \
                  mou list kyoto --columns id,ends,act_by --sort ends"
)]
pub(crate) struct Args {
    /// Words to search for in all texts
    words: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Exit with 4 if anything is listed
    #[arg(long)]
    exit_code: bool,
}

/// What a list of agreements is made of.
pub(crate) const AGREEMENT_LIST: Subject<ListedAgreement> = Subject {
    id: |entry| entry.agreement.id.to_string(),
    one: "agreement",
    many: "agreements",
    object: crate::render::agreement::object,
    hidden_first: &["title", "partners"],
    kept: &["id", "partners", "status", "ends", "act_by"],
};

/// Lists the agreements that the filters and words let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let output = args.output.with_user_settings(
        &context.user,
        UserKey::ListColumns,
        Some(UserKey::ListSort),
    );
    let layout = output.layout(&AGREEMENT_COLUMNS, &DEFAULT_AGREEMENT_COLUMNS)?;
    let query = args.filters.query(&args.words, context.today)?;
    let reading = context.read_to_pass()?;
    let selection = Selection {
        counts_others: output.is_for_people(),
        ..Selection::of(&query, output.is_whole())
    };
    let Selected { items: rows, unfiltered } =
        selection.scan(&reading, context, |entry, rows| {
            rows.push(output.row(entry, &layout, &AGREEMENT_LIST, &[])?);
            Ok(())
        })?;
    hint_at_span(&args.filters, &args.words, context);
    let found = !rows.is_empty();
    if !(args.exit_code && context.is_quiet()) {
        output.print(context, rows, unfiltered, &layout, &AGREEMENT_LIST)?;
    }
    if args.exit_code && found { Err(Error::found()) } else { Ok(()) }
}
