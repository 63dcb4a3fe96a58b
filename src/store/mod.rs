//! The one JSON file: read, change, lock, replace.

pub mod document;
mod fault;
mod patch;
mod scalar;
mod scan;
#[cfg(test)]
mod tests;

pub use self::fault::Fault;
