//! Long texts that are read from a file or from standard input.

use crate::sandbox::Sandbox;

const ID: &str = "gds-govtech-2022";

fn stored(sandbox: &Sandbox, key: &str) -> String {
    let text = sandbox.registry();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let agreement =
        value["agreements"].as_array().unwrap().iter().find(|it| it["id"] == ID).unwrap();
    match key {
        "note" => agreement["events"].as_array().unwrap().last().unwrap()["note"].to_string(),
        "activity" => agreement["activities"][0]["outcome"].to_string(),
        key => agreement[key].to_string(),
    }
}

#[test]
fn a_text_of_a_file_is_stored_as_it_is() {
    let text = "First line\n\n\tSecond: \"é\" \\ 京\n";
    let json = serde_json::to_string(text).unwrap();
    for (command, key) in [
        ("edit ID --notes FILE", "notes"),
        ("amend ID --notes FILE --on 2024-01-01", "notes"),
        ("suspend ID --on 2024-01-01 --note FILE", "note"),
        ("notice ID --on 2024-01-01 --note FILE", "note"),
        ("activity add ID Visit --outcome FILE", "activity"),
    ] {
        for (value, input) in [("@text.txt", ""), ("@mark.txt", ""), ("-", text)] {
            let sandbox = Sandbox::with_example().with_variable("MOU_TODAY", "2025-06-01");
            sandbox.write("text.txt", text);
            sandbox.write("mark.txt", format!("\u{feff}{text}"));
            let line = command.replace("ID", ID).replace("FILE", value);
            let args: Vec<&str> = line.split(' ').collect();
            sandbox.mou_with_input(input, &args).success();
            assert_eq!(stored(&sandbox, key), json, "{line}");
        }
    }
}

#[test]
fn two_signs_store_one_and_other_flags_read_no_file() {
    let sandbox = Sandbox::with_example();
    sandbox.mou(&["edit", ID, "--notes", "@@x", "--place", "@x", "--contact", "-"]).success();
    assert_eq!(stored(&sandbox, "notes"), "\"@x\"");
    assert_eq!(stored(&sandbox, "place"), "\"@x\"");
    assert_eq!(stored(&sandbox, "contact"), "\"-\"");
    sandbox.mou(&["edit", ID, "--notes", "@@@x"]).success();
    assert_eq!(stored(&sandbox, "notes"), "\"@@x\"");
}

#[test]
fn a_text_that_cannot_be_read_is_refused_with_the_flag_and_the_file() {
    let sandbox = Sandbox::with_example();
    sandbox.write("bytes.txt", b"caf\xe9");
    sandbox.write("blank.txt", " \n");
    sandbox.write("long.txt", "a".repeat(1_000_001));
    sandbox.write("longest.txt", "a".repeat(1_000_000));
    let before = sandbox.registry();
    for (value, input, error) in [
        (
            "@none.txt",
            "",
            "cannot read `none.txt`: no such file or directory\nhint: `--notes \"@@none.txt\"` stores the text `@none.txt`\n--- exit 1\n",
        ),
        (
            "@home",
            "",
            "cannot read `home`: is a directory\nhint: `--notes \"@@home\"` stores the text `@home`\n--- exit 1\n",
        ),
        (
            "@bytes.txt",
            "",
            "`bytes.txt` is not a text in UTF-8\nhint: `--notes \"@@bytes.txt\"` stores the text `@bytes.txt`\n--- exit 1\n",
        ),
        (
            "@long.txt",
            "",
            "`long.txt` has more than 1,000,000 bytes\nhint: `--notes \"@@long.txt\"` stores the text `@long.txt`\n--- exit 1\n",
        ),
        (
            "@/dev/zero",
            "",
            "`/dev/zero` has more than 1,000,000 bytes\nhint: `--notes \"@@/dev/zero\"` stores the text `@/dev/zero`\n--- exit 1\n",
        ),
        ("@", "", "`@` names no file; write `@FILE`\n--- exit 2\n"),
        ("@blank.txt", "", "the value is blank; write a text that is not blank\n--- exit 2\n"),
        ("-", "", "the value is blank; write a text that is not blank\n--- exit 2\n"),
        ("-", "\u{0}\u{0}\u{ff}", "x"),
    ] {
        if value == "@/dev/zero" && cfg!(windows) {
            continue;
        }
        let args = ["edit", ID, "--notes", value];
        if error == "x" {
            let output = sandbox.mou_with_input(b"caf\xe9", &args).to_text();
            let expected =
                "--- stderr\nerror: `--notes`: standard input is not a text in UTF-8\n--- exit 1\n";
            assert_eq!(output, expected);
            continue;
        }
        let output = sandbox.mou_with_input(input, &args).to_text();
        assert_eq!(output, format!("--- stderr\nerror: `--notes`: {error}"), "{value}");
    }
    assert_eq!(
        sandbox.mou_with_input(vec![0; 1_000_001], &["edit", ID, "--notes", "-"]).to_text(),
        "--- stderr\nerror: `--notes`: standard input has more than 1,000,000 bytes\n--- exit 1\n"
    );
    if cfg!(unix) {
        let zero = sandbox.shell(&format!("mou edit {ID} --notes - < /dev/zero"));
        assert!(zero.stderr.contains("has more than 1,000,000 bytes"), "{}", zero.to_text());
    }
    assert_eq!(
        sandbox.mou_with_input(ID, &["edit", "-", "--notes", "-"]).to_text(),
        "--- stderr\nerror: standard input cannot be read for both `--notes` and the ids\n\
         hint: `@FILE` reads a text from a file\n--- exit 2\n"
    );
    assert_eq!(sandbox.registry(), before);
    sandbox.mou(&["edit", ID, "--notes", "@longest.txt"]).success();
    assert_eq!(
        sandbox.mou_with_input(ID, &["edit", "-", "--notes", "@blank.txt", "--notes", "@@y"]).code,
        2,
        "a flag with one value is not repeated"
    );
}
