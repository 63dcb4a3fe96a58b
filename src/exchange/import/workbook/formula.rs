//! Formulas: how their references move, and the addresses of `HYPERLINK`.

use super::cell_store::CellPosition;
use crate::exchange::import::rows::column_letters;

/// What a call of `HYPERLINK` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HyperlinkCall {
    /// The address; `None` if it would have to be calculated.
    pub(super) address: Option<String>,
    /// The text that the cell shows, if the formula says it.
    pub(super) shown: Option<String>,
}

/// Returns the place of a cell such as `B12` or `$B$12`.
pub(super) fn cell_position(name: &str) -> Option<CellPosition> {
    let name = name.strip_prefix('$').unwrap_or(name);
    let digits = name.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let (letters, row) = name.split_at(digits);
    let row: u32 = row.strip_prefix('$').unwrap_or(row).parse().ok()?;
    // A column has three letters at most, so that no sum overflows.
    if letters.is_empty() || letters.len() > 4 || row == 0 {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((row - 1, column - 1))
}

/// Returns the formula of a cell that shares that of another one, `rows` below it and `columns` to its right.
pub(super) fn moved(formula: &str, rows: i64, columns: i64) -> String {
    let mut moved = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(letter) = rest.chars().next() {
        let length = if letter == '"' || letter == '\'' {
            // Texts and names of sheets stay as they are.
            rest[1..].find(letter).map_or(rest.len(), |end| end + 2)
        } else if is_name_letter(letter) {
            rest.find(|letter| !is_name_letter(letter)).unwrap_or(rest.len())
        } else {
            letter.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        let is_reference = is_name_letter(letter) && !after.starts_with(['(', '!']);
        match cell_position(word).filter(|_| is_reference) {
            Some(position) => moved.push_str(&moved_reference(word, position, rows, columns)),
            None => moved.push_str(word),
        }
        rest = after;
    }
    moved
}

fn is_name_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '$' | '_' | '.')
}

fn moved_reference(name: &str, (row, column): CellPosition, rows: i64, columns: i64) -> String {
    let is_fixed_column = name.starts_with('$');
    let is_fixed_row = name[1..].contains('$');
    let by = |index: u32, by: i64, is_fixed: bool| {
        let moved = if is_fixed { 0 } else { by };
        usize::try_from(i64::from(index) + moved)
    };
    let mark = |is_fixed: bool| if is_fixed { "$" } else { "" };
    match (by(column, columns, is_fixed_column), by(row, rows, is_fixed_row)) {
        (Ok(column), Ok(row)) => format!(
            "{}{}{}{}",
            mark(is_fixed_column),
            column_letters(column),
            mark(is_fixed_row),
            row + 1
        ),
        _ => "#REF!".to_owned(),
    }
}

/// Returns what the formula says, if it is a call of `HYPERLINK`; `lookup` returns the text of a cell
/// of the same sheet.
pub(super) fn hyperlink<'s>(
    formula: &str,
    lookup: impl Fn(CellPosition) -> Option<&'s str>,
) -> Option<HyperlinkCall> {
    const FUNCTION_NAME: &str = "HYPERLINK";
    let formula = formula.trim_start_matches(['=', '+', ' ']);
    let name = formula.get(..FUNCTION_NAME.len())?;
    let arguments = formula[FUNCTION_NAME.len()..].trim_start().strip_prefix('(')?;
    if !name.eq_ignore_ascii_case(FUNCTION_NAME) {
        return None;
    }
    let mut arguments = Arguments { rest: arguments };
    let address = arguments.next_text(&lookup);
    let shown = arguments.next_text(&lookup);
    let shown = shown.or_else(|| address.clone());
    Some(HyperlinkCall { address: address.filter(|text| !text.trim().is_empty()), shown })
}

/// The arguments of a call that are not read yet.
struct Arguments<'f> {
    rest: &'f str,
}

