//! `log`, `undo` and `redo`.

use serde_json::{Value, json};

use crate::world::{Told, World};

fn add(world: &World, title: &str) -> Told {
    world.mou(&["add", title, "--party", "Kyoto [JP]", "--signed", "2024-05-01", "--term", "3y"])
}

#[test]
fn log_table_lists_the_latest_entry_first() {
    let world = World::of_example();
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(world.mou(&renew).code, 0);
    assert_eq!(add(&world, "It's $HOME \u{1b}").code, 0);
    assert_eq!(
        world.mou(&["log"]).whole(),
        "2  2026-11-22T09:30:00Z  mei  mou add 'It'\\''s $HOME \\u{1b}' --party \"Kyoto [JP]\" \
         --signed 2024-05-01 --term 3y\n  kyoto-2024 (added)\n\n\
         1  2026-11-22T09:30:00Z  mei  mou renew gds-govtech-2022 --term 3y --on 2025-06-30\n  \
         gds-govtech-2022\n    events: (none) → 2025-06-30 renewed, term P3Y\n"
    );
    assert_eq!(
        world.mou(&["log", "kyo", "--ascii"]).whole(),
        "2  2026-11-22T09:30:00Z  mei  mou add 'It'\\''s $HOME \\u{1b}' --party \"Kyoto [JP]\" \
         --signed 2024-05-01 --term 3y\n  kyoto-2024 (added)\n    id: kyoto-2024\n    title: It's \
         $HOME \\u{1b}\n    kind: MoU\n    parties: Kyoto [JP]\n    signed: 2024-05-01\n    term: \
         P3Y\n"
    );
    let told = world.mou(&["log", "--limit", "1"]);
    assert_eq!(told.out.lines().count(), 2);
    assert_eq!(told.err, "1 of 2 commands shown.\n");
    assert_eq!(
        world.mou(&["log", "gds-govtech-2019"]).whole(),
        "--- stderr\nNothing in the log is about gds-govtech-2019.\n"
    );
    assert_eq!(world.mou(&["log", "nus"]).code, 3);
}

#[test]
fn log_in_json_has_every_detail() {
    let world = World::new();
    assert_eq!(add(&world, "One").code, 0);
    assert_eq!(world.mou(&["undo"]).code, 0);
    let log: Value = serde_json::from_str(&world.mou(&["log", "-o", "json"]).done()).unwrap();
    let record = json!({
        "id": "kyoto-2024",
        "title": "One",
        "kind": "MoU",
        "parties": [{"name": "Kyoto", "country": "JP"}],
        "signed": "2024-05-01",
        "term": "P3Y",
    });
    let uid = log[1]["registry"]["after"]["uid"].clone();
    let expected = json!([
        {
            "number": 2,
            "at": "2026-11-22T09:30:00Z",
            "who": "mei",
            "command": ["mou", "undo"],
            "undoes": [1],
            "records": [{"id": "kyoto-2024", "change": "removed", "before": record}],
        },
        {
            "number": 1,
            "at": "2026-11-22T09:30:00Z",
            "who": "mei",
            "command": [
                "mou", "add", "One", "--party", "Kyoto [JP]", "--signed", "2024-05-01", "--term",
                "3y",
            ],
            "created": true,
            "undone": true,
            "registry": {
                "change": "added",
                "after": {"format": "mou-registry", "version": 1, "uid": uid},
            },
            "records": [{"id": "kyoto-2024", "change": "added", "after": record}],
        },
    ]);
    assert_eq!(log, expected);
    let lines = world.mou(&["log", "-o", "jsonl"]).done();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::from(lines), expected);
    let one = world.mou(&["log", "kyoto-2024", "-o", "jsonl", "--limit", "1"]).done();
    assert_eq!(one.lines().count(), 1);
}

#[test]
fn undo_and_redo_print_the_changes() {
    let world = World::of_example();
    let before = world.registry();
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(world.mou(&renew).code, 0);
    let after = world.registry();
    let undone = "gds-govtech-2022\n  events: 2025-06-30 renewed, term P3Y → (none)\n";
    let command = "`mou renew gds-govtech-2022 --term 3y --on 2025-06-30`: gds-govtech-2022.\n";
    assert_eq!(
        world.mou(&["undo", "--dry-run"]).whole(),
        format!("{undone}--- stderr\nNothing was written: a dry run.\nWould undo {command}")
    );
    assert_eq!(world.registry(), after);
    assert_eq!(world.mou(&["undo"]).whole(), format!("{undone}--- stderr\nUndid {command}"));
    assert_eq!(world.registry(), before);
    assert_eq!(
        world.mou(&["redo"]).whole(),
        format!(
            "gds-govtech-2022\n  events: (none) → 2025-06-30 renewed, term P3Y\n--- stderr\nRedid \
             {command}"
        )
    );
    assert_eq!(world.registry(), after);
    assert_eq!(world.mou(&["undo", "-q"]).whole(), undone);
}

