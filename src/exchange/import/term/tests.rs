use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::exchange::import::renewal::{read_notice, read_renewal, split_renewal};

/// What the cells of terms say, a line each.
const TERM_CASES: &str = include_str!("cases.txt");

/// What the cells of renewals and notice periods say.
const RENEWAL_CASES: &str = include_str!("renewal_cases.txt");

fn cases(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| line.rsplit_once('|'))
        .map(|(cell, said)| (cell.trim_end(), said.trim()))
}

fn in_short(length: RenewalLength) -> String {
    let mut short = String::new();
    if let Some(every) = length.every {
        let _ = write!(short, " {every}");
    }
    if length.is_same {
        short.push_str(" same");
    }
    if let Some(max) = length.max {
        let _ = write!(short, " max {max}");
    }
    short
}

fn renewal_in_short(reading: RenewalReading) -> String {
    match reading {
        RenewalReading::No => "denied".to_owned(),
        RenewalReading::Yes(length) => format!("yes{}", in_short(length)),
        RenewalReading::Length(length) => format!("length{}", in_short(length)),
        RenewalReading::Renewed { by: RenewalBy::Itself, length } => {
            format!("auto{}", in_short(length))
        }
        RenewalReading::Renewed { by: RenewalBy::Agreement, length } => {
            format!("agreed{}", in_short(length))
        }
    }
}

fn unread_in_short(unread: &Unread) -> String {
    if unread.kind == FaultKind::NoUnit { "no unit" } else { "unread" }.to_owned()
}

fn term_in_short(text: &str, unit: Option<&str>) -> String {
    match read_term(text, unit) {
        Ok(reading) => {
            let mut parts = vec![reading.term.map_or("none".to_owned(), |term| term.to_string())];
            parts.extend(reading.renewal.map(renewal_in_short));
            parts.extend(reading.counted_from.map(|from| match from {
                CountedFrom::Signing => "from signing".to_owned(),
                CountedFrom::Effective => "from effective".to_owned(),
            }));
            parts.extend(reading.is_kept.then(|| "kept".to_owned()));
            parts.join("; ")
        }
        Err(unread) => unread_in_short(&unread),
    }
}

