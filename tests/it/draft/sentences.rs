//! Short texts, each with the facts that it is about: `tests/data/draft/sentences.txt`.

use std::fs;

use serde_json::Value;

use super::known::assert_differences;
use super::shown::{contains, same, shown};
use super::{agreements, data, draft};

/// The text before one that begins with `… `.
const OPENING: &str = "The University of Bergen and Kyoto University signed a Memorandum of Understanding on 3 May 2023. ";

/// A text and the facts that are expected, as written.
struct Case {
    text: String,
    facts: Vec<String>,
}

/// Returns the cases of the table.
fn cases() -> Vec<Case> {
    let table = fs::read_to_string(data().join("sentences.txt")).unwrap();
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (text, facts) =
                line.split_once(" => ").unwrap_or_else(|| panic!("no facts: {line}"));
            let facts = facts.split(" | ").map(|fact| fact.trim().to_owned()).collect();
            Case { text: text.to_owned(), facts }
        })
        .collect()
}

/// Returns the facts that are not as expected, each with what was drafted.
fn differences(case: &Case) -> Vec<(String, String)> {
    let text = match case.text.strip_prefix("… ") {
        Some(rest) => format!("{OPENING}{rest}"),
        None => case.text.clone(),
    };
    let (published, facts): (Vec<_>, Vec<_>) =
        case.facts.iter().partition(|fact| fact.starts_with("published="));
    let mut args = Vec::new();
    if let Some(fact) = published.first() {
        args.extend(["--published", &fact["published=".len()..]]);
    }
    let answer = draft(text.replace("\\n", "\n").as_bytes(), &args);
    let wrong = facts.into_iter().filter_map(|fact| {
        let drafted = difference(&answer, fact)?;
        Some((format!("{} => {fact}", case.text), drafted))
    });
    wrong.collect()
}

/// Returns what was drafted, if it is not as this fact says.
fn difference(answer: &Value, fact: &str) -> Option<String> {
    let at = fact.find(['=', '~', '!']).unwrap_or_else(|| panic!("no fact: {fact}"));
    let (key, rest) = fact.split_at(at);
    let agreements = agreements(answer);
    if key == "agreements" {
        let count = agreements.len().to_string();
        return (count != rest[1..]).then_some(count);
    }
    let (number, field) = match key.split_once('.') {
        Some((number, field)) if number.parse::<usize>().is_ok() => {
            (number.parse().unwrap(), field)
        }
        _ => (1, key),
    };
    let none = Value::Null;
    let agreement: &Value = agreements.get(number - 1).unwrap_or(&none);
    let drafted = shown(agreement, field);
    let parties = agreement["parties"].as_array().map_or(&[][..], Vec::as_slice);
    let right = if let Some(values) = rest.strip_prefix("!=") {
        let mut values = values.split(" ; ");
        values.all(|value| !drafted.iter().any(|it| contains(it, value)))
    } else if let Some(words) = rest.strip_prefix('~') {
        drafted.iter().any(|it| contains(it, words))
    } else if rest == "=-" {
        drafted.is_empty()
    } else {
        let expected: Vec<&str> = rest[1..].split(" ; ").collect();
        same_items(field, &expected, &drafted, parties)
    };
    (!right).then(|| if drafted.is_empty() { "nothing".to_owned() } else { drafted.join(" ; ") })
}

/// Returns whether the lists have the same items, in any order.
pub(super) fn same_items<T: AsRef<str>>(
    field: &str,
    expected: &[T],
    drafted: &[String],
    parties: &[Value],
) -> bool {
    let mut rest: Vec<&String> = drafted.iter().collect();
    let found = expected.iter().all(|item| {
        let at = rest.iter().position(|it| same(field, item.as_ref(), it, parties));
        at.map(|at| rest.remove(at)).is_some()
    });
    found && rest.is_empty()
}

#[test]
fn each_short_text_has_the_facts_that_it_is_about() {
    let cases = cases();
    assert!(cases.len() >= 160, "{} short texts", cases.len());
    let differences: Vec<_> = cases.iter().flat_map(differences).collect();
    assert_differences("sentences", &differences);
}

#[test]
fn a_fact_that_is_not_drafted_so_is_a_difference() {
    let answer = serde_json::json!({ "agreements": [{
        "title": "MoU between A and B", "composed": ["title"], "signed": "2020-05-04",
        "parties": [{ "name": "The Port of Cork", "country": "IE" }, { "name": "Shannon Airport", "short": "SNN" }],
        "signatories": [{ "name": "Alice Munro", "title": "Director", "party": "SNN" }],
    }] });
    for right in [
        "agreements=1",
        "signed=2020-05-04",
        "title=-",
        "parties=Shannon Airport ; Port of Cork",
        "parties=Port of Cork (-) [IE] ; Shannon Airport (SNN) [-]",
        "parties!=Alice ; Brian",
        "signatories=Alice Munro",
        "signatories=Alice Munro (director) [Shannon Airport]",
        "countries=IE ; ",
        "term=-",
        "kind=MoU",
    ] {
        assert_eq!(difference(&answer, right), None, "{right}");
    }
    for wrong in [
        "agreements=2",
        "signed=2020-05",
        "signed=-",
        "title=MoU between A and B",
        "parties=Port of Cork",
        "parties=Port of Cork ; Shannon Airport ; Aer Lingus",
        "parties=Port of Cork (POC) [IE] ; Shannon Airport",
        "parties=Port of Cork [-] ; Shannon Airport",
        "parties!=Shannon",
        "parties~Brian",
        "signatories=Alice Munro (Director) [Port of Cork]",
        "signatories=-",
        "2.signed=2020-05-04",
        "term=P1Y",
    ] {
        assert!(difference(&answer, wrong).is_some(), "{wrong}");
    }
}
