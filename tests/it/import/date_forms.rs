//! The forms of dates in sheets.

use std::fmt::Write as _;
use std::fs;

use mou::exchange::import::dates::{
    DEFAULT_MIN_YEAR, DateColumn, DateNote, DateRules, read_date, read_period,
};
use mou::exchange::import::unread::Unread;
use proptest::prelude::*;

/// Returns the rules of a line such as `[order dmy, min-year 1600, column 2012-13 | 2020-05]`.
fn rules_of(line: &str) -> DateRules {
    let mut rules = DateRules {
        order: None,
        has_1904_dates: false,
        min_year: DEFAULT_MIN_YEAR,
        today: "2026-11-29".parse::<mou::domain::Date>().unwrap().first(),
        column: DateColumn::default(),
    };
    let line = line.trim_start_matches('[').trim_end_matches(']');
    let (others, cells) = line.split_once("column ").unwrap_or((line, ""));
    for (row, cell) in (2..).zip(cells.split(" | ").filter(|cell| !cell.is_empty())) {
        rules.column.add(row, cell);
    }
    for rule in others.split(',').map(str::trim).filter(|rule| !rule.is_empty()) {
        match rule.split_once(' ').unwrap() {
            ("order", order) => rules.order = Some(order.parse().unwrap()),
            ("min-year", year) => rules.min_year = year.parse().unwrap(),
            _ => panic!("{rule}"),
        }
    }
    rules
}

fn note(note: Option<DateNote>) -> String {
    note.map(|note| format!(" ({note:?})").to_lowercase()).unwrap_or_default()
}

fn fault(unread: &Unread) -> String {
    let detail = if unread.detail.is_empty() { "" } else { ": " };
    format!("{}{detail}{}", unread.kind, unread.detail)
}

fn date_result(text: &str, rules: &DateRules) -> String {
    match read_date(text, rules) {
        Ok(reading) => {
            reading.date.map_or("empty".to_owned(), |date| date.to_string()) + &note(reading.note)
        }
        Err(unread) => fault(&unread),
    }
}

fn period_result(text: &str, rules: &DateRules) -> String {
    match read_period(text, rules) {
        Some(Ok(period)) => {
            let day = |date: Option<mou::domain::Date>| {
                date.map(|date| date.to_string()).unwrap_or_default()
            };
            let days = format!("{} .. {}", day(period.start), day(period.end));
            days.trim().to_owned() + &note(period.note)
        }
        Some(Err(unread)) => fault(&unread),
        None => "none".to_owned(),
    }
}

/// Returns the text of a table with `\n` and `\u{…}` as what they mean.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        if let Some(after) = after.strip_prefix('n') {
            plain.push('\n');
            rest = after;
        } else {
            let (code, after) = after.strip_prefix("u{").unwrap().split_once('}').unwrap();
            plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        }
    }
    plain + rest
}

