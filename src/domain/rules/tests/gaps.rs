use super::*;
use crate::domain::term::Renewal;

#[test]
fn agreement_in_effect_before_it_was_signed_is_retroactive_if_that_is_certain() {
    let effective = |day: &str| after(|a| a.effective = Some(day.parse().unwrap()));
    assert_eq!(
        effective("2022-07-03"),
        ["gap retroactive: a is in effect from 2022-07-03, before it was signed on 2022-07-04 \
             [mou edit a --effective DATE]"]
    );
    assert_eq!(effective("2022-06").len(), 1);
    for day in ["2022-07", "2022-07-04", "2022", "2022-07-05"] {
        assert_eq!(effective(day), [""; 0], "{day}");
    }
    // A draft is not in effect.
    let draft = after(|a| {
        a.signed = Some("2024-06-02".parse().unwrap());
        a.effective = Some("2024-01-01".parse().unwrap());
    });
    assert_eq!(draft, [""; 0]);
}

/// What is found if the second of two parties joined and left on these days.
fn membership(
    joined: Option<&str>,
    left: Option<&str>,
    change: impl FnOnce(&mut Agreement),
) -> Vec<String> {
    after(|a| {
        a.parties.push(input::parse_party("ETH").unwrap());
        a.parties[1].joined = joined.map(date);
        a.parties[1].left = left.map(date);
        change(a);
    })
}

#[test]
fn party_that_joined_or_left_before_the_agreement_began_or_after_its_last_day_is_outside() {
    let joined = |day: &str| membership(Some(day), None, |_| ());
    let left = |day: &str| membership(None, Some(day), |_| ());
    let finding = |what: &str, flag: &str| {
        format!("gap party-outside: a has GovTech {what} [mou edit a {flag} PARTY=DATE]")
    };
    for (found, what, flag) in [
        (
            joined("2022-07-03"),
            "join on 2022-07-03, before the agreement began on 2022-07-04",
            "--party-joined",
        ),
        (
            joined("2025-07-05"),
            "join on 2025-07-05, after the last day, 2025-07-04",
            "--party-joined",
        ),
        (
            left("2022-06"),
            "leave in 2022-06, before the agreement began on 2022-07-04",
            "--party-left",
        ),
        (left("2026"), "leave in 2026, after the last day, 2025-07-04", "--party-left"),
    ] {
        assert_eq!(found, [finding(what, flag)]);
    }
    for day in ["2022-07-04", "2022-07", "2022", "2024-01-01", "2025-07-04", "2025-07", "2025"] {
        assert_eq!(joined(day), [""; 0], "joined {day}");
        assert_eq!(left(day), [""; 0], "left {day}");
    }
    let both = membership(Some("2020"), Some("2021"), |_| ());
    assert_eq!(both.len(), 2, "{both:?}");
}

#[test]
fn agreement_begins_with_its_first_signature_or_its_first_day_whichever_is_earlier() {
    let count = |day: &str, change: fn(&mut Agreement)| {
        let found = membership(Some(day), None, change);
        found.iter().filter(|found| found.contains("party-outside")).count()
    };
    let earlier = |a: &mut Agreement| a.effective = Some("2022-01-01".parse().unwrap());
    let later = |a: &mut Agreement| a.effective = Some("2022-12-01".parse().unwrap());
    let pending = |a: &mut Agreement| a.effective = Some("pending".parse().unwrap());
    assert_eq!((count("2021-12-31", earlier), count("2022-01-01", earlier)), (1, 0));
    assert_eq!((count("2022-07-03", later), count("2022-07-04", later)), (1, 0));
    assert_eq!((count("2022-07-03", pending), count("2022-07-04", pending)), (1, 0));
    let one_by_one = |a: &mut Agreement| {
        a.signed = None;
        a.parties[0].signed = Some("2022-07-04".parse().unwrap());
        a.parties[1].signed = Some("2022-05-01".parse().unwrap());
        a.parties[2].signed = Some("2022-06-01".parse().unwrap());
    };
    assert_eq!((count("2022-04-30", one_by_one), count("2022-05-01", one_by_one)), (1, 0));
    // If the signing is not known, nothing is certain.
    let unknown = |a: &mut Agreement| {
        a.effective = a.signed;
        a.signed = Some("unknown".parse().unwrap());
    };
    let draft = |a: &mut Agreement| a.signed = Some("2024-07-01".parse().unwrap());
    assert_eq!((count("2000", unknown), count("2000", draft)), (0, 0));
}

#[test]
fn last_day_bounds_membership_only_if_it_is_final() {
    let count = |day: &str, change: fn(&mut Agreement)| {
        let found = membership(None, Some(day), change);
        found.iter().filter(|found| found.contains("party-outside")).count()
    };
    let indefinite = |a: &mut Agreement| a.term = Some("indefinite".parse().unwrap());
    let unknown = |a: &mut Agreement| a.term = None;
    let renews = |a: &mut Agreement| {
        a.renewal = Some(Renewal::automatic("P1Y".parse().unwrap()));
    };
    let given = |a: &mut Agreement| {
        a.renewal = Some(Renewal::automatic("P1Y".parse().unwrap()));
        a.events.push(event(EventKind::Notice, "2024-01-01"));
    };
    let terminated = |a: &mut Agreement| a.events.push(event(EventKind::Terminated, "2024-01-01"));
    assert_eq!([indefinite, unknown, renews].map(|change| count("2099", change)), [0; 3]);
    assert_eq!((count("2025-07-04", given), count("2025-07-05", given)), (0, 1));
    assert_eq!((count("2024-01-01", terminated), count("2024-01-02", terminated)), (0, 1));
}
