//! Runs `mou` within the process of the test: 10,000 runs take seconds, and panics are caught by the test.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

use mou::Streams;
use mou::env::Env;

/// A writer that keeps the output in memory.
#[derive(Clone, Default)]
struct OutputBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for OutputBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `mou`; returns the exit code, stdout and stderr.
pub(crate) fn run(file: &Path, args: &[String], input: &'static [u8]) -> (u8, String, String) {
    let env = Env {
        args: args.iter().map(OsString::from).collect(),
        file: Some(file.to_owned()),
        today: Some("2026-11-22".to_owned()),
        now: Some("2026-11-22T09:30:00Z".to_owned()),
        ascii: Some(false),
        ..Env::default()
    };
    let (out, err) = (OutputBuffer::default(), OutputBuffer::default());
    let mut streams =
        Streams { input: Box::new(input), out: Box::new(out.clone()), err: Box::new(err.clone()) };
    let code = mou::run(&env, &mut streams);
    let text = |buffer: &OutputBuffer| String::from_utf8(buffer.0.borrow().clone()).expect("UTF-8");
    (code, text(&out), text(&err))
}
