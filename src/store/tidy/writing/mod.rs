//! Writing a record in the form in which it is read.

mod items;

use std::fmt::{Display, Write};

use serde::ser::{Impossible, Serialize, Serializer};

use self::items::Items;
use super::{INDENT_STEP, NotCanonical, RECORD_INDENT, plain};

/// Writes a record, from bracket to bracket, behind what is in `text`: as `serde_json` does in its pretty
/// form, at the level of a record.
///
/// Fails where something of it has another shape than the file has: it knows objects, lists, texts,
/// numbers, truths and null.
pub(in crate::store) fn write(
    text: &mut String,
    record: &impl Serialize,
) -> Result<(), NotCanonical> {
    record.serialize(&mut Writer { text, level: RECORD_INDENT / INDENT_STEP })
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
    fn spelled(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), NotCanonical> {
        self.text.push_str(&serde_json::to_string(value).map_err(|_| NotCanonical)?);
        Ok(())
    }
}

/// Writes numbers and truths, which read as they are shown.
macro_rules! shown {
    ($($method:ident($kind:ty))*) => {
        $(fn $method(self, value: $kind) -> Result<(), NotCanonical> {
            write!(self.text, "{value}").map_err(|_| NotCanonical)
        })*
    };
}

impl<'w, 'b> Serializer for &'w mut Writer<'b> {
    type Ok = ();
    type Error = NotCanonical;
    type SerializeSeq = Items<'w, 'b>;
    type SerializeTuple = Impossible<(), NotCanonical>;
    type SerializeTupleStruct = Impossible<(), NotCanonical>;
    type SerializeTupleVariant = Impossible<(), NotCanonical>;
    type SerializeMap = Items<'w, 'b>;
    type SerializeStruct = Items<'w, 'b>;
    type SerializeStructVariant = Impossible<(), NotCanonical>;

    shown! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotCanonical> {
        self.spelled(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotCanonical> {
        self.spelled(&value)
    }

    fn serialize_char(self, value: char) -> Result<(), NotCanonical> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NotCanonical> {
        if plain(value.as_bytes()) < value.len() {
            return self.spelled(value);
        }
        self.word(value);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        let start = self.text.len();
        write!(self.text, "\"{value}").map_err(|_| NotCanonical)?;
        let shown = self.text.get(start + 1..).unwrap_or_default();
        if plain(shown.as_bytes()) == shown.len() {
            self.text.push('"');
            return Ok(());
        }
        let shown = self.text.split_off(start);
        self.serialize_str(shown.get(1..).unwrap_or_default())
    }

    fn serialize_none(self) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotCanonical> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<(), NotCanonical> {
        self.word(word);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'b>, NotCanonical> {
        Ok(Items::open(self, '[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'w, 'b>, NotCanonical> {
        Ok(Items::open(self, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'b>, NotCanonical> {
        Ok(Items::open(self, '{', '}'))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotCanonical> {
        Err(NotCanonical)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotCanonical> {
        Err(NotCanonical)
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
