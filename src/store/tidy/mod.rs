//! Reading a record in the very form in which it is written.
//!
//! `serde_json` takes any blanks between two tokens, and looks at each of them. In a record as `mou`
//! writes it there is no choice: each item stands on a line of its own, indented by two blanks a level,
//! one blank stands behind each colon, and no other anywhere. A reader that expects just that passes
//! over a third of the file without looking for anything in it. Its members stand in one order, too: one
//! that asks for them in it ([`members`]) need not find out their names. A record in which they stand in
//! another, or that has members of no known name, is read by names: that takes half as long again, and is
//! still about three times as fast as `serde_json`.
//!
//! It reads what it accepts as `serde_json` does, and tells on the way that the record need not be
//! written anew, and that no two members of one object have one name. Whatever else it meets (other
//! blanks, a number with a fraction where a whole one is wanted) it does not judge: it gives up, and the
//! record is read by `serde_json`.

mod items;
mod lines;
mod members;
mod passing;
pub(super) mod record_text;
mod text;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, IntoDeserializer, Visitor};

use self::items::Items;
use self::members::Members;
use crate::json::plain;

/// How many blanks stand before the bracket that closes a record.
const INDENT: usize = 4;

/// Bytes that are looked at together.
type Lane = wide::u8x16;

/// How many these are.
const LANE: usize = 16;

/// Reads a record, from bracket to bracket, as `T`; returns nothing where it is not written as it would
/// be, and where it is no sound `T`.
///
/// What it returns is what `serde_json` would return. Members that `T` does not know are sound, and no
/// two of one object have one name.
pub(super) fn read<'t, T: Deserialize<'t>>(record: &'t str) -> Option<T> {
    Reader::new(record, true).read().or_else(|| read_by_name(record))
}

/// Reads a record as [`read`] does, with its members in any order.
#[cold]
fn read_by_name<'t, T: Deserialize<'t>>(record: &'t str) -> Option<T> {
    Reader::new(record, false).read()
}

/// Why reading was given up.
#[derive(Debug)]
pub(super) struct Unlike;

impl std::fmt::Display for Unlike {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not as it would be written")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A position in a record.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// How many blanks stand before the items of the present level.
    indent: usize,
    /// Whether the members are expected in the order of the type, and no others.
    is_in_order: bool,
    /// In order: whether a member of the present object stands here.
    is_at_member: bool,
    /// The names of the members of the objects that are open, where they are not known beforehand.
    names: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, is_in_order: bool) -> Self {
        Self { text, at: 0, indent: INDENT, is_in_order, is_at_member: false, names: Vec::new() }
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
    fn expect(&mut self, byte: u8) -> Result<(), Unlike> {
        if self.peek() != Some(byte) {
            return Err(Unlike);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes over what stands between a name and a value.
    #[inline]
    fn colon(&mut self) -> Result<(), Unlike> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(b": ") {
            return Err(Unlike);
        }
        self.at += 2;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn visit_escaped<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.escaped()?)
    }

    fn number(&mut self) -> Result<u32, Unlike> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = self.text.get(self.at..self.at + length).ok_or(Unlike)?;
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(Unlike);
        }
        self.at += length;
        digits.parse().map_err(|_| Unlike)
    }
}

impl<'t> de::Deserializer<'t> for &mut Reader<'t> {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'0'..=b'9') => visitor.visit_u64(self.number()?.into()),
            _ => Err(Unlike),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.plain() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => self.visit_escaped(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        // What is absent is not written.
        if self.peek() == Some(b'n') { Err(Unlike) } else { visitor.visit_some(self) }
    }

    fn deserialize_u32<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_u32(self.number()?)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        match self.plain() {
            Some(word) => visitor.visit_enum(BorrowedStrDeserializer::new(word)),
            None => visitor.visit_enum(self.escaped()?.into_deserializer()),
        }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.expect(b'[')?;
        visitor.visit_seq(Items::of(self))
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.expect(b'{')?;
        visitor.visit_map(Items::of(self))
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        if !self.is_in_order {
            return self.deserialize_map(visitor);
        }
        self.expect(b'{')?;
        self.is_at_member = self.first(b'}')?;
        // A member that was not asked for is in the way of whoever reads on.
        visitor.visit_seq(Members { reader: self, names: names.iter() })
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.verify()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 u8 u16 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}
