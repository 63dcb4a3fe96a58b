//! A row as an agreement, and how it makes or updates a record.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::ImportColumn;
use super::party::{KnownParties, has_name};
use super::problems::{CellNote, NoteKind, Problem};
use super::rows::SheetRow;
use crate::domain::{Agreement, Day, Field, Id, Party, Reference};
use crate::json::node::Node;

/// A row that was read.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the row")]
pub struct ImportedRow {
    /// The number of the row.
    pub(super) number: u64,
    /// The constants of all rows, then the values of the cells. The id counts only if it is given.
    pub agreement: Agreement,
    /// The fields that the row or the constants give.
    pub given: BTreeSet<Field>,
    /// The record as written, if `mou` wrote it and it has unknown members.
    pub record: Option<Arc<Node>>,
    /// The text by which the row is matched to an agreement.
    pub key: Option<String>,
    /// The cells that were not read. Their fields are not given.
    pub unread: Vec<Problem>,
    /// The cells whose text is kept in the fields of the user's own because their own field stays
    /// unknown: the index of the column.
    pub kept: Vec<usize>,
    /// How cells were read.
    pub notes: Vec<CellNote>,
    /// The problem that no cell names a partner, though the sheet has a column for it.
    pub missing_partner: Option<Problem>,
    /// The number of parties that are constants.
    constant_parties: usize,
    /// Whether a cell names a party.
    pub(super) names_parties: bool,
    /// Whether the row names only the partners, so that the owner is a party too.
    pub(super) names_partners: bool,
    /// Whether `mou` wrote the row.
    pub(super) is_own_form: bool,
    /// Whether the parties are JSON that `mou` wrote, and so complete.
    pub(super) has_whole_parties: bool,
    /// Whether a JSON value has more members than the known ones.
    pub(super) has_extra_members: bool,
    /// Whether the signing date is stated as unknown because its cell is empty.
    pub assumes_signing: bool,
    /// The fields that an empty cell clears.
    pub(super) cleared: BTreeSet<Field>,
    /// The fields of the user's own that an empty cell clears.
    pub(super) cleared_own: Vec<String>,
}

impl ImportedRow {
    /// Returns the row with only the constants, which give the fields in `given`.
    #[must_use]
    pub fn new(
        row: &SheetRow,
        constants: &Agreement,
        given: BTreeSet<Field>,
        is_own_form: bool,
    ) -> Self {
        Self {
            number: row.number,
            agreement: constants.clone(),
            given,
            record: row.record.clone(),
            key: None,
            unread: Vec::new(),
            kept: Vec::new(),
            notes: Vec::new(),
            missing_partner: None,
            constant_parties: constants.parties.len(),
            names_parties: false,
            names_partners: false,
            is_own_form,
            has_whole_parties: false,
            has_extra_members: false,
            assumes_signing: false,
            cleared: BTreeSet::new(),
            cleared_own: Vec::new(),
        }
    }

