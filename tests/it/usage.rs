//! A command line that cannot be parsed: one sentence, and a hint at the way out.

use crate::sandbox::{Sandbox, example};

#[test]
fn wrong_command_line_is_refused_with_a_hint_and_changes_nothing() {
    let sandbox = Sandbox::with_example();
    for (args, message, hint) in [
        (&["lsit"][..], "unknown command `lsit`", "did you mean `list`?"),
        (&["activity", "lst"], "unknown command `lst`", "did you mean `list`?"),
        (&["list", "--formt", "json"], "unknown flag `--formt`", "did you mean `--format`?"),
        (&["list", "--lapsed"], "unknown flag `--lapsed`", "`mou expiring` has this flag"),
        (&["list", "-x"], "unknown flag `-x`", "`mou help list` shows the flags and examples"),
        (
            &["expiring", "--lapsed", "60d"],
            "unexpected argument `60d`",
            "write `--lapsed=60d`: the value follows `=`",
        ),
        (
            &["undo", "1", "2"],
            "unexpected argument `2`",
            "`mou help undo` shows the flags and examples",
        ),
        (&["show"], "missing ID", "`mou list` shows the ids"),
        (&["activity", "show"], "missing ID/N", "`mou activity list` shows the ids"),
        (
            &["decide", "gds-govtech-2022", "lapse"],
            "missing `--by NAME`",
            "`mou help decide` shows the flags and examples",
        ),
        (
            &["renew", "gds-govtech-2022", "--term"],
            "`--term` needs a value",
            "`mou help renew` shows the flags and examples",
        ),
    ] {
        assert_eq!(
            sandbox.mou(args).to_text(),
            format!("--- stderr\nerror: {message}\nhint: {hint}\n--- exit 2\n"),
            "{args:?}"
        );
    }
    assert_eq!(sandbox.registry(), example("uk-singapore.json"));
}
