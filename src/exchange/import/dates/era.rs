//! Years of other eras.

use std::sync::LazyLock;

use chrono::Datelike;

use crate::domain::{Date, Day};
use crate::exchange::import::cell::words_by_meaning;
use crate::exchange::import::unread::{FaultKind, Unread};

/// A count of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// The common era.
    Common,
    /// The Buddhist era of Thailand.
    Buddhist,
    /// The era of the Republic of China (Minguo).
    Republic,
    /// An era of Japan, by its index in [`JAPANESE_ERAS`].
    Japanese(usize),
    /// The Islamic calendar.
    Hijri,
    /// The calendar of Iran and Afghanistan.
    SolarHijri,
}

/// A year as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenYear {
    /// The number.
    pub(super) number: u32,
    /// The number of its digits.
    pub(super) digits: usize,
    /// The era, if it is named.
    pub(super) era: Option<Era>,
}

/// An era of Japan.
#[derive(Debug)]
pub(super) struct JapaneseEra {
    /// Its name in Latin letters; the first letter is its sign, as in `R5.4.1`.
    pub(super) latin: &'static str,
    /// The names in a text.
    pub(super) names: Vec<&'static str>,
    /// Its first day. Before 1873, Japan had another calendar.
    first: Day,
    /// Its last day.
    last: Day,
    /// The year before its year 1.
    offset: i32,
}

/// The first year of the Buddhist era that begins in January.
const FIRST_BUDDHIST_YEAR: u32 = 2484;
const BUDDHIST_OFFSET: i32 = 543;
const REPUBLIC_OFFSET: i32 = 1911;
/// The year 1 of Meiji was 1868; its days are read from 1873 on.
const MEIJI_OFFSET: i32 = 1867;

/// The modern eras of Japan, oldest first.
pub(super) static JAPANESE_ERAS: LazyLock<Vec<JapaneseEra>> = LazyLock::new(|| {
    let mut eras: Vec<JapaneseEra> = Vec::new();
    for (era, name) in words_by_meaning(include_str!("japanese_eras.txt")) {
        let mut parts = era.split(' ');
        let latin = parts.next().unwrap_or_default();
        if let Some(era) = eras.iter_mut().find(|era| era.latin == latin) {
            era.names.push(name);
            continue;
        }
        let mut day = || parts.next()?.parse::<Date>().ok().map(Date::first);
        let (Some(first), Some(last)) = (day(), day()) else { continue };
        let offset = if eras.is_empty() { MEIJI_OFFSET } else { first.year() - 1 };
        eras.push(JapaneseEra { latin, names: vec![name], first, last, offset });
    }
    eras
});

/// Returns the era of Japan with this letter as its sign.
pub(super) fn japanese_era_of(letter: &str) -> Option<Era> {
    let is_sign = |era: &JapaneseEra| {
        era.latin.get(..1).is_some_and(|sign| sign.eq_ignore_ascii_case(letter))
    };
    JAPANESE_ERAS.iter().position(is_sign).map(Era::Japanese)
}

/// Returns the year of the common era; fails if the era has no such year, or is not converted.
pub(super) fn common_year(era: Era, year: u32, today: Day) -> Result<i32, Unread> {
    let number = i32::try_from(year).unwrap_or(i32::MAX);
    let out_of_range = |detail: String| Unread::with_detail(FaultKind::YearOutOfRange, detail);
    match era {
        Era::Common => Ok(number),
        Era::Buddhist if year < FIRST_BUDDHIST_YEAR => {
            Err(out_of_range(format!("Buddhist years are read from {FIRST_BUDDHIST_YEAR} on")))
        }
        Era::Buddhist => Ok(number.saturating_sub(BUDDHIST_OFFSET)),
        Era::Republic | Era::Japanese(_) if year == 0 => Err(out_of_range(String::new())),
        Era::Republic => Ok(number.saturating_add(REPUBLIC_OFFSET)),
        Era::Japanese(index) => {
            let offset = JAPANESE_ERAS.get(index).map_or(0, |era| era.offset);
            Ok(number.saturating_add(offset))
        }
        Era::Hijri => {
            Err(out_of_range(hijri(year, today).unwrap_or_else(|| "a Hijri year".to_owned())))
        }
        Era::SolarHijri => Err(out_of_range(
            solar_hijri(year, today).unwrap_or_else(|| "a Solar Hijri year".to_owned()),
        )),
    }
}

