//! Partners and settings: S6.

use serde_json::{Value, json};

use super::{json_on, sandbox_of};

fn partners(owner: &str, parties: &str, today: &str) -> Value {
    let members = format!(r#""signed": "2019-01-01", "parties": {parties}"#);
    let sandbox = sandbox_of(owner, &[("a", &members)]);
    json_on(&sandbox, today, &["list"])[0].get("partners").cloned().unwrap_or_default()
}

/// S6: a party is no partner from the first possible day of `left` on, nor before the first
/// possible day of `joined`.
#[test]
fn s6_party_is_a_partner_from_joining_until_leaving() {
    let parties = r#"[
        { "name": "Zeta", "left": "2024-05" },
        { "name": "Owner" },
        { "name": "Alpha", "joined": "2023-06-15?" },
        { "name": "Beta", "joined": "2024", "left": "2024-06-01" },
        { "name": "Gamma", "joined": "2024-02-29", "left": "2024-02-29" }
    ]"#;
    for (today, expected) in [
        ("2023-06-14", json!(["Zeta"])),
        ("2023-06-15", json!(["Zeta", "Alpha"])),
        ("2023-12-31", json!(["Zeta", "Alpha"])),
        ("2024-01-01", json!(["Zeta", "Alpha", "Beta"])),
        ("2024-02-29", json!(["Zeta", "Alpha", "Beta"])),
        ("2024-04-30", json!(["Zeta", "Alpha", "Beta"])),
        ("2024-05-01", json!(["Alpha", "Beta"])),
        ("2024-05-31", json!(["Alpha", "Beta"])),
        ("2024-06-01", json!(["Alpha"])),
    ] {
        assert_eq!(partners(r#""owner": "Owner","#, parties, today), expected, "on {today}");
    }
}

/// S6: the owner is recognised by name or short name; without one, every party is a partner.
#[test]
fn s6_partners_are_the_parties_other_than_the_owner() {
    let parties = r#"[
        { "name": "Government Technology Agency", "short": "GovTech" }, { "name": "GDS" }
    ]"#;
    let both = json!(["Government Technology Agency", "GDS"]);
    for (owner, expected) in [
        ("", both.clone()),
        (r#""owner": "GovTech","#, json!(["GDS"])),
        (r#""owner": "Government Technology Agency","#, json!(["GDS"])),
        (r#""owner": "Somebody else","#, both),
    ] {
        assert_eq!(partners(owner, parties, "2024-01-01"), expected, "{owner}");
    }
}

/// S6: an owner that has left, or has not joined yet, is still the owner and never a partner.
#[test]
fn s6_owner_that_left_or_has_not_joined_is_no_partner() {
    for party in [
        r#"{ "name": "Owner", "left": "2021-01-01" }"#,
        r#"{ "name": "Owner", "joined": "2030-01-01" }"#,
        r#"{ "name": "Owner", "joined": "2020", "left": "2021" }"#,
    ] {
        let parties = format!(r#"[ {{ "name": "B" }}, {party}, {{ "name": "A" }} ]"#);
        for today in ["2020-06-01", "2020-12-31", "2021-01-01", "2031-01-01"] {
            let found = partners(r#""owner": "Owner","#, &parties, today);
            assert_eq!(found, json!(["B", "A"]), "{party} on {today}");
        }
    }
}

/// S6: settings are read in both forms, and mean the same.
#[test]
fn s6_settings_are_read_in_both_forms() {
    for settings in [
        r#""settings": { "within": "2m", "dormant": "3y" },"#,
        r#""settings": { "within": "P2M", "dormant": "P3Y" },"#,
    ] {
        let sandbox = sandbox_of(settings, &[("a", r#""signed": "2020-01-01", "term": "P5Y""#)]);
        for (today, flags) in [
            ("2022-12-31", json!([])),
            ("2023-01-01", json!(["dormant"])),
            ("2024-10-31", json!(["dormant"])),
            ("2024-11-01", json!(["expiring", "dormant"])),
        ] {
            assert_eq!(json_on(&sandbox, today, &["list"])[0]["flags"], flags, "on {today}");
        }
    }
}

/// S6: durations in settings are written as ISO 8601.
#[test]
fn s6_settings_are_written_as_iso_8601() {
    let sandbox = sandbox_of("", &[("a", r#""signed": "2020-01-01""#)]);
    for command in [
        ["config", "within", "4m"].as_slice(),
        &["config", "dormant", "18 months"],
        &["config", "lead", "6m", "1m", "10d"],
    ] {
        sandbox.mou(command).success();
    }
    let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    assert_eq!(
        registry["settings"],
        json!({ "within": "P4M", "dormant": "P18M", "lead": ["P6M", "P1M", "P10D"] })
    );
}
