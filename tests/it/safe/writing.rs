//! How a change is written to the file.

use std::fs::{self, File, OpenOptions};
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::{ADD, assert_refused, ids, sandbox};
use crate::sandbox::{CommandOutput, Sandbox, is_temporary};
#[cfg(unix)]
use crate::strace::{self, RENAME_CALLS, traced};

/// Returns the index after the first call of one of `names`, from index `from`, that contains all of `words`.
#[track_caller]
#[cfg(unix)] // strace
fn position_after(calls: &[strace::Call], from: usize, names: &str, words: &[&str]) -> usize {
    let is_it = |call: &strace::Call| {
        call.is_one_of(names) && words.iter().all(|word| call.line.contains(word))
    };
    let found = calls.iter().skip(from).position(is_it);
    let Some(found) = found else {
        let lines: Vec<&str> = calls.iter().skip(from).map(|call| call.line.as_str()).collect();
        panic!("no {names} {words:?} in:\n{}", lines.join("\n"));
    };
    from + found + 1
}

#[cfg(unix)] // strace
#[test]
fn rule_01_write_follows_the_steps_and_is_confirmed_last() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    sandbox.mou(&ADD).success();
    let calls = strace::calls(&sandbox, &["add", "Fourth", "--party", "P", "--id", "fourth"]);
    let mut at = position_after(&calls, 0, "flock", &["LOCK_EX|LOCK_NB", "= 0"]);
    at = position_after(&calls, at, "openat", &["\"registry.json\"", "O_RDONLY"]);
    at = position_after(
        &calls,
        at,
        "openat",
        &[".registry.json.", ".tmp", "O_CREAT|O_EXCL", "0600"],
    );
    at = position_after(&calls, at, "write", &["fourth"]);
    at = position_after(&calls, at, "fsync", &["= 0"]);
    // Rule 14: the log is written and synced before the rename.
    at = position_after(&calls, at, "openat", &["registry.log.jsonl"]);
    at = position_after(&calls, at, "write", &["fourth"]);
    at = position_after(&calls, at, "fsync", &["= 0"]);
    at = position_after(&calls, at, RENAME_CALLS, &[".tmp", "\"registry.json\"", "= 0"]);
    at = position_after(&calls, at, "openat", &["\".\"", "O_RDONLY"]);
    at = position_after(&calls, at, "fsync", &["= 0"]);
    let confirmed = position_after(&calls, 0, "write", &["write(1, \"fourth\\n\""]);
    assert!(confirmed > at, "the id was printed before all was on the disk");
    let lock = calls.iter().find(|call| call.name == "flock").unwrap().line.clone();
    let number: String = lock.chars().filter(char::is_ascii_digit).take(1).collect();
    let closed = position_after(&calls, at, "close", &[&format!("close({number})")]);
    assert!(confirmed > closed, "the id was printed while the lock was held");
}

#[cfg(unix)] // strace
#[test]
fn rule_14_new_log_and_its_name_are_synced_before_the_change() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let calls = strace::calls(&sandbox, &ADD);
    let mut at = position_after(&calls, 0, "openat", &["registry.log.jsonl", "O_CREAT|O_EXCL"]);
    at = position_after(&calls, at, "write", &["third-2024"]);
    at = position_after(&calls, at, "fsync", &["= 0"]);
    at = position_after(&calls, at, "openat", &["\".\"", "O_RDONLY"]);
    at = position_after(&calls, at, "fsync", &["= 0"]);
    position_after(&calls, at, RENAME_CALLS, &[".tmp", "\"registry.json\"", "= 0"]);
}

#[cfg(unix)] // modes and file numbers
#[test]
fn rule_02_lock_is_a_separate_file_that_stays() {
    let sandbox = sandbox();
    super::set_mode(&sandbox, "registry.json", 0o600);
    sandbox.mou(&ADD).success();
    let before = fs::metadata(sandbox.path("registry.json.lock")).unwrap();
    assert_eq!(before.mode() & 0o777, 0o600);
    let registry = fs::metadata(sandbox.path("registry.json")).unwrap().ino();
    sandbox.mou(&["edit", "eth-nus-2021", "--contact", "mei"]).success();
    let after = fs::metadata(sandbox.path("registry.json.lock")).unwrap();
    assert_eq!(before.ino(), after.ino(), "the lock was replaced");
    assert_ne!(registry, fs::metadata(sandbox.path("registry.json")).unwrap().ino());
    sandbox.mou(&["remove", "eth-nus-2021", "--yes"]).success();
    sandbox.mou(&["undo"]).success();
    let after = fs::metadata(sandbox.path("registry.json.lock")).unwrap();
    assert_eq!(before.ino(), after.ino(), "the lock was replaced");
}

