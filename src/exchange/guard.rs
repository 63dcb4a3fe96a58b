//! The guard before cells that a spreadsheet would run.

use std::borrow::Cow;

/// What a formula begins with, in the spreadsheets in use, full-width forms too.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// The mark that makes a spreadsheet take a cell as text.
const MARK: char = '\'';

/// Returns the cell with one `'` before it where a spreadsheet might run it: where it begins with
/// any number of `'` and then `=`, `+`, `-`, `@`, one of their full-width forms, a tab or a line
/// break, and is neither a number nor a date.
///
/// ```
/// use mou::exchange::guard;
///
/// assert_eq!(guard::with("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(guard::without("'=HYPERLINK(1)"), "=HYPERLINK(1)");
/// assert_eq!(guard::with("-42"), "-42");
/// assert_eq!(guard::with("'tis"), "'tis");
/// ```
#[must_use]
pub fn with(cell: &str) -> Cow<'_, str> {
    if begins_a_formula(cell) && !is_number(cell) {
        return format!("{MARK}{cell}").into();
    }
    cell.into()
}

/// Returns the cell without the `'` that [`with`] put before it.
#[must_use]
pub fn without(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| begins_a_formula(rest)).unwrap_or(cell)
}

fn begins_a_formula(cell: &str) -> bool {
    // Most cells begin with a letter or a digit, which is seen at once.
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    cell.trim_start_matches(MARK).starts_with(BEGINNINGS)
}

/// Tells whether the cell is a plain number; a date never begins with one of [`BEGINNINGS`].
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    are_digits(whole) && are_digits(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_might_run_is_guarded_once() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-5 degrees pact", "'-5 degrees pact"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("\nx", "'\nx"),
            ("'=1", "''=1"),
            ("-", "'-"),
            ("", ""),
            ("-365", "-365"),
            ("+1.5", "+1.5"),
            ("2022-07-04", "2022-07-04"),
            ("it's", "it's"),
            ("''", "''"),
        ] {
            assert_eq!(with(cell), guarded);
            assert_eq!(without(guarded), cell);
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_read_back(cell in "('{0,3}[=+@a1.\t\n＝-]{0,3})|.*") {
            let guarded = with(&cell);
            prop_assert_eq!(without(&guarded), &cell);
        }
    }
}
