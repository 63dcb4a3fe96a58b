//! Commands without a registry: a reading command never looks as if nothing was found.

use crate::sandbox::Sandbox;

/// The commands that only read, each with what it prints as JSON if there is no registry.
const READING: &[(&[&str], &str)] = &[
    (&["list"], "[]\n"),
    (&["expiring"], "[]\n"),
    (&["remind"], "[]\n"),
    (&["activity"], "[]\n"),
    (&["activity", "list"], "[]\n"),
    (&["check"], "[]\n"),
    (&["log"], "[]\n"),
];

/// Returns a sandbox in which no registry is named, and none exists.
fn unnamed() -> Sandbox {
    Sandbox::new().with_variable("MOU_FILE", "")
}

#[test]
fn default_registry_that_does_not_exist_is_empty_with_a_hint() {
    let sandbox = unnamed();
    let hint = "hint: there is no registry at `$SANDBOX/home/.local/share/mou/registry.json` yet; \
        `mou add` or `mou import` creates it\n";
    for (args, json) in READING {
        let output = sandbox.mou(args);
        assert_eq!(
            (output.stdout.as_str(), output.code),
            ("", 0),
            "{args:?}: {}",
            output.to_text()
        );
        assert!(output.stderr.starts_with(hint), "{args:?}: {}", output.to_text());
        if args.len() == 1 && args[0] == "activity" {
            continue;
        }
        let output = sandbox.mou(&[args, &["-o", "json"][..]].concat());
        assert_eq!((output.stdout.as_str(), output.code), (*json, 0), "{args:?}");
        assert!(output.stderr.starts_with(hint), "{args:?}: {}", output.to_text());
    }
    assert_eq!(std::fs::read_dir(sandbox.path("home")).unwrap().count(), 0);
}

#[test]
fn missing_registry_is_an_error_if_the_hint_would_not_be_seen() {
    let sandbox = unnamed();
    let error = "error: there is no registry `$SANDBOX/home/.local/share/mou/registry.json`\n\
        hint: `mou init` or `mou add` creates it\n";
    let error = format!("--- stderr\n{error}--- exit 1\n");
    for (args, _) in READING {
        assert_eq!(sandbox.mou(&[args, &["-q"][..]].concat()).to_text(), error, "{args:?}");
    }
    for args in [
        &["expiring", "--exit-code"][..],
        &["list", "--exit-code"],
        &["remind", "--exit-code"],
        &["-q"],
        &["-q", "expiring", "--exit-code"],
        &["-q", "export", "csv"],
        &["-q", "config"],
    ] {
        assert_eq!(sandbox.mou(args).to_text(), error, "{args:?}");
    }
}

#[test]
fn named_registry_that_does_not_exist_is_an_error() {
    for (args, _) in READING {
        let by_flag = unnamed().mou(&[args, &["--file", "registry.json"][..]].concat());
        let by_variable = Sandbox::new().mou(args);
        for output in [by_flag, by_variable] {
            assert_eq!(
                output.to_text(),
                "--- stderr\nerror: there is no registry `registry.json`\n\
                hint: `mou init` or `mou add` creates it\n--- exit 1\n",
                "{args:?}"
            );
        }
    }
}

#[test]
fn writing_command_creates_the_registry_and_says_so() {
    let sandbox = unnamed();
    let output = sandbox.mou(&["add", "A", "--party", "Kyoto", "--signed", "2024"]);
    assert_eq!(
        output.to_text(),
        "kyoto-2024\n--- stderr\nnew registry `$SANDBOX/home/.local/share/mou/registry.json`\nAdded kyoto-2024.\n"
    );
    let named = Sandbox::new();
    let output = named.mou(&["add", "A", "--party", "Kyoto", "--signed", "2024", "-q"]);
    assert_eq!(output.to_text(), "kyoto-2024\n");
    assert_eq!(named.files(), ["registry.json", "registry.json.lock", "registry.log.jsonl"]);
}
