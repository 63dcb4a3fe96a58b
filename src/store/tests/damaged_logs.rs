//! A log that is damaged, cut off or not even one costs history, and nothing else.

use std::fs;

use sha2::{Digest, Sha256};

use super::super::Mode;
use super::super::history::EntryKind;
use super::{Folder, TWO, stamp_of};

/// A registry with a short log in which something of everything happened.
fn lived() -> Folder {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.add("c").unwrap();
    folder.remove("b-2021").unwrap();
    folder.undo(1).unwrap();
    folder.redo(1).unwrap();
    folder.undo(2).unwrap();
    folder
}

const LOG: &str = "registry.log.jsonl";

/// A damaged log never prevents reading or changing the registry, and never adds anything to a record.
fn check(folder: &Folder, text: &str, log: &[u8]) {
    folder.put("registry.json", text);
    folder.put(LOG, log);
    assert_eq!(folder.store().read().unwrap().ids().unwrap().len(), 2);
    let history = folder.store().log().unwrap();
    assert!(history.entries.len() <= 6);
    for entry in &history.entries {
        assert!((1..=6).contains(&entry.number));
    }
    let states = [text.to_owned(), TWO.to_owned()];
    for count in 1..=3 {
        if let Ok(outcome) = folder.store().undo(&stamp_of(&["undo"]), Mode::Try, count) {
            assert_eq!(outcome.value.len(), count);
        }
    }
    if folder.undo(1).is_ok() {
        assert!(states.contains(&folder.text()), "{}", folder.text());
    }
    folder.put("registry.json", text);
    folder.put(LOG, log);
    let outcome = folder.title("a-2020", "After").unwrap();
    assert_eq!(outcome.warnings, [""; 0]);
    let history = folder.store().log().unwrap();
    assert_eq!(history.entries.last().unwrap().kind(), EntryKind::Change);
    folder.undo(1).unwrap();
    assert_eq!(folder.text(), text);
}

/// Lays another log beside the registry; a new file, since some file systems sync one that is
/// written over.
fn lay(folder: &Folder, log: &[u8]) {
    let _ = fs::remove_file(folder.path(LOG));
    folder.put(LOG, log);
}

#[test]
fn a_log_with_any_byte_damaged_costs_that_line() {
    let folder = lived();
    let (text, log) = (folder.text(), folder.log_text().into_bytes());
    let lines = log.split(|byte| *byte == b'\n').count() - 1;
    assert_eq!(lines, 6);
    for at in 0..log.len() {
        for to in [log[at] ^ 1, b'\n'] {
            if to == log[at] || (to == b'\n' && at % 5 != 0) {
                continue;
            }
            let mut damaged = log.clone();
            damaged[at] = to;
            lay(&folder, &damaged);
            let history = folder.store().log().unwrap();
            // A line end that is gone takes the line that follows along.
            let lost = if log[at] == b'\n' { 2 } else { 1 };
            let is_last = at + 1 == log.len();
            let missing = lines - history.entries.len();
            assert!(missing <= lost || is_last, "byte {at} as {to}: {missing} lines are missing");
            if missing > 0 {
                assert!(!history.warnings.is_empty());
            }
            if to != b'\n' && at % 97 == 0 {
                check(&folder, &text, &damaged);
            }
        }
    }
}

#[test]
fn a_log_cut_off_anywhere_costs_its_end() {
    let folder = lived();
    let (text, log) = (folder.text(), folder.log_text().into_bytes());
    for end in (0..log.len()).rev().step_by(3) {
        lay(&folder, &log[..end]);
        let begun = log[..end].split(|byte| *byte == b'\n').count();
        let history = folder.store().log().unwrap();
        assert!(history.entries.len() <= begun);
        if end % 197 == 0 {
            check(&folder, &text, &log[..end]);
        }
    }
}

#[test]
fn what_is_no_log_at_all_is_reported_and_passed_over() {
    let folder = lived();
    let text = folder.text();
    let log = folder.log_text();
    let twice = format!("{log}{log}");
    let cases: [&[u8]; 9] = [
        b"",
        b"\n\n\n",
        b"\0\0\0\0\0\0\0\0",
        b"not a log",
        b"{\"n\":99999999999999999999999999",
        b"{\"n\":18446744073709551615,",
        b"[]\n{}\nnull\n\"\"\n",
        &[0xff; 9000],
        twice.as_bytes(),
    ];
    for case in cases {
        folder.put("registry.json", &text);
        folder.put(LOG, case);
        folder.store().log().unwrap();
        folder.title("a-2020", "After").unwrap();
        folder.undo(1).unwrap();
        assert_eq!(folder.text(), text);
    }
}

#[test]
fn nothing_is_undone_across_a_gap() {
    let folder = Folder::with(TWO);
    for title in ["One", "Two", "Three", "Four"] {
        folder.title("a-2020", title).unwrap();
    }
    let log = folder.log_text();
    let lines: Vec<&str> = log.lines().collect();
    let shown = folder.path(LOG).display().to_string();
    let (damaged, first) = (lines[1].replace("One", "Own"), lines[0]);
    let cases = [
        (
            format!("{first}\n{damaged}\n{}\n{}\n", lines[2], lines[3]),
            format!("line 2 of `{shown}` is damaged"),
        ),
        (
            format!("{first}\n{}\n{}\n", lines[2], lines[3]),
            "entry 2 is missing from the log".to_owned(),
        ),
        (format!("{first}\n{}\n", lines[3]), "entries 2 to 3 are missing from the log".to_owned()),
    ];
    let text = folder.text();
    for (log, why) in cases {
        folder.put("registry.json", &text);
        folder.put(LOG, log);
        assert_eq!(folder.log().warnings.join(", "), why);
        let error = folder.undo(4).unwrap_err();
        assert!(error.message().ends_with(&format!("not 4: {why}")), "{error}");
        folder.undo(1).unwrap();
        assert!(folder.text().contains("Three"));
    }
}

#[test]
fn a_log_with_line_ends_of_another_system_is_read() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    folder.put(LOG, folder.log_text().replace('\n', "\r\n"));
    assert_eq!(folder.log().warnings, [""; 0]);
    folder.title("a-2020", "Two").unwrap();
    folder.undo(2).unwrap();
    assert_eq!(folder.text(), TWO);
}

/// Somebody who writes into the log can also write the sum of a line.
#[test]
fn undo_refuses_a_logged_record_with_a_list_in_place_of_an_object() {
    let folder = Folder::with(TWO);
    folder.title("a-2020", "One").unwrap();
    let (text, log) = (folder.text(), folder.log_text());
    let (body, _) = log.split_once(",\"sum\":").unwrap();
    let flat = "\\\"events\\\": [\\n        [\\n          \\\"terminated\\\",\\n          \\\"2024\\\"\\n        ]\\n      ]";
    let flattened = body.replace("\\\"signed\\\": \\\"2020-10\\\"", flat);
    assert_ne!(flattened, body);
    let sum = hex::encode(Sha256::digest(&flattened));
    folder.put(LOG, format!("{flattened},\"sum\":\"{sum}\"}}\n"));
    assert_eq!(folder.log().warnings, [""; 0]);
    let error = folder.undo(1).unwrap_err();
    assert_eq!(error.message(), "the log entry of record `a-2020` cannot be read");
    assert_eq!(folder.text(), text);
}
