//! The schemas that `mou schema` prints hold for what is read, written and printed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mou::domain::Head;
use mou::render::schema::NAMED_SCHEMAS;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};

use crate::any;
use crate::world::{World, example};

fn schema(name: &str) -> Value {
    let subject = NAMED_SCHEMAS.iter().find(|subject| subject.name == name).unwrap();
    serde_json::from_str(&subject.schema()).unwrap()
}

/// Checks a value against a schema, as far as our schemas go: a keyword that is not known here is a
/// failure. Where `closed`, so is a member that no schema names.
struct Validator<'s> {
    root: &'s Value,
    closed: bool,
    patterns: RefCell<BTreeMap<String, Regex>>,
}

impl<'s> Validator<'s> {
    fn new(root: &'s Value, closed: bool) -> Self {
        Self { root, closed, patterns: RefCell::default() }
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let pattern =
            patterns.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).unwrap());
        pattern.is_match(text)
    }

    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let fail = |why: &str| Err(format!("{at}: {why}: {value}"));
        for (keyword, wanted) in schema.as_object().unwrap() {
            let holds = match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "default" => true,
                "$ref" => {
                    let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                    return self.check(self.root.pointer(pointer).unwrap(), value, at);
                }
                "type" => is_of_type(value, wanted.as_str().unwrap()),
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "minimum" => value.as_i64().is_none_or(|number| number >= wanted.as_i64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
                "minLength" => {
                    let least = usize::try_from(wanted.as_u64().unwrap()).unwrap();
                    value.as_str().is_none_or(|text| text.chars().count() >= least)
                }
                "pattern" => {
                    let pattern = wanted.as_str().unwrap();
                    value.as_str().is_none_or(|text| self.matches(pattern, text))
                }
                "required" => wanted.as_array().unwrap().iter().all(|name| {
                    value
                        .as_object()
                        .is_none_or(|members| members.contains_key(name.as_str().unwrap()))
                }),
                "oneOf" => {
                    let choices = wanted.as_array().unwrap().iter();
                    choices.filter(|choice| self.check(choice, value, at).is_ok()).count() == 1
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, item, &format!("{at}/{place}"))?;
                    }
                    true
                }
                "properties" => {
                    for (name, member) in value.as_object().into_iter().flatten() {
                        match wanted.get(name) {
                            Some(schema) => self.check(schema, member, &format!("{at}/{name}"))?,
                            None if self.closed => return fail(&format!("`{name}` is not named")),
                            None => {}
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    for (name, member) in value.as_object().into_iter().flatten() {
                        if wanted.is_object() {
                            self.check(wanted, member, &format!("{at}/{name}"))?;
                        }
                    }
                    true
                }
                other => panic!("{at}: `{other}` is not known to this test"),
            };
            if !holds {
                return fail(keyword);
            }
        }
        Ok(())
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other}"),
    }
}

#[track_caller]
fn holds(name: &str, text: &str) {
    let schema = schema(name);
    let value = serde_json::from_str(text).unwrap();
    let validator = Validator::new(&schema, true);
    validator.check(&schema, &value, "").unwrap_or_else(|why| panic!("{name}{why}"));
}

#[test]
fn every_registry_among_the_examples_and_tests_is_as_the_schema_says() {
    for name in ["uk-singapore.json", "registry.json"] {
        holds("registry", &example(name));
    }
    let path = format!("{}/tests/data/standing/registry.json", env!("CARGO_MANIFEST_DIR"));
    holds("registry", &fs::read_to_string(path).unwrap());
}

fn registry(head: &Head, agreements: &[mou::domain::Agreement]) -> Value {
    let mut registry = json!({ "format": "mou-registry", "version": 1 });
    let members = registry.as_object_mut().unwrap();
    members.extend(serde_json::to_value(head).unwrap().as_object().unwrap().clone());
    members.insert("agreements".to_owned(), serde_json::to_value(agreements).unwrap());
    registry
}

