//! Tests of the whole program: one binary, one file per subject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test writes the files that it needs, and pins the environment"
)]
#![allow(clippy::print_stderr, reason = "a test reports what it tried")]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the tests name these files themselves"
)]
#![allow(clippy::too_many_lines, reason = "a table of cases is long but simple")]
#![allow(clippy::format_collect, reason = "expected values must be readable, not fast")]
#![cfg_attr(
    windows,
    allow(unused_imports, dead_code, reason = "tests that need Unix are left out there")
)]

mod accept;
mod activity;
mod add;
mod announcements;
mod answers;
mod any;
#[cfg(unix)] // the sources are the same on all systems
mod architecture;
mod ascii;
mod calendar;
mod check;
mod completions;
mod contact;
mod doubts;
#[cfg(unix)] // needs pseudo-terminals
mod draft;
mod dry_run;
mod edit;
#[cfg(unix)] // editors that are shell scripts
mod editor;
mod email;
mod events;
mod example;
mod expiring;
mod export;
mod filters;
mod find;
mod fuzzed;
#[cfg(unix)] // needs a pseudoterminal
mod guided;
mod help;
#[cfg(unix)] // pseudo-terminals
mod hints;
mod history;
mod ids;
mod import;
mod in_process;
mod man;
mod no_registry;
mod numbers;
#[cfg(unix)] // needs a pseudoterminal
mod pager;
mod party;
mod progress;
#[cfg(unix)] // pseudo-terminals and signals
mod prompts;
mod properties;
mod ranges;
mod readme;
mod remind;
#[cfg(unix)] // shell scripts
mod reminder_scripts;
mod renew;
mod report;
mod rules;
mod safe;
mod sandbox;
mod schema;
mod screens;
mod sheets;
mod situations;
mod standings;
mod stats;
#[cfg(unix)] // system calls
mod strace;
mod ten_years;
#[cfg(unix)] // pseudo-terminals
mod terminal;
mod texts;
mod timeline;
mod transcripts;
mod usage;
mod user_settings;
#[cfg(windows)]
mod windows;
