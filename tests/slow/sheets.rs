//! Random sheets: an import never panics, and never makes a date that its row does not say.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use tempfile::TempDir;

use crate::calendar::day_numbered;
use crate::in_process::run;

/// A sheet takes 15 ms without optimization, and the test should take less than 40 s.
const SHEETS: u32 = 2_500;

/// Month names as sheets have them, each with its number.
const MONTHS: &[(&str, i64)] = &[
    ("January", 1),
    ("Jan", 1),
    ("enero", 1),
    ("janvier", 1),
    ("Januar", 1),
    ("Feb", 2),
    ("février", 2),
    ("Febrary", 2),
    ("Mrz", 3),
    ("März", 3),
    ("maart", 3),
    ("marzo", 3),
    ("março", 3),
    ("مارس", 3),
    ("April", 4),
    ("abril", 4),
    ("avril", 4),
    ("May", 5),
    ("mai", 5),
    ("Mei", 5),
    ("พฤษภาคม", 5),
    ("June", 6),
    ("juin", 6),
    ("Juli", 7),
    ("juillet", 7),
    ("julio", 7),
    ("août", 8),
    ("Agustus", 8),
    ("ago", 8),
    ("Agt", 8),
    ("Sept", 9),
    ("set.", 9),
    ("septembre", 9),
    ("Oktober", 10),
    ("outubro", 10),
    ("Oct", 10),
    ("Nov", 11),
    ("noviembre", 11),
    ("Dezember", 12),
    ("Desember", 12),
    ("diciembre", 12),
    ("Dec", 12),
];

/// Forms of a date: `Y` is the year, `M` the month, `D` the day, `N` a month name.
const FORMS: &[&str] = &[
    "Y-M-D",
    "Y-M-D",
    "D/M/Y",
    "M/D/Y",
    "D.M.Y",
    "Y/M/D",
    "D N Y",
    "N D, Y",
    "D-N-Y",
    "D de N de Y",
    "D. N Y",
    "Y-M",
    "M/Y",
    "N Y",
    "Y",
    "Y年M月D日",
    "Y년 M월 D일",
    "Y. M. D.",
    "พ.ศ. Y",
    "民國Y年M月D日",
    "令和Y年M月D日",
    "H Y.M.D",
    "RY.M.D",
    "B.E. Y",
    "Y-M-DT22:00:00Z",
    "Y-M-D 10:30",
    "Y-M-D?",
    "~Y",
    "until D N Y",
    "Till D-M-Y",
    "bis D.M.Y",
    "expired D N Y",
    "D/M/Y (extended)",
    "signed on D N Y",
    "Y-M-00",
    "AY Y/M",
    "Q3 Y",
    "Fall Y",
    "D/M/Y; D/M/Y",
    "Y-Y",
    "D.M.Y - D.M.Y",
    "Y-M-D to Y-M-D",
    "D D N Y",
    "NY",
    "YMD",
    "from D N Y",
    "3 years from D N Y",
    "D/M",
    "D N",
];

const OTHER_CELLS: &[&str] = &[
    "",
    "n/a",
    "unknown",
    "TBD",
    "31.12.9999",
    "0000-00-00",
    "44562",
    "44562.75",
    "61",
    "0",
    "-1",
    "3 years",
    "5 years (auto-renewable)",
    "indefinite",
    "Till consent",
    "yes",
    "no",
    "18",
    "today",
    "+3m",
    "#REF!",
    "90 days",
    "Terminated",
    "Active",
    "=A1",
    "2012-13",
    "2023/24",
    "1e5",
    "３年",
    "\u{200e}",
    "\n",
    "; ;",
    "&amp;",
    "Japan",
    "NA",
    "@1",
    "1900",
    "2147483648",
    "9999-12-31",
];

/// A heading, with what a date in its column may be: `s` the signing date, `t` the first day or the end.
type Heading = (&'static str, &'static str);

/// Headings of which a sheet has one at most, for each field.
const SIGNED: [Heading; 3] = [("Date signed", "s"), ("Fecha de firma", "s"), ("締結日", "s")];
const FIRST_DAYS: [Heading; 2] = [("Start date", "t"), ("Gültig ab", "t")];
const ENDS: [Heading; 2] = [("Expiry", "t"), ("Fecha de vencimiento", "t")];
const VALIDITIES: [Heading; 3] =
    [("有效期", "t"), ("Validity", "t"), ("Start date - End date", "t")];
