//! Dates, as sheets write them.
//!
//! A text becomes tokens, these become the form of a date, and the rules of its column say how that is read.

mod clock;
mod column;
mod era;
mod form;
mod parts;
mod period;
mod reading;
mod tokens;
mod words;

pub use self::column::{DateColumn, DateSample};
pub use self::form::DateOrder;
pub use self::reading::{
    DEFAULT_MIN_YEAR, DateNote, DateReading, DateRules, Validity, read_date, read_period,
};
