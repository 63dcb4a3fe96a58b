//! The rows below a table that are no agreements: totals, notes, sources.

use std::sync::LazyLock;

use super::cell::{SheetCell, words_by_meaning};
use super::columns::{ImportColumn, recognise};
use super::sheet_row::SheetRow;
use super::unread::FaultKind;
use crate::domain::Field;

/// The words of footers by their meaning: `total`, `note`; `plain` words say no more behind them, and
/// a `name` is one of an organisation that begins like a footer.
const FOOTER_WORDS: &str = include_str!("footer_words.txt");

/// The years that a date may have, so that a number in a column of dates is not a sum.
const DATE_YEARS: std::ops::RangeInclusive<f64> = 1800.0..=2200.0;

/// From this day number on, a number in a column of dates is a day.
const FIRST_DAY_NUMBER: f64 = 20_000.0;

/// The signs before a footnote.
const FOOTNOTE_SIGNS: [char; 6] = ['*', '†', '‡', '※', '＊', '§'];

struct FooterWords {
    total: Vec<&'static str>,
    note: Vec<&'static str>,
    plain: Vec<&'static str>,
    name: Vec<&'static str>,
}

static WORDS_OF_FOOTERS: LazyLock<FooterWords> = LazyLock::new(|| {
    let words = |wanted: &str| {
        let words = words_by_meaning(FOOTER_WORDS).filter(|(meaning, _)| *meaning == wanted);
        let mut words: Vec<&str> = words.map(|(_, word)| word).collect();
        // A longer word is found before the one that it begins with.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    FooterWords {
        total: words("total"),
        note: words("note"),
        plain: words("plain"),
        name: words("name"),
    }
});

/// How sure it is that a row is a footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FooterSign {
    /// It is a total, wherever it is.
    Certain,
    /// It is one if no full row follows.
    BelowTable,
}

/// Returns whether a row looks like a footer by its words.
///
/// A row with one filled cell that says nothing is not one here; it may be one by its place.
pub(super) fn footer_sign(row: &SheetRow, columns: &[String]) -> Option<FooterSign> {
    let mut cells = row.filled_cells();
    let SheetCell::Text(first) = cells.next()?.1 else { return None };
    let others: Vec<(usize, &SheetCell)> = cells.collect();
    if !others.iter().all(|(_, cell)| is_number(cell)) {
        return None;
    }
    let text = first.trim().to_lowercase();
    let total = rest_behind(&text, &WORDS_OF_FOOTERS.total);
    if let Some(rest) = total.filter(|rest| !is_name(rest)) {
        let has_number = !others.is_empty() || rest.chars().any(char::is_numeric);
        let has_date = || others.iter().any(|(index, cell)| is_date_at(columns, *index, cell));
        if !has_date() {
            let is_certain = has_number && is_plain(rest);
            return Some(if is_certain { FooterSign::Certain } else { FooterSign::BelowTable });
        }
    }
    if !others.is_empty() {
        return None;
    }
    let is_footnote = text.starts_with(FOOTNOTE_SIGNS);
    let note = || rest_behind(&text, &WORDS_OF_FOOTERS.note).filter(|rest| !is_name(rest));
    (is_footnote || note().is_some()).then_some(FooterSign::BelowTable)
}

/// Returns what follows the first of these words that the text begins with.
fn rest_behind<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let text = text.trim_start_matches(|letter: char| {
        letter.is_whitespace() || "([{<【（-–—=".contains(letter)
    });
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        let next = rest.chars().next();
        // Chinese and Japanese have no spaces between words. One character alone is no word.
        let is_short = word.chars().count() == 1;
        let has_spaces = word.chars().all(|letter| (letter as u32) < 0x2E80);
        let is_end = next.is_none_or(|letter| !letter.is_alphabetic() && letter != '\'');
        (is_end || (!has_spaces && !is_short)).then_some(rest)
    })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter.is_whitespace() || "()[]{}:：,;/=-–—".contains(letter))
        .filter(|word| !word.is_empty())
}

/// Returns true if the text behind a word such as `Total` makes it the name of an organisation.
fn is_name(rest: &str) -> bool {
    let names = &WORDS_OF_FOOTERS.name;
    // Behind a colon, it is said about the table.
    !rest.trim_start().starts_with([':', '：', '='])
        && words_of(rest).any(|word| {
            let is_long = |name: &&&str| !name.is_ascii() && word.ends_with(**name);
            names.contains(&word) || names.iter().find(is_long).is_some()
        })
}

/// Returns true if the text says no more than a number of things.
fn is_plain(rest: &str) -> bool {
    words_of(rest).all(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphabetic());
        word.is_empty() || WORDS_OF_FOOTERS.plain.contains(&word)
    })
}

/// Returns true if the cell is a number, or a formula that would be one.
fn is_number(cell: &SheetCell) -> bool {
    match cell {
        SheetCell::Text(text) => number_of(text).is_some(),
        SheetCell::Unread { kind, .. } => *kind == FaultKind::NoResult,
        SheetCell::Json(_) => false,
    }
}

