use super::*;
use crate::domain::reference::Conflict;
use crate::domain::term::Renewal;

#[test]
fn a_record_has_a_title_and_parties_with_names_and_countries() {
    assert_eq!(
        after(|a| a.title = " ".into()),
        ["error no-title: a has no title [mou edit a --title TITLE]"]
    );
    assert_eq!(
        after(|a| a.parties.clear()),
        ["error no-parties: a has no parties [mou edit a --party PARTY]"]
    );
    assert_eq!(
        after(|a| a.parties[0].name = Text::default()),
        ["error nameless-party: a has a party without a name [mou edit a]"]
    );
    assert_eq!(
        after(|a| a.parties[1].country = Some("sg".into())),
        ["error country-form: a has `sg` as the country of GovTech, not two capital letters \
             [mou edit a]"]
    );
    assert_eq!(
        after(|a| {
            a.parties[0].joined = Some(date("2023-05"));
            a.parties[0].left = Some(date("2023-04"));
        }),
        ["error left-before-joined: a has GDS leave on 2023-04, before it joined on 2023-05 \
             [mou edit a]"]
    );
    assert_eq!(
        after(|a| {
            a.conflicts.push(Conflict {
                field: "end".into(),
                base: None,
                ours: None,
                theirs: None,
            });
        }),
        ["error conflict: a has conflicts left by a merge, in `end` [mou resolve a]"]
    );
}

#[test]
fn dates_are_in_order_wherever_that_is_certain() {
    assert_eq!(
        after(|a| a.effective = Some("2022-07-03".parse().unwrap())),
        ["error effective-before-signed: a comes into effect on 2022-07-03, before it was signed \
             on 2022-07-04 [mou edit a --effective DATE]"]
    );
    assert_eq!(after(|a| a.effective = Some("2022-07".parse().unwrap())), [""; 0]);
    let ended = |end: &str| {
        let mut agreement = sound("a");
        agreement.end = Some(date(end));
        agreement.events.push(Event {
            decision: Some(crate::domain::Decision::Lapse),
            ..event(EventKind::Decided, "2022-07-04")
        });
        found_in(&[agreement])
    };
    assert_eq!(
        ended("2022-07-03"),
        ["error end-before-start: a ends on 2022-07-03, before its first day, 2022-07-04 \
             [mou edit a --end DATE]"]
    );
    assert_eq!(ended("2022"), [""; 0]);
}

#[test]
fn a_renewal_needs_an_end_and_does_not_move_it_back() {
    let every = |every: &str| Some(Renewal::automatic(every.parse().unwrap()));
    assert_eq!(
        after(|a| {
            a.renewal = every("P1Y");
            a.term = Some("indefinite".parse().unwrap());
        }),
        ["error renewal-without-end: a renews by itself for 1 year but is indefinite \
             [mou edit a --clear renewal]"]
    );
    assert_eq!(
        after(|a| {
            a.renewal = every("P1Y");
            a.effective = Some("unknown".parse().unwrap());
        }),
        [
            "error renewal-without-end: a renews by itself for 1 year but begins on a day that is \
             not known [mou edit a --effective DATE]",
            "gap end-unknown: a has no known end [mou edit a --end DATE]",
        ]
    );
    assert_eq!(
        after(|a| {
            a.renewal = every("P1Y");
            a.term = None;
        }),
        [
            "error renewal-without-end: a renews by itself for 1 year but states no term and no end \
             [mou edit a --term DURATION]",
            "gap end-unknown: a has no known end [mou edit a --end DATE]",
        ]
    );
    let draft = |a: &mut Agreement| {
        a.renewal = every("P1Y");
        a.signed = None;
    };
    assert_eq!(after(draft), [""; 0]);
    assert_eq!(
        after(|a| {
            a.events.push(event(EventKind::Suspended, "2022-08-01"));
            let renewed = event(EventKind::Renewed, "2023-01-01");
            a.events.push(event(EventKind::Resumed, "2022-09-01"));
            a.events.push(Event { end: Some(date("2025-07-03")), ..renewed });
        }),
        ["error renewed-to-earlier: a is renewed until 2025-07-03, before its last end, \
             2025-07-04 [mou edit a --remove-event 3]"]
    );
}

