//! A document keeps what was written, and refuses what is not JSON.

use proptest::prelude::*;

use super::super::canonical::record_text::{new_record_text, node_of, record_text};
use super::super::node::Node;
use crate::domain::Value;

/// Any JSON text, with odd spellings of names, texts and numbers, and odd blanks.
pub(super) fn any_json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,4})?",
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(r#""\u00e9\ud83d\ude00\/\n""#.to_owned()),
    ];
    let blank = prop_oneof![Just(""), Just(" "), Just("\n"), Just("\r\n\t ")];
    scalar.prop_recursive(6, 64, 8, move |inner| {
        let items = prop::collection::vec((inner.clone(), blank.clone()), 0..8);
        let members = prop::collection::btree_map("[a-e]{1,2}", (inner, blank.clone()), 0..8);
        prop_oneof![
            items.prop_map(|items| {
                let items: Vec<String> =
                    items.iter().map(|(item, blank)| format!("{blank}{item}{blank}")).collect();
                format!("[{}]", items.join(","))
            }),
            members.prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, (value, blank))| {
                        format!("{blank}\"{name}\"{blank}:{blank}{value}")
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same_document(text in any_json()) {
        let node = Node::parse(&text).unwrap();
        let printed = node.print();
        prop_assert_eq!(&Node::parse(&printed).unwrap(), &node);
        prop_assert_eq!(Node::parse(&printed).unwrap().print(), printed);
    }

    #[test]
    fn the_canonical_form_is_that_of_serde_json_however_it_is_made(text in any_json()) {
        // serde_json respells what it reads: so what it has respelled already.
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let node = Node::parse(&value.to_string()).unwrap();
            prop_assert_eq!(&node.print(), &pretty);
            prop_assert_eq!(new_record_text(&value), record_text(node));
        }
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(new_record_text(&value), record_text(node_of(&value)));
        }
    }

    #[test]
    fn what_serde_json_refuses_is_refused(text in any_json(), at in 0usize..200, with in any::<char>()) {
        let mut letters: Vec<char> = text.chars().collect();
        let at = at % letters.len();
        letters[at] = with;
        let bent: String = letters.into_iter().collect();
        // A byte order mark is skipped.
        let unmarked = bent.strip_prefix('\u{feff}').unwrap_or(&bent);
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(unmarked);
        let ours = Node::parse(&bent);
        if theirs.is_err() {
            prop_assert!(ours.is_err(), "took {bent:?}");
        } else if let Err(fault) = ours {
            let words = fault.in_words(&bent);
            prop_assert!(words.contains("twice") || words.contains("surrogate"), "{bent:?}: {words}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = Node::parse(&text).map_err(|fault| fault.in_words(&text));
    }

    #[test]
    fn a_text_cut_off_anywhere_is_refused(text in any_json(), at in any::<prop::sample::Index>()) {
        let text = format!("[{text}]");
        let cut: String = text.chars().take(at.index(text.chars().count())).collect();
        prop_assert!(Node::parse(&cut).is_err());
    }
}

#[test]
fn a_refusal_says_what_and_where() {
    let cases = [
        (
            "{\n  \"a\": 1,\n  \"a\": 2\n}",
            "the name `a` occurs twice in one object (line 2, column 3, and line 3, column 3)",
        ),
        (
            r#"{"title": 1, "t\u0069tle": 2}"#,
            "the name `title` occurs twice in one object (line 1, column 2, and line 1, column 14)",
        ),
        (
            r#"[{"a": {"b": 1, "c": 2, "b": 3}}]"#,
            "the name `b` occurs twice in one object (line 1, column 9, and line 1, column 25)",
        ),
        ("[1, 2", "it is cut off: expected a comma or `]` (line 1, column 6)"),
        ("[\"ab", "it is cut off: the string that begins here does not end (line 1, column 2)"),
        ("[1 2]", "expected a comma or `]`, found `2` (line 1, column 4)"),
        ("{\"a\": 1,}", "there is a comma before the closing bracket (line 1, column 9)"),
        ("[,]", "expected a value, found `,` (line 1, column 2)"),
        ("{a: 1}", "expected a name in double quotes, found `a` (line 1, column 2)"),
        (
            "[1] // no",
            "expected the end, found a comment, which JSON does not have (line 1, \
            column 5)",
        ),
        (
            "[/* no */ 1]",
            "expected a value, found a comment, which JSON does not have (line 1, column 2)",
        ),
        ("{} {}", "a second document follows the first (line 1, column 4)"),
        ("[NaN]", "`NaN` is not a JSON value (line 1, column 2)"),
        ("[-Infinity]", "a number that is not valid JSON (line 1, column 2)"),
        ("[01]", "a number that is not valid JSON (line 1, column 2)"),
        ("[1.]", "a number that is not valid JSON (line 1, column 2)"),
        ("[\"é\", \"\\ud800\"]", "a lone surrogate in a string (line 1, column 8)"),
        (r#"["\udc00\ud800"]"#, "a lone surrogate in a string (line 1, column 3)"),
        (r#"["\ud800\u0041"]"#, "a lone surrogate in a string (line 1, column 3)"),
        (r#"["\u12g4"]"#, "`\\u` needs four hexadecimal digits (line 1, column 3)"),
        (r#"["\x41"]"#, "an escape that is not valid JSON (line 1, column 3)"),
        (
            "[\"a\tb\"]",
            "the control character U+0009 must be escaped in a string (line 1, column \
            4)",
        ),
        ("[\"a\nb\"]", "a string breaks off at the end of a line (line 1, column 4)"),
        ("", "it is cut off: expected a value (line 1, column 1)"),
    ];
    for (text, words) in cases {
        let fault = Node::parse(text).unwrap_err();
        assert_eq!(fault.in_words(text), words, "{text}");
    }
}

#[test]
fn two_of_many_members_are_found_too() {
    let mut text = String::from("{");
    for n in 0..100_000 {
        text.extend(["\"k", &n.to_string(), "\":0,"]);
    }
    let valid = format!("{}\"k\":0}}", &text);
    assert!(Node::parse(&valid).is_ok());
    let fault = Node::parse(&format!("{text}\"k77\":0}}")).unwrap_err();
    assert!(fault.in_words(&text).starts_with("the name `k77` occurs twice"));
}

#[test]
fn nesting_is_limited_and_never_ends_the_stack() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Node::parse(&nested(128)).is_ok());
    for depth in [129, 1_000_000] {
        let text = nested(depth);
        let words = Node::parse(&text).unwrap_err().in_words(&text);
        assert_eq!(words, "it is nested deeper than 128 levels (line 1, column 129)");
    }
}

#[test]
fn a_text_of_64_mb_is_no_trouble() {
    let text = format!("[\"{}\"]", "x".repeat(64 << 20));
    assert_eq!(Node::parse(&text).unwrap().print().len(), text.len() + 4);
}
