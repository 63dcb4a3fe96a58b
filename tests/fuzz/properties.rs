//! Properties that hold for any input.
//!
//! Each function takes an input and panics if a property does not hold. The fuzzer calls them with many inputs,
//! the tests with a few.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration as Seconds;

use mou::Streams;
use mou::domain::{
    Agreement, Date, Day, Duration, Id, RecordedDate, Term, Thresholds, findings, input,
};
use mou::env::Env;
use mou::error::Kind;
use mou::render::escape::is_hidden;
use mou::report::listing::Listing;
use mou::store::node::Node;
use mou::store::{Locking, Mode, RegistryFile, RegistryPath, Stamp, Store};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The days to use as today.
const TEST_DAYS: [&str; 4] = ["0001-01-01", "2024-02-29", "2026-11-22", "9999-12-31"];

fn days() -> impl Iterator<Item = Day> {
    TEST_DAYS.iter().map(|day| day.parse().expect("these are days"))
}

/// A registry is refused, or it is valid, reads the same from memory and from a file, and has a derivation on
/// any day.
pub(crate) fn registry(bytes: &[u8]) {
    let whole = RegistryFile::of_bytes(Path::new("registry.json"), bytes.to_vec());
    let all = |reading: RegistryFile| {
        let texts = reading.scan(|record, texts| {
            texts.push((record.id().to_owned(), record.agreement()?));
            Ok(())
        });
        Ok((reading.head().clone(), texts?))
    };
    let of_file = in_file(bytes).and_then(all);
    let of_bytes = whole.and_then(all);
    assert_eq!(of_file.as_ref().ok(), of_bytes.as_ref().ok(), "{of_file:?}, {of_bytes:?}");
    let Ok(reading) = RegistryFile::of_bytes(Path::new("registry.json"), bytes.to_vec()) else {
        return;
    };
    let text = std::str::from_utf8(bytes).expect("an accepted registry is UTF-8");
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<IgnoredAny>(bare).expect("an accepted registry is JSON");
    let node = Node::parse(text).expect("an accepted registry repeats no name");
    let printed = node.print();
    let again = Node::parse(&printed).expect("printed JSON can be read");
    assert_eq!(again.print(), printed, "printing again changes nothing");
    let ids = reading.ids().expect("an accepted registry has ids");
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    let agreements = reading.scan(|record, agreements: &mut Vec<Agreement>| {
        agreements.extend(record.agreement());
        Ok(())
    });
    let agreements = agreements.expect("this visitor never fails");
    assert_eq!(reading.verify().is_ok(), agreements.len() == ids.len());
    for agreement in &agreements {
        let text = serde_json::to_string(agreement).expect("an agreement can be written");
        let again: Agreement =
            serde_json::from_str(&text).expect("a written agreement can be read");
        assert_eq!(&again, agreement);
    }
    for today in days() {
        let records = agreements.iter().map(|agreement| (agreement.clone(), String::new()));
        let roll = Listing::new(reading.head(), records.collect(), today);
        for entry in &roll.entries {
            let _ = entry.agreement.derivation(&entry.context, today, &roll.thresholds);
        }
        let _ = findings(&agreements, today, reading.head());
    }
}

