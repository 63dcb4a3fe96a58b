//! Malicious and broken files.

use std::fs;
use std::io::Cursor;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};

use zip::{ZipArchive, ZipWriter};

use super::files::{archive, text, xlsx};
use super::with_sheet;

#[test]
fn unreadable_file_is_refused_and_nothing_written() {
    let wide = format!("Partner{}\n", ",x".repeat(100_000));
    let cut = &xlsx("<row/>")[..300];
    let beyond = xlsx(&format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        text("A1", "Partner"),
        text("ZZZZ1048576", "x")
    ));
    let far = xlsx(&format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        text("A1", "Partner"),
        text("XFD1048576", "x")
    ));
    let repeated = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            "<office:body><table:table><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:body>",
        ),
    ]);
    let cases: [(&str, &[u8], &str); 14] = [
        ("m.csv", b"", "`m.csv` is empty"),
        ("m.csv", b"\n\n", "has no row 1 with column names"),
        ("m.csv", wide.as_bytes(), "has 100001 columns; the limit is 16384"),
        ("m.csv", b"Partner,Expiry\nA\0,2020\n", "it contains a NUL byte"),
        ("m.csv", b"P\0a\0r\0t\0,\0", "it contains a NUL byte"),
        ("m.csv", b"Partner,Expiry\nA\nB,2020\n", "row 2 (it has 1 cell, but the header has 2)"),
        ("m.csv", b"Partner,Expiry\n\"A,2020\nB,2021\n", "row 2: a quotation mark is not closed"),
        ("m.json", b"[{\"Partner\":", "`m.json` is not JSON"),
        ("m.json", b"[1]", "record 1 is not a JSON object"),
        ("m.xlsx", cut, "is not a readable workbook"),
        (
            "m.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "is encrypted, or a workbook in the old .xls format",
        ),
        ("m.xlsx", &beyond, "`m.xlsx` is too large: it has more than 16384 columns"),
        ("m.xlsx", &far, "row 1048576"),
        ("m.ods", &repeated, "is too large: it has more than 20000000 cells"),
    ];
    for (name, bytes, why) in cases {
        let sandbox = with_sheet(name, bytes);
        let output = sandbox.mou(&["import", name]);
        assert_eq!(output.code, 1, "{name}: {}", output.to_text());
        assert!(
            output.stderr.contains(why) && output.stdout.is_empty(),
            "{why}: {}",
            output.to_text()
        );
        assert_eq!(sandbox.files(), [name]);
    }
}

#[test]
fn zip_bomb_is_not_unpacked() {
    let megabyte = archive(&[("zeros", &"0".repeat(1 << 20))]);
    let mut megabyte = ZipArchive::new(Cursor::new(megabyte)).unwrap();
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..600 {
        // Copies the compressed bytes, which keeps the test fast.
        let zeros = megabyte.by_index_raw(0).unwrap();
        bomb.raw_copy_file_rename(zeros, format!("xl/media/{n}.xml")).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    let sandbox = with_sheet("m.xlsx", bomb);
    let output = sandbox.mou(&["import", "m.xlsx"]);
    assert!(output.stderr.contains("is too large: it has more than 512 MB"), "{}", output.stderr);
}

#[test]
fn deeply_nested_document_is_refused() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    let output = with_sheet("m.json", deep).mou(&["import", "m.json"]);
    assert!(
        output.stderr.contains("it is nested deeper than 128 levels (line 1, column 129)"),
        "{}",
        output.stderr
    );
}

#[test]
fn folder_or_missing_file_is_refused() {
    let sandbox = with_sheet("m.csv", "Partner\nA\n");
    assert!(sandbox.mou(&["import", "home"]).stderr.contains("`home` is not a regular file"));
    assert!(sandbox.mou(&["import", "n.csv"]).stderr.contains("cannot read `n.csv`"));
    let output = sandbox.mou(&["import", "m.csv", "--rejects", "nowhere/bad.csv"]);
    assert!(output.stderr.contains("there is no folder `nowhere`"), "{}", output.stderr);
    assert_eq!(sandbox.files(), ["m.csv"]);
}

#[test]
fn rejects_do_not_replace_the_sheet_or_a_registry() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,soon\n");
    sandbox.mou(&["init"]).success();
    sandbox.write("other.json", sandbox.registry());
    for (path, why) in [
        ("m.csv", "`--rejects`: `m.csv` is the input file"),
        ("./m.csv", "`--rejects`: `./m.csv` is the input file"),
        ("registry.json", "`registry.json` belongs to the registry"),
        ("other.json", "`other.json` is a registry, which an export must not replace"),
    ] {
        let output = sandbox.mou(&["import", "m.csv", "--rejects", path]);
        assert!(
            output.stderr.starts_with(&format!("error: {why}\nhint: ")),
            "{}",
            output.to_text()
        );
    }
    assert_eq!(sandbox.read("m.csv"), "Partner,Expiry\nA,soon\n");
    assert_eq!(sandbox.read("other.json"), sandbox.registry());
}

