//! Checks the properties of the fuzzer on random mutations of its seeds: fewer cases, but in every test run.

#[path = "../fuzz/properties.rs"]
mod properties;

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Returns the seeds of the fuzz target with this name.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/fuzz/seeds/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 2, "the seeds of {name} are gone");
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Returns random mutations of the seeds: parts of one inserted in another, and replaced bytes.
fn bytes(name: &str) -> impl Strategy<Value = Vec<u8>> {
    let seed = || prop::sample::select(seeds(name));
    let piece = prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..4),
        2 => "[ -~]{0,3}".prop_map(String::into_bytes),
        2 => (seed(), any::<prop::sample::Index>(), 0_usize..24).prop_map(|(seed, at, length)| {
            let at = at.index(seed.len());
            seed[at..(at + length).min(seed.len())].to_vec()
        }),
        1 => "\\PC{0,3}".prop_map(String::into_bytes),
    ];
    let change = (any::<prop::sample::Index>(), 0_usize..12, piece);
    (seed(), prop::collection::vec(change, 0..4)).prop_map(|(mut bytes, changes)| {
        for (at, length, piece) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        bytes
    })
}

fn check_property(name: &str, cases: u32, property: fn(&[u8])) {
    for seed in seeds(name) {
        property(&seed);
    }
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let tried = |bytes: Vec<u8>| {
        property(&bytes);
        Ok(())
    };
    TestRunner::new(config).run(&bytes(name), tried).unwrap();
}

fn with_text(bytes: &[u8], property: fn(&str)) {
    property(&String::from_utf8_lossy(bytes));
}

#[test]
fn registry_is_refused_or_read_consistently() {
    check_property("registry", 400, properties::registry);
}

#[test]
fn date_or_duration_is_refused_or_round_trips() {
    check_property("dates", 4_000, |bytes| with_text(bytes, properties::dates));
}

#[test]
fn party_or_person_is_refused_or_round_trips() {
    check_property("people", 4_000, |bytes| with_text(bytes, properties::people));
}

#[test]
fn damaged_log_costs_only_the_history() {
    check_property("log", 300, properties::log);
}

#[test]
fn command_line_succeeds_or_is_refused_with_one_error() {
    check_property("command", 500, properties::command);
}
