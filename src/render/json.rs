//! JSON: stored records with their spelling, and derived members beside the stored ones.
//!
//! Stored numbers keep their digits (`1.10`, 2⁶⁴, three hundred digits) and stored strings their
//! escapes. Only the whitespace and the names of members are written as `serde_json` writes them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{Error, Result};
use crate::render::escape::visible;

/// A JSON object: its members in order, each value with its spelling.
///
/// Names are unique: of two stored members of one name, the last is kept, where the first was.
///
/// ```
/// use mou::render::json::Object;
///
/// let mut object = Object::from_stored(r#"{"id": "a-2022", "status": "?", "cost": 1.10}"#)?;
/// object.set("status", "active")?.set("ends_in_days", &32)?;
/// assert_eq!(
///     object.to_compact(),
///     r#"{"id":"a-2022","status":"active","cost":1.10,"ends_in_days":32}"#
/// );
/// # Ok::<(), mou::error::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Object {
    members: Vec<(String, Box<RawValue>)>,
}

impl Object {
    /// Returns an object without members.
    #[must_use]
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// Returns the object of the JSON text `stored`.
    ///
    /// Fails if the text is not a JSON object.
    pub fn from_stored(stored: &str) -> Result<Self> {
        let RawMembers(members) = serde_json::from_str(stored)
            .map_err(|cause| Error::damaged(format!("a record is not a JSON object: {cause}")))?;
        let mut object = Self::new();
        for (name, raw) in members {
            object.put(&name, raw.to_owned());
        }
        Ok(object)
    }

    /// Sets the member `name`: in its place if there is one, else at the end.
    ///
    /// A value that is `null` removes the member, since an unknown value is an absent key.
    /// Fails only for a value that JSON cannot hold, such as a map whose keys are not text.
    pub fn set<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<&mut Self> {
        let raw = to_raw_value(value)
            .map_err(|cause| Error::failed(format!("cannot write `{name}` as JSON: {cause}")))?;
        if raw.get() == "null" {
            self.remove(name);
        } else {
            self.put(name, raw);
        }
        Ok(self)
    }

    /// Sets every member of a value that is an object, as [`Self::set`] does.
    pub fn set_all<T: Serialize>(&mut self, value: &T) -> Result<&mut Self> {
        let text = serde_json::to_string(value)
            .map_err(|cause| Error::failed(format!("cannot write a record as JSON: {cause}")))?;
        for (name, raw) in Self::from_stored(&text)?.members {
            self.set(&name, &raw)?;
        }
        Ok(self)
    }

    /// Removes the member `name` if there is one.
    pub fn remove(&mut self, name: &str) -> &mut Self {
        self.members.retain(|(own, _)| own != name);
        self
    }

    /// Keeps only the members of these names, in the order of `names`.
    pub fn select<T: AsRef<str>>(&mut self, names: &[T]) -> &mut Self {
        let mut members = std::mem::take(&mut self.members);
        for name in names {
            if let Some(index) = members.iter().position(|(own, _)| own == name.as_ref()) {
                self.members.push(members.remove(index));
            }
        }
        self
    }

    /// Returns the text of the member `name` as it was stored or set.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(own, _)| own == name).map(|(_, raw)| raw.get())
    }

    /// Returns the object on one line, without a line end.
    ///
    /// # Panics
    ///
    /// Never: all members have names that are text and values that are JSON.
    #[must_use]
    pub fn to_compact(&self) -> String {
        serde_json::to_string(self).expect("names are text, values are JSON")
    }

    /// Returns the object over several lines, all but the first indented by `depth` levels, without a
    /// line end.
    ///
    /// # Panics
    ///
    /// Never, as [`Self::to_compact`].
    #[must_use]
    pub fn to_pretty(&self, depth: usize) -> String {
        let text = serde_json::to_string_pretty(self).expect("names are text, values are JSON");
        // A JSON string has no line end that is not escaped.
        if depth == 0 { text } else { text.replace('\n', &format!("\n{}", "  ".repeat(depth))) }
    }

    fn put(&mut self, name: &str, raw: Box<RawValue>) {
        match self.members.iter_mut().find(|(own, _)| own == name) {
            Some(member) => member.1 = raw,
            None => self.members.push((name.to_owned(), raw)),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.members.iter().map(|(name, raw)| (name, Respaced(raw))))
    }
}

/// A JSON value with its spelling, in the whitespace of the serializer.
struct Respaced<'a>(&'a RawValue);

impl Serialize for Respaced<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let Self(raw) = self;
        match raw.get().as_bytes().first() {
            Some(b'{') => {
                let RawMembers(members) =
                    serde_json::from_str(raw.get()).map_err(S::Error::custom)?;
                serializer.collect_map(members.iter().map(|(name, raw)| (name, Respaced(raw))))
            }
            Some(b'[') => {
                let items: Vec<&RawValue> =
                    serde_json::from_str(raw.get()).map_err(S::Error::custom)?;
                serializer.collect_seq(items.into_iter().map(Respaced))
            }
            _ => raw.serialize(serializer),
        }
    }
}

