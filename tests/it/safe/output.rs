//! Output to a closed pipe, a full disk or a narrow terminal.

use std::fs::OpenOptions;
use std::process::Stdio;

use unicode_width::UnicodeWidthStr;

use super::{ADD, assert_refused, ids, sandbox};
use crate::in_process::run;
use crate::sandbox::{CommandOutput, Sandbox, example};

const FORMATS: [&str; 7] = ["table", "json", "jsonl", "csv", "tsv", "markdown", "ids"];

/// Returns every command that prints results, in each of its formats.
fn printing() -> Vec<Vec<&'static str>> {
    let lists: [&[&str]; 6] = [
        &["list"],
        &["list", "-z"],
        &["expiring", "--within", "100y"],
        &["activity", "list"],
        &["check"],
        &["log"],
    ];
    let cards: [&[&str]; 5] = [
        &["show", "gds-govtech-2022"],
        &["why", "gds-govtech-2022"],
        &["chain", "gds-govtech-2022"],
        &["activity", "show", "gds-govtech-2019/1"],
        &[],
    ];
    let mut all = Vec::new();
    for list in lists {
        all.extend(FORMATS.iter().map(|format| [list, &["-o", format]].concat()));
    }
    for card in cards {
        all.extend(["table", "json"].iter().map(|format| [card, &["-o", format]].concat()));
    }
    for other in [
        &["help"][..],
        &["--help"],
        &["--version"],
        &["help", "dates"],
        &["config"],
        &["config", "path"],
        &["edit", "gds-govtech-2022", "--contact", "x", "--dry-run"],
        &["remind", "--again", "--as-of", "2025-01-04"],
        &["remind", "--again", "--as-of", "2025-01-04", "-o", "json"],
    ] {
        all.push(other.to_vec());
    }
    all
}

/// Returns a sandbox with the example and some entries in its log.
fn lived() -> Sandbox {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["edit", "gds-govtech-2022", "--contact", "mei"]).success();
    sandbox
}

