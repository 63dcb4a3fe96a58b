//! The memory of the reminders: each is given again rather than lost, and otherwise once.

use std::fs::{self, OpenOptions};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};

use super::{EACH_STATE, on, single};
use crate::sandbox::{CommandOutput, Sandbox};
#[cfg(unix)]
use crate::strace;

const MEMORY: &str = "registry.reminders.jsonl";

/// The number of lines that all reminders of [`EACH_STATE`] have in the memory.
const ALL_LINES: usize = 13;

fn remembered(sandbox: &Sandbox) -> usize {
    if sandbox.path(MEMORY).exists() { sandbox.read(MEMORY).lines().count() } else { 0 }
}

fn end_of_2026() -> Sandbox {
    single(r#""signed": "2024-01-10", "end": "2027-01-10""#)
}

#[cfg(unix)] // modes
#[test]
fn memory_has_a_line_for_each_lead_time_and_the_mode_of_the_registry() {
    let sandbox = end_of_2026();
    let mode = fs::Permissions::from_mode(0o640);
    fs::set_permissions(sandbox.path("registry.json"), mode).unwrap();
    let output = sandbox.mou(&["remind", "--as-of", "2026-12-10", "-o", "jsonl"]);
    assert_eq!(
        output.stderr,
        "`registry.reminders.jsonl` does not exist yet, so all reminders that have come due are given.\n"
    );
    assert_eq!(
        sandbox.read(MEMORY),
        "{\"id\":\"a\",\"kind\":\"act-by\",\"deadline\":\"2027-01-10\",\"lead\":\"P6M\",\"given\":\"2026-12-10\"}\n\
         {\"id\":\"a\",\"kind\":\"act-by\",\"deadline\":\"2027-01-10\",\"lead\":\"P1M\",\"given\":\"2026-12-10\"}\n"
    );
    let mode = fs::metadata(sandbox.path(MEMORY)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(on(&sandbox, "2027-01-11", &[]).len(), 1);
    assert_eq!(
        sandbox.read(MEMORY).lines().last().unwrap(),
        r#"{"id":"a","kind":"end","deadline":"2027-01-10","lead":"passed","given":"2027-01-11"}"#
    );
    assert_eq!(sandbox.files(), ["registry.json", "registry.json.lock", MEMORY]);
    // The registry itself is not changed, and nothing can be undone.
    assert_eq!(sandbox.mou(&["undo"]).code, 1);
}

#[cfg(unix)] // /dev/full
#[test]
fn nothing_is_remembered_if_the_output_fails() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    for format in ["text", "json", "jsonl"] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = sandbox.command(&["remind", "-o", format]);
        let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
        let output = CommandOutput::new(output, &sandbox);
        assert_eq!(output.code, 1, "{}", output.to_text());
        assert!(output.stderr.contains("cannot write to standard output"), "{}", output.stderr);
        let mut command = sandbox.command(&["remind", "-o", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = CommandOutput::new(child.wait_with_output().unwrap(), &sandbox);
        assert_eq!(output.to_text(), "", "{format}");
        assert_eq!(remembered(&sandbox), 0, "{format}");
    }
    assert_eq!(on(&sandbox, "2026-11-22", &[]).len(), 11);
    assert_eq!(remembered(&sandbox), ALL_LINES);
}

#[cfg(unix)] // strace
#[test]
fn kill_between_output_and_memory_gives_the_reminders_again() {
    if !strace::is_available() {
        return;
    }
    let args = ["remind", "-q", "-o", "jsonl"];
    let first = Sandbox::with_registry(EACH_STATE);
    let calls = strace::calls(&first, &args);
    let written = calls.iter().position(|call| call.line.starts_with("write(1,")).unwrap();
    let mut kills = 0;
    for call in calls[written + 1..].iter().filter(|call| call.name != "exit_group") {
        let sandbox = Sandbox::with_registry(EACH_STATE);
        let trace = strace::trace_file(&sandbox);
        let inject = format!("inject={}:signal=KILL:when={}", call.name, call.nth);
        let options = ["-o", trace.to_str().unwrap(), "-e", &inject];
        let output = strace::traced(&sandbox, &options, &args).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 11, "{inject}");
        // What is not remembered is given again, and the rest is not.
        let lines = remembered(&sandbox);
        let again = on(&sandbox, "2026-11-22", &[]);
        assert_eq!(again.len(), if lines == 0 { 11 } else { 0 }, "{inject}: {again:?}");
        assert_eq!(remembered(&sandbox), ALL_LINES, "{inject}");
        kills += 1;
    }
    assert!(kills > 3, "{kills}");
}

#[cfg(unix)] // strace
#[test]
fn failed_sync_of_the_memory_is_an_error_and_the_reminders_are_given_again() {
    if !strace::is_available() {
        return;
    }
    let sandbox = end_of_2026();
    let trace = strace::trace_file(&sandbox);
    let options = ["-o", trace.to_str().unwrap(), "-e", "inject=fsync:error=EIO"];
    let output = strace::traced(&sandbox, &options, &["remind", "--as-of", "2026-12-10"]);
    let output = CommandOutput::new({ output }.output().unwrap(), &sandbox);
    assert_eq!(output.code, 1);
    assert!(output.stdout.starts_with("1 reminder on 2026-12-10\n"), "{}", output.to_text());
    let error = output.stderr.lines().last().unwrap();
    assert!(
        error.starts_with("error: cannot write `registry.reminders.jsonl`: ")
            && error.ends_with("; these reminders will be given again"),
        "{error}"
    );
    assert_eq!(on(&sandbox, "2026-12-10", &[]).len(), 1);
}

#[test]
fn damaged_line_costs_only_its_reminder() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    assert_eq!(on(&sandbox, "2026-11-22", &[]).len(), 11);
    let whole = sandbox.read(MEMORY);
    let lines: Vec<&str> = whole.lines().collect();
    let damages = [
        lines[2].replace("\"kind\"", "\"kin\""),
        lines[2].replace("202", "2o2"),
        lines[2].replace('}', ""),
        "<<<<<<< HEAD".to_owned(),
        "\u{0}\u{0}".to_owned(),
        "[]".to_owned(),
    ];
    for damaged in damages {
        sandbox.write(MEMORY, whole.replace(lines[2], &damaged));
        let output = sandbox.mou(&["remind", "-o", "jsonl"]);
        assert_eq!(
            output.stderr,
            "warning: line 3 of `registry.reminders.jsonl` is damaged; its reminder is given again if it \
             still applies\n",
            "{damaged}"
        );
        assert_eq!(output.stdout.lines().count(), 1, "{damaged}: {}", output.stdout);
        assert_eq!(sandbox.mou(&["remind", "-o", "jsonl"]).stdout, "", "{damaged}");
        // The damaged line is kept, and the new one follows.
        assert_eq!(sandbox.read(MEMORY).lines().count(), ALL_LINES + 1, "{damaged}");
    }
    sandbox.write(MEMORY, "x\ny\n".to_owned() + &lines[2..].join("\n"));
    let output = sandbox.mou(&["remind", "-n", "-o", "jsonl"]);
    assert_eq!(
        output.stderr,
        "warning: 2 lines of `registry.reminders.jsonl` are damaged, line 1 first; their reminders are \
         given again if they still apply\n"
    );
    // Blank lines and other line ends are no damage.
    sandbox.write(MEMORY, whole.replace('\n', "\r\n\r\n"));
    assert_eq!(sandbox.mou(&["remind"]).to_text(), "");
    fs::remove_file(sandbox.path(MEMORY)).unwrap();
    assert_eq!(on(&sandbox, "2026-11-22", &[]).len(), 11);
}

