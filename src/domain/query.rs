//! Filters: which agreements and activities match.

use std::fmt;
use std::str::FromStr;

use super::activity::{Activity, Progress};
use super::agreement::Agreement;
use super::counting;
use super::date::{Date, Day, RecordedDate};
use super::duration::Duration;
use super::field::{Field, any_text};
use super::parse_error::ParseError;
use super::search::SearchWord;
use super::standing::Standing;
use super::status::{End, Flag, Status};
use super::text::Text;

/// Filters of agreements; the default matches all.
///
/// One value of each filter must match, but all of the words. Text matches anywhere in the field, ignoring case and
/// accents. A partial date matches if any day that it may mean does, so that an imprecise one is not missed; the
/// date of a filter counts from its first possible day.
///
/// ```
/// use mou::domain::{Agreement, Query, Thresholds, LineageContext, input};
///
/// let mut agreement = Agreement::new("gds-govtech".parse()?, "Digital government");
/// agreement.parties.push(input::parse_party("GovTech [SG]")?);
/// let today = "2022-07-04".parse::<mou::domain::Date>()?.first();
/// let standing =
///     agreement.standing(&LineageContext::default(), today, &Thresholds::DEFAULT_THRESHOLDS);
/// let query = Query { parties: vec!["govtech".into()], ..Query::default() };
/// assert!(query.matches(&agreement, &standing, today));
/// let query = Query { active: true, ..query };
/// assert!(!query.matches(&agreement, &standing, today));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Only those that are active.
    pub active: bool,
    /// Of one of these statuses.
    pub statuses: Vec<Status>,
    /// With a party whose name or short name has one of these in it, whether it has left or not.
    pub parties: Vec<SearchWord>,
    /// With a party of one of these countries, each found by its two letters.
    pub countries: Vec<SearchWord>,
    /// With an area that has one of these in it.
    pub areas: Vec<SearchWord>,
    /// With a tag that has one of these in it.
    pub tags: Vec<SearchWord>,
    /// Of a kind that has one of these in it.
    pub kinds: Vec<SearchWord>,
    /// Looked after by a contact who has one of these in the name.
    pub contacts: Vec<SearchWord>,
    /// Signed on the first of these days or later.
    pub signed_since: Vec<Date>,
    /// Signed before the last of these days.
    pub signed_before: Vec<Date>,
    /// With a last day of the current period on the first of these days or later.
    pub ends_since: Vec<Date>,
    /// With a last day of the current period before the last of these days.
    pub ends_before: Vec<Date>,
    /// With one of these flags.
    pub flags: Vec<Flag>,
    /// Dormant: by the registry's span (`None`), or active with nothing done for one of these durations.
    pub dormant: Vec<Option<Duration>>,
    /// With one of the user's own fields of this key, which is compared whole, and a value that has
    /// this in it. The empty value is in every value.
    pub fields: Vec<(SearchWord, SearchWord)>,
    /// Without one of these.
    pub missing: Vec<Missing>,
    /// With one of these anywhere in the record, its activities included.
    pub texts: Vec<SearchWord>,
    /// With all of these anywhere in the record, its activities included.
    pub words: Vec<SearchWord>,
}

impl Query {
    /// Returns true if the agreement, with this standing on `today`, matches.
    #[must_use]
    pub fn matches(&self, agreement: &Agreement, standing: &Standing, today: Day) -> bool {
        (!self.active || standing.status == Status::Active)
            && either(&self.statuses, |status| standing.status == *status)
            && either(&self.flags, |flag| standing.has(*flag))
            && either(&self.dormant, |span| is_dormant(standing, *span, today))
            && self.matches_dates(agreement, standing)
            && self.matches_fields(agreement, standing)
            && self.matches_text(agreement)
    }

