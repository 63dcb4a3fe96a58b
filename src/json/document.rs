//! A JSON document that keeps everything as it was written.

use super::fault::Fault;
use super::scan::{Key, Scanner, decoded};

/// A JSON value that keeps how its numbers and texts are spelled, and in which order the members of
/// its objects stand.
///
/// What a program does not know thus passes through it digit for digit. No object in it has two
/// members of one name, and it nests no deeper than 128 levels.
///
/// ```
/// use mou::store::document::Node;
///
/// let node = Node::parse(r#"{"big":18446744073709551616,"rate":1.10,"none":[]}"#);
/// let printed = "{\n  \"big\": 18446744073709551616,\n  \"rate\": 1.10,\n  \"none\": []\n}";
/// assert_eq!(node.map(|node| node.print()), Ok(printed.to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A text, a number, `true`, `false` or `null`, as it is spelled.
    Scalar(String),
    /// A list.
    Array(Vec<Node>),
    /// An object.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    name: String,
    spelled: String,
    /// The value.
    pub value: Node,
}

impl Member {
    /// Returns a member whose name is spelled in the usual way.
    #[must_use]
    pub fn new(name: &str, value: Node) -> Self {
        let spelled = serde_json::Value::from(name).to_string();
        Self { name: name.to_owned(), spelled, value }
    }

    pub(crate) fn spelled(&self) -> &str {
        &self.spelled
    }

    /// Returns its name, as it reads.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Key<'_> {
    /// Returns the member that has this name and `value`.
    pub(crate) fn with(self, value: Node) -> Member {
        Member { name: self.name.into_owned(), spelled: self.spelled.to_owned(), value }
    }
}

impl Node {
    /// Reads a text that holds one JSON value.
    ///
    /// Fails where the text is not sound JSON, where two members of an object have one name (also
    /// when they are spelled differently), where a surrogate stands alone, and where it nests deeper
    /// than 128 levels.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut scanner = Scanner::new(text);
        let node = Self::scan(&mut scanner)?;
        scanner.end()?;
        Ok(node)
    }

    /// Reads the value that `scanner` stands before.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Result<Self, Fault> {
        match scanner.peek() {
            Some(b'{') => {
                let mut members = Vec::new();
                scanner.object(|scanner, key| {
                    let value = Self::scan(scanner)?;
                    members.push(key.with(value));
                    Ok(())
                })?;
                Ok(Self::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                scanner.array(|scanner| {
                    items.push(Self::scan(scanner)?);
                    Ok(())
                })?;
                Ok(Self::Array(items))
            }
            _ => scanner.scalar().map(|spelled| Self::Scalar(spelled.to_owned())),
        }
    }

    /// Returns the text, with the escapes and the blanks that `serde_json` would write.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Scalar(serde_json::Value::from(text).to_string())
    }

    /// Returns the text without the escapes that it need not have; anything else as it is.
    pub(crate) fn normalised(self) -> Self {
        match self {
            Self::Scalar(spelled) if spelled.starts_with('"') => Self::text(&decoded(&spelled)),
            other => other,
        }
    }

    /// Returns the value of the member called `name`, where the node is an object that has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// Returns the value of the member called `name`, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|member| member.name == name).map(|member| &mut member.value)
    }

    /// Returns the members, in the order in which they stand; none where the node is no object.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Object(members) => members,
            Self::Scalar(_) | Self::Array(_) => &[],
        }
    }

    /// Returns the canonical text: what the pretty printer of `serde_json` writes, with two spaces
    /// a level, and no line break at the end.
    #[must_use]
    pub fn print(&self) -> String {
        let mut text = String::new();
        self.print_at(0, &mut text);
        text
    }

    /// Returns the text without blanks, all of it with the spelling that it has.
    #[must_use]
    pub fn compact(&self) -> String {
        let mut text = String::new();
        self.compact_to(&mut text);
        text
    }

    fn compact_to(&self, out: &mut String) {
        match self {
            Self::Scalar(spelled) => out.push_str(spelled),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.compact_to(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, member) in members.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(&member.spelled);
                    out.push(':');
                    member.value.compact_to(out);
                }
                out.push('}');
            }
        }
    }

    /// Returns true for `null`, an empty list and an empty object: what programs write for a value that is
    /// not known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(spelled) => spelled == "null",
            Self::Array(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }

    /// Returns what the node reads if it is a text.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Scalar(spelled) if spelled.starts_with('"') => Some(decoded(spelled)),
            _ => None,
        }
    }

    /// Returns true if both have the same values: texts may be spelled differently, and members may have
    /// another order. Numbers are the same if they have the same spelling.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(two)) => {
                one == two || self.as_text().is_some_and(|text| other.as_text() == Some(text))
            }
            (Self::Array(one), Self::Array(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.is_same(two))
            }
            (Self::Object(one), Self::Object(two)) => {
                let same = |(one, two): (&Member, &Member)| {
                    one.name == two.name && one.value.is_same(&two.value)
                };
                // Most have the same order.
                let is_in_order = one.len() == two.len() && one.iter().zip(two).all(same);
                is_in_order || {
                    let (one, two) = (by_name(one), by_name(two));
                    one.len() == two.len() && one.into_iter().zip(two).all(same)
                }
            }
            _ => false,
        }
    }

    /// Prints the node as it stands in another one, `level` levels down; the first line is not
    /// indented.
    pub(crate) fn print_at(&self, level: usize, out: &mut String) {
        match self {
            Self::Scalar(spelled) => out.push_str(spelled),
            Self::Array(items) if items.is_empty() => out.push_str("[]"),
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    out.push(if at == 0 { '[' } else { ',' });
                    break_line(level + 1, out);
                    item.print_at(level + 1, out);
                }
                break_line(level, out);
                out.push(']');
            }
            Self::Object(members) => {
                for (at, member) in members.iter().enumerate() {
                    out.push(if at == 0 { '{' } else { ',' });
                    break_line(level + 1, out);
                    out.push_str(&member.spelled);
                    out.push_str(": ");
                    member.value.print_at(level + 1, out);
                }
                break_line(level, out);
                out.push('}');
            }
        }
    }
}

