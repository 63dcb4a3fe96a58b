//! The facts of an agreement as short texts, and whether two of them say the same.

use std::collections::BTreeSet;

use serde_json::Value;

/// The fields of an agreement that are compared in whole texts, in order.
pub(super) const FIELDS: [&str; 16] = [
    "kind",
    "title",
    "parties",
    "signed",
    "place",
    "signatories",
    "witnesses",
    "effective",
    "term",
    "end",
    "renewal",
    "notice",
    "areas",
    "activities",
    "hints.succeeds",
    "hints.under",
];

/// Returns what an agreement has in this field, one text for each item.
///
/// A composed title counts as none. A party is `Name (SHORT) [CC]`, a person is `Name (Title) [Party]`, an
/// activity `DATE status title`, a hint its date.
pub(super) fn shown(agreement: &Value, field: &str) -> Vec<String> {
    let value = match field.split_once('.') {
        Some((first, second)) => &agreement[first][second],
        None => &agreement[field],
    };
    match field {
        "title" if items(&agreement["composed"]).contains(&"title".to_owned()) => Vec::new(),
        "kind" => vec![value.as_str().unwrap_or("MoU").to_owned()],
        "parties" => each(value, |it| bracketed(it, "name", "short", "country")),
        "countries" => each(&agreement["parties"], |it| text(&it["country"])),
        "signatories" | "witnesses" => each(value, |it| bracketed(it, "name", "title", "party")),
        "activities" => each(value, |it| {
            let date =
                ["on", "from"].iter().map(|key| text(&it[*key])).find(|date| !date.is_empty());
            let date = date.unwrap_or_else(|| "-".to_owned());
            format!("{date} {} {}", text(&it["status"]), text(&it["title"]))
        }),
        "hints.succeeds" => each(value, |it| text(&it["dated"])),
        "hints.under" => items(&value["dated"]),
        "renewal" if value.is_object() => {
            let by = if value["by"] == "agreement" { " by agreement" } else { "" };
            vec![format!("{}{by}", text(&value["every"])).trim().to_owned()]
        }
        _ => items(value),
    }
}

/// Returns whether an expected item and a drafted one say the same, in an agreement with these parties.
///
/// Case and a leading `the` do not count. What the expected item leaves out is not compared; `(-)` and `[-]`
/// ask that the draft leaves it out. A person's party may be given by its name or its short name. A party may keep
/// ` of ` and its country at the end of its name, and a title the place or body of the office. An area may be
/// shortened, and a place may be joined by other words.
pub(super) fn same(field: &str, expected: &str, drafted: &str, parties: &[Value]) -> bool {
    match field {
        "parties" | "signatories" | "witnesses" => {
            let (expected, drafted) = (Item::new(expected), Item::new(drafted));
            let round =
                wanted(expected.round.as_deref(), drafted.round.as_deref(), |one, other| {
                    alike(one, other) || (field != "parties" && is_of_more(one, other))
                });
            let square =
                wanted(expected.square.as_deref(), drafted.square.as_deref(), |one, other| {
                    alike(one, other) || (field != "parties" && same_party(one, other, parties))
                });
            let name = alike(&expected.name, &drafted.name)
                || (field == "parties" && is_of_more(&expected.name, &drafted.name));
            name && round && square
        }
        "activities" => {
            let start = |item: &str| item.splitn(3, ' ').map(str::to_owned).collect::<Vec<_>>();
            let (expected, drafted) = (start(expected), start(drafted));
            let has_title = |title: &String| drafted.get(2).is_some_and(|it| contains(it, title));
            expected.iter().take(2).eq(drafted.iter().take(2))
                && expected.get(2).is_none_or(has_title)
        }
        "areas" => contains(expected, drafted) || contains(drafted, expected),
        "place" => words(expected) == words(drafted),
        "kind" | "title" => alike(expected, drafted),
        _ => expected == drafted,
    }
}

/// Returns whether the first text has the second, whatever their case.
pub(super) fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// A name with what follows in round and in square brackets.
struct Item {
    name: String,
    round: Option<String>,
    square: Option<String>,
}

impl Item {
    fn new(written: &str) -> Self {
        let (rest, square) = last_part(written, '[', ']');
        let (name, round) = last_part(rest, '(', ')');
        Self { name: name.to_owned(), round, square }
    }
}

/// Splits `text (part)` at the bracket that belongs to the one at the end.
fn last_part(text: &str, open: char, close: char) -> (&str, Option<String>) {
    let Some(inner) = text.strip_suffix(close) else { return (text, None) };
    let mut depth = 1;
    for (at, character) in inner.char_indices().rev() {
        depth += i32::from(character == close) - i32::from(character == open);
        if depth == 0 {
            return (inner[..at].trim_end(), Some(inner[at + open.len_utf8()..].to_owned()));
        }
    }
    (text, None)
}

/// Returns whether the drafted part is as wanted.
fn wanted(
    expected: Option<&str>,
    drafted: Option<&str>,
    same: impl Fn(&str, &str) -> bool,
) -> bool {
    match (expected, drafted) {
        (None, _) | (Some("-"), None) => true,
        (Some(_), None) => false,
        (Some(expected), Some(drafted)) => same(expected, drafted),
    }
}

/// Returns whether two texts name the same one of these parties.
fn same_party(one: &str, other: &str, parties: &[Value]) -> bool {
    let names = |party: &Value, name: &str| {
        let same = |drafted: &str| alike(name, drafted) || is_of_more(name, drafted);
        ["name", "short"].iter().any(|key| same(&text(&party[*key])))
    };
    parties.iter().any(|party| names(party, one) && names(party, other))
}

/// Returns whether the drafted text is the expected one, ` of ` and something more.
fn is_of_more(expected: &str, drafted: &str) -> bool {
    drafted.match_indices(" of ").any(|(at, _)| alike(expected, &drafted[..at]))
}

/// Returns the words that name a place: not those that join its parts.
fn words(place: &str) -> BTreeSet<String> {
    let joining = ["at", "in", "of", "on", "the", "sidelines"];
    let words = place.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !joining.contains(&word.as_str())).collect()
}

/// Returns whether two texts differ at most in case, the form of quotation marks, a leading `the`, and a short
/// form of the kind in brackets.
fn alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text
            .to_lowercase()
            .replace(['’', '‘'], "'")
            .replace(['“', '”'], "\"")
            .replace(" (mou)", "");
        text.strip_prefix("the ").unwrap_or(&text).trim().to_owned()
    };
    plain(one) == plain(other)
}

fn bracketed(item: &Value, name: &str, round: &str, square: &str) -> String {
    let in_marks = |key: &str, open: &str, close: &str| {
        let value = &item[key];
        if value.is_string() { format!(" {open}{}{close}", text(value)) } else { String::new() }
    };
    text(&item[name]) + &in_marks(round, "(", ")") + &in_marks(square, "[", "]")
}

fn each(value: &Value, show: impl Fn(&Value) -> String) -> Vec<String> {
    value.as_array().into_iter().flatten().map(show).collect()
}

/// Returns the texts of a list, or the one text of another value.
fn items(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(text).collect(),
        value => vec![text(value)],
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