#[test]
fn rule_18_closed_pipe_ends_the_command_quietly() {
    let sandbox = lived();
    let mut tried = 0;
    for args in printing() {
        let mut command = sandbox.command(&args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = CommandOutput::new(child.wait_with_output().unwrap(), &sandbox);
        // `check` reports findings by its exit code.
        let codes: &[i32] = if args[0..1] == ["check"] { &[0, 4] } else { &[0] };
        if output.code == 2 {
            // The command does not have this format.
            assert!(output.stderr.starts_with("error: "), "{args:?}: {}", output.to_text());
            continue;
        }
        assert!(codes.contains(&output.code), "{args:?}: {}", output.to_text());
        let talk: Vec<&str> = output.stderr.lines().filter(|line| line.contains("ipe")).collect();
        assert!(
            talk.is_empty() && !output.stderr.contains("error: "),
            "{args:?}: {}",
            output.to_text()
        );
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

#[cfg(unix)] // a shell
#[test]
fn rule_18_long_list_may_be_closed_after_the_first_byte() {
    let sandbox = sandbox();
    let records: Vec<String> = (0..400)
        .map(|at| format!(r#"{{"id":"r-{at:04}","title":"{}","kind":"MoU"}}"#, "long ".repeat(80)))
        .collect();
    let text =
        format!(r#"{{"format":"mou-registry","version":1,"agreements":[{}]}}"#, records.join(","));
    sandbox.write("registry.json", text);
    for format in FORMATS {
        let line = format!("{{ mou list -o {format}; echo $? > code; }} 2> talk | head -c1");
        let output = sandbox.shell(&line);
        assert!(
            output.stdout.len() <= 1 && output.stderr.is_empty(),
            "{format}: {}",
            output.to_text()
        );
        assert_eq!(sandbox.read("code"), "0\n", "{format}");
        assert_eq!(sandbox.read("talk"), "", "{format}");
    }
}

#[cfg(unix)] // /dev/full
#[test]
fn rule_18_output_to_a_full_disk_fails() {
    let sandbox = lived();
    for args in printing() {
        if sandbox.mou(&args).stdout.is_empty() {
            continue;
        }
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = sandbox.command(&args);
        let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let output = CommandOutput::new(output, &sandbox);
        assert_refused(&output, 1, "cannot write to standard output: no space left on device");
    }
}

#[cfg(unix)] // /dev/full
#[test]
fn rule_18_failed_output_after_a_change_says_that_the_change_was_made() {
    let sandbox = sandbox();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = sandbox.command(&ADD).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_refused(
        &CommandOutput::new(output, &sandbox),
        1,
        "; the change was written to the file",
    );
    assert_eq!(ids(&sandbox).len(), 3);
    // Failing to write messages is not an error.
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = sandbox.command(&["edit", "eth-nus-2021", "--contact", "mei"]);
    let output = command.stdout(Stdio::piped()).stderr(full).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    // Neither are closed streams.
    assert_eq!(
        sandbox.shell("mou list >&- 2>&-").code.min(1),
        sandbox.shell("mou list >&-").code.min(1)
    );
    let output = sandbox.shell("mou edit eth-nus-2021 --contact tom <&- 2>&-");
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(sandbox.registry().contains("\"tom\""));
    assert!(sandbox.registry().starts_with("{\n  \"format\": \"mou-registry\""));
}

#[test]
fn rule_20_output_fits_terminals_of_2_to_500_columns() {
    let sandbox = lived();
    let mut text = example("registry.json");
    text = text.replacen("\"title\": \"", "\"title\": \"東京大学👩‍💻e\u{301}\u{200b}مرحبا 🏴", 3);
    sandbox.write("registry.json", text);
    let file = sandbox.path("registry.json");
    let ids = ids(&sandbox);
    let cards: Vec<[&str; 2]> = ["show", "why", "chain"]
        .iter()
        .flat_map(|card| ids.iter().take(3).map(move |id| [*card, id.as_str()]))
        .collect();
    let mut commands: Vec<Vec<&str>> = cards.iter().map(|card| card.to_vec()).collect();
    commands.extend(
        [
            &["list"][..],
            &["expiring", "--within", "50y"],
            &["activity", "list"],
            &["check"],
            &["log"],
            &["remind", "--again", "--dry-run", "--as-of", "2025-01-04"],
            &[],
        ]
        .map(<[&str]>::to_vec),
    );
    let widths: Vec<usize> = (2..=48).chain((50..130).step_by(7)).chain([500]).collect();
    let mut wide: Vec<String> = Vec::new();
    for width in &widths {
        for command in &commands {
            let mut args: Vec<String> = command.iter().map(|arg| (*arg).to_owned()).collect();
            args.extend(["--width".to_owned(), width.to_string()]);
            let (code, out, err) = run(&file, &args, b"");
            assert!(matches!(code, 0 | 4), "{args:?}: {err}");
            let widest = out.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
            if widest > *width {
                wide.push(format!("{} at {width}: {widest} columns", command.join(" ")));
            }
        }
    }
    assert!(wide.is_empty(), "{} are wider:\n{}", wide.len(), wide.join("\n"));
}

#[test]
fn rule_20_invalid_widths_are_ignored() {
    let sandbox = lived();
    for columns in ["0", "1", "-1", "99999999999999999999", "x", "", "18446744073709551615"] {
        let output = sandbox.shell(&format!("COLUMNS={columns} mou list"));
        assert_eq!(output.code, 0, "{columns}: {}", output.to_text());
    }
    for width in ["0", "1", "-1", "99999999999999999999", "x", "18446744073709551615"] {
        for args in [&["list"][..], &["show", "gds-govtech-2022"], &[]] {
            let width = format!("--width={width}");
            let output = sandbox.mou(&[args, &[width.as_str()]].concat());
            assert!(matches!(output.code, 0 | 2), "{width} {args:?}: {}", output.to_text());
            assert!(!output.stderr.contains("panicked"), "{width} {args:?}: {}", output.to_text());
        }
    }
}

#[cfg(unix)] // a shell
#[test]
fn rule_20_columns_variable_counts_on_a_terminal_if_it_is_a_number() {
    let sandbox = lived();
    if sandbox.shell("command -v script").code != 0 {
        eprintln!("SKIPPED: `script`, which provides a terminal, is missing");
        return;
    }
    let on_a_terminal = |columns: &str| {
        let line = format!("COLUMNS={columns} NO_COLOR=1 script -qec 'mou list -q' /dev/null");
        let output = sandbox.shell(&line);
        assert_eq!(output.code, 0, "{columns}: {}", output.to_text());
        output.stdout.replace('\r', "")
    };
    let usual = on_a_terminal("");
    for columns in ["0", "-1", "x", "99999999999999999999"] {
        assert_eq!(on_a_terminal(columns), usual, "{columns}");
    }
    for columns in [1, 2, 39, 40, 60] {
        let output = on_a_terminal(&columns.to_string());
        let widest = output.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
        assert!(widest <= columns.max(2), "{widest} at {columns}:\n{output}");
    }
    assert_eq!(on_a_terminal("18446744073709551615"), on_a_terminal("500"));
}
