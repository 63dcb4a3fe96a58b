//! Names: a type name is defined once, and a constant has two words or more.

use std::collections::BTreeMap;

use regex::Regex;

use super::source::{Parts, sources, without_tests};

/// Type names that may be defined many times: the arguments of a command.
const REPEATABLE_TYPES: &[&str] = &["Args"];

/// Constants of one word that say enough.
const CLEAR_CONSTANTS: &[&str] =
    &["BOUNDARY", "CHECKED", "COMMON", "DATED", "REQUIRED", "SEARCHED"];

/// Returns how often each name is defined, by the first group of a pattern.
fn definitions(files: &[(String, String)], pattern: &str) -> BTreeMap<String, usize> {
    let pattern = Regex::new(pattern).unwrap();
    let mut found = BTreeMap::new();
    for (_, text) in files {
        let code = Parts::new(without_tests(text)).code;
        for definition in pattern.captures_iter(&code) {
            *found.entry(definition[1].to_owned()).or_default() += 1;
        }
    }
    found
}

/// Returns the type names that are defined more than once.
fn repeated_types(files: &[(String, String)]) -> BTreeMap<String, usize> {
    let pattern = r"(?m)^\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait) (\w+)";
    let mut found = definitions(files, pattern);
    found.retain(|name, count| *count > 1 && !REPEATABLE_TYPES.contains(&name.as_str()));
    found
}

/// Returns the names of constants that are one word.
fn short_constants(files: &[(String, String)]) -> BTreeMap<String, usize> {
    let pattern = r"(?m)^\s*(?:pub(?:\([^)]*\))? )?(?:const|static) ([A-Z][A-Z0-9]*):";
    let mut found = definitions(files, pattern);
    found.retain(|name, _| !CLEAR_CONSTANTS.contains(&name.as_str()));
    found
}

/// Returns the sources but for `extract`, which is new and whose names still have to be revised.
fn without_extract() -> Vec<(String, String)> {
    sources().into_iter().filter(|(file, _)| !file.starts_with("extract/")).collect()
}

#[test]
fn type_name_is_defined_once_in_the_source() {
    assert_eq!(repeated_types(&without_extract()), BTreeMap::new());
}

#[test]
fn constant_has_a_name_of_two_words() {
    assert_eq!(short_constants(&without_extract()), BTreeMap::new());
}

#[test]
fn name_in_code_counts_and_name_in_comment_string_or_test_does_not() {
    let text = "\
/// struct Row;
pub(super) struct Row<'a>(&'a str);
    enum Row { A }
trait Cell {}
const MOST: usize = 1;
static MOST_ROWS: &str = \"
const FEW: usize\";
impl Row { pub const ALL: [Row; 1] = []; const DATED: u8 = 1; }
    pub const LAST1: u8 = 1;

#[cfg(test)]
mod tests {
    struct Cell;
    const EACH: u8 = 1;
}
";
    let files =
        [("a.rs".to_owned(), text.to_owned()), ("b.rs".to_owned(), "struct Args;".to_owned())];
    let known = |counts: &[(&str, usize)]| -> BTreeMap<String, usize> {
        counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    };
    let twice = [files.clone(), files.clone()].concat();
    assert_eq!(repeated_types(&files), known(&[("Row", 2)]));
    assert_eq!(repeated_types(&twice), known(&[("Cell", 2), ("Row", 4)]));
    assert_eq!(short_constants(&files), known(&[("LAST1", 1), ("MOST", 1)]));
}
