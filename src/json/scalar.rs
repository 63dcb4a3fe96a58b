//! How JSON spells a text, a number and the three words that it has.

use super::fault::Fault;
use super::plain::plain;
use super::scan::Scanner;

impl<'t> Scanner<'t> {
    /// Passes over a text, a number, `true`, `false` or `null`, and returns it as it is spelled.
    pub(crate) fn scalar(&mut self) -> Result<&'t str, Fault> {
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
    pub(crate) fn string(&mut self) -> Result<bool, Fault> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
            let Some(byte) = self.peek() else {
                return Err(Fault::new(
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
                    return Err(Fault::new(self.at, "a text is broken off at the end of a line"));
                }
                _ => {
                    let words = format!("the control character U+{byte:04X} stands bare in a text");
                    return Err(Fault::new(self.at, words));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
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
                    0xd800..0xe000 => return Err(Fault::new(start, "a lone surrogate in a text")),
                    _ => {}
                }
                Ok(())
            }
            _ => Err(Fault::new(start, "an escape that JSON does not have")),
        }
    }

    /// Returns the number of a `\u` escape at `at`.
    fn unit(&self, at: usize) -> Result<u16, Fault> {
        let digits = self.text.as_bytes().get(at..at + 6).and_then(|six| six.strip_prefix(b"\\u"));
        let mut unit = 0;
        for digit in digits.into_iter().flatten() {
            let Some(value) = char::from(*digit).to_digit(16) else {
                return Err(Fault::new(at, "`\\u` wants four hexadecimal digits"));
            };
            unit = unit * 16 + value;
        }
        digits
            .and_then(|_| u16::try_from(unit).ok())
            .ok_or_else(|| Fault::new(at, "`\\u` wants four hexadecimal digits"))
    }

    fn number(&mut self) -> Result<(), Fault> {
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
        if sound { Ok(()) } else { Err(Fault::new(start, "a number that JSON does not have")) }
    }

    fn word(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.pass(|byte| byte.is_ascii_alphanumeric(), 20);
        let word = self.slice(start..self.at);
        if matches!(word, "true" | "false" | "null") {
            return Ok(());
        }
        Err(Fault::new(start, format!("`{word}` is no value that JSON has")))
    }
}
