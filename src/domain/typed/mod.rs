//! The forms that a person types.
//!
//! What is displayed can be typed: each of these functions reads back the text that the value it
//! returns is written as. Blanks around a text are passed over. The constants say what is accepted,
//! as the end of a sentence, for messages about a value that was not.

mod calendar;
mod date;
mod duration;
mod list;
mod note;
mod party;

pub use date::{DATES, DAYS, EFFECTIVE_DATES, STATED, date, day, effective, stated};
pub use duration::{DURATIONS, TERMS, WINDOWS, duration, term, window};
pub use list::{TEXTS, items, join, joined, listed};
pub use note::{DOCUMENTS, FIELDS, REFERENCES, document, field, reference};
pub use party::{COUNTRIES, PARTIES, PEOPLE, country, is_surely_read_back, party, person};
