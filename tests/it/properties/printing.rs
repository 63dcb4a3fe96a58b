//! Round trips: dates, durations, agreements and registries read back as printed.

use std::path::Path;
use std::time::Duration as Time;

use mou::domain::{Agreement, Date, Duration, Header, RecordedDate, Settings, Term, input};
use mou::store::node::Node;
use mou::store::{Locking, Mode, RegistryFile, RegistryPath, Stamp, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::many_cases;
use crate::any;

/// Returns the text of a registry file.
fn text_of(head: &Header, agreements: &[Agreement]) -> String {
    let mut members = vec![("format", json!("mou-registry")), ("version", json!(1))];
    let optional = |value: &Option<String>| value.as_ref().map(|text| json!(text));
    members.extend(optional(&head.uid).map(|uid| ("uid", uid)));
    members.extend(optional(&head.owner).map(|owner| ("owner", owner)));
    let mut parts: Vec<String> =
        members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    if head.settings != Settings::default() {
        parts.push(format!("\"settings\":{}", serde_json::to_string(&head.settings).unwrap()));
    }
    parts.push(format!("\"agreements\":{}", serde_json::to_string(agreements).unwrap()));
    Node::parse(&format!("{{{}}}", parts.join(","))).unwrap().print() + "\n"
}

fn all_of(reading: &RegistryFile) -> Vec<Agreement> {
    let all = reading.scan(|record, all| {
        all.push(record.agreement()?);
        Ok(())
    });
    all.unwrap()
}

fn read(text: &str) -> RegistryFile {
    RegistryFile::of_bytes(Path::new("registry.json"), text.as_bytes().to_vec()).unwrap()
}

proptest! {
    #![proptest_config(many_cases())]

    #[test]
    fn printed_date_reads_back(date in any::date(), today in any::day()) {
        let printed = date.to_string();
        prop_assert_eq!(printed.parse::<Date>(), Ok(date));
        prop_assert_eq!(input::parse_date(&printed, today), Ok(date));
    }

    #[test]
    fn printed_recorded_date_reads_back(stated in any::stated(), today in any::day()) {
        let printed = stated.to_string();
        prop_assert_eq!(printed.parse::<RecordedDate>(), Ok(stated));
        prop_assert_eq!(input::parse_recorded_date(&printed, today), Ok(stated));
    }

    #[test]
    fn printed_duration_reads_back_in_both_forms(length in any::duration()) {
        let printed = length.to_string();
        prop_assert_eq!(printed.parse::<Duration>(), Ok(length));
        prop_assert_eq!(input::parse_duration(&printed), Ok(length));
        prop_assert_eq!(input::parse_duration(&length.in_words()), Ok(length));
    }

    #[test]
    fn printed_term_reads_back(term in any::term()) {
        let printed = term.to_string();
        prop_assert_eq!(printed.parse::<Term>(), Ok(term));
        prop_assert_eq!(input::parse_term(&printed), Ok(term));
    }

    #[test]
    fn dates_sort_by_first_then_last_possible_day(one in any::date(), other in any::date()) {
        let days = |date: Date| (date.first(), date.last());
        prop_assert!(days(one) == days(other) || (one < other) == (days(one) < days(other)));
        prop_assert_eq!(one.cmp(&other).is_eq(), one == other);
        let cut = one.at_precision_of(other.first()).unwrap();
        prop_assert_eq!((cut.precision(), cut.doubt()), (one.precision(), one.doubt()));
        prop_assert!(cut.first() <= other.first() && other.first() <= cut.last());
        prop_assert!(one.first() <= one.last());
        prop_assert_eq!(one.is_certain_day(), one.to_string().len() == 10);
    }

    #[test]
    fn written_agreement_reads_back(agreement in any::agreement()) {
        let written = serde_json::to_string_pretty(&agreement).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Agreement>(&written).unwrap(), &agreement);
        // The store prints a record exactly as serde does.
        let on_one_line = serde_json::to_string(&agreement).unwrap();
        prop_assert_eq!(Node::parse(&on_one_line).unwrap().print(), written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn written_registry_reads_back(
        head in any::head(), agreements in any::lineages(any::agreement(), 8),
    ) {
        let text = text_of(&head, &agreements);
        let reading = read(&text);
        prop_assert_eq!(reading.head(), &head);
        prop_assert_eq!(&all_of(&reading), &agreements);
        for agreement in &agreements {
            let found = reading.find(agreement.id.as_str()).unwrap().unwrap();
            prop_assert_eq!(&found.agreement().unwrap(), agreement);
        }
        // The layout and the order of the records make no difference.
        let mut turned: Value = serde_json::from_str(&text).unwrap();
        turned["agreements"].as_array_mut().unwrap().reverse();
        let turned = read(&turned.to_string());
        prop_assert_eq!((turned.head(), &all_of(&turned)), (&head, &agreements));
    }
}

proptest! {
    // Few cases, because each is written to the disk.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn added_agreement_is_stored_as_serde_writes_it(
        head in any::head(), agreements in any::lineages(any::agreement(), 40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.json");
        let locking = Locking { timeout: Time::from_secs(60), off: false };
        let store = Store::new(RegistryPath { path: path.clone(), named: true }, locking);
        let stamp = Stamp {
            at: "2025-01-04T09:00:00Z".to_owned(),
            who: "mei".to_owned(),
            command: vec!["mou".to_owned()],
        };
        let head = Header { uid: Some(head.uid.clone().unwrap_or_default()), ..head };
        store.create(&stamp, Mode::Apply, &head).unwrap();
        store
            .change(&stamp, Mode::Apply, |draft| {
                agreements.iter().rev().for_each(|agreement| draft.put(agreement.clone()));
                Ok(())
            })
            .unwrap();
        prop_assert_eq!(std::fs::read_to_string(&path).unwrap(), text_of(&head, &agreements));
        let read_back = all_of(&store.read().unwrap());
        prop_assert_eq!(read_back, agreements);
    }
}
