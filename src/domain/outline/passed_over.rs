//! Forms that are checked while they are passed over, and not kept.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A text that is borrowed from where it stands, unless it has escapes in it.
///
/// (`serde` borrows no `Cow` that stands inside of a list or an option.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lent<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Lent<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(LentVisitor).map(Self)
    }
}

struct LentVisitor;

impl<'de> Visitor<'de> for LentVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// A text of which nothing is kept.
#[derive(Debug)]
pub(super) struct AnyText;

/// The name of the type by which a text is asked for of which nothing is kept. A reader that knows it passes
/// over a sound text and gives a unit for it, and need not find out what it reads; to any other it is a type
/// around a text.
pub const ANY_TEXT: &str = "mou::AnyText";

impl<'de> Deserialize<'de> for AnyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ANY_TEXT, AnyTextVisitor)
    }
}

struct AnyTextVisitor;

impl<'de> Visitor<'de> for AnyTextVisitor {
    type Value = AnyText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_unit<E: Error>(self) -> Result<AnyText, E> {
        Ok(AnyText)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, text: D) -> Result<AnyText, D::Error> {
        text.deserialize_str(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<AnyText, E> {
        Ok(AnyText)
    }
}

/// A list of which every item is a sound `T`, and none is kept.
#[derive(Debug)]
pub(super) struct Each<T>(PhantomData<T>);

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Each<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EachVisitor(PhantomData))
    }
}

struct EachVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EachVisitor<T> {
    type Value = Each<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<T>()?.is_some() {}
        Ok(Each::default())
    }
}

/// Texts by name, of which no name stands twice, and none is kept.
#[derive(Debug, Default)]
pub(super) struct Texts;

/// The most names that are compared one with the other.
const FEW: usize = 32;

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("texts by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Texts, A::Error> {
        let mut names: Vec<Lent<'de>> = Vec::new();
        while let Some((name, AnyText)) = members.next_entry::<Lent<'de>, AnyText>()? {
            if names.len() == FEW || names.contains(&name) {
                return Err(A::Error::custom("to be read in another way"));
            }
            names.push(name);
        }
        Ok(Texts)
    }
}

/// What is so rare that a record which has it is read in another way: reading it fails.
#[derive(Debug)]
pub(super) struct Rare;

impl<'de> Deserialize<'de> for Rare {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("to be read in another way"))
    }
}