/// Fails if the date is not in the days of a Japanese era.
pub(super) fn check_days(era: Era, date: Date) -> Result<(), Unread> {
    let Era::Japanese(index) = era else { return Ok(()) };
    let Some(era) = JAPANESE_ERAS.get(index) else { return Ok(()) };
    if date.lies_within(era.first, era.last) {
        return Ok(());
    }
    let JapaneseEra { latin, first, last, .. } = era;
    let days = if date.first() < *first {
        if *latin == "Meiji" {
            format!("days of {latin} are read from {first} on")
        } else {
            format!("{latin} began on {first}")
        }
    } else {
        format!("{latin} ended on {last}")
    };
    Err(Unread::with_detail(FaultKind::YearOutOfRange, format!("{days}; counted on it is {date}")))
}

/// Returns the years of the common era that a year may be which is too early or too late, as a sentence.
pub(super) fn likely_year(year: u32, today: Day) -> Option<String> {
    let number = i32::try_from(year).ok()?;
    let buddhist = || {
        let year = number - BUDDHIST_OFFSET;
        is_likely(year, today, 100).then(|| format!("as a Buddhist year it is {year}"))
    };
    let republic = || {
        let year = number + REPUBLIC_OFFSET;
        is_likely(year, today, 50).then(|| format!("as a ROC year it is {year}"))
    };
    match year {
        1..=999 => republic(),
        1000..=1999 => match (hijri(year, today), solar_hijri(year, today)) {
            (Some(one), Some(other)) => {
                let other = other.replacen("as a", "or as a", 1);
                Some(format!("{one}, {other}"))
            }
            (one, other) => one.or(other),
        },
        _ => buddhist(),
    }
}

/// Years that are named as likely are those of living registers.
fn is_likely(year: i32, today: Day, years_ahead: i32) -> bool {
    (1900..=today.year() + years_ahead).contains(&year)
}

/// How far ahead a Hijri year is likely: two calendars share these numbers.
const HIJRI_YEARS_AHEAD: i32 = 20;

fn hijri(year: u32, today: Day) -> Option<String> {
    // A Hijri year has 354.367 days, 0.970224 of a year, and its year 1 began in July 622.
    let begin = (u64::from(year).checked_sub(1)? * 970_224 + 622_540_000) / 1000;
    let (first, last) =
        (i32::try_from(begin / 1000).ok()?, i32::try_from((begin + 965) / 1000).ok()?);
    let years = if first == last { first.to_string() } else { format!("{first} or {last}") };
    is_likely(first, today, HIJRI_YEARS_AHEAD).then(|| format!("as a Hijri year it is {years}"))
}

fn solar_hijri(year: u32, today: Day) -> Option<String> {
    let first = i32::try_from(year).ok()?.checked_add(621)?;
    is_likely(first, today, HIJRI_YEARS_AHEAD)
        .then(|| format!("as a Solar Hijri year it is {first} or {}", first + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::from_ymd_opt(2026, 11, 29).unwrap()
    }

    #[test]
    fn eras_of_japan_are_complete() {
        let eras: Vec<(&str, i32)> =
            JAPANESE_ERAS.iter().map(|era| (era.latin, era.offset)).collect();
        assert_eq!(
            eras,
            [("Meiji", 1867), ("Taisho", 1911), ("Showa", 1925), ("Heisei", 1988), ("Reiwa", 2018)]
        );
        assert!(JAPANESE_ERAS.iter().all(|era| era.names.len() == 3));
    }

    #[test]
    fn likely_year_is_named() {
        for (year, likely) in [
            (2566, Some("as a Buddhist year it is 2023")),
            (109, Some("as a ROC year it is 2020")),
            (1441, Some("as a Hijri year it is 2019 or 2020")),
            (1429, Some("as a Hijri year it is 2008")),
            (
                1399,
                Some(
                    "as a Hijri year it is 1978 or 1979, or as a Solar Hijri year it is 2020 or 2021",
                ),
            ),
            (
                1404,
                Some(
                    "as a Hijri year it is 1983 or 1984, or as a Solar Hijri year it is 2025 or 2026",
                ),
            ),
            (205, None),
            (1648, None),
            (2200, None),
            (9998, None),
        ] {
            assert_eq!(likely_year(year, today()).as_deref(), likely, "{year}");
        }
    }
}
