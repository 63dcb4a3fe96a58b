//! JSON that keeps its spelling.
//!
//! The scanner ([`scan`]) knows the offset of each value and refuses what programs could read in different ways. A
//! [`node`] keeps the spelling of its numbers and texts. Typed values are read strictly ([`strict`]): a struct from
//! an object only.

pub mod node;
pub(crate) mod scan;
pub(crate) mod strict;
pub(crate) mod syntax_error;

pub(crate) use self::scan::plain_length;
pub use self::syntax_error::SyntaxError;
