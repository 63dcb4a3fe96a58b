//! The values of flags: parsed, resolved against the registry, or refused with the flag, the value and
//! what to write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::time;

use crate::commands::ids;
use crate::domain::{
    Agreement, Date, Day, Duration, Field, FieldSpec, InputContext, ParseError, Party, Term, Text,
    input,
};
use crate::error::{Error, Kind, Result};
use crate::render::words;
use crate::store::{Store, Transaction};

/// What typed values are resolved against: the registry, the documents in its folder, and the day
/// that relative dates are counted from.
pub(crate) struct RegistryInput<'a, 'r> {
    draft: &'a Transaction<'r>,
    store: &'a Store,
    today: Day,
    /// The parties that were looked up, by their names in lower case.
    known_parties: RefCell<BTreeMap<String, Option<Party>>>,
    /// Why a party could not be looked up.
    lookup_error: RefCell<Option<Error>>,
    /// Whether typed values correct those of the registry.
    is_correction: bool,
    notes: RefCell<Vec<String>>,
}

impl<'a, 'r> RegistryInput<'a, 'r> {
    /// Returns the context of a transaction on the registry of `store`.
    pub(crate) fn new(draft: &'a Transaction<'r>, store: &'a Store, today: Day) -> Self {
        Self {
            draft,
            store,
            today,
            known_parties: RefCell::default(),
            lookup_error: RefCell::default(),
            is_correction: false,
            notes: RefCell::default(),
        }
    }

    /// Returns the same context for corrections: the short name and the country that are typed for a
    /// known party replace those of the registry.
    pub(crate) fn correcting(self) -> Self {
        Self { is_correction: true, ..self }
    }

    /// Returns what was typed and ignored since the last call, in sentences.
    pub(crate) fn take_ignored(&self) -> Vec<String> {
        self.notes.take()
    }

    /// Returns the day that relative dates are counted from.
    pub(crate) fn today(&self) -> Day {
        self.today
    }

    /// Sets a field to what was typed for `flag`.
    ///
    /// Fails if the field does not accept that, if an id names no record, or if a document does not
    /// exist.
    pub(crate) fn set(
        &self,
        field: &FieldSpec<Agreement>,
        flag: &str,
        values: &[String],
        to: &mut Agreement,
    ) -> Result<()> {
        self.put(field, flag, values, |values, with| field.set(to, values, with))?;
        self.compare(field, values, to);
        Ok(())
    }

    /// Adds to a list what was typed for `flag`. Fails as [`Self::set`] does.
    pub(crate) fn add(
        &self,
        field: &FieldSpec<Agreement>,
        flag: &str,
        values: &[String],
        to: &mut Agreement,
    ) -> Result<()> {
        self.put(field, flag, values, |values, with| field.add(to, values, with))?;
        self.compare(field, values, to);
        Ok(())
    }

    /// Compares the parties as typed with those that the registry knows under these names.
    fn compare(&self, field: &FieldSpec<Agreement>, values: &[String], to: &mut Agreement) {
        if !is_field(field, Field::Parties) {
            return;
        }
        for typed in values.iter().filter_map(|value| input::parse_party(value).ok()) {
            let Some(party) = to.parties.iter_mut().find(|party| party.is_called(&typed.name))
            else {
                continue;
            };
            let (short, country) = (typed.short.clone(), typed.country.clone());
            let differs = short.as_ref().is_some_and(|short| party.short.as_ref() != Some(short))
                || country.as_ref().is_some_and(|code| party.country.as_ref() != Some(code));
            if differs && self.is_correction {
                party.short = short.or(party.short.take());
                party.country = country.or(party.country.take());
            } else if differs {
                let note = format!("`{typed}` is recorded as `{party}`, as the registry has it");
                self.notes.borrow_mut().push(note);
            }
        }
    }

