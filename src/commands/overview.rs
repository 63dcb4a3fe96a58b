//! `mou` alone: what needs attention today.

use crate::commands::Desk;
use crate::commands::card::{CardArgs, CardFormat};
use crate::error::Result;
use crate::render::attention;
use crate::report::attention::Attention;

/// What `mou` says on a registry that holds nothing yet.
const WELCOME: &str = "\
mou keeps memoranda of understanding and tells, in time, what lapses.

The registry is empty. The first three commands:

  mou add \"Joint research\" --party \"Kyoto University [JP]\" --party \"University of Tartu [EE]\" \\
      --signed 2024-05-01 --term 3y
  mou list
  mou expiring --within 6m

`mou --help` shows the others.
";

/// Tells what needs attention today; on an empty registry, how to begin.
pub(crate) fn run(output: &CardArgs, desk: &mut Desk<'_>) -> Result<()> {
    let roll = desk.roll()?;
    if roll.entries.is_empty() && output.format == CardFormat::Table {
        return desk.print(WELCOME);
    }
    let attention = Attention::of(&roll);
    output.show(
        desk,
        |_| attention::card(&attention, &roll),
        || attention::object(&attention, &roll),
    )
}
