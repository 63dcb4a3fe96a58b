//! Dry runs: every changing command says in one sentence what it would do, and writes nothing.

use crate::sandbox::Sandbox;

#[test]
fn every_changing_command_says_what_it_would_do() {
    let id = "gds-govtech-2022";
    for (line, would) in [
        ("add A --party Porto --id a", "Would add a."),
        ("draft release.txt --id a --add", "Would add a."),
        ("renew ID --term 3y", "Would renew ID: it would end on 2028-07-04."),
        ("renew ID --term indefinite", "Would renew ID: it would have no end."),
        ("renew ID --new --id a --signed 2025-05-01", "Would add a, which succeeds ID."),
        ("edit ID --contact mei --area x", "Would change ID: areas and contact."),
        ("edit ID gds-govtech-2019 --tag x", "Would change ID and gds-govtech-2019."),
        (
            "edit gds-govtech-2019 --id a --contact mei",
            "Would rename gds-govtech-2019 to a and change contact; 1 linked agreement would be updated.",
        ),
        ("amend ID --term 4y", "Would amend ID: term."),
        ("amend ID --note x", "Would note an amendment of ID."),
        ("notice ID", "Would record notice for ID: it would end on 2025-07-04."),
        (
            "suspend ID",
            "Would suspend ID on 2025-06-01; this does not extend it: it would end on 2025-07-04.",
        ),
        ("terminate ID", "Would terminate ID on 2025-06-01: its last day would be 2025-06-01."),
        (
            "decide ID lapse --by GDS",
            "Would record the decision for ID: it will not be renewed. Its last day is 2025-07-04.",
        ),
        (
            "decide ID renew --by GDS",
            "Would record the decision for ID: it will be renewed. Its last day is 2025-07-04.",
        ),
        (
            "decide ID renegotiate --by GDS",
            "Would record the decision for ID: it will be renegotiated. Its last day is 2025-07-04.",
        ),
        ("remove ID", "Would remove ID."),
        ("activity add ID Visit", "Would add ID/1, `Visit`."),
        ("activity edit gds-govtech-2019/1 --place x", "Would correct gds-govtech-2019/1."),
        ("activity edit gds-govtech-2019/1 --to ID", "Would move gds-govtech-2019/1 to ID/1."),
        (
            "activity done gds-govtech-2019/1 --outcome x",
            "Would mark as done: gds-govtech-2019/1, `Knowledge exchanges on designing services around life events`.",
        ),
        (
            "activity remove gds-govtech-2019/1",
            "Would remove gds-govtech-2019/1, `Knowledge exchanges on designing services around life events`.",
        ),
    ] {
        let sandbox = Sandbox::with_example().with_variable("MOU_TODAY", "2025-06-01");
        sandbox.write(
            "release.txt",
            "Lund University and Porto University signed an MoU on 2 May 2024.",
        );
        let before = sandbox.registry();
        let line = line.replace("ID", id);
        let args: Vec<&str> = line.split(' ').chain(["--dry-run"]).collect();
        let output = sandbox.mou(&args);
        let said: Vec<&str> = output.stderr.lines().take(2).collect();
        let would = would.replace("ID", id);
        assert_eq!(said, ["Dry run, nothing was written.", would.as_str()], "{line}");
        assert!(!output.stdout.is_empty(), "{line}");
        assert_eq!((output.code, sandbox.registry()), (0, before), "{line}");
    }
}

#[test]
fn a_dry_run_without_a_difference_says_so_alone() {
    let sandbox = Sandbox::with_example();
    for line in ["edit gds-govtech-2022 --title X", "edit gds-govtech-2022 --title X -n"] {
        let _ = sandbox.mou(&line.split(' ').collect::<Vec<_>>());
    }
    assert_eq!(
        sandbox.mou(&["edit", "gds-govtech-2022", "--title", "X", "-n"]).to_text(),
        "--- stderr\nNothing would change.\n"
    );
}
