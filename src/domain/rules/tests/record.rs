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
             [mou check --fix]"]
    );
    assert_eq!(
        after(|a| a.parties[1].country = Some("SGP".into())),
        ["error country-form: a has `SGP` as the country of GovTech, not a country code \
             [mou edit a]"]
    );
    assert_eq!(
        after(|a| {
            a.parties.push(input::parse_party("ETH").unwrap());
            a.parties[0].joined = Some(date("2023-05"));
            a.parties[0].left = Some(date("2023-04"));
        }),
        ["error left-before-joined: a has GDS leave in 2023-04, before it joined in 2023-05 \
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
    let ended = |end: &str| {
        let mut agreement = valid_agreement("a");
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
        ["error renewal-without-end: a renews automatically for 1 year but is indefinite \
             [mou edit a --clear renewal]"]
    );
    assert_eq!(
        after(|a| {
            a.renewal = every("P1Y");
            a.effective = Some("unknown".parse().unwrap());
        }),
        [
            "error renewal-without-end: a renews automatically for 1 year but begins on a day that is \
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
            "error renewal-without-end: a renews automatically for 1 year but states no term and no end \
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
        ["error renewed-to-earlier: a is renewed until 2025-07-03, before its previous last day, \
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
        [
            "error notice-too-long: a has a notice period of 37 months, longer than its term, 3 years \
             [mou edit a --notice DURATION]"
        ]
    );
    assert_eq!(noticed("P36M", |_| ()), [""; 0]);
    assert_eq!(noticed("P1100D", |_| ()), [""; 0]);
    assert_eq!(noticed("P1117D", |_| ()).len(), 1);
    assert_eq!(
        noticed("P13M", |a| {
            a.renewal = Some(Renewal::automatic("P1Y".parse().unwrap()));
        }),
        [
            "error notice-too-long: a has a notice period of 13 months, longer than the period that it \
             renews for, 1 year [mou edit a --notice DURATION]"
        ]
    );
    assert_eq!(
        noticed("P4Y", |a| a.end = Some(date("2025-07-04"))),
        [
            "error notice-too-long: a has a notice period of 4 years, longer than the time from its first \
             day, 2022-07-04, to its end, 2025-07-04 [mou edit a --notice DURATION]"
        ]
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
        ["error events-out-of-order: a has event 2, amended in 2023-04, after a later one, \
             visited on 2023-05-01 [mou check --fix]"]
    );
    assert_eq!(
        with(vec![event(Suspended, "2023-01-01"), event(Suspended, "2023-02")]),
        ["error suspended-twice: a is suspended in 2023-02 while suspended since 2023-01-01 \
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
    let mut ended = valid_agreement("a");
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
             [mou check --fix]"]
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
    let mut agreement = valid_agreement("a");
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
    let mut agreement = valid_agreement("a");
    agreement.term = None;
    agreement.end = Some(date("2022-10-04"));
    for (notice, is_longer) in [("P3M", false), ("P3M1D", true)] {
        agreement.notice = Some(notice.parse().unwrap());
        let found = found_in(std::slice::from_ref(&agreement));
        assert_eq!(found.iter().any(|found| found.contains("has a notice")), is_longer, "{notice}");
    }
}

#[test]
fn party_is_named_once_whatever_its_case_accents_and_blanks() {
    let named = |names: &[&str]| {
        after(|a| {
            a.parties = names.iter().map(|name| input::parse_party(name).unwrap()).collect();
        })
    };
    assert_eq!(
        named(&["École  Normale", "ETH", "ecole normale", "ECOLE NORMALE", "ETH (E)"]),
        [
            "error party-twice: a has the party École  Normale twice, also as ecole normale [mou edit a]",
            "error party-twice: a has the party ETH twice [mou edit a]",
        ]
    );
    assert_eq!(named(&["École\u{a0}Normale", "Ecole Normale"]).len(), 1);
    assert_eq!(named(&["GDS (ETH)", "ETH (GDS)", "E T H"]), [""; 0]);
    let nameless = after(|a| a.parties.iter_mut().for_each(|party| party.name = " ".into()));
    assert!(nameless.iter().all(|found| found.starts_with("error nameless-party")), "{nameless:?}");
}

#[test]
fn renewal_without_effect_is_an_error() {
    use EventKind::{Notice, Renewed, Terminated};
    let renewed = Event { term: Some("P2Y".parse().unwrap()), ..event(Renewed, "2023-01-01") };
    let expected = "error renewed-without-effect: a is renewed on 2023-01-01 for 2 years, but has no \
         last day to count from [mou edit a --remove-event 1]";
    for (term, effective) in [(Some("indefinite"), None), (None, None), (None, Some("pending"))] {
        let found = after(|a| {
            a.term = term.map(|term| term.parse().unwrap());
            a.effective = effective.map(|effective| effective.parse().unwrap());
            a.events = vec![renewed.clone()];
        });
        assert_eq!(found[0], expected, "{term:?} {effective:?}");
    }
    // It has a start of its own, an end of its own, or is in the future.
    for renewed in [
        Event { from: Some(date("2023-01-01")), ..renewed.clone() },
        Event { end: Some(date("2030-01-01")), ..renewed.clone() },
        Event { term: None, ..renewed.clone() },
        Event { on: date("2024-06-02"), ..renewed.clone() },
    ] {
        let found = after(|a| {
            a.term = None;
            a.events = vec![renewed.clone()];
        });
        assert!(!found.iter().any(|found| found.contains("without-effect")), "{found:?}");
    }
    assert_eq!(after(|a| a.events = vec![renewed.clone()]), [""; 0]);
    // Notice that leaves the end unknown, and a termination, which is final.
    assert_eq!(
        after(|a| {
            a.term = None;
            a.events = vec![event(Notice, "2022-12-01"), renewed.clone()];
        })[0],
        expected.replace("event 1", "event 2")
    );
    assert_eq!(
        after(|a| {
            let end = Some(date("2023-06-30"));
            a.events = vec![Event { end, ..event(Terminated, "2022-12-01") }, renewed];
        }),
        [
            "error renewed-without-effect: a is renewed on 2023-01-01, although it was terminated on \
             2022-12-01 [mou edit a --remove-event 2]"
        ]
    );
}

#[test]
fn second_termination_is_an_error() {
    let terminated = |on: &str| event(EventKind::Terminated, on);
    assert_eq!(
        after(|a| {
            a.events =
                vec![terminated("2023-05-01"), terminated("2023-05-01"), terminated("2024-06-02")];
        }),
        [
            "error terminated-twice: a is terminated on 2023-05-01, although it was already terminated \
             on 2023-05-01 [mou edit a --remove-event 2]"
        ]
    );
}