/// A date or a duration is refused, or it can be printed, read back and used in computations.
pub(crate) fn dates(text: &str) {
    for today in days() {
        let date = input::parse_date(text, today);
        if let Ok(date) = date {
            assert!(date.first() <= date.last());
            assert_eq!(date.to_string().parse(), Ok(date));
            assert_eq!(input::parse_date(&date.to_string(), today), Ok(date));
        }
        if let Ok(stated) = input::parse_recorded_date(text, today) {
            assert_eq!(stated.to_string().parse(), Ok(stated));
            assert_eq!(input::parse_recorded_date(&stated.to_string(), today), Ok(stated));
        }
        if let Ok(day) = input::parse_day(text, today) {
            assert_eq!(input::parse_day(&day.to_string(), today), Ok(day));
        }
        let Ok(term) = input::parse_term(text) else { continue };
        assert_eq!(input::parse_term(&term.to_string()), Ok(term));
        assert_eq!(term.to_string().parse(), Ok(term));
        for date in date.into_iter().chain(TEST_DAYS.iter().filter_map(|day| day.parse().ok())) {
            let id = "a".parse().expect("this is an id");
            let mut agreement = Agreement::new(id, String::new());
            agreement.effective = Some(RecordedDate::Known(date));
            agreement.term = Some(term);
            agreement.notice = input::parse_duration(text).ok();
            agreement.review = agreement.notice;
            let roll = Listing::new(
                &mou::domain::Header::default(),
                vec![(agreement.clone(), String::new())],
                today,
            );
            for entry in &roll.entries {
                let _ =
                    agreement.derivation(&entry.context, today, &Thresholds::DEFAULT_THRESHOLDS);
            }
        }
    }
    if let Ok(length) = input::parse_duration(text) {
        assert_eq!(input::parse_duration(&length.to_string()), Ok(length));
        assert_eq!(input::parse_duration(&length.in_words()), Ok(length));
        assert_eq!(length.to_string().parse(), Ok(length));
    }
    let _ = input::parse_window(text);
    // Values in a file keep their spelling.
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

/// A party, person, country, reference, document or field is refused, or it reads back as printed.
pub(crate) fn people(text: &str) {
    let today = days().next().expect("there are days");
    if let Ok(party) = input::parse_party(text) {
        assert!(!party.name.trim().is_empty());
        assert_eq!(input::parse_party(&party.to_string()), Ok(party));
    }
    if let Ok(person) = input::parse_person(text) {
        assert!(!person.name.trim().is_empty());
        assert_eq!(input::parse_person(&person.to_string()), Ok(person));
    }
    if let Ok(country) = input::parse_country(text) {
        assert_eq!(input::parse_country(&country), Ok(country.clone()));
        assert!(country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase()));
    }
    if let Ok(reference) = input::parse_reference(text, today) {
        assert_eq!(input::parse_reference(&reference.to_string(), today), Ok(reference));
    }
    if let Ok((title, path)) = input::parse_document(text) {
        assert_eq!(input::parse_document(&format!("{title} | {path}")), Ok((title, path)));
    }
    if let Ok((name, value)) = input::parse_field(text) {
        assert_eq!(input::parse_field(&format!("{name}={value}")), Ok((name, value)));
    }
    let mut agreement = Agreement::new(Id::default(), text);
    agreement.parties.extend(input::parse_party(text));
    let _ = mou::domain::new_id::propose(&agreement, None, |_| false);
}

/// Returns true if the line of a message is an error, in words or as JSON.
fn is_error(line: &str) -> bool {
    line.starts_with("error: ") || line.starts_with("{\"error\":")
}

/// Reads a file with these bytes.
fn in_file(bytes: &[u8]) -> mou::error::Result<RegistryFile> {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    FOLDER.with(|folder| {
        let path = folder.path().join("registry.json");
        fs::write(&path, bytes).expect("the folder is writable");
        let locking = Locking { timeout: Seconds::ZERO, off: true };
        Store::new(RegistryPath { path, named: true }, locking).read()
    })
}

/// Returns a folder, in memory if possible, because syncing to a disk would take most of the time.
fn folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).expect("a folder can be created")
}

/// The registry for tests of logs and commands.
const REGISTRY: &str = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \
    \"uid\": \"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\n  \"agreements\": [\n    {\n      \
    \"id\": \"a\",\n      \"title\": \"A\",\n      \"kind\": \"MoU\"\n    }\n  ]\n}\n";

