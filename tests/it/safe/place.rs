//! The path of the registry, and the mode and owner of its files.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, symlink};
#[cfg(unix)]
use std::os::unix::net::UnixListener;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use super::{ADD, assert_refused, ids, sandbox};
#[cfg(unix)]
use super::{mode, set_mode};
use crate::sandbox::{CommandOutput, Sandbox, is_temporary};
#[cfg(unix)]
use crate::strace::{self, traced};

/// Returns true if the tests run as root, whom permissions do not stop.
#[cfg(unix)] // modes
fn is_root(sandbox: &Sandbox) -> bool {
    fs::metadata(sandbox.path("home")).unwrap().uid() == 0
}

#[test]
fn rule_04_readers_take_no_lock_and_create_no_files() {
    let sandbox = sandbox();
    let readers: [&[&str]; 9] = [
        &[],
        &["list"],
        &["show", "eth-nus-2021"],
        &["why", "eth-nus-2021"],
        &["expiring"],
        &["chain", "eth-nus-2021"],
        &["activity", "list"],
        &["log"],
        &["config"],
    ];
    // A dry run only reads, too.
    let trial = ["edit", "eth-nus-2021", "--contact", "mei", "--dry-run"];
    let before = sandbox.registry();
    let read = |files: &[&str]| {
        for args in readers.iter().copied().chain([&trial[..]]) {
            sandbox.mou(args).success();
            assert_eq!(sandbox.files(), files, "{args:?}");
        }
        assert_ne!(sandbox.mou(&["check"]).code, 5);
        assert_eq!(sandbox.files(), files);
        assert_eq!(sandbox.registry(), before);
    };
    read(&["registry.json"]);
    sandbox.write("registry.json.lock", "");
    let lock = fs::File::open(sandbox.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    read(&["registry.json", "registry.json.lock"]);
}

#[test]
fn rule_02_file_that_is_not_only_a_lock_is_locked_and_left_unchanged() {
    let sandbox = sandbox();
    sandbox.write("precious", "precious\n");
    fs::hard_link(sandbox.path("precious"), sandbox.path("registry.json.lock")).unwrap();
    sandbox.mou(&ADD).success();
    assert_eq!((ids(&sandbox).len(), sandbox.read("precious").as_str()), (3, "precious\n"));
    fs::remove_file(sandbox.path("precious")).unwrap();
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.read("registry.json.lock"), "precious\n");
    let lock = fs::File::open(sandbox.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    assert_refused(
        &sandbox.mou(&["redo", "--lock-timeout", "0s"]),
        5,
        "is locked by another process",
    );
    assert_eq!(sandbox.read("registry.json.lock"), "precious\n");
}

#[cfg(unix)] // links
#[test]
fn rule_07_chain_of_links_is_followed_and_kept() {
    let sandbox = sandbox();
    fs::create_dir_all(sandbox.path("shelf/deep")).unwrap();
    fs::rename(sandbox.path("registry.json"), sandbox.path("shelf/deep/mous.json")).unwrap();
    symlink("deep/mous.json", sandbox.path("shelf/link.json")).unwrap();
    symlink(sandbox.path("shelf/link.json"), sandbox.path("second.json")).unwrap();
    symlink("second.json", sandbox.path("registry.json")).unwrap();
    sandbox.mou(&ADD).success();
    assert_eq!(ids(&sandbox).len(), 3);
    for name in ["registry.json", "second.json", "shelf/link.json"] {
        assert!(fs::symlink_metadata(sandbox.path(name)).unwrap().is_symlink(), "{name}");
    }
    assert!(sandbox.read("shelf/deep/mous.json").contains("third-2024"));
    let mut beside: Vec<_> = fs::read_dir(sandbox.path("shelf/deep"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    beside.sort();
    assert_eq!(beside, ["mous.json", "mous.json.lock", "mous.log.jsonl"]);
}

#[cfg(unix)] // links
#[test]
fn rule_07_dangling_link_gets_its_target_and_a_loop_is_refused() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("shelf")).unwrap();
    symlink("shelf/mous.json", sandbox.path("registry.json")).unwrap();
    sandbox.mou(&ADD).success();
    assert!(fs::symlink_metadata(sandbox.path("registry.json")).unwrap().is_symlink());
    assert!(sandbox.read("shelf/mous.json").contains("third-2024"));

    let sandbox = Sandbox::new();
    symlink("two.json", sandbox.path("registry.json")).unwrap();
    symlink("registry.json", sandbox.path("two.json")).unwrap();
    for args in [&["list"][..], &ADD, &["check"]] {
        assert_refused(&sandbox.mou(args), 1, "`registry.json` is a circular link");
    }
    assert_eq!(sandbox.files(), ["registry.json", "two.json"]);
}

#[cfg(unix)] // modes
#[test]
fn rule_08_new_registry_is_private_whatever_the_umask() {
    for umask in ["000", "022", "077", "777"] {
        let sandbox = Sandbox::new();
        let line = format!("umask {umask}; mou add T --party P --id t");
        sandbox.shell(&line).success();
        for name in ["registry.json", "registry.json.lock", "registry.log.jsonl"] {
            assert_eq!(mode(&sandbox, name), 0o600, "{name} under umask {umask}");
        }
    }
}

#[cfg(unix)] // modes
#[test]
fn rule_08_mode_is_kept_and_given_to_new_log_and_lock() {
    for kept in [0o644, 0o664, 0o640, 0o600, 0o200 | 0o400] {
        let sandbox = sandbox();
        set_mode(&sandbox, "registry.json", kept);
        sandbox.shell("umask 077; mou add T --party P --id t").success();
        for name in ["registry.json", "registry.json.lock", "registry.log.jsonl"] {
            assert_eq!(mode(&sandbox, name), kept, "{name}");
        }
        // The modes of existing files do not change.
        set_mode(&sandbox, "registry.json.lock", 0o606);
        set_mode(&sandbox, "registry.log.jsonl", 0o604);
        sandbox.mou(&["edit", "t", "--contact", "mei"]).success();
        assert_eq!(mode(&sandbox, "registry.json.lock"), 0o606);
        assert_eq!(mode(&sandbox, "registry.log.jsonl"), 0o604);
    }
}

#[cfg(unix)] // modes
#[test]
fn rule_08_owner_and_group_are_kept_if_allowed() {
    let sandbox = sandbox();
    if !is_root(&sandbox) {
        eprintln!("SKIPPED: only root may change the owner of a file");
        return;
    }
    std::os::unix::fs::chown(sandbox.path("registry.json"), Some(12345), Some(23456)).unwrap();
    set_mode(&sandbox, "registry.json", 0o660);
    sandbox.mou(&ADD).success();
    let registry = fs::metadata(sandbox.path("registry.json")).unwrap();
    assert_eq!((registry.uid(), registry.gid()), (12345, 23456));
    for name in ["registry.json.lock", "registry.log.jsonl"] {
        assert_eq!(fs::metadata(sandbox.path(name)).unwrap().gid(), 23456, "{name}");
        assert_eq!(mode(&sandbox, name), 0o660, "{name}");
    }
}

#[cfg(unix)] // links
#[test]
fn rule_08_log_that_is_a_link_or_has_two_names_is_not_written() {
    for is_link in [true, false] {
        let sandbox = sandbox();
        sandbox.write("elsewhere", "precious");
        let log = sandbox.path("registry.log.jsonl");
        if is_link {
            symlink("elsewhere", log).unwrap();
        } else {
            fs::hard_link(sandbox.path("elsewhere"), log).unwrap();
        }
        let output = sandbox.mou(&ADD);
        let words = "warning: this cannot be undone: cannot write the log";
        assert!(output.stderr.contains(words), "{}", output.to_text());
        output.success();
        assert_eq!(sandbox.read("elsewhere"), "precious");
        assert_eq!(ids(&sandbox).len(), 3);
    }
}

#[test]
fn rule_09_only_not_found_means_a_new_registry() {
    let sandbox = Sandbox::new();
    assert_refused(&sandbox.mou(&["list"]), 1, "there is no registry `registry.json`");
    let output = sandbox.mou(&ADD);
    assert!(output.stderr.contains("new registry `registry.json`"), "{}", output.to_text());
    for (text, words) in [
        (&b""[..], "`registry.json` is empty"),
        (b"  \n", "`registry.json` is empty"),
        (b"\xef\xbb\xbf", "`registry.json` is empty"),
        (b"\0\0\0\0", "a NUL byte, such as a power failure leaves"),
        (b"hello", "`registry.json` is damaged"),
        (b"{}", "`registry.json` is not a mou registry"),
        (b"[]", "`registry.json` is not a mou registry"),
        (b"null", "`registry.json` is not a mou registry"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("registry.json", text);
        for args in [&["list"][..], &ADD, &["check"], &["init"], &["undo"]] {
            let output = sandbox.mou(args);
            assert!(matches!(output.code, 1 | 6), "{args:?}: {}", output.to_text());
            if args != ["init"] {
                assert_refused(&output, 6, words);
            }
            assert_eq!(fs::read(sandbox.path("registry.json")).unwrap(), text, "{args:?}");
            assert_eq!(sandbox.files(), ["registry.json"], "{args:?}");
        }
    }
}

#[cfg(unix)] // strace
#[test]
fn rule_09_unreadable_registry_is_an_error_and_untouched() {
    if !strace::is_available() {
        return;
    }
    let sandbox = sandbox();
    let before = sandbox.registry();
    let injections = [
        "inject=statx:error=EACCES",
        "inject=statx:error=EIO",
        "inject=openat:error=EACCES",
        "inject=openat:error=EIO",
        "inject=openat:error=EMFILE",
        "inject=pread64:error=EIO",
        "inject=read:error=EIO",
        "inject=read:error=EISDIR",
    ];
    for inject in injections {
        // A file that is not canonical is read whole, with another system call.
        let blank = if inject.contains("=read:") { "\n" } else { "" };
        sandbox.write("registry.json", format!("{before}{blank}"));
        let before = sandbox.registry();
        for args in [&["list"][..], &ADD] {
            let options = ["-o", "/dev/null", "-P", "registry.json", "-e", inject];
            let output =
                CommandOutput::new(traced(&sandbox, &options, args).output().unwrap(), &sandbox);
            assert_refused(&output, 1, "`registry.json`: ");
            assert_eq!(sandbox.registry(), before, "{inject}");
            assert!(!sandbox.files().iter().any(|name| is_temporary(name)), "{inject}");
        }
    }
    // An unreadable parent folder is not treated as a missing registry.
    let output = sandbox.mou(&["--file", "registry.json/x.json", "add", "T", "--party", "P"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
}

#[cfg(unix)] // modes
#[test]
fn rule_12_change_of_a_read_only_registry_is_refused() {
    let sandbox = sandbox();
    set_mode(&sandbox, "registry.json", 0o444);
    let before = sandbox.registry();
    for args in [&ADD[..], &["undo"], &["edit", "eth-nus-2021", "--contact", "mei"]] {
        let output = sandbox.mou(args);
        assert_eq!(output.code, 1, "{}", output.to_text());
    }
    let output = sandbox.mou(&ADD);
    assert_refused(&output, 1, "`registry.json` is read-only (mode 0444)");
    assert!(output.stderr.contains("hint: `chmod u+w registry.json`"), "{}", output.to_text());
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.files(), ["registry.json"]);
    sandbox.mou(&["list"]).success();
}

#[test]
fn rule_13_unknown_keys_survive_digit_for_digit() {
    let sandbox = sandbox();
    sandbox.mou(&["edit", "kyoto-nus-2020", "--contact", "mei", "--add-area", "physics"]).success();
    sandbox.mou(&["amend", "kyoto-nus-2020", "--on", "2021-01-01", "--term", "4y"]).success();
    sandbox.mou(&["edit", "kyoto-nus-2020", "--party-role", "Kyoto=host"]).success();
    let registry = sandbox.registry();
    for kept in ["\"x-origin\": 1.10,", "\"x-weight\": 18446744073709551616,", "\"x-desk\": 1e400"]
    {
        assert!(registry.contains(kept), "`{kept}` is not in {registry}");
    }
}

#[test]
fn rule_13_file_of_a_newer_version_is_refused_before_any_file_is_created() {
    let text = super::TWO_RECORDS
        .replace("\"version\": 1", "\"version\": 2")
        .replace("\"agreements\": [", "\"records\": {}, \"agreements\": [[[");
    let sandbox = Sandbox::with_registry(&text);
    for args in [&["list"][..], &ADD, &["check"], &["undo"], &["config", "owner", "X"]] {
        let output = sandbox.mou(args);
        assert_refused(
            &output,
            6,
            "`registry.json` uses format version 2; this mou reads version 1",
        );
        assert!(output.stderr.contains("hint: update mou"), "{}", output.to_text());
    }
    assert_eq!(sandbox.registry(), text);
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[cfg(unix)] // named pipes, sockets and devices
#[test]
fn threat_registry_that_is_not_a_regular_file_is_refused() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("folder.json")).unwrap();
    assert!(Command::new("mkfifo").arg(sandbox.path("pipe.json")).status().unwrap().success());
    let _socket = UnixListener::bind(sandbox.path("socket.json")).unwrap();
    symlink("/dev/zero", sandbox.path("link.json")).unwrap();
    let names = ["folder.json", "pipe.json", "socket.json", "link.json"];
    let devices = ["/dev/zero", "/dev/full", "/dev/null", "/dev/tty", "/", ".", ".."];
    for file in names.iter().chain(&devices) {
        if !Path::new("/dev/tty").exists() && *file == "/dev/tty" {
            continue;
        }
        for args in [&["list"][..], &ADD, &["check"], &["init"], &["log"], &["undo"]] {
            let output = sandbox.mou(&[&["--file", file], args].concat());
            assert_refused(&output, 1, "is not a regular file");
        }
    }
    let mut expected = names.to_vec();
    expected.sort_unstable();
    assert_eq!(sandbox.files(), expected);
}

#[test]
fn threat_name_too_long_for_the_lock_is_refused() {
    let sandbox = Sandbox::new();
    let name = format!("{}.json", "n".repeat(250));
    for args in [&["list"][..], &ADD] {
        let output = sandbox.mou(&[&["--file", &name], args].concat());
        assert_refused(&output, 1, "is too long for the names of the lock and the log");
    }
    let name = format!("{}.json", "n".repeat(300));
    assert_eq!(sandbox.mou(&[&["--file", &name][..], &ADD].concat()).code, 1);
    assert!(sandbox.files().is_empty());
    let name = format!("{}.json", "n".repeat(235));
    sandbox.mou(&[&["--file", &name][..], &ADD].concat()).success();
}

#[cfg(unix)] // a shell
#[test]
fn threat_missing_home_odd_folders_and_locales_are_handled() {
    let sandbox = Sandbox::new();
    let line = "unset MOU_FILE HOME XDG_DATA_HOME; mou list";
    let output = sandbox.shell(line);
    assert!(
        matches!(output.code, 0 | 1) && !output.stderr.contains("panicked"),
        "{}",
        output.to_text()
    );
    for odd in ["relative/path", "", "/dev/null", "/proc/1/none"] {
        let output = sandbox.shell(&format!("unset MOU_FILE; XDG_DATA_HOME='{odd}' mou list"));
        assert!(
            matches!(output.code, 0 | 1) && !output.stderr.contains("panicked"),
            "{}",
            output.to_text()
        );
    }
    let line = "unset MOU_FILE; export XDG_DATA_HOME=\"$PWD/data\"; TMPDIR=/none mou add T --party P \
                --id t && mou list -o ids";
    assert!(sandbox.shell(line).success().ends_with("t\n"));
    assert_eq!(mode(&sandbox, "data/mou"), 0o700);

    let sandbox =
        Sandbox::new().with_variable("LC_ALL", "tr_TR.UTF-8").with_variable("LANG", "tr_TR.UTF-8");
    sandbox.mou(&["add", "DIGITAL", "--party", "ISTANBUL (IST)", "--id", "one"]).success();
    assert_eq!(sandbox.mou(&["list", "digital", "-o", "ids"]).success(), "one\n");
    assert_eq!(sandbox.mou(&["list", "--party", "ist", "-o", "ids"]).success(), "one\n");
    // The known party with that name is used, case ignored.
    sandbox.mou(&["add", "Second", "--party", "istanbul", "--id", "two"]).success();
    assert_eq!(sandbox.registry().matches("\"ISTANBUL\"").count(), 2);
}
