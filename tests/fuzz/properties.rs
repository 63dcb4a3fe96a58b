//! What holds of everything that comes from outside, whatever it is.
//!
//! Each function takes a piece of it and panics where something does not hold. The fuzzer calls them,
//! and so do the tests, with less to choose from.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration as Seconds;

use mou::Streams;
use mou::domain::{Agreement, Date, Day, Duration, Spans, Stated, Term, findings, typed};
use mou::env::Env;
use mou::error::Kind;
use mou::render::escape::is_hidden;
use mou::report::roll::Roll;
use mou::store::document::Node;
use mou::store::{Locking, Mode, Place, Reading, Stamp, Store};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The days that count as today.
const DAYS: [&str; 4] = ["0001-01-01", "2024-02-29", "2026-11-22", "9999-12-31"];

fn days() -> impl Iterator<Item = Day> {
    DAYS.iter().map(|day| day.parse().expect("these are days"))
}

/// A registry is refused, or it is what it seems to be, and can be told of on any day; read from a file
/// it is the same.
pub(crate) fn registry(bytes: &[u8]) {
    let whole = Reading::of_bytes(Path::new("registry.json"), bytes.to_vec());
    let all = |reading: Reading| {
        let texts = reading.pass(|record, texts| {
            texts.push((record.id().to_owned(), record.agreement()?));
            Ok(())
        });
        Ok((reading.head().clone(), texts?))
    };
    let of_file = in_file(bytes).and_then(all);
    let of_bytes = whole.and_then(all);
    assert_eq!(of_file.as_ref().ok(), of_bytes.as_ref().ok(), "{of_file:?}, {of_bytes:?}");
    let Ok(reading) = Reading::of_bytes(Path::new("registry.json"), bytes.to_vec()) else {
        return;
    };
    let text = std::str::from_utf8(bytes).expect("what was read is UTF-8");
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<IgnoredAny>(bare).expect("what was read is JSON");
    let node = Node::parse(text).expect("what was read has no name twice");
    let printed = node.print();
    let again = Node::parse(&printed).expect("what is printed can be read");
    assert_eq!(again.print(), printed, "printing is done once and for all");
    let ids = reading.ids().expect("what was read has ids");
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    let agreements = reading.pass(|record, agreements: &mut Vec<Agreement>| {
        agreements.extend(record.agreement());
        Ok(())
    });
    let agreements = agreements.expect("nothing fails in this");
    assert_eq!(reading.verify().is_ok(), agreements.len() == ids.len());
    for agreement in &agreements {
        let text = serde_json::to_string(agreement).expect("an agreement has names that are texts");
        let again: Agreement = serde_json::from_str(&text).expect("what is written can be read");
        assert_eq!(&again, agreement);
    }
    for today in days() {
        let records = agreements.iter().map(|agreement| (agreement.clone(), String::new()));
        let roll = Roll::new(reading.head().clone(), records.collect(), today);
        for entry in &roll.entries {
            let _ = entry.agreement.derivation(&entry.around, today, &roll.spans);
        }
        let _ = findings(&agreements, today, reading.head());
    }
}

