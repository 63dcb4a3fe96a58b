//! A file that is read record by record gives what it gives when it is read whole.

use std::fs::{self, File};
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::compose::NewContent;
use super::super::plain::RECORDS_MEMBER;
use super::super::registry_file::RegistryFile;
use super::{Folder, TWO, agreement};
use crate::domain::{Agreement, Day, Header, Id, LineageContext};
use crate::error::Result;
use crate::store::canonical::record_text::new_record_text;
use crate::store::parse_record;
use crate::store::transaction::TextChange;

/// What is asked of a reading, and what it answers.
#[derive(Debug, PartialEq)]
struct Answers {
    head: Header,
    texts: Result<Vec<(String, String)>>,
    agreements: Result<Vec<Agreement>>,
    found: Vec<Result<Option<String>>>,
    beginning: Vec<Result<Vec<Id>>>,
    links: Result<Vec<(Id, Id)>>,
    contexts: Result<Vec<(Id, LineageContext, usize)>>,
    is_sound: Result<()>,
}

fn answers(reading: &RegistryFile, ids: &[&str]) -> Answers {
    let texts = reading.scan(|record, texts| {
        record.agreement()?;
        texts.push((record.id().to_owned(), record.text().to_owned()));
        Ok(())
    });
    let agreements = reading.scan(|record, agreements| {
        agreements.push(record.agreement()?);
        Ok(())
    });
    let found = |id: &&str| {
        let record = reading.find(id)?;
        record.map(|record| record.agreement().map(|_| record.text().to_owned())).transpose()
    };
    let links = reading.links().map(|mut links| {
        links.sort();
        links
    });
    let today = Day::from_ymd_opt(2024, 1, 1).unwrap();
    let contexts = reading.scan_with_lineage(today, |found, contexts| {
        let priors = &found.agreement.succeeds;
        let relatives: Result<Vec<_>> = priors.iter().map(|id| found.relative(id)).collect();
        let count = relatives?.iter().flatten().count();
        contexts.push((found.agreement.id, found.context, count));
        Ok(())
    });
    Answers {
        head: reading.head().clone(),
        texts,
        agreements,
        found: ids.iter().map(found).collect(),
        beginning: ids.iter().map(|id| reading.ids_with_prefix(&id[..1])).collect(),
        links,
        contexts,
        is_sound: reading.verify(),
    }
}

/// Returns the file read record by record, if it can be, with a window of `window` bytes.
fn laid_out(path: &Path, window: usize) -> Result<Option<RegistryFile>> {
    let file = File::open(path).unwrap();
    let metadata = file.metadata().unwrap();
    RegistryFile::of_file(path, file, metadata, window)
}

const IDS: [&str; 7] = ["0", "a-2020", "a-2021", "b", "b-2021", "m-1", "zz"];

/// A registry in the form in which it is written, with links, escapes and members of no known name.
fn linked() -> String {
    let mut records: Vec<Agreement> = ["a-2020", "a-2021", "b-2021", "m-1"].map(agreement).into();
    records[1].succeeds = vec!["a-2020".parse().unwrap(), "gone".parse().unwrap()];
    records[3].succeeds = vec!["b-2021".parse().unwrap()];
    for signed in [1, 3] {
        records[signed].signed = Some("2020-10".parse().unwrap());
    }
    records[2].notes = Some("\u{1b}[2J \"quoted\"\n    {\n      \"id\": \"x\"".into());
    let texts: Vec<String> = records.iter().map(new_record_text).collect();
    let texts =
        texts.join(",\n    ").replace("\"title\": \"M", "\"x-\\u0041\": [],\n      \"title\": \"M");
    format!(
        "{{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"{RECORDS_MEMBER}\": [\n    {texts}\n  ]\n}}\n"
    )
}

#[test]
fn every_window_gives_the_same_answers() {
    let folder = Folder::with(linked());
    let path = folder.path("registry.json");
    let whole = answers(&RegistryFile::of_bytes(&path, fs::read(&path).unwrap()).unwrap(), &IDS);
    assert_eq!(whole.is_sound, Ok(()));
    assert_eq!(whole.links.as_ref().unwrap().len(), 3);
    let contexts = whole.contexts.as_ref().unwrap().iter();
    let contexts: Vec<_> = contexts
        .map(|(id, context, count)| (id.as_str(), context.successors.len(), *count))
        .collect();
    assert_eq!(contexts, [("a-2020", 1, 0), ("a-2021", 0, 1), ("b-2021", 1, 0), ("m-1", 0, 1)]);
    for window in (1..400).chain([4096, 1 << 20]) {
        let laid = laid_out(&path, window).unwrap().expect("it is written as it would be");
        assert!(laid.records().is_some());
        assert_eq!(answers(&laid, &IDS), whole, "window {window}");
        assert!(laid.records().is_some(), "window {window}: it was read whole after all");
    }
}

