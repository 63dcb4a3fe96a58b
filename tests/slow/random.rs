//! Random arguments and random bytes: one error, the right exit code, the file unchanged, never a panic.
//! 10,000 cases per run.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

use crate::in_process::run;
use crate::sandbox::example;

/// Returns true if the line of a message is an error, in words or as JSON.
fn is_error(line: &str) -> bool {
    line.starts_with("error: ") || line.starts_with("{\"error\":")
}

/// Returns what is wrong with the result of a command; `None` if it is right.
fn problem_with(code: u8, out: &str, err: &str) -> Option<String> {
    if code > 6 {
        return Some(format!("exit code {code}"));
    }
    let is_hidden = |letter: char| letter.is_control() && letter != '\n';
    if err.chars().any(is_hidden) {
        return Some(format!("a control character on standard error: {err:?}"));
    }
    let errors = err.lines().filter(|line| is_error(line)).count();
    let is_success = matches!(code, 0 | 4);
    if is_success && errors > 0 {
        return Some(format!("an error with exit code {code}: {err}"));
    }
    if !is_success && (errors != 1 || err.contains("panicked")) {
        return Some(format!("exit code {code}, and not one error: {err}\n{out}"));
    }
    None
}

const COMMANDS: &[&str] = &[
    "",
    "init",
    "add",
    "list",
    "show",
    "why",
    "expiring",
    "remind",
    "renew",
    "edit",
    "amend",
    "notice",
    "suspend",
    "resume",
    "terminate",
    "decide",
    "accept",
    "remove",
    "activity",
    "activity add",
    "activity list",
    "activity show",
    "activity edit",
    "activity done",
    "activity remove",
    "party list",
    "party show",
    "party rename",
    "party merge",
    "contact list",
    "contact rename",
    "chain",
    "check",
    "config",
    "help",
];

const FLAGS: &[&str] = &[
    "--as-of",
    "--color",
    "--lock-timeout",
    "--no-lock",
    "--ascii",
    "-q",
    "--id",
    "--kind",
    "--party",
    "--signed",
    "--place",
    "--signatory",
    "--witness",
    "--effective",
    "--term",
    "--end",
    "--basis",
    "--renewal",
    "--renewal-max",
    "--notice",
    "--review",
    "--lead",
    "--area",
    "--tag",
    "--contact",
    "--succeeds",
    "--under",
    "--related",
    "--reference",
    "--document",
    "--notes",
    "--field",
    "--title",
    "--add-area",
    "--remove-area",
    "--add-party",
    "--clear",
    "--remove-event",
    "--party-joined",
    "--party-left",
    "--on",
    "--by",
    "--note",
    "--new",
    "--from",
    "--until",
    "--due",
    "--status",
    "--known-by",
    "--participant",
    "--outcome",
    "--to",
    "--within",
    "--lapsed",
    "--since",
    "--exit-code",
    "--dry-run",
    "-n",
    "--yes",
    "--format",
    "-o",
    "--columns",
    "--sort",
    "--limit",
    "-z",
    "--active",
    "--country",
    "--flag",
    "--dormant",
    "--missing",
    "--text",
    "--signed-since",
    "--ends-before",
    "--overdue",
    "--strict",
    "--no-lineage",
    "--owner",
    "--uid",
    "--help",
    "--",
    "--lapsed=1y",
    "--dormant=0d",
    "--nonsense",
];

