//! The progress of a long command, which is shown only on a terminal.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::sandbox::Sandbox;
#[cfg(unix)]
use crate::terminal::{output_on, terminal};

/// Longer than a command runs before it shows progress.
const INPUT_DELAY: Duration = Duration::from_millis(1_200);

/// More rows than are read before the first progress update.
const ROW_COUNT: usize = 300;

/// Starts an import from stdin, and sends the rows after [`INPUT_DELAY`].
fn import(sandbox: &Sandbox, args: &[&str], out: impl Into<Stdio>, err: impl Into<Stdio>) -> Child {
    let mut command = sandbox.command(&[&["import", "-"], args].concat());
    command.stdin(Stdio::piped()).stdout(out).stderr(err);
    let mut child = command.spawn().unwrap();
    drop(command);
    let rows = (0..ROW_COUNT).map(|row| format!("Partner {row},2020-01-01\n"));
    let sheet = format!("Partner,Date signed\n{}", rows.collect::<String>());
    let mut input = child.stdin.take().unwrap();
    std::thread::sleep(INPUT_DELAY);
    input.write_all(sheet.as_bytes()).unwrap();
    child
}

#[cfg(unix)] // a terminal
#[test]
fn progress_on_a_terminal_is_shown_and_erased() {
    let sandbox = Sandbox::new();
    let (terminal, written) = terminal();
    let child = import(&sandbox, &[], Stdio::piped(), written);
    let seen = output_on(terminal);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{seen}");
    assert_eq!(output.stdout, b"");
    let (before, after) = seen.split_once("\r256 rows\r").expect("the progress is shown");
    let blanks = after.split_once('\r').expect("the progress is erased").0;
    assert!(blanks.len() >= "256 rows".len() && blanks.trim().is_empty(), "{seen:?}");
    assert!(!before.contains("rows"), "{seen:?}");
    let end = "300 added, 0 changed, 0 the same.\n\
               hint: `mou check` lists the errors and gaps that are left\n";
    assert!(after.ends_with(end), "{seen:?}");
}

#[test]
fn progress_without_a_terminal_is_not_shown() {
    let sandbox = Sandbox::new();
    let child = import(&sandbox, &[], Stdio::piped(), Stdio::piped());
    let output = child.wait_with_output().unwrap();
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    assert_eq!(output.stdout, b"");
    assert!(!messages.contains('\r') && !messages.contains("256"), "{messages:?}");
    assert!(messages.ends_with("300 added, 0 changed, 0 the same.\n"), "{messages:?}");
}

#[cfg(unix)] // a terminal
#[test]
fn progress_with_a_terminal_only_on_stdout_is_not_shown() {
    let sandbox = Sandbox::new();
    let (terminal, written) = terminal();
    let child = import(&sandbox, &["--dry-run"], written, Stdio::piped());
    let seen = output_on(terminal);
    let output = child.wait_with_output().unwrap();
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    assert!(!messages.contains('\r') && !messages.contains("256 rows"), "{messages:?}");
    assert!(!seen.contains("256 rows"), "{seen:?}");
}

#[cfg(unix)] // a terminal
#[test]
fn progress_with_quiet_is_not_shown() {
    let sandbox = Sandbox::new();
    let (terminal, written) = terminal();
    let child = import(&sandbox, &["--quiet"], Stdio::piped(), written);
    let seen = output_on(terminal);
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(seen, "");
}
