//! Names: a type name is defined once, and a constant has two words or more.

use std::collections::BTreeMap;

use regex::Regex;

use super::source::{Parts, differences, sources, without_tests};

/// Type names that may be defined many times: the arguments of a command.
const REPEATABLE_TYPES: &[&str] = &["Args"];

/// Constants of one word that say enough.
const CLEAR_CONSTANTS: &[&str] =
    &["BOUNDARY", "CHECKED", "COMMON", "DATED", "REQUIRED", "SEARCHED"];

/// How often each type name is still defined, if more than once. May only become fewer.
const KNOWN_TYPES: &[(&str, usize)] = &[
    ("Block", 2),
    ("Cell", 4),
    ("Chain", 2),
    ("Column", 2),
    ("Command", 2),
    ("Deed", 2),
    ("Done", 3),
    ("Entry", 4),
    ("Finding", 2),
    ("Format", 5),
    ("Item", 2),
    ("Items", 2),
    ("Key", 2),
    ("Kind", 3),
    ("Known", 3),
    ("Line", 2),
    ("Lines", 4),
    ("Link", 3),
    ("Linked", 2),
    ("Links", 2),
    ("ListArgs", 2),
    ("Made", 4),
    ("Member", 2),
    ("Members", 3),
    ("Occasion", 2),
    ("Outline", 2),
    ("Part", 2),
    ("Piece", 2),
    ("Place", 4),
    ("Places", 2),
    ("Progress", 2),
    ("Reader", 3),
    ("RegistryFile", 2),
    ("Record", 2),
    ("Revision", 2),
    ("Row", 3),
    ("Seen", 2),
    ("Sheet", 2),
    ("Shown", 2),
    ("Step", 2),
    ("Subject", 2),
    ("Taken", 2),
    ("Target", 2),
    ("Text", 2),
    ("Told", 2),
    ("Trail", 2),
    ("Version", 2),
    ("Window", 2),
];

/// How many constants still have this name of one word. May only become fewer.
const KNOWN_CONSTANTS: &[(&str, usize)] = &[
    ("ABSENT", 1),
    ("ACTIVITIES", 2),
    ("AGAIN", 1),
    ("AGREEMENTS", 1),
    ("AHEAD", 3),
    ("ALIKE", 1),
    ("ALL", 5),
    ("ALONE", 1),
    ("ARROW", 1),
    ("BATCH", 2),
    ("BEAT", 1),
    ("BEGINNINGS", 1),
    ("BESIDE", 2),
    ("BETWEEN", 1),
    ("BLANKS", 2),
    ("BLOCK", 2),
    ("CATEGORY", 1),
    ("CLEARED", 1),
    ("CLOSE", 1),
    ("COLOR", 1),
    ("COLUMNS", 4),
    ("COMMENT", 1),
    ("COUNTRIES", 2),
    ("DATE", 3),
    ("DATES", 1),
    ("DAYS", 1),
    ("DEEPEST", 1),
    ("DERIVED", 1),
    ("DIGITS", 1),
    ("DOCUMENTS", 1),
    ("DURATION", 2),
    ("DURATIONS", 1),
    ("EACH", 1),
    ("END", 1),
    ("ENDS", 1),
    ("ENVIRONMENT", 1),
    ("ESCAPED", 1),
    ("FEW", 3),
    ("FIELDS", 1),
    ("FILLERS", 1),
    ("FINDINGS", 1),
    ("FIRST", 2),
    ("FOLD", 1),
    ("FORMAT", 1),
    ("GAP", 2),
    ("HANGING", 1),
    ("HEAD", 1),
    ("HEADING", 1),
    ("HEADS", 2),
    ("ID", 1),
    ("INDENT", 4),
    ("JOINER", 1),
    ("LANE", 1),
    ("LAST", 1),
    ("LEFT", 1),
    ("LETTERS", 1),
    ("LEVELS", 1),
    ("LIBRARIES", 1),
    ("LINE", 1),
    ("LINES", 1),
    ("LONGEST", 3),
    ("LOOK", 1),
    ("MANY", 1),
    ("MARK", 2),
    ("MARKS", 1),
    ("MONTHS", 1),
    ("MOST", 3),
    ("NAME", 1),
    ("NAMED", 2),
    ("NAMELESS", 1),
    ("NARROW", 1),
    ("NEEDED", 1),
    ("NEXT", 1),
    ("NOTHING", 1),
    ("NUMBER", 1),
    ("NUMBERS", 1),
    ("OPEN", 1),
    ("PARTIES", 1),
    ("PATH", 1),
    ("PAUSE", 1),
    ("PEOPLE", 1),
    ("PIECE", 1),
    ("PORTION", 1),
    ("PRIVATE", 1),
    ("PRODUCT", 1),
    ("READINGS", 1),
    ("REASON", 1),
    ("RECORDS", 1),
    ("REFERENCES", 1),
    ("REFRESH", 1),
    ("ROOMY", 1),
    ("SCHEMES", 1),
    ("SEAM", 2),
    ("SEPARATORS", 1),
    ("SHARED", 1),
    ("SHORT", 3),
    ("SOON", 1),
    ("SPECIAL", 1),
    ("STATED", 1),
    ("STEP", 1),
    ("SUBJECTS", 1),
    ("SUCCEEDS", 1),
    ("SUGGESTIONS", 1),
    ("SUM", 1),
    ("TERMS", 1),
    ("TEXT", 2),
    ("TOPICS", 1),
    ("USUAL", 5),
    ("VARIABLES", 1),
    ("VERSION", 1),
    ("WELCOME", 1),
    ("WIDEST", 2),
    ("WINDOW", 1),
    ("WINDOWS", 1),
    ("WORD", 1),
    ("WORTH", 1),
    ("WORTHWHILE", 1),
];

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

fn known(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn type_name_is_defined_once_in_the_source() {
    let differences = differences(&repeated_types(&sources()), &known(KNOWN_TYPES));
    assert!(differences.is_empty(), "type names that are not unique\n{}", differences.join("\n"));
}

#[test]
fn constant_has_a_name_of_two_words() {
    let differences = differences(&short_constants(&sources()), &known(KNOWN_CONSTANTS));
    assert!(differences.is_empty(), "constants of one word\n{}", differences.join("\n"));
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
    let twice = [files.clone(), files.clone()].concat();
    assert_eq!(repeated_types(&files), known(&[("Row", 2)]));
    assert_eq!(repeated_types(&twice), known(&[("Cell", 2), ("Row", 4)]));
    assert_eq!(short_constants(&files), known(&[("LAST1", 1), ("MOST", 1)]));
    let lines = differences(&known(&[("A", 3), ("B", 1)]), &known(&[("A", 2), ("B", 1), ("C", 1)]));
    assert_eq!(lines, ["A: 3, known are 2: too many", "C: 0, known are 1: lower the known count"]);
}