/// Returns the members in the order of their names.
fn by_name(members: &[Member]) -> Vec<&Member> {
    let mut members: Vec<&Member> = members.iter().collect();
    members.sort_unstable_by_key(|member| member.name.as_str());
    members
}

pub(crate) fn break_line(level: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..level {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_same_whatever_the_order_of_members_and_the_spelling_of_texts() {
        let same =
            |one: &str, two: &str| Node::parse(one).unwrap().is_same(&Node::parse(two).unwrap());
        for (one, two, are_same) in [
            (
                r#"{"a":1,"b":[{"c":"é","d":1.10}]}"#,
                r#"{ "b": [{"d":1.10,"c":"\u00e9"}], "\u0061": 1 }"#,
                true,
            ),
            ("1.10", "1.1", false),
            ("[1,2]", "[2,1]", false),
            ("[1]", "[1,1]", false),
            (r#"{"a":1}"#, r#"{"a":1,"b":null}"#, false),
            (r#"{"a":1,"b":2}"#, r#"{"a":2,"b":1}"#, false),
            ("null", r#""null""#, false),
            ("{}", "[]", false),
        ] {
            assert_eq!((same(one, two), same(two, one)), (are_same, are_same), "{one} {two}");
        }
    }

    #[test]
    fn compact_text_has_no_blanks_and_the_same_spelling() {
        let text = "{ \"a b\" : [ 1.10 , {} , [ ] ,\n\"\\u0061 b\" ], \"c\": { \"d\" : null } }";
        let node = Node::parse(text).unwrap();
        assert_eq!(node.compact(), r#"{"a b":[1.10,{},[],"\u0061 b"],"c":{"d":null}}"#);
        assert_eq!(Node::parse(&node.compact()).unwrap(), node);
    }
}