#[test]
fn line_that_a_crash_cut_off_is_replaced_by_the_next_ones() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    assert_eq!(on(&sandbox, "2026-11-22", &[]).len(), 11);
    let whole = sandbox.read(MEMORY);
    let end = whole.trim_end().rfind('\n').unwrap() + 1;
    for cut in end + 1..whole.len() - 1 {
        sandbox.write(MEMORY, &whole[..cut]);
        assert_eq!(on(&sandbox, "2026-11-22", &[]).len(), 1, "{cut}");
        assert_eq!(sandbox.read(MEMORY), whole, "{cut}");
    }
    // Only the line end is missing.
    sandbox.write(MEMORY, whole.trim_end());
    assert_eq!(sandbox.mou(&["remind"]).to_text(), "");
    assert_eq!(on(&sandbox, "2027-01-11", &["--party", "Alpha"]).len(), 1);
    let lines = sandbox.read(MEMORY);
    assert!(lines.starts_with(&whole) && lines.lines().count() == ALL_LINES + 1, "{lines}");
}

#[cfg(unix)] // links
#[test]
fn memory_that_is_a_link_a_folder_or_has_two_names_is_not_written() {
    let refused = |sandbox: &Sandbox, why: &str| {
        for _ in 0..2 {
            let output = sandbox.mou(&["remind", "--as-of", "2026-12-10"]);
            assert_eq!(output.code, 1, "{}", output.to_text());
            assert!(output.stdout.starts_with("1 reminder"), "{}", output.to_text());
            assert!(
                output.stderr.ends_with(&format!(
                    "error: cannot write `registry.reminders.jsonl`: {why}; these reminders will be given \
                     again\n"
                )),
                "{}",
                output.stderr
            );
        }
    };
    let sandbox = end_of_2026();
    sandbox.write("other", "");
    std::os::unix::fs::symlink("other", sandbox.path(MEMORY)).unwrap();
    refused(&sandbox, "it is a link");
    fs::remove_file(sandbox.path(MEMORY)).unwrap();
    fs::hard_link(sandbox.path("other"), sandbox.path(MEMORY)).unwrap();
    refused(&sandbox, "it has two names (a hard link)");
    assert_eq!(sandbox.read("other"), "");
    fs::remove_file(sandbox.path(MEMORY)).unwrap();
    fs::create_dir(sandbox.path(MEMORY)).unwrap();
    refused(&sandbox, "it is a folder");
}

