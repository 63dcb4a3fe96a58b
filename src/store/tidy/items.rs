//! The items of a list, and the members of an object, one after another.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::{Reader, Unlike};

/// The items of a list, or the members of an object.
pub(super) struct Items<'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    pub(super) is_first: bool,
}

impl Items<'_, '_> {
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
        if self.has_another(b'}')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}
