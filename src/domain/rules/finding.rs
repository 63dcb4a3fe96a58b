//! Findings: what `check` reports, by which rule, and how bad it is.

use std::fmt;
use std::num::NonZeroU32;

use serde::Serialize;

use crate::domain::accepted::AcceptedFinding;
use crate::domain::date::Day;
use crate::domain::id::Id;

/// How bad a finding is, from the worst.
///
/// ```
/// use mou::domain::{Rule, Severity};
///
/// assert_eq!(Rule::EndBeforeStart.severity(), Severity::Error);
/// assert_eq!(Rule::NoContact.severity(), Severity::Gap);
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::VariantNames,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Severity {
    /// `error`: the record contradicts itself or another.
    Error,
    /// `gap`: something that matters is not known.
    Gap,
    /// `due`: something needs action.
    Due,
}

/// What a finding is about: the rules, from the worst severity to the mildest.
///
/// ```
/// use mou::domain::Rule;
///
/// assert_eq!(Rule::NoContact.to_string(), "no-contact");
/// assert!(Rule::NoContact.can_be_accepted());
/// assert!(!Rule::Conflict.can_be_accepted());
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::VariantArray,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Rule {
    /// An agreement or an activity has a blank title.
    NoTitle,
    /// There is no party.
    NoParties,
    /// A party has a blank name.
    NamelessParty,
    /// The same party is named twice.
    PartyTwice,
    /// A country is not a code of ISO 3166-1 in capital letters.
    CountryForm,
    /// A party left before it joined.
    LeftBeforeJoined,
    /// Its last day is before its first.
    EndBeforeStart,
    /// A renewal ends before the period that it extends.
    RenewedToEarlier,
    /// A renewal has no effect: there is no end to count from, or the agreement is terminated.
    RenewedWithoutEffect,
    /// It renews automatically, but there is no end to renew from.
    RenewalWithoutEnd,
    /// Its notice period is longer than its term or than the period that it renews for.
    NoticeTooLong,
    /// An event comes after a later one in the list.
    EventsOutOfOrder,
    /// It was suspended while it was suspended.
    SuspendedTwice,
    /// It was resumed while it was not suspended.
    ResumedUnsuspended,
    /// It was terminated a second time.
    TerminatedTwice,
    /// It was terminated after it had ended.
    TerminatedAfterEnd,
    /// Two activities have one number.
    ActivityNumberTwice,
    /// An activity ends before it begins.
    ActivityEndsFirst,
    /// It succeeds, is under, or is related to itself.
    LinkToItself,
    /// It succeeds or is under an agreement that is not in the registry.
    DanglingLink,
    /// It began before the one that it succeeds.
    SuccessorFirst,
    /// Agreements succeed, or are under, each other in a circle.
    Circle,
    /// A merge left a field to be resolved.
    Conflict,
    /// Its end is not known.
    EndUnknown,
    /// The day of signing is not known.
    SigningUnknown,
    /// It has no contact.
    NoContact,
    /// It has only one party.
    OneParty,
    /// It is in effect from a day before it was signed: lawful, but worth noting.
    Retroactive,
    /// A party joined or left outside the life of the agreement.
    PartyOutside,
    /// An import kept a cell as text, and the record has no value for it.
    Unread,
    /// The status in the sheet is not the derived one.
    StatusDiffers,
    /// It expired without a successor or a decision.
    Lapsed,
    /// An activity lies outside every period.
    ActivityOutside,
    /// An activity is overdue.
    Overdue,
    /// A review day has come.
    ReviewDue,
    /// It was signed more than a year ago and is still pending.
    Pending,
    /// It is in force, but no partner is left.
    NobodyLeft,
    /// It is in force under a framework that is over.
    FrameworkOver,
}

impl Rule {
    /// Returns how bad it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self <= Self::Conflict {
            Severity::Error
        } else if self <= Self::StatusDiffers {
            Severity::Gap
        } else {
            Severity::Due
        }
    }

    /// Returns true if a person can accept what the rule finds. A conflict must be resolved.
    #[must_use]
    pub fn can_be_accepted(self) -> bool {
        self != Self::Conflict
    }
}

/// What a check found in one record, as of a day: an error, a gap or something that is due.
///
/// ```
/// use mou::domain::{Finding, Rule};
///
/// let id = "gds-2022".parse()?;
/// let finding = Finding::to_edit(&id, Rule::NoContact, "nobody is in charge", "--contact NAME");
/// assert_eq!(finding.fix_command, "mou edit gds-2022 --contact NAME");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// The agreement.
    pub agreement: Id,
    /// The number of the activity, if the finding is about one.
    pub activity: Option<NonZeroU32>,
    /// What is wrong, as a sentence after [`Finding::id`]: "succeeds `x`, which is not in the registry".
    pub message: String,
    /// The command that fixes it, or two separated by `, or `. Placeholders are in capitals: `DATE`, `TITLE`.
    pub fix_command: String,
    /// The day on which it came due, if it came with time: a last day, a review day, the due date of an
    /// obligation.
    pub since: Option<Day>,
}

