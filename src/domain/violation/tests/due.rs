use super::*;
use crate::domain::activity::Progress;

#[test]
fn what_matters_and_is_not_known_is_a_gap() {
    assert_eq!(
        after(|a| a.term = None),
        ["gap end-unknown: a has no known end [mou edit a --end DATE]"]
    );
    assert_eq!(
        after(|a| a.contact = None),
        ["gap no-contact: a has no contact [mou edit a --contact NAME]"]
    );
    assert_eq!(
        after(|a| a.parties.truncate(1)),
        ["gap one-party: a has one party only, GDS [mou edit a --add-party PARTY]"]
    );
    assert_eq!(
        after(|a| {
            a.signed = None;
            a.end = Some(date("2025-07-04"));
        }),
        [
            "gap signing-unknown: a ends on 2025-07-04 but has no day of signing [mou edit a --signed DATE]"
        ]
    );
    assert_eq!(
        after(|a| {
            a.signed = Some("unknown".parse().unwrap());
            a.effective = Some("2022".parse().unwrap());
        }),
        ["gap signing-unknown: a was signed on a day that is not known [mou edit a --signed DATE]"]
    );
    assert_eq!(
        after(|a| {
            a.effective = a.signed.take();
        }),
        ["gap signing-unknown: a has no day of signing [mou edit a --signed DATE]"]
    );
    let draft = |a: &mut Agreement| {
        a.signed = None;
        a.term = None;
    };
    assert_eq!(after(draft), [""; 0]);
}

#[test]
fn a_prior_whose_end_is_not_known_leaves_the_gap_to_its_successor_unknown() {
    let (mut prior, mut next) = (sound("a"), sound("b"));
    prior.term = None;
    prior.contact = None;
    next.signed = Some("2023-01-01".parse().unwrap());
    next.succeeds.push(prior.id.clone());
    assert_eq!(
        found_in(&[prior, next]),
        ["gap end-unknown: a has no known end [mou edit a --end DATE]"]
    );
}

#[test]
fn what_lapsed_and_what_is_to_be_reviewed_is_due() {
    let lapsed = found_on("2025-07-05", &[sound("a")]);
    assert_eq!(
        lapsed,
        ["due lapsed: a lapsed on 2025-07-04: nothing followed, and nobody decided to let it \
             lapse [mou renew a --term P3Y]"]
    );
    let mut ended = sound("a");
    ended.end = Some(date("2024-05-31"));
    ended.term = None;
    assert_eq!(
        found_in(&[ended]),
        ["due lapsed: a lapsed on 2024-05-31: nothing followed, and nobody decided to let it \
             lapse [mou renew a --end DATE]"]
    );
    assert_eq!(
        after(|a| {
            a.term = Some("indefinite".parse().unwrap());
            a.review = Some("P1Y".parse().unwrap());
        }),
        [
            "due review-due: a is due for its review [mou activity add a Review --kind review --on today]"
        ]
    );
}

#[test]
fn an_overdue_activity_is_due_with_whoever_looks_after_it() {
    assert_eq!(
        after(|a| {
            let mut report = activity(1, "2024-08-01");
            report.status = Some(Progress::Planned);
            report.due = Some(date("2024-05-31"));
            let mut other = report.clone();
            other.n = NonZeroU32::new(2).unwrap();
            other.contact = Some("Ana".into());
            a.activities = vec![report, other];
        }),
        [
            "due overdue: a/1 `Visit` was to be done by 2024-05-31 [mou activity done a/1]",
            "due overdue: a/2 `Visit` was to be done by Ana by 2024-05-31 [mou activity done a/2]",
        ]
    );
}

#[test]
fn an_activity_outside_every_period_may_belong_to_another_agreement() {
    let outside = |on: &str| after(|a| a.activities.push(activity(1, on)));
    assert_eq!(
        outside("2022-07-03"),
        ["due activity-outside: a/1 `Visit` is on 2022-07-03, before the agreement began \
             [mou activity edit a/1 --on DATE]"]
    );
    assert_eq!(outside("2022-07"), [""; 0]);
    assert_eq!(outside("2025-07-04"), [""; 0]);
    assert_eq!(
        outside("2025-07-05"),
        ["due activity-outside: a/1 `Visit` is on 2025-07-05, after the agreement ended \
             [mou activity edit a/1 --on DATE]"]
    );
    assert_eq!(
        after(|a| {
            let mut cancelled = activity(1, "2019");
            cancelled.status = Some(Progress::Cancelled);
            let mut long = activity(2, "2019");
            long.from = Some(date("2019"));
            long.until = Some(date("2023"));
            a.activities = vec![cancelled, long];
        }),
        [""; 0]
    );
    let (mut prior, mut next) = (sound("a"), sound("b"));
    prior.end = Some(date("2023-06-30"));
    prior.activities = vec![activity(1, "2023-07-01"), activity(2, "2023-08-01")];
    next.signed = Some("2023-08-01".parse().unwrap());
    next.succeeds.push(prior.id.clone());
    next.activities = vec![activity(1, "2023-06-30"), activity(2, "2023-07-31")];
    assert_eq!(
        found_in(&[prior, next]),
        [
            "due activity-outside: a/1 `Visit` is on 2023-07-01, after the agreement ended \
             [mou activity edit a/1 --on DATE]",
            "due activity-outside: a/2 `Visit` is on 2023-08-01, after the agreement ended \
             [mou activity edit a/2 --to b]",
            "due activity-outside: b/1 `Visit` is on 2023-06-30, before the agreement began \
             [mou activity edit b/1 --to a]",
            "due activity-outside: b/2 `Visit` is on 2023-07-31, before the agreement began \
             [mou activity edit b/2 --on DATE]",
        ]
    );
}

#[test]
fn periods_go_on_with_renewals_and_stop_with_what_ends_the_agreement() {
    let with = |events: Vec<Event>, on: &str| {
        after(|a| {
            a.term = Some("P1Y".parse().unwrap());
            a.events = events;
            a.activities.push(activity(1, on));
        })
    };
    let renewed = |from: Option<&str>| Event {
        from: from.map(date),
        term: Some("P3Y".parse().unwrap()),
        ..event(EventKind::Renewed, "2023-10-01")
    };
    assert_eq!(with(vec![renewed(None)], "2023-08-01"), [""; 0]);
    assert_eq!(with(vec![renewed(Some("2023-10-01"))], "2023-10-01"), [""; 0]);
    assert_eq!(
        with(vec![renewed(Some("2023-10-01"))], "2023-08-01"),
        ["due activity-outside: a/1 `Visit` is on 2023-08-01, after the agreement ended \
             [mou activity edit a/1 --on DATE]"]
    );
    let terminated = vec![event(EventKind::Terminated, "2023-02-01")];
    assert_eq!(with(terminated.clone(), "2023-01-31"), [""; 0]);
    assert_eq!(with(terminated, "2023-02-01").len(), 1);
}

#[test]
fn what_is_on_the_first_day_of_an_agreement_that_ended_before_it_is_after_the_end() {
    let mut agreement = sound("a");
    agreement.term = None;
    agreement.end = Some(date("2022-07-03"));
    agreement.activities = vec![activity(1, "2022-07-04")];
    let found = found_in(&[agreement]);
    assert!(found.iter().any(|found| found.contains("after the agreement ended")), "{found:?}");
}
