//! Commands can be undone and redone, byte for byte, or the refusal names the reason.

use std::fs;

use super::super::{EntryKind, Mode};
use super::{Folder, TWO, agreement, stamp_of};
use crate::domain::Header;

fn titles(folder: &Folder) -> String {
    let reading = folder.store().read().unwrap();
    let titles = reading.scan(|record, titles| {
        titles.push(record.agreement()?.title);
        Ok(())
    });
    titles.unwrap().join(" ")
}

#[test]
fn undo_takes_back_the_last_command_and_redo_puts_it_back() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    let one = folder.text();
    folder.title("a-2020", "Two").unwrap();
    let two = folder.text();
    let undone = folder.undo(1).unwrap();
    assert_eq!(folder.text(), one);
    let [taken] = undone.value.as_slice() else { panic!("one command") };
    assert_eq!((taken.number, taken.command_line.as_str()), (2, "mou edit a-2020 --title Two"));
    assert_eq!(taken.ids, ["a-2020".parse().unwrap()]);
    let [change] = undone.changes.as_slice() else { panic!("one change") };
    assert_eq!(change.before.as_ref().unwrap().title, "Two");
    assert_eq!(change.after.as_ref().unwrap().title, "One");
    assert_eq!((undone.created, undone.head), (false, None));
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), one);
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), two);
    let deeds: Vec<EntryKind> =
        folder.log().entries.into_iter().map(|entry| entry.kind()).collect();
    let (undo, redo) = (|n| EntryKind::Undo(vec![n]), |n| EntryKind::Redo(vec![n]));
    assert_eq!(deeds, [EntryKind::Change, EntryKind::Change, undo(2), undo(1), redo(1), redo(2)]);
}

#[test]
fn several_commands_are_taken_back_at_once_and_put_back_one_by_one() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.remove("b-2021").unwrap();
    folder.add("c").unwrap();
    folder.title("c", "See").unwrap();
    let done = folder.text();
    let undone = folder.undo(4).unwrap();
    assert_eq!(folder.text(), TWO);
    let numbers: Vec<u64> = undone.value.iter().map(|taken| taken.number).collect();
    assert_eq!(numbers, [4, 3, 2, 1]);
    assert_eq!(undone.changes.len(), 3);
    assert!(folder.log().entries.iter().take(4).all(|entry| entry.is_undone));
    let steps = ["One B", "One", "One C", "One See"];
    for step in steps {
        folder.redo(1).unwrap();
        assert_eq!(titles(&folder), step);
    }
    assert_eq!(folder.text(), done);
    assert!(folder.log().entries.iter().all(|entry| !entry.is_undone));
    folder.undo(3).unwrap();
    assert_eq!(titles(&folder), "One B");
    folder.redo(2).unwrap();
    assert_eq!(titles(&folder), "One C");
}

#[test]
fn commands_that_cancel_out_are_undone_and_redone_without_a_change() {
    let folder = Folder::with(TWO);
    folder.add("c").unwrap();
    folder.remove("c").unwrap();
    let outcome = folder.undo(2).unwrap();
    assert_eq!((outcome.value.len(), outcome.changes.len()), (2, 0));
    assert_eq!(folder.text(), TWO);
    assert!(folder.undo(1).is_err());
    folder.redo(1).unwrap();
    assert_eq!(titles(&folder), "A B C");
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    folder.undo(1).unwrap();
    assert_eq!(titles(&folder), "A B C");
}

#[test]
fn what_is_not_known_and_how_it_is_spelled_comes_back() {
    let text = TWO.replace("\"title\": \"A\"", "\"t\\u0069tle\": \"\\u0041\"");
    let folder = Folder::with(&text);
    folder.remove("a-2020").unwrap();
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), text);
    folder.title("a-2020", "One").unwrap();
    folder.owner("Kyoto").unwrap();
    folder.undo(2).unwrap();
    assert_eq!(folder.text(), text);
}

#[test]
fn what_the_registry_says_of_itself_is_undone_too() {
    let folder = Folder::with(TWO);
    folder.owner("Kyoto").unwrap();
    let done = folder.text();
    let outcome = folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    let (before, after) = outcome.head.unwrap();
    assert_eq!((before.owner.as_deref(), after.owner), (Some("Kyoto"), None));
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), done);
    folder.put("registry.json", done.replace("\"Kyoto\"", "\"Oxford\""));
    assert_eq!(
        folder.undo(1).unwrap_err().message(),
        "`mou config owner Kyoto` cannot be undone: the header of the registry has since been \
            changed outside the log"
    );
}

#[test]
fn a_record_that_is_another_now_is_not_touched() {
    let folder = Folder::with(TWO);
    folder.add("c").unwrap();
    folder
        .change_as(&["edit", "all"], |draft| {
            for id in ["a-2020", "c"] {
                let mut agreement = draft.get(id)?.unwrap();
                agreement.title = "Ours".into();
                draft.put(agreement);
            }
            Ok(())
        })
        .unwrap();
    let ours = folder.text();
    let refused = |what: &str| {
        let text = folder.text();
        let error = folder.undo(1).unwrap_err();
        assert_eq!(error.message(), format!("`mou edit all` cannot be undone: record `c` {what}"));
        assert_eq!(
            (error.code(), error.hint()),
            (1, Some("`mou log c` shows what was done to it"))
        );
        assert_eq!(folder.text(), text);
    };
    let (start, c) = ours.split_at(ours.find("\"id\": \"c\"").unwrap());
    folder.put("registry.json", format!("{start}{}", c.replace("Ours", "Theirs")));
    refused("has since been changed outside the log");
    let without = start.rfind(",\n    {").unwrap();
    let end = ours.find("\n  ],\n  \"x-last\"").unwrap();
    folder.put("registry.json", format!("{}{}", &ours[..without], &ours[end..]));
    refused("no longer exists");
    folder.put("registry.json", &ours);
    folder.undo(1).unwrap();
    assert_eq!(titles(&folder), "A B C");
}

