//! Links, modes, folders and what lies beside a registry.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::super::Mode;
use super::{Folder, TWO, agreement, put, stamp, store_at};

#[cfg(unix)] // modes
fn mode_of(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

#[cfg(unix)] // links
fn is_link(path: &std::path::Path) -> bool {
    fs::symlink_metadata(path).unwrap().is_symlink()
}

#[cfg(unix)] // links
#[test]
fn a_link_stays_a_link_and_its_target_is_replaced() {
    let folder = Folder::new();
    fs::create_dir(folder.path("there")).unwrap();
    fs::create_dir(folder.path("links")).unwrap();
    put(&folder.path("there/real.json"), TWO.as_bytes());
    symlink("../links/second", folder.path("links/first")).unwrap();
    symlink("../there/real.json", folder.path("links/second")).unwrap();
    symlink(folder.path("links/first"), folder.path("registry.json")).unwrap();
    folder.add("c").unwrap();
    for link in ["registry.json", "links/first", "links/second"] {
        assert!(is_link(&folder.path(link)), "{link}");
    }
    assert!(!is_link(&folder.path("there/real.json")));
    assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 3);
    assert!(folder.path("there/real.json.lock").exists());
    assert_eq!(folder.names(), ["links", "registry.json", "there"]);
}

#[cfg(unix)] // links
#[test]
fn a_link_to_nothing_gets_its_target_made() {
    let folder = Folder::new();
    symlink("real.json", folder.path("registry.json")).unwrap();
    assert!(folder.store().read().is_err());
    assert!(folder.add("a").unwrap().created);
    let names = ["real.json", "real.json.lock", "real.log.jsonl", "registry.json"];
    assert_eq!(folder.names(), names);
    assert!(is_link(&folder.path("registry.json")));
}

#[cfg(unix)] // links
#[test]
fn a_loop_of_links_is_refused() {
    let folder = Folder::new();
    symlink("other.json", folder.path("registry.json")).unwrap();
    symlink("registry.json", folder.path("other.json")).unwrap();
    for error in [folder.store().read().unwrap_err(), folder.add("a").unwrap_err()] {
        assert_eq!(folder.words(&error), "`registry.json` is a circular link");
        assert_eq!(error.code(), 1);
    }
}

#[cfg(unix)] // modes
#[test]
fn the_mode_of_the_old_file_is_kept_and_a_new_one_is_private() {
    let folder = Folder::new();
    folder.add("a").unwrap();
    assert_eq!(mode_of(&folder.path("registry.json")), 0o600);
    assert_eq!(mode_of(&folder.path("registry.json.lock")), 0o600);
    for mode in [0o644, 0o666, 0o640, 0o200] {
        fs::set_permissions(folder.path("registry.json"), fs::Permissions::from_mode(mode))
            .unwrap();
        folder.add(&format!("b{mode}")).unwrap();
        assert_eq!(mode_of(&folder.path("registry.json")), mode);
    }
}

#[cfg(unix)] // modes
#[test]
fn the_owner_of_the_old_file_is_kept_where_that_is_allowed() {
    let folder = Folder::with(TWO);
    let path = folder.path("registry.json");
    if std::os::unix::fs::chown(&path, Some(1234), Some(4321)).is_err() {
        return; // Only root may try.
    }
    assert_eq!(folder.add("c").unwrap().warnings, [""; 0]);
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (1234, 4321));
    assert_eq!(fs::metadata(folder.path("registry.json.lock")).unwrap().gid(), 4321);
}

#[cfg(unix)] // modes
#[test]
fn a_registry_that_is_read_only_is_refused() {
    let folder = Folder::with(TWO);
    fs::set_permissions(folder.path("registry.json"), fs::Permissions::from_mode(0o444)).unwrap();
    let error = folder.add("c").unwrap_err();
    assert_eq!(folder.words(&error), "`registry.json` is read-only (mode 0444)");
    assert_eq!(error.code(), 1);
    assert_eq!((folder.text(), folder.names()), (TWO.to_owned(), vec!["registry.json".to_owned()]));
    folder.store().read().unwrap();
}

