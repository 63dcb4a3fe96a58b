//! One writer at a time, and no reader ever waits.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::super::{Locking, Mode, RegistryPath, Store};
use super::{Folder, TWO, agreement, put, stamp};
use crate::error::Kind;

const NOTE: &str = "4711 (`mou import all.csv`)\n";

/// Takes the lock as another process would.
fn hold(folder: &Folder) -> fs::File {
    let path = folder.path("registry.json.lock");
    put(&path, NOTE.as_bytes());
    let file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    file.lock().unwrap();
    file
}

fn impatient(folder: &Folder, off: bool) -> Store {
    let locking = Locking { timeout: Duration::from_millis(30), off };
    Store::new(RegistryPath { path: folder.path("registry.json"), named: true }, locking)
}

fn add(store: &Store, id: &str) -> crate::error::Result<super::super::Committed<()>> {
    store.change(&stamp(), Mode::Apply, |draft| {
        draft.put(agreement(id));
        Ok(())
    })
}

#[test]
fn who_waits_too_long_hears_who_has_the_lock() {
    let folder = Folder::with(TWO);
    let held = hold(&folder);
    let error = add(&impatient(&folder, false), "c").unwrap_err();
    let named = "`registry.json` is locked by process 4711 (`mou import all.csv`)";
    // Nobody can read a locked file on Windows; but Wine can.
    let unnamed = "`registry.json` is locked by another process";
    let words = folder.words(&error);
    assert!(words == named || cfg!(windows) && words == unnamed, "{words}");
    assert_eq!((error.kind(), error.code()), (Kind::Locked, 5));
    assert_eq!(folder.text(), TWO);
    // Readers and trials do not wait.
    assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 2);
    impatient(&folder, false).change(&stamp(), Mode::Try, |_| Ok(())).unwrap();
    drop(held);
    assert_eq!(folder.text_of("registry.json.lock"), NOTE);
    add(&impatient(&folder, false), "c").unwrap();
}

#[test]
fn a_lock_file_that_a_killed_run_left_holds_nobody_up() {
    let folder = Folder::with(TWO);
    put(&folder.path("registry.json.lock"), NOTE.as_bytes());
    add(&impatient(&folder, false), "c").unwrap();
    assert_eq!(folder.names(), ["registry.json", "registry.json.lock", "registry.log.jsonl"]);
}

#[test]
fn without_a_lock_it_goes_on_with_a_warning_and_makes_no_lock_file() {
    let folder = Folder::with(TWO);
    let outcome = add(&impatient(&folder, true), "c").unwrap();
    assert_eq!(outcome.warnings.len(), 1);
    assert!(outcome.warnings[0].starts_with("continuing without a lock"));
    assert_eq!(folder.names(), ["registry.json", "registry.log.jsonl"]);
}

#[cfg(unix)] // links
#[test]
fn a_lock_that_is_a_link_is_not_followed() {
    let folder = Folder::with(TWO);
    put(&folder.path("precious"), b"precious");
    std::os::unix::fs::symlink("precious", folder.path("registry.json.lock")).unwrap();
    let error = folder.add("c").unwrap_err();
    assert_eq!(folder.words(&error), "the lock `registry.json.lock` is a link");
    assert_eq!(folder.text_of("precious"), "precious");
    assert_eq!(folder.text(), TWO);
}

#[cfg(unix)] // modes
#[test]
fn the_lock_takes_the_mode_and_the_group_of_the_registry() {
    let folder = Folder::with(TWO);
    fs::set_permissions(folder.path("registry.json"), fs::Permissions::from_mode(0o664)).unwrap();
    folder.add("c").unwrap();
    let lock = fs::metadata(folder.path("registry.json.lock")).unwrap();
    let registry = fs::metadata(folder.path("registry.json")).unwrap();
    assert_eq!(lock.mode() & 0o7777, 0o664);
    assert_eq!(lock.gid(), registry.gid());
    // One that is there is left as it is.
    fs::set_permissions(folder.path("registry.json"), fs::Permissions::from_mode(0o600)).unwrap();
    folder.add("d").unwrap();
    assert_eq!(fs::metadata(folder.path("registry.json.lock")).unwrap().mode() & 0o7777, 0o664);
}

/// Returns the line that a holder of the lock writes about itself, for the command of [`stamp`].
fn own_note() -> String {
    format!("{} (`mou add`)\n", std::process::id())
}

#[test]
fn note_of_the_last_holder_is_replaced() {
    let longer = format!("1 (`mou import {}`)\n", "x".repeat(1_000));
    for note in ["", NOTE, &longer, "4294967295 (`mou add A --notes \u{1b}(\u{e9}`)\n"] {
        let folder = Folder::with(TWO);
        folder.put("registry.json.lock", note);
        folder.add("c").unwrap();
        assert_eq!(folder.text_of("registry.json.lock"), own_note(), "{note:?}");
    }
}

