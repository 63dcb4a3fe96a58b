//! The types that a field can have, and how each is read, written and searched.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::NonZeroU32;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Cell, FieldValue, InputContext, read_only};
use crate::domain::activity::{Activity, Progress};
use crate::domain::date::Date;
use crate::domain::duration::Duration;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::Id;
use crate::domain::malformed::Malformed;
use crate::domain::party::{Party, Person};
use crate::domain::reference::{Conflict, Document, Reference};
use crate::domain::stated::Stated;
use crate::domain::term::{Basis, Renewal, Term};
use crate::domain::text::Text;
use crate::domain::typed;
use crate::domain::value::Value;

const ANY_TEXT: &str = "a text that is not blank";

/// A value that fills a field alone, or is an item of a list.
trait Item: Clone + PartialEq + Display + Serialize + DeserializeOwned + 'static {
    /// Whether a list that is typed keeps an item that occurs twice.
    const KEEPS_REPEATS: bool = false;

    /// Returns what the field `name` accepts, as the end of a sentence.
    fn accepts(_name: &str) -> &'static str {
        ANY_TEXT
    }

    /// Reads what was typed for the field `name`. The default is for fields that no flag sets.
    fn parse(name: &str, _: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        Err(read_only(name))
    }

    /// Takes over from the value that it replaces what is not typed with it.
    fn take_over(&mut self, _old: &Self) {}

    /// Returns true if the other item is the same one, so that a list has it only once.
    fn is_same_item(&self, other: &Self) -> bool {
        self == other
    }

    /// Returns true if the text names the item.
    fn is_named(&self, text: &str) -> bool {
        is_same_text(&self.to_string(), text)
    }

    /// Returns the value as a cell.
    fn cell(&self) -> Cell<'_> {
        Cell::full(self.to_string())
    }

    /// Returns a list of such items as a cell.
    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::summary(&texts(items))
    }

    /// Calls `matches` for each text in it, and returns true as soon as one matches.
    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(&self.to_string())
    }
}

impl<V: Item> FieldValue for Option<V> {
    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Absent, V::cell)
    }

    fn typed(&self) -> Vec<String> {
        texts(self.as_slice())
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.as_ref().is_some_and(|value| value.any_text(matches))
    }

    fn set(
        &mut self,
        name: &str,
        typed: &[&str],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        let mut value = V::parse(name, single(name, typed)?, context)?;
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

    fn accepts(&self, name: &str) -> &'static str {
        V::accepts(name)
    }
}

impl<V: Item> FieldValue for Vec<V> {
    fn cell(&self) -> Cell<'_> {
        if self.is_empty() { Cell::Absent } else { V::list_cell(self) }
    }

    fn typed(&self) -> Vec<String> {
        texts(self)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|item| item.any_text(matches))
    }

    fn set(
        &mut self,
        name: &str,
        typed: &[&str],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        let mut items = Self::with_capacity(typed.len());
        for text in typed {
            let mut item = V::parse(name, text, context)?;
            if V::KEEPS_REPEATS || !items.iter().any(|other| item.is_same_item(other)) {
                self.iter().for_each(|old| item.take_over(old));
                items.push(item);
            }
        }
        *self = items;
        Ok(())
    }

    fn add(
        &mut self,
        name: &str,
        typed: &[&str],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        let items = typed.iter().map(|text| V::parse(name, text, context));
        for item in items.collect::<Result<Self, _>>()? {
            if !self.iter().any(|other| item.is_same_item(other)) {
                self.push(item);
            }
        }
        Ok(())
    }

    fn remove(&mut self, typed: &str) -> bool {
        let before = self.len();
        self.retain(|item| !item.is_named(typed));
        self.len() < before
    }

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, name: &str) -> &'static str {
        V::accepts(name)
    }
}

/// A value that is never absent from the struct.
trait Alone: Item {
    /// Returns true if it is the value of a field that the file leaves out.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<V: Alone> FieldValue for V {
    fn cell(&self) -> Cell<'_> {
        if self.is_absent() { Cell::Absent } else { Item::cell(self) }
    }

    fn typed(&self) -> Vec<String> {
        if self.is_absent() { Vec::new() } else { vec![self.to_string()] }
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        Item::any_text(self, matches)
    }

    fn set(
        &mut self,
        name: &str,
        typed: &[&str],
        context: &InputContext<'_>,
    ) -> Result<(), Malformed> {
        *self = V::parse(name, single(name, typed)?, context)?;
        Ok(())
    }

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, name: &str) -> &'static str {
        <V as Item>::accepts(name)
    }
}

