//! JSON as it is written: what is read keeps its spelling, and nothing unsound passes.
//!
//! A [`scan`]ner knows where everything is in a text and refuses what a reader could take in two ways. A
//! [`node`] holds values with the spelling of their numbers and texts. Typed records are read
//! [`strict`]ly: an object from an object only.

pub mod node;
pub(crate) mod scan;
pub(crate) mod strict;

pub use self::scan::SyntaxError;
pub(crate) use self::scan::plain_length;
