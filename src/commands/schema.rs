//! `mou schema`: the JSON Schema of the file and of the output of commands.

use crate::commands::{Context, flag};
use crate::error::Result;
use crate::render::schema::NAMED_SCHEMAS;

/// Print the JSON Schema (2020-12) of the registry, or of what a command prints as JSON
///
/// The schemas are registry (the file), record (an agreement, one line of `-o jsonl`), list (also
/// expiring and export json), show, why, chain, activity, party, party-show, contact,
/// check, log, and overview (mou without a
/// command). Names are only ever added.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou schema\n  mou schema list > list.schema.json")]
pub(crate) struct Args {
    /// Name of the schema
    #[arg(value_name = "OF", default_value = "registry")]
    of: String,
}

/// Prints the schema.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let subject = NAMED_SCHEMAS.iter().find(|subject| subject.name == args.of);
    let names: Vec<&str> = NAMED_SCHEMAS.iter().map(|subject| subject.name).collect();
    let subject = subject.ok_or_else(|| flag::none_of("OF", &args.of, &names))?;
    context.print(&subject.schema())
}
