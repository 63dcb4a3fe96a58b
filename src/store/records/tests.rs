//! The order of the ids across the borders between parts.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::ops::Range;

use tempfile::NamedTempFile;

use super::super::registry_file::RegistryFile;
use super::window::RECORD_INDENT;
use crate::error::Result;

/// The most records that a file has.
const MAX_RECORDS: usize = 40;

/// The size of the window: so small that every file has as many parts as there can be threads.
const WINDOW_BYTES: usize = 1;

/// Returns `count` records, all of the same length, so that the boundaries do not move if two of them
/// change places.
fn records(count: usize) -> Vec<String> {
    let record =
        |n| format!("{{\n      \"id\": \"r{n:02}\",\n      \"title\": \"No. {n:02}\"\n    }}");
    (0..count).map(record).collect()
}

/// Writes a registry of these records to a file, in the layout that `mou` writes.
fn file_of(records: &[String]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    let records = records.join(",\n    ");
    let head = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"agreements\": [\n    ";
    write!(file, "{head}{records}\n  ]\n}}\n").unwrap();
    file
}

/// Opens the file to be read in parts.
fn open(file: &NamedTempFile) -> RegistryFile {
    let opened = File::open(file.path()).unwrap();
    let metadata = opened.metadata().unwrap();
    let reading = RegistryFile::of_file(file.path(), opened, metadata, WINDOW_BYTES).unwrap();
    reading.expect("it has the layout that mou writes")
}

/// Returns for each border between two parts the record behind it.
fn borders(reading: &RegistryFile) -> Vec<usize> {
    let records = reading.records().unwrap();
    let starts = |range: &Range<u64>| usize::try_from(range.start - records.body().start).unwrap();
    let length = self::records(1)[0].len() + RECORD_INDENT + ",\n".len();
    let parts = records.parts().unwrap();
    let offsets: Vec<usize> = parts.iter().skip(1).map(starts).collect();
    assert!(offsets.iter().all(|offset| offset % length == 0), "a part begins inside a record");
    offsets.into_iter().map(|offset| offset / length).collect()
}

/// What each way to go over all records returns: in parts, before a change, and in one thread.
fn answers(reading: &RegistryFile) -> [Result<Vec<String>>; 3] {
    let passed = reading.scan(|record, ids| {
        ids.push(record.id().to_owned());
        Ok(())
    });
    let ready = reading.verify_with(|record, _, ids| {
        ids.push(record.id().to_owned());
        Ok(())
    });
    let ids = reading.ids().map(|ids| ids.iter().map(ToString::to_string).collect());
    [passed, ready, ids]
}

#[test]
fn ids_out_of_order_at_any_border_are_noticed() {
    let mut tried = BTreeSet::new();
    for count in 2..=MAX_RECORDS {
        let sound = records(count);
        let ids: Vec<String> = (0..count).map(|n| format!("r{n:02}")).collect();
        for next in borders(&open(&file_of(&sound))) {
            tried.insert(next);

            let mut swapped = sound.clone();
            swapped.swap(next - 1, next);
            let file = file_of(&swapped);
            assert!(borders(&open(&file)).contains(&next));
            // Two that have changed places are found where they belong, as in any other layout.
            for answer in answers(&open(&file)) {
                assert_eq!(answer.as_ref(), Ok(&ids), "{count} records, record {next}");
            }
            for id in &ids[next - 1..=next] {
                let reading = open(&file);
                reading.verify().unwrap();
                let found = reading.find(id).unwrap().map(|record| record.id().to_owned());
                assert_eq!(found.as_ref(), Some(id), "{count} records, record {next}");
            }

            let mut doubled = sound.clone();
            doubled[next] = sound[next - 1].clone();
            let file = file_of(&doubled);
            assert!(borders(&open(&file)).contains(&next));
            let twice = format!("the id `{}` occurs twice", ids[next - 1]);
            for answer in answers(&open(&file)) {
                let error = answer.unwrap_err();
                assert_eq!(error.code(), 6);
                assert!(
                    error.message().contains(&twice),
                    "{count} records, record {next}: {error}"
                );
            }
        }
    }
    assert!(tried.is_superset(&(1..MAX_RECORDS * 3 / 4).collect()), "tried: {tried:?}");
}
