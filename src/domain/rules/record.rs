//! Contradictions within one record.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::finding::{Finding, Rule};
use crate::domain::agreement::Agreement;
use crate::domain::counting;
use crate::domain::country::is_country_code;
use crate::domain::date::{Date, Day};
use crate::domain::duration::Duration;
use crate::domain::event::EventKind;
use crate::domain::life::{Life, PeriodCause, PeriodEnd};
use crate::domain::party::Party;
use crate::domain::registry::Header;
use crate::domain::search;
use crate::domain::standing::{LineageContext, Standing, Thresholds};
use crate::domain::status::Status;
use crate::domain::term::Term;

/// The command that fixes what needs no guess.
const FIX_COMMAND: &str = "check --fix";

/// An agreement to be checked, with what follows from its facts on a day.
///
/// ```
/// use mou::domain::{Agreement, CheckedAgreement, Date, Header, LineageContext, Rule, Status};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let (context, head) = (LineageContext::default(), Header::default());
/// let checked = CheckedAgreement::new(&agreement, &context, today, &head);
/// assert_eq!(checked.status(), Status::Active);
/// let found = checked.findings(&|_| Vec::new());
/// assert!(found.iter().any(|finding| finding.rule == Rule::NoContact));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug)]
pub struct CheckedAgreement<'a> {
    pub(super) agreement: &'a Agreement,
    pub(super) context: &'a LineageContext,
    /// The owner of the registry.
    pub(super) owner: Option<&'a str>,
    pub(super) standing: Standing,
    pub(super) life: Life,
    pub(super) today: Day,
}

impl<'a> CheckedAgreement<'a> {
    /// Returns an agreement to be checked on `today`, with the values that hold on that day. `context` is what the
    /// other agreements mean for it, and `head` the header of the registry.
    #[must_use]
    pub fn new(
        agreement: &'a Agreement,
        context: &'a LineageContext,
        today: Day,
        head: &'a Header,
    ) -> Self {
        let life = agreement.life(context, today);
        let thresholds = Thresholds::from_settings(&head.settings);
        let standing = agreement.standing_in(&life, context, today, &thresholds);
        let owner = head.owner.as_deref();
        Self { agreement, context, owner, standing, life, today }
    }

    /// Returns the agreement.
    #[must_use]
    pub fn agreement(&self) -> &'a Agreement {
        self.agreement
    }

    /// Returns the status of the agreement.
    #[must_use]
    pub fn status(&self) -> Status {
        self.standing.status
    }

    /// Returns the owner of the registry.
    #[must_use]
    pub fn owner(&self) -> Option<&'a str> {
        self.owner
    }

    /// Returns a finding in the agreement, fixed by `mou` with these words.
    pub(super) fn finding(
        &self,
        rule: Rule,
        message: impl Into<String>,
        fix_command: impl fmt::Display,
    ) -> Finding {
        Finding::new(&self.agreement.id, rule, message, fix_command)
    }

    /// Returns a finding in the agreement, fixed by `mou edit` with these flags.
    pub(super) fn to_edit(&self, rule: Rule, message: impl Into<String>, flags: &str) -> Finding {
        Finding::to_edit(&self.agreement.id, rule, message, flags)
    }
}

/// Returns true if `one` is before `other` whatever days the two mean.
pub(super) fn is_before(one: Date, other: Date) -> bool {
    one.last() < other.first()
}

/// Adds the contradictions within the agreement.
pub(super) fn find_errors(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    names(checked, findings);
    parties_twice(checked, findings);
    dates(checked, findings);
    renewal(checked, findings);
    renewals_without_effect(checked, findings);
    findings.extend(notice(checked));
    order_of_events(checked, findings);
    suspensions(checked, findings);
    terminations(checked, findings);
    activities(checked, findings);
    if !checked.agreement.conflicts.is_empty() {
        let fields: Vec<String> =
            checked.agreement.conflicts.iter().map(|left| format!("`{}`", left.field)).collect();
        findings.push(checked.finding(
            Rule::Conflict,
            format!("has conflicts left by a merge, in {}", fields.join(", ")),
            format_args!("resolve {}", checked.agreement.id),
        ));
    }
}

