//! Fast deserializer for records in the canonical layout.
//!
//! `serde_json` accepts any white space between two tokens and must check each byte of it. In the canonical layout
//! each item is on a line of its own, indented by two spaces a level, with one space after each colon and no
//! other. A reader that expects exactly this skips a third of the file. The members have one order, too: if they are
//! asked for in this order ([`Members`]), their names need not be read. A record with another order, or with
//! unknown members, is read by names. This takes half as long again, and is still about three times as fast as
//! `serde_json`.
//!
//! The result is that of `serde_json`. It also follows that the record is canonical, and that no object has two
//! members of one name. In any other case the reader gives up, and the record is read by `serde_json`, which
//! says what is wrong.

pub(super) mod record_text;
mod text;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// The spaces before the closing bracket of a record.
const RECORD_INDENT: usize = 4;

/// Bytes that are compared in one step.
type Lane = wide::u8x16;

/// The size of a lane.
const LANE_BYTES: usize = 16;

/// Reads a record, from bracket to bracket, as `T`. Returns `None` if it is not canonical, or not a valid `T`.
///
/// The result is that of `serde_json`. Members that `T` does not know are valid JSON, and no object has two members
/// of one name.
pub(super) fn read<'t, T: Deserialize<'t>>(record: &'t str) -> Option<T> {
    Reader::new(record, true).read().or_else(|| read_by_name(record))
}

/// Reads a record as [`read`] does, with its members in any order.
#[cold]
fn read_by_name<'t, T: Deserialize<'t>>(record: &'t str) -> Option<T> {
    Reader::new(record, false).read()
}

/// The record is not canonical.
#[derive(Debug)]
pub(super) struct NotCanonical;

impl std::fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not canonical")
    }
}

impl std::error::Error for NotCanonical {}

impl de::Error for NotCanonical {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A position in a record.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The spaces before the items of the current level.
    indent: usize,
    /// Whether the members are expected in the order of the type, and no others.
    is_in_order: bool,
    /// In order: whether a member of the current object begins here.
    is_at_member: bool,
    /// By name: the names of the members of the open objects.
    names: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, is_in_order: bool) -> Self {
        Self {
            text,
            at: 0,
            indent: RECORD_INDENT,
            is_in_order,
            is_at_member: false,
            names: Vec::new(),
        }
    }

    fn read<T: Deserialize<'t>>(&mut self) -> Option<T> {
        let value = T::deserialize(&mut *self).ok();
        value.filter(|_| self.at == self.text.len())
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), NotCanonical> {
        if self.peek() != Some(byte) {
            return Err(NotCanonical);
        }
        self.at += 1;
        Ok(())
    }

    /// Skips the colon and the space between a name and a value.
    #[inline]
    fn colon(&mut self) -> Result<(), NotCanonical> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(b": ") {
            return Err(NotCanonical);
        }
        self.at += 2;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn visit_escaped<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, NotCanonical> {
        visitor.visit_string(self.escaped()?)
    }

    fn number(&mut self) -> Result<u32, NotCanonical> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = self.text.get(self.at..self.at + length).ok_or(NotCanonical)?;
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(NotCanonical);
        }
        self.at += length;
        digits.parse().map_err(|_| NotCanonical)
    }
}

