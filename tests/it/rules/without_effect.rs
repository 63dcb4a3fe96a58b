//! Renewals without effect: S24.

use super::{INDEFINITE, NO_END, Registry, Row, assert_rows, found_by, quiet, sandbox_of, with};

/// S24: a `term` without `from` on an agreement without a last end changes nothing.
#[test]
fn s24_term_without_from_has_no_effect_without_a_last_end() {
    let rows: &[Row<'_>] = &[
        ("2021-05-31", "active", "", "", "end-unknown"),
        ("2021-06-01", "active", "", "", "end-unknown"),
        ("2030-01-01", "active", "", "", "end-unknown"),
    ];
    assert_rows(&[
        (&with(NO_END, "renewed 2021-06-01 term=P3Y"), rows),
        (&with(r#""signed": "unknown", "term": "P1Y""#, "renewed 2021-06-01 term=P3Y"), rows),
        // A renewal left the end unknown, and the next has nothing to count from.
        (
            &with(
                r#""signed": "2020-01-01", "term": "P3Y""#,
                "renewed 2021-05-01; renewed 2021-06-01 term=P3Y",
            ),
            rows,
        ),
        (
            &with(INDEFINITE, "renewed 2021-06-01 term=P3Y"),
            &[("2021-06-01", "active", "indefinite", "", "")],
        ),
        // With `from`, or with an end set by notice, it has.
        (
            &with(NO_END, "renewed 2021-06-01 from=2021-06-01 term=P3Y"),
            &[("2021-06-01", "active", "2024-06-01", "2024-06-01", "")],
        ),
        (
            &with(INDEFINITE, "notice 2021-05-01; renewed 2021-06-01 term=P3Y"),
            &[
                ("2021-05-31", "active", "2021-11-01", "2021-11-01", ""),
                ("2021-06-01", "active", "2024-11-01", "2024-05-01", ""),
            ],
        ),
    ]);
}

/// S24: neither a notice nor a decision before it changes.
#[test]
fn s24_renewal_without_effect_keeps_notice_and_decision() {
    assert_rows(&[
        (
            &with(NO_END, "decided 2021-05-01 decision=lapse; renewed 2021-06-01 term=P3Y"),
            &[("2021-06-01", "active", "", "", "end-unknown decided")],
        ),
        // The notice left the end unknown (S31).
        (
            &with(NO_END, "notice 2021-05-01; renewed 2021-06-01 term=P3Y"),
            &[("2021-06-01", "active", "", "", "end-unknown")],
        ),
    ]);
    for (events, settled) in [
        ("notice 2021-05-01; renewed 2021-06-01 term=P3Y", true),
        ("decided 2021-05-01 decision=lapse; renewed 2021-06-01 term=P3Y", true),
        ("renewed 2021-06-01 term=P3Y", false),
        ("notice 2021-05-01; renewed 2021-06-01 from=2021-06-01 term=P3Y", false),
    ] {
        let registry = Registry::single(&with(NO_END, events));
        let standing = registry.standing("a", "2021-06-01", &quiet());
        assert_eq!(standing.settled, settled, "{events}");
    }
}

/// S24: `renew` refuses it.
#[test]
fn s24_renew_refuses_a_term_without_a_last_end() {
    for members in [
        r#""parties": [{ "name": "P" }], "signed": "2020-01-01""#,
        r#""parties": [{ "name": "P" }], "signed": "2020-01-01", "term": "indefinite""#,
    ] {
        let sandbox = sandbox_of("", &[("a", members)]);
        let before = sandbox.registry();
        let output = sandbox.mou(&["renew", "a", "--term", "3y"]);
        assert_eq!(output.code, 1, "{}", output.to_text());
        assert_eq!(sandbox.registry(), before);
    }
}

/// S24: `check` lists it.
#[test]
fn s24_check_lists_a_renewal_without_effect() {
    let renewed = with(NO_END, "renewed 2021-06-01 term=P3Y");
    let fine = with(NO_END, "renewed 2021-06-01 from=2021-06-01 term=P3Y");
    let sandbox = sandbox_of("", &[("a", &renewed), ("b", &fine)]);
    assert_eq!(found_by(&sandbox, "2022-01-01", "renewed-without-effect"), "a");
}

/// S24, to the letter: `indefinite` is a term too (S23).
#[test]
fn s24_indefinite_term_without_from_has_no_effect_without_a_last_end() {
    assert_rows(&[(
        &with(NO_END, "renewed 2021-06-01 term=indefinite"),
        &[("2021-06-01", "active", "", "", "end-unknown")],
    )]);
    let sandbox = sandbox_of("", &[("a", &format!(r#"{NO_END}, "parties": [{{ "name": "P" }}]"#))]);
    assert_eq!(sandbox.mou(&["renew", "a", "--term", "indefinite"]).code, 1);
}