/// The members of a JSON object in their order, repeated names included.
struct RawMembers<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = RawMembers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(RawMembers(members))
            }
        }

        from.deserialize_map(MembersVisitor)
    }
}

/// Returns an error as one object on one line.
///
/// # Panics
///
/// Never: all members are texts and numbers.
#[must_use]
pub fn error(error: &Error) -> String {
    let members = ErrorMembers {
        code: error.kind().into(),
        exit: error.code(),
        message: message_of(error),
        hint: error.hint().map(|hint| match error.hint_lines() {
            [] => visible(hint),
            lines => visible(&format!("{hint} {}", lines.join(" "))).into_owned().into(),
        }),
        flag: error.flag().map(visible),
    };
    let text = serde_json::to_string(&members).expect("all members are texts and numbers");
    let mut object = text.strip_suffix('}').unwrap_or(&text).to_owned();
    for (name, json) in error.members() {
        object = format!("{object},\"{name}\":{json}");
    }
    format!("{{\"error\":{object}}}}}\n")
}

/// Returns the sentence and the lines that belong to it as one text.
fn message_of(error: &Error) -> Cow<'_, str> {
    let message = visible(error.message());
    if error.details().is_empty() {
        return message;
    }
    let details: Vec<_> =
        error.details().iter().map(|line| visible(line.to_string().trim()).into_owned()).collect();
    format!("{message}: {}", details.join("; ")).into()
}

/// What the object of an error has. Control characters are visible, as they are in text for people.
#[derive(Serialize)]
struct ErrorMembers<'e> {
    code: &'static str,
    exit: u8,
    message: Cow<'e, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Cow<'e, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<Cow<'e, str>>,
}

/// Returns one object over several lines.
#[must_use]
pub fn pretty(object: &Object) -> String {
    object.to_pretty(0) + "\n"
}

/// Returns the objects as an array over several lines.
#[must_use]
pub fn array_pretty(objects: &[Object]) -> String {
    let mut array = ArrayPretty::default();
    let mut text: String = objects.iter().map(|object| array.push(&object.to_pretty(1))).collect();
    text.push_str(array.end());
    text
}

/// Returns the objects one a line (JSON Lines).
#[must_use]
pub fn lines(objects: &[Object]) -> String {
    objects.iter().map(|object| object.to_compact() + "\n").collect()
}

/// The parts of the text of [`array_pretty`], for arrays that are too long for memory.
///
/// ```
/// use mou::render::json::{ArrayPretty, Object};
///
/// let mut array = ArrayPretty::default();
/// let first = array.push(&Object::from_stored(r#"{"id":"a"}"#)?.to_pretty(1));
/// assert_eq!(first + array.end(), "[\n  {\n    \"id\": \"a\"\n  }\n]\n");
/// # Ok::<(), mou::error::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct ArrayPretty {
    has_items: bool,
}

impl ArrayPretty {
    /// Returns the text to write for the next object, given over several lines at depth 1.
    #[must_use]
    pub fn push(&mut self, object: &str) -> String {
        let before = if self.has_items { ",\n  " } else { "[\n  " };
        self.has_items = true;
        before.to_owned() + object
    }

    /// Returns the text to write after the last object.
    #[must_use]
    pub fn end(self) -> &'static str {
        if self.has_items { "\n]\n" } else { "[]\n" }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn objects(texts: &[&str]) -> Vec<Object> {
        texts.iter().map(|text| Object::from_stored(text).unwrap()).collect()
    }

