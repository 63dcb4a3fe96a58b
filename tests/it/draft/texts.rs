//! Whole texts in the styles of many publishers, all invented, with every fact: `tests/data/draft/texts`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::known::assert_differences;
use super::sentences::same_items;
use super::shown::{FIELDS, shown};
use super::{agreements, data, draft};

/// A text with the answer that is expected, in the form of `mou draft -o json`, facts only.
pub(super) struct WholeText {
    /// The name of the file, without its folder.
    pub(super) name: String,
    /// The bytes of the file.
    pub(super) bytes: Vec<u8>,
    /// The arguments besides the file.
    pub(super) args: Vec<String>,
    /// The expected agreements.
    pub(super) agreements: Vec<Value>,
}

impl WholeText {
    /// Returns the arguments as they are passed on.
    pub(super) fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

/// Returns the texts of a folder, sorted by name.
pub(super) fn whole_texts(folder: &Path) -> Vec<WholeText> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let expected = |path: &Path| -> Option<Value> {
        let text = fs::read_to_string(path.with_extension("json")).ok()?;
        (path.extension()? != "json").then(|| serde_json::from_str(&text).unwrap())
    };
    let texts = paths.iter().filter_map(|path| {
        let expected = expected(path)?;
        let args = expected["args"].as_array().into_iter().flatten();
        Some(WholeText {
            name: path.file_name()?.to_str()?.to_owned(),
            bytes: fs::read(path).unwrap(),
            args: args.map(|arg| arg.as_str().unwrap().to_owned()).collect(),
            agreements: expected["agreements"].as_array().unwrap().clone(),
        })
    });
    texts.collect()
}

/// Returns the fields that are not as expected, each with what was drafted.
///
/// A field `free` of an expected agreement names those that are not compared.
pub(super) fn differences(text: &WholeText) -> Vec<(String, String)> {
    let answer = draft(&text.bytes, &text.args());
    let drafted = agreements(&answer);
    let mut differences = Vec::new();
    if drafted.len() != text.agreements.len() {
        let key = format!("{} agreements={}", text.name, text.agreements.len());
        differences.push((key, drafted.len().to_string()));
    }
    for (at, expected) in text.agreements.iter().enumerate() {
        let none = json!({});
        let drafted = drafted.get(at).unwrap_or(&none);
        let parties = drafted["parties"].as_array().map_or(&[][..], Vec::as_slice);
        let free = expected["free"].as_array().into_iter().flatten();
        let free: Vec<&str> = free.filter_map(Value::as_str).collect();
        for field in FIELDS.iter().filter(|field| !free.contains(field)) {
            let (expected, drafted) = (shown(expected, field), shown(drafted, field));
            if !same_items(field, &expected, &drafted, parties) {
                let key = format!("{} {}.{field}={}", text.name, at + 1, expected.join(" ; "));
                differences.push((key, drafted.join(" ; ")));
            }
        }
    }
    differences
}

#[test]
fn each_whole_text_is_drafted_as_it_says() {
    let texts = whole_texts(&data().join("texts"));
    assert!(texts.len() >= 12, "{} texts", texts.len());
    let differences: Vec<_> = texts.iter().flat_map(differences).collect();
    assert_differences("texts", &differences);
}
