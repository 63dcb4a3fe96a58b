//! Files of other programs: sheets to import and export, and the calendar.
//!
//! # The sheet of agreements
//!
//! CSV, TSV and the sheet `Agreements` of a workbook have the same columns, in any order: the stored
//! fields by their names in the file (`id` … `activities`), and the derived ones (`status`, `ends`,
//! `act_by`, `ends_in_days`, `act_in_days`, `partners`, `succeeded_by`, `idle_days`, `flags`), which
//! are for people and which an import ignores. One row is one whole agreement, which an import reads
//! back without loss. An empty cell has no value.
//!
//! | fields | form of the cell |
//! | --- | --- |
//! | `id`, `title`, `kind`, `place`, `contact`, `under`, `notes` | the text, with its spaces and line breaks |
//! | `signed`, `effective`, `end` | the date as in the file: `2022-07-04`, `2022-07`, `2022?`, `unknown` |
//! | `term`, `notice`, `review` | as in the file: `P3Y`, `indefinite` |
//! | `basis` | `including`, or empty for `from` |
//! | `renewal` | `P1Y`; with a `max`, JSON: `{"every":"P1Y","max":3}` |
//! | `areas`, `tags`, `related`, `lead`, `succeeds` | texts joined by `; `, with `\;` and `\\` inside them; a JSON list of texts if that could not be read back (spaces at an end, a `[` at the start) |
//! | `parties` | typed parties, joined as above: `A (A) [CC]; B`; a JSON list of objects if a party has a role or a date, or a name that would be read differently |
//! | `signatories`, `witnesses`, `references`, `documents`, `events`, `accepted`, `conflicts`, `activities` | a JSON list of objects, as in the file |
//! | `fields` | a JSON object |
//!
//! So a cell of a list that begins with `[` and is JSON of that form is JSON; any other is read by
//! [`crate::domain::input::split_list`]. Unknown keys are not in a sheet; an import keeps those of a record that it
//! updates.
//!
//! * **CSV** has a byte order mark (unless it is left out), CRLF, quotes as in RFC 4180, and one `'`
//!   in front of a cell that a spreadsheet might run. An import removes one `'` from a cell that
//!   begins with any number of `'` and then a formula ([`csv::unescape_formula`]).
//! * **TSV** has the same mark, line ends and `'`. Nothing is quoted: tab, carriage return, line feed
//!   and backslash are `\t`, `\r`, `\n` and `\\`, as in lists. An import reads a file with our columns
//!   so; a file of another program may be quoted.
//! * **A workbook** needs no `'`: a cell of text is never run. A date of one certain day since March
//!   1900 is a date cell, any other date a text. The first sheet, `Agreements`, holds everything; the
//!   sheets `Parties`, `Events` and `Activities` show parts of it for people, and are not read. A text
//!   longer than a cell (32,767 UTF-16 units) continues in columns of the same name with ` (2)`,
//!   ` (3)` … behind it.

pub mod calendar;
pub mod csv;
pub mod email;
pub mod import;
pub mod own_file;
pub mod workbook;
