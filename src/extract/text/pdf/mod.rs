//! The text of a PDF. The library for it may panic on a damaged file, so it must run in a process of its own.

mod lines;
mod paragraphs;
mod widths;

use memchr::memmem;
use pdf_extract::{Document, output_doc};

use lines::PageReader;

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
    let cannot_be_read = || "FILE cannot be read: it is a damaged PDF".to_owned();
    let encrypted = || "FILE is encrypted; save it without a password".to_owned();
    let has_encryption = memmem::find(bytes, b"/Encrypt").is_some();
    let mut document = Document::load_mem(bytes)
        .map_err(|_| if has_encryption { encrypted() } else { cannot_be_read() })?;
    // Many PDFs are encrypted only so that they are not changed: their password is empty.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(encrypted());
    }
    widths::spell_out(&mut document);
    let mut pages = PageReader::default();
    output_doc(&document, &mut pages).map_err(|_| cannot_be_read())?;
    let text = paragraphs::text_of(pages.into_lines());
    if has_encryption && !text.contains(char::is_alphanumeric) {
        return Err(encrypted());
    }
    Ok(text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_and_single_letters_are_refused() {
        assert_eq!(check("\n 1 \u{c}\n"), Err("no text in FILE; it is a scan".to_owned()));
        assert!(check("A g r i c u l t u r e and b").is_err());
        assert_eq!(check("The Ministry of Law and X signed a memorandum."), Ok(()));
    }
}
