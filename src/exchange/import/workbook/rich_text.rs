//! The texts of `OpenXML`: runs of letters in several formats, and escaped characters.

use quick_xml::events::Event;

use super::package::{attribute, push_text};

/// The text of an element that may have runs of letters in several formats.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    /// Where the current run begins, if its spaces at both ends do not count.
    trimmed_from: Option<usize>,
    is_in_run: bool,
    /// Whether this is how a text is read aloud, which is not a part of it.
    is_phonetic: bool,
}

impl RichText {
    /// Empties the text.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        (self.trimmed_from, self.is_in_run, self.is_phonetic) = (None, false, false);
    }

    /// Returns the text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Adds the event, if it belongs to a run.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => self.is_phonetic = true,
                "t" => {
                    self.is_in_run = true;
                    let is_kept = attribute(tag, "space").is_some_and(|value| value == "preserve");
                    self.trimmed_from = (!is_kept).then_some(self.text.len());
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.is_phonetic = false,
                "t" => {
                    self.is_in_run = false;
                    if let Some(from) = self.trimmed_from.take() {
                        let is_space = |letter: char| letter.is_ascii_whitespace();
                        let run = self.text[from..].trim_matches(is_space).to_owned();
                        self.text.truncate(from);
                        self.text.push_str(&run);
                    }
                }
                _ => {}
            },
            event if self.is_in_run && !self.is_phonetic => push_text(event, &mut self.text),
            _ => {}
        }
    }
}

/// Returns a text in which `_x000D_` and the like are the characters with these numbers.
pub(super) fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let digits = rest.get(start + 2..start + 6).filter(|_| rest[start + 6..].starts_with('_'));
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let letter = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(letter) = letter.and_then(char::from_u32) {
            decoded.push_str(&rest[..start]);
            decoded.push(letter);
            rest = &rest[start + 7..];
        } else {
            decoded.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_decoded() {
        for (text, result) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00_", "_x00_"),
            ("_xD800_", "_xD800_"),
            ("_xZZZZ_ _x", "_xZZZZ_ _x"),
            ("_x日本語", "_x日本語"),
            ("_x_x0041_", "_xA"),
        ] {
            assert_eq!(decoded(text), result);
        }
    }
}
