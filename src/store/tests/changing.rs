//! A change is written whole, or not at all, and leaves alone what it does not change.

use std::cell::Cell;
use std::fs;

use proptest::prelude::*;

use super::super::Mode;
use super::super::node::Node;
use super::documents::any_json;
use super::{Folder, TWO, agreement, put, stamp, store_at};
use crate::domain::{Agreement, Event, Header, Value};
use crate::error::{Error, Kind};

#[test]
fn a_changed_value_changes_one_line() {
    let folder = Folder::with(TWO);
    let outcome = folder
        .change(|draft| {
            let mut agreement = draft.get("a-2020")?.unwrap();
            agreement.title = "Æ \u{1b}".into();
            draft.put(agreement);
            Ok("done")
        })
        .unwrap();
    assert_eq!(folder.text(), TWO.replace("\"A\"", "\"Æ \\u001b\""));
    assert_eq!((outcome.value, outcome.created, outcome.warnings.len()), ("done", false, 0));
    let [change] = outcome.changes.as_slice() else { panic!("one change") };
    assert_eq!(change.id.as_str(), "a-2020");
    let title = |agreement: &Option<Agreement>| agreement.as_ref().unwrap().title.clone();
    assert_eq!((title(&change.before), title(&change.after)), ("A".into(), "Æ \u{1b}".into()));
}

#[test]
fn records_are_added_in_their_place_and_removed_with_their_lines() {
    let folder = Folder::with(TWO);
    for id in ["0", "a-2020-2", "z"] {
        folder.add(id).unwrap();
    }
    let ids: Vec<String> = folder
        .text()
        .lines()
        .filter(|line| line.starts_with("      \"id\""))
        .map(str::to_owned)
        .collect();
    assert_eq!(
        ids,
        ["0", "a-2020", "a-2020-2", "b-2021", "z"].map(|id| format!("      \"id\": \"{id}\","))
    );
    let remove = |id: &str| {
        let id = id.parse().unwrap();
        folder.change(|draft| Ok(draft.remove(&id))).unwrap()
    };
    for id in ["0", "a-2020-2", "z"] {
        let outcome = remove(id);
        assert!(outcome.value);
        assert!(outcome.changes[0].after.is_none());
    }
    assert_eq!(folder.text(), TWO);
    remove("a-2020");
    remove("b-2021");
    assert!(folder.text().contains("\n  \"agreements\": [],\n  \"x-last\": ["));
}

#[test]
fn nothing_is_written_where_nothing_differs() {
    // Not canonical, and nevertheless left alone.
    let text = TWO.replace("\n  ", "\n\t");
    let folder = Folder::with(&text);
    let outcome = folder.change(|draft| {
        let agreement = draft.get("a-2020")?.unwrap();
        draft.put(agreement);
        Ok(())
    });
    assert_eq!(outcome.unwrap().changes, []);
    assert_eq!(folder.text(), text);
    assert_eq!(folder.names(), ["registry.json"]);
}

#[test]
fn a_text_that_does_not_read_back_as_what_it_is_to_say_is_not_written() {
    let folder = Folder::with(TWO);
    let refused = folder.change(|draft| {
        let mut agreement = draft.get("a-2020")?.unwrap();
        let mut event = Event::new("amended".parse().unwrap(), "2021".parse().unwrap());
        // JSON has no such number, and serde writes `null` for it.
        event.fields.insert("x".to_owned(), Value::Number(f64::INFINITY));
        agreement.events.push(event);
        draft.put(agreement);
        Ok(())
    });
    let why = "was not written: the new content cannot be read back: record `a-2020` is another";
    let error = refused.unwrap_err();
    assert!(error.message().ends_with(why), "{error}");
    assert_eq!(error.kind(), Kind::Refused);
    assert_eq!(folder.text(), TWO);
    assert_eq!(folder.names(), ["registry.json"]);
}

