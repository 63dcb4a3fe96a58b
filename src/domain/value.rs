//! Values of any shape, as other programs may have left them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Any JSON value: what an amendment or a merge conflict says of a field.
///
/// `mou` itself writes the values of the fields here in the shape that the file has for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `null`: the field was absent.
    Absent,
    /// `true` or `false`.
    Truth(bool),
    /// A whole number.
    Whole(i64),
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
            Self::Whole(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(values) => {
                for (at, value) in values.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { "; " })?;
                    value.fmt(f)?;
                }
                Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_in_one_line() {
        for (json, told) in [
            ("null", "nothing"),
            ("true", "true"),
            ("-3", "-3"),
            ("1.5", "1.5"),
            ("\"a b\"", "a b"),
            ("[]", ""),
            ("[1, \"x\", false]", "1; x; false"),
            ("{\"b\": 2, \"a\": [1, 2]}", "a: 1; 2, b: 2"),
        ] {
            assert_eq!(serde_json::from_str::<Value>(json).unwrap().to_string(), told, "{json}");
        }
    }
}
