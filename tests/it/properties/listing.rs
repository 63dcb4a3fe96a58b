//! Commands that read agreements one by one agree with a computation over all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use mou::domain::{
    Agreement, Day, Header, Lineages, Standing, Status, Thresholds, findings, input, window_end,
};
use mou::store::node::Node;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::any;
use crate::sandbox::Sandbox;

/// Returns a configuration with few cases, because each runs the program.
fn few_cases() -> ProptestConfig {
    ProptestConfig::with_cases(48)
}

fn sandbox_of(agreements: &[Agreement]) -> Sandbox {
    let registry = json!({ "format": "mou-registry", "version": 1, "agreements": agreements });
    let sandbox = Sandbox::new();
    sandbox.write("registry.json", Node::parse(&registry.to_string()).unwrap().print() + "\n");
    sandbox
}

/// Linked agreements.
fn agreements() -> impl Strategy<Value = Vec<Agreement>> {
    prop_oneof![any::lineages(any::agreement(), 9), any::lineages(any::dated_agreement(), 9)]
}

fn standings(agreements: &[Agreement], today: Day) -> BTreeMap<&str, Standing> {
    let on_day: Vec<Cow<'_, Agreement>> = agreements.iter().map(|it| it.on(today)).collect();
    let lineages = Lineages::new(on_day.iter().map(AsRef::as_ref), today);
    let each = agreements.iter().zip(&on_day).map(|(agreement, then)| {
        let around = lineages.context_of(&agreement.id);
        (agreement.id.as_str(), then.standing(&around, today, &Thresholds::DEFAULT_THRESHOLDS))
    });
    each.collect()
}

fn ids(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let output = sandbox.mou(&[args, &["-o", "ids"]].concat()).success();
    let mut ids: Vec<String> = output.lines().map(str::to_owned).collect();
    ids.sort();
    ids
}

proptest! {
    #![proptest_config(few_cases())]

    #[test]
    fn list_and_expiring_match_the_standings_of_all(agreements in agreements(), today in any::day()) {
        let sandbox = sandbox_of(&agreements);
        let as_of = format!("--as-of={today}");
        let standings = standings(&agreements, today);
        let ids_with = |matches: &dyn Fn(&Standing) -> bool| -> Vec<String> {
            let matching = standings.iter().filter(|(_, standing)| matches(standing));
            matching.map(|(id, _)| (*id).to_owned()).collect()
        };
        let active = ids_with(&|standing| standing.status == Status::Active);
        prop_assert_eq!(ids(&sandbox, &["list", "--active", &as_of]), active);
        let within = input::parse_duration("2y").unwrap();
        let until = window_end(today, within);
        let expiring = ids_with(&|standing| standing.is_to_act_on(today, until));
        prop_assert_eq!(ids(&sandbox, &["expiring", "--within", "2y", &as_of]), expiring);
    }

    #[test]
    fn check_matches_the_findings_of_all(agreements in agreements(), today in any::day()) {
        let output = sandbox_of(&agreements).mou(&["check", "-o", "jsonl", &format!("--as-of={today}")]);
        let found: Vec<Value> =
            output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut left = findings(&agreements, today, &Header::default());
        left.retain(|finding| {
            let agreement = agreements.iter().find(|agreement| agreement.id == finding.agreement);
            !finding.is_accepted(&agreement.unwrap().accepted, today)
        });
        let expected = left.into_iter().map(|finding| {
            json!({
                "severity": finding.severity(),
                "rule": finding.rule,
                "id": finding.id(),
                "agreement": finding.agreement,
                "activity": finding.activity,
                "message": finding.message,
                "mend": finding.fix_command,
            })
        });
        let without_nulls = |mut finding: Value| {
            finding.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            finding
        };
        let expected: Vec<Value> = expected.map(without_nulls).collect();
        prop_assert_eq!(found.into_iter().map(without_nulls).collect::<Vec<_>>(), expected);
    }
}
