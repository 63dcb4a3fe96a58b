//! Which field of a record is the one that cannot be read, and where it stands.

use serde::de::Deserialize;
use serde_path_to_error::Segment;

use super::scan::Scanner;
use crate::json::strict::{self, Strict};

/// Why a value is not what it should be, and the way to it.
pub(super) struct Stumble {
    pub(super) words: String,
    pub(super) path: Vec<Segment>,
}

/// Reads `text` as `T`.
pub(super) fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> std::result::Result<T, Stumble> {
    // The way to a value is looked for only when one is wrong: it costs time.
    strict::from_str(text).or_else(|_| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(Strict(&mut deserializer)).map_err(|error| {
            let path = error.path().iter().cloned().collect();
            Stumble { words: words_of(error.inner()), path }
        })
    })
}

/// What serde expects, and what a reader of the file calls it.
const SHAPES: [(&str, &str); 6] = [
    ("struct ", "an object"),
    ("a map", "an object"),
    ("a sequence", "a list"),
    ("a string", "a text"),
    ("a nonzero u32", "a whole number from 1"),
    ("u64", "a whole number"),
];

/// What serde finds instead, and what a reader of the file calls it.
const FOUND_SHAPES: [(&str, &str); 2] = [("sequence,", "list,"), ("map,", "object,")];

/// Returns the words of serde without its line and column, which are not those of the file, and
/// without its names for the shapes of JSON.
fn words_of(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let words = words.strip_suffix(&place).unwrap_or(&words);
    let told = words.rsplit_once("expected ").and_then(|(found, wanted)| {
        let (_, shape) = SHAPES.iter().find(|(name, _)| wanted.starts_with(name))?;
        Some(format!("{found}expected {shape}"))
    });
    let words = told.unwrap_or_else(|| words.to_owned());
    let found = FOUND_SHAPES.iter().find_map(|(name, shape)| {
        let rest = words.strip_prefix("invalid type: ")?.strip_prefix(name)?;
        Some(format!("invalid type: {shape}{rest}"))
    });
    found.unwrap_or(words)
}

/// Returns the way to a field as one name: `events[0].on`.
pub(super) fn field_name(path: &[Segment]) -> String {
    let mut name = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => name.push_str(&["[", &index.to_string(), "]"].concat()),
            Segment::Map { key } if name.is_empty() => name.push_str(key),
            Segment::Map { key } => {
                name.push('.');
                name.push_str(key);
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    name
}

/// Returns where the value stands to which `path` leads, in a file where `text` begins at `start`.
pub(super) fn locate(text: &str, start: usize, path: &[Segment]) -> Option<usize> {
    let mut scanner = Scanner::new(text);
    for segment in path {
        match segment {
            Segment::Map { key } => {
                scanner.enter(b'{', "").ok()?;
                let mut first = true;
                while scanner.another(first, b'}').ok()? && scanner.key().ok()?.name != *key {
                    scanner.skip().ok()?;
                    first = false;
                }
            }
            Segment::Seq { index } => {
                scanner.enter(b'[', "").ok()?;
                for at in 0..=*index {
                    scanner.another(at == 0, b']').ok()?;
                    if at < *index {
                        scanner.skip().ok()?;
                    }
                }
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    Some(start + scanner.at)
}