#[test]
fn what_stands_before_the_records_may_be_as_long_as_64_kib() {
    let begin = "{\n  \"format\": \"mou-registry\",\n";
    let in_all = |length: usize| {
        let before = linked().find("\n    {\n").unwrap() + 1 + "  \"x\": \"\",\n".len();
        linked().replace(begin, &format!("{begin}  \"x\": \"{}\",\n", "x".repeat(length - before)))
    };
    for (length, is_laid_out) in [
        (100, true),
        (4 * 1024 - 1, true),
        (4 * 1024, true),
        (4 * 1024 + 1, true),
        (64 * 1024, true),
        (64 * 1024 + 1, false),
    ] {
        let text = in_all(length);
        assert_eq!(text.find("\n    {\n").unwrap() + 1, length);
        let folder = Folder::with(&text);
        let path = folder.path("registry.json");
        let laid = laid_out(&path, 300).unwrap();
        assert_eq!(laid.is_some(), is_laid_out, "{length}");
        if let Some(laid) = laid {
            let whole = RegistryFile::of_bytes(&path, text.into_bytes()).unwrap();
            assert_eq!(answers(&laid, &IDS), answers(&whole, &IDS), "{length}");
        }
    }
}

#[test]
fn whatever_byte_is_damaged_the_answers_are_those_of_the_whole() {
    let text = linked();
    let folder = Folder::with(&text);
    let path = folder.path("registry.json");
    for at in 0..text.len() {
        for put in
            [&b""[..], b" ", b"\"", b"}", b"\n", b"\\", b",", b"\0", b"\xff", b"9", b"\n<<<<<<<"]
        {
            let mut bytes = text.clone().into_bytes();
            bytes.splice(at..=at, put.iter().copied());
            folder.put("registry.json", &bytes);
            let whole = RegistryFile::of_bytes(&path, bytes).and_then(|whole| {
                whole.verify()?;
                Ok(answers(&whole, &IDS))
            });
            let laid = match laid_out(&path, 300) {
                Ok(Some(laid)) => laid.verify().map(|()| answers(&laid, &IDS)),
                Ok(None) => continue,
                Err(error) => Err(error),
            };
            assert_eq!(laid, whole, "{put:?} at {at}");
        }
    }
}

/// Contents of a record, canonical and not.
fn member() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(",\n      \"signed\": \"2020-10\"".to_owned()),
        Just(",\n      \"term\": \"P3Y\"".to_owned()),
        Just(",\n      \"end\": \"2020-02-30\"".to_owned()),
        Just(",\n      \"x\": 18446744073709551616".to_owned()),
        Just(",\n      \"x\": 1,\n      \"x\": 2".to_owned()),
        unknown().prop_map(|value| format!(",\n      \"x\": {value}")),
        Just(",\n      \"succeeds\": [\n        \"r1\"\n      ]".to_owned()),
        Just(",\n      \"succ\\u0065eds\": [\n        \"r2\"\n      ]".to_owned()),
        Just(",\n      \"fields\": {\n        \"k\": \"v\",\n        \"k\": \"w\"\n      }".to_owned()),
        Just(",\n      \"fields\": {\n        \"k\": \"v\"\n      }".to_owned()),
        Just(", \"tags\": [\"eu\"]".to_owned()),
        Just(",\n      \"notes\": \"a\\n    {\\n      \\\"id\\\": \\\"r9\\\"\"".to_owned()),
        Just(
            ",\n      \"x\": [\n    {\n      \"id\": \"r5\"\n    },\n    {\n      \"id\": \"r6\"\n    }\n      ]"
                .to_owned()
        ),
    ]
}

/// A value of an unknown member, valid or not.
fn unknown() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "-2.5e3",
        "true",
        "null",
        "{}",
        "[\n        1,\n        {\n          \"a\": null,\n          \"b\": \"c\"\n        },\n        []\n      ]",
        "{\n        \"a\": 1,\n        \"\\u0061\": 2\n      }",
        "{\n        \"a\": 1,\n        \"a\": 1\n      }",
        "[\n        1\n      ], \"end\": \"2020\"",
        "[\n        1], \"end\": \"2020\", \"y\": [\n      ]",
        "[1]",
        "1 ",
        "01",
        "nope",
        "\"\\x\"",
        "",
    ])
}