proptest! {
    #[test]
    fn every_registry_that_can_be_written_is_as_the_schema_says(
        head in any::head(),
        agreements in prop::collection::vec(any::agreement(), 0..3)
    ) {
        let schema = schema("registry");
        let checked = Validator::new(&schema, true).check(&schema, &registry(&head, &agreements), "");
        prop_assert!(checked.is_ok(), "{checked:?}");
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let schema = schema("registry");
    let validator = Validator::new(&schema, false);
    let with = |field: &str, value: Value| {
        let mut agreement = json!({ "id": "a", "title": "A", "of another program": true });
        agreement[field] = value;
        json!({ "format": "mou-registry", "version": 1, "agreements": [agreement] })
    };
    validator.check(&schema, &with("end", json!("2022-07~")), "").unwrap();
    for (field, value) in [
        ("id", json!("-a")),
        ("title", json!(3)),
        ("end", json!("2022-13")),
        ("end", json!("unknown")),
        ("signed", json!("0000")),
        ("term", json!("3y")),
        ("notice", json!("PT5H")),
        ("basis", json!("to")),
        ("renewal", json!({ "every": "P1Y", "max": 0 })),
        ("parties", json!([{ "short": "A" }])),
        ("activities", json!([{ "n": 0, "title": "A" }])),
    ] {
        assert!(
            validator.check(&schema, &with(field, value.clone()), "").is_err(),
            "{field} {value}"
        );
        let world = World::of_registry(&with(field, value.clone()).to_string());
        assert_eq!(world.mou(&["check"]).code, 6, "{field} {value}");
    }
}

#[test]
fn what_the_commands_print_is_as_their_schemas_say() {
    let world = World::of_registry(&example("registry.json"));
    let _ = world.mou(&["renew", "gds-govtech-2022", "--term", "3y"]).done();
    let _ = world.mou(&["config", "owner", "GovTech"]).done();
    let _ = world.mou(&["undo"]).done();
    for (name, args) in [
        ("list", &["list"][..]),
        ("list", &["expiring", "--within", "5y", "--lapsed=99y"]),
        ("show", &["show", "gds-govtech-2022"]),
        ("why", &["why", "gds-govtech-2022"]),
        ("chain", &["chain", "gds-govtech-2019"]),
        ("activity", &["activity", "list"]),
        ("check", &["check"]),
        ("log", &["log"]),
        ("overview", &[]),
    ] {
        let told = world.mou(&[args, &["-o", "json"]].concat());
        assert!(told.out.len() > 2, "{}", told.whole());
        holds(name, &told.out);
    }
    let told = world.mou(&["show", "gds-govtech-2022", "-o", "json", "--no-lineage"]);
    holds("record", &told.done());
}

#[test]
fn lineage_with_a_range_of_days_between_is_as_its_schema_says() {
    let world = World::of_registry(
        r#"{"format":"mou-registry","version":1,"agreements":[
            {"id":"a","title":"A","signed":"2019","end":"2020-12-31"},
            {"id":"b","title":"B","signed":"2021-01","succeeds":["a"]}]}"#,
    );
    for name in ["chain", "show"] {
        let told = world.mou(&[name, "b", "-o", "json"]).done();
        assert!(told.contains("gap_days_max"), "{told}");
        holds(name, &told);
    }
}

#[test]
fn every_column_of_a_list_is_named_in_the_schema_of_its_record() {
    for (name, columns) in [
        (
            "record",
            mou::report::agreements::COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>(),
        ),
        (
            "activity",
            mou::report::activities::COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>(),
        ),
    ] {
        let schema = schema(name);
        let record = schema.pointer("/$defs/ListedActivity").unwrap_or(&schema);
        let named: BTreeSet<&str> =
            record["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, columns.into_iter().collect(), "{name}");
    }
}

#[test]
fn the_schema_is_that_of_the_registry_unless_another_is_named() {
    let world = World::new();
    assert_eq!(world.mou(&["schema"]).done(), world.mou(&["schema", "registry"]).done());
    assert!(world.mou(&["schema"]).done().contains("json-schema.org/draft/2020-12/schema"));
    let told = world.mou(&["schema", "registri"]);
    assert_eq!(told.code, 2, "{}", told.whole());
    for subject in &NAMED_SCHEMAS {
        assert_eq!(world.mou(&["schema", subject.name]).done(), subject.schema());
    }
}