fn names(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let agreement = checked.agreement;
    if agreement.title.trim().is_empty() {
        findings.push(checked.to_edit(Rule::NoTitle, "has no title", "--title TITLE"));
    }
    if agreement.parties.is_empty() {
        findings.push(checked.to_edit(Rule::NoParties, "has no parties", "--party PARTY"));
    }
    for party in &agreement.parties {
        if party.name.trim().is_empty() {
            findings.push(checked.to_edit(Rule::NamelessParty, "has a party without a name", ""));
        }
        if let Some(country) = &party.country
            && !is_country_code(country)
        {
            let needs_capitals = is_country_code(&country.to_ascii_uppercase());
            let what =
                if needs_capitals { "not two capital letters" } else { "not a country code" };
            let message = format!("has `{country}` as the country of {}, {what}", party.name);
            let finding = if needs_capitals {
                checked.finding(Rule::CountryForm, message, FIX_COMMAND)
            } else {
                checked.to_edit(Rule::CountryForm, message, "")
            };
            findings.push(finding);
        }
        if let (Some(joined), Some(left)) = (party.joined, party.left)
            && is_before(left, joined)
        {
            let (left, joined) = (left.with_preposition(), joined.with_preposition());
            let message = format!("has {} leave {left}, before it joined {joined}", party.name);
            findings.push(checked.to_edit(Rule::LeftBeforeJoined, message, ""));
        }
    }
}

/// Returns the first letter or digit of the name, in lower case; `None` if the name does not begin with one of ASCII.
fn ascii_initial(party: &Party) -> Option<u8> {
    let first = party.name.bytes().next().filter(u8::is_ascii_alphanumeric);
    first.map(|letter| letter.to_ascii_lowercase())
}

/// Lists the parties that are named more than once, whatever the case, the accents and the blanks.
fn parties_twice(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let parties = &checked.agreement.parties;
    if parties.len() < 2 {
        return;
    }
    // The names of most pairs begin with different letters: they need not be folded.
    if let [one, other] = parties.as_slice()
        && let Some((one, other)) = ascii_initial(one).zip(ascii_initial(other))
        && one != other
    {
        return;
    }
    let mut seen = BTreeMap::new();
    for party in parties {
        let folded = search::fold(&party.name);
        let words: Vec<&str> = folded.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let (first, count) = seen.entry(words.join(" ")).or_insert((&party.name, 0));
        *count += 1;
        if *count == 2 {
            let other = if *first == &party.name {
                String::new()
            } else {
                format!(", also as {}", party.name)
            };
            let message = format!("has the party {first} twice{other}");
            findings.push(checked.to_edit(Rule::PartyTwice, message, ""));
        }
    }
}

fn dates(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    if let (Some(first), Some(end)) = (checked.agreement.first_day(), checked.agreement.end)
        && is_before(end, first)
    {
        let on = end.with_preposition();
        let message = format!("ends {on}, before its first day, {first}");
        findings.push(checked.to_edit(Rule::EndBeforeStart, message, "--end DATE"));
    }
}

