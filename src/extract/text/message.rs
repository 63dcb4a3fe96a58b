//! Messages (RFC 5322): the headers, and the first part that is text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::full_day::full_days;
use crate::domain::Date;

/// The deepest part of a message that is read.
const MAX_PART_DEPTH: usize = 20;

/// A message, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// Its subject.
    pub(super) subject: String,
    /// The day that it was sent.
    pub(super) day: Option<Date>,
    /// Its text.
    pub(super) body: String,
    /// True if the text is HTML.
    pub(super) is_html: bool,
}

/// The headers of a message or of a part, with their names in lower case.
type MessageHeaders = Vec<(String, String)>;

/// Headers that a person's text seldom starts with.
const MACHINE_HEADERS: [&str; 9] = [
    "message-id",
    "mime-version",
    "received",
    "content-type",
    "return-path",
    "delivered-to",
    "content-transfer-encoding",
    "dkim-signature",
    "x-mailer",
];

/// Returns true if a text starts with the headers of a message.
pub(super) fn is_message(text: &str) -> bool {
    let first = text.split('\n').next().unwrap_or_default();
    let has_name = |line: &str| header_name(line).is_some();
    if !has_name(first) && !first.starts_with("From ") {
        return false;
    }
    let (headers, _) = headers_and_body(text.as_bytes());
    let has = |name: &str| headers.iter().any(|(found, _)| found == name);
    let is_dated = headers
        .iter()
        .any(|(name, value)| name == "date" && sent_day(value).is_some() && value.contains(':'));
    MACHINE_HEADERS.iter().any(|name| has(name)) && (has("from") || has("subject") || has("date"))
        || (has("from") && has("subject") && is_dated)
}

/// Reads a message. Fails with a sentence if it has no text.
pub(super) fn read(bytes: &[u8]) -> Result<Message, String> {
    // Old mailboxes put a line before each message.
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => {
            rest.iter().position(|&byte| byte == b'\n').map_or(&[][..], |end| &rest[end + 1..])
        }
        None => bytes,
    };
    let (headers, body) = headers_and_body(bytes);
    let (text, is_html) = text_part(&headers, body, 0).ok_or("no text in FILE")?;
    let value = |name: &str| {
        headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    };
    Ok(Message {
        subject: decoded_words(value("subject").unwrap_or_default()),
        day: value("date").and_then(sent_day),
        body: text,
        is_html,
    })
}

/// Returns the day of a `Date` header, as the sender saw it.
fn sent_day(value: &str) -> Option<Date> {
    full_days(value.get(..MAX_DATE_BYTES).unwrap_or(value)).first()?.day
}

/// The longest date in a header.
const MAX_DATE_BYTES: usize = 60;

/// Returns the name of a header line, in lower case.
fn header_name(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| name.to_ascii_lowercase())
}

/// Divides a message or a part at the first blank line.
fn headers_and_body(bytes: &[u8]) -> (MessageHeaders, &[u8]) {
    let mut headers: MessageHeaders = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |end| end + 1);
        let (line, after) = rest.split_at(end);
        let text = match std::str::from_utf8(line) {
            Ok(text) => text.to_owned(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(line).0.into_owned(),
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return (headers, after);
        }
        if text.starts_with([' ', '\t']) && !headers.is_empty() {
            if let Some((_, value)) = headers.last_mut() {
                value.push_str(text);
            }
        } else if let Some(name) = header_name(text) {
            let value = text.split_once(':').map_or("", |(_, value)| value.trim());
            headers.push((name, value.to_owned()));
        } else if !(headers.is_empty() && text.starts_with("From ")) {
            // No blank line: the text begins here.
            return (headers, rest);
        }
        rest = after;
    }
    (headers, rest)
}

