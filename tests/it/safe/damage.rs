//! Damaged and malicious files.

use std::fs;
use std::time::{Duration, Instant};

use super::{ADD, TWO_RECORDS, assert_refused, sandbox};
use crate::in_process::run;
use crate::sandbox::{Sandbox, example};

/// Returns the registry of two records with `member` inserted before the title of the first.
fn with_member(member: &str) -> String {
    TWO_RECORDS.replacen("\"title\":", &format!("{member},\n      \"title\":"), 1)
}

/// Every command verifies the whole of a file up to this length.
const SHORT_FILE_BYTES: usize = 256 * 1024;

/// Panics unless every command refuses the file with `words` and leaves it unchanged. In a longer file,
/// commands need not notice damage outside the parts that they read.
#[track_caller]
fn assert_file_refused(bytes: &[u8], words: &str) {
    let sandbox = Sandbox::new();
    sandbox.write("registry.json", bytes);
    let is_short = bytes.len() <= SHORT_FILE_BYTES;
    let show = is_short.then_some(&["show", "eth-nus-2021"][..]);
    let all = [&["list"][..], &["check"], &ADD, &["undo"]].into_iter().chain(show);
    for args in all {
        assert_refused(&sandbox.mou(args), 6, words);
        assert!(fs::read(sandbox.path("registry.json")).unwrap() == bytes, "{args:?}");
        assert_eq!(sandbox.files(), ["registry.json"], "{args:?}");
    }
}

#[test]
fn threat_file_that_is_not_json_is_refused() {
    assert_file_refused(b"hello", "(line 1, column 1)");
    assert_file_refused(
        format!("{TWO_RECORDS}{TWO_RECORDS}").as_bytes(),
        "a second document follows the first",
    );
    assert_file_refused(
        TWO_RECORDS.replacen("  \"version\"", "  // no\n  \"version\"", 1).as_bytes(),
        "a comment",
    );
    assert_file_refused(with_member("\"x\": NaN").as_bytes(), "`NaN` is not a JSON value");
    assert_file_refused(with_member("\"x\": 01").as_bytes(), "a number that is not valid JSON");
    assert_file_refused(
        TWO_RECORDS.replacen("\"NUS\"\n        }", "\"NUS\"\n        },", 1).as_bytes(),
        "a comma",
    );
    assert_file_refused(
        with_member("\"x\": \"a\nb\"").as_bytes(),
        "breaks off at the end of a line",
    );
    assert_file_refused(with_member("\"x\": \"\u{1}\"").as_bytes(), "U+0001");
    assert_file_refused(TWO_RECORDS.replace("Kyoto", "Ky\0oto").as_bytes(), "a NUL byte");
    let mut latin = with_member("\"x\": \"caf!\"").into_bytes();
    let at = latin.iter().position(|byte| *byte == b'!').unwrap();
    latin[at] = 0xe9;
    assert_file_refused(&latin, "a byte that is not UTF-8 (line 9, column 16)");
}

#[test]
fn threat_conflict_markers_are_named_in_words() {
    let merged = TWO_RECORDS.replacen(
        "      \"title\": \"Joint laboratory\",\n",
        "<<<<<<< HEAD\n      \"title\": \"A\",\n=======\n      \"title\": \"B\",\n>>>>>>> theirs\n",
        1,
    );
    assert_file_refused(
        merged.as_bytes(),
        "`registry.json` holds merge conflict markers (line 27)",
    );
}

#[test]
fn threat_utf_16_is_named_and_a_byte_order_mark_accepted() {
    for big_endian in [true, false] {
        for mark in [true, false] {
            let text = format!("{}{TWO_RECORDS}", if mark { "\u{feff}" } else { "" });
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            assert_file_refused(&bytes, "`registry.json` is in UTF-16, not in UTF-8");
        }
    }
    let sandbox = Sandbox::with_registry(&format!("\u{feff}{TWO_RECORDS}"));
    assert_eq!(super::ids(&sandbox).len(), 2);
    sandbox.mou(&ADD).success();
    assert!(sandbox.registry().starts_with("{\n"));
}

