//! The forms that a value can have: one, none or one, a list, pairs of texts. Each is made of items.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cell::Cell;
use super::spec::{FieldInput, FieldValue, InputContext, read_only};
use crate::domain::input;
use crate::domain::parse_error::ParseError;
use crate::domain::value::Value;

/// A value that fills a field alone, or is an item of a list.
pub(super) trait Item:
    Clone + PartialEq + Display + Serialize + DeserializeOwned + 'static
{
    /// What is accepted, as the end of a sentence.
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_TEXTS;

    /// Whether it has several members. A list of such items is shown to other programs as JSON, and
    /// may have an item twice.
    const IS_COMPOUND: bool = false;

    /// How many of its texts name it.
    const NAME_COUNT: usize = 0;

    /// Reads what was typed for a field. The default is for fields that no flag sets.
    fn parse(field: &str, _text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        Err(read_only(field))
    }

    /// Takes over from a value that it replaces what is not typed with it.
    fn take_over(&mut self, _old: &Self) {}

    /// Returns the texts in it, for search; first those that name it.
    fn texts(&self) -> [Option<&str>; 4] {
        [None; 4]
    }

    /// Returns true if the other item is the same one, so that a list has it only once.
    fn is_same_item(&self, other: &Self) -> bool {
        self == other
    }

    /// Returns true if the text is the whole item or one of its names, whatever the case.
    fn is_named(&self, text: &str) -> bool {
        let mut names = self.texts().into_iter().take(Self::NAME_COUNT).flatten();
        names.any(|name| is_same_text(name, text)) || is_same_text(&self.to_string(), text)
    }

    /// Calls `matches` for each text in it, and returns true as soon as one matches.
    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.texts().into_iter().flatten().any(matches)
    }

    /// Returns the value as a cell.
    fn cell(&self) -> Cell<'_> {
        Cell::full(self.to_string())
    }

    /// Returns a list of such items as a cell.
    fn list_cell(items: &[Self]) -> Cell<'_> {
        if Self::IS_COMPOUND { Cell::full(texts(items).join("; ")) } else { Cell::list(items) }
    }

    /// Returns true if the cell leaves something out.
    fn needs_json(&self) -> bool {
        false
    }

    /// Returns true if the cell of a list leaves something out.
    fn list_needs_json(_items: &[Self]) -> bool {
        Self::IS_COMPOUND
    }

    /// Returns what a field accepts, as the end of a sentence.
    fn accepts(_field: &str) -> &'static str {
        Self::ACCEPTED_INPUT
    }
}

impl<V: Item> FieldValue for Option<V> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Absent, V::cell)
    }

    fn needs_json(&self) -> bool {
        self.as_ref().is_some_and(V::needs_json)
    }

    fn typed(&self) -> Vec<String> {
        texts(self.as_slice())
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.as_ref().is_some_and(|value| value.any_text(matches))
    }

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        let mut value = V::parse(input.field, single(input)?, input.context)?;
        if let Some(old) = self {
            value.take_over(old);
        }
        *self = Some(value);
        Ok(())
    }

    fn load(&mut self, stored: &Value) -> Result<(), ParseError> {
        *self = Some(stored.read()?);
        Ok(())
    }

    fn accepts(&self, field: &str) -> &'static str {
        V::accepts(field)
    }
}

impl<V: Item> FieldValue for Vec<V> {
    fn cell(&self) -> Cell<'_> {
        if self.is_empty() { Cell::Absent } else { V::list_cell(self) }
    }

    fn needs_json(&self) -> bool {
        !self.is_empty() && V::list_needs_json(self)
    }

    fn typed(&self) -> Vec<String> {
        texts(self)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|item| item.any_text(matches))
    }

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        let mut items = Self::with_capacity(input.texts.len());
        for text in input.texts {
            let mut item = V::parse(input.field, text, input.context)?;
            if V::IS_COMPOUND || !items.iter().any(|other| item.is_same_item(other)) {
                for old in &*self {
                    item.take_over(old);
                }
                items.push(item);
            }
        }
        *self = items;
        Ok(())
    }

    fn add(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        let items = input.texts.iter().map(|text| V::parse(input.field, text, input.context));
        for item in items.collect::<Result<Self, _>>()? {
            if !self.iter().any(|other| item.is_same_item(other)) {
                self.push(item);
            }
        }
        Ok(())
    }

    fn remove(&mut self, text: &str) -> bool {
        let before = self.len();
        self.retain(|item| !item.is_named(text));
        self.len() < before
    }

    fn load(&mut self, stored: &Value) -> Result<(), ParseError> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, field: &str) -> &'static str {
        V::accepts(field)
    }
}

/// A value that its record always has.
pub(super) trait Always: Item {
    /// Returns true if the file leaves it out.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<V: Always> FieldValue for V {
    fn cell(&self) -> Cell<'_> {
        if self.is_absent() { Cell::Absent } else { Item::cell(self) }
    }

    fn typed(&self) -> Vec<String> {
        if self.is_absent() { Vec::new() } else { vec![self.to_string()] }
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        Item::any_text(self, matches)
    }

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        *self = V::parse(input.field, single(input)?, input.context)?;
        Ok(())
    }

    fn load(&mut self, stored: &Value) -> Result<(), ParseError> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, field: &str) -> &'static str {
        <V as Item>::accepts(field)
    }
}

/// The fields that users name themselves.
impl FieldValue for BTreeMap<String, String> {
    fn cell(&self) -> Cell<'_> {
        Cell::full(self.typed().join("; "))
    }

    fn needs_json(&self) -> bool {
        !self.is_empty()
    }

    fn typed(&self) -> Vec<String> {
        self.iter().map(|(key, value)| format!("{key}={value}")).collect()
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|(key, value)| matches(key) || matches(value))
    }

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        *self =
            input.texts.iter().map(|text| input::parse_field(text)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn add(&mut self, input: &FieldInput<'_>) -> Result<(), ParseError> {
        let mut more = Self::new();
        more.set(input)?;
        self.extend(more);
        Ok(())
    }

    fn remove(&mut self, text: &str) -> bool {
        let before = self.len();
        let pair = input::parse_field(text).ok();
        self.retain(|key, value| {
            let is_pair = pair.as_ref().is_some_and(|(k, v)| k == key && v == value);
            key != text && !is_pair
        });
        self.len() < before
    }

    fn load(&mut self, stored: &Value) -> Result<(), ParseError> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, _: &str) -> &'static str {
        input::ACCEPTED_FIELDS
    }
}

fn texts<T: Display>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

fn single<'t>(input: &FieldInput<'t>) -> Result<&'t str, ParseError> {
    let field = input.field;
    match input.texts {
        [text] if text.trim().is_empty() => Err(ParseError::new("the value is blank")),
        [text] => Ok(text),
        _ => Err(ParseError::new(format!("`{field}` takes one value"))),
    }
}

/// Returns true if the texts differ at most in case.
fn is_same_text(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}
