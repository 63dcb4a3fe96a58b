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

    /// Returns it in hexadecimal.
    fn letters(&self) -> [u8; LETTERS] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut letters = [0; LETTERS];
        for (pair, byte) in letters.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        letters
    }

    /// Tells whether `text` is the record that had this digest when it was written, whatever blanks
    /// have been put into it since.
    pub(super) fn fits(&self, text: &str) -> bool {
        *self == Self::of(text.as_bytes()) || *self == Self::of(canonical(text).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.letters()).unwrap_or_default())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.letters()).unwrap_or_default())
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
