//! The file as a sequence of records, read without holding it in memory.
//!
//! A canonical registry is a list of records, sorted by id. Each has a first line `    {`, then its `id`, and a last line
//! `    }`. Between two records is a *boundary*: a comma and a line break. A line break cannot occur in a JSON text, so
//! a boundary is structure wherever it occurs. All methods rely on it:
//!
//! * a [scan](Records::scan) moves a window over the file, on several threads; its memory does not grow with the file;
//! * a record is [found](Records::seek) by binary search for its id;
//! * [links](Records::links) are found by a byte search for the one name that they have;
//! * a change copies what it does not touch, and needs only the place of it.
//!
//! **What is verified.** A scan verifies the first and last lines of every record, the order of the ids, and UTF-8. Its
//! caller parses each record; then the whole file is known to be valid. A search and the links verify the
//! records that they return, and the boundaries on the way.
//!
//! **Other files.** Anything else (edited by hand, minified, damaged, changed while it is read) is
//! [`Stop::NotCanonical`]. The caller then reads the whole file as any JSON document, with the same results, or with an
//! error that says what is wrong.

mod file;
mod links;
mod parallel;
mod scan;
mod seek;
#[cfg(test)]
mod tests;
mod window;

pub(super) use self::file::{BOUNDARY_BYTES, INDENT_BYTES, Records, WINDOW_BYTES};
pub(super) use self::parallel::joined;
pub(super) use self::window::Stop;