#[test]
fn an_id_that_is_taken_again_is_not_overwritten() {
    let folder = Folder::with(TWO);
    let without = TWO.replace("a-2020", "zz-2020");
    folder.remove("a-2020").unwrap();
    folder.put("registry.json", without.replace("zz-2020", "a-2020").replace("\"A\"", "\"N\""));
    assert_eq!(
        folder.undo(1).unwrap_err().message(),
        "`mou remove a-2020` cannot be undone: record `a-2020` exists again"
    );
}

#[test]
fn blanks_alone_are_no_change() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.put("registry.json", folder.text().replace("\n      ", "\n\t"));
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    folder.put("registry.json", TWO.replace("\n      ", "\n\t"));
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), TWO.replace("\"A\"", "\"One\""));
}

#[test]
fn a_command_after_an_undo_ends_what_can_be_redone() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.undo(1).unwrap();
    folder.title("b-2021", "Two").unwrap();
    let error = folder.redo(1).unwrap_err();
    assert_eq!(
        error.message(),
        "there is nothing to redo: `mou edit b-2021 --title Two` came after the last undo"
    );
    assert_eq!(error.code(), 1);
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    let error = folder.redo(2).unwrap_err();
    assert_eq!(error.message(), "there is one command to redo, not 2");
    assert_eq!(error.hint(), Some("`mou redo`"));
    // The first one stays undone.
    let undone: Vec<bool> = folder.log().entries.iter().map(|entry| entry.is_undone).collect();
    assert_eq!(undone, [true, false, true, false]);
    assert!(folder.undo(1).unwrap_err().message().starts_with("there is nothing to undo"));
}

#[test]
fn where_nothing_was_done_there_is_nothing_to_undo() {
    let folder = Folder::with(TWO);
    for error in [folder.undo(1).unwrap_err(), folder.undo(7).unwrap_err()] {
        assert_eq!(error.message(), "there is nothing to undo");
        assert_eq!((error.code(), error.hint()), (1, Some("`mou log` shows what was done")));
    }
    assert_eq!(folder.redo(1).unwrap_err().message(), "there is nothing to redo");
    assert_eq!(folder.names(), ["registry.json"]);
}

#[test]
fn the_registry_that_a_command_made_stays() {
    let folder = Folder::new();
    folder.add("a").unwrap();
    let made = folder.text();
    let outcome = folder.undo(1).unwrap();
    assert_eq!((outcome.changes.len(), outcome.head.is_some()), (1, false));
    let reading = folder.store().read().unwrap();
    assert!(reading.head().uid.is_some() && reading.is_empty().unwrap());
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), made);

    let folder = Folder::new();
    let stamp = stamp_of(&["init"]);
    folder.store().create(&stamp, Mode::Apply, &Header::default()).unwrap();
    assert_eq!(
        folder.undo(1).unwrap_err().message(),
        "there is nothing to undo: `mou init` created the registry, which cannot be undone"
    );
    folder.add("a").unwrap();
    folder.undo(1).unwrap();
    assert!(folder.undo(1).is_err());
}

#[test]
fn a_trial_undoes_nothing() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    let (text, log) = (folder.text(), folder.log_text());
    let tried = folder.store().undo(&stamp_of(&["undo"]), Mode::Try, 1).unwrap();
    assert_eq!((tried.value.len(), tried.changes.len()), (1, 1));
    assert_eq!((folder.text(), folder.log_text()), (text, log));
    folder.undo(1).unwrap();
    let tried = folder.store().redo(&stamp_of(&["redo"]), Mode::Try, 1).unwrap();
    assert_eq!(tried.changes.len(), 1);
    assert_eq!(folder.text(), TWO);
}

#[test]
fn a_renaming_is_undone_whole() {
    let folder = Folder::with(TWO);
    let (old, new) = ("a-2020".parse().unwrap(), "z".parse().unwrap());
    folder.change(|draft| draft.rename(&old, &new)).unwrap();
    let renamed = folder.text();
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
    folder.redo(1).unwrap();
    assert_eq!(folder.text(), renamed);
}

#[test]
fn an_undo_that_the_log_missed_is_known_all_the_same() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.title("b-2021", "Two").unwrap();
    let log = folder.log_text();
    folder.undo(1).unwrap();
    folder.put("registry.log.jsonl", log);
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), TWO);
}

#[test]
fn without_its_log_a_registry_is_changed_as_before() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    fs::remove_file(folder.path("registry.log.jsonl")).unwrap();
    assert_eq!(folder.undo(1).unwrap_err().message(), "there is nothing to undo");
    folder
        .change(|draft| {
            draft.put(agreement("c"));
            Ok(())
        })
        .unwrap();
    folder.undo(1).unwrap();
    assert_eq!(titles(&folder), "One B");
}
