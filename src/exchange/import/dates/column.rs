//! What a column of dates says as a whole.

use super::form::{DateForm, DateOrder, MonthAndDay, WrittenDate, parse_form};
use super::period::{PeriodForm, split_period};
use super::tokens::{DateToken, Number, date_tokens};
use crate::exchange::import::unread::FaultKind;

/// A cell that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSample {
    /// The number of its row.
    pub row: u64,
    /// Its text.
    pub text: String,
}

/// What the cells of a column say together about the reading of each of them.
///
/// Every cell is added before the first one is read, so the order of the rows does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateColumn {
    /// The first cell that can only have the day first.
    day_first: Option<DateSample>,
    /// The first cell that can only have the month first.
    month_first: Option<DateSample>,
    /// The number of cells with two readings.
    ambiguous_count: u64,
    /// Whether a cell is certainly a span of years or a part of a year.
    has_certain_span: bool,
    /// The number of cells of the form `YYYY-MM`.
    year_month_count: u64,
    /// The number of these whose month is also the next year.
    next_year_count: u64,
    /// Whether a cell is a year and a month with a zero at the end or the beginning: `2020.10`, `2020.05`.
    keeps_zeros: bool,
    /// The number of cells with a year before 1800, and the earliest of these years.
    early_years: Option<(u64, i32)>,
}

/// The years before 1800 that `--min-year` may be for, not those of another era.
const EARLY_YEARS: [std::ops::Range<u32>; 2] = [1000..1300, 1520..1800];

impl DateColumn {
    /// Adds the text of a cell.
    pub fn add(&mut self, row: u64, text: &str) {
        if is_plain_day(text) {
            return;
        }
        let Some(tokens) = date_tokens(text) else { return };
        self.keeps_zeros |= is_month_with_zero(&tokens);
        match parse_form(&tokens) {
            Ok(form) => self.add_form(&form, row, text),
            Err(why) => match split_period(&tokens) {
                Some(Ok(PeriodForm::Until(end))) => self.add_form(&end, row, text),
                Some(Ok(PeriodForm::Range(start, end))) => {
                    self.has_certain_span |= is_year(&start) && is_year(&end);
                    self.add_form(&start, row, text);
                    self.add_form(&end, row, text);
                }
                _ => self.has_certain_span |= why.kind == FaultKind::SpanOfTime,
            },
        }
    }

    fn add_form(&mut self, form: &DateForm, row: u64, text: &str) {
        let DateForm::Written(WrittenDate { years, rest, shows, .. }) = form else { return };
        let sample = || DateSample { row, text: text.trim().to_owned() };
        match shows {
            Some(DateOrder::DayFirst) => {
                self.day_first.get_or_insert_with(sample);
            }
            Some(DateOrder::MonthFirst) => {
                self.month_first.get_or_insert_with(sample);
            }
            Some(DateOrder::YearFirst) => {
                self.year_month_count += 1;
                self.next_year_count += u64::from(matches!(rest, MonthAndDay::NextYear(_)));
            }
            None => {}
        }
        self.ambiguous_count += u64::from(matches!(rest, MonthAndDay::EitherOrder(..)));
        if let [year] = years.as_slice()
            && year.era.is_none()
            && EARLY_YEARS.iter().any(|years| years.contains(&year.number))
            && let Ok(year) = i32::try_from(year.number)
        {
            let (count, earliest) = self.early_years.unwrap_or((0, year));
            self.early_years = Some((count + 1, earliest.min(year)));
        }
    }

    /// Returns a cell that can only have the day first, and one that can only have the month first,
    /// if the column has both.
    #[must_use]
    pub fn mixed_orders(&self) -> Option<(&DateSample, &DateSample)> {
        self.day_first.as_ref().zip(self.month_first.as_ref())
    }

    /// Returns the order that the column certainly has, and a cell that shows it; `None` if no cell
    /// shows an order, or if the orders are mixed.
    #[must_use]
    pub fn certain_order(&self) -> Option<(DateOrder, &DateSample)> {
        match (&self.day_first, &self.month_first) {
            (Some(sample), None) => Some((DateOrder::DayFirst, sample)),
            (None, Some(sample)) => Some((DateOrder::MonthFirst, sample)),
            _ => None,
        }
    }

    /// Returns true if a cell can only have the other order.
    pub(super) fn contradicts(&self, order: DateOrder) -> bool {
        match order {
            DateOrder::DayFirst => self.month_first.is_some(),
            DateOrder::MonthFirst => self.day_first.is_some(),
            DateOrder::YearFirst => false,
        }
    }

    /// Returns true if `2010-11` is a span of years in this column: it has certain spans of time, or all
    /// its `YYYY-MM`, two or more, have the next year as their month.
    pub(super) fn has_spans(&self) -> bool {
        let are_all_spans =
            self.year_month_count >= 2 && self.year_month_count == self.next_year_count;
        self.has_certain_span || are_all_spans
    }

    /// Returns true if `2020.1` cannot be a number that was `2020.10`.
    pub(super) fn keeps_zeros(&self) -> bool {
        self.keeps_zeros
    }

    /// Returns the number of cells with two readings.
    #[must_use]
    pub fn ambiguous_count(&self) -> u64 {
        self.ambiguous_count
    }

    /// Returns the number of cells with a year before 1800, and the earliest of these years.
    ///
    /// Years that are likely of another era, or have three digits or less, are not counted.
    #[must_use]
    pub fn early_years(&self) -> Option<(u64, i32)> {
        self.early_years
    }
}

fn is_month_with_zero(tokens: &[DateToken]) -> bool {
    matches!(
        tokens,
        [
            DateToken::Number(Number { digits: 4, .. }),
            DateToken::Mark('.'),
            DateToken::Number(Number { value: 1..=10, digits: 2 })
        ]
    )
}

fn is_year(form: &DateForm) -> bool {
    let year = MonthAndDay::Known(None, None);
    matches!(form, DateForm::Written(date) if date.rest == year)
}

/// Returns true for `2020-07-28` from 1800 on, which says nothing about the other cells.
fn is_plain_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && matches!(bytes, [b'1', b'8' | b'9', ..] | [b'2', ..])
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