#[test]
fn rule_02_lock_left_by_a_killed_run_does_not_block() {
    let sandbox = sandbox();
    sandbox.write("registry.json.lock", "1 (`mou add`)\n");
    sandbox.mou(&["add", "A", "--party", "P", "--lock-timeout", "0s"]).success();
}

#[test]
fn rule_02_held_lock_is_waited_for_and_its_holder_named() {
    let sandbox = sandbox();
    sandbox.write("registry.json.lock", "4242 (`mou renew \u{1b}[2J`)\n");
    let lock = File::open(sandbox.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    let before = sandbox.registry();
    let output = sandbox.mou(&["add", "A", "--party", "P", "--lock-timeout", "0s"]);
    assert_refused(
        &output,
        5,
        "`registry.json` is locked by process 4242 (`mou renew \\u{1b}[2J`)",
    );
    super::assert_harmless(&output);
    assert_eq!(sandbox.registry(), before);
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(200));
            drop(lock);
        });
        sandbox.mou(&ADD).success();
    });
    assert_eq!(ids(&sandbox).len(), 3);
}

#[cfg(unix)] // links
#[test]
fn rule_02_lock_that_is_a_link_is_refused() {
    let sandbox = sandbox();
    sandbox.write("elsewhere", "precious");
    std::os::unix::fs::symlink("elsewhere", sandbox.path("registry.json.lock")).unwrap();
    assert_refused(&sandbox.mou(&ADD), 1, "the lock `registry.json.lock` is a link");
    assert_eq!(sandbox.read("elsewhere"), "precious");
}

#[cfg(unix)] // strace
#[test]
fn rule_02_lock_file_replaced_at_every_check_is_refused() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    sandbox.write("registry.json.lock", "");
    let before = sandbox.registry();
    // Fails the calls with the path, but not those with the open file.
    let inject = "inject=statx:error=ENOENT:when=4+3";
    let options = ["-o", "/dev/null", "-P", "registry.json.lock", "-e", inject];
    let output = CommandOutput::new(traced(&sandbox, &options, &ADD).output().unwrap(), &sandbox);
    assert_refused(&output, 1, "the lock `registry.json.lock` is replaced again and again");
    assert!(
        output.stderr.contains("hint: `--no-lock` writes without a lock"),
        "{}",
        output.to_text()
    );
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn rule_03_change_reads_the_registry_under_the_lock() {
    let sandbox = sandbox();
    let other = sandbox.registry().replace("Joint laboratory", "Joint institute");
    sandbox.write("registry.json.lock", "");
    let lock = File::open(sandbox.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    let adding = sandbox.command(&ADD).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(200));
    // The previous holder of the lock replaces the file.
    sandbox.write("registry.json", other);
    drop(lock);
    assert!(adding.wait_with_output().unwrap().status.success());
    assert!(sandbox.registry().contains("Joint institute"));
    assert!(sandbox.registry().contains("third-2024"));
}

#[cfg(unix)] // strace
#[test]
fn rule_05_unsupported_locking_is_refused_unless_no_lock_is_given() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let before = sandbox.registry();
    for error in ["ENOLCK", "EBADF", "ENOSYS", "EOPNOTSUPP"] {
        let inject = format!("inject=flock:error={error}");
        let output = traced(&sandbox, &["-o", "/dev/null", "-e", &inject], &ADD).output().unwrap();
        let output = CommandOutput::new(output, &sandbox);
        assert_refused(
            &output,
            1,
            "the file system does not support a lock for `registry.json.lock`: ",
        );
        assert!(
            output.stderr.contains("hint: `--no-lock` writes without a lock"),
            "{}",
            output.to_text()
        );
        assert_eq!(sandbox.registry(), before);
    }
    fs::remove_file(sandbox.path("registry.json.lock")).unwrap();
    let warning = "warning: continuing without a lock on `registry.json`\n";
    let output = sandbox.mou(&["edit", "eth-nus-2021", "--contact", "mei", "--no-lock"]);
    assert!(output.stderr.starts_with(warning), "{}", output.to_text());
    let quiet = Sandbox::with_registry(&sandbox.registry()).with_variable("MOU_NO_LOCK", "1");
    let output = quiet.mou(&ADD);
    assert!(output.stderr.starts_with(warning), "{}", output.to_text());
    output.success();
    assert_eq!(quiet.files(), ["registry.json", "registry.log.jsonl"]);
}