const TERMS: [Heading; 2] = [("Duration", "t"), ("Duration (years)", "t")];
const OTHER_HEADINGS: [Heading; 8] = [
    ("Auto renewal", ""),
    ("Notice", ""),
    ("Status", ""),
    ("Country", ""),
    ("Remarks", ""),
    ("Unit", ""),
    ("Date", ""),
    ("", ""),
];

fn headings() -> impl Strategy<Value = Vec<Heading>> {
    let one_of = |headings: &[Heading]| prop::option::of(prop::sample::select(headings.to_vec()));
    let days = prop_oneof![
        2 => (one_of(&FIRST_DAYS), one_of(&ENDS)).prop_map(|(first, end)| [first, end]),
        1 => one_of(&VALIDITIES).prop_map(|validity| [validity, None]),
    ];
    let others = prop::sample::subsequence(OTHER_HEADINGS.to_vec(), 0..3);
    (one_of(&SIGNED), days, one_of(&TERMS), others).prop_map(|(signed, days, term, others)| {
        let dates = [signed, days[0], days[1], term];
        dates.into_iter().flatten().chain(others).collect()
    })
}

#[derive(Clone, Debug)]
struct Sheet {
    headings: Vec<Heading>,
    rows: Vec<Vec<String>>,
    separator: char,
    flags: Vec<&'static str>,
}

fn date_cell() -> impl Strategy<Value = String> {
    let year = prop_oneof![
        6 => 1990_i64..2040,
        1 => 1..130_i64,
        1 => 2540_i64..2580,
        1 => 1300_i64..1960,
        1 => 9990_i64..10_010,
    ];
    let numbers =
        (prop::collection::vec(year, 2), prop::collection::vec((0..14_i64, 0..33_i64), 2));
    let style = (prop::sample::select(FORMS), prop::sample::select(MONTHS), any::<bool>());
    (numbers, style).prop_map(|((years, days), (form, (name, _), is_padded))| {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let number = |number: i64| {
            if is_padded { format!("{number:02}") } else { number.to_string() }
        };
        let mut text = String::new();
        for letter in form.chars() {
            match letter {
                'Y' => {
                    text.push_str(&years[year % 2].to_string());
                    year += 1;
                }
                'M' => {
                    text.push_str(&number(days[month % 2].0));
                    month += 1;
                }
                'D' => {
                    text.push_str(&number(days[day % 2].1));
                    day += 1;
                }
                'N' => text.push_str(name),
                other => text.push(other),
            }
        }
        text
    })
}

/// A cell, often with one letter changed, added or taken away.
fn cell() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        8 => date_cell(),
        3 => prop::sample::select(OTHER_CELLS).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ];
    let letters: Vec<char> = "0123456789/-.,;:?~ ()TZ年月\u{a0}\u{200f}٣３xé'\"".chars().collect();
    let change = (0..12_u8, any::<prop::sample::Index>(), prop::sample::select(letters));
    (text, change).prop_map(|(text, (kind, at, letter))| {
        let mut letters: Vec<char> = text.chars().collect();
        let at = at.index(letters.len() + 1);
        match kind {
            0 => letters.insert(at, letter),
            1 if at < letters.len() => letters[at] = letter,
            2 if at < letters.len() => drop(letters.remove(at)),
            _ => {}
        }
        letters.into_iter().collect()
    })
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let flags = prop::sample::subsequence(
        vec!["--date-order=dmy", "--date-order=mdy", "--allow-duplicates", "--min-year=1300"],
        0..3,
    );
    (headings(), flags, prop::sample::select(vec![',', ';', '\t'])).prop_flat_map(
        |(headings, mut flags, separator)| {
            if flags.iter().filter(|flag| flag.starts_with("--date-order")).count() > 1 {
                flags.remove(0);
            }
            let row = prop::collection::vec(cell(), headings.len());
            prop::collection::vec(row, 1..8).prop_map(move |rows| Sheet {
                headings: headings.clone(),
                rows,
                separator,
                flags: flags.clone(),
            })
        },
    )
}

