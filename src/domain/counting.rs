//! Counting days, months and years from a day: the corresponding-date rule.
//!
//! Every count starts from an original day and a sum of months and days, never from the result of
//! an earlier count: a term of one month from 31 January ends on 28 February, of two on 31 March.
//! chrono's own additions clamp in the same way, but stepping from result to result loses the day.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, Weekday};

use super::date::{Date, Day};
use super::duration::Duration;
use super::term::Basis;

/// The rule by which a last day is counted, and where it comes from.
pub const CORRESPONDING_DATE_RULE: &str = "the day of the event is left out of the count, and months and years \
     run through the corresponding date, or the last day of the month if there is none";

/// The sources of [`CORRESPONDING_DATE_RULE`].
pub const CORRESPONDING_DATE_SOURCES: &str = "Dodds v Walker [1981] 1 WLR 1027; Suresh v Jiang [2016] SGHC 133; \
     Regulation (EEC, Euratom) No 1182/71 art. 3; BGB §§ 187(1), 188(2)";

/// The source of the count that includes the first day: it ends the day before the corresponding
/// date, or on the last day of the month if there is none.
pub(super) const FIRST_DAY_INCLUDED_SOURCES: &str = "BGB §§ 187(2), 188(2)";

/// The sources of the rule that a renewal continues from the last end: its first day is the day
/// after it.
pub(super) const RENEWAL_SOURCES: &str = "BGB §§ 187(2), 188(2), 190";

/// A sum of durations: months and days, which are never converted into each other.
///
/// ```
/// use mou::domain::MonthsAndDays;
///
/// let term = MonthsAndDays::default().plus("P1Y6M".parse()?, 2);
/// assert_eq!((term.months, term.days), (36, 0));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthsAndDays {
    /// The months.
    pub months: u64,
    /// The days beside the months.
    pub days: u64,
}

impl MonthsAndDays {
    /// Returns this sum and `times` times `duration`.
    #[must_use]
    pub fn plus(self, duration: Duration, times: u64) -> Self {
        Self {
            months: self.months.saturating_add(times.saturating_mul(duration.months().into())),
            days: self.days.saturating_add(times.saturating_mul(duration.days().into())),
        }
    }
}

impl From<Duration> for MonthsAndDays {
    fn from(duration: Duration) -> Self {
        Self::default().plus(duration, 1)
    }
}

/// Returns the last day of a term of length `sum` that begins on `first`: months first, then days.
///
/// With [`Basis::Including`] the first day is counted, so that the last day is the day before the
/// corresponding date. If the month has no corresponding date, the term ends on the last day of the month.
/// `None` past the year 9999.
///
/// ```
/// use mou::domain::{Basis, Date, Duration, MonthsAndDays, last_day};
///
/// let first = "2024-02-29".parse::<Date>()?.first();
/// let year = MonthsAndDays::from("P1Y".parse::<Duration>()?);
/// assert_eq!(last_day(first, year, Basis::From).unwrap().to_string(), "2025-02-28");
/// assert_eq!(last_day(first, year, Basis::Including).unwrap().to_string(), "2025-02-28");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn last_day(first: Day, sum: MonthsAndDays, basis: Basis) -> Option<Day> {
    let one = Days::new(1);
    let months_run_to = if sum.months == 0 {
        match basis {
            Basis::From => first,
            Basis::Including => first.checked_sub_days(one)?,
        }
    } else {
        let reached = plus_months(first, sum.months)?;
        let corresponds = reached.day() == first.day();
        match basis {
            Basis::Including if corresponds => reached.checked_sub_days(one)?,
            Basis::Including | Basis::From => reached,
        }
    };
    let reached = months_run_to.checked_add_days(Days::new(sum.days))?;
    in_range(reached)
}

/// Returns the last day of a term that is counted from a date as precisely as that is known: from
/// its last possible day, and cut to its precision. `None` past the year 9999.
#[must_use]
pub fn last_date(first: Date, sum: MonthsAndDays, basis: Basis) -> Option<Date> {
    first.at_precision_of(last_day(first.last(), sum, basis)?)
}

