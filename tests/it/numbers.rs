//! Numbers on the command line: invalid ones are refused in plain words.

use std::collections::BTreeSet;

use crate::sandbox::Sandbox;

/// Texts that are not whole numbers from 1.
const BAD_NUMBERS: &[&str] = &["0", "-1", "x", "1.5", "99999999999999999999", "", "+1", "٣"];

/// Words of Rust and its libraries, which messages must not contain.
const RUST_WORDS: &[&str] = &[
    "u32",
    "u64",
    "usize",
    "i64",
    "nonzero",
    "non-zero",
    "digit",
    "parse",
    "too large to fit",
    "number too",
    "invalid",
    "empty string",
    "<",
    "[",
];

/// The names of number values in the help.
const NUMBER_NAMES: &[&str] = &["NUMBER", "N", "ROW", "COLUMNS", "SECONDS"];

/// Every command, with arguments that work on the example.
const COMMANDS: &[&str] = &[
    "init",
    "add T --party P --renewal 1y",
    "list",
    "show gds-govtech-2022",
    "why gds-govtech-2022",
    "expiring",
    "renew gds-govtech-2022 --new --signed 2025 --renewal 1y",
    "edit gds-govtech-2022 --renewal 1y",
    "amend gds-govtech-2022 --renewal 1y",
    "notice gds-govtech-2022",
    "suspend gds-govtech-2022",
    "resume gds-govtech-2022",
    "terminate gds-govtech-2022",
    "decide gds-govtech-2022 renew --by GDS",
    "remove gds-govtech-2022 --yes",
    "activity",
    "activity add gds-govtech-2022 T",
    "activity list",
    "activity show gds-govtech-2019/1",
    "activity edit gds-govtech-2019/1 --place P",
    "activity done gds-govtech-2019/1",
    "activity remove gds-govtech-2019/1 --yes",
    "chain gds-govtech-2022",
    "check",
    "export csv",
    "import sheet.csv --renewal 1y",
    "log",
    "undo",
    "redo",
    "config",
    "schema",
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with_example();
    sandbox.write("sheet.csv", "Title,Partner\nExchange,Porto\n");
    sandbox
}

/// Returns the flags and operands of a command that take numbers, from its help.
fn numbers_of(command: &str) -> Vec<String> {
    let name: Vec<&str> = match command.split(' ').collect::<Vec<_>>().as_slice() {
        ["activity", inner, ..] => vec!["activity", inner],
        [name, ..] => vec![name],
        [] => Vec::new(),
    };
    let help = Sandbox::new().mou(&[name.as_slice(), &["--help"]].concat()).success();
    let lines = help.lines().map(str::trim);
    let named = lines.filter_map(|line| {
        // The flag, without its short form and its help.
        let line = line.split("  ").next()?.rsplit(", ").next()?;
        let (flag, value) = line.split_once(' ').unwrap_or(("", line));
        let value = value.trim_matches(['<', '>', '[', ']', '.']);
        let is_flag = flag.is_empty() && line.starts_with(['<', '[']) || flag.starts_with("--");
        (is_flag && NUMBER_NAMES.contains(&value))
            .then(|| if flag.is_empty() { value.to_owned() } else { flag.to_owned() })
    });
    named.collect()
}

