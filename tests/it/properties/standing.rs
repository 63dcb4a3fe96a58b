//! Properties of the standing of any agreement on any day.

use mou::domain::{
    Agreement, Date, Day, End, EventKind, Flag, LineageContext, MonthsAndDays, RecordedDate,
    Renewal, Standing, Status, Succession, Term, Thresholds, act_by, is_notice_in_time, last_date,
};
use proptest::collection::vec;
use proptest::prelude::*;
use strum::VariantArray;

use super::many_cases;
use crate::any;
use crate::calendar::{day_numbered, number_of, parts_of};

fn no_context() -> LineageContext {
    LineageContext::default()
}

fn thresholds() -> impl Strategy<Value = Thresholds> {
    (any::duration(), any::duration()).prop_map(|(within, dormant)| Thresholds { within, dormant })
}

/// A day and a context on that day: when successors take effect, and the latest activity.
fn day_and_context() -> impl Strategy<Value = (Day, LineageContext)> {
    let successors = vec(prop::option::weighted(0.8, any::day()), 0..3);
    (any::day(), successors, prop::option::of(any::day())).prop_map(|(today, days, done)| {
        let successors = days.into_iter().enumerate();
        let successors = successors
            .map(|(at, day)| (any::id(at), day.map_or(Succession::Pending, Succession::From)))
            .collect();
        (today, LineageContext { successors, last_done: done.map(|day| day.min(today)) })
    })
}

/// A typical agreement with a term and automatic renewal, and its first day.
fn renewing() -> impl Strategy<Value = (Agreement, Day)> {
    let lengths = (any::duration(), any::duration(), prop::option::of(any::duration()));
    (any::day(), any::basis(), lengths).prop_map(|(first, basis, (term, every, notice))| {
        let agreement = Agreement {
            signed: Date::from_day(first).map(RecordedDate::Known),
            term: Some(Term::Lasting(term)),
            basis,
            renewal: Some(Renewal::automatic(every)),
            notice,
            ..Agreement::new(any::id(0), "MoU".to_owned())
        };
        (agreement, first)
    })
}

fn next(day: Day) -> Option<Day> {
    day_numbered(number_of(parts_of(day)) + 1)
}

fn is_open(status: Status) -> bool {
    status.is_in_force() || status == Status::Upcoming
}

fn happened(agreement: &Agreement, kind: &EventKind, by: Day) -> bool {
    agreement.events_by(by).iter().any(|(_, event)| event.kind == *kind)
}

