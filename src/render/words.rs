//! The words of messages: numbers with nouns, lists, similar names, days, gaps.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use crate::domain::{Date, Day, Precision};

/// The largest number of names that are suggested.
pub(crate) const MAX_SUGGESTIONS: usize = 3;

/// Returns a number and its noun: `1 agreement`, `2 agreements`.
///
/// ```
/// use mou::render::words::count;
///
/// assert_eq!(count(1, "agreement", "agreements"), "1 agreement");
/// assert_eq!(count(0, "party", "parties"), "0 parties");
/// ```
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Returns `a`, `a and b`, `a, b and c`.
///
/// ```
/// assert_eq!(mou::render::words::list_and(&["a", "b", "c"]), "a, b and c");
/// ```
#[must_use]
pub fn list_and<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| name.as_ref().to_owned()).collect(), "and")
}

/// Returns `a`, `a or b`, `a, b or c`.
///
/// ```
/// assert_eq!(mou::render::words::list_or(&["a", "b", "c"]), "a, b or c");
/// ```
#[must_use]
pub fn list_or<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| name.as_ref().to_owned()).collect(), "or")
}

/// Returns the names in back-ticks, as a choice: `` `a`, `b` or `c` ``.
///
/// ```
/// assert_eq!(mou::render::words::ticked(&["json", "csv"]), "`json` or `csv`");
/// ```
#[must_use]
pub fn ticked<T: AsRef<str>>(names: &[T]) -> String {
    joined(names.iter().map(|name| format!("`{}`", name.as_ref())).collect(), "or")
}

fn joined(mut names: Vec<String>, word: &str) -> String {
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} {word} {last}", names.join(", ")),
    }
}

/// Returns up to three `candidates` that were most likely meant by `typed`, the most likely first.
///
/// A candidate is near if few letters differ (up to a third of the typed ones, at least one; two swapped
/// neighbours count as one), else if it begins with `typed`, else if it contains `typed`. Case is ignored,
/// and ties are broken by name.
///
/// ```
/// use mou::render::words::nearest;
///
/// assert_eq!(nearest("expirng", ["expiring", "export", "list"]), ["expiring"]);
/// ```
#[must_use]
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let mut ranked: Vec<_> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let rank = nearness(&typed, length, &candidate.to_lowercase())?;
            Some((rank, candidate))
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, candidate)| candidate).take(MAX_SUGGESTIONS).collect()
}

/// Returns a hint with the candidates that are most like `typed`; `None` if none is.
#[must_use]
pub fn suggestion<'a>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let nearest = nearest(typed, candidates);
    (!nearest.is_empty()).then(|| format!("did you mean {}?", ticked(&nearest)))
}

/// Returns the distance of a candidate: the kind of similarity, then its degree; less is nearer.
fn nearness(typed: &str, length: usize, candidate: &str) -> Option<(u8, Reverse<usize>, usize)> {
    let other = candidate.chars().count();
    let allowed = (length / 3).max(1);
    if length == 0 {
        return None;
    }
    if length.abs_diff(other) <= allowed && length.max(other) > 1 {
        let distance = strsim::osa_distance(typed, candidate);
        if distance <= allowed && distance < length {
            let shared = typed.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
            return Some((u8::try_from(distance).unwrap_or(u8::MAX), Reverse(shared), other));
        }
    }
    if candidate.starts_with(typed) {
        return Some((u8::MAX - 1, Reverse(0), other));
    }
    (length > 2 && candidate.contains(typed)).then_some((u8::MAX, Reverse(0), other))
}

