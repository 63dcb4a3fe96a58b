//! The flags of `mou expiring`.

use crate::sandbox::Sandbox;

#[test]
fn since_of_expiring_is_an_unknown_flag_and_fails_with_2() {
    let sandbox = Sandbox::with_example();
    for args in [&["expiring", "--since", "-7d"][..], &["expiring", "--since=2025-01-01"]] {
        assert_eq!(
            sandbox.mou(args).to_text(),
            "--- stderr\nerror: unknown flag `--since`\n\
             hint: did you mean `--signed-since`?\n--- exit 2\n",
            "{args:?}"
        );
    }
}