    fn put(
        &self,
        field: &FieldSpec<Agreement>,
        flag: &str,
        values: &[String],
        put: impl FnOnce(&[String], &InputContext<'_>) -> std::result::Result<(), ParseError>,
    ) -> Result<()> {
        let linked = self.linked(field, flag, values)?;
        let unread = RefCell::new(None);
        let hash = |path: &str| {
            self.store.hash_document(path).map(Some).map_err(|error| {
                let why = ParseError::new(error.message());
                unread.replace(Some(error));
                why
            })
        };
        if is_field(field, Field::Parties) {
            let typed = values.iter().filter_map(|value| input::parse_party(value).ok());
            self.look_up(&typed.map(|party| party.name).collect::<Vec<_>>());
        }
        let setting =
            InputContext { today: self.today, known: &|name| self.party(name), hash: &hash };
        let done = put(linked.as_deref().unwrap_or(values), &setting);
        if let Some(error) = unread.take().or_else(|| self.lookup_error.take()) {
            return Err(error);
        }
        done.map_err(|why| refused(flag, &why, field.accepts()))
    }

    /// Returns the whole ids of the records that were typed, if the field has ids.
    fn linked(
        &self,
        field: &FieldSpec<Agreement>,
        flag: &str,
        values: &[String],
    ) -> Result<Option<Vec<String>>> {
        if !is_field(field, Field::Succeeds) && !is_field(field, Field::Under) {
            return Ok(None);
        }
        let whole = values.iter().map(|typed| {
            let id = ids::resolve(typed, self.draft).map_err(|error| about(flag, error))?;
            Ok(id.to_string())
        });
        whole.collect::<Result<_>>().map(Some)
    }

    /// Returns the party with this name or short name, in any case. A name takes precedence over a
    /// short name, then the first agreement by id.
    fn party(&self, name: &str) -> Option<Party> {
        self.look_up(std::slice::from_ref(&name.to_owned()));
        self.known_parties.borrow().get(&name.to_lowercase()).cloned().flatten()
    }

    /// Looks up the parties with these names or short names, in one scan.
    fn look_up(&self, names: &[String]) {
        let known = self.known_parties.borrow();
        let wanted: BTreeSet<String> = names
            .iter()
            .map(|name| name.to_lowercase())
            .filter(|name| !known.contains_key(name))
            .collect();
        drop(known);
        if wanted.is_empty() {
            return;
        }
        let met = self.draft.gather_facts(|agreement, met: &mut Vec<Party>| {
            let is_wanted =
                |party: &&Party| wanted.iter().any(|name| party.is_called_in_lower_case(name));
            met.extend(agreement.parties.iter().filter(is_wanted).cloned());
        });
        let met = met.unwrap_or_else(|error| {
            self.lookup_error.replace(Some(error));
            Vec::new()
        });
        let find = |name: &str| {
            let by_name = met.iter().find(|party| party.name.to_lowercase() == name);
            by_name.or_else(|| {
                let short = |party: &&Party| party.short.as_deref().map(str::to_lowercase);
                met.iter().find(|party| short(party).as_deref() == Some(name))
            })
        };
        let found = wanted.iter().map(|name| (name.clone(), find(name).cloned()));
        self.known_parties.borrow_mut().extend(found);
    }
}

fn is_field(field: &FieldSpec<Agreement>, other: Field) -> bool {
    field.name == other.name()
}

/// Returns the same error with the flag named before it.
fn about(flag: &str, error: Error) -> Error {
    let message = format!("`{flag}`: {error}");
    let named = match error.kind() {
        Kind::NotFound => Error::not_found(message),
        Kind::Usage => Error::usage(message),
        _ => return error,
    };
    match error.hint() {
        Some(hint) => named.with_hint(hint),
        None => named,
    }
}

/// Returns the error for a typed value that `flag` does not accept, with the reason.
pub(crate) fn refused(flag: &str, why: &ParseError, accepted: &str) -> Error {
    Error::usage(format!("`{flag}`: {why}; accepted is {accepted}"))
}

/// Returns the error for a value that `flag` does not accept, with what to write instead.
pub(crate) fn not_accepted(flag: &str, value: &str, accepted: &str) -> Error {
    if value.is_empty() {
        return Error::usage(format!("`{flag}` is empty; write {accepted}"));
    }
    Error::usage(format!("`{flag}`: `{value}` is not accepted; write {accepted}"))
}

/// Returns the error for a word that `flag` does not know, with the words that it knows.
pub(crate) fn none_of(flag: &str, value: &str, known: &[&str]) -> Error {
    let accepted = words::list_and(known);
    let error = Error::usage(format!("`{flag}` cannot be `{value}`; accepted are {accepted}"));
    let nearest = words::nearest(value, known.iter().copied());
    if nearest.is_empty() {
        return error;
    }
    error.with_hint(format!("did you mean {}?", words::ticked(&nearest)))
}

/// Parses a date.
pub(crate) fn date(flag: &str, text: &str, today: Day) -> Result<Date> {
    input::parse_date(text, today).map_err(|why| refused(flag, &why, input::ACCEPTED_DATES))
}

/// Parses a date; today if there is none.
pub(crate) fn date_or_today(flag: &str, text: Option<&String>, today: Day) -> Result<Date> {
    match text {
        Some(text) => date(flag, text, today),
        None => Date::of_day(today)
            .ok_or_else(|| Error::usage("today is not in the years 0001 to 9999")),
    }
}

/// Returns the text, if there is one. Fails if it is blank.
pub(crate) fn text(flag: &str, text: Option<&String>) -> Result<Option<Text>> {
    match text {
        Some(text) if text.trim().is_empty() => {
            Err(Error::usage(format!("`{flag}` cannot be blank")))
        }
        text => Ok(text.map(|text| text.as_str().into())),
    }
}

/// Parses a duration.
pub(crate) fn duration(flag: &str, text: &str) -> Result<Duration> {
    input::parse_duration(text).map_err(|why| refused(flag, &why, input::ACCEPTED_DURATIONS))
}

/// Parses a term: a duration or `indefinite`.
pub(crate) fn term(flag: &str, text: &str) -> Result<Term> {
    input::parse_term(text).map_err(|why| refused(flag, &why, input::ACCEPTED_TERMS))
}

/// Parses a whole number from 1 in plain digits; `T` is one of the types of non-zero numbers.
///
/// Fails with what is accepted, for [`not_accepted`]. Used as a value parser of flags.
pub(crate) fn whole_number<T: FromStr>(text: &str) -> std::result::Result<T, String> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_digits { text.parse().ok() } else { None };
    number.ok_or_else(|| {
        let is_zero = text.bytes().all(|byte| byte == b'0');
        if is_digits && !is_zero { "a smaller whole number" } else { "a whole number from 1" }
            .into()
    })
}

