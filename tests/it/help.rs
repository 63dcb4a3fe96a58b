//! The help of every command.

use std::path::Path;

use crate::sandbox::{Sandbox, needs_shell};

/// All commands except plumbing.
pub(crate) const COMMANDS: &[&str] = &[
    "init",
    "add",
    "list",
    "show",
    "why",
    "expiring",
    "remind",
    "renew",
    "edit",
    "amend",
    "notice",
    "suspend",
    "resume",
    "terminate",
    "decide",
    "accept",
    "remove",
    "activity",
    "activity add",
    "activity list",
    "activity show",
    "activity edit",
    "activity done",
    "activity remove",
    "party",
    "party list",
    "party show",
    "party rename",
    "party merge",
    "contact",
    "contact list",
    "contact rename",
    "chain",
    "check",
    "draft",
    "export",
    "import",
    "log",
    "undo",
    "redo",
    "config",
    "help",
];

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

/// A registry with the records that the examples in the help use.
const FIXTURE: &str = include_str!("../data/help.json");

/// The text that the examples read, in a file `release.txt`.
const RELEASE: &str = "Lund University and the University of Porto signed a memorandum of understanding \
    on 4 July 2022 in Lund.\n";

/// An editor that changes nothing.
const IDLE_EDITOR: &str = if cfg!(windows) { "cmd /c rem" } else { "true" };

