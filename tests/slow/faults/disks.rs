//! Disks that are full, read-only, or mounted file by file; files that may not grow.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{ADD, Scene, scenes};
use crate::strace::{self, traced};
use crate::world::{Told, World, is_temporary};

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
fn world_on_disk() -> World {
    let world = World::new().with("MOU_FILE", "disk/registry.json");
    fs::create_dir(world.path(DISK_FOLDER)).unwrap();
    world
}

fn files_on_disk(world: &World) -> Vec<String> {
    let entries = fs::read_dir(world.path(DISK_FOLDER)).unwrap();
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
        let world = world_on_disk();
        let Some(_disk) =
            Mount::new(&["-t", "tmpfs", "-o", "size=128k", "tmpfs"], world.path(DISK_FOLDER))
        else {
            return;
        };
        fs::write(world.path("disk/registry.json"), &old).unwrap();
        let filler = 128 * 1024 - old.len().next_multiple_of(4096) - pages * 4096;
        fs::write(world.path("disk/filler"), vec![b'x'; filler]).unwrap();
        let told = world.mou(&ADD);
        let now = world.read("disk/registry.json");
        if told.code == 0 {
            assert_eq!(now, scene.new, "{pages} pages: {}", told.whole());
            done += 1;
        } else {
            assert_eq!(told.code, 1, "{pages} pages: {}", told.whole());
            assert!(
                told.err.contains("no space left on device"),
                "{pages} pages: {}",
                told.whole()
            );
            assert_eq!(now, old, "{pages} pages: {}", told.whole());
            failed += 1;
        }
        let names = files_on_disk(&world);
        assert!(!names.iter().any(|name| is_temporary(name)), "{pages} pages: {names:?}");
        fs::remove_file(world.path("disk/filler")).unwrap();
        let told = world.mou(&super::NEXT_ADD);
        assert_eq!(told.code, 0, "{pages} pages: {}", told.whole());
    }
    eprintln!("16 disks with little room: {failed} adds failed, {done} succeeded");
    assert!(failed > 2 && done > 2, "{failed} and {done}");
}

#[test]
fn disk_without_free_inodes_fails_only_the_change() {
    for names in 1..6 {
        let world = world_on_disk();
        let size = format!("size=1m,nr_inodes={}", names + 1);
        let Some(_disk) =
            Mount::new(&["-t", "tmpfs", "-o", &size, "tmpfs"], world.path(DISK_FOLDER))
        else {
            return;
        };
        let old = scenes()[1].old.clone().unwrap();
        fs::write(world.path("disk/registry.json"), &old).unwrap();
        let told = world.mou(&ADD);
        let now = world.read("disk/registry.json");
        assert_eq!(now != old, told.code == 0, "{names} names: {}", told.whole());
        assert!(matches!(told.code, 0 | 1), "{names} names: {}", told.whole());
        assert!(!files_on_disk(&world).iter().any(|name| is_temporary(name)));
    }
}

#[test]
fn read_only_disk_is_read_but_not_written() {
    let world = world_on_disk();
    let old = scenes()[1].old.clone().unwrap();
    fs::write(world.path("disk/registry.json"), &old).unwrap();
    let place = world.path(DISK_FOLDER);
    let Some(_disk) = Mount::new(&["--bind", place.to_str().unwrap()], place.clone()) else {
        return;
    };
    let remounted =
        Command::new("mount").args(["-o", "remount,ro,bind"]).arg(&place).status().unwrap();
    assert!(remounted.success());
    for args in [&["list"][..], &["show", "gds-govtech-2022"], &["expiring"], &[], &["log"]] {
        world.mou(args).done();
    }
    world.mou(&["edit", "gds-govtech-2022", "--contact", "mei", "--dry-run"]).done();
    let told = world.mou(&ADD);
    assert_eq!(told.code, 1, "{}", told.whole());
    assert!(told.err.contains("read-only file system"), "{}", told.whole());
    assert_eq!(files_on_disk(&world), ["registry.json"]);
}

#[test]
fn registry_mounted_as_a_single_file_gives_a_hint_to_mount_the_folder() {
    let hint = "hint: where it is mounted as a single file: mount the folder, not the file\n";
    let scene = &scenes()[1];
    if strace::is_there() {
        for call in ["rename", "renameat", "renameat2"] {
            let world = scene.set();
            let inject = format!("inject={call}:error=EBUSY");
            let options = ["-o", "/dev/null", "-e", &inject];
            let told = Told::of(traced(&world, &options, &ADD).output().unwrap(), &world);
            if told.code != 0 {
                assert!(told.err.ends_with(hint), "{}", told.whole());
                scene.check(&world, &told, &inject);
            }
        }
    }
    let world = scene.set();
    let file = world.path("registry.json");
    let Some(_mount) = Mount::new(&["--bind", file.to_str().unwrap()], file.clone()) else {
        return;
    };
    let told = world.mou(&ADD);
    assert!(told.err.ends_with(hint), "{}", told.whole());
    scene.check(&world, &told, "mounted as a single file");
}

#[test]
fn file_size_limit_fails_only_the_change() {
    let mut tried = 0;
    for scene in &scenes() {
        let blocks = scene.new.len() / 512 + 2;
        for limit in 0..=blocks {
            // The kernel kills a program that writes past the limit; if the signal is ignored, the write fails.
            for ignored in [true, false] {
                let world = scene.set();
                let words: Vec<String> =
                    scene.args.iter().map(|word| format!("'{word}'")).collect();
                let trap = if ignored { "trap '' XFSZ; " } else { "" };
                let line =
                    format!("{trap}ulimit -c 0; ulimit -f {limit}; exec mou {}", words.join(" "));
                let told = world.shell(&line);
                let fault = format!("limit of {limit} blocks, signal ignored: {ignored}");
                if told.code == -1 {
                    assert!(!ignored, "{fault}: {}", told.whole());
                    scene.is_new(&world, &fault);
                } else {
                    scene.check(&world, &told, &fault);
                }
                scene.check_next_command(&world, &fault);
                tried += 1;
            }
        }
    }
    eprintln!("{tried} limits on the size of files tried");
}

#[test]
fn folder_in_place_of_the_registry_is_not_replaced() {
    if !strace::is_there() {
        return;
    }
    let scene: &Scene = &scenes()[1];
    let world = scene.set();
    let inject = "inject=fsync:delay_enter=600000:when=1";
    let args = [&ADD[..], &["--no-lock"]].concat();
    let adding = traced(&world, &["-o", "/dev/null", "-e", inject], &args).spawn().unwrap();
    while !world.files().iter().any(|name| is_temporary(name)) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::remove_file(world.path("registry.json")).unwrap();
    fs::create_dir(world.path("registry.json")).unwrap();
    fs::write(world.path("registry.json/precious"), "x").unwrap();
    let told = Told::of(adding.wait_with_output().unwrap(), &world);
    assert_eq!(told.code, 1, "{}", told.whole());
    assert!(told.err.contains("`registry.json` is not a regular file"), "{}", told.whole());
    assert_eq!(world.read("registry.json/precious"), "x");
    assert_eq!(world.files(), ["registry.json"]);
}
