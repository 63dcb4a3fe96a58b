//! Values of any form, as other programs may have written them.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};

use super::parse_error::ParseError;

/// Any JSON value: the value of a field in an amendment or a merge conflict, in the form of the file.
///
/// ```
/// use mou::domain::Value;
///
/// let stored: Value = serde_json::from_str(r#"{ "every": "P1Y", "max": 3 }"#).unwrap();
/// assert_eq!(stored.member("max"), Some(&Value::Integer(3)));
/// assert_eq!(stored.member("by"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `null`: the field was absent.
    Absent,
    /// `true` or `false`.
    Truth(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, as exactly as a double holds it.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of values.
    List(Vec<Value>),
    /// Values by name.
    Members(BTreeMap<String, Value>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("nothing"),
            Self::Truth(truth) => truth.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(values) => {
                for (at, value) in values.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "; " })?;
                    value.fmt(f)?;
                }
                Ok(())
            }
            // A party or a person is shown by its name.
            Self::Members(values) if matches!(values.get("name"), Some(Self::Text(_))) => {
                values["name"].fmt(f)
            }
            Self::Members(values) => {
                for (at, (name, value)) in values.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if at == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

impl Value {
    /// Returns the member of this name; `None` if there is none, or the value has no members.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Members(members) => members.get(name),
            _ => None,
        }
    }

    /// Returns the value read as a `T`, in the form that the file has for it.
    ///
    /// Fails if the value has another form.
    pub(super) fn read<'v, T: Deserialize<'v>>(&'v self) -> Result<T, ParseError> {
        T::deserialize(self).map_err(|error: de::value::Error| ParseError::new(error.to_string()))
    }
}

impl<'v> IntoDeserializer<'v, de::value::Error> for &'v Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Value::Absent => visitor.visit_unit(),
            Value::Truth(truth) => visitor.visit_bool(*truth),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Number(number) => visitor.visit_f64(*number),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(values) => SeqDeserializer::new(values.iter()).deserialize_any(visitor),
            Value::Members(values) => {
                let members = values.iter().map(|(name, value)| (name.as_str(), value));
                MapDeserializer::new(members).deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Value::Absent => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Value::Text(word) => visitor.visit_enum(word.as_str().into_deserializer()),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    /// Reads a struct from members only: never from a list, by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Value::List(_) => Err(de::Error::invalid_type(Unexpected::Seq, &visitor)),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_reported_in_one_line() {
        for (json, shown) in [
            ("null", "nothing"),
            ("true", "true"),
            ("-3", "-3"),
            ("1.5", "1.5"),
            ("\"a b\"", "a b"),
            ("[]", ""),
            ("[1, \"x\", false]", "1; x; false"),
            ("{\"b\": 2, \"a\": [1, 2]}", "a: 1; 2, b: 2"),
        ] {
            assert_eq!(serde_json::from_str::<Value>(json).unwrap().to_string(), shown, "{json}");
        }
    }
}
