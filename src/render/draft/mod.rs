//! A draft: a table with a quotation for every fact, and JSON that can be edited and imported.

mod json;
mod snippet;
mod table;

pub use json::object;
pub use table::text;
