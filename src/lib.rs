//! A registry of memoranda of understanding that warns people before they lapse.
//!
//! This library is the whole of the `mou` program, in layers: [`domain`] has the facts and the rules,
//! [`report`] computes answers from them, [`store`] reads and changes the one JSON file, [`render`] writes
//! values as text, [`exchange`] reads and writes other formats, `commands` has the verbs, and [`mod@env`]
//! reads the clock, the environment and the terminal.

mod commands;
pub mod domain;
mod editor;
pub mod env;
pub mod error;
pub mod exchange;
mod io;
mod json;
mod platform;
pub mod render;
pub mod report;
pub mod store;
mod text_file;

pub use io::Streams;

use std::io::Write;

use env::Env;
use error::{Error, Kind};
use render::escape::visible;

/// Runs the command that the arguments name, and returns the exit code.
///
/// Results go to `streams.out`, and messages and the error to `streams.err`.
pub fn run(env: &Env, streams: &mut Streams) -> u8 {
    let result = commands::run(env, streams)
        .and_then(|()| streams.out.flush().map_err(|cause| Error::output(&cause)));
    match result {
        Ok(()) => 0,
        Err(error) => {
            // What was printed before the error is still a result.
            let _ = streams.out.flush();
            print_error(env, streams, &error);
            error.code()
        }
    }
}

fn print_error(env: &Env, streams: &mut Streams, error: &Error) {
    if matches!(error.kind(), Kind::Found | Kind::BrokenPipe) {
        return;
    }
    if commands::asks_for_json(&env.args) {
        let _ = streams.err.write_all(render::json::error(error).as_bytes());
        return;
    }
    let _ = writeln!(streams.err, "error: {}", visible(error.message()));
    for line in error.details() {
        let _ = writeln!(streams.err, "  {}", visible(line));
    }
    if let Some(hint) = error.hint() {
        let _ = writeln!(streams.err, "hint: {}", visible(hint));
    }
}
