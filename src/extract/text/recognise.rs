//! The format and the encoding of a file, by its content.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::TextFormat;
use super::markdown::is_markdown;
use super::message::is_message;
use super::pdf::is_pdf;

/// A file, recognised.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileContent {
    /// A text.
    Text(TextFormat, DecodedText),
    /// A Word document.
    Docx,
    /// A PDF.
    Pdf,
}

/// A text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DecodedText {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// The offset in the file of its start; `None` if the file is not UTF-8, so that their offsets differ.
    pub(super) file_start: Option<usize>,
}

/// The formats that are accepted, for messages.
const ACCEPTED_FORMATS: &str = "use plain text, Markdown, HTML, .docx, .eml or a PDF with text";

/// The first bytes of files that are no text, with what they are.
const KNOWN_FILES: [(&[u8], &str); 14] = [
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture, a recording or a video"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
];

/// Recognises a file. Fails with a sentence if its format is not accepted.
pub(super) fn recognise(bytes: &[u8]) -> Result<FileContent, String> {
    let head = &bytes[..bytes.len().min(1024)];
    if is_pdf(bytes) {
        return Ok(FileContent::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        return of_archive(bytes);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(
            "FILE is encrypted, or a document in the old .doc format; save it as .docx without a password".into()
        );
    }
    if head.starts_with(b"{\\rtf") {
        return Err("FILE is RTF; save it as .docx or plain text".into());
    }
    let Some(decoded) = decode(bytes) else {
        let known = KNOWN_FILES.iter().find(|(start, _)| head.starts_with(start));
        let what = known.map_or("not text", |(_, what)| what);
        return Err(format!("FILE is {what}; {ACCEPTED_FORMATS}"));
    };
    if !decoded.text.contains(char::is_alphanumeric) {
        return Err("no text in FILE".into());
    }
    let format = format_of(&decoded.text);
    Ok(FileContent::Text(format, decoded))
}

/// Recognises an archive by the names of its parts.
fn of_archive(bytes: &[u8]) -> Result<FileContent, String> {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    if has(b"word/document") {
        return Ok(FileContent::Docx);
    }
    Err(if has(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        "FILE is an OpenDocument text; save it as .docx or plain text".into()
    } else if has(b"xl/workbook") || has(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
    {
        "FILE is a workbook, not a text; `mou import` reads workbooks".into()
    } else {
        format!("FILE is an archive without a Word document; {ACCEPTED_FORMATS}")
    })
}

/// Returns the format of a text.
fn format_of(text: &str) -> TextFormat {
    if is_message(text) {
        TextFormat::Eml
    } else if is_html(text) {
        TextFormat::Html
    } else if is_markdown(text) {
        TextFormat::Markdown
    } else {
        TextFormat::Text
    }
}

/// Elements that a page, or a part of one, may start with.
const FIRST_ELEMENTS: [&str; 30] = [
    "html",
    "head",
    "body",
    "title",
    "meta",
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "article",
    "main",
    "section",
    "header",
    "ul",
    "ol",
    "table",
    "span",
    "center",
    "font",
    "pre",
    "blockquote",
    "nav",
    "script",
    "style",
    "link",
    "figure",
    "strong",
    "b",
];

/// Returns true if a text is HTML: it starts with an element, and is not Markdown with elements in it.
fn is_html(text: &str) -> bool {
    let mut start = text.trim_start();
    // Declarations and comments come first.
    for _ in 0..20 {
        let end = if start.starts_with("<!--") {
            start.find("-->").map(|end| end + 3)
        } else if start.starts_with("<?") {
            start.find('>').map(|end| end + 1)
        } else {
            None
        };
        let Some(end) = end else { break };
        start = start[end..].trim_start();
    }
    let Some(tag) = start.strip_prefix('<') else { return false };
    if tag.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("!doctype")) {
        return true;
    }
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let is_page = matches!(&*name, "html" | "head" | "body" | "title" | "meta" | "script");
    is_page || (FIRST_ELEMENTS.contains(&&*name) && text.contains("</") && !is_markdown(text))
}

/// The share of other control characters in a text is at most one in this many.
const MIN_TEXT_PER_CONTROL: usize = 50;

/// Returns the text of a file; `None` if it is none.
fn decode(bytes: &[u8]) -> Option<DecodedText> {
    let is_text = |text: &str| {
        let is_control = |letter: &char| letter.is_control() && !letter.is_whitespace();
        let controls = text.chars().filter(is_control).count();
        !text.contains('\0') && controls * MIN_TEXT_PER_CONTROL <= text.len()
    };
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            let text = std::str::from_utf8(&bytes[length..]).ok()?;
            DecodedText { text: text.to_owned(), file_start: Some(length) }
        }
        Some((encoding, length)) => other(encoding, &bytes[length..])?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => {
                DecodedText { text: text.to_owned(), file_start: Some(0) }
            }
            _ => other(guessed_encoding(bytes)?, bytes)?,
        },
    };
    is_text(&decoded.text).then_some(decoded)
}