#[test]
fn command_with_line_breaks_leaves_a_note_of_one_line() {
    let folder = Folder::with(TWO);
    folder
        .change_as(&["add", "A\nB\rC"], |draft| {
            draft.put(agreement("c"));
            Ok(())
        })
        .unwrap();
    let note = folder.text_of("registry.json.lock");
    assert_eq!(note, format!("{} (`mou add A B C`)\n", std::process::id()));
    folder.add("d").unwrap();
    assert_eq!(folder.text_of("registry.json.lock"), own_note());
}

#[test]
fn note_of_a_long_command_is_cut_and_recognised() {
    for length in [990, 1_000, 5_000, 5_001, 5_002] {
        let folder = Folder::with(TWO);
        let change = |id: &str| {
            folder.change_as(&["add", &"x".repeat(length % 3), &"é".repeat(length)], |draft| {
                draft.put(agreement(id));
                Ok(())
            })
        };
        change("c").unwrap();
        let note = folder.text_of("registry.json.lock");
        assert!(note.len() <= 1_024 && note.ends_with("é`)\n"), "{}", note.len());
        change("d").unwrap();
        folder.add("e").unwrap();
        assert_eq!(folder.text_of("registry.json.lock"), own_note());
    }
}

#[test]
fn file_with_other_content_is_locked_and_left_unchanged() {
    for content in [
        &b"precious\n"[..],
        b"4711 (`mou add`)",
        b"4711 (`mou add`)\nprecious\n",
        b"4711 (`mou add`)\n4712 (`mou add`)\n",
        b"4711\n",
        b" 4711 (`mou add`)\n",
        b"4711 (``)\n",
        b"x (`mou add`)\n",
        b"\n",
        b"4711 (`mou \xff`)\n",
        b"99999999999999999999 (`mou add`)\n",
        b"{\n  \"format\": \"mou-registry\"\n}\n",
    ] {
        let folder = Folder::with(TWO);
        folder.put("registry.json.lock", content);
        let written = fs::metadata(folder.path("registry.json.lock")).unwrap();
        folder.add("c").unwrap();
        assert_eq!(fs::read(folder.path("registry.json.lock")).unwrap(), content);
        let now = fs::metadata(folder.path("registry.json.lock")).unwrap();
        assert_eq!(now.modified().unwrap(), written.modified().unwrap());
        assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 3);
        // It is still the lock.
        let lock = fs::File::open(folder.path("registry.json.lock")).unwrap();
        lock.lock().unwrap();
        assert_eq!(add(&impatient(&folder, false), "d").unwrap_err().kind(), Kind::Locked);
    }
}

#[test]
fn file_with_a_second_name_is_locked_and_left_unchanged() {
    for content in ["", NOTE, "precious"] {
        let folder = Folder::with(TWO);
        folder.put("precious", content);
        fs::hard_link(folder.path("precious"), folder.path("registry.json.lock")).unwrap();
        folder.add("c").unwrap();
        assert_eq!(folder.text_of("precious"), content);
        let lock = fs::File::open(folder.path("precious")).unwrap();
        lock.lock().unwrap();
        assert_eq!(add(&impatient(&folder, false), "d").unwrap_err().kind(), Kind::Locked);
        drop(lock);
        fs::remove_file(folder.path("precious")).unwrap();
        folder.add("d").unwrap();
        let is_note = content != "precious";
        let left = if is_note { own_note() } else { content.to_owned() };
        assert_eq!(folder.text_of("registry.json.lock"), left);
    }
}

#[test]
fn content_of_a_foreign_lock_file_is_not_shown() {
    let folder = Folder::with(TWO);
    folder.put("registry.json.lock", "my password\n");
    let lock = fs::File::open(folder.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    let error = add(&impatient(&folder, false), "c").unwrap_err();
    assert_eq!(folder.words(&error), "`registry.json` is locked by another process");
}

#[cfg(unix)] // modes
#[test]
fn new_lock_file_of_a_new_registry_is_private() {
    let folder = Folder::new();
    folder.add("a").unwrap();
    assert_eq!(fs::metadata(folder.path("registry.json.lock")).unwrap().mode() & 0o7777, 0o600);
}

/// How many write at once. Wine has one process for all files, which many would keep from its work.
const WRITERS: usize = if cfg!(windows) { 4 } else { 16 };

#[test]
fn writers_at_once_lose_nothing_and_readers_see_no_half_file() {
    let folder = Folder::new();
    folder.add("first").unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Ordering::Relaxed) {
                let began = Instant::now();
                let reading = folder.store().read().unwrap();
                reading.verify().unwrap();
                let now = reading.ids().unwrap().len();
                assert!(now >= seen);
                seen = now;
                drop(reading);
                // Not every Windows can replace a file that is almost always open.
                if cfg!(windows) {
                    thread::sleep(3 * began.elapsed());
                }
            }
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let folder = &folder;
                scope.spawn(move || {
                    for n in 0..64 / WRITERS {
                        folder.add(&format!("w{writer}-{n}")).unwrap();
                    }
                })
            })
            .collect();
        // The reader is stopped before any failure ends the test: it would never end.
        let ended: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
        for ended in ended {
            ended.unwrap();
        }
    });
    assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 65);
    assert_eq!(folder.names(), ["registry.json", "registry.json.lock", "registry.log.jsonl"]);
}