/// Starts `mou` without a lock and delays the syncs that `when` selects. The new text is then on the disk
/// under its temporary name.
#[cfg(unix)] // strace
fn start_delayed(sandbox: &Sandbox, when: &str, args: &[&str]) -> std::process::Child {
    let inject = format!("inject=fsync:delay_enter=700000:when={when}");
    let args = [args, &["--no-lock"]].concat();
    traced(sandbox, &["-o", "/dev/null", "-e", &inject], &args).spawn().unwrap()
}

/// Waits until a temporary file of the registry exists.
#[cfg(unix)] // strace
fn wait_for_temporary(sandbox: &Sandbox) {
    for _ in 0..500 {
        if sandbox.files().iter().any(|name| is_temporary(name)) {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("no temporary file appeared");
}

/// Replaces the registry, like a sync client.
#[cfg(unix)] // strace
fn replace_registry(sandbox: &Sandbox, text: &str) {
    sandbox.write("incoming", text);
    fs::rename(sandbox.path("incoming"), sandbox.path("registry.json")).unwrap();
}

#[cfg(unix)] // strace
#[test]
fn rule_06_file_replaced_by_another_program_gets_the_change_too() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let adding = start_delayed(&sandbox, "1", &ADD);
    wait_for_temporary(&sandbox);
    replace_registry(&sandbox, &sandbox.registry().replace("Joint laboratory", "Joint institute"));
    let output = CommandOutput::new(adding.wait_with_output().unwrap(), &sandbox);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(sandbox.registry().contains("Joint institute"));
    assert_eq!(ids(&sandbox), ["eth-nus-2021", "kyoto-nus-2020", "third-2024"]);
    assert_eq!(sandbox.files(), ["registry.json", "registry.log.jsonl"]);
}

#[cfg(unix)] // strace
#[test]
fn rule_06_change_made_twice_is_logged_once() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    // The second sync is that of the log, before the last check of the registry.
    let adding = start_delayed(&sandbox, "2", &ADD);
    while !sandbox.files().contains(&"registry.log.jsonl".to_owned()) {
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(100));
    replace_registry(&sandbox, &sandbox.registry().replace("Joint laboratory", "Joint institute"));
    let output = CommandOutput::new(adding.wait_with_output().unwrap(), &sandbox);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_eq!(ids(&sandbox), ["eth-nus-2021", "kyoto-nus-2020", "third-2024"]);
    assert!(sandbox.registry().contains("Joint institute"));
    let log = sandbox.read("registry.log.jsonl");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[cfg(unix)] // strace
#[test]
fn rule_06_change_that_no_longer_fits_the_file_is_refused() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let renew = ["renew", "eth-nus-2021", "--end", "2035-01-01", "--on", "2026-11-01"];
    let other = Sandbox::with_registry(&sandbox.registry());
    other.mou(&renew).success();
    let renewing = start_delayed(&sandbox, "1", &renew);
    wait_for_temporary(&sandbox);
    replace_registry(&sandbox, &other.registry());
    let output = CommandOutput::new(renewing.wait_with_output().unwrap(), &sandbox);
    assert_refused(&output, 1, "eth-nus-2021");
    assert!(output.stderr.contains("hint: "), "{}", output.to_text());
    assert_eq!(sandbox.registry(), other.registry());
    assert!(!sandbox.files().iter().any(|name| is_temporary(name)));
}

#[cfg(unix)] // strace
#[test]
fn rule_06_registry_that_appears_at_the_last_moment_is_not_replaced() {
    if !strace::is_available() {
        return;
    }
    let other = sandbox();
    let sandbox = Sandbox::new();
    // The rename is the last call that can notice the file.
    let inject = format!("inject={RENAME_CALLS}:delay_enter=700000:when=1");
    let args = [&ADD[..], &["--no-lock"]].concat();
    let adding = traced(&sandbox, &["-o", "/dev/null", "-e", &inject], &args).spawn().unwrap();
    wait_for_temporary(&sandbox);
    while !sandbox.files().contains(&"registry.log.jsonl".to_owned()) {
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(200));
    replace_registry(&sandbox, &other.registry());
    let output = CommandOutput::new(adding.wait_with_output().unwrap(), &sandbox);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_eq!(ids(&sandbox), ["eth-nus-2021", "kyoto-nus-2020", "third-2024"]);
    assert_eq!(sandbox.files(), ["registry.json", "registry.log.jsonl"]);
}

