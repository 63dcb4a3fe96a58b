//! A JSON document that keeps its spelling, and replacing parts of it.

use super::scan::{Key, Scanner, decoded};
use super::syntax_error::SyntaxError;

/// A JSON value that keeps the spelling of its numbers and texts, and the order of its members.
///
/// So unknown values stay the same digit for digit. No object in it has two members of one name, and it nests no
/// deeper than 128 levels.
///
/// ```
/// use mou::store::node::Node;
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

    /// Returns its name without escapes.
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
    /// Fails if the text is not valid JSON, if two members of an object have one name (even if they are spelled
    /// differently), for a lone surrogate, and if it is nested deeper than 128 levels.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(text);
        let node = Self::scan(&mut scanner)?;
        scanner.end()?;
        Ok(node)
    }

    /// Reads the next value of `scanner`.
    pub(crate) fn scan(scanner: &mut Scanner<'_>) -> Result<Self, SyntaxError> {
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

    /// Returns a text with the escapes that `serde_json` writes.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Scalar(serde_json::Value::from(text).to_string())
    }

    /// Returns a text without the escapes that it does not need; any other value as it is.
    pub(crate) fn normalised(self) -> Self {
        match self {
            Self::Scalar(spelled) if spelled.starts_with('"') => Self::text(&decoded(&spelled)),
            other => other,
        }
    }

    /// Returns the value of the member `name`; `None` if there is none, or if the node is not an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// Returns the value of the member `name`, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|member| member.name == name).map(|member| &mut member.value)
    }

    /// Returns the members in their order; an empty list if the node is not an object.
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

    /// Returns the text without whitespace, in its own spelling.
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

    /// Returns true for `null`, an empty list and an empty object: programs write them for an unknown value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Scalar(spelled) => spelled == "null",
            Self::Array(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }

    /// Returns the text without escapes; `None` if the node is not a text.
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
                // The usual case.
                let is_in_order = one.len() == two.len() && one.iter().zip(two).all(same);
                is_in_order || {
                    let (one, two) = (by_name(one), by_name(two));
                    one.len() == two.len() && one.into_iter().zip(two).all(same)
                }
            }
            _ => false,
        }
    }

    /// Prints the node as a part of another one, `level` levels down. The first line is not indented.
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

impl Node {
    /// Applies the changes between `before` and `after` to this node, and no others.
    ///
    /// `before` is the known part of this node, and `after` the known part that it will have. Members that are equal
    /// in both keep their spelling here, and members that are in neither stay. A new member is inserted after the one
    /// that it follows in `after`, or at the end if this node has none of the members that follow it there. Two items of
    /// lists are the same item if they are equal, or if their first members are (`n` of an activity, `id`, the
    /// `name` of a party). An item that is removed loses its unknown members too.
    pub fn patch(&mut self, before: &Self, after: &Self) {
        if before == after {
            return;
        }
        match (&mut *self, before, after) {
            (Self::Object(raw), Self::Object(before), Self::Object(after)) => {
                patch_members(raw, before, after);
            }
            (Self::Array(raw), Self::Array(before), Self::Array(after))
                if raw.len() == before.len() =>
            {
                patch_items(raw, before, after);
            }
            _ => *self = after.clone(),
        }
    }

    /// Returns the first member, which identifies an item of a list.
    fn identity(&self) -> Option<&Member> {
        self.members().first()
    }
}

fn find<'m>(members: &'m [Member], name: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.name() == name)
}

fn patch_members(raw: &mut Vec<Member>, before: &[Member], after: &[Member]) {
    let is_gone = |name: &str| find(before, name).is_some() && find(after, name).is_none();
    raw.retain(|member| !is_gone(member.name()));
    for (at, wanted) in after.iter().enumerate() {
        let old = find(before, wanted.name());
        if old == Some(wanted) {
            continue;
        }
        let here = raw.iter_mut().find(|member| member.name() == wanted.name());
        match (here, old) {
            (Some(here), Some(old)) => here.value.patch(&old.value, &wanted.value),
            (Some(here), None) => here.value = wanted.value.clone(),
            (None, _) => {
                let (earlier, later) = after.split_at(at);
                let index = index_between(raw, earlier, later);
                raw.insert(index, wanted.clone());
            }
        }
    }
}

/// Returns the index in `raw` for a new member that follows `earlier` and precedes `later`.
fn index_between(raw: &[Member], earlier: &[Member], later: &[Member]) -> usize {
    let index_of = |known: &Member| raw.iter().position(|member| member.name() == known.name());
    let Some(next) = later.iter().find_map(index_of) else {
        return raw.len();
    };
    earlier.iter().rev().find_map(index_of).map_or(next, |previous| previous + 1)
}

fn patch_items(raw: &mut Vec<Node>, before: &[Node], after: &[Node]) {
    let origins = origins(before, after);
    let mut old: Vec<Option<Node>> = raw.drain(..).map(Some).collect();
    for (wanted, origin) in after.iter().zip(origins) {
        let kept = origin.and_then(|at| Some((old.get_mut(at)?.take()?, before.get(at)?)));
        raw.push(kept.map_or_else(
            || wanted.clone(),
            |(mut item, before)| {
                item.patch(before, wanted);
                item
            },
        ));
    }
}

/// Returns for each item of `after` the index of the same item in `before`.
fn origins(before: &[Node], after: &[Node]) -> Vec<Option<usize>> {
    let same = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let rest = before.len().min(after.len()) - same;
    let backwards = before.iter().rev().zip(after.iter().rev());
    let same_at_end = backwards.take(rest).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (before.len() - same_at_end, after.len() - same_at_end);

    let mut origins: Vec<Option<usize>> = vec![None; after.len()];
    for (at, origin) in origins.iter_mut().enumerate() {
        if at < same {
            *origin = Some(at);
        } else if at >= new_end {
            *origin = Some(at - new_end + old_end);
        }
    }
    let mut free: Vec<usize> = (same..old_end).collect();
    let is_equal = |old: &Node, new: &Node| old == new;
    let is_same =
        |old: &Node, new: &Node| new.identity().is_some() && old.identity() == new.identity();
    for is_origin in [is_equal as fn(&Node, &Node) -> bool, is_same] {
        for (origin, new) in origins.iter_mut().zip(after).take(new_end).skip(same) {
            let found = |&at: &usize| before.get(at).is_some_and(|old| is_origin(old, new));
            if origin.is_none()
                && let Some(index) = free.iter().position(found)
            {
                *origin = Some(free.remove(index));
            }
        }
    }
    origins
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
