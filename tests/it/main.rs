//! The tests of `mou` as a whole: one binary, one file a subject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announcements;
mod architecture;
mod concurrency;
mod example;
mod help;
mod hostile;
mod readme;
mod standings;
mod world;
