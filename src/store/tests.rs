//! What the file promises, shown.

mod documents;
mod patching;
