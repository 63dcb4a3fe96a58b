//! The help of every command.

use crate::sandbox::{Sandbox, example};

/// All commands except plumbing.
pub(crate) const COMMANDS: &[&str] = &[
    "init",
    "add",
    "list",
    "show",
    "why",
    "expiring",
    "renew",
    "edit",
    "amend",
    "notice",
    "suspend",
    "resume",
    "terminate",
    "decide",
    "remove",
    "activity",
    "activity add",
    "activity list",
    "activity show",
    "activity edit",
    "activity done",
    "activity remove",
    "chain",
    "check",
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

#[test]
fn short_help_fits_24_lines_and_names_every_command_except_plumbing() {
    let output = Sandbox::new().mou(&["--help"]).success();
    assert!(output.lines().count() <= 24, "{} lines", output.lines().count());
    assert!(output.lines().all(|line| line.chars().count() <= 100), "{output}");
    for command in COMMANDS.iter().filter(|command| !["help", "config"].contains(command)) {
        let command = words(command)[0];
        assert!(output.contains(command), "{command} is not in the short help");
    }
    for other in [&["-h"][..], &["help"]] {
        assert_eq!(Sandbox::new().mou(other).success(), output);
    }
}

#[test]
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
        for line in examples(&Sandbox::new().mou(&help).success()) {
            let sandbox = Sandbox::with_registry(FIXTURE).with_variable("EDITOR", "true");
            sandbox.write(
                "mous.csv",
                "S.No,Title,Partner,Date signed,Seal\n1,Exchange,Porto,04/07/2020,red\n",
            );
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

#[test]
fn every_help_topic_has_a_page() {
    let sandbox = Sandbox::new();
    for topic in ["dates", "columns", "format", "scripting", "exit-codes", "environment"] {
        assert!(sandbox.mou(&["help", topic]).success().lines().count() > 5, "{topic}");
    }
    assert_eq!(
        sandbox.mou(&["help", "datse"]).to_text(),
        "--- stderr\nerror: unknown command or topic `datse`\nhint: did you mean `dates`?\n\
         --- exit 2\n"
    );
}

#[test]
fn environment_topic_names_every_variable_that_is_read() {
    let output = Sandbox::new().mou(&["help", "environment"]).success();
    let source = include_str!("../../src/env.rs");
    let read = source.split(['"', '(', ')']).filter(|word| {
        word.starts_with("MOU_")
            && word.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_')
    });
    for name in read {
        assert!(output.contains(name), "{name}");
    }
}

#[test]
fn readme_and_help_have_the_same_exit_codes() {
    let readme = include_str!("../../README.md").replace('`', "");
    let help = Sandbox::new().mou(&["help", "exit-codes"]).success();
    // A long meaning goes on in the next line.
    for line in help.replace("\n       ", " ").lines().skip(2) {
        let (code, meaning) = line.trim().split_once("  ").unwrap();
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "{line}");
    }
    assert!(example("uk-singapore.json").ends_with("}\n"));
}
