//! Which field of a record is the one that cannot be read, and where it stands.

use serde::de::Deserialize;
use serde_path_to_error::Segment;

use super::scan::Scanner;
use crate::json::strict::{self, Strict, words_of};

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