impl Arguments<'_> {
    /// Returns the next argument, if it consists of texts and cells joined by `&`, and moves behind it.
    fn next_text<'s>(
        &mut self,
        lookup: &impl Fn(CellPosition) -> Option<&'s str>,
    ) -> Option<String> {
        let mut text = Some(String::new());
        let mut depth = 0_usize;
        while let Some(letter) = self.rest.chars().next() {
            match letter {
                '"' => {
                    let part = self.take_quoted();
                    if depth == 0
                        && let Some(text) = &mut text
                    {
                        text.push_str(&part);
                    }
                    continue;
                }
                ',' | ';' | ')' if depth == 0 => {
                    self.rest = &self.rest[1..];
                    return text.filter(|text| !text.is_empty());
                }
                '(' => {
                    // The result of another function is not known.
                    (depth, text) = (depth + 1, None);
                }
                ')' => depth -= 1,
                '&' | ' ' => {}
                _ => {
                    let length = self.rest.find(|letter| !is_name_letter(letter));
                    let length = length.unwrap_or(self.rest.len()).max(letter.len_utf8());
                    let (name, after) = self.rest.split_at(length);
                    let value = cell_position(name).and_then(lookup);
                    text = text.zip(value).map(|(text, value)| text + value);
                    self.rest = after;
                    continue;
                }
            }
            self.rest = &self.rest[letter.len_utf8()..];
        }
        None
    }

    /// Returns the text in quotes at the start, in which two quotes are one, and moves behind it.
    fn take_quoted(&mut self) -> String {
        let mut text = String::new();
        let mut letters = self.rest[1..].char_indices().peekable();
        while let Some((index, letter)) = letters.next() {
            if letter != '"' {
                text.push(letter);
            } else if letters.next_if(|(_, next)| *next == '"').is_some() {
                text.push('"');
            } else {
                self.rest = &self.rest[index + 2..];
                return text;
            }
        }
        self.rest = "";
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_of_a_cell_is_read() {
        for (name, position) in [
            ("A1", Some((0, 0))),
            ("$B$12", Some((11, 1))),
            ("xfd1048576", Some((1_048_575, 16_383))),
            ("ZZZZ1", Some((0, 475_253))),
            ("A0", None),
            ("A", None),
            ("12", None),
            ("ZZZZZ1", None),
            ("A99999999999", None),
            ("A1B", None),
            ("é1", None),
            ("", None),
        ] {
            assert_eq!(cell_position(name), position, "{name}");
        }
    }

    #[test]
    fn shared_formula_moves_its_references() {
        for (formula, result) in [
            ("EDATE(B2,36)", "EDATE(C5,36)"),
            ("$B2+B$2+$B$2", "$B5+C$2+$B$2"),
            ("\"B2\"&B2&LOG10(B2)", "\"B2\"&C5&LOG10(C5)"),
            ("'B2'!B2+T_1+日B2", "'B2'!C5+T_1+日B2"),
            ("SUM(B2:B9)", "SUM(C5:C12)"),
            ("\"open", "\"open"),
        ] {
            assert_eq!(moved(formula, 3, 1), result);
        }
        assert_eq!(moved("B2", -5, 0), "#REF!");
    }

    #[test]
    fn address_of_a_hyperlink_is_a_text_or_a_cell() {
        let lookup = |position| match position {
            (1, 3) => Some("https://x.org/"),
            (1, 4) => Some("a.pdf"),
            _ => None,
        };
        let call =
            |formula: &str| hyperlink(formula, lookup).map(|call| (call.address, call.shown));
        let texts = |address: &str, shown: &str| {
            let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            Some((text(address), text(shown)))
        };
        assert_eq!(call("HYPERLINK(\"https://x.org/a\",\"MoU\")"), texts("https://x.org/a", "MoU"));
        assert_eq!(call("=hyperlink ( \"a;b\" ; \"say \"\"x\"\"\" )"), texts("a;b", "say \"x\""));
        assert_eq!(call("HYPERLINK(D2&E2)"), texts("https://x.org/a.pdf", "https://x.org/a.pdf"));
        assert_eq!(call("HYPERLINK($D$2&\"b\",E2)"), texts("https://x.org/b", "a.pdf"));
        assert_eq!(call("HYPERLINK(VLOOKUP(A2,D:E,2,0),\"open\")"), texts("", "open"));
        assert_eq!(call("HYPERLINK(Z9,\"open\")"), texts("", "open"));
        assert_eq!(call("HYPERLINK(\"\",\"open\")"), texts("", "open"));
        assert_eq!(call("HYPERLINK(\"open"), texts("", ""));
        assert_eq!(call("HYPERLINK("), texts("", ""));
        assert_eq!(call("HYPERLINKS(\"a\")"), None);
        assert_eq!(call("SUM(A1)"), None);
        assert_eq!(call("日本語日本語"), None);
    }
}
