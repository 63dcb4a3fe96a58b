//! Every command adds a line to the log, and no log prevents a command.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use sha2::{Digest, Sha256};

use super::super::history::{LogEntry, append};
use super::super::path::ResolvedPath;
use super::super::{EntryKind, Mode, Version};
use super::{Folder, TWO, agreement, put, stamp, stamp_of, store_at};
use crate::domain::Header;
use crate::error::{Error, Kind};

const LOG: &str = "registry.log.jsonl";
const OLDER: &str = "registry.log.1.jsonl";

fn sha256(text: &str) -> String {
    let letters = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    letters.concat()
}

/// The text of a record, as in the file.
fn record(folder: &Folder, id: &str) -> String {
    folder.store().read().unwrap().find(id).unwrap().unwrap().text().to_owned()
}

#[test]
fn a_line_says_who_did_what_when_and_to_which_bytes() {
    let folder = Folder::with(TWO);
    let before = record(&folder, "a-2020");
    folder
        .change_as(&["edit", "…"], |draft| {
            let mut a = draft.get("a-2020")?.unwrap();
            a.title = "Å".into();
            draft.put(a);
            draft.remove(&"b-2021".parse().unwrap());
            draft.put(agreement("c"));
            Ok(())
        })
        .unwrap();
    let line: serde_json::Value = serde_json::from_str(&folder.log_text()).unwrap();
    let uid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    let b = Folder::with(TWO);
    let expected = serde_json::json!({
        "n": 1,
        "at": "2025-01-04T09:00:00+08:00",
        "who": "mei",
        "command": ["mou", "edit", "…"],
        "uid": uid,
        "changes": [
            {"id": "a-2020", "before": before, "after": sha256(&record(&folder, "a-2020"))},
            {"id": "b-2021", "before": record(&b, "b-2021")},
            {"id": "c", "after": sha256(&record(&folder, "c"))},
        ],
        "sum": line["sum"],
    });
    assert_eq!(line, expected);
    let text = folder.log_text();
    let body = text.split(",\"sum\":").next().unwrap();
    assert_eq!(line["sum"], sha256(body));
    assert!(text.ends_with("\"}\n") && text.lines().count() == 1);
}

#[test]
fn what_the_registry_says_of_itself_is_logged_without_an_id() {
    let folder = Folder::with(TWO);
    folder.owner("Kyoto").unwrap();
    let line: serde_json::Value = serde_json::from_str(&folder.log_text()).unwrap();
    let change = &line["changes"][0];
    assert_eq!(change.get("id"), None);
    assert!(change["before"].as_str().unwrap().contains("\"x-origin\": 1.10"));
    assert_eq!(change["after"].as_str().unwrap().len(), 64);
    let history = folder.log();
    let change = history.entries[0].header_change().unwrap();
    let (before, after) = (change.before_version(), change.after_version.clone());
    let owner = |version: Version| version.head().unwrap().owner;
    assert_eq!((owner(before), owner(after)), (None, Some("Kyoto".to_owned())));
}

#[test]
fn what_changes_nothing_leaves_no_line() {
    let folder = Folder::with(TWO);
    folder.change(|_| Ok(())).unwrap();
    folder.change(|_| Err::<(), _>(Error::failed("no"))).unwrap_err();
    folder
        .store()
        .change(&stamp(), Mode::Try, |draft| {
            draft.put(agreement("c"));
            Ok(())
        })
        .unwrap();
    assert_eq!(folder.names(), ["registry.json"]);
}

#[test]
fn the_log_stands_beside_the_registry_under_its_name() {
    let cases = [
        ("registry.json", "registry.log.jsonl"),
        ("mous", "mous.log.jsonl"),
        ("mous.JSON", "mous.JSON.log.jsonl"),
        ("mous.json.json", "mous.json.log.jsonl"),
    ];
    for (name, log) in cases {
        let folder = Folder::new();
        folder.store_of(name).create(&stamp(), Mode::Apply, &Header::default()).unwrap();
        assert!(folder.path(log).exists(), "{name}");
    }
}

#[cfg(unix)] // modes and links
#[test]
fn the_log_has_the_mode_of_the_registry_behind_a_link() {
    let folder = Folder::new();
    folder.store().create(&stamp(), Mode::Apply, &Header::default()).unwrap();
    assert_eq!(fs::metadata(folder.path(LOG)).unwrap().mode() & 0o777, 0o600);
    let folder = Folder::new();
    fs::create_dir(folder.path("there")).unwrap();
    put(&folder.path("there/real.json"), TWO.as_bytes());
    fs::set_permissions(folder.path("there/real.json"), fs::Permissions::from_mode(0o664)).unwrap();
    symlink("there/real.json", folder.path("registry.json")).unwrap();
    folder.add("c").unwrap();
    let log = fs::metadata(folder.path("there/real.log.jsonl")).unwrap();
    assert_eq!(log.mode() & 0o777, 0o664);
    assert_eq!(folder.log().entries.len(), 1);
}

