//! The types that a field can have, and how each is read, written and searched.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::NonZeroU32;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Cell, FieldInput, FieldValue, InputContext, read_only};
use crate::domain::activity::{Activity, Progress};
use crate::domain::date::Date;
use crate::domain::duration::Duration;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::Id;
use crate::domain::input;
use crate::domain::malformed::Malformed;
use crate::domain::party::{Party, Person};
use crate::domain::reference::{Conflict, Document, Reference};
use crate::domain::stated::Stated;
use crate::domain::term::{Basis, Renewal, Term};
use crate::domain::text::Text;
use crate::domain::value::Value;

/// A value that fills a field alone, or is an item of a list.
trait Item: Clone + PartialEq + Display + Serialize + DeserializeOwned + 'static {
    /// What is accepted, as the end of a sentence.
    const ACCEPTS: &'static str = input::ACCEPTED_TEXTS;

    /// Whether it has several members. A list of such items is shown to other programs as JSON, and
    /// may have an item twice.
    const IS_COMPOUND: bool = false;

    /// How many of its texts name it.
    const NAMES: usize = 0;

    /// Reads what was typed for a field. The default is for fields that no flag sets.
    fn parse(field: &str, _text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
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
        let mut names = self.texts().into_iter().take(Self::NAMES).flatten();
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
        Self::ACCEPTS
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

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
        let mut value = V::parse(input.field, single(input)?, input.context)?;
        if let Some(old) = self {
            value.take_over(old);
        }
        *self = Some(value);
        Ok(())
    }

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
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

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
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

    fn add(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
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

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, field: &str) -> &'static str {
        V::accepts(field)
    }
}

/// A value that its record always has.
trait Always: Item {
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

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
        *self = V::parse(input.field, single(input)?, input.context)?;
        Ok(())
    }

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, field: &str) -> &'static str {
        <V as Item>::accepts(field)
    }
}

impl Always for Id {}

impl Always for Text {}

impl Always for NonZeroU32 {}

impl Always for Basis {
    fn is_absent(&self) -> bool {
        self.is_default()
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

    fn set(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
        *self =
            input.texts.iter().map(|text| input::parse_field(text)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn add(&mut self, input: &FieldInput<'_>) -> Result<(), Malformed> {
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

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, _: &str) -> &'static str {
        input::ACCEPTED_FIELDS
    }
}

impl Item for Text {
    fn parse(field: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        not_blank(field, text).map(Self::from)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(self), None, None, None]
    }

    fn cell(&self) -> Cell<'_> {
        Cell::full(self)
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::texts(items)
    }
}

impl Item for Id {
    const ACCEPTS: &'static str = "the id of an agreement";

    fn parse(field: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        not_blank(field, text)?.parse()
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(self.as_str()), None, None, None]
    }

    fn cell(&self) -> Cell<'_> {
        Cell::full(self.as_str())
    }
}

impl Item for NonZeroU32 {
    fn cell(&self) -> Cell<'_> {
        Cell::Number(self.get().into())
    }
}

impl Item for Party {
    const ACCEPTS: &'static str = input::ACCEPTED_PARTIES;
    const NAMES: usize = 2;

    /// The name, short name and country of a party that the registry has come from there.
    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        let party = input::parse_party(text)?;
        Ok(match (context.known)(&party.name) {
            Some(known) => Self {
                name: known.name,
                short: known.short.or(party.short),
                country: known.country.or(party.country),
                ..Self::default()
            },
            None => party,
        })
    }

    /// What a party is in this agreement stays when the list is typed again.
    fn take_over(&mut self, old: &Self) {
        if self.name == old.name {
            self.role.clone_from(&old.role);
            (self.signed, self.joined, self.left) = (old.signed, old.joined, old.left);
        }
    }

    fn texts(&self) -> [Option<&str>; 4] {
        let Self { name, short, country, role, .. } = self;
        [Some(name), short.as_deref(), country.as_deref(), role.as_deref()]
    }

    fn is_same_item(&self, other: &Self) -> bool {
        other.is_called(&self.name)
    }

    /// A name can be typed in another way; a role and the dates are not typed at all.
    fn list_needs_json(items: &[Self]) -> bool {
        let is_read_back = |party: &Self| {
            input::is_surely_read_back(party)
                || input::parse_party(&party.to_string()).as_ref() == Ok(party)
        };
        let begins_as_json = items.first().is_some_and(|party| party.name.starts_with('['));
        begins_as_json || !items.iter().all(is_read_back)
    }
}