    fn matches_dates(&self, agreement: &Agreement, standing: &Standing) -> bool {
        let signed = || agreement.signing_day().and_then(RecordedDate::date);
        let ends = || standing.ends.date();
        let since = |limits: &[Date], date: &dyn Fn() -> Option<Date>| {
            either(limits, |limit| date().is_some_and(|date| date.last() >= limit.first()))
        };
        let before = |limits: &[Date], date: &dyn Fn() -> Option<Date>| {
            either(limits, |limit| date().is_some_and(|date| date.first() < limit.first()))
        };
        since(&self.signed_since, &signed)
            && before(&self.signed_before, &signed)
            && since(&self.ends_since, &ends)
            && before(&self.ends_before, &ends)
    }

    fn matches_fields(&self, agreement: &Agreement, standing: &Standing) -> bool {
        either(&self.parties, |needle| has_party(agreement, needle))
            && either(&self.countries, |needle| {
                let countries = agreement.parties.iter().filter_map(|party| party.country.as_ref());
                countries.into_iter().any(|country| needle.is(country))
            })
            && either(&self.areas, |needle| agreement.areas.iter().any(|area| needle.is_in(area)))
            && either(&self.tags, |needle| agreement.tags.iter().any(|tag| needle.is_in(tag)))
            && either(&self.kinds, |needle| needle.is_in(&agreement.kind))
            && either(&self.contacts, |needle| {
                agreement.contact.as_ref().is_some_and(|contact| needle.is_in(contact))
            })
            && either(&self.fields, |(key, value)| {
                let mut fields = agreement.fields.iter();
                fields.any(|(own_key, own)| key.is(own_key) && value.is_in(own))
            })
            && either(&self.missing, |missing| missing.is_missing_in(agreement, standing))
    }

    fn matches_text(&self, agreement: &Agreement) -> bool {
        let is_somewhere = |needle: &SearchWord| any_text(agreement, &|text| needle.is_in(text));
        either(&self.texts, is_somewhere) && self.words.iter().all(is_somewhere)
    }
}

/// Returns true if a party of the agreement has the text in its name or short name.
pub(super) fn has_party(agreement: &Agreement, needle: &SearchWord) -> bool {
    let called = |short: &Option<Text>| short.as_ref().is_some_and(|short| needle.is_in(short));
    agreement.parties.iter().any(|party| needle.is_in(&party.name) || called(&party.short))
}

/// Returns true if there are no `values`, or if one of them matches.
fn either<T>(values: &[T], matches: impl Fn(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(matches)
}

/// Returns true if nothing was done for this span, or for the default one of the registry.
fn is_dormant(standing: &Standing, span: Option<Duration>, today: Day) -> bool {
    let Some(span) = span else {
        return standing.has(Flag::Dormant);
    };
    let reached = counting::back(today, span).map(|day| (today - day).num_days());
    matches!((standing.idle_days, reached), (Some(idle), Some(reached)) if idle >= reached)
}

/// What is not known of an agreement: a field, or when it `ends`.
///
/// ```
/// use mou::domain::Missing;
///
/// assert_eq!("contact".parse::<Missing>()?.to_string(), "contact");
/// assert!("deadline".parse::<Missing>().is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The field is absent or empty. A day of signing or of coming into effect is also missing if it is `unknown`;
    /// the parties' own days of signing count for the agreement's.
    Field(Field),
    /// The last day is neither known nor indefinite; of a draft, neither a term nor an end is
    /// recorded.
    Ends,
}

const ENDS_NAME: &str = "ends";

impl Missing {
    /// Returns true if the agreement, with this standing, lacks it.
    #[must_use]
    pub fn is_missing_in(self, agreement: &Agreement, standing: &Standing) -> bool {
        match self {
            Self::Field(Field::Signed) => {
                agreement.signing_day().and_then(RecordedDate::date).is_none()
            }
            Self::Field(Field::Effective) => {
                agreement.effective.and_then(RecordedDate::date).is_none()
            }
            Self::Field(field) => field.values(agreement).iter().all(String::is_empty),
            Self::Ends if standing.status == Status::Draft => {
                agreement.term.is_none() && agreement.end.is_none()
            }
            Self::Ends => standing.ends == End::Unknown,
        }
    }

