use super::*;
use crate::domain::activity::Progress;
use crate::domain::date::RecordedDate;
use crate::domain::party::Party;

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
        ["gap one-party: a has only one party, GDS [mou edit a --add-party PARTY]"]
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
    let (mut prior, mut next) = (valid_agreement("a"), valid_agreement("b"));
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
    let lapsed = found_on("2025-07-05", &[valid_agreement("a")]);
    assert_eq!(
        lapsed,
        ["due lapsed: a lapsed on 2025-07-04 without a successor or a decision \
             [mou renew a --term P3Y, or mou decide a lapse --by NAME]"]
    );
    let mut ended = valid_agreement("a");
    ended.end = Some(date("2024-05-31"));
    ended.term = None;
    assert_eq!(
        found_in(&[ended]),
        ["due lapsed: a lapsed on 2024-05-31 without a successor or a decision \
             [mou renew a --end DATE, or mou decide a lapse --by NAME]"]
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
            "due overdue: a/1 `Visit` was due by 2024-05-31 [mou activity done a/1]",
            "due overdue: a/2 `Visit` was due by 2024-05-31, contact Ana [mou activity done a/2]",
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
    let (mut prior, mut next) = (valid_agreement("a"), valid_agreement("b"));
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
    assert_eq!(with(terminated.clone(), "2023-02-01"), [""; 0]);
    assert_eq!(with(terminated, "2023-02-02").len(), 1);
}

#[test]
fn what_is_on_the_first_day_of_an_agreement_that_ended_before_it_is_after_the_end() {
    let mut agreement = valid_agreement("a");
    agreement.term = None;
    agreement.end = Some(date("2022-07-03"));
    agreement.activities = vec![activity(1, "2022-07-04")];
    let found = found_in(&[agreement]);
    assert!(found.iter().any(|found| found.contains("after the agreement ended")), "{found:?}");
}

#[test]
fn agreement_still_pending_is_due_from_the_day_after_a_year_since_its_signing() {
    let mut agreement = valid_agreement("a");
    agreement.effective = Some(RecordedDate::Pending);
    let on = |day: &str, signed: &str| {
        let signed = Some(signed.parse().unwrap());
        found_on(day, &[Agreement { signed, ..agreement.clone() }])
    };
    assert_eq!(on("2023-07-04", "2022-07-04"), [""; 0]);
    assert_eq!(
        on("2023-07-05", "2022-07-04"),
        ["due pending: a was signed on 2022-07-04, more than a year ago, and is still pending \
             [mou edit a --effective DATE]"]
    );
    // The corresponding date of the last possible day.
    assert_eq!(on("2021-02-28", "2020-02"), [""; 0]);
    assert_eq!(on("2021-03-01", "2020-02").len(), 1);
    assert_eq!(on("2024-02-28", "2023-02"), [""; 0]);
    assert_eq!(on("2024-02-29", "2023-02").len(), 1);
    assert_eq!(
        on("2030-01-01", "unknown"),
        ["gap signing-unknown: a was signed on a day that is not known [mou edit a --signed DATE]"]
    );
    agreement.events = vec![event(EventKind::Terminated, "2023-01-01")];
    assert_eq!(found_on("2030-01-01", &[agreement]), [""; 0]);
}

/// The valid record with these parties, each named with the days on which it joined and left.
fn with_parties(parties: &[(&str, Option<&str>, Option<&str>)]) -> Agreement {
    let party = |&(name, joined, left): &(&str, Option<&str>, Option<&str>)| Party {
        joined: joined.map(date),
        left: left.map(date),
        ..input::parse_party(name).unwrap()
    };
    Agreement { parties: parties.iter().map(party).collect(), ..valid_agreement("a") }
}

#[test]
fn agreement_in_force_is_due_if_no_partner_of_the_owner_is_left() {
    let head = Header { owner: Some("gt".to_owned()), ..Header::default() };
    let left = Some("2023-01-01");
    let (owner, gds) = (("GovTech (GT)", None, None), ("GDS", None, left));
    let on = |day: &str, parties: &[(&str, Option<&str>, Option<&str>)]| {
        found_with(&head, day, &[with_parties(parties)])
    };
    let expected = ["due nobody-left: a is in force, but no partner is left \
             [mou terminate a --on DATE]"];
    assert_eq!(on("2022-12-31", &[owner, gds]), [""; 0]);
    assert_eq!(on("2023-01-01", &[owner, gds]), expected);
    assert_eq!(on("2023-01-01", &[gds, ("Kyoto", None, left)]), expected);
    assert_eq!(on("2023-01-01", &[gds, ("Kyoto", None, None)]), [""; 0]);
    // A party is a partner from the day on which it joins.
    assert_eq!(on("2023-01-01", &[owner, gds, ("Kyoto", Some("2023-01"), None)]), [""; 0]);
    assert_eq!(on("2023-01-01", &[owner, gds, ("Kyoto", Some("2023-01-02"), None)]), expected);
    assert_eq!(
        on("2023-01-01", &[("GovTech (GT)", None, left)]),
        ["gap one-party: a has only one party, GT [mou edit a --add-party PARTY]"]
    );
    assert_eq!(on("2025-07-05", &[owner, gds]).len(), 1);
    assert!(on("2025-07-05", &[owner, gds])[0].starts_with("due lapsed"));
}

#[test]
fn agreement_in_force_without_an_owner_is_due_if_at_most_one_of_its_parties_is_left() {
    let left = Some("2023");
    let gds = ("Government Digital Service (GDS)", None, None);
    let on_2023 = |parties: &[(&str, Option<&str>, Option<&str>)]| {
        found_on("2023-01-01", &[with_parties(parties)])
    };
    assert_eq!(on_2023(&[gds, ("Kyoto", None, None), ("ETH", None, left)]), [""; 0]);
    assert_eq!(
        on_2023(&[("Kyoto", None, left), gds]),
        ["due nobody-left: a is in force, but only GDS is left of its 2 parties \
             [mou terminate a --on DATE]"]
    );
    assert_eq!(
        on_2023(&[("Kyoto", None, left), ("ETH", None, left), ("NUS", None, left)]),
        ["due nobody-left: a is in force, but no party is left \
             [mou terminate a --on DATE]"]
    );
    assert_eq!(
        on_2023(&[("Kyoto", None, left)]),
        ["gap one-party: a has only one party, Kyoto [mou edit a --add-party PARTY]"]
    );
}