/// Fails with all lines that are read otherwise.
fn assert_all<'c>(
    cases: impl Iterator<Item = (&'c str, &'c str)>,
    read: impl Fn(&str) -> String,
) -> usize {
    let (mut count, mut wrong) = (0, String::new());
    for (text, said) in cases {
        count += 1;
        let read = read(text);
        if read != said {
            let _ = writeln!(wrong, "`{text}`: {read}, not {said}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    count
}

#[test]
fn terms_of_ten_languages_are_read_as_a_whole_or_not_at_all() {
    let count = assert_all(cases(TERM_CASES), |text| term_in_short(text, None));
    assert!(count > 400, "{count}");
}

#[test]
fn renewals_and_notice_periods_are_read_as_a_whole_or_not_at_all() {
    let read = |text: &str| {
        let (column, text) = text.split_once(':').unwrap_or_default();
        match column {
            "renewal" => match read_renewal(text.trim(), None) {
                Ok(reading) => renewal_in_short(reading),
                Err(unread) => unread_in_short(&unread),
            },
            "end" => split_renewal(text.trim()).map_or("none".to_owned(), |(before, reading)| {
                format!("{before}; {}", renewal_in_short(reading))
            }),
            _ => match read_notice(text.trim(), None) {
                Ok(length) => length.to_string(),
                Err(unread) => unread_in_short(&unread),
            },
        }
    };
    let count = assert_all(cases(RENEWAL_CASES), read);
    assert!(count > 150, "{count}");
}

#[test]
fn bare_number_counts_the_unit_of_its_column() {
    for (text, unit, said) in [
        ("3", "years", "P3Y"),
        ("3", "Years", "P3Y"),
        ("18", "Months", "P18M"),
        ("18", "meses", "P18M"),
        ("3", "année", "P3Y"),
        ("3", "Jahre", "P3Y"),
        ("3", "年", "P3Y"),
        ("6", "个月", "P6M"),
        ("3", "년", "P3Y"),
        ("3", "سنوات", "P3Y"),
        ("5 (five)", "years", "P5Y"),
        ("5.0", "years", "P5Y"),
        ("5 (auto-renewable)", "years", "P5Y; auto"),
        ("Indefinite", "years", "indefinite"),
        ("18 months", "years", "P18M"),
        ("P18M", "years", "P18M"),
        ("3-5", "years", "unread"),
        ("3, 5", "years", "unread"),
        ("1.5", "years", "unread"),
        ("2025", "years", "unread"),
        ("0", "years", "unread"),
        ("3", "Department", "no unit"),
    ] {
        assert_eq!(term_in_short(text, Some(unit)), said, "{text} {unit}");
    }
    for (text, unit, said) in [
        ("5", "Years", "P5Y"),
        ("5 years", "Years", "P5Y"),
        ("1 year 6 months", "months", "P1Y6M"),
        ("18 months", "Years", "unread"),
        ("Indefinite", "Years", "indefinite"),
    ] {
        let read = read_term_of_unit(text, unit).map(|reading| reading.term.unwrap().to_string());
        assert_eq!(read.unwrap_or("unread".to_owned()), said, "{text} {unit}");
    }
    for (heading, unit) in [
        ("Notice period (days)", Some("days")),
        ("Notice in months", Some("months")),
        ("Preaviso (días)", Some("días")),
        ("Notice (d/m)", None),
        ("Days or months", None),
        ("Notice", None),
    ] {
        assert_eq!(unit_in_heading(heading), unit, "{heading}");
    }
    for (unit, is_known) in [
        ("Years", true),
        ("Yr.", true),
        ("month(s)", true),
        ("Monate", true),
        ("mois", true),
        ("か月", true),
        ("개월", true),
        ("Physics", false),
        ("5 years", false),
        ("years, months", false),
        ("", false),
    ] {
        assert_eq!(is_unit(unit), is_known, "{unit}");
    }
}

#[test]
fn every_line_of_the_words_has_a_meaning() {
    let lines = include_str!("../term_words.txt").lines().filter(|line| !line.is_empty());
    for line in lines {
        let (meaning, words) = line.split_once(':').unwrap();
        assert!(super::super::term_words::is_meaning(meaning), "{line}");
        assert!(words.split(',').all(|word| !word.trim().is_empty()), "{line}");
        assert!(line.chars().count() <= 140, "{line}");
    }
}

/// A part of a random cell.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,5}",
        "\\PC{0,6}",
        Just("years".to_owned()),
        Just("mois".to_owned()),
        Just("年".to_owned()),
        Just("automatic renewal".to_owned()),
        Just("renewable".to_owned()),
        Just("for".to_owned()),
        Just("three".to_owned()),
        Just("(".to_owned()),
        Just(")".to_owned()),
        Just(",".to_owned()),
        Just("once".to_owned()),
        Just("no".to_owned()),
        Just("same".to_owned()),
        Just("every".to_owned()),
        Just("一".to_owned()),
        Just("十".to_owned()),
        Just("سنتين".to_owned()),
        Just("annually".to_owned()),
    ]
}

proptest! {
    #[test]
    fn random_cells_never_panic_and_give_no_number_that_is_not_in_them(
        parts in prop::collection::vec(part(), 0..8),
        separator in prop::sample::select(vec!["", " "]),
    ) {
        let text = parts.join(separator);
        let _ = (read_renewal(&text, Some("years")), read_notice(&text, None), is_unit(&text));
        if let Ok(TermReading { term: Some(Term::Lasting(length)), .. }) = read_term(&text, None) {
            let digits: String = length.to_string().chars().filter(char::is_ascii_digit).collect();
            let is_in_words = ["three", "一", "十", "سنتين"].iter().any(|word| text.contains(word));
            let is_in_other_digits = text.chars().any(|letter| letter.is_numeric() && !letter.is_ascii());
            prop_assert!(
                is_in_words || is_in_other_digits || text.contains(digits.trim_start_matches('0')) || length.to_string().len() > 4,
                "{text}: {length}"
            );
        }
    }
}
