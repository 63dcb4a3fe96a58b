//! The tests of `mou` as a whole: one binary, one file a subject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod announcements;
mod architecture;
mod concurrency;
mod example;
mod help;
mod history;
mod hostile;
mod readme;
mod standings;
mod world;
mod any;
mod architecture;
mod calendar;
mod properties;
mod standings;
mod ten_years;
