//! `mou why`.

use crate::commands::Desk;
use crate::error::{Error, Result};

/// Flags.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {}

/// Runs.
pub(crate) fn run(_args: &Args, _desk: &mut Desk<'_>) -> Result<()> {
    Err(Error::failed("not built"))
}
