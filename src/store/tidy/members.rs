//! The members of an object of which is known which it may have, and in which order.

use serde::de::{Deserialize, DeserializeSeed, SeqAccess};

use super::{Reader, Unlike};

/// The members of an object, in the order in which they are written.
///
/// A reader that asks for one name after the other finds each where the next member stands, or knows that
/// the object has none of that name: it need not find out which name stands there, and none can stand
/// twice. Names are known when the program is compiled, and comparing one takes two or three
/// instructions where all of this is part of what asks for them; hence the inlining.
pub(super) struct Members<'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    /// The names that may still come.
    pub(super) names: std::slice::Iter<'static, &'static str>,
}

impl<'t> Members<'_, 't> {
    /// Reads the value of the next name; returns nothing where the object has none.
    #[expect(clippy::inline_always, reason = "the names are to be known to the compiler")]
    #[inline(always)]
    fn member<T>(
        &mut self,
        read: impl FnOnce(&mut Reader<'t>) -> Result<T, Unlike>,
    ) -> Result<Option<T>, Unlike> {
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
    type Error = Unlike;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unlike> {
        self.member(|reader| seed.deserialize(reader))
    }

    #[expect(clippy::inline_always, reason = "the names are to be known to the compiler")]
    #[inline(always)]
    fn next_element<T: Deserialize<'t>>(&mut self) -> Result<Option<T>, Unlike> {
        self.member(|reader| T::deserialize(reader))
    }
}

impl Reader<'_> {
    /// Passes over the name of a member and its colon, if it is this one, and tells whether it is.
    #[expect(clippy::inline_always, reason = "the name is to be known to the compiler")]
    #[inline(always)]
    fn name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(here) = rest.get(..name.len() + 4) else { return false };
        let (before, behind) = here.split_at(1 + name.len());
        let is_name = before.get(1..) == Some(name.as_bytes())
            && before.starts_with(b"\"")
            && behind == b"\": ";
        if is_name {
            self.at += here.len();
        }
        is_name
    }
}