impl Sheet {
    fn to_text(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let separator = self.separator.to_string();
        let headings = self.headings.iter().map(|(heading, _)| quoted(heading));
        let mut lines = vec![
            std::iter::once(quoted("Partner")).chain(headings).collect::<Vec<_>>().join(&separator),
        ];
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().map(|cell| quoted(cell));
            let partner = std::iter::once(quoted(&format!("Partner{index}")));
            lines.push(partner.chain(cells).collect::<Vec<_>>().join(&separator));
        }
        lines.join("\n") + "\n"
    }

    /// Returns the texts of this row in the columns of this letter.
    fn cells(&self, row: usize, letter: &str) -> Vec<&str> {
        let cells = self.headings.iter().zip(&self.rows[row]);
        cells.filter(|((_, of), _)| *of == letter).map(|(_, text)| text.as_str()).collect()
    }
}

/// Returns the text with ordinary digits, and without times of day and invisible characters.
fn plain(text: &str) -> String {
    let digit = |letter: char| match u32::from(letter) {
        code @ 0x660..=0x669 => char::from_digit(code - 0x660, 10),
        code @ 0x6f0..=0x6f9 => char::from_digit(code - 0x6f0, 10),
        code @ 0xff10..=0xff19 => char::from_digit(code - 0xff10, 10),
        0x200e | 0x200f | 0x200b..=0x200d | 0xfeff | 0xad => None,
        _ => Some(letter),
    };
    text.chars().filter_map(digit).collect()
}

/// Returns the numbers in a text; eight digits are also a year, a month and a day.
fn numbers_of(text: &str) -> Vec<i64> {
    let runs = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
    let mut numbers = Vec::new();
    for run in runs {
        numbers.extend(run.parse::<i64>());
        if run.len() == 8 {
            numbers.extend(
                [&run[..4], &run[4..6], &run[6..]].iter().flat_map(|part| part.parse::<i64>()),
            );
        }
    }
    if text.contains('元') {
        numbers.push(1);
    }
    numbers
}

/// Returns true if the text has a word that begins like a name of this month.
fn names_month(text: &str, month: i64) -> bool {
    let begin = |word: &str| word.to_lowercase().chars().take(3).collect::<String>();
    let fold = |text: String| {
        text.replace('é', "e").replace('ä', "a").replace('û', "u").replace("mrz", "mar")
    };
    let text = fold(text.to_lowercase().replace('\'', ""));
    MONTHS.iter().any(|(name, number)| *number == month && text.contains(&fold(begin(name))))
}

/// Returns true if this cell says the date: its year, month and day as numbers, as the name of a month, in
/// another era that the cell names, or as the number of a day in a spreadsheet.
fn says(cell: &str, date: &str) -> bool {
    let text = plain(cell);
    let numbers = numbers_of(&text);
    let date = date.trim_matches(['?', '~']);
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let has = |number: i64| numbers.contains(&number);
    let named = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let year = parts[0];
    let is_year = has(year)
        || (named(&["พ", "B", "b"]) && has(year + 543))
        || (named(&["民", "R", "r"]) && has(year - 1911))
        || (named(&["令", "R", "r"]) && has(year - 2018))
        || (named(&["平", "H", "h"]) && has(year - 1988))
        || (named(&["昭", "S", "s"]) && has(year - 1925))
        || (named(&["大", "T", "t"]) && has(year - 1911))
        || (named(&["明", "M", "m"]) && has(year - 1867));
    let is_month = parts.get(1).is_none_or(|month| has(*month) || names_month(&text, *month));
    let is_day = parts.get(2).is_none_or(|day| has(*day));
    // Day 1 of a spreadsheet is 1 January 1900, and it has a 29 February of that year.
    let mut serials = numbers.iter().filter_map(|serial| day_numbered(693_594 + serial));
    let is_serial = serials.any(|day| day.to_string() == date);
    (is_year && is_month && is_day) || is_serial
}

/// Returns true if the cell is two numbers of at most 12, which are not the same, and a year.
fn has_two_readings(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split('/').collect();
    let small = |text: &str| text.parse::<u8>().ok().filter(|number| (1..=12).contains(number));
    match parts.as_slice() {
        [first, second, year] if year.len() == 4 => {
            small(first).zip(small(second)).is_some_and(|(first, second)| first != second)
        }
        _ => false,
    }
}

