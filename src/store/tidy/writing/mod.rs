//! Writing a record in the form in which it is read.

mod items;

use std::fmt::{Display, Write};

use serde::ser::{Impossible, Serialize, Serializer};

use self::items::Items;
use super::lines::STEP;
use super::{INDENT, Unlike, plain};

/// Writes a record, from bracket to bracket, behind what is in `text`: as `serde_json` does in its pretty
/// form, at the level of a record.
///
/// Fails where something of it has another shape than the file has: it knows objects, lists, texts,
/// numbers, truths and null.
pub(in crate::store) fn write(text: &mut String, record: &impl Serialize) -> Result<(), Unlike> {
    record.serialize(&mut Writer { text, level: INDENT / STEP })
}

/// What is written of a record.
struct Writer<'b> {
    text: &'b mut String,
    /// How many levels down the present value stands.
    level: usize,
}

impl Writer<'_> {
    /// Writes a text that is spelled as it reads.
    fn word(&mut self, word: &str) {
        self.text.push('"');
        self.text.push_str(word);
        self.text.push('"');
    }

    /// Writes what is rare as `serde_json` spells it.
    fn spelled(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Unlike> {
        self.text.push_str(&serde_json::to_string(value).map_err(|_| Unlike)?);
        Ok(())
    }
}

/// Writes numbers and truths, which read as they are shown.
macro_rules! shown {
    ($($method:ident($kind:ty))*) => {
        $(fn $method(self, value: $kind) -> Result<(), Unlike> {
            write!(self.text, "{value}").map_err(|_| Unlike)
        })*
    };
}

impl<'w, 'b> Serializer for &'w mut Writer<'b> {
    type Ok = ();
    type Error = Unlike;
    type SerializeSeq = Items<'w, 'b>;
    type SerializeTuple = Impossible<(), Unlike>;
    type SerializeTupleStruct = Impossible<(), Unlike>;
    type SerializeTupleVariant = Impossible<(), Unlike>;
    type SerializeMap = Items<'w, 'b>;
    type SerializeStruct = Items<'w, 'b>;
    type SerializeStructVariant = Impossible<(), Unlike>;

    shown! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unlike> {
        self.spelled(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unlike> {
        self.spelled(&value)
    }

    fn serialize_char(self, value: char) -> Result<(), Unlike> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unlike> {
        if plain(value.as_bytes()) < value.len() {
            return self.spelled(value);
        }
        self.word(value);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Unlike> {
        let start = self.text.len();
        write!(self.text, "\"{value}").map_err(|_| Unlike)?;
        let shown = self.text.get(start + 1..).unwrap_or_default();
        if plain(shown.as_bytes()) == shown.len() {
            self.text.push('"');
            return Ok(());
        }
        let shown = self.text.split_off(start);
        self.serialize_str(shown.get(1..).unwrap_or_default())
    }

    fn serialize_none(self) -> Result<(), Unlike> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unlike> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unlike> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<(), Unlike> {
        self.word(word);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unlike> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'b>, Unlike> {
        Ok(Items::open(self, '[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'w, 'b>, Unlike> {
        Ok(Items::open(self, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'b>, Unlike> {
        Ok(Items::open(self, '{', '}'))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unlike> {
        Err(Unlike)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unlike> {
        Err(Unlike)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unlike> {
        Err(Unlike)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unlike> {
        Err(Unlike)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unlike> {
        Err(Unlike)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unlike> {
        Err(Unlike)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unlike> {
        Err(Unlike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Event, EventKind};

    #[test]
    fn a_text_that_something_shows_as_is_escaped_where_it_must_be() {
        for kind in ["signed", "", "a \"b\"\\", "\u{1b}[1m", "é\n"] {
            let event = Event::new(EventKind::Remark(kind.to_owned()), "2020".parse().unwrap());
            let mut text = String::new();
            write(&mut text, &event).unwrap();
            let kind = serde_json::to_string(kind).unwrap();
            let members = format!("      \"kind\": {kind},\n      \"on\": \"2020\"");
            assert_eq!(text, format!("{{\n{members}\n    }}"));
        }
    }

    #[test]
    fn what_the_file_has_no_shape_for_is_not_written() {
        for odd in [write(&mut String::new(), &(1, 2)), write(&mut String::new(), &Ok::<_, ()>(1))]
        {
            assert!(odd.is_err());
        }
    }
}
