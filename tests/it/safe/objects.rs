//! A list in place of an object is refused wherever a record is read, even if its values have the right types
//! in the right order.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

use mou::store::node::Node;

use super::{TWO_RECORDS, assert_refused};
use crate::sandbox::Sandbox;

/// A registry with an object of every type, each with all of its members in the order of declaration. serde
/// could read such an object from a list of its values.
pub(crate) const FULL_REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "owner": "NUS",
  "settings": {
    "within": "P3M",
    "dormant": "P1Y",
    "lead": ["P6M"],
    "log": 1000000
  },
  "agreements": [
    {
      "id": "m-1",
      "title": "T",
      "kind": "MoU",
      "parties": [
        {"name": "A", "short": "a", "country": "JP", "role": "host", "signed": "2020-01-01", "joined": "2020", "left": "2028"},
        {"name": "NUS"}
      ],
      "signed": "2020-01-01",
      "place": "Kyoto",
      "signatories": [{"name": "S", "title": "Rector", "party": "a"}],
      "witnesses": [{"name": "W", "title": "Dean", "party": "a"}],
      "effective": "2020-02-01",
      "term": "P3Y",
      "end": "2023-01-31",
      "basis": "including",
      "renewal": {"every": "P1Y", "max": 2},
      "notice": "P6M",
      "review": "P1Y",
      "lead": ["P6M"],
      "areas": ["research"],
      "tags": ["asia"],
      "contact": "mei",
      "succeeds": [],
      "under": "m-2",
      "related": ["R"],
      "references": [{"title": "R", "url": "https://example.org", "dated": "2020"}],
      "documents": [{"title": "D", "path": "d.pdf", "sha256": "00"}],
      "events": [
        {"kind": "amended", "on": "2021-05-01", "by": "A", "decision": "lapse", "from": "2021", "term": "P1Y", "end": "2024", "fields": {"place": "2023"}, "note": "n"},
        {"kind": "terminated", "on": "2024-05-01"}
      ],
      "notes": "n",
      "fields": {"cost": "5"},
      "conflicts": [{"field": "end", "base": "2020", "ours": "2021", "theirs": "2022"}],
      "activities": [
        {"n": 1, "title": "Visit", "kind": "visit", "on": "2021-01-01", "from": "2021", "until": "2021", "due": "2021", "status": "done", "known_by": "2021", "areas": ["a"], "participants": ["p"], "place": "Kyoto", "outcome": "o", "references": [{"title": "R", "url": "https://example.org", "dated": "2020"}], "contact": "mei", "notes": "n", "fields": {"cost": "5"}}
      ]
    },
    {
      "id": "m-2",
      "title": "Framework",
      "kind": "MoU",
      "parties": [{"name": "A"}]
    }
  ]
}
"#;

/// A path into a value: the index of a member or an item at each step.
pub(crate) type Path = Vec<usize>;

/// Adds the paths of all objects in `node` to `found`, with their names in messages.
pub(crate) fn objects(node: &Node, path: &Path, name: &str, found: &mut Vec<(Path, String)>) {
    let step = |index: usize| [path.as_slice(), &[index]].concat();
    match node {
        Node::Scalar(_) => {}
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, &step(index), &format!("{name}[{index}]"), found);
            }
        }
        Node::Object(members) => {
            found.push((path.clone(), name.to_owned()));
            for (index, member) in members.iter().enumerate() {
                let dot = if name.is_empty() { "" } else { "." };
                let name = format!("{name}{dot}{}", member.name());
                objects(&member.value, &step(index), &name, found);
            }
        }
    }
}

/// Replaces the object at `path` by the list of its values.
fn flatten(node: &mut Node, path: &[usize]) {
    let Some((index, rest)) = path.split_first() else {
        *node = Node::Array(node.members().iter().map(|member| member.value.clone()).collect());
        return;
    };
    match node {
        Node::Array(items) => flatten(&mut items[*index], rest),
        Node::Object(members) => flatten(&mut members[*index].value, rest),
        Node::Scalar(_) => unreachable!("a path leads through lists and objects"),
    }
}

/// Returns registries with a list in place of one object, for each object, canonical and not, and the words
/// that the error must have.
fn flattened() -> Vec<(String, String)> {
    let full = Node::parse(FULL_REGISTRY).unwrap();
    let mut found = Vec::new();
    objects(&full, &Path::new(), "", &mut found);
    assert_eq!(found.len(), 20, "{found:?}");
    let mut texts = Vec::new();
    for (path, name) in found {
        let mut flat = full.clone();
        flatten(&mut flat, &path);
        let words = match name.strip_prefix("agreements[0].") {
            Some(field) => format!("record `m-1`, field `{field}`: "),
            None if name == "settings" => "field `settings`: ".to_owned(),
            None => "expected an object".to_owned(),
        };
        let words = if name.is_empty() { "it is not an object".to_owned() } else { words };
        let canonical = flat.print() + "\n";
        texts.push((canonical.split_whitespace().collect::<Vec<_>>().join(" "), words.clone()));
        texts.push((canonical, words));
    }
    texts
}

