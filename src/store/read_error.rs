//! Why a file is refused: it is not a registry, has another version, or a value in it is wrong.

use std::path::Path;

use serde::de::Deserialize;
use serde_path_to_error::{Path as FieldPath, Segment};

use crate::error::{Error, Result};
use crate::json::SyntaxError;
use crate::json::scan::{Scanner, decoded};
use crate::json::strict::{self, Strict, words_of};

/// The one version of the file that is read and written.
pub(super) const FORMAT_VERSION: &str = "1";
/// The value of `format`.
pub(super) const FORMAT_NAME: &str = "mou-registry";

/// Returns the bytes as text. Fails if they are not UTF-8.
pub(super) fn text_of(shown: &Path, bytes: Vec<u8>) -> Result<String> {
    let is_wide = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
        || matches!(bytes.as_slice(), [b'{', 0, ..] | [0, b'{', ..]);
    if is_wide {
        return Err(Error::damaged(format!("`{}` is in UTF-16, not in UTF-8", shown.display()))
            .with_hint("save it again as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let valid = String::from_utf8_lossy(valid.unwrap_or_default());
        damaged(shown, &valid, &SyntaxError::new(valid.len(), "a byte that is not UTF-8"))
    })
}

/// Fails unless the text is a registry of the known version. Reads no more of it than needed.
pub(super) fn check_version(shown: &Path, text: &str) -> Result<()> {
    let refused = |why: &str| {
        let shown = shown.display();
        Error::not_a_registry(format!("`{shown}` is not a mou registry: {why}"))
            .with_hint("`--file FILE` names a registry; `mou import FILE` reads other files")
    };
    let mut scanner = Scanner::new(text);
    if matches!(scanner.peek(), Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b'a'..=b'z')) {
        let mut whole = Scanner::new(text);
        whole.skip().and_then(|()| whole.end()).map_err(|fault| damaged(shown, text, &fault))?;
        return Err(refused("it is not an object"));
    }
    let found = find_version(&mut scanner).map_err(|fault| damaged(shown, text, &fault))?;
    if found.format.is_none_or(|format| decoded(format) != FORMAT_NAME) {
        return Err(refused(&format!("its `format` is not `{FORMAT_NAME}`")));
    }
    match found.version {
        Some(FORMAT_VERSION) => Ok(()),
        Some(version) if version.bytes().all(|byte| byte.is_ascii_digit()) && version != "0" => {
            Err(Error::newer_version(format!(
                "`{}` uses format version {version}; this mou reads version {FORMAT_VERSION}",
                shown.display()
            ))
            .with_hint("update mou: a newer version wrote this file"))
        }
        Some(version) => {
            Err(refused(&format!("its `version` is `{version}`, which is not a version")))
        }
        None => Err(refused("it has no `version`")),
    }
}

/// Fails if the text is a registry of another version. Accepts any other text: this is for documents that
/// need not be registries. `shown` is its name in messages.
pub fn refuse_other_version(shown: &Path, text: &str) -> Result<()> {
    let mut scanner = Scanner::new(text);
    let found = find_version(&mut scanner).unwrap_or_default();
    let is_registry = found.format.is_some_and(|format| decoded(format) == FORMAT_NAME);
    if is_registry { check_version(shown, text) } else { Ok(()) }
}

/// The members of a document that say which format it has, as they are spelled.
#[derive(Default)]
struct FormatFields<'t> {
    format: Option<&'t str>,
    version: Option<&'t str>,
}

/// Returns the format and the version of a document. Stops when it has both.
fn find_version<'t>(
    scanner: &mut Scanner<'t>,
) -> std::result::Result<FormatFields<'t>, SyntaxError> {
    let mut found = FormatFields::default();
    scanner.enter(b'{', "`{`")?;
    let mut first = true;
    while (found.format.is_none() || found.version.is_none()) && scanner.another(first, b'}')? {
        let key = scanner.key()?;
        let start = scanner.at;
        scanner.skip()?;
        let value = scanner.slice(start..scanner.at);
        match key.name.as_ref() {
            "format" => found.format = Some(value),
            "version" => found.version = Some(value),
            _ => {}
        }
        first = false;
    }
    Ok(found)
}

/// Returns the error for a text that is not a valid registry. If it has the markers of a merge, the error
/// says so.
pub(super) fn damaged(shown: &Path, text: &str, fault: &SyntaxError) -> Error {
    let shown = shown.display();
    // No line of valid JSON begins so: a string has no line break.
    let marker = text.lines().position(|line| line.starts_with("<<<<<<<"));
    if let Some(line) = marker {
        let line = line + 1;
        return Error::damaged(format!("`{shown}` holds merge conflict markers (line {line})"))
            .with_hint(
                "resolve the merge in git first; `mou git-setup` lets mou merge registries",
            );
    }
    if text.as_bytes().get(fault.at) == Some(&0) {
        let words =
            SyntaxError::new(fault.at, "a NUL byte, such as a power failure leaves").in_words(text);
        return Error::damaged(format!("`{shown}` is damaged: {words}"))
            .with_hint("restore the file from a copy; `mou log` still shows what was changed");
    }
    Error::damaged(format!("`{shown}` is damaged: {}", fault.in_words(text))).with_hint(
        "correct this place in a text editor, or restore the file from a copy; `mou log` still \
        shows what was changed",
    )
}

/// Why a value is wrong, and the path to it.
pub(super) struct FieldError {
    pub(super) words: String,
    pub(super) path: FieldPath,
}

/// Reads `text` as `T`.
pub(super) fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> std::result::Result<T, FieldError> {
    // The path is found only if a value is wrong: it takes time.
    strict::from_str(text).or_else(|_| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(Strict(&mut deserializer)).map_err(|error| FieldError {
            words: words_of(error.inner()),
            path: error.path().clone(),
        })
    })
}

/// Returns the path to a field as one name, such as `events[0].on`; an empty text for the whole value.
pub(super) fn field_name(path: &FieldPath) -> String {
    if path.iter().len() == 0 { String::new() } else { path.to_string() }
}

/// Returns the offset of the value at `path`, in a file where `text` begins at `start`.
pub(super) fn locate(text: &str, start: usize, path: &FieldPath) -> Option<usize> {
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