impl<'t> de::Deserializer<'t> for &mut Reader<'t> {
    type Error = NotCanonical;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'0'..=b'9') => visitor.visit_u64(self.number()?.into()),
            _ => Err(NotCanonical),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        match self.plain() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => self.visit_escaped(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        // Absent members are not written.
        if self.peek() == Some(b'n') { Err(NotCanonical) } else { visitor.visit_some(self) }
    }

    fn deserialize_u32<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        visitor.visit_u32(self.number()?)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotCanonical> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotCanonical> {
        match self.plain() {
            Some(word) => visitor.visit_enum(BorrowedStrDeserializer::new(word)),
            None => visitor.visit_enum(self.escaped()?.into_deserializer()),
        }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        self.expect(b'[')?;
        visitor.visit_seq(Items::new(self))
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        self.expect(b'{')?;
        visitor.visit_map(Items::new(self))
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotCanonical> {
        if !self.is_in_order {
            return self.deserialize_map(visitor);
        }
        self.expect(b'{')?;
        self.is_at_member = self.first(b'}')?;
        // A member that was not asked for makes the next read fail.
        visitor.visit_seq(Members { reader: self, names: names.iter() })
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, NotCanonical> {
        self.verify()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 u8 u16 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The spaces by which a level is indented.
const INDENT_STEP: usize = 2;

/// The deepest indentation that is read here.
const INDENT_SPACES: &[u8] = &[b' '; 64];

/// The start of a line of usual indentation.
const LINE_START: &[u8; LANE_BYTES] = b"\n               ";

/// The start of such a line after another item.
const NEXT_ITEM: &[u8; LANE_BYTES] = b",\n              ";

impl Reader<'_> {
    /// Returns true if a line of the current level begins here, after the first `before` bytes of `pattern`.
    /// Returns `None` for a line of more than usual indentation and at the end of the record.
    #[expect(clippy::inline_always, reason = "there is one such call a line")]
    #[inline(always)]
    fn is_line(&self, before: usize, pattern: &[u8; LANE_BYTES]) -> Option<bool> {
        let length = before + 1 + self.indent;
        let rest = self.text.as_bytes().get(self.at..)?;
        let lane = rest.first_chunk::<LANE_BYTES>().filter(|_| length <= LANE_BYTES)?;
        let like = Lane::from(*lane).simd_eq(Lane::from(*pattern)).to_bitmask();
        Some(like.trailing_ones() as usize >= length)
    }

    /// Does the same for any line.
    fn is_any_line(&self, before: usize, pattern: &[u8; LANE_BYTES]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let rest = pattern.get(..=before).and_then(|first| rest.strip_prefix(first));
        let blanks = INDENT_SPACES.get(..self.indent);
        rest.zip(blanks).is_some_and(|(rest, blanks)| rest.starts_with(blanks))
    }

    /// Skips a line break and the spaces of the current level.
    #[inline]
    fn line(&mut self) -> Result<(), NotCanonical> {
        if !self.is_line(0, LINE_START).unwrap_or_else(|| self.is_any_line(0, LINE_START)) {
            return Err(NotCanonical);
        }
        self.at += 1 + self.indent;
        Ok(())
    }

    /// Moves to the first item of a list or an object. Returns false if it is empty.
    #[inline]
    fn first(&mut self, close: u8) -> Result<bool, NotCanonical> {
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        self.indent += INDENT_STEP;
        self.line()?;
        Ok(true)
    }

    /// Moves to the next item of a list or an object. Returns false if there is none.
    #[inline]
    fn next(&mut self, close: u8) -> Result<bool, NotCanonical> {
        match self.is_line(1, NEXT_ITEM) {
            Some(true) => {
                self.at += 2 + self.indent;
                Ok(true)
            }
            Some(false) => self.close(close),
            None => self.any_next(close),
        }
    }

    /// Skips the closing bracket of a list or an object and the line break before it.
    #[inline(never)]
    fn close(&mut self, close: u8) -> Result<bool, NotCanonical> {
        self.indent -= INDENT_STEP;
        self.line()?;
        self.expect(close)?;
        Ok(false)
    }

    /// Does what [`Self::next`] does with any line.
    #[cold]
    fn any_next(&mut self, close: u8) -> Result<bool, NotCanonical> {
        if !self.is_any_line(1, NEXT_ITEM) {
            return self.close(close);
        }
        self.at += 2 + self.indent;
        Ok(true)
    }
}

/// The items of a list, or the members of an object.
struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
    /// The index of its first name among those of the open objects.
    names: usize,
}

impl<'r, 't> Items<'r, 't> {
    /// Returns the items after an opening bracket.
    fn new(reader: &'r mut Reader<'t>) -> Self {
        Self { is_first: true, names: reader.names.len(), reader }
    }

    #[inline]
    fn has_another(&mut self, close: u8) -> Result<bool, NotCanonical> {
        if std::mem::take(&mut self.is_first) {
            self.reader.first(close)
        } else {
            self.reader.next(close)
        }
    }
}

impl<'t> SeqAccess<'t> for Items<'_, 't> {
    type Error = NotCanonical;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, NotCanonical> {
        if self.has_another(b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'t> MapAccess<'t> for Items<'_, 't> {
    type Error = NotCanonical;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, NotCanonical> {
        if !self.has_another(b'}')? {
            self.reader.names.truncate(self.names);
            return Ok(None);
        }
        let start = self.reader.at;
        let name = seed.deserialize(&mut *self.reader)?;
        self.reader.note_name(self.names, start)?;
        Ok(Some(name))
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, NotCanonical> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}

/// Objects with more members than this are not read here, because each name is compared with all others.
const MAX_NAMES: usize = 64;

impl Reader<'_> {
    /// Notes the name between `start` and here, in an object whose first name has the index `from`. Fails if the
    /// object has this name already, or if the name has escapes.
    #[inline]
    fn note_name(&mut self, from: usize, start: usize) -> Result<(), NotCanonical> {
        let name = self.text.get(start..self.at).ok_or(NotCanonical)?;
        let others = self.names.get(from..).unwrap_or_default();
        if others.len() == MAX_NAMES || others.contains(&name) || name.contains('\\') {
            return Err(NotCanonical);
        }
        self.names.push(name);
        Ok(())
    }
}

/// The members of an object, in the order in which they are written.
///
/// Each name is compared with the next member: either it is there, or the object has no member of that name. So no
/// name can occur twice. The names are known at compile time; inlined, a comparison takes two or three
/// instructions.
struct Members<'r, 't> {
    reader: &'r mut Reader<'t>,
    /// The names that may follow.
    names: std::slice::Iter<'static, &'static str>,
}

impl<'t> Members<'_, 't> {
    /// Reads the value of the next name. Returns `None` if the object has no such member.
    #[expect(clippy::inline_always, reason = "the compiler must know the names")]
    #[inline(always)]
    fn member<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'t>) -> Result<T, NotCanonical>,
    ) -> Result<Option<T>, NotCanonical> {
        let Some(name) = self.names.next() else { return Ok(None) };
        if !self.reader.is_at_member || !self.reader.name(name) {
            return Ok(None);
        }
        let value = read(self.reader)?;
        self.reader.is_at_member = self.reader.next(b'}')?;
        Ok(Some(value))
    }
}

impl<'t> SeqAccess<'t> for Members<'_, 't> {
    type Error = NotCanonical;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, NotCanonical> {
        self.member(|reader| seed.deserialize(reader))
    }

    #[expect(clippy::inline_always, reason = "the compiler must know the names")]
    #[inline(always)]
    fn next_element<T: Deserialize<'t>>(&mut self) -> Result<Option<T>, NotCanonical> {
        self.member(|reader| T::deserialize(reader))
    }
}

impl Reader<'_> {
    /// Skips the name of a member and its colon if it is `name`. Returns true if it is.
    #[expect(clippy::inline_always, reason = "the compiler must know the name")]
    #[inline(always)]
    fn name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(here) = rest.get(..name.len() + 4) else { return false };
        let (before, behind) = here.split_at(1 + name.len());
        // Most names that are not there differ in length, so the end of the name is compared first.
        let is_name = behind == b"\": "
            && before.starts_with(b"\"")
            && before.get(1..) == Some(name.as_bytes());
        if is_name {
            self.at += here.len();
        }
        is_name
    }
}

