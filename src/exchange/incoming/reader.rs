//! The rows of a table, read one by one as what they say of agreements.

use std::rc::Rc;
use std::sync::Arc;

use super::cell::{Cell, stands_for_nothing, trimmed};
use super::column::Target;
use super::date::DateOrder;
use super::entry::{Entry, Fields};
use super::own::has_unknown;
use super::party::{self, Partners};
use super::table::{Row, Table};
use super::trouble::{Evidence, Kind, Notes, Places, Trouble};
use super::what;
use crate::domain::{Agreement, Field, Party, Term};
use crate::json::document::Node;

/// How the rows of a table are to be read.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What each column holds.
    pub targets: Vec<Target>,
    /// The order of dates in numbers.
    pub order: Option<DateOrder>,
    /// Whether an empty cell empties the field.
    pub empty_clears: bool,
    /// The columns by which rows are known again.
    pub keys: Vec<usize>,
    /// What is said for every row.
    pub constants: Agreement,
    /// The fields of which something is said for every row.
    pub said: Fields,
}

/// Reads rows.
#[derive(Debug)]
pub struct RowReader {
    pub(super) rules: Rc<Rules>,
    pub(super) places: Places,
    pub(super) is_ours: bool,
    pub(super) since_1904: bool,
    derived: &'static [&'static str],
    partners: Partners,
    /// What is worth a note.
    pub notes: Notes,
    /// What the dates tell of their order.
    pub evidence: Evidence,
}

/// Why a cell is not understood.
pub(super) struct Refusal {
    pub(super) reason: String,
    pub(super) reads_both_ways: bool,
}

impl<T: ToString> From<T> for Refusal {
    fn from(reason: T) -> Self {
        Self { reason: reason.to_string(), reads_both_ways: false }
    }
}

impl RowReader {
    /// Returns what reads the rows of `table` by these rules.
    #[must_use]
    pub fn new(table: &Table, rules: Rules) -> Self {
        Self {
            rules: Rc::new(rules),
            places: Places::of(table),
            is_ours: table.is_ours,
            since_1904: table.since_1904,
            derived: table.derived,
            partners: Partners::default(),
            notes: Notes::default(),
            evidence: Evidence::default(),
        }
    }

    /// Returns the places in the table.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Tells whether rows are known again by their ids.
    #[must_use]
    pub fn is_known_by_id(&self) -> bool {
        let is_id = |at: &usize| self.rules.targets.get(*at) == Some(&Target::Field(Field::Id));
        self.rules.keys.iter().all(is_id)
    }

    /// Returns what is wrong with a row as a whole.
    #[must_use]
    pub fn of_row(&self, row: u64, reason: String) -> Trouble {
        Trouble { row, column: None, place: self.places.row(row), reason, reads_both_ways: false }
    }

