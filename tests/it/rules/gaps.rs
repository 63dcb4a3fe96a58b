//! Gaps between an agreement and its successor: S47.

use serde_json::{Value, json};

use super::{json_on, sandbox_of, with};

/// Returns the gap between `a`, with these members, and `b`, as the lineage has it in JSON.
fn gap(predecessor: &str, successor: &str) -> Value {
    let successor = format!(r#"{successor}, "succeeds": ["a"]"#);
    let sandbox = sandbox_of("", &[("a", predecessor), ("b", &successor)]);
    let chain = json_on(&sandbox, "2026-11-22", &["chain", "b"]);
    let shown = json_on(&sandbox, "2026-11-22", &["show", "a"]);
    assert_eq!(chain["links"], shown["lineage"]["links"]);
    chain["links"][0].clone()
}

fn of_days(end: &str, start: &str) -> Value {
    let predecessor = format!(r#""signed": "2015-01-01", "end": "{end}""#);
    gap(&predecessor, &format!(r#""signed": "{start}""#))
}

/// S47: first day of the successor - last day of the predecessor - 1.
#[test]
fn s47_certain_gap_is_one_number() {
    for (end, start, days) in [
        ("2020-12-31", "2021-01-01", 0),
        ("2020-12-31", "2021-01-02", 1),
        ("2020-12-31", "2020-12-31", -1),
        ("2020-12-31", "2020-12-01", -31),
        ("2020-02-28", "2020-03-01", 1),
        ("2021-02-28", "2021-03-01", 0),
        ("2020-12-31", "2022-01-01", 365),
        // A mark changes no possible day.
        ("2020-12-31?", "2021-01-02~", 1),
    ] {
        let link = of_days(end, start);
        assert_eq!(link["gap_days"], json!(days), "{end} and {start}: {link}");
        assert_eq!(link.get("gap_days_min"), None, "{end} and {start}");
        assert_eq!(link.get("gap_days_max"), None, "{end} and {start}");
    }
}

/// S47: with partial dates it is a range, `gap_days_min` and `gap_days_max`.
#[test]
fn s47_gap_of_partial_dates_is_a_range() {
    for (end, start, min, max) in [
        // The example.
        ("2020-12-31", "2021-01", 0, 30),
        ("2020-12", "2021-01-01", 0, 30),
        ("2020-12", "2021-01", 0, 60),
        ("2020-12", "2020-12-15", -17, 13),
        ("2020", "2021", 0, 729),
        ("2020-06", "2020-06", -30, 28),
        ("2020-12-31", "2021-02~", 31, 58),
        ("2020-12-31", "2019-12", -397, -367),
    ] {
        let link = of_days(end, start);
        assert_eq!(link["gap_days_min"], json!(min), "{end} and {start}: {link}");
        assert_eq!(link["gap_days_max"], json!(max), "{end} and {start}: {link}");
        assert_eq!(link.get("gap_days"), None, "{end} and {start}");
    }
}

/// S47: without a last day or a first day there is no number.
#[test]
fn s47_gap_without_an_end_or_a_first_day_cannot_be_computed() {
    for (predecessor, successor) in [
        (r#""signed": "2015-01-01""#, r#""signed": "2020-01-01""#),
        (r#""signed": "2015-01-01", "term": "indefinite""#, r#""signed": "2020-01-01""#),
        (r#""signed": "2015-01-01", "end": "2020-01-01""#, r#""signed": "unknown""#),
        (
            r#""signed": "2015-01-01", "end": "2020-01-01""#,
            r#""signed": "2020-01-01", "effective": "pending""#,
        ),
        (
            r#""signed": "2015-01-01", "end": "2020-01-01""#,
            r#""signed": "2020-01-01", "effective": "unknown""#,
        ),
    ] {
        let link = gap(predecessor, successor);
        for key in ["gap_days", "gap_days_min", "gap_days_max"] {
            assert_eq!(link.get(key), None, "{predecessor} and {successor}: {link}");
        }
        let words = link["gap"].as_str().unwrap();
        assert!(words.starts_with("cannot be computed"), "{words}");
    }
    let link = gap(r#""signed": "2015-01-01""#, r#""signed": "2020-01-01""#);
    assert_eq!(link["gap"], json!("cannot be computed: the end of a is not known"));
}

/// S47 and S36: the last day is that of the period that was current when the successor took effect.
#[test]
fn s47_gap_counts_from_the_last_period_before_the_successor() {
    let yearly = r#""signed": "2015-01-01", "term": "P1Y", "renewal": { "every": "P1Y" }"#;
    // The period up to 2018-01-01, and an overlap of 1 July to 1 January.
    assert_eq!(gap(yearly, r#""signed": "2017-07-01""#)["gap_days"], json!(-185));
    let noticed = with(yearly, "notice 2017-03-01 end=2017-05-31");
    assert_eq!(gap(&noticed, r#""signed": "2017-07-01""#)["gap_days"], json!(30));
    let terminated = with(yearly, "terminated 2017-03-01");
    assert_eq!(gap(&terminated, r#""signed": "2017-03-02""#)["gap_days"], json!(0));
}
