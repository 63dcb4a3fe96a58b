//! Each system call of a write fails in turn, and the program is killed at each.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;

use super::{Scene, scenes};
use crate::sandbox::CommandOutput;
use crate::strace::{self, Call, traced};

/// Calls that do not use files and whose failure ends any program: memory, threads, exit.
const NOT_FAILED: &[&str] = &[
    "mmap",
    "munmap",
    "mremap",
    "mprotect",
    "brk",
    "madvise",
    "exit_group",
    "exit",
    "futex",
    "rt_sigaction",
    "rt_sigprocmask",
    "sigaltstack",
    "restart_syscall",
];

/// Calls with the errors that are injected besides `EIO`.
const OTHER_ERRORS: &[(&str, &[&str])] = &[
    ("openat", &["ENOSPC", "EACCES", "EROFS", "EMFILE", "EDQUOT"]),
    ("write", &["ENOSPC", "EDQUOT", "EFBIG", "EINTR"]),
    ("read", &["EINTR"]),
    ("fsync", &["ENOSPC", "EDQUOT", "EROFS"]),
    ("fdatasync", &["ENOSPC"]),
    ("ftruncate", &["ENOSPC", "EFBIG"]),
    ("fchmod", &["EPERM"]),
    ("fchown", &["EPERM"]),
    ("mkdir", &["ENOSPC"]),
    ("rename", &["ENOSPC", "EBUSY", "EXDEV", "EISDIR", "EACCES", "EROFS"]),
    ("renameat", &["ENOSPC", "EBUSY", "EXDEV", "EISDIR", "EACCES", "EROFS"]),
    ("renameat2", &["ENOSPC", "EBUSY", "EXDEV", "EISDIR", "EACCES", "EROFS", "EINVAL", "ENOSYS"]),
    ("linkat", &["ENOSPC", "EPERM", "EEXIST"]),
    ("flock", &["ENOLCK", "EBADF", "ENOSYS"]),
];

/// Returns the calls of a scene from the first that opens the registry.
fn calls_of(scene: &Scene) -> Vec<Call> {
    let calls = strace::calls(&scene.set(), &scene.args);
    let opened = calls.iter().position(|call| call.line.contains("\"registry.json\"")).unwrap();
    let (before, after) = calls.split_at(opened);
    // The random numbers for a new registry are requested before that.
    let random = before.iter().filter(|call| call.name == "getrandom");
    random.chain(after).cloned().collect()
}

fn errors_of(call: &Call, is_first: bool) -> Vec<&'static str> {
    if NOT_FAILED.contains(&call.name.as_str()) {
        return Vec::new();
    }
    let mut others =
        OTHER_ERRORS.iter().filter(|_| is_first || call.is_one_of(strace::RENAME_CALLS));
    let others = others.find(|(name, _)| *name == call.name);
    std::iter::once("EIO")
        .chain(others.into_iter().flat_map(|(_, errors)| errors.iter().copied()))
        .collect()
}

/// Runs the scene with a fault in one call. Returns no output if the program was killed.
fn run(
    scene: &Scene,
    call: &Call,
    fault: &str,
) -> (crate::sandbox::Sandbox, Option<CommandOutput>) {
    let sandbox = scene.set();
    let trace = strace::trace_file(&sandbox);
    let inject = format!("inject={}:{fault}:when={}", call.name, call.nth);
    let options = ["-o", trace.to_str().unwrap(), "-e", &inject];
    let output = traced(&sandbox, &options, &scene.args).output().unwrap();
    let is_killed = output.status.signal().is_some();
    // The standard library aborts if it cannot close a folder that it has listed. This cannot be prevented.
    let is_ended = String::from_utf8_lossy(&output.stderr).contains("error during closedir");
    if fault.starts_with("error") {
        let text = String::from_utf8_lossy(&std::fs::read(&trace).unwrap()).into_owned();
        assert!(text.contains("(INJECTED)"), "{}: {inject} was not injected", scene.name);
        assert!(!is_killed || is_ended, "{}, {inject}: {:?}", scene.name, output.status);
    }
    let output = (!is_killed && !is_ended).then(|| CommandOutput::new(output, &sandbox));
    (sandbox, output)
}

/// Injects every fault into the scene, and prints their number.
fn inject_all_faults(at: usize) {
    let scene = &scenes()[at];
    let calls = calls_of(scene);
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for call in &calls {
        for error in errors_of(call, at == 1) {
            let fault = format!("{} no. {} fails with {error}", call.name, call.nth);
            let (sandbox, output) = run(scene, call, &format!("error={error}"));
            match output {
                Some(output) => scene.check(&sandbox, &output, &fault),
                None => drop(scene.is_new(&sandbox, &fault)),
            }
            scene.check_next_command(&sandbox, &fault);
            *tried.entry(format!("{} {error}", call.name)).or_default() += 1;
        }
        let fault = format!("killed at {} no. {}", call.name, call.nth);
        let (sandbox, output) = run(scene, call, "signal=KILL");
        assert_eq!(output, None, "{}, {fault}: it was not killed", scene.name);
        scene.is_new(&sandbox, &fault);
        scene.check_next_command(&sandbox, &fault);
        *tried.entry(format!("{} KILL", call.name)).or_default() += 1;
    }
    let all: usize = tried.values().sum();
    let kills: usize =
        tried.iter().filter(|(name, _)| name.ends_with("KILL")).map(|(_, n)| n).sum();
    eprintln!("{}: {all} faults tried, {kills} of them kills: {tried:?}", scene.name);
    let needed_calls =
        ["openat", "getrandom", "write", "fsync", "flock", "statx", "close", strace::RENAME_CALLS];
    for names in needed_calls {
        for fault in ["EIO", "KILL"] {
            let is_tried = |call: &str| tried.contains_key(&format!("{call} {fault}"));
            assert!(names.split(',').any(is_tried), "{names} {fault} was not tried");
        }
    }
    let is_tried = |call: &str| tried.contains_key(&format!("{call} EBUSY"));
    assert!(strace::RENAME_CALLS.split(',').any(is_tried), "no rename failed with EBUSY");
}

fn test_scene(at: usize) {
    if strace::is_available() {
        inject_all_faults(at);
    }
}

#[test]
fn add_of_a_new_registry_survives_every_fault() {
    test_scene(0);
}

#[test]
fn add_to_a_registry_without_log_survives_every_fault() {
    test_scene(1);
}

#[test]
fn add_after_a_killed_run_survives_every_fault() {
    test_scene(2);
}

#[test]
fn renewal_survives_every_fault() {
    test_scene(3);
}

#[test]
fn undo_survives_every_fault() {
    test_scene(4);
}
