//! The example registry has exactly the facts of ten real announcements about ten agreements.
//!
//! `tests/data/announcements.json` has the facts under its own names (`acronym`, `for`, `who`). The expected
//! records are built from it and compared with the example field by field. The test fails for a fact that is
//! neither mapped nor excluded with a reason, and for a field of the example without an announcement.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

type Record = Map<String, Value>;

/// The id of the record for each announcement.
const RECORDS: [(&str, &str); 10] = [
    ("04", "singapore-socialist-republic-of-vietnam-2008"),
    ("08", "ccpit-ccoic-mediation-center-simc-2017"),
    ("13", "singapore-uzbekistan-2021"),
    ("15", "minlaw-shanghai-municipal-bureau-of-justice-the-law-society-of-singapore-2023"),
    ("19", "ministry-of-justice-minlaw-2025"),
    ("21", "government-of-the-kingdom-of-thailand-government-of-the-united-states-of-america-2025"),
    ("25", "new-jersey-new-york-pennsylvania"),
    ("29", "esa-nasa-2024"),
    ("S1", "gds-govtech-2019"),
    ("S2", "gds-govtech-2022"),
];

/// The facts about an announcement itself, some of which are in its reference.
const ANNOUNCEMENT_KEYS: [&str; 7] =
    ["id", "publisher", "published", "url", "links", "source", "agreements"];

/// The facts whose field has the same name.
const SAME_NAMES: [&str; 12] = [
    "agreement.title",
    "agreement.signed",
    "agreement.effective",
    "agreement.areas",
    "agreement.related",
    "party.name",
    "person.name",
    "person.title",
    "term.end",
    "activity.title",
    "activity.areas",
    "activity.outcome",
];

/// The facts without a field, with the reason.
const EXCLUDED_FACTS: [(&str, &str); 4] = [
    ("agreement.noted", "has no field; another test finds it in the notes"),
    ("party.note", "names only the minister who signed, like the signatories"),
    ("term.text", "the wording of `months`, or of `start` and `end`"),
    ("activity.since", "a bound on its day, not its first day; `known_by` is the other bound"),
];

/// The fields that are in no announcement, with the reason.
const ADDED_FIELDS: [(&str, &str); 6] = [
    ("agreement.id", "follows from the parties and the year; `RECORDS` has it"),
    ("agreement.notes", "say what is not known, and what has no field"),
    ("agreement.references", "point to the announcements; checked by a test of their own"),
    ("activity.kind", "one word for a whole sentence"),
    ("activity.notes", "say what is not known, and what has no field"),
    ("activity.references", "point to the announcements; checked by a test of their own"),
];

const COUNTRIES: [(&str, &str); 7] = [
    ("China", "CN"),
    ("Singapore", "SG"),
    ("Thailand", "TH"),
    ("United Kingdom", "GB"),
    ("United States", "US"),
    ("Uzbekistan", "UZ"),
    ("Vietnam", "VN"),
];

#[test]
fn example_has_every_agreement_of_the_announcements() {
    let registry = registry();
    let mut announced = BTreeMap::new();
    let mut agreements = 0;
    for announcement in announcements() {
        for key in members(&announcement).keys() {
            assert!(ANNOUNCEMENT_KEYS.contains(&key.as_str()), "`announcement.{key}` is not known");
        }
        for agreement in list(&announcement["agreements"]) {
            add_expected(&mut announced, &announcement, agreement);
            agreements += 1;
        }
    }
    assert_eq!((agreements, announced.len()), (10, 10));
    let ids: (Vec<&String>, Vec<&String>) = (registry.keys().collect(), announced.keys().collect());
    assert_eq!(ids.0, ids.1, "agreements of the example and of the announcements");
    for (id, mut expected) in announced {
        let record = without_added("agreement", &registry[&id]);
        if !expected.contains_key("title") {
            // The announcement has no title, so the record has a descriptive one.
            expected.insert("title".to_owned(), record["title"].clone());
        }
        let fields: BTreeSet<&String> = expected.keys().chain(record.keys()).collect();
        for field in fields {
            assert_eq!(record.get(field), expected.get(field), "`{field}` of `{id}`");
        }
    }
}

