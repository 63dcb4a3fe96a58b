//! JSON that `mou` wrote is imported completely, with unknown members.

use std::fs;

use mou::store::node::{Member, Node};

use super::counts;
use crate::safe::objects::{FULL_REGISTRY, Path, objects};
use crate::sandbox::{CommandOutput, Sandbox};

/// A number too large for any number type.
const HUGE_NUMBER: &str = "1234567890123456789012345678901234567890";

/// Returns a canonical registry with unknown members at every level.
fn registry() -> String {
    let digits = HUGE_NUMBER.repeat(8);
    let text = format!(
        r#"{{
  "format": "mou-registry",
  "version": 1,
  "x-document": {{"deep": [1.10, {{"a": null}}]}},
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "owner": "NUS",
  "settings": {{"within": "P3M", "x-setting": -0}},
  "agreements": [
    {{
      "id": "a-1",
      "x-first": 18446744073709551616,
      "title": "T é",
      "kind": "MoU",
      "parties": [
        {{"name": "A", "x-a": 1.10, "short": "a", "x-null": null, "x-empty": []}},
        {{"x-b": {{"c": 1E+400, "b": "\u0062"}}, "name": "NUS"}}
      ],
      "x-middle": {{"b": 2, "a": {digits}}},
      "signed": "2020-01-01",
      "signatories": [{{"name": "S", "x-office": 0.0}}],
      "term": "P3Y",
      "renewal": {{"every": "P1Y", "x-renewal": true}},
      "references": [{{"title": "R", "x-r": {digits}}}],
      "documents": [{{"title": "D", "x-d": 1e-0}}],
      "events": [
        {{"kind": "amended", "on": "2021-05-01", "fields": {{"cost": {{"old": 18446744073709551616, "new": 1.10}}}}, "x-e": [{digits}]}}
      ],
      "fields": {{"cost": "5"}},
      "activities": [
        {{"n": 1, "title": "Visit", "x-v": 1.10, "references": [{{"title": "R", "x-deep": 1.10}}], "status": "done"}}
      ],
      "x-last": null
    }},
    {{
      "id": "b-1",
      "title": "Plain",
      "kind": "MoU",
      "parties": [{{"name": "B"}}]
    }},
    {{
      "id": "c-1",
      "title": "Other",
      "kind": "MoU",
      "parties": [{{"name": "C"}}],
      "x-c": [],
      "flags-x": "x"
    }}
  ]
}}
"#
    );
    Node::parse(&text).unwrap().print() + "\n"
}

/// Returns the text of a registry from its agreements on.
fn agreements(registry: &str) -> &str {
    &registry[registry.find("  \"agreements\"").unwrap()..]
}

/// Returns a registry with the same header but no records.
fn empty() -> String {
    let text = registry();
    let head = text.find("  \"agreements\"").unwrap();
    format!("{}  \"agreements\": []\n}}\n", &text[..head])
}

/// Returns the JSON that `mou` writes of the registry, with file names.
fn files() -> Vec<(&'static str, String)> {
    let sandbox = Sandbox::with_registry(&registry());
    sandbox.mou(&["export", "out.json"]).success();
    sandbox.mou(&["export", "out.jsonl"]).success();
    let printed = |args: &[&str]| sandbox.mou(args).success();
    let compact: String = registry().lines().map(str::trim_start).collect();
    vec![
        ("other.json", registry()),
        ("compact.json", compact),
        ("marked.json", format!("\u{feff}{}", registry())),
        ("out.json", sandbox.read("out.json")),
        ("out.jsonl", sandbox.read("out.jsonl")),
        ("list.json", printed(&["list", "-o", "json"])),
        ("list.jsonl", printed(&["list", "-o", "jsonl"])),
        ("show.json", printed(&["show", "a-1", "b-1", "c-1", "-o", "json"])),
    ]
}

fn import(sandbox: &Sandbox, name: &str, text: &str) -> CommandOutput {
    sandbox.write(name, text);
    sandbox.mou(&["import", name])
}

