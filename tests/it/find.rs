//! How a record is found: by its id, the beginning of it, or a text that only one agreement has.

use crate::sandbox::Sandbox;

/// Three agreements with Kyoto, one of them succeeded, and one with Edinburgh and Porto.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.mou(&["init", "--owner", "Delft"]).success();
    for args in [
        [
            "add",
            "Student exchange",
            "--party",
            "Kyoto University (KyotoU) [JP]",
            "--signed",
            "2019-04-01",
            "--term=3y",
        ],
        [
            "add",
            "Joint research",
            "--party",
            "Kyoto University",
            "--signed",
            "2024-05-01",
            "--term=5y",
        ],
        [
            "add",
            "Échange d’étudiants",
            "--party",
            "University of Edinburgh [GB]",
            "--signed",
            "2025-06-01",
            "--term=5y",
        ],
        ["add", "Staff exchange", "--party", "Porto", "--signed", "2025-06-01", "--term=5y"],
    ] {
        sandbox.mou(&[&args[..], &["--party", "Delft"]].concat()).success();
    }
    let new = ["renew", "kyotou-2019", "--new", "--signed", "2022-04-01", "--term", "2y"];
    assert_eq!(sandbox.mou(&new).success(), "kyotou-2022\n");
    sandbox.mou(&["activity", "add", "porto-2025", "Visit", "--on", "2025-09-01"]).success();
    sandbox
}

fn ids(sandbox: &Sandbox, typed: &str) -> String {
    let output = sandbox.mou(&["show", typed, "-o", "jsonl"]);
    let text = output.to_text();
    match text.strip_prefix("{\"id\":\"").and_then(|rest| rest.split_once('"')) {
        Some((id, _)) => id.to_owned(),
        None => text,
    }
}

#[test]
fn an_agreement_is_found_by_id_beginning_or_text() {
    let sandbox = sandbox();
    for (typed, id) in [
        ("kyotou-2019", "kyotou-2019"),
        ("KYOTOU-2019", "kyotou-2019"),
        ("kyotou-201", "kyotou-2019"),
        ("p", "porto-2025"),
        ("2024", "kyotou-2024"),
        ("edinburgh", "ue-2025"),
        (" EDINBURGH ", "ue-2025"),
        ("university of edin", "ue-2025"),
        ("echange d'etudiants", "ue-2025"),
        ("joint research", "kyotou-2024"),
        ("Staff", "porto-2025"),
    ] {
        assert_eq!(ids(&sandbox, typed), id, "{typed}");
    }
}

#[test]
fn a_text_that_several_agreements_have_lists_them() {
    let sandbox = sandbox();
    let listed = "\x20 kyotou-2019: Student exchange (succeeded)\n\
                  \x20 kyotou-2022: Student exchange (expired)\n\
                  \x20 kyotou-2024: Joint research (active)\n\
                  hint: type more of it, or one of the ids\n--- exit 3\n";
    for typed in ["kyoto", "kyotou-20", "Kyoto University", "JP", "delft"] {
        let expected = match typed {
            "JP" => "--- stderr\nerror: there is no agreement `JP`\nhint: `mou list` shows all of them\n--- exit 3\n".to_owned(),
            "delft" => continue,
            _ => format!("--- stderr\nerror: `{typed}` is ambiguous: 3 agreements match\n{listed}"),
        };
        assert_eq!(sandbox.mou(&["show", typed]).to_text(), expected, "{typed}");
        assert_eq!(sandbox.mou(&["-q", "renew", typed, "--term", "1y"]).to_text(), expected);
    }
    assert_eq!(
        sandbox.mou(&["show", "delft"]).to_text(),
        "--- stderr\nerror: `delft` is ambiguous: 5 agreements match\n\
         \x20 kyotou-2019: Student exchange (succeeded)\n\
         \x20 kyotou-2022: Student exchange (expired)\n\
         \x20 kyotou-2024: Joint research (active)\n\
         \x20 porto-2025: Staff exchange (active)\n\
         \x20 ue-2025: Échange d’étudiants (active)\n\
         hint: type more of it, or one of the ids\n--- exit 3\n"
    );
}

#[test]
fn json_has_the_agreements_in_the_message() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox.mou(&["show", "kyoto", "-o", "json"]).to_text(),
        "--- stderr\n{\"error\":{\"code\":\"ambiguous\",\"exit\":3,\"message\":\"`kyoto` is ambiguous: 3 \
         agreements match: kyotou-2019: Student exchange (succeeded); kyotou-2022: Student exchange \
         (expired); kyotou-2024: Joint research (active)\",\"hint\":\"type more of it, or one of the \
         ids\"}}\n--- exit 3\n"
    );
}

