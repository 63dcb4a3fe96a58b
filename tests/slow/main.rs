//! Slow tests: faults in system calls, full disks, random bytes and many writers.
//!
//! They are a separate binary, so that `cargo test --test it` is fast.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test makes the files that it needs, and pins the clock and the home"
)]
#![allow(clippy::print_stderr, reason = "a test reports what it tried")]
#![allow(clippy::too_many_lines, reason = "a table of cases is long but simple")]

#[path = "../it/calendar.rs"]
#[allow(dead_code, reason = "the other binary uses the rest")]
mod calendar;
mod concurrency;
mod drafts;
mod faults;
#[path = "../it/in_process.rs"]
mod in_process;
mod large;
mod random;
mod reminders;
#[path = "../it/sandbox.rs"]
#[allow(dead_code, reason = "the other binary uses the rest")]
mod sandbox;
mod sheets;
#[path = "../it/strace.rs"]
#[allow(dead_code, reason = "the other binary uses the rest")]
mod strace;
