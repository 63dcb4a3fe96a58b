//! Tags of HTML, with their attributes.

use super::entities::decoded;

/// A tag, a comment or a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HtmlTag<'t> {
    /// The name as it is written; empty for comments and declarations.
    pub(super) name: &'t str,
    /// True for `</p>`.
    pub(super) is_end: bool,
    /// What is between the name and `>`.
    attributes: &'t str,
    /// The length of the whole tag in bytes.
    pub(super) length: usize,
}

/// Finds tags. It remembers where no `>` follows, so that a text without any is read in linear time.
#[derive(Debug, Default)]
pub(super) struct TagReader {
    /// No `>` follows this offset.
    no_end_from: Option<usize>,
    /// No `-->` follows this offset.
    no_comment_end_from: Option<usize>,
    /// How often a quotation mark in a tag was not closed.
    unclosed: usize,
}

/// The longest tag in which quotation marks are respected, in bytes.
const MAX_QUOTED_TAG_BYTES: usize = 1 << 14;

/// After more tags with an unclosed quotation mark than this, quotation marks are not respected.
const MAX_UNCLOSED_QUOTES: usize = 100;

impl TagReader {
    /// Returns the tag at an offset of a text, which must have `<` there; `None` if it is only a character.
    pub(super) fn tag<'t>(&mut self, text: &'t str, offset: usize) -> Option<HtmlTag<'t>> {
        let rest = &text[offset..];
        if self.no_end_from.is_some_and(|from| offset >= from) {
            return None;
        }
        if rest.starts_with("<!--") {
            return self.comment(text, offset);
        }
        let body = &rest[1..];
        let is_end = body.starts_with('/');
        let start = 1 + usize::from(is_end);
        let first = rest[start..].chars().next()?;
        let is_declaration = !is_end && matches!(first, '!' | '?');
        if !is_declaration && !first.is_ascii_alphabetic() {
            return None;
        }
        let Some(length) = self.tag_length(rest) else {
            self.no_end_from = Some(offset);
            return None;
        };
        let inner = &rest[start..length - 1];
        let name_end = if is_declaration {
            0
        } else {
            inner
                .find(|letter: char| {
                    !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | ':')
                })
                .unwrap_or(inner.len())
        };
        // `<a@example.org>` and `<https://example.org>` are no tags of elements.
        Some(HtmlTag { name: &inner[..name_end], is_end, attributes: &inner[name_end..], length })
    }

    fn comment<'t>(&mut self, text: &'t str, offset: usize) -> Option<HtmlTag<'t>> {
        if self.no_comment_end_from.is_some_and(|from| offset >= from) {
            return None;
        }
        let Some(end) = text[offset + 4..].find("-->") else {
            self.no_comment_end_from = Some(offset);
            return None;
        };
        Some(HtmlTag { name: "", is_end: false, attributes: "", length: 4 + end + 3 })
    }

    /// Returns the length of the tag at the start of a text; a `>` in quotation marks does not end it.
    fn tag_length(&mut self, text: &str) -> Option<usize> {
        if self.unclosed < MAX_UNCLOSED_QUOTES {
            let mut quote = None;
            let mut before = 0;
            for (offset, byte) in text.bytes().enumerate().take(MAX_QUOTED_TAG_BYTES) {
                match (quote, byte) {
                    (None, b'>') => return Some(offset + 1),
                    // A quotation mark opens a value only after `=`.
                    (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
                    (Some(mark), byte) if mark == byte => quote = None,
                    _ => {}
                }
                if !byte.is_ascii_whitespace() {
                    before = byte;
                }
            }
            self.unclosed += 1;
        }
        text.find('>').map(|end| end + 1)
    }
}

impl<'t> HtmlTag<'t> {
    /// Returns the value of an attribute as it is written; empty if it has none.
    pub(super) fn raw_attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
            let end =
                rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '/'));
            let (found, after) = rest.split_at(end.unwrap_or(rest.len()));
            let after = after.trim_start();
            let (value, after) = match after.strip_prefix('=') {
                Some(value) => attribute_value(value.trim_start()),
                None => ("", after),
            };
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            if after.len() == rest.len() || after.is_empty() {
                return None;
            }
            rest = after;
        }
    }

    /// Returns the value of an attribute, with its references replaced.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.raw_attribute(name).map(decoded)
    }
}

/// Returns the value at the start of a text, and what follows it.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_has_name_length_and_attributes() {
        for (text, name, is_end, length) in [
            ("<p>a", "p", false, 3),
            ("</p >a", "p", true, 5),
            ("<a href=\"x>y\" id=b>c", "a", false, 19),
            ("<br/>", "br", false, 5),
            ("<!-- > -->a", "", false, 10),
            ("<!DOCTYPE html>", "", false, 15),
            ("<p title=\"open>a", "p", false, 15),
            ("<h2\nid='x'>", "h2", false, 11),
        ] {
            let tag = TagReader::default().tag(text, 0).unwrap();
            assert_eq!((tag.name, tag.is_end, tag.length), (name, is_end, length), "{text}");
        }
        for text in ["<", "< 5", "<5>", "<p", "</>", "<!-- a"] {
            assert_eq!(TagReader::default().tag(text, 0), None, "{text}");
        }
        let text = "<meta  content = '3 May &amp; 4' property=\"article:published_time\" hidden data-x=1 />";
        let tag = TagReader::default().tag(text, 0).unwrap();
        assert_eq!(tag.attribute("CONTENT").as_deref(), Some("3 May & 4"));
        assert_eq!(tag.attribute("property").as_deref(), Some("article:published_time"));
        assert_eq!(tag.attribute("hidden").as_deref(), Some(""));
        assert_eq!(tag.attribute("data-x").as_deref(), Some("1"));
        assert_eq!(tag.attribute("class"), None);
    }
}