/// The fields that users name themselves.
impl FieldValue for BTreeMap<String, String> {
    fn cell(&self) -> Cell<'_> {
        Cell::summary(&self.typed())
    }

    fn typed(&self) -> Vec<String> {
        self.iter().map(|(key, value)| format!("{key}={value}")).collect()
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        self.iter().any(|(key, value)| matches(key) || matches(value))
    }

    fn set(&mut self, _: &str, typed: &[&str], _: &InputContext<'_>) -> Result<(), Malformed> {
        *self = pairs(typed)?;
        Ok(())
    }

    fn add(&mut self, _: &str, typed: &[&str], _: &InputContext<'_>) -> Result<(), Malformed> {
        self.extend(pairs(typed)?);
        Ok(())
    }

    fn remove(&mut self, typed: &str) -> bool {
        let before = self.len();
        let pair = typed::field(typed).ok();
        self.retain(|key, value| {
            let is_pair = pair.as_ref().is_some_and(|(k, v)| k == key && v == value);
            key != typed && !is_pair
        });
        self.len() < before
    }

    fn load(&mut self, stored: &Value) -> Result<(), Malformed> {
        *self = stored.read()?;
        Ok(())
    }

    fn accepts(&self, _: &str) -> &'static str {
        typed::FIELDS
    }
}

impl Alone for Id {}

impl Alone for Text {}

impl Alone for NonZeroU32 {}

impl Alone for Basis {
    fn is_absent(&self) -> bool {
        self.is_default()
    }
}

impl Item for Text {
    fn parse(name: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        not_blank(name, typed).map(Self::from)
    }

    fn is_named(&self, text: &str) -> bool {
        is_same_text(self, text)
    }

    fn cell(&self) -> Cell<'_> {
        Cell::full(self)
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::texts(items)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(self)
    }
}

impl Item for Id {
    fn accepts(_: &str) -> &'static str {
        "the id of an agreement"
    }

    fn parse(name: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        not_blank(name, typed)?.parse()
    }

    fn cell(&self) -> Cell<'_> {
        Cell::full(self.as_str())
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::list(items)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(self.as_str())
    }
}

impl Item for NonZeroU32 {
    fn cell(&self) -> Cell<'_> {
        Cell::Number(self.get().into())
    }
}

impl Item for Party {
    fn accepts(_: &str) -> &'static str {
        typed::PARTIES
    }

    /// The name, short name and country of a party that the registry has come from there.
    fn parse(_: &str, typed: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        let party = typed::party(typed)?;
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

    fn is_same_item(&self, other: &Self) -> bool {
        other.is_called(&self.name)
    }

    fn is_named(&self, text: &str) -> bool {
        self.is_called(text) || is_same_text(&self.to_string(), text)
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        let is_read_back = |party: &Self| {
            typed::is_surely_read_back(party)
                || typed::party(&party.to_string()).as_ref() == Ok(party)
        };
        if items.iter().all(is_read_back) {
            Cell::list(items)
        } else {
            Cell::summary(&texts(items))
        }
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(&self.name) || any_of(&[&self.short, &self.country, &self.role], matches)
    }
}

impl Item for Person {
    const KEEPS_REPEATS: bool = true;

    fn accepts(_: &str) -> &'static str {
        typed::PEOPLE
    }

    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::person(typed)
    }

    fn is_named(&self, text: &str) -> bool {
        is_same_text(&self.name, text) || is_same_text(&self.to_string(), text)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(&self.name) || any_of(&[&self.title, &self.party], matches)
    }
}

impl Item for Reference {
    const KEEPS_REPEATS: bool = true;

    fn accepts(_: &str) -> &'static str {
        typed::REFERENCES
    }

    fn parse(_: &str, typed: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::reference(typed, context.today)
    }

    fn is_named(&self, text: &str) -> bool {
        is_same_text(&self.title, text)
            || self.url.as_deref().is_some_and(|url| is_same_text(url, text))
            || is_same_text(&self.to_string(), text)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(&self.title) || any_of(&[&self.url], matches)
    }
}

