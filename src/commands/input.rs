//! Typed values resolved against the registry: known parties, whole ids, documents.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::commands::{flag, ids};
use crate::domain::{Agreement, Day, Field, FieldSpec, InputContext, ParseError, Party, input};
use crate::error::{Error, Kind, Result};
use crate::store::{Store, Transaction};

/// The values that were typed for a flag of a field.
#[derive(Debug, Clone)]
pub(crate) struct TypedField<T: 'static> {
    /// The field.
    pub(crate) field: &'static FieldSpec<T>,
    /// The flag, with its hyphens, or the name of the operand.
    pub(crate) flag: String,
    /// The values.
    pub(crate) values: Vec<String>,
}

impl TypedField<Agreement> {
    /// Returns what was typed for the title of an agreement.
    pub(crate) fn title(flag: &str, title: &str) -> Self {
        let field = Field::Title.spec();
        Self { field, flag: flag.to_owned(), values: vec![title.to_owned()] }
    }

    fn is(&self, field: Field) -> bool {
        self.field.name == field.name()
    }
}

/// What is found when parties are looked up.
enum LookedUp {
    /// A party with a typed name.
    Party(Party),
    /// An agreement that has no other parties than those that are looked up.
    Agreement(Box<Agreement>),
}

/// What typed values are resolved against: the registry, the documents in its folder, and the day
/// that relative dates are counted from.
pub(crate) struct RegistryInput<'a, 'r> {
    transaction: &'a Transaction<'r>,
    store: &'a Store,
    today: Day,
    /// The parties that were looked up, by their names in lower case.
    known_parties: RefCell<BTreeMap<String, Option<Party>>>,
    /// The agreements that have no other parties than those that were looked up.
    agreements: RefCell<Vec<Agreement>>,
    /// Why a party could not be looked up.
    lookup_error: RefCell<Option<Error>>,
    /// Whether typed values correct those of the registry.
    is_correction: bool,
    notes: RefCell<Vec<String>>,
}

