//! Finding which records succeed which.

use std::ops::Range;

use memchr::memmem::{self, FinderRev};
use serde::Deserialize;

use super::seam::{CLOSE, OPEN, SEAM, Slice};
use super::window::Window;
use super::{Records, Stop};
use crate::domain::Id;

/// The name of the member that holds the ids of the records before. No text has it in it: there the
/// quotes are escaped.
const SUCCEEDS: &[u8] = b"\"succeeds\"";

/// How the letters begin that may be spelled so without need: the name or an id may hide in them.
const ESCAPED: &[u8] = b"\\u00";

/// What a record says of those before it.
#[derive(Deserialize)]
struct Follower {
    id: Id,
    #[serde(default)]
    succeeds: Vec<Id>,
}

impl Records {
    /// Returns all links: a record, and one that it succeeds.
    ///
    /// Only the records that have such a member are read.
    pub(in crate::store) fn links(&self) -> Result<Vec<(Id, Id)>, Stop> {
        let found = self.in_parts(|part| self.links_in(part))?;
        self.check_still()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn links_in(&self, part: Range<u64>) -> Result<Vec<(Id, Id)>, Stop> {
        let between = [CLOSE, SEAM, OPEN].concat();
        let last_seam = FinderRev::new(&between);
        let names = memmem::Finder::new(SUCCEEDS);
        let escapes = memmem::Finder::new(ESCAPED);
        let mut window = Window::new(&self.file, part.start, part.end, self.window);
        let mut links = Vec::new();
        let mut done = 0;
        while window.move_on(done)? {
            let bytes = window.from(0);
            done = if window.is_at_end() {
                bytes.len()
            } else {
                let seam = last_seam.rfind(bytes);
                seam.map_or(0, |at| at + CLOSE.len() + SEAM.len())
            };
            let whole = bytes.get(..done).unwrap_or_default();
            for finder in [&names, &escapes] {
                let mut read = 0;
                for hit in finder.find_iter(whole) {
                    if hit < read {
                        continue;
                    }
                    let record = record_around(whole, hit).ok_or(Stop::Unlike)?;
                    read = record.end;
                    let slice = Slice::of(0, whole.get(record).unwrap_or_default())?;
                    let follower: Follower =
                        serde_json::from_str(slice.text).map_err(|_| Stop::Unlike)?;
                    let Follower { id, succeeds } = follower;
                    links.extend(succeeds.into_iter().map(|prior| (id.clone(), prior)));
                }
            }
        }
        // A record that has both was read twice.
        links.sort();
        links.dedup();
        Ok(links)
    }
}

/// Returns the record around `at` in a run of whole ones, from the start of its line to behind its
/// bracket.
fn record_around(run: &[u8], at: usize) -> Option<Range<usize>> {
    let start = memmem::rfind(run.get(..at)?, OPEN)?;
    let end = at + memmem::find(run.get(at..)?, CLOSE)? + CLOSE.len();
    Some(start..end)
}