/// A date or a length of time is refused, or it can be written and read again, and counted with.
pub(crate) fn dates(text: &str) {
    for today in days() {
        let date = typed::date(text, today);
        if let Ok(date) = date {
            assert!(date.first() <= date.last());
            assert_eq!(date.to_string().parse(), Ok(date));
            assert_eq!(typed::date(&date.to_string(), today), Ok(date));
        }
        if let Ok(stated) = typed::stated(text, today) {
            assert_eq!(stated.to_string().parse(), Ok(stated));
            assert_eq!(typed::stated(&stated.to_string(), today), Ok(stated));
        }
        if let Ok(day) = typed::day(text, today) {
            assert_eq!(typed::day(&day.to_string(), today), Ok(day));
        }
        let Ok(term) = typed::term(text) else { continue };
        assert_eq!(typed::term(&term.to_string()), Ok(term));
        assert_eq!(term.to_string().parse(), Ok(term));
        for date in date.into_iter().chain(DAYS.iter().filter_map(|day| day.parse().ok())) {
            let id = "a".parse().expect("this is an id");
            let mut agreement = Agreement::new(id, String::new());
            agreement.effective = Some(Stated::On(date));
            agreement.term = Some(term);
            agreement.notice = typed::duration(text).ok();
            agreement.review = agreement.notice;
            let roll = Roll::new(
                mou::domain::Head::default(),
                vec![(agreement.clone(), String::new())],
                today,
            );
            for entry in &roll.entries {
                let _ = agreement.derivation(&entry.around, today, &Spans::USUAL);
            }
        }
    }
    if let Ok(length) = typed::duration(text) {
        assert_eq!(typed::duration(&length.to_string()), Ok(length));
        assert_eq!(typed::duration(&length.in_words()), Ok(length));
        assert_eq!(length.to_string().parse(), Ok(length));
    }
    let _ = typed::window(text);
    // What stands in a file is kept as it is written.
    if let Ok(date) = text.parse::<Date>() {
        assert_eq!(date.to_string(), text);
    }
    if let Ok(length) = text.parse::<Duration>() {
        assert_eq!(length.to_string().parse(), Ok(length));
    }
    if let Ok(term) = text.parse::<Term>() {
        assert_eq!(term.to_string().parse(), Ok(term));
    }
}

/// A party, a person, a reference or another note is refused, or it reads as it is written.
pub(crate) fn people(text: &str) {
    let today = days().next().expect("there are days");
    if let Ok(party) = typed::party(text) {
        assert!(!party.name.trim().is_empty());
        assert_eq!(typed::party(&party.to_string()), Ok(party));
    }
    if let Ok(person) = typed::person(text) {
        assert!(!person.name.trim().is_empty());
        assert_eq!(typed::person(&person.to_string()), Ok(person));
    }
    if let Ok(country) = typed::country(text) {
        assert_eq!(typed::country(&country), Ok(country.clone()));
        assert!(country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase()));
    }
    if let Ok(reference) = typed::reference(text, today) {
        assert_eq!(typed::reference(&reference.to_string(), today), Ok(reference));
    }
    if let Ok((title, path)) = typed::document(text) {
        assert_eq!(typed::document(&format!("{title} | {path}")), Ok((title, path)));
    }
    if let Ok((name, value)) = typed::field(text) {
        assert_eq!(typed::field(&format!("{name}={value}")), Ok((name, value)));
    }
    let _ = mou::domain::slug::propose(
        &[typed::party(text).into_iter().collect::<Vec<_>>()].concat(),
        None,
        |_| false,
    );
}

/// Returns a folder for what is tried: in memory where there is such a place, as a sync to the disk
/// takes a hundred times as long as all that is tried there.
/// Reads a file that holds `bytes`.
fn in_file(bytes: &[u8]) -> mou::error::Result<Reading> {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    FOLDER.with(|folder| {
        let path = folder.path().join("registry.json");
        fs::write(&path, bytes).expect("there is room");
        let locking = Locking { timeout: Seconds::ZERO, off: true };
        Store::new(Place { path, named: true }, locking).read()
    })
}

fn folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("there is room for a folder")
}

/// The registry that a log stands beside.
const REGISTRY: &str = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \
    \"uid\": \"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\n  \"agreements\": [\n    {\n      \
    \"id\": \"a\",\n      \"title\": \"A\",\n      \"kind\": \"MoU\"\n    }\n  ]\n}\n";

