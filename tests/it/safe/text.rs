//! Hostile text: stored unchanged, harmless when shown.

use serde_json::{Value, json};

use super::{assert_harmless, sandbox};
use crate::sandbox::Sandbox;

/// Texts that a terminal would act on, or that hide or reverse other text.
const HOSTILE_TEXTS: &[&str] = &[
    "\u{1b}]0;pwned\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]8;;https://evil.example\u{1b}\\x\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;cHduZWQ=\u{7}",
    "\u{9b}31m",
    "\u{9d}0;x\u{9c}",
    "over\rwritten",
    "back\u{8}\u{8}\u{8}\u{8}space",
    "\u{7f}",
    "tab\tand\nline",
    "\u{202e}gnp.exe",
    "\u{2066}\u{2067}\u{2068}\u{2069}",
    "\u{200e}\u{200f}\u{61c}",
    "zero\u{200b}width\u{feff}",
    "\u{2028}\u{2029}",
    "\u{e0001}\u{e0041}",
];

fn hostile() -> String {
    HOSTILE_TEXTS.join("|")
}

/// Returns a registry with hostile text in every text field.
fn registry() -> Value {
    let bad = hostile();
    let party = |name: &str| json!({"name": format!("{name}{bad}"), "short": format!("{bad}{name}"), "role": bad});
    let person = json!([{"name": bad, "title": bad, "party": bad}]);
    let reference = json!([{"title": bad, "url": format!("javascript:{bad}"), "dated": "2020"}]);
    let record = |id: &str, succeeds: Value| {
        json!({
            "id": id,
            "title": bad,
            "kind": bad,
            "parties": [party("A"), party("B")],
            "signed": "2022-07-04",
            "place": bad,
            "signatories": person,
            "witnesses": person,
            "term": "P3Y",
            "areas": [bad],
            "tags": [bad],
            "contact": bad,
            "succeeds": succeeds,
            "related": [bad],
            "references": reference,
            "documents": [{"title": bad, "path": "paper.pdf"}],
            "events": [
                {"kind": bad, "on": "2023-01-01", "by": bad, "note": bad},
                {"kind": "decided", "on": "2023-01-02", "decision": "renew", "by": bad, "note": bad},
                {"kind": "amended", "on": "2023-02-01", "fields": {"title": {"old": bad, "new": bad}}, "note": bad},
                {"kind": "notice", "on": "2023-03-01", "by": bad},
            ],
            "notes": bad,
            "fields": {(bad.as_str()): bad},
            "conflicts": [{"field": bad, "base": bad, "ours": bad, "theirs": bad}],
            "activities": [{
                "n": 1, "title": bad, "kind": bad, "due": "2023-05-01", "areas": [bad], "participants": [bad],
                "place": bad, "outcome": bad, "references": reference, "contact": bad, "notes": bad,
                "fields": {(bad.as_str()): bad},
            }],
        })
    };
    json!({
        "format": "mou-registry",
        "version": 1,
        "owner": bad,
        "agreements": [record("a", json!([])), record("b", json!(["a"]))],
    })
}

fn hostile_sandbox() -> Sandbox {
    let text = registry().to_string();
    Sandbox::with_registry(&text).with_variable("USER", &hostile().replace('\n', " "))
}

#[test]
fn rule_17_hostile_text_is_harmless_where_it_is_shown() {
    let sandbox = hostile_sandbox();
    sandbox.mou(&["edit", "b", "--signed", "2022-08-01"]).success();
    let columns =
        "id,title,partners,status,ends,act_by,kind,parties,place,areas,tags,contact,related,notes";
    let bad = hostile();
    let shown: Vec<Vec<&str>> = vec![
        vec![],
        vec!["--width", "60"],
        vec!["list"],
        vec!["list", "--columns", columns],
        vec!["list", "-o", "markdown", "--columns", columns],
        vec!["list", "-o", "ids"],
        vec!["list", "--width", "30"],
        vec!["list", "--as-of", "2025-01-01", "--color", "always", "--columns", "status"],
        vec!["expiring", "--within", "100y", "--as-of", "2025-01-01"],
        vec!["expiring", "-o", "markdown", "--within", "100y", "--as-of", "2025-01-01"],
        vec!["show", "a"],
        vec!["show", "b", "--width", "50"],
        vec!["why", "a"],
        vec!["chain", "a"],
        vec!["activity"],
        vec!["activity", "list", "-o", "markdown"],
        vec!["activity", "show", "a/1"],
        vec!["check"],
        vec!["check", "-o", "markdown"],
        vec!["log"],
        vec!["log", "b"],
        vec!["log", "-o", "markdown"],
        vec!["config"],
        vec!["edit", "a", "--title", &bad, "--notes", "plain", "--dry-run"],
        vec!["amend", "a", "--on", "2024-01-01", "--contact", "mei", "--dry-run"],
        vec!["remove", "b", "--yes", "--dry-run"],
        vec!["add", &bad, "--party", &bad, "--dry-run"],
        vec!["activity", "add", "a", &bad, "--kind", &bad, "--dry-run"],
        vec!["config", "owner", &bad, "--dry-run"],
        vec!["undo", "--dry-run"],
        // Messages quote what was typed.
        vec!["show", &bad],
        vec!["list", &bad],
        vec!["list", "--tag", &bad],
        vec!["list", "--columns", &bad],
        vec!["list", "--sort", &bad],
        vec!["list", "-o", &bad],
        vec!["list", "--as-of", &bad],
        vec!["list", "--limit", &bad],
        vec![&bad],
        vec!["help", &bad],
        vec!["config", &bad],
        vec!["--file", &bad, "list"],
        vec!["--file", &bad, "undo"],
        vec!["edit", "a", "--signed", &bad],
        vec!["edit", "a", "--clear", &bad],
        vec!["edit", "a", "--under", &bad],
        vec!["edit", "a", "--document", &bad],
        vec!["decide", "a", &bad],
        vec!["activity", "done", &bad],
    ];
    for args in &shown {
        let output = sandbox.mou(args);
        if !args.contains(&"always") {
            assert_harmless(&output);
        }
        assert!(
            output.code <= 6 && !output.stderr.contains("panicked"),
            "{args:?}: {}",
            output.to_text()
        );
    }
    let unknown_flag = format!("--{}", bad.replace('\n', ""));
    assert_harmless(&sandbox.mou(&["list", &unknown_flag]));
}

