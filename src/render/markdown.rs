//! Markdown as GitHub reads it (GFM): escaped text and tables.

use super::Grid;
use super::escape::visible;

/// Returns `text` as one line that Markdown shows unchanged.
///
/// Control characters are made visible, and the syntax of Markdown is escaped: emphasis, code, headings,
/// lists, quotations, tables, HTML, entities, links, and bare addresses (which GFM turns into links).
///
/// ```
/// use mou::render::markdown::escape_markdown;
///
/// assert_eq!(escape_markdown("# a_b | <i>"), r"\# a\_b \| \<i\>");
/// ```
#[must_use]
pub fn escape_markdown(text: &str) -> String {
    let shown = visible(text);
    let start = shown.len() - shown.trim_start().len();
    let digits = shown.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(shown.len());
    for (at, letter) in shown.char_indices() {
        if letter == ' ' && at == 0 {
            escaped.push_str("&#32;");
            continue;
        }
        let (before, rest) = shown.split_at_checked(at).unwrap_or_default();
        let begins_block = at == start && matches!(letter, '#' | '+' | '-' | '=');
        let numbers_item = digits > 0 && at == start + digits && matches!(letter, '.' | ')');
        if acts(letter) || begins_block || numbers_item || begins_address(before, rest) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Returns true if `letter` has a meaning in Markdown at any position.
fn acts(letter: char) -> bool {
    matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
}

/// Returns true if GFM sees an address in the end of `before` and the start of `rest`.
fn begins_address(before: &str, rest: &str) -> bool {
    let www = rest.starts_with('.')
        && before
            .len()
            .checked_sub(3)
            .and_then(|at| before.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case("www"));
    www || rest.starts_with("://")
}

/// Returns the grid as a GFM table, or an empty text if the grid is empty.
#[must_use]
pub fn table(grid: &Grid) -> String {
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    add_row(&mut text, grid.columns.iter().map(|column| escape_markdown(&column.name)));
    let rules = grid.columns.iter().map(|column| if column.is_number { "---:" } else { "---" });
    add_row(&mut text, rules.map(str::to_owned));
    for row in &grid.rows {
        add_row(&mut text, grid.cells(row).map(|cell| escape_markdown(cell.text)));
    }
    text
}

fn add_row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        if !cell.is_empty() {
            text.push(' ');
            text.push_str(&cell);
        }
        text.push_str(" |");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{GridCell, GridColumn};

    #[test]
    fn text_stays_text() {
        let cases = [
            ("plain text, 2022-07-04 (3 years).", "plain text, 2022-07-04 (3 years)."),
            ("a|b\\c", r"a\|b\\c"),
            ("# no heading", r"\# no heading"),
            ("issue #5", "issue #5"),
            ("  # no heading", r"&#32; \# no heading"),
            ("- no list", r"\- no list"),
            ("+ no list", r"\+ no list"),
            ("=== no heading", r"\=== no heading"),
            ("1. no list", r"1\. no list"),
            ("12) no list", r"12\) no list"),
            ("v1.2", "v1.2"),
            ("<script>", r"\<script\>"),
            ("*bold* _it_ ~gone~", r"\*bold\* \_it\_ \~gone\~"),
            ("`code`", r"\`code\`"),
            ("![x](y)", r"!\[x\](y)"),
            ("&lt;", r"\&lt;"),
            ("see https://x.org", r"see https\://x.org"),
            ("see WWW.x.org", r"see WWW\.x.org"),
            ("two\nlines\t\u{1b}", r"two\\nlines\\t\\u{1b}"),
            ("東京大学 é", "東京大学 é"),
            ("", ""),
        ];
        for (text, escaped) in cases {
            assert_eq!(escape_markdown(text), escaped, "{text:?}");
        }
    }

    #[test]
    fn a_table_has_a_header_a_rule_and_a_line_for_each_row() {
        let cell = |text: &&'static str| GridCell { text: (*text).into(), ..GridCell::default() };
        let row = |texts: &[&'static str]| texts.iter().map(cell).collect();
        let column = |name: &str, is_number| GridColumn { name: name.into(), is_number };
        let grid = Grid {
            columns: vec![
                column("id", false),
                column("title", false),
                column("ends_in_days", true),
            ],
            rows: vec![row(&["a-2022", "x | y\nz", "32"]), row(&["b-2023"])],
            ..Grid::default()
        };
        let expected = "| id | title | ends\\_in\\_days |\n\
            | --- | --- | ---: |\n\
            | a-2022 | x \\| y\\\\nz | 32 |\n\
            | b-2023 | | |\n";
        assert_eq!(table(&grid), expected);
        assert_eq!(table(&Grid::new(grid.columns)), "");
    }
}