/// Returns the end that is `sum` after a stated end: counted from the day after it, that day
/// included. With nothing to add it is the stated end itself. `None` past the year 9999.
#[must_use]
pub fn last_date_after(end: Date, sum: MonthsAndDays) -> Option<Date> {
    let next = end.last().checked_add_days(Days::new(1))?;
    end.at_precision_of(last_day(next, sum, Basis::Including)?)
}

/// Returns the length from `first` to `end` if it is a whole number of months, with the first day counted
/// or left out; in years if it is a whole number of them.
///
/// ```
/// use mou::domain::whole_months;
///
/// let length = |first: &str, end: &str| {
///     let length = whole_months(first.parse().unwrap(), end.parse().unwrap());
///     length.map(|length| length.to_string())
/// };
/// assert_eq!(length("2020-09-01", "2023-09-01").as_deref(), Some("P3Y"));
/// assert_eq!(length("2020-09-01", "2023-08-31").as_deref(), Some("P3Y"));
/// assert_eq!(length("2020-09-01", "2022-02-28").as_deref(), Some("P18M"));
/// assert_eq!(length("2020-09-01", "2022-03-02"), None);
/// ```
#[must_use]
pub fn whole_months(first: Date, end: Date) -> Option<Duration> {
    let (from, to) = (first.first(), end.first());
    let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month0());
    let distance = months(to).checked_sub(months(from))?;
    let candidates = [distance, distance + 1].into_iter().filter(|months| *months > 0);
    let is_reached = |months: &i64| {
        let sum = MonthsAndDays { months: months.unsigned_abs(), days: 0 };
        [Basis::From, Basis::Including]
            .into_iter()
            .any(|basis| last_date(first, sum, basis).is_some_and(|date| date == end))
    };
    let months = candidates.into_iter().find(is_reached)?;
    let text = if months % 12 == 0 { format!("P{}Y", months / 12) } else { format!("P{months}M") };
    text.parse().ok()
}

/// Returns the latest day on which a notice of this length is given in full before `end`: counted
/// back from the first possible day of the end, clamped in the same way, and cut to its precision.
/// `None` before the year 1.
#[must_use]
pub fn act_by(end: Date, notice: Duration) -> Option<Date> {
    end.at_precision_of(back(end.first(), notice)?)
}

/// Returns the last day on which a notice of this length, counted forward, still fits before `end`, if
/// that is later than the [act-by date](act_by) (S27).
#[must_use]
pub(super) fn last_notice_in_time(end: Date, notice: Duration) -> Option<Day> {
    let act_by = act_by(end, notice)?.last();
    // Months differ by at most three days.
    let days = std::iter::successors(act_by.succ_opt(), Day::succ_opt).take(3);
    days.take_while(|day| is_notice_in_time(*day, notice, end)).last()
}

/// Returns the day that is `length` before `day`, months first, clamped to the end of the month.
/// `None` before the year 1.
#[must_use]
pub fn back(day: Day, length: Duration) -> Option<Day> {
    let months = day.checked_sub_months(Months::new(length.months()))?;
    in_range(months.checked_sub_days(Days::new(length.days().into()))?)
}

/// Returns true if a notice of this length that is given on `day` fits before the end of a period: by
/// the act-by date, or counted forward from the day it is given (S27).
#[must_use]
pub fn is_notice_in_time(day: Day, notice: Duration, end: Date) -> bool {
    act_by(end, notice).is_some_and(|act_by| day <= act_by.last())
        || last_day(day, notice.into(), Basis::From).is_some_and(|over| over <= end.last())
}

/// Returns the day after `day`; `None` past the year 9999.
#[must_use]
pub fn day_after(day: Day) -> Option<Day> {
    in_range(day.succ_opt()?)
}

/// Returns the last day of a window of this length from `day`, both included; 9999-12-31 if it is longer.
#[must_use]
pub fn window_end(day: Day, length: Duration) -> Day {
    last_day(day, length.into(), Basis::From)
        .or_else(|| Day::from_ymd_opt(9999, 12, 31))
        .unwrap_or(day)
}

/// Returns the Friday before a date that is one day on a weekend. An end on a weekend does not move, but the last
/// working day before it is shown as well.
#[must_use]
pub fn friday_before(date: Date) -> Option<Day> {
    if date.first() != date.last() {
        return None;
    }
    let back = match date.first().weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => return None,
    };
    date.first().checked_sub_days(Days::new(back))
}

