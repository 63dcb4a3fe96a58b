//! Reports: agreements, a query and a day in, a value out.
//!
//! Nothing here knows of files, the clock or the form of the output.

pub mod activities;
pub mod agreements;
pub mod attention;
pub mod chain;
pub mod contacts;
pub mod diff;
pub mod draft;
pub mod findings;
pub mod listing;
pub mod parties;
pub mod partnership;
pub mod reminders;
pub mod statistics;
pub mod table;
pub mod timeline;