    /// Returns the id, if the row gives one.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        self.given.contains(&Field::Id).then_some(&self.agreement.id)
    }

    /// Returns the parties that are constants, and those of the row.
    #[must_use]
    pub fn parties(&self) -> (&[Party], &[Party]) {
        self.agreement.parties.split_at(self.constant_parties.min(self.agreement.parties.len()))
    }

    /// Returns the facts with the title that a new agreement gets.
    #[must_use]
    pub fn with_title(&self) -> Agreement {
        let mut agreement = self.agreement.clone();
        let (_, partners) = self.parties();
        if agreement.title.is_empty() && !partners.is_empty() && !self.is_own_form {
            let names: Vec<&str> = partners.iter().map(|party| party.name.as_str()).collect();
            agreement.title = format!("{} with {}", agreement.kind, list_and(&names)).into();
        }
        agreement
    }

    /// Takes the fields of a column as not known: its cell is not read, and what it said before counts no longer.
    pub fn forget(&mut self, column: &ImportColumn) {
        let fields: &[Field] = match column {
            ImportColumn::Field(Field::Signed) => {
                // It is not known because of the cell, not because the cell is empty.
                self.assumes_signing = false;
                &[]
            }
            ImportColumn::Field(Field::Term) | ImportColumn::TermIn(_) => &[Field::Term],
            ImportColumn::Validity | ImportColumn::Period => &[Field::Term, Field::End],
            ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => &[Field::Renewal],
            ImportColumn::Field(
                field @ (Field::Effective
                | Field::End
                | Field::Basis
                | Field::Renewal
                | Field::Notice
                | Field::Review),
            ) => std::slice::from_ref(field),
            _ => &[],
        };
        self.cleared.extend(fields.iter().filter(|field| !self.given.contains(field)));
    }

    /// Keeps the text of a cell as a field of the user's own.
    pub fn keep(&mut self, column: usize, name: &str, text: &str) {
        self.kept.push(column);
        self.set_own(name, text);
    }

    /// Adds a note about a cell.
    pub(super) fn note(&mut self, column: usize, kind: NoteKind, text: &str, detail: &str) {
        let (text, detail) = (text.to_owned(), detail.to_owned());
        self.notes.push(CellNote { kind, column, row: self.number, text, detail });
    }

    /// Adds a reference, unless there is one with the same address.
    pub(super) fn add_reference(&mut self, title: &str, url: Option<&str>) {
        let url = url.map(Into::into);
        if self.agreement.references.iter().any(|reference| reference.url == url) {
            return;
        }
        self.agreement.references.push(Reference { title: title.into(), url, dated: None });
        self.given.insert(Field::References);
    }

    /// Adds a line to the notes.
    pub(super) fn add_to_notes(&mut self, line: &str) {
        let notes =
            self.agreement.notes.take().map(|notes| format!("{notes}\n")).unwrap_or_default();
        self.agreement.notes = Some(format!("{notes}{line}").into());
        self.given.insert(Field::Notes);
    }

    /// Sets a field of the user's own.
    pub(super) fn set_own(&mut self, name: &str, text: &str) {
        self.agreement.fields.insert(name.to_owned(), text.to_owned());
        self.given.insert(Field::Fields);
    }

    /// Adds parties; without repetitions, unless `mou` wrote the row.
    pub(super) fn add_parties(&mut self, parties: Vec<Party>) {
        for party in parties {
            let is_repeated =
                || self.agreement.parties.iter().any(|other| has_name(other, &party.name));
            if self.is_own_form || !is_repeated() {
                self.agreement.parties.push(party);
            }
        }
        self.names_parties = true;
        self.given.insert(Field::Parties);
    }

    /// Returns the new agreement that the row makes; its id is a placeholder unless it is given.
    ///
    /// If the row names only partners, `owner` is the other party. Without a title, the agreement is
    /// named after its kind and its partners.
    #[must_use]
    pub fn to_agreement(&self, known: &KnownParties, owner: Option<&Party>) -> Agreement {
        let mut agreement = self.with_title();
        // A record with an id comes from a registry, which has its own names for its parties.
        if self.is_own_form && self.id().is_some() {
            return agreement;
        }
        let parties = agreement.parties.into_iter();
        agreement.parties = parties.map(|party| known.recognise(party)).collect();
        if self.names_partners
            && let Some(owner) = owner
            && !agreement.parties.iter().any(|party| has_name(owner, &party.name))
        {
            agreement.parties.insert(0, owner.clone());
        }
        agreement
    }

    /// Returns the agreement with the values of the row.
    ///
    /// A value that holds on `today` is no change, even if a later amendment has stored another one:
    /// sheets show the values of the day.
    #[must_use]
    pub fn update(&self, old: &Agreement, known: &KnownParties, today: Day) -> Agreement {
        let mut new = old.clone();
        for field in &self.given {
            match field {
                Field::Id => {}
                // What is assumed because the cell is empty says nothing against a date.
                Field::Signed if self.assumes_signing && old.signed.is_some() => {}
                Field::Parties if old.parties == self.agreement.parties => {}
                Field::Parties if self.has_whole_parties => {
                    new.parties.clone_from(&self.agreement.parties);
                }
                Field::Parties => new.parties = self.updated_parties(old, known),
                Field::Fields => new.fields.extend(self.agreement.fields.clone()),
                _ => field.spec().copy(&self.agreement, &mut new),
            }
        }
        for field in &self.cleared {
            let _ = field.spec().clear(&mut new);
        }
        for name in &self.cleared_own {
            new.fields.remove(name);
        }
        if let Cow::Owned(then) = old.on(today) {
            for field in Field::dated() {
                if field.values(&new) == field.values(&then) {
                    field.spec().copy(old, &mut new);
                }
            }
        }
        new
    }

    fn updated_parties(&self, old: &Agreement, known: &KnownParties) -> Vec<Party> {
        let given = &self.agreement.parties;
        let updated = known.update(&old.parties, given);
        let is_old = |party: &Party| old.parties.iter().any(|other| has_name(other, &party.name));
        if !(self.names_partners && given.iter().all(is_old)) {
            return updated;
        }
        // A row that names only partners does not name all parties, so the others stay.
        let mut parties = old.parties.clone();
        for party in updated {
            if let Some(old) = parties.iter_mut().find(|old| has_name(old, &party.name)) {
                *old = party;
            }
        }
        parties
    }
}

fn list_and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}
