//! The names by which agreements are called.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse_error::{ParseError, deserialize_text};
use super::text::Text;

/// The maximum length of an id.
pub const MAX_ID_CHARS: usize = 100;

/// The id of an agreement: `[a-z0-9][a-z0-9-]{0,99}`, unique in its registry.
///
/// The alphabet is safe in file names, in shells and in their completion.
///
/// ```
/// use mou::domain::Id;
///
/// let id: Id = "gds-govtech-2022".parse()?;
/// assert_eq!(id.as_str(), "gds-govtech-2022");
/// assert!("../etc".parse::<Id>().is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Text);

impl Id {
    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if `text` has the form of an id.
    #[must_use]
    pub fn is_formed(text: &str) -> bool {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        text.len() <= MAX_ID_CHARS
            && !text.starts_with('-')
            && !text.is_empty()
            && text.bytes().all(inner)
    }
}

/// The id of a record that has none yet.
impl Default for Id {
    fn default() -> Self {
        Self("mou".into())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if Self::is_formed(text) {
            return Ok(Self(text.into()));
        }
        Err(ParseError::new(format!(
            "`{text}` is not an id: an id is 1 to {MAX_ID_CHARS} of the characters a-z, 0-9 and -, \
             and does not begin with -"
        )))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "an id")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_small_letters_digits_and_inner_hyphens() {
        let longest = "a".repeat(MAX_ID_CHARS);
        for id in ["a", "0", "a-", "gds-govtech-2022", "9--z", longest.as_str()] {
            assert!(Id::is_formed(id), "{id}");
            let read: Id = id.parse().unwrap();
            assert_eq!([read.as_str(), read.as_ref(), read.borrow()], [id; 3]);
            assert_eq!(read.to_string(), id);
            let stored: Id = serde_json::from_str(&format!("\"{id}\"")).unwrap();
            assert_eq!(serde_json::to_string(&stored).unwrap(), format!("\"{id}\""));
        }
        let too_long = "a".repeat(MAX_ID_CHARS + 1);
        for id in ["", "-a", "A", "a_b", "a b", "a/b", "..", "é", "٣", "a\0", too_long.as_str()] {
            assert!(!Id::is_formed(id), "{id}");
            let refused = id.parse::<Id>().unwrap_err().to_string();
            assert!(refused.starts_with(&format!("`{id}` is not an id: an id is 1 to 100 of")));
            assert!(serde_json::from_str::<Id>(&format!("\"{}\"", id.escape_default())).is_err());
        }
    }
}
