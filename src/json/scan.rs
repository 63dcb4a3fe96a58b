//! JSON as it is written: a scanner that knows where everything stands and lets nothing pass.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The deepest nesting that is read. `serde_json` has the same limit, which keeps both off the end
/// of the stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// Objects with more members than this are searched for duplicates by hash.
const MAX_SEARCHED_NAMES: usize = 16;

/// The name of a member, as it reads and as it is spelled.
#[derive(Debug, Clone)]
pub(crate) struct Key<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) spelled: &'t str,
}

/// A position in a JSON text that moves over one value after another.
///
/// What it has passed over is sound by RFC 8259, nests no deeper than [`MAX_DEPTH`], holds no lone
/// surrogate, and has no two members of one name in one object, however they are spelled.
pub(crate) struct Scanner<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
    depth: usize,
    /// The names of the members of the objects that are open, with their places.
    names: Vec<(Cow<'t, str>, usize)>,
    tidy: bool,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut scanner = Self { text, at, depth: 0, names: Vec::new(), tidy: true };
        scanner.gap();
        scanner
    }

    /// Returns a scanner of a text that stands so many levels down in another.
    pub(crate) fn inside(text: &'t str, levels: usize) -> Self {
        Self { depth: levels, ..Self::new(text) }
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Starts to watch whether the blanks are those of the canonical form.
    pub(crate) fn watch(&mut self) {
        self.tidy = true;
    }

    /// Tells whether all blanks since [`Self::watch`] were those of the canonical form.
    pub(crate) fn is_tidy(&self) -> bool {
        self.tidy
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Fails unless nothing but blanks is left.
    pub(crate) fn end(&mut self) -> Result<(), SyntaxError> {
        self.gap();
        match self.peek() {
            None => Ok(()),
            Some(b'{') => Err(SyntaxError::new(self.at, "a second document follows the first")),
            Some(_) => Err(self.unexpected("the end")),
        }
    }

    /// Passes over a value.
    pub(crate) fn skip(&mut self) -> Result<(), SyntaxError> {
        match self.peek() {
            Some(b'{') => self.object(|scanner, _| scanner.skip()),
            Some(b'[') => self.array(Self::skip),
            _ => self.scalar().map(drop),
        }
    }

    /// Passes over an object; `member` is to pass over the value of each member.
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

    /// Passes over a list; `item` is to pass over each item.
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

    /// Passes over the bracket that opens an object or a list.
    pub(crate) fn enter(&mut self, open: u8, wanted: &str) -> Result<(), SyntaxError> {
        if self.peek() != Some(open) {
            return Err(self.unexpected(wanted));
        }
        if self.depth == MAX_DEPTH {
            return Err(SyntaxError::new(
                self.at,
                format!("it nests deeper than {MAX_DEPTH} levels"),
            ));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Passes over what stands before the next item, or over the bracket `close`, and tells whether
    /// there is a next item.
    pub(crate) fn another(&mut self, first: bool, close: u8) -> Result<bool, SyntaxError> {
        let gap = self.gap();
        match self.peek() {
            Some(byte) if byte == close => {
                self.depth -= 1;
                self.tidy &= if first { gap.is_empty() } else { self.is_line(&gap) };
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                let indent = self.gap();
                self.tidy &= gap.is_empty() && self.is_line(&indent);
                if self.peek() == Some(close) {
                    return Err(SyntaxError::new(
                        self.at,
                        "a comma stands before the closing bracket",
                    ));
                }
                Ok(true)
            }
            Some(_) if first => {
                self.tidy &= self.is_line(&gap);
                Ok(true)
            }
            _ if close == b'}' => Err(self.unexpected("a comma or `}`")),
            _ => Err(self.unexpected("a comma or `]`")),
        }
    }

    /// Passes over the name of a member and its colon.
    pub(crate) fn key(&mut self) -> Result<Key<'t>, SyntaxError> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a name in double quotes"));
        }
        let escaped = self.string()?;
        let spelled = self.slice(start..self.at);
        let name = if escaped { Cow::Owned(decoded(spelled)) } else { inside(spelled) };
        self.names.push((name.clone(), start));
        let before = self.gap();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("a colon"));
        }
        self.at += 1;
        let after = self.gap();
        self.tidy &= before.is_empty() && self.slice(after) == " ";
        Ok(Key { name, spelled })
    }

    /// Passes over at most `most` bytes that are `wanted` and returns how many there were.
    pub(crate) fn pass(&mut self, wanted: impl Fn(u8) -> bool, most: usize) -> usize {
        let start = self.at;
        while self.at - start < most && self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.at - start
    }

    /// Passes over blanks.
    fn gap(&mut self) -> Range<usize> {
        let start = self.at;
        self.pass(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'), usize::MAX);
        start..self.at
    }

    /// Tells whether a gap is a line break and the indentation of the present depth.
    fn is_line(&self, gap: &Range<usize>) -> bool {
        gap.len() == 1 + 2 * self.depth
            && self.slice(gap.clone()).strip_prefix('\n').is_some_and(is_spaces)
    }

    pub(crate) fn unexpected(&self, wanted: &str) -> SyntaxError {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = match rest.chars().next() {
            None => format!("it is cut off: expected {wanted}"),
            Some('/' | '#') => format!("expected {wanted}, found a comment, which JSON has not"),
            Some(found) => format!("expected {wanted}, found `{found}`"),
        };
        SyntaxError::new(self.at, words)
    }
}

