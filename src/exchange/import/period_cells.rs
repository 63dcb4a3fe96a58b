//! The cells of one row that say how long the agreement lasts, and what they say about renewal.

use super::dates::Validity;
use super::problems::NoteKind;
use super::renewal::{RenewalLength, RenewalReading};
use super::term::TermReading;
use super::unread::Unread;
use crate::domain::{Date, RecordedDate, RenewalBy};

/// What one cell says.
#[derive(Debug, Clone, Copy)]
pub(super) enum PeriodValue {
    /// The first day.
    Effective(RecordedDate),
    /// The term, and what it says about renewal.
    Term(TermReading),
    /// The last day.
    End(Date),
    /// There is no end.
    NoEnd,
    /// The first and the last day, or one of them.
    Period(Validity),
    /// The end column says that the agreement renews, with or without a date.
    EndRenewal(RenewalReading),
    /// Whether it renews automatically, in a column for that.
    AutomaticRenewal(RenewalReading),
    /// The length of each renewal.
    RenewalTerm(RenewalReading),
    /// A renewal that may be automatic or not.
    Renewal(RenewalReading),
}

/// A cell of the period.
#[derive(Debug)]
pub(super) struct PeriodCell {
    pub(super) column: usize,
    /// Among cells for one value, the one with the lowest rank is the most specific.
    pub(super) rank: u8,
    pub(super) text: String,
    pub(super) value: PeriodValue,
}

/// What becomes of the cells of a row.
#[derive(Debug, Default)]
pub(super) struct SettledPeriod {
    /// The cells that are not read after all: the column, the text and the reason.
    pub(super) unread: Vec<(usize, String, Unread)>,
    /// The cells whose text is kept: the column and the text.
    pub(super) kept: Vec<(usize, String)>,
    /// What notes say: the column, the text, the kind and the detail.
    pub(super) notes: Vec<(usize, String, NoteKind, String)>,
}

/// What the cells of a row say about renewal.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the row")]
pub(super) struct FoundRenewal {
    /// The columns that say it, and whether a note names them if the length is assumed.
    pub(super) columns: Vec<(usize, bool)>,
    pub(super) by: Option<RenewalBy>,
    pub(super) length: RenewalLength,
    /// Whether a column for the length of renewals has it.
    pub(super) has_length_of_its_own: bool,
    /// Whether a cell says more than a length.
    pub(super) is_said: bool,
    pub(super) has_no: bool,
    /// Whether a cell says yes, and not to what.
    pub(super) has_unclear_yes: bool,
}

impl FoundRenewal {
    /// Adds what a cell says.
    pub(super) fn add(&mut self, cell: &PeriodCell, settled: &mut SettledPeriod) {
        let reading = match cell.value {
            PeriodValue::Term(TermReading { renewal, is_kept, .. }) => {
                if is_kept {
                    settled.keep(cell.column, &cell.text);
                }
                let Some(reading) = renewal else { return };
                reading
            }
            PeriodValue::EndRenewal(reading) => {
                settled.keep(cell.column, &cell.text);
                reading
            }
            PeriodValue::AutomaticRenewal(RenewalReading::Yes(length)) => {
                RenewalReading::Renewed { by: RenewalBy::Itself, length }
            }
            // It says only that the agreement may be renewed.
            PeriodValue::Renewal(RenewalReading::Yes(_)) => {
                settled.keep(cell.column, &cell.text);
                let note = (cell.column, cell.text.clone(), NoteKind::Renewal, String::new());
                settled.notes.push(note);
                self.has_unclear_yes = true;
                return;
            }
            PeriodValue::RenewalTerm(RenewalReading::Length(length)) => {
                self.length = RenewalLength { max: length.max.or(self.length.max), ..length };
                self.has_length_of_its_own = true;
                self.columns.push((cell.column, false));
                return;
            }
            PeriodValue::AutomaticRenewal(reading)
            | PeriodValue::RenewalTerm(reading)
            | PeriodValue::Renewal(reading) => reading,
            _ => return,
        };
        let (by, length) = match reading {
            RenewalReading::No => {
                self.has_no = true;
                return;
            }
            RenewalReading::Yes(length) | RenewalReading::Length(length) => {
                (RenewalBy::Itself, length)
            }
            RenewalReading::Renewed { by, length } => (by, length),
        };
        self.columns.push((cell.column, true));
        self.is_said = true;
        // Automatic renewal is certain if one cell says it.
        self.by = match self.by {
            Some(RenewalBy::Itself) => Some(RenewalBy::Itself),
            _ => Some(by),
        };
        if !self.has_length_of_its_own && (self.length.every.is_none() || length.every.is_some()) {
            let max = length.max.or(self.length.max);
            self.length =
                RenewalLength { is_same: length.is_same || self.length.is_same, max, ..length };
        }
    }
}

impl SettledPeriod {
    /// Keeps the text of a cell.
    pub(super) fn keep(&mut self, column: usize, text: &str) {
        if !self.kept.iter().any(|(kept, _)| *kept == column) {
            self.kept.push((column, text.to_owned()));
        }
    }
}
