//! Telling whether a record is written as it would be.

use memchr::memchr2;

use super::seam::INDENT;

/// The blanks of a level.
const STEP: usize = 2;

/// Tells whether the blanks in a record are those of the canonical form: what `serde_json` writes, two
/// blanks a level, each item on a line of its own. The record is known to be sound JSON.
///
/// It goes from line to line, so that most of the text need not be looked at: in sound JSON no line
/// ends inside of a text.
pub(in crate::store) fn is_tidy(record: &str) -> bool {
    let mut lines = record.as_bytes().split(|byte| *byte == b'\n');
    if lines.next() != Some(b"{") {
        return false;
    }
    let mut indent = INDENT + STEP;
    for line in lines {
        let blanks = line.iter().take_while(|byte| **byte == b' ').count();
        let text = line.get(blanks..).unwrap_or_default();
        let text = text.strip_suffix(b",").unwrap_or(text);
        if matches!(text, b"}" | b"]") {
            indent = indent.saturating_sub(STEP);
        }
        if blanks != indent {
            return false;
        }
        match text {
            b"}" | b"]" => {}
            b"{" | b"[" => indent += STEP,
            _ => match value_of(text) {
                Some(b"{" | b"[") => indent += STEP,
                Some(value) if is_one_value(value) => {}
                _ => return false,
            },
        }
    }
    true
}

/// Returns the value on a line: what stands behind the name of a member, or all of it.
fn value_of(text: &[u8]) -> Option<&[u8]> {
    if text.first() != Some(&b'"') {
        return Some(text);
    }
    match text.get(end_of_text(text)?..)? {
        [] => Some(text),
        rest => rest.strip_prefix(b": "),
    }
}

/// Tells whether these bytes are one value and no blanks.
fn is_one_value(value: &[u8]) -> bool {
    match value.first() {
        Some(b'"') => end_of_text(value) == Some(value.len()),
        Some(b'{' | b'[') => matches!(value, b"{}" | b"[]"),
        Some(_) => value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)),
        None => false,
    }
}

/// Returns where the text ends that begins here: behind its second quote.
fn end_of_text(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::is_tidy;

    #[test]
    fn a_record_is_tidy_where_its_blanks_are_those_that_would_be_written() {
        let tidy = [
            "{\n      \"id\": \"a\"\n    }",
            "{\n      \"id\": \"a\",\n      \"n\": -1.5e+3,\n      \"x\": [],\n      \"y\": {}\n    }",
            "{\n      \"id\": \"a\",\n      \"x\": [\n        \"b\\\": \",\n        {\n          \"c\": null\n        }\n      ]\n    }",
        ];
        for text in tidy {
            assert!(is_tidy(text), "{text}");
        }
        let untidy = [
            "{\"id\": \"a\"}",
            "{ \n      \"id\": \"a\"\n    }",
            "{\n      \"id\":\"a\"\n    }",
            "{\n      \"id\": \"a\" \n    }",
            "{\n      \"id\": \"a\"\r\n    }",
            "{\n      \"id\":  \"a\"\n    }",
            "{\n      \"id\": \"a\" ,\n      \"b\": 1\n    }",
            "{\n      \"id\": \"a\", \"b\": \"1\"\n    }",
            "{\n      \"id\": \"a\",\n      \"b\": 1, \"c\": 2\n    }",
            "{\n      \"id\": \"a\",\n      \"b\": [ ]\n    }",
            "{\n      \"id\": \"a\",\n      \"b\": [1]\n    }",
            "{\n      \"id\": \"a\",\n      \"b\": [\n      1\n      ]\n    }",
            "{\n      \"id\": \"a\",\n\n      \"b\": 1\n    }",
            "{\n\t\"id\": \"a\"\n    }",
            "{\n      \"id\": \"a\",\n      \"b\": [\n        1, 2\n      ]\n    }",
        ];
        for text in untidy {
            assert!(!is_tidy(text), "{text}");
        }
    }
}