#[test]
fn large_memory_loses_its_old_lines() {
    let sandbox = end_of_2026();
    let line = |number: usize, year: usize| {
        format!(
            "{{\"id\":\"old-{number:05}\",\"kind\":\"act-by\",\"deadline\":\"{year}-01-10\",\"lead\":\"P6M\",\
             \"given\":\"{year}-01-01\"}}\n"
        )
    };
    let old: String = (0..12_000).map(|number| line(number, 2020)).collect();
    let recent: String = (0..10).map(|number| line(number, 2022)).collect();
    sandbox.write(MEMORY, old.clone() + &recent);
    assert_eq!(on(&sandbox, "2026-12-10", &["-n"]).len(), 1);
    assert_eq!(sandbox.read(MEMORY), old.clone() + &recent);
    assert_eq!(on(&sandbox, "2026-12-10", &[]).len(), 1);
    let lines = sandbox.read(MEMORY);
    assert!(lines.starts_with(&recent) && lines.lines().count() == 12, "{}", lines.len());
    // A smaller one is only appended to.
    sandbox.write(MEMORY, &old[..old.len() / 20]);
    assert_eq!(on(&sandbox, "2026-12-10", &[]).len(), 1);
    assert!(sandbox.read(MEMORY).starts_with(&old[..old.len() / 20]));
}

