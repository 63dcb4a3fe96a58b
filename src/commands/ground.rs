//! What the values of flags are read against: the registry, its folder, and the day.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::commands::fields::accepted;
use crate::commands::{flag, ids};
use crate::domain::{Agreement, Day, Field, InputContext, Malformed, Party, typed};
use crate::error::{Error, Kind, Result};
use crate::store::{Draft, Store};

/// What the values of flags are read against: the registry as it stands, the documents in its
/// folder, and the day that relative dates are counted from.
pub(crate) struct Ground<'a, 'r> {
    draft: &'a Draft<'r>,
    store: &'a Store,
    today: Day,
    /// What the registry knows of the parties that were looked up, by their names in lower case.
    parties: RefCell<BTreeMap<String, Option<Party>>>,
    /// Why the registry could not be asked for a party.
    trouble: RefCell<Option<Error>>,
    corrects: bool,
    notes: RefCell<Vec<String>>,
}

impl<'a, 'r> Ground<'a, 'r> {
    /// Returns the ground of `draft`, the registry that `store` holds.
    pub(crate) fn new(draft: &'a Draft<'r>, store: &'a Store, today: Day) -> Self {
        Self {
            draft,
            store,
            today,
            parties: RefCell::default(),
            trouble: RefCell::default(),
            corrects: false,
            notes: RefCell::default(),
        }
    }

    /// Returns the same ground where what is typed corrects what is recorded: the short name and the
    /// country of a party that the registry has are then what is typed, where they are.
    pub(crate) fn correcting(self) -> Self {
        Self { corrects: true, ..self }
    }

    /// Returns what has been passed over since this was last asked, in sentences.
    pub(crate) fn passed_over(&self) -> Vec<String> {
        self.notes.take()
    }

    /// Returns the day that relative dates are counted from.
    pub(crate) fn today(&self) -> Day {
        self.today
    }

    /// Sets a field to what was typed behind `flag`.
    ///
    /// Fails where the field does not accept that, where an id names no record, and where a
    /// document is not there.
    pub(crate) fn set(
        &self,
        field: Field,
        flag: &str,
        values: &[String],
        to: &mut Agreement,
    ) -> Result<()> {
        self.put(field, flag, values, |values, with| field.set(to, values, with))?;
        self.compare(field, values, to);
        Ok(())
    }

    /// Adds to a list what was typed behind `flag`; fails as [`Self::set`] does.
    pub(crate) fn add(
        &self,
        field: Field,
        flag: &str,
        values: &[String],
        to: &mut Agreement,
    ) -> Result<()> {
        self.put(field, flag, values, |values, with| field.add(to, values, with))?;
        self.compare(field, values, to);
        Ok(())
    }

    /// Compares the parties as they were typed with what they became by what the registry has.
    fn compare(&self, field: Field, values: &[String], to: &mut Agreement) {
        if field != Field::Parties {
            return;
        }
        for typed in values.iter().filter_map(|value| typed::party(value).ok()) {
            let Some(party) = to.parties.iter_mut().find(|party| party.is_called(&typed.name))
            else {
                continue;
            };
            let (short, country) = (typed.short.clone(), typed.country.clone());
            let differs = short.as_ref().is_some_and(|short| party.short.as_ref() != Some(short))
                || country.as_ref().is_some_and(|code| party.country.as_ref() != Some(code));
            if differs && self.corrects {
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
        field: Field,
        flag: &str,
        values: &[String],
        put: impl FnOnce(&[String], &InputContext<'_>) -> std::result::Result<(), Malformed>,
    ) -> Result<()> {
        let linked = self.linked(field, flag, values)?;
        let unread = RefCell::new(None);
        let hash = |path: &str| {
            self.store.hash_document(path).map(Some).map_err(|error| {
                let why = Malformed::new(error.message());
                unread.replace(Some(error));
                why
            })
        };
        if field == Field::Parties {
            let typed = values.iter().filter_map(|value| typed::party(value).ok());
            self.meet(&typed.map(|party| party.name.into()).collect::<Vec<_>>());
        }
        let setting =
            InputContext { today: self.today, known: &|name| self.party(name), hash: &hash };
        let done = put(linked.as_deref().unwrap_or(values), &setting);
        if let Some(error) = unread.take().or_else(|| self.trouble.take()) {
            return Err(error);
        }
        done.map_err(|why| flag::refused(flag, &why, accepted(field)))
    }

    /// Returns the whole ids of the records that were typed, where the field holds ids.
    fn linked(&self, field: Field, flag: &str, values: &[String]) -> Result<Option<Vec<String>>> {
        if !matches!(field, Field::Succeeds | Field::Under) {
            return Ok(None);
        }
        let whole = values.iter().map(|typed| {
            let id = ids::resolve(typed, self.draft).map_err(|error| about(flag, error))?;
            Ok(id.to_string())
        });
        whole.collect::<Result<_>>().map(Some)
    }

    /// Returns the party of this name or short name, case ignored; of several the one that was
    /// recorded first by id. A name counts before a short name.
    fn party(&self, name: &str) -> Option<Party> {
        self.meet(std::slice::from_ref(&name.to_owned()));
        self.parties.borrow().get(&name.to_lowercase()).cloned().flatten()
    }

    /// Looks up what the registry knows of parties of these names or short names, all at once.
    fn meet(&self, names: &[String]) {
        let known = self.parties.borrow();
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
            self.trouble.replace(Some(error));
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
        self.parties.borrow_mut().extend(found);
    }
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