#[test]
fn a_trial_writes_and_makes_nothing() {
    let folder = Folder::new();
    let store = store_at(folder.path("deep/er/registry.json"), false);
    let outcome = store.change(&stamp(), Mode::Try, |draft| {
        draft.put(agreement("a"));
        Ok(())
    });
    let outcome = outcome.unwrap();
    assert!(outcome.created);
    assert_eq!(outcome.changes[0].after, Some(agreement("a")));
    assert_eq!(folder.names(), [""; 0]);
    let created = store.create(&stamp(), Mode::Try, &Header::default()).unwrap();
    assert!(created.created);
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn a_command_that_is_refused_leaves_no_lock() {
    let folder = Folder::with(TWO);
    let refused = folder.change(|_| Err::<(), _>(Error::not_found("there is no agreement `q`")));
    assert_eq!(refused.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(folder.names(), ["registry.json"]);
}

#[test]
fn a_new_registry_has_a_uid_and_the_canonical_form() {
    let folder = Folder::new();
    let outcome = folder.add("a").unwrap();
    assert!(outcome.created);
    let uid = folder.store().read().unwrap().head().uid.clone().unwrap();
    assert_eq!(
        folder.text(),
        format!(
            "{{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"uid\": \"{uid}\",\n  \
             \"agreements\": [\n    {{\n      \"id\": \"a\",\n      \"title\": \"A\",\n      \
             \"kind\": \"MoU\"\n    }}\n  ]\n}}\n"
        )
    );
    assert_eq!(uid.parse::<uuid::Uuid>().unwrap().get_version_num(), 4);
    assert!(!folder.add("b").unwrap().created);
    assert_eq!(folder.store().read().unwrap().head().uid, Some(uid));
}

#[test]
fn a_registry_is_created_once() {
    let folder = Folder::new();
    let head = Header { owner: Some("GovTech".to_owned()), ..Header::default() };
    assert!(folder.store().create(&stamp(), Mode::Apply, &head).unwrap().created);
    let text = folder.text();
    assert!(text.ends_with("  \"owner\": \"GovTech\",\n  \"agreements\": []\n}\n"), "{text}");
    let error = folder.store().create(&stamp(), Mode::Apply, &head).unwrap_err();
    assert_eq!(folder.words(&error), "there is already a registry `registry.json`");
    assert_eq!((error.code(), folder.text()), (1, text));
    let chosen = Header { uid: Some("chosen".to_owned()), ..Header::default() };
    folder.store_of("other.json").create(&stamp(), Mode::Apply, &chosen).unwrap();
    assert!(folder.text_of("other.json").contains("\"uid\": \"chosen\""));
}

#[test]
fn the_head_is_patched_like_a_record() {
    let folder = Folder::with(TWO);
    let outcome = folder.change(|draft| {
        draft.head_mut().owner = Some("Kyoto".to_owned());
        draft.head_mut().settings.log = Some(1_000_000);
        Ok(())
    });
    assert!(outcome.unwrap().head.is_some());
    let settings = "\"owner\": \"Kyoto\",\n  \"settings\": {\n    \"log\": 1000000\n  },\n  \"x-origin\": 1.10";
    assert_eq!(folder.text(), TWO.replace("\"x-origin\": 1.10", settings));
}

#[test]
fn a_renamed_record_keeps_what_it_holds() {
    let folder = Folder::with(TWO);
    let (old, new) = ("a-2020".parse().unwrap(), "c".parse().unwrap());
    let outcome = folder.change(|draft| draft.rename(&old, &new)).unwrap();
    assert_eq!(outcome.changes.len(), 2);
    let text = folder.text();
    assert!(text.contains("\"x-weight\": 18446744073709551616"));
    assert!(text.find("\"b-2021\"").unwrap() < text.find("\"id\": \"c\"").unwrap());
    let taken = folder.change(|draft| draft.rename(&new, &"b-2021".parse().unwrap())).unwrap_err();
    assert_eq!((taken.message(), taken.code()), ("there is a record `b-2021` already", 1));
    let gone = folder.change(|draft| draft.rename(&old, &new)).unwrap_err();
    assert_eq!(gone.code(), 1);
    let gone = folder.change(|draft| draft.rename(&old, &"d".parse().unwrap())).unwrap_err();
    assert_eq!((gone.message(), gone.code()), ("there is no agreement `a-2020`", 3));
}

#[test]
fn a_draft_shows_what_is_staged_over_what_stands() {
    let folder = Folder::with(TWO);
    let shown = folder.store().change(&stamp(), Mode::Try, |draft| {
        draft.put(agreement("0"));
        draft.put(agreement("b"));
        draft.put(agreement("z"));
        draft.remove(&"b-2021".parse().unwrap());
        let mut changed = draft.get("a-2020")?.unwrap();
        changed.title = "Å".into();
        draft.put(changed);
        let titles = draft.gather(|agreement, titles: &mut Vec<String>| {
            titles.push(agreement.title.to_string());
        })?;
        assert!(draft.contains("z") && draft.contains("a-2020") && !draft.contains("b-2021"));
        assert_eq!(draft.get("b-2021")?, None);
        let ids: Vec<String> = draft.ids()?.iter().map(ToString::to_string).collect();
        Ok((ids.join(" "), titles.join(" ")))
    });
    assert_eq!(shown.unwrap().value, ("0 a-2020 b z".to_owned(), "0 Å B Z".to_owned()));
}

#[test]
fn a_file_that_is_not_canonical_is_written_back_canonical() {
    let minified = serde_json::to_string(
        &serde_json::from_str::<serde_json::Value>(
            &TWO.replace("1e400", "1").replace("18446744073709551616", "7"),
        )
        .unwrap(),
    )
    .unwrap();
    let folder = Folder::with(
        r#"{ "x":1.10,"version":1,"agreements":[{"title":"B","\u0069d":"\u0062","n":[ ],"m":[1 ,{ }]},{"id":"a","title":"A"}],"format":"mou-registry"}"#,
    );
    folder.add("c").unwrap();
    let text = "{\n  \"x\": 1.10,\n  \"version\": 1,\n  \"agreements\": [\n    {\n      \"id\": \"a\",\n      \"title\": \"A\"\n    },\n    {\n      \"id\": \"b\",\n      \"title\": \"B\",\n      \"n\": [],\n      \"m\": [\n        1,\n        {}\n      ]\n    },\n    {\n      \"id\": \"c\",\n      \"title\": \"C\",\n      \"kind\": \"MoU\"\n    }\n  ],\n  \"format\": \"mou-registry\"\n}\n";
    assert_eq!(folder.text(), text);
    let folder = Folder::with(minified);
    folder.add("c").unwrap();
    let pretty: serde_json::Value = serde_json::from_str(&folder.text()).unwrap();
    assert_eq!(pretty["agreements"].as_array().unwrap().len(), 3);
}

#[test]
fn a_file_that_somebody_replaced_meanwhile_gets_the_change_too() {
    let folder = Folder::with(TWO);
    let runs = Cell::new(0);
    folder.change(|_| Ok(())).unwrap();
    put(&folder.path("registry.json.lock"), b"");
    let outcome = folder.change(|draft| {
        runs.set(runs.get() + 1);
        if runs.get() <= 3 {
            let theirs = format!("Theirs {}", runs.get());
            folder.put("registry.json", TWO.replace("\"B\"", &format!("\"{theirs}\"")));
        }
        let mut agreement = draft.get("a-2020")?.unwrap();
        agreement.title = "Ours".into();
        draft.put(agreement);
        Ok(())
    });
    outcome.unwrap();
    assert_eq!(runs.get(), 4);
    assert_eq!(folder.text(), TWO.replace("\"A\"", "\"Ours\"").replace("\"B\"", "\"Theirs 3\""));
}

#[test]
fn a_file_that_never_rests_is_left_to_the_others() {
    let folder = Folder::with(TWO);
    put(&folder.path("registry.json.lock"), b"");
    let runs = Cell::new(0);
    let error = folder.change(|draft| {
        runs.set(runs.get() + 1);
        folder.put("registry.json", TWO.replace("\"B\"", &format!("\"{}\"", runs.get())));
        draft.put(agreement("c"));
        Ok(())
    });
    let error = error.unwrap_err();
    assert_eq!(folder.words(&error), "`registry.json` keeps being changed by another program");
    assert_eq!((runs.get(), error.code()), (4, 1));
    assert_eq!(folder.text(), TWO.replace("\"B\"", "\"4\""));
    assert_eq!(folder.names(), ["registry.json", "registry.json.lock"]);
}

#[test]
fn a_file_that_was_taken_away_meanwhile_is_not_made_anew() {
    let folder = Folder::with(TWO);
    put(&folder.path("registry.json.lock"), b"");
    let error = folder.change(|draft| {
        let _ = fs::remove_file(folder.path("registry.json"));
        draft.put(agreement("c"));
        Ok(())
    });
    let error = error.unwrap_err();
    assert_eq!(
        folder.words(&error),
        "`registry.json` was removed by another program during the \
        change"
    );
    assert_eq!(folder.names(), ["registry.json.lock"]);
}

#[test]
fn a_registry_that_somebody_made_meanwhile_is_added_to() {
    let folder = Folder::new();
    put(&folder.path("registry.json.lock"), b"");
    let outcome = folder.change(|draft| {
        if !draft.exists() {
            folder.put("registry.json", TWO);
        }
        draft.put(agreement("c"));
        Ok(())
    });
    assert!(!outcome.unwrap().created);
    assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_not_known_survives_a_change_digit_for_digit(unknown in any_json(), inner in any_json()) {
        let text = format!(
            "{{\"format\":\"mou-registry\",\"version\":1,\"x\":{unknown},\"agreements\":[\
             {{\"id\":\"a\",\"x\":{inner},\"title\":\"A\",\"parties\":[{{\"x\":{inner},\"name\":\"K\"}}]}}]}}"
        );
        let folder = Folder::with(text);
        folder.change(|draft| {
            let mut agreement = draft.get("a")?.unwrap();
            agreement.title = "B".into();
            agreement.parties[0].short = Some("S".into());
            draft.put(agreement);
            Ok(())
        }).unwrap();
        let written = Node::parse(&folder.text()).unwrap();
        prop_assert_eq!(written.get("x"), Some(&Node::parse(&unknown).unwrap()));
        let Some(Node::Array(records)) = written.get("agreements") else { panic!("records") };
        prop_assert_eq!(records[0].get("x"), Some(&Node::parse(&inner).unwrap()));
        let Some(Node::Array(parties)) = records[0].get("parties") else { panic!("parties") };
        prop_assert_eq!(parties[0].get("x"), Some(&Node::parse(&inner).unwrap()));
        prop_assert_eq!(parties[0].get("short"), Some(&Node::text("S")));
        prop_assert_eq!(folder.text(), format!("{}\n", written.print()));
    }
}
