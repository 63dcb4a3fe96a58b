//! What is looked for.

use std::fmt;

use serde::{Serialize, Serializer};

/// How bad a finding is, from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `error`: the record contradicts itself or another.
    Error,
    /// `gap`: something that matters is not known.
    Gap,
    /// `due`: something is to be done or looked at.
    Due,
}

impl Severity {
    /// All of them, from the worst.
    pub const ALL: [Self; 3] = [Self::Error, Self::Gap, Self::Due];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Gap => "gap",
            Self::Due => "due",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// An agreement or an activity has a blank title.
    NoTitle,
    /// There is no party.
    NoParties,
    /// A party has a blank name.
    NamelessParty,
    /// A country is not two capital letters.
    CountryForm,
    /// A party left before it joined.
    LeftBeforeJoined,
    /// It came into effect before it was signed.
    EffectiveBeforeSigned,
    /// Its last day is before its first.
    EndBeforeStart,
    /// A renewal ends before the period that it carries on.
    RenewedToEarlier,
    /// It renews by itself, but there is no end to renew from.
    RenewalWithoutEnd,
    /// Its notice is longer than its term or than the period that it renews for.
    NoticeTooLong,
    /// An event stands behind a later one.
    EventsOutOfOrder,
    /// It was suspended while it was suspended.
    SuspendedTwice,
    /// It was resumed while it was not suspended.
    ResumedUnsuspended,
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
    /// Nobody looks after it.
    NoContact,
    /// It has one party only.
    OneParty,
    /// It ran out and nothing followed.
    Lapsed,
    /// An activity lies outside every period.
    ActivityOutside,
    /// An activity is overdue.
    Overdue,
    /// A review day has come.
    ReviewDue,
}

impl Rule {
    /// Returns how bad it is.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::NoTitle
            | Self::NoParties
            | Self::NamelessParty
            | Self::CountryForm
            | Self::LeftBeforeJoined
            | Self::EffectiveBeforeSigned
            | Self::EndBeforeStart
            | Self::RenewedToEarlier
            | Self::RenewalWithoutEnd
            | Self::NoticeTooLong
            | Self::EventsOutOfOrder
            | Self::SuspendedTwice
            | Self::ResumedUnsuspended
            | Self::TerminatedAfterEnd
            | Self::ActivityNumberTwice
            | Self::ActivityEndsFirst
            | Self::LinkToItself
            | Self::DanglingLink
            | Self::SuccessorFirst
            | Self::Circle
            | Self::Conflict => Severity::Error,
            Self::EndUnknown | Self::SigningUnknown | Self::NoContact | Self::OneParty => {
                Severity::Gap
            }
            Self::Lapsed | Self::ActivityOutside | Self::Overdue | Self::ReviewDue => Severity::Due,
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTitle => "no-title",
            Self::NoParties => "no-parties",
            Self::NamelessParty => "nameless-party",
            Self::CountryForm => "country-form",
            Self::LeftBeforeJoined => "left-before-joined",
            Self::EffectiveBeforeSigned => "effective-before-signed",
            Self::EndBeforeStart => "end-before-start",
            Self::RenewedToEarlier => "renewed-to-earlier",
            Self::RenewalWithoutEnd => "renewal-without-end",
            Self::NoticeTooLong => "notice-too-long",
            Self::EventsOutOfOrder => "events-out-of-order",
            Self::SuspendedTwice => "suspended-twice",
            Self::ResumedUnsuspended => "resumed-unsuspended",
            Self::TerminatedAfterEnd => "terminated-after-end",
            Self::ActivityNumberTwice => "activity-number-twice",
            Self::ActivityEndsFirst => "activity-ends-first",
            Self::LinkToItself => "link-to-itself",
            Self::DanglingLink => "dangling-link",
            Self::SuccessorFirst => "successor-first",
            Self::Circle => "circle",
            Self::Conflict => "conflict",
            Self::EndUnknown => "end-unknown",
            Self::SigningUnknown => "signing-unknown",
            Self::NoContact => "no-contact",
            Self::OneParty => "one-party",
            Self::Lapsed => "lapsed",
            Self::ActivityOutside => "activity-outside",
            Self::Overdue => "overdue",
            Self::ReviewDue => "review-due",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_bad_it_is_and_what_is_looked_for_are_stored_as_their_words() {
        assert_eq!(Severity::ALL.map(|severity| severity.to_string()), ["error", "gap", "due"]);
        assert!(Severity::ALL.is_sorted_by(|one, next| one < next));
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_string(&severity).unwrap(), format!("\"{severity}\""));
        }
        for (rule, severity, word) in [
            (Rule::NoTitle, Severity::Error, "no-title"),
            (Rule::Conflict, Severity::Error, "conflict"),
            (Rule::EndUnknown, Severity::Gap, "end-unknown"),
            (Rule::OneParty, Severity::Gap, "one-party"),
            (Rule::Lapsed, Severity::Due, "lapsed"),
            (Rule::ReviewDue, Severity::Due, "review-due"),
        ] {
            assert_eq!((rule.severity(), rule.to_string().as_str()), (severity, word));
            assert_eq!(serde_json::to_string(&rule).unwrap(), format!("\"{word}\""));
        }
    }
}
