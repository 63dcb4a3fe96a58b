//! The rows of a table, read one by one as what they say of agreements.

use std::rc::Rc;

use super::cell::{Cell, stands_for_nothing};
use super::column::Target;
use super::date::{self, DateCell, DateNote, DateOrder};
use super::entry::{Entry, Fields};
use super::table::{Row, Table};
use super::trouble::{Evidence, Kind, Notes, Places, Trouble};
use super::{country, exact, party, term};
use crate::domain::search::is_same;
use crate::domain::{Agreement, Date, Day, Field, Party, Setting, Stated, Term, typed};

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
    rules: Rc<Rules>,
    places: Places,
    is_ours: bool,
    since_1904: bool,
    /// What is worth a note.
    pub notes: Notes,
    /// What the dates tell of their order.
    pub evidence: Evidence,
}

/// Why a cell is not understood.
struct Refusal {
    reason: String,
    reads_both_ways: bool,
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
            notes: Notes::default(),
            evidence: Evidence::default(),
        }
    }

    /// Returns the places in the table.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Returns what the row says; fails with all that is not understood in it.
    pub fn entry(&mut self, row: &Row) -> Result<Entry, Vec<Trouble>> {
        let whole = |reason: String| Trouble {
            row: row.number,
            place: format!("row {}", row.number),
            reason,
            reads_both_ways: false,
        };
        if let Some(fault) = &row.fault {
            return Err(vec![whole(fault.clone())]);
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
                troubles.push(Trouble { row: row.number, place, reason, reads_both_ways });
            }
        }
        if entry.without_end && entry.facts.term != Some(Term::Indefinite) {
            let term = entry.facts.term.map(|term| term.to_string()).unwrap_or_default();
            troubles.push(whole(format!("it is without an end, and has the term `{term}`")));
        }
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
            let place = self.places.cell(row.number, self.rules.keys[0]);
            let reason = "it has nothing to be known again by".to_owned();
            troubles.push(Trouble { row: row.number, place, reason, reads_both_ways: false });
        }
        entry.key = Some(texts.join("\u{1f}"));
    }

    fn read(
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
            Cell::Text(text) => text.trim(),
            Cell::Json(value) => return self.read_json(at, target, value, entry),
        };
        let says_nothing = !is_letter && stands_for_nothing(text);
        if text.is_empty() || says_nothing {
            if says_nothing {
                self.notes.add(at, Kind::Nothing, || text.to_owned());
            }
            if self.rules.empty_clears {
                return empty(target, entry);
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
                entry.join_parties(party::partners(text));
                entry.names_partners = true;
                entry.said.insert(Field::Parties);
            }
            Target::Country => return self.read_country(at, text, entry, row),
            Target::TermIn(unit) => self.read_term(at, text, Some(unit), entry)?,
            Target::Validity => {
                if self.read_term(at, text, None, entry).is_err() {
                    self.read_end(at, text, entry, row)?;
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
            Target::Field(field) => return self.read_field(at, *field, text, entry),
        }
        Ok(())
    }

    fn read_json(
        &mut self,
        at: usize,
        target: &Target,
        value: &serde_json::Value,
        entry: &mut Entry,
    ) -> Result<(), Refusal> {
        match target {
            Target::Field(field) => {
                let mut read = entry.facts.clone();
                let unknown = exact::set(*field, value, &mut read)?;
                if let Some(name) = unknown.first() {
                    self.notes.add(at, Kind::Unknown, || name.clone());
                }
                entry.facts = read;
                if *field == Field::Parties {
                    let parties = std::mem::take(&mut entry.facts.parties);
                    entry.join_parties(parties);
                }
                entry.said.insert(*field);
                Ok(())
            }
            Target::Own(name) => {
                entry.facts.fields.insert(name.clone(), value.to_string());
                entry.said.insert(Field::Fields);
                Ok(())
            }
            Target::Nothing => Ok(()),
            _ => Err(format!("`{value}` is not one text").into()),
        }
    }

    /// Reads a country: that of the one partner that the row has, or of as many as there are.
    fn read_country(
        &mut self,
        at: usize,
        text: &str,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        let names: Vec<String> = text.lines().flat_map(typed::listed).collect();
        // The partners may stand in a column behind this one.
        let partner_columns = self.rules.targets.iter().zip(&row.cells);
        let partners: Vec<Party> = partner_columns
            .filter(|(target, _)| **target == Target::Partner)
            .flat_map(|(_, cell)| party::partners(&cell.text()))
            .collect();
        if partners.len() != names.len() || partners.is_empty() {
            let name = self.places.name(at).to_owned();
            self.notes.add(at, Kind::Country, || text.to_owned());
            entry.facts.fields.insert(name, text.to_owned());
            entry.said.insert(Field::Fields);
            return Ok(());
        }
        for (mut partner, name) in partners.into_iter().zip(names) {
            let letters = country::called(&name)
                .ok_or_else(|| format!("`{name}` is not a country that is known"))?;
            partner.country.get_or_insert_with(|| letters.to_owned());
            match entry.parties.iter_mut().find(|party| party.name == partner.name) {
                Some(here) => here.country = partner.country,
                None => entry.parties.push(partner),
            }
        }
        Ok(())
    }

    fn read_term(
        &mut self,
        at: usize,
        text: &str,
        unit: Option<&str>,
        entry: &mut Entry,
    ) -> Result<(), Refusal> {
        let (term, remark) = term::read(text, unit)?;
        if remark.is_some() {
            self.notes.add(at, Kind::Remark, || text.to_owned());
            let name = self.places.name(at).to_owned();
            entry.facts.fields.insert(name, text.to_owned());
            entry.said.insert(Field::Fields);
        }
        entry.facts.term = Some(term);
        entry.said.insert(Field::Term);
        Ok(())
    }

    fn read_end(
        &mut self,
        at: usize,
        text: &str,
        entry: &mut Entry,
        row: &Row,
    ) -> Result<(), Refusal> {
        if term::is_without_end(text) {
            if !entry.said.contains(Field::Term) || entry.facts.term.is_none() {
                entry.facts.term = Some(Term::Indefinite);
                entry.said.insert(Field::Term);
            }
            entry.emptied.insert(Field::End);
            entry.without_end = true;
            return Ok(());
        }
        if let Some(end) = self.read_date(at, text, row)? {
            entry.facts.end = Some(end);
            entry.said.insert(Field::End);
        }
        Ok(())
    }

    fn read_stated(&mut self, at: usize, text: &str, row: &Row) -> Result<Option<Stated>, Refusal> {
        if is_same("unknown", text) {
            return Ok(Some(Stated::Unknown));
        }
        Ok(self.read_date(at, text, row)?.map(Stated::On))
    }

    /// Reads a date; none where it is a day that stands for none.
    fn read_date(&mut self, at: usize, text: &str, row: &Row) -> Result<Option<Date>, Refusal> {
        if self.is_ours
            && let Ok(date) = text.parse()
        {
            return Ok(Some(date));
        }
        let place = || self.places.cell(row.number, at);
        match date::read(text, self.rules.order, self.since_1904) {
            DateCell::Date(date, note) => {
                match note {
                    Some(DateNote::Settles(order)) => {
                        let place = place();
                        self.evidence.settle(order, || place, text);
                    }
                    Some(DateNote::Serial) => {
                        self.notes.add(at, Kind::Serial, || format!("{text} ({date})"));
                    }
                    Some(DateNote::Time) => self.notes.add(at, Kind::Time, || text.to_owned()),
                    None => {}
                }
                Ok(Some(date))
            }
            DateCell::Nothing => {
                self.notes.add(at, Kind::Nothing, || text.to_owned());
                Ok(None)
            }
            DateCell::Either(one, other) => {
                let place = place();
                let seen = || (place, text.to_owned(), one, other);
                self.evidence.both.get_or_insert_with(seen);
                self.evidence.count += 1;
                let reason = format!("`{text}` could be {one} or {other}");
                Err(Refusal { reason, reads_both_ways: true })
            }
            DateCell::Malformed(reason) => Err(reason.into()),
        }
    }

    /// Reads any other field: as JSON in the shape of the registry, or as a person types it.
    fn read_field(
        &mut self,
        at: usize,
        field: Field,
        text: &str,
        entry: &mut Entry,
    ) -> Result<(), Refusal> {
        if let Some(value) = exact::of_text(field, text) {
            return self.read_json(at, &Target::Field(field), &value?, entry);
        }
        let listed = || -> Vec<String> {
            if self.is_ours {
                return typed::listed(text);
            }
            text.lines().flat_map(typed::listed).collect()
        };
        match field {
            Field::Id => {
                entry.id = Some(text.parse()?);
                entry.said.insert(Field::Id);
                return Ok(());
            }
            Field::Parties => {
                let parties: Result<Vec<Party>, _> =
                    listed().iter().map(|party| typed::party(party)).collect();
                entry.join_parties(parties?);
                entry.said.insert(Field::Parties);
                return Ok(());
            }
            Field::Notice => entry.facts.notice = Some(term::duration(text)?),
            Field::Review => entry.facts.review = Some(term::duration(text)?),
            _ if self.is_ours && exact::set_listed(field, listed, &mut entry.facts) => {}
            Field::Areas => join(&mut entry.facts.areas, listed()),
            Field::Tags => join(&mut entry.facts.tags, listed()),
            Field::Related => join(&mut entry.facts.related, listed()),
            _ => {
                let with = Setting { today: Day::default(), known: &|_| None, hash: &|_| Ok(None) };
                if exact::is_list(field) {
                    field.add(&mut entry.facts, &listed(), &with)?;
                } else {
                    field.set(&mut entry.facts, &[text.to_owned()], &with)?;
                }
            }
        }
        entry.said.insert(field);
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

fn join(texts: &mut Vec<String>, more: Vec<String>) {
    for text in more {
        if !texts.contains(&text) {
            texts.push(text);
        }
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

/// Notes that an empty cell empties what it holds; fails for what cannot be empty.
fn empty(target: &Target, entry: &mut Entry) -> Result<(), Refusal> {
    match target {
        Target::Own(name) => entry.emptied_own.push(name.clone()),
        Target::Field(Field::Id) | Target::Country | Target::Nothing => {}
        Target::Field(Field::Title | Field::Parties) | Target::Partner => {
            return Err("it cannot be empty, and `--empty-clears` would empty it".into());
        }
        Target::TermIn(_) | Target::Validity => entry.emptied.insert(Field::Term),
        Target::Field(field) => entry.emptied.insert(*field),
    }
    Ok(())
}
