//! The day numbers by which spreadsheets store dates.

use chrono::Datelike;

use crate::domain::Day;

/// The day number of 1 March 1900.
const MARCH_1900_DAYS: f64 = 61.0;

/// The day number of 31 December 9999, and its year.
const LAST_DAY_NUMBER: f64 = 2_958_465.0;
const LAST_YEAR: i32 = 9999;

/// The day number of 1 January 1970, counted from 1900 and from 1904.
const EPOCH_DAYS_FROM_1900: i32 = 25_569;
const EPOCH_DAYS_FROM_1904: i32 = 24_107;

const SECONDS_OF_DAY: f64 = 86_400.0;

/// Returns the day and the seconds since midnight of a day number.
///
/// Returns `None` if it is before March 1900, where the count is off by one because Lotus 1-2-3 took
/// 1900 for a leap year, or after the year 9999. Counted from 1904, all days but the first are certain.
#[must_use]
pub(super) fn from_serial(serial: f64, has_1904_dates: bool) -> Option<(Day, u32)> {
    let first = if has_1904_dates { 1.0 } else { MARCH_1900_DAYS };
    if !(first..LAST_DAY_NUMBER + 1.0).contains(&serial) {
        return None;
    }
    let seconds = (serial.fract() * SECONDS_OF_DAY).round();
    let epoch = if has_1904_dates { EPOCH_DAYS_FROM_1904 } else { EPOCH_DAYS_FROM_1900 };
    // Both numbers are small and not negative.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    let (days, seconds) = if seconds < SECONDS_OF_DAY {
        (serial as i32, seconds as u32)
    } else {
        (serial as i32 + 1, 0)
    };
    let day = Day::from_epoch_days(days - epoch)?;
    (day.year() <= LAST_YEAR).then_some((day, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_number_is_counted_from_1900_or_1904() {
        for (serial, has_1904_dates, shown) in [
            (61.0, false, "1900-03-01 0"),
            (44_562.0, false, "2022-01-01 0"),
            (44_562.25, false, "2022-01-01 21600"),
            (44_561.999_999_999, false, "2022-01-01 0"),
            (42_501.0, true, "2020-05-12 0"),
            (30.0, true, "1904-01-31 0"),
            (2_958_465.0, false, "9999-12-31 0"),
        ] {
            let (day, seconds) = from_serial(serial, has_1904_dates).unwrap();
            assert_eq!(format!("{day} {seconds}"), shown);
        }
        for serial in [-1.0, 0.0, 60.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(from_serial(serial, false), None, "{serial}");
        }
        assert_eq!(from_serial(2_958_465.0, true), None);
    }
}
