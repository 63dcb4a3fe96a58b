//! The words of messages: numbers with nouns, lists, similar names, days, gaps.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use crate::domain::search::fold;
use crate::domain::{Date, Day, End, Precision, Span, SpanUnit};

/// The largest number of names that are suggested.
pub(crate) const MAX_SUGGESTIONS: usize = 3;

/// What is shown in place of a value that is not recorded.
pub const NOT_KNOWN: &str = "not known";

/// A shorter text is not compared: too many others are like it.
const MIN_TYPED_LETTERS: usize = 3;

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

/// Returns a clause about the end of an agreement: `it ends on 2024-08-01`, `it has no end`, `its end is not known`.
#[must_use]
pub fn ending(end: End) -> String {
    match end {
        End::On(date) => format!("it ends {}", date.with_preposition()),
        End::Indefinite => "it has no end".to_owned(),
        End::Unknown => "its end is not known".to_owned(),
    }
}

/// Returns the last day of an agreement, `indefinite`, or `not known`.
#[must_use]
pub fn last_day(end: End) -> String {
    if end == End::Unknown { NOT_KNOWN.to_owned() } else { end.to_string() }
}

/// Returns the first day of an agreement, or `not known`.
#[must_use]
pub fn first_day(date: Option<Date>) -> String {
    date.map_or_else(|| NOT_KNOWN.to_owned(), |date| date.to_string())
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

/// Returns how many letters a typed text differs from a value, or from as many words of it, without regard to
/// case and accents; `None` if they differ too much for a typing error.
///
/// ```
/// use mou::render::words::distance;
///
/// assert_eq!(distance("Kyoyo", "Kyoto University"), Some(1));
/// assert_eq!(distance("University of Tarto", "The University of Tartu"), Some(1));
/// assert_eq!(distance("Kyoto", "University of Tartu"), None);
/// ```
#[must_use]
pub fn distance(typed: &str, value: &str) -> Option<usize> {
    let (typed, value) = (fold(typed.trim()), fold(value));
    let length = typed.chars().count();
    let allowed = (length / 3).max(1);
    let words: Vec<&str> = value.split_whitespace().collect();
    let some_words = words.windows(typed.split_whitespace().count().max(1));
    let parts = some_words.map(|words| words.join(" ")).chain([value.clone()]);
    let near = parts.filter(|part| part.chars().count().abs_diff(length) <= allowed);
    let distances = near.map(|part| strsim::osa_distance(&typed, &part));
    distances.min().filter(|distance| *distance <= allowed && length >= MIN_TYPED_LETTERS)
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

/// Returns how many letters of a typed text of this length may differ.
pub(crate) fn max_typing_errors(length: usize) -> usize {
    (length / 3).max(1)
}

/// Returns the distance of a candidate: the kind of similarity, then its degree; less is nearer.
fn nearness(typed: &str, length: usize, candidate: &str) -> Option<(u8, Reverse<usize>, usize)> {
    let other = candidate.chars().count();
    let allowed = max_typing_errors(length);
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

/// Returns the distance of a date in words: `today`, `in 32 days`, `16 months ago`, `this month`.
///
/// A month or a year is a range of days. It is counted to its first possible day if it is in the
/// future, and from its last possible day if it is past.
///
/// ```
/// use mou::render::words::days_away;
///
/// let today = "2026-11-22".parse::<mou::domain::Date>()?.first();
/// assert_eq!(days_away("2026-11-23".parse()?, today), "tomorrow");
/// assert_eq!(days_away("2017-11-23".parse()?, today), "9 years ago");
/// assert_eq!(days_away("2026-11".parse()?, today), "this month");
/// assert_eq!(days_away("2026-12".parse()?, today), "in 9 days at the earliest");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn days_away(date: Date, today: Day) -> String {
    let away = date.days_from(today);
    let span = Span::of_days(away.unsigned_abs());
    match (date.precision(), away) {
        (Precision::Day, 0) => "today".to_owned(),
        (Precision::Month, 0) => "this month".to_owned(),
        (Precision::Year, 0) => "this year".to_owned(),
        (Precision::Day, 1) => "tomorrow".to_owned(),
        (Precision::Day, -1) => "yesterday".to_owned(),
        (Precision::Day, 1..) => format!("in {span}"),
        (Precision::Month | Precision::Year, 1..) => format!("in {span} at the earliest"),
        (_, ..0) => format!("{span} ago"),
    }
}

/// Returns the distance of a date in few words, for a column: as [`days_away`], but `in 9+ days` for a month or a
/// year that begins in 9 days.
///
/// ```
/// use mou::render::words::days_away_briefly;
///
/// let today = "2026-11-22".parse::<mou::domain::Date>()?.first();
/// assert_eq!(days_away_briefly("2026-12".parse()?, today), "in 9+ days");
/// assert_eq!(days_away_briefly("2026-12-01".parse()?, today), "in 9 days");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn days_away_briefly(date: Date, today: Day) -> String {
    let away = date.days_from(today);
    if away <= 0 || date.precision() == Precision::Day {
        return days_away(date, today);
    }
    let Span { count, unit } = Span::of_days(away.unsigned_abs());
    format!("in {count}+ {}", unit.plural())
}

/// Returns the days between a last day and the next first day in words: `a gap of 31
/// days`, `seamless`, `an overlap of 3 to 10 days`.
///
/// ```
/// use mou::render::words::gap;
///
/// assert_eq!(gap(&(1672..=1672)), "a gap of 4 years");
/// assert_eq!(gap(&(0..=30)), "a gap of 0 to 30 days");
/// assert_eq!(gap(&(-5..=25)), "between an overlap of 5 days and a gap of 25 days");
/// ```
#[must_use]
pub fn gap(days: &RangeInclusive<i64>) -> String {
    let (least, most) = (*days.start(), *days.end());
    let [fewest, all] = [least, most].map(|days| Span::of_days(days.unsigned_abs()));
    match (least, most) {
        (0, 0) => "seamless".to_owned(),
        (0.., _) => format!("a gap of {}", span_range(least, most)),
        (_, ..=0) => format!("an overlap of {}", span_range(most, least)),
        _ => format!("between an overlap of {fewest} and a gap of {all}"),
    }
}

/// Returns the smaller and the larger of two spans of days: `31 days`, `0 to 30 days`, `59 days to 3 months`.
fn span_range(least: i64, most: i64) -> String {
    let [least, most] = [least, most].map(|days| Span::of_days(days.unsigned_abs()));
    if least == most {
        most.to_string()
    } else if least.unit == most.unit {
        format!("{} to {most}", least.count)
    } else {
        format!("{least} to {most}")
    }
}

/// Returns a sentence about the gap after `last_day`, or `None` if there is certainly none. A gap that is not
/// said in days is followed by its days.
///
/// ```
/// use mou::render::words::gap_sentence;
///
/// let sentence = gap_sentence(&(1672..=1672), "the last day of a, 2022-05-01");
/// let expected = "There is a gap of 4 years (1672 days) after the last day of a, 2022-05-01.";
/// assert_eq!(sentence.as_deref(), Some(expected));
/// assert_eq!(gap_sentence(&(-3..=0), "the last day of a, 2026-11"), None);
/// ```
#[must_use]
pub fn gap_sentence(days: &RangeInclusive<i64>, last_day: &str) -> Option<String> {
    let (least, most) = (*days.start(), *days.end());
    let span = Span::of_days(most.unsigned_abs());
    let exact = match span.unit {
        SpanUnit::Days => String::new(),
        _ if least < 0 || least == most => format!(" ({most} days)"),
        _ => format!(" ({least} to {most} days)"),
    };
    match (least, most) {
        (_, ..=0) => None,
        (0.., _) => Some(format!("There is {}{exact} after {last_day}.", gap(days))),
        _ => Some(format!("There may be a gap of up to {span}{exact} after {last_day}.")),
    }
}

/// Returns for how long no activity is recorded: `no activity recorded for 9 years`.
///
/// ```
/// use mou::render::words::idle;
///
/// assert_eq!(idle(3358), "no activity recorded for 9 years");
/// ```
#[must_use]
pub fn idle(days: i64) -> String {
    format!("no activity recorded for {}", Span::of_days(u64::try_from(days).unwrap_or_default()))
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
            ("2026-11", "2026-08-01", "in 3 months at the earliest"),
            ("2025-07-04", "2026-11-29", "16 months ago"),
            ("2027-11-22", "2026-11-22", "in 12 months"),
            ("2023-11-22", "2026-11-22", "3 years ago"),
            ("9999", "0001-01-01", "in 9998 years at the earliest"),
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
            (31..=59, "a gap of 31 to 59 days"),
        ] {
            assert_eq!(gap(&days), words);
            assert_eq!(gap_sentence(&days, "it"), sentence(words));
        }
        for (days, words, exact) in [
            (1672..=1672, "a gap of 4 years", "1672"),
            (31..=61, "a gap of 31 days to 2 months", "31 to 61"),
            (70..=100, "a gap of 2 to 3 months", "70 to 100"),
            (365..=730, "a gap of 12 months to 2 years", "365 to 730"),
            (1461..=1500, "a gap of 4 years", "1461 to 1500"),
        ] {
            assert_eq!(gap(&days), words);
            assert_eq!(gap_sentence(&days, "it"), sentence(&format!("{words} ({exact} days)")));
        }
        for (days, words) in [
            (0..=0, "seamless"),
            (-1..=-1, "an overlap of 1 day"),
            (-12..=-12, "an overlap of 12 days"),
            (-1..=0, "an overlap of 0 to 1 day"),
            (-10..=-3, "an overlap of 3 to 10 days"),
            (-400..=-400, "an overlap of 13 months"),
        ] {
            assert_eq!(gap(&days), words);
            assert_eq!(gap_sentence(&days, "it"), None);
        }
        assert_eq!(gap(&(-5..=25)), "between an overlap of 5 days and a gap of 25 days");
        assert_eq!(gap(&(-1..=1)), "between an overlap of 1 day and a gap of 1 day");
        let may_be = gap_sentence(&(-5..=25), "it");
        assert_eq!(may_be.as_deref(), Some("There may be a gap of up to 25 days after it."));
        let may_be = gap_sentence(&(-5..=182), "it");
        let expected = "There may be a gap of up to 6 months (182 days) after it.";
        assert_eq!(may_be.as_deref(), Some(expected));
    }
}
