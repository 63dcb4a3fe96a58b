//! A calendar for tests that shares no code with the program: it numbers the days and has a table of month
//! lengths.

use mou::domain::{Basis, Day};

/// The number of the last day of the year 9999; the first day of the year 1 is 1.
pub(crate) const LAST_OF_ALL: i64 = 3_652_059;

/// Year, month and day.
pub(crate) type Parts = (i64, i64, i64);

/// Returns the year, month and day of a day, as printed.
pub(crate) fn parts_of(day: Day) -> Parts {
    let text = day.to_string();
    let numbers: Vec<i64> = text.split('-').map(|part| part.parse().unwrap()).collect();
    (numbers[0], numbers[1], numbers[2])
}

/// Returns the number of days in a month.
pub(crate) fn length_of((year, month): (i64, i64)) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the number of a day.
pub(crate) fn number_of((year, month, day): Parts) -> i64 {
    let years = year - 1;
    let months: i64 = (1..month).map(|month| length_of((year, month))).sum();
    years * 365 + years / 4 - years / 100 + years / 400 + months + day
}

/// Returns the day with this number; `None` if there is none.
pub(crate) fn day_numbered(number: i64) -> Option<Day> {
    if !(1..=LAST_OF_ALL).contains(&number) {
        return None;
    }
    let mut year = (number - 1) / 366 + 1;
    while number_of((year + 1, 1, 1)) <= number {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| number_of((year, *month, 1)) <= number)?;
    let day = number - number_of((year, month, 1)) + 1;
    Some(format!("{year:04}-{month:02}-{day:02}").parse().unwrap())
}

/// Returns the corresponding day `months` later, or earlier if negative; the last day of the month if there
/// is no such day.
pub(crate) fn months_on((year, month, day): Parts, months: i64) -> Parts {
    let months = year * 12 + month - 1 + months;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    (year, month, day.min(length_of((year, month))))
}

/// Returns the number of the last day of a term of `months` and `days`.
pub(crate) fn end_of_term(first: Day, months: i64, days: i64, basis: Basis) -> i64 {
    let first = parts_of(first);
    let reached = months_on(first, months);
    // The first day counts, so the last is the day before the corresponding one.
    let corresponds = reached.2 == first.2;
    number_of(reached) - i64::from(basis == Basis::Including && corresponds) + days
}

#[test]
fn test_calendar_numbers_every_day_once() {
    let mut next = 1;
    for year in (1..=401).chain(1_899..=2_101).chain(9_990..=9_999) {
        next = next.max(number_of((year, 1, 1)));
        for month in 1..=12 {
            for day in 1..=length_of((year, month)) {
                assert_eq!(number_of((year, month, day)), next);
                assert_eq!(day_numbered(next).map(parts_of), Some((year, month, day)));
                next += 1;
            }
        }
    }
    assert_eq!(next, LAST_OF_ALL + 1);
}
