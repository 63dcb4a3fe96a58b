//! Counting days: renewals never drift, notice periods run in full, windows include both of their days.

use mou::domain::{
    Basis, Date, Day, Duration, MonthsAndDays, Precision, act_by, back, friday_before, gap,
    last_date, last_date_after, last_day, window_end,
};
use proptest::prelude::*;

use super::many_cases;
use crate::any;
use crate::calendar::{
    LAST_OF_ALL, day_numbered, end_of_term, length_of, months_on, number_of, parts_of,
};

fn number(day: Day) -> i64 {
    number_of(parts_of(day))
}

/// Returns the end by the test calendar; `None` after the year 9999.
fn by_hand(first: Day, sum: MonthsAndDays, basis: Basis) -> Option<Day> {
    let months = i64::try_from(sum.months).unwrap();
    let days = i64::try_from(sum.days).unwrap();
    day_numbered(end_of_term(first, months, days, basis))
}

fn times(duration: Duration, times: u64) -> MonthsAndDays {
    MonthsAndDays::default().plus(duration, times)
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn last_day_matches_the_test_calendar(
        first in any::day(), term in any::duration(), basis in any::basis(),
    ) {
        prop_assert_eq!(last_day(first, term.into(), basis), by_hand(first, term.into(), basis));
    }

    #[test]
    fn repeated_renewals_never_drift(
        first in any::day(),
        (term, every) in (any::duration(), any::duration()),
        basis in any::basis(),
    ) {
        let mut before = None;
        for renewals in 0..40 {
            let sum = MonthsAndDays::from(term).plus(every, renewals);
            let end = last_day(first, sum, basis);
            prop_assert_eq!(end, by_hand(first, sum, basis), "after {} renewals", renewals);
            if end.is_none() {
                break;
            }
            prop_assert!(before < end, "{before:?} is not before {end:?}");
            before = end;
        }
    }

    #[test]
    fn end_after_months_has_the_same_day_number_or_is_the_last_of_the_month(
        first in any::day(), months in 1..=600_u32, renewals in 0..40_u64,
    ) {
        let every: Duration = format!("P{months}M").parse().unwrap();
        let (_, _, day_of_first) = parts_of(first);
        for basis in [Basis::From, Basis::Including] {
            let Some(end) = last_day(first, times(every, renewals + 1), basis) else { continue };
            let (year, month, day) = parts_of(end);
            let is_last = day == length_of((year, month));
            let expected = day_of_first - i64::from(basis == Basis::Including);
            prop_assert!(day == expected || is_last && (day < expected || expected == 0), "{end}");
        }
    }

    #[test]
    fn longer_term_ends_later_and_basis_including_at_most_a_day_earlier(
        first in any::day(), one in any::duration(), other in any::duration(),
    ) {
        let end = |sum: MonthsAndDays, basis| last_day(first, sum, basis);
        let both = MonthsAndDays::from(one).plus(other, 1);
        let reached = end(both, Basis::From);
        prop_assert!(reached.is_none() || end(one.into(), Basis::From) < reached);
        if let Some(from) = end(one.into(), Basis::From) {
            let including = end(one.into(), Basis::Including).unwrap();
            prop_assert!(matches!(number(from) - number(including), 0 | 1));
            prop_assert!(from > first && including >= first);
        }
    }

    #[test]
    fn notice_on_the_act_by_date_runs_in_full_before_the_end(
        end in any::day(), notice in any::duration(),
    ) {
        let months = i64::from(notice.months());
        let days = i64::from(notice.days());
        let date = Date::from_day(end).unwrap();
        let Some(act_by) = act_by(date, notice) else {
            // The date would be before the year 1.
            let before = months_on(parts_of(end), -months);
            prop_assert!(before.0 < 1 || number_of(before) - days < 1);
            return Ok(());
        };
        // Counting back takes months first, then days; so counting forward takes days first.
        let given = number(act_by.first());
        let months_begin = |given: i64| parts_of(day_numbered(given + days).unwrap());
        let runs_to = |given: i64| number_of(months_on(months_begin(given), months));
        prop_assert!(given < number(end));
        prop_assert!(runs_to(given) <= number(end));
        if months == 0 {
            prop_assert_eq!(runs_to(given), number(end));
            return Ok(());
        }
        // A day later it would end after the end, unless the end is the last day of a month without the
        // corresponding day: a month from 30 March and from 31 March both end on 30 April.
        let (year, month, day) = parts_of(end);
        if day == length_of((year, month)) && months_begin(given + 1).2 > day {
            prop_assert_eq!(runs_to(given + 1), number(end));
        } else {
            prop_assert!(runs_to(given + 1) > number(end));
        }
    }

    #[test]
    fn act_by_of_a_partial_end_is_equally_partial_and_early(
        end in any::date(), notice in any::duration(),
    ) {
        let Some(act_by) = act_by(end, notice) else { return Ok(()) };
        let exact = back(end.first(), notice).unwrap();
        prop_assert_eq!(act_by.precision(), end.precision());
        prop_assert_eq!(act_by.doubt(), end.doubt());
        prop_assert!(act_by.first() <= exact && exact <= act_by.last());
        prop_assert!(act_by <= end);
    }

    #[test]
    fn end_of_a_partial_start_is_equally_partial_and_late(
        first in any::date(), term in any::duration(), basis in any::basis(),
    ) {
        let exact = last_day(first.last(), term.into(), basis);
        let end = last_date(first, term.into(), basis);
        prop_assert_eq!(end.is_some(), exact.is_some());
        if let (Some(end), Some(exact)) = (end, exact) {
            prop_assert_eq!((end.precision(), end.doubt()), (first.precision(), first.doubt()));
            prop_assert!(end.first() <= exact && exact <= end.last());
        }
    }

    #[test]
    fn renewal_after_a_stated_end_counts_from_the_day_after(
        end in any::day(), more in any::duration(), renewals in 0..5_u64,
    ) {
        let date = Date::from_day(end).unwrap();
        let sum = times(more, renewals);
        let expected = match day_numbered(number(end) + 1) {
            _ if renewals == 0 => Some(end),
            Some(next) => by_hand(next, sum, Basis::Including),
            None => None,
        };
        prop_assert_eq!(last_date_after(date, sum).map(Date::first), expected);
    }

    #[test]
    fn window_includes_both_of_its_days_and_no_others(
        today in any::day(), length in any::duration(), date in any::date(),
    ) {
        let end = window_end(today, length);
        let counted = by_hand(today, length.into(), Basis::From);
        prop_assert_eq!(end, counted.unwrap_or(day_numbered(LAST_OF_ALL).unwrap()));
        prop_assert!(today <= end);
        let days = |date: Date| number(date.first())..=number(date.last());
        let mut meant = days(date).skip_while(|day| *day < number(today));
        let is_in = meant.next().is_some_and(|day| day <= number(end));
        prop_assert_eq!(date.lies_within(today, end), is_in);
    }

    #[test]
    fn days_to_a_date_count_to_its_nearest_possible_day(
        today in any::day(), date in any::date(),
    ) {
        let away = date.days_from(today);
        let nearest = number(today) + away;
        prop_assert!((number(date.first())..=number(date.last())).contains(&nearest));
        prop_assert!(away <= 0 || nearest == number(date.first()));
        prop_assert!(away >= 0 || nearest == number(date.last()));
        prop_assert_eq!(away == 0, date.lies_within(today, today));
    }

    #[test]
    fn gap_covers_all_possible_days_of_both_dates(
        last in any::date(), next in any::date(),
    ) {
        let days = |date: Date| [number(date.first()), number(date.last())];
        let between = days(last).map(|last| days(next).map(|next| next - last - 1)).concat();
        let (least, most) = (between.iter().min().unwrap(), between.iter().max().unwrap());
        prop_assert_eq!(gap(last, next), *least..=*most);
    }

    #[test]
    fn friday_before_is_given_only_for_weekend_days(day in any::day(), precision in 0..3_usize) {
        let precision = [Precision::Year, Precision::Month, Precision::Day][precision];
        // 1 January of the year 1 is a Monday in this calendar.
        let of_week = (number(day) - 1) % 7;
        let back = if precision == Precision::Day { (of_week - 4).max(0) } else { 0 };
        let expected = (back > 0).then(|| day_numbered(number(day) - back)).flatten();
        prop_assert_eq!(friday_before(any::of_precision(day, precision)), expected);
    }
}
