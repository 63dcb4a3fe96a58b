//! Editing a record in an editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::sandbox::Sandbox;

const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "0192f3c4-0000-4000-8000-000000000000",
  "agreements": [
    {
      "id": "one",
      "title": "One",
      "x-big": 18446744073709551616,
      "kind": "MoU",
      "parties": [
        {
          "name": "A",
          "x-rate": 1.10
        }
      ],
      "signed": "2022-07-04",
      "term": "P3Y"
    }
  ]
}
"#;

/// Returns a sandbox whose editor is this script; `$1` is the file. Temporary files are in `tmp`.
fn sandbox(script: &str) -> Sandbox {
    let sandbox = Sandbox::with_registry(REGISTRY);
    fs::create_dir(sandbox.path("tmp")).unwrap();
    sandbox.write("editor", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(sandbox.path("editor"), fs::Permissions::from_mode(0o755)).unwrap();
    let tmp = sandbox.path("tmp");
    sandbox.with_variable("EDITOR", "./editor").with_variable("TMPDIR", tmp.to_str().unwrap())
}

/// Returns the text of the kept file; `None` if no file was kept.
fn kept(sandbox: &Sandbox) -> Option<String> {
    let mut files = fs::read_dir(sandbox.path("tmp")).unwrap().map(|file| file.unwrap().path());
    let path = files.next()?;
    assert!(files.next().is_none());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    Some(fs::read_to_string(path).unwrap())
}

#[test]
fn record_saved_in_the_editor_replaces_only_that_record() {
    let sandbox = sandbox("sed -i -e s/P3Y/P4Y/ -e s/1.10/1.1000/ $1");
    assert_eq!(sandbox.mou(&["edit", "on"]).to_text(), "--- stderr\nChanged one: term.\n");
    assert_eq!(sandbox.registry(), REGISTRY.replace("P3Y", "P4Y").replace("1.10", "1.1000"));
    assert_eq!(kept(&sandbox), None);
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
}

#[test]
fn unknown_key_can_be_changed_in_the_editor() {
    let sandbox = sandbox("sed -i s/18446744073709551616/1e999/ $1");
    assert_eq!(sandbox.mou(&["edit", "one"]).to_text(), "--- stderr\nChanged one: unknown keys.\n");
    assert_eq!(sandbox.registry(), REGISTRY.replace("18446744073709551616", "1e999"));
}

#[test]
fn new_field_gets_its_fixed_position_and_empty_field_is_dropped() {
    let more = r#""P3Y", "tags": [], "notes": "n", "place": "Rome""#;
    let sandbox = sandbox(&format!("sed -i 's/\"P3Y\"/{more}/' $1"));
    assert_eq!(
        sandbox.mou(&["edit", "one"]).to_text(),
        "--- stderr\nChanged one: place and notes.\n"
    );
    let expected = REGISTRY
        .replace("\"2022-07-04\",\n", "\"2022-07-04\",\n      \"place\": \"Rome\",\n")
        .replace("\"P3Y\"\n", "\"P3Y\",\n      \"notes\": \"n\"\n");
    assert_eq!(sandbox.registry(), expected);
}

#[test]
fn unchanged_record_writes_nothing() {
    for editor in ["true", "touch $1", "echo >> $1"] {
        let sandbox = sandbox(editor);
        assert_eq!(sandbox.mou(&["edit", "one"]).to_text(), "--- stderr\nNothing to change.\n");
        assert_eq!(sandbox.files(), ["editor", "registry.json", "tmp"]);
        assert_eq!(kept(&sandbox), None);
    }
}

#[test]
fn rejected_text_is_kept_and_its_path_printed() {
    for (script, why) in [
        ("s/P3Y/3y/", "field `term`: `3y` is not a duration (line 13, column 11)"),
        ("s/2022-07-04/2022-02-30/", "field `signed`: `2022-02-30` is not a date: that month"),
        ("s/title/titel/", "missing field `title`"),
        ("s/MoU.*/MoU/", "(line 5, column "),
        ("s/x-big/title/", "`title`"),
        ("s/one/two/", "the `id` cannot be changed in the editor; use `mou edit one --id NEW`"),
        ("s/term/under/", "field `under`: `P3Y` is not an id"),
        (r#"s/"term.*/"under":"none"/"#, "`one` is under `none`, which is not in the registry"),
        (r#"s/"term.*/"end":"2020"/"#, "`one` ends in 2020, before its first day"),
    ] {
        let sandbox = sandbox(&format!("sed -i '{script}' $1"));
        let output = sandbox.mou(&["edit", "one"]);
        assert_eq!(output.code, 1, "{script}\n{}", output.to_text());
        assert!(output.stderr.contains(why), "{script}\n{}", output.to_text());
        let hint = "\nhint: the text is kept in `$SANDBOX/tmp/mou-one-";
        assert!(output.stderr.contains(hint), "{}", output.to_text());
        assert!(kept(&sandbox).unwrap().starts_with("{\n  \"id\": "), "{script}");
        assert_eq!(sandbox.registry(), REGISTRY);
    }
}

#[test]
fn record_changed_by_another_command_stays_and_the_text_is_kept() {
    let sandbox = sandbox("mou edit one --contact Mei -q && sed -i s/P3Y/P5Y/ $1");
    let output = sandbox.mou(&["edit", "one"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(output.stderr.starts_with(
        "error: `one` was changed by somebody else while you edited it\nhint: the text"
    ));
    assert!(kept(&sandbox).unwrap().contains("P5Y"));
    assert!(sandbox.registry().contains("\"contact\": \"Mei\""));
    assert!(sandbox.registry().contains("P3Y"));
}

#[test]
fn failing_editor_changes_nothing() {
    for (editor, error) in [
        ("false", "error: the editor `false` ended with exit code 1; nothing was changed\n"),
        ("sh -c 'kill $$'", "error: the editor `sh` was ended by a signal; nothing was changed\n"),
        (
            "no-such-editor",
            "error: cannot run the editor `no-such-editor`: no such file or directory\n",
        ),
        ("truncate -s 0", "error: the text is empty; nothing was changed\n"),
    ] {
        let sandbox = sandbox("").with_variable("VISUAL", editor);
        let output = sandbox.mou(&["edit", "one"]);
        assert_eq!(output.code, 1, "{editor}");
        assert!(output.stderr.starts_with(error), "{}", output.to_text());
        assert_eq!((kept(&sandbox), sandbox.registry().as_str()), (None, REGISTRY));
    }
}

#[test]
fn text_saved_before_the_editor_failed_is_kept() {
    for end in ["exit 1", "kill -KILL $$"] {
        let sandbox = sandbox(&format!("sed -i s/P3Y/P5Y/ $1; {end}"));
        let output = sandbox.mou(&["edit", "one"]);
        assert_eq!(output.code, 1, "{}", output.to_text());
        assert!(
            output
                .stderr
                .contains("; nothing was changed\nhint: the text is kept in `$SANDBOX/tmp/")
        );
        assert!(kept(&sandbox).unwrap().contains("P5Y"));
        assert_eq!(sandbox.registry(), REGISTRY);
    }
}

#[test]
fn editor_runs_without_a_shell_and_gets_the_path_as_one_argument() {
    let sandbox = sandbox("").with_variable("VISUAL", "sh -c 'echo $# \"$1\"' sh $(touch pwned) ;");
    let output = sandbox.mou(&["edit", "one"]);
    assert!(output.stdout.starts_with("4 $(touch\n"), "{}", output.to_text());
    assert!(!sandbox.path("pwned").exists());
}

#[test]
fn edit_without_an_editor_names_the_flags() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    assert_eq!(
        sandbox.mou(&["edit", "one"]).to_text(),
        "--- stderr\nerror: nothing to change: give a field such as `--contact NAME`, or set EDITOR to edit in an editor\nhint: `mou help edit` shows the flags\n--- exit 2\n"
    );
    let sandbox = sandbox.with_variable("EDITOR", "true");
    assert_eq!(sandbox.mou(&["edit", "one", "one"]).code, 2);
    assert_eq!(sandbox.mou_with_input("one\n", &["edit", "-"]).code, 2);
    assert_eq!(sandbox.mou(&["edit", "none"]).code, 3);
}
