//! The text of a PDF. The library for it may panic on a damaged file, so it must run in a process of its own.

use memchr::memmem;

/// The mark of a PDF is within the first bytes.
const MAX_MARK_OFFSET: usize = 1024;

/// Returns true if a file is a PDF.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    memmem::find(&bytes[..bytes.len().min(MAX_MARK_OFFSET)], b"%PDF-").is_some()
}

/// Returns the text of a PDF. It may panic, or not end, on a damaged file.
///
/// Fails with a sentence if the file is encrypted or cannot be read; `FILE` in the sentence is the file.
pub fn pdf_text(bytes: &[u8]) -> Result<String, String> {
    pdf_extract::extract_text_from_mem(bytes).map_err(|_| {
        let is_encrypted = memmem::find(bytes, b"/Encrypt").is_some();
        let why = if is_encrypted {
            "is encrypted; save it without a password"
        } else {
            "cannot be read"
        };
        format!("FILE {why}")
    })
}

/// Fails with a sentence if a text has no words, or only single letters, as from a font that the library does not know.
pub(super) fn check(text: &str) -> Result<(), String> {
    let words = || text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    let count = words().count();
    if count == 0 {
        return Err("no text in FILE; it is a scan".to_owned());
    }
    let single = words().filter(|word| word.chars().count() == 1).count();
    if single * 2 > count {
        return Err("the text of FILE cannot be read: most of its words have one letter".to_owned());
    }
    Ok(())
}

/// Returns the text without the numbers of its pages, which would divide sentences.
pub(super) fn without_page_marks(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept = String::with_capacity(text.len());
    for (index, line) in lines.iter().enumerate() {
        let is_alone = |near: Option<&&str>| near.is_none_or(|near| near.trim().is_empty());
        let is_between = is_alone(index.checked_sub(1).and_then(|before| lines.get(before)))
            && is_alone(lines.get(index + 1));
        if !(is_between && is_page_mark(line)) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Returns true for `3`, `- 3 -`, `Page 3 of 7` and `3/7`.
fn is_page_mark(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let parts =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let is_part = |part: &str| {
        matches!(part, "page" | "of")
            || (part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let count = parts.clone().count();
    (1..=4).contains(&count)
        && parts.clone().all(is_part)
        && parts.clone().any(|part| part.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_and_single_letters_are_refused() {
        assert_eq!(check("\n 1 \u{c}\n"), Err("no text in FILE; it is a scan".to_owned()));
        assert!(check("A g r i c u l t u r e and b").is_err());
        assert_eq!(check("The Ministry of Law and X signed a memorandum."), Ok(()));
    }

    #[test]
    fn page_numbers_are_left_out() {
        let text = "The Ministry of\n\n- 2 -\n\nLaw signed 3\n\nPage 3 of 7\n\n2023\n\n4\nx\n";
        let expected = "The Ministry of\n\n\nLaw signed 3\n\n\n2023\n\n4\nx\n";
        assert_eq!(without_page_marks(text), expected);
    }
}
