//! A patch changes what differs and nothing else.

use proptest::prelude::*;

use super::super::node::Node;
use super::documents::any_json;

fn node(text: &str) -> Node {
    Node::parse(text).unwrap()
}

/// The text, on one line, that a patch makes of `raw`.
fn patched(raw: &str, before: &str, after: &str) -> String {
    let mut patched = node(raw);
    patched.patch(&node(before), &node(after));
    let lines = patched.print();
    lines.lines().map(str::trim_start).collect::<Vec<_>>().join(" ")
}

proptest! {
    #[test]
    fn a_patch_without_a_difference_changes_nothing(raw in any_json(), known in any_json()) {
        let mut patched = node(&raw);
        patched.patch(&node(&known), &node(&known));
        prop_assert_eq!(patched, node(&raw));
    }

    #[test]
    fn what_was_understood_whole_becomes_what_it_is_to_be(before in any_json(), after in any_json()) {
        let mut patched = node(&before);
        patched.patch(&node(&before), &node(&after));
        let sorted = |node: &Node| serde_json::from_str::<serde_json::Value>(&node.print()).ok();
        prop_assert_eq!(sorted(&patched), sorted(&node(&after)));
    }
}

#[test]
fn members_are_patched_one_by_one() {
    // What it does, the raw text, what was understood, what that became, what is there now.
    let cases = [
        (
            "a value",
            r#"{"a":1,"x":1.10,"b":2}"#,
            r#"{"a":1,"b":2}"#,
            r#"{"a":1,"b":3}"#,
            r#"{ "a": 1, "x": 1.10, "b": 3 }"#,
        ),
        (
            "a new one after its predecessor",
            r#"{"a":1,"x":0,"c":3}"#,
            r#"{"a":1,"c":3}"#,
            r#"{"a":1,"b":2,"c":3}"#,
            r#"{ "a": 1, "b": 2, "x": 0, "c": 3 }"#,
        ),
        (
            "a new one in front",
            r#"{"x":0,"b":2}"#,
            r#"{"b":2}"#,
            r#"{"a":1,"b":2}"#,
            r#"{ "x": 0, "a": 1, "b": 2 }"#,
        ),
        (
            "a new one last, after unknown ones",
            r#"{"a":1,"x":0}"#,
            r#"{"a":1}"#,
            r#"{"a":1,"b":2}"#,
            r#"{ "a": 1, "x": 0, "b": 2 }"#,
        ),
        (
            "one that goes",
            r#"{"a":1,"x":0,"b":2}"#,
            r#"{"a":1,"b":2}"#,
            r#"{"b":2}"#,
            r#"{ "x": 0, "b": 2 }"#,
        ),
        (
            "one that was not understood",
            r#"{"a":1,"b":null}"#,
            r#"{"a":1}"#,
            r#"{"a":1,"b":2}"#,
            r#"{ "a": 1, "b": 2 }"#,
        ),
        (
            "an implied one stays implied",
            r#"{"a":1}"#,
            r#"{"a":1,"kind":"MoU"}"#,
            r#"{"a":2,"kind":"MoU"}"#,
            r#"{ "a": 2 }"#,
        ),
        (
            "an escaped name",
            r#"{"\u0061":1,"b":2}"#,
            r#"{"a":1,"b":2}"#,
            r#"{"a":5,"b":2}"#,
            r#"{ "\u0061": 5, "b": 2 }"#,
        ),
        (
            "inside",
            r#"{"p":{"a":1,"x":2.50}}"#,
            r#"{"p":{"a":1}}"#,
            r#"{"p":{"a":2}}"#,
            r#"{ "p": { "a": 2, "x": 2.50 } }"#,
        ),
    ];
    for (what, raw, before, after, now) in cases {
        assert_eq!(patched(raw, before, after), now, "{what}");
    }
}

#[test]
fn items_are_known_by_equality_or_by_their_first_member() {
    let cases = [
        (
            "one in the middle goes",
            r#"[{"n":1,"x":1},{"n":2,"x":2},{"n":3,"x":3}]"#,
            r#"[{"n":1},{"n":2},{"n":3}]"#,
            r#"[{"n":1},{"n":3}]"#,
            r#"[ { "n": 1, "x": 1 }, { "n": 3, "x": 3 } ]"#,
        ),
        (
            "one changes by number",
            r#"[{"n":1,"x":1},{"n":2,"x":2}]"#,
            r#"[{"n":1},{"n":2}]"#,
            r#"[{"n":1},{"n":2,"on":"2025"}]"#,
            r#"[ { "n": 1, "x": 1 }, { "n": 2, "x": 2, "on": "2025" } ]"#,
        ),
        (
            "they change places",
            r#"[{"name":"A","x":1},{"name":"B","x":2}]"#,
            r#"[{"name":"A"},{"name":"B"}]"#,
            r#"[{"name":"B"},{"name":"A"}]"#,
            r#"[ { "name": "B", "x": 2 }, { "name": "A", "x": 1 } ]"#,
        ),
        (
            "another takes the place",
            r#"[{"name":"A","x":1},{"name":"B","x":2}]"#,
            r#"[{"name":"A"},{"name":"B"}]"#,
            r#"[{"name":"C"},{"name":"B"}]"#,
            r#"[ { "name": "C" }, { "name": "B", "x": 2 } ]"#,
        ),
        (
            "one of two of a kind goes",
            r#"[{"kind":"renewed","on":1,"x":1},{"kind":"renewed","on":2,"x":2}]"#,
            r#"[{"kind":"renewed","on":1},{"kind":"renewed","on":2}]"#,
            r#"[{"kind":"renewed","on":2}]"#,
            r#"[ { "kind": "renewed", "on": 2, "x": 2 } ]"#,
        ),
        (
            "texts keep their spelling",
            r#"["\u00e9","b"]"#,
            r#"["é","b"]"#,
            r#"["a","é","c"]"#,
            r#"[ "a", "\u00e9", "c" ]"#,
        ),
        ("a list that is now empty", r#"["a"]"#, r#"["a"]"#, "[]", "[]"),
        (
            "a list that was understood differently",
            r#"["a","a"]"#,
            r#"["a"]"#,
            r#"["a","b"]"#,
            r#"[ "a", "b" ]"#,
        ),
    ];
    for (what, raw, before, after, now) in cases {
        assert_eq!(patched(raw, before, after), now, "{what}");
    }
}