fn other(encoding: &'static Encoding, bytes: &[u8]) -> Option<DecodedText> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(DecodedText { text: text.into_owned(), file_start: None })
}

/// Returns the encoding of a text that is not UTF-8 and has no byte order mark: the one that a page names, UTF-16 if
/// every other byte is zero, else Windows-1252.
fn guessed_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(MAX_SAMPLE_BYTES)];
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let half = head.len() / 2;
        return match (even, odd) {
            (0, odd) if odd * 2 > half => Some(UTF_16LE),
            (even, 0) if even * 2 > half => Some(UTF_16BE),
            _ => None,
        };
    }
    let named = memchr::memmem::find(head, b"charset=").and_then(|offset| {
        let label =
            head[offset + 8..].iter().skip_while(|&&byte| matches!(byte, b'"' | b'\'' | b' '));
        let label: Vec<u8> = label
            .copied()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
            .collect();
        Encoding::for_label(&label)
    });
    // A page that names UTF-8 but is not UTF-8 is mostly Windows-1252.
    Some(named.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252))
}

/// The bytes from which an encoding is guessed.
const MAX_SAMPLE_BYTES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        match recognise(bytes) {
            Ok(FileContent::Text(format, decoded)) => {
                format!("{format} {:?} {}", decoded.file_start, decoded.text)
            }
            Ok(FileContent::Docx) => "docx".into(),
            Ok(FileContent::Pdf) => "pdf".into(),
            Err(why) => why,
        }
    }

    #[test]
    fn format_and_encoding_follow_from_the_content() {
        for (bytes, expected) in [
            (&b"Caf\xc3\xa9"[..], "text Some(0) Café"),
            (b"\xef\xbb\xbfCaf\xc3\xa9", "text Some(3) Café"),
            (b"Caf\xe9 \x93x\x94", "text None Café “x”"),
            (b"\xff\xfea\0b\0", "text None ab"),
            (b"\xfe\xff\0a\0b", "text None ab"),
            (b"a\0b\0c\0d\0", "text None abcd"),
            (b"<p>a</p>", "html Some(0) <p>a</p>"),
            (b" <!-- x --><!doctype html>a", "html Some(0)  <!-- x --><!doctype html>a"),
            (b"<p>a</p>\n\n# b", "markdown Some(0) <p>a</p>\n\n# b"),
            (b"# a", "markdown Some(0) # a"),
            (b"---\ntitle: a\n---\n", "markdown Some(0) ---\ntitle: a\n---\n"),
            (b"<3 this", "text Some(0) <3 this"),
            (b"#hashtag and 5 * 3 ** 2", "text Some(0) #hashtag and 5 * 3 ** 2"),
            (b"xx%PDF-1.7", "pdf"),
            (b"PK\x03\x04 word/document.xml", "docx"),
            (
                b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text",
                "FILE is an OpenDocument text; save it as .docx or plain text",
            ),
            (
                b"PK\x03\x04 xl/workbook.xml",
                "FILE is a workbook, not a text; `mou import` reads workbooks",
            ),
            (
                b"PK\x03\x04",
                "FILE is an archive without a Word document; use plain text, Markdown, HTML, .docx, .eml or a PDF with text",
            ),
            (
                b"\xd0\xcf\x11\xe0",
                "FILE is encrypted, or a document in the old .doc format; save it as .docx without a password",
            ),
            (b"{\\rtf1 a}", "FILE is RTF; save it as .docx or plain text"),
            (
                b"\x89PNG\r\n\x1a\n\0\0",
                "FILE is a picture; use plain text, Markdown, HTML, .docx, .eml or a PDF with text",
            ),
            (
                b"\x01\x02\x03\x04\xff\0\0",
                "FILE is not text; use plain text, Markdown, HTML, .docx, .eml or a PDF with text",
            ),
            (b"", "no text in FILE"),
            (b" \n---\n", "no text in FILE"),
        ] {
            assert_eq!(shown(bytes), expected, "{bytes:?}");
        }
        let page = b"<html><meta charset=\"iso-8859-2\">\xb3</html>";
        assert!(shown(page).contains("ł"), "{}", shown(page));
    }
}
