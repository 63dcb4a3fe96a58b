//! Texts that are read from a file or from standard input.

use std::fs::File;
use std::io::{Read, Result as IoResult};
use std::path::Path;

use crate::error::{Error, Result};

/// The maximum length of such a text.
pub(crate) const MAX_TEXT_BYTES: u64 = 1_000_000;

/// The bytes of a megabyte in messages.
const BYTES_PER_MB: u64 = 1_000_000;

/// Returns the text of the file at `path`, which may be a pipe.
///
/// Fails if it cannot be read, is too long, or is not UTF-8.
pub(crate) fn read(path: &Path) -> Result<String> {
    let bytes = File::open(path).and_then(|file| read_bytes(file, MAX_TEXT_BYTES));
    let bytes = bytes.map_err(|cause| Error::io("cannot read", path, &cause))?;
    to_text(bytes, &format!("`{}`", path.display()))
}

/// Returns the bytes of the file at `path`, which may be a pipe.
///
/// Fails if it cannot be read, or has more than `max_bytes`.
pub(crate) fn read_bytes_of(path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    let bytes = File::open(path).and_then(|file| read_bytes(file, max_bytes));
    let bytes = bytes.map_err(|cause| Error::io("cannot read", path, &cause))?;
    if bytes.len() as u64 > max_bytes {
        return Err(too_long(&format!("`{}`", path.display()), max_bytes));
    }
    Ok(bytes)
}

/// Returns the error for an input that has more than `max_bytes`; `name` names it.
pub(crate) fn too_long(name: &str, max_bytes: u64) -> Error {
    Error::failed(format!("{name} has more than {} MB", max_bytes / BYTES_PER_MB))
}

/// Returns the text of an open input; `name` names it in errors.
///
/// Fails as [`read`] does.
pub(crate) fn read_input(input: impl Read, name: &str) -> Result<String> {
    let bytes = read_bytes(input, MAX_TEXT_BYTES)
        .map_err(|cause| Error::failed(format!("cannot read {name}: {cause}")))?;
    to_text(bytes, name)
}

/// Returns the bytes up to the limit and one more, so that an input without an end is not read on.
fn read_bytes(input: impl Read, max_bytes: u64) -> IoResult<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(max_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the bytes as text, without a byte order mark.
fn to_text(bytes: Vec<u8>, name: &str) -> Result<String> {
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(Error::failed(format!("{name} has more than 1,000,000 bytes")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::failed(format!("{name} is not a text in UTF-8")))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
