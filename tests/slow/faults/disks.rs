//! Disks that are full, read-only, or mounted file by file; files that may not grow.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{ADD, Scene, scenes};
use crate::sandbox::{CommandOutput, Sandbox, is_temporary};
use crate::strace::{self, RENAME_CALLS, traced};

/// A mount that is unmounted on drop.
struct Mount(PathBuf);

impl Mount {
    /// Mounts onto `place` with these arguments. Returns `None` and prints a note if that is not allowed.
    fn new(args: &[&str], place: PathBuf) -> Option<Self> {
        let mounted = Command::new("mount").args(args).arg(&place).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(place));
        }
        eprintln!("SKIPPED: `mount {}` is not allowed here", args.join(" "));
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// The mounted folder in a sandbox.
const DISK_FOLDER: &str = "disk";

/// Returns a sandbox with an empty folder `disk`, which is to contain the registry.
fn sandbox_on_disk() -> Sandbox {
    let sandbox = Sandbox::new().with_variable("MOU_FILE", "disk/registry.json");
    fs::create_dir(sandbox.path(DISK_FOLDER)).unwrap();
    sandbox
}

fn files_on_disk(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path(DISK_FOLDER)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn full_disk_fails_only_the_change() {
    let scene = &scenes()[1];
    let old = scene.old.clone().unwrap();
    let (mut failed, mut done) = (0, 0);
    // A tmpfs allocates whole pages: this leaves room for `pages` of them.
    for pages in 0..16 {
        let sandbox = sandbox_on_disk();
        let Some(_disk) =
            Mount::new(&["-t", "tmpfs", "-o", "size=128k", "tmpfs"], sandbox.path(DISK_FOLDER))
        else {
            return;
        };
        fs::write(sandbox.path("disk/registry.json"), &old).unwrap();
        let filler = 128 * 1024 - old.len().next_multiple_of(4096) - pages * 4096;
        fs::write(sandbox.path("disk/filler"), vec![b'x'; filler]).unwrap();
        let output = sandbox.mou(&ADD);
        let now = sandbox.read("disk/registry.json");
        if output.code == 0 {
            assert_eq!(now, scene.new, "{pages} pages: {}", output.to_text());
            done += 1;
        } else {
            assert_eq!(output.code, 1, "{pages} pages: {}", output.to_text());
            assert!(
                output.stderr.contains("no space left on device"),
                "{pages} pages: {}",
                output.to_text()
            );
            assert_eq!(now, old, "{pages} pages: {}", output.to_text());
            failed += 1;
        }
        let names = files_on_disk(&sandbox);
        assert!(!names.iter().any(|name| is_temporary(name)), "{pages} pages: {names:?}");
        fs::remove_file(sandbox.path("disk/filler")).unwrap();
        let output = sandbox.mou(&super::NEXT_ADD);
        assert_eq!(output.code, 0, "{pages} pages: {}", output.to_text());
    }
    eprintln!("16 disks with little room: {failed} adds failed, {done} succeeded");
    assert!(failed > 2 && done > 2, "{failed} and {done}");
}

#[test]
fn disk_without_free_inodes_fails_only_the_change() {
    for names in 1..6 {
        let sandbox = sandbox_on_disk();
        let size = format!("size=1m,nr_inodes={}", names + 1);
        let Some(_disk) =
            Mount::new(&["-t", "tmpfs", "-o", &size, "tmpfs"], sandbox.path(DISK_FOLDER))
        else {
            return;
        };
        let old = scenes()[1].old.clone().unwrap();
        fs::write(sandbox.path("disk/registry.json"), &old).unwrap();
        let output = sandbox.mou(&ADD);
        let now = sandbox.read("disk/registry.json");
        assert_eq!(now != old, output.code == 0, "{names} names: {}", output.to_text());
        assert!(matches!(output.code, 0 | 1), "{names} names: {}", output.to_text());
        assert!(!files_on_disk(&sandbox).iter().any(|name| is_temporary(name)));
    }
}

#[test]
fn read_only_disk_is_read_but_not_written() {
    let sandbox = sandbox_on_disk();
    let old = scenes()[1].old.clone().unwrap();
    fs::write(sandbox.path("disk/registry.json"), &old).unwrap();
    let place = sandbox.path(DISK_FOLDER);
    let Some(_disk) = Mount::new(&["--bind", place.to_str().unwrap()], place.clone()) else {
        return;
    };
    let remounted =
        Command::new("mount").args(["-o", "remount,ro,bind"]).arg(&place).status().unwrap();
    assert!(remounted.success());
    for args in [&["list"][..], &["show", "gds-govtech-2022"], &["expiring"], &[], &["log"]] {
        sandbox.mou(args).success();
    }
    sandbox.mou(&["edit", "gds-govtech-2022", "--contact", "mei", "--dry-run"]).success();
    let output = sandbox.mou(&ADD);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(output.stderr.contains("read-only file system"), "{}", output.to_text());
    assert_eq!(files_on_disk(&sandbox), ["registry.json"]);
}

#[test]
fn registry_mounted_as_a_single_file_gives_a_hint_to_mount_the_folder() {
    let hint = "hint: if it is mounted as a single file, mount the folder instead\n";
    let scene = &scenes()[1];
    if strace::is_available() {
        let sandbox = scene.set();
        let inject = format!("inject={RENAME_CALLS}:error=EBUSY");
        let options = ["-o", "/dev/null", "-e", &inject];
        let output =
            CommandOutput::new(traced(&sandbox, &options, &ADD).output().unwrap(), &sandbox);
        assert_eq!(output.code, 1, "{}", output.to_text());
        assert!(output.stderr.ends_with(hint), "{}", output.to_text());
        scene.check(&sandbox, &output, &inject);
    }
    let sandbox = scene.set();
    let file = sandbox.path("registry.json");
    let Some(_mount) = Mount::new(&["--bind", file.to_str().unwrap()], file.clone()) else {
        return;
    };
    let output = sandbox.mou(&ADD);
    assert!(output.stderr.ends_with(hint), "{}", output.to_text());
    scene.check(&sandbox, &output, "mounted as a single file");
}

#[test]
fn file_size_limit_fails_only_the_change() {
    let mut tried = 0;
    for scene in &scenes() {
        let blocks = scene.new.len() / 512 + 2;
        for limit in 0..=blocks {
            // The kernel kills a program that writes past the limit; if the signal is ignored, the write fails.
            for ignored in [true, false] {
                let sandbox = scene.set();
                let words: Vec<String> =
                    scene.args.iter().map(|word| format!("'{word}'")).collect();
                let trap = if ignored { "trap '' XFSZ; " } else { "" };
                let line =
                    format!("{trap}ulimit -c 0; ulimit -f {limit}; exec mou {}", words.join(" "));
                let output = sandbox.shell(&line);
                let fault = format!("limit of {limit} blocks, signal ignored: {ignored}");
                if output.code == -1 {
                    assert!(!ignored, "{fault}: {}", output.to_text());
                    scene.is_new(&sandbox, &fault);
                } else {
                    scene.check(&sandbox, &output, &fault);
                }
                scene.check_next_command(&sandbox, &fault);
                tried += 1;
            }
        }
    }
    eprintln!("{tried} limits on the size of files tried");
}

#[test]
fn folder_in_place_of_the_registry_is_not_replaced() {
    if !strace::is_available() {
        return;
    }
    let scene: &Scene = &scenes()[1];
    let sandbox = scene.set();
    let inject = "inject=fsync:delay_enter=600000:when=1";
    let args = [&ADD[..], &["--no-lock"]].concat();
    let adding = traced(&sandbox, &["-o", "/dev/null", "-e", inject], &args).spawn().unwrap();
    while !sandbox.files().iter().any(|name| is_temporary(name)) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::remove_file(sandbox.path("registry.json")).unwrap();
    fs::create_dir(sandbox.path("registry.json")).unwrap();
    fs::write(sandbox.path("registry.json/precious"), "x").unwrap();
    let output = CommandOutput::new(adding.wait_with_output().unwrap(), &sandbox);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(
        output.stderr.contains("`registry.json` is not a regular file"),
        "{}",
        output.to_text()
    );
    assert_eq!(sandbox.read("registry.json/precious"), "x");
    assert_eq!(sandbox.files(), ["registry.json"]);
}
