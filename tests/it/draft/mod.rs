//! `mou draft` proposes what a text says, and nothing else.
//!
//! `command` has the flags, the outputs and `--add`. `sentences` has short texts and the facts that each is about;
//! `texts` has whole texts of invented publishers, and `announcements` real ones, both with every fact: each of the
//! three names all differences at once. `forms` has the same texts in other formats, and `files` PDFs and what is no
//! text; `properties` holds for any text. `tests/data/draft/not_yet.txt` has the differences that are known, with
//! reasons; a test also fails if one of them no longer exists, so that the list only becomes shorter.

mod announcements;
mod command;
mod files;
mod forms;
mod known;
mod properties;
mod sentences;
mod shown;
mod texts;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::in_process;

/// Returns the folder of the data of these tests.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/draft")
}

/// Runs `mou draft` with these arguments and these bytes on standard input; returns exit code, stdout, stderr.
fn run(text: &[u8], args: &[&str]) -> (u8, String, String) {
    let args: Vec<String> =
        ["draft", "-"].iter().chain(args).map(|arg| (*arg).to_owned()).collect();
    // The streams of a run in this process must be static: the input of each run stays in memory.
    in_process::run(Path::new("/nonexistent/registry.json"), &args, text.to_vec().leak())
}

/// Returns the answer of `mou draft -o json` to these bytes.
fn draft(text: &[u8], args: &[&str]) -> Value {
    let (code, stdout, stderr) = run(text, &[args, &["-o", "json"]].concat());
    assert_eq!(code, 0, "{}\n{stderr}", String::from_utf8_lossy(text));
    serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"))
}

/// Returns the drafted agreements.
fn agreements(answer: &Value) -> &[Value] {
    answer["agreements"].as_array().expect("a list of agreements")
}