/// Returns the number in a text such as `1,234`, `12.5 %` or `€ 300`; a date such as `1.2.2020` is
/// none.
fn number_of(text: &str) -> Option<f64> {
    let is_sign = |letter: char| letter.is_whitespace() || "+-$€£¥₹%".contains(letter);
    let text = text.trim_matches(is_sign);
    let parts: Vec<&str> = text.split([',', '.', ' ', '\u{a0}', '\'']).collect();
    let are_digits =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let (_, behind) = parts.split_first()?;
    let (last, groups) = behind.split_last().unwrap_or((&"000", &[]));
    let are_groups = groups.iter().all(|group| group.len() == 3);
    if !are_digits || !are_groups || (!groups.is_empty() && last.len() == 4) {
        return None;
    }
    parts.concat().parse().ok()
}

/// Returns true if the cell is a year or a day number in a column of dates.
fn is_date_at(columns: &[String], index: usize, cell: &SheetCell) -> bool {
    let column = columns.get(index).and_then(|name| recognise(name));
    let is_date_column =
        matches!(column, Some(ImportColumn::Field(Field::Signed | Field::Effective | Field::End)));
    let number = number_of(&cell.text());
    is_date_column
        && number.is_some_and(|number| DATE_YEARS.contains(&number) || number >= FIRST_DAY_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_of(cells: &[&str]) -> Option<FooterSign> {
        let columns = ["Partner", "Date signed", "Duration (years)"].map(str::to_owned);
        let cells = cells.iter().map(|text| SheetCell::Text((*text).to_owned())).collect();
        footer_sign(&SheetRow::new(9, cells), &columns)
    }

    #[test]
    fn total_with_numbers_is_a_footer_anywhere() {
        for cells in [
            &["Total: 2"][..],
            &["TOTAL (12)"],
            &["Total", "12"],
            &["Total", "", "1,234"],
            &["Grand Total", "3", "4"],
            &["Total number of MoUs", "64"],
            &["Total agreements: 5"],
            &["Sub-total", "5"],
            &["Gesamt", "12"],
            &["Insgesamt: 12"],
            &["Total général", "7"],
            &["Total de convenios", "31"],
            &["Jumlah", "12"],
            &["Итого", "5"],
            &["المجموع", "5"],
            &["合計", "5"],
            &["合計 5件"],
            &["总计：12"],
            &["합계", "12"],
            &["", "", "Total 12"],
        ] {
            let sign = sign_of(cells);
            let is_sub_total = cells[0] == "Sub-total";
            assert!(sign == Some(FooterSign::Certain) || is_sub_total, "{cells:?} {sign:?}");
        }
    }

    #[test]
    fn note_in_one_cell_is_a_footer_below_the_table() {
        for cells in [
            &["Note: dates are those of the last signature"][..],
            &["NOTES"],
            &["Note that all dates are provisional"],
            &["N.B. see annex"],
            &["* automatically renewed"],
            &["† provisional"],
            &["Source: International Office, University of Alba"],
            &["Source - Registrar"],
            &["Legend"],
            &["Last updated 3 May 2024"],
            &["As of 31/12/2023"],
            &["Prepared by A. Tan"],
            &["(Note) all in force"],
            &["Nota: sin vigencia"],
            &["Fuente: Rectorado"],
            &["Remarque : provisoire"],
            &["Quelle: Akademisches Auslandsamt"],
            &["Observações"],
            &["Catatan: sementara"],
            &["Sumber: KUI"],
            &["ملاحظة: مؤقت"],
            &["المصدر: الجامعة"],
            &["备注：以签署日为准"],
            &["注：以签署日为准"],
            &["資料来源 国際課"],
            &["※ 自動更新"],
            &["出典：国際課"],
            &["비고: 자동갱신"],
            &["출처 국제처"],
            &["Total"],
            &["Total agreements signed under the new rules", "12"],
            &["", "Source: Registrar"],
        ] {
            assert_eq!(sign_of(cells), Some(FooterSign::BelowTable), "{cells:?}");
        }
    }

    #[test]
    fn row_of_an_agreement_is_not_a_footer() {
        for cells in [
            &["Total S.A.", "2020", "5"][..],
            &["Total S.A."],
            &["Total Energies", "5"],
            &["TotalEnergies SE", "2020-01-01", "5"],
            &["Total Access", "2020", "5"],
            &["Total Access", "43831"],
            &["Total", "2020-01-01", "5"],
            &["Total", "1.2.2020"],
            &["Total", "12 May 2020"],
            &["Summit College"],
            &["Summer School Alba"],
            &["Notre Dame University"],
            &["Noteworthy Ltd"],
            &["Note Printing Australia Ltd", "", "5"],
            &["Note Printing Australia Ltd"],
            &["Source University"],
            &["Keystone"],
            &["Key Laboratory of Optics"],
            &["Total", "2020", "5"],
            &["Standard Bank"],
            &["Legendre"],
            &["Gesamtschule Bonn"],
            &["Quellen Institut"],
            &["注文大学"],
            &["资料大学"],
            &["Note: see annex", "2020"],
            &["Alpha"],
            &[""],
        ] {
            assert_eq!(sign_of(cells), None, "{cells:?}");
        }
    }
}