#[cfg(unix)] // strace
#[test]
fn rule_06_file_that_keeps_changing_is_left_alone() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let before = sandbox.registry();
    let mut adding = start_delayed(&sandbox, "1+", &ADD);
    while adding.try_wait().unwrap().is_none() {
        replace_registry(&sandbox, &before);
        thread::sleep(Duration::from_millis(20));
    }
    let output = CommandOutput::new(adding.wait_with_output().unwrap(), &sandbox);
    assert_refused(&output, 1, "`registry.json` keeps being changed by another program");
    assert_eq!(sandbox.registry(), before);
    assert!(!sandbox.files().iter().any(|name| is_temporary(name)));
}

#[test]
fn rule_06_conflict_copies_of_a_sync_client_give_a_warning() {
    let sandbox = sandbox();
    for name in
        ["registry (mei's conflicted copy 2026-11-01).json", "registry.sync-conflict-1.json"]
    {
        sandbox.write(name, "{}");
    }
    let output = sandbox.mou(&ADD);
    for name in
        ["registry (mei's conflicted copy 2026-11-01).json", "registry.sync-conflict-1.json"]
    {
        let warning =
            format!("warning: `{name}` contains changes of a sync client that were not merged");
        assert!(output.stderr.contains(&warning), "{}", output.to_text());
    }
    output.success();
}

#[cfg(unix)] // strace
#[test]
fn rule_10_failed_sync_fails_the_write() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let before = sandbox.registry();
    let trace = strace::trace_file(&sandbox);
    let options = ["-o", trace.to_str().unwrap(), "-e", "inject=fsync:error=EIO:when=1"];
    let output = CommandOutput::new(traced(&sandbox, &options, &ADD).output().unwrap(), &sandbox);
    assert_refused(&output, 1, "cannot write `registry.json`: input/output error");
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.files(), ["registry.json", "registry.json.lock"]);
    let syncs = strace::calls_in(&trace).iter().filter(|call| call.name == "fsync").count();
    assert_eq!(syncs, 1, "a failed sync was retried");
}

#[test]
fn rule_11_only_leftovers_of_killed_runs_are_removed() {
    let sandbox = sandbox();
    let others = [".registry.json.swp", ".registry.json.abc.tmp", ".other.json.Abc123.tmp"];
    for name in others.iter().chain(&[".registry.json.Abc123.tmp"]) {
        sandbox.write(name, "x");
    }
    sandbox.mou(&ADD).success();
    let mut expected = vec!["registry.json", "registry.json.lock", "registry.log.jsonl"];
    expected.extend(others);
    expected.sort_unstable();
    assert_eq!(sandbox.files(), expected);
}

#[cfg(unix)] // strace
#[test]
fn rule_14_log_line_of_an_unmade_change_is_ignored() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let before = sandbox.registry();
    let inject = format!("inject={RENAME_CALLS}:signal=KILL:when=1");
    let options = ["-o", "/dev/null", "-e", &inject];
    let output = traced(&sandbox, &options, &ADD).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.read("registry.log.jsonl").lines().count(), 1);
    sandbox.mou(&["edit", "eth-nus-2021", "--contact", "mei"]).success();
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), before);
    assert_refused(&sandbox.mou(&["undo"]), 1, "there is nothing to undo");
    assert_eq!(sandbox.registry(), before);
}

#[cfg(unix)] // strace
#[test]
fn rule_14_unwritable_log_is_a_warning() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    // The second sync is that of the log.
    let options = ["-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=2"];
    let output = CommandOutput::new(traced(&sandbox, &options, &ADD).output().unwrap(), &sandbox);
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert!(output.stderr.contains("warning: this cannot be undone: cannot write the log"));
    assert_eq!(ids(&sandbox).len(), 3);
    assert_eq!(sandbox.read("registry.log.jsonl"), "");
    assert_refused(&sandbox.mou(&["undo"]), 1, "there is nothing to undo");
}

#[test]
fn rule_14_undo_of_a_record_changed_since_is_refused() {
    let sandbox = sandbox();
    sandbox.mou(&["edit", "eth-nus-2021", "--contact", "mei"]).success();
    let edited = sandbox.registry().replace("Joint laboratory", "Joint institute");
    sandbox.write("registry.json", &edited);
    assert_refused(&sandbox.mou(&["undo"]), 1, "eth-nus-2021");
    assert_eq!(sandbox.registry(), edited);
    // A damaged log costs only the history.
    let log = OpenOptions::new().write(true).open(sandbox.path("registry.log.jsonl")).unwrap();
    log.set_len(20).unwrap();
    sandbox.mou(&ADD).success();
    assert_eq!(ids(&sandbox).len(), 3);
}
