//! Which agreements and which activities are asked for.

mod activity;
mod missing;
mod texts;
mod unseen;

use super::agreement::Agreement;
use super::counting;
use super::date::{Date, Day};
use super::duration::Duration;
use super::search::Needle;
use super::standing::Standing;
use super::stated::Stated;
use super::status::{Flag, Status};
use super::tenure;
use super::text::Text;

pub use activity::ActivityQuery;
pub use missing::Missing;
pub use unseen::Unseen;

/// The filters by which agreements are chosen; the default chooses all.
///
/// The values of one filter mean either, different filters mean both; but all of the words are to
/// be found. Text is found anywhere in the field, case and accents ignored. A partial date is
/// chosen where any day that it may mean would be, so that nothing is missed for being imprecise; the
/// date of a filter counts from its first possible day.
///
/// ```
/// use mou::domain::{Agreement, Query, Spans, LineageContext, Tenure, typed};
///
/// let mut agreement = Agreement::new("gds-govtech".parse()?, "Digital government");
/// agreement.parties.push(typed::party("GovTech [SG]")?);
/// let today = "2022-07-04".parse::<mou::domain::Date>()?.first();
/// let standing =
///     Tenure::on(&agreement, today).standing(&LineageContext::default(), today, &Spans::USUAL);
/// let query = Query { parties: vec!["govtech".into()], ..Query::default() };
/// assert!(query.matches(&agreement, &standing, today));
/// let query = Query { active: true, ..query };
/// assert!(!query.matches(&agreement, &standing, today));
/// # Ok::<(), mou::domain::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Only those that are active.
    pub active: bool,
    /// Of one of these statuses.
    pub statuses: Vec<Status>,
    /// With a party whose name or short name has one of these in it, whether it has left or not.
    pub parties: Vec<Needle>,
    /// With a party of one of these countries, each in two letters.
    pub countries: Vec<Needle>,
    /// With an area that has one of these in it.
    pub areas: Vec<Needle>,
    /// With a tag that has one of these in it.
    pub tags: Vec<Needle>,
    /// Of a kind that has one of these in it.
    pub kinds: Vec<Needle>,
    /// Looked after by a contact who has one of these in the name.
    pub contacts: Vec<Needle>,
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
    /// Dormant: by the registry's span (`None`), or active with nothing done for one of these spans.
    pub dormant: Vec<Option<Duration>>,
    /// With one of the user's own fields of this key, which is compared whole, and a value that has
    /// this in it. The empty value is in every value.
    pub fields: Vec<(Needle, Needle)>,
    /// Without one of these.
    pub missing: Vec<Missing>,
    /// With one of these anywhere in the record, its activities included.
    pub texts: Vec<Needle>,
    /// With all of these anywhere in the record, its activities included.
    pub words: Vec<Needle>,
}

impl Query {
    /// Tells whether the agreement, of which `standing` is what follows on `today`, is asked for.
    #[must_use]
    pub fn matches(&self, agreement: &Agreement, standing: &Standing, today: Day) -> bool {
        self.matches_standing(standing, today)
            && self.matches_dates(agreement, standing)
            && self.matches_fields(agreement, standing)
            && self.matches_text(agreement)
    }

    /// Tells whether an agreement of this standing on `today` may be asked for: what is stated of it
    /// says the rest.
    #[must_use]
    pub fn matches_standing(&self, standing: &Standing, today: Day) -> bool {
        (!self.active || standing.status == Status::Active)
            && either(&self.statuses, |status| standing.status == *status)
            && either(&self.flags, |flag| standing.has(*flag))
            && either(&self.dormant, |span| is_dormant(standing, *span, today))
    }

    fn matches_dates(&self, agreement: &Agreement, standing: &Standing) -> bool {
        let signed = || tenure::signing_day(agreement).and_then(Stated::date);
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
            && either(&self.missing, |missing| missing.is_so(agreement, standing))
    }

    fn matches_text(&self, agreement: &Agreement) -> bool {
        let is_somewhere =
            |needle: &Needle| texts::of_agreement(agreement, |text| needle.is_in(text));
        either(&self.texts, is_somewhere) && self.words.iter().all(is_somewhere)
    }
}

/// Tells whether a party of the agreement has the text in its name or short name.
fn has_party(agreement: &Agreement, needle: &Needle) -> bool {
    let called = |short: &Option<Text>| short.as_ref().is_some_and(|short| needle.is_in(short));
    agreement.parties.iter().any(|party| needle.is_in(&party.name) || called(&party.short))
}

/// Tells whether there are no `values`, or one of them holds.
fn either<T>(values: &[T], holds: impl Fn(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(holds)
}

/// Tells whether nothing has been done for the span, or for the registry's.
fn is_dormant(standing: &Standing, span: Option<Duration>, today: Day) -> bool {
    let Some(span) = span else {
        return standing.has(Flag::Dormant);
    };
    let reached = counting::back(today, span).map(|day| (today - day).num_days());
    matches!((standing.idle_days, reached), (Some(idle), Some(reached)) if idle >= reached)
}

#[cfg(test)]
mod tests;