/// Compares a table of `text => result` with what `result` returns.
fn compare(path: &str, result: impl Fn(&str, &DateRules) -> String) {
    let table = fs::read_to_string(path).unwrap();
    let mut rules = rules_of("");
    let (mut wrong, mut count) = (String::new(), 0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if line.starts_with('[') {
            rules = rules_of(line);
            continue;
        }
        let (text, expected) = line.rsplit_once(" => ").expect(line);
        let found = result(&unescaped(text), &rules);
        count += 1;
        if found != expected {
            writeln!(wrong, "`{text}`: expected `{expected}`, found `{found}`").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 100, "{count} lines");
}

#[test]
fn every_form_of_a_date_is_read_or_refused_as_the_table_says() {
    compare("tests/data/date_forms.txt", date_result);
}

#[test]
fn every_form_of_a_period_is_read_or_refused_as_the_table_says() {
    compare("tests/data/period_forms.txt", period_result);
}

/// A piece of a random text: its spelling, and the month that it names.
type Piece = (String, Option<u32>);

/// Names of months, words, signs, eras and times as they occur in sheets.
const WORD_PIECES: [(&str, Option<u32>); 62] = [
    ("May", Some(5)),
    ("Sept.", Some(9)),
    ("March", Some(3)),
    ("marzo", Some(3)),
    ("mar.", Some(3)),
    ("août", Some(8)),
    ("Mrz", Some(3)),
    ("outubro", Some(10)),
    ("Agustus", Some(8)),
    ("تشرين الأول", Some(10)),
    ("Dez.", Some(12)),
    ("ธ.ค.", Some(12)),
    ("/", None),
    ("-", None),
    (".", None),
    (". ", None),
    (" ", None),
    (" ", None),
    (" ", None),
    (", ", None),
    (" - ", None),
    (" to ", None),
    ("～", None),
    ("年", None),
    ("月", None),
    ("日", None),
    ("년 ", None),
    ("월 ", None),
    ("일", None),
    ("年度", None),
    (" de ", None),
    ("th", None),
    ("º", None),
    ("Tuesday", None),
    ("(火)", None),
    ("(日)", None),
    ("lunes", None),
    ("พ.ศ. ", None),
    (" B.E. ", None),
    ("民國", None),
    ("ROC ", None),
    ("令和", None),
    ("元年", None),
    ("R", None),
    ("H", None),
    ("S", None),
    ("M", None),
    ("هـ", None),
    ("م", None),
    ("(", None),
    (")", None),
    ("?", None),
    ("~", None),
    ("T22:00:00Z", None),
    (" 10:30", None),
    (" 04:59:59Z", None),
    ("until ", None),
    ("bis ", None),
    ("まで", None),
    ("Q", None),
    ("\u{200e}", None),
    ("'", None),
];

/// Returns texts with the numbers, words and signs of dates, most of them in the order of a date.
fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    prop_oneof![shuffled_pieces(), dated_pieces(), dated_pieces()]
}

/// Returns a day, a month and a year in any order, with signs between them and a piece before or behind.
fn dated_pieces() -> impl Strategy<Value = Vec<Piece>> {
    let month = prop_oneof![
        (0_u32..14).prop_map(|month| (month.to_string(), None)),
        proptest::sample::select(&WORD_PIECES[..12])
            .prop_map(|(text, month)| (text.to_owned(), month)),
    ];
    let day = (0_u32..33).prop_map(|day| (day.to_string(), None));
    let parts = (day, month, number_piece());
    let orders = vec![[0, 1, 2], [1, 0, 2], [2, 1, 0], [2, 0, 1]];
    let signs = proptest::sample::select(
        &["/", "-", ".", " ", ". ", ", ", " de ", "年", "月", "日", "년 ", ""][..],
    );
    let more = prop_oneof![2 => Just((String::new(), None)), 1 => word_piece()];
    let order = proptest::sample::select(orders);
    (parts, signs.clone(), signs, order, more.clone(), more, proptest::bool::ANY).prop_map(
        |((day, month, year), one, other, order, before, behind, is_even)| {
            let sign = |text: &str| (text.to_owned(), None);
            let parts = order.map(|index| [&day, &month, &year][index].clone());
            let [first, second, third] = parts;
            let other = if is_even { one } else { other };
            vec![before, first, sign(one), second, sign(other), third, behind]
        },
    )
}

/// Returns texts in which numbers and words follow each other.
fn shuffled_pieces() -> impl Strategy<Value = Vec<Piece>> {
    let number_and_word =
        (number_piece(), word_piece()).prop_map(|(number, word)| vec![number, word]);
    let any = prop_oneof![
        6 => number_and_word,
        1 => number_piece().prop_map(|piece| vec![piece]),
        1 => word_piece().prop_map(|piece| vec![piece]),
    ];
    proptest::collection::vec(any, 1..5).prop_map(|pieces| pieces.concat())
}

fn word_piece() -> impl Strategy<Value = Piece> {
    proptest::sample::select(&WORD_PIECES[..]).prop_map(|(text, month)| (text.to_owned(), month))
}

