//! Recognising the files of an export, so that no other file is replaced.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::csv::BYTE_ORDER_MARK;

/// The characters that separate the cells of CSV in files of other settings.
const COMMON_SEPARATORS: [u8; 4] = *b",;\t|";

/// The members that every exported agreement has.
#[derive(Deserialize)]
#[expect(dead_code, reason = "they only have to be there")]
struct ExportedAgreement {
    id: IgnoredAny,
    parties: IgnoredAny,
    status: IgnoredAny,
}

/// Returns true if the text begins with a header line whose names `is_own_header` accepts, separated by
/// `separator` or by one of the common ones. An empty file is one, too.
pub fn is_own_sheet(bytes: &[u8], separator: u8, is_own_header: impl Fn(&[&str]) -> bool) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let header = text.lines().next().unwrap_or_default();
    let is_own = |separator: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .from_reader(header.as_bytes());
        let Some(Ok(names)) = reader.records().next() else { return false };
        is_own_header(&names.iter().collect::<Vec<_>>())
    };
    text.trim().is_empty() || COMMON_SEPARATORS.into_iter().chain([separator]).any(is_own)
}

/// Returns true if the text is a JSON array of exported agreements, or of objects of some of `columns`.
/// An empty file is one, too.
#[must_use]
pub fn is_own_json(bytes: &[u8], columns: &[&str]) -> bool {
    bytes.trim_ascii().is_empty()
        || serde_json::from_slice::<Vec<ExportedAgreement>>(bytes).is_ok()
        || serde_json::from_slice::<Vec<serde_json::Map<_, _>>>(bytes)
            .is_ok_and(|objects| objects.iter().all(|object| has_only(object, columns)))
}

/// Returns true if each line is JSON of an exported agreement, or an object of some of `columns`.
#[must_use]
pub fn is_own_json_lines(bytes: &[u8], columns: &[&str]) -> bool {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).all(|line| {
        serde_json::from_slice::<ExportedAgreement>(line).is_ok()
            || serde_json::from_slice(line).is_ok_and(|object| has_only(&object, columns))
    })
}

fn has_only(object: &serde_json::Map<String, serde_json::Value>, columns: &[&str]) -> bool {
    !columns.is_empty() && object.keys().all(|key| columns.contains(&key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_is_recognised_by_its_header_line() {
        let is_own =
            |text: &str| is_own_sheet(text.as_bytes(), b'^', |names| names == ["id", "title"]);
        for header in
            ["id,title", "\u{feff}id;title\r\nx;y", "id\ttitle\n", "id|title", "id^title", ""]
        {
            assert!(is_own(header), "{header}");
        }
        for header in ["title,id", "id,title,remarks", "id title", "\u{0}\u{1}", "PK\u{3}\u{4}"] {
            assert!(!is_own(header), "{header}");
        }
    }

    #[test]
    fn json_is_recognised_by_its_members() {
        let full = r#"{"id":"a","parties":[],"status":"active","x":1}"#;
        for (text, is_own) in [
            (format!("[{full}]"), true),
            ("[]".to_owned(), true),
            (String::new(), true),
            (r#"[{"id":"a"}]"#.to_owned(), true),
            (r#"[{"id":"a","name":"b"}]"#.to_owned(), false),
            ("{}".to_owned(), false),
            ("[1]".to_owned(), false),
            (format!("[{full}"), false),
        ] {
            assert_eq!(is_own_json(text.as_bytes(), &["id", "title"]), is_own, "{text}");
        }
        let lines = format!("{full}\n\n{full}\n");
        assert!(is_own_json_lines(lines.as_bytes(), &[]));
        assert!(!is_own_json_lines(format!("{full}\n{{}}\n").as_bytes(), &[]));
    }
}
