//! The tests of `mou` as a whole: one binary, one file a subject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announcements;
mod any;
mod architecture;
mod calendar;
mod concurrency;
mod example;
mod help;
mod hostile;
mod properties;
mod readme;
mod safe;
mod standings;
mod strace;
mod ten_years;
mod world;
