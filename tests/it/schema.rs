//! Files and output match the schemas that `mou schema` prints.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mou::domain::Header;
use mou::render::schema::NAMED_SCHEMAS;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};

use crate::any;
use crate::sandbox::{Sandbox, example};

fn schema(name: &str) -> Value {
    let subject = NAMED_SCHEMAS.iter().find(|subject| subject.name == name).unwrap();
    serde_json::from_str(&subject.schema()).unwrap()
}

/// Validates a value against a schema. Supports only the keywords that our schemas use and fails on others.
/// If `closed`, also fails on members that no schema names.
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
        for (keyword, argument) in schema.as_object().unwrap() {
            let holds = match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "default" => true,
                "$ref" => {
                    let pointer = argument.as_str().unwrap().trim_start_matches('#');
                    return self.check(self.root.pointer(pointer).unwrap(), value, at);
                }
                "type" => is_of_type(value, argument.as_str().unwrap()),
                "const" => value == argument,
                "enum" => argument.as_array().unwrap().contains(value),
                "minimum" => {
                    value.as_i64().is_none_or(|number| number >= argument.as_i64().unwrap())
                }
                "maximum" => {
                    value.as_f64().is_none_or(|number| number <= argument.as_f64().unwrap())
                }
                "minLength" => {
                    let least = usize::try_from(argument.as_u64().unwrap()).unwrap();
                    value.as_str().is_none_or(|text| text.chars().count() >= least)
                }
                "pattern" => {
                    let pattern = argument.as_str().unwrap();
                    value.as_str().is_none_or(|text| self.matches(pattern, text))
                }
                "required" => argument.as_array().unwrap().iter().all(|name| {
                    value
                        .as_object()
                        .is_none_or(|members| members.contains_key(name.as_str().unwrap()))
                }),
                "oneOf" => {
                    let choices = argument.as_array().unwrap().iter();
                    choices.filter(|choice| self.check(choice, value, at).is_ok()).count() == 1
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(argument, item, &format!("{at}/{place}"))?;
                    }
                    true
                }
                "properties" => {
                    for (name, member) in value.as_object().into_iter().flatten() {
                        match argument.get(name) {
                            Some(schema) => self.check(schema, member, &format!("{at}/{name}"))?,
                            None if self.closed => return fail(&format!("`{name}` is not named")),
                            None => {}
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    for (name, member) in value.as_object().into_iter().flatten() {
                        if argument.is_object() {
                            self.check(argument, member, &format!("{at}/{name}"))?;
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
pub(crate) fn assert_valid(name: &str, text: &str) {
    let schema = schema(name);
    let value = serde_json::from_str(text).unwrap();
    let validator = Validator::new(&schema, true);
    validator.check(&schema, &value, "").unwrap_or_else(|why| panic!("{name}{why}"));
}

#[test]
fn example_registries_match_the_schema() {
    for name in ["uk-singapore.json", "registry.json"] {
        assert_valid("registry", &example(name));
    }
    let path = format!("{}/tests/data/standing/registry.json", env!("CARGO_MANIFEST_DIR"));
    assert_valid("registry", &fs::read_to_string(path).unwrap());
}

fn registry(head: &Header, agreements: &[mou::domain::Agreement]) -> Value {
    let mut registry = json!({ "format": "mou-registry", "version": 1 });
    let members = registry.as_object_mut().unwrap();
    members.extend(serde_json::to_value(head).unwrap().as_object().unwrap().clone());
    members.insert("agreements".to_owned(), serde_json::to_value(agreements).unwrap());
    registry
}

proptest! {
    #[test]
    fn written_registry_matches_the_schema(
        head in any::head(),
        agreements in prop::collection::vec(any::agreement(), 0..3)
    ) {
        let schema = schema("registry");
        let checked = Validator::new(&schema, true).check(&schema, &registry(&head, &agreements), "");
        prop_assert!(checked.is_ok(), "{checked:?}");
    }
}

#[test]
fn schema_refuses_what_the_program_refuses() {
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
        let sandbox = Sandbox::with_registry(&with(field, value.clone()).to_string());
        assert_eq!(sandbox.mou(&["check"]).code, 6, "{field} {value}");
    }
}

#[test]
fn output_of_each_command_matches_its_schema() {
    let sandbox = Sandbox::with_registry(&example("registry.json"));
    let _ = sandbox.mou(&["renew", "gds-govtech-2022", "--term", "3y"]).success();
    let _ = sandbox.mou(&["config", "owner", "GovTech"]).success();
    let _ = sandbox.mou(&["undo"]).success();
    for (name, args) in [
        ("list", &["list"][..]),
        ("list", &["expiring", "--within", "5y", "--lapsed=99y"]),
        ("show", &["show", "gds-govtech-2022"]),
        ("why", &["why", "gds-govtech-2022"]),
        ("chain", &["chain", "gds-govtech-2019"]),
        ("activity", &["activity", "list"]),
        ("timeline", &["timeline", "--from", "2015"]),
        ("stats", &["stats"]),
        ("stats", &["stats", "--by", "partner"]),
        ("stats", &["stats", "--by", "month-of-end"]),
        ("check", &["check"]),
        ("log", &["log"]),
        ("overview", &[]),
        ("config", &["config"]),
        ("config", &["config", "lead"]),
        ("config", &["config", "path"]),
    ] {
        let output = sandbox.mou(&[args, &["-o", "json"]].concat());
        assert!(output.stdout.len() > 2, "{}", output.to_text());
        assert_valid(name, &output.stdout);
    }
    let output = sandbox.mou(&["show", "gds-govtech-2019", "-o", "json", "--no-lineage"]);
    assert_valid("record", &output.success());
    let args = ["remind", "--as-of", "2025-01-04", "-o", "json"];
    assert_valid("remind", &sandbox.mou(&args).success());
    let shown = sandbox.mou(&["show", "gds-govtech-2022", "-o", "json"]).success();
    assert!(shown.contains("\"given\": \"2025-01-04\""), "{shown}");
    assert_valid("show", &shown);
}

#[test]
fn lineage_with_a_range_of_gap_days_matches_its_schema() {
    let sandbox = Sandbox::with_registry(
        r#"{"format":"mou-registry","version":1,"agreements":[
            {"id":"a","title":"A","signed":"2019","end":"2020-12-31"},
            {"id":"b","title":"B","signed":"2021-01","succeeds":["a"]}]}"#,
    );
    for name in ["chain", "show"] {
        let output = sandbox.mou(&[name, "b", "-o", "json"]).success();
        assert!(output.contains("gap_days_max"), "{output}");
        assert_valid(name, &output);
    }
}

#[test]
fn parties_and_contacts_match_their_schemas() {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["edit", "gds-govtech-2022", "--end", "2030", "--contact", "Mei"]).success();
    sandbox.mou(&["edit", "gds-govtech-2022", "--party-role", "GDS=host"]).success();
    for (name, args) in [
        ("party", &["party", "list"][..]),
        ("party-show", &["party", "show", "gds"]),
        ("contact", &["contact", "list"]),
    ] {
        assert_valid(name, &sandbox.mou(&[args, &["-o", "json"]].concat()).success());
    }
}

#[test]
fn schema_of_a_list_names_every_column() {
    for (name, columns) in [
        (
            "record",
            mou::report::agreements::AGREEMENT_COLUMNS
                .iter()
                .map(|column| column.name)
                .collect::<Vec<_>>(),
        ),
        (
            "activity",
            mou::report::activities::ACTIVITY_COLUMNS
                .iter()
                .map(|column| column.name)
                .collect::<Vec<_>>(),
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
fn schema_without_a_name_is_the_registry_schema() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.mou(&["schema"]).success(), sandbox.mou(&["schema", "registry"]).success());
    assert!(sandbox.mou(&["schema"]).success().contains("json-schema.org/draft/2020-12/schema"));
    let output = sandbox.mou(&["schema", "registri"]);
    assert_eq!(output.code, 2, "{}", output.to_text());
    for subject in &NAMED_SCHEMAS {
        assert_eq!(sandbox.mou(&["schema", subject.name]).success(), subject.schema());
    }
}

/// Returns what `mou schema commands` prints.
fn commands() -> Value {
    serde_json::from_str(&Sandbox::new().mou(&["schema", "commands"]).success()).unwrap()
}

/// Returns the texts of a member of each object of a list.
fn texts<'v>(list: &'v Value, member: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().filter_map(|item| item[member].as_str()).collect()
}

#[test]
fn commands_in_the_schema_have_the_flags_of_their_help() {
    let commands = commands();
    let global = texts(&commands["flags"], "flag");
    let flag = Regex::new(r"(?m)^ {2,6}(?:-\w, )?(--[a-z-]+)").unwrap();
    for command in commands["commands"].as_array().unwrap() {
        let name = command["name"].as_str().unwrap();
        if name.is_empty() {
            continue;
        }
        let help = Sandbox::new().mou(&[&["help"], &*words(name)].concat()).success();
        let described: BTreeSet<&str> =
            flag.captures_iter(&help).map(|found| found.extract::<1>().1[0]).collect();
        let mut named: BTreeSet<&str> = texts(&command["flags"], "flag").into_iter().collect();
        named.extend(global.iter().filter(|flag| **flag != "--version"));
        assert_eq!(named, described, "{name}");
    }
}

fn words(command: &str) -> Vec<&str> {
    command.split_whitespace().collect()
}

#[test]
fn flags_in_the_schema_are_accepted_with_their_values() {
    let commands = commands();
    let is_named = |name: &str| texts(&commands["commands"], "name").contains(&name);
    assert!(is_named("") && is_named("renew") && is_named("activity add"), "{commands:#}");
    for command in commands["commands"].as_array().unwrap() {
        let lists = [&commands["flags"], &command["flags"]];
        for flag in lists.into_iter().flat_map(|list| list.as_array().unwrap()) {
            let name = flag["flag"].as_str().unwrap();
            if ["--help", "--version"].contains(&name) {
                continue;
            }
            let values = match (&flag["value"], &flag["values"]) {
                (Value::Null, _) => vec![name.to_owned()],
                (_, Value::Array(values)) => values
                    .iter()
                    .map(|value| format!("{name}={}", value.as_str().unwrap()))
                    .collect(),
                // The help is printed before the value is read.
                _ => vec![format!("{name}={}", flag["default"].as_str().unwrap_or("1"))],
            };
            for typed in values {
                let mut args = words(command["name"].as_str().unwrap());
                args.extend([typed.as_str(), "--help"]);
                let output = Sandbox::new().mou(&args);
                assert_eq!(output.code, 0, "{args:?}: {}", output.to_text());
            }
        }
    }
}

#[test]
fn words_in_the_schema_are_those_that_a_command_accepts() {
    let commands = commands();
    let sandbox = Sandbox::with_example();
    for command in commands["commands"].as_array().unwrap() {
        let name = command["name"].as_str().unwrap();
        if !["list", "expiring", "activity list", "check"].contains(&name) {
            continue;
        }
        for flag in command["flags"].as_array().unwrap() {
            let flag_name = flag["flag"].as_str().unwrap();
            let Some(values) = flag["values"].as_array() else { continue };
            let run = |value: &str| {
                let typed = format!("{flag_name}={value}");
                sandbox.mou(&[&words(name), &[typed.as_str()][..]].concat())
            };
            for value in values {
                let output = run(value.as_str().unwrap());
                assert!([0, 4].contains(&output.code), "{name} {flag_name}={value}: {output:?}");
            }
            assert_eq!(run("no such word").code, 2, "{name} {flag_name}");
        }
    }
}

#[test]
fn flag_has_one_short_form_and_one_sort_of_value_in_all_commands() {
    let commands = commands();
    let mut known: BTreeMap<&str, (&Value, bool)> = BTreeMap::new();
    for command in commands["commands"].as_array().unwrap() {
        for flag in command["flags"].as_array().unwrap() {
            let name = flag["flag"].as_str().unwrap();
            // As a filter it has a value; of a draft it means what is printed.
            if name == "--text" && command["name"] == "draft" {
                continue;
            }
            let found = (&flag["short"], flag["value"].is_string());
            let first = known.entry(name).or_insert(found);
            assert_eq!(*first, found, "{name} of {}", command["name"]);
        }
    }
    assert_eq!(known["--dry-run"].0, "-n");
    assert_eq!(known["--format"].0, "-o");
}

#[test]
fn field_flag_in_the_schema_says_what_it_accepts() {
    let commands = commands();
    let find = |command: &str, flag: &str| {
        let commands = commands["commands"].as_array().unwrap();
        let command = commands.iter().find(|found| found["name"] == command).unwrap();
        let flags = command["flags"].as_array().unwrap();
        flags.iter().find(|found| found["flag"] == flag).unwrap().clone()
    };
    let mut term = find("add", "--term");
    // The wording is that of the field table.
    assert!(term["help"].take().as_str().unwrap().contains("3y"));
    assert!(term["accepts"].take().as_str().unwrap().contains("3y"));
    assert_eq!(
        term,
        json!({
            "flag": "--term", "value": "TERM", "required": false, "repeatable": false,
            "help": null, "field": "term", "accepts": null,
        })
    );
    let party = find("edit", "--add-area");
    assert_eq!((&party["field"], &party["repeatable"]), (&json!("areas"), &json!(true)));
    assert_eq!(find("list", "--party").get("field"), None);
    assert_eq!(find("activity add", "--due")["field"], "due");
    assert_eq!(find("decide", "--by")["required"], true);
}