/// Returns the distance of a date in words: `today`, `in 32 days`, `17 days ago`, `this month`.
///
/// A month or a year is a range of days. It is counted to its first possible day if it is in the
/// future, and from its last possible day if it is past.
///
/// ```
/// use mou::render::words::days_away;
///
/// let today = "2026-11-22".parse::<mou::domain::Date>()?.first();
/// assert_eq!(days_away("2026-11-23".parse()?, today), "tomorrow");
/// assert_eq!(days_away("2026-11".parse()?, today), "this month");
/// assert_eq!(days_away("2026-12".parse()?, today), "in 9 days at the earliest");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn days_away(date: Date, today: Day) -> String {
    let away = date.days_from(today);
    let days = day_count(away.unsigned_abs());
    match (date.precision(), away) {
        (Precision::Day, 0) => "today".to_owned(),
        (Precision::Month, 0) => "this month".to_owned(),
        (Precision::Year, 0) => "this year".to_owned(),
        (Precision::Day, 1) => "tomorrow".to_owned(),
        (Precision::Day, -1) => "yesterday".to_owned(),
        (Precision::Day, 1..) => format!("in {days}"),
        (Precision::Month | Precision::Year, 1..) => format!("in {days} at the earliest"),
        (_, ..0) => format!("{days} ago"),
    }
}

/// Returns the days between a last day and the next first day in words: `a gap of 31
/// days`, `seamless`, `an overlap of 3 to 10 days`.
///
/// ```
/// use mou::render::words::gap;
///
/// assert_eq!(gap(&(0..=30)), "a gap of 0 to 30 days");
/// assert_eq!(gap(&(-5..=25)), "between an overlap of 5 days and a gap of 25 days");
/// ```
#[must_use]
pub fn gap(days: &RangeInclusive<i64>) -> String {
    let (least, most) = (*days.start(), *days.end());
    let [fewest, all] = [least, most].map(|days| day_count(days.unsigned_abs()));
    match (least, most) {
        (0, 0) => "seamless".to_owned(),
        (1.., _) if least == most => format!("a gap of {all}"),
        (..0, _) if least == most => format!("an overlap of {all}"),
        (0.., _) => format!("a gap of {least} to {all}"),
        (_, ..=0) => format!("an overlap of {} to {fewest}", most.unsigned_abs()),
        _ => format!("between an overlap of {fewest} and a gap of {all}"),
    }
}

/// Returns a sentence about the gap after `last_day`, or `None` if there is certainly none.
///
/// ```
/// use mou::render::words::gap_sentence;
///
/// let sentence = gap_sentence(&(12..=12), "the last day of a, 2026-11-10");
/// let expected = "There is a gap of 12 days after the last day of a, 2026-11-10.";
/// assert_eq!(sentence.as_deref(), Some(expected));
/// assert_eq!(gap_sentence(&(-3..=0), "the last day of a, 2026-11"), None);
/// ```
#[must_use]
pub fn gap_sentence(days: &RangeInclusive<i64>, last_day: &str) -> Option<String> {
    match (*days.start(), *days.end()) {
        (_, ..=0) => None,
        (0.., _) => Some(format!("There is {} after {last_day}.", gap(days))),
        (_, most) => {
            let most = day_count(most.unsigned_abs());
            Some(format!("There may be a gap of up to {most} after {last_day}."))
        }
    }
}

/// Returns a number of days in words; a negative one counts as none.
///
/// ```
/// assert_eq!(mou::render::words::days(1), "1 day");
/// ```
#[must_use]
pub fn days(days: i64) -> String {
    day_count(u64::try_from(days).unwrap_or_default())
}

