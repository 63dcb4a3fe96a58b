//! The structure of the source: forbidden words per folder, length of files, circles between files, names of
//! types and constants, and words not to use.
//!
//! These tests search the text and do not parse it, which is enough to find accidental breaches.

mod circles;
mod names;
mod source;
mod words;

use std::fmt;

use self::source::{sources, without_tests};

const COMMAND_LINE: &[&str] = &["clap"];
const TABLES: &[&str] = &["comfy_table"];
const FILES: &[&str] = &["std::fs", "tempfile", "OpenOptions", "File::open", "read_to_string"];
const STREAMS: &[&str] = &["std::io", "stdin", "stdout", "stderr", "println", "eprintln"];
const ENVIRONMENT: &[&str] = &["std::env", "std::process"];
const CLOCK: &[&str] =
    &["Local", "Utc", "SystemTime", "Instant", "std::time::Instant", "crate::env"];

/// Date arithmetic, which only `domain` may do because it has the rules of counting.
const DATE_ARITHMETIC: &[&str] = &[
    "checked_add_months",
    "checked_add_days",
    "checked_add_signed",
    "checked_sub_months",
    "checked_sub_days",
    "checked_sub_signed",
    "signed_duration_since",
    "years_since",
    "num_days",
    "num_weeks",
    "num_days_from_ce",
    "succ_opt",
    "pred_opt",
    "with_day",
    "with_month",
    "with_year",
    "iter_days",
    "Duration::days",
    "Duration::weeks",
    "TimeDelta",
    "Days::new",
    "Months::new",
    "chrono::Days",
    "chrono::Months",
];

/// Words that may only occur in tests.
const TEST_ONLY: &[&str] = &["unwrap()", "todo!", "unimplemented!", "FIXME", "dbg!", "println!"];

