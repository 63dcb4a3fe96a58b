//! A pseudoterminal for tests of what only a person sees.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

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

/// A program that runs on a terminal of 80 columns and 24 lines, and a person who types.
pub(crate) struct Conversation {
    child: Child,
    terminal: File,
    seen: Receiver<Vec<u8>>,
    text: String,
}

/// How long an answer of the program may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

impl Conversation {
    /// Starts `mou` with stdin and stderr on a terminal, and stdout too if `has_output`.
    pub(crate) fn start(sandbox: &Sandbox, has_output: bool, args: &[&str]) -> Self {
        let (terminal, written) = terminal();
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&written, size).unwrap();
        let mut command = sandbox.command(args);
        command.env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
        if !command.get_envs().any(|(name, _)| name == "TERM") {
            command.env("TERM", "xterm");
        }
        let same = || Stdio::from(written.try_clone().unwrap());
        command.stdin(same()).stderr(same());
        command.stdout(if has_output { same() } else { Stdio::piped() });
        let child = command.spawn().unwrap();
        drop((command, written));
        let (sender, seen) = channel();
        let mut reader = terminal.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut bytes = [0; 1024];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, terminal, seen, text: String::new() }
    }

    /// Waits until the program has printed `text`, after what was waited for before.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !self.text.contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.seen.recv_timeout(left) else {
                panic!("`{text}` does not appear:\n{}", self.text);
            };
            self.text += &without_sequences(&String::from_utf8_lossy(&bytes));
        }
        let end = self.text.find(text).unwrap() + text.len();
        self.text.drain(..end);
        self
    }

    /// Types a text.
    pub(crate) fn keys(&mut self, text: &str) -> &mut Self {
        self.terminal.write_all(text.as_bytes()).unwrap();
        self
    }

    /// Waits until the program ends, not for ever. Returns what it printed since, its stdout if that is no terminal, and the exit code.
    pub(crate) fn end(mut self) -> (String, String, i32) {
        let output = self.child.stdout.take();
        let output = std::thread::spawn(move || {
            let mut text = String::new();
            output.map(|mut output| output.read_to_string(&mut text).unwrap());
            text
        });
        let end = Instant::now() + PATIENCE;
        let status = loop {
            while let Ok(bytes) = self.seen.recv_timeout(Duration::from_millis(20)) {
                self.text += &without_sequences(&String::from_utf8_lossy(&bytes));
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "the program waits:\n{}", self.text);
        };
        while let Ok(bytes) = self.seen.recv_timeout(Duration::from_millis(200)) {
            self.text += &without_sequences(&String::from_utf8_lossy(&bytes));
        }
        (std::mem::take(&mut self.text), output.join().unwrap(), status.code().unwrap_or(-1))
    }
}

/// A test that fails leaves no program that waits.
impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns a text without the sequences that move the cursor and clear lines.
fn without_sequences(text: &str) -> String {
    let sequences = regex::Regex::new("\x1b\\[[0-9;?]*[A-Za-z]").unwrap();
    sequences.replace_all(text, "").replace("\r\n", "\n").replace('\r', "")
}
