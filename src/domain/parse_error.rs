//! Values stored as text: why a text cannot be read, and reading one in a record.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};

/// The reason why a text is not a date, duration, id or other value, as the end of a sentence.
///
/// It quotes the text in backticks: "`2022-02-30` is not a date: February 2022 has 28 days".
///
/// ```
/// use mou::domain::Duration;
///
/// let error = "three".parse::<Duration>().unwrap_err();
/// assert!(error.to_string().contains("three"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(String);

impl ParseError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

/// Reads a value that is stored as the text it is parsed from. `what` is the end of "expected …".
///
/// Fails with the reason of the parser.
pub(super) fn deserialize_text<'de, T, D>(
    deserializer: D,
    what: &'static str,
) -> Result<T, D::Error>
where
    T: FromStr,
    T::Err: fmt::Display,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(TextVisitor { what, value: PhantomData })
}

struct TextVisitor<T> {
    what: &'static str,
    value: PhantomData<T>,
}

impl<T> Visitor<'_> for TextVisitor<T>
where
    T: FromStr,
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}
