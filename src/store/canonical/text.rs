//! The texts in a record.

use super::{NotCanonical, Reader};
use crate::json::plain_length;

/// Returns what a text in quotes reads that has no escapes but of the quote and the backslash, which
/// are by far the most; `serde_json` knows all of what an escape may be.
fn unescaped(spelled: &str) -> Option<String> {
    let mut rest = spelled.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(rest.len());
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let letter = escape.chars().next().filter(|letter| matches!(letter, '"' | '\\'))?;
        text.push(letter);
        rest = escape.get(1..)?;
    }
    text.push_str(rest);
    Some(text)
}

impl<'t> Reader<'t> {
    /// Reads a string without escapes. Returns `None`, and does not move, if there is none.
    #[inline]
    pub(super) fn plain(&mut self) -> Option<&'t str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..)?);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a string with escapes.
    #[cold]
    pub(super) fn escaped(&mut self) -> Result<String, NotCanonical> {
        let quote = self.at;
        self.expect(b'"')?;
        self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
        while self.peek() == Some(b'\\') {
            self.at += 2;
            self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
        }
        self.expect(b'"')?;
        let spelled = self.text.get(quote..self.at).ok_or(NotCanonical)?;
        unescaped(spelled).or_else(|| serde_json::from_str(spelled).ok()).ok_or(NotCanonical)
    }

    /// Skips a string.
    #[inline]
    pub(super) fn pass_text(&mut self) -> Result<(), NotCanonical> {
        if self.plain().is_some() { Ok(()) } else { self.pass_escaped() }
    }

    /// Skips a string with escapes. Only escapes of more than one letter need the slower reader.
    #[cold]
    fn pass_escaped(&mut self) -> Result<(), NotCanonical> {
        let quote = self.at;
        self.expect(b'"')?;
        loop {
            self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            match rest {
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => self.at += 2,
                [b'"', ..] => break self.at += 1,
                _ => {
                    self.at = quote;
                    return self.escaped().map(drop);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Reader;
    use super::unescaped;

    #[test]
    fn escapes_of_quotes_and_backslashes_are_taken_back_and_others_left_to_the_library() {
        for (spelled, read) in [
            (r#""a \"b\" c""#, Some(r#"a "b" c"#)),
            (r#""\\\"""#, Some(r#"\""#)),
            (r#""\n""#, None),
            (r#""\u0041""#, None),
        ] {
            assert_eq!(unescaped(spelled).as_deref(), read, "{spelled}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_passed_over_where_it_is_sound_and_to_its_end(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "é", "long enough to be some lanes", "\\\"", "\\\\", "\\n", "\\/", "\\u0041",
                    "\\ud83d\\ude00", "\\ud83d", "\\x", "\\", "\u{1}", "\"",
                ]),
                0..6,
            ),
        ) {
            let spelled = format!("\"{}\"", pieces.concat());
            let mut texts = serde_json::Deserializer::from_str(&spelled).into_iter::<String>();
            let expected = texts.next().and_then(Result::ok).map(|_| texts.byte_offset());
            let mut reader = Reader::new(&spelled, false);
            let passed = reader.pass_text().ok().map(|()| reader.at);
            prop_assert_eq!(passed, expected);
        }
    }
}
