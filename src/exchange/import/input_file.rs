//! The file or standard input that an import reads: its name, format, encoding and bytes.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::error::{Error, Result};

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
enum FileContent {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// A file or standard input, which can be read more than once.
#[derive(Debug, Clone)]
pub struct InputFile {
    name: String,
    format: FileFormat,
    content: FileContent,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Text with separators, such as CSV and TSV.
    Delimited,
    /// A workbook of `OpenXML` (`.xlsx`).
    Xlsx,
    /// A workbook of `OpenDocument` (`.ods`).
    Ods,
    /// One JSON document, or one on each line.
    Json,
    /// JSON documents, one on each line.
    JsonLines,
}

/// The byte order marks, each with its encoding.
const BYTE_ORDER_MARKS: [(&[u8], Option<&Encoding>); 3] =
    [(b"\xef\xbb\xbf", None), (b"\xff\xfe", Some(UTF_16LE)), (b"\xfe\xff", Some(UTF_16BE))];

/// The most bytes of an unpacked workbook, or of standard input.
pub const MAX_INPUT_BYTES: u64 = 512 << 20;

/// A reader with positions.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl InputFile {
    /// Opens the file at `path`; the format follows from its extension, else from its first bytes.
    ///
    /// Fails if it cannot be read, is not a regular file, or has another format.
    pub fn from_path(path: &Path) -> Result<Self> {
        let cannot = |cause: &std::io::Error| Error::io("cannot read", path, cause);
        let metadata = std::fs::metadata(path).map_err(|cause| cannot(&cause))?;
        if !metadata.is_file() {
            let shown = path.display();
            return Err(Error::failed(format!("`{shown}` is not a regular file"))
                .with_hint("use `-` to read standard input"));
        }
        let mut file = File::open(path).map_err(|cause| cannot(&cause))?;
        let mut head = Vec::new();
        file.by_ref().take(1024).read_to_end(&mut head).map_err(|cause| cannot(&cause))?;
        let name = path.display().to_string();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format = format_of(&name, &ending.to_lowercase(), &head, metadata.len())?;
        Ok(Self { name, format, content: FileContent::File(path.to_owned()) })
    }