#[test]
fn runs_at_once_give_each_reminder_once() {
    let sandbox = Sandbox::with_registry(EACH_STATE);
    let run = || -> Child {
        let mut command = sandbox.command(&["remind", "-q", "-o", "jsonl"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<Child> = (0..8).map(|_| run()).collect();
    let outputs = running.into_iter().map(|child| child.wait_with_output().unwrap());
    let counts: Vec<usize> = outputs
        .map(|output| {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap().lines().count()
        })
        .collect();
    assert_eq!(counts.iter().sum::<usize>(), 11, "{counts:?}");
    assert_eq!(remembered(&sandbox), ALL_LINES);
}

#[cfg(unix)] // a shell
#[test]
fn locked_registry_is_waited_for_except_by_a_dry_run() {
    let sandbox = end_of_2026();
    sandbox.write("registry.json.lock", "");
    let line = "flock registry.json.lock mou remind --as-of 2026-12-10 --lock-timeout 0s";
    let output = sandbox.shell(line);
    assert_eq!((output.code, output.stdout.as_str()), (5, ""), "{}", output.to_text());
    for flags in ["--dry-run", "-q --exit-code"] {
        let output = sandbox.shell(&format!("{line} {flags}"));
        assert!([0, 4].contains(&output.code), "{}", output.to_text());
    }
    assert!(!sandbox.files().contains(&MEMORY.to_owned()));
    let output = sandbox.shell(&format!("{line} --no-lock"));
    assert!(
        output.code == 0
            && output.stderr.contains("warning: continuing without a lock on `registry.json`"),
        "{}",
        output.to_text()
    );
    assert_eq!(on(&sandbox, "2026-12-10", &[]), [""; 0]);
}

#[test]
fn damaged_registry_is_reported_before_a_lock_is_made() {
    let sandbox = single(r#""signed": "2024-13-10""#);
    let output = sandbox.mou(&["remind"]);
    assert_eq!((output.code, output.stdout.as_str()), (6, ""), "{}", output.to_text());
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn changed_id_takes_its_reminders_along() {
    let activities = r#""activities": [{ "n": 1, "title": "Report", "due": "2026-12-20", "status": "planned" }]"#;
    let sandbox = single(&format!(r#""signed": "2024-01-10", "end": "2027-01-10", {activities}"#));
    let is_silent = |what: &str| assert_eq!(on(&sandbox, "2026-12-10", &[]), [""; 0], "{what}");
    assert_eq!(on(&sandbox, "2026-12-10", &[]).len(), 2);
    let before = sandbox.read(MEMORY);
    sandbox.mou(&["edit", "a", "--id", "new"]).success();
    is_silent("renamed");
    assert_eq!(
        sandbox.read(MEMORY),
        before.replace("\"id\":\"a\"", "\"id\":\"new\"").replace("\"a/1\"", "\"new/1\"")
    );
    sandbox.mou(&["undo"]).success();
    is_silent("undone");
    assert_eq!(sandbox.read(MEMORY), before);
    sandbox.mou(&["redo"]).success();
    is_silent("redone");
    // Another agreement that gets the former id has its own reminders.
    let args =
        ["add", "Other", "--party", "Porto", "--signed", "2024-01-10", "--end", "2027-01-10"];
    sandbox.mou(&[&args[..], &["--id", "a"]].concat()).success();
    assert_eq!(on(&sandbox, "2026-12-10", &[]), ["a act-by 2027-01-10 coming P6M,P1M"]);
    sandbox.mou(&["activity", "edit", "new/1", "--to", "a"]).success();
    is_silent("moved");
    // What a dry run would change is not changed.
    let before = sandbox.read(MEMORY);
    sandbox.mou(&["edit", "new", "--id", "b", "--dry-run"]).success();
    assert_eq!(sandbox.read(MEMORY), before);
}

#[test]
fn export_does_not_replace_the_memory() {
    let sandbox = end_of_2026();
    assert_eq!(on(&sandbox, "2026-12-10", &[]).len(), 1);
    let before = sandbox.read(MEMORY);
    let output = sandbox.mou(&["export", "json", "--force"]);
    assert_eq!(output.code, 0, "{}", output.to_text());
    for name in [MEMORY, "./registry.reminders.jsonl"] {
        let output = sandbox.mou(&["export", name, "--force"]);
        assert_ne!(output.code, 0, "{}", output.to_text());
    }
    assert_eq!(sandbox.read(MEMORY), before);
}
