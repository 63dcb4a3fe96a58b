//! What is peculiar to Windows: open files, editors, paths, the name of the user.

use std::fs::{File, OpenOptions};
use std::os::windows::fs::OpenOptionsExt;
use std::thread;
use std::time::Duration;

use crate::sandbox::{Sandbox, example, is_temporary};

/// `FILE_SHARE_READ`: others may read an open file, but neither write nor replace it.
const SHARED_FOR_READING: u32 = 1;

/// Opens a file as Excel does.
fn open_as_excel_does(sandbox: &Sandbox, name: &str) -> File {
    let mut options = OpenOptions::new();
    options.read(true).write(true).share_mode(SHARED_FOR_READING).open(sandbox.path(name)).unwrap()
}

fn assert_no_temporary_file(sandbox: &Sandbox) {
    let temporary: Vec<String> =
        sandbox.files().into_iter().filter(|name| is_temporary(name)).collect();
    assert_eq!(temporary, [""; 0]);
}

#[test]
fn sheet_that_is_open_in_another_program_is_not_replaced() {
    let sandbox = Sandbox::with_example();
    sandbox.write("sheet.csv", "Title,Party,Signed\nExchange,Lima,yesteryear\n");
    let rejects = ["import", "sheet.csv", "--rejects", "rejects.csv"];
    for (name, args) in [
        ("mous.xlsx", &["export", "mous.xlsx"][..]),
        ("mous.csv", &["export", "mous.csv"]),
        ("rejects.csv", &rejects),
    ] {
        let _ = sandbox.mou(args);
        let before = std::fs::read(sandbox.path(name)).unwrap();
        let open = open_as_excel_does(&sandbox, name);
        let output = sandbox.mou(args);
        let expected = format!(
            "error: cannot write `{name}`: another program has it open; close it in Excel\n"
        );
        assert!(output.stderr.ends_with(&expected), "{}", output.to_text());
        assert_eq!(output.code, 1);
        assert_no_temporary_file(&sandbox);
        drop(open);
        assert_eq!(std::fs::read(sandbox.path(name)).unwrap(), before);
        assert!(!sandbox.mou(args).stderr.contains("another program"));
    }
}

#[test]
fn registry_that_is_open_in_another_program_is_not_changed() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    let add = ["add", "Third", "--party", "P", "--id", "third"];
    let open = open_as_excel_does(&sandbox, "registry.json");
    sandbox.mou(&["list"]).success();
    assert_eq!(
        sandbox.mou(&add).to_text(),
        "--- stderr\nerror: cannot write `registry.json`: another program has it open; close it there\n\
         --- exit 1\n"
    );
    assert_no_temporary_file(&sandbox);
    drop(open);
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.mou(&add).success(), "third\n");
}

#[test]
fn file_that_another_program_closes_soon_is_replaced() {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["export", "mous.csv"]).success();
    sandbox.mou(&["add", "Third", "--party", "P", "--id", "third"]).success();
    let open = open_as_excel_does(&sandbox, "mous.csv");
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(300));
            drop(open);
        });
        sandbox.mou(&["export", "mous.csv"]).success();
    });
    assert!(sandbox.read("mous.csv").contains("third"));
}

#[test]
fn editor_may_be_a_script_and_write_a_mark_and_line_ends_of_windows() {
    let record = sandbox_record().replace("\"kind\": \"MoU\"", "\"kind\": \"MoC\"");
    let edited = format!("\u{feff}{}", record.replace('\n', "\r\n"));
    let script = "@copy /y \"%~dp0edited.json\" %1 > nul\r\n";
    // As for `code`, the ending of the script is left out.
    let sandbox = Sandbox::with_example();
    sandbox.write("edited.json", &edited);
    sandbox.write("my editor.cmd", script);
    let editor = format!("\"{}\"", sandbox.path("my editor").display());
    let sandbox = sandbox.with_variable("EDITOR", &editor);
    assert_eq!(
        sandbox.mou(&["edit", "gds-govtech-2022"]).to_text(),
        "--- stderr\nChanged gds-govtech-2022: kind.\n"
    );
    let expected =
        example("uk-singapore.json").replace(&sandbox_record_lines(), &indented(&record));
    assert_eq!(sandbox.registry(), expected);
    // Only the line ends differ now.
    assert_eq!(
        sandbox.mou(&["edit", "gds-govtech-2022"]).to_text(),
        "--- stderr\nNothing to change.\n"
    );
}

/// Returns the record of 2022 in the example, as it is opened in an editor.
fn sandbox_record() -> String {
    let sandbox = Sandbox::with_example();
    let lines = sandbox.mou(&["show", "gds-govtech-2022", "-o", "json"]).success();
    assert!(lines.contains("gds-govtech-2022"));
    sandbox_record_lines().lines().map(|line| format!("{}\n", &line[4..])).collect()
}

/// Returns the record of 2022 in the example, as it is in the file.
fn sandbox_record_lines() -> String {
    let text = example("uk-singapore.json");
    let begin = text.find("    {\n      \"id\": \"gds-govtech-2022\"").unwrap();
    let end = begin + text[begin..].find("\n    }").unwrap() + "\n    }".len();
    text[begin..end].to_owned()
}

fn indented(record: &str) -> String {
    let lines: Vec<String> = record.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

#[test]
fn name_of_the_user_is_that_of_the_account() {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["edit", "gds-govtech-2022", "--contact", "Tom"]).success();
    assert!(sandbox.read("registry.log.jsonl").contains("\"who\":\"mei\""));
}

#[test]
fn paths_may_have_backslashes_and_a_drive() {
    let sandbox = Sandbox::new();
    let add = |file: &str| sandbox.mou(&["--file", file, "add", "A", "--party", "P", "--id", "a"]);
    assert_eq!(
        add("sub\\mous.json").to_text(),
        "--- stderr\nerror: there is no folder `sub`\nhint: `mkdir sub` creates it\n--- exit 1\n"
    );
    std::fs::create_dir(sandbox.path("sub")).unwrap();
    assert_eq!(
        add("sub\\mous.json").to_text(),
        "a\n--- stderr\nnew registry `sub\\mous.json`\nAdded a.\n"
    );
    let absolute = sandbox.path("sub").join("mous.json");
    let absolute = absolute.to_str().unwrap();
    assert_eq!(absolute.as_bytes()[1], b':');
    for name in [absolute, &absolute.replace('\\', "/"), "sub/mous.json", ".\\sub\\mous.json"] {
        assert_eq!(sandbox.mou(&["--file", name, "list", "-o", "ids"]).success(), "a\n");
    }
    let sandbox = sandbox.with_variable("MOU_FILE", "sub\\mous.json");
    assert_eq!(sandbox.mou(&["list", "-o", "ids"]).success(), "a\n");
    assert_eq!(sandbox.mou(&["config", "path"]).success(), "sub\\mous.json\n");
}

#[test]
fn document_is_stored_with_slashes() {
    let sandbox = Sandbox::with_example();
    std::fs::create_dir(sandbox.path("papers")).unwrap();
    sandbox.write("papers/a.pdf", "paper");
    let edit = |document: &str| sandbox.mou(&["edit", "gds-govtech-2022", "--document", document]);
    let refused = edit("Text | papers\\a.pdf");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("has a backslash; separate folders by /"), "{refused:?}");
    edit("Text | papers/a.pdf").success();
    assert!(sandbox.registry().contains("\"path\": \"papers/a.pdf\""));
}
