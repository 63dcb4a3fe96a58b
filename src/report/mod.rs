//! What is to be told: records, a query and a day in, a value out.
//!
//! Nothing here knows of files, the clock or the shape of the output.

pub mod activities;
pub mod agreements;
pub mod amendment;
pub mod attention;
pub mod chain;
pub mod change;
pub mod expiring;
pub mod findings;
pub mod parts;
pub mod roll;
pub mod table;