impl Reader<'_> {
    /// Skips a value, and verifies that it is valid and canonical.
    fn verify(&mut self) -> Result<(), NotCanonical> {
        match self.peek() {
            Some(b'"') => self.pass_text(),
            Some(b'[') => {
                self.at += 1;
                let mut is_at_one = self.first(b']')?;
                while is_at_one {
                    self.verify()?;
                    is_at_one = self.next(b']')?;
                }
                Ok(())
            }
            Some(b'{') => {
                self.at += 1;
                let names = self.names.len();
                let mut is_at_one = self.first(b'}')?;
                while is_at_one {
                    let start = self.at;
                    self.pass_text()?;
                    self.note_name(names, start)?;
                    self.colon()?;
                    self.verify()?;
                    is_at_one = self.next(b'}')?;
                }
                self.names.truncate(names);
                Ok(())
            }
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let end = memchr::memchr2(b',', b'\n', rest.as_bytes()).ok_or(NotCanonical)?;
                let word = rest.get(..end).ok_or(NotCanonical)?;
                self.at += end;
                let is_bare = !word.contains([' ', '\t', '\r']);
                match serde_json::from_str::<IgnoredAny>(word) {
                    Ok(_) if is_bare => Ok(()),
                    _ => Err(NotCanonical),
                }
            }
        }
    }
}
