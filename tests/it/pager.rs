//! The pager: for what does not fit on the screen of a terminal.

use std::fmt::Write as _;

use crate::sandbox::Sandbox;
use crate::terminal::Conversation;

/// A registry of 30 agreements: more than the 24 lines of the screen.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut rows = String::from("id,title,parties\n");
    for n in 10..40 {
        writeln!(rows, "a{n},Title {n},Kyoto;Tartu").unwrap();
    }
    sandbox.write("rows.csv", rows);
    sandbox.mou(&["-q", "import", "rows.csv"]).success();
    sandbox
}

/// Runs `mou` with all streams on a terminal of 24 lines; returns what appears there.
fn shown(sandbox: &Sandbox, args: &[&str]) -> String {
    let (text, _, code) = Conversation::start(sandbox, true, args).end();
    assert_eq!(code, 0, "{text}");
    text
}

#[test]
fn what_does_not_fit_goes_to_the_pager() {
    let sandbox = sandbox().with_variable("PAGER", "tee seen");
    let text = shown(&sandbox, &["list", "--columns=id"]);
    assert_eq!(sandbox.read("seen").lines().count(), 32);
    assert!(text.contains("a10\n") && text.contains("a39\n"), "{text}");
}

#[test]
fn mou_pager_precedes_pager_and_the_setting() {
    let sandbox = sandbox();
    sandbox.mou(&["config", "--user", "pager", "tee by-setting"]).success();
    shown(&sandbox, &["list"]);
    assert_eq!(sandbox.read("by-setting").lines().count(), 32);
    let sandbox = sandbox.with_variable("PAGER", "tee by-pager");
    shown(&sandbox, &["list"]);
    assert_eq!(sandbox.read("by-pager").lines().count(), 32);
    let sandbox = sandbox.with_variable("MOU_PAGER", "tee 'by mou-pager'");
    shown(&sandbox, &["list"]);
    assert_eq!(sandbox.read("by mou-pager").lines().count(), 32);
}

#[test]
fn what_fits_and_what_is_piped_needs_no_pager() {
    let sandbox = sandbox().with_variable("PAGER", "tee seen");
    shown(&sandbox, &["list", "--limit=3"]);
    shown(&sandbox, &["list", "--no-pager"]);
    shown(&sandbox, &["--version"]);
    let (_, piped, _) = Conversation::start(&sandbox, false, &["list"]).end();
    assert_eq!(piped.lines().count(), 31);
    assert!(!sandbox.files().contains(&"seen".to_owned()));
    shown(&sandbox, &["list", "-o", "json"]);
    shown(&sandbox, &["help", "status"]);
    assert!(sandbox.read("seen").starts_with("Status and flags"));
}

#[test]
fn a_pager_that_is_missing_or_left_early_is_no_error() {
    let sandbox = sandbox().with_variable("PAGER", "/nonexistent/pager");
    assert!(shown(&sandbox, &["list", "--columns=id"]).ends_with("a39\n"));
    let sandbox = sandbox.with_variable("PAGER", "head -n 2");
    assert!(!shown(&sandbox, &["list", "--columns=id"]).contains("a39"));
    let sandbox = sandbox.with_variable("TERM", "dumb").with_variable("PAGER", "tee seen");
    let _ = sandbox.mou(&["list"]);
}

#[test]
fn less_gets_options_only_from_a_user_who_has_none() {
    let sandbox = sandbox();
    sandbox.write("pager", "#!/bin/sh\ncat > seen\necho \"$LESS\" > options\n");
    sandbox.shell("chmod +x pager").success();
    let sandbox = sandbox.with_variable("PAGER", "./pager");
    shown(&sandbox, &["list"]);
    assert_eq!(sandbox.read("options"), "FRX\n");
    let sandbox = sandbox.with_variable("LESS", "i");
    shown(&sandbox, &["list"]);
    assert_eq!(sandbox.read("options"), "i\n");
}