#[test]
fn own_json_imported_into_its_registry_changes_nothing() {
    for (name, text) in files() {
        let sandbox = Sandbox::with_registry(&registry());
        let output = import(&sandbox, name, &text);
        assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.", "{name}");
        assert_eq!(output.stderr.lines().count(), 1, "{name}: {}", output.stderr);
        assert_eq!(sandbox.registry(), registry(), "{name}");
        let output = sandbox.mou_with_input(&text, &["import", "-"]);
        assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.", "{name}");
        assert_eq!(sandbox.registry(), registry(), "{name}");
    }
    let sandbox = Sandbox::with_registry(&registry());
    let output = sandbox.mou(&["import", "registry.json"]);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    assert_eq!(sandbox.registry(), registry());
    let one = sandbox.mou(&["show", "a-1", "-o", "json"]).success();
    let output = sandbox.mou_with_input(&one, &["import", "-"]);
    assert_eq!(counts(&output), "0 added, 0 changed, 1 the same.");
    assert_eq!(sandbox.registry(), registry());
}

#[test]
fn own_json_brings_every_unknown_member_into_an_empty_registry() {
    for (name, text) in files() {
        let sandbox = Sandbox::with_registry(&empty());
        let output = import(&sandbox, name, &text);
        assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.", "{name}");
        assert_eq!(sandbox.registry(), registry(), "{name}");
        sandbox.mou(&["undo"]).success();
        assert_eq!(sandbox.registry(), empty(), "{name}");

        let sandbox = Sandbox::new();
        let output = import(&sandbox, name, &text);
        assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.", "{name}");
        assert_eq!(agreements(&sandbox.registry()), agreements(&registry()), "{name}");
    }
}

#[test]
fn own_json_brings_unknown_members_to_records_that_lack_them_and_leaves_others() {
    let plain = Sandbox::with_registry(&registry());
    // The same records imported from a sheet, which drops unknown members.
    plain.mou(&["export", "out.csv"]).success();
    let sheet = plain.read("out.csv");
    for (name, text) in files() {
        let sandbox = Sandbox::new();
        sandbox.write("out.csv", &sheet);
        sandbox.mou(&["import", "out.csv"]).success();
        assert!(!sandbox.registry().contains("x-"), "{}", sandbox.registry());
        let own = sandbox
            .registry()
            .replace("\"title\": \"Plain\"", "\"title\": \"Plain\",\n      \"x-mine\": 1.10");
        sandbox.write("registry.json", &own);

        let output = import(&sandbox, name, &text);
        assert_eq!(counts(&output), "0 added, 2 changed, 1 the same.", "{name}");
        let expected = registry()
            .replace("\"title\": \"Plain\"", "\"title\": \"Plain\",\n      \"x-mine\": 1.10");
        let sorted = |text: &str| sorted(&Node::parse(text).unwrap()).print();
        assert_eq!(
            sorted(agreements_list(&sandbox.registry())),
            sorted(agreements_list(&expected))
        );
        let before = sandbox.registry();
        assert_eq!(counts(&import(&sandbox, name, &text)), "0 added, 0 changed, 3 the same.");
        assert_eq!(sandbox.registry(), before, "{name}");
        sandbox.mou(&["undo"]).success();
        assert_eq!(sandbox.registry(), own, "{name}");
    }
}

/// Returns the list of agreements in a registry as JSON.
fn agreements_list(registry: &str) -> &str {
    let list = agreements(registry).split_once(": ").unwrap().1;
    list.trim_end().strip_suffix('}').unwrap()
}

/// Returns the value with the members of every object sorted by name.
fn sorted(node: &Node) -> Node {
    match node {
        Node::Scalar(spelled) => match spelled.strip_prefix('"') {
            Some(_) => Node::text(&serde_json::from_str::<String>(spelled).unwrap()),
            None => node.clone(),
        },
        Node::Array(items) => Node::Array(items.iter().map(sorted).collect()),
        Node::Object(members) => {
            let mut members = members.clone();
            for member in &mut members {
                member.value = sorted(&member.value);
            }
            members.sort_by(|one, other| one.name().cmp(other.name()));
            Node::Object(members)
        }
    }
}