/// Parses a time to wait: `10s` or `500ms`, but not `1m`.
pub(crate) fn seconds(flag: &str, text: &str) -> Result<time::Duration> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u64>().unwrap_or(u64::MAX / 1_000))
    };
    let milliseconds = text.strip_suffix("ms").and_then(number).map(time::Duration::from_millis);
    let seconds = || text.strip_suffix('s').and_then(number).map(time::Duration::from_secs);
    milliseconds
        .or_else(seconds)
        .ok_or_else(|| not_accepted(flag, text, "a number of seconds such as 10s"))
}

/// Parses a size: `1500000`, `500kB`, `5MB`, `4MiB`; not zero.
pub(crate) fn bytes(flag: &str, text: &str) -> Result<u64> {
    let text = text.trim();
    let (digits, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let unit: Option<u64> = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "kb" => Some(1_000),
        "mb" => Some(1_000_000),
        "gb" => Some(1_000_000_000),
        "kib" => Some(1 << 10),
        "mib" => Some(1 << 20),
        "gib" => Some(1 << 30),
        _ => None,
    };
    let number = digits.parse::<u64>().ok().filter(|number| *number > 0);
    number
        .zip(unit)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .ok_or_else(|| not_accepted(flag, text, "a number of bytes such as 1500000, 500kB or 5MB"))
}