    /// Returns the bytes of standard input as a file; the format follows from the first of them.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let name = "standard input".to_owned();
        let head = bytes.get(..1024).unwrap_or(&bytes);
        let format = format_of(&name, "", head, bytes.len() as u64)?;
        Ok(Self { name, format, content: FileContent::Memory(bytes.into()) })
    }

    /// Returns the name of the file in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the format of the file.
    #[must_use]
    pub fn format(&self) -> FileFormat {
        self.format
    }

    /// Returns true if this is the file at `path`, also under another name.
    #[must_use]
    pub fn is_at(&self, path: &Path) -> bool {
        let FileContent::File(own) = &self.content else { return false };
        let found = |path: &Path| std::fs::canonicalize(path).ok();
        found(own).is_some_and(|own| found(path) == Some(own))
    }

    /// Opens the bytes from `offset` on.
    pub fn open(&self, offset: u64) -> Result<Box<dyn ReadSeek>> {
        match &self.content {
            FileContent::Memory(bytes) => {
                let mut cursor = Cursor::new(Arc::clone(bytes));
                cursor.set_position(offset);
                Ok(Box::new(cursor))
            }
            FileContent::File(path) => {
                let cannot = |cause| Error::io("cannot read", path, &cause);
                let mut file = File::open(path).map_err(cannot)?;
                file.seek(SeekFrom::Start(offset)).map_err(cannot)?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
        }
    }

    /// Returns all bytes.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(0)?.read_to_end(&mut bytes).map_err(|cause| self.unreadable(&cause))?;
        Ok(bytes)
    }

    /// Returns the file as UTF-8, and the offset of the text behind the byte order mark.
    ///
    /// The encoding is that of the byte order mark, else the named one, else UTF-8; none is guessed.
    /// UTF-8 is not checked here, but by the reader of the text.
    pub fn to_utf8(&self, encoding: Option<&str>) -> Result<(Self, u64)> {
        let mut head = Vec::new();
        let opened = self.open(0)?.take(4).read_to_end(&mut head);
        opened.map_err(|cause| self.unreadable(&cause))?;
        let named = encoding.map(encoding_named).transpose()?;
        let marked = BYTE_ORDER_MARKS.iter().find(|(mark, _)| head.starts_with(mark));
        let (length, encoding) = match marked {
            Some((mark, encoding)) => (mark.len(), *encoding),
            None => (0, named.filter(|named| *named != encoding_rs::UTF_8)),
        };
        let Some(encoding) = encoding else {
            return Ok((self.clone(), length as u64));
        };
        let bytes = self.bytes()?;
        let body = bytes.get(length..).unwrap_or_default();
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(body);
        let text = decoded.ok_or_else(|| {
            Error::failed(format!("`{}` is not text in {}", self.name, encoding.name()))
        })?;
        let content = FileContent::Memory(text.into_owned().into_bytes().into());
        Ok((Self { content, ..self.clone() }, 0))
    }

    /// Returns the whole text, without the byte order mark.
    pub fn text(&self, encoding: Option<&str>) -> Result<String> {
        let (file, offset) = self.to_utf8(encoding)?;
        let mut bytes = Vec::new();
        let opened = file.open(offset)?.read_to_end(&mut bytes);
        opened.map_err(|cause| file.unreadable(&cause))?;
        String::from_utf8(bytes)
            .map_err(|why| not_utf8(&format!("`{}`", self.name), why.as_bytes()))
    }

    /// Returns the error for a failed read.
    #[must_use]
    pub fn unreadable(&self, cause: &std::io::Error) -> Error {
        Error::io("cannot read", Path::new(&self.name), cause)
    }
}

/// Returns the error for bytes that are not UTF-8 at `place`.
pub(super) fn not_utf8(place: &str, bytes: &[u8]) -> Error {
    let valid = std::str::from_utf8(bytes).err().map_or(0, |why| why.valid_up_to());
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let error = Error::failed(format!("{place}: the byte 0x{byte:02x} is not UTF-8"));
    // Most sheets that are not UTF-8 have this encoding; a person sees whether it fits.
    let near = bytes.get(valid.saturating_sub(MAX_SHOWN_BYTES / 2)..).unwrap_or_default();
    let near = near.get(..MAX_SHOWN_BYTES).unwrap_or(near);
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(near);
    error.with_hint(format!(
        "`--encoding windows-1252` reads `{text}` there; give the encoding of the file"
    ))
}

/// The most bytes of a text in another encoding that a message shows.
const MAX_SHOWN_BYTES: usize = 60;

fn encoding_named(label: &str) -> Result<&'static Encoding> {
    // These are the names that spreadsheets use, such as `Latin 1`, `UTF 16` and `ANSI`.
    let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    let usual = match plain.to_ascii_lowercase().as_str() {
        "latin1" | "ansi" | "windows1252" | "cp1252" | "iso88591" => {
            Some(encoding_rs::WINDOWS_1252)
        }
        "latin2" | "iso88592" => Some(encoding_rs::ISO_8859_2),
        "utf16" | "utf16le" | "unicode" => Some(UTF_16LE),
        "utf16be" => Some(UTF_16BE),
        "utf8" | "utf8bom" | "utf8sig" => Some(encoding_rs::UTF_8),
        _ => None,
    };
    usual.or_else(|| Encoding::for_label(label.as_bytes())).ok_or_else(|| {
        Error::bad_value(format!("`--encoding`: `{label}` is not an encoding")).with_hint(
            "use utf-8, windows-1252, latin1, utf-16le, shift_jis or another label of \
                the WHATWG Encoding Standard",
        )
    })
}

