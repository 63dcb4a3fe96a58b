//! Runs the program under strace, which records its system calls and can make any of them fail.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::sandbox::Sandbox;

/// If this variable is 1, tests that need strace are skipped if it is missing.
const SKIP_VARIABLE: &str = "MOU_NO_STRACE";

/// The calls that rename a file. Which of them is made depends on the libraries and the system.
pub(crate) const RENAME_CALLS: &str = "rename,renameat,renameat2";

/// Returns true if strace can be used.
///
/// Panics if it cannot, unless [`SKIP_VARIABLE`] is set.
#[expect(clippy::disallowed_methods, reason = "tests have their own environment variables")]
pub(crate) fn is_available() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        return true;
    }
    assert!(
        std::env::var_os(SKIP_VARIABLE).is_some_and(|value| value == "1"),
        "strace is missing or may not trace. No other test covers this: install strace, or set \
         {SKIP_VARIABLE}=1 to skip"
    );
    eprintln!("SKIPPED: strace is missing");
    false
}

/// Returns a command that runs `mou` with `args` in `sandbox` under strace with `options`.
pub(crate) fn traced<S: AsRef<OsStr>>(sandbox: &Sandbox, options: &[S], args: &[&str]) -> Command {
    let mut command = sandbox.program(Path::new("strace"), &[]);
    command.arg("-f").args(options).arg("--").arg(env!("CARGO_BIN_EXE_mou")).args(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A system call that a run made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// Its name.
    pub(crate) name: String,
    /// Its number among the calls of this name, from 1.
    pub(crate) nth: usize,
    /// Its line: name, arguments and result.
    pub(crate) line: String,
}

impl Call {
    /// Returns true if its name is one of `names`, which are separated by commas as strace wants them.
    pub(crate) fn is_one_of(&self, names: &str) -> bool {
        names.split(',').any(|name| name == self.name)
    }
}

/// Runs `mou` with `args` in `sandbox` and returns its system calls in order.
pub(crate) fn calls(sandbox: &Sandbox, args: &[&str]) -> Vec<Call> {
    let trace = trace_file(sandbox);
    let options = ["-o", trace.to_str().unwrap(), "-s", "4096"];
    let output = traced(sandbox, &options, args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    calls_in(&trace)
}

/// Returns the path of the trace, outside the folder of the registry.
pub(crate) fn trace_file(sandbox: &Sandbox) -> PathBuf {
    sandbox.path("home").join("trace")
}

/// Reads the calls from the output of strace.
pub(crate) fn calls_in(trace: &Path) -> Vec<Call> {
    let text = String::from_utf8_lossy(&std::fs::read(trace).unwrap()).into_owned();
    let mut calls: Vec<Call> = Vec::new();
    for line in text.lines() {
        let line = line.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
        let Some((name, _)) = line.split_once('(') else { continue };
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            continue;
        }
        let nth = calls.iter().filter(|call| call.name == name).count() + 1;
        calls.push(Call { name: name.to_owned(), nth, line: line.to_owned() });
    }
    calls
}
