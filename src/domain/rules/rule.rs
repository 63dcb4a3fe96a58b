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
    /// The same party is named twice.
    PartyTwice,
    /// A country is not two capital letters.
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
    /// Nobody looks after it.
    NoContact,
    /// It has only one party.
    OneParty,
    /// It is in effect from a day before it was signed: lawful, but worth noting.
    Retroactive,
    /// A party joined or left outside the life of the agreement.
    PartyOutside,
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
        match self {
            Self::NoTitle
            | Self::NoParties
            | Self::NamelessParty
            | Self::PartyTwice
            | Self::CountryForm
            | Self::LeftBeforeJoined
            | Self::EndBeforeStart
            | Self::RenewedToEarlier
            | Self::RenewedWithoutEffect
            | Self::RenewalWithoutEnd
            | Self::NoticeTooLong
            | Self::EventsOutOfOrder
            | Self::SuspendedTwice
            | Self::ResumedUnsuspended
            | Self::TerminatedTwice
            | Self::TerminatedAfterEnd
            | Self::ActivityNumberTwice
            | Self::ActivityEndsFirst
            | Self::LinkToItself
            | Self::DanglingLink
            | Self::SuccessorFirst
            | Self::Circle
            | Self::Conflict => Severity::Error,
            Self::EndUnknown
            | Self::SigningUnknown
            | Self::NoContact
            | Self::OneParty
            | Self::Retroactive
            | Self::PartyOutside => Severity::Gap,
            Self::Lapsed
            | Self::ActivityOutside
            | Self::Overdue
            | Self::ReviewDue
            | Self::Pending
            | Self::NobodyLeft
            | Self::FrameworkOver => Severity::Due,
        }
    }

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTitle => "no-title",
            Self::NoParties => "no-parties",
            Self::NamelessParty => "nameless-party",
            Self::PartyTwice => "party-twice",
            Self::CountryForm => "country-form",
            Self::LeftBeforeJoined => "left-before-joined",
            Self::EndBeforeStart => "end-before-start",
            Self::RenewedToEarlier => "renewed-to-earlier",
            Self::RenewedWithoutEffect => "renewed-without-effect",
            Self::RenewalWithoutEnd => "renewal-without-end",
            Self::NoticeTooLong => "notice-too-long",
            Self::EventsOutOfOrder => "events-out-of-order",
            Self::SuspendedTwice => "suspended-twice",
            Self::ResumedUnsuspended => "resumed-unsuspended",
            Self::TerminatedTwice => "terminated-twice",
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
            Self::Retroactive => "retroactive",
            Self::PartyOutside => "party-outside",
            Self::Lapsed => "lapsed",
            Self::ActivityOutside => "activity-outside",
            Self::Overdue => "overdue",
            Self::ReviewDue => "review-due",
            Self::Pending => "pending",
            Self::NobodyLeft => "nobody-left",
            Self::FrameworkOver => "framework-over",
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
    fn severities_and_rules_are_written_as_their_words() {
        assert_eq!(Severity::ALL.map(|severity| severity.to_string()), ["error", "gap", "due"]);
        assert!(Severity::ALL.is_sorted_by(|one, next| one < next));
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_string(&severity).unwrap(), format!("\"{severity}\""));
        }
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
        }
    }
}
