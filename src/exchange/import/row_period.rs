//! What the cells of one row say together about its first day, its term, its end and its renewal.
//!
//! The cells are collected first and compared then, so that the order of the columns does not matter.

use super::dates::Validity;
use super::imported_row::ImportedRow;
use super::period_cells::{FoundRenewal, PeriodCell, PeriodValue, SettledPeriod};
use super::problems::NoteKind;
use super::term::{CountedFrom, TermReading};
use super::unread::{FaultKind, Unread};
use crate::domain::{
    Basis, Date, Duration, Field, MonthsAndDays, RecordedDate, Renewal, RenewalBy, Term, last_date,
    whole_months,
};

/// The cells of a row that are compared with each other.
#[derive(Debug, Default)]
pub(super) struct RowPeriod {
    cells: Vec<PeriodCell>,
    /// Whether the table has a column that says whether agreements renew automatically.
    has_automatic_column: bool,
}

impl RowPeriod {
    /// Returns a row of a table with or without a column for automatic renewal.
    pub(super) fn new(has_automatic_column: bool) -> Self {
        Self { cells: Vec::new(), has_automatic_column }
    }

    /// Adds what a cell says; `rank` orders the columns that hold the same.
    pub(super) fn add(&mut self, column: usize, rank: u8, text: &str, value: PeriodValue) {
        self.cells.push(PeriodCell { column, rank, text: text.to_owned(), value });
    }

    /// Compares the cells, and gives their values to the row.
    pub(super) fn settle(mut self, to: &mut ImportedRow) -> SettledPeriod {
        let mut settled = SettledPeriod::default();
        if self.cells.is_empty() {
            return settled;
        }
        if to.is_own_form {
            self.take_to_the_letter(to, &mut settled);
            return settled;
        }
        self.cells.sort_by_key(|cell| (cell.rank, cell.column));
        self.settle_first_day(to, &mut settled);
        self.settle_term(to, &mut settled);
        self.settle_end(to, &mut settled);
        self.settle_renewal(to, &mut settled);
        note_other_end(&self.cells, to, &mut settled);
        settled
    }

    /// Gives the values of a row that `mou` wrote to it. What contradicts itself there is for `check`.
    fn take_to_the_letter(&mut self, to: &mut ImportedRow, settled: &mut SettledPeriod) {
        for cell in &self.cells {
            let field = match cell.value {
                PeriodValue::Effective(date) => {
                    to.agreement.effective = Some(date);
                    Field::Effective
                }
                PeriodValue::Term(TermReading { term: Some(term), .. }) => {
                    to.agreement.term = Some(term);
                    Field::Term
                }
                PeriodValue::End(end) => {
                    to.agreement.end = Some(end);
                    Field::End
                }
                _ => {
                    let unread = Unread::new(FaultKind::NotADate);
                    settled.unread.push((cell.column, cell.text.clone(), unread));
                    continue;
                }
            };
            to.given.insert(field);
        }
    }

    /// Removes the cells at these indices; they are not read for this reason.
    fn refuse(&mut self, columns: &[usize], detail: &str, settled: &mut SettledPeriod) {
        let (refused, kept) = std::mem::take(&mut self.cells)
            .into_iter()
            .partition(|cell| columns.contains(&cell.column));
        self.cells = kept;
        let refused: Vec<PeriodCell> = refused;
        for cell in refused {
            let unread = Unread::with_detail(FaultKind::Contradiction, detail);
            settled.unread.push((cell.column, cell.text, unread));
        }
    }

    fn settle_first_day(&mut self, to: &mut ImportedRow, settled: &mut SettledPeriod) {
        let given = self.cells.iter().filter_map(|cell| match cell.value {
            PeriodValue::Effective(date) => Some((cell.column, date)),
            PeriodValue::Period(Validity { start: Some(start), .. }) => {
                Some((cell.column, RecordedDate::Known(start)))
            }
            _ => None,
        });
        let given: Vec<(usize, RecordedDate)> = given.collect();
        let Some((_, first)) = given.first().copied() else { return };
        let others: Vec<usize> =
            given.iter().filter(|(_, date)| *date != first).map(|(column, _)| *column).collect();
        if !others.is_empty() {
            self.refuse(&others, &format!("the first day is {first}"), settled);
        }
        to.agreement.effective = Some(first);
        to.given.insert(Field::Effective);
    }