#[test]
fn fact_without_a_field_is_in_the_notes() {
    let registry = registry();
    for announcement in announcements() {
        let notes = text(&registry[record_of(&announcement["id"])]["notes"]);
        for agreement in list(&announcement["agreements"]) {
            for fact in agreement.get("noted").map_or(&[][..], list) {
                assert!(notes.contains(text(fact)), "{fact} is not in: {notes}");
            }
        }
    }
}

#[test]
fn reference_points_to_an_announcement_or_one_of_its_links() {
    let announcements = announcements();
    let registry = registry();
    let links: BTreeSet<&str> =
        announcements.iter().filter_map(|one| one.get("links")).flat_map(list).map(text).collect();
    let mut linked = BTreeSet::new();
    for (id, record) in &registry {
        let activities = record.get("activities").map_or(&[][..], list);
        let of_activities = activities.iter().map(|activity| &activity["references"]);
        for reference in of_activities.chain([&record["references"]]).flat_map(list) {
            let link = reference["url"].as_str().filter(|url| links.contains(url));
            let announced = announcements.iter().any(|one| points_to(reference, one));
            assert!(announced || link.is_some(), "{reference} of `{id}` is in no announcement");
            linked.extend(link);
        }
    }
    assert_eq!(linked, links, "every link of an announcement is a reference");
    for one in &announcements {
        let references = list(&registry[record_of(&one["id"])]["references"]);
        assert!(references.iter().any(|to| points_to(to, one)), "no reference to {}", one["id"]);
    }
}

#[test]
fn uk_singapore_records_are_the_same_in_both_examples() {
    let small = read("examples/uk-singapore.json");
    let large = read("examples/registry.json");
    let (small, large) = (record_texts(&small), record_texts(&large));
    assert_eq!((small.len(), large.len()), (2, 10));
    for record in small {
        assert!(large.contains(&record), "this record differs in registry.json:\n{record}");
    }
}

/// Adds the facts of an announcement about an agreement to the expected records, by id.
fn add_expected(announced: &mut BTreeMap<String, Record>, announcement: &Value, agreement: &Value) {
    let id = record_of(&announcement["id"]);
    let mut record = fields_of("agreement", agreement);
    if let Some(effective) = agreement.get("effective") {
        assert_eq!(effective, "upon the date of its signature by both");
        record.insert("effective".to_owned(), agreement["signed"].clone());
    }
    // The announcement of the second agreement lists the activities under the first.
    if let Some(facts) = agreement.get("activities") {
        let of = agreement.get("activities_of").map_or(id, record_of);
        let mut activities = Vec::new();
        for (fact, n) in list(facts).iter().zip(1..) {
            let mut activity = fields_of("activity", fact);
            activity.insert("n".to_owned(), json!(n));
            activity.entry("status").or_insert_with(|| json!("done"));
            if !activity.contains_key("on") && !activity.contains_key("from") {
                activity.insert("known_by".to_owned(), announcement["published"].clone());
            }
            activities.push(Value::Object(activity));
        }
        let record = announced.entry(of.to_owned()).or_default();
        record.insert("activities".to_owned(), Value::Array(activities));
    }
    announced.entry(id.to_owned()).or_default().extend(record);
}

