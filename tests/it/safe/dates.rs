//! Invalid dates and durations, and dates after the year 9999.

use super::{assert_refused, sandbox};
use crate::sandbox::Sandbox;

#[test]
fn rule_19_invalid_date_is_refused_and_nothing_changed() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    for typed in [
        "2023-02-31",
        "31 Feb 2023",
        "2023-02-29",
        "999999-01-01",
        "+262142-12-31",
        "10000-01-01",
        "0000-01-01",
        "2023-00-01",
        "2023-13-01",
        "2023-2-3",
        " 2024 - 01 - 01",
        "+12027-02-03",
        "٢٠٢٤-٠١-٠١",
        "２０２４-01-01",
        "2024-01-01T00:00:00Z",
        "04/07/2022",
        "2024-01-01\u{0}",
        "+99999999y",
        "-9999y",
        "9999999999999999999999",
    ] {
        if typed.contains('\0') {
            continue;
        }
        for flag in ["--signed", "--effective", "--end"] {
            let output = sandbox.mou(&["edit", "eth-nus-2021", flag, typed]);
            assert_refused(&output, 2, "error: ");
        }
        let output = sandbox.mou(&["list", "--as-of", typed]);
        assert_eq!(output.code, 2, "{typed}: {}", output.to_text());
        assert_eq!(sandbox.registry(), before, "{typed}");
        assert_eq!(sandbox.files(), ["registry.json"], "{typed}");
    }
}

#[test]
fn rule_19_invalid_duration_is_refused_and_nothing_changed() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    for typed in [
        "P9999999Y",
        "99999999999y",
        "-3y",
        "1001y",
        "P1001Y",
        "0y",
        "P0D",
        "1.5y",
        "P1.5Y",
        "PT6H",
        "6h",
        "٣y",
        "３y",
        "P",
        "PY",
        "y",
        "3",
        "3 y y",
        "12001m",
        "400000d",
        "18446744073709551616d",
        "1y-1m",
    ] {
        for flag in ["--term", "--notice", "--review", "--renewal", "--lead"] {
            let output = sandbox.mou(&["edit", "eth-nus-2021", flag, typed]);
            assert_refused(&output, 2, "error: ");
        }
        assert_eq!(sandbox.registry(), before, "{typed}");
    }
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn rule_19_term_past_the_year_9999_is_refused() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    for (signed, term) in
        [("9999-12-31", "1d"), ("9999-12-31", "1000y"), ("9000-01", "1000y"), ("9999", "1m")]
    {
        let args = ["add", "T", "--party", "P", "--signed", signed, "--term", term];
        assert_refused(&sandbox.mou(&args), 1, "9999");
    }
    for args in [
        &["renew", "eth-nus-2021", "--term", "1000y", "--from", "9999-01-01"][..],
        &["notice", "eth-nus-2021", "--on", "9999-12-01", "--term", "1000y"],
    ] {
        let output = sandbox.mou(args);
        assert_eq!(output.code, 1, "{args:?}: {}", output.to_text());
    }
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn rule_19_file_with_dates_past_the_year_9999_is_read_without_a_panic() {
    let record = |id: &str, facts: &str| {
        format!(
            r#"{{"id":"{id}","title":"T","parties":[{{"name":"A"}},{{"name":"B"}}],{facts},
            "activities":[{{"n":1,"title":"t","on":"9999-12-31"}},{{"n":2,"title":"t","due":"0001-01-01"}}]}}"#
        )
    };
    let records = [
        record("a", r#""signed":"9999-12-31","term":"P1000Y""#),
        record("b", r#""signed":"9999-12","term":"P1D","notice":"P1000Y""#),
        record("c", r#""signed":"0001-01-01","term":"P1D","notice":"P1000Y","basis":"including""#),
        record("d", r#""signed":"0001","term":"indefinite","review":"P1000Y""#),
        record("e", r#""signed":"0001-01-01","term":"P1D","renewal":{"every":"P1D"}"#),
        record(
            "f",
            r#""signed":"9999-12-30","term":"P1D","renewal":{"every":"P1000Y","max":4294967295}"#,
        ),
        record(
            "g",
            r#""signed":"0001-01-01","end":"0001-01-01","basis":"including","notice":"P1D""#,
        ),
        record(
            "h",
            r#""signed":"2000-01-01","term":"P1000Y","events":[{"kind":"renewed","on":"9999-12-31","term":"P1000Y"}]"#,
        ),
        record(
            "i",
            r#""signed":"2000-01-01","term":"indefinite","notice":"P1000Y","events":[{"kind":"notice","on":"9999-12-31"}]"#,
        ),
        record("j", r#""signed":"2000-01-01","term":"P1Y","succeeds":["a","c"]"#),
    ];
    let text =
        format!(r#"{{"format":"mou-registry","version":1,"agreements":[{}]}}"#, records.join(","));
    let sandbox = Sandbox::with_registry(&text);
    for day in ["0001-01-01", "2026-11-22", "9999-12-31"] {
        for args in [
            &["--as-of", day][..],
            &["list", "--as-of", day, "-o", "json"],
            &["list", "--as-of", day, "--dormant=1000y"],
            &["expiring", "--as-of", day, "--within", "1000y", "--lapsed=1000y"],
            &["check", "--as-of", day],
            &["activity", "list", "--as-of", day],
        ] {
            let output = sandbox.mou(args);
            assert!(matches!(output.code, 0 | 1 | 2 | 4), "{args:?}: {}", output.to_text());
            assert!(!output.stderr.contains("panicked"), "{args:?}: {}", output.to_text());
        }
        for id in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
            for command in ["show", "why", "chain"] {
                let output = sandbox.mou(&[command, id, "--as-of", day]);
                assert_eq!(output.code, 0, "{command} {id} on {day}: {}", output.to_text());
            }
        }
    }
    assert_eq!(sandbox.registry(), text);
}
