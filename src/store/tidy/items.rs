//! The items of a list, and the members of an object, one after another.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::{Reader, Unlike};

/// The items of a list, or the members of an object.
pub(super) struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    is_first: bool,
    /// Where its names begin among those of the objects that are open.
    names: usize,
}

impl<'r, 't> Items<'r, 't> {
    /// Returns the items behind a bracket, which the reader has passed over.
    pub(super) fn of(reader: &'r mut Reader<'t>) -> Self {
        Self { is_first: true, names: reader.names.len(), reader }
    }

    #[inline]
    fn has_another(&mut self, close: u8) -> Result<bool, Unlike> {
        if std::mem::take(&mut self.is_first) {
            self.reader.first(close)
        } else {
            self.reader.next(close)
        }
    }
}

impl<'t> SeqAccess<'t> for Items<'_, 't> {
    type Error = Unlike;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unlike> {
        if self.has_another(b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'t> MapAccess<'t> for Items<'_, 't> {
    type Error = Unlike;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unlike> {
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
    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}

/// Objects with more members than this are not read here: each name is compared with all others.
const MANY: usize = 64;

impl Reader<'_> {
    /// Takes note of the name that was passed over since `start`, in an object whose names begin at `from`
    /// among those that are noted. Fails where it stands there already, or where that is not told so easily.
    #[inline]
    pub(super) fn note_name(&mut self, from: usize, start: usize) -> Result<(), Unlike> {
        let name = self.text.get(start..self.at).ok_or(Unlike)?;
        let others = self.names.get(from..).unwrap_or_default();
        if others.len() == MANY || others.contains(&name) || name.contains('\\') {
            return Err(Unlike);
        }
        self.names.push(name);
        Ok(())
    }
}