/// Returns the stage of a status. An agreement never goes back to a lower stage without a renewal.
fn stage(status: Status) -> u8 {
    match status {
        Status::Draft => 0,
        Status::Upcoming => 1,
        Status::Active | Status::Suspended => 2,
        Status::Expired => 3,
        Status::Succeeded => 4,
        Status::Terminated => 5,
    }
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn derived_fields_are_present_only_for_their_statuses(
        agreement in any::dated_agreement(), (today, around) in day_and_context(), thresholds in thresholds(),
    ) {
        let standing = agreement.on(today).standing(&around, today, &thresholds);
        let status = standing.status;
        let ends = standing.ends.date();
        let days = |date: Option<Date>| date.map(|date| date.days_from(today));
        prop_assert_eq!(standing.ends_in_days, days(ends));
        prop_assert_eq!(standing.act_in_days, days(standing.act_by));
        if status == Status::Draft {
            prop_assert_eq!(standing.ends, End::Unknown);
        }
        prop_assert!(is_open(status) || standing.act_by.is_none());
        prop_assert!(status == Status::Active || standing.idle_days.is_none());
        prop_assert!(standing.idle_days.is_none_or(|days| days >= 0));
        let successors: Vec<_> = around.successors.iter().map(|(id, _)| id.clone()).collect();
        prop_assert_eq!(&standing.succeeded_by, &successors);
    }

    #[test]
    fn status_and_last_day_never_contradict(
        agreement in any::dated_agreement(), (today, around) in day_and_context(),
    ) {
        let on_day = agreement.on(today);
        let standing = on_day.standing(&around, today, &Thresholds::DEFAULT_THRESHOLDS);
        let over = standing.ends.date().is_some_and(|end| end.last() < today);
        match standing.status {
            Status::Expired => prop_assert!(over),
            Status::Active | Status::Suspended => prop_assert!(!over),
            Status::Succeeded => prop_assert!(around.successor(today).is_some()),
            Status::Upcoming => {
                let first = on_day.first_day();
                prop_assert!(on_day.is_pending() || first.is_some_and(|it| it.first() > today));
            }
            Status::Terminated => {
                let terminated =
                    on_day.termination(today).is_some_and(|(_, it)| it.terminates_from() <= today);
                let notice_given = happened(&on_day, &EventKind::Notice, today);
                prop_assert!(terminated || notice_given && over);
            }
            Status::Draft => prop_assert!(on_day.is_draft_on(today)),
        }
        if let (Some(act_by), Some(end), true) =
            (standing.act_by, standing.ends.date(), is_open(standing.status))
        {
            prop_assert!(act_by.first() <= end.first(), "act by {act_by}, ends {end}");
            prop_assert!(act_by <= end);
        }
    }

    #[test]
    fn flags_are_in_order_and_have_their_conditions(
        agreement in any::dated_agreement(), (today, around) in day_and_context(), thresholds in thresholds(),
    ) {
        let on_day = agreement.on(today);
        let standing = on_day.standing(&around, today, &thresholds);
        // The order of declaration is the order of display.
        prop_assert!(Flag::VARIANTS.is_sorted_by(|one, next| one < next));
        prop_assert!(standing.flags.is_sorted_by(|one, next| one < next), "{:?}", standing.flags);
        let in_force = standing.status.is_in_force();
        let ever = |kind| agreement.events.iter().any(|event| event.kind == kind);
        for flag in Flag::VARIANTS.iter().copied() {
            let raised = standing.has(flag);
            match flag {
                Flag::Expiring => prop_assert!(!raised || in_force && !standing.settled),
                Flag::NoticeMissed => prop_assert!(
                    !raised
                        || in_force
                            && agreement.notice.is_some()
                            && agreement.renewal.is_some()
                            && standing.act_in_days < Some(0)
                ),
                Flag::AutoRenewed => {
                    prop_assert!(!raised || in_force && agreement.renewal.is_some());
                }
                Flag::EndUnknown => {
                    let is_unknown = standing.ends == End::Unknown;
                    let pending = on_day.is_pending();
                    prop_assert_eq!(raised, is_open(standing.status) && is_unknown && !pending);
                }
                Flag::Pending => prop_assert_eq!(
                    raised,
                    agreement.effective == Some(RecordedDate::Pending)
                        && standing.status == Status::Upcoming
                ),
                Flag::Lapsed => {
                    prop_assert!(!raised || standing.status == Status::Expired);
                    prop_assert!(!raised || standing.succeeded_by.is_empty());
                }
                Flag::Dormant => prop_assert!(!raised || standing.status == Status::Active),
                Flag::Decided => prop_assert!(!raised || ever(EventKind::Decided)),
                Flag::ObligationOverdue => prop_assert_eq!(
                    raised,
                    agreement.activities.iter().any(|activity| activity.is_overdue(today))
                ),
                Flag::ReviewDue => {
                    prop_assert!(!raised || in_force && agreement.review.is_some());
                    prop_assert!(!raised || standing.ends.date().is_none());
                }
                Flag::Conflict => prop_assert_eq!(raised, !agreement.conflicts.is_empty()),
            }
        }
        let is_followed = !around.successors.is_empty();
        let may_be_settled = ever(EventKind::Notice)
            || ever(EventKind::Terminated)
            || is_followed
            || ever(EventKind::Decided);
        prop_assert!(may_be_settled || !standing.settled);
    }

    #[test]
    fn derivation_agrees_with_the_standing(
        agreement in any::dated_agreement(), (today, around) in day_and_context(), thresholds in thresholds(),
    ) {
        let on_day = agreement.on(today);
        let standing = on_day.standing(&around, today, &thresholds);
        let steps = agreement.derivation(&around, today, &thresholds);
        let result = |fact: &str| {
            steps.iter().rfind(|step| step.fact == fact).map(|step| step.result.clone())
        };
        prop_assert_eq!(result("status"), Some(standing.status.to_string()));
        prop_assert_eq!(result("act by"), standing.act_by.map(|date| date.to_string()));
        if standing.status != Status::Draft {
            let ends = standing.ends.to_string();
            let ends = if ends.is_empty() { "not known".to_owned() } else { ends };
            prop_assert_eq!(result("last day"), Some(ends));
        }
        prop_assert!(steps.iter().all(|step| !step.rule.is_empty() && !step.rule.ends_with('.')));
    }

    #[test]
    fn status_never_goes_back_without_a_renewal(
        agreement in any::dated_agreement(), (_, around) in day_and_context(), mut days in vec(any::day(), 12),
    ) {
        days.sort();
        let mut before: Option<(Day, Standing)> = None;
        for today in days {
            let on_day = agreement.on(today);
            let standing = on_day.standing(&around, today, &Thresholds::DEFAULT_THRESHOLDS);
            if let Some((earlier, was)) = before {
                let renewed = on_day.events.iter().any(|event| {
                    event.kind == EventKind::Renewed
                        && (earlier..=today).contains(&event.counts_from())
                });
                let (from, to) = (stage(was.status), stage(standing.status));
                let change = format!("{} on {earlier}, {} on {today}", was.status, standing.status);
                prop_assert!(renewed || from <= to, "{change}");
                prop_assert!(was.status != Status::Succeeded || from <= to, "{change}");
                let terminated =
                    on_day.termination(earlier).is_some_and(|(_, it)| it.terminates_from() <= earlier);
                prop_assert!(!terminated || standing.status == Status::Terminated, "{change}");
            }
            before = Some((today, standing));
        }
    }

    #[test]
    fn succeeded_agreement_is_never_in_force_again(
        agreement in any::dated_agreement(), (today, around) in day_and_context(),
    ) {
        let on_day = agreement.on(today);
        let followed = on_day.standing(&around, today, &Thresholds::DEFAULT_THRESHOLDS).status;
        let by_itself = on_day.standing(&no_context(), today, &Thresholds::DEFAULT_THRESHOLDS).status;
        if around.successor(today).is_some() {
            prop_assert!(!followed.is_in_force() && followed != Status::Expired);
        } else {
            prop_assert_eq!(followed, by_itself);
        }
    }

    #[test]
    fn current_period_contains_the_day(
        (agreement, first) in renewing(), period in 0..30_u64,
    ) {
        let Some(Term::Lasting(term)) = agreement.term else { unreachable!() };
        let every = agreement.renewal.unwrap().every;
        let first = Date::from_day(first).unwrap();
        let end_of = |period| last_date(first, MonthsAndDays::from(term).plus(every, period), agreement.basis);
        let begins = match period.checked_sub(1) {
            None => Some(first.first()),
            Some(before) => end_of(before).and_then(|end| next(end.first())),
        };
        let (Some(begins), Some(end)) = (begins, end_of(period)) else { return Ok(()) };
        for today in [begins, end.first()] {
            let standing = agreement.standing(&no_context(), today, &Thresholds::DEFAULT_THRESHOLDS);
            prop_assert_eq!(standing.status, Status::Active);
            prop_assert_eq!(standing.ends, End::On(end), "on {}", today);
            prop_assert_eq!(standing.has(Flag::AutoRenewed), period > 0);
            let act_by = agreement.notice.map_or(Some(end), |notice| act_by(end, notice));
            prop_assert_eq!(standing.act_by, act_by);
            let is_late = |notice| !is_notice_in_time(today, notice, end);
            let missed = agreement.notice.is_some_and(is_late);
            prop_assert_eq!(standing.has(Flag::NoticeMissed), missed);
        }
    }

    #[test]
    fn agreement_without_renewal_expires_the_day_after_its_last_day(
        (agreement, first) in renewing(), today in any::day(),
    ) {
        let on_day = Agreement { renewal: None, ..agreement };
        let standing = on_day.standing(&no_context(), today, &Thresholds::DEFAULT_THRESHOLDS);
        let expected = match on_day.standing(&no_context(), first, &Thresholds::DEFAULT_THRESHOLDS).ends {
            _ if today < first => Status::Draft,
            End::On(end) if end.last() < today => Status::Expired,
            End::On(_) | End::Unknown | End::Indefinite => Status::Active,
        };
        prop_assert_eq!(standing.status, expected);
    }
}
