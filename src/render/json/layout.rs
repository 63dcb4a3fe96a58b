//! The blanks of JSON text, and nothing but the blanks.

use std::iter::Peekable;

/// Adds the JSON value `raw` to `text` as `serde_json` prints it over several lines, `depth`
/// levels in.
///
/// `raw` must be sound JSON: it is only cut into its tokens.
pub(super) fn add_pretty(text: &mut String, raw: &str, mut depth: usize) {
    let mut tokens = Tokens { rest: raw }.peekable();
    while let Some(token) = tokens.next() {
        match token {
            "{" | "[" => {
                text.push_str(token);
                if let Some(end) = next_end(&mut tokens) {
                    text.push_str(end);
                } else {
                    depth += 1;
                    add_line_end(text, depth);
                }
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                add_line_end(text, depth);
                text.push_str(token);
            }
            "," => {
                text.push(',');
                add_line_end(text, depth);
            }
            ":" => text.push_str(": "),
            _ => text.push_str(token),
        }
    }
}

/// Adds the JSON value `raw` to `text` without blanks.
pub(super) fn add_compact(text: &mut String, raw: &str) {
    text.extend(Tokens { rest: raw });
}

/// Adds a line end and the blanks before what stands `depth` levels in.
pub(super) fn add_line_end(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

fn next_end<'a>(tokens: &mut Peekable<Tokens<'a>>) -> Option<&'a str> {
    tokens.next_if(|token| matches!(*token, "}" | "]"))
}

/// The tokens of sound JSON: brackets, commas and colons, strings, and other scalars whole.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let length = match rest.bytes().next()? {
            b'"' => string_length(rest),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => rest
                .find(['{', '}', '[', ']', ',', ':', '"', ' ', '\t', '\r', '\n'])
                .unwrap_or(rest.len()),
        };
        let (token, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.rest = rest;
        Some(token)
    }
}

/// Returns the bytes of the string that `text` begins with, quotation marks included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn pretty(raw: &str) -> String {
        let mut text = String::new();
        add_pretty(&mut text, raw, 0);
        text
    }

    fn compact(raw: &str) -> String {
        let mut text = String::new();
        add_compact(&mut text, raw);
        text
    }

    #[test]
    fn spelling_is_kept_and_blanks_are_not() {
        let cases = [
            ("{ }", "{}", "{}"),
            ("[\n]", "[]", "[]"),
            (" 1.10 ", "1.10", "1.10"),
            ("[1e5,-0,18446744073709551616]", "[\n  1e5,\n  -0,\n  18446744073709551616\n]", ""),
            (
                r#"{"t\u0069tle":"\u001b\/ \" { : ,"}"#,
                "{\n  \"t\\u0069tle\": \"\\u001b\\/ \\\" { : ,\"\n}",
                "",
            ),
            ("[[],[{}],true,null]", "[\n  [],\n  [\n    {}\n  ],\n  true,\n  null\n]", ""),
            ("\"東京 \\\\\"", "\"東京 \\\\\"", "\"東京 \\\\\""),
        ];
        for (raw, over_lines, on_one) in cases {
            assert_eq!(pretty(raw), over_lines, "{raw}");
            let on_one = if on_one.is_empty() { raw } else { on_one };
            assert_eq!(compact(&pretty(raw)), on_one, "{raw}");
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_layout_is_that_of_serde_json(value in values()) {
            let on_one = serde_json::to_string(&value).unwrap();
            let over_lines = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(pretty(&on_one), over_lines.clone());
            prop_assert_eq!(pretty(&over_lines), over_lines.clone());
            prop_assert_eq!(compact(&over_lines), on_one);
        }
    }
}