fn renewal(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    for two in checked.life.periods.windows(2) {
        if let (Some(before), PeriodCause::Renewed(place), Some(end)) =
            (two[0].end.date(), two[1].cause, two[1].end.date())
            && is_before(end, before)
        {
            findings.push(checked.to_edit(
                Rule::RenewedToEarlier,
                format!("is renewed until {end}, before its previous last day, {before}"),
                &format!("--remove-event {}", place + 1),
            ));
        }
    }
    let Some(renewal) = checked.agreement.automatic_renewal() else { return };
    let runs = checked.life.periods.iter().any(|part| matches!(part.course, PeriodEnd::Runs(..)));
    let (why, flags) = match (checked.agreement.end, checked.agreement.term) {
        _ if runs => return,
        // The end of a draft is counted once it is signed.
        (Some(_), _) | (None, Some(Term::Lasting(_)))
            if checked.standing.status == Status::Draft =>
        {
            return;
        }
        (_, Some(Term::Indefinite)) => ("is indefinite", "--clear renewal"),
        // From a first day that is known, a term runs.
        (_, Some(Term::Lasting(_))) => ("begins on a day that is not known", "--effective DATE"),
        (_, None) => ("states no term and no end", "--term DURATION"),
    };
    let message = format!("renews automatically for {} but {why}", renewal.every.in_words());
    findings.push(checked.to_edit(Rule::RenewalWithoutEnd, message, flags));
}

/// Lists the renewals that have happened without an effect: by a term without a last day to count from
/// (S24), or after a termination (S34).
fn renewals_without_effect(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let renewed = checked.life.periods.iter().filter_map(|period| match period.cause {
        PeriodCause::Renewed(index) => Some(index),
        _ => None,
    });
    let mut with_effect = renewed.peekable();
    let mut terminated = None;
    for (index, event) in checked.agreement.events_by(checked.today) {
        if event.kind == EventKind::Terminated {
            terminated.get_or_insert(event.on);
        }
        if event.kind != EventKind::Renewed || with_effect.next_if_eq(&index).is_some() {
            continue;
        }
        let why = match (terminated, event.term) {
            (Some(on), _) => format!(", although it was terminated {}", on.with_preposition()),
            (None, Some(Term::Lasting(term))) => {
                format!(" for {}, but has no last day to count from", term.in_words())
            }
            // Any other renewal sets an end, or none.
            (None, Some(Term::Indefinite) | None) => continue,
        };
        findings.push(checked.to_edit(
            Rule::RenewedWithoutEffect,
            format!("is renewed {}{why}", event.on.with_preposition()),
            &format!("--remove-event {}", index + 1),
        ));
    }
}

fn notice(checked: &CheckedAgreement<'_>) -> Option<Finding> {
    let (agreement, notice) = (checked.agreement, checked.agreement.notice?);
    let of_term = match (agreement.end, agreement.term) {
        (None, Some(Term::Lasting(term))) if is_longer(notice, term) => {
            Some(format!("its term, {}", term.in_words()))
        }
        (Some(end), _) => agreement
            .first_day()
            .filter(|first| counting::back(end.last(), notice).is_none_or(|by| by < first.first()))
            .map(|first| format!("the time from its first day, {first}, to its end, {end}")),
        (None, _) => None,
    };
    let of_renewal = || {
        let renewal = agreement.automatic_renewal()?;
        if !is_longer(notice, renewal.every) {
            return None;
        }
        Some(format!("the period that it renews for, {}", renewal.every.in_words()))
    };
    let than = of_term.or_else(of_renewal)?;
    let message = format!("has a notice period of {}, longer than {than}", notice.in_words());
    Some(checked.to_edit(Rule::NoticeTooLong, message, "--notice DURATION"))
}

/// Returns true if `one` is longer than `other` from every day.
fn is_longer(one: Duration, other: Duration) -> bool {
    let at_least = one.months() >= other.months() && one.days() >= other.days();
    let differs = one.months() > other.months() || one.days() > other.days();
    // Months have 28 to 31 days.
    (at_least && differs) || one.months() * 28 + one.days() > other.months() * 31 + other.days()
}

fn order_of_events(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    for (two, place) in checked.agreement.events.windows(2).zip(2..) {
        let (before, event) = (&two[0], &two[1]);
        if is_before(event.on, before.on) {
            findings.push(checked.finding(
                Rule::EventsOutOfOrder,
                format!(
                    "has event {place}, {} {}, after a later one, {} {}",
                    event.kind,
                    event.on.with_preposition(),
                    before.kind,
                    before.on.with_preposition()
                ),
                FIX_COMMAND,
            ));
        }
    }
}