    fn settle_term(&mut self, to: &mut ImportedRow, settled: &mut SettledPeriod) {
        // A term that counts from another day than the first has another end.
        let signed = to.agreement.signed.and_then(RecordedDate::date);
        let effective = to.agreement.effective.and_then(RecordedDate::date);
        let miscounted: Vec<usize> = self
            .cells
            .iter()
            .filter(|cell| match cell.value {
                PeriodValue::Term(TermReading { counted_from: Some(from), .. }) => match from {
                    CountedFrom::Signing => effective.is_some() && effective != signed,
                    CountedFrom::Effective => false,
                },
                _ => false,
            })
            .map(|cell| cell.column)
            .collect();
        if !miscounted.is_empty() {
            let first = effective.map(|date| date.to_string()).unwrap_or_default();
            let detail = format!("the first day is {first}, not the day of signing");
            self.refuse(&miscounted, &detail, settled);
        }
        let given = self.cells.iter().filter_map(|cell| match cell.value {
            PeriodValue::Term(TermReading { term: Some(term), .. }) => Some((cell.column, term)),
            _ => None,
        });
        let given: Vec<(usize, Term)> = given.collect();
        let Some((_, first)) = given.first().copied() else { return };
        let others: Vec<usize> = given
            .iter()
            .filter(|(_, term)| !is_same_term(*term, first))
            .map(|(column, _)| *column)
            .collect();
        if !others.is_empty() {
            self.refuse(&others, &format!("the term is {}", first.in_words()), settled);
        }
        to.agreement.term = Some(first);
        to.given.insert(Field::Term);
    }

    fn settle_end(&mut self, to: &mut ImportedRow, settled: &mut SettledPeriod) {
        let end_of = |cell: &PeriodCell| match cell.value {
            PeriodValue::NoEnd => Some(None),
            PeriodValue::End(end) | PeriodValue::Period(Validity { end: Some(end), .. }) => {
                Some(Some(end))
            }
            _ => None,
        };
        let given: Vec<(usize, Option<Date>)> =
            self.cells.iter().filter_map(|cell| Some((cell.column, end_of(cell)?))).collect();
        let Some((_, end)) = given.first().copied() else { return };
        let columns: Vec<usize> = given.iter().map(|(column, _)| *column).collect();
        if let Some((_, other)) = given.iter().find(|(_, other)| *other != end) {
            let name = |end: Option<Date>| end.map_or("no end".to_owned(), |end| end.to_string());
            let detail = format!("the row has {} and {}", name(end), name(*other));
            return self.refuse(&columns, &detail, settled);
        }
        let has_term = to.given.contains(&Field::Term);
        let Some(end) = end else {
            match to.agreement.term.filter(|_| has_term) {
                Some(Term::Lasting(term)) => {
                    let detail = format!("the term is {}", Term::Lasting(term).in_words());
                    return self.refuse(&columns, &detail, settled);
                }
                _ => to.agreement.term = Some(Term::Indefinite),
            }
            to.given.insert(Field::Term);
            to.cleared.insert(Field::End);
            return;
        };
        if has_term && to.agreement.term == Some(Term::Indefinite) {
            return self.refuse(&columns, &format!("{end}, and a term without an end"), settled);
        }
        if let Some(first) = first_day(to)
            && end.last() < first.first()
            && end.doubt().is_none()
            && first.doubt().is_none()
        {
            let detail = format!("{end} is before the first day, {first}");
            return self.refuse(&columns, &detail, settled);
        }
        to.agreement.end = Some(end);
        to.given.insert(Field::End);
    }

