//! Reading the text of a PDF in a process of its own: this program again, with an argument that no person types.
//!
//! The library for PDF may panic, which ends the process, may not come to an end, and may need any amount of memory
//! for a small file. So the process has limits.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::extract::pdf_text;
use crate::io::Streams;
use crate::platform;

/// The argument that makes the program read a PDF from standard input.
const READ_PDF_ARGUMENT: &str = "--read-pdf-from-standard-input";

/// The longest time for a PDF.
const MAX_TIME: Duration = Duration::from_secs(10);

/// The time on the processor after which the process ends even if nobody waits for it.
const MAX_PROCESSOR_SECONDS: u64 = 15;

/// The most memory of the process. A PDF of 20 MB with pictures needs a tenth of it.
const MAX_MEMORY_BYTES: u64 = 1 << 30;

/// The longest text of a PDF.
const MAX_TEXT_BYTES: u64 = 20 << 20;

/// What precedes the text, and what precedes the reason if there is none.
const TEXT_MARK: u8 = b'+';
const REASON_MARK: u8 = b'-';

/// Returns true if the program is asked to read a PDF.
pub(crate) fn is_asked(arguments: &[std::ffi::OsString]) -> bool {
    matches!(arguments, [argument] if argument == OsStr::new(READ_PDF_ARGUMENT))
}

/// Reads a PDF from standard input, and writes its text.
pub(crate) fn answer(streams: &mut Streams) -> Result<()> {
    platform::limit_resources(MAX_MEMORY_BYTES, MAX_PROCESSOR_SECONDS);
    let mut bytes = Vec::new();
    let read = streams.input.read_to_end(&mut bytes);
    read.map_err(|cause| Error::io("cannot read", Path::new("standard input"), &cause))?;
    let (mark, text) = match pdf_text(&bytes) {
        Ok(text) => (TEXT_MARK, text),
        Err(why) => (REASON_MARK, why),
    };
    let written =
        streams.out.write_all(&[mark]).and_then(|()| streams.out.write_all(text.as_bytes()));
    written.map_err(|cause| Error::output(&cause))
}

/// Returns the text of a PDF, which `program` reads, this program itself. Fails with a sentence in which `FILE` is the
/// file.
pub(crate) fn text_of(program: Option<&Path>, bytes: &[u8]) -> std::result::Result<String, String> {
    let cannot = || "cannot read FILE: it is damaged, or too complex a PDF".to_owned();
    let program =
        program.ok_or_else(|| "cannot read FILE: the program cannot find itself".to_owned())?;
    let mut command = Command::new(program);
    command
        .arg(READ_PDF_ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|cause| format!("cannot read FILE: a process cannot be started ({cause})"))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that ends early does not read everything.
            let _ = stdin.map(|mut stdin| stdin.write_all(bytes));
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            if let Some(stdout) = stdout {
                let _ = stdout.take(MAX_TEXT_BYTES + 1).read_to_end(&mut answer);
            }
            let _ = sender.send(answer);
        });
        let answer = receiver.recv_timeout(MAX_TIME);
        let is_too_long = answer.as_ref().is_ok_and(|answer| answer.len() as u64 > MAX_TEXT_BYTES);
        if answer.is_err() || is_too_long {
            let _ = child.kill();
        }
        let is_whole = child.wait().is_ok_and(|status| status.success());
        let answer =
            answer.map_err(|_| "cannot read FILE: it takes more than 10 seconds".to_owned())?;
        if is_too_long {
            return Err("FILE has more than 20 MB of text".to_owned());
        }
        let (mark, text) = answer.split_first().filter(|_| is_whole).ok_or_else(cannot)?;
        let text = String::from_utf8(text.to_vec()).map_err(|_| cannot())?;
        if *mark == TEXT_MARK { Ok(text) } else { Err(text) }
    })
}
