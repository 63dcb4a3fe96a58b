//! The mark by which the log knows a text again.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::super::document::Node;
use super::super::revision::{first_its_id, record_text};

/// The letters of a digest.
pub(super) const LETTERS: usize = 64;

/// The SHA-256 of a text, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Digest(String);

impl Digest {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut letters = String::with_capacity(LETTERS);
        for byte in Sha256::digest(bytes) {
            let _ = write!(letters, "{byte:02x}");
        }
        Self(letters)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether `text` is the record that had this digest when it was written, whatever blanks
    /// have been put into it since.
    pub(super) fn fits(&self, text: &str) -> bool {
        *self == Self::of(text.as_bytes()) || *self == Self::of(canonical(text).as_bytes())
    }
}

/// Returns the text of a record as it would be written.
pub(super) fn canonical(text: &str) -> String {
    Node::parse(text).map_or_else(|_| text.to_owned(), |node| record_text(&first_its_id(node)))
}

/// Tells whether two texts are the same record but for blanks.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}
