//! A registry of memoranda of understanding that warns people before they lapse.
//!
//! This library is the whole of the `mou` program, in layers: [`domain`] has the facts and the rules,
//! [`report`] computes answers from them, [`store`] reads and changes the one JSON file, [`render`] writes
//! values as text, [`exchange`] reads and writes other formats, [`extract`] proposes agreements from texts,
//! `commands` has the verbs, and [`mod@env`] reads the clock, the environment and the terminal.
//!
//! An agreement holds facts. What it is on a day is computed, and the day is always a parameter:
//!
//! ```
//! use mou::domain::{Agreement, Date, LineageContext, Status, Term, Thresholds};
//!
//! let mut agreement = Agreement::new("gds-govtech-2022".parse()?, "Digital government");
//! agreement.signed = Some("2022-07-04".parse()?);
//! agreement.term = Some(Term::Lasting("P3Y".parse()?));
//! let status_on = |day: &str| -> Result<Status, mou::domain::ParseError> {
//!     let (context, day) = (LineageContext::default(), day.parse::<Date>()?.first());
//!     Ok(agreement.standing(&context, day, &Thresholds::DEFAULT_THRESHOLDS).status)
//! };
//! assert_eq!(status_on("2025-07-04")?, Status::Active);
//! assert_eq!(status_on("2025-07-05")?, Status::Expired);
//! # Ok::<(), mou::domain::ParseError>(())
//! ```
//!
//! `examples/what_ends.rs` reads a registry, and `examples/why_it_ends.rs` explains dates.

mod commands;
pub mod domain;
mod editor;
pub mod env;
pub mod error;
pub mod exchange;
pub mod extract;
mod io;
mod json;
mod pager;
mod pdf_process;
mod platform;
pub mod render;
pub mod report;
pub mod store;
mod text_file;

pub use io::Streams;

use std::io::Write;

use env::Env;
use error::{Error, ErrorLine, Kind};
use render::escape::visible;
use render::width::{shorten, width};

/// Runs the command that the arguments name, and returns the exit code.
///
/// Results go to `streams.out`, and messages and the error to `streams.err`.
pub fn run(env: &Env, streams: &mut Streams) -> u8 {
    let is_pdf_asked = pdf_process::is_asked(&env.args);
    let result =
        if is_pdf_asked { pdf_process::answer(streams) } else { commands::run(env, streams) };
    let result = result.and_then(|()| streams.out.flush().map_err(|cause| Error::output(&cause)));
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

/// What precedes the lines below an error.
const DETAIL_INDENT: &str = "  ";

/// The text in a line below an error is not made shorter than this.
const MIN_DETAIL_COLUMNS: usize = 12;

/// Returns a line below an error; its text is shortened to fit a terminal of this width.
fn detail_text(line: &ErrorLine, columns: Option<usize>, is_ascii: bool) -> String {
    let [start, text, end] = [&line.start, &line.text, &line.end].map(|part| visible(part));
    let Some(columns) = columns else { return format!("{start}{text}{end}") };
    let taken = DETAIL_INDENT.len() + width(&start) + width(&end);
    let room = columns.saturating_sub(taken).max(MIN_DETAIL_COLUMNS);
    format!("{start}{}{end}", shorten(&text, room, if is_ascii { "..." } else { "…" }))
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
    let columns = env.stdout_columns.filter(|_| env.stderr_is_terminal);
    for line in error.details() {
        let _ =
            writeln!(streams.err, "{DETAIL_INDENT}{}", detail_text(line, columns, env.is_ascii()));
    }
    if let Some(hint) = error.hint() {
        let _ = writeln!(streams.err, "hint: {}", visible(hint));
        for line in error.hint_lines() {
            let _ = writeln!(streams.err, "{DETAIL_INDENT}{}", visible(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_below_an_error_is_shortened_in_its_middle() {
        let line = ErrorLine {
            start: "kyoto-2024: ".into(),
            text: "Exchange of students\u{1b}".into(),
            end: " (active)".into(),
        };
        let text = |columns| detail_text(&line, columns, false);
        assert_eq!(text(None), "kyoto-2024: Exchange of students\\u{1b} (active)");
        assert_eq!(text(Some(49)), "kyoto-2024: Exchange of students\\u{1b} (active)");
        assert_eq!(text(Some(40)), "kyoto-2024: Exchange of stud… (active)");
        assert_eq!(text(Some(20)), "kyoto-2024: Exchange of… (active)");
        assert_eq!(detail_text(&line, Some(40), true), "kyoto-2024: Exchange of st... (active)");
    }
}
