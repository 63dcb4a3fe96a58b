//! The guarantees for the registry file, one test per rule or threat. A test has the rule in its name.

mod damage;
mod dates;
pub(crate) mod objects;
mod output;
mod place;
mod text;
mod writing;

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::sandbox::{CommandOutput, Sandbox};

/// A registry of two records with unknown keys.
const TWO_RECORDS: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "x-origin": 1.10,
  "agreements": [
    {
      "id": "kyoto-nus-2020",
      "title": "Student exchange",
      "kind": "MoU",
      "x-weight": 18446744073709551616,
      "parties": [
        {
          "name": "Kyoto University",
          "short": "Kyoto",
          "x-desk": 1e400
        },
        {
          "name": "NUS"
        }
      ],
      "signed": "2020-10-01",
      "term": "P3Y"
    },
    {
      "id": "eth-nus-2021",
      "title": "Joint laboratory",
      "kind": "MoU",
      "parties": [
        {
          "name": "ETH"
        },
        {
          "name": "NUS"
        }
      ],
      "signed": "2021-03-01",
      "term": "P9Y"
    }
  ]
}
"#;

/// Adds an agreement, for tests that need any.
const ADD: [&str; 6] = ["add", "Third", "--party", "Third", "--signed", "2024-01-01"];

/// Returns a sandbox with the registry of two records, sorted by id.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_registry(TWO_RECORDS);
    sandbox.mou(&["config", "owner", "NUS"]).success();
    fs::remove_file(sandbox.path("registry.json.lock")).unwrap();
    fs::remove_file(sandbox.path("registry.log.jsonl")).unwrap();
    sandbox
}

fn ids(sandbox: &Sandbox) -> Vec<String> {
    let listed = sandbox.mou(&["list", "-o", "ids"]).success();
    listed.lines().map(str::to_owned).collect()
}

#[cfg(unix)] // modes
fn mode(sandbox: &Sandbox, name: &str) -> u32 {
    fs::metadata(sandbox.path(name)).unwrap().mode() & 0o7777
}

#[cfg(unix)] // modes
fn set_mode(sandbox: &Sandbox, name: &str, mode: u32) {
    fs::set_permissions(sandbox.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

/// Panics unless the command was refused with `code` and one error that contains `words`.
#[track_caller]
fn assert_refused(output: &CommandOutput, code: i32, words: &str) {
    assert_eq!(output.code, code, "{}", output.to_text());
    if let Some(object) = output.stderr.strip_prefix("{\"error\":") {
        assert_eq!(object.matches('\n').count(), 1, "{}", output.to_text());
    } else {
        let errors = output.stderr.lines().filter(|line| line.starts_with("error: ")).count();
        assert_eq!(errors, 1, "{}", output.to_text());
    }
    // In JSON, quotes are escaped.
    let messages = output.stderr.replace("\\\"", "\"");
    assert!(messages.contains(words), "`{words}` is not in: {}", output.to_text());
}

/// Panics if the output has a character that a terminal would act on.
#[track_caller]
fn assert_harmless(output: &CommandOutput) {
    for text in [&output.stdout, &output.stderr] {
        let harmful: Vec<char> = text.chars().filter(|letter| is_harmful(*letter)).collect();
        assert!(harmful.is_empty(), "{harmful:?} in {text:?}");
    }
}

/// Returns true if a character is invisible or a terminal would act on it. Does not use the function of the
/// program, which is under test.
fn is_harmful(letter: char) -> bool {
    let is_control = letter != '\n' && (letter < ' ' || ('\u{7f}'..='\u{9f}').contains(&letter));
    let turns_text = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_unseen = matches!(
        letter,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    );
    is_control || turns_text || is_unseen
}