#[test]
fn the_history_tells_each_record_before_and_after() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.title("a-2020", "Two").unwrap();
    folder.remove("b-2021").unwrap();
    folder.add("c").unwrap();
    let history = folder.log();
    assert_eq!(history.warnings, [""; 0]);
    let shown: Vec<String> = history
        .entries
        .iter()
        .map(|entry| {
            let [trail] = entry.changes.as_slice() else { panic!("one record") };
            let title = |version: &Version| match version {
                Version::Nothing => "none".to_owned(),
                Version::Text(_) => version.agreement().unwrap().title.into(),
                Version::Lost => "lost".to_owned(),
            };
            let (before, after) = (title(&trail.before_version()), title(&trail.after_version));
            let id = trail.id.as_ref().unwrap();
            format!("{} {id}: {before} → {after}", entry.number)
        })
        .collect();
    assert_eq!(
        shown,
        ["1 a-2020: A → One", "2 a-2020: One → Two", "3 b-2021: B → none", "4 c: none → C"]
    );
    assert_eq!(history.entries[0].command_line(), "mou edit a-2020 --title One");
    assert!(
        history.entries.iter().all(|entry| entry.kind() == EntryKind::Change && !entry.created)
    );
}

#[test]
fn what_somebody_changed_by_hand_is_not_passed_off_as_the_commands() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.put("registry.json", folder.text().replace("\"One\"", "\"By hand\""));
    let history = folder.log();
    assert_eq!(history.entries[0].changes[0].after_version, Version::Lost);
    folder.title("a-2020", "Two").unwrap();
    let history = folder.log();
    assert_eq!(history.entries[0].changes[0].after_version, Version::Lost);
    let before = history.entries[1].changes[0].before_version().agreement().unwrap();
    assert_eq!(before.title, "By hand");
}

#[test]
fn a_registry_that_is_damaged_still_has_a_history() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.put("registry.json", "{");
    let history = folder.log();
    assert_eq!(history.entries.len(), 1);
    assert_eq!(history.entries[0].changes[0].after_version, Version::Lost);
    assert_eq!(history.warnings.len(), 1);
    assert_eq!(folder.undo(1).unwrap_err().kind(), Kind::Damaged);
    fs::remove_file(folder.path("registry.json")).unwrap();
    assert_eq!(folder.store().log().unwrap_err().kind(), Kind::NoRegistry);
    let usual = store_at(folder.path("registry.json"), false);
    assert_eq!(usual.log().unwrap().entries.len(), 1);
    let error = usual.undo(&stamp(), Mode::Apply, 1).unwrap_err();
    assert_eq!(
        folder.words(&error),
        "there is nothing to undo: there is no registry `registry.json`"
    );
}

/// A log that cannot be written is a warning: the change is made and cannot be undone.
#[cfg(unix)] // links
#[test]
fn a_log_that_cannot_be_written_is_a_warning() {
    type Make = fn(&Folder);
    let make: [(&str, Make); 4] = [
        ("it is a link", |folder| {
            put(&folder.path("precious"), b"precious");
            symlink("precious", folder.path(LOG)).unwrap();
        }),
        ("it has two names (a hard link)", |folder| {
            put(&folder.path("precious"), b"precious");
            fs::hard_link(folder.path("precious"), folder.path(LOG)).unwrap();
        }),
        ("it is a folder", |folder| fs::create_dir(folder.path(LOG)).unwrap()),
        ("no space left on device", |folder| {
            // A device is no log either, and a link to one none the less.
            symlink("/dev/full", folder.path(LOG)).unwrap();
        }),
    ];
    for (why, make) in make {
        let folder = Folder::with(TWO);
        make(&folder);
        let outcome = folder.add("c").unwrap();
        assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 3, "{why}");
        let [warning] = outcome.warnings.as_slice() else { panic!("one warning: {why}") };
        let why = if why.starts_with("no space") { "it is a link" } else { why };
        assert!(
            warning.starts_with("this cannot be undone: cannot write the log `")
                && warning.ends_with(&format!("{LOG}`: {why}")),
            "{warning}"
        );
        assert!(folder.store().log().is_ok());
        assert_eq!(folder.undo(1).unwrap_err().code(), 1);
        if folder.path("precious").exists() {
            assert_eq!(folder.text_of("precious"), "precious");
        }
    }
}

#[cfg(unix)] // named pipes
#[test]
fn a_log_that_is_a_pipe_holds_nobody_up() {
    let folder = Folder::with(TWO);
    let made = std::process::Command::new("mkfifo").arg(folder.path(LOG)).status().unwrap();
    assert!(made.success());
    assert_eq!(folder.add("c").unwrap().warnings.len(), 1);
    assert_eq!(folder.log().warnings.len(), 1);
}

#[test]
fn a_line_whose_change_never_came_to_be_is_passed_over() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    let text = folder.text();
    folder.title("a-2020", "Killed").unwrap();
    folder.put("registry.json", &text);
    assert_eq!(folder.log_text().lines().count(), 2);
    assert_eq!(folder.log().entries.len(), 1);
    folder.title("b-2021", "Two").unwrap();
    let numbers: Vec<u64> = folder.log().entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 3]);
    folder.undo(2).unwrap();
    assert_eq!(folder.text(), TWO);
}

