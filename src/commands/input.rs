//! Typed values resolved against the registry: known parties, whole ids, documents.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::commands::{flag, ids};
use crate::domain::{Agreement, Day, Field, FieldSpec, InputContext, ParseError, Party, input};
use crate::error::{Error, Kind, Result};
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
            self.look_up(&typed.map(|party| party.name.into()).collect::<Vec<_>>());
        }
        let setting =
            InputContext { today: self.today, known: &|name| self.party(name), hash: &hash };
        let done = put(linked.as_deref().unwrap_or(values), &setting);
        if let Some(error) = unread.take().or_else(|| self.lookup_error.take()) {
            return Err(error);
        }
        done.map_err(|why| flag::refused(flag, &why, field.accepts()))
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