#[test]
fn short_help_fits_24_lines_and_names_every_command_except_plumbing() {
    let output = Sandbox::new().mou(&["--help"]).success();
    assert!(output.lines().count() <= 24, "{} lines", output.lines().count());
    assert!(output.lines().all(|line| line.chars().count() <= 80), "{output}");
    for command in COMMANDS.iter().filter(|command| !["help", "config"].contains(command)) {
        let command = words(command)[0];
        assert!(output.contains(command), "{command} is not in the short help");
    }
    for other in [&["-h"][..], &["help"]] {
        assert_eq!(Sandbox::new().mou(other).success(), output);
    }
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn help_by_flag_and_by_command_is_the_same_and_ends_with_two_examples() {
    let sandbox = Sandbox::new();
    for command in COMMANDS {
        let mut by_flag = words(command);
        by_flag.push("--help");
        let by_flag = sandbox.mou(&by_flag).success();
        let mut by_help = vec!["help"];
        by_help.extend(words(command));
        assert_eq!(sandbox.mou(&by_help).success(), by_flag, "{command}");
        assert!(examples(&by_flag).len() >= 2, "{command} has too few examples:\n{by_flag}");
    }
}

#[test]
fn examples_in_the_help_run() {
    for command in COMMANDS {
        let mut help = words(command);
        help.push("--help");
        let lines = examples(&Sandbox::new().mou(&help).success());
        for line in lines.into_iter().filter(|line| cfg!(unix) || !needs_shell(line)) {
            let sandbox = Sandbox::with_registry(FIXTURE).with_variable("EDITOR", IDLE_EDITOR);
            sandbox.write(
                "mous.csv",
                "S.No,Title,Partner,Date signed,Seal\n1,Exchange,Porto,04/07/2020,red\n",
            );
            sandbox.write("release.txt", RELEASE);
            if line.starts_with("mou init") {
                std::fs::remove_file(sandbox.path("registry.json")).unwrap();
            }
            if ["undo", "redo"].contains(command) {
                for title in ["One", "Two", "Three"] {
                    let added =
                        sandbox.mou(&["add", title, "--party", "Kyoto", "--signed", "2024"]);
                    assert_eq!(added.code, 0);
                }
            }
            if *command == "redo" {
                assert_eq!(sandbox.mou(&["undo", "3"]).code, 0);
            }
            let output = sandbox.shell(&line);
            assert!([0, 4].contains(&output.code), "{line}\n{}", output.to_text());
        }
    }
}

/// Returns the lines below `Examples:`, with continuation lines joined.
fn examples(help: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let below = help.lines().skip_while(|line| *line != "Examples:").skip(1);
    for line in below.map(str::trim).take_while(|line| !line.is_empty()) {
        match lines.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

pub(crate) const TOPICS: &[&str] = &[
    "agents",
    "columns",
    "dates",
    "environment",
    "exit-codes",
    "format",
    "formats",
    "glossary",
    "scripting",
    "status",
];

#[test]
fn every_help_topic_has_a_page() {
    let sandbox = Sandbox::new();
    for topic in TOPICS {
        assert!(sandbox.mou(&["help", topic]).success().lines().count() > 5, "{topic}");
    }
    assert_eq!(
        sandbox.mou(&["help", "datse"]).to_text(),
        "--- stderr\nerror: unknown command or topic `datse`\nhint: did you mean `dates`?\n\
         --- exit 2\n"
    );
    let pages = ["format", "formats"].map(|topic| sandbox.mou(&["help", topic]).success());
    assert_eq!(pages[0], pages[1]);
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn all_help_fits_80_columns_and_short_help_40_lines() {
    let sandbox = Sandbox::new();
    let fits = |args: &[&str]| {
        let page = sandbox.mou(args).success();
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{args:?}:\n{page}");
        page
    };
    fits(&["-h"]);
    for topic in TOPICS {
        fits(&["help", topic]);
    }
    for command in COMMANDS {
        let words = words(command);
        fits(&[&words[..], &["--help"]].concat());
        let short = fits(&[&words[..], &["-h"]].concat());
        assert!(short.lines().count() <= 40, "{command}:\n{short}");
        // The flags of every command come last, before the examples.
        let places = ["Options:\n", "Fields:", "Filters:", "Output:", "Everywhere:", "Examples:"]
            .map(|heading| short.find(&format!("\n\n{heading}")));
        let places: Vec<usize> = places.into_iter().flatten().collect();
        assert!(places.is_sorted() && places.len() >= 2, "{command}:\n{short}");
    }
}

#[test]
fn help_is_ascii_if_the_locale_or_the_flag_asks_for_it() {
    let plain = Sandbox::new().with_variable("LC_ALL", "C");
    let usual = Sandbox::new();
    for page in [&["help", "agents"][..], &["help", "format"], &["add", "--help"], &["-h"]] {
        let by_locale = plain.mou(page).success();
        assert!(by_locale.is_ascii(), "{by_locale}");
        assert_eq!(usual.mou(&[page, &["--ascii"]].concat()).success(), by_locale);
    }
    let why = Sandbox::with_example().with_variable("LC_ALL", "C");
    let why = why.mou(&["why", "gds-govtech-2022"]).success();
    assert!(why.is_ascii() && why.contains("BGB ss. 187(1), 188(2)"), "{why}");
}

#[test]
fn help_explains_every_status_and_flag() {
    let page = Sandbox::new().mou(&["help", "status"]).success();
    let schema = Sandbox::new().mou(&["schema", "list"]).success();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let mut count = 0;
    for name in ["Status", "Flag"] {
        let words = &schema["$defs"][name];
        let words = words["enum"].as_array().cloned().unwrap_or_else(|| {
            let choices = words["oneOf"].as_array().unwrap_or_else(|| panic!("{schema:#}"));
            choices.iter().map(|choice| choice["const"].clone()).collect()
        });
        for word in words {
            let word = word.as_str().unwrap();
            let is_explained = page.lines().any(|line| {
                line.strip_prefix("  ").and_then(|line| line.split(' ').next()) == Some(word)
            });
            assert!(is_explained, "{word}");
            count += 1;
        }
    }
    assert_eq!(count, 7 + 11);
}

#[test]
fn commands_in_the_help_for_agents_run() {
    let page = Sandbox::new().mou(&["help", "agents"]).success();
    assert!(page.len() <= 6 * 1024, "{} bytes", page.len());
    let sandbox = Sandbox::with_registry(FIXTURE);
    sandbox.write("release.txt", RELEASE);
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("  mou ")).collect();
    assert!(commands.len() >= 15);
    let runs = |command: &&str| cfg!(unix) || !needs_shell(&format!("mou {command}"));
    for command in commands.into_iter().filter(runs) {
        let output = sandbox.shell(&format!("mou {command}"));
        assert!([0, 4].contains(&output.code), "{command}\n{}", output.to_text());
        if command.contains("-o json") && !command.contains("jsonl") {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&output.stdout);
            assert!(parsed.is_ok(), "{command}\n{}", output.to_text());
        }
    }
}

fn all_source(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.map(|path| match path.extension() {
        Some(ending) if ending == "rs" => std::fs::read_to_string(&path).unwrap(),
        None if path.is_dir() => all_source(&path),
        _ => String::new(),
    });
    texts.collect()
}

#[test]
fn environment_topic_names_every_variable_that_is_read() {
    let output = Sandbox::new().mou(&["help", "environment"]).success();
    let source = all_source(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    let read = source.split(['"', '(', ')']).filter(|word| {
        word.starts_with("MOU_")
            && word.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_')
    });
    for name in read {
        assert!(output.contains(name), "{name}");
    }
}

#[test]
fn help_names_every_exit_code() {
    let page = Sandbox::new().mou(&["help", "exit-codes"]).success();
    let codes = page.lines().filter_map(|line| line.get(..5)?.trim().parse().ok());
    assert_eq!(codes.collect::<Vec<u8>>(), [0, 1, 2, 3, 4, 5, 6, 130]);
}
