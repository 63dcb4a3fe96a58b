//! The mark by which the log knows a text again.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::super::document::Node;
use super::super::revision::{first_its_id, record_text};

/// The letters of a digest.
pub(super) const LETTERS: usize = 64;

/// The SHA-256 of a text; in the log it stands in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Digest([u8; LETTERS / 2]);

impl Digest {
    pub(in crate::store) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Tells whether `text` is the record that had this digest when it was written, whatever blanks
    /// have been put into it since.
    pub(super) fn fits(&self, text: &str) -> bool {
        *self == Self::of(text.as_bytes()) || *self == Self::of(canonical(text).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut letters = String::with_capacity(LETTERS);
        for half in self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            letters.push(char::from(DIGITS[usize::from(half)]));
        }
        f.write_str(&letters)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let letters = String::deserialize(deserializer)?;
        let pair = |at: usize| {
            let pair = letters.get(2 * at..2 * at + 2)?;
            let is_digit = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
            pair.bytes().all(is_digit).then(|| u8::from_str_radix(pair, 16).ok()).flatten()
        };
        let bytes: Option<Vec<u8>> = (0..LETTERS / 2).map(pair).collect();
        let bytes = bytes.filter(|_| letters.len() == LETTERS).and_then(|all| all.try_into().ok());
        bytes.map(Self).ok_or_else(|| D::Error::custom("no SHA-256 in hexadecimal"))
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
