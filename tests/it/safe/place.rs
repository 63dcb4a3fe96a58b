//! The path of the registry, and the mode and owner of its files.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use super::{ADD, ids, mode, refused, set_mode, world};
use crate::strace::{self, traced};
use crate::world::{Told, World, is_temporary};

/// Returns true if the tests run as root, whom permissions do not stop.
fn is_root(world: &World) -> bool {
    fs::metadata(world.path("home")).unwrap().uid() == 0
}

#[test]
fn rule_04_readers_take_no_lock_and_create_no_files() {
    let world = world();
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
    let before = world.registry();
    let read = |files: &[&str]| {
        for args in readers.iter().copied().chain([&trial[..]]) {
            world.mou(args).done();
            assert_eq!(world.files(), files, "{args:?}");
        }
        assert_ne!(world.mou(&["check"]).code, 5);
        assert_eq!(world.files(), files);
        assert_eq!(world.registry(), before);
    };
    read(&["registry.json"]);
    world.write("registry.json.lock", "");
    let lock = fs::File::open(world.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    read(&["registry.json", "registry.json.lock"]);
}

#[test]
fn rule_02_file_that_is_not_only_a_lock_is_locked_and_left_unchanged() {
    let world = world();
    world.write("precious", "precious\n");
    fs::hard_link(world.path("precious"), world.path("registry.json.lock")).unwrap();
    world.mou(&ADD).done();
    assert_eq!((ids(&world).len(), world.read("precious").as_str()), (3, "precious\n"));
    fs::remove_file(world.path("precious")).unwrap();
    world.mou(&["undo"]).done();
    assert_eq!(world.read("registry.json.lock"), "precious\n");
    let lock = fs::File::open(world.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    refused(&world.mou(&["redo", "--lock-timeout", "0s"]), 5, "is locked by another process");
    assert_eq!(world.read("registry.json.lock"), "precious\n");
}

#[test]
fn rule_07_chain_of_links_is_followed_and_kept() {
    let world = world();
    fs::create_dir_all(world.path("shelf/deep")).unwrap();
    fs::rename(world.path("registry.json"), world.path("shelf/deep/mous.json")).unwrap();
    symlink("deep/mous.json", world.path("shelf/link.json")).unwrap();
    symlink(world.path("shelf/link.json"), world.path("second.json")).unwrap();
    symlink("second.json", world.path("registry.json")).unwrap();
    world.mou(&ADD).done();
    assert_eq!(ids(&world).len(), 3);
    for name in ["registry.json", "second.json", "shelf/link.json"] {
        assert!(fs::symlink_metadata(world.path(name)).unwrap().is_symlink(), "{name}");
    }
    assert!(world.read("shelf/deep/mous.json").contains("third-2024"));
    let mut beside: Vec<_> = fs::read_dir(world.path("shelf/deep"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    beside.sort();
    assert_eq!(beside, ["mous.json", "mous.json.lock", "mous.log.jsonl"]);
}

#[test]
fn rule_07_dangling_link_gets_its_target_and_a_loop_is_refused() {
    let world = World::new();
    fs::create_dir(world.path("shelf")).unwrap();
    symlink("shelf/mous.json", world.path("registry.json")).unwrap();
    world.mou(&ADD).done();
    assert!(fs::symlink_metadata(world.path("registry.json")).unwrap().is_symlink());
    assert!(world.read("shelf/mous.json").contains("third-2024"));

    let world = World::new();
    symlink("two.json", world.path("registry.json")).unwrap();
    symlink("registry.json", world.path("two.json")).unwrap();
    for args in [&["list"][..], &ADD, &["check"]] {
        refused(&world.mou(args), 1, "`registry.json` is a loop of links");
    }
    assert_eq!(world.files(), ["registry.json", "two.json"]);
}

#[test]
fn rule_08_new_registry_is_private_whatever_the_umask() {
    for umask in ["000", "022", "077", "777"] {
        let world = World::new();
        let line = format!("umask {umask}; mou add T --party P --id t");
        world.shell(&line).done();
        for name in ["registry.json", "registry.json.lock", "registry.log.jsonl"] {
            assert_eq!(mode(&world, name), 0o600, "{name} under umask {umask}");
        }
    }
}

#[test]
fn rule_08_mode_is_kept_and_given_to_new_log_and_lock() {
    for kept in [0o644, 0o664, 0o640, 0o600, 0o200 | 0o400] {
        let world = world();
        set_mode(&world, "registry.json", kept);
        world.shell("umask 077; mou add T --party P --id t").done();
        for name in ["registry.json", "registry.json.lock", "registry.log.jsonl"] {
            assert_eq!(mode(&world, name), kept, "{name}");
        }
        // The modes of existing files do not change.
        set_mode(&world, "registry.json.lock", 0o606);
        set_mode(&world, "registry.log.jsonl", 0o604);
        world.mou(&["edit", "t", "--contact", "mei"]).done();
        assert_eq!(mode(&world, "registry.json.lock"), 0o606);
        assert_eq!(mode(&world, "registry.log.jsonl"), 0o604);
    }
}

#[test]
fn rule_08_owner_and_group_are_kept_if_allowed() {
    let world = world();
    if !is_root(&world) {
        eprintln!("SKIPPED: only root may change the owner of a file");
        return;
    }
    std::os::unix::fs::chown(world.path("registry.json"), Some(12345), Some(23456)).unwrap();
    set_mode(&world, "registry.json", 0o660);
    world.mou(&ADD).done();
    let registry = fs::metadata(world.path("registry.json")).unwrap();
    assert_eq!((registry.uid(), registry.gid()), (12345, 23456));
    for name in ["registry.json.lock", "registry.log.jsonl"] {
        assert_eq!(fs::metadata(world.path(name)).unwrap().gid(), 23456, "{name}");
        assert_eq!(mode(&world, name), 0o660, "{name}");
    }
}

#[test]
fn rule_08_log_that_is_a_link_or_has_two_names_is_not_written() {
    for is_link in [true, false] {
        let world = world();
        world.write("elsewhere", "precious");
        let log = world.path("registry.log.jsonl");
        if is_link {
            symlink("elsewhere", log).unwrap();
        } else {
            fs::hard_link(world.path("elsewhere"), log).unwrap();
        }
        let told = world.mou(&ADD);
        let words = "warning: this cannot be undone: cannot write the log";
        assert!(told.err.contains(words), "{}", told.whole());
        told.done();
        assert_eq!(world.read("elsewhere"), "precious");
        assert_eq!(ids(&world).len(), 3);
    }
}

#[test]
fn rule_09_only_not_found_means_a_new_registry() {
    let world = World::new();
    refused(&world.mou(&["list"]), 1, "there is no registry `registry.json`");
    let told = world.mou(&ADD);
    assert!(told.err.contains("new registry `registry.json`"), "{}", told.whole());
    for (text, words) in [
        (&b""[..], "`registry.json` is empty"),
        (b"  \n", "`registry.json` is empty"),
        (b"\xef\xbb\xbf", "`registry.json` is empty"),
        (b"\0\0\0\0", "a NUL byte, as a power cut leaves them"),
        (b"hello", "`registry.json` is damaged"),
        (b"{}", "`registry.json` is not a mou registry"),
        (b"[]", "`registry.json` is not a mou registry"),
        (b"null", "`registry.json` is not a mou registry"),
    ] {
        let world = World::new();
        world.write("registry.json", text);
        for args in [&["list"][..], &ADD, &["check"], &["init"], &["undo"]] {
            let told = world.mou(args);
            assert!(matches!(told.code, 1 | 6), "{args:?}: {}", told.whole());
            if args != ["init"] {
                refused(&told, 6, words);
            }
            assert_eq!(fs::read(world.path("registry.json")).unwrap(), text, "{args:?}");
            assert_eq!(world.files(), ["registry.json"], "{args:?}");
        }
    }
}

#[test]
fn rule_09_unreadable_registry_is_an_error_and_untouched() {
    if !strace::is_there() {
        return;
    }
    let world = world();
    let before = world.registry();
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
        world.write("registry.json", format!("{before}{blank}"));
        let before = world.registry();
        for args in [&["list"][..], &ADD] {
            let options = ["-o", "/dev/null", "-P", "registry.json", "-e", inject];
            let told = Told::of(traced(&world, &options, args).output().unwrap(), &world);
            refused(&told, 1, "`registry.json`: ");
            assert_eq!(world.registry(), before, "{inject}");
            assert!(!world.files().iter().any(|name| is_temporary(name)), "{inject}");
        }
    }
    // An unreadable parent folder is not treated as a missing registry.
    let told = world.mou(&["--file", "registry.json/x.json", "add", "T", "--party", "P"]);
    assert_eq!(told.code, 1, "{}", told.whole());
}

#[test]
fn rule_12_change_of_a_read_only_registry_is_refused() {
    let world = world();
    set_mode(&world, "registry.json", 0o444);
    let before = world.registry();
    for args in [&ADD[..], &["undo"], &["edit", "eth-nus-2021", "--contact", "mei"]] {
        let told = world.mou(args);
        assert_eq!(told.code, 1, "{}", told.whole());
    }
    let told = world.mou(&ADD);
    refused(&told, 1, "`registry.json` is read-only (mode 0444)");
    assert!(told.err.contains("hint: `chmod u+w registry.json`"), "{}", told.whole());
    assert_eq!(world.registry(), before);
    assert_eq!(world.files(), ["registry.json"]);
    world.mou(&["list"]).done();
}

#[test]
fn rule_13_unknown_keys_survive_digit_for_digit() {
    let world = world();
    world.mou(&["edit", "kyoto-nus-2020", "--contact", "mei", "--add-area", "physics"]).done();
    world.mou(&["amend", "kyoto-nus-2020", "--on", "2021-01-01", "--term", "4y"]).done();
    world.mou(&["edit", "kyoto-nus-2020", "--party-role", "Kyoto=host"]).done();
    let registry = world.registry();
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
    let world = World::of_registry(&text);
    for args in [&["list"][..], &ADD, &["check"], &["undo"], &["config", "owner", "X"]] {
        let told = world.mou(args);
        refused(&told, 6, "`registry.json` is of version 2; this mou reads version 1");
        assert!(told.err.contains("hint: bring mou up to date"), "{}", told.whole());
    }
    assert_eq!(world.registry(), text);
    assert_eq!(world.files(), ["registry.json"]);
}

#[test]
fn threat_registry_that_is_not_a_regular_file_is_refused() {
    let world = World::new();
    fs::create_dir(world.path("folder.json")).unwrap();
    assert!(Command::new("mkfifo").arg(world.path("pipe.json")).status().unwrap().success());
    let _socket = UnixListener::bind(world.path("socket.json")).unwrap();
    symlink("/dev/zero", world.path("link.json")).unwrap();
    let names = ["folder.json", "pipe.json", "socket.json", "link.json"];
    let devices = ["/dev/zero", "/dev/full", "/dev/null", "/dev/tty", "/", ".", ".."];
    for file in names.iter().chain(&devices) {
        if !Path::new("/dev/tty").exists() && *file == "/dev/tty" {
            continue;
        }
        for args in [&["list"][..], &ADD, &["check"], &["init"], &["log"], &["undo"]] {
            let told = world.mou(&[&["--file", file], args].concat());
            refused(&told, 1, "is not a regular file");
        }
    }
    let mut expected = names.to_vec();
    expected.sort_unstable();
    assert_eq!(world.files(), expected);
}

#[test]
fn threat_name_too_long_for_the_lock_is_refused() {
    let world = World::new();
    let name = format!("{}.json", "n".repeat(250));
    for args in [&["list"][..], &ADD] {
        let told = world.mou(&[&["--file", &name], args].concat());
        refused(&told, 1, "leaves no room for the lock and the log beside it");
    }
    let name = format!("{}.json", "n".repeat(300));
    assert_eq!(world.mou(&[&["--file", &name][..], &ADD].concat()).code, 1);
    assert!(world.files().is_empty());
    let name = format!("{}.json", "n".repeat(235));
    world.mou(&[&["--file", &name][..], &ADD].concat()).done();
}

#[test]
fn threat_missing_home_odd_folders_and_locales_are_handled() {
    let world = World::new();
    let line = "unset MOU_FILE HOME XDG_DATA_HOME; mou list";
    let told = world.shell(line);
    assert!(matches!(told.code, 0 | 1) && !told.err.contains("panicked"), "{}", told.whole());
    for odd in ["relative/path", "", "/dev/null", "/proc/1/none"] {
        let told = world.shell(&format!("unset MOU_FILE; XDG_DATA_HOME='{odd}' mou list"));
        assert!(matches!(told.code, 0 | 1) && !told.err.contains("panicked"), "{}", told.whole());
    }
    let line = "unset MOU_FILE; export XDG_DATA_HOME=\"$PWD/data\"; TMPDIR=/none mou add T --party P \
                --id t && mou list -o ids";
    assert!(world.shell(line).done().ends_with("t\n"));
    assert_eq!(mode(&world, "data/mou"), 0o700);

    let world = World::new().with("LC_ALL", "tr_TR.UTF-8").with("LANG", "tr_TR.UTF-8");
    world.mou(&["add", "DIGITAL", "--party", "ISTANBUL (IST)", "--id", "one"]).done();
    assert_eq!(world.mou(&["list", "digital", "-o", "ids"]).done(), "one\n");
    assert_eq!(world.mou(&["list", "--party", "ist", "-o", "ids"]).done(), "one\n");
    // The known party with that name is used, case ignored.
    world.mou(&["add", "Second", "--party", "istanbul", "--id", "two"]).done();
    assert_eq!(world.registry().matches("\"ISTANBUL\"").count(), 2);
}