    fn settle_renewal(&mut self, to: &mut ImportedRow, settled: &mut SettledPeriod) {
        let mut found = FoundRenewal::default();
        for cell in &self.cells {
            found.add(cell, settled);
        }
        // A blank cell in the column for automatic renewal is none.
        let is_automatic =
            |cell: &PeriodCell| matches!(cell.value, PeriodValue::AutomaticRenewal(_));
        found.has_no |=
            self.has_automatic_column && !found.is_said && !self.cells.iter().any(is_automatic);
        // A length of its own is automatic renewal, unless another cell says something else.
        let of_length = found.has_length_of_its_own.then_some(RenewalBy::Itself);
        found.by = found.by.or(of_length);
        let FoundRenewal { mut columns, by, length, has_no, is_said, has_unclear_yes, .. } = found;
        let Some(by) = by.filter(|_| !columns.is_empty()) else { return };
        if (has_no || has_unclear_yes) && !is_said {
            // A length beside a plain `yes` or `no` may be one that has to be agreed.
            for (column, _) in columns {
                if let Some(cell) = self.cells.iter().find(|cell| cell.column == column) {
                    settled.keep(column, &cell.text);
                }
            }
            return;
        }
        if has_no && by == RenewalBy::Itself {
            let detail = "another cell of the row says that it does not renew";
            columns.sort_unstable();
            columns.dedup();
            let columns: Vec<usize> = columns.into_iter().map(|(column, _)| column).collect();
            let ends = self.end_columns();
            self.refuse(&columns, detail, settled);
            self.unclaim_end(&ends, to, settled);
            return;
        }
        let keep = |settled: &mut SettledPeriod, cells: &[PeriodCell]| {
            for (column, _) in &columns {
                if let Some(cell) = cells.iter().find(|cell| cell.column == *column) {
                    settled.keep(cell.column, &cell.text);
                }
            }
        };
        if to.agreement.term == Some(Term::Indefinite) {
            return keep(settled, &self.cells);
        }
        let stated = length.every;
        let of_term = || match to.agreement.term {
            Some(Term::Lasting(term)) => Some(term),
            _ => to.agreement.end.and_then(|end| whole_months(first_day(to)?, end)),
        };
        let every = match (stated, by) {
            (Some(every), _) => Some(every),
            (None, RenewalBy::Itself) => of_term(),
            (None, RenewalBy::Agreement) if length.is_same => of_term(),
            (None, RenewalBy::Agreement) => None,
        };
        let Some(every) = every else {
            keep(settled, &self.cells);
            if by == RenewalBy::Itself {
                let ends = self.end_columns();
                self.unclaim_end(&ends, to, settled);
            }
            return;
        };
        to.agreement.renewal = Some(Renewal { every, by, max: length.max });
        to.given.insert(Field::Renewal);
        if stated.is_some() || length.is_same {
            return;
        }
        keep(settled, &self.cells);
        let detail = format!("renews for {}", Term::Lasting(every).in_words());
        for (column, _) in columns.iter().filter(|(_, is_named)| *is_named) {
            if let Some(cell) = self.cells.iter().find(|cell| cell.column == *column) {
                let text = cell.text.clone();
                let kind = NoteKind::AssumedRenewal;
                settled.notes.push((*column, text, kind, detail.clone()));
            }
        }
    }

    fn end_columns(&self) -> Vec<usize> {
        let ends = self.cells.iter().filter(|cell| {
            matches!(
                cell.value,
                PeriodValue::End(_) | PeriodValue::Period(Validity { end: Some(_), .. })
            )
        });
        ends.map(|cell| cell.column).collect()
    }

    /// Keeps the end of an agreement as text: it renews for a length that is not known, so the end is not
    /// its last.
    fn unclaim_end(&self, columns: &[usize], to: &mut ImportedRow, settled: &mut SettledPeriod) {
        for cell in self.cells.iter().filter(|cell| columns.contains(&cell.column)) {
            settled.keep(cell.column, &cell.text);
            let note = (cell.column, cell.text.clone(), NoteKind::UnclaimedEnd, String::new());
            settled.notes.push(note);
        }
        to.agreement.end = None;
        to.given.remove(&Field::End);
    }
}

/// Adds a note if the term and the end of the row are not the same last day.
fn note_other_end(cells: &[PeriodCell], to: &ImportedRow, settled: &mut SettledPeriod) {
    let both = to.given.contains(&Field::Term) && to.given.contains(&Field::End);
    let (Some(Term::Lasting(term)), Some(end), true) = (to.agreement.term, to.agreement.end, both)
    else {
        return;
    };
    let Some(first) = first_day(to) else { return };
    let computed = |basis| last_date(first, MonthsAndDays::from(term), basis);
    let is_same = |computed: Date| computed.first() <= end.last() && end.first() <= computed.last();
    if [Basis::From, Basis::Including].into_iter().filter_map(computed).any(is_same) {
        return;
    }
    let end_cell = cells.iter().find(|cell| {
        matches!(
            cell.value,
            PeriodValue::End(_) | PeriodValue::Period(Validity { end: Some(_), .. })
        )
    });
    if let Some(cell) = end_cell {
        let detail = computed(Basis::From).map(|date| date.to_string()).unwrap_or_default();
        settled.notes.push((cell.column, cell.text.clone(), NoteKind::OtherEnd, detail));
    }
}

/// Returns the first day, as far as the row states it.
fn first_day(row: &ImportedRow) -> Option<Date> {
    let stated = |date: Option<RecordedDate>, field| {
        date.filter(|_| row.given.contains(&field)).and_then(RecordedDate::date)
    };
    let effective = stated(row.agreement.effective, Field::Effective);
    effective.or_else(|| stated(row.agreement.signed, Field::Signed))
}

fn is_same_term(one: Term, other: Term) -> bool {
    let parts = |duration: Duration| (duration.months(), duration.days());
    match (one, other) {
        (Term::Lasting(one), Term::Lasting(other)) => parts(one) == parts(other),
        _ => one == other,
    }
}
