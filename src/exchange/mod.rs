//! Other people's files: sheets that come in and go out, and the calendar.
//!
//! # The sheet of agreements
//!
//! CSV, TSV and the sheet `Agreements` of a workbook have one header, in this order or another: the
//! stored fields by their names in the file (`id` … `activities`), and the derived ones (`status`,
//! `ends`, `act_by`, `ends_in_days`, `act_in_days`, `partners`, `succeeded_by`, `idle_days`,
//! `flags`), which are for people and which an import passes over. One row is one agreement, whole:
//! what a cell holds can be read back without loss. An empty cell says nothing.
//!
//! | fields | form of the cell |
//! | --- | --- |
//! | `id`, `title`, `kind`, `place`, `contact`, `under`, `notes` | the text, blanks and line breaks as they are |
//! | `signed`, `effective`, `end` | the date as in the file: `2022-07-04`, `2022-07`, `2022?`, `unknown` |
//! | `term`, `notice`, `review` | as in the file: `P3Y`, `indefinite` |
//! | `basis` | `including`, or empty for `from` |
//! | `renewal` | `P1Y`; with a `max`, JSON: `{"every":"P1Y","max":3}` |
//! | `areas`, `tags`, `related`, `lead`, `succeeds` | texts joined by `; `, with `\;` and `\\` inside them; a JSON list of texts where that could not be read back (blanks at an end, a `[` before all) |
//! | `parties` | typed parties, joined as above: `A (A) [CC]; B`; a JSON list of objects where a party has a role or a day of its own, or a name that is typed in another way |
//! | `signatories`, `witnesses`, `references`, `documents`, `events`, `conflicts`, `activities` | a JSON list of objects, as in the file |
//! | `fields` | a JSON object |
//!
//! So a cell of a list that begins with `[` and is JSON of that shape is JSON; any other is read by
//! [`crate::domain::typed::listed`]. Keys that this version does not know are not in a sheet; an import leaves
//! those of a known record where they are.
//!
//! * **CSV** has a byte order mark (unless it is left out), CRLF, quotes where RFC 4180 wants them,
//!   and the guard: one `'` before a cell that a spreadsheet might run. A reader takes one `'` off
//!   a cell that begins with some `'` and then one of those letters ([`csv::unescape_formula`]).
//! * **TSV** has the same guard, mark and line ends; nothing is quoted, and tab, carriage return,
//!   line feed and backslash are `\t`, `\r`, `\n` and `\\`, as in lists. A file whose header has
//!   our names is read so; one of another program may be quoted.
//! * **A workbook** has no guard: a cell of text is never run. A date of one certain day since
//!   March 1900 is a date cell, any other a text. The sheet `Agreements` comes first and alone holds
//!   everything; `Parties`, `Events` and `Activities` say the same for people, and are not read. A
//!   text longer than a cell may be (32,767) goes on in a column of the same name with ` (2)`,
//!   ` (3)` … behind it.

pub mod calendar;
pub mod csv;
pub mod import;
pub mod workbook;
