//! Calendar dates in digits and in words, as a person types them.

use crate::domain::date::Date;
use crate::domain::malformed::Malformed;

/// The months, as they are written out; three letters of each are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A year, and as far as they are known its month and the day of that.
type Parts = (i32, Option<u32>, Option<u32>);

/// Reads the year, month and day of `plain`, which is `text` without its qualification.
pub(super) fn parts_of(text: &str, plain: &str) -> Result<Parts, Malformed> {
    if plain.contains(char::is_alphabetic) {
        return parts_of_words(text, plain);
    }
    let separators: Vec<&str> = plain.matches(['-', '/', '.']).collect();
    let is_iso = separators.iter().all(|separator| *separator == "-");
    let is_even = separators.windows(2).all(|two| two[0] == two[1]);
    let numbers: Option<Vec<(usize, u32)>> = plain
        .split(['-', '/', '.'])
        .map(|digits| is_number(digits).then(|| (digits.len(), of(digits))))
        .collect();
    let Some(numbers) = numbers.filter(|_| is_even) else {
        return Err(no_date(text, ""));
    };
    match *numbers.as_slice() {
        [(4, year)] => Ok((as_year(year), None, None)),
        [(4, year), (2, month)] if is_iso => Ok((as_year(year), Some(month), None)),
        [(4, year), (2, month), (2, day)] if is_iso => Ok((as_year(year), Some(month), Some(day))),
        [(4, year), (1..=2, month), (1..=2, day)] => {
            Err(readings(text, &[(as_year(year), Some(month), Some(day))]))
        }
        [(4, year), (1..=2, month)] | [(1..=2, month), (4, year)] => {
            Err(readings(text, &[(as_year(year), Some(month), None)]))
        }
        [(1..=2, one), (1..=2, other), (4, year)] => {
            let year = as_year(year);
            Err(readings(text, &[(year, Some(other), Some(one)), (year, Some(one), Some(other))]))
        }
        [(1..=2, _), (1..=2, _), (1..=2, _)] => Err(no_date(text, ": a year has four digits")),
        _ => Err(no_date(text, "")),
    }
}

/// Reads `4 July 2022`, `July 4, 2022` or `July 2022`.
fn parts_of_words(text: &str, plain: &str) -> Result<Parts, Malformed> {
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let (day, month, year) = match words.as_slice() {
        [month, year] if is_year(year) => (None, month_called(month), year),
        [day, month, year] if is_day(day) && is_year(year) => {
            (Some(day), month_called(month), year)
        }
        [month, day, year] if is_day(day) && is_year(year) => {
            (Some(day), month_called(month), year)
        }
        [one, other] if month_called(one).is_some() || month_called(other).is_some() => {
            return Err(no_date(text, ": the year is missing, in four digits"));
        }
        _ => return Err(no_date(text, "")),
    };
    let month = month.ok_or_else(|| no_date(text, ""))?;
    Ok((as_year(of(year)), Some(month), day.map(|day| of(day))))
}

/// Returns the number of the month of this name: whole, of three letters, or `Sept`.
fn month_called(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let is_short = word.len() == 3 || word == "sept";
    (1..).zip(MONTHS).find_map(|(number, month)| {
        (month == word || (is_short && month.starts_with(&word))).then_some(number)
    })
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && is_number(word)
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && is_number(word)
}

/// Returns the number that the digits make; of more than it can hold, the largest.
fn of(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

fn as_year(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Names the dates that `text` could mean, of which each is to be written in the order of the
/// calendar of all, year first.
fn readings(text: &str, possible: &[Parts]) -> Malformed {
    let mut dates: Vec<Date> = possible
        .iter()
        .filter_map(|&(year, month, day)| Date::of_parts(year, month, day))
        .collect();
    dates.dedup();
    match dates.as_slice() {
        [] => no_date(text, ""),
        [only] => Malformed::new(format!("`{text}` is to be written {only}")),
        [one, other, ..] => Malformed::new(format!("`{text}` could be {one} or {other}")),
    }
}

/// Returns the complaint about `text`, with the reason behind it.
pub(super) fn no_date(text: &str, why: &str) -> Malformed {
    Malformed::new(format!("`{text}` is not a date{why}"))
}