#[test]
fn bad_number_of_any_flag_is_refused_with_the_flag_the_value_and_what_is_accepted() {
    let mut tried = BTreeSet::new();
    for command in COMMANDS {
        for name in numbers_of(command) {
            for bad in BAD_NUMBERS {
                let sandbox = sandbox();
                let before = sandbox.registry();
                let mut args: Vec<&str> = command.split(' ').collect();
                args.extend((name != "N").then_some(name.as_str()));
                args.push(bad);
                let output = sandbox.mou(&args);
                let accepted = match name.as_str() {
                    "--lock-timeout" | "--renewal-max" if bad.is_empty() => "a value",
                    "--lock-timeout" => "a number of seconds such as 10s",
                    _ if bad.starts_with('9') => "a smaller whole number",
                    _ => "a whole number from 1",
                };
                let error = if bad.is_empty() {
                    format!("error: `{name}` is empty; write {accepted}\n")
                } else {
                    format!("error: `{name}`: `{bad}` is not accepted; write {accepted}\n")
                };
                assert_eq!(
                    output.to_text(),
                    format!("--- stderr\n{error}--- exit 2\n"),
                    "{args:?}"
                );
                assert_eq!(sandbox.registry(), before, "{args:?}");
            }
            tried.insert(name);
        }
    }
    let expected =
        ["--head", "--limit", "--lock-timeout", "--remove-event", "--renewal-max", "--width", "N"];
    assert_eq!(tried.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn bad_number_of_an_activity_is_refused_in_plain_words() {
    for (before, after) in [
        (&["activity", "show"][..], &[][..]),
        (&["activity", "edit"], &["--place", "P"]),
        (&["activity", "done"], &[]),
        (&["activity", "remove"], &["--yes"]),
    ] {
        for bad in BAD_NUMBERS {
            let typed = format!("gds-govtech-2019/{bad}");
            let output = sandbox().mou(&[before, &[&typed], after].concat());
            assert_eq!(
                output.to_text(),
                format!(
                    "--- stderr\nerror: `{typed}` is not the id of an activity; write the id of an \
                     agreement and a number from 1, such as gds-govtech-2022/1\n\
                     hint: `mou activity list` shows the ids\n--- exit 2\n"
                )
            );
        }
    }
}

#[test]
fn bad_size_of_the_log_is_refused_in_plain_words() {
    for bad in BAD_NUMBERS.iter().filter(|bad| !bad.is_empty()) {
        assert_eq!(
            sandbox().mou(&["config", "log", "--", bad]).to_text(),
            format!(
                "--- stderr\nerror: `log`: `{bad}` is not accepted; write a number of bytes such as \
                 1500000, 500kB or 5MB\n--- exit 2\n"
            )
        );
    }
}

#[test]
fn messages_about_the_command_line_have_no_words_of_rust_or_clap() {
    for (line, error) in [
        ("show", "missing ID"),
        ("activity show", "missing ID/N"),
        ("export", "missing FILE|FORMAT"),
        ("activity add", "missing ID and TITLE"),
        ("decide gds-govtech-2022", "missing `--by NAME` and DECISION"),
        ("check --dry-run", "missing `--fix`"),
        (
            "notice gds-govtech-2022 --term 1y --end 2030",
            "`--term` cannot be combined with `--end`",
        ),
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let output = sandbox().mou(&args);
        assert_eq!(output.code, 2, "{}", output.to_text());
        assert_eq!(output.stderr.lines().next().unwrap(), format!("error: {error}"), "{line}");
    }
    for command in COMMANDS {
        for bad in [&["--limit", "x"][..], &["--bogus"], &["--color", "x"], &["--width"], &["-Q"]] {
            let mut args: Vec<&str> = command.split(' ').collect();
            args.extend(bad);
            let output = sandbox().mou(&args);
            assert_eq!(output.code, 2, "{}", output.to_text());
            let leak = RUST_WORDS.iter().find(|leak| output.stderr.contains(**leak));
            assert_eq!(leak, None, "{args:?}: {}", output.stderr);
        }
    }
}

#[test]
fn bad_number_in_the_file_is_named_in_plain_words() {
    for (member, error) in [
        (r#""renewal":{"every":"P1Y","max":0}"#, "expected a whole number from 1"),
        (r#""renewal":{"every":"P1Y","max":-1}"#, "expected a whole number from 1"),
        (r#""activities":[{"n":0,"title":"T"}]"#, "expected a whole number from 1"),
    ] {
        let record = format!(r#"{{"id":"a","title":"A","parties":[{{"name":"A"}}],{member}}}"#);
        let registry =
            format!(r#"{{"format":"mou-registry","version":1,"agreements":[{record}]}}"#);
        let output = Sandbox::with_registry(&registry).mou(&["list"]);
        assert_eq!(output.code, 6, "{}", output.to_text());
        assert!(output.stderr.contains(error), "{}", output.to_text());
        assert!(!output.stderr.contains("u32"), "{}", output.to_text());
    }
}