/// Returns the first text of a part, and whether it is HTML. Plain text comes before HTML in parts that say the same.
fn text_part(headers: &MessageHeaders, body: &[u8], depth: usize) -> Option<(String, bool)> {
    let value = |name: &str| {
        headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    };
    let content_type = value("content-type").unwrap_or("text/plain");
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_attached = value("content-disposition")
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("attachment"));
    if depth > MAX_PART_DEPTH {
        return None;
    }
    if kind.starts_with("multipart/") {
        let boundary = parameter(content_type, "boundary")?;
        let parts = parts(body, &boundary);
        let mut texts = parts.into_iter().filter_map(|part| {
            let (headers, body) = headers_and_body(part);
            text_part(&headers, body, depth + 1)
        });
        let first = texts.next()?;
        if kind == "multipart/alternative" && first.1 {
            return texts.find(|(_, is_html)| !is_html).or(Some(first));
        }
        return Some(first);
    }
    if kind == "message/rfc822" {
        let (headers, body) = headers_and_body(body);
        return text_part(&headers, body, depth + 1);
    }
    let is_html = kind == "text/html";
    if is_attached || !(is_html || kind == "text/plain" || kind.is_empty() || kind == "text") {
        return None;
    }
    let encoding =
        value("content-transfer-encoding").unwrap_or_default().trim().to_ascii_lowercase();
    let bytes = match &*encoding {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    };
    let text = decoded_text(&bytes, parameter(content_type, "charset").as_deref());
    text.contains(char::is_alphanumeric).then_some((text, is_html))
}

/// Returns a text in the named encoding; without a name, or if it does not fit, UTF-8 or else Windows-1252.
fn decoded_text(bytes: &[u8], name: Option<&str>) -> String {
    let named =
        name.and_then(|name| Encoding::for_label(name.as_bytes())).filter(|named| *named != UTF_8);
    if let Some(text) =
        named.and_then(|named| named.decode_without_bom_handling_and_without_replacement(bytes))
    {
        return text.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if name.is_some_and(|name| name.eq_ignore_ascii_case("utf-8")) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Returns a parameter of a header, such as the boundary.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once(';') {
        let (key, text) = after.split_once('=')?;
        let text = text.trim_start();
        let (found, after) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => text.split_at(text.find(';').unwrap_or(text.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(found.trim().to_owned()).filter(|found| !found.is_empty());
        }
        rest = after;
    }
    None
}

/// Returns the parts between the lines with a boundary.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut start = None;
    for offset in memchr::memmem::find_iter(body, &mark) {
        let is_line_start = offset == 0 || body[offset - 1] == b'\n';
        if !is_line_start {
            continue;
        }
        if let Some(start) = start {
            parts.push(&body[start..offset]);
        }
        let after = &body[offset + mark.len()..];
        if after.starts_with(b"--") {
            return parts;
        }
        let line = after.iter().position(|&byte| byte == b'\n').map_or(after.len(), |end| end + 1);
        start = Some(offset + mark.len() + line);
    }
    if let Some(start) = start {
        parts.push(&body[start..]);
    }
    parts
}

/// Returns decoded base64; other characters are ignored.
fn base64(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3);
    let mut bits = 0u32;
    let mut count = 0u32;
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    decoded
}

/// Returns decoded quoted-printable text.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            decoded.push(byte);
            continue;
        }
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let Some(code) = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(code);
            rest = &after[2..];
        } else if let Some(after) =
            after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"))
        {
            // The line continues.
            rest = after;
        } else {
            decoded.push(byte);
        }
    }
    decoded
}

/// Returns a header with its encoded words decoded (RFC 2047): `=?utf-8?Q?Caf=C3=A9?=`.
fn decoded_words(value: &str) -> String {
    let mut decoded = String::new();
    let mut rest = value;
    let mut follows_word = false;
    while let Some(start) = rest.find("=?") {
        let before = &rest[..start];
        let Some((text, after)) = encoded_word(&rest[start + 2..]) else {
            decoded.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
            follows_word = false;
            continue;
        };
        // Blanks between two encoded words do not count.
        if !(follows_word && before.trim().is_empty()) {
            decoded.push_str(before);
        }
        decoded.push_str(&text);
        rest = after;
        follows_word = true;
    }
    decoded.push_str(rest);
    decoded
}

/// Returns the text of an encoded word after `=?`, and what follows it.
fn encoded_word(text: &str) -> Option<(String, &str)> {
    let (charset, rest) = text.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    let (content, rest) = rest.split_once("?=")?;
    let bytes = match encoding {
        "B" | "b" => base64(content.as_bytes()),
        "Q" | "q" => quoted_printable(content.replace('_', " ").as_bytes()),
        _ => return None,
    };
    (charset.len() <= MAX_CHARSET_BYTES).then(|| (decoded_text(&bytes, Some(charset)), rest))
}

/// The longest name of an encoding.
const MAX_CHARSET_BYTES: usize = 40;
