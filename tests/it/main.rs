//! The tests of `mou` as a whole: one binary, one file a subject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod activity;
mod announcements;
mod any;
mod architecture;
mod calendar;
mod concurrency;
mod events;
mod example;
mod help;
mod history;
mod hostile;
mod import;
mod properties;
mod readme;
mod renew;
mod standings;
mod ten_years;
mod world;
