//! What the one file promises, rule by rule and threat by threat; each test is named after its own.

mod damage;
mod dates;
mod objects;
mod output;
mod place;
mod text;
mod writing;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::world::{Told, World};

/// A registry of two records, with what no version knows in it.
const TWO: &str = r#"{
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

/// The agreement that a test adds, unless it matters which.
const ADD: [&str; 6] = ["add", "Third", "--party", "Third", "--signed", "2024-01-01"];

/// Returns a world with the registry of two records, in the order of their ids.
fn world() -> World {
    let world = World::of_registry(TWO);
    world.mou(&["config", "owner", "NUS"]).done();
    fs::remove_file(world.path("registry.json.lock")).unwrap();
    fs::remove_file(world.path("registry.log.jsonl")).unwrap();
    world
}

fn ids(world: &World) -> Vec<String> {
    let listed = world.mou(&["list", "-o", "ids"]).done();
    listed.lines().map(str::to_owned).collect()
}

fn mode(world: &World, name: &str) -> u32 {
    fs::metadata(world.path(name)).unwrap().mode() & 0o7777
}

fn set_mode(world: &World, name: &str, mode: u32) {
    fs::set_permissions(world.path(name), fs::Permissions::from_mode(mode)).unwrap();
}

/// Fails unless the command was refused with `code` in one sentence that holds `words`.
#[track_caller]
fn refused(told: &Told, code: i32, words: &str) {
    assert_eq!(told.code, code, "{}", told.whole());
    let errors = told.err.lines().filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors, 1, "{}", told.whole());
    assert!(told.err.contains(words), "`{words}` is not in: {}", told.whole());
}

/// Fails where a terminal would act on something in what was printed.
#[track_caller]
fn harmless(told: &Told) {
    for text in [&told.out, &told.err] {
        let harmful: Vec<char> = text.chars().filter(|letter| is_harmful(*letter)).collect();
        assert!(harmful.is_empty(), "{harmful:?} in {text:?}");
    }
}

/// Tells whether a terminal would act on a letter, or nobody would see it. It is told here anew:
/// the program's own judgement is what is tried.
fn is_harmful(letter: char) -> bool {
    let is_control = letter != '\n' && (letter < ' ' || ('\u{7f}'..='\u{9f}').contains(&letter));
    let turns_text = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_unseen = matches!(
        letter,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    );
    is_control || turns_text || is_unseen
}
