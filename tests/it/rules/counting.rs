//! Counting, typed bounds and partial dates: S14 to S17.

use super::{Registry, assert_rows, quiet, sandbox_of, thresholds};
use crate::sandbox::Sandbox;

/// Returns `ends` of a term on the first day.
fn ends(start: &str, term: &str, basis: &str) -> String {
    let members = format!(r#""signed": "{start}", "term": "{term}", "basis": "{basis}""#);
    let first = format!("{}-01-01", start.trim_end_matches(['?', '~']));
    let registry = Registry::single(&members);
    registry.standing("a", &first[..10], &quiet()).ends.to_string()
}

/// S14 and section 4 of the product: the last day of a term with both bases.
#[test]
fn s14_last_day_of_a_term_with_both_bases() {
    for (start, term, from, including) in [
        ("2022-07-04", "P3Y", "2025-07-04", "2025-07-03"),
        ("2022-08-31", "P6M", "2023-02-28", "2023-02-28"),
        ("2023-08-31", "P6M", "2024-02-29", "2024-02-29"),
        ("2023-08-28", "P6M", "2024-02-28", "2024-02-27"),
        ("2024-02-29", "P1Y", "2025-02-28", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29", "2028-02-28"),
        ("2023-03-31", "P1M", "2023-04-30", "2023-04-30"),
        ("2023-03-01", "P1M", "2023-04-01", "2023-03-31"),
        ("2020-10", "P3Y", "2023-10", "2023-10"),
        ("2020", "P3Y", "2023", "2023"),
        // Months first, then days; the day is subtracted after the months.
        ("2023-03-01", "P1M10D", "2023-04-11", "2023-04-10"),
        ("2023-03-01", "P10D", "2023-03-11", "2023-03-10"),
        // The month has no such day, so no day is subtracted.
        ("2023-01-31", "P1M10D", "2023-03-10", "2023-03-10"),
        ("2023-01-30", "P1M1D", "2023-03-01", "2023-03-01"),
        ("2024-01-30", "P1M1D", "2024-03-01", "2024-03-01"),
        ("2024-01-29", "P1M1D", "2024-03-01", "2024-02-29"),
        ("2023-01-28", "P1M1D", "2023-03-01", "2023-02-28"),
        ("2024-02-28", "P2W", "2024-03-13", "2024-03-12"),
        ("2024-02-28", "P1D", "2024-02-29", "2024-02-28"),
        ("2024-02-29", "P1D", "2024-03-01", "2024-02-29"),
        ("2023-12-31", "P1Y2M1D", "2025-03-01", "2025-03-01"),
        ("2000-02-29", "P100Y", "2100-02-28", "2100-02-28"),
        ("2023-03-01", "P12M", "2024-03-01", "2024-02-29"),
    ] {
        assert_eq!(ends(start, term, "from"), from, "{start} {term} from");
        assert_eq!(ends(start, term, "including"), including, "{start} {term} including");
    }
}

/// S14: a notice period is subtracted months first, then days, and without a basis.
#[test]
fn s14_notice_period_is_subtracted_without_a_basis() {
    for (end, notice, act_by) in [
        ("2024-03-31", "P1M", "2024-02-29"),
        ("2023-03-31", "P1M", "2023-02-28"),
        ("2024-03-31", "P1M1D", "2024-02-28"),
        ("2024-05-31", "P3M", "2024-02-29"),
        ("2024-03-01", "P1D", "2024-02-29"),
        ("2023-12-31", "P10M", "2023-02-28"),
        ("2024-02-29", "P1Y", "2023-02-28"),
        ("2024-02-29", "P4Y", "2020-02-29"),
        ("2027-02-28", "P6M", "2026-08-28"),
        ("2024-03-30", "P1M2W", "2024-02-15"),
        ("2024-08-01", "P3M", "2024-05-01"),
        // Months first: 2024-04-30 less a month and then 30 days; not 2024-03-31 less a month.
        ("2024-04-30", "P1M30D", "2024-02-29"),
        ("2024-05-31", "P1M31D", "2024-03-30"),
    ] {
        for basis in ["from", "including"] {
            let members = format!(
                r#""signed": "2019-01-01", "end": "{end}", "notice": "{notice}",
                    "basis": "{basis}""#
            );
            let standing = Registry::single(&members).standing("a", "2019-06-01", &quiet());
            assert_eq!(
                standing.act_by.map(|date| date.to_string()).as_deref(),
                Some(act_by),
                "{end} less {notice}, {basis}"
            );
        }
    }
}

/// S15: every end is counted from the original first day with the sum of months and days.
#[test]
fn s15_every_end_is_counted_from_the_original_first_day() {
    let renewing = |start: &str, term: &str, every: &str, basis: &str| {
        let every = format!(r#""renewal": {{ "every": "{every}" }}, "basis": "{basis}""#);
        Registry::single(&format!(r#""signed": "{start}", "term": "{term}", {every}"#))
    };
    // Each last day is checked on the day after the previous one.
    for (start, term, every, basis, last_days) in [
        (
            "2023-01-31",
            "P1M",
            "P1M",
            "from",
            [
                ("2023-01-31", "2023-02-28"),
                ("2023-03-01", "2023-03-31"),
                ("2023-04-01", "2023-04-30"),
            ],
        ),
        (
            "2023-01-31",
            "P1M",
            "P1M",
            "including",
            [
                ("2023-01-31", "2023-02-28"),
                ("2023-03-01", "2023-03-30"),
                ("2023-03-31", "2023-04-30"),
            ],
        ),
        (
            "2024-02-29",
            "P2Y",
            "P1Y",
            "from",
            [
                ("2024-02-29", "2026-02-28"),
                ("2026-03-01", "2027-02-28"),
                ("2027-03-01", "2028-02-29"),
            ],
        ),
        (
            "2024-02-29",
            "P2Y",
            "P1Y",
            "including",
            [
                ("2024-02-29", "2026-02-28"),
                ("2026-03-01", "2027-02-28"),
                ("2027-03-01", "2028-02-28"),
            ],
        ),
        // The sums are 30 days, a month and 30 days, two months and 30 days.
        (
            "2023-01-31",
            "P30D",
            "P1M",
            "from",
            [
                ("2023-01-31", "2023-03-02"),
                ("2023-03-03", "2023-03-30"),
                ("2023-03-31", "2023-04-30"),
            ],
        ),
        // A month and ten days; two months and 20 days; three months and 30 days.
        (
            "2023-12-31",
            "P1M10D",
            "P1M10D",
            "including",
            [
                ("2023-12-31", "2024-02-09"),
                ("2024-02-10", "2024-03-20"),
                ("2024-03-21", "2024-04-29"),
            ],
        ),
    ] {
        let registry = renewing(start, term, every, basis);
        for (today, end) in last_days {
            let found = registry.standing("a", today, &quiet()).ends.to_string();
            assert_eq!(found, end, "{start}, {term} and {every} {basis}, on {today}");
            let found = registry.standing("a", end, &quiet()).ends.to_string();
            assert_eq!(found, end, "{start}, {term} and {every} {basis}, on {end}");
        }
    }
}

/// S16: lengths of zero, a `max` below 1, an end before the first day and a computed day after the
/// year 9999 are refused when they are typed.
#[test]
fn s16_impossible_lengths_and_ends_are_refused_when_typed() {
    for (more, code) in [
        (["--term", "0d"].as_slice(), 2),
        (&["--term", "0y0m"], 2),
        (&["--notice", "0d"], 2),
        (&["--renewal", "0m"], 2),
        (&["--renewal", "1y", "--renewal-max", "0"], 2),
        (&["--end", "2023-12-31"], 2),
        (&["--end", "2023"], 2),
        (&["--effective", "2024-06-01", "--end", "2024-05-31"], 2),
        (&["--effective", "9999-06-01", "--term", "1y"], 2),
        (&["--effective", "9998-08-01", "--term", "18m"], 2),
        (&["--end", "2024-01-01"], 0),
        (&["--end", "2024"], 0),
        (&["--effective", "9998-06-01", "--term", "1y"], 0),
        (&["--effective", "9999-12-30", "--term", "1d"], 0),
        (&["--effective", "9999-12-31", "--term", "1d", "--basis", "including"], 0),
    ] {
        let sandbox = Sandbox::new();
        let add = ["add", "A", "--party", "P", "--signed", "2024-01-01"];
        let output = sandbox.mou(&[&add, more].concat());
        let refused = matches!(output.code, 1 | 2);
        assert_eq!(refused, code != 0, "{more:?}: {}", output.to_text());
        assert_eq!(sandbox.files().is_empty(), refused, "{more:?}: {:?}", sandbox.files());
    }
}

/// S16: lengths of zero and a `max` of 0 in a file have the wrong form (exit 6).
#[test]
fn s16_lengths_of_zero_make_the_file_damaged() {
    for member in [
        r#""term": "P0D""#,
        r#""term": "P0Y0M""#,
        r#""notice": "P0D""#,
        r#""renewal": { "every": "P0M" }"#,
        r#""renewal": { "every": "P1Y", "max": 0 }"#,
    ] {
        let sandbox = sandbox_of("", &[("a", &format!(r#""signed": "2020-01-01", {member}"#))]);
        assert_eq!(sandbox.mou(&["list"]).code, 6, "{member}");
    }
}

/// S16: in a file, an end before the first day is read as it is: expired from its first day.
#[test]
fn s16_end_before_first_day_in_a_file_expires_on_the_first_day() {
    assert_rows(&[
        (
            r#""signed": "2024-01-01", "end": "2023-06-30""#,
            &[
                ("2023-12-31", "draft", "", "", ""),
                ("2024-01-01", "expired", "2023-06-30", "", "lapsed"),
            ],
        ),
        (
            r#""signed": "2024-01-01", "effective": "2025-01-01", "end": "2024-12""#,
            &[
                ("2024-12-31", "upcoming", "2024-12", "2024-12", ""),
                ("2025-01-01", "expired", "2024-12", "", "lapsed"),
            ],
        ),
    ]);
}

/// S16: in a file, a computed day after the year 9999 is unknown.
#[test]
fn s16_computed_day_after_9999_in_a_file_is_unknown() {
    assert_rows(&[
        (
            r#""signed": "9999-06-01", "term": "P1Y""#,
            &[
                ("9999-05-31", "draft", "", "", ""),
                ("9999-06-01", "active", "", "", "end-unknown"),
                ("9999-12-31", "active", "", "", "end-unknown"),
            ],
        ),
        (
            r#""signed": "9998-01-01", "term": "P1Y", "renewal": { "every": "P5Y" }"#,
            &[
                ("9999-01-01", "active", "9999-01-01", "9999-01-01", "expiring"),
                ("9999-01-02", "active", "", "", "auto-renewed end-unknown"),
            ],
        ),
        // Notice would set a day after 9999.
        (
            r#""signed": "9999-01-01", "term": "indefinite", "notice": "P1Y",
                "events": [ { "kind": "notice", "on": "9999-02-01" } ]"#,
            &[
                ("9999-01-31", "active", "indefinite", "", ""),
                ("9999-02-01", "active", "", "", "end-unknown"),
            ],
        ),
    ]);
}

/// S16: `renewal` without a computable end has no effect.
#[test]
fn s16_renewal_without_a_computable_end_has_no_effect() {
    assert_rows(&[
        (
            r#""signed": "2020-01-01", "renewal": { "every": "P1Y" }, "notice": "P3M""#,
            &[("2024-06-01", "active", "", "", "end-unknown")],
        ),
        (
            r#""signed": "2020-01-01", "term": "indefinite", "renewal": { "every": "P1Y" }"#,
            &[("2024-06-01", "active", "indefinite", "", "")],
        ),
    ]);
}

/// S17: an end is counted from the last possible day of the start and cut to its precision; `?` and
/// `~` are carried along.
#[test]
fn s17_end_of_a_partial_start_is_equally_partial() {
    for (start, term, from, including) in [
        ("2019-06", "P90D", "2019-09", "2019-09"),
        ("2020-10~", "P3Y", "2023-10~", "2023-10~"),
        ("2020?", "P3Y", "2023?", "2023?"),
        ("2020-10-05?", "P1M", "2020-11-05?", "2020-11-04?"),
        // 31 days after 31 December, and a day less.
        ("2019-12", "P31D", "2020-01", "2020-01"),
        ("2019-12", "P1D", "2020-01", "2019-12"),
        ("2019", "P1D", "2020", "2019"),
        ("2020-01", "P1M", "2020-02", "2020-02"),
        ("2020-02", "P1Y", "2021-02", "2021-02"),
        ("2020", "P6M", "2021", "2021"),
        // The last possible day is 2020-04-30; a month later less a day is 2020-05-29.
        ("2020-04", "P1M", "2020-05", "2020-05"),
        // 2020-11-30 and 31 days: the day is subtracted from the first day.
        ("2020-11", "P31D", "2020-12", "2020-12"),
        ("2020-11", "P32D", "2021-01", "2020-12"),
    ] {
        assert_eq!(ends(start, term, "from"), from, "{start} {term} from");
        assert_eq!(ends(start, term, "including"), including, "{start} {term} including");
    }
}

/// S17: an act-by date is counted back from the first possible day of the end.
#[test]
fn s17_act_by_is_counted_back_from_first_possible_day_of_the_end() {
    for (end, notice, act_by) in [
        ("2023-10", "P3M", "2023-07"),
        ("2023-10", "P1D", "2023-09"),
        ("2023-10?", "P10D", "2023-09?"),
        ("2023", "P1D", "2022"),
        ("2023", "P3M", "2022"),
        ("2023~", "P12M1D", "2021~"),
        ("2024-03", "P1M", "2024-02"),
        ("2024-03", "P1M1D", "2024-01"),
        ("2024-03-31~", "P1M", "2024-02-29~"),
    ] {
        let members = format!(r#""signed": "2019-01-01", "end": "{end}", "notice": "{notice}""#);
        let standing = Registry::single(&members).standing("a", "2019-06-01", &quiet());
        let found = standing.act_by.map(|date| date.to_string());
        assert_eq!(found.as_deref(), Some(act_by), "{end} less {notice}");
    }
}

/// S17: expired from the day after the last possible day of `ends`; warnings use the first.
#[test]
fn s17_partial_end_warns_early_and_expires_late() {
    let rows = |ends: &str, early: &str, before: &str, last: &str, after: &str| {
        let registry = Registry::single(&format!(r#""signed": "2019-01-01", "end": "{ends}""#));
        let seen = |today: &str| {
            let standing = registry.standing("a", today, &thresholds("P1M", "P1000Y"));
            let flags: Vec<&str> = standing.flags.iter().map(|flag| flag.word()).collect();
            format!("{} {}", standing.status.word(), flags.join(" "))
        };
        assert_eq!(seen(before), "active ", "{ends} on {before}");
        assert_eq!(seen(early), "active expiring", "{ends} on {early}");
        assert_eq!(seen(last), "active expiring", "{ends} on {last}");
        assert_eq!(seen(after), "expired lapsed", "{ends} on {after}");
    };
    rows("2023-10", "2023-09-01", "2023-08-31", "2023-10-31", "2023-11-01");
    rows("2024-02~", "2024-01-01", "2023-12-31", "2024-02-29", "2024-03-01");
    rows("2023", "2022-12-01", "2022-11-30", "2023-12-31", "2024-01-01");
    rows("2023-10-15?", "2023-09-15", "2023-09-14", "2023-10-15", "2023-10-16");
}
