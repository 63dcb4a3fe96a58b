//! What a row says of an agreement, and an agreement brought up to date with it.

use std::borrow::Cow;
use std::sync::Arc;

use super::party::Known;
use crate::domain::{Agreement, Day, Field, Id, Party};
use crate::json::document::Node;

/// Some of the fields of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields(u32);

impl Fields {
    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u32;
    }

    /// Tells whether the field is among them.
    #[must_use]
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u32) != 0
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns them, in the order of the file.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.contains(*field))
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<T: IntoIterator<Item = Field>>(fields: T) -> Self {
        let mut set = Self::default();
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

/// What a row says.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The number of the row.
    pub row: u64,
    /// The id, where the row gives one.
    pub id: Option<Id>,
    /// What it says of the fields that it says something of; the parties are in their own list.
    pub facts: Agreement,
    /// The fields that it says something of.
    pub said: Fields,
    /// The parties: those that are said for every row, then those that the row names.
    pub parties: Vec<Party>,
    /// How many of them are said for every row.
    common: usize,
    /// Whether the row names the partners only, and the one that keeps the sheet is meant beside.
    pub names_partners: bool,
    /// Whether the row is of our own making: it says what it says to the letter.
    pub is_ours: bool,
    /// The fields that a row of our own making gives in the shape of the registry, and so in full.
    pub whole: Fields,
    /// The fields whose JSON holds more than what is understood of it, or may do so.
    pub(super) rest: Fields,
    /// The record as it is written, if `mou` wrote it and it holds more than what is understood of it.
    pub source: Option<Arc<Node>>,
    /// Whether it says that there is no end.
    pub without_end: bool,
    /// The fields that are to be empty.
    pub emptied: Fields,
    /// The fields of the user's own that are to be empty.
    pub emptied_own: Vec<String>,
    /// What the row is known again by.
    pub key: Option<String>,
}

impl Entry {
    /// Returns what a row says that says nothing, `constants` being what is said for every row.
    #[must_use]
    pub fn new(row: u64, constants: &Agreement, said: Fields) -> Self {
        Self {
            row,
            id: None,
            facts: constants.clone(),
            said,
            parties: constants.parties.clone(),
            common: constants.parties.len(),
            names_partners: false,
            is_ours: false,
            whole: Fields::default(),
            rest: Fields::default(),
            source: None,
            without_end: false,
            emptied: Fields::default(),
            emptied_own: Vec::new(),
            key: None,
        }
    }

    /// Adds parties; each is one, and so stands there once, unless the row is of our own making.
    pub(super) fn join_parties(&mut self, more: Vec<Party>) {
        for party in more {
            if self.is_ours || !self.parties.iter().any(|here| here.name == party.name) {
                self.parties.push(party);
            }
        }
    }

    /// Returns the new agreement that the row makes, under the placeholder of an id.
    ///
    /// Where the row names partners only, `owner` is the other party; without a title it has one
    /// made of its kind and its partners.
    #[must_use]
    pub fn agreement(self, known: &Known, owner: Option<&Party>) -> Agreement {
        let title = self.facts.title.is_empty() && self.parties.len() > self.common;
        let title = title.then(|| self.title());
        let mut agreement = self.facts;
        if self.is_ours {
            agreement.parties = self.parties;
            return agreement;
        }
        agreement.parties = self.parties.into_iter().map(|party| known.recognise(party)).collect();
        if self.names_partners
            && let Some(owner) = owner
            && !agreement.parties.iter().any(|party| owner.is_called(&party.name))
        {
            agreement.parties.insert(0, owner.clone());
        }
        if let Some(title) = title {
            agreement.title = title.into();
        }
        agreement
    }

    /// Returns a title made of the kind and the parties that the row itself names.
    fn title(&self) -> String {
        let own = self.parties.iter().skip(self.common);
        let names: Vec<&str> = own.map(|party| party.name.as_str()).collect();
        format!("{} with {}", self.facts.kind, in_words(&names))
    }

    /// Returns the agreement brought up to date with the row: only what the row says differs.
    ///
    /// A value that holds on `today` is no difference, even if an amendment to come has stored
    /// another one: sheets show the values of the day.
    #[must_use]
    pub fn bring_up(&self, old: &Agreement, known: &Known, today: Day) -> Agreement {
        let mut new = old.clone();
        for field in self.said.iter() {
            match field {
                Field::Id => {}
                Field::Parties if old.parties == self.parties => {}
                Field::Parties if self.whole.contains(field) => {
                    new.parties.clone_from(&self.parties);
                }
                Field::Parties => new.parties = self.brought_parties(old, known),
                Field::Fields => new.fields.extend(self.facts.fields.clone()),
                _ => copy(field, &self.facts, &mut new),
            }
        }
        for field in self.emptied.iter() {
            let _ = field.clear(&mut new);
        }
        for name in &self.emptied_own {
            new.fields.remove(name);
        }
        if let Cow::Owned(then) = old.on(today) {
            for field in Field::dated() {
                if field.values(&new) == field.values(&then) {
                    copy(field, old, &mut new);
                }
            }
        }
        new
    }

    fn brought_parties(&self, old: &Agreement, known: &Known) -> Vec<Party> {
        let named = known.bring_up(&old.parties, &self.parties);
        let is_there = |party: &Party| old.parties.iter().any(|here| here.is_called(&party.name));
        if !(self.names_partners && self.parties.iter().all(is_there)) {
            return named;
        }
        // Who names partners does not name all parties: the others stay.
        let mut parties = old.parties.clone();
        for party in named {
            let here = parties.iter_mut().find(|here| here.is_called(&party.name));
            if let Some(here) = here {
                *here = party;
            }
        }
        parties
    }
}

fn in_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Copies one field.
pub(super) fn copy(field: Field, from: &Agreement, to: &mut Agreement) {
    match field {
        Field::Id => to.id.clone_from(&from.id),
        Field::Title => to.title.clone_from(&from.title),
        Field::Kind => to.kind.clone_from(&from.kind),
        Field::Parties => to.parties.clone_from(&from.parties),
        Field::Signed => to.signed = from.signed,
        Field::Place => to.place.clone_from(&from.place),
        Field::Signatories => to.signatories.clone_from(&from.signatories),
        Field::Witnesses => to.witnesses.clone_from(&from.witnesses),
        Field::Effective => to.effective = from.effective,
        Field::Term => to.term = from.term,
        Field::End => to.end = from.end,
        Field::Basis => to.basis = from.basis,
        Field::Renewal => to.renewal = from.renewal,
        Field::Notice => to.notice = from.notice,
        Field::Review => to.review = from.review,
        Field::Lead => to.lead.clone_from(&from.lead),
        Field::Areas => to.areas.clone_from(&from.areas),
        Field::Tags => to.tags.clone_from(&from.tags),
        Field::Contact => to.contact.clone_from(&from.contact),
        Field::Succeeds => to.succeeds.clone_from(&from.succeeds),
        Field::Under => to.under.clone_from(&from.under),
        Field::Related => to.related.clone_from(&from.related),
        Field::References => to.references.clone_from(&from.references),
        Field::Documents => to.documents.clone_from(&from.documents),
        Field::Events => to.events.clone_from(&from.events),
        Field::Notes => to.notes.clone_from(&from.notes),
        Field::Fields => to.fields.clone_from(&from.fields),
        Field::Conflicts => to.conflicts.clone_from(&from.conflicts),
        Field::Activities => to.activities.clone_from(&from.activities),
    }
}
