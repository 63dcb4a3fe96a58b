//! Values to text: tables, cards, JSON, Markdown, and the words of messages.
//!
//! Everything here is a pure function. Nothing here knows what an agreement is, nor the day, nor
//! where the text goes: what the terminal is like arrives as a [`Style`].
//!
//! Text comes in as it is stored. What a person reads (tables, cards, Markdown) shows its control
//! characters escaped; what a program reads (JSON, CSV, TSV) gives it as it is.

pub mod agreement;
pub mod attention;
pub mod card;
pub mod chain;
pub mod derivation;
pub mod diff;
pub mod escape;
mod grid;
pub mod json;
pub mod markdown;
mod plain_table;
pub mod schema;
mod style;
pub mod table;
pub mod width;
pub mod words;

pub use grid::{Grid, GridCell, GridColumn, GridRow};
pub use style::{Style, Tone};
