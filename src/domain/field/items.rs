//! The types of items, and how each is parsed, shown and searched.

use std::num::NonZeroU32;

use super::cell::Cell;
use super::spec::{self, InputContext};
use super::values::{Always, Item};
use crate::domain::accepted::AcceptedFinding;
use crate::domain::activity::{Activity, Progress};
use crate::domain::date::{Date, RecordedDate};
use crate::domain::duration::Duration;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::Id;
use crate::domain::input;
use crate::domain::parse_error::ParseError;
use crate::domain::party::{Party, Person};
use crate::domain::reference::{Conflict, Document, Reference};
use crate::domain::term::{Basis, Renewal, Term};
use crate::domain::text::Text;

impl Always for Id {}

impl Always for Text {}

impl Always for NonZeroU32 {}

impl Always for Basis {
    fn is_absent(&self) -> bool {
        self.is_default()
    }
}

impl Item for Text {
    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        not_blank(text).map(Self::from)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(self), None, None, None]
    }

    fn cell(&self) -> Cell<'_> {
        Cell::full(self.as_str())
    }

    fn list_cell(items: &[Self]) -> Cell<'_> {
        Cell::texts(items)
    }
}

impl Item for Id {
    const ACCEPTED_INPUT: &'static str = "the id of an agreement";

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        not_blank(text)?.parse()
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
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_PARTIES;
    const NAME_COUNT: usize = 2;

    /// The name, short name and country of a party that the registry has come from there.
    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, ParseError> {
        let party = input::parse_party(text)?;
        Ok(match (context.known)(&party.name) {
            Some(known) => party.known_as(known),
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
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_PEOPLE;
    const IS_COMPOUND: bool = true;
    const NAME_COUNT: usize = 1;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        input::parse_person(text)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(&self.name), self.title.as_deref(), self.party.as_deref(), None]
    }
}

impl Item for Reference {
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_REFERENCES;
    const IS_COMPOUND: bool = true;
    const NAME_COUNT: usize = 2;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, ParseError> {
        input::parse_reference(text, context.today)
    }

    fn texts(&self) -> [Option<&str>; 4] {
        [Some(&self.title), self.url.as_deref(), None, None]
    }
}

impl Item for Document {
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_DOCUMENTS;
    const IS_COMPOUND: bool = true;
    const NAME_COUNT: usize = 2;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, ParseError> {
        let (title, path) = input::parse_document(text)?;
        let sha256 = (context.hash)(&path)?;
        Ok(Self { title: title.into(), path: Some(path.into()), sha256: sha256.map(Text::from) })
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

impl Item for AcceptedFinding {
    const IS_COMPOUND: bool = true;

    /// The word of the rule is not searched: it is the same in many records.
    fn texts(&self) -> [Option<&str>; 4] {
        [self.note.as_deref(), None, None, None]
    }
}

impl Item for Conflict {
    const IS_COMPOUND: bool = true;
}

impl Item for Activity {
    const IS_COMPOUND: bool = true;

    fn any_text(&self, matches: &dyn Fn(&str) -> bool) -> bool {
        spec::any_text(self, matches)
    }
}

impl Item for RecordedDate {
    fn parse(field: &str, text: &str, context: &InputContext<'_>) -> Result<Self, ParseError> {
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
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_DATES;

    fn parse(_: &str, text: &str, context: &InputContext<'_>) -> Result<Self, ParseError> {
        input::parse_date(text, context.today)
    }

    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}

impl Item for Term {
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_TERMS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        input::parse_term(text)
    }
}

impl Item for Basis {
    const ACCEPTED_INPUT: &'static str = "`from` or `including`";

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl Item for Duration {
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_DURATIONS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        input::parse_duration(text)
    }

    fn is_named(&self, text: &str) -> bool {
        input::parse_duration(text).as_ref() == Ok(self)
    }
}

/// Only the length of a renewal is typed with it.
impl Item for Renewal {
    const ACCEPTED_INPUT: &'static str = input::ACCEPTED_DURATIONS;

    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
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
    fn parse(_: &str, text: &str, _: &InputContext<'_>) -> Result<Self, ParseError> {
        text.parse()
    }
}

fn not_blank(text: &str) -> Result<&str, ParseError> {
    if text.trim().is_empty() {
        return Err(ParseError::new("the value is blank"));
    }
    Ok(text)
}
