//! The items of a list, and the members of an object, one after another.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct};

use super::super::NotCanonical;
use super::Writer;
use crate::store::document::break_line;

/// The items of a list or the members of an object, one after another.
pub(super) struct Items<'w, 'b> {
    writer: &'w mut Writer<'b>,
    is_empty: bool,
    close: char,
}

impl<'w, 'b> Items<'w, 'b> {
    pub(super) fn open(writer: &'w mut Writer<'b>, open: char, close: char) -> Self {
        writer.text.push(open);
        writer.level += 1;
        Self { writer, is_empty: true, close }
    }

    /// Writes what stands before the next item.
    fn next(&mut self) {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.writer.text.push(',');
        }
        break_line(self.writer.level, self.writer.text);
    }

    fn close(self) {
        self.writer.level -= 1;
        if !self.is_empty {
            break_line(self.writer.level, self.writer.text);
        }
        self.writer.text.push(self.close);
    }
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), NotCanonical> {
        self.next();
        item.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Items<'_, '_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), NotCanonical> {
        self.next();
        name.serialize(&mut *self.writer)?;
        self.writer.text.push_str(": ");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Items<'_, '_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        self.next();
        self.writer.word(name);
        self.writer.text.push_str(": ");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.close();
        Ok(())
    }
}