fn record() -> impl Strategy<Value = String> {
    prop::collection::vec(member(), 0..3).prop_map(|members| members.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_registry_of_any_records_is_the_same_in_both_forms(
        records in prop::collection::vec(record(), 1..9),
        order in any::<Index>(),
        window in 1_usize..600,
    ) {
        let mut texts: Vec<String> = records
            .iter()
            .enumerate()
            .map(|(n, members)| format!("{{\n      \"id\": \"r{n}\",\n      \"title\": \"T\"{members}\n    }}"))
            .collect();
        // Some are in the wrong place, or occur twice.
        let at = order.index(texts.len() * 4);
        if at < texts.len() {
            let moved = texts[at].clone();
            texts.insert(0, moved);
        }
        let text = format!(
            "{{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"agreements\": [\n    {}\n  ]\n}}\n",
            texts.join(",\n    ")
        );
        let folder = Folder::with(&text);
        let path = folder.path("registry.json");
        let ids = ["r0", "r1", "r2", "r5", "r9"];
        let whole = RegistryFile::of_bytes(&path, text.into_bytes()).and_then(|whole| {
            whole.verify()?;
            Ok(answers(&whole, &ids))
        });
        let laid = laid_out(&path, window).and_then(|laid| {
            let laid = laid.expect("the frame is as it would be written");
            laid.verify()?;
            Ok(answers(&laid, &ids))
        });
        prop_assert_eq!(laid, whole);
    }

    #[test]
    fn a_change_leaves_the_same_text_in_both_forms(
        ids in prop::collection::btree_set("[a-d]{1,2}", 1..8),
        changed in prop::collection::btree_map("[a-d]{1,2}", prop::option::of("[A-Z]{0,9}"), 0..6),
        window in 1_usize..300,
    ) {
        let texts: Vec<String> = ids.iter().map(|id| new_record_text(&agreement(id))).collect();
        let text = format!(
            "{{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"agreements\": [\n    {}\n  ]\n}}\n",
            texts.join(",\n    ")
        );
        let folder = Folder::with(&text);
        let path = folder.path("registry.json");
        let changes = || changed.iter().map(|(id, title)| {
            let text = title.as_ref().map(|title| {
                new_record_text(&Agreement { title: title.as_str().into(), ..agreement(id) })
            });
            TextChange { id: Some(id.parse().unwrap()), before: None, after: text }
        });
        let written = |reading: &RegistryFile| {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            let content = NewContent::new(reading, changes().collect()).unwrap();
            content.verify(reading, reading.head()).unwrap();
            content.write_to(file.as_file_mut()).unwrap();
            fs::read_to_string(file.path()).unwrap()
        };
        let whole = RegistryFile::of_bytes(&path, text.into_bytes()).unwrap();
        let laid = laid_out(&path, window).unwrap().unwrap();
        prop_assert!(laid.records().is_some());
        prop_assert_eq!(written(&laid), written(&whole));
    }
}

#[test]
fn a_file_that_is_not_written_as_it_would_be_is_read_whole() {
    for text in [
        TWO.to_owned(),
        TWO.replace("  \"agreements\"", "   \"agreements\""),
        linked().replace("  \"version\": 1", "  \"version\":  1"),
        linked().trim_end().to_owned(),
        "\u{feff}".to_owned() + &linked(),
    ] {
        let folder = Folder::with(&text);
        assert!(laid_out(&folder.path("registry.json"), 4096).unwrap().is_none(), "{text}");
    }
}

#[test]
fn a_record_nests_as_deep_in_both_forms_and_none_is_written_that_nests_deeper() {
    // The document, its list and the record are three levels.
    for (depth, is_sound) in [(125, true), (126, false), (128, false), (129, false)] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let text = linked().replace("\"x-\\u0041\": []", &format!("\"x\": {deep}"));
        let folder = Folder::with(&text);
        let path = folder.path("registry.json");
        let whole =
            RegistryFile::of_bytes(&path, text.into_bytes()).and_then(|whole| whole.verify());
        let laid = laid_out(&path, 100).unwrap().unwrap();
        assert_eq!(laid.verify(), whole, "{depth}");
        assert_eq!(whole.is_ok(), is_sound, "{depth}");
        let record = format!("{{\"id\":\"a-2020\",\"title\":\"A\",\"x\":{deep}}}");
        let folder = Folder::with(linked());
        let put = folder.change(|draft| {
            let (agreement, text) = parse_record(&record)?;
            draft.put_text(&agreement.id, text);
            Ok(())
        });
        assert_eq!(put.is_ok(), is_sound, "{depth}: {put:?}");
        assert_eq!(folder.text() == linked(), !is_sound, "{depth}");
    }
}
