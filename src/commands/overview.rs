//! `mou` alone: what needs attention today.

use crate::commands::Desk;
use crate::error::Result;

/// Tells what needs attention today.
pub(crate) fn run(desk: &mut Desk<'_>) -> Result<()> {
    let roll = desk.roll()?;
    desk.print(&format!("{}\n", roll.entries.len()))
}
