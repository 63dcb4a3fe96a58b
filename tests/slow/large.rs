//! A registry that is longer than the buffer for reading it.

use std::fmt::Write;

use mou::domain::{Agreement, input};
use serde_json::json;

use crate::sandbox::{CommandOutput, Sandbox};
use crate::strace::{self, traced};

/// Enough agreements to fill the buffer several times.
const AGREEMENT_COUNT: usize = 2_400;

fn agreement(n: usize) -> Agreement {
    let id = format!("m{n:05}");
    let mut agreement = Agreement::new(id.parse().unwrap(), format!("Exchange no. {n} – Kraków"));
    agreement.parties =
        vec![input::parse_party("Kyoto [JP]").unwrap(), input::parse_party("Kraków").unwrap()];
    let signed = format!("{}-{:02}", 2010 + n % 17, 1 + n % 12);
    agreement.signed = Some(signed.parse().unwrap());
    agreement.notes =
        Some("The annex \"Intellectual property\" applies.\n".repeat(1 + n % 30).into());
    match n % 5 {
        0 => agreement.term = "P3Y".parse().ok(),
        1 => agreement.end = "2027-03".parse().ok(),
        2 => {
            agreement.term = "P2Y".parse().ok();
            agreement.notice = "P3M".parse().ok();
            agreement.renewal = serde_json::from_value(json!({"every": "P1Y"})).ok();
        }
        3 => agreement.term = "indefinite".parse().ok(),
        _ => {}
    }
    if n % 11 == 3 {
        agreement.succeeds = vec![format!("m{:05}", n / 2).parse().unwrap()];
    }
    if n.is_multiple_of(3) {
        let activity = json!({"n": 1, "title": "Visit", "on": "2024-05", "status": "done"});
        agreement.activities = vec![serde_json::from_value(activity).unwrap()];
    }
    agreement
}

/// Returns the canonical registry.
fn canonical() -> String {
    let mut text = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"uid\": \
        \"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\n  \"agreements\": ["
        .to_owned();
    for n in 0..AGREEMENT_COUNT {
        let record = serde_json::to_string_pretty(&agreement(n)).unwrap().replace('\n', "\n    ");
        write!(text, "{}\n    {record}", if n == 0 { "" } else { "," }).unwrap();
    }
    text + "\n  ]\n}\n"
}

/// Returns the same registry on one line.
fn minified(canonical: &str) -> String {
    let lines = canonical.lines().map(|line| {
        let line = line.trim_start();
        line.split_once("\": ").map_or(line.to_owned(), |(name, rest)| format!("{name}\":{rest}"))
    });
    lines.collect()
}

const AS_OF: &str = "--as-of=2026-06-01";

#[test]
fn canonical_and_minified_registries_give_the_same_output() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    let text = canonical();
    assert!(text.len() > 5 * 256 * 1024, "it must be longer than several buffers");
    let on_one_line = minified(&text);
    one.write("registry.json", &text);
    other.write("registry.json", &on_one_line);
    let commands: &[&[&str]] = &[
        &["list", "--active", "-o", "jsonl"],
        &["list", "--status", "succeeded", "--columns", "id,ends,flags,idle_days"],
        &["list", "kraków", "nowhere", "-o", "ids", "--limit", "3"],
        &["list", "--sort", "ends:desc", "-o", "csv"],
        &["expiring", "--within", "1y", "-o", "tsv"],
        &["expiring", "--lapsed=3y"],
        &["show", "m00003", "-o", "json"],
        &["show", "m00007", "m02399", "--no-lineage"],
        &["show", "m0000"],
        &["show", "m99999"],
        &["chain", "m00014"],
        &["why", "m00002"],
        &["activity", "list", "--since", "2024"],
        &["activity", "show", "m00003/1"],
        &["check", "-o", "ids"],
        &["export", "json"],
        &[],
    ];
    for command in commands {
        let args = [command, &[AS_OF][..]].concat();
        let (output, expected) = (one.mou(&args), other.mou(&args));
        assert_eq!(output.to_text(), expected.to_text(), "{command:?}");
        assert!(!output.to_text().is_empty(), "{command:?}");
    }
    // A change copies the rest of the canonical file, and rewrites the other in canonical form.
    for change in [
        &["add", "Between", "--party", "KYOTO", "--id", "m00100x", "--signed", "2026-01-01"][..],
        &["edit", "m02399", "--contact", "Mei"],
        &["remove", "m02398", "--yes"],
        &["renew", "m00001", "--end", "2031-01-01"],
        &["edit", "m00003", "--id", "a-first"],
    ] {
        let args = [change, &[AS_OF][..]].concat();
        assert_eq!(one.mou(&args).to_text(), other.mou(&args).to_text(), "{change:?}");
        assert!(one.registry() == other.registry(), "{change:?}");
    }
    one.mou(&["undo", "5"]).success();
    assert!(one.registry() == text, "undo restores the file");
}

#[test]
fn list_without_available_threads_runs_on_one_thread() {
    if !strace::is_available() {
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.write("registry.json", canonical());
    let args = ["list", "--active", "-o", "tsv", AS_OF];
    let trace = strace::trace_file(&sandbox);
    let options =
        ["-o", trace.to_str().unwrap(), "-e", "inject=clone3:error=EAGAIN", "-e", "trace=clone3"];
    let output = CommandOutput::new(traced(&sandbox, &options, &args).output().unwrap(), &sandbox);
    assert_eq!(output.success(), sandbox.mou(&args).success());
}
