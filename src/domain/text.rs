//! The texts of a record.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text of a record: a title, a name, a tag, a remark, whatever it holds.
///
/// A record has some forty, most of them short: up to 24 bytes stand where the text is kept, without memory
/// of their own. It is read as any `&str` is.
///
/// ```
/// use mou::domain::Text;
///
/// let place = Text::from("Rovaniemi");
/// assert_eq!(place, "Rovaniemi");
/// assert!(place.starts_with('R'));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(CompactString);

impl Text {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        Self(text.into())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl<'t> From<&'t Text> for Cow<'t, str> {
    fn from(text: &'t Text) -> Self {
        Self::Borrowed(text)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Reader)
    }
}

/// Takes a text as it is read.
struct Reader;

impl de::Visitor<'_> for Reader {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(text.into())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
        Ok(text.into())
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_and_written_as_any_other_however_long_it_is() {
        for length in [0, 1, 23, 24, 25, 100, 10_000] {
            for letter in ["x", "é", "\"", "\u{1b}"] {
                let plain = letter.repeat(length);
                let text = Text::from(plain.as_str());
                assert_eq!(text, Text::from(plain.clone()));
                assert_eq!(text.as_str(), plain);
                assert_eq!(
                    (text.to_string(), String::from(text.clone())),
                    (plain.clone(), plain.clone())
                );
                let json = serde_json::to_string(&plain).unwrap();
                assert_eq!(serde_json::to_string(&text).unwrap(), json);
                assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
                assert_eq!(serde_json::from_reader::<_, Text>(json.as_bytes()).unwrap(), text);
            }
        }
        assert_eq!(format!("{:>5}|{:?}", Text::from("ab"), Text::from("a\"")), "   ab|\"a\\\"\"");
    }

    #[test]
    fn what_is_no_text_is_refused_in_the_words_of_any_other() {
        for json in ["5", "null", "[]", "true"] {
            let of = |error: serde_json::Error| error.to_string();
            let refused = serde_json::from_str::<Text>(json).map_err(of);
            assert_eq!(
                refused.unwrap_err(),
                serde_json::from_str::<String>(json).map_err(of).unwrap_err()
            );
        }
    }
}
