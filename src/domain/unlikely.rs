//! Dates that are likely to be typing errors.

use chrono::Datelike;

use super::activity::Activity;
use super::agreement::Agreement;
use super::counting;
use super::date::{Date, Day, RecordedDate};
use super::duration::Duration;

/// The first year that is not unlikely.
const FIRST_LIKELY_YEAR: i32 = 1800;

/// Dates further away than this are unlikely.
const MAX_LIKELY_YEARS: u8 = 100;

/// Returns a sentence for each date in the agreement that is likely to be a typing error: before 1800, or more than
/// 100 years ahead. An agreement is not signed in the future, and hardly more than 100 years ago.
///
/// ```
/// use mou::domain::{Agreement, unlikely_dates};
///
/// let mut agreement = Agreement::new("a".parse()?, "Of long ago");
/// agreement.signed = Some("1922-07-04".parse()?);
/// let today = "2026-11-22".parse::<mou::domain::Date>()?.first();
/// assert_eq!(unlikely_dates(&agreement, today), ["the signing date, 1922-07-04, is more than 100 years ago"]);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[must_use]
pub fn unlikely_dates(agreement: &Agreement, today: Day) -> Vec<String> {
    let mut dates: Vec<(String, Date)> = Vec::new();
    let recorded = |date: Option<RecordedDate>| date.and_then(RecordedDate::date);
    let mut add = |what: &str, date: Option<Date>| {
        dates.extend(date.map(|date| (what.to_owned(), date)));
    };
    add("the effective date", recorded(agreement.effective));
    add("the last day", agreement.end);
    for party in &agreement.parties {
        let name = party.short_or_name();
        add(&format!("the signing date of {name}"), recorded(party.signed));
        add(&format!("the date on which {name} joined"), party.joined);
        add(&format!("the date on which {name} left"), party.left);
    }
    for reference in &agreement.references {
        add(&format!("the date of the source `{}`", reference.title), reference.dated);
    }
    for event in &agreement.events {
        add(&format!("the date of the event `{}`", event.kind), Some(event.on));
        add(&format!("the last day of the event `{}`", event.kind), event.end);
        add(&format!("the first day of the event `{}`", event.kind), event.from);
    }
    let signed = recorded(agreement.signed).and_then(|date| {
        let away = unlikely_signing(date, today)?;
        Some(format!("the signing date, {date}, {away}"))
    });
    signed.into_iter().chain(sentences(&dates, today)).collect()
}

/// Returns a sentence for each date in the activity that is likely to be a typing error, as [`unlikely_dates`] does.
#[must_use]
pub fn unlikely_dates_of_activity(activity: &Activity, today: Day) -> Vec<String> {
    let dates = [
        ("its date", activity.on),
        ("its first day", activity.from),
        ("its last day", activity.until),
        ("its due date", activity.due),
        ("the date of its source", activity.known_by),
    ];
    let mut dates: Vec<(String, Date)> =
        dates.into_iter().filter_map(|(what, date)| Some((what.to_owned(), date?))).collect();
    dates.extend(activity.references.iter().filter_map(|reference| {
        Some((format!("the date of the source `{}`", reference.title), reference.dated?))
    }));
    sentences(&dates, today).collect()
}

fn sentences(dates: &[(String, Date)], today: Day) -> impl Iterator<Item = String> {
    dates.iter().filter_map(move |(what, date)| {
        let why = unlikely(*date, today)?;
        Some(format!("{what}, {date}, {why}"))
    })
}

/// Returns why a date is unlikely, as the end of a sentence.
fn unlikely(date: Date, today: Day) -> Option<&'static str> {
    if date.first().year() < FIRST_LIKELY_YEAR {
        return Some("is before 1800");
    }
    let limit = counting::window_end(today, Duration::from_years(MAX_LIKELY_YEARS));
    (date.first() > limit).then_some("is more than 100 years ahead")
}

/// Returns why a day of signing is unlikely, as the end of a sentence.
fn unlikely_signing(date: Date, today: Day) -> Option<&'static str> {
    if date.first() > today {
        return unlikely(date, today).or(Some("is in the future"));
    }
    let limit = counting::back(today, Duration::from_years(MAX_LIKELY_YEARS));
    let is_long_ago = limit.is_some_and(|limit| date.last() < limit);
    unlikely(date, today).or_else(|| is_long_ago.then_some("is more than 100 years ago"))
}