fn suspensions(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let mut suspended = None;
    for (place, event) in checked.agreement.events_by(Day::MAX) {
        let flags = format!("--remove-event {}", place + 1);
        let on = event.on.with_preposition();
        match (&event.kind, suspended) {
            (EventKind::Suspended, Some(since)) => findings.push(checked.to_edit(
                Rule::SuspendedTwice,
                format!("is suspended {on} while suspended since {since}"),
                &flags,
            )),
            (EventKind::Suspended, None) => suspended = Some(event.on),
            (EventKind::Resumed, None) => findings.push(checked.to_edit(
                Rule::ResumedUnsuspended,
                format!("is resumed {on} without being suspended"),
                &flags,
            )),
            (EventKind::Resumed, Some(_)) => suspended = None,
            // What follows a termination changes nothing.
            (EventKind::Terminated, _) => return,
            _ => {}
        }
    }
}

fn terminations(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let Some(first_index) = checked.life.termination else { return };
    let first = &checked.agreement.events[first_index];
    let remove = |index: usize| format!("--remove-event {}", index + 1);
    for (index, event) in checked.agreement.events_by(checked.today) {
        if event.kind == EventKind::Terminated && index != first_index {
            let (on, before) = (event.on.with_preposition(), first.on.with_preposition());
            let message =
                format!("is terminated {on}, although it was already terminated {before}");
            findings.push(checked.to_edit(Rule::TerminatedTwice, message, &remove(index)));
        }
    }
    let last_day = first.last_day();
    if let Some(end) = checked.life.end.date()
        && is_before(end, last_day)
    {
        let (on, ended) = (last_day.with_preposition(), end.with_preposition());
        let message = format!("is terminated {on}, after it had ended {ended}");
        findings.push(checked.to_edit(Rule::TerminatedAfterEnd, message, &remove(first_index)));
    }
}

fn activities(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let id = &checked.agreement.id;
    let mut numbers = BTreeSet::new();
    for activity in &checked.agreement.activities {
        let n = activity.n;
        let mut found = |finding: Finding| findings.push(Finding { activity: Some(n), ..finding });
        if !numbers.insert(n) {
            let message = format!("is the number of a second activity, `{}`", activity.title);
            found(checked.finding(Rule::ActivityNumberTwice, message, FIX_COMMAND));
        }
        if activity.title.trim().is_empty() {
            let fix_command = format!("activity edit {id}/{n} --title TITLE");
            found(checked.finding(Rule::NoTitle, "has no title", fix_command));
        }
        if let (Some(from), Some(until)) = (activity.from, activity.until)
            && is_before(until, from)
        {
            let (until, from) = (until.with_preposition(), from.with_preposition());
            let message = format!("ends {until}, before it begins {from}");
            let fix_command = format!("activity edit {id}/{n} --until DATE");
            found(checked.finding(Rule::ActivityEndsFirst, message, fix_command));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_longer;

    #[test]
    fn one_is_longer_where_it_is_so_from_whatever_day_the_two_are_counted() {
        for (one, other, longer) in [
            ("P1M", "P1M", false),
            ("P2M", "P1M", true),
            ("P1M", "P2M", false),
            ("P1M1D", "P1M", true),
            ("P1M", "P1M1D", false),
            ("P2M", "P1M1D", true),
            ("P1M10D", "P1M9D", true),
            ("P31D", "P1M", false),
            ("P32D", "P1M", true),
            ("P1M", "P28D", false),
            ("P1M", "P27D", true),
            ("P1M3D", "P2M", false),
            ("P1M34D", "P2M", false),
            ("P1M35D", "P2M", true),
            ("P41D", "P1M10D", false),
            ("P42D", "P1M10D", true),
            ("P1Y", "P336D", false),
            ("P1Y", "P335D", true),
        ] {
            let is_so = is_longer(one.parse().unwrap(), other.parse().unwrap());
            assert_eq!(is_so, longer, "{one} and {other}");
        }
    }
}