/// A part of the source, with the words that it may not mention.
struct Layer {
    place: &'static str,
    words: &'static [&'static [&'static str]],
}

const LAYERS: &[Layer] = &[
    Layer {
        place: "domain/",
        words: &[
            COMMAND_LINE,
            TABLES,
            FILES,
            STREAMS,
            ENVIRONMENT,
            CLOCK,
            &[
                "serde_json",
                "crate::commands",
                "crate::error",
                "crate::exchange",
                "crate::git",
                "crate::render",
                "crate::report",
                "crate::store",
                "crate::Streams",
            ],
        ],
    },
    Layer {
        place: "report/",
        words: &[
            COMMAND_LINE,
            TABLES,
            FILES,
            STREAMS,
            ENVIRONMENT,
            CLOCK,
            &["crate::commands", "crate::exchange", "crate::git", "crate::render", "crate::store"],
        ],
    },
    Layer {
        place: "store/",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK_EXCEPT_INSTANT,
            &["crate::commands", "crate::exchange", "crate::git", "crate::render", "crate::report"],
        ],
    },
    Layer {
        place: "exchange/",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK,
            &["crate::commands", "crate::git", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer {
        place: "extract/",
        words: &[
            COMMAND_LINE,
            TABLES,
            FILES,
            CLOCK,
            &["crate::commands", "crate::git", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer {
        place: "pager.rs",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK,
            &["crate::commands", "crate::domain", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer {
        place: "editor.rs",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK,
            &["crate::commands", "crate::domain", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer {
        place: "pdf_process.rs",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK_EXCEPT_INSTANT,
            &["crate::commands", "crate::domain", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer {
        place: "text_file.rs",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK,
            &["crate::commands", "crate::domain", "crate::render", "crate::report", "crate::store"],
        ],
    },
    Layer { place: "git/", words: &[TABLES, CLOCK, &["crate::commands", "crate::render"]] },
    Layer {
        place: "render/",
        words: &[
            FILES,
            ENVIRONMENT,
            CLOCK,
            &["clap", "crate::commands", "crate::exchange", "crate::git", "crate::store"],
        ],
    },
    Layer {
        place: "editor.rs",
        words: &[
            COMMAND_LINE,
            TABLES,
            CLOCK,
            &["crate::commands", "crate::store", "crate::domain"],
        ],
    },
    Layer {
        place: "env.rs",
        words: &[COMMAND_LINE, TABLES, FILES, &["serde", "serde_json", "crate", "super"]],
    },
    Layer {
        place: "error.rs",
        words: &[COMMAND_LINE, TABLES, FILES, CLOCK, &["crate::commands", "crate::render"]],
    },
    Layer { place: "build.rs", words: &[COMMAND_LINE, TABLES, CLOCK, &["serde", "crate"]] },
    Layer { place: "commands/", words: &[TABLES, FILES, ENVIRONMENT, &CLOCK_EXCEPT_ENV] },
    Layer { place: "json/", words: &[COMMAND_LINE, TABLES, FILES, STREAMS, CLOCK, &["crate::"]] },
    Layer { place: "lib.rs", words: &[COMMAND_LINE, TABLES, FILES, &CLOCK_EXCEPT_ENV] },
    Layer { place: "main.rs", words: &[COMMAND_LINE, TABLES, FILES, &CLOCK_EXCEPT_ENV] },
    Layer { place: "platform/", words: &[COMMAND_LINE, TABLES, CLOCK, &["crate::"]] },
    Layer { place: "io.rs", words: &[COMMAND_LINE, TABLES, FILES, CLOCK, &["crate"]] },
];

/// Waiting for the lock uses the monotonic clock, which has no dates.
const CLOCK_EXCEPT_INSTANT: &[&str] = &["Local", "Utc", "SystemTime", "crate::env"];

/// Commands get the environment that `env` has read.
const CLOCK_EXCEPT_ENV: [&str; 4] = ["Local", "Utc", "SystemTime", "Instant"];

/// Exceptions: folder and allowed text.
const ALLOWED: &[(&str, &str)] = &[("render/", "clap::ValueEnum")];

/// The greatest number of code lines of a file: neither blank, nor a comment, nor a test.
const MAX_CODE_LINES: usize = 400;

/// The greatest number of files with more than tests. Each rule for reading announcements has a file of its own.
const MAX_FILES: usize = 445;

/// A forbidden word that a file mentions.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    file: String,
    line: usize,
    word: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{} mentions `{}`", self.file, self.line, self.word)
    }
}

#[test]
fn layer_mentions_only_what_it_may() {
    let mut breaches = Vec::new();
    for (file, text) in sources() {
        let layer = layer_of(&file).unwrap_or_else(|| panic!("src/{file} belongs to no layer"));
        for words in layer.words {
            breaches.extend(breaches_in(&file, &text, words));
        }
    }
    assert_none(&breaches);
}

#[test]
fn date_arithmetic_is_only_in_the_domain() {
    let outside = sources().into_iter().filter(|(file, _)| !file.starts_with("domain/"));
    let breaches: Vec<Breach> =
        outside.flat_map(|(file, text)| breaches_in(&file, &text, DATE_ARITHMETIC)).collect();
    assert_none(&breaches);
}

#[test]
fn only_platform_mentions_a_system() {
    let words = ["std::os::", "libc::", "winapi", "cfg(unix)", "cfg(windows)"];
    let mut breaches = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| !file.starts_with("platform/")) {
        let code = without_tests(&text);
        for (line, number) in code.lines().zip(1..) {
            let found = words.iter().filter(|word| line.contains(*word));
            breaches.extend(found.map(|word| Breach {
                file: file.clone(),
                line: number,
                word: (*word).to_owned(),
            }));
        }
    }
    assert_none(&breaches);
}

#[test]
fn source_has_no_fixme_and_no_unwrap_outside_tests() {
    let breaches: Vec<Breach> = sources()
        .into_iter()
        .flat_map(|(file, text)| {
            let unfinished = text.lines().zip(1..).filter(|(line, _)| line.contains("FIXME"));
            let unfinished = unfinished.map(|(_, line)| Breach {
                file: file.clone(),
                line,
                word: "FIXME".to_owned(),
            });
            unfinished.chain(breaches_in(&file, &text, TEST_ONLY)).collect::<Vec<_>>()
        })
        .collect();
    assert_none(&breaches);
}

#[test]
fn source_files_are_few_and_not_too_long() {
    let sources = sources();
    let long: Vec<&String> = sources
        .iter()
        .filter(|(_, text)| code_lines(text) > MAX_CODE_LINES)
        .map(|(file, _)| file)
        .collect();
    assert!(long.is_empty(), "files of more than {MAX_CODE_LINES} code lines: {long:?}");
    assert!(sources.len() <= MAX_FILES, "{} files", sources.len());
}

#[test]
fn forbidden_word_in_code_is_found() {
    let broken = "\
//! Not clap here, nor crate::store.
use std::{fmt, fs};
use crate::{
    error::Error, // of ours
    store,
};

/// Nor comfy_table here.
fn today() -> Day {
    let clapped = 1; // clap
    chrono::Local::now().date_naive() + chrono::Days::new(clapped)
}

#[cfg(test)]
mod tests {
    use clap::Parser;
}
";
    let found = |words| -> Vec<(usize, String)> {
        let breaches = breaches_in("report/broken.rs", broken, words).into_iter();
        breaches.map(|breach| (breach.line, breach.word)).collect()
    };
    assert_eq!(found(&["clap", "comfy_table"]), []);
    assert_eq!(found(&["std::fs", "std::io"]), [(2, "std::fs".to_owned())]);
    assert_eq!(found(&["crate::store", "crate::err"]), [(3, "crate::store".to_owned())]);
    assert_eq!(found(&["crate::error"]), [(3, "crate::error".to_owned())]);
    assert_eq!(found(CLOCK), [(11, "Local".to_owned())]);
    assert_eq!(
        found(DATE_ARITHMETIC),
        ["Days::new", "chrono::Days"].map(|word| (11, word.to_owned()))
    );
    let breach = &breaches_in("report/broken.rs", broken, CLOCK)[0];
    assert_eq!(breach.to_string(), "src/report/broken.rs:11 mentions `Local`");
}

#[test]
fn allowed_word_hides_no_other_breach() {
    let text = "use clap::ValueEnum;\nuse clap::Args;\n#[value(clap::ValueEnum)] use clap::Args;\n";
    let lines = |file| -> Vec<usize> {
        breaches_in(file, text, COMMAND_LINE).iter().map(|breach| breach.line).collect()
    };
    assert_eq!(lines("render/table.rs"), [2, 3]);
    assert_eq!(lines("report/table.rs"), [1, 2, 3]);
}

#[test]
fn file_length_counts_only_code() {
    let text = "//! About it.\n\nfn one() {\n}\n\n#[cfg(test)]\nmod tests {\n    fn two() {}\n}\n";
    assert_eq!(code_lines(text), 2);
}

fn assert_none(breaches: &[Breach]) {
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

fn layer_of(file: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| file.starts_with(layer.place))
}

/// Returns the numbered lines of code without comments and tests, with each import on one line.
fn code_of(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut importing = false;
    for (line, number) in without_tests(text).lines().zip(1..) {
        let commented = line.trim_start().starts_with("//") || line.contains(" // ");
        let end = if commented { line.find("//").unwrap() } else { line.len() };
        let code = &line[..end];
        match lines.last_mut() {
            Some((_, import)) if importing => import.push_str(code.trim()),
            _ => {
                importing = code.contains("use ") && code.ends_with('{');
                lines.push((number, code.to_owned()));
            }
        }
        importing &= !code.contains(';');
    }
    lines
}

/// Returns the words that the code of a file mentions, once per line.
fn breaches_in(file: &str, text: &str, words: &[&str]) -> Vec<Breach> {
    let allowed = ALLOWED.iter().filter(|(place, _)| file.starts_with(place));
    let allowed: Vec<&str> = allowed.map(|(_, allowed)| *allowed).collect();
    let mut breaches = Vec::new();
    for (line, code) in code_of(text) {
        let mut code = ungrouped(&code);
        for allowed in &allowed {
            code = code.replace(allowed, "");
        }
        for word in words {
            if mentions(&code, word) {
                breaches.push(Breach { file: file.to_owned(), line, word: (*word).to_owned() });
            }
        }
    }
    breaches
}

/// Expands `use std::{fmt, fs};` to `use std::fmt std::fs;`, so that words in groups are found.
fn ungrouped(code: &str) -> String {
    let Some((before, group)) = code.split_once("::{") else { return code.to_owned() };
    let root = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next();
    let root = root.unwrap_or_default();
    let members: Vec<String> = group
        .split([',', '{', '}', ';'])
        .map(|member| format!("{root}::{}", member.trim()))
        .collect();
    format!("{before} {}", members.join(" "))
}

/// Returns true if `code` contains `word` as a whole word.
fn mentions(code: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let open_ended = |c: Option<char>, edge: Option<char>| {
            edge.is_some_and(is_part) && c.is_some_and(is_part)
        };
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !open_ended(before, word.chars().next()) && !open_ended(after, word.chars().next_back())
    })
}

/// Returns the number of lines of code, without comments.
fn code_lines(text: &str) -> usize {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
    without_tests(text).lines().filter(is_code).count()
}