#[test]
fn a_notice_is_not_longer_than_what_it_ends() {
    let noticed = |notice: &str, change: fn(&mut Agreement)| {
        after(|a| {
            a.notice = Some(notice.parse().unwrap());
            change(a);
        })
    };
    assert_eq!(
        noticed("P37M", |_| ()),
        ["error notice-too-long: a has a notice of 37 months, longer than its term, 3 years \
             [mou edit a --notice DURATION]"]
    );
    assert_eq!(noticed("P36M", |_| ()), [""; 0]);
    assert_eq!(noticed("P1100D", |_| ()), [""; 0]);
    assert_eq!(noticed("P1117D", |_| ()).len(), 1);
    assert_eq!(
        noticed("P13M", |a| {
            a.renewal = Some(Renewal::automatic("P1Y".parse().unwrap()));
        }),
        ["error notice-too-long: a has a notice of 13 months, longer than the period that it \
             renews for, 1 year [mou edit a --notice DURATION]"]
    );
    assert_eq!(
        noticed("P4Y", |a| a.end = Some(date("2025-07-04"))),
        ["error notice-too-long: a has a notice of 4 years, longer than the time from its first \
             day, 2022-07-04, to its end, 2025-07-04 [mou edit a --notice DURATION]"]
    );
}

#[test]
fn events_are_in_order_and_fit_each_other() {
    use EventKind::{Renewed, Resumed, Suspended, Terminated};
    let with = |events: Vec<Event>| after(|a| a.events = events);
    assert_eq!(
        with(vec![
            event(EventKind::Remark("visited".to_owned()), "2023-05-01"),
            event(EventKind::Amended, "2023-04"),
        ]),
        ["error events-out-of-order: a has event 2, amended on 2023-04, behind the later visited \
             on 2023-05-01 [mou edit a]"]
    );
    assert_eq!(
        with(vec![event(Suspended, "2023-01-01"), event(Suspended, "2023-02")]),
        ["error suspended-twice: a is suspended on 2023-02 while suspended since 2023-01-01 \
             [mou edit a --remove-event 2]"]
    );
    assert_eq!(
        with(vec![event(Resumed, "2023-01-01")]),
        ["error resumed-unsuspended: a is resumed on 2023-01-01 without being suspended \
             [mou edit a --remove-event 1]"]
    );
    let turns =
        [(Suspended, "2023-01"), (Resumed, "2023-03"), (Suspended, "2024"), (Resumed, "2025")];
    assert_eq!(with(turns.map(|(kind, on)| event(kind, on)).into()), [""; 0]);
    assert_eq!(with(vec![event(Terminated, "2023-01-01"), event(Resumed, "2023-02-01")]), [""; 0]);
    let mut ended = sound("a");
    ended.events = vec![
        Event { term: Some("P1Y".parse().unwrap()), ..event(Renewed, "2025-01-01") },
        event(Terminated, "2026-07-05"),
    ];
    assert_eq!(
        found_on("2027-01-01", std::slice::from_ref(&ended)),
        ["error terminated-after-end: a is terminated on 2026-07-05, after it had ended on \
             2026-07-04 [mou edit a --remove-event 2]"]
    );
    ended.events[1].on = date("2026-07");
    assert_eq!(found_on("2027-01-01", &[ended]), [""; 0]);
}

#[test]
fn activities_have_numbers_titles_and_days_in_order() {
    assert_eq!(
        after(|a| a.activities = vec![activity(1, "2023-01-01"), activity(1, "2023-02-01")]),
        ["error activity-number-twice: a/1 is the number of a second activity, `Visit` \
             [mou edit a]"]
    );
    assert_eq!(
        after(|a| {
            let mut visit = activity(2, "2023-02-01");
            visit.title = Text::default();
            visit.from = Some(date("2023-02-03"));
            visit.until = Some(date("2023-02-02"));
            a.activities.push(visit);
        }),
        [
            "error no-title: a/2 has no title [mou activity edit a/2 --title TITLE]",
            "error activity-ends-first: a/2 ends on 2023-02-02, before it begins on 2023-02-03 \
             [mou activity edit a/2 --until DATE]",
        ]
    );
}

#[test]
fn what_falls_on_one_day_contradicts_nothing() {
    let mut agreement = sound("a");
    agreement.effective = Some("2022-07-04".parse().unwrap());
    agreement.term = None;
    agreement.end = Some(date("2022-07-04"));
    agreement.parties[0].joined = Some(date("2022-07-04"));
    agreement.parties[0].left = Some(date("2022-07-04"));
    let mut visit = activity(1, "2022-07-04");
    (visit.from, visit.until, visit.on) = (Some(date("2022-07-04")), visit.on, None);
    agreement.activities = vec![visit];
    agreement.events =
        vec![event(EventKind::Amended, "2022-07-04"), event(EventKind::Amended, "2022-07-04")];
    let errors: Vec<String> =
        found_in(&[agreement]).into_iter().filter(|found| found.starts_with("error")).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn a_notice_as_long_as_all_of_the_time_is_no_longer_than_it() {
    let mut agreement = sound("a");
    agreement.term = None;
    agreement.end = Some(date("2022-10-04"));
    for (notice, is_longer) in [("P3M", false), ("P3M1D", true)] {
        agreement.notice = Some(notice.parse().unwrap());
        let found = found_in(std::slice::from_ref(&agreement));
        assert_eq!(found.iter().any(|found| found.contains("has a notice")), is_longer, "{notice}");
    }
}
