use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::layout::{add_compact, add_line_end, add_pretty};
use crate::error::{Error, Result};

/// A JSON object: its members in order, each value as the text that was stored or set.
///
/// Names are unique: of two stored members of one name, the last is kept, where the first stood.
///
/// ```
/// use mou::render::json::Object;
///
/// let mut object = Object::of_stored(r#"{"id": "a-2022", "status": "?", "cost": 1.10}"#)?;
/// object.set("status", "active")?.set("ends_in_days", &32)?;
/// assert_eq!(
///     object.to_compact(),
///     r#"{"id":"a-2022","status":"active","cost":1.10,"ends_in_days":32}"#
/// );
/// # Ok::<(), mou::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    members: Vec<(String, String)>,
}

impl Object {
    /// Returns an object without members.
    #[must_use]
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// Returns the object that the JSON text `stored` is.
    ///
    /// It fails where the text is no JSON, or JSON but no object.
    pub fn of_stored(stored: &str) -> Result<Self> {
        let Members(members) = serde_json::from_str(stored)
            .map_err(|cause| Error::damaged(format!("a record is no JSON object: {cause}")))?;
        let mut object = Self::new();
        for (name, raw) in members {
            object.put(name, raw.get().to_owned());
        }
        Ok(object)
    }

    /// Sets the member `name`: in place where there is one, else at the end.
    ///
    /// A value that is `null` removes the member, since what is not known is an absent key.
    /// It fails only for a value that JSON cannot hold, such as a map whose keys are not text.
    pub fn set<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<&mut Self> {
        let raw = serde_json::to_string(value)
            .map_err(|cause| Error::failed(format!("cannot write `{name}` as JSON: {cause}")))?;
        if raw == "null" {
            self.remove(name);
        } else {
            self.put(name.to_owned(), raw);
        }
        Ok(self)
    }

    /// Sets every member of a value that is an object, as [`Self::set`] does.
    pub fn set_all<T: Serialize>(&mut self, value: &T) -> Result<&mut Self> {
        let text = serde_json::to_string(value)
            .map_err(|cause| Error::failed(format!("cannot write a record as JSON: {cause}")))?;
        for (name, raw) in Self::of_stored(&text)?.members {
            if raw == "null" {
                self.remove(&name);
            } else {
                self.put(name, raw);
            }
        }
        Ok(self)
    }

    /// Sets the member `name` to another object.
    pub fn set_object(&mut self, name: &str, value: &Object) -> &mut Self {
        self.put(name.to_owned(), value.to_compact());
        self
    }

    /// Sets the member `name` to an array of objects.
    pub fn set_objects(&mut self, name: &str, values: &[Object]) -> &mut Self {
        let values: Vec<_> = values.iter().map(Object::to_compact).collect();
        self.put(name.to_owned(), format!("[{}]", values.join(",")));
        self
    }

    /// Removes the member `name`, where there is one.
    pub fn remove(&mut self, name: &str) -> &mut Self {
        self.members.retain(|(own, _)| own != name);
        self
    }

    /// Keeps the members of these names alone, in the order of `names`.
    pub fn select<T: AsRef<str>>(&mut self, names: &[T]) -> &mut Self {
        let mut members = std::mem::take(&mut self.members);
        for name in names {
            if let Some(at) = members.iter().position(|(own, _)| own == name.as_ref()) {
                self.members.push(members.remove(at));
            }
        }
        self
    }

    /// Returns the text of the member `name` as it was stored or set.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(own, _)| own == name).map(|(_, raw)| raw.as_str())
    }

    /// Returns the names of the members, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the object on one line, without a line end.
    #[must_use]
    pub fn to_compact(&self) -> String {
        let mut text = String::from("{");
        for (number, (name, raw)) in self.members.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            text.push_str(&quoted(name));
            text.push(':');
            add_compact(&mut text, raw);
        }
        text.push('}');
        text
    }

    /// Returns the object over several lines, all but the first indented for standing `depth`
    /// levels in, without a line end.
    #[must_use]
    pub fn to_pretty(&self, depth: usize) -> String {
        if self.members.is_empty() {
            return "{}".into();
        }
        let mut text = String::from("{");
        for (number, (name, raw)) in self.members.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            add_line_end(&mut text, depth + 1);
            text.push_str(&quoted(name));
            text.push_str(": ");
            add_pretty(&mut text, raw, depth + 1);
        }
        add_line_end(&mut text, depth);
        text.push('}');
        text
    }

    fn put(&mut self, name: String, raw: String) {
        match self.members.iter_mut().find(|(own, _)| *own == name) {
            Some(member) => member.1 = raw,
            None => self.members.push((name, raw)),
        }
    }
}

/// Returns `name` as a JSON string.
fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

/// The members of an object as they stand, for [`Object::of_stored`].
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

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
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut object = Object::of_stored(STORED).unwrap();
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
        let mut object = Object::of_stored(r#"{"id":"a","ends":"2025"}"#).unwrap();
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
        object.set_object("one", &inner).set_objects("all", &[inner.clone(), Object::new()]);
        object.set_objects("none", &[]);
        assert_eq!(object.to_compact(), r#"{"one":{"n":1},"all":[{"n":1},{}],"none":[]}"#);
    }

    #[test]
    fn members_can_be_chosen_and_asked_for() {
        let mut object = Object::of_stored(r#"{"a":1,"b":[ 2 ],"c":3}"#).unwrap();
        assert_eq!(object.raw("b"), Some("[ 2 ]"));
        object.select(&["c", "none", "a"]);
        assert_eq!(object.names().collect::<Vec<_>>(), ["c", "a"]);
        assert_eq!(object.to_compact(), r#"{"c":3,"a":1}"#);
    }

    #[test]
    fn names_are_escaped() {
        let mut object = Object::of_stored(r#"{"a\"\u0062\n":1}"#).unwrap();
        object.set("é\u{1}", &2).unwrap();
        assert_eq!(object.to_compact(), "{\"a\\\"b\\n\":1,\"é\\u0001\":2}");
    }

    #[test]
    fn of_two_members_of_one_name_the_last_is_kept() {
        let object = Object::of_stored(r#"{"a":1,"b":2,"\u0061":3}"#).unwrap();
        assert_eq!(object.to_compact(), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "[]", "1", "{", r#"{"a":1,}"#, r#"{"a":1} {}"#, "{'a':1}"] {
            let error = Object::of_stored(text).unwrap_err();
            assert!(error.message().starts_with("a record is no JSON object: "), "{text}: {error}");
        }
    }
}