#[test]
fn rule_17_hostile_text_in_messages_about_changes_is_harmless() {
    let bad = hostile();
    let other = format!("other {bad}");
    for args in [
        &["edit", "a", "--title", &other, "--area", &other][..],
        &["add", &bad, "--party", &bad, "--tag", &bad],
        &["amend", "b", "--on", "2024-01-01", "--title", "plain"],
        &["activity", "add", "a", &bad],
        &["activity", "done", "a/1", "--outcome", &bad],
        &["terminate", "a", "--on", "2024-01-01", "--note", &bad],
        &["config", "owner", "NUS \u{202e}"],
        &["remove", "b", "--yes"],
    ] {
        let sandbox = hostile_sandbox();
        let output = sandbox.mou(args);
        assert_harmless(&output);
        assert_eq!(output.code, 0, "{args:?}: {}", output.to_text());
        assert_harmless(&sandbox.mou(&["log"]));
        let undone = sandbox.mou(&["undo"]);
        assert_harmless(&undone);
        undone.success();
        assert_harmless(&sandbox.mou(&["redo"]));
    }
}

#[test]
fn rule_17_hostile_text_is_stored_and_exported_unchanged() {
    let bad = hostile();
    let sandbox = hostile_sandbox();
    sandbox.mou(&["edit", "a", "--signed", "2022-07-05"]).success();
    let stored: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    assert_eq!(stored["agreements"][0]["title"], bad);
    assert_eq!(stored["agreements"][0]["events"][0]["note"], bad);
    let listed: Value =
        serde_json::from_str(&sandbox.mou(&["list", "-o", "json"]).success()).unwrap();
    assert_eq!(listed[0]["title"], bad);
    let shown: Value =
        serde_json::from_str(&sandbox.mou(&["show", "a", "-o", "json"]).success()).unwrap();
    assert_eq!(shown["title"], bad);
    let lines = sandbox.mou(&["list", "-o", "jsonl"]).success();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["contact"], bad);
    let csv = sandbox.mou(&["list", "-o", "csv", "--columns", "title"]).success();
    assert!(csv.contains(&bad), "{csv:?}");
    let tsv = sandbox.mou(&["list", "-o", "tsv", "--columns", "title"]).success();
    let spelled =
        bad.replace('\\', "\\\\").replace('\t', "\\t").replace('\r', "\\r").replace('\n', "\\n");
    assert!(tsv.contains(&spelled), "{tsv:?}");
    // Typed text is stored unchanged.
    let sandbox = Sandbox::with_registry(&super::TWO_RECORDS.replace("1e400", "1"));
    sandbox.mou(&["edit", "eth-nus-2021", "--notes", &bad]).success();
    let stored: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    assert_eq!(stored["agreements"][0]["notes"], bad);
}

#[test]
fn threat_titles_with_shell_or_format_syntax_are_harmless() {
    for title in
        ["$(touch owned)", "`touch owned`", "%s%n{}", "; touch owned", "'\"\\", "--help", "=1+1"]
    {
        let sandbox = Sandbox::with_registry(&super::TWO_RECORDS.replace("1e400", "1"));
        let title = if title.starts_with("--") { format!(" {title}") } else { title.to_owned() };
        sandbox.mou(&["add", &title, "--party", "P", "--id", "x"]).success();
        let stored: Value = serde_json::from_str(&sandbox.registry()).unwrap();
        assert_eq!(stored["agreements"][2]["title"].as_str().unwrap().trim(), title.trim());
        sandbox.mou(&["list"]).success();
        sandbox.mou(&["undo"]).success();
        assert!(!sandbox.files().contains(&"owned".to_owned()));
    }
}

#[test]
fn threat_long_wide_and_combining_text_is_shown() {
    let sandbox = sandbox();
    for title in [
        "a".repeat(100_000),
        "東京大学".repeat(2_000),
        "e\u{301}\u{302}\u{303}".repeat(3_000),
        format!("x{}", "\u{301}".repeat(10_000)),
        "👩‍👩‍👧‍👦".repeat(1_000),
        "مرحبا بالعالم ".repeat(1_000),
    ] {
        sandbox.mou(&["edit", "eth-nus-2021", "--title", &title, "--notes", &title]).success();
        for args in [
            &["list"][..],
            &["list", "--width", "80"],
            &["show", "eth-nus-2021", "--width", "40"],
            &[],
        ] {
            sandbox.mou(args).success();
        }
    }
}
