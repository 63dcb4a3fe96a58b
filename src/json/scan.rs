//! A scanner of JSON that knows the offset of each value, and accepts valid JSON only.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::syntax_error::{BYTE_ORDER_MARK, SyntaxError};

/// The deepest nesting that is read. `serde_json` has the same limit, which keeps both off the end
/// of the stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// Objects with more members than this are searched for duplicates by hash.
const MAX_SEARCHED_NAMES: usize = 16;

/// The name of a member, decoded and as it is spelled.
#[derive(Debug, Clone)]
pub(crate) struct Key<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) spelled: &'t str,
}

/// An offset in a JSON text, which moves over one value after another.
///
/// The text before it is valid by RFC 8259, nests no deeper than [`MAX_DEPTH`], has no lone surrogate, and no
/// object in it has two members of one name, even if they are spelled differently.
pub(crate) struct Scanner<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
    depth: usize,
    /// The names of the members of the open objects, with their offsets.
    names: Vec<(Cow<'t, str>, usize)>,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut scanner = Self { text, at, depth: 0, names: Vec::new() };
        scanner.skip_whitespace();
        scanner
    }

    /// Returns a scanner of a part of a text that is `levels` levels down in it.
    pub(crate) fn inside(text: &'t str, levels: usize) -> Self {
        Self { depth: levels, ..Self::new(text) }
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Fails if anything but whitespace follows.
    pub(crate) fn end(&mut self) -> Result<(), SyntaxError> {
        self.skip_whitespace();
        match self.peek() {
            None => Ok(()),
            Some(b'{') => Err(SyntaxError::new(self.at, "a second document follows the first")),
            Some(_) => Err(self.unexpected("the end")),
        }
    }

    /// Skips a value.
    pub(crate) fn skip(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            Some(b'{') => self.object(|scanner, _| scanner.skip()),
            Some(b'[') => self.array(Self::skip),
            _ => self.scalar().map(drop),
        }
    }

    /// Skips an object; `member` must skip the value of each member.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Key<'t>) -> Result<(), SyntaxError>,
    ) -> Result<(), SyntaxError> {
        self.enter(b'{', "an object")?;
        let base = self.names.len();
        let mut first = true;
        while self.another(first, b'}')? {
            let key = self.key()?;
            member(self, key)?;
            first = false;
        }
        let twice = self.names.get(base..).and_then(duplicate);
        self.names.truncate(base);
        twice.map_or(Ok(()), Err)
    }

    /// Skips a list; `item` must skip each item.
    pub(crate) fn array(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), SyntaxError>,
    ) -> Result<(), SyntaxError> {
        self.enter(b'[', "a list")?;
        let mut first = true;
        while self.another(first, b']')? {
            item(self)?;
            first = false;
        }
        Ok(())
    }

    /// Skips the bracket that opens an object or a list.
    pub(crate) fn enter(&mut self, open: u8, wanted: &str) -> Result<(), SyntaxError> {
        if self.peek() != Some(open) {
            return Err(self.unexpected(wanted));
        }
        if self.depth == MAX_DEPTH {
            return Err(SyntaxError::new(
                self.at,
                format!("it is nested deeper than {MAX_DEPTH} levels"),
            ));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Skips the comma and the whitespace before the next item, or the bracket `close`. Returns true if there is
    /// a next item.
    pub(crate) fn another(&mut self, first: bool, close: u8) -> Result<bool, SyntaxError> {
        self.skip_whitespace();
        match self.peek() {
            Some(byte) if byte == close => {
                self.depth -= 1;
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                self.skip_whitespace();
                if self.peek() == Some(close) {
                    return Err(SyntaxError::new(
                        self.at,
                        "there is a comma before the closing bracket",
                    ));
                }
                Ok(true)
            }
            Some(_) if first => Ok(true),
            _ if close == b'}' => Err(self.unexpected("a comma or `}`")),
            _ => Err(self.unexpected("a comma or `]`")),
        }
    }

    /// Skips the name of a member and its colon, and returns the name.
    pub(crate) fn key(&mut self) -> Result<Key<'t>, SyntaxError> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a name in double quotes"));
        }
        let escaped = self.string()?;
        let spelled = self.slice(start..self.at);
        let name = if escaped { Cow::Owned(decoded(spelled)) } else { inside(spelled) };
        self.names.push((name.clone(), start));
        self.skip_whitespace();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("a colon"));
        }
        self.at += 1;
        self.skip_whitespace();
        Ok(Key { name, spelled })
    }

    /// Skips at most `max` bytes that match, and returns how many there were.
    fn skip_while(&mut self, matches: impl Fn(u8) -> bool, max: usize) -> usize {
        let start = self.at;
        while self.at - start < max && self.peek().is_some_and(&matches) {
            self.at += 1;
        }
        self.at - start
    }

    fn skip_whitespace(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'), usize::MAX);
    }

    pub(crate) fn unexpected(&self, wanted: &str) -> SyntaxError {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = match rest.chars().next() {
            None => format!("it is cut off: expected {wanted}"),
            Some('/' | '#') => format!(
                "expected {wanted}, found a comment, which JSON does not \
                have"
            ),
            Some(found) => format!("expected {wanted}, found `{found}`"),
        };
        SyntaxError::new(self.at, words)
    }
}

/// Returns the text of a string that the scanner has skipped, without its escapes.
pub(crate) fn decoded(spelled: &str) -> String {
    serde_json::from_str(spelled).unwrap_or_else(|_| inside(spelled).into_owned())
}

