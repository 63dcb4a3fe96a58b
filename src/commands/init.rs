//! `mou init`: create a registry.

use uuid::Uuid;

use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::config::owner_of;
use crate::domain::Header;
use crate::error::{Error, Result};

/// Create a new registry and print its path
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou init\n  mou init --owner GovTech\n  \
                        mou init --file partners.json --owner \"Kyoto University (KU)\"")]
pub(crate) struct Args {
    /// Owner of the registry; lists show the other parties as partners
    #[arg(long, value_name = "PARTY")]
    owner: Option<String>,
    /// UUID of the registry, instead of a random one
    #[arg(long, value_name = "UUID")]
    uid: Option<String>,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Creates the registry and prints its path.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    if let Some(uid) = &args.uid
        && Uuid::parse_str(uid).is_err()
    {
        return Err(Error::bad_value(format!(
            "`--uid`: `{uid}` is not a UUID; write one such as \
             7d1f4c52-9a3e-4b86-8f10-5c2e6a94d703"
        )));
    }
    let owner = args.owner.as_ref().map(|typed| owner_of("--owner", typed)).transpose()?;
    let head = Header { uid: args.uid.clone(), owner, ..Header::default() };
    context.run(args.change.dry_run, |store, stamp, mode| store.create(stamp, mode, &head))?;
    context.print_value(&context.path())?;
    Ok(())
}
