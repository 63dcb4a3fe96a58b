//! The parts of a row: partners and countries, dates, what follows from the signing date, links and comments.

use super::cell::SheetCell;
use super::column_facts::ColumnFact;
use super::columns::ImportColumn;
use super::dates::{DateNote, DateReading, read_date};
use super::imported_row::ImportedRow;
use super::party;
use super::problems::NoteKind;
use super::row::{RowReader, typed_cell};
use super::rows::SheetRow;
use super::status::{SheetStatus, status_meaning};
use super::text_rules::plain_code;
use super::unread::Unread;
use crate::domain::search::is_same;
use crate::domain::{Date, Field, Party, RecordedDate, country_code};

impl RowReader<'_> {
    /// States the signing date as unknown if the row has none, but says that the agreement was signed.
    /// Otherwise the row is a draft.
    pub(super) fn settle_signing(&self, row: &SheetRow, to: &mut ImportedRow) {
        if self.is_own_form {
            return;
        }
        let has = |field| to.given.contains(&field);
        let columns = &self.rules.columns;
        let column_of = |wanted: ImportColumn| columns.iter().position(|column| *column == wanted);
        let text_at = |index: usize| {
            let text = row.cells.get(index).map(SheetCell::text).unwrap_or_default();
            text.trim().to_owned()
        };
        let is_signed_by_parties = !to.agreement.parties.is_empty()
            && to.agreement.parties.iter().all(|party| party.signed.is_some());
        if has(Field::Signed) || is_signed_by_parties {
            let first_day = column_of(ImportColumn::Field(Field::Effective));
            let is_missing = |index: &usize| {
                let is_filled = |fact: &ColumnFact| fact.filled_count > 0;
                row.is_empty_at(*index) && self.rules.facts.column(*index).is_some_and(is_filled)
            };
            if let Some(index) = first_day.filter(|_| !has(Field::Effective)).filter(is_missing) {
                to.note(index, NoteKind::NoFirstDay, self.labels.column(index), "");
            }
            return;
        }
        let signing = column_of(ImportColumn::Field(Field::Signed)).unwrap_or_default();
        let status = column_of(ImportColumn::Status).map(text_at).unwrap_or_default();
        let is_unread = |field| {
            to.unread.iter().any(|problem| {
                problem.column.is_some_and(|index| columns[index] == ImportColumn::Field(field))
            })
        };
        // An unread cell has a message of its own.
        let has_message = is_unread(Field::Signed);
        let reason = if has_message {
            String::new()
        } else if has(Field::Term) {
            "it has a term".to_owned()
        } else if has(Field::End) {
            "it has an end".to_owned()
        } else if has(Field::Effective) {
            "it has a first day".to_owned()
        } else if status_meaning(&status).is_some_and(SheetStatus::implies_signing) {
            // The two words stay on one line.
            format!("its status is\u{a0}{status}")
        } else {
            to.note(signing, NoteKind::Draft, "", "");
            return;
        };
        if !has_message {
            to.note(signing, NoteKind::UnknownSigning, "", &reason);
        }
        to.agreement.signed = Some(RecordedDate::Unknown);
        to.given.insert(Field::Signed);
        to.assumes_signing = true;
    }

    /// Adds the addresses behind cells to the references, and comments to the notes.
    pub(super) fn add_links_and_comments(&self, row: &SheetRow, to: &mut ImportedRow) {
        if self.is_own_form {
            return;
        }
        for (index, address) in &row.links {
            let text = row.cells.get(*index).map(SheetCell::text).unwrap_or_default();
            let title = if text.trim().is_empty() { address.as_str() } else { text.trim() };
            to.add_reference(title, Some(address));
        }
        for (index, comment) in &row.comments {
            let place = self.labels.cell(row.number, *index);
            let comment = format!("{place}: {}", comment.trim());
            to.add_to_notes(&comment);
        }
    }

    /// Reads the partners of a cell.
    pub(super) fn read_partners(&self, index: usize, text: &str, to: &mut ImportedRow) {
        let partners = party::partners(text);
        if partners.may_be_more {
            to.note(index, NoteKind::OneName, text, "");
        }
        if partners.has_unknown_country {
            to.keep(index, &self.kept_names[index], text);
            to.note(index, NoteKind::Country, text, "");
        }
        if !partners.parties.is_empty() {
            to.add_parties(partners.parties);
            to.names_partners = true;
        }
    }

    /// Reads the countries of the partners of the row: one for each. Otherwise the text is kept.
    pub(super) fn read_country(
        &self,
        index: usize,
        text: &str,
        to: &mut ImportedRow,
        row: &SheetRow,
    ) {
        let names = party::names(text);
        // The column of the partners may come after this one.
        let columns = self.rules.columns.iter().zip(&row.cells);
        let partners: Vec<Party> = columns
            .filter(|(column, _)| **column == ImportColumn::Partner)
            .flat_map(|(column, cell)| party::partners(&typed_cell(column, cell).text()).parties)
            .collect();
        let countries: Option<Vec<&str>> =
            names.iter().map(|name| country_code(&plain_code(name))).collect();
        let kind = match &countries {
            Some(_) if partners.len() == names.len() => None,
            Some(_) => Some(NoteKind::CountryCount),
            None => Some(NoteKind::Country),
        };
        if let Some(kind) = kind {
            to.note(index, kind, text, "");
            to.keep(index, &self.kept_names[index], text);
            return;
        }
        for (mut partner, letters) in partners.into_iter().zip(countries.unwrap_or_default()) {
            partner.country.get_or_insert_with(|| letters.into());
            let parties = &mut to.agreement.parties;
            match parties.iter_mut().find(|party| party::has_name(party, &partner.name)) {
                Some(party) => party.country = partner.country,
                None => parties.push(partner),
            }
        }
    }

    /// Reads an address as a reference; another text is kept.
    pub(super) fn read_link(&self, index: usize, text: &str, to: &mut ImportedRow) {
        let is_address = |word: &str| word.contains("://") || word.starts_with("www.");
        let addresses: Vec<&str> = text.split_whitespace().collect();
        if addresses.iter().all(|word| is_address(word)) {
            for address in addresses {
                let address = address.trim_end_matches([',', ';']);
                to.add_reference(self.labels.column(index), Some(address));
            }
        } else {
            to.set_own(&self.kept_names[index], text);
        }
    }

    /// Reads a date that may be `unknown`.
    pub(super) fn read_recorded_date(
        &self,
        index: usize,
        text: &str,
        to: &mut ImportedRow,
    ) -> Result<Option<RecordedDate>, Unread> {
        if self.is_own_form
            && let Ok(date) = text.parse()
        {
            return Ok(Some(date));
        }
        if is_same("unknown", text) {
            return Ok(Some(RecordedDate::Unknown));
        }
        Ok(self.read_date(index, text, to)?.map(RecordedDate::Known))
    }

    /// Reads a date; `None` if it is one that means no date.
    pub(super) fn read_date(
        &self,
        index: usize,
        text: &str,
        to: &mut ImportedRow,
    ) -> Result<Option<Date>, Unread> {
        if self.is_own_form
            && let Ok(date) = text.parse()
        {
            return Ok(Some(date));
        }
        let DateReading { date, note } = read_date(text, &self.date_rules[index])?;
        if date.is_none() {
            to.note(index, NoteKind::Empty, text, "");
        }
        Self::note_date(index, text, note, date, to);
        Ok(date)
    }

    pub(super) fn note_date(
        index: usize,
        text: &str,
        note: Option<DateNote>,
        date: Option<Date>,
        to: &mut ImportedRow,
    ) {
        let kind = match note {
            Some(DateNote::Serial) => NoteKind::Serial,
            Some(DateNote::Time) => NoteKind::Time,
            Some(DateNote::Era) => NoteKind::Era,
            None => return,
        };
        let detail = date.map(|date| date.to_string()).unwrap_or_default();
        to.note(index, kind, text, &detail);
    }
}
