//! Values to text: tables, cards, JSON, Markdown, and the words of messages.
//!
//! All functions are pure. The day is a parameter, and the properties of the terminal are in a [`Style`].
//!
//! Text is passed as it is stored. Output for people (tables, cards, Markdown) escapes control characters;
//! output for programs (JSON) keeps them.

pub mod agreement;
pub mod attention;
pub mod card;
pub mod chain;
pub mod derivation;
pub mod diff;
pub mod draft;
pub mod escape;
mod grid;
pub mod json;
pub mod mail;
pub mod markdown;
pub mod overview;
pub mod page;
pub mod party;
mod plain_table;
pub mod reminders;
pub mod schema;
pub mod statistics;
mod style;
pub mod svg;
pub mod table;
pub mod timeline;
pub mod width;
pub mod words;

pub use grid::{Grid, GridCell, GridColumn, GridRow};
pub use style::{Style, Tone};
