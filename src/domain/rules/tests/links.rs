use super::*;

#[test]
fn links_lead_to_other_records_that_are_there() {
    assert_eq!(
        after(|a| {
            a.succeeds = vec!["a".parse().unwrap(), "gone".parse().unwrap()];
            a.under = Some("gone".parse().unwrap());
            a.related = vec!["a".into(), "gone".into(), "A treaty".into()];
        }),
        [
            "error link-to-itself: a succeeds itself [mou edit a --remove-succeeds a]",
            "error dangling-link: a succeeds `gone`, which is not in the registry \
             [mou edit a --remove-succeeds gone]",
            "error dangling-link: a is under `gone`, which is not in the registry \
             [mou edit a --clear under]",
            "error link-to-itself: a is related to itself [mou edit a --remove-related a]",
        ]
    );
    assert_eq!(
        after(|a| a.under = Some("a".parse().unwrap())),
        ["error link-to-itself: a is under itself [mou edit a --clear under]"]
    );
    let (prior, mut next) = (valid_agreement("a"), valid_agreement("b"));
    next.succeeds.push(prior.id.clone());
    next.signed = Some("2022-07-03".parse().unwrap());
    let found = found_in(&[prior.clone(), next.clone()]);
    assert_eq!(
        found,
        ["error successor-first: b begins on 2022-07-03, before its predecessor `a`, on \
             2022-07-04 [mou edit b --remove-succeeds a]"]
    );
    next.signed = Some("2022".parse().unwrap());
    assert_eq!(found_in(&[prior, next]), [""; 0]);
}

#[test]
fn it_may_be_related_to_anything_but_itself() {
    let related = |others: &[&str]| {
        after(|a| a.related = others.iter().map(|other| (*other).into()).collect())
    };
    assert_eq!(related(&["gone", "A treaty", "A"]), [""; 0]);
    assert_eq!(related(&["a"]).len(), 1);
}

/// Records of which each succeeds the ones named behind it, and is under the first of those.
fn linked(links: &[(&str, &[&str])]) -> Vec<Agreement> {
    let linked = |&(id, others): &(&str, &[&str])| {
        let mut agreement = valid_agreement(id);
        agreement.succeeds = others.iter().map(|other| other.parse().unwrap()).collect();
        agreement.under = agreement.succeeds.first().cloned();
        agreement
    };
    links.iter().map(linked).collect()
}

#[test]
fn circles_are_found_once_however_long_they_are() {
    let errors_in = |links: &[(&str, &[&str])]| {
        let mut found = found_in(&linked(links));
        found.retain(|found| found.starts_with("error"));
        found
    };
    assert_eq!(
        errors_in(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"]), ("d", &[])]),
        [
            "error circle: c succeeds itself in a circle of 2: succeeds `b`, which succeeds `c` \
             [mou edit c --remove-succeeds b]",
            "error circle: c is under itself in a circle of 2: is under `b`, which is under `c` \
             [mou edit c --clear under]",
        ]
    );
    assert_eq!(errors_in(&[("a", &[]), ("b", &["a"]), ("c", &["a", "b"])]), [""; 0]);
    let names: Vec<String> = (0..20_000).map(|n| format!("n{n:05}")).collect();
    let ring: Vec<Agreement> = names
        .iter()
        .zip(names.iter().cycle().skip(1))
        .map(|(id, next)| Agreement { under: Some(next.parse().unwrap()), ..valid_agreement(id) })
        .collect();
    assert_eq!(
        found_in(&ring),
        ["error circle: n19999 is under itself in a circle of 20000: is under `n00000`, which is \
             under `n00001`, which is under `n00002`, which is under `n00003`, which is under \
             `n00004`, and so on [mou edit n19999 --clear under]"]
    );
}

/// What is found on 2024-06-01 in an indefinite agreement `b` under the framework `a`.
fn under(change: impl FnOnce(&mut Agreement), others: &[Agreement]) -> Vec<String> {
    let (mut framework, mut agreement) = (valid_agreement("a"), valid_agreement("b"));
    change(&mut framework);
    agreement.term = Some("indefinite".parse().unwrap());
    agreement.under = Some(framework.id.clone());
    found_in(&[&[framework, agreement], others].concat())
}

#[test]
fn agreement_in_force_under_a_framework_that_is_over_is_due() {
    let lapse = |a: &mut Agreement| {
        let decision = Some(crate::domain::Decision::Lapse);
        a.events.push(Event { decision, ..event(EventKind::Decided, "2022-07-04") });
    };
    let ended = |last_day: &str| {
        under(
            |a| {
                lapse(a);
                a.term = None;
                a.end = Some(date(last_day));
            },
            &[],
        )
    };
    assert_eq!(ended("2024-06-01"), [""; 0]);
    assert_eq!(ended("2024-06"), [""; 0]);
    assert_eq!(
        ended("2024-05-31"),
        ["due framework-over: b is in force under `a`, which is expired (last day 2024-05-31) \
             [mou edit b --under ID]"]
    );
    assert_eq!(
        under(|a| a.events.push(event(EventKind::Terminated, "2023-01")), &[]),
        ["due framework-over: b is in force under `a`, which is terminated (last day 2023-01) \
             [mou edit b --under ID]"]
    );
    let mut next = valid_agreement("c");
    next.signed = Some("2024-01-01".parse().unwrap());
    next.succeeds = vec!["a".parse().unwrap()];
    assert_eq!(
        under(|_| (), std::slice::from_ref(&next)),
        ["due framework-over: b is in force under `a`, which is succeeded (last day 2025-07-04) \
             [mou edit b --under c]"]
    );
    assert_eq!(
        under(|a| a.term = Some("indefinite".parse().unwrap()), std::slice::from_ref(&next)),
        ["due framework-over: b is in force under `a`, which is succeeded (indefinite) \
             [mou edit b --under c]"]
    );
    assert_eq!(
        under(|a| a.term = None, std::slice::from_ref(&next))[1],
        "due framework-over: b is in force under `a`, which is succeeded (last day not known) \
         [mou edit b --under c]"
    );
    // Not yet in effect.
    next.effective = Some("2024-06-02".parse().unwrap());
    assert_eq!(under(|_| (), &[next]), [""; 0]);
}

#[test]
fn agreement_that_is_over_may_be_under_a_framework_that_is_over() {
    let (mut framework, mut agreement) = (valid_agreement("a"), valid_agreement("b"));
    for agreement in [&mut framework, &mut agreement] {
        agreement.events.push(event(EventKind::Terminated, "2023-01-01"));
    }
    agreement.under = Some(framework.id.clone());
    assert_eq!(found_in(&[framework, agreement]), [""; 0]);
}

#[test]
fn agreement_that_succeeds_its_framework_is_not_put_under_itself() {
    let (framework, mut agreement) = (valid_agreement("a"), valid_agreement("b"));
    agreement.succeeds = vec![framework.id.clone()];
    agreement.under = Some(framework.id.clone());
    assert_eq!(
        found_in(&[framework, agreement]),
        ["due framework-over: b is in force under `a`, which is succeeded (last day 2025-07-04) \
             [mou edit b --under ID]"]
    );
}