/// A log, whatever it holds, costs history alone: it is told, the registry stays as it is, undo goes
/// well or is refused, and a command goes well.
pub(crate) fn log(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    FOLDER.with(|folder| {
        let place = |name: &str| folder.path().join(name);
        fs::write(place("registry.json"), REGISTRY).expect("there is room");
        fs::write(place("registry.log.jsonl"), with_sums(bytes)).expect("there is room");
        let locking = Locking { timeout: Seconds::ZERO, off: true };
        let store = Store::new(Place { path: place("registry.json"), named: true }, locking);
        let history = store.log().expect("no log makes this fail");
        drop(history);
        let stamp = Stamp {
            at: "2026-11-22T09:30:00Z".to_owned(),
            who: "mei".to_owned(),
            command: vec!["mou".to_owned()],
        };
        let now = || fs::read_to_string(place("registry.json")).expect("it is there");
        assert_eq!(now(), REGISTRY);
        for count in [1, 2] {
            let before = now();
            let gone =
                [store.undo(&stamp, Mode::Apply, count), store.redo(&stamp, Mode::Apply, count)];
            for refused in gone.iter().filter_map(|gone| gone.as_ref().err()) {
                assert_eq!(refused.kind(), Kind::Failed, "{refused}");
            }
            if gone.iter().all(Result::is_err) {
                assert_eq!(now(), before);
            }
            store.verify().expect("the registry is sound");
        }
        let id = "new-one".parse().expect("this is an id");
        if store
            .read()
            .is_ok_and(|reading| reading.find("new-one").is_ok_and(|found| found.is_none()))
        {
            let before = now();
            let agreement = Agreement::new(id, "B".to_owned());
            let add = |draft: &mut mou::store::Draft<'_>| {
                draft.put(agreement.clone());
                Ok(())
            };
            store.change(&stamp, Mode::Apply, add).expect("a command goes well beside any log");
            if store.undo(&stamp, Mode::Apply, 1).is_ok() {
                assert_eq!(now(), before, "undone, and another than before");
            }
        }
        store.verify().expect("the registry is sound");
        let _ = fs::remove_file(place("registry.log.1.jsonl"));
    });
}

/// Gives each line the sum that it lacks: a fuzzer does not guess one.
fn with_sums(bytes: &[u8]) -> Vec<u8> {
    let mut log = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        match bare.strip_suffix(b"}") {
            Some(body) if bare.starts_with(b"{\"n\":") => {
                log.extend_from_slice(body);
                log.extend_from_slice(b",\"sum\":\"");
                for byte in Sha256::digest(body) {
                    log.extend_from_slice(format!("{byte:02x}").as_bytes());
                }
                log.extend_from_slice(b"\"}");
            }
            _ => log.extend_from_slice(bare),
        }
        log.extend_from_slice(line.get(bare.len()..).unwrap_or_default());
    }
    log
}

/// What is printed, kept.
#[derive(Clone, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A command line, one word a line, is done or refused in one clear sentence.
pub(crate) fn command(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    let words: Vec<OsString> = bytes
        .split(|byte| *byte == b'\n')
        .map(|word| OsString::from(String::from_utf8_lossy(word).into_owned()))
        .collect();
    // Nothing but the registry of this folder is to be written.
    if words.iter().any(|word| word.to_string_lossy().starts_with("--f")) {
        return;
    }
    FOLDER.with(|folder| {
        let file = folder.path().join("registry.json");
        fs::write(&file, REGISTRY).expect("there is room");
        let env = Env {
            args: words.clone(),
            file: Some(file.clone()),
            today: Some("2026-11-22".to_owned()),
            now: Some("2026-11-22T09:30:00Z".to_owned()),
            ..Env::default()
        };
        let (out, err) = (Page::default(), Page::default());
        let mut streams = Streams {
            input: Box::new(&b"a\ny\n"[..]),
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
        };
        let code = mou::run(&env, &mut streams);
        let err = String::from_utf8(err.0.borrow().clone()).expect("talk is UTF-8");
        assert!(String::from_utf8(out.0.borrow().clone()).is_ok(), "results are UTF-8");
        assert!(code <= 6, "exit code {code} of {words:?}");
        let hidden = err.chars().find(|letter| *letter != '\n' && is_hidden(*letter));
        assert_eq!(hidden, None, "{words:?}: {err:?}");
        let errors = err.lines().filter(|line| line.starts_with("error: ")).count();
        assert_eq!(
            errors,
            usize::from(!matches!(code, 0 | 4)),
            "exit code {code} of {words:?}: {err}"
        );
        let now = fs::read_to_string(&file).expect("it is there");
        assert!(code == 0 || now == REGISTRY, "changed though it failed: {words:?}");
        let reading = Reading::of_bytes(&file, now.into_bytes()).expect("what is written is sound");
        reading.verify().expect("what is written is sound");
    });
}