#[test]
fn a_line_is_withdrawn_whole() {
    let folder = Folder::with(TWO);
    for lines in 0..2 {
        let log = if lines == 0 { String::new() } else { folder.log_text() };
        let target = ResolvedPath::find(&folder.path("registry.json")).unwrap();
        let line = LogEntry::new(&[], false, None, EntryKind::Undo(vec![1]));
        let (appended, warnings) = append(&target, None, 1_000_000, &mut line.stamped(&stamp()));
        assert_eq!(warnings, [""; 0]);
        assert_eq!(folder.log_text().lines().count(), lines + 1);
        appended.unwrap().withdraw();
        assert_eq!(folder.log_text(), log);
        folder.title("a-2020", "One").unwrap();
    }
}

#[test]
fn a_log_that_has_grown_is_set_aside() {
    let folder = Folder::with(TWO);
    folder
        .change(|draft| {
            draft.head_mut().settings.log = Some(2_000);
            Ok(())
        })
        .unwrap();
    for number in 0..12 {
        folder.title("a-2020", &format!("Title {number}")).unwrap();
        assert!(fs::metadata(folder.path(LOG)).unwrap().len() < 3_000);
    }
    let older = folder.text_of(OLDER);
    let history = folder.log();
    let numbers: Vec<u64> = history.entries.iter().map(|entry| entry.number).collect();
    let last: Vec<u64> = (numbers[0]..=13).collect();
    assert_eq!(numbers, last);
    assert!(numbers[0] > 1, "the first ones are gone");
    assert_eq!(history.warnings, [""; 0]);
    assert_eq!(older.lines().count() + folder.log_text().lines().count(), numbers.len());
    let count = numbers.len();
    folder.store().undo(&stamp_of(&["undo"]), Mode::Try, count).unwrap();
    let error = folder.undo(count + 1).unwrap_err();
    assert_eq!(
        error.message(),
        format!(
            "there are {count} commands to undo, not {}: the log goes back to entry {} only",
            count + 1,
            numbers[0]
        )
    );
    assert_eq!(error.hint(), Some(format!("`mou undo {count}`").as_str()));
    folder.undo(count).unwrap();
    assert!(folder.text().contains(&format!("\"Title {}\"", numbers[0] - 3)));
}

/// Where each command is larger than the log may be, two of them are remembered.
#[test]
fn the_last_command_can_be_undone_and_redone_however_small_the_log() {
    let folder = Folder::with(TWO);
    folder
        .change(|draft| {
            draft.head_mut().settings.log = Some(0);
            Ok(())
        })
        .unwrap();
    let before = folder.text();
    folder.title("a-2020", "One").unwrap();
    let after = folder.text();
    for _ in 0..4 {
        folder.undo(1).unwrap();
        assert_eq!(folder.text(), before);
        folder.redo(1).unwrap();
        assert_eq!(folder.text(), after);
    }
    assert_eq!(folder.log().entries.len(), 2);
}

#[test]
fn a_log_that_cannot_be_set_aside_goes_on() {
    let folder = Folder::with(TWO);
    folder
        .change(|draft| {
            draft.head_mut().settings.log = Some(0);
            Ok(())
        })
        .unwrap();
    fs::create_dir(folder.path(OLDER)).unwrap();
    let outcome = folder.add("c").unwrap();
    assert_eq!(outcome.warnings.len(), 1);
    assert!(outcome.warnings[0].starts_with("the log keeps growing: "), "{outcome:?}");
    assert_eq!(folder.log().entries.len(), 2);
    folder.undo(1).unwrap();
}

#[test]
fn another_registry_that_stood_here_is_not_this_one() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    fs::remove_file(folder.path("registry.json")).unwrap();
    folder.add("a-2020").unwrap();
    let history = folder.log();
    assert_eq!(history.entries.len(), 1);
    assert!(history.entries[0].created);
    assert!(history.warnings[0].ends_with(
        "also contains the history of another registry, which was \
            here before"
    ));
    let error = folder.undo(2).unwrap_err();
    assert_eq!(
        error.message(),
        "there is one command to undo, not 2: `mou add` created the registry, which cannot be \
            undone"
    );
}

#[test]
fn many_records_in_one_command_are_one_line() {
    let folder = Folder::with(TWO);
    let text = folder.text();
    folder
        .change(|draft| {
            for number in 0..3_000 {
                draft.put(agreement(&format!("n{number:04}")));
            }
            Ok(())
        })
        .unwrap();
    folder
        .change(|draft| {
            for number in 0..3_000 {
                let mut agreement = draft.get(&format!("n{number:04}"))?.unwrap();
                agreement.contact = Some("mei".into());
                draft.put(agreement);
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(folder.log_text().lines().count(), 2);
    let done = folder.text();
    folder.undo(2).unwrap();
    assert_eq!(folder.text(), text);
    folder.redo(2).unwrap();
    assert_eq!(folder.text(), done);
}
