//! The order of days and dates, as numbers.

use std::cmp::Ordering;

use chrono::Datelike;

use super::date::{Date, Day, Precision};

/// Returns the number of a day: of two days the later has the greater one.
///
/// ```
/// use mou::domain::{Day, day_of_rank, rank_of_day};
///
/// let day = Day::from_ymd_opt(2022, 7, 4);
/// assert_eq!(day.map(rank_of_day).and_then(day_of_rank), day);
/// ```
#[must_use]
pub fn rank_of_day(day: Day) -> i32 {
    day.num_days_from_ce()
}

/// Returns the day of a number; `None` where no day has it, as with the least of all.
#[must_use]
pub fn day_of_rank(rank: i32) -> Option<Day> {
    Day::from_num_days_from_ce_opt(rank)
}

impl Date {
    /// Returns the number of the date: of two dates the one that comes behind the other has the greater
    /// one. It counts the days to the first that the date may mean, then how far behind it the last one
    /// is, then whether it is certain.
    #[must_use]
    pub fn rank(self) -> u64 {
        let days = u64::try_from(rank_of_day(self.first())).unwrap_or_default();
        let length = match self.precision() {
            Precision::Day => 0,
            Precision::Month => 1,
            Precision::Year => 2,
        };
        let doubt = self.doubt().map_or(0, |doubt| 1 + doubt as u64);
        (days << 16) | (length << 8) | doubt
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_sorted_by_their_first_possible_day_then_the_last() {
        let mut dates = ["2022-07-02", "2022", "2022-07", "2022-01-01", "2022-07-01"]
            .map(|text| text.parse::<Date>().unwrap());
        dates.sort();
        assert_eq!(
            dates.map(|date| date.to_string()),
            ["2022-01-01", "2022", "2022-07-01", "2022-07", "2022-07-02"]
        );
    }

    #[test]
    fn no_day_has_the_least_number() {
        assert_eq!(day_of_rank(i32::MIN), None);
    }
}
