//! Faults at every step of a write: each system call fails, or is the last one; disks are full.
//!
//! After each fault the registry is the complete old or new one, confirmed changes are stored, and the next
//! command works.

mod calls;
mod disks;

use std::collections::BTreeMap;
use std::fs;

use crate::sandbox::{CommandOutput, Sandbox, is_temporary};

/// A command, and the files before it.
#[derive(Debug, Clone)]
struct Scene {
    /// Its name in messages.
    name: &'static str,
    /// The files in the folder, by name, before the command.
    files: BTreeMap<String, Vec<u8>>,
    /// The command.
    args: Vec<&'static str>,
    /// The registry before the command, if any.
    old: Option<String>,
    /// The registry after the command.
    new: String,
}

/// The command that runs after a fault.
const NEXT_ADD: [&str; 7] = ["add", "Next", "--party", "Next", "--id", "next", "--lock-timeout=5s"];

const ADD: [&str; 6] = ["add", "Second", "--party", "Second", "--id", "second"];

impl Scene {
    /// Returns the scene of a command in `sandbox`.
    fn new(name: &'static str, sandbox: &Sandbox, args: &[&'static str]) -> Self {
        let names = sandbox.files();
        let bytes = |name: String| (name.clone(), fs::read(sandbox.path(&name)).unwrap());
        let mut scene = Self {
            name,
            files: names.into_iter().map(bytes).collect(),
            args: args.to_vec(),
            old: fs::read_to_string(sandbox.path("registry.json")).ok(),
            new: String::new(),
        };
        let sandbox = scene.set();
        sandbox.mou(args).success();
        scene.new = sandbox.registry();
        scene
    }

    /// Returns a new sandbox with the files of the scene.
    fn set(&self) -> Sandbox {
        let sandbox = Sandbox::new();
        for (name, bytes) in &self.files {
            sandbox.write(name, bytes);
        }
        sandbox
    }

    /// Returns true if the registry is the new one. Panics if it is neither the old nor the new one.
    #[track_caller]
    fn is_new(&self, sandbox: &Sandbox, fault: &str) -> bool {
        let now = fs::read_to_string(sandbox.path("registry.json")).ok();
        if now == self.old {
            return false;
        }
        // A new registry has a random `uid`.
        let bare = |text: &str| -> String {
            let lines = text.lines().filter(|line| self.old.is_some() || !line.contains("\"uid\""));
            lines.collect::<Vec<_>>().join("\n")
        };
        let now = now.unwrap_or_else(|| panic!("{}, {fault}: the registry is gone", self.name));
        assert_eq!(bare(&now), bare(&self.new), "{}, {fault}", self.name);
        true
    }

    /// Checks the files after a command that ended normally in spite of a fault.
    #[track_caller]
    fn check(&self, sandbox: &Sandbox, output: &CommandOutput, fault: &str) {
        let about = format!("{}, {fault}: {}", self.name, output.to_text());
        let is_new = self.is_new(sandbox, fault);
        let errors = output.stderr.lines().filter(|line| line.starts_with("error: ")).count();
        if output.code == 0 {
            assert!(is_new, "confirmed but not stored: {about}");
            assert_eq!(errors, 0, "{about}");
        } else {
            assert!(matches!(output.code, 1 | 5), "{about}");
            assert_eq!(errors, 1, "{about}");
            let is_reported = ["the change is in", "the change was written to"]
                .iter()
                .any(|words| output.stderr.contains(words));
            assert_eq!(is_new, is_reported, "{about}");
        }
        assert!(!output.stderr.contains("panicked"), "{about}");
        let is_left = |name: &String| is_temporary(name) && !self.files.contains_key(name);
        let left: Vec<String> = sandbox.files().into_iter().filter(is_left).collect();
        assert!(left.is_empty(), "{left:?} is left: {about}");
    }

    /// Checks that the next command succeeds, loses nothing, removes leftovers, and can be undone.
    #[track_caller]
    fn check_next_command(&self, sandbox: &Sandbox, fault: &str) {
        let about = format!("{}, {fault}", self.name);
        let before = fs::read_to_string(sandbox.path("registry.json")).ok();
        let ids = |sandbox: &Sandbox| sandbox.mou(&["list", "-o", "ids"]).success();
        let known = before.as_ref().map(|_| ids(sandbox)).unwrap_or_default();
        let output = sandbox.mou(&NEXT_ADD);
        assert_eq!(output.code, 0, "{about}: {}", output.to_text());
        let mut expected: Vec<&str> = known.lines().chain(["next"]).collect();
        expected.sort_unstable();
        assert_eq!(ids(sandbox).lines().collect::<Vec<_>>(), expected, "{about}");
        let swept = ["registry.json", "registry.json.lock", "registry.log.jsonl"];
        assert_eq!(sandbox.files(), swept, "{about}");
        let output = sandbox.mou(&["undo"]);
        assert_eq!(output.code, 0, "{about}: {}", output.to_text());
        if let Some(before) = before {
            assert_eq!(sandbox.registry(), before, "{about}");
        }
    }
}

/// Returns the scenes for which faults are injected.
fn scenes() -> [Scene; 5] {
    let nothing = Sandbox::new();
    let bare = Sandbox::with_example();
    let lived = Sandbox::with_example();
    lived
        .mou(&["add", "First", "--party", "First", "--id", "first", "--end", "2027-01-01"])
        .success();
    // The leftovers of a killed run.
    let littered = Sandbox::with_example();
    littered.write(".registry.json.Abc123.tmp", "{\"format\": \"mou-registry\",");
    littered.write("registry.json.lock", "1 (`mou add`)\n");
    littered.write("registry.log.jsonl", "{\"n\":7,\"at\":");
    [
        Scene::new("add without a registry", &nothing, &ADD),
        Scene::new("add without a log", &bare, &ADD),
        Scene::new("add after a killed run", &littered, &ADD),
        Scene::new("renew", &lived, &["renew", "first", "--end", "2030-01-01"]),
        Scene::new("undo", &lived, &["undo"]),
    ]
}
