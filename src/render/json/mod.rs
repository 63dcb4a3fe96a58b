//! JSON: stored records as they are, with derived members beside the stored ones.
//!
//! Stored text is never taken apart into numbers and strings and put together again: numbers keep
//! their digits (`1.10`, 2⁶⁴, three hundred digits) and strings their escapes. Only the blanks
//! between them are made those that `serde_json` would write.

mod layout;
mod object;

pub use object::Object;

/// Returns one object over several lines.
#[must_use]
pub fn pretty(object: &Object) -> String {
    object.to_pretty(0) + "\n"
}

/// Returns the objects as an array over several lines; none as `[]`.
#[must_use]
pub fn array_pretty(objects: &[Object]) -> String {
    let mut array = ArrayPretty::default();
    let mut text: String = objects.iter().map(|object| array.push(&object.to_pretty(1))).collect();
    text.push_str(array.end());
    text
}

/// Returns the objects one a line (JSON Lines); none as nothing.
#[must_use]
pub fn lines(objects: &[Object]) -> String {
    objects.iter().map(|object| object.to_compact() + "\n").collect()
}

/// The pieces of what [`array_pretty`] returns, for arrays too long to be held.
///
/// ```
/// use mou::render::json::{ArrayPretty, Object};
///
/// let mut array = ArrayPretty::default();
/// let first = array.push(&Object::of_stored(r#"{"id":"a"}"#)?.to_pretty(1));
/// assert_eq!(first + array.end(), "[\n  {\n    \"id\": \"a\"\n  }\n]\n");
/// # Ok::<(), mou::error::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct ArrayPretty {
    begun: bool,
}

impl ArrayPretty {
    /// Returns what is to be written for the next object, which is given over several lines, one level
    /// in.
    #[must_use]
    pub fn push(&mut self, object: &str) -> String {
        let before = if self.begun { ",\n  " } else { "[\n  " };
        self.begun = true;
        before.to_owned() + object
    }

    /// Returns what is to be written after the last object.
    #[must_use]
    pub fn end(self) -> &'static str {
        if self.begun { "\n]\n" } else { "[]\n" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(texts: &[&str]) -> Vec<Object> {
        texts.iter().map(|text| Object::of_stored(text).unwrap()).collect()
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
}