/// Returns the latest day on or before `day` that is this day of the week; `None` before the year 1.
///
/// ```
/// use chrono::Weekday;
/// use mou::domain::latest_weekday;
///
/// let friday = "2019-06-14".parse().unwrap();
/// let latest = |weekday| latest_weekday(weekday, friday).unwrap().to_string();
/// assert_eq!(latest(Weekday::Thu), "2019-06-13");
/// assert_eq!(latest(Weekday::Fri), "2019-06-14");
/// assert_eq!(latest(Weekday::Sat), "2019-06-08");
/// ```
#[must_use]
pub fn latest_weekday(weekday: Weekday, day: Day) -> Option<Day> {
    days_before(day, day.weekday().days_since(weekday))
}

/// Returns the day so many days before `day`; `None` before the year 1.
///
/// ```
/// let day = "2024-03-01".parse().unwrap();
/// assert_eq!(mou::domain::days_before(day, 1).unwrap().to_string(), "2024-02-29");
/// ```
#[must_use]
pub fn days_before(day: Day, days: u32) -> Option<Day> {
    in_range(day.checked_sub_days(Days::new(days.into()))?)
}

/// Returns the days between a last day and the first day that follows: above 0 a gap, 0 seamless,
/// below 0 an overlap.
///
/// It is a range if a date is partial. The minimum takes the last day at its last possible day and
/// the first day at its first possible day, the maximum the other way round.
///
/// ```
/// use mou::domain::{Date, gap};
///
/// let last: Date = "2020-12-31".parse()?;
/// assert_eq!(gap(last, "2021-01-02".parse()?), 1..=1);
/// assert_eq!(gap(last, "2021-01".parse()?), 0..=30);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn gap(last: Date, next: Date) -> RangeInclusive<i64> {
    let days = |last: Day, next: Day| (next - last).num_days() - 1;
    days(last.last(), next.first())..=days(last.first(), next.last())
}

/// Returns the days from `from` to `to`: 0 for the same day, negative if `to` is earlier. It measures pictures; the
/// rules count by the other functions.
#[must_use]
pub fn days_between(from: Day, to: Day) -> i64 {
    (to - from).num_days()
}

fn plus_months(day: Day, months: u64) -> Option<Day> {
    day.checked_add_months(Months::new(u32::try_from(months).ok()?))
}

