//! Cells that hold a date, a term or a last day.

use super::date::{self, DateCell, DateNote};
use super::entry::Entry;
use super::reader::{Refusal, RowReader};
use super::table::Row;
use super::term;
use super::trouble::Kind;
use crate::domain::search::is_same;
use crate::domain::{Date, Field, Stated, Term};

impl RowReader {
    pub(super) fn read_term(
        &mut self,
        at: usize,
        text: &str,
        unit: Option<&str>,
        entry: &mut Entry,
    ) -> Result<(), Refusal> {
        let (term, remark) = term::read(text, unit).map_err(|why| {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            let name = self.places.name(at);
            let hint = if is_number {
                format!(", or `--map \"{name}=years\"` names it")
            } else {
                String::new()
            };
            format!("{why}{hint}")
        })?;
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

    pub(super) fn read_end(
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

    pub(super) fn read_stated(
        &mut self,
        at: usize,
        text: &str,
        row: &Row,
    ) -> Result<Option<Stated>, Refusal> {
        if is_same("unknown", text) {
            return Ok(Some(Stated::Unknown));
        }
        Ok(self.read_date(at, text, row)?.map(Stated::On))
    }

    /// Reads a date; none where it is a day that stands for none.
    pub(super) fn read_date(
        &mut self,
        at: usize,
        text: &str,
        row: &Row,
    ) -> Result<Option<Date>, Refusal> {
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
}