    /// Returns what the row says; fails with all that is not understood in it.
    pub fn entry(&mut self, row: &Row) -> Result<Entry, Vec<Trouble>> {
        if let Some(fault) = &row.fault {
            return Err(vec![self.of_row(row.number, fault.clone())]);
        }
        let rules = Rc::clone(&self.rules);
        let mut entry = Entry::new(row.number, &rules.constants, rules.said);
        entry.is_ours = self.is_ours;
        let mut troubles = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let Some(target) = rules.targets.get(at) else { continue };
            if let Err(refusal) = self.read(at, target, cell, &mut entry, row) {
                let place = self.places.cell(row.number, at);
                let Refusal { reason, reads_both_ways } = refusal;
                let (row, column) = (row.number, Some(at));
                troubles.push(Trouble { row, column, place, reason, reads_both_ways });
            }
        }
        if entry.without_end && entry.facts.term != Some(Term::Indefinite) {
            let term = entry.facts.term.map(|term| term.to_string()).unwrap_or_default();
            let reason = format!("it is without an end, and has the term `{term}`");
            troubles.push(self.of_row(row.number, reason));
        }
        let holds_more =
            |record: &&Arc<Node>| !entry.rest.is_empty() || has_unknown(record, self.derived);
        entry.source = row.record.as_ref().filter(holds_more).cloned();
        self.key(row, &mut entry, &mut troubles);
        if troubles.is_empty() { Ok(entry) } else { Err(troubles) }
    }

    /// Puts together what the row is known again by.
    fn key(&self, row: &Row, entry: &mut Entry, troubles: &mut Vec<Trouble>) {
        let mut texts = Vec::new();
        for at in &self.rules.keys {
            let Some(target) = self.rules.targets.get(*at) else { continue };
            texts.push(key_of(target, &entry.facts, &entry.parties, entry.id.as_ref()));
        }
        if texts.is_empty() {
            return;
        }
        if texts.iter().all(String::is_empty) {
            let (row, at) = (row.number, self.rules.keys[0]);
            let reason = "it has nothing to be known again by".to_owned();
            let place = self.places.cell(row, at);
            troubles.push(Trouble { row, column: Some(at), place, reason, reads_both_ways: false });
        }
        entry.key = Some(texts.join("\u{1f}"));
    }

    pub(super) fn read(
        &mut self,
        at: usize,
        target: &Target,
        cell: &Cell,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        if *target == Target::Nothing {
            return Ok(());
        }
        // A text of ours is what it is; a date or a term is never `NA`.
        let is_letter = self.is_ours && is_free(target);
        let text = match cell {
            Cell::Text(text) if is_letter => text.as_str(),
            Cell::Text(text) => trimmed(text),
            Cell::Json(value) => return self.read_json(at, target, value, entry, row),
        };
        let is_id = self.is_ours && *target == Target::Field(Field::Id);
        let says_nothing = !is_letter && !is_id && stands_for_nothing(text);
        if text.is_empty() || says_nothing {
            if says_nothing {
                self.notes.add(at, Kind::Nothing, || text.to_owned());
            }
            if self.rules.empty_clears {
                return what::empty(target, entry);
            }
            return Ok(());
        }
        match target {
            Target::Nothing => {}
            Target::Own(name) => {
                entry.facts.fields.insert(name.clone(), text.to_owned());
                entry.said.insert(Field::Fields);
            }
            Target::Partner => {
                let partners = self.partners.of(text);
                if let [one] = partners.as_slice()
                    && party::may_be_several(&one.name)
                {
                    self.notes.add(at, Kind::OneName, || text.to_owned());
                }
                entry.join_parties(partners);
                entry.names_partners = true;
                entry.said.insert(Field::Parties);
            }
            Target::Country => return self.read_country(at, text, entry, row),
            Target::TermIn(unit) => self.read_term(at, text, Some(unit), entry)?,
            Target::Validity => {
                if self.read_term(at, text, None, entry).is_err() {
                    self.read_end(at, text, entry, row).map_err(|refusal| {
                        if refusal.reads_both_ways {
                            return refusal;
                        }
                        let reason = format!("{}, nor is it a term", refusal.reason);
                        Refusal { reason, ..refusal }
                    })?;
                }
            }
            Target::Field(Field::Term) => self.read_term(at, text, None, entry)?,
            Target::Field(Field::End) => self.read_end(at, text, entry, row)?,
            Target::Field(field @ (Field::Signed | Field::Effective)) => {
                let stated = self.read_stated(at, text, row)?;
                let Some(stated) = stated else { return Ok(()) };
                if *field == Field::Signed {
                    entry.facts.signed = Some(stated);
                } else {
                    entry.facts.effective = Some(stated);
                }
                entry.said.insert(*field);
            }
            Target::Field(field) => return self.read_field(at, *field, text, entry, row),
        }
        Ok(())
    }
}

/// Returns the text by which an agreement is known again, in what such a column holds.
#[must_use]
pub fn key_of(
    target: &Target,
    facts: &Agreement,
    parties: &[Party],
    id: Option<&crate::domain::Id>,
) -> String {
    match target {
        Target::Field(Field::Id) => id.map(ToString::to_string).unwrap_or_default(),
        Target::Own(name) => facts.fields.get(name).cloned().unwrap_or_default(),
        Target::Partner | Target::Country | Target::Field(Field::Parties) => {
            let mut names: Vec<String> =
                parties.iter().map(|party| party.name.to_lowercase()).collect();
            names.sort();
            names.join("; ")
        }
        Target::Field(field) => field.text(facts),
        Target::TermIn(_) | Target::Validity => Field::Term.text(facts),
        Target::Nothing => String::new(),
    }
}

/// Tells whether a column holds texts that may be any.
fn is_free(target: &Target) -> bool {
    !matches!(
        target,
        Target::TermIn(_)
            | Target::Validity
            | Target::Field(
                Field::Id
                    | Field::Signed
                    | Field::Effective
                    | Field::End
                    | Field::Term
                    | Field::Basis
                    | Field::Renewal
                    | Field::Notice
                    | Field::Review
            )
    )
}
