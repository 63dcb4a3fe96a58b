//! JSON as it is written: a scanner that knows where everything stands and lets nothing pass.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::fault::{BYTE_ORDER_MARK, Fault};

/// The deepest nesting that is read. `serde_json` has the same limit, which keeps both off the end
/// of the stack.
pub(crate) const DEEPEST: usize = 128;

/// Objects with more members than this are searched for duplicates by hash.
const FEW: usize = 16;

/// The name of a member, as it reads and as it is spelled.
#[derive(Debug, Clone)]
pub(crate) struct Key<'t> {
    pub(crate) name: Cow<'t, str>,
    pub(crate) spelled: &'t str,
}

/// A position in a JSON text that moves over one value after another.
///
/// What it has passed over is sound by RFC 8259, nests no deeper than [`DEEPEST`], holds no lone
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
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        self.gap();
        match self.peek() {
            None => Ok(()),
            Some(b'{') => Err(Fault::new(self.at, "a second document follows the first")),
            Some(_) => Err(self.unexpected("the end")),
        }
    }

    /// Passes over a value.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{') => self.object(|scanner, _| scanner.skip()),
            Some(b'[') => self.array(Self::skip),
            _ => self.scalar().map(drop),
        }
    }

    /// Passes over an object; `member` is to pass over the value of each member.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Self, Key<'t>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
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
        mut item: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.enter(b'[', "a list")?;
        let mut first = true;
        while self.another(first, b']')? {
            item(self)?;
            first = false;
        }
        Ok(())
    }

    /// Passes over the bracket that opens an object or a list.
    pub(crate) fn enter(&mut self, open: u8, wanted: &str) -> Result<(), Fault> {
        if self.peek() != Some(open) {
            return Err(self.unexpected(wanted));
        }
        if self.depth == DEEPEST {
            return Err(Fault::new(self.at, format!("it nests deeper than {DEEPEST} levels")));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Passes over what stands before the next item, or over the bracket `close`, and tells whether
    /// there is a next item.
    pub(crate) fn another(&mut self, first: bool, close: u8) -> Result<bool, Fault> {
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
                    return Err(Fault::new(self.at, "a comma stands before the closing bracket"));
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
    pub(crate) fn key(&mut self) -> Result<Key<'t>, Fault> {
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

    pub(crate) fn unexpected(&self, wanted: &str) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = match rest.chars().next() {
            None => format!("it is cut off: expected {wanted}"),
            Some('/' | '#') => format!("expected {wanted}, found a comment, which JSON has not"),
            Some(found) => format!("expected {wanted}, found `{found}`"),
        };
        Fault::new(self.at, words)
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
fn duplicate(names: &[(Cow<'_, str>, usize)]) -> Option<Fault> {
    let twice = |name: &str, first: usize, second: usize| {
        Fault::twice(first, second, format!("the name `{name}` stands twice in one object"))
    };
    if names.len() <= FEW {
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