impl<'a, 'r> RegistryInput<'a, 'r> {
    /// Returns the context of a transaction on the registry of `store`.
    pub(crate) fn new(transaction: &'a Transaction<'r>, store: &'a Store, today: Day) -> Self {
        Self {
            transaction,
            store,
            today,
            known_parties: RefCell::default(),
            agreements: RefCell::default(),
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

    /// Returns the agreements that have exactly these parties, which were looked up, by id.
    pub(crate) fn agreements_between(&self, parties: &[Party]) -> Vec<Agreement> {
        let has = |parties: &[Party], name: &str| parties.iter().any(|party| party.is_called(name));
        let is_between = |agreement: &&Agreement| {
            parties.iter().all(|party| has(&agreement.parties, &party.name))
                && agreement.parties.iter().all(|party| has(parties, &party.name))
        };
        self.agreements.borrow().iter().filter(is_between).cloned().collect()
    }

    /// Returns the parties under the names that the registry has for them.
    ///
    /// A party is known by its name. It is also known by its short name if the registry has it under that alone, and
    /// no other country. Fails if the registry cannot be read.
    pub(crate) fn known_parties(&self, parties: &[Party]) -> Result<Vec<Party>> {
        let names =
            parties.iter().flat_map(|party| [Some(party.name.as_str()), party.short.as_deref()]);
        self.look_up(names.flatten());
        let by_short = |party: &Party| {
            let known = self.party(party.short.as_deref()?)?;
            let is_same_country = known.country.is_none()
                || party.country.is_none()
                || known.country == party.country;
            Some(known).filter(|known| known.short.is_none() && is_same_country)
        };
        let known = parties.iter().map(|party| {
            let known = self.party(&party.name).or_else(|| by_short(party));
            known.map_or_else(|| party.clone(), |known| party.clone().known_as(known))
        });
        let known: Vec<Party> = known.collect();
        match self.lookup_error.take() {
            Some(error) => Err(error),
            None => Ok(known),
        }
    }

    /// Returns the day that relative dates are counted from.
    pub(crate) fn today(&self) -> Day {
        self.today
    }

    /// Sets a field to what was typed.
    ///
    /// Fails if the field does not accept that, if an id names no record, or if a document does not
    /// exist.
    pub(crate) fn set(&self, typed: &TypedField<Agreement>, to: &mut Agreement) -> Result<()> {
        self.apply(typed, to, FieldSpec::set)
    }

    /// Adds to a list what was typed. Fails as [`Self::set`] does.
    pub(crate) fn add(&self, typed: &TypedField<Agreement>, to: &mut Agreement) -> Result<()> {
        self.apply(typed, to, FieldSpec::add)
    }

    fn apply(
        &self,
        typed: &TypedField<Agreement>,
        to: &mut Agreement,
        f: impl FnOnce(
            &FieldSpec<Agreement>,
            &mut Agreement,
            &[String],
            &InputContext<'_>,
        ) -> std::result::Result<(), ParseError>,
    ) -> Result<()> {
        let TypedField { field, flag, values } = typed;
        let linked = self.linked(typed)?;
        let unread = RefCell::new(None);
        let hash = |path: &str| {
            self.store.hash_document(path).map(Some).map_err(|error| {
                let why = ParseError::new(error.message());
                unread.replace(Some(error));
                why
            })
        };
        let mut parties: Vec<Party> = Vec::new();
        if typed.is(Field::Parties) {
            parties.extend(values.iter().filter_map(|value| input::parse_party(value).ok()));
            self.look_up(parties.iter().map(|party| party.name.as_str()));
        }
        let context =
            InputContext { today: self.today, known: &|name| self.party(name), hash: &hash };
        let result = f(field, to, linked.as_deref().unwrap_or(values), &context);
        if let Some(error) = unread.take().or_else(|| self.lookup_error.take()) {
            return Err(error);
        }
        result.map_err(|why| flag::refused(flag, &why, field.accepts()))?;
        self.compare(&parties, to);
        Ok(())
    }

    /// Compares the typed parties with those that the registry knows under these names.
    fn compare(&self, parties: &[Party], to: &mut Agreement) {
        for typed in parties {
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

    /// Returns the whole ids of the records that were typed, if the field has ids.
    fn linked(&self, typed: &TypedField<Agreement>) -> Result<Option<Vec<String>>> {
        if !typed.is(Field::Succeeds) && !typed.is(Field::Under) {
            return Ok(None);
        }
        let whole_ids = typed.values.iter().map(|value| {
            let id = ids::resolve(value, self.transaction, self.today);
            let id = id.map_err(|error| about(&typed.flag, error))?;
            if id.as_str() != value.trim() {
                let note = format!("`{}`: `{value}` is recorded as `{id}`", typed.flag);
                self.notes.borrow_mut().push(note);
            }
            Ok(id.to_string())
        });
        whole_ids.collect::<Result<_>>().map(Some)
    }

    /// Returns the party with this name or short name, in any case. A name takes precedence over a
    /// short name, then the first agreement by id.
    fn party(&self, name: &str) -> Option<Party> {
        self.look_up(std::iter::once(name));
        self.known_parties.borrow().get(&name.to_lowercase()).cloned().flatten()
    }

    /// Looks up the parties with these names or short names, in one scan.
    fn look_up<'n>(&self, names: impl Iterator<Item = &'n str>) {
        let mut wanted: BTreeSet<String> = names.map(str::to_lowercase).collect();
        if wanted.iter().all(|name| self.known_parties.borrow().contains_key(name)) {
            return;
        }
        // An agreement may be between parties of which only some are new.
        wanted.extend(self.known_parties.borrow().keys().cloned());
        let found = self.transaction.gather(|agreement, found: &mut Vec<LookedUp>| {
            let is_wanted =
                |party: &&Party| wanted.iter().any(|name| party.is_called_in_lower_case(name));
            let parties: Vec<Party> = agreement.parties.iter().filter(is_wanted).cloned().collect();
            if parties.len() == agreement.parties.len() {
                found.push(LookedUp::Agreement(Box::new(agreement.clone())));
            }
            found.extend(parties.into_iter().map(LookedUp::Party));
        });
        let found = found.unwrap_or_else(|error| {
            self.lookup_error.replace(Some(error));
            Vec::new()
        });
        let (mut parties, mut agreements) = (Vec::new(), Vec::new());
        for found in found {
            match found {
                LookedUp::Party(party) => parties.push(party),
                LookedUp::Agreement(agreement) => agreements.push(*agreement),
            }
        }
        self.agreements.replace(agreements);
        let find = |name: &str| {
            let by_name = parties.iter().find(|party| party.name.to_lowercase() == name);
            by_name.or_else(|| {
                let short = |party: &&Party| party.short.as_deref().map(str::to_lowercase);
                parties.iter().find(|party| short(party).as_deref() == Some(name))
            })
        };
        let found = wanted.iter().map(|name| (name.clone(), find(name).cloned()));
        self.known_parties.borrow_mut().extend(found);
    }
}

/// Returns the error with the flag before its message, if it is about the value.
fn about(flag: &str, error: Error) -> Error {
    match error.kind() {
        Kind::NotFound | Kind::Ambiguous | Kind::Usage | Kind::BadValue => {
            error.with_prefix(&format!("`{flag}`: "))
        }
        _ => error,
    }
}