/// Returns the object at a path.
fn object_at<'n>(node: &'n mut Node, path: &[usize]) -> &'n mut Vec<Member> {
    match (node, path) {
        (Node::Object(members), []) => members,
        (Node::Object(members), [first, rest @ ..]) => object_at(&mut members[*first].value, rest),
        (Node::Array(items), [first, rest @ ..]) => object_at(&mut items[*first], rest),
        _ => unreachable!("a path leads to an object"),
    }
}

#[test]
fn unknown_member_of_any_object_is_imported() {
    // The program does not write the empty list.
    let full = Node::parse(&FULL_REGISTRY.replace("      \"succeeds\": [],\n", "")).unwrap();
    let mut found = Vec::new();
    objects(&full, &Path::new(), "", &mut found);
    // `fields` is for texts under any name.
    found.retain(|(_, name)| name.starts_with("agreements[0]") && !name.ends_with("fields"));
    assert_eq!(found.len(), 13, "{found:?}");
    let value = format!("[1.10, 18446744073709551616, {HUGE_NUMBER}, {{\"a\": null}}]");
    for (path, name) in found {
        for at_end in [true, false] {
            let mut registry = full.clone();
            let members = object_at(&mut registry, &path);
            // The first member of a record is its id.
            let place = if at_end { members.len() } else { usize::from(path.len() == 2) };
            members.insert(place, Member::new("x-new", Node::parse(&value).unwrap()));
            let text = registry.print() + "\n";
            let sandbox = Sandbox::with_registry(&text);
            let output = sandbox.mou(&["import", "registry.json"]);
            assert_eq!(counts(&output), "0 added, 0 changed, 2 the same.", "{name}");
            sandbox.mou(&["export", "out.json"]).success();
            let output = sandbox.mou(&["import", "out.json"]);
            assert_eq!(counts(&output), "0 added, 0 changed, 2 the same.", "{name}");
            assert_eq!(sandbox.registry(), text, "{name}");
            for from in ["registry.json", "out.json"] {
                let fresh = Sandbox::new();
                let output = import(&fresh, "in.json", &sandbox.read(from));
                assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.", "{name}");
                assert_eq!(agreements(&fresh.registry()), agreements(&text), "{from}: {name}");
            }
        }
    }
}

