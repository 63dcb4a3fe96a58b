//! A registry of memoranda of understanding.

pub mod domain;
pub mod error;
pub mod store;