/// Returns the registry fields for these facts about an agreement, a party and so on.
fn fields_of(what: &str, facts: &Value) -> Record {
    let mut record = Record::new();
    for (key, fact) in members(facts) {
        let name = format!("{what}.{key}");
        if EXCLUDED_FACTS.iter().any(|(excluded, _)| *excluded == name) {
            continue;
        }
        let (field, value) = match name.as_str() {
            same if SAME_NAMES.contains(&same) => (key.as_str(), fact.clone()),
            "agreement.type" => ("kind", fact.clone()),
            "agreement.parties" => ("parties", list_of("party", fact)),
            "agreement.place" => ("place", place(fact)),
            "agreement.signatories" | "agreement.witnesses" => {
                (key.as_str(), list_of("person", fact))
            }
            "agreement.term" => {
                record.extend(fields_of("term", fact));
                continue;
            }
            "agreement.predecessor" => ("succeeds", json!([record_of(fact)])),
            "agreement.parent" => ("under", json!(record_of(fact))),
            "agreement.other" => ("fields", other(fact)),
            // They may belong to another record: see `add_expected`.
            "agreement.activities" | "agreement.activities_of" => continue,
            "party.acronym" => ("short", fact.clone()),
            "party.country" => ("country", json!(look_up(&COUNTRIES, fact))),
            "person.for" => ("party", fact.clone()),
            "term.months" => {
                let months = fact.as_u64().expect("months are a whole number");
                assert_eq!(months % 12, 0, "the term is not a number of years");
                ("term", json!(format!("P{}Y", months / 12)))
            }
            "term.start" => ("effective", fact.clone()),
            "activity.who" => ("participants", fact.clone()),
            "activity.status" if fact == "started" => ("status", json!("ongoing")),
            "activity.status" => ("status", fact.clone()),
            "activity.date" => match text(fact).split_once('/') {
                Some((from, until)) => {
                    record.insert("from".to_owned(), json!(from));
                    ("until", json!(until))
                }
                None => ("on", fact.clone()),
            },
            _ => panic!("the fact `{name}` is neither mapped to a field nor excluded"),
        };
        record.insert(field.to_owned(), value);
    }
    record
}

fn list_of(what: &str, facts: &Value) -> Value {
    list(facts).iter().map(|fact| Value::Object(fields_of(what, fact))).collect()
}

/// Returns the known ones of place, event, city and country as one text.
fn place(facts: &Value) -> Value {
    let parts = ["name", "event", "city", "country"];
    assert!(members(facts).keys().all(|key| parts.contains(&key.as_str())), "{facts}");
    json!(parts.iter().filter_map(|part| facts[*part].as_str()).collect::<Vec<_>>().join(", "))
}

/// Returns the facts without a field, which the record has in `fields` under the same names.
fn other(facts: &Value) -> Value {
    let one_text = |fact: &Value| match fact {
        Value::Array(texts) => texts.iter().map(text).collect::<Vec<_>>().join("; "),
        _ => text(fact).to_owned(),
    };
    members(facts).iter().map(|(key, fact)| (key.clone(), json!(one_text(fact)))).collect()
}

/// Returns a record or an activity without the fields that are in no announcement.
fn without_added(what: &str, record: &Record) -> Record {
    let mut stated = record.clone();
    stated.retain(|field, _| {
        !ADDED_FIELDS.iter().any(|(added, _)| *added == format!("{what}.{field}"))
    });
    if let Some(Value::Array(activities)) = stated.get_mut("activities") {
        for activity in activities {
            *activity = Value::Object(without_added("activity", members(activity)));
        }
    }
    stated
}

/// Returns true if a reference has the publisher, date and address of an announcement.
fn points_to(reference: &Value, announcement: &Value) -> bool {
    text(&reference["title"]).starts_with(&format!("{}: ", text(&announcement["publisher"])))
        && reference["dated"] == announcement["published"]
        && reference["url"] == announcement["url"]
}

fn record_of(announcement: &Value) -> &'static str {
    look_up(&RECORDS, announcement)
}

fn look_up(table: &[(&str, &'static str)], key: &Value) -> &'static str {
    let row = table.iter().find(|(name, _)| key == name);
    row.unwrap_or_else(|| panic!("{key} is not in the table")).1
}

fn announcements() -> Vec<Value> {
    let facts: Value = serde_json::from_str(&read("tests/data/announcements.json"))
        .expect("the announcements are JSON");
    list(&facts["announcements"]).to_vec()
}

/// Returns the records of `examples/registry.json` by id.
fn registry() -> BTreeMap<String, Record> {
    let registry: Value =
        serde_json::from_str(&read("examples/registry.json")).expect("the example is JSON");
    let records = list(&registry["agreements"]).iter();
    records.map(|record| (text(&record["id"]).to_owned(), members(record).clone())).collect()
}

/// Returns the text of each record, between its braces.
fn record_texts(registry: &str) -> Vec<&str> {
    let records = registry.split("\n    {\n").skip(1);
    records.filter_map(|from_here| Some(from_here.split_once("\n    }")?.0)).collect()
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn members(value: &Value) -> &Record {
    value.as_object().unwrap_or_else(|| panic!("not an object: {value}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}