#[test]
fn at_most_ten_agreements_are_listed() {
    let sandbox = Sandbox::new();
    for _ in 0..12 {
        sandbox.mou(&["add", "Exchange\u{1b}", "--party", "Porto", "--party", "Delft"]).success();
    }
    let listed = |ids: &[&str]| -> String {
        ids.iter().map(|id| format!("  {id}: Exchange\\u{{1b}} (draft)\n")).collect()
    };
    let ten: Vec<String> = ["", "-10", "-11", "-12", "-2", "-3", "-4", "-5", "-6", "-7"]
        .map(|end| format!("delft-porto{end}"))
        .to_vec();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    assert_eq!(
        sandbox.mou(&["edit", "exchange", "--contact", "mei"]).to_text(),
        format!(
            "--- stderr\nerror: `exchange` is ambiguous: 12 agreements match\n{}  and 2 more\n\
             hint: type more of it, or one of the ids\n--- exit 3\n",
            listed(&ten)
        )
    );
    // The whole id is meant even if others begin with it.
    assert_eq!(
        sandbox.mou(&["edit", "delft-porto", "--contact", "mei"]).to_text(),
        "--- stderr\nChanged delft-porto: contact.\n"
    );
}

#[test]
fn a_text_that_no_agreement_has_suggests_the_nearest() {
    let sandbox = sandbox();
    for (typed, hint) in [
        ("kyotou-2018", "did you mean `kyotou-2019`, `kyotou-2022` or `kyotou-2024`?"),
        ("edinbrugh", "did you mean `ue-2025`?"),
        ("Édinbrough", "did you mean `ue-2025`?"),
        ("resaerch", "did you mean `kyotou-2024`?"),
        ("zzz", "`mou list` shows all of them"),
        ("porto-2025/1", "`mou activity show porto-2025/1`"),
    ] {
        let (error, code) = if typed.contains('/') {
            (format!("`{typed}` is an activity, not an agreement"), 2)
        } else {
            (format!("there is no agreement `{typed}`"), 3)
        };
        assert_eq!(
            sandbox.mou(&["show", typed]).to_text(),
            format!("--- stderr\nerror: {error}\nhint: {hint}\n--- exit {code}\n")
        );
    }
    assert_eq!(
        sandbox.mou(&["show", " "]).to_text(),
        "--- stderr\nerror: an ID cannot be blank; write an id, its beginning, or a text that only one \
         agreement has\n--- exit 2\n"
    );
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn every_command_but_remove_finds_an_agreement_by_a_text() {
    for (line, stdout, stderr) in [
        ("edit edinburgh --contact mei", "", "Changed ue-2025: contact.\n"),
        ("amend edinburgh --note x", "", "Noted an amendment of ue-2025.\n"),
        (
            "renew edinburgh --term 1y --on 2026-01-01",
            "ue-2025: 2030-06-01 → 2031-06-01\n",
            "Renewed ue-2025: it ends on 2031-06-01.\n",
        ),
        (
            "renew edinburgh --new --signed 2026-01-02",
            "ue-2026\n",
            "Added ue-2026, which succeeds ue-2025.\n",
        ),
        (
            "suspend edinburgh",
            "",
            "Suspended ue-2025 on 2026-11-22; this does not extend it: it ends on 2030-06-01.\n",
        ),
        ("activity add edinburgh Visit", "ue-2025/1\n", "Added ue-2025/1, `Visit`.\n"),
        ("activity done staff/1", "", "staff"),
        (
            "activity edit porto-2025/1 --to edinburgh",
            "ue-2025/1\n",
            "Moved porto-2025/1 to ue-2025/1.\n",
        ),
        ("activity list edinburgh", "", "`edinburgh` is read as ue-2025.\n"),
    ] {
        let sandbox = sandbox();
        let output = sandbox.mou(&line.split(' ').collect::<Vec<_>>());
        if stderr == "staff" {
            assert_eq!(
                output.to_text(),
                "--- stderr\nporto-2025/1, `Visit`, is done already: nothing to change.\n"
            );
            continue;
        }
        assert_eq!(output.to_text(), format!("{stdout}--- stderr\n{stderr}"), "{line}");
    }
    let sandbox = sandbox();
    for command in ["show", "why", "chain", "log"] {
        let named = sandbox.mou(&[command, "ue-2025"]).to_text();
        assert_eq!(sandbox.mou(&[command, "edinburgh"]).to_text(), named, "{command}");
        assert_eq!(sandbox.mou_with_input("edinburgh\n", &[command, "-"]).to_text(), named);
    }
}

#[test]
fn remove_takes_an_id_or_its_beginning_alone() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    for (line, error) in [
        (
            "remove edinburgh --yes",
            "no id begins with `edinburgh`\nhint: did you mean `ue-2025`? Only an id or its beginning is accepted here\n--- exit 3\n",
        ),
        (
            "remove kyoto --yes",
            "`kyoto` is ambiguous: 3 agreements match\n  kyotou-2019: Student exchange (succeeded)\n  kyotou-2022: Student exchange (expired)\n  kyotou-2024: Joint research (active)\nhint: type more of it, or one of the ids\n--- exit 3\n",
        ),
        (
            "remove Edinburgh --yes",
            "`Edinburgh` is not an id; write 1 to 100 of the characters a-z, 0-9 and -, not beginning with -\nhint: `mou list` shows the ids\n--- exit 2\n",
        ),
        (
            "remove porto-2025/1 --yes",
            "`porto-2025/1` is an activity, not an agreement\nhint: `mou activity remove porto-2025/1`\n--- exit 2\n",
        ),
        (
            "remove exchange --yes",
            "there is no agreement `exchange`\nhint: did you mean `kyotou-2019`, `kyotou-2022` or `porto-2025`?\n--- exit 3\n",
        ),
        (
            "activity remove staff/1 --yes",
            "no id begins with `staff`\nhint: did you mean `porto-2025`? Only an id or its beginning is accepted here\n--- exit 3\n",
        ),
    ] {
        let output = sandbox.mou(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(output.to_text(), format!("--- stderr\nerror: {error}"), "{line}");
    }
    assert_eq!(sandbox.registry(), before);
    assert_eq!(sandbox.mou(&["remove", "ue", "--yes"]).to_text(), "--- stderr\nRemoved ue-2025.\n");
}

#[test]
fn a_removed_agreement_is_found_in_the_log() {
    let sandbox = sandbox();
    sandbox.mou(&["remove", "ue-2025", "--yes"]).success();
    let named = sandbox.mou(&["log", "ue-2025"]).success();
    assert_eq!(sandbox.mou(&["log", "edinburgh"]).success(), named);
    assert_eq!(sandbox.mou(&["show", "edinburgh"]).code, 3);
}

#[test]
fn a_link_stores_the_exact_id_and_says_so() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox
            .mou(&["edit", "porto", "--under", "edinburgh", "--succeeds", "kyotou-2024"])
            .to_text(),
        "--- stderr\nwarning: `--under`: `edinburgh` is recorded as `ue-2025`\nChanged porto-2025: succeeds and under.\n"
    );
    assert_eq!(
        sandbox.mou(&["list", "porto", "--columns", "succeeds,under", "-o", "csv"]).success(),
        "succeeds,under\nkyotou-2024,ue-2025\n"
    );
    assert_eq!(
        sandbox.mou(&["edit", "porto", "--under", "kyoto"]).to_text(),
        "--- stderr\nerror: `--under`: `kyoto` is ambiguous: 3 agreements match\n\
         \x20 kyotou-2019: Student exchange (succeeded)\n\
         \x20 kyotou-2022: Student exchange (expired)\n\
         \x20 kyotou-2024: Joint research (succeeded)\n\
         hint: type more of it, or one of the ids\n--- exit 3\n"
    );
}

#[test]
fn a_word_of_activity_list_is_an_agreement_only_if_no_activity_has_it() {
    let sandbox = sandbox();
    let list = |word: &str| sandbox.mou(&["activity", "list", word, "-o", "ids"]).to_text();
    assert_eq!(list("staff"), "porto-2025/1\n--- stderr\n`staff` is read as porto-2025.\n");
    assert_eq!(list("visit"), "porto-2025/1\n");
    sandbox.mou(&["activity", "add", "ue", "Exchange of staff", "--on", "2025-10-01"]).success();
    assert_eq!(list("staff"), "ue-2025/1\n");
    assert!(list("kyoto").contains("error: `kyoto` is ambiguous: 3 agreements match\n"));
}