pub(crate) fn inside(spelled: &str) -> Cow<'_, str> {
    let text = spelled.strip_prefix('"').unwrap_or(spelled);
    Cow::Borrowed(text.strip_suffix('"').unwrap_or(text))
}

/// Returns the error that two of `names` are the same.
fn duplicate(names: &[(Cow<'_, str>, usize)]) -> Option<SyntaxError> {
    let twice = |name: &str, first: usize, second: usize| {
        SyntaxError::twice(first, second, format!("the name `{name}` occurs twice in one object"))
    };
    if names.len() <= MAX_SEARCHED_NAMES {
        return names.iter().enumerate().find_map(|(at, (name, second))| {
            let (_, first) = names.get(..at)?.iter().find(|(earlier, _)| earlier == name)?;
            Some(twice(name, *first, *second))
        });
    }
    let mut seen = HashMap::with_capacity(names.len());
    names.iter().find_map(|(name, second)| {
        seen.insert(name.as_ref(), *second).map(|first| twice(name, first, *second))
    })
}

impl<'t> Scanner<'t> {
    /// Skips a text, a number, `true`, `false` or `null`, and returns it as it is spelled.
    pub(crate) fn scalar(&mut self) -> Result<&'t str, SyntaxError> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string().map(drop)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            _ => return Err(self.unexpected("a value")),
        }
        Ok(self.slice(start..self.at))
    }

    /// Skips a text. Returns true if it has an escape.
    pub(crate) fn string(&mut self) -> Result<bool, SyntaxError> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
            let Some(byte) = self.peek() else {
                return Err(SyntaxError::new(
                    start,
                    "it is cut off: the string that begins here does not end",
                ));
            };
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(escaped);
                }
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                b'\n' | b'\r' => {
                    return Err(SyntaxError::new(
                        self.at,
                        "a string breaks off at the end of a line",
                    ));
                }
                _ => {
                    let words = format!(
                        "the control character U+{byte:04X} must be escaped in a \
                        string"
                    );
                    return Err(SyntaxError::new(self.at, words));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        match self.text.as_bytes().get(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => {
                let high = self.unit(start)?;
                self.at += 6;
                let is_pair =
                    || self.unit(self.at).is_ok_and(|low| (0xdc00..0xe000).contains(&low));
                match high {
                    0xd800..0xdc00 if is_pair() => self.at += 6,
                    0xd800..0xe000 => {
                        return Err(SyntaxError::new(start, "a lone surrogate in a string"));
                    }
                    _ => {}
                }
                Ok(())
            }
            _ => Err(SyntaxError::new(start, "an escape that is not valid JSON")),
        }
    }

    /// Returns the number of a `\u` escape at `at`.
    fn unit(&self, at: usize) -> Result<u16, SyntaxError> {
        let digits = self.text.as_bytes().get(at..at + 6).and_then(|six| six.strip_prefix(b"\\u"));
        let mut unit = 0;
        for digit in digits.into_iter().flatten() {
            let Some(value) = char::from(*digit).to_digit(16) else {
                return Err(SyntaxError::new(at, "`\\u` needs four hexadecimal digits"));
            };
            unit = unit * 16 + value;
        }
        digits
            .and_then(|_| u16::try_from(unit).ok())
            .ok_or_else(|| SyntaxError::new(at, "`\\u` needs four hexadecimal digits"))
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.skip_while(|byte| byte == b'-', 1);
        let whole = self.at;
        let digits = self.skip_while(|byte| byte.is_ascii_digit(), usize::MAX);
        let leading_zero = digits > 1 && self.text.as_bytes().get(whole) == Some(&b'0');
        let mut is_valid = digits > 0 && !leading_zero;
        if self.skip_while(|byte| byte == b'.', 1) > 0 {
            is_valid &= self.skip_while(|byte| byte.is_ascii_digit(), usize::MAX) > 0;
        }
        if self.skip_while(|byte| matches!(byte, b'e' | b'E'), 1) > 0 {
            self.skip_while(|byte| matches!(byte, b'+' | b'-'), 1);
            is_valid &= self.skip_while(|byte| byte.is_ascii_digit(), usize::MAX) > 0;
        }
        if is_valid {
            Ok(())
        } else {
            Err(SyntaxError::new(start, "a number that is not valid JSON"))
        }
    }

    fn word(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_alphanumeric(), 20);
        let word = self.slice(start..self.at);
        if matches!(word, "true" | "false" | "null") {
            return Ok(());
        }
        Err(SyntaxError::new(start, format!("`{word}` is not a JSON value")))
    }
}

/// Bytes that are compared together.
type Lane = wide::u8x16;

/// The number of these bytes.
const LANE_BYTES: usize = 16;

/// Returns how many bytes come before the next quote, backslash or control character.
///
/// Compares sixteen bytes in one step; most texts are shorter.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((lane, behind)) = rest.split_first_chunk::<LANE_BYTES>() {
        let lane = Lane::from(*lane);
        let is_control = lane.min(Lane::splat(0x1f)).simd_eq(lane);
        let is = |byte: u8| lane.simd_eq(Lane::splat(byte));
        let found = (is(b'"') | is(b'\\') | is_control).to_bitmask();
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + plain_length_of_few(rest)
}

/// Does the same for fewer bytes than a lane has.
#[cold]
fn plain_length_of_few(bytes: &[u8]) -> usize {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    bytes.iter().position(is_special).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_length;

    proptest! {
        #[test]
        fn a_special_byte_is_found_where_it_is(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            prop_assert_eq!(plain_length(&bytes), bytes.iter().position(is_special).unwrap_or(bytes.len()));
        }
    }
}
