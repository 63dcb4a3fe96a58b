//! A reader gets the whole registry, or hears what is wrong with it and where.

use super::super::{Mode, Transaction};
use super::{Folder, TWO, stamp, store_at};
use crate::error::{Error, Kind};

/// A registry whose one record has these members after its id and title.
fn with_record(members: &str) -> String {
    format!(
        "{{\"format\":\"mou-registry\",\"version\":1,\"agreements\":[\n\
         {{\"id\":\"a\",\"title\":\"A\",{members}}}]}}"
    )
}

fn with_head(members: &str) -> String {
    format!("{{\"format\":\"mou-registry\",\"version\":1,{members}\"agreements\":[]}}")
}

#[test]
fn records_come_by_id_whatever_their_order_in_the_file() {
    let folder = Folder::with(
        r#"{"agreements":[{"title":"B","id":"b"},{"id":"a","title":"A"}],"version":1,"format":"mou-registry"}"#,
    );
    let reading = folder.store().read().unwrap();
    let texts = reading.scan(|record, texts| {
        texts.push(record.text().to_owned());
        Ok(())
    });
    assert_eq!(texts.unwrap(), [r#"{"id":"a","title":"A"}"#, r#"{"title":"B","id":"b"}"#]);
    assert_eq!(reading.find("b").unwrap().unwrap().id(), "b");
    assert!(reading.find("c").unwrap().is_none());
    let titles = reading.scan(|record, titles| {
        titles.push(record.agreement()?.title);
        Ok(())
    });
    assert_eq!(titles.unwrap(), ["A", "B"]);
}

#[test]
fn a_default_registry_that_is_not_there_reads_as_empty_and_a_named_one_is_refused() {
    let folder = Folder::new();
    let reading = store_at(folder.path("registry.json"), false).read().unwrap();
    assert!(!reading.exists());
    assert_eq!(reading.ids().unwrap().len(), 0);
    let error = folder.store().read().unwrap_err();
    assert_eq!(folder.words(&error), "there is no registry `registry.json`");
    assert_eq!((error.code(), error.hint().is_some()), (1, true));
    assert_eq!(folder.names(), [""; 0]);
}

/// Holds for each case that the file is refused with these words ("…" matches any text), before a
/// lock is made, and that its bytes stay.
fn refused(cases: &[(&str, Vec<u8>, &str)]) {
    for (what, bytes, words) in cases {
        let folder = Folder::with(bytes);
        let error = folder.refusal();
        assert_eq!(error.code(), 6, "{what}");
        let shown = folder.words(&error);
        match words.split_once('…') {
            Some((start, end)) => {
                assert!(shown.starts_with(start) && shown.ends_with(end), "{what}: {shown}");
            }
            None => assert_eq!(shown, *words, "{what}"),
        }
        assert_eq!(folder.add("z").unwrap_err(), error, "{what}");
        assert_eq!(folder.names(), ["registry.json"], "{what}");
        assert_eq!(&std::fs::read(folder.path("registry.json")).unwrap(), bytes, "{what}");
    }
}

#[test]
fn what_is_no_text_is_named() {
    refused(&[
        ("empty", b"".to_vec(), "`registry.json` is empty"),
        ("blank", b" \n\n".to_vec(), "`registry.json` is empty"),
        ("a mark alone", b"\xef\xbb\xbf".to_vec(), "`registry.json` is empty"),
        (
            "NULs",
            vec![0; 512],
            "`registry.json` is damaged: a NUL byte, such as a power failure leaves (line 1, \
                column 1)",
        ),
        ("UTF-16", b"\xff\xfe{\0}\0".to_vec(), "`registry.json` is in UTF-16, not in UTF-8"),
        ("without a mark", b"\0{\0}".to_vec(), "`registry.json` is in UTF-16, not in UTF-8"),
        (
            "not UTF-8",
            b"{\n  \"\xc3\xa9\xe9\": 1}".to_vec(),
            "`registry.json` is damaged: a byte that is not UTF-8 (line 2, column 5)",
        ),
    ]);
}

#[test]
fn what_is_no_registry_is_named() {
    let other = "`registry.json` is not a mou registry: its `format` is not `mou-registry`";
    let no_object = "`registry.json` is not a mou registry: it is not an object";
    refused(&[
        (
            "words",
            b"hello".to_vec(),
            "`registry.json` is damaged: `hello` is not a JSON value (line 1, column 1)",
        ),
        ("a list", b"[]".to_vec(), no_object),
        ("a text", b"\"mou-registry\"".to_vec(), no_object),
        ("another object", b"{}".to_vec(), other),
        ("another format", br#"{"format":"tasks","version":1}"#.to_vec(), other),
        (
            "no version",
            br#"{"format":"mou-registry"}"#.to_vec(),
            "`registry.json` is not a mou registry: it has no `version`",
        ),
        (
            "an odd version",
            br#"{"format":"mou-registry","version":"1"}"#.to_vec(),
            "`registry.json` is not a mou registry: its `version` is `\"1\"`, which is not a \
                version",
        ),
        (
            "a newer version of another shape",
            br#"{"format":"mou-registry","version":2,"agreements":{"a":}"#.to_vec(),
            "`registry.json` uses format version 2; this mou reads version 1",
        ),
    ]);
}

#[test]
fn what_breaks_the_form_of_the_document_is_reported_with_its_place() {
    let damaged = |at: &str| format!("`registry.json` is damaged: {at}");
    let cases = [
        ("", "it has no `agreements` (line 1, column 1)"),
        (r#","agreements":{}"#, "expected a list, found `{` (line 1, column 51)"),
        (r#","agreements":[7]"#, "expected an object, found `7` (line 1, column 52)"),
        (r#","agreements":[{"title":"A"}]"#, "a record without an `id` (line 1, column 52)"),
        (r#","agreements":[{"id":1}]"#, "the `id` of a record is not a text (line 1, column 58)"),
        (r#","agreements":[{"id":"A"}]"#, "field `id`: `A` is not an id…(line 1, column 58)"),
        (r#","agreements":[]} {"#, "a second document follows the first (line 1, column 55)"),
        (r#","agreements":[],"x":NaN"#, "`NaN` is not a JSON value (line 1, column 58)"),
    ];
    for (members, words) in cases {
        let text = format!("{{\"format\":\"mou-registry\",\"version\":1{members}}}");
        refused(&[(members, text.into(), &damaged(words))]);
    }
    let deep =
        format!("{{\"format\":\"mou-registry\",\"version\":1,\"x\":{}", "[".repeat(1_000_000));
    refused(&[
        ("deep", deep.into(), &damaged("it is nested deeper than 128 levels (line 1, column 169)")),
        (
            "conflict markers",
            TWO.replace("    {\n      \"id\": \"b", "<<<<<<< HEAD\n    {\n      \"id\": \"b")
                .into(),
            "`registry.json` holds merge conflict markers (line 14)",
        ),
    ]);
}

#[test]
fn what_is_there_twice_is_reported_with_both_places() {
    let ids = "`registry.json` is damaged: the id `a-2020` occurs twice (lines 7 and 14)";
    refused(&[
        ("an id", TWO.replace("b-2021", "a-2020").into(), ids),
        ("an id spelled differently", TWO.replace("b-2021", "\\u0061-2020").into(), ids),
        (
            "an unknown name",
            TWO.replace("x-last", "x-origin").into(),
            "`registry.json` is damaged: the name `x-origin` occurs twice in one object \
             (line 5, column 3, and line 26, column 3)",
        ),
        (
            "a name in a record, spelled differently",
            TWO.replace("\"x-weight\"", "\"t\\u0069tle\"").into(),
            "`registry.json` is damaged: the name `title` occurs twice in one object \
             (line 9, column 7, and line 11, column 7)",
        ),
    ]);
}

#[test]
fn a_value_that_breaks_its_form_is_reported_with_its_record_and_field() {
    let damaged = "`registry.json` is damaged:";
    refused(&[
        (
            "a number in the head",
            with_head(r#""owner":7,"#).into(),
            &format!(
                "{damaged} field `owner`: invalid type: integer `7`, expected a text (line 1, column 46)"
            ),
        ),
        (
            "no settings",
            with_head(r#""settings":null,"#).into(),
            &format!(
                "{damaged} field `settings`: invalid type: null, expected an object (line 1, column 49)"
            ),
        ),
        (
            "a text for a list",
            with_record(r#""areas":"x""#).into(),
            &format!(
                "{damaged} record `a`, field `areas`: invalid type: string \"x\", expected a list \
                 (line 2, column 31)"
            ),
        ),
        (
            "a list for an object",
            with_record(r#""fields":[1]"#).into(),
            &format!(
                "{damaged} record `a`, field `fields`: invalid type: list, expected an object \
                 (line 2, column 32)"
            ),
        ),
        (
            "a word in the settings",
            with_head(r#""settings":{"within":"soon"},"#).into(),
            &format!("{damaged} field `settings.within`: `soon`…(line 1, column 59)"),
        ),
        (
            "a date",
            with_record("\n\"signed\":\"2022-02-30\"").into(),
            &format!("{damaged} record `a`, field `signed`: `2022-02-30`…(line 3, column 10)"),
        ),
        (
            "a date inside",
            with_record(r#""activities":[{"n":1,"title":"t","on":"32"}]"#).into(),
            &format!("{damaged} record `a`, field `activities[0].on`: `32`…(line 2, column 61)"),
        ),
        (
            "no title",
            br#"{"format":"mou-registry","version":1,"agreements":[{"id":"a"}]}"#.to_vec(),
            &format!("{damaged} record `a`: missing field `title` (line 1, column 52)"),
        ),
    ]);
}

#[test]
fn a_file_cut_off_at_any_byte_is_refused() {
    for end in 0..TWO.trim_end().len() {
        let folder = Folder::with(&TWO.as_bytes()[..end]);
        assert_eq!(folder.refusal().kind(), Kind::Damaged, "{end}");
    }
}

#[test]
fn a_byte_order_mark_is_read_over_and_dropped_by_the_next_write() {
    let folder = Folder::with(format!("\u{feff}{TWO}"));
    folder.add("c").unwrap();
    assert!(folder.text().starts_with("{\n  \"format\""));
    let folder = Folder::with("\u{feff}{}");
    assert!(folder.words(&folder.refusal()).contains("is not a mou registry"));
}

#[test]
fn a_text_of_64_mb_in_a_record_is_no_trouble() {
    let folder = Folder::with(with_record(&format!("\"notes\":\"{}\"", "x".repeat(64 << 20))));
    folder.store().read_to_pass().unwrap().verify().unwrap();
}

#[cfg(unix)] // named pipes, sockets and devices
#[test]
fn what_is_no_regular_file_is_refused_without_waiting_for_it() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("registry.json")).unwrap();
    let fifo = folder.path("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("socket")).unwrap();
    let link = folder.path("link");
    std::os::unix::fs::symlink(&fifo, &link).unwrap();
    let null = "/dev/null".into();
    for path in
        [folder.path("registry.json"), fifo, folder.path("socket"), link, null, "/dev/zero".into()]
    {
        for named in [true, false] {
            let store = store_at(path.clone(), named);
            let error = store.read().unwrap_err();
            assert_eq!(error.message(), format!("`{}` is not a regular file", path.display()));
            assert_eq!(error.code(), 1);
            let changed = store.change(&stamp(), Mode::Apply, |_| Ok(()));
            assert_eq!(changed.unwrap_err(), error);
        }
    }
}

#[test]
fn what_is_wrong_with_a_record_of_a_short_file_is_reported_before_it_is_needed_or_as_all_are_passed_over()
 {
    let folder = Folder::new();
    folder.add("a").unwrap();
    folder.add("b").unwrap();
    folder.put("registry.json", folder.text().replace("\"title\": ", "\"titel\": "));
    let store = folder.store();
    let error = store.read().unwrap_err();
    assert_eq!(error.kind(), Kind::Damaged);
    let refuse = |_: &mut Transaction<'_>| Err::<(), _>(Error::usage("not this"));
    assert_eq!(store.change(&stamp(), Mode::Apply, refuse).unwrap_err(), error);
    let reading = store.read_to_pass().unwrap();
    assert!(reading.records().is_some());
    let passed = reading.scan(|record, ids: &mut Vec<_>| {
        ids.push(record.agreement()?.id);
        Ok(())
    });
    assert_eq!(passed.unwrap_err(), error);
}