impl Finding {
    /// Returns a finding in the agreement with this id, fixed by `mou` with these words.
    #[must_use]
    pub fn new(
        id: &Id,
        rule: Rule,
        message: impl Into<String>,
        fix_command: impl fmt::Display,
    ) -> Self {
        Self {
            rule,
            agreement: id.clone(),
            activity: None,
            message: message.into(),
            fix_command: format!("mou {fix_command}"),
            since: None,
        }
    }

    /// Returns a finding in the agreement with this id, fixed by `mou edit` with these flags.
    #[must_use]
    pub fn to_edit(id: &Id, rule: Rule, message: impl Into<String>, flags: &str) -> Self {
        let blank = if flags.is_empty() { "" } else { " " };
        Self::new(id, rule, message, format_args!("edit {id}{blank}{flags}"))
    }

    /// Returns the same finding, which came due on this day.
    pub(super) fn since(self, day: Option<Day>) -> Self {
        Self { since: day, ..self }
    }

    /// Returns true if one of these acceptances in its agreement covers the finding on `today`: one of its rule
    /// by then, from a day on which the finding had already come due.
    #[must_use]
    pub fn is_accepted(&self, accepted: &[AcceptedFinding], today: Day) -> bool {
        let rule = self.rule.to_string();
        self.rule.can_be_accepted()
            && accepted.iter().any(|acceptance| {
                let on = acceptance.on.first();
                acceptance.rule == rule && on <= today && self.since.is_none_or(|since| since <= on)
            })
    }

    /// Returns how bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Returns the id of what it is about: `<agreement>`, or `<agreement>/<n>`.
    #[must_use]
    pub fn id(&self) -> String {
        match self.activity {
            Some(n) => format!("{}/{n}", self.agreement),
            None => self.agreement.to_string(),
        }
    }
}

impl fmt::Display for Finding {
    /// Writes the finding in one sentence, without the command that fixes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.message)
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    #[test]
    fn severities_and_rules_are_written_as_their_words() {
        assert_eq!(Severity::VARIANTS, ["error", "gap", "due"]);
        assert!([Severity::Error, Severity::Gap, Severity::Due].is_sorted());
        let rules = [
            (Rule::NoTitle, Severity::Error, "no-title"),
            (Rule::NoParties, Severity::Error, "no-parties"),
            (Rule::NamelessParty, Severity::Error, "nameless-party"),
            (Rule::PartyTwice, Severity::Error, "party-twice"),
            (Rule::CountryForm, Severity::Error, "country-form"),
            (Rule::LeftBeforeJoined, Severity::Error, "left-before-joined"),
            (Rule::EndBeforeStart, Severity::Error, "end-before-start"),
            (Rule::RenewedToEarlier, Severity::Error, "renewed-to-earlier"),
            (Rule::RenewedWithoutEffect, Severity::Error, "renewed-without-effect"),
            (Rule::RenewalWithoutEnd, Severity::Error, "renewal-without-end"),
            (Rule::NoticeTooLong, Severity::Error, "notice-too-long"),
            (Rule::EventsOutOfOrder, Severity::Error, "events-out-of-order"),
            (Rule::SuspendedTwice, Severity::Error, "suspended-twice"),
            (Rule::ResumedUnsuspended, Severity::Error, "resumed-unsuspended"),
            (Rule::TerminatedTwice, Severity::Error, "terminated-twice"),
            (Rule::TerminatedAfterEnd, Severity::Error, "terminated-after-end"),
            (Rule::ActivityNumberTwice, Severity::Error, "activity-number-twice"),
            (Rule::ActivityEndsFirst, Severity::Error, "activity-ends-first"),
            (Rule::LinkToItself, Severity::Error, "link-to-itself"),
            (Rule::DanglingLink, Severity::Error, "dangling-link"),
            (Rule::SuccessorFirst, Severity::Error, "successor-first"),
            (Rule::Circle, Severity::Error, "circle"),
            (Rule::Conflict, Severity::Error, "conflict"),
            (Rule::EndUnknown, Severity::Gap, "end-unknown"),
            (Rule::SigningUnknown, Severity::Gap, "signing-unknown"),
            (Rule::NoContact, Severity::Gap, "no-contact"),
            (Rule::OneParty, Severity::Gap, "one-party"),
            (Rule::Retroactive, Severity::Gap, "retroactive"),
            (Rule::PartyOutside, Severity::Gap, "party-outside"),
            (Rule::Unread, Severity::Gap, "unread"),
            (Rule::StatusDiffers, Severity::Gap, "status-differs"),
            (Rule::Lapsed, Severity::Due, "lapsed"),
            (Rule::ActivityOutside, Severity::Due, "activity-outside"),
            (Rule::Overdue, Severity::Due, "overdue"),
            (Rule::ReviewDue, Severity::Due, "review-due"),
            (Rule::Pending, Severity::Due, "pending"),
            (Rule::NobodyLeft, Severity::Due, "nobody-left"),
            (Rule::FrameworkOver, Severity::Due, "framework-over"),
        ];
        assert!(rules.is_sorted());
        for (rule, severity, word) in rules {
            assert_eq!((rule.severity(), rule.to_string().as_str()), (severity, word));
            assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{word}\""));
            assert_eq!(serde_json::to_string(&severity).unwrap(), format!("\"{severity}\""));
        }
    }
}