#[cfg(unix)] // links and modes
#[test]
fn rejects_are_written_through_a_link_and_keep_the_mode() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,soon\n");
    sandbox.mou(&["import", "m.csv", "--rejects", "old.csv"]).success();
    fs::set_permissions(sandbox.path("old.csv"), fs::Permissions::from_mode(0o664)).unwrap();
    symlink("old.csv", sandbox.path("link.csv")).unwrap();
    sandbox.mou(&["import", "m.csv", "--rejects", "link.csv"]).success();
    assert!(sandbox.path("link.csv").is_symlink());
    let mode = fs::metadata(sandbox.path("old.csv")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o664);
    assert!(
        sandbox
            .read("old.csv")
            .ends_with("A,soon,\"row 2, column `Expiry`: `soon` is not a date\"\r\n")
    );
}

#[test]
fn flag_for_another_kind_of_file_is_refused() {
    let sandbox = with_sheet("m.csv", "Partner\nA\n");
    for (flags, why) in [
        (["--sheet", "x"], "`--sheet` does not apply to `m.csv`, which is a text file"),
        (["--records", "x"], "`--records` does not apply to `m.csv`"),
        (["--encoding", "klingon"], "`--encoding`: `klingon` is not an encoding"),
        (["--key", "Ref"], "`--key`: `m.csv` has no column `Ref`"),
        (["--date-order", "ydm"], "`--date-order`: `ydm` is not accepted"),
    ] {
        let output = sandbox.mou(&[&["import", "m.csv"][..], &flags].concat());
        assert_eq!(output.code, 2, "{}", output.to_text());
        assert!(output.stderr.contains(why), "{}", output.stderr);
    }
}

/// Files of other programs or people, with a `reason` column or a similar one.
const OTHER_FILES: [&str; 11] = [
    "",
    "old",
    "\u{feff}",
    "Partner,Expiry\r\n",
    "\u{feff}Partner,Expiry\r\n",
    "Partner,Expiry,reason\r\nA,soon,\"row 2: why\"\r\n",
    "\u{feff}reason\r\n",
    "\u{feff}Partner,Expiry,Reason\r\nA,soon,\"row 2: why\"\r\n",
    "\u{feff}Partner,reason,Expiry\r\nA,\"row 2: why\",soon\r\n",
    "\u{feff}Partner,Expiry,reason\r\nA,soon,\"row 2: why\"\r\nB,2030,they left\r\n",
    "\u{feff}Partner,Expiry,reason\r\nA,soon,\"row 2: why\"\r\nB,2030,\r\n",
];

#[test]
fn rejects_do_not_replace_a_file_that_mou_did_not_write() {
    for content in OTHER_FILES {
        let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,soon\nB,2030\n");
        sandbox.write("bad.csv", content);
        for flags in [&[][..], &["--dry-run"]] {
            let output =
                sandbox.mou(&[&["import", "m.csv", "--rejects", "bad.csv"][..], flags].concat());
            assert_eq!(
                output.to_text(),
                "--- stderr\nerror: `bad.csv` was not written by mou as a file of rejected rows\nhint: name \
                 another file, or replace this one with `--force`\n--- exit 1\n",
                "{content:?}"
            );
            assert_eq!(sandbox.read("bad.csv"), content);
            assert_eq!(sandbox.files(), ["bad.csv", "m.csv"]);
        }
    }
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,soon\n");
    sandbox.write("bad.csv", b"\xef\xbb\xbfPartner,Expiry,reason\r\n\xff,soon,row 2: why\r\n");
    let output = sandbox.mou(&["import", "m.csv", "--rejects", "bad.csv"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
}

#[test]
fn rejects_replace_earlier_rejects_of_any_sheet() {
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row>",
        text("A1", "Partner"),
        text("B1", "Expiry"),
        text("A2", "A"),
        text("B2", "soon")
    );
    let sandbox = with_sheet("m.xlsx", xlsx(&rows));
    sandbox.write("m.csv", "Partner,Expiry\nA,soon\n\"B\r\n\",\"=x, \"\"y\"\"\"\n");
    sandbox.write("lines.csv", "Partner,Expiry\n,2030\n");
    sandbox.write("good.csv", "Partner,Expiry\nGood,2030\n");
    sandbox.write("m.json", "[{\"Partner\":\"A\",\"Expiry\":\"soon\"}]");
    let sheets = ["m.csv", "m.xlsx", "lines.csv", "good.csv", "m.json"];
    for first in sheets {
        for next in sheets {
            for sheet in [first, next] {
                let args = ["import", sheet, "--rejects", "bad.csv", "--allow-duplicates"];
                let output = sandbox.mou(&args);
                assert_eq!(output.code, 0, "{first}, {next}: {}", output.to_text());
            }
        }
    }
    assert!(
        sandbox
            .read("bad.csv")
            .ends_with("A,soon,\"row 1, column `Expiry`: `soon` is not a date\"\r\n")
    );
}