const VALUES: &[&str] = &[
    "gds-govtech-2022",
    "gds-govtech-2019",
    "gds",
    "gds-govtech-2019/1",
    "gds-govtech-2019/99",
    "-",
    "x",
    "../..",
    "2022-07-04",
    "2022-07",
    "2022",
    "2022-02-30",
    "04/07/2022",
    "9999-12-31",
    "0001-01-01",
    "today",
    "+3m",
    "-1y",
    "+9999y",
    "4 July 2022",
    "unknown",
    "3y",
    "6m",
    "0d",
    "P1000Y",
    "P9999999Y",
    "99999999999y",
    "-3y",
    "indefinite",
    "18 months",
    "٣y",
    "Kyoto University (KU) [JP]",
    "GDS",
    "[",
    "](",
    "A (",
    "Title | https://example.org | 2022",
    "| |",
    "k=v",
    "=",
    "json",
    "csv",
    "tsv",
    "markdown",
    "ids",
    "table",
    "jsonl",
    "id,ends",
    "ends:desc",
    "ends:up",
    "0",
    "1",
    "4294967296",
    "18446744073709551616",
    "renew",
    "lapse",
    "including",
    "planned",
    "done",
    "lapsed",
    "owner",
    "within",
    "path",
    "dates",
    "",
    " ",
    "\u{1b}]0;x\u{7}",
    "\u{202e}abc",
    "日本",
    "e\u{301}",
    "a\nb",
    "$(true)",
    "%s{}",
    "'",
];

fn words() -> impl Strategy<Value = Vec<String>> {
    let value = prop_oneof![
        8 => prop::sample::select(VALUES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>().prop_map(|text| text.replace('\0', "")),
    ];
    let pair = (prop::sample::select(FLAGS), value.clone(), any::<bool>()).prop_map(
        |(flag, value, joined)| {
            if joined { vec![format!("{flag}={value}")] } else { vec![flag.to_owned(), value] }
        },
    );
    let operand = value.prop_map(|value| vec![value]);
    let part = prop_oneof![2 => pair, 2 => operand];
    (prop::sample::select(COMMANDS), prop::collection::vec(part, 0..5)).prop_map(
        |(command, parts)| {
            let command = command.split(' ').filter(|word| !word.is_empty()).map(str::to_owned);
            command.chain(parts.into_iter().flatten()).collect()
        },
    )
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn random_arguments_never_panic_and_never_change_the_registry_when_they_fail() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("registry.json");
    let before = example("uk-singapore.json");
    fs::write(&file, &before).unwrap();
    runner(7_000)
        .run(&words(), |args| {
            let (code, out, err) = run(&file, &args, b"gds-govtech-2022\n");
            prop_assert_eq!(problem_with(code, &out, &err), None, "{:?}", args);
            let now = fs::read_to_string(&file).unwrap_or_default();
            if now != before {
                prop_assert_eq!(code, 0, "changed though it failed: {:?}\n{}", args, err);
                fs::write(&file, &before).unwrap();
            }
            Ok(())
        })
        .unwrap();
}

/// Replacement bytes, as an editor, a disk or an attacker may cause.
fn damage() -> impl Strategy<Value = (usize, usize, Vec<u8>)> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            &b"\""[..],
            b"}",
            b"{",
            b"]",
            b"[",
            b",",
            b":",
            b"null",
            b"2022-02-30",
            b"\\ud800",
            b"\xff\xfe",
            b"\0",
            b"1e999999",
            b"<<<<<<< ours\n",
            b"P0D",
            b"\xef\xbb\xbf",
            b"\n    {\n",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    (any::<prop::sample::Index>(), 0_usize..40, bytes)
        .prop_map(|(at, length, bytes)| (at.index(100_000), length, bytes))
}

#[test]
fn registry_with_random_bytes_is_read_or_refused_and_never_written() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("registry.json");
    let valid = example("registry.json").into_bytes();
    let commands: [&[&str]; 4] =
        [&["list", "-o", "json"], &["check", "-o", "json"], &["show", "gds-govtech-2022"], &[]];
    runner(3_000)
        .run(&(damage(), 0..commands.len()), |((at, length, bytes), command)| {
            let mut damaged = valid.clone();
            let at = at % damaged.len();
            let end = (at + length).min(damaged.len());
            damaged.splice(at..end, bytes);
            fs::write(&file, &damaged).unwrap();
            let args: Vec<String> = commands[command].iter().map(|arg| (*arg).to_owned()).collect();
            let (code, out, err) = run(&file, &args, b"");
            prop_assert_eq!(problem_with(code, &out, &err), None);
            prop_assert!(matches!(code, 0 | 1 | 3 | 4 | 6), "exit code {}: {}", code, err);
            prop_assert_eq!(fs::read(&file).unwrap(), damaged);
            Ok(())
        })
        .unwrap();
}