fn is_spaces(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ')
}

/// Returns what a string with escapes reads, which the scanner has passed over before.
pub(crate) fn decoded(spelled: &str) -> String {
    serde_json::from_str(spelled).unwrap_or_else(|_| inside(spelled).into_owned())
}

pub(crate) fn inside(spelled: &str) -> Cow<'_, str> {
    let text = spelled.strip_prefix('"').unwrap_or(spelled);
    Cow::Borrowed(text.strip_suffix('"').unwrap_or(text))
}

/// Returns the fault that two of `names` are the same.
fn duplicate(names: &[(Cow<'_, str>, usize)]) -> Option<SyntaxError> {
    let twice = |name: &str, first: usize, second: usize| {
        SyntaxError::twice(first, second, format!("the name `{name}` stands twice in one object"))
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
    /// Passes over a text, a number, `true`, `false` or `null`, and returns it as it is spelled.
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

    /// Passes over a text and tells whether it holds an escape.
    pub(crate) fn string(&mut self) -> Result<bool, SyntaxError> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
            let Some(byte) = self.peek() else {
                return Err(SyntaxError::new(
                    start,
                    "it is cut off: the text that begins here has no end",
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
                        "a text is broken off at the end of a line",
                    ));
                }
                _ => {
                    let words = format!("the control character U+{byte:04X} stands bare in a text");
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
                        return Err(SyntaxError::new(start, "a lone surrogate in a text"));
                    }
                    _ => {}
                }
                Ok(())
            }
            _ => Err(SyntaxError::new(start, "an escape that JSON does not have")),
        }
    }

    /// Returns the number of a `\u` escape at `at`.
    fn unit(&self, at: usize) -> Result<u16, SyntaxError> {
        let digits = self.text.as_bytes().get(at..at + 6).and_then(|six| six.strip_prefix(b"\\u"));
        let mut unit = 0;
        for digit in digits.into_iter().flatten() {
            let Some(value) = char::from(*digit).to_digit(16) else {
                return Err(SyntaxError::new(at, "`\\u` wants four hexadecimal digits"));
            };
            unit = unit * 16 + value;
        }
        digits
            .and_then(|_| u16::try_from(unit).ok())
            .ok_or_else(|| SyntaxError::new(at, "`\\u` wants four hexadecimal digits"))
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.pass(|byte| byte == b'-', 1);
        let whole = self.at;
        let digits = self.pass(|byte| byte.is_ascii_digit(), usize::MAX);
        let leading_zero = digits > 1 && self.text.as_bytes().get(whole) == Some(&b'0');
        let mut sound = digits > 0 && !leading_zero;
        if self.pass(|byte| byte == b'.', 1) > 0 {
            sound &= self.pass(|byte| byte.is_ascii_digit(), usize::MAX) > 0;
        }
        if self.pass(|byte| matches!(byte, b'e' | b'E'), 1) > 0 {
            self.pass(|byte| matches!(byte, b'+' | b'-'), 1);
            sound &= self.pass(|byte| byte.is_ascii_digit(), usize::MAX) > 0;
        }
        if sound {
            Ok(())
        } else {
            Err(SyntaxError::new(start, "a number that JSON does not have"))
        }
    }

    fn word(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.pass(|byte| byte.is_ascii_alphanumeric(), 20);
        let word = self.slice(start..self.at);
        if matches!(word, "true" | "false" | "null") {
            return Ok(());
        }
        Err(SyntaxError::new(start, format!("`{word}` is no value that JSON has")))
    }
}

/// The mark that some editors put before UTF-8; it is read over.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What is wrong with a text, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte at which it is seen.
    pub(crate) at: usize,
    /// The byte at which the first of two that may not both be there stands.
    pub(crate) first: Option<usize>,
    words: String,
}

impl SyntaxError {
    pub(crate) fn new(at: usize, words: impl Into<String>) -> Self {
        Self { at, first: None, words: words.into() }
    }

    pub(crate) fn twice(first: usize, second: usize, words: String) -> Self {
        Self { at: second, first: Some(first), words }
    }

    /// Returns what is wrong in words, without a place.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// Returns what is wrong in words, with the line and the column in `text`, the text that was
    /// scanned.
    #[must_use]
    pub fn in_words(&self, text: &str) -> String {
        let (line, column) = position(text, self.at);
        self.first.map(|first| position(text, first)).map_or_else(
            || format!("{} (line {line}, column {column})", self.words),
            |(first_line, first_column)| {
                format!(
                    "{} (line {first_line}, column {first_column}, and line {line}, column \
                     {column})",
                    self.words
                )
            },
        )
    }
}

/// Returns the line and the column of a byte of `text`, both counted from one; columns count
/// characters.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let before = before.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(before);
    let line = before.split(|&byte| byte == b'\n').count();
    let last = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_first_of_character = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    (line, last.iter().filter(is_first_of_character).count() + 1)
}

/// Bytes that are compared together.
type Lane = wide::u8x16;

/// How many these are.
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
