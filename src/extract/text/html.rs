//! HTML as lines.

use super::page::PageBuilder;
use super::raw::RawText;

/// Reads a page.
pub(super) fn scan(file: &str) -> RawText {
    let mut page = PageBuilder::new(file);
    let bytes = file.as_bytes();
    let mut offset = 0;
    while offset < bytes.len() {
        let plain = memchr::memchr2(b'<', b'&', &bytes[offset..]).unwrap_or(bytes.len() - offset);
        page.text(offset..offset + plain);
        offset += plain;
        match bytes.get(offset) {
            Some(b'&') => offset += page.entity_at(offset),
            Some(_) => {
                offset = page.tag_at(offset).unwrap_or_else(|| {
                    page.text(offset..offset + 1);
                    offset + 1
                });
            }
            None => {}
        }
    }
    page.finish()
}