#[test]
fn threat_lone_surrogates_are_refused() {
    for text in
        [r#""\ud800""#, r#""\udc00""#, r#""\ud800x""#, r#""\udc00\ud800""#, r#""\ud83d\ud83d""#]
    {
        assert_file_refused(
            with_member(&format!("\"x\": {text}")).as_bytes(),
            "a lone surrogate in a string",
        );
    }
    let sandbox = Sandbox::with_registry(&with_member(r#""x": "\ud83d\ude00""#));
    sandbox.mou(&["edit", "kyoto-nus-2020", "--contact", "mei"]).success();
    assert!(sandbox.registry().contains(r#""x": "\ud83d\ude00""#));
}

#[test]
fn threat_repeated_member_name_is_refused() {
    for twice in ["\"title\": \"x\"", r#""t\u0069tle": "x""#] {
        let words =
            "the name `title` occurs twice in one object (line 9, column 7, and line 10, column 7)";
        assert_file_refused(with_member(twice).as_bytes(), words);
    }
    assert_file_refused(
        TWO_RECORDS.replacen("\"x-origin\"", "\"x\":1,\"\\u0078\"", 1).as_bytes(),
        "the name `x` occurs twice",
    );
    let nested = with_member(r#""x": [{"a": {"b": 1, "c": 2, "b": 3}}]"#);
    assert_file_refused(
        nested.as_bytes(),
        "the name `b` occurs twice in one object (line 9, column",
    );
    assert_file_refused(
        TWO_RECORDS.replacen("\"version\": 1", "\"version\": 1,\n  \"version\": 1", 1).as_bytes(),
        "occurs twice",
    );
}

#[test]
fn threat_repeated_id_is_refused() {
    let twice = TWO_RECORDS.replace("eth-nus-2021", "kyoto-nus-2020");
    assert_file_refused(twice.as_bytes(), "the id `kyoto-nus-2020` occurs twice (lines 7 and 25)");
    let spelled = TWO_RECORDS.replace("\"eth-nus-2021\"", r#""\u006byoto-nus-2020""#);
    assert_file_refused(spelled.as_bytes(), "the id `kyoto-nus-2020` occurs twice");
}

#[test]
fn threat_id_that_is_a_path_is_refused() {
    for id in [
        "../..",
        "/etc/passwd",
        "\\\\\\\\host\\\\share",
        "javascript:alert(1)",
        "-rf",
        "A",
        "",
        "a\\u0000",
    ] {
        let text = TWO_RECORDS.replace("\"eth-nus-2021\"", &format!("\"{id}\""));
        assert_file_refused(text.as_bytes(), "field `id`: ");
        if !id.contains('\\') {
            let output = sandbox().mou(&["add", "T", "--party", "P", &format!("--id={id}")]);
            assert_refused(&output, 2, "`--id`");
        }
    }
    let sandbox = sandbox();
    for path in ["../../etc/passwd", "/etc/passwd", "javascript:x", "a/../../b"] {
        let output =
            sandbox.mou(&["edit", "eth-nus-2021", "--document", &format!("Paper | {path}")]);
        assert!(matches!(output.code, 1 | 2), "{path}: {}", output.to_text());
    }
}

#[cfg(unix)] // links
#[test]
fn threat_document_that_is_a_link_out_of_the_folder_is_refused() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink("/etc/passwd", sandbox.path("paper.pdf")).unwrap();
    let output = sandbox.mou(&["edit", "eth-nus-2021", "--document", "Paper | paper.pdf"]);
    assert_refused(&output, 1, "is a link to a file outside the folder of the registry");
}

#[test]
fn threat_endless_nesting_is_refused() {
    for depth in [128, 129, 1_000, 100_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let began = Instant::now();
            let inner = if open == "[" { "" } else { "1" };
            let deep = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            assert_file_refused(
                with_member(&format!("\"x\": {deep}")).as_bytes(),
                "deeper than 128 levels",
            );
            assert_file_refused(&open.as_bytes().repeat(depth + 10), "`registry.json` is damaged");
            assert!(began.elapsed() < Duration::from_secs(20), "{depth}: {:?}", began.elapsed());
        }
    }
    // The greatest accepted depth: the document, the list, the record and 125 more.
    let deep = format!("{}{}", "[".repeat(125), "]".repeat(125));
    let sandbox = Sandbox::with_registry(&with_member(&format!("\"x\": {deep}")));
    sandbox.mou(&["edit", "kyoto-nus-2020", "--contact", "mei"]).success();
    let flat: String = sandbox.registry().split_whitespace().collect();
    assert!(flat.contains(&deep));
}

#[test]
fn threat_text_of_64_mb_is_handled() {
    let text = with_member(&format!("\"x\": \"{}\"", "a".repeat(64 << 20)));
    let sandbox = Sandbox::with_registry(&text);
    let began = Instant::now();
    assert_eq!(super::ids(&sandbox).len(), 2);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert!(sandbox.registry() == text);
}

#[test]
fn threat_objects_of_100000_members_are_handled() {
    let members: Vec<String> = (0..100_000).map(|at| format!("\"m{at}\":{at}")).collect();
    let text = with_member(&format!("\"x\": {{{}}}", members.join(",")));
    let sandbox = Sandbox::with_registry(&text);
    let began = Instant::now();
    assert!(sandbox.mou(&["list", "-o", "json"]).success().contains("\"m99999\":"));
    let twice = text.replace("\"m99999\"", "\"m1\"");
    sandbox.write("registry.json", twice);
    assert_refused(&sandbox.mou(&["list"]), 6, "the name `m1` occurs twice");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn threat_huge_numbers_are_kept_digit_for_digit() {
    let digits = "1234567890".repeat(30);
    for number in [&digits, "18446744073709551616", "1.10", "-0", "1E+400", "0.1e-9999", "1e999999"]
    {
        let sandbox = Sandbox::with_registry(&with_member(&format!("\"x\": {number}")));
        sandbox.mou(&["edit", "kyoto-nus-2020", "--contact", "mei"]).success();
        assert!(sandbox.registry().contains(&format!("\"x\": {number},")), "{number}");
        let shown = sandbox.mou(&["list", "-o", "json"]).success();
        assert!(shown.contains(&format!("\"x\": {number},")), "{number}: {shown}");
    }
    for field in ["\"n\": 4294967296", "\"n\": 0", "\"n\": -1", "\"n\": 1.0", "\"n\": 1e0"] {
        let activity = format!("\"activities\": [{{{field}, \"title\": \"t\"}}]");
        assert_file_refused(with_member(&activity).as_bytes(), "field `activities[0]");
    }
}

#[test]
fn threat_malformed_value_is_named_with_record_and_field() {
    for (member, words) in [
        ("\"end\": \"2023-02-31\"", "record `kyoto-nus-2020`, field `end`: "),
        ("\"end\": \"٢٠٢٤-٠١-٠١\"", "record `kyoto-nus-2020`, field `end`: "),
        ("\"end\": \"999999-01-01\"", "record `kyoto-nus-2020`, field `end`: "),
        ("\"notice\": \"P9999999Y\"", "record `kyoto-nus-2020`, field `notice`: "),
        ("\"notice\": \"-P3Y\"", "record `kyoto-nus-2020`, field `notice`: "),
        ("\"areas\": \"x\"", "record `kyoto-nus-2020`, field `areas`: "),
        ("\"under\": \"../..\"", "record `kyoto-nus-2020`, field `under`: "),
        ("\"events\": [{\"kind\": \"renewed\", \"on\": 5}]", "field `events[0].on`: "),
    ] {
        assert_file_refused(with_member(member).as_bytes(), words);
        assert_file_refused(with_member(member).as_bytes(), "(line 9, column ");
    }
}

#[test]
fn threat_file_cut_off_at_any_byte_is_refused() {
    let sandbox = Sandbox::with_registry(TWO_RECORDS);
    let file = sandbox.path("registry.json");
    // Without only its last line break, the file is complete.
    let mut cuts = 0;
    for end in 0..TWO_RECORDS.trim_end().len() {
        let cut = &TWO_RECORDS.as_bytes()[..end];
        for (args, step) in [(&["list"][..], 1), (&["check"], 11), (&ADD, 5)] {
            if end % step > 0 {
                continue;
            }
            fs::write(&file, cut).unwrap();
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            let (code, out, err) = run(&file, &args, b"");
            assert_eq!((code, out.as_str()), (6, ""), "{args:?} at byte {end}: {err}");
            assert!(err.starts_with("error: `"), "{args:?} at byte {end}: {err}");
            assert_eq!(fs::read(&file).unwrap(), cut, "{args:?} at byte {end}");
            cuts += 1;
        }
        assert_eq!(sandbox.files(), ["registry.json"], "at byte {end}");
    }
    eprintln!("{cuts} commands on files that were cut off");
}

#[test]
fn threat_byte_changed_anywhere_is_read_or_refused() {
    // Like a flipped bit on the disk: the file is read, or refused with a position.
    let sandbox = Sandbox::new();
    let file = sandbox.path("registry.json");
    let sound = example("uk-singapore.json").into_bytes();
    for at in (0..sound.len()).step_by(23) {
        let mut damaged = sound.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(&file, &damaged).unwrap();
        let (code, _, err) = run(&file, &["check".to_owned()], b"");
        assert!(matches!(code, 0 | 4 | 6), "byte {at}: exit {code}: {err}");
        assert_eq!(fs::read(&file).unwrap(), damaged);
    }
}
