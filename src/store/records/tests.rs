//! The order of the ids across the borders between parts.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::ops::Range;

use tempfile::NamedTempFile;

use super::super::reading::Reading;
use super::seam::INDENT;
use crate::error::Result;

/// How many records the file has: fewer than the parts that one thread gets.
const COUNT: usize = 24;

/// Returns the records, all of the same length, so that the borders stay where they are if two of them
/// change places.
fn records() -> Vec<String> {
    let record =
        |n| format!("{{\n      \"id\": \"r{n:02}\",\n      \"title\": \"No. {n:02}\"\n    }}");
    (0..COUNT).map(record).collect()
}

/// Writes a registry of these records to a file, in the layout that `mou` writes.
fn file_of(records: &[String]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    let records = records.join(",\n    ");
    let head = "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"agreements\": [\n    ";
    write!(file, "{head}{records}\n  ]\n}}\n").unwrap();
    file
}

/// Opens the file to be read in parts, with a window of so many bytes.
fn open(file: &NamedTempFile, window: usize) -> Reading {
    let opened = File::open(file.path()).unwrap();
    let metadata = opened.metadata().unwrap();
    let reading = Reading::of_file(file.path(), opened, metadata, window).unwrap();
    reading.expect("it has the layout that mou writes")
}

/// Returns for each border between two parts the record behind it.
fn borders(reading: &Reading) -> Vec<usize> {
    let records = reading.records().unwrap();
    let starts = |range: &Range<u64>| usize::try_from(range.start - records.body().start).unwrap();
    let length = self::records()[0].len() + INDENT + ",\n".len();
    let (parts, _) = records.parts().unwrap();
    let offsets: Vec<usize> = parts.iter().skip(1).map(starts).collect();
    assert!(offsets.iter().all(|offset| offset % length == 0), "a part begins inside a record");
    offsets.into_iter().map(|offset| offset / length).collect()
}

/// What each way to go over all records returns: in parts, before a change, and in one thread.
fn answers(reading: &Reading) -> [Result<Vec<String>>; 3] {
    let passed = reading.pass(|record, ids| {
        ids.push(record.id().to_owned());
        Ok(())
    });
    let ready = reading.get_ready_with(|record, _, ids| {
        ids.push(record.id().to_owned());
        Ok(())
    });
    let ids = reading.ids().map(|ids| ids.iter().map(ToString::to_string).collect());
    [passed, ready, ids]
}

#[test]
fn ids_out_of_order_at_any_border_are_noticed() {
    let sound = records();
    let ids: Vec<String> = (0..COUNT).map(|n| format!("r{n:02}")).collect();
    let mut tried = BTreeSet::new();
    for window in 1..=16 {
        let borders = borders(&open(&file_of(&sound), window));
        for next in borders {
            tried.insert(next);

            let mut swapped = sound.clone();
            swapped.swap(next - 1, next);
            let file = file_of(&swapped);
            assert!(self::borders(&open(&file, window)).contains(&next));
            // Two that have changed places are found where they belong, as in any other layout.
            for answer in answers(&open(&file, window)) {
                assert_eq!(answer.as_ref(), Ok(&ids), "window {window}, record {next}");
            }
            for id in &ids[next - 1..=next] {
                let reading = open(&file, window);
                reading.verify().unwrap();
                let found = reading.find(id).unwrap().map(|record| record.id().to_owned());
                assert_eq!(found.as_ref(), Some(id), "window {window}, record {next}");
            }

            let mut doubled = sound.clone();
            doubled[next] = sound[next - 1].clone();
            let file = file_of(&doubled);
            assert!(self::borders(&open(&file, window)).contains(&next));
            let twice = format!("the id `{}` is there twice", ids[next - 1]);
            for answer in answers(&open(&file, window)) {
                let error = answer.unwrap_err();
                assert_eq!(error.code(), 6);
                assert!(
                    error.message().contains(&twice),
                    "window {window}, record {next}: {error}"
                );
            }
        }
    }
    assert_eq!(tried, (1..COUNT).collect(), "each pair of neighbours is at some border");
}
