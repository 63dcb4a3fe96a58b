//! Every field of an exported sheet is imported again.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use crate::sandbox::Sandbox;

/// Realistic texts: separators, quotes, formulas, words for empty cells, outer spaces, line breaks.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zé ]{1,12}",
        "[ -~]{1,12}",
        "[;,\\\\\"'\\[\\]{}(|=+@\\-\t\né大]{1,8}",
        Just("NA".to_owned()),
        Just("-".to_owned()),
        Just("=1+1".to_owned()),
        Just("'=1".to_owned()),
        Just("2022-07-04".to_owned()),
        Just("44562".to_owned()),
        Just("[\"a\"]".to_owned()),
        Just(" blanks ".to_owned()),
        Just("true".to_owned()),
    ]
    .prop_filter("a text that is not blank", |text| !text.trim().is_empty())
}

fn any_date() -> impl Strategy<Value = String> {
    (1950..2060, 1..=12, 1..=28, 0..4, 0..3_usize).prop_map(
        |(year, month, day, precision, doubt)| {
            let date = match precision {
                0 => format!("{year}"),
                1 => format!("{year}-{month:02}"),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            format!("{date}{}", ["", "?", "~"][doubt])
        },
    )
}

fn maybe<T: Strategy<Value = Value> + 'static>(of: T) -> BoxedStrategy<Value> {
    prop_oneof![Just(Value::Null), of].boxed()
}

fn text() -> BoxedStrategy<Value> {
    any_text().prop_map(Value::from).boxed()
}

fn texts() -> BoxedStrategy<Value> {
    vec(text(), 0..4).prop_map(Value::from).boxed()
}

fn date() -> BoxedStrategy<Value> {
    any_date().prop_map(Value::from).boxed()
}

fn duration() -> BoxedStrategy<Value> {
    prop_oneof![Just("P3Y"), Just("P18M"), Just("P1Y6M"), Just("P90D"), Just("P2W")]
        .prop_map(Value::from)
        .boxed()
}

/// Returns an object of these members, without null and empty ones.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
    let made = values.prop_map(move |values| {
        let is_there =
            |value: &Value| !value.is_null() && *value != json!([]) && *value != json!({});
        let members = names.iter().zip(values).filter(|(_, value)| is_there(value));
        Value::Object(members.map(|(name, value)| ((*name).to_owned(), value)).collect())
    });
    made.boxed()
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    vec(item, 0..3).prop_map(Value::from).boxed()
}

fn own() -> BoxedStrategy<Value> {
    let pairs = proptest::collection::btree_map(any_text(), any_text(), 0..3);
    pairs.prop_map(|pairs| json!(pairs)).boxed()
}

fn agreement() -> BoxedStrategy<Value> {
    let country = maybe(Just(json!("JP")));
    let person =
        || object(vec![("name", text()), ("title", maybe(text())), ("party", maybe(text()))]);
    let reference =
        || object(vec![("title", text()), ("url", maybe(text())), ("dated", maybe(date()))]);
    let party = object(vec![
        ("name", text()),
        ("short", maybe(text())),
        ("country", country),
        ("role", maybe(text())),
        ("signed", maybe(date())),
        ("left", maybe(date())),
    ]);
    let event = object(vec![
        ("kind", prop_oneof![Just(json!("renewed")), Just(json!("amended")), text()].boxed()),
        ("on", date()),
        ("by", maybe(text())),
        ("term", maybe(duration())),
        ("note", maybe(text())),
    ]);
    let activity = object(vec![
        ("n", Just(json!(1)).boxed()),
        ("title", text()),
        ("on", maybe(date())),
        ("status", maybe(Just(json!("ongoing")))),
        ("areas", texts()),
        ("references", list(reference())),
        ("fields", own()),
    ]);
    object(vec![
        ("title", text()),
        ("kind", text()),
        ("parties", vec(party, 1..4).prop_map(Value::from).boxed()),
        ("signed", maybe(prop_oneof![date(), Just(json!("unknown"))])),
        ("place", maybe(text())),
        ("signatories", list(person())),
        ("witnesses", list(person())),
        ("effective", maybe(date())),
        ("term", maybe(prop_oneof![duration(), Just(json!("indefinite"))])),
        ("end", maybe(Just(json!("2061-03-31")))),
        ("basis", maybe(Just(json!("including")))),
        (
            "renewal",
            maybe(prop_oneof![
                Just(json!({"every": "P1Y"})),
                Just(json!({"every": "P6M", "max": 3}))
            ]),
        ),
        ("notice", maybe(duration())),
        ("review", maybe(duration())),
        ("lead", list(duration())),
        ("areas", texts()),
        ("tags", texts()),
        ("contact", maybe(text())),
        ("related", texts()),
        ("references", list(reference())),
        (
            "documents",
            list(object(vec![("title", text()), ("path", maybe(Just(json!("a/b.pdf"))))])),
        ),
        ("events", list(event)),
        ("notes", maybe(text())),
        ("fields", own()),
        ("activities", vec(activity, 0..2).prop_map(Value::from).boxed()),
    ])
}

/// Returns the text of a registry with these agreements.
fn registry(agreements: Vec<Value>) -> String {
    let records = (1..).zip(agreements).map(|(n, agreement)| {
        let mut record = Map::from_iter([("id".to_owned(), json!(format!("m{n:03}")))]);
        // `serde_json` sorts the names; importing stores them in canonical order.
        record.extend(agreement.as_object().unwrap().clone());
        Value::Object(record)
    });
    let document =
        json!({"format": "mou-registry", "version": 1, "agreements": records.collect::<Vec<_>>()});
    document.to_string()
}

/// Returns the agreements of a registry, as values.
fn agreements(sandbox: &Sandbox) -> Value {
    let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    registry["agreements"].clone()
}

fn assert_round_trip(text: &str) {
    let sandbox = Sandbox::with_registry(text);
    for file in ["out.csv", "out.tsv", "out.xlsx", "out.json", "out.jsonl"] {
        sandbox.mou(&["export", file]).success();
        let again = Sandbox::new();
        let from = sandbox.path(file);
        let output = again.mou(&["import", from.to_str().unwrap(), "--allow-duplicates"]);
        assert_eq!(output.code, 0, "{file}: {}\n{text}", output.to_text());
        assert_eq!(agreements(&again), agreements(&sandbox), "{file}");
        let output = sandbox.mou(&["import", from.to_str().unwrap()]);
        assert_eq!(
            (output.code, sandbox.registry().as_str()),
            (0, text),
            "{file}: {}",
            output.to_text()
        );
    }
}

#[test]
fn exported_sheet_of_any_format_imports_every_field() {
    let mut runner = TestRunner::new(Config { cases: 6, ..Config::default() });
    runner
        .run(&vec(agreement(), 12..20), |agreements| {
            assert_round_trip(&registry(agreements));
            Ok(())
        })
        .unwrap();
}

#[test]
fn exported_examples_import_unchanged() {
    for name in ["uk-singapore.json", "registry.json"] {
        assert_round_trip(&crate::sandbox::example(name));
    }
    assert_round_trip(include_str!("../../data/help.json"));
}