fn day_count(days: u64) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_what_they_count() {
        let cases = [(0, "0 parties"), (1, "1 party"), (2, "2 parties"), (1_000, "1000 parties")];
        for (number, words) in cases {
            assert_eq!(count(number, "party", "parties"), words);
        }
    }

    #[test]
    fn the_last_two_of_a_list_are_joined_by_a_word() {
        let cases: [(&[&str], &str, &str, &str); 4] = [
            (&[], "", "", ""),
            (&["a"], "a", "a", "`a`"),
            (&["a", "b"], "a and b", "a or b", "`a` or `b`"),
            (&["a", "b", "c"], "a, b and c", "a, b or c", "`a`, `b` or `c`"),
        ];
        for (names, and, or, ticks) in cases {
            assert_eq!(list_and(names), and);
            assert_eq!(list_or(names), or);
            assert_eq!(ticked(names), ticks);
        }
    }

    #[test]
    fn the_nearest_names_come_first_and_the_far_ones_not_at_all() {
        let ids = ["gds-govtech-2022", "gds-govtech-2025", "kyoto-nus-2024", "nus-oxford-2019"];
        let cases: [(&str, &[&str]); 9] = [
            ("gds-govtek-2022", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("gds-govtech-2024", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("GDS", &["gds-govtech-2022", "gds-govtech-2025"]),
            ("nus", &["nus-oxford-2019", "kyoto-nus-2024"]),
            ("kytoo-nus-2024", &["kyoto-nus-2024"]),
            ("oxford", &["nus-oxford-2019"]),
            ("zurich", &[]),
            ("x", &[]),
            ("", &[]),
        ];
        for (typed, near) in cases {
            assert_eq!(nearest(typed, ids), near, "{typed:?}");
        }
        assert_eq!(nearest("lsit", ["list", "edit", "init"]), ["list"]);
        assert_eq!(nearest("a", ["ab", "ac", "ad", "ae"]), ["ab", "ac", "ad"]);
        assert_eq!(nearest("endz", ["ends", "ends"]), ["ends"]);
    }

    #[test]
    fn days_away_names_a_day_only_for_a_whole_day() {
        for (date, today, words) in [
            ("2026-11-22", "2026-11-22", "today"),
            ("2026-11-22?", "2026-11-22", "today"),
            ("2026-11-23", "2026-11-22", "tomorrow"),
            ("2026-11-24", "2026-11-22", "in 2 days"),
            ("2026-11-21", "2026-11-22", "yesterday"),
            ("2026-11-05~", "2026-11-22", "17 days ago"),
            ("2026-11", "2026-10-30", "in 2 days at the earliest"),
            ("2026-11", "2026-10-31", "in 1 day at the earliest"),
            ("2026-11", "2026-11-01", "this month"),
            ("2026-11~", "2026-11-30", "this month"),
            ("2026-11", "2026-12-01", "1 day ago"),
            ("2026-11", "2026-12-02", "2 days ago"),
            ("2026", "2025-12-31", "in 1 day at the earliest"),
            ("2026", "2026-01-01", "this year"),
            ("2026?", "2026-12-31", "this year"),
            ("2026", "2027-01-12", "12 days ago"),
            ("9999", "0001-01-01", "in 3651694 days at the earliest"),
        ] {
            let away = days_away(date.parse().unwrap(), today.parse().unwrap());
            assert_eq!(away, words, "{date} on {today}");
        }
    }

    #[test]
    fn gap_of_a_range_names_both_sides() {
        let sentence = |words: &str| Some(format!("There is {words} after it."));
        for (days, words) in [
            (1..=1, "a gap of 1 day"),
            (12..=12, "a gap of 12 days"),
            (0..=1, "a gap of 0 to 1 day"),
            (0..=30, "a gap of 0 to 30 days"),
            (31..=61, "a gap of 31 to 61 days"),
        ] {
            assert_eq!(gap(&days), words);
            assert_eq!(gap_sentence(&days, "it"), sentence(words));
        }
        for (days, words) in [
            (0..=0, "seamless"),
            (-1..=-1, "an overlap of 1 day"),
            (-12..=-12, "an overlap of 12 days"),
            (-1..=0, "an overlap of 0 to 1 day"),
            (-10..=-3, "an overlap of 3 to 10 days"),
        ] {
            assert_eq!(gap(&days), words);
            assert_eq!(gap_sentence(&days, "it"), None);
        }
        assert_eq!(gap(&(-5..=25)), "between an overlap of 5 days and a gap of 25 days");
        assert_eq!(gap(&(-1..=1)), "between an overlap of 1 day and a gap of 1 day");
        let may_be = gap_sentence(&(-5..=25), "it");
        assert_eq!(may_be.as_deref(), Some("There may be a gap of up to 25 days after it."));
    }
}