#[test]
fn full_registry_is_read_in_both_layouts() {
    let canonical = Node::parse(FULL_REGISTRY).unwrap().print() + "\n";
    for text in [FULL_REGISTRY, &canonical] {
        let sandbox = Sandbox::with_registry(text);
        assert_eq!(super::ids(&sandbox), ["m-1", "m-2"]);
        sandbox.mou(&["show", "m-1"]).success();
        sandbox.mou(&["edit", "m-1", "--contact", "kai"]).success();
    }
}

#[test]
fn threat_list_in_place_of_any_object_is_refused_and_the_file_stays() {
    for (text, words) in flattened() {
        let sandbox = Sandbox::with_registry(&text);
        let commands = [
            &["list"][..],
            &["list", "-o", "json"],
            &["show", "m-1"],
            &["check"],
            &["edit", "m-1", "--contact", "kai"],
            &["edit", "m-2", "--contact", "kai"],
            &["undo"],
        ];
        for args in commands {
            assert_refused(&sandbox.mou(args), 6, &words);
            assert_eq!(sandbox.registry(), text, "{args:?}");
            assert_eq!(sandbox.files(), ["registry.json"], "{args:?}");
        }
    }
}

#[test]
fn threat_refusal_of_a_list_names_record_field_and_place() {
    let text = TWO_RECORDS.replacen(
        "      \"signed\": \"2020-10-01\"",
        "      \"events\": [[\"terminated\", \"2024-05-01\"]],\n      \"signed\": \"2020-10-01\"",
        1,
    );
    let sandbox = Sandbox::with_registry(&text);
    assert_eq!(
        sandbox.mou(&["list"]).to_text(),
        "--- stderr\nerror: `registry.json` is damaged: record `kyoto-nus-2020`, field `events[0]`: invalid \
         type: list, expected an object (line 22, column 18)\nhint: correct this place in a text editor, or \
         restore the file from a copy; `mou log` still shows what was changed\n--- exit 6\n"
    );
}

#[test]
fn threat_word_of_a_choice_as_an_object_is_refused() {
    for (choice, field) in [
        ("\"basis\": \"including\"", "basis"),
        ("\"decision\": \"lapse\"", "events[0].decision"),
        ("\"status\": \"done\"", "activities[0].status"),
    ] {
        let (name, chosen) = choice.split_once(": ").unwrap();
        let text = FULL_REGISTRY.replacen(choice, &format!("{name}: {{{chosen}: null}}"), 1);
        let sandbox = Sandbox::with_registry(&text);
        for args in [&["list"][..], &["show", "m-1"], &["edit", "m-1", "--contact", "kai"]] {
            assert_refused(&sandbox.mou(args), 6, &format!("record `m-1`, field `{field}`: "));
            assert_eq!(sandbox.registry(), text);
        }
    }
}

#[cfg(unix)] // an editor that is a shell script
#[test]
fn threat_list_typed_in_the_editor_is_refused_and_kept() {
    let sandbox = Sandbox::with_registry(TWO_RECORDS);
    fs::create_dir(sandbox.path("tmp")).unwrap();
    let script = "#!/bin/sh\nsed -i 's/\"signed\"/\"events\": [[\"terminated\", \"2024-05-01\"]], \"signed\"/' $1\n";
    sandbox.write("editor", script);
    fs::set_permissions(sandbox.path("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    let tmp = sandbox.path("tmp");
    let sandbox =
        sandbox.with_variable("EDITOR", "./editor").with_variable("TMPDIR", tmp.to_str().unwrap());
    let output = sandbox.mou(&["edit", "kyoto-nus-2020"]);
    assert_refused(&output, 1, "field `events[0]`: invalid type: list, expected an object (line ");
    assert_eq!(sandbox.registry(), TWO_RECORDS);
    assert_eq!(fs::read_dir(sandbox.path("tmp")).unwrap().count(), 1);
}

#[test]
fn threat_list_in_an_imported_document_is_refused() {
    let full = Node::parse(FULL_REGISTRY).unwrap();
    let mut found = Vec::new();
    objects(&full, &Path::new(), "", &mut found);
    for (path, name) in found.iter().filter(|(_, name)| name.starts_with("agreements[0].")) {
        let mut flat = full.clone();
        flatten(&mut flat, path);
        for records in [flat.clone(), flat.get("agreements").unwrap().clone()] {
            let sandbox = Sandbox::new();
            sandbox.write("other.json", records.print());
            let output = sandbox.mou(&["import", "other.json"]);
            assert_ne!(output.code, 0, "{name}: {}", output.to_text());
            assert_eq!(sandbox.files(), ["other.json"], "{name}: {}", output.to_text());
        }
    }
}