fn number_piece() -> impl Strategy<Value = Piece> {
    let number = prop_oneof![
        (1_u32..13).prop_map(|number| number.to_string()),
        (0_u32..33).prop_map(|number| number.to_string()),
        (0_u32..33).prop_map(|number| format!("{number:02}")),
        (1800_u32..2130).prop_map(|number| number.to_string()),
        (1990_u32..2030).prop_map(|number| number.to_string()),
        (2440_u32..2580).prop_map(|number| number.to_string()),
        (90_u32..120).prop_map(|number| number.to_string()),
        (0_u32..100_000_000).prop_map(|number| number.to_string()),
        (1990_u32..2030, 0_u32..14, 0_u32..33)
            .prop_map(|(year, month, day)| format!("{year}{month:02}{day:02}")),
    ];
    number.prop_map(|number| (number, None))
}

/// Returns the numbers that a text holds; eight digits are also a year, a month and a day.
fn numbers_in(pieces: &[Piece]) -> Vec<u32> {
    let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    // A mark of direction is not seen, so that digits on both sides of it are one number to a reader.
    let text = text.replace('\u{200e}', "");
    let runs = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
    let mut numbers: Vec<u32> = runs.clone().filter_map(|run| run.parse().ok()).collect();
    for run in runs.filter(|run| run.len() == 8) {
        numbers.extend([&run[..4], &run[4..6], &run[6..]].map(|part| part.parse::<u32>().unwrap()));
    }
    if text.contains('元') {
        numbers.push(1);
    }
    numbers
}

/// The years of the common era before the first year of the eras that are converted.
const ERA_OFFSETS: [i32; 7] = [-543, 1911, 1867, 1911, 1925, 1988, 2018];

/// Fails if the date has a day, a month or a year that the text does not hold.
fn check_origin(date: mou::domain::Date, pieces: &[Piece]) -> Result<(), TestCaseError> {
    use mou::domain::Precision;

    let numbers = numbers_in(pieces);
    let has = |number: i64| numbers.iter().any(|other| i64::from(*other) == number);
    let shown = date.to_string();
    let part = |range: std::ops::Range<usize>| shown[range].parse::<i64>().unwrap();
    let year = part(0..4);
    let is_converted = ERA_OFFSETS.iter().any(|offset| has(year - i64::from(*offset)));
    prop_assert!(has(year) || is_converted, "{shown}: the year");
    if date.precision() >= Precision::Month {
        let month = part(5..7);
        let is_named = pieces.iter().any(|(_, named)| named.map(i64::from) == Some(month));
        prop_assert!(has(month) || is_named, "{shown}: the month");
    }
    if date.precision() == Precision::Day {
        prop_assert!(has(part(8..10)), "{shown}: the day");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn date_that_is_read_has_its_day_month_and_year_in_the_text(
        pieces in pieces(),
        others in proptest::collection::vec("[0-3]?[0-9]/[01]?[0-9]/20[12][0-9]|20[012][0-9]-[012][0-9]", 0..3),
        order in proptest::sample::select(&["", "order dmy", "order mdy", "order ymd"][..]),
    ) {
        let mut rules = rules_of(order);
        for (row, other) in (2..).zip(&others) {
            rules.column.add(row, other);
        }
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        rules.column.add(1, &text);
        if let Ok(reading) = read_date(&text, &rules)
            && let Some(date) = reading.date
            && reading.note != Some(DateNote::Serial)
        {
            check_origin(date, &pieces)?;
            prop_assert!((1800..=2126).contains(&date.to_string()[..4].parse::<i32>().unwrap()));
        }
        if let Some(Ok(period)) = read_period(&text, &rules) {
            for date in period.start.into_iter().chain(period.end) {
                if period.note != Some(DateNote::Serial) {
                    check_origin(date, &pieces)?;
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*", suffix in "[0-9 ./年月日:()-]{0,12}") {
        let mut rules = rules_of("order dmy");
        for text in [text.clone(), text + &suffix, suffix] {
            rules.column.add(1, &text);
            let _ = read_date(&text, &rules);
            let _ = read_period(&text, &rules);
        }
    }
}
