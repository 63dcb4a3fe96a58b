//! The source as text: its files, and code separated from comments and strings.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the files of `src` that are not tests: path below `src`, and text.
pub(super) fn sources() -> Vec<(String, String)> {
    let is_test = |file: &str| file.ends_with("/tests.rs") || file.contains("/tests/");
    files("rs").into_iter().filter(|(file, _)| !is_test(file)).collect()
}

/// Returns the files of `src` with this extension, including tests: path below `src`, and text.
pub(super) fn files(ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(&root().join("src"), "", ending, &mut found);
    found.sort();
    assert!(found.len() > 3, "the source is not in `src`");
    found
}

/// Returns the folder of the package.
pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn gather(folder: &Path, name: &str, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let inner = format!("{name}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            gather(&path, &format!("{inner}/"), ending, found);
        } else if path.extension().is_some_and(|kind| kind == ending) {
            found.push((inner, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Returns a file without the tests at its end.
pub(super) fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]\nmod tests {").map_or(text, |foot| &text[..foot])
}

/// Compares counts with known ones, and returns a line for each difference. A higher count is a fault; a
/// lower one must be recorded.
pub(super) fn differences(
    found: &BTreeMap<String, usize>,
    known: &BTreeMap<String, usize>,
) -> Vec<String> {
    let mut names: Vec<&String> = found.keys().chain(known.keys()).collect();
    names.sort();
    names.dedup();
    let count = |counts: &BTreeMap<String, usize>, name| counts.get(name).copied().unwrap_or(0);
    names
        .into_iter()
        .map(|name| (name, count(found, name), count(known, name)))
        .filter(|(_, found, known)| found != known)
        .map(|(name, found, known)| {
            let advice = if found > known { "too many" } else { "lower the known count" };
            format!("{name}: {found}, known are {known}: {advice}")
        })
        .collect()
}

/// A Rust file, separated into code and text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The code on its original lines, with empty strings and without comments.
    pub(super) code: String,
    /// The comments and strings. Consecutive comment lines are joined.
    pub(super) prose: String,
}

impl Parts {
    /// Splits a file.
    pub(super) fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let mut parts = Self::default();
        let mut at = 0;
        while at < letters.len() {
            at += parts.take(&letters[at..]);
        }
        parts
    }

    /// Consumes the token at the start of `rest`, and returns its length in characters.
    fn take(&mut self, rest: &[char]) -> usize {
        match rest {
            ['/', '/', ..] => self.take_line_comment(rest),
            ['/', '*', ..] => self.take_block_comment(rest),
            ['"', ..] => self.take_string(rest),
            ['\'', '\\', ..] => self.take_letter(rest, 3),
            ['\'', _, '\'', ..] => self.take_letter(rest, 2),
            ['r' | 'b', ..] if !self.is_in_word() => {
                self.take_raw_string(rest).unwrap_or_else(|| self.take_code(rest[0]))
            }
            _ => self.take_code(rest[0]),
        }
    }

    fn take_code(&mut self, letter: char) -> usize {
        self.code.push(letter);
        if !letter.is_whitespace() && !self.prose.is_empty() && !self.prose.ends_with('\n') {
            self.prose.push('\n');
        }
        1
    }

    fn is_in_word(&self) -> bool {
        self.code.ends_with(|last: char| last.is_alphanumeric() || last == '_')
    }

    fn take_line_comment(&mut self, rest: &[char]) -> usize {
        let length = rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len());
        let comment: String = rest[..length].iter().collect();
        self.prose.push_str(comment.trim_start_matches(['/', '!']));
        self.prose.push(' ');
        length
    }

    fn take_block_comment(&mut self, rest: &[char]) -> usize {
        let end = rest.windows(2).skip(2).position(|pair| pair == ['*', '/']);
        let length = end.map_or(rest.len(), |end| end + 4);
        self.prose.extend(&rest[..length]);
        self.keep_line_ends(&rest[..length]);
        length
    }

    /// Consumes a character literal: from `'` to the next `'` after at least `least` characters.
    fn take_letter(&mut self, rest: &[char], least: usize) -> usize {
        self.code.push_str("' '");
        let end = rest.iter().skip(least).position(|letter| *letter == '\'');
        end.map_or(rest.len(), |end| end + least + 1)
    }

    fn take_string(&mut self, rest: &[char]) -> usize {
        self.take_code('"');
        let mut at = 1;
        while at < rest.len() && rest[at] != '"' {
            if rest[at] == '\\' {
                at += 1;
                if rest[at] == '\n' {
                    let blanks = rest[at..].iter().take_while(|letter| letter.is_whitespace());
                    at += blanks.count();
                    self.code.push('\n');
                    continue;
                }
                self.prose.push(if rest[at] == 'n' { ' ' } else { rest[at] });
            } else {
                self.prose.push(rest[at]);
                self.keep_line_ends(&rest[at..=at]);
            }
            at += 1;
        }
        self.take_code('"');
        at + 1
    }

    fn take_raw_string(&mut self, rest: &[char]) -> Option<usize> {
        let opening: String = rest.iter().take(10).collect();
        let opening = opening.split_inclusive('"').next().unwrap();
        let hashes = opening.trim_start_matches('b').strip_prefix('r')?.strip_suffix('"')?;
        if !hashes.chars().all(|letter| letter == '#') {
            return None;
        }
        let (start, text) = (opening.len(), rest[opening.len()..].iter().collect::<String>());
        let closing = format!("\"{hashes}");
        let content = text.split(&closing).next().unwrap();
        self.take_code('"');
        self.prose.push_str(content);
        let length = content.chars().count();
        self.keep_line_ends(&rest[start..start + length]);
        self.take_code('"');
        Some(start + length + closing.len())
    }

    fn keep_line_ends(&mut self, taken: &[char]) {
        self.code.extend(taken.iter().filter(|letter| **letter == '\n'));
    }
}

#[test]
fn file_taken_apart_has_code_without_comments_and_strings() {
    let text = "\
//! A file
/// that is // short.
fn one<'a>(of: &'a str) -> char { // at the
    /* or /
    most */ let quote = ['\"', '\\'', b'\\\\'];
    two(\"a \\\"b\\\" \\
         c\", r#\"raw \"d\"\"#, br\"e\", b\"f\")
}
";
    let parts = Parts::new(text);
    let code = "\n\nfn one<'a>(of: &'a str) -> char { \n    \n let quote = [' ', ' ', b' '];\n    \
                two(\"\n\", \"\", \"\", b\"\")\n}\n";
    assert_eq!(parts.code, code);
    assert_eq!(parts.code.lines().count(), text.lines().count());
    let prose: Vec<&str> = parts.prose.lines().map(str::trim).collect();
    assert_eq!(
        prose,
        [
            "A file  that is // short.",
            "at the /* or /",
            "most */",
            "a \"b\" c",
            "raw \"d\"",
            "e",
            "f"
        ]
    );
}
