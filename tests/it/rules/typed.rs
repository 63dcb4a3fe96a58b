//! Dates and durations as people type them and as they are shown: section 4 of the product.

use serde_json::{Value, json};

use super::sandbox_of;
use crate::sandbox::Sandbox;

/// Adds an agreement with these flags, and returns the recorded members or the error.
fn added(flags: &[&str]) -> Result<Value, String> {
    let sandbox = Sandbox::new();
    let output = sandbox.mou(&[&["add", "A", "--party", "P"], flags].concat());
    if output.code == 0 {
        let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
        Ok(registry["agreements"][0].clone())
    } else {
        assert_eq!(output.code, 2, "{flags:?}: {}", output.to_text());
        assert!(sandbox.files().is_empty(), "{flags:?}: {:?}", sandbox.files());
        Err(output.stderr)
    }
}

/// Section 4: the forms in which a date may be typed. Today is 2026-11-22.
#[test]
fn typed_date_is_recorded_as_precisely_as_it_is_known() {
    for (typed, recorded) in [
        ("2022-07-04", "2022-07-04"),
        ("2022-07", "2022-07"),
        ("2022", "2022"),
        ("2022-07-04?", "2022-07-04?"),
        ("2022-07~", "2022-07~"),
        ("unknown", "unknown"),
        ("4 July 2022", "2022-07-04"),
        ("4 Jul 2022", "2022-07-04"),
        ("July 4, 2022", "2022-07-04"),
        ("July 2022", "2022-07"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("+3m", "2027-02-22"),
        ("-1y", "2025-11-22"),
        (" 2022-07-04 ", "2022-07-04"),
        ("2024-02-29", "2024-02-29"),
        // Accepted with a warning.
        ("1799-12-31", "1799-12-31"),
        ("2127-01-01", "2127-01-01"),
    ] {
        let record = added(&["--signed", typed]).unwrap();
        assert_eq!(record["signed"], json!(recorded), "{typed:?}");
    }
}

/// Section 4: an invalid or ambiguous date is refused; the message names both readings.
#[test]
fn typed_date_with_two_readings_or_none_is_refused() {
    for typed in [
        "2022-02-30",
        "2023-02-29",
        "2022-13",
        "0000-01-01",
        "10000-01-01",
        "2022 -07-04",
        "",
        "soon",
    ] {
        assert!(added(&["--signed", typed]).is_err(), "{typed:?}");
    }
    let error = added(&["--signed", "04/07/2022"]).unwrap_err();
    assert!(error.contains("2022-07-04") && error.contains("2022-04-07"), "{error}");
}

/// Section 4: the forms of a duration, which is written as ISO 8601.
#[test]
fn typed_duration_is_recorded_as_iso_8601() {
    for (typed, recorded) in [
        ("3y", "P3Y"),
        ("6m", "P6M"),
        ("2w", "P2W"),
        ("90d", "P90D"),
        ("1y6m", "P1Y6M"),
        ("P1Y6M", "P1Y6M"),
        ("18 months", "P18M"),
        ("3 years", "P3Y"),
        (" 3y ", "P3Y"),
        ("1000y", "P1000Y"),
        ("indefinite", "indefinite"),
    ] {
        let record = added(&["--term", typed]).unwrap();
        assert_eq!(record["term"], json!(recorded), "{typed:?}");
    }
    for typed in ["5h", "1.5y", "P0.5Y", "PT5H", "0d", "1001y", "12001m", "-1y", "", "3"] {
        assert!(added(&["--notice", typed]).is_err(), "{typed:?}");
    }
}

/// Section 4: `--as-of` must be one whole day.
#[test]
fn day_that_counts_as_today_is_one_whole_day() {
    let sandbox = sandbox_of("", &[("a", r#""signed": "2020-01-01""#)]);
    for (typed, code) in [
        ("2026-11-22", 0),
        ("2026-11", 2),
        ("2026", 2),
        ("2026-11-22?", 2),
        ("2026-11-22~", 2),
        ("unknown", 2),
    ] {
        let output = sandbox.mou(&["list", "--as-of", typed]);
        assert_eq!(output.code, code, "{typed}: {}", output.to_text());
        let pinned =
            sandbox_of("", &[("a", r#""signed": "2020-01-01""#)]).with_variable("MOU_TODAY", typed);
        assert_eq!(pinned.mou(&["list"]).code, code, "{typed}");
    }
    // It decides what a relative date and the default of `--on` mean.
    let sandbox = sandbox_of("", &[("a", r#""signed": "2020-01-01""#)]);
    sandbox.mou(&["suspend", "a", "--as-of", "2024-02-01"]).success();
    sandbox.mou(&["resume", "a", "--as-of", "2024-03-31", "--on", "-1m"]).success();
    let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    let events = registry["agreements"][0]["events"].as_array().unwrap();
    let days: Vec<&str> = events.iter().map(|event| event["on"].as_str().unwrap()).collect();
    assert_eq!(days, ["2024-02-01", "2024-02-29"]);
}

/// Section 4: a partial date is named as a range, and `today` is never printed for it.
#[test]
fn partial_date_is_shown_as_a_range() {
    for (end, shown) in [("2026-11", "2026-11 (this month)"), ("2026", "2026 (this year)")] {
        let members = format!(r#""signed": "2020-01-01", "end": "{end}""#);
        let sandbox = sandbox_of("", &[("a", &members)]);
        let card = sandbox.mou(&["show", "a"]).success();
        assert_eq!(card.matches(shown).count(), 2, "{card}");
        assert!(!card.contains("today"), "{card}");
    }
}

/// Section 4: a last day is never moved; an act-by date on a weekend is shown with the Friday
/// before it, unless the agreement is settled.
#[test]
fn act_by_on_a_weekend_is_shown_with_the_friday_before() {
    const NOTICE: &str = r#""events": [ { "kind": "notice", "on": "2026-01-01" } ]"#;
    for (end, friday) in [
        // 2027-01-02 is a Saturday.
        ("2027-01-01", None),
        ("2027-01-02", Some("2027-01-01")),
        ("2027-01-03", Some("2027-01-01")),
        ("2027-01-04", None),
    ] {
        let members = format!(r#""signed": "2020-01-01", "end": "{end}""#);
        let open = sandbox_of("", &[("a", &members)]);
        let card = open.mou(&["show", "a"]).success();
        assert!(card.contains(end), "{card}");
        assert_eq!(card.contains("Friday"), friday.is_some(), "{card}");
        assert!(friday.is_none_or(|friday| card.contains(friday)), "{card}");
        let settled = sandbox_of("", &[("a", &format!("{members}, {NOTICE}"))]);
        let card = settled.mou(&["show", "a"]).success();
        assert!(!card.contains("Friday"), "{card}");
    }
}
