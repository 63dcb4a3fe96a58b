//! Dates, as sheets write them.

mod column;
mod period;
mod reading;

pub use self::column::{DateColumn, DateOrder, DateSample};
pub use self::period::{Validity, read_period};
pub use self::reading::{
    DEFAULT_MIN_YEAR, DateCell, DateNote, DateReading, DateRules, parse_date, read_date,
};
