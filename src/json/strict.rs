//! Reading typed values from JSON: a struct from an object only.
//!
//! A struct with serde's `Deserialize` can also be read from a list of its values, and an enum from an object. Files
//! never have these forms: a record that was damaged by hand would get another meaning. [`Strict`] refuses both,
//! at every level.

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

/// A deserializer that reads a struct from an object only, and an enum from a text only.
///
/// It wraps the visitors and the accesses of the inner deserializer too, so that this is true at every level. Errors
/// with their lines and columns come from the inner one.
pub(crate) struct Strict<D>(pub(crate) D);

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
        self.0.deserialize_str(VariantVisitor(visitor))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Strict(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Strict(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Strict(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    // JSON is self-describing: the inner deserializer sees which of these comes next.
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Strict<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.0.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.0.visit_f64(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.0.visit_str(value)
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.0.visit_borrowed_str(value)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<V::Value, E> {
        self.0.visit_string(value)
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
}

/// A visitor that reads a variant of an enum from a text.
struct VariantVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for VariantVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        self.0.visit_enum(word.into_deserializer())
    }
}

/// Names of serde for expected values, and the names in messages.
const EXPECTED_SHAPES: [(&str, &str); 6] = [
    ("struct ", "an object"),
    ("a map", "an object"),
    ("a sequence", "a list"),
    ("a string", "a text"),
    ("a nonzero u32", "a whole number from 1"),
    ("u64", "a whole number"),
];

/// Names of serde for found values, and the names in messages.
const FOUND_SHAPES: [(&str, &str); 2] = [("sequence,", "list,"), ("map,", "object,")];

/// Returns the message of an error without line and column, which are not those of the file, and with the names of
/// JSON for its values.
pub(crate) fn words_of(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let words = words.strip_suffix(&position).unwrap_or(&words);
    let reworded = words.rsplit_once("expected ").and_then(|(found, wanted)| {
        let (_, shape) = EXPECTED_SHAPES.iter().find(|(name, _)| wanted.starts_with(name))?;
        Some(format!("{found}expected {shape}"))
    });
    let words = reworded.unwrap_or_else(|| words.to_owned());
    let found = FOUND_SHAPES.iter().find_map(|(name, shape)| {
        let rest = words.strip_prefix("invalid type: ")?.strip_prefix(name)?;
        Some(format!("invalid type: {shape}{rest}"))
    });
    found.unwrap_or(words)
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