impl Item for Person {
    const ACCEPTS: &'static str = input::ACCEPTED_PEOPLE;
    const IS_COMPOUND: bool = true;
    const NAMES: usize = 1;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_person(text)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(&self.name), self.title.as_deref(), self.party.as_deref(), None]
    }
}

impl Item for Reference {
    const ACCEPTS: &'static str = input::ACCEPTED_REFERENCES;
    const IS_COMPOUND: bool = true;
    const NAMES: usize = 2;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_reference(text, context.today)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(&self.title), self.url.as_deref(), None, None]
    }
}

impl Item for Document {
    const ACCEPTS: &'static str = input::ACCEPTED_DOCUMENTS;
    const IS_COMPOUND: bool = true;
    const NAMES: usize = 2;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        let (title, path) = input::parse_document(text)?;
        let sha256 = (context.hash)(&path)?;
        Ok(Self { title, path: Some(path), sha256 })
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(&self.title), self.path.as_deref(), None, None]
    }
}

impl Item for Event {
    const IS_COMPOUND: bool = true;

    fn texts(&self) -> [Option<&str>; 4] {
        let remark = match &self.kind {
            EventKind::Remark(word) => Some(word.as_str()),
            _ => None,
        };
        [remark, self.by.as_deref(), self.note.as_deref(), None]
    }
}

impl Item for Conflict {
    const IS_COMPOUND: bool = true;
}

impl Item for Activity {
    const IS_COMPOUND: bool = true;

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        super::any_text(self, matches)
    }
}

impl Item for Stated {
    fn parse(field: &str, text: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        let parse = if can_be_pending(field) {
            input::parse_effective_date
        } else {
            input::parse_recorded_date
        };
        parse(text, context.today)
    }

    fn cell(&self) -> Cell<'_> {
        self.date().map_or_else(|| Cell::Text(self.to_string().into()), Cell::Date)
    }

    fn accepts(field: &str) -> &'static str {
        if can_be_pending(field) {
            input::ACCEPTED_EFFECTIVE_DATES
        } else {
            input::ACCEPTED_RECORDED_DATES
        }
    }
}

/// Returns true if the date of this field can be pending: only coming into effect can.
fn can_be_pending(field: &str) -> bool {
    field == "effective"
}

impl Item for Date {
    const ACCEPTS: &'static str = input::ACCEPTED_DATES;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_date(text, context.today)
    }

    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}

impl Item for Term {
    const ACCEPTS: &'static str = input::ACCEPTED_TERMS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_term(text)
    }
}

impl Item for Basis {
    const ACCEPTS: &'static str = "`from` or `including`";

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl Item for Duration {
    const ACCEPTS: &'static str = input::ACCEPTED_DURATIONS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_duration(text)
    }

    fn is_named(&self, text: &str) -> bool {
        input::parse_duration(text).as_ref() == Ok(self)
    }
}

/// Only the length of a renewal is typed with it.
impl Item for Renewal {
    const ACCEPTS: &'static str = input::ACCEPTED_DURATIONS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        input::parse_duration(text).map(Self::automatic)
    }

    fn take_over(&mut self, old: &Self) {
        *self = Self { every: self.every, ..*old };
    }

    fn needs_json(&self) -> bool {
        *self != Self::automatic(self.every)
    }
}

impl Item for Progress {
    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        text.parse()
    }
}

fn texts<T: Display>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

fn single<'t>(input: &FieldInput<'t>) -> Result<&'t str, Malformed> {
    let field = input.field;
    match input.texts {
        [text] if text.trim().is_empty() => {
            Err(Malformed::new(format!("`{field}` cannot be blank")))
        }
        [text] => Ok(text),
        _ => Err(Malformed::new(format!("`{field}` takes one value"))),
    }
}

fn not_blank<'t>(field: &str, text: &'t str) -> Result<&'t str, Malformed> {
    if text.trim().is_empty() {
        return Err(Malformed::new(format!("a value of `{field}` cannot be blank")));
    }
    Ok(text)
}

/// Returns true if the texts differ at most in case.
fn is_same_text(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}