#[test]
fn known_field_that_differs_is_changed_and_unknown_members_stay() {
    let sandbox = Sandbox::with_registry(&registry());
    let text =
        registry().replace("\"P3Y\"", "\"P4Y\"").replace("\"short\": \"a\"", "\"short\": \"aa\"");
    let output = import(&sandbox, "other.json", &text);
    assert_eq!(counts(&output), "0 added, 1 changed, 2 the same.");
    assert_eq!(sandbox.registry(), text);
    // A list with some columns leaves other fields unchanged.
    let output = sandbox.mou_with_input(r#"[{"id":"a-1","term":"P5Y"}]"#, &["import", "-"]);
    assert_eq!(counts(&output), "0 added, 1 changed, 0 the same.");
    assert_eq!(sandbox.registry(), text.replace("\"P4Y\"", "\"P5Y\""));
}

#[test]
fn other_spelling_and_order_of_the_same_values_changes_nothing() {
    let sandbox = Sandbox::with_registry(&registry());
    let other = sorted(&Node::parse(&registry()).unwrap()).print();
    assert_ne!(other + "\n", registry());
    let other = sorted(&Node::parse(&registry()).unwrap()).print();
    let output = import(&sandbox, "other.json", &other);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    assert_eq!(sandbox.registry(), registry());
}

/// Other programs write `null` and empty lists for missing values.
#[test]
fn empty_known_members_are_not_stored() {
    let text = r#"[{"id":"m","title":"M","kind":"MoU","tags":[],"end":null,"parties":[{"name":"P","short":null,"x-p":null}],"activities":[{"n":1,"title":"V","areas":[],"fields":{},"status":null,"x-v":[]}]}]"#;
    let sandbox = Sandbox::new();
    sandbox.mou_with_input(text, &["import", "-"]).success();
    let stored: String = agreements(&sandbox.registry()).split_whitespace().collect();
    assert_eq!(
        stored,
        r#""agreements":[{"id":"m","title":"M","kind":"MoU","parties":[{"name":"P","x-p":null}],"activities":[{"n":1,"title":"V","x-v":[]}]}]}"#
    );
    let output = sandbox.mou_with_input(text, &["import", "-"]);
    assert_eq!(counts(&output), "0 added, 0 changed, 1 the same.");
}

#[test]
fn unknown_members_are_dropped_on_request() {
    for (name, text) in files() {
        let sandbox = Sandbox::new();
        sandbox.write(name, &text);
        sandbox.mou(&["import", name, "--drop-unmapped"]).success();
        assert!(!sandbox.registry().contains("x-"), "{name}: {}", sandbox.registry());
    }
}

#[test]
fn mapped_unknown_member_is_read_and_kept() {
    let sandbox = Sandbox::new();
    sandbox.write("other.json", registry());
    let args = ["import", "other.json", "--map", "x-first=notes", "--map", "x-last=-"];
    sandbox.mou(&args).success();
    let stored = sandbox.registry();
    assert!(stored.contains("\"notes\": \"18446744073709551616\""), "{stored}");
    assert!(stored.contains("\"x-first\": 18446744073709551616"), "{stored}");
    assert!(!stored.contains("x-last"), "{stored}");
}

#[test]
fn stored_member_named_like_a_derived_field_is_imported_from_a_registry() {
    let text =
        registry().replace("\"flags-x\": \"x\"", "\"status\": 1.10,\n      \"flags\": \"x\"");
    let sandbox = Sandbox::new();
    import(&sandbox, "other.json", &text).success();
    assert_eq!(agreements(&sandbox.registry()), agreements(&text));
    let output = import(&sandbox, "other.json", &text);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
}

#[test]
fn dry_run_counts_what_only_unknown_members_change() {
    let sandbox = Sandbox::with_registry(&registry());
    let text = registry().replace("\"x-c\": []", "\"x-c\": [\n        1.10\n      ]");
    sandbox.write("other.json", &text);
    let output = sandbox.mou(&["import", "other.json", "--dry-run"]);
    assert_eq!(counts(&output), "0 added, 1 changed, 2 the same.");
    assert_eq!(output.stdout, "c-1\n");
    assert_eq!(sandbox.registry(), registry());
    sandbox.mou(&["import", "other.json"]).success();
    assert_eq!(sandbox.registry(), text);
}

#[test]
fn numbers_of_other_documents_are_kept_digit_for_digit() {
    let text = format!(
        r#"[{{"Partner":"A","Big":18446744073709551616,"Rate":1.10,"Long":{HUGE_NUMBER}{HUGE_NUMBER},"Huge":1e400,"All":{{"b":1.10,"a":[18446744073709551616,"\u00e9"]}}}}]"#
    );
    for name in ["m.json", "m.jsonl"] {
        let sandbox = Sandbox::new();
        sandbox.write(name, &text);
        sandbox.mou(&["import", name]).success();
        let list = sandbox.mou(&["list", "-o", "json"]).success();
        for (field, value) in [
            ("Big", "\"18446744073709551616\"".to_owned()),
            ("Rate", "\"1.10\"".to_owned()),
            ("Long", format!("\"{HUGE_NUMBER}{HUGE_NUMBER}\"")),
            ("Huge", "\"1e400\"".to_owned()),
            ("All", r#""{\"b\":1.10,\"a\":[18446744073709551616,\"\\u00e9\"]}""#.to_owned()),
        ] {
            assert!(list.contains(&format!("\"{field}\": {value}")), "{field}: {list}");
        }
    }
}

/// Members called `id`, `title` and `status` also occur in other programs.
#[test]
fn document_of_another_program_is_a_sheet() {
    for text in [
        r#"[{"id":"m","title":"T","parties":"A","status":"Active","Budget":5}]"#,
        r#"[{"id":"m","title":"T","parties":"A","status":"active","flags":"x","Budget":5}]"#,
        r#"[{"id":"m","title":"T","parties":"A","status":"open","flags":[],"Budget":5}]"#,
        r#"{"format":"other","version":2,"agreements":[{"id":"m","title":"T","parties":"A","Budget":5}]}"#,
    ] {
        let sandbox = Sandbox::new();
        let output = sandbox.mou_with_input(text, &["import", "-"]);
        assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.", "{text}");
        let note = output.stderr.lines().find(|line| line.starts_with("note: kept as fields: "));
        assert!(note.is_some_and(|note| note.contains("`Budget`")), "{}", output.stderr);
    }
}

#[test]
fn unknown_member_that_nests_too_deep_is_refused_and_named() {
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    let text = format!(
        r#"[{{"id":"m","title":"T","kind":"MoU","parties":[{{"name":"A"}}],"status":"active","flags":[],"x":{deep}}}]"#
    );
    let sandbox = Sandbox::new();
    let output = sandbox.mou_with_input(&text, &["import", "-"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(
        output.stderr.contains("row 1: it is nested deeper than 128 levels"),
        "{}",
        output.stderr
    );
    assert_eq!(sandbox.files(), [""; 0]);
}

#[test]
fn registry_of_a_newer_version_is_refused() {
    let newer = registry().replace("\"version\": 1", "\"version\": 2");
    let moved = format!(
        "{}, \"version\": 2}}\n",
        registry().replace("\"version\": 1,", "").trim_end().strip_suffix('}').unwrap()
    );
    let other_shape = "{\"version\": 2, \"agreements\": {\"a\": 1}, \"format\": \"mou-registry\"}";
    let spelled = newer.replace("\"mou-registry\"", "\"mou\\u002dregistry\"");
    for text in [newer.as_str(), &moved, other_shape, &spelled, &format!("\u{feff}{newer}")] {
        for flags in [&[][..], &["--dry-run"], &["--records", "agreements"], &["--drop-unmapped"]] {
            let sandbox = Sandbox::new();
            sandbox.write("v2.json", text);
            let output = sandbox.mou(&[&["import", "v2.json"][..], flags].concat());
            assert_eq!(
                output.to_text(),
                "--- stderr\nerror: `v2.json` uses format version 2; this mou reads version 1\nhint: update mou: a newer version wrote this file\n--- exit 6\n",
                "{flags:?}: {text}"
            );
            assert_eq!(sandbox.files(), ["v2.json"]);
        }
        let sandbox = Sandbox::with_registry(&registry());
        let output = sandbox.mou_with_input(text, &["import", "-"]);
        assert_eq!(output.code, 6, "{}", output.to_text());
        assert_eq!(sandbox.registry(), registry());
        assert_eq!(sandbox.files(), ["registry.json"]);
    }
}

#[test]
fn registry_without_a_known_version_is_refused() {
    for (version, why) in [
        ("\"version\": 0,", "its `version` is `0`, which is not a version"),
        ("\"version\": \"1\",", "its `version` is `\"1\"`, which is not a version"),
        ("", "it has no `version`"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("other.json", registry().replace("\"version\": 1,", version));
        let output = sandbox.mou(&["import", "other.json"]);
        assert_eq!((output.code, output.stderr.contains(why)), (6, true), "{}", output.to_text());
        assert_eq!(fs::read_dir(sandbox.path(".")).unwrap().count(), 2);
    }
}
