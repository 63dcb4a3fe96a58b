//! What comes in: tables of any program, read row by row as what they say of agreements.
//!
//! A [`source::Source`] is a file of bytes. As a [`table::Table`] it has columns with names, and rows;
//! a [`mapping::Mapping`] tells what each column holds. A [`reader::RowReader`] makes of each row an
//! [`entry::Entry`], which makes a new agreement or brings one up to date. What is understood is
//! converted; what is not is a [`trouble::Trouble`] with its place, and never guessed.

pub mod ahead;
mod bounds;
pub mod cell;
pub mod column;
pub mod country;
pub mod date;
mod delimited;
pub mod entry;
mod exact;
mod json;
mod lines;
pub mod mapping;
mod own;
pub mod party;
pub mod reader;
pub mod rejects;
pub mod remembered;
pub mod source;
pub mod table;
pub mod term;
pub mod trouble;
mod what;
mod when;
mod workbook;
