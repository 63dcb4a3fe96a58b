//! Compares standings with those of an independent implementation: 270 agreements on 3,480 days in all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use mou::domain::{Agreement, Day, Lineages, Settings, Standing, Thresholds};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Registry {
    agreements: Vec<Agreement>,
}

fn data(name: &str) -> String {
    let path = format!("{}/tests/data/standing/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn as_json(day: &str, id: &str, standing: &Standing) -> Value {
    let mut all = json!({
        "day": day,
        "id": id,
        "status": standing.status,
        "flags": standing.flags,
    });
    let ends = standing.ends.to_string();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            all[key] = value;
        }
    };
    set("ends", (!ends.is_empty()).then(|| json!(ends)));
    set("act_by", standing.act_by.map(|date| json!(date)));
    set("ends_in_days", standing.ends_in_days.map(|days| json!(days)));
    set("act_in_days", standing.act_in_days.map(|days| json!(days)));
    set("idle_days", standing.idle_days.map(|days| json!(days)));
    let followed = !standing.succeeded_by.is_empty();
    set("succeeded_by", followed.then(|| json!(standing.succeeded_by)));
    all
}

#[test]
fn standing_matches_the_independent_engine_on_every_day() {
    let registry: Registry = serde_json::from_str(&data("registry.json")).unwrap();
    let thresholds = Thresholds::from_settings(&Settings::default());
    let mut by_day: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in data("expected.jsonl").lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        by_day.entry(line["day"].as_str().unwrap().to_owned()).or_default().push(line);
    }
    let mut wrong = Vec::new();
    let mut right = 0;
    for (day, expected) in by_day {
        let today: Day = day.parse().unwrap();
        let agreements: Vec<Cow<'_, Agreement>> =
            registry.agreements.iter().map(|agreement| agreement.on(today)).collect();
        let lineages = Lineages::new(agreements.iter().map(AsRef::as_ref), today);
        let by_id: BTreeMap<&str, &Agreement> = agreements
            .iter()
            .map(|agreement| (agreement.id.as_str(), agreement.as_ref()))
            .collect();
        for line in expected {
            let agreement = by_id[line["id"].as_str().unwrap()];
            let standing =
                agreement.standing(&lineages.context_of(&agreement.id), today, &thresholds);
            let computed = as_json(&day, agreement.id.as_str(), &standing);
            if computed == line {
                right += 1;
            } else {
                wrong.push(format!("expected {line}\ncomputed {computed}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ, the first:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
    assert_eq!(right, 3480);
}
