//! A pseudoterminal for tests of what only a person sees.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::sandbox::Sandbox;

/// Returns both ends of a pseudoterminal: the one that a person sees, and the one that programs write to.
pub(crate) fn terminal() -> (File, File) {
    let seen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&seen).unwrap();
    unlockpt(&seen).unwrap();
    let name = ptsname(&seen, Vec::new()).unwrap();
    let written = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    (File::from(seen), File::from(written))
}

/// Returns the output on a terminal until all writers have closed it.
pub(crate) fn output_on(mut terminal: File) -> String {
    let mut seen = Vec::new();
    let mut bytes = [0; 1024];
    // Linux reports the end as an error.
    while let Ok(count @ 1..) = terminal.read(&mut bytes) {
        seen.extend_from_slice(&bytes[..count]);
    }
    String::from_utf8(seen).unwrap().replace("\r\n", "\n")
}

/// Runs `mou` with stdout on a terminal of this width and without colour; returns what it prints there, then the
/// messages and the exit code.
pub(crate) fn on_terminal(sandbox: &Sandbox, columns: usize, args: &[&str]) -> String {
    let (terminal, written) = terminal();
    let mut command = sandbox.command(args);
    command.env("COLUMNS", columns.to_string()).env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
    let child = command.stdout(written).stderr(Stdio::piped()).spawn().unwrap();
    drop(command);
    let mut text = output_on(terminal);
    let output = child.wait_with_output().unwrap();
    if !output.stderr.is_empty() {
        text += "--- stderr\n";
        text += &String::from_utf8(output.stderr).unwrap();
    }
    match output.status.code() {
        Some(0) => text,
        code => format!("{text}--- exit {}\n", code.unwrap_or(-1)),
    }
}
