//! What the fuzzer looks for, with what chance makes of the same seeds: less, but in every run.

#[path = "../fuzz/properties.rs"]
mod properties;

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Returns the seeds that the fuzzer of this name begins with.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/tests/fuzz/seeds/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 2, "the seeds of {name} are gone");
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Returns what chance makes of the seeds: pieces of one in another, bytes in the place of others.
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

fn try_out(name: &str, cases: u32, property: fn(&[u8])) {
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

fn of_text(bytes: &[u8], property: fn(&str)) {
    property(&String::from_utf8_lossy(bytes));
}

#[test]
fn a_registry_is_refused_or_is_what_it_seems_to_be() {
    try_out("registry", 400, properties::registry);
}

#[test]
fn a_date_or_a_length_is_refused_or_reads_as_it_is_written() {
    try_out("dates", 4_000, |bytes| of_text(bytes, properties::dates));
}

#[test]
fn a_party_or_a_person_is_refused_or_reads_as_it_is_written() {
    try_out("people", 4_000, |bytes| of_text(bytes, properties::people));
}

#[test]
fn a_log_costs_history_alone() {
    try_out("log", 300, properties::log);
}

#[test]
fn a_command_line_is_done_or_refused_in_one_sentence() {
    try_out("command", 500, properties::command);
}