    #[test]
    fn an_array_is_what_serde_json_would_print() {
        let objects = objects(&[r#"{"id":"a","n":1.10}"#, "{}", r#"{"id":"b","list":[]}"#]);
        let expected = "[\n  {\n    \"id\": \"a\",\n    \"n\": 1.10\n  },\n  {},\n  {\n    \
            \"id\": \"b\",\n    \"list\": []\n  }\n]\n";
        assert_eq!(array_pretty(&objects), expected);
        assert_eq!(array_pretty(&[]), "[]\n");
    }

    #[test]
    fn lines_are_one_object_each() {
        let objects = objects(&["{\n  \"id\": \"a b\"\n}", "{}"]);
        assert_eq!(lines(&objects), "{\"id\":\"a b\"}\n{}\n");
        assert_eq!(lines(&[]), "");
    }

    #[test]
    fn one_object_ends_with_a_newline() {
        let objects = objects(&[r#"{"id":"a"}"#]);
        assert_eq!(pretty(&objects[0]), "{\n  \"id\": \"a\"\n}\n");
    }

    const STORED: &str = r#"{
      "id": "gds-govtech-2022",
      "cost": 1.10,
      "big": 18446744073709551617,
      "status": "stored",
      "odd": "\u001b\/é",
      "list": [ 1, {  } ]
    }"#;

    #[test]
    fn stored_members_keep_their_place_and_their_digits() {
        let mut object = Object::from_stored(STORED).unwrap();
        object.set("status", "active").unwrap().set("flags", &["expiring"]).unwrap();
        assert_eq!(
            object.to_compact(),
            r#"{"id":"gds-govtech-2022","cost":1.10,"big":18446744073709551617,"status":"active","odd":"\u001b\/é","list":[1,{}],"flags":["expiring"]}"#
        );
        let expected = r#"{
    "id": "gds-govtech-2022",
    "cost": 1.10,
    "big": 18446744073709551617,
    "status": "active",
    "odd": "\u001b\/é",
    "list": [
      1,
      {}
    ],
    "flags": [
      "expiring"
    ]
  }"#;
        assert_eq!(object.to_pretty(1), expected);
    }

    #[test]
    fn what_is_not_known_is_an_absent_key() {
        let mut object = Object::from_stored(r#"{"id":"a","ends":"2025"}"#).unwrap();
        object.set("ends", &None::<String>).unwrap().set("act_by", &()).unwrap();
        assert_eq!(object.to_compact(), r#"{"id":"a"}"#);
        object.remove("id").remove("none");
        assert_eq!((object.to_compact(), object.to_pretty(3)), ("{}".into(), "{}".into()));
    }

    #[test]
    fn objects_nest() {
        let mut inner = Object::new();
        inner.set("n", &1).unwrap();
        let mut object = Object::new();
        object.set("one", &inner).unwrap();
        object.set("all", &[inner.clone(), Object::new()]).unwrap();
        object.set("none", &Vec::<Object>::new()).unwrap();
        assert_eq!(object.to_compact(), r#"{"one":{"n":1},"all":[{"n":1},{}],"none":[]}"#);
    }

    #[test]
    fn members_can_be_chosen_and_asked_for() {
        let mut object = Object::from_stored(r#"{"a":1,"b":[ 2 ],"c":3}"#).unwrap();
        assert_eq!(object.raw("b"), Some("[ 2 ]"));
        object.select(&["c", "none", "a"]);
        assert_eq!(object.to_compact(), r#"{"c":3,"a":1}"#);
    }

    #[test]
    fn names_are_escaped() {
        let mut object = Object::from_stored(r#"{"a\"\u0062\n":1}"#).unwrap();
        object.set("é\u{1}", &2).unwrap();
        assert_eq!(object.to_compact(), "{\"a\\\"b\\n\":1,\"é\\u0001\":2}");
    }

    #[test]
    fn of_two_members_of_one_name_the_last_is_kept() {
        let object = Object::from_stored(r#"{"a":1,"b":2,"\u0061":3}"#).unwrap();
        assert_eq!(object.to_compact(), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "1", "{", r#"{"a":1,}"#, r#"{"a":1} {}"#, "{'a':1}"] {
            let error = Object::from_stored(text).unwrap_err();
            assert!(
                error.message().starts_with("a record is not a JSON object: "),
                "{text}: \
                {error}"
            );
        }
    }

    fn pretty_raw(raw: &str) -> String {
        let raw: &RawValue = serde_json::from_str(raw).unwrap();
        serde_json::to_string_pretty(&Respaced(raw)).unwrap()
    }

    fn compact_raw(raw: &str) -> String {
        let raw: &RawValue = serde_json::from_str(raw).unwrap();
        serde_json::to_string(&Respaced(raw)).unwrap()
    }

    #[test]
    fn spelling_is_kept_and_whitespace_is_not() {
        let cases = [
            ("{ }", "{}", "{}"),
            ("[\n]", "[]", "[]"),
            (" 1.10 ", "1.10", "1.10"),
            ("[1e5,-0,18446744073709551616]", "[\n  1e5,\n  -0,\n  18446744073709551616\n]", ""),
            (
                r#"{"t\u0069tle":"\u001b\/ \" { : ,"}"#,
                "{\n  \"title\": \"\\u001b\\/ \\\" { : ,\"\n}",
                r#"{"title":"\u001b\/ \" { : ,"}"#,
            ),
            ("[[],[{}],true,null]", "[\n  [],\n  [\n    {}\n  ],\n  true,\n  null\n]", ""),
            ("\"東京 \\\\\"", "\"東京 \\\\\"", "\"東京 \\\\\""),
        ];
        for (raw, over_lines, on_one) in cases {
            assert_eq!(pretty_raw(raw), over_lines, "{raw}");
            let on_one = if on_one.is_empty() { raw } else { on_one };
            assert_eq!(compact_raw(raw), on_one, "{raw}");
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_layout_is_that_of_serde_json(value in values()) {
            let on_one = serde_json::to_string(&value).unwrap();
            let over_lines = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(pretty_raw(&on_one), over_lines.clone());
            prop_assert_eq!(pretty_raw(&over_lines), over_lines.clone());
            prop_assert_eq!(compact_raw(&over_lines), on_one);
        }
    }
}
