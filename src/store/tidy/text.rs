//! The texts in a record.

use super::{Reader, Unlike};

/// A text, as it reads.
pub(super) enum Token<'t> {
    /// As it is spelled.
    Plain(&'t str),
    /// With its escapes taken back.
    Escaped(String),
}

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

/// How many bytes are looked at together.
const LANE: usize = 8;

/// 1 in every byte.
const ONES: u64 = u64::from_le_bytes([1; LANE]);

/// The highest bit of every byte.
const HIGHS: u64 = u64::from_le_bytes([0x80; LANE]);

impl<'t> Reader<'t> {
    /// Passes over a text and returns it.
    #[inline]
    pub(super) fn token(&mut self) -> Result<Token<'t>, Unlike> {
        let quote = self.at;
        self.expect(b'"')?;
        let start = self.at;
        self.at = start + plain(self.text.as_bytes().get(start..).unwrap_or_default());
        if self.peek() == Some(b'"') {
            let text = self.text.get(start..self.at).ok_or(Unlike)?;
            self.at += 1;
            return Ok(Token::Plain(text));
        }
        while self.peek() == Some(b'\\') {
            self.at += 2;
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
        }
        self.expect(b'"')?;
        let spelled = self.text.get(quote..self.at).ok_or(Unlike)?;
        let read = unescaped(spelled).or_else(|| serde_json::from_str(spelled).ok());
        read.map(Token::Escaped).ok_or(Unlike)
    }
}

/// Returns how many bytes stand before the next quote, backslash or control character.
///
/// Eight bytes are looked at in one step (the tests for a zero byte and for a byte below another are
/// those of S. E. Anderson, Bit Twiddling Hacks): texts are short, so that the wider steps of a library
/// cost more than they save.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let (lanes, rest) = bytes.as_chunks::<LANE>();
    for (at, lane) in lanes.iter().enumerate() {
        let found = special(u64::from_le_bytes(*lane));
        if found != 0 {
            return at * LANE + found.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    lanes.len() * LANE + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Returns the highest bit of every byte that is a quote, a backslash or a control character. Of those
/// behind the first one nothing is said.
#[inline]
fn special(lane: u64) -> u64 {
    let is = |byte: u8| {
        let lane = lane ^ (ONES * u64::from(byte));
        lane.wrapping_sub(ONES) & !lane
    };
    let is_control = lane.wrapping_sub(ONES * 0x20) & !lane;
    (is(b'"') | is(b'\\') | is_control) & HIGHS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{plain, unescaped};

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
        fn a_special_byte_is_found_where_it_is(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            prop_assert_eq!(plain(&bytes), bytes.iter().position(is_special).unwrap_or(bytes.len()));
        }
    }
}