/// A log with any content costs only the history: reading it succeeds, the registry stays unchanged, undo
/// succeeds or is refused, and a command succeeds.
pub(crate) fn log(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    FOLDER.with(|folder| {
        let place = |name: &str| folder.path().join(name);
        fs::write(place("registry.json"), REGISTRY).expect("the folder is writable");
        fs::write(place("registry.log.jsonl"), with_checksums(bytes))
            .expect("the folder is writable");
        let locking = Locking { timeout: Seconds::ZERO, off: true };
        let store = Store::new(RegistryPath { path: place("registry.json"), named: true }, locking);
        let history = store.log().expect("any log can be read");
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
                assert_eq!(refused.kind(), Kind::Refused, "{refused}");
            }
            if gone.iter().all(Result::is_err) {
                assert_eq!(now(), before);
            }
            store
                .read_to_pass()
                .and_then(|registry| registry.verify())
                .expect("the registry is valid");
        }
        let id = "new-one".parse().expect("this is an id");
        if store
            .read()
            .is_ok_and(|reading| reading.find("new-one").is_ok_and(|found| found.is_none()))
        {
            let before = now();
            let agreement = Agreement::new(id, "B".to_owned());
            let add = |draft: &mut mou::store::Transaction<'_>| {
                draft.put(agreement.clone());
                Ok(())
            };
            store.change(&stamp, Mode::Apply, add).expect("a command succeeds with any log");
            if store.undo(&stamp, Mode::Apply, 1).is_ok() {
                assert_eq!(now(), before, "undo does not restore the registry");
            }
        }
        store.read_to_pass().and_then(|registry| registry.verify()).expect("the registry is valid");
        let _ = fs::remove_file(place("registry.log.1.jsonl"));
    });
}

/// Adds the missing checksum to each line, because a fuzzer cannot guess it.
fn with_checksums(bytes: &[u8]) -> Vec<u8> {
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

/// A writer that keeps the output in memory.
#[derive(Clone, Default)]
struct OutputBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for OutputBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A command line, one word per line, succeeds or is refused with one error.
pub(crate) fn command(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = folder();
    }
    let words: Vec<OsString> = bytes
        .split(|byte| *byte == b'\n')
        .map(|word| OsString::from(String::from_utf8_lossy(word).into_owned()))
        .collect();
    // `--file` could write outside this folder.
    if words.iter().any(|word| word.to_string_lossy().starts_with("--f")) {
        return;
    }
    FOLDER.with(|folder| {
        let file = folder.path().join("registry.json");
        fs::write(&file, REGISTRY).expect("the folder is writable");
        let env = Env {
            args: words.clone(),
            file: Some(file.clone()),
            today: Some("2026-11-22".to_owned()),
            now: Some("2026-11-22T09:30:00Z".to_owned()),
            ascii: Some(false),
            ..Env::default()
        };
        let (out, err) = (OutputBuffer::default(), OutputBuffer::default());
        let mut streams = Streams {
            input: Box::new(&b"a\ny\n"[..]),
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
        };
        let code = mou::run(&env, &mut streams);
        let err = String::from_utf8(err.0.borrow().clone()).expect("messages are UTF-8");
        assert!(String::from_utf8(out.0.borrow().clone()).is_ok(), "results are UTF-8");
        assert!(code <= 6, "exit code {code} of {words:?}");
        let hidden = err.chars().find(|letter| *letter != '\n' && is_hidden(*letter));
        assert_eq!(hidden, None, "{words:?}: {err:?}");
        let errors = err.lines().filter(|line| is_error(line)).count();
        assert_eq!(
            errors,
            usize::from(!matches!(code, 0 | 4)),
            "exit code {code} of {words:?}: {err}"
        );
        let now = fs::read_to_string(&file).expect("it is there");
        assert!(code == 0 || now == REGISTRY, "changed though it failed: {words:?}");
        let reading =
            RegistryFile::of_bytes(&file, now.into_bytes()).expect("the written registry is valid");
        reading.verify().expect("the written registry is valid");
    });
}
