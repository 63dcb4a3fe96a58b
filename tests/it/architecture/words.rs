//! Words not to use in comments, messages and help.
//!
//! `tests/data/words_not_to_use.txt` has the number in each file. `MOU_BLESS=1` rewrites the file, unless the
//! total has risen.

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;

use super::source::{Parts, differences, files, root};

/// Words and phrases, also with the ending `s`, `d` or `ed`. Words with another common meaning are left to
/// the reviewer.
const PHRASES: &[&str] = &[
    "tell",
    "told",
    "stand",
    "laid",
    "passed over",
    "passes over",
    "whoever",
    "who want",
    "hand over",
    "hands over",
    "handed over",
    "sound",
    "tidy",
    "look at",
    "looks at",
    "looked at",
    "look on",
    "looks on",
    "looked on",
    "meanwhile",
    "of its own making",
    "by itself",
    "so many",
    "at the most",
    "all the same",
    "is to be",
    "are to be",
    "is wanted",
    "are wanted",
    "go with",
    "goes with",
    "says of itself",
    "talk",
    "carry on",
    "carries on",
    "carried on",
    "mend",
    "brought to the disk",
    "take back",
    "takes back",
    "taken back",
    "the world",
    "desk",
];

/// The file with the known counts, in the folder of the package.
const COUNTS_FILE: &str = "tests/data/words_not_to_use.txt";

/// Returns the pattern of all phrases.
fn pattern() -> Regex {
    let phrases = PHRASES.join("|").replace(' ', " +");
    Regex::new(&format!(r"(?i)\b(?:{phrases})(?:s|ed|d)?\b")).unwrap()
}

/// Returns the number of phrases in each file.
fn counts() -> BTreeMap<String, usize> {
    let pattern = pattern();
    let code = files("rs").into_iter().map(|(file, text)| (file, Parts::new(&text).prose));
    let count = |prose: &str| pattern.find_iter(prose).count();
    let texts = files("txt").into_iter().map(|(file, text)| (file, text.replace('\n', " ")));
    let counts = code.chain(texts).map(|(file, prose)| (format!("src/{file}"), count(&prose)));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn read(counts: &str) -> BTreeMap<String, usize> {
    let lines = counts.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| line.split_once(' ').unwrap());
    pairs.map(|(count, file)| (file.to_owned(), count.parse().unwrap())).collect()
}

fn written(counts: &BTreeMap<String, usize>) -> String {
    let head = "# Words not to use that each file still has: tests/it/architecture/words.rs\n";
    let lines = counts.iter().map(|(file, count)| format!("{count} {file}\n"));
    std::iter::once(head.to_owned()).chain(lines).collect()
}

#[test]
fn words_not_to_use_only_become_fewer() {
    let path = root().join(COUNTS_FILE);
    let (found, known) = (counts(), read(&fs::read_to_string(&path).unwrap()));
    let sum = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
    if std::env::var_os("MOU_BLESS").is_some() && sum(&found) <= sum(&known) {
        fs::write(&path, written(&found)).unwrap();
        return;
    }
    let differences = differences(&found, &known);
    assert!(
        differences.is_empty(),
        "words not to use: {} found, {} known; run with MOU_BLESS=1 if they became fewer\n{}",
        sum(&found),
        sum(&known),
        differences.join("\n")
    );
}

#[test]
fn phrase_is_found_over_line_ends_of_comments_and_strings_but_not_in_names() {
    let found = |text: &str| -> Vec<String> {
        let prose = Parts::new(text).prose;
        pattern().find_iter(&prose).map(|phrase| phrase.as_str().to_lowercase()).collect()
    };
    let text = "\
//! It Stands here, at
//! the most, and told (untold, told_of).
fn told(tidy: &str) { // all the
    say(\"same: at the \\
         most\", \"is\", \" to be\") // whoever
}
";
    let phrases = ["stands", "at  the most", "told", "at the most", "whoever"];
    assert_eq!(found(text), phrases);
    assert_eq!(read(&written(&BTreeMap::from([("src/a b.rs".to_owned(), 3)])))["src/a b.rs"], 3);
}