fn in_range(day: Day) -> Option<Day> {
    (1..=9999).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_corresponding_date_or_the_day_before_it() {
        for (start, term, from, including) in [
            ("2022-07-04", "P3Y", "2025-07-04", "2025-07-03"),
            ("2022-08-31", "P6M", "2023-02-28", "2023-02-28"),
            ("2023-08-31", "P6M", "2024-02-29", "2024-02-29"),
            ("2023-08-28", "P6M", "2024-02-28", "2024-02-27"),
            ("2024-02-29", "P1Y", "2025-02-28", "2025-02-28"),
            ("2024-02-29", "P4Y", "2028-02-29", "2028-02-28"),
            ("2023-03-31", "P1M", "2023-04-30", "2023-04-30"),
            ("2023-03-01", "P1M", "2023-04-01", "2023-03-31"),
            ("2020-10", "P3Y", "2023-10", "2023-10"),
            ("2020", "P3Y", "2023", "2023"),
            ("2019-06", "P90D", "2019-09", "2019-09"),
            ("2023-03-01", "P1M10D", "2023-04-11", "2023-04-10"),
            ("2023-03-01", "P10D", "2023-03-11", "2023-03-10"),
            ("2022-07-04?", "P3Y", "2025-07-04?", "2025-07-03?"),
            ("2022-07~", "P3Y", "2025-07~", "2025-07~"),
        ] {
            let sum = MonthsAndDays::from(term.parse::<Duration>().unwrap());
            let counted =
                |basis| last_date(start.parse().unwrap(), sum, basis).unwrap().to_string();
            assert_eq!(
                (counted(Basis::From).as_str(), counted(Basis::Including).as_str()),
                (from, including),
                "{start} and {term}"
            );
        }
    }

    #[test]
    fn monthly_ends_are_counted_from_the_first_day_and_never_drift() {
        let first: Date = "2023-01-31".parse().unwrap();
        let month: Duration = "P1M".parse().unwrap();
        let ends: Vec<String> = (1..=4)
            .map(|times| MonthsAndDays::default().plus(month, times))
            .map(|sum| last_date(first, sum, Basis::From).unwrap().to_string())
            .collect();
        assert_eq!(ends, ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]);
    }

    #[test]
    fn what_follows_a_stated_end_begins_on_the_day_after_it() {
        for (end, more, result) in [
            ("2025-06-30", "P6M", "2025-12-31"),
            ("2025-07-04", "P1Y", "2026-07-04"),
            ("2023-04", "P1Y", "2024-04"),
            ("2023", "P1Y", "2024"),
        ] {
            let sum = MonthsAndDays::from(more.parse::<Duration>().unwrap());
            assert_eq!(last_date_after(end.parse().unwrap(), sum).unwrap().to_string(), result);
        }
        for end in ["2024-02-29", "2023-04?", "2023", "9999-12-31"] {
            let end = end.parse().unwrap();
            assert_eq!(
                last_date_after(end, MonthsAndDays::default()),
                Some(end),
                "nothing after {end}"
            );
        }
    }

    #[test]
    fn the_day_after_is_the_next_one_as_long_as_there_is_one() {
        for (day, next) in [
            ("2023-02-28", Some("2023-03-01")),
            ("2024-02-28", Some("2024-02-29")),
            ("2023-12-31", Some("2024-01-01")),
            ("9999-12-31", None),
        ] {
            let next = next.map(|next| next.parse().unwrap());
            assert_eq!(day_after(day.parse().unwrap()), next, "{day}");
        }
    }

    #[test]
    fn notice_is_counted_back_from_the_first_possible_day_of_the_end() {
        for (end, notice, result) in [
            ("2024-08-01", "P3M", "2024-05-01"),
            ("2024-05-31", "P3M", "2024-02-29"),
            ("2023-10", "P3M", "2023-07"),
            ("2023", "P90D", "2022"),
        ] {
            let notice = notice.parse().unwrap();
            assert_eq!(act_by(end.parse().unwrap(), notice).unwrap().to_string(), result);
        }
    }

    #[test]
    fn gap_is_a_range_if_a_date_is_partial() {
        for (last, next, days) in [
            ("2020-12-31", "2021-01-01", 0..=0),
            ("2020-12-31", "2021-01-02", 1..=1),
            ("2020-12-31", "2020-12-31", -1..=-1),
            ("2020-12-31?", "2021-01-01~", 0..=0),
            ("2020-12-31", "2021-01", 0..=30),
            ("2020-12-31", "2021", 0..=364),
            ("2020-12", "2021-01-01", 0..=30),
            ("2020", "2021-01-01", 0..=365),
            ("2020-11~", "2021-01?", 31..=90),
            ("2020-12-31", "2020-12", -31..=-1),
            ("2021-01", "2021-01-06", -26..=4),
            ("2021-01", "2021-01", -31..=29),
            ("2021", "2021", -365..=363),
            ("9999-12-31", "0001-01-01", -3_652_059..=-3_652_059),
        ] {
            assert_eq!(gap(last.parse().unwrap(), next.parse().unwrap()), days, "{last}, {next}");
        }
    }

    #[test]
    fn days_past_the_year_9999_and_before_the_year_1_do_not_exist() {
        let late: Date = "9999-12-31".parse().unwrap();
        let early: Date = "0001-01-01".parse().unwrap();
        let (day, thousand) = ("P1D".parse().unwrap(), "P1000Y".parse::<Duration>().unwrap());
        assert_eq!(last_date(late, MonthsAndDays::from(day), Basis::From), None);
        assert_eq!(last_date(late, MonthsAndDays::from(thousand), Basis::Including), None);
        assert_eq!(last_date_after(late, MonthsAndDays::from(day)), None);
        let thousand_years_before: Date = "9000-01-01".parse().unwrap();
        let end = |basis| last_date(thousand_years_before, MonthsAndDays::from(thousand), basis);
        assert_eq!(end(Basis::From), None);
        // The corresponding date is past the year 9999, and the day before it is not.
        assert_eq!(end(Basis::Including), "9999-12-31".parse().ok());
        assert_eq!(act_by(early, day), None);
        assert_eq!(
            last_date(late, MonthsAndDays { months: u64::MAX, days: u64::MAX }, Basis::From),
            None
        );
    }
}