/// Returns what is wrong with the dates of a record of this row.
fn problem_with(sheet: &Sheet, row: usize, record: &Value) -> Option<String> {
    let has_order = sheet.flags.iter().any(|flag| flag.starts_with("--date-order"));
    for (field, letter) in [("signed", "s"), ("effective", "t"), ("end", "t")] {
        let Some(date) =
            record[field].as_str().filter(|date| !matches!(*date, "unknown" | "pending"))
        else {
            continue;
        };
        let cells = sheet.cells(row, letter);
        let is_sure = |cell: &str| has_order || date.len() < 10 || !has_two_readings(cell);
        if !cells.iter().any(|cell| says(cell, date) && is_sure(cell)) {
            return Some(format!("{field} {date} is not in {cells:?}"));
        }
    }
    None
}

#[test]
fn random_sheets_never_panic_and_never_make_a_date() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("registry.json");
    let path = folder.path().join("sheet.csv");
    let config = Config {
        cases: SHEETS,
        // A failure is found in seconds, and its sheet is small already.
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    };
    let counts = std::cell::Cell::new((0_usize, 0_usize));
    let test = |sheet: Sheet| {
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&path, sheet.to_text()).unwrap();
        let mut args = vec!["import", path.to_str().unwrap(), "--party", "Own", "--keep-unread"];
        args.extend(&sheet.flags);
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let (code, out, err) = run(&file, &args, b"");
        prop_assert!(matches!(code, 0 | 1), "exit code {code}: {err}");
        let errors = err.lines().filter(|line| line.starts_with("error: ")).count();
        prop_assert_eq!(errors, usize::from(code), "{}{}", out, err);
        prop_assert_eq!(file.exists(), code == 0, "{}", err);
        if code != 0 {
            return Ok(());
        }
        let registry: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for record in registry["agreements"].as_array().unwrap() {
            let name = record["parties"].as_array().unwrap().iter().find_map(|party| {
                party["name"].as_str().unwrap().strip_prefix("Partner")?.parse::<usize>().ok()
            });
            let row = name.expect("each row has its partner");
            prop_assert_eq!(problem_with(&sheet, row, record), None, "{:?}\n{}", sheet, err);
            let dates = ["signed", "effective", "end"].map(|field| record[field].is_string());
            let (records, read) = counts.get();
            counts.set((records + 1, read + dates.iter().filter(|is_date| **is_date).count()));
        }
        Ok(())
    };
    TestRunner::new(config).run(&sheet(), test).unwrap();
    // Without dates that come in, the test would hold for a program that reads none.
    let (records, dates) = counts.get();
    eprintln!("{records} agreements with {dates} dates");
    assert!(dates > records / 3, "{dates} dates in {records} agreements");
}

#[test]
fn random_bytes_are_a_sheet_or_one_error() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("registry.json");
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let name = prop::sample::select(vec!["s.csv", "s.tsv", "s.json", "s.xlsx", "s.ods"]);
    let start = prop::sample::select(vec![
        &b""[..],
        b"Partner,Expiry\n",
        b"\xff\xfeP\0",
        b"sep=;\n",
        b"PK\x03\x04",
        b"[{\"partner\":",
        b"\xef\xbb\xbf",
    ]);
    let bytes = prop::collection::vec(any::<u8>(), 0..60);
    TestRunner::new(config)
        .run(&(name, start, bytes), |(name, start, bytes)| {
            let path = folder.path().join(name);
            fs::write(&path, [start, &bytes].concat()).unwrap();
            let args = ["import", path.to_str().unwrap(), "--party", "Own", "--dry-run"];
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            let (code, out, err) = run(&file, &args, b"");
            prop_assert!(matches!(code, 0..=6), "exit code {code}: {err}");
            let errors = err.lines().filter(|line| line.starts_with("error: ")).count();
            prop_assert_eq!(errors, usize::from(code != 0), "{}{}", out, err);
            prop_assert!(!file.exists(), "a trial wrote the registry");
            Ok(())
        })
        .unwrap();
}