#[test]
fn undo_of_impossible_steps_is_refused_with_the_reason() {
    let world = World::of_example();
    assert_eq!(
        world.mou(&["undo"]).whole(),
        "--- stderr\nerror: there is nothing to undo\nhint: `mou log` shows what was done\n--- \
         exit 1\n"
    );
    assert_eq!(world.mou(&["log"]).whole(), "--- stderr\nNothing is in the log.\n");
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(world.mou(&renew).code, 0);
    assert_eq!(
        world.mou(&["undo", "2"]).whole(),
        "--- stderr\nerror: there is one command to undo, not 2\nhint: `mou undo`\n--- exit 1\n"
    );
    let edited = world.registry().replace("\"P3Y\"", "\"P4Y\"");
    world.write("registry.json", &edited);
    assert_eq!(
        world.mou(&["undo"]).whole(),
        "--- stderr\nerror: `mou renew gds-govtech-2022 --term 3y --on 2025-06-30` cannot be \
         undone: record `gds-govtech-2022` was changed since by something that is not in the log\n\
         hint: `mou log gds-govtech-2022` shows what was done to it\n--- exit 1\n"
    );
    assert_eq!(world.registry(), edited);
    assert_eq!(
        world.mou(&["redo"]).whole(),
        "--- stderr\nerror: there is nothing to redo\nhint: `mou log` shows what was done\n--- \
         exit 1\n"
    );
    for bad in ["0", "-1", "x", "99999999999999999999999"] {
        assert_eq!(world.mou(&["undo", "--", bad]).code, 2, "{bad}");
    }
}

#[test]
fn registry_without_a_readable_log_still_works() {
    for log in ["", "not a log\n", "{\"n\":1}\n\0\0\0"] {
        let world = World::new();
        assert_eq!(add(&world, "One").code, 0);
        world.write("registry.log.jsonl", log);
        assert_eq!(world.mou(&["list", "-o", "ids"]).done(), "kyoto-2024\n");
        assert_eq!(world.mou(&["log"]).code, 0);
        assert_eq!(world.mou(&["undo"]).code, 1);
        assert_eq!(add(&world, "Two").done(), "kyoto-2024-2\n");
        assert_eq!(world.mou(&["undo"]).code, 0);
        assert_eq!(world.mou(&["list", "-o", "ids"]).done(), "kyoto-2024\n");
    }
}

#[test]
fn every_changing_command_is_one_undo_step() {
    let commands: [&[&str]; 15] = [
        &["add", "New", "--party", "Kyoto", "--signed", "2024"],
        &["renew", "gds-govtech-2022", "--end", "2028-12-31", "--on", "2025-06-30"],
        &["renew", "gds-govtech-2022", "--new", "--signed", "2025-07-01", "--term", "3y"],
        &["activity", "add", "gds-govtech-2022", "Visit", "--on", "2025-02-03"],
        &["activity", "edit", "gds-govtech-2022/1", "--title", "Other"],
        &["activity", "done", "gds-govtech-2022/1", "--on", "2025-02-04"],
        &["activity", "remove", "gds-govtech-2022/1", "--yes"],
        &["decide", "gds-govtech-2022", "renew", "--by", "GDS"],
        &["notice", "gds-govtech-2022", "--by", "GDS", "--on", "2026-01-05"],
        &["suspend", "gds-govtech-2022", "--on", "2026-02-03"],
        &["resume", "gds-govtech-2022", "--on", "2026-02-04"],
        &["terminate", "gds-govtech-2022", "--on", "2026-02-05"],
        &["edit", "gds-govtech-2022", "--contact", "Mei", "--area", "Data"],
        &["edit", "gds-govtech-2019", "--id", "first"],
        &["config", "within", "3m"],
    ];
    let world = World::of_example();
    let before = world.registry();
    let mut done = Vec::new();
    for command in commands {
        let told = world.mou(command);
        assert_eq!(told.code, 0, "{}", told.whole());
        assert_ne!(done.last().unwrap_or(&before), &world.registry(), "{command:?}");
        done.push(world.registry());
    }
    for earlier in done.iter().rev().skip(1).chain([&before]) {
        assert_eq!(world.mou(&["undo"]).code, 0);
        assert_eq!(&world.registry(), earlier);
    }
    for later in &done {
        assert_eq!(world.mou(&["redo"]).code, 0);
        assert_eq!(&world.registry(), later);
    }
    assert_eq!(world.mou(&["undo", &commands.len().to_string()]).code, 0);
    assert_eq!(world.registry(), before);
}