#[test]
fn the_folder_of_the_default_registry_is_made_and_that_of_a_named_one_is_not() {
    let folder = Folder::new();
    let path = folder.path("data/mou/registry.json");
    let add = |named: bool| {
        store_at(path.clone(), named).change(&stamp(), Mode::Apply, |draft| {
            draft.put(agreement("a"));
            Ok(())
        })
    };
    let error = add(true).unwrap_err();
    assert_eq!(folder.words(&error), "there is no folder `data/mou`");
    assert_eq!(folder.names(), [""; 0]);
    assert!(add(false).unwrap().created);
    #[cfg(unix)]
    for made in ["data", "data/mou"] {
        assert_eq!(mode_of(&folder.path(made)), 0o700, "{made}");
    }
}

#[test]
fn temporary_files_of_killed_runs_are_swept_and_others_are_left() {
    let folder = Folder::with(TWO);
    put(&folder.path(".registry.json.aB3dE9.tmp"), b"half");
    for other in [
        ".registry.json.tmp",
        ".registry.json.aB3dE9x.tmp",
        "x.registry.json.aB3dE9.tmp",
        ".registry.json.aB3dE9.tmp~",
    ] {
        put(&folder.path(other), b"other");
    }
    folder.store().read().unwrap();
    assert!(folder.path(".registry.json.aB3dE9.tmp").exists());
    folder.add("c").unwrap();
    assert!(!folder.path(".registry.json.aB3dE9.tmp").exists());
    assert_eq!(folder.names().len(), 7);
}

#[test]
fn copies_that_a_sync_client_set_aside_are_warned_of() {
    let folder = Folder::with(TWO);
    let copies = [
        "registry (Mei's conflicted copy 2025-01-04).json",
        "registry (conflicted copy 2025-01-04 120000).json",
        "registry (SFConflict mei@example.org 2025-01-04).json",
        "registry.sync-conflict-20250104-120000-ABCDEFG.json",
        "registry_conflict-20250104-120000.json",
    ];
    for name in copies.into_iter().chain([
        "registry.json~",
        "registry-old.json",
        "conflict.json",
        "registryconflict.json",
        "registry.conflict.txt",
    ]) {
        put(&folder.path(name), b"");
    }
    let outcome = folder.add("c").unwrap();
    let mut wanted: Vec<String> = copies
        .map(|name| {
            format!(
                "`{}` contains changes of a sync client that were not \
                merged",
                folder.path(name).display()
            )
        })
        .to_vec();
    wanted.sort();
    assert_eq!(outcome.warnings, wanted);
    assert_eq!(folder.store().conflict_copies().unwrap().len(), copies.len());
}

#[test]
fn a_hard_link_is_warned_of() {
    let folder = Folder::with(TWO);
    fs::hard_link(folder.path("registry.json"), folder.path("second.json")).unwrap();
    let outcome = folder.add("c").unwrap();
    assert_eq!(outcome.warnings.len(), 1);
    assert!(outcome.warnings[0].contains("hard link"));
    assert_eq!(folder.text_of("second.json"), TWO);
}

#[test]
fn a_name_that_leaves_no_room_for_the_files_beside_it_is_refused() {
    let folder = Folder::new();
    let name = |letters: usize| format!("{}.json", "r".repeat(letters - 5));
    let add = |name: &str| {
        folder.store_of(name).change(&stamp(), Mode::Apply, |draft| {
            draft.put(agreement("a"));
            Ok(())
        })
    };
    let error = add(&name(244)).unwrap_err();
    assert_eq!(error.hint(), Some("a name has at most 243 bytes"));
    assert_eq!((error.code(), folder.names().len()), (1, 0));
    add(&name(243)).unwrap();
    add(&name(243).replace("rr", "é")).unwrap();
}

#[test]
fn a_relative_name_without_a_folder_stands_in_the_present_one() {
    let target = super::super::path::ResolvedPath::find("no-such-registry.json".as_ref()).unwrap();
    assert_eq!(target.folder_to_open(), std::path::Path::new("."));
    crate::platform::sync_folder(target.folder_to_open()).unwrap();
}