impl Item for Document {
    const KEEPS_REPEATS: bool = true;

    fn accepts(_: &str) -> &'static str {
        typed::DOCUMENTS
    }

    fn parse(_: &str, typed: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        let (title, path) = typed::document(typed)?;
        let sha256 = (context.hash)(&path)?.map(Text::from);
        Ok(Self { title: title.into(), path: Some(path.into()), sha256 })
    }

    fn is_named(&self, text: &str) -> bool {
        is_same_text(&self.title, text)
            || self.path.as_deref().is_some_and(|path| is_same_text(path, text))
            || is_same_text(&self.to_string(), text)
    }

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches(&self.title) || any_of(&[&self.path], matches)
    }
}

impl Item for Event {
    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        matches!(&self.kind, EventKind::Remark(word) if matches(word))
            || any_of(&[&self.by, &self.note], matches)
    }
}

impl Item for Conflict {}

impl Item for Activity {
    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        super::any_text(self, matches)
    }
}

impl Item for Stated {
    fn accepts(name: &str) -> &'static str {
        if can_be_pending(name) { typed::EFFECTIVE_DATES } else { typed::STATED }
    }

    fn parse(name: &str, typed: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        if can_be_pending(name) {
            return typed::effective(typed, context.today);
        }
        typed::stated(typed, context.today)
    }

    fn cell(&self) -> Cell<'_> {
        self.date().map_or_else(|| Cell::Text(self.to_string().into()), Cell::Date)
    }
}

impl Item for Date {
    fn accepts(_: &str) -> &'static str {
        typed::DATES
    }

    fn parse(_: &str, typed: &str, context: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::date(typed, context.today)
    }

    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}

impl Item for Term {
    fn accepts(_: &str) -> &'static str {
        typed::TERMS
    }

    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::term(typed)
    }
}

impl Item for Basis {
    fn accepts(_: &str) -> &'static str {
        "`from` or `including`"
    }

    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed.parse()
    }
}

impl Item for Duration {
    fn accepts(_: &str) -> &'static str {
        typed::DURATIONS
    }

    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::duration(typed)
    }

    fn is_named(&self, text: &str) -> bool {
        typed::duration(text).is_ok_and(|duration| duration == *self)
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::list(items)
    }
}

/// Only the length of a renewal is typed with it: the rest is kept.
impl Item for Renewal {
    fn accepts(_: &str) -> &'static str {
        typed::DURATIONS
    }

    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed::duration(typed).map(Self::automatic)
    }

    fn take_over(&mut self, old: &Self) {
        *self = Self { every: self.every, ..*old };
    }

    fn cell(&self) -> Cell<'_> {
        let is_whole = *self == Self::automatic(self.every);
        let text = self.to_string();
        if is_whole { Cell::full(text) } else { Cell::Summary(text) }
    }
}

impl Item for Progress {
    fn parse(_: &str, typed: &str, _: &InputContext<'_>) -> Result<Self, Malformed> {
        typed.parse()
    }
}

/// Returns true if the date of this field can be pending: only coming into effect can.
fn can_be_pending(name: &str) -> bool {
    name == "effective"
}

fn texts<T: Display>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

fn pairs(typed: &[&str]) -> Result<BTreeMap<String, String>, Malformed> {
    typed.iter().map(|text| typed::field(text)).collect()
}

fn single<'t>(name: &str, typed: &[&'t str]) -> Result<&'t str, Malformed> {
    match typed {
        [value] if value.trim().is_empty() => {
            Err(Malformed::new(format!("`{name}` cannot be blank")))
        }
        [value] => Ok(value),
        _ => Err(Malformed::new(format!("`{name}` takes one value"))),
    }
}

fn not_blank<'t>(name: &str, typed: &'t str) -> Result<&'t str, Malformed> {
    if typed.trim().is_empty() {
        return Err(Malformed::new(format!("a value of `{name}` cannot be blank")));
    }
    Ok(typed)
}

/// Returns true if the texts differ at most in case.
fn is_same_text(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}

fn any_of(texts: &[&Option<Text>], matches: &dyn Fn(&str) -> bool) -> bool {
    texts.iter().any(|text| text.as_ref().is_some_and(|text| matches(text)))
}
