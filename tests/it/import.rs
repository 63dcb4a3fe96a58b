//! `mou import`.

mod again;
mod files;
mod hostile;
mod own;
mod registers;
mod round;
mod sheets;

use crate::world::{Told, World};

/// Returns a sandbox with this sheet.
fn with_sheet(name: &str, bytes: impl AsRef<[u8]>) -> World {
    let world = World::new();
    world.write(name, bytes);
    world
}

/// Returns these columns of all agreements as CSV lines, without the header.
fn listed(world: &World, columns: &str) -> Vec<String> {
    let told = world.mou(&["list", "-o", "csv", "--columns", columns]).done();
    told.lines().skip(1).map(str::to_owned).collect()
}

/// Returns the last line of the messages of a successful import.
#[track_caller]
fn counts(told: &Told) -> String {
    assert_eq!(told.code, 0, "{}", told.whole());
    let line = told.err.lines().last().unwrap_or_default();
    line.rsplit_once("`: ").map_or(line, |(_, counts)| counts).to_owned()
}
