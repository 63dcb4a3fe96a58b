//! JSON as typed records: an object is read from an object only.
//!
//! `serde` derives types that can also be read from a list of their values, by position, and choices that
//! can also be read from an object. No file says so, and none may be read so: a record that was damaged
//! by hand would get another meaning. [`Strict`] refuses both, at every level.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};

/// Reads `text` as `T`, as `serde_json::from_str` does, but strictly.
pub(crate) fn from_str<'t, T: Deserialize<'t>>(text: &'t str) -> serde_json::Result<T> {
    read(serde_json::Deserializer::from_str(text))
}

/// Reads `bytes` as `T`, as `serde_json::from_slice` does, but strictly.
pub(crate) fn from_slice<'t, T: Deserialize<'t>>(bytes: &'t [u8]) -> serde_json::Result<T> {
    read(serde_json::Deserializer::from_slice(bytes))
}

fn read<'t, R: serde_json::de::Read<'t>, T: Deserialize<'t>>(
    mut deserializer: serde_json::Deserializer<R>,
) -> serde_json::Result<T> {
    let value = T::deserialize(Strict(&mut deserializer))?;
    deserializer.end()?;
    Ok(value)
}

/// A deserializer that reads a struct from an object only, and a choice from a text only.
///
/// It also wraps what the inner deserializer gets and gives, so that this holds at every level; errors,
/// and with them lines and columns, are those of the inner one.
pub(crate) struct Strict<D>(pub(crate) D);

/// Passes these methods on to the inner deserializer, with the visitor wrapped.
macro_rules! pass_on {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($argument: $type,)*
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* Strict(visitor))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Strict(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_str(Choice(visitor))
    }

    pass_on! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8()
        deserialize_i16()
        deserialize_i32()
        deserialize_i64()
        deserialize_i128()
        deserialize_u8()
        deserialize_u16()
        deserialize_u32()
        deserialize_u64()
        deserialize_u128()
        deserialize_f32()
        deserialize_f64()
        deserialize_char()
        deserialize_str()
        deserialize_string()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_option()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_identifier()
        deserialize_ignored_any()
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Passes these values on to the inner visitor.
macro_rules! hand_on {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Strict<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on! {
        visit_bool(bool)
        visit_i8(i8)
        visit_i16(i16)
        visit_i32(i32)
        visit_i64(i64)
        visit_i128(i128)
        visit_u8(u8)
        visit_u16(u16)
        visit_u32(u32)
        visit_u64(u64)
        visit_u128(u128)
        visit_f32(f32)
        visit_f64(f64)
        visit_char(char)
        visit_str(&str)
        visit_borrowed_str(&'de str)
        visit_string(String)
        visit_bytes(&[u8])
        visit_borrowed_bytes(&'de [u8])
        visit_byte_buf(Vec<u8>)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Strict(value))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Strict(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Strict(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Strict(members))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(value))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Strict<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(Strict(seed))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Strict(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// Reads the word of a choice.
struct Choice<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Choice<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        self.0.visit_enum(word.into_deserializer())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::{Strict, from_slice, from_str};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        name: String,
        #[serde(default)]
        count: Option<u32>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        Yes,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Inner);

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        #[serde(default)]
        one: Option<Inner>,
        #[serde(default)]
        all: Vec<Inner>,
        #[serde(default)]
        named: BTreeMap<String, Wrapped>,
        #[serde(default)]
        pair: Option<(u8, Inner)>,
        #[serde(default)]
        word: Option<Word>,
    }

    /// Objects of every kind of place, and where each begins that may not be a list.
    const PLACES: [&str; 5] = [
        r#"{"one":{"name":"a","count":1}}"#,
        r#"{"all":[{"name":"a","count":1}]}"#,
        r#"{"named":{"x":{"name":"a","count":1}}}"#,
        r#"{"pair":[1,{"name":"a","count":1}]}"#,
        r#"{"word":"yes"}"#,
    ];

    #[test]
    fn sound_text_is_read_as_by_serde_json() {
        for text in PLACES {
            let read: Outer = serde_json::from_str(text).unwrap();
            assert_eq!(from_str::<Outer>(text).unwrap(), read);
            assert_eq!(from_slice::<Outer>(text.as_bytes()).unwrap(), read);
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(Outer::deserialize(Strict(&value)).unwrap(), read);
            assert_eq!(from_str::<serde_json::Value>(text).unwrap(), value);
            assert_eq!(from_str::<&RawValue>(text).unwrap().get(), text);
        }
        assert!(from_str::<Outer>("{} {}").is_err());
    }

    #[test]
    fn list_in_place_of_an_object_is_refused_at_its_line_and_column() {
        let inner = r#"{"name":"a","count":1}"#;
        for text in PLACES.iter().filter(|text| text.contains(inner)) {
            let flat = text.replace(inner, "\n[\"a\",1]");
            assert!(serde_json::from_str::<Outer>(&flat).is_ok(), "{flat}");
            let refused = from_str::<Outer>(&flat).unwrap_err();
            assert!(
                refused.to_string().starts_with("invalid type: sequence, expected struct Inner"),
                "{refused}"
            );
            assert_eq!((refused.line(), refused.column()), (2, 0), "{flat}");
        }
        assert!(serde_json::from_str::<Outer>("[]").is_ok());
        assert!(from_str::<Outer>("[]").is_err());
    }

    #[test]
    fn object_in_place_of_the_word_of_a_choice_is_refused() {
        let text = r#"{"word":{"yes":null}}"#;
        assert!(serde_json::from_str::<Outer>(text).is_ok());
        let refused = from_str::<Outer>(text).unwrap_err().to_string();
        assert_eq!(refused, "invalid type: map, expected a string at line 1 column 8");
        let refused = from_str::<Outer>(r#"{"word":"no"}"#).unwrap_err().to_string();
        assert_eq!(refused, "unknown variant `no`, expected `yes` at line 1 column 12");
    }
}
