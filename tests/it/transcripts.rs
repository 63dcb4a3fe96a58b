//! Recorded sessions: runs the commands in each file of `tests/data/transcripts`, and those of the screens in
//! `tests/data/screens`.
//!
//! A line that begins with `# ` is a comment. A line that begins with `$ ` is a shell command. Its output
//! follows: stdout, then stderr, then `exit N` if the exit code is not 0. `MOU_BLESS=1` rewrites the files;
//! review them before you commit.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::sandbox::{Sandbox, needs_shell};

/// Runs the commands of a transcript in the sandbox, and returns the transcript with their output.
fn run_transcript(transcript: &str, sandbox: &Sandbox) -> String {
    let mut text = String::new();
    for line in transcript.lines() {
        if let Some(remark) = line.strip_prefix("# ") {
            let blank = if text.is_empty() { "" } else { "\n" };
            writeln!(text, "{blank}# {remark}").unwrap();
        } else if let Some(command) = line.strip_prefix("$ ") {
            let output = sandbox.shell(command);
            write!(text, "$ {command}\n{}{}", output.stdout, output.stderr).unwrap();
            if output.code != 0 {
                writeln!(text, "exit {}", output.code).unwrap();
            }
        }
    }
    text
}

/// Returns a transcript without the commands that need a shell, if the system has none.
fn runnable(transcript: &str) -> String {
    if cfg!(unix) {
        return transcript.to_owned();
    }
    let mut text = String::new();
    let mut is_left_out = false;
    for line in transcript.lines() {
        if line.starts_with("# ") {
            let has_blank = text.is_empty() || text.ends_with("\n\n");
            text.push_str(if has_blank { "" } else { "\n" });
            is_left_out = false;
        } else if let Some(command) = line.strip_prefix("$ ") {
            is_left_out = needs_shell(command);
        }
        if !is_left_out {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// Compares each transcript of a folder with what its commands print, each in its own sandbox.
pub(crate) fn compare_folder(folder: &str, sandbox: impl Fn() -> Sandbox) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let transcript = runnable(&fs::read_to_string(&path).unwrap());
        let executed = run_transcript(&transcript, &sandbox());
        if cfg!(unix) && std::env::var_os("MOU_BLESS").is_some() {
            fs::write(&path, &executed).unwrap();
        } else {
            assert_eq!(transcript, executed, "{}", path.display());
        }
        count += 1;
    }
    assert!(count >= 4, "the transcripts are found");
}

#[test]
fn transcript_commands_print_the_recorded_output() {
    compare_folder("tests/data/transcripts", Sandbox::new);
}
