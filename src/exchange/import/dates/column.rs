//! What a column of dates says as a whole.

/// The order in which a sheet writes the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::Display)]
pub enum DateOrder {
    /// `28/7/2020`.
    #[strum(serialize = "dmy")]
    DayFirst,
    /// `7/28/2020`.
    #[strum(serialize = "mdy")]
    MonthFirst,
    /// `2020/7/28`.
    #[strum(serialize = "ymd")]
    YearFirst,
}

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
    /// The number of cells with a year before 1800, and the earliest of these years.
    early_years: Option<(u64, i32)>,
}

impl DateColumn {
    /// Adds the text of a cell.
    pub fn add(&mut self, row: u64, text: &str) {
        let _ = (row, text);
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

    /// Returns the number of cells with two readings.
    #[must_use]
    pub fn ambiguous_count(&self) -> u64 {
        self.ambiguous_count
    }

    /// Returns the number of cells with a year before 1800, and the earliest of these years.
    ///
    /// Years with three digits or less are not counted.
    #[must_use]
    pub fn early_years(&self) -> Option<(u64, i32)> {
        self.early_years
    }
}