fn format_of(name: &str, ending: &str, head: &[u8], length: u64) -> Result<FileFormat> {
    let are_lines = matches!(ending, "jsonl" | "ndjson");
    if length == 0 && are_lines {
        // An export of no agreements is an empty file.
        return Ok(FileFormat::JsonLines);
    }
    if length == 0 {
        return Err(Error::failed(format!("`{name}` is empty")));
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Error::failed(format!(
            "`{name}` is encrypted, or a workbook in the old .xls \
            format"
        ))
        .with_hint("save it as .xlsx without a password, or as CSV"));
    }
    let is_zip = head.starts_with(b"PK");
    match ending {
        "csv" | "tsv" | "txt" | "tab" if !is_zip => return Ok(FileFormat::Delimited),
        "jsonl" | "ndjson" if !is_zip => return Ok(FileFormat::JsonLines),
        "json" if !is_zip => return Ok(FileFormat::Json),
        "xlsx" | "xlsm" | "ods" if !is_zip => {
            return Err(Error::failed(format!("`{name}` is not a workbook, or is cut off"))
                .with_hint(
                    "if it is CSV, rename it to .csv, or pass it on standard input with \
                    `-`",
                ));
        }
        _ => {}
    }
    if is_zip {
        let ods = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
        let is_ods = head.windows(ods.len()).any(|part| part == ods);
        return Ok(if is_ods || ending == "ods" { FileFormat::Ods } else { FileFormat::Xlsx });
    }
    let unmarked = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = unmarked.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(match first {
        Some(b'{' | b'[') => FileFormat::Json,
        _ => FileFormat::Delimited,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8], encoding: Option<&str>) -> std::result::Result<String, String> {
        let file = InputFile::from_bytes(bytes.to_vec()).unwrap();
        let (file, offset) = file.to_utf8(encoding).map_err(|error| error.to_string())?;
        let mut text = Vec::new();
        file.open(offset).unwrap().read_to_end(&mut text).unwrap();
        String::from_utf8(text).map_err(|_| "not UTF-8".to_owned())
    }

    #[test]
    fn encoding_is_that_of_the_mark_or_the_named_one() {
        for (bytes, encoding, text) in [
            (&b"\xef\xbb\xbfid"[..], None, Ok("id")),
            (b"\xff\xfei\0d\0", None, Ok("id")),
            (b"\xfe\xff\0i\0d", None, Ok("id")),
            (b"i\0d\0", Some("utf-16le"), Ok("id")),
            (b"Universit\xe9", Some("latin1"), Ok("Université")),
            (b"Universit\xe9", Some("Latin-1"), Ok("Université")),
            (b"Universit\xe9", None, Err("not UTF-8")),
            (b"Universit\xe9", Some("utf-8"), Err("not UTF-8")),
            (b"\xff\xfei\0d", None, Err("`standard input` is not text in UTF-16LE")),
            (b"a", Some("klingon"), Err("`--encoding`: `klingon` is not an encoding")),
        ] {
            assert_eq!(text_of(bytes, encoding), text.map(str::to_owned).map_err(str::to_owned));
        }
    }

    #[test]
    fn format_follows_from_the_extension_or_the_first_bytes() {
        let ods = b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK";
        for (ending, head, format) in [
            ("csv", &b"[a]"[..], Some(FileFormat::Delimited)),
            ("", b"id,title", Some(FileFormat::Delimited)),
            ("", b"\xef\xbb\xbf [", Some(FileFormat::Json)),
            ("jsonl", b"{", Some(FileFormat::JsonLines)),
            ("jsonl", b"", Some(FileFormat::JsonLines)),
            ("", b"PK\x03\x04", Some(FileFormat::Xlsx)),
            ("", ods, Some(FileFormat::Ods)),
            ("csv", b"PK\x03\x04", Some(FileFormat::Xlsx)),
            ("xlsx", b"id,title", None),
            ("xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", None),
            ("csv", b"", None),
        ] {
            assert_eq!(format_of("x", ending, head, head.len() as u64).ok(), format, "{ending}");
        }
    }
}
