//! `mou import`.

mod again;
mod broken_workbooks;
mod columns;
mod date_forms;
mod dates;
mod decisions;
mod files;
mod hostile;
mod memory;
mod officer;
mod own;
mod parties;
mod registers;
mod round;
mod sheets;
mod terms;
mod twice;
mod workbooks;

use crate::sandbox::{CommandOutput, Sandbox};

/// Returns a sandbox with this sheet.
fn with_sheet(name: &str, bytes: impl AsRef<[u8]>) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(name, bytes);
    sandbox
}

/// Returns these columns of all agreements as CSV lines, without the header.
fn listed(sandbox: &Sandbox, columns: &str) -> Vec<String> {
    let output = sandbox.mou(&["list", "-o", "csv", "--columns", columns]).success();
    output.lines().skip(1).map(str::to_owned).collect()
}

/// Returns the last line of the messages of a successful import.
#[track_caller]
fn counts(output: &CommandOutput) -> String {
    assert_eq!(output.code, 0, "{}", output.to_text());
    let line = output.stderr.lines().last().unwrap_or_default();
    line.rsplit_once("`: ").map_or(line, |(_, counts)| counts).to_owned()
}