    /// Returns all names, in the order of the file, then `ends`.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        Field::ALL_FIELDS.into_iter().map(Field::name).chain([ENDS_NAME]).collect()
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Ends => f.write_str(ENDS_NAME),
        }
    }
}

impl FromStr for Missing {
    type Err = ParseError;

    /// Reads the name of a field, or `ends`; fails on any other name, with all that there are.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text == ENDS_NAME {
            return Ok(Self::Ends);
        }
        text.parse().map(Self::Field).map_err(|_| {
            ParseError::new(format!("`{text}` is not one of {}", Self::names().join(", ")))
        })
    }
}

/// Filters of activities; the default matches all.
///
/// They combine as those of a [`Query`], and find text and partial dates as it does.
/// An activity is on the days from its `from` to its `until`, else on its `on`; one without is on its
/// `due`, else at its `known_by`; without any it is on no day.
///
/// ```
/// use std::num::NonZeroU32;
///
/// use mou::domain::{Activity, ActivityQuery, Agreement, Date};
///
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// let visit = Activity::new(NonZeroU32::MIN, "Study visit");
/// let query = ActivityQuery { words: vec!["visit".into()], ..ActivityQuery::default() };
/// assert!(query.matches(&visit, &agreement, today));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActivityQuery {
    /// Of one of these; one that states none is done.
    pub statuses: Vec<Progress>,
    /// Of a kind that has one of these in it.
    pub kinds: Vec<SearchWord>,
    /// On one of these days or later.
    pub since: Vec<Date>,
    /// On one of these days or earlier, up to the last day that a partial one may mean.
    pub until: Vec<Date>,
    /// Only those that are overdue.
    pub overdue: bool,
    /// Looked after by a contact, its own or else the agreement's, who has one of these in the name.
    pub contacts: Vec<SearchWord>,
    /// With an area of its own that has one of these in it.
    pub areas: Vec<SearchWord>,
    /// Under an agreement with a party whose name or short name has one of these in it.
    pub parties: Vec<SearchWord>,
    /// With all of these anywhere in the activity or its id, `<agreement>/<n>`.
    pub words: Vec<SearchWord>,
}

impl ActivityQuery {
    /// Returns true if the activity of this agreement matches on `today`.
    #[must_use]
    pub fn matches(&self, activity: &Activity, agreement: &Agreement, today: Day) -> bool {
        let status = activity.status.unwrap_or(Progress::Done);
        let contact = activity.contact.as_ref().or(agreement.contact.as_ref());
        either(&self.statuses, |wanted| status == *wanted)
            && (!self.overdue || activity.is_overdue(today))
            && self.matches_days(activity)
            && either(&self.kinds, |needle| {
                activity.kind.as_ref().is_some_and(|kind| needle.is_in(kind))
            })
            && either(&self.contacts, |needle| contact.is_some_and(|name| needle.is_in(name)))
            && either(&self.areas, |needle| activity.areas.iter().any(|area| needle.is_in(area)))
            && either(&self.parties, |needle| has_party(agreement, needle))
            && self.words.iter().all(|word| activity_contains(activity, agreement, word))
    }

    fn matches_days(&self, activity: &Activity) -> bool {
        let else_at = activity.due.or(activity.known_by);
        let begins = activity.begins().or(else_at);
        let ends = activity.day().or(else_at);
        either(&self.since, |limit| ends.is_some_and(|date| date.last() >= limit.first()))
            && either(&self.until, |limit| begins.is_some_and(|date| date.first() <= limit.last()))
    }
}

/// Returns true if the activity or its id contains the word.
fn activity_contains(activity: &Activity, agreement: &Agreement, word: &SearchWord) -> bool {
    word.is_in(&format!("{}/{}", agreement.id, activity.n))
        || any_text(activity, &|text| word.is_in(text))
}

#[cfg(test)]
mod tests;
