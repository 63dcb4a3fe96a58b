//! What was done: a log beside the registry, one line a command.
//!
//! The registry is the truth and the log a memory of it: a log that is missing, cut off or damaged
//! costs what it held, and nothing else. A line is written and synced before the registry is
//! replaced, so that a change which is there is in the log; a line whose change never came to be,
//! because the program was killed between the two, is told by its hashes and passed over.
//!
//! A line is one JSON object:
//!
//! ```json
//! {"n":12,"at":"2025-01-04T09:00:00Z","who":"mei","command":["mou","renew","…"],"uid":"…",
//!  "changes":[{"id":"gds-govtech-2022","before":"{\n      \"id\": …","after":"<SHA-256>"}],
//!  "sum":"<SHA-256>"}
//! ```
//!
//! `before` is the text of the record in the file, byte for byte, and `after` the hash of the text
//! that took its place; an added record has no `before`, a removed one no `after`. The change
//! without an `id` is that of the members of the document, its records left out. `undoes` and
//! `redoes` name the lines that a command took back or put back, `created` says that it made the
//! registry. `uid` is the registry's, and `sum` the hash of what stands before it in the line.

mod append;
mod command_line;
mod digest;
mod history;
mod judge;
mod line;
mod memory;
mod retrace;
mod steps;

pub(super) use self::append::append;
pub(super) use self::digest::Digest;
pub use self::history::{Entry, History, Trail};
pub use self::judge::Version;
pub use self::line::Deed;
pub(super) use self::line::Line;
pub use self::retrace::Taken;
use self::retrace::Way;
use super::place::Target;
use super::{Mode, Outcome, Stamp, Store};
use crate::error::Result;

impl Store {
    /// Reads what was done to the registry, as far as the log remembers it.
    ///
    /// No log makes this fail, whatever it holds: what cannot be read of it is told in the warnings.
    /// A registry that is damaged is a warning too; one that was named and is not there is an error.
    /// Takes no lock and makes nothing.
    pub fn log(&self) -> Result<History> {
        let target = Target::find(&self.place.path)?;
        History::read(self, &target)
    }

    /// Takes back the last `count` commands that are not undone: all of them, or none.
    ///
    /// Every record gets back the bytes that it had. Fails where a record is no longer what the
    /// command had made of it, and where the log does not reach back so far. The command that made
    /// the registry is undone but for that: the file stays, with what it says of itself.
    pub fn undo(&self, stamp: &Stamp, mode: Mode, count: usize) -> Result<Outcome<Vec<Taken>>> {
        self.retrace(stamp, mode, count, Way::Back)
    }

    /// Puts back the `count` commands that were undone last: all of them, or none.
    ///
    /// Fails like [`Self::undo`]. A command after an undo leaves nothing to put back.
    pub fn redo(&self, stamp: &Stamp, mode: Mode, count: usize) -> Result<Outcome<Vec<Taken>>> {
        self.retrace(stamp, mode, count, Way::Forth)
    }
}
