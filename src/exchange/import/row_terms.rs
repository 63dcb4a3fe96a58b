//! Reading the cells of a row that say how long the agreement lasts.

use super::cell::means_empty;
use super::columns::ImportColumn;
use super::dates::read_period;
use super::imported_row::ImportedRow;
use super::period_cells::PeriodValue;
use super::renewal::{RenewalReading, read_renewal, split_renewal};
use super::row::RowReader;
use super::row_period::RowPeriod;
use super::rows::SheetRow;
use super::term::{TermReading, is_indefinite, read_term, read_term_of_unit, unit_in_heading};
use super::text_rules::plain_code;
use super::unread::{FaultKind, Unread};
use crate::domain::RenewalBy;

impl RowReader<'_> {
    /// Reads a term or a period; a bare number counts `unit`.
    pub(super) fn read_term(
        &self,
        index: usize,
        rank: u8,
        text: &str,
        unit: Option<&str>,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        self.add_term(index, rank, text, read_term(text, unit), period)
    }

    /// Reads a term or a period; a bare number counts the unit in another cell of the row.
    pub(super) fn read_term_beside(
        &self,
        index: usize,
        rank: u8,
        text: &str,
        row: &SheetRow,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let reading = match self.unit_of(row) {
            Some(unit) => read_term_of_unit(text, &unit),
            None => read_term(text, None),
        };
        self.add_term(index, rank, text, reading, period)
    }

    /// Returns the unit of bare numbers in the row, from the column of units.
    fn unit_of(&self, row: &SheetRow) -> Option<String> {
        let unit = row.cells.get(self.unit_column?)?.text();
        Some(plain_code(&unit).into_owned()).filter(|unit| !unit.is_empty() && !means_empty(unit))
    }

    fn add_term(
        &self,
        index: usize,
        rank: u8,
        text: &str,
        reading: Result<TermReading, Unread>,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let unread = match reading {
            Ok(reading) => {
                period.add(index, rank, text, PeriodValue::Term(reading));
                return Ok(());
            }
            Err(unread) => unread,
        };
        let validity = read_period(text, &self.date_rules[index]).ok_or(unread)??;
        period.add(index, rank, text, PeriodValue::Period(validity));
        Ok(())
    }

    /// Reads a term, a period or a last day.
    pub(super) fn read_validity(
        &self,
        index: usize,
        text: &str,
        row: &SheetRow,
        to: &mut ImportedRow,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let rank = 2;
        let Err(no_term) = self.read_term_beside(index, rank, text, row, period) else {
            return Ok(());
        };
        self.read_end(index, rank, text, to, period)
            .map_err(|no_end| if no_end.kind == FaultKind::NotADate { no_term } else { no_end })
    }

    /// Reads a last day, no end, a first and a last day, or that the agreement renews.
    pub(super) fn read_end(
        &self,
        index: usize,
        rank: u8,
        text: &str,
        to: &mut ImportedRow,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let value = if is_indefinite(text) {
            PeriodValue::NoEnd
        } else if let Some(validity) = read_period(text, &self.date_rules[index]) {
            let validity = validity?;
            Self::note_date(index, text, validity.note, validity.end, to);
            PeriodValue::Period(validity)
        } else {
            match self.read_date(index, text, to) {
                Ok(Some(end)) => PeriodValue::End(end),
                Ok(None) => return Ok(()),
                Err(unread) => return self.read_end_renewal(index, rank, text, unread, to, period),
            }
        };
        period.add(index, rank, text, value);
        Ok(())
    }

    /// Reads a renewal in an end column, alone or after a date. A date behind which it renews
    /// automatically is not the end; one behind which it may be renewed is.
    ///
    /// Fails with `unread` if the text says anything else.
    fn read_end_renewal(
        &self,
        index: usize,
        rank: u8,
        text: &str,
        unread: Unread,
        to: &mut ImportedRow,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let Some((before, reading)) = split_renewal(text) else { return Err(unread) };
        let is_automatic = matches!(reading, RenewalReading::Renewed { by: RenewalBy::Itself, .. });
        if before.is_empty() {
            if !is_automatic {
                return Err(unread);
            }
        } else {
            let end = match self.read_date(index, before, to) {
                Ok(end) => end,
                // Whatever day it is, it is not the end.
                Err(unread) if is_automatic && unread.kind == FaultKind::TwoReadings => None,
                Err(unread) => return Err(unread),
            };
            if let Some(end) = end.filter(|_| !is_automatic) {
                period.add(index, rank, text, PeriodValue::End(end));
            }
        }
        period.add(index, rank, text, PeriodValue::EndRenewal(reading));
        Ok(())
    }

    /// Reads the cell of a column of renewals.
    pub(super) fn read_renewal(
        &self,
        index: usize,
        column: &ImportColumn,
        text: &str,
        period: &mut RowPeriod,
    ) -> Result<(), Unread> {
        let reading = read_renewal(text, unit_in_heading(self.labels.column(index)))?;
        let value = match column {
            ImportColumn::AutomaticRenewal => PeriodValue::AutomaticRenewal(reading),
            ImportColumn::RenewalTerm => PeriodValue::RenewalTerm(reading),
            _ => PeriodValue::Renewal(reading),
        };
        period.add(index, 0, text, value);
        Ok(())
    }
}
