//! Runs the examples of the README and compares their output.
//!
//! `MOU_BLESS=1` rewrites the output in the README; review it before you commit.

use std::fs;
use std::path::Path;

use crate::sandbox::{Sandbox, example};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// Returns a sandbox with the example files.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("examples")).unwrap();
    for entry in fs::read_dir(Path::new(PATH).with_file_name("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        sandbox.write(&format!("examples/{name}"), example(&name));
    }
    sandbox
}

/// Runs the commands of all `console` blocks in one sandbox, and returns the README with their output.
fn run_examples(readme: &str) -> String {
    let sandbox = sandbox();
    let mut text = String::new();
    let mut in_console = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        }
        let command = line.strip_prefix("$ ").filter(|_| in_console);
        let is_output = in_console && command.is_none() && !line.starts_with("```");
        if !is_output {
            text.push_str(line);
            text.push('\n');
        }
        if let Some(command) = command {
            let output = sandbox.shell(command);
            assert_eq!(output.code, 0, "{command}\n{}", output.to_text());
            text.push_str(&output.stdout);
            text.push_str(&output.stderr);
        }
    }
    text
}

#[cfg(unix)] // a shell
#[test]
fn readme_commands_print_the_shown_output() {
    let readme = fs::read_to_string(PATH).unwrap();
    let executed = run_examples(&readme);
    if std::env::var_os("MOU_BLESS").is_some() {
        fs::write(PATH, &executed).unwrap();
    }
    assert_eq!(readme, executed);
}

#[test]
fn readme_first_command_lists_the_expiring_example() {
    let readme = fs::read_to_string(PATH).unwrap();
    let line = readme.lines().find(|line| line.starts_with("cargo run")).unwrap();
    let args: Vec<&str> = line.split(" -- ").nth(1).unwrap().split(' ').collect();
    let output = sandbox().mou(&args).success();
    assert!(output.contains("gds-govtech-2022") && output.contains("2025-07-04"), "{output}");
    assert!(readme.lines().any(|line| line == "cargo test"));
}

#[test]
fn readme_headings_skip_no_level() {
    let readme = fs::read_to_string(PATH).unwrap();
    let mut deepest = 0;
    for line in readme.lines().filter(|line| line.starts_with('#')) {
        let level = line.chars().take_while(|letter| *letter == '#').count();
        assert!(level <= deepest + 1, "{line}");
        deepest = level;
    }
}
