//! What holds for any text: no panic, quotations that are in the file, and no date that only the missing end of a text
//! would have refuted.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::known::assert_differences;
use super::shown::{FIELDS, shown};
use super::texts::{WholeText, whole_texts};
use super::{agreements, data, draft, run};

/// The fields that have dates.
const DATE_FIELDS: [&str; 3] = ["signed", "effective", "end"];

pub(super) static ALL_TEXTS: LazyLock<Vec<WholeText>> = LazyLock::new(|| {
    let folders = [data().join("texts"), data().join("announcements")];
    folders.iter().flat_map(|folder| whole_texts(folder)).collect()
});

/// Returns the facts of each agreement, in lower case: a heading in capitals may be part of a title.
pub(super) fn facts(answer: &Value) -> Vec<String> {
    let facts = |agreement: &Value| -> String {
        let fields = FIELDS
            .iter()
            .map(|field| format!("{field}: {}\n", shown(agreement, field).join(" ; ")));
        fields.collect::<String>().to_lowercase()
    };
    agreements(answer).iter().map(facts).collect()
}

fn dates(answer: &Value) -> BTreeSet<String> {
    let agreements = agreements(answer).iter();
    let dates = agreements.flat_map(|it| DATE_FIELDS.iter().flat_map(|field| shown(it, field)));
    dates.filter(|date| date != "unknown" && date != "pending").collect()
}

/// Calls `check` with each quotation, which is an object with `text`, `start` and `end`.
fn for_each_quotation(value: &Value, check: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(members) if members.contains_key("start") => check(value),
        Value::Object(members) => members.values().for_each(|it| for_each_quotation(it, check)),
        Value::Array(items) => items.iter().for_each(|it| for_each_quotation(it, check)),
        _ => {}
    }
}

/// Returns how many quotations the answer has; fails if one is not in these bytes.
fn check_quotations(answer: &Value, bytes: &[u8], name: &str) -> usize {
    let mut count = 0;
    for agreement in agreements(answer) {
        for_each_quotation(&agreement["evidence"], &mut |quotation| {
            let offset = |key: &str| usize::try_from(quotation[key].as_u64().unwrap()).unwrap();
            let quoted = bytes.get(offset("start")..offset("end"));
            let text = quotation["text"].as_str().unwrap();
            assert_eq!(quoted, Some(text.as_bytes()), "{name}: {quotation}");
            assert!(!text.trim().is_empty(), "{name}: {quotation}");
            count += 1;
        });
    }
    count
}

#[test]
fn cutting_a_text_after_a_sentence_adds_no_date() {
    let mut differences = Vec::new();
    for text in ALL_TEXTS.iter() {
        let original = String::from_utf8(text.bytes.clone()).unwrap();
        let known = dates(&draft(&text.bytes, &text.args()));
        let ends = original.match_indices(['.', '!', '?', '\n']).map(|(at, end)| at + end.len());
        let ends = ends.filter(|end| original[*end..].starts_with(char::is_whitespace));
        for end in ends {
            let (code, stdout, _) =
                run(&original.as_bytes()[..end], &[&["-o", "json"], &text.args()[..]].concat());
            if code != 0 {
                continue; // without any words, there is nothing to read
            }
            let before = dates(&serde_json::from_str(&stdout).unwrap());
            let added: Vec<_> = before.difference(&known).cloned().collect();
            if !added.is_empty() {
                differences.push((
                    format!("{} adds {}", text.name, added.join(", ")),
                    format!("cut at {end}"),
                ));
            }
        }
    }
    differences.dedup_by(|one, other| one.0 == other.0);
    assert_differences("cuts", &differences);
}

#[test]
fn every_quotation_is_in_the_file() {
    for text in ALL_TEXTS.iter() {
        let answer = draft(&text.bytes, &text.args());
        let count = check_quotations(&answer, &text.bytes, &text.name);
        assert!(count > 0 || agreements(&answer).is_empty(), "{}: no quotation", text.name);
        let wide = String::from_utf8(text.bytes.clone())
            .unwrap()
            .replace('\n', "\r\n")
            .replace(". ", ".\u{a0} ");
        check_quotations(&draft(wide.as_bytes(), &[]), wide.as_bytes(), &text.name);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for text in ALL_TEXTS.iter() {
        for output in ["table", "json"] {
            let args = [&["-o", output], &text.args()[..]].concat();
            assert_eq!(run(&text.bytes, &args), run(&text.bytes, &args), "{}", text.name);
        }
    }
}

#[test]
fn an_input_without_an_agreement_gives_an_empty_list_and_a_sentence() {
    for input in ["The museum is closed on Mondays.\n", "x", "1 2 3\n\n\n"] {
        let (code, stdout, stderr) = run(input.as_bytes(), &["-o", "json"]);
        let answer: Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!((code, agreements(&answer).len()), (0, 0), "{input}");
        assert!(!stderr.is_empty(), "{input}");
    }
}

/// Words that rules are about, so that random texts reach the rules.
const WORDS: &[&str] = &[
    "Memorandum of Understanding",
    "MoU",
    "MOUs",
    "signed",
    "sign",
    "between",
    "and",
    "the",
    "University of",
    "Bergen",
    "Ministry of Law",
    "(MinLaw)",
    "Mr.",
    "Dr",
    "H.E.",
    "Tan",
    "Ana Duarte",
    ",",
    ";",
    ".",
    "\n",
    "\n\n",
    "\r\n",
    "today",
    "on Thursday",
    "3 May 2023",
    "May 3, 2023",
    "31 February 2023",
    "2023",
    "13.13.2013",
    "for",
    "five (5) years",
    "99999999999999999999 years",
    "renewed",
    "notice",
    "days'",
    "on behalf of",
    "respectively",
    "witnessed by",
    "in the presence of",
    "“",
    "”",
    "\"",
    "‘",
    "(",
    ")",
    "[",
    "]",
    "---",
    "#",
    "- ",
    "1. ",
    "<p>",
    "</p>",
    "&amp;",
    "&#x110000;",
    "<!--",
    "<script>",
    "é",
    "\u{301}",
    "\u{200d}",
    "\u{a0}",
    "京",
    "🇸🇬",
    "İ",
    "ﬃ",
    "\u{0}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        let (code, stdout, stderr) = run(&bytes, &["-o", "json"]);
        prop_assert!(code <= 1, "{code}: {stderr}");
        prop_assert_eq!(code == 0, !stdout.is_empty());
        prop_assert!(code == 0 || !stderr.is_empty());
    }

    #[test]
    fn any_words_are_drafted_with_quotations_that_are_in_the_text(
        words in vec(select(WORDS), 0..60), blanks in any::<bool>(),
    ) {
        let text = words.join(if blanks { " " } else { "" });
        let (code, stdout, _) = run(text.as_bytes(), &["-o", "json", "--published", "2024-02-29"]);
        if code == 0 {
            check_quotations(&serde_json::from_str(&stdout).unwrap(), text.as_bytes(), &text);
        }
    }

    #[test]
    fn a_damaged_text_is_read_or_refused(
        number in any::<Index>(), from in any::<Index>(), length in 0..40_usize, put in vec(any::<u8>(), 0..8),
    ) {
        let mut bytes = number.get(&ALL_TEXTS).bytes.clone();
        let start = from.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put);
        let (code, stdout, stderr) = run(&bytes, &["-o", "json"]);
        prop_assert!(code <= 1, "{code}: {stderr}");
        if code == 0 && std::str::from_utf8(&bytes).is_ok() {
            check_quotations(&serde_json::from_str(&stdout).unwrap(), &bytes, "damaged");
        }
    }
}
