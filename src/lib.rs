//! A registry of memoranda of understanding that tells people, in time, what lapses.
//!
//! `mou` is a program; this library is the whole of it, in layers. [`domain`] holds the facts and
//! the rules, [`report`] what is told of them, [`store`] the one JSON file, [`render`] values to
//! text, [`exchange`] other people's files, `commands` the verbs, and [`mod@env`] the world outside.

mod commands;
pub mod domain;
mod editor;
pub mod env;
pub mod error;
pub mod exchange;
mod json;
mod platform;
pub mod render;
pub mod report;
pub mod store;
mod streams;

pub use streams::Streams;

use std::io::Write;

use env::Env;
use error::{Error, Kind};
use render::escape::visible;

/// Runs the command that the arguments name, and returns the exit code.
///
/// Results go to `streams.out`; talk, and the one sentence that says what went wrong, to
/// `streams.err`.
pub fn run(env: &Env, streams: &mut Streams) -> u8 {
    let result = commands::run(env, streams)
        .and_then(|()| streams.out.flush().map_err(|cause| Error::output(&cause)));
    match result {
        Ok(()) => 0,
        Err(error) => {
            // What was printed before the failure is a result all the same.
            let _ = streams.out.flush();
            tell(streams, &error);
            error.code()
        }
    }
}

fn tell(streams: &mut Streams, error: &Error) {
    if matches!(error.kind(), Kind::Found | Kind::BrokenPipe) {
        return;
    }
    let _ = writeln!(streams.err, "error: {}", visible(error.message()));
    if let Some(hint) = error.hint() {
        let _ = writeln!(streams.err, "hint: {}", visible(hint));
    }
}
